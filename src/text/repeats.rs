//! Words that come again: found once for all filters of repetition, in one walk over the words.
//!
//! A repeat is told by its period: word `i` equals word `i - period` for a stretch. Short periods are seen by comparing
//! a word with its neighbours. For the rest one table, small enough to stay in the nearest cache, remembers where each
//! three words in a row were seen last; seen again they propose a period, and the words themselves confirm it.
//! Nothing is judged here: whether a repeat is a slip or a refrain is for the filters to say. It stops at
//! [`LONGEST_PERIOD`] words; whole paragraphs that come again are found by lines ([`super::lines`]).

use super::{
    Word,
    block::{BLOCK, marks},
};

/// The longest stretch of words whose repetition is looked for.
pub const LONGEST_PERIOD: usize = 160;

/// How many words must come again for a repeat with something in between to be worth a look.
const LEAST_DISTANT: usize = 4;

/// The longest period of a repeat that is cut short, and how many words it may lack.
const LONGEST_NEAR: usize = 12;
const MOST_LACKING: usize = 2;

/// One stretch of words that equal the words a period before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The first word of the first copy.
    pub first: usize,
    /// How many words further the same word comes again.
    pub period: usize,
    /// How many words from `first + period` on equal those a period before.
    pub matched: usize,
}

impl Repeat {
    /// One past the last word of the stretch.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.first + self.period + self.matched
    }

    /// How many whole copies there are in a row; 1 if the second one is cut short.
    #[must_use]
    pub const fn times(&self) -> usize {
        1 + self.matched / self.period
    }

    /// True if at least one whole copy follows the first.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.matched >= self.period
    }
}

/// Periods up to this are found by comparing neighbours.
const NEIGHBOURS: usize = 4;

/// Where three words in a row were seen last: their own bits above, the place below.
struct LastSeen([u64; 1 << Self::BITS]);

impl LastSeen {
    const BITS: u32 = 11;

    /// Notes that three words start at `at`, and gives how far back they were noted before.
    #[inline]
    fn replace(&mut self, words: [u32; 3], at: usize) -> Option<usize> {
        let [a, b, c] = words.map(u64::from);
        let mixed = (a ^ b << 21 ^ c << 42 ^ c >> 11).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = &mut self.0[(mixed >> (64 - Self::BITS)) as usize];
        let own = (mixed << 21 | 1) << 32 | at as u64;
        let before = std::mem::replace(slot, own);
        ((before ^ own) >> 32 == 0).then(|| at - (before as u32 as usize))
    }
}

/// Finds every stretch of words that comes again within [`LONGEST_PERIOD`] words, in order of their second copies.
#[must_use]
pub fn find(words: &[Word]) -> Vec<Repeat> {
    let words: Vec<u32> = words.iter().map(|word| word.hash).collect();
    let mut found = Vec::new();
    let mut seen = LastSeen([0; 1 << LastSeen::BITS]);
    // A period that was refused here need not be tried again before this word.
    let (mut refused, mut refused_until) = (0, 0);
    let mut at = 0;
    while at < words.len() {
        let block = at - at % BLOCK;
        let near = near(&words, block);
        while at < words.len().min(block + BLOCK) {
            let neighbour = if near >> (at - block) & 1 == 1 { neighbour(&words, at) } else { None };
            let period = neighbour.or_else(|| {
                let three = words[at..].first_chunk()?;
                seen.replace(*three, at).filter(|&period| period <= LONGEST_PERIOD)
            });
            if let Some(period) = period
                && words[at] == words[at - period]
                && !(period == refused && at < refused_until)
            {
                let repeat = measure(&words, at, period);
                if repeat.is_whole() {
                    at = repeat.end().max(at + 1);
                    found.push(repeat);
                    continue;
                }
                if is_worth_a_look(&repeat) {
                    found.push(repeat);
                }
                (refused, refused_until) = (period, repeat.end());
            }
            at += 1;
        }
    }
    found
}

/// A bit for each word of a block that may equal one of the nearest before it.
fn near(words: &[u32], block: usize) -> u64 {
    let with_those_before = block.checked_sub(NEIGHBOURS).and_then(|from| words[from..].first_chunk());
    // At the ends of a text each word is compared by itself.
    with_those_before.map_or(u64::MAX, |words: &[u32; NEIGHBOURS + BLOCK]| {
        marks(|i| {
            let word = words[NEIGHBOURS + i];
            (word == words[i]) | (word == words[i + 1]) | (word == words[i + 2]) | (word == words[i + 3])
        })
    })
}

/// How far back a word stands that equals this one and is followed by the same word, among the nearest.
fn neighbour(words: &[u32], at: usize) -> Option<usize> {
    let next = words.get(at + 1);
    (1..=NEIGHBOURS.min(at))
        .find(|&period| words[at - period] == words[at] && (period == 1 || next == Some(&words[at - period + 1])))
}

/// Measures how far a period holds on both sides of a word that equals the one a period before it.
fn measure(words: &[u32], at: usize, period: usize) -> Repeat {
    let holds = |at: usize| words[at] == words[at - period];
    let mut start = at;
    while start > period && at - start < LONGEST_PERIOD && holds(start - 1) {
        start -= 1;
    }
    let mut end = at + 1;
    while end < words.len() && holds(end) {
        end += 1;
    }
    Repeat { first: start - period, period, matched: end - start }
}

fn is_worth_a_look(repeat: &Repeat) -> bool {
    repeat.matched >= LEAST_DISTANT
        || repeat.matched >= 2 && repeat.period <= LONGEST_NEAR.min(repeat.matched + MOST_LACKING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::cut;

    fn found(text: &str) -> Vec<(usize, usize, usize)> {
        find(&cut(text)).iter().map(|r| (r.first, r.period, r.matched)).collect()
    }

    #[test]
    fn repeats_are_told_by_their_period() {
        assert_eq!(found("the the cat"), [(0, 1, 1)]);
        assert_eq!(found("a cat cat"), [(1, 1, 1)]);
        assert_eq!(found("we sold in the end in the end we sold"), [(2, 3, 3)]);
        assert_eq!(found("one two one two"), [(0, 2, 2)]);
        assert_eq!(found("no no no no"), [(0, 1, 3)]);
    }

    #[test]
    fn a_long_period_is_found_wherever_its_words_come_again() {
        let sentence = "The cat of the house sat on the roof of the house and looked at the roof of the next house. ";
        let period = cut(sentence).len();
        assert!(found(&sentence.repeat(2)).contains(&(0, period, period)));
    }

    #[test]
    fn different_words_are_no_repeat() {
        assert_eq!(found("Of all the ways to cross the river this is the slowest."), []);
    }
}
