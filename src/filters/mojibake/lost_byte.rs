//! `todavÃa` for `todavía`: the second byte of `í` is a soft hyphen, which programs drop.

use memchr::memmem;

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

/// Mends the words that an `í` makes of what is none.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let text = context.text;
    let mut mended = Vec::new();
    for at in memmem::find_iter(text.as_str().as_bytes(), READ_AS) {
        let span = Span::new(at, at + READ_AS.len());
        let (left, right) = (text.letters_before(span.start), text.letters_after(span.end));
        let is_small = |c: char| c.is_lowercase();
        // Behind `fÃ-sica` more was lost than told here.
        let hyphen = text.after(span.end).is_some_and(|c| matches!(c, '-' | '\u{AD}'));
        if hyphen || !left.ends_with(is_small) || !right.chars().all(is_small) {
            continue;
        }
        let Some(language) = context.language_at(at).filter(|l| l.has_words() && l.is_letter_of('í')) else {
            continue;
        };
        let zipf = |letter: &str| language.zipf(words::hash(&[left, letter, right].concat()));
        if zipf(MEANT) >= KNOWN && zipf(READ_AS) == 0.0 && !text.protected().touches(span) {
            mended.push(Finding::safe(
                "lossy-mojibake",
                span,
                MEANT,
                "the first byte of “í”, whose second was dropped",
            ));
        }
    }
    if mended.is_empty() {
        return;
    }
    // What was found before explains more; how far it reaches is asked for each place.
    let mut taken: Vec<Span> = found.iter().map(|finding| finding.span).collect();
    taken.sort_unstable();
    let (mut next, mut reach) = (0, 0);
    mended.retain(|finding| {
        while next < taken.len() && taken[next].start <= finding.span.start {
            reach = reach.max(taken[next].end);
            next += 1;
        }
        reach <= finding.span.start
    });
    found.append(&mut mended);
}
