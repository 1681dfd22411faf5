//! Han, Hangul and kana: too many for a table of which follows which.
//!
//! The old encodings of each country put its commoner characters first. A text that is Chinese, Japanese or Korean keeps to
//! those of its own country; one that was read in the wrong encoding takes its characters from anywhere.

use std::{ops::RangeInclusive, sync::LazyLock};

use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK};

use super::{BIT, FOREIGN};
use crate::{chars::Script, text::double_byte::for_each_pair};

/// What the characters of a text cost as Chinese in simplified and in traditional characters, Japanese and Korean.
#[derive(Default)]
pub(super) struct Eastern([u32; 4]);

impl Eastern {
    /// Counts `c`; false if it is of another script.
    pub(super) fn add(&mut self, c: char, script: Script) -> bool {
        let bits = match script {
            Script::Han if matches!(c, '々' | '〆' | '〇') => [14, 14, 10, 14],
            _ if c == 'ー' => [FOREIGN / BIT, FOREIGN / BIT, 7, FOREIGN / BIT],
            Script::Han => {
                let common = |set: u8, bits: u32| if HAN.get(c) & set != 0 { bits } else { RARE };
                // Korean writes Han seldom, and then the common ones.
                [common(GB, 10), common(BIG, 10), common(JIS, 10), common(GB | BIG | JIS, 14)]
            }
            Script::Hangul => {
                let korean = if is_common_hangul(c) { 9 } else { RARE };
                [RARE, RARE, RARE, korean]
            }
            Script::Hiragana | Script::Katakana => {
                // Halfwidth katakana is what Japanese bytes look like in the wrong one of its encodings.
                let japanese = if (0x3041..0x3100).contains(&(c as u32)) { 7 } else { 12 };
                [FOREIGN / BIT, FOREIGN / BIT, japanese, FOREIGN / BIT]
            }
            _ => return false,
        };
        for (sum, bits) in self.0.iter_mut().zip(bits) {
            *sum += bits * BIT;
        }
        true
    }

    /// True if anything was counted.
    pub(super) fn any(&self) -> bool {
        self.0[0] > 0
    }

    /// The cost in the language that suits best.
    pub(super) fn cost(&self) -> u32 {
        self.0.into_iter().min().unwrap_or_default()
    }
}

/// Bits of a character that is not among the commoner ones.
const RARE: u32 = 17;

const GB: u8 = 1;
const BIG: u8 = 2;
const JIS: u8 = 4;

/// For a range of code points, which sets each is in.
struct Sets {
    first: u32,
    sets: Vec<u8>,
}

impl Sets {
    fn new(first: u32, size: usize) -> Self {
        Self { first, sets: vec![0; size] }
    }

    /// Adds to `set` what an encoding has under some lead bytes and trail bytes from `trail` on.
    fn add(&mut self, set: u8, encoding: &'static encoding_rs::Encoding, leads: RangeInclusive<u8>, trail: u8) {
        for_each_pair(encoding, leads, &(trail..=0xFE), |_, c| {
            if let Some(slot) = (c as u32).checked_sub(self.first).and_then(|at| self.sets.get_mut(at as usize)) {
                *slot |= set;
            }
        });
    }

    fn get(&self, c: char) -> u8 {
        (c as u32).checked_sub(self.first).and_then(|at| self.sets.get(at as usize)).copied().unwrap_or_default()
    }
}

static HAN: LazyLock<Sets> = LazyLock::new(|| {
    let mut sets = Sets::new(0x4E00, 0x5200);
    sets.add(GB, GBK, 0xB0..=0xD7, 0xA1);
    sets.add(BIG, BIG5, 0xA4..=0xC6, 0x40);
    sets.add(JIS, EUC_JP, 0xB0..=0xCF, 0xA1);
    sets
});

static HANGUL: LazyLock<Sets> = LazyLock::new(|| {
    let mut sets = Sets::new(0xAC00, 11_172);
    sets.add(1, EUC_KR, 0xB0..=0xC8, 0xA1);
    sets
});

/// True for the Han characters that GB 2312, Big5 or JIS X 0208 hold in their first, commoner half.
pub(crate) fn is_common_han(c: char) -> bool {
    HAN.get(c) != 0
}

/// True for the 2,350 syllables of KS X 1001.
pub(crate) fn is_common_hangul(c: char) -> bool {
    HANGUL.get(c) != 0
}
