//! Whether the words around a place are of the language they are judged by.
//!
//! A language that is not at hand may be taken for a neighbour of it, and text in two languages for one; then each word is
//! unknown, and whatever its letters happen to hold looks like a fault.

use std::ops::Range;

use super::{Language, scripts::is_shared};
use crate::text::{Gap, Word};

/// How far is looked, in words to each side.
const REACH: usize = 12;

/// How far within the clause, where a few words of another language may be quoted.
const NEAR: usize = 3;

/// The lexicon has this share of the plain words of a text that is surely in its language.
pub const SURE: f32 = 0.8;
/// It has this share of one that is likely in it.
pub const LIKELY: f32 = 0.5;

/// True if the words around the one at `place` are of the language. Half of them will do where words grow by endings without
/// limit.
#[must_use]
pub fn speaks(words: &[Word], place: usize, language: &Language) -> bool {
    knows(words, place, language, SURE)
}

/// The same of the words around several.
#[must_use]
pub fn speaks_around(words: &[Word], places: Range<usize>, language: &Language) -> bool {
    knows_around(words, places, language, SURE)
}

/// True if the lexicon has this share of the plain words around the one at `place`.
#[must_use]
pub fn knows(words: &[Word], place: usize, language: &Language, share: f32) -> bool {
    knows_around(words, place..place + 1, language, share)
}

fn knows_around(words: &[Word], places: Range<usize>, language: &Language, share: f32) -> bool {
    // A script that one language at hand is written in has told it already.
    if !is_shared(words[places.start].script) {
        return true;
    }
    let before = &words[places.start.saturating_sub(REACH)..places.start];
    let after = &words[places.end..(places.end + REACH).min(words.len())];
    let plain = before.iter().chain(after).filter(|w| !w.flags.is_capital() && !w.flags.has_digit());
    let (mut all, mut known) = (0.0_f32, 0.0);
    for word in plain {
        all += 1.0;
        known += if language.is_word(word.hash) { 1.0 } else { 0.0 };
    }
    known >= all * if language.agglutinates() { share.min(LIKELY) } else { share }
}

/// False if the language lacks most of the words next to the one at `place`, as far as nothing but blanks parts them.
#[must_use]
pub fn speaks_clause(words: &[Word], place: usize, language: &Language) -> bool {
    let goes_on = |word: &Word| matches!(word.gap, Gap::Space | Gap::Blanks | Gap::Hyphen | Gap::Apostrophe);
    let mut first = place;
    while first > 0 && first + NEAR > place && goes_on(&words[first]) {
        first -= 1;
    }
    let after = words[place + 1..].iter().take(NEAR).take_while(|word| goes_on(word));
    let (mut known, mut strange) = (0, 0);
    for word in words[first..place].iter().chain(after).filter(|word| word.flags.is_plain()) {
        if language.is_word(word.hash) {
            known += 1;
        } else {
            strange += 1;
        }
    }
    strange <= known
}
