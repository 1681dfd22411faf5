//! Single C1 control characters: punctuation of Windows, or letters of the Macintosh, read as Latin-1.

use super::{Repair, odd::oddness};
use crate::{span::Span, text::codepage::Codepage};

/// The encodings such characters come from, the likelier first.
const NAMES: [&str; 2] = ["windows-1252", "macintosh"];

/// Reads the control characters of each line as bytes of the encoding that suits the line best.
pub(super) fn find(text: &str, controls: &[usize], blocked: &dyn Fn(Span) -> bool, repairs: &mut Vec<Repair>) {
    if controls.is_empty() {
        return;
    }
    repairs.sort_by_key(|r| r.span);
    let taken: Vec<Span> = repairs.iter().map(|r| r.span).collect();
    let free = |at: usize| {
        let next = taken.partition_point(|s| s.end <= at);
        taken.get(next).is_none_or(|s| at < s.start) && !blocked(Span::new(at, at + 2)) && !is_of_sequence(text, at)
    };
    let controls: Vec<usize> = controls.iter().copied().filter(|&at| free(at)).collect();
    let mut rest = controls.as_slice();
    while let Some(&first) = rest.first() {
        let line_end = memchr::memchr(b'\n', &text.as_bytes()[first..]).map_or(text.len(), |i| first + i);
        let (here, later) = rest.split_at(rest.partition_point(|&at| at < line_end));
        rest = later;
        let best = NAMES
            .iter()
            .filter_map(|name| Codepage::by_name(name))
            .filter_map(|page| {
                // Letters of the Macintosh are told by the letters around them.
                let fits = |at: usize| page.name != "macintosh" || is_inside(text, at);
                let odd: Option<i32> =
                    here.iter().map(|&at| read(text, at, page).filter(|_| fits(at)).map(|c| fit(text, at, c))).sum();
                odd.map(|odd| (odd, page))
            })
            // The first of equals is the likelier.
            .reduce(|best, next| if next.0 + 2 < best.0 { next } else { best });
        let Some((odd, page)) = best else {
            // One byte that Windows has no character for does not make the others unreadable.
            single(text, here, repairs);
            continue;
        };
        if odd > 6 * here.len() as i32 {
            continue;
        }
        repairs.extend(here.iter().filter_map(|&at| repair(text, at, page)));
    }
}

/// True where the characters around, read as bytes, are a whole UTF-8 sequence of three bytes or more: whatever that is the
/// image of, it is no single character.
#[must_use]
pub fn is_of_sequence(text: &str, at: usize) -> bool {
    let byte = |c: char| u8::try_from(u32::from(c)).unwrap_or(b' ');
    let before: Vec<u8> = text[..at].chars().rev().take(3).map(byte).collect();
    let around: Vec<u8> = before.iter().rev().copied().chain(text[at..].chars().take(4).map(byte)).collect();
    (0..=before.len()).any(|start| {
        [3, 4].into_iter().any(|length| {
            let whole = around.get(start..start + length).and_then(|bytes| std::str::from_utf8(bytes).ok());
            start + length > before.len() && whole.is_some_and(|text| text.chars().count() == 1)
        })
    })
}

/// True where several signs that bytes are misread as stand about: a character among them, however useless by itself, is one
/// of the bytes.
#[must_use]
pub fn is_among_garble(text: &str, at: usize) -> bool {
    const REACH: usize = 12;
    const MANY: usize = 4;
    let is_sign = |c: &char| matches!(c, '\u{80}'..='\u{9F}' | '¡'..='ª' | '¬' | '®'..='¯' | '±'..='¶' | '¸'..='º' | '¼'..='¿' | 'ƒ' | '‚' | '„' | '…' | '†' | '‡' | '‰' | '‹' | 'ˆ' | '˜' | 'Œ' | 'Ž' | 'Ґ');
    let own = text[at..].chars().next();
    let before = text[..at].chars().rev().take(REACH);
    let after = text[at..].chars().skip(1).take(REACH);
    before.chain(after).filter(|c| is_sign(c) && Some(*c) != own).count() >= MANY
}

/// Reads each as Windows punctuation where there is any.
fn single(text: &str, here: &[usize], repairs: &mut Vec<Repair>) {
    let Some(page) = Codepage::by_name(NAMES[0]) else { return };
    repairs.extend(here.iter().filter_map(|&at| repair(text, at, page)));
}

fn repair(text: &str, at: usize, page: &Codepage) -> Option<Repair> {
    let c = read(text, at, page)?;
    let steps = format!("{} read as iso-8859-1", page.name);
    Some(Repair {
        span: Span::new(at, at + 2),
        with: c.to_string(),
        steps,
        sure: true,
        likely: true,
        lossy: false,
        page: None,
    })
}

fn read(text: &str, at: usize, page: &Codepage) -> Option<char> {
    let code = u8::try_from(text[at..].chars().next()? as u32).ok()?;
    page.decode(code).filter(|c| !c.is_control())
}

/// How odd `c` would be there. An apostrophe inside a word belongs where words are elided or shortened.
fn fit(text: &str, at: usize, c: char) -> i32 {
    let before = text[..at].chars().next_back();
    let after = text[at + 2..].chars().next();
    let inside = is_inside(text, at);
    let apart = inside && !c.is_alphabetic() && {
        let head = text[..at].chars().rev().take_while(|c| c.is_alphabetic()).count();
        let tail = text[at + 2..].chars().take_while(|c| c.is_alphabetic()).count();
        c == '’' && tail > 2 && head > 2 || c != '’' && !matches!(c, '–' | '—' | '…')
    };
    let odd = oddness(before, c.encode_utf8(&mut [0; 4]), after, false) + if apart { 8 } else { 0 };
    // A capital in the middle of a word is no better than a sign.
    odd + if inside && c.is_uppercase() { 6 } else { 0 }
}

/// True between two letters.
fn is_inside(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(char::is_alphabetic)
        && text[at + 2..].chars().next().is_some_and(char::is_alphabetic)
}
