//! UTF-8 read as a single-byte encoding: `Ã©` for `é`, `вЂ“` for `–`, and the same once more on top.

use std::{borrow::Cow, ops::RangeInclusive};

use super::{
    odd::oddness,
    pages::{PAGES, Set},
};
use crate::text::codepage::meant_by_control;

/// So many times over has text been seen to go through the wrong encoding.
pub(super) const MOST_LAYERS: usize = 5;

/// What a lost character costs, as [`oddness`] counts it.
const LOST: i32 = 6;

/// How much less likely each encoding is than the commonest, in bits.
const PRIOR: [i32; 21] = [0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3];

/// A run less odd than this is left alone.
const ODD: i32 = 4;

/// What became of one run.
#[derive(Clone, Debug)]
pub(super) struct Mended {
    /// The whole run anew.
    pub(super) text: String,
    /// The encodings it was misread as, the last mistake first.
    pub(super) layers: Vec<usize>,
    /// How many bits less odd the text has become.
    pub(super) gain: i32,
    /// How odd it still is, characters that were lost aside.
    pub(super) left: i32,
    /// How many sequences were put together.
    pub(super) sequences: usize,
    /// True if nothing beyond ASCII was left over.
    complete: bool,
    /// True if a byte was lost on the way, which U+FFFD stands for now.
    pub(super) lossy: bool,
}

impl Mended {
    /// A run of a line that was read anew as a whole.
    pub(super) fn whole(text: String, layers: Vec<usize>) -> Self {
        Self { text, layers, gain: 0, left: 0, sequences: 0, complete: true, lossy: false }
    }
}

/// Where a run stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// The character before it.
    pub(super) before: Option<char>,
    /// The character after it.
    pub(super) after: Option<char>,
    /// Mojibake of the same kind is sure in the neighbourhood.
    pub(super) settled: bool,
}

/// The best repair of a run of characters beyond ASCII, whatever it gains.
pub(super) fn mend(run: &str, pages: Set, place: Place) -> Option<Mended> {
    let pages = mostly(run, pages);
    if pages == 0 {
        return None;
    }
    if run.len() > LONG {
        return mend_long(run, pages, place);
    }
    mend_at(run, pages, place, &[])
}

/// What the beginning of a long run says of all of it.
fn mend_long(run: &str, pages: Set, place: Place) -> Option<Mended> {
    let page = mend_at(&run[..run.floor_char_boundary(LONG)], pages, place, &[])?.layers[0];
    mend_at(run, pages & 1 << page, place, &[])
}

/// So many bytes of a run say which encoding it was misread as.
pub(super) const LONG: usize = 1024;

/// Where Chinese, Japanese and Korean are written, and hardly anything else.
const CJK: RangeInclusive<char> = '\u{2E80}'..='\u{D7FF}';

/// A longer run than this is mostly sequences, if it is mojibake at all.
const SHORT: usize = 8;

/// The encodings in which at least half of a run is sequences, the Han, Hangul and kana among it aside: those are the image of
/// nothing. Letters of some scripts are images of lead bytes and of continuation bytes alike, and by chance every few of them
/// make one.
fn mostly(run: &str, pages: Set) -> Set {
    let mut fitting = 0;
    let mut left = pages;
    while left != 0 {
        let page = left.trailing_zeros() as usize;
        left &= left - 1;
        let (mut length, mut covered, mut open, mut due) = (0usize, 0usize, 0usize, 0usize);
        for c in run.chars().filter(|c| !CJK.contains(c)) {
            length += 1;
            match PAGES.byte(page, c) {
                0xC2..=0xDF => (open, due) = (1, 1),
                0xE0..=0xEF => (open, due) = (1, 2),
                0xF0..=0xF4 => (open, due) = (1, 3),
                byte if due > 0 && ((0x80..0xC0).contains(&byte) || matches!(c, ' ' | '\u{FFFD}')) => {
                    (open, due) = (open + 1, due - 1);
                    if due == 0 {
                        covered += open;
                    }
                }
                _ => due = 0,
            }
        }
        if length <= SHORT && covered > 0 || covered * 2 >= length {
            fitting |= 1 << page;
        }
    }
    fitting
}

fn mend_at(run: &str, pages: Set, place: Place, above: &[usize]) -> Option<Mended> {
    let depth = above.len();
    // One letter of its script alone is odd in a repair, not in what was there.
    let odd = oddness(place.before, run, place.after, true);
    // What looks well is well, whatever else its bytes could mean.
    let well = odd - LOST * lost(run) < ODD;
    if well && depth == 0 && !place.settled {
        return None;
    }
    let mut best: Option<Mended> = None;
    let mut left = pages;
    while left != 0 {
        let page = left.trailing_zeros() as usize;
        left &= left - 1;
        let Some(mut mended) = reread(run, page, place.settled && depth == 0, &mut |_, _| {}) else { continue };
        if depth > 0 && (well && !mended.complete || mended.lossy && !above.contains(&page)) {
            continue;
        }
        if depth < MOST_LAYERS
            && let Some(deeper) =
                (!mended.text.is_ascii()).then(|| deeper(&mended.text, place, &[above, &[page]].concat())).flatten()
        {
            mended.text = deeper.text;
            mended.layers.extend(deeper.layers);
            mended.lossy |= deeper.lossy;
            mended.gain += deeper.sequences as i32;
        }
        let read = if place.settled { with_controls_read(&mended.text) } else { Cow::Borrowed(&*mended.text) };
        let left = oddness(place.before, &read, place.after, place.settled);
        mended.gain += odd - left - PRIOR[page];
        mended.left = left - LOST * lost(&mended.text);
        if well && depth > 0 && mended.left > 0 {
            continue;
        }
        if best.as_ref().is_none_or(|b| mended.gain > b.gain) {
            best = Some(mended);
        }
    }
    best
}

