//! One quick walk over a text for what may be mojibake. ASCII is skipped in words, CJK by its lead bytes.

use super::pages::{PAGES, Role, Set};
use crate::span::Span;

/// A run of characters beyond ASCII that holds a lead byte's image before a continuation byte's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) span: Span,
    /// The encodings it may have been misread as.
    pub(super) pages: Set,
}

/// What a walk found.
#[derive(Default)]
pub(super) struct Scanned {
    pub(super) runs: Vec<Run>,
    /// C1 control characters.
    pub(super) controls: Vec<usize>,
    /// Han, Hangul or kana that can be the image of the beginning of a UTF-8 sequence.
    pub(super) cjk: Vec<usize>,
    /// Places where letters stand as in no language: one a line.
    pub(super) dense: Vec<usize>,
    /// Images of the byte 0xC3 before a blank, where a no-break space may have been: `Ã` in `Ã la`.
    pub(super) open: Vec<usize>,
    /// Images of the byte 0xE2 before a small ASCII letter or `€`, where the rest of `’` may have been: `β` in `itβs`.
    pub(super) apostrophes: Vec<usize>,
}

const SOFT_HYPHEN: u32 = 0xAD;

/// Walks over a text.
pub(super) fn scan(text: &str) -> Scanned {
    let bytes = text.as_bytes();
    let table = &*PAGES;
    let mut found = Scanned::default();
    let (mut cjk_end, mut dense_end) = (0, 0);
    // The end of the line that was strange last, and how often it was.
    let (mut line_end, mut line_strange) = (0, 0);
    let mut at = next_high(bytes, 0);
    while at < bytes.len() {
        let start = at;
        let mut pages = 0;
        let mut leads = 0;
        // Sequences of three bytes and more, after their first and after their second.
        let (mut first, mut second): (Set, Set) = (0, 0);
        let mut last = at;
        let opening = role_at(bytes, at);
        let (mut images, mut strange) = (0, u32::from(is_strange(opening, at, bytes)) * 2);
        let mut before = Role::default();
        let mut russian = true;
        // Capitals right behind a small first letter, as where the two are swapped; 0 where the first is none.
        let mut swapped = u32::from(opening.is_lower());
        while at < bytes.len() {
            if bytes[at] < 0x80 {
                // In a run that has a whole sequence a plain blank may have been a no-break space, the end of another; or it
                // is the end of the first of all.
                let open = (leads | second) & pages;
                let alone = if start == last { leads & !first } else { 0 };
                let maybe = bytes[at] == b' ' && open | alone != 0;
                let next = if maybe { role_at(bytes, at + 1) } else { Role::default() };
                let fits = open & (next.leads() | next.continues());
                // Before a blank `Ã` is as often a whole `à`.
                if fits == 0 && alone & next.leads() == 0 || role_at(bytes, last).is_grave() {
                    break;
                }
                pages |= fits;
                (leads, first, second) = (0, 0, 0);
                at += 1;
                continue;
            }
            let lead = bytes[at];
            // Han, Hangul and kana are the image of nothing single-byte.
            if (0xE3..0xEE).contains(&lead) {
                if super::cjk::may_begin(&bytes[at..]) && at >= cjk_end {
                    found.cjk.push(at);
                    cjk_end = at + 6;
                }
                at += 3;
                (leads, first, second) = (0, 0, 0);
                russian = false;
                continue;
            }
            // From U+0800 to U+1FFF only Thai is in any single-byte encoding.
            if lead == 0xE1 || lead == 0xE0 && !matches!(bytes.get(at + 1), Some(0xB8 | 0xB9)) {
                at += 3;
                (leads, first, second, images) = (0, 0, 0, 0);
                before = Role::default();
                last = at - 3;
                continue;
            }
            let (code, length) = code_at(bytes, at);
            let role = table.role_of(code);
            let continues = if code == 0xFFFD { Set::MAX } else { role.continues() };
            pages |= (leads & !first | second) & continues;
            second = first & continues;
            (leads, first) = (role.leads(), role.leads_more());
            if role.is_control() {
                found.controls.push(at);
            }
            images = if role.is_image() { images + 1 } else { 0 };
            swapped = if at == start || swapped > 0 && role.is_upper() { swapped + u32::from(at > start) } else { 0 };
            strange += u32::from(
                before.is_lower() && role.is_upper()
                    || swapped == 3
                    || images == 4
                    || images == 5
                    || before.is_box() && role.is_lower(),
            );
            // A soft hyphen is invisible between letters, and some letter of other encodings.
            if code != SOFT_HYPHEN {
                before = role;
            }
            russian &= is_russian(code, at == start || bytes[at - 1].is_ascii());
            last = at;
            at += length;
        }
        // Small letters are the images of leads and continuations alike in IBM866, but of few characters in a row there, and
        // none of them in use.
        if pages != 0 && !russian {
            found.runs.push(Run { span: Span::new(start, at), pages });
        }
        if strange > 0 && start >= dense_end {
            if start >= line_end {
                line_end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i);
                line_strange = 0;
            }
            line_strange += strange;
            if strange > 1 || line_strange > 2 {
                found.dense.push(start);
                dense_end = line_end;
            }
        }
        match bytes.get(at) {
            Some(b' ') if leads != 0 && role_at(bytes, last).is_grave() => found.open.push(last),
            Some(b'a'..=b'z') if start == last && role_at(bytes, last).is_quote() => found.apostrophes.push(last),
            _ if &text[last..at] == "€" && text[..last].ends_with('â') => found.apostrophes.push(last - 2),
            _ => {}
        }
        at = next_high(bytes, at);
    }
    found
}

/// True for a small letter of Russian, and for a capital that begins a word.
fn is_russian(code: u32, begins_word: bool) -> bool {
    matches!(code, 0x430..0x450) || begins_word && matches!(code, 0x410..0x430)
}

/// The next byte beyond ASCII.
fn next_high(bytes: &[u8], mut at: usize) -> usize {
    // Between words of other scripts there is one blank: look at a few bytes before going in strides.
    for _ in 0..4 {
        match bytes.get(at) {
            Some(b) if b.is_ascii() => at += 1,
            _ => return at,
        }
    }
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<64>())
        && chunk.iter().fold(0, |any, byte| any | byte).is_ascii()
    {
        at += 64;
    }
    while bytes.get(at).is_some_and(u8::is_ascii) {
        at += 1;
    }
    at
}

/// The code point that begins at a byte beyond ASCII, and how many bytes it has.
#[inline]
fn code_at(bytes: &[u8], at: usize) -> (u32, usize) {
    let next = |i: usize| bytes.get(at + i).map_or(0, |b| u32::from(b & 0x3F));
    let lead = u32::from(bytes[at]);
    match lead {
        ..0xE0 => ((lead & 0x1F) << 6 | next(1), 2),
        0xE0..0xF0 => ((lead & 0x0F) << 12 | next(1) << 6 | next(2), 3),
        _ => ((lead & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4),
    }
}

/// What the character at a place may be; nothing if it is ASCII or the end.
fn role_at(bytes: &[u8], at: usize) -> Role {
    match bytes.get(at) {
        Some(0x80..) => PAGES.role_of(code_at(bytes, at).0),
        _ => Role::default(),
    }
}

/// A sign or capital inside a word of small letters.
fn is_strange(role: Role, at: usize, bytes: &[u8]) -> bool {
    role.is_sign() && at > 1 && bytes[at - 1].is_ascii_lowercase() && bytes[at - 2].is_ascii_lowercase()
}
