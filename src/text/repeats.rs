//! Words that come again: found once for all filters of repetition, in one walk over the words.
//!
//! A repeat is told by its period: word `i` equals word `i - period` for a stretch. Short periods are seen by comparing
//! a word with its neighbours. For the rest one table, small enough to stay in the nearest cache, remembers where each
//! three words in a row were seen last; seen again they propose a period, and the words themselves confirm it.
//! Nothing is judged here: whether a repeat is a slip or a refrain is for the filters to say. It stops at
//! [`LONGEST_PERIOD`] words; whole paragraphs that come again are found by lines ([`super::lines`]).

use super::Word;

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
    fn replace(&mut self, words: &[Word], at: usize) -> Option<usize> {
        let [a, b, c] = [0, 1, 2].map(|i| u64::from(words[at + i].hash));
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
    let mut found = Vec::new();
    let mut seen = LastSeen([0; 1 << LastSeen::BITS]);
    // A period that was refused here need not be tried again before this word.
    let (mut refused, mut refused_until) = (0, 0);
    let mut at = 0;
    while at < words.len() {
        let period = match neighbour(words, at) {
            None if at + 2 < words.len() => seen.replace(words, at).filter(|&p| p <= LONGEST_PERIOD),
            near => near,
        };
        if let Some(period) = period
            && words[at].hash == words[at - period].hash
            && !(period == refused && at < refused_until)
        {
            let repeat = measure(words, at, period);
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
    found
}

/// How far back a word stands that equals this one and is followed by the same word, among the nearest.
#[inline]
fn neighbour(words: &[Word], at: usize) -> Option<usize> {
    let hash = words[at].hash;
    if at >= NEIGHBOURS {
        let [a, b, c, d] = words[at - NEIGHBOURS..at].first_chunk()?.map(|w: Word| w.hash);
        // One branch that is hardly ever taken.
        if (hash != a) & (hash != b) & (hash != c) & (hash != d) {
            return None;
        }
    }
    let next = words.get(at + 1).map(|w| w.hash);
    (1..=NEIGHBOURS.min(at))
        .find(|&period| words[at - period].hash == hash && (period == 1 || next == Some(words[at - period + 1].hash)))
}

/// Measures how far a period holds on both sides of a word that equals the one a period before it.
fn measure(words: &[Word], at: usize, period: usize) -> Repeat {
    let holds = |at: usize| words[at].hash == words[at - period].hash;
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
