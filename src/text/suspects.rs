//! Characters that deserve a second look, found in one scan for all filters.
//!
//! The scan tells dull bytes from others many at a time, then asks one bit of each character that is left, so clean text
//! costs next to nothing and leaves an empty list. It notes, too, where text may not be in NFC (the quick check of UAX #15), so that normalization
//! need only look there. What a suspect means is for the filters to judge.

use super::block;
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
    unsettled: Vec<u32>,
}

impl Suspects {
    /// Scans a text of less than 4 GiB.
    #[must_use]
    pub fn scan(text: &str) -> Self {
        let mut suspects = Self::default();
        let bytes = text.as_bytes();
        // The end of the last character that has a combining class, and the class.
        let mut mark = (0, 0);
        block::matching_few(bytes, is_unplain, begins_noted).for_each(|at| {
            if is_noted(&bytes[at..]) {
                suspects.note(text, at, &mut mark);
            }
        });
        suspects
    }

    fn note(&mut self, text: &str, at: usize, mark: &mut (usize, u8)) {
        let Some(letter) = text[at..].chars().next() else { return };
        let class = chars::class(letter);
        if let Some(suspicion) = class.suspicion() {
            self.kinds |= 1 << suspicion as u16;
            self.list.push(Suspect { at: at as u32, letter, suspicion });
        }
        let (mark_end, before) = *mark;
        let combining = class.combining();
        if class.may_compose() || combining != 0 && mark_end == at && before > combining {
            self.unsettled.push(at as u32);
        }
        if combining != 0 {
            *mark = (at + letter.len_utf8(), combining);
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

    /// Where the text may not be in NFC; nowhere means that it is.
    #[must_use]
    pub fn unsettled(&self) -> &[u32] {
        &self.unsettled
    }
}

/// True if the character that these bytes begin with is noted.
#[inline]
fn is_noted(bytes: &[u8]) -> bool {
    match *bytes {
        [b, ..] if b < 0x80 => true,
        [b, c, ..] if b < 0xe0 => chars::is_noted(u16::from(b & 0x1f) << 6 | u16::from(c & 0x3f)),
        [b, c, d, ..] if b < 0xf0 => {
            chars::is_noted(u16::from(b) << 12 | u16::from(c & 0x3f) << 6 | u16::from(d & 0x3f))
        }
        _ => true,
    }
}

/// True for a byte that is neither plain ASCII nor a line end.
const fn is_unplain(b: u8) -> bool {
    (b.wrapping_sub(b' ') >= 0x7f - b' ') & (b != b'\n')
}

/// True for a byte that can begin a noted character. Written without branches, so that the compiler can judge many bytes
/// at once.
const fn begins_noted(b: u8) -> bool {
    let control = (b < 0x20) & (b != b'\n') & (b != b'\t') & (b != b'\r') | (b == 0x7f);
    let two_bytes =
        (b == 0xc2) | (b == 0xc9) | (b == 0xca) | (b >= 0xcc) & (b <= 0xce) | (b == 0xd2) | (b >= 0xd6) & (b <= 0xdf);
    let more_bytes = (b >= 0xe0) & (b <= 0xe3) | (b == 0xea) | (b >= 0xed);
    control | two_bytes | more_bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides_behind_a_dull_byte() {
        let mut buffer = [0; 4];
        for c in '\0'..=char::MAX {
            let class = chars::class(c);
            let bytes = c.encode_utf8(&mut buffer).as_bytes();
            if class.suspicion().is_some() || class.is_unsettled() {
                assert!(
                    is_unplain(bytes[0]) && begins_noted(bytes[0]) && is_noted(bytes),
                    "U+{:04X} begins with {:#04x}",
                    c as u32,
                    bytes[0]
                );
            }
        }
    }

    #[test]
    fn finds_them_in_order_wherever_blocks_end() {
        for pad in 0..70 {
            let text = format!("{}a\u{200b}b\u{7}é\u{a0}漢\u{fffd}", "x".repeat(pad));
            let found: Vec<_> = Suspects::scan(&text).all().iter().map(|s| (s.start() - pad, s.suspicion)).collect();
            let expected = [
                (1, Suspicion::Invisible),
                (5, Suspicion::Control),
                (8, Suspicion::Space),
                (13, Suspicion::Replacement),
            ];
            assert_eq!(found, expected, "after {pad} letters");
        }
    }

    #[test]
    fn marks_in_order_are_settled() {
        // A Thai vowel below (class 103) before a tone mark (107), and the other way round; a mark that composes.
        assert!(Suspects::scan("ก\u{e38}\u{e48}า").unsettled().is_empty());
        assert_eq!(Suspects::scan("ก\u{e48}\u{e38}า").unsettled(), [6]);
        assert_eq!(Suspects::scan("ae\u{301}").unsettled(), [2]);
    }

    #[test]
    fn clean_text_has_none() {
        let suspects = Suspects::scan("Plain text, “quoted” — naïve café.\r\n\tЭто тоже текст. 漢字かな\n");
        assert!(suspects.all().is_empty() && !suspects.has(Suspicion::Control) && suspects.unsettled().is_empty());
    }
}
