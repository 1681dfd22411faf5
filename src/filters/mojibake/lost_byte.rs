//! `todavÃa` for `todavía`: the second byte of `í` is a soft hyphen, which programs drop.

use memchr::memmem;

use super::Mended;
use crate::{
    finding::{Context, Finding},
    span::Span,
    text::words,
};

/// What the first byte of `í` was read as.
const READ_AS: &str = "Ã";
const MEANT: &str = "í";

/// The word that comes out is at least this frequent (Zipf).
const KNOWN: f32 = 2.0;

/// Mends the words that an `í` makes of what is none. What was found before explains more.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let text = context.text;
    let mended = Mended::by(found);
    for at in memmem::find_iter(text.as_str().as_bytes(), READ_AS) {
        let span = Span::new(at, at + READ_AS.len());
        let (left, right) = (text.letters_before(span.start), text.letters_after(span.end));
        let is_small = |c: char| c.is_lowercase();
        // Behind `fÃ-sica` more was lost than told here.
        let hyphen = text.after(span.end).is_some_and(|c| matches!(c, '-' | '\u{AD}'));
        if hyphen || !left.ends_with(is_small) || !right.chars().all(is_small) || mended.touches(span) {
            continue;
        }
        let language = context.language_by_few(at).filter(|l| l.has_words() && l.is_letter_of('í'));
        let Some(language) = language else { continue };
        let zipf = |letter: &str| language.zipf(words::hash(&[left, letter, right].concat()));
        if zipf(MEANT) >= KNOWN && zipf(READ_AS) == 0.0 && !text.protected().touches(span) {
            found.push(Finding::safe("lossy-mojibake", span, MEANT, "the first byte of “í”, whose second was dropped"));
        }
    }
}
