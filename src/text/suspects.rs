//! Characters that deserve a second look, found in one scan for all filters.
//!
//! The scan skips dull bytes 32 at a time and looks a character up only behind a lead byte that can begin a suspect, so
//! clean text costs next to nothing and leaves an empty list. What a suspect means is for the filters to judge.

use crate::chars::{self, Suspicion};

/// One suspected character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// Where it begins.
    pub at: u32,
    /// What it is.
    pub letter: char,
    /// What it is suspected of.
    pub suspicion: Suspicion,
}

impl Suspect {
    /// Where it begins, as an index.
    #[must_use]
    pub fn start(&self) -> usize {
        self.at as usize
    }

    /// One past its last byte.
    #[must_use]
    pub fn end(&self) -> usize {
        self.at as usize + self.letter.len_utf8()
    }
}

/// The suspects of a text, in order.
#[derive(Clone, Debug, Default)]
pub struct Suspects {
    list: Vec<Suspect>,
    kinds: u16,
    unsettled: bool,
}

impl Suspects {
    /// Scans a text of less than 4 GiB.
    #[must_use]
    pub fn scan(text: &str) -> Self {
        let mut suspects = Self::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        for chunk in bytes.chunks(CHUNK) {
            if chunk.iter().fold(false, |any, &b| any | is_notable(b)) {
                for (i, &b) in chunk.iter().enumerate() {
                    if NOTABLE[usize::from(b)] {
                        suspects.note(text, at + i);
                    }
                }
            }
            at += chunk.len();
        }
        suspects
    }

    fn note(&mut self, text: &str, at: usize) {
        let Some(letter) = text[at..].chars().next() else { return };
        let class = chars::class(letter);
        self.unsettled |= class.is_unsettled();
        if let Some(suspicion) = class.suspicion() {
            self.kinds |= 1 << suspicion as u16;
            self.list.push(Suspect { at: at as u32, letter, suspicion });
        }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Suspect] {
        &self.list
    }

    /// True if there is one of a kind.
    #[must_use]
    pub fn has(&self, kind: Suspicion) -> bool {
        self.kinds & 1 << kind as u16 != 0
    }

    /// Those of a kind.
    pub fn of(&self, kind: Suspicion) -> impl Iterator<Item = &Suspect> {
        let all = if self.has(kind) { self.list.as_slice() } else { &[] };
        all.iter().filter(move |s| s.suspicion == kind)
    }

    /// False if the text cannot but be in NFC; true if that has to be looked into.
    #[must_use]
    pub fn may_be_unnormalised(&self) -> bool {
        self.unsettled
    }
}

/// Bytes judged together.
const CHUNK: usize = 32;

/// True for a byte that can begin a suspect or an unsettled character. Written without branches, so that the compiler can
/// judge many bytes at once.
const fn is_notable(b: u8) -> bool {
    let control = (b < 0x20) & (b != b'\n') & (b != b'\t') & (b != b'\r') | (b == 0x7f);
    let two_bytes = (b == 0xc2) | (b == 0xc9) | (b == 0xca) | (b >= 0xcc) & (b <= 0xce) | (b == 0xd2) | (b >= 0xd6) & (b <= 0xdf);
    let more_bytes = (b >= 0xe0) & (b <= 0xe3) | (b == 0xea) | (b >= 0xed);
    control | two_bytes | more_bytes
}

const NOTABLE: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = is_notable(b as u8);
        b += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_suspect_hides_behind_a_dull_byte() {
        let mut buffer = [0; 4];
        for c in '\0'..=char::MAX {
            let class = chars::class(c);
            if class.suspicion().is_some() || class.is_unsettled() {
                let lead = c.encode_utf8(&mut buffer).as_bytes()[0];
                assert!(is_notable(lead), "U+{:04X} begins with {lead:#04x}", c as u32);
            }
        }
    }

    #[test]
    fn finds_them_in_order_wherever_chunks_end() {
        for pad in 0..70 {
            let text = format!("{}a\u{200b}b\u{7}é\u{a0}漢\u{fffd}", "x".repeat(pad));
            let found: Vec<_> = Suspects::scan(&text).all().iter().map(|s| (s.start() - pad, s.suspicion)).collect();
            let expected = [(1, Suspicion::Invisible), (5, Suspicion::Control), (8, Suspicion::Space), (13, Suspicion::Replacement)];
            assert_eq!(found, expected, "after {pad} letters");
        }
    }

    #[test]
    fn clean_text_has_none() {
        let suspects = Suspects::scan("Plain text, “quoted” — naïve café.\r\n\tЭто тоже текст. 漢字かな\n");
        assert!(suspects.all().is_empty() && !suspects.has(Suspicion::Control) && !suspects.may_be_unnormalised());
    }
}
