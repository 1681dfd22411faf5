//! Single-byte encodings as tables: the ones browsers know, and the code pages of DOS and the Macintosh that they do not.
//!
//! Decoding files needs the latter; mending mojibake needs all of them, in both directions. Bytes below 0x80 are ASCII
//! in every one, so a table holds the upper half only.

pub use self::tables::ALL;

#[rustfmt::skip]
mod tables;

/// The character of windows-1252 that a C1 control stands for where the one was read as Latin-1; `None` for any other
/// character, and for the five controls that it has no character for.
#[must_use]
pub fn meant_by_control(c: char) -> Option<char> {
    let byte = u8::try_from(u32::from(c)).ok().filter(|byte| (0x80..0xA0).contains(byte))?;
    Codepage::by_name("windows-1252")?.decode(byte).filter(|meant| !meant.is_control())
}

/// One single-byte encoding.
#[derive(Debug, PartialEq, Eq)]
pub struct Codepage {
    /// Its name: WHATWG's where there is one, otherwise the registered one in small letters.
    pub name: &'static str,
    /// What the bytes 0x80 to 0xFF stand for; 0 where a byte has no meaning.
    high: [u16; 128],
}

impl Codepage {
    /// The code page of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|page| page.name.eq_ignore_ascii_case(name))
    }

    /// What a byte stands for.
    #[inline]
    #[must_use]
    pub fn decode(&self, byte: u8) -> Option<char> {
        if byte.is_ascii() {
            return Some(char::from(byte));
        }
        match self.high[usize::from(byte & 0x7F)] {
            0 => None,
            code => char::from_u32(u32::from(code)),
        }
    }

    /// The byte for a character.
    #[must_use]
    pub fn encode(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return Some(c as u8);
        }
        let code = u16::try_from(c as u32).ok()?;
        let at = self.high.iter().position(|&h| h == code)?;
        u8::try_from(at).ok().map(|low| low | 0x80)
    }
}
