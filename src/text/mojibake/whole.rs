//! Lines that are UTF-8 from end to end once they are read back as bytes of one encoding.
//!
//! One sequence can be well-formed by chance; all of many cannot. Such a line needs no judging run by run, in which single
//! letters and rare words would be left over.

use super::{
    odd::oddness,
    pages::{PAGES, Set},
    utf8::MOST_LAYERS,
};
use crate::{chars, text::letters};

/// So many sequences are more than chance.
const SEQUENCES: usize = 4;

/// So many of them differ; a drawing repeats a few.
const DIFFERENT: usize = 3;

/// Bits to be gained in all.
const GAIN: i32 = 14;

/// Bits of chance that so many different sequences are enough without any gain: the letters may be of a language unknown here.
const EVIDENT: i32 = 24;

/// Bits of chance in each byte after the first of a sequence.
const BYTE: i32 = 3;

/// So many characters are judged.
const SAMPLE: usize = 200;

/// The encodings through which a whole line went, the last mistake first; nothing if it did not, or it is too little to say.
/// `pages` are those in which every run of the line may be UTF-8.
/// `first` is one of its runs.
pub(super) fn layers(line: &str, first: &str, pages: Set) -> Vec<usize> {
    let pages = (0..PAGES.len())
        .filter(|page| pages >> page & 1 == 1 && is_utf8(first, *page))
        .fold(0, |pages: Set, page| pages | 1 << page);
    let mut layers = Vec::new();
    let mut now = std::borrow::Cow::Borrowed(line);
    let mut pages = pages;
    while layers.len() < MOST_LAYERS {
        let Some((page, text)) = best(&now, pages) else { break };
        layers.push(page);
        now = text.into();
        pages = Set::MAX;
    }
    layers
}

/// `run` of such a line, read anew; as it was if it cannot be.
pub(super) fn read(run: &str, layers: &[usize]) -> Option<String> {
    let mut now = run.to_string();
    for &page in layers {
        now = reread(&now, page)?.0;
    }
    Some(now)
}

/// The encoding that makes good text of all of it.
fn best(line: &str, pages: Set) -> Option<(usize, String)> {
    let mut readings: Vec<(usize, String)> = Vec::new();
    for page in (0..PAGES.len()).filter(|page| pages >> page & 1 == 1) {
        if let Some((text, sequences)) = reread(line, page)
            && sequences >= SEQUENCES
            && readings.iter().all(|r| r.1 != text)
            && is_sure(line, &text, sequences)
        {
            readings.push((page, text));
        }
    }
    if readings.len() > 1 {
        // What is as well-formed is told apart by the language that comes out.
        readings.sort_by_cached_key(|(_, text)| letters::cost(samples(line, text).1));
    }
    readings.into_iter().next()
}

/// True if it is no chance that the line can be read so.
fn is_sure(line: &str, text: &str, sequences: usize) -> bool {
    let (old, new) = samples(line, text);
    let gain = oddness(None, old, None, true) - oddness(None, new, None, true);
    let (different, evident) = chance(new);
    sequences >= 2 * SEQUENCES && evident >= EVIDENT && gain > -evident
        || gain >= GAIN && different >= DIFFERENT && letters::cost(new) < letters::cost(old)
}

/// How many different sequences there are, and how many bits it would take for all of them to be well-formed by chance.
fn chance(new: &str) -> (usize, i32) {
    let mut different: Vec<char> = new.chars().filter(|c| !c.is_ascii()).collect();
    different.sort_unstable();
    different.dedup();
    let bits = different
        .iter()
        .map(|&c| if chars::class(c).is_unassigned() { -EVIDENT } else { (c.len_utf8() as i32 - 1) * BYTE });
    (different.len(), bits.sum())
}

/// True if all of `run` is well-formed, as far as leads and continuations go.
fn is_utf8(run: &str, page: usize) -> bool {
    let mut left = 0;
    for c in run.chars() {
        let byte = if c.is_ascii() { 0 } else { PAGES.byte(page, c) };
        left = match (left, byte) {
            (0, _) if c.is_ascii() => 0,
            (0, 0xC2..=0xDF) => 1,
            (0, 0xE0..=0xEF) => 2,
            (0, 0xF0..=0xF4) => 3,
            (1.., 0x80..=0xBF) => left - 1,
            _ => return false,
        };
    }
    left == 0
}

/// The text that the bytes of a line are, with the number of sequences beyond ASCII.
fn reread(line: &str, page: usize) -> Option<(String, usize)> {
    let mut bytes = Vec::with_capacity(line.len());
    let mut sequences = 0;
    for c in line.chars() {
        let byte = if c.is_ascii() { c as u8 } else { PAGES.byte(page, c) };
        if byte == 0 && c != '\0' {
            return None;
        }
        sequences += usize::from(byte >= 0xC0);
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok().map(|text| (text, sequences))
}

/// The beginnings of a line and of its new reading that belong together.
fn samples<'t>(line: &'t str, text: &'t str) -> (&'t str, &'t str) {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    // A byte of the new text was a character of the old.
    let was = line.char_indices().nth(end).map_or(line.len(), |(at, _)| at);
    (&line[..was], &text[..end])
}
