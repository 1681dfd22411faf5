//! Whole lines of all cards, found by one look-up a line.
//!
//! A line is reduced to its words in small letters and hashed, so case, bullets and arrows do not matter, and thousands
//! of lines cost what one does. Only short lines are looked at, and of those only lines whose first and last bytes may
//! fit.

/// Longer lines are prose.
const LONGEST: usize = 160;
/// A lead ends with a colon within so many bytes.
const LONGEST_LEAD: usize = 80;
/// Bits of a signature.
const BITS: u32 = 16;

/// A table of lines.
pub(super) struct Lines {
    /// Hash and number; sorted.
    hashes: Vec<(u64, u32)>,
    signatures: Vec<u64>,
    leads: Vec<(u64, u32)>,
}

impl Lines {
    /// Takes lines and leads, each with the number it is found by.
    pub(super) fn new<'l>(
        lines: impl Iterator<Item = (&'l str, u32)>,
        leads: impl Iterator<Item = (&'l str, u32)>,
    ) -> Self {
        let mut signatures = vec![0u64; 1 << (BITS - 6)];
        let mut hashes: Vec<(u64, u32)> = lines
            .map(|(line, number)| {
                let core = core(line);
                for signature in signatures_of(core) {
                    signatures[(signature >> 6) as usize] |= 1 << (signature & 63);
                }
                (hash(core), number)
            })
            .collect();
        hashes.sort_unstable();
        let mut leads: Vec<(u64, u32)> = leads.map(|(lead, number)| (hash(core(lead)), number)).collect();
        leads.sort_unstable();
        Self { hashes, signatures, leads }
    }

    /// The number of a line, if it is in the table.
    pub(super) fn find(&self, line: &str) -> Option<u32> {
        if line.len() > LONGEST + LONGEST_LEAD {
            return None;
        }
        let core = core(line);
        if core.len() < 3 || core.len() > LONGEST {
            return None;
        }
        let signature = signature(core.as_bytes());
        let whole = (self.signatures[(signature >> 6) as usize] & 1 << (signature & 63) != 0)
            .then(|| look_up(&self.hashes, hash(core)))
            .flatten();
        whole.or_else(|| {
            if self.leads.is_empty() {
                return None;
            }
            let colon =
                core.char_indices().take_while(|(at, _)| *at < LONGEST_LEAD).find(|(_, c)| matches!(c, ':' | '：'))?.0;
            look_up(&self.leads, hash(self::core(&core[..colon])))
        })
    }
}

fn look_up(table: &[(u64, u32)], hash: u64) -> Option<u32> {
    table.binary_search_by_key(&hash, |(hash, _)| *hash).ok().map(|i| table[i].1)
}

/// The line without what stands around its words. Quotation and question marks and heading signs belong to it: a quoted
/// line is someone's, and a heading has a section below it.
fn core(line: &str) -> &str {
    let around = |c: char| !c.is_alphanumeric() && !is_significant(c);
    line.trim_matches(around)
}

fn is_significant(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '«' | '„' | '‘' | '`' | '?' | '？' | '#' | '|')
}

/// A hash of the words in small letters; what stands between them does not matter.
fn hash(core: &str) -> u64 {
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
fn signature(core: &[u8]) -> u32 {
    let first = core.first_chunk::<4>().map_or(u32::from(core[0]), |b| u32::from_le_bytes(*b)) | 0x2020_2020;
    let last = core.last_chunk::<3>().map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], 0])) | 0x2020_2020;
    (first.wrapping_mul(0x9e37_79b1) ^ last.wrapping_mul(0x85eb_ca6b)) >> (32 - BITS)
}

/// The signatures of a line as it is, all small, and all in capitals.
fn signatures_of(core: &str) -> [u32; 3] {
    if core.is_ascii() {
        return [signature(core.as_bytes()); 3];
    }
    [signature(core.as_bytes()), signature(core.to_lowercase().as_bytes()), signature(core.to_uppercase().as_bytes())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Lines {
        Lines::new([("Share this", 1), ("Поделиться", 2)].into_iter(), [("Read also", 3)].into_iter())
    }

    #[test]
    fn case_bullets_and_colons_do_not_matter() {
        for line in ["Share this:", "  • SHARE THIS", "share  this…", "Share this »"] {
            assert_eq!(table().find(line), Some(1), "{line}");
        }
        assert_eq!(table().find("ПОДЕЛИТЬСЯ"), Some(2));
        assert_eq!(table().find("Read also: the last ferryman"), Some(3));
    }

    #[test]
    fn words_around_and_quotes_do() {
        for line in ["Share this with him", "“Share this”", "Share this?", "## Share this", "I read also: nothing"]
        {
            assert_eq!(table().find(line), None, "{line}");
        }
    }
}
