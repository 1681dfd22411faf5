//! UTF-8 read as an encoding of Chinese, Japanese or Korean: `鍛抽亾` for `味道`, `縺薙ｌ` for `これ`, `鈥檛` for `’t`.

use std::sync::{
    LazyLock,
    atomic::{AtomicU64, Ordering},
};

use encoding_rs::{BIG5, EUC_KR, EncoderResult, Encoding, GBK, SHIFT_JIS};

use super::Repair;
use crate::{
    span::Span,
    text::{
        double_byte::for_each_pair,
        letters::{self, BIT},
    },
};

/// The encodings, the likelier first.
static ENCODINGS: [&Encoding; 4] = [GBK, SHIFT_JIS, EUC_KR, BIG5];

/// So many bits a repair must gain.
const SURE: u32 = 20;

/// So many characters are looked at from where a repair may begin.
const MOST: usize = 400;

/// For every character from U+2E80 to U+FFFF: bits for the encodings in which it is a lead byte and a continuation byte.
static BEGINS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut set = vec![0; 0x1_0000 - FIRST];
    for (bit, encoding) in ENCODINGS.iter().enumerate() {
        for_each_pair(encoding, 0xC3..=0xEF, &(0x80..=0xBF), |[lead, _], c| {
            if let Some(slot) = (c as usize).checked_sub(FIRST).and_then(|at| set.get_mut(at))
                // Two-byte sequences are the images of common characters, and of Latin letters that stand alone.
                && (lead >= 0xE2 || !letters::is_common_han(c))
            {
                *slot |= 1 << bit;
            }
        });
    }
    set
});

const FIRST: usize = 0x2E80;

/// True if the three-byte character that `bytes` begin with can be where a repair begins.
#[inline]
pub(super) fn may_begin(bytes: &[u8]) -> bool {
    let &[a, b, c, ..] = bytes else { return false };
    let code = usize::from(a & 0x0F) << 12 | usize::from(b & 0x3F) << 6 | usize::from(c & 0x3F);
    begins(code) != 0
}

/// The encodings, as bits, in which a repair may begin with the character of this code point.
#[inline]
fn begins(code: usize) -> u8 {
    code.checked_sub(FIRST).and_then(|at| BEGINS.get(at)).copied().unwrap_or_default()
}

/// What the characters from U+2E80 to U+FFFF are in each encoding, kept once it was asked for: the libraries are made for
/// reading these encodings, and writing a character in one takes a long search. 0 is "not asked".
static WRITTEN: [AtomicU64; 0x1_0000 - FIRST] = [const { AtomicU64::new(0) }; 0x1_0000 - FIRST];

/// Stands for a character that an encoding lacks.
const LACKING: u16 = 1;

/// The bytes of a character in one of the encodings, two of them if the first is not 0.
fn written(c: char, bit: usize) -> Option<[u8; 2]> {
    let write = |encoding: &'static Encoding| {
        let mut room = [0; 8];
        match encode(c, encoding, &mut room) {
            Some(&[only]) => Some(u16::from(only)),
            Some(&[first, second]) => Some(u16::from_be_bytes([first, second])),
            _ => None,
        }
    };
    let Some(slot) = (c as usize).checked_sub(FIRST).and_then(|at| WRITTEN.get(at)) else {
        return write(ENCODINGS[bit]).map(u16::to_be_bytes);
    };
    let mut all = slot.load(Ordering::Relaxed);
    if all == 0 {
        all = ENCODINGS.iter().rev().fold(0, |all, encoding| all << 16 | u64::from(write(encoding).unwrap_or(LACKING)));
        slot.store(all, Ordering::Relaxed);
    }
    let bytes = (all >> (16 * bit)) as u16;
    (bytes != LACKING).then(|| bytes.to_be_bytes())
}

/// True if the second character goes on with what the first began, or begins anew if that was whole.
fn goes_on(first: char, second: char, bit: usize) -> bool {
    let (Some([lead, _]), Some([high, low])) = (written(first, bit), written(second, bit)) else { return false };
    let next = if high == 0 { low } else { high };
    if lead < 0xE0 { next >= 0xC2 } else { (0x80..=0xBF).contains(&next) }
}

/// Tries every place where a repair may begin.
pub(super) fn find(text: &str, starts: &[usize], blocked: &dyn Fn(Span) -> bool, repairs: &mut Vec<Repair>) {
    let mut end = 0;
    for &at in starts {
        if at < end {
            continue;
        }
        let mut chars = text[at..].chars();
        let (Some(first), Some(second)) = (chars.next(), chars.next()) else { continue };
        let bits = begins(first as usize);
        let best = (0..ENCODINGS.len())
            .filter(|bit| bits >> bit & 1 == 1 && goes_on(first, second, *bit))
            .filter_map(|bit| mend(text, at, bit))
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        if let Some((repair, _)) = best.filter(|(r, _)| !blocked(r.span)) {
            end = repair.span.end;
            repairs.push(repair);
        }
    }
}

/// The longest repair from `at` on, with what it gains.
fn mend(text: &str, at: usize, bit: usize) -> Option<(Repair, u32)> {
    let mut bytes = Vec::new();
    let mut end = at;
    // Where in the text and in the bytes the last whole sequence ended.
    let mut whole = None;
    let mut due = 0;
    for c in text[at..].chars().take(MOST) {
        if c.is_ascii() {
            break;
        }
        let Some(pair) = written(c, bit) else { break };
        let next = if pair[0] == 0 { &pair[1..] } else { &pair[..] };
        let Some(still_due) = expect(next, due) else { break };
        bytes.extend_from_slice(next);
        due = still_due;
        end += c.len_utf8();
        if due == 0 {
            whole = Some((end, bytes.len()));
        }
    }
    let (end, length) = whole?;
    let with = std::str::from_utf8(&bytes[..length]).ok()?;
    let old = &text[at..end];
    let made = with.chars().filter(|c| !c.is_ascii()).count();
    let around = text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphabetic());
    let evident = made >= 2 && old.chars().count() >= 3
        || with.chars().all(|c| c.is_ascii() || matches!(c, '’' | '‘' | '“' | '”' | '–' | '—' | '…')) && around;
    if !evident {
        return None;
    }
    let gain = letters::cost(old).saturating_sub(letters::cost(with)) / BIT;
    let sure = gain >= SURE;
    sure.then(|| {
        let steps = format!("utf-8 read as {}", ENCODINGS[bit].name());
        (
            Repair {
                span: Span::new(at, end),
                with: with.to_string(),
                steps,
                sure,
                likely: true,
                lossy: false,
                page: None,
            },
            gain,
        )
    })
}

/// The bytes of a character, if the encoding has it.
fn encode<'r>(c: char, encoding: &'static Encoding, room: &'r mut [u8; 8]) -> Option<&'r [u8]> {
    let (result, _, written) =
        encoding.new_encoder().encode_from_utf8_without_replacement(c.encode_utf8(&mut [0; 4]), room, true);
    (matches!(result, EncoderResult::InputEmpty) && written > 0).then(|| &room[..written])
}

/// How many continuation bytes are due after `bytes`, of which `due` were before; nothing if they are no UTF-8.
fn expect(bytes: &[u8], due: usize) -> Option<usize> {
    bytes.iter().try_fold(due, |due, byte| match (due, byte) {
        (0, 0xC2..=0xDF) => Some(1),
        (0, 0xE0..=0xEF) => Some(2),
        (0, 0xF0..=0xF4) => Some(3),
        (1.., 0x80..=0xBF) => Some(due - 1),
        (0, ..=0x7F) => Some(0),
        _ => None,
    })
}
