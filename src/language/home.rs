//! Whether the words around a place are of the language they are judged by.
//!
//! A language that is not at hand may be taken for a neighbour of it, and text in two languages for one; then each word is
//! unknown, and whatever its letters happen to hold looks like a fault.

use super::{Language, scripts::is_shared};
use crate::text::Word;

/// How far is looked, in words to each side.
const REACH: usize = 12;

/// True if the lexicon has four in five of the plain words around the word at `place`; half of them will do where words
/// grow by endings without limit.
#[must_use]
pub fn speaks(words: &[Word], place: usize, language: &Language) -> bool {
    // A script that one language at hand is written in has told it already.
    if !is_shared(words[place].script) {
        return true;
    }
    let around = &words[place.saturating_sub(REACH)..(place + REACH + 1).min(words.len())];
    let plain =
        around.iter().filter(|w| !w.flags.is_capital() && !w.flags.has_digit() && w.start != words[place].start);
    let (mut all, mut known) = (0, 0);
    for word in plain {
        all += 1;
        known += usize::from(language.is_word(word.hash));
    }
    if language.agglutinates() { 2 * known >= all } else { 5 * known >= 4 * all }
}
