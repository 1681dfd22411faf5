//! Small sets of words that are asked for every word of a text, by hash.

use super::{Word, hash};

/// Bits of the sieve in front of the list, as a power of two.
const BITS: u32 = 10;

/// A few words. A word that is none of them is mostly told by one bit.
pub struct WordSet {
    sieve: [u64; 1 << (BITS - 6)],
    hashes: Vec<u32>,
}

impl WordSet {
    /// The set of some words.
    #[must_use]
    pub fn of(words: &[&str]) -> Self {
        Self::of_hashes(words.iter().map(|word| hash(word)))
    }

    /// The set of the words with some hashes.
    #[must_use]
    pub fn of_hashes(hashes: impl IntoIterator<Item = u32>) -> Self {
        let mut hashes: Vec<u32> = hashes.into_iter().collect();
        hashes.sort_unstable();
        hashes.dedup();
        let mut sieve = [0; 1 << (BITS - 6)];
        for hash in &hashes {
            let (slot, bit) = place(*hash);
            sieve[slot] |= bit;
        }
        Self { sieve, hashes }
    }

    /// False if the word with this hash is surely none of them: one load and no branch.
    #[inline]
    #[must_use]
    pub const fn may_have(&self, hash: u32) -> bool {
        let (slot, bit) = place(hash);
        self.sieve[slot] & bit != 0
    }

    /// True if the word with this hash is one of them.
    #[inline]
    #[must_use]
    pub fn has(&self, hash: u32) -> bool {
        self.index_of(hash).is_some()
    }

    #[inline]
    fn index_of(&self, hash: u32) -> Option<usize> {
        if self.may_have(hash) { self.hashes.binary_search(&hash).ok() } else { None }
    }
}

#[inline]
const fn place(hash: u32) -> (usize, u64) {
    ((hash >> (38 - BITS)) as usize, 1 << (hash >> (32 - BITS) & 63))
}

/// Which of some words of a text, given by their places, stand in it more than once. One walk over the text.
#[must_use]
pub fn repeated(words: &[Word], places: &[usize]) -> WordSet {
    standing(words, places.iter().map(|&at| words[at].hash), 2)
}

/// Which words of some hashes stand in a text. One walk over the text.
#[must_use]
pub fn present(words: &[Word], hashes: impl IntoIterator<Item = u32>) -> WordSet {
    standing(words, hashes, 1)
}

/// Which words of some hashes stand in a text so many times.
fn standing(words: &[Word], hashes: impl IntoIterator<Item = u32>, least: u8) -> WordSet {
    let asked = WordSet::of_hashes(hashes);
    if asked.hashes.is_empty() {
        return asked;
    }
    let mut times = vec![0_u8; asked.hashes.len()];
    for word in words {
        if let Some(index) = asked.index_of(word.hash) {
            times[index] = times[index].saturating_add(1);
        }
    }
    let enough = asked.hashes.iter().zip(times).filter(|&(_, times)| times >= least);
    WordSet::of_hashes(enough.map(|(&hash, _)| hash))
}

#[cfg(test)]
mod tests {
    use super::{super::cut, *};

    #[test]
    fn a_set_holds_its_words_in_any_case() {
        let set = WordSet::of(&["the", "don't", "и"]);
        assert!(set.has(hash("The")) && set.has(hash("DON’T")) && set.has(hash("И")));
        assert!(!set.has(hash("then")));
    }

    #[test]
    fn what_stands_once_is_not_repeated() {
        let words = cut("one two two three");
        let again = repeated(&words, &[0, 1, 3]);
        assert!(again.has(hash("two")) && !again.has(hash("one")) && !again.has(hash("three")));
        let here = present(&words, [hash("one"), hash("five")]);
        assert!(here.has(hash("one")) && !here.has(hash("five")));
    }
}
