//! Words that begin with an ASCII letter or digit, eight bytes at a time.
//!
//! Most are a run of small letters, and that is seen at once. For the others each byte of a 64-bit number is classed by its
//! own high bit, with a few additions for all eight: that finds where they end, and their capitals and digits with it.

use std::ops::Range;

use super::{
    Gap, Word, WordFlags,
    any::cut_any,
    char_at,
    hash::{ascii_hash, halves_hash},
    joins,
};
use crate::chars::{self, Script};

/// The high bit of every byte.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The same byte eight times.
const fn all(byte: u8) -> u64 {
    byte as u64 * 0x0101_0101_0101_0101
}

/// The high bit of every byte, below 0x80, that is at least `least`.
#[inline]
const fn at_least(bytes: u64, least: u8) -> u64 {
    bytes + all(0x80 - least)
}

/// Eight bytes by what they are; a high bit for each that is.
struct Eight {
    letters: u64,
    capitals: u64,
    digits: u64,
}

impl Eight {
    #[inline]
    const fn of(bytes: u64) -> Self {
        let low = bytes & !HIGH;
        let lowered = low | all(0x20);
        let letters = at_least(lowered, b'a') & !at_least(lowered, b'z' + 1) & !bytes & HIGH;
        let digits = at_least(low, b'0') & !at_least(low, b'9' + 1) & !bytes & HIGH;
        // The bit that parts capitals from small letters, moved to the high one.
        Self { letters, capitals: letters & !(bytes << 2), digits }
    }
}

/// The eight bytes from a place on; those after the end of the text are zero.
#[inline]
fn load(bytes: &[u8], at: usize) -> u64 {
    if let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        return u64::from_le_bytes(*chunk);
    }
    bytes.get(at..).unwrap_or_default().iter().rev().fold(0, |sum, &b| sum << 8 | u64::from(b))
}

/// What is known of a word while it is walked over.
#[derive(Default)]
struct Tally {
    letters: u32,
    capitals: u32,
    digits: u64,
    apostrophe: bool,
    camel: u64,
    /// The first letter is a capital.
    leads: bool,
    /// The byte before is a small letter: its high bit, moved to the place of the next one.
    after_small: u64,
}

impl Tally {
    /// Takes in the bytes that belong to the word, and returns how many of the eight do.
    #[inline]
    fn take(&mut self, bytes: u64) -> usize {
        let eight = Eight::of(bytes);
        let others = !(eight.letters | eight.digits) & HIGH;
        let first = others.trailing_zeros();
        // The high bits before the first other one; all of them, where there is none.
        let within = (others & others.wrapping_neg()).wrapping_sub(1);
        let (letters, capitals) = (eight.letters & within, eight.capitals & within);
        if self.letters == 0 && letters != 0 {
            self.leads = capitals & letters.wrapping_neg() & letters != 0;
        }
        self.letters += letters.count_ones();
        self.digits |= eight.digits & within;
        if capitals != 0 {
            self.capitals += capitals.count_ones();
            let small = letters & !capitals;
            self.camel |= (small << 8 | self.after_small) & capitals;
        }
        self.after_small = (letters & !capitals) >> 56;
        (first / 8) as usize
    }

    fn flags(&self) -> WordFlags {
        let mut flags = WordFlags::ASCII;
        if self.capitals > 0 {
            if self.leads {
                flags |= WordFlags::CAPITAL;
            }
            if self.capitals == self.letters && self.letters >= 2 {
                flags |= WordFlags::UPPER;
            }
            if self.camel != 0 {
                flags |= WordFlags::CAMEL;
            }
        }
        if self.digits != 0 {
            flags |= WordFlags::DIGIT;
        } else if self.letters == 1 {
            flags |= WordFlags::SINGLE;
        }
        if self.apostrophe {
            flags |= WordFlags::APOSTROPHE;
        }
        WordFlags(flags)
    }
}

/// Most words by far: a run of up to sixteen small letters, the first perhaps a capital, that no apostrophe follows. `None`
/// for others.
#[expect(clippy::inline_always, reason = "asked of every word; a call costs a tenth of all cutting")]
#[inline(always)]
pub(super) fn plain(bytes: &[u8], run: &Range<usize>) -> Option<Word> {
    let both = u128::from_le_bytes(*bytes.get(run.start..)?.first_chunk()?);
    let (first, second) = (both as u64, (both >> 64) as u64);
    let length = run.end - run.start;
    let capital = first & 0x20 == 0;
    let first = first | 0x20;
    let (first, second, odd) = if length <= 8 {
        let own = u64::MAX >> (64 - 8 * length);
        (first & own, 0, others_than_small(first) & own)
    } else if length <= 16 {
        let own = u64::MAX >> (128 - 8 * length);
        (first, second & own, others_than_small(first) | others_than_small(second) & own)
    } else {
        return None;
    };
    if odd != 0 || *bytes.get(run.end)? == b'\'' {
        return None;
    }
    let flags = WordFlags::ASCII
        | if capital { WordFlags::CAPITAL } else { 0 }
        | if length == 1 { WordFlags::SINGLE } else { 0 };
    Some(Word {
        start: run.start as u32,
        end: run.end as u32,
        hash: halves_hash(first, second, length),
        flags: WordFlags(flags),
        gap: Gap::Start,
        script: Script::Latin,
    })
}

/// Some bit of every byte of a run that is no small letter: those alone begin with the bits 011.
#[inline]
const fn others_than_small(bytes: u64) -> u64 {
    (bytes ^ all(0b0110_0000)) & all(0b1110_0000)
}

/// The word that starts at an ASCII letter or digit.
pub(super) fn cut_ascii(text: &str, start: usize) -> Word {
    let bytes = text.as_bytes();
    let mut tally = Tally::default();
    let mut end = start;
    loop {
        let taken = tally.take(load(bytes, end));
        end += taken;
        if taken == 8 {
            continue;
        }
        match bytes.get(end) {
            Some(b'\'') if bytes[start].is_ascii_alphabetic() && joins(text, end + 1) => {
                tally.apostrophe = true;
                tally.after_small = 0;
                end += 1;
            }
            Some(0x80..) if goes_on(text, start, end) => return cut_any(text, start),
            _ => break,
        }
    }
    Word {
        start: start as u32,
        end: end as u32,
        hash: ascii_hash(&bytes[start..end]),
        flags: tally.flags(),
        gap: Gap::Start,
        script: if tally.letters > 0 { Script::Latin } else { Script::Common },
    }
}

/// True if the word goes on with the character at `end`, which is not ASCII.
#[cold]
fn goes_on(text: &str, start: usize, end: usize) -> bool {
    match char_at(text, end) {
        Some('’') => text.as_bytes()[start].is_ascii_alphabetic() && joins(text, end + '’'.len_utf8()),
        Some(c) => {
            let class = chars::class(c);
            class.is_mark() || class.is_word() && !class.is_unspaced()
        }
        None => false,
    }
}
