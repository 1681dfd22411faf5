//! Lines, reduced to their words: what makes two lines the same line.
//!
//! The build hashes the lines of our own cards, so that starting hashes none; like `card.rs`, this file imports nothing of
//! the crate.

/// Bits of a signature.
pub const SIGNATURE_BITS: u32 = 16;

/// The line without what stands around its words. Quotation and question marks and heading signs belong to it: a quoted
/// line is someone's, and a heading has a section below it.
#[must_use]
pub fn core(line: &str) -> &str {
    let is_in_word = |c: char| if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() };
    let around = |c: char| !is_in_word(c) && !is_significant(c);
    line.trim_matches(around)
}

fn is_significant(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '„' | '‘' | '`' | '?' | '？' | '#' | '|')
}

/// A hash of the words in small letters; what stands between them does not matter.
#[must_use]
pub fn hash(core: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    let mut gap = false;
    let mut add = |unit: u32| h = (h ^ u64::from(unit)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5);
    for c in core.chars() {
        if c.is_ascii_alphanumeric() {
            if std::mem::take(&mut gap) {
                add(u32::from(' '));
            }
            add(u32::from(c.to_ascii_lowercase()));
        } else if c.is_alphanumeric() || is_significant(c) {
            if std::mem::take(&mut gap) {
                add(u32::from(' '));
            }
            c.to_lowercase().for_each(|l| add(u32::from(l)));
        } else if !matches!(c, '\'' | '’' | '\u{301}') {
            gap = true;
        }
    }
    h
}

/// The first and last bytes, capitals as small letters.
#[must_use]
pub fn signature(core: &[u8]) -> u32 {
    let first =
        core.first_chunk::<4>().map_or(u32::from(core.first().copied().unwrap_or(0)), |b| u32::from_le_bytes(*b))
            | 0x2020_2020;
    let last = core.last_chunk::<3>().map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], 0])) | 0x2020_2020;
    (first.wrapping_mul(0x9e37_79b1) ^ last.wrapping_mul(0x85eb_ca6b)) >> (32 - SIGNATURE_BITS)
}

/// The signatures of a line as it is, all small, and all in capitals.
#[must_use]
pub fn signatures(core: &str) -> [u32; 3] {
    if core.is_ascii() {
        return [signature(core.as_bytes()); 3];
    }
    [signature(core.as_bytes()), signature(core.to_lowercase().as_bytes()), signature(core.to_uppercase().as_bytes())]
}
