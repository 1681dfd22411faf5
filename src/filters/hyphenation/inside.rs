//! Hyphens of former line ends inside lines: `the gov-ernment`. The lines were joined again, and the hyphens kept.

use super::{RULE, WELL_KNOWN};
use crate::{
    finding::{Context, Finding},
    language::{Commonness, home},
    span::Span,
    text::{
        Gap, Word,
        words::{self, column::shape},
    },
};

/// A well-known word is mostly written without a hyphen, if one of its halves is rarer than this (Zipf), and by the second
/// figure than the whole.
const RARE_HALF: f32 = 3.5;
const RARER_HALF: f32 = 2.0;
/// Letters of that half at least: `wi-fi` is written so.
const SHORTEST_HALF: usize = 3;

/// Takes out the hyphens of words that are hardly written with one.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut kept: Vec<(u32, Finding)> = places(context).into_iter().filter_map(|at| kept(context, at)).collect();
    // `sub-poena` again and again is how this text spells it.
    kept.sort_by_key(|(whole, finding)| (*whole, finding.span));
    found.extend(kept.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1).map(|same| same[0].1.clone()));
}

/// The words behind a hyphen in the middle of a line that may be half of a word: they or those before them are hardly known.
fn places(context: &Context<'_>) -> Vec<usize> {
    let (columns, commonness) = (context.text.columns(), context.commonness());
    let rare = Commonness::of_zipf(RARE_HALF).as_byte();
    let words = context.text.words();
    let mut places = columns.select(|at| {
        let (shape, length) = (columns.shape.block(at), columns.length.block(at));
        let (known, before) = (commonness.block(at), commonness.before(at));
        move |i| {
            (shape[i] & (shape::SPACE | shape::OTHER | shape::PARAGRAPH | shape::APOSTROPHE | shape::UNLIKE) == 0)
                & (length[i] >= 2)
                & ((known[i] < rare) | (before[i] < rare))
        }
    });
    places.retain(|&at| words[at].gap == Gap::Hyphen);
    places
}

/// A word far commoner than its halves, one of which is hardly one; with the hash of the whole. Speakers break words on
/// purpose: `“Ra-ther!”`.
fn kept(context: &Context<'_>, at: usize) -> Option<(u32, Finding)> {
    let (text, words) = (context.text, context.text.words());
    let (left, right) = (words.get(at.checked_sub(1)?)?, &words[at]);
    let (first, second) = (text.word(left), text.word(right));
    let gap = Span::new(left.end as usize, right.start as usize);
    let ties = |word: Option<&Word>| word.is_some_and(|word| matches!(word.gap, Gap::Hyphen | Gap::Apostrophe));
    // `zig-zag`, `th-that`: a word that plays, or a speaker who stammers.
    let opening = |word: &str| word.chars().flat_map(char::to_lowercase).next();
    let alike = opening(first) == opening(second);
    if left.flags.has_digit()
        || left.flags.is_mixed()
        || left.flags.is_unspaced()
        || left.script != right.script
        || right.flags.is_capital()
        || first.chars().count() < 2
        || !matches!(text.slice(gap), "-" | "\u{2010}")
        || left.gap == Gap::Hyphen
        || ties(words.get(at + 1))
        || alike
    {
        return None;
    }
    let language = context.language_at(gap.start).filter(|l| l.has_words() && !l.agglutinates())?;
    let zipf = |hash| language.zipf(hash);
    let joined = words::hash(&format!("{first}{second}"));
    let whole = zipf(joined);
    let rare = |(spelled, hash): (&str, u32)| {
        spelled.chars().count() >= SHORTEST_HALF && zipf(hash) < RARE_HALF && whole >= zipf(hash) + RARER_HALF
    };
    let sure = whole >= WELL_KNOWN && [(first, left.hash), (second, right.hash)].into_iter().any(rare);
    (sure && home::speaks(words, at, language) && !text.is_quoted(gap))
        .then(|| (joined, Finding::safe(RULE, gap, "", "the hyphen of a former line end")))
}
