//! Words broken by a blank: `smil ed`, `railw ay`, `zei gen`.
//!
//! Text taken from a page or a scan breaks words where letters stand apart. Two neighbours are one word if together they are
//! a common one and at least one of them is hardly one at all.

use crate::{
    finding::{Context, Filter, Finding, Stage},
    language::{Commonness, Language, home},
    span::Span,
    text::{
        Gap, Word,
        words::{self, column::shape, repeated},
    },
};

const RULE: &str = "split-word";

/// How frequent (Zipf) the whole is.
const COMMON: f32 = 3.5;

/// Letters of the whole at most.
const LONGEST: usize = 14;

/// Bytes of a letter at most.
const MOST_BYTES: usize = 4;

/// One of the halves is rarer than the first figure, and by the second than the whole.
const RARE: f32 = 2.5;
const RARER: f32 = 2.0;

/// What stands beside a word as frequent as this (Zipf) is rather a rare word.
const EVERYDAY: f32 = 5.5;

/// A half that is a word may be this much more frequent than the whole.
const MORE_FREQUENT: f32 = 0.5;

/// The filter.
pub struct SplitWord;

impl Filter for SplitWord {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Words
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let words = context.text.words();
        let mut broken: Vec<(usize, Finding)> = Vec::new();
        let mut both = String::new();
        for at in strange(context) {
            for first in [at.checked_sub(1), Some(at)].into_iter().flatten() {
                let end = broken.last().map_or(0, |(_, finding)| finding.span.end);
                let finding = whole(context, words, first, &mut both).filter(|finding| finding.span.start >= end);
                broken.extend(finding.map(|finding| (at, finding)));
            }
        }
        // What a text repeats is a word of its own.
        let places: Vec<usize> = broken.iter().map(|&(at, _)| at).collect();
        let repeated = repeated(words, &places);
        found.extend(broken.into_iter().filter(|(at, _)| !repeated.has(words[*at].hash)).map(|(_, finding)| finding));
    }
}

/// The words of plain letters that the lexicon lacks or hardly has, beside a space and a word that is no everyday one.
fn strange(context: &Context<'_>) -> Vec<usize> {
    let [rare, everyday] = [RARE, EVERYDAY].map(|zipf| Commonness::of_zipf(zipf).as_byte());
    let (columns, commonness) = (context.text.columns(), context.commonness());
    columns.select(|at| {
        let (shape, length, next_shape) = (columns.shape.block(at), columns.length.block(at), columns.shape.after(at));
        let (before, known, after) = (commonness.before(at), commonness.block(at), commonness.after(at));
        let ends = |shape: u8| shape & (shape::SPACE | shape::CAPITAL | shape::UNLIKE | shape::SINGLE) == shape::SPACE;
        move |i| {
            (known[i] < rare)
                & (length[i] >= 2)
                & (shape[i] & (shape::UNLIKE | shape::MIXED) == 0)
                & ((before[i] < everyday) & ends(shape[i]) | (after[i] < everyday) & ends(next_shape[i]))
        }
    })
}

/// The word that one and the next are together; `both` is room to put them together in.
fn whole(context: &Context<'_>, words: &[Word], first: usize, both: &mut String) -> Option<Finding> {
    let text = context.text;
    let (left, right) = (&words[first], words.get(first + 1)?);
    let span = Span::new(left.start as usize, right.end as usize);
    let gap = Span::new(left.end as usize, right.start as usize);
    if right.gap != Gap::Space
        || left.script != right.script
        || left.flags.has_digit()
        || left.flags.is_unspaced()
        || left.flags.is_single()
        || !right.flags.is_plain()
        || is_too_long(left, right)
        || is_tied(text.before(span.start))
        || is_tied(text.after(span.end))
    {
        return None;
    }
    let language = context.language_at(span.start).filter(|l| l.has_words())?;
    let halves = [left, right].map(|half| language.zipf(half.hash));
    let (rarer, other) = (halves[0].min(halves[1]), halves[0].max(halves[1]));
    // Most neighbours are everyday words, which is seen before the two are put together.
    if other >= EVERYDAY || language.pair(left.hash, right.hash) > 0.0 {
        return None;
    }
    both.clear();
    both.push_str(text.word(left));
    both.push_str(text.word(right));
    let zipf = language.zipf(words::hash(both));
    let sure = zipf >= COMMON
        && zipf >= rarer + RARER
        && zipf + MORE_FREQUENT >= other
        && is_seamless(text.word(left), text.word(right), language);
    (sure && home::speaks(words, first, language) && !text.is_quoted(span))
        .then(|| Finding::safe(RULE, gap, "", "a word broken by a blank"))
}

/// True for two that are longer together than most words, as far as their bytes tell it.
const fn is_too_long(left: &Word, right: &Word) -> bool {
    let bytes = (left.end - left.start + right.end - right.start) as usize;
    let is_ascii = left.flags.is_ascii() && right.flags.is_ascii();
    bytes > if is_ascii { LONGEST } else { MOST_BYTES * LONGEST }
}

/// The lexicon knows words by their fingerprints, of which now and then one is another word's. So the letters at the seam must
/// stand together in words, and the whole be no longer than most.
fn is_seamless(left: &str, right: &str, language: &Language) -> bool {
    let lower = |word: &str| word.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let (head, tail) = (lower(left), lower(right));
    let seam = [&head[head.len().saturating_sub(2)..], &tail[..tail.len().min(2)]].concat();
    head.len() + tail.len() <= LONGEST
        && seam.windows(3).all(|three| language.has_trigram([three[0], three[1], three[2]]))
}

/// True for what makes a part of something larger of a word.
fn is_tied(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        matches!(c, '-' | '\'' | '’' | '_' | '@' | '/' | '\u{AD}' | '¬' | '\u{2010}' | '\u{FFFD}')
            || c.is_alphanumeric()
    })
}
