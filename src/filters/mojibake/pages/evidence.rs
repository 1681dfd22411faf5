//! Whether any word may show that one page was taken for another, asked before the text is cut into words.
//!
//! Most words with letters beyond ASCII are known as they stand, in the language that the one before was known in. Only
//! around the others the language is told, and hardly any of them is odd there and becomes known by reading it anew.

use std::ptr;

use rustc_hash::FxHashSet;

use super::{Alphabets, KNOWN, LONGEST, Odd, Way, in_question};
use crate::{finding::Context, language::Language, text::words};

/// So many bytes further on the language is told anew.
const REACH: usize = 480;

/// True if some word is explained by a mistake, in a language that does not write it so.
pub(super) fn exists(context: &Context<'_>) -> bool {
    let text = context.text.as_str();
    let mut alphabets = Alphabets::default();
    let mut usual: Option<&Language> = None;
    let mut tried = FxHashSet::default();
    let (mut end, mut told_until) = (0, 0);
    for (at, letter) in in_question(text) {
        if at < end {
            continue;
        }
        let odd = Odd::around(at, letter, text);
        if odd.word.len() > LONGEST {
            end = odd.span.end;
            continue;
        }
        let hash = words::hash(odd.word);
        let is_known = |language: &Language| language.zipf(hash) >= KNOWN;
        if usual.is_some_and(is_known) {
            end = odd.span.end;
            continue;
        }
        if at >= told_until {
            usual = context.language_near(at);
            // What is near tells no more of another line.
            let further = &text.as_bytes()[at..text.len().min(at + REACH)];
            told_until = at + memchr::memchr(b'\n', further).unwrap_or(REACH);
        }
        let Some(language) = usual else { return true };
        if !language.has_words() || alphabets.have(language, letter) {
            continue;
        }
        let explained = || Way::all().any(|way| odd.is_explained(language, way));
        if tried.insert((hash, ptr::from_ref(language))) && odd.is_tried(context.text) && explained() {
            return true;
        }
    }
    false
}
