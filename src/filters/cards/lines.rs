//! Whole lines of all cards, found by one look-up a line.
//!
//! A line is reduced to its words in small letters and hashed, so case, bullets and arrows do not matter, and thousands
//! of lines cost what one does. Only short lines are looked at, and of those only lines whose first and last bytes may
//! fit.

use crate::rule::line::{SIGNATURE_BITS, core, hash, signature};

/// Longer lines are prose.
const LONGEST: usize = 160;
/// A lead ends with a colon within so many bytes.
const LONGEST_LEAD: usize = 80;

/// A table of lines.
pub(super) struct Lines {
    /// Hash and number; sorted.
    hashes: Vec<(u64, u32)>,
    signatures: Vec<u64>,
    leads: Vec<(u64, u32)>,
}

impl Lines {
    /// Takes the hashes of lines and leads, each with the number it is found by, and the signatures of the lines.
    pub(super) fn new(
        lines: impl Iterator<Item = (u64, u32)>,
        leads: impl Iterator<Item = (u64, u32)>,
        all_signatures: impl Iterator<Item = u32>,
    ) -> Self {
        let mut signatures = vec![0u64; 1 << (SIGNATURE_BITS - 6)];
        for signature in all_signatures {
            signatures[(signature >> 6) as usize] |= 1 << (signature & 63);
        }
        let (mut hashes, mut leads): (Vec<_>, Vec<_>) = (lines.collect(), leads.collect());
        hashes.sort_unstable();
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
            // Either colon; most lines have none.
            memchr::memchr2(b':', "：".as_bytes()[0], core.as_bytes())?;
            let colon =
                core.char_indices().take_while(|(at, _)| *at < LONGEST_LEAD).find(|(_, c)| matches!(c, ':' | '：'))?.0;
            look_up(&self.leads, hash(crate::rule::line::core(&core[..colon])))
        })
    }
}

fn look_up(table: &[(u64, u32)], hash: u64) -> Option<u32> {
    table.binary_search_by_key(&hash, |(hash, _)| *hash).ok().map(|i| table[i].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::line::signatures;

    fn table() -> Lines {
        let lines = [("Share this", 1), ("Поделиться", 2)];
        Lines::new(
            lines.iter().map(|(line, number)| (hash(core(line)), *number)),
            [(hash("Read also"), 3)].into_iter(),
            lines.iter().flat_map(|(line, _)| signatures(core(line))),
        )
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
