//! Character references of HTML: `&eacute;`, `&#8217;`, `&#x2019;`, and what each stands for.

use crate::text::codepage::meant_by_control;

mod tables;

/// The longest name of the standard, and then some.
const LONGEST: usize = 40;

/// One reference at the start of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// How many bytes it takes.
    pub length: usize,
    /// What it stands for.
    pub text: String,
    /// True for a name, false for a number.
    pub named: bool,
    /// True if its semicolon is there.
    pub closed: bool,
    /// How many times its ampersand was escaped again: 1 in `&amp;eacute;`.
    pub escapes: usize,
}

/// Reads the reference that `text` starts with, its ampersand escaped any number of times.
#[must_use]
pub fn read(text: &str) -> Option<Reference> {
    let mut rest = text.strip_prefix('&')?;
    let mut escapes = 0;
    while let Some(inner) = rest.strip_prefix("amp;").filter(|inner| continues(inner)) {
        rest = inner;
        escapes += 1;
    }
    let before = text.len() - rest.len();
    let (length, text, named, closed) = if rest.starts_with('#') { number(text, before)? } else { name(rest)? };
    Some(Reference { length: before + length, text, named, closed, escapes })
}

/// True if what follows `&amp;` makes a reference of it.
fn continues(inner: &str) -> bool {
    let length = inner.bytes().take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    length > 1
        && inner.as_bytes().get(length) == Some(&b';')
        && (inner.starts_with('#') || find(&inner[..length]).is_some())
}

fn find(name: &str) -> Option<&'static (&'static str, &'static str, bool)> {
    tables::NAMED.binary_search_by(|row| row.0.cmp(name)).ok().map(|at| &tables::NAMED[at])
}

/// A name: with its semicolon any of the standard's, without it one of the few that the standard lets go so.
fn name(rest: &str) -> Option<(usize, String, bool, bool)> {
    let length = rest.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let row = find(&rest[..length])?;
    let closed = rest.as_bytes().get(length) == Some(&b';');
    (closed || row.2).then(|| (length + usize::from(closed), row.1.to_string(), true, closed))
}

/// A number, decimal or hexadecimal; two surrogates in a row are one character. `text` holds the ampersand before it.
fn number(text: &str, at: usize) -> Option<(usize, String, bool, bool)> {
    let (code, length, closed) = code(&text[at..])?;
    if (0xD800..0xDC00).contains(&code) {
        let rest = text[at + length..].strip_prefix(&text[..at])?;
        let (low, more, closed) = self::code(rest).filter(|c| (0xDC00..0xE000).contains(&c.0))?;
        let c = char::from_u32(0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00))?;
        return Some((length + at + more, c.to_string(), false, closed));
    }
    // Numbers in the range of the C1 control characters are bytes of Windows-1252, as the standard has it.
    let c = char::from_u32(code).map(|c| meant_by_control(c).unwrap_or(c))?;
    (!c.is_control() || matches!(c, '\n' | '\t')).then(|| (length, c.to_string(), false, closed))
}

/// A code point, the bytes it takes from `#` on, and whether it ends in a semicolon.
fn code(rest: &str) -> Option<(u32, usize, bool)> {
    let digits = rest.strip_prefix('#')?;
    let (digits, radix, head) = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 2),
        None => (digits, 10, 1),
    };
    let length = digits.bytes().take(8).take_while(|b| char::from(*b).is_digit(radix)).count();
    let code = u32::from_str_radix(&digits[..length], radix).ok()?;
    let closed = digits.as_bytes().get(length) == Some(&b';');
    Some((code, head + length + usize::from(closed), closed))
}