/// A text with its C1 control characters read as what Windows has there, as they will be once this repair is made.
fn with_controls_read(text: &str) -> Cow<'_, str> {
    if !text.contains(char::is_control) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| meant_by_control(c).unwrap_or(c)).collect())
}

/// How many characters are lost for good.
fn lost(text: &str) -> i32 {
    text.matches('\u{FFFD}').count() as i32
}

/// One more layer, if what a first repair gave is mojibake still.
fn deeper(text: &str, place: Place, above: &[usize]) -> Option<Mended> {
    let mut pages = 0;
    let mut last = 0;
    for c in text.chars() {
        let role = PAGES.role(c);
        pages |= last & if c == '\u{FFFD}' { Set::MAX } else { role.continues() };
        last = role.leads();
    }
    // Below the first layer the run is known to be broken, so a small gain will do.
    mend_at(text, pages, Place { settled: true, ..place }, above).filter(|m| m.gain > 2)
}

/// Puts together what is UTF-8 in a run read back as bytes of one encoding; the rest of the run stays. A blank stands for
/// a no-break space if `blanks`, or if enough of the run is beyond doubt without it. `note` is told where each character
/// of the result begins, in the run and in the result.
pub(super) fn reread(run: &str, page: usize, blanks: bool, note: &mut dyn FnMut(usize, usize)) -> Option<Mended> {
    let chars: Vec<char> = run.chars().collect();
    let bytes: Vec<u8> = chars.iter().map(|&c| PAGES.byte(page, c)).collect();
    let blanks = blanks || run.contains(' ') && strict(&bytes) > 2;
    let mut mended = Mended {
        text: String::with_capacity(run.len()),
        layers: vec![page],
        gain: 0,
        left: 0,
        sequences: 0,
        complete: true,
        lossy: false,
    };
    let (mut at, mut from) = (0, 0);
    while at < chars.len() {
        note(from, mended.text.len());
        let first = at;
        if let Some((c, length)) = surrogates(&bytes[at..]).or_else(|| sequence(&bytes[at..], &chars[at..], blanks)) {
            let here = &chars[at..at + length];
            mended.text.push(c);
            mended.sequences += 1;
            mended.gain += match length {
                0..=2 => 0,
                // The image of U+FFFD itself comes from a file that was damaged before, and from nothing else.
                3 if c == '\u{FFFD}' && !here.contains(&c) => 9,
                // Three characters by chance give one of the dashes and quotation marks of print hardly ever.
                3 if matches!(c, '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…') => 6,
                3 => 3,
                _ => 6,
            };
            mended.lossy |= c == '\u{FFFD}' && here.contains(&c) || here.contains(&' ');
            at += length;
        } else {
            mended.complete &= chars[at].is_ascii();
            mended.text.push(chars[at]);
            at += 1;
        }
        from += chars[first..at].iter().map(|c| c.len_utf8()).sum::<usize>();
    }
    (mended.sequences > 0).then_some(mended)
}

/// How many sequences are whole.
fn strict(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().filter(|&c| c != '\0').count()).sum()
}

/// The character that the first bytes are, and their number. One continuation byte may have been lost to U+FFFD; the
/// character is lost with it.
fn sequence(bytes: &[u8], chars: &[char], blanks: bool) -> Option<(char, usize)> {
    let length = match bytes.first()? {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let bytes = bytes.get(..length)?;
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.chars().next().map(|c| (c, length));
    }
    let chars = chars.get(..length)?;
    if blanks && let Some(blank) = chars.iter().position(|&c| c == ' ') {
        let mut whole = [0; 4];
        whole[..length].copy_from_slice(bytes);
        whole[blank] = 0xA0;
        return std::str::from_utf8(&whole[..length]).ok().and_then(|text| text.chars().next()).map(|c| (c, length));
    }
    let lost = (1..length).filter(|&i| chars[i] == '\u{FFFD}').count();
    let kept = (1..length).filter(|&i| (0x80..0xC0).contains(&bytes[i])).count();
    (lost > 0 && lost + kept == length - 1).then_some(('\u{FFFD}', length))
}

/// A pair of surrogates, each written as if it were a character (CESU-8).
fn surrogates(bytes: &[u8]) -> Option<(char, usize)> {
    let [0xED, a @ 0xA0..=0xAF, b @ 0x80..=0xBF, 0xED, c @ 0xB0..=0xBF, d @ 0x80..=0xBF, ..] = *bytes else {
        return None;
    };
    let high = u32::from(a & 0x0F) << 6 | u32::from(b & 0x3F);
    let low = u32::from(c & 0x0F) << 6 | u32::from(d & 0x3F);
    char::from_u32(0x1_0000 + (high << 10) + low).map(|c| (c, 6))
}
