//! Two older encodings of Korean, which browsers do not read: ISO-2022-KR of mail, and Johab of DOS.
//!
//! Both hold the characters of KS X 1001 in another order than EUC-KR, whose table serves for all three; Johab spells syllables
//! by their parts besides. They are read, not written.

/// How the characters are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Korean {
    /// Seven bits, shifted in and out.
    Iso2022,
    /// Syllables in three parts of five bits.
    Johab,
}

impl Korean {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Iso2022 => "ISO-2022-KR",
            Self::Johab => "Johab",
        }
    }

    /// The text, with offsets of what could not be read.
    pub(super) fn decode(self, bytes: &[u8], errors: &mut Vec<usize>) -> String {
        match self {
            Self::Iso2022 => iso2022(bytes, errors),
            Self::Johab => johab(bytes, errors),
        }
    }
}

/// How ISO-2022-KR announces itself.
pub(super) const DESIGNATOR: &[u8] = b"\x1B$)C";

fn iso2022(bytes: &[u8], errors: &mut Vec<usize>) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut korean = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            0x1B if bytes[at..].starts_with(DESIGNATOR) => at += DESIGNATOR.len() - 1,
            0x0E => korean = true,
            0x0F => korean = false,
            0x21..=0x7E if korean => {
                let trail = bytes.get(at + 1).copied().unwrap_or_default();
                match standard(byte | 0x80, trail | 0x80).filter(|_| (0x21..0x7F).contains(&trail)) {
                    Some(c) => {
                        text.push(c);
                        at += 1;
                    }
                    None => lost(at, &mut text, errors),
                }
            }
            0x80.. => lost(at, &mut text, errors),
            _ => {
                // Every line begins in ASCII.
                korean &= byte != b'\n';
                text.push(char::from(byte));
            }
        }
        at += 1;
    }
    text
}

fn johab(bytes: &[u8], errors: &mut Vec<usize>) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        if lead.is_ascii() {
            text.push(char::from(lead));
        } else {
            match bytes.get(at + 1).and_then(|&trail| pair(lead, trail)) {
                Some(c) => {
                    text.push(c);
                    at += 1;
                }
                None => lost(at, &mut text, errors),
            }
        }
        at += 1;
    }
    text
}

fn lost(at: usize, text: &mut String, errors: &mut Vec<usize>) {
    errors.push(at);
    text.push(char::REPLACEMENT_CHARACTER);
}

/// The character of KS X 1001 that EUC-KR writes so.
fn standard(lead: u8, trail: u8) -> Option<char> {
    let bytes = [lead, trail];
    let text = encoding_rs::EUC_KR.decode_without_bom_handling_and_without_replacement(&bytes)?;
    text.chars().next().filter(|c| c.len_utf8() == text.len())
}

/// Letters by themselves, in the order in which Johab numbers them at the beginning and at the end of a syllable.
const FIRST: [char; 19] =
    ['ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ'];
const LAST: [char; 27] = [
    'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ', 'ㅂ', 'ㅄ', 'ㅅ',
    'ㅆ', 'ㅇ', 'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];

fn pair(lead: u8, trail: u8) -> Option<char> {
    match lead {
        0x84..=0xD3 if matches!(trail, 0x41..=0x7E | 0x81..=0xFE) => {
            let code = u32::from(lead) << 8 | u32::from(trail);
            let (first, vowel, last) = (code >> 10 & 31, code >> 5 & 31, code & 31);
            let vowel = match vowel {
                2 => None,
                3..=7 => Some(vowel - 3),
                10..=15 => Some(vowel - 5),
                18..=23 => Some(vowel - 7),
                26..=29 => Some(vowel - 9),
                _ => return None,
            };
            let last = match last {
                1..=17 => last - 1,
                19..=29 => last - 2,
                _ => return None,
            };
            let first = first.checked_sub(1).filter(|&first| first <= 19)?;
            match (first, vowel, last) {
                (1.., Some(vowel), _) => char::from_u32(0xAC00 + ((first - 1) * 21 + vowel) * 28 + last),
                (0, Some(vowel), 0) => char::from_u32(0x314F + vowel),
                (1.., None, 0) => Some(FIRST[first as usize - 1]),
                (0, None, 1..) => Some(LAST[last as usize - 1]),
                _ => None,
            }
        }
        0xD9..=0xDE | 0xE0..=0xF9 => {
            // Two rows of KS X 1001 under one lead byte: signs, then Han.
            let row = if lead < 0xDF { 0x21 + (lead - 0xD9) * 2 } else { 0x4A + (lead - 0xE0) * 2 };
            let cell = match trail {
                0x31..=0x7E => trail - 0x31,
                0x91..=0xFE => trail - 0x43,
                _ => return None,
            };
            let (row, cell) = if cell < 94 { (row, cell) } else { (row + 1, cell - 94) };
            standard(row | 0x80, cell + 0xA1)
        }
        _ => None,
    }
}
