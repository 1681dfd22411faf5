//! The encodings UTF-8 gets misread as, turned round: for every character, what it may be an image of.

use std::sync::LazyLock;

use crate::text::codepage::Codepage;

/// The encodings, the likelier first. WHATWG's Windows tables read their undefined bytes as C1 control characters.
const NAMES: [&str; 21] = [
    "windows-1252", "iso-8859-1", "windows-1250", "windows-1251", "macintosh", "ibm437", "ibm850", "windows-1254",
    "windows-1257", "windows-1253", "iso-8859-2", "iso-8859-5", "iso-8859-7", "ibm866", "koi8-r", "ibm852",
    "windows-1256", "windows-1255", "windows-874", "iso-8859-15", "windows-1258",
];

/// A set of [`NAMES`], as bits.
pub(super) type Set = u32;

/// What the scan wants to know of one character: bits 0 to 23 are the encodings in which it is the image of a UTF-8 lead
/// byte, bits 24 to 47 those in which it is one of a continuation byte; and the encodings in which it leads more than two bytes.
#[derive(Clone, Copy, Default)]
pub(super) struct Role(u64, Set);

const CONTINUATION: u32 = 24;
const CONTROL: u64 = 1 << 48;
const GRAVE: u64 = 1 << 49;
const QUOTE: u64 = 1 << 50;
const BOX: u64 = 1 << 51;
const IMAGE: u64 = 1 << 52;
const UPPER: u64 = 1 << 53;
const LOWER: u64 = 1 << 54;
const SIGN: u64 = 1 << 55;

impl Role {
    /// Encodings in which it may be a lead byte.
    pub(super) fn leads(self) -> Set {
        (self.0 & 0xFF_FFFF) as Set
    }

    /// Encodings in which it may be the lead byte of more.
    pub(super) fn leads_more(self) -> Set {
        self.1
    }

    /// Encodings in which it may be a continuation byte.
    pub(super) fn continues(self) -> Set {
        (self.0 >> CONTINUATION & 0xFF_FFFF) as Set
    }

    /// A C1 control character.
    pub(super) fn is_control(self) -> bool {
        self.0 & CONTROL != 0
    }

    /// The image of 0xC3, with which the letters of Latin-1 begin in UTF-8.
    pub(super) fn is_grave(self) -> bool {
        self.0 & GRAVE != 0
    }

    /// The image of 0xE2, with which dashes and quotation marks begin in UTF-8.
    pub(super) fn is_quote(self) -> bool {
        self.0 & QUOTE != 0
    }

    /// A box-drawing or block character.
    pub(super) fn is_box(self) -> bool {
        self.0 & BOX != 0
    }

    /// From the upper half of Latin-1 or Windows-1252: what most bytes are first taken for.
    pub(super) fn is_image(self) -> bool {
        self.0 & IMAGE != 0
    }

    /// A capital beyond ASCII.
    pub(super) fn is_upper(self) -> bool {
        self.0 & UPPER != 0
    }

    /// A small letter beyond ASCII.
    pub(super) fn is_lower(self) -> bool {
        self.0 & LOWER != 0
    }

    /// What does not follow a small letter: `ˆ`, `‡`, `Ž`.
    pub(super) fn is_sign(self) -> bool {
        self.0 & SIGN != 0
    }
}

/// Characters that stand for the same byte of DOS and Macintosh code pages in different tables.
const TWINS: [(char, char); 4] =
    [('\u{3BC}', '\u{B5}'), ('\u{B5}', '\u{3BC}'), ('\u{2126}', '\u{3A9}'), ('\u{2206}', '\u{394}')];

/// The tables, made once.
pub(super) struct Pages {
    pages: Vec<&'static Codepage>,
    /// For every 128 code points of the first plane, the number of their block; 0 is the empty one.
    index: [u8; 512],
    roles: Vec<[Role; 128]>,
    /// By encoding, then as `roles`: the byte a character is the image of, or 0.
    bytes: Vec<Vec<[u8; 128]>>,
}

pub(super) static PAGES: LazyLock<Pages> = LazyLock::new(|| {
    let pages: Vec<&'static Codepage> = NAMES.iter().filter_map(|name| Codepage::by_name(name)).collect();
    let mut made =
        Pages { bytes: vec![vec![[0; 128]]; pages.len()], pages, index: [0; 512], roles: vec![[Role::default(); 128]] };
    for page in 0..made.pages.len() {
        for byte in 0x80..=0xFF {
            if let Some(c) = made.pages[page].decode(byte) {
                made.add(page, c, byte);
            }
        }
        // Makers of tables do not agree, and normalisation turns one into the other.
        for (one, other) in TWINS {
            let byte = made.byte(page, one);
            if byte != 0 && !made.pages[page].name.starts_with("windows") && made.byte(page, other) == 0 {
                made.add(page, other, byte);
            }
        }
        // Half-repaired texts mix Windows punctuation with the C1 control characters of Latin-1.
        for code in 0x80u8..=0x9F {
            let c = char::from(code);
            if made.pages[page].name.starts_with("windows") && made.byte(page, c) == 0 {
                made.add(page, c, code);
            }
        }
    }
    for code in 0x80u8..0xA0 {
        made.role_mut(char::from(code)).0 |= CONTROL;
    }
    for code in (0xA0u32..0x530).chain(0x2020..0x2040).chain(0x2500..0x25A0) {
        let Some(c) = char::from_u32(code) else { continue };
        let image = (0xA0..0x100).contains(&code) || made.byte(0, c) != 0;
        let sign = matches!(
            c,
            'ˆ' | '‡'
                | '‰'
                | '‹'
                | '„'
                | '˜'
                | '›'
                | '†'
                | 'ƒ'
                | 'Ž'
                | 'Š'
                | 'Œ'
                | 'Ÿ'
                | '¡'
                | '¢'
                | '£'
                | '¤'
                | '¥'
                | '¦'
                | '¨'
                | '©'
                | '¬'
                | '¯'
                | '±'
                | '¶'
                | '¸'
                | '¿'
        );
        made.role_mut(c).0 |= (u64::from(image) * IMAGE)
            | (u64::from(sign) * SIGN)
            | (u64::from(c.is_uppercase()) * UPPER)
            | (u64::from(c.is_lowercase()) * LOWER)
            | (u64::from((0x2500..0x25A0).contains(&code)) * BOX);
    }
    made
});

impl Pages {
    fn block(&mut self, c: char) -> usize {
        let at = c as usize >> 7;
        if self.index[at] == 0 {
            self.index[at] = self.roles.len() as u8;
            self.roles.push([Role::default(); 128]);
            for bytes in &mut self.bytes {
                bytes.push([0; 128]);
            }
        }
        usize::from(self.index[at])
    }

    fn role_mut(&mut self, c: char) -> &mut Role {
        let block = self.block(c);
        &mut self.roles[block][c as usize & 127]
    }

    fn add(&mut self, page: usize, c: char, byte: u8) {
        let role = self.role_mut(c);
        match byte {
            0xC2..=0xF4 => {
                role.0 |= 1 << page;
                role.1 |= if byte >= 0xE0 { 1 << page } else { 0 };
            }
            0x80..=0xBF => role.0 |= 1 << (page as u32 + CONTINUATION),
            _ => {}
        }
        role.0 |= match byte {
            0xC3 => GRAVE,
            0xE2 => QUOTE,
            _ => 0,
        };
        let block = self.block(c);
        self.bytes[page][block][c as usize & 127] = byte;
    }

    /// What a character may be; nothing beyond the first plane.
    #[inline]
    pub(super) fn role(&self, c: char) -> Role {
        self.role_of(c as u32)
    }

    /// The same of a code point.
    #[inline]
    pub(super) fn role_of(&self, code: u32) -> Role {
        match self.index.get(code as usize >> 7) {
            Some(&block) => self.roles[usize::from(block)][code as usize & 127],
            None => Role::default(),
        }
    }

    /// The byte `c` is the image of in an encoding; 0 if it is none, or ASCII.
    #[inline]
    pub(super) fn byte(&self, page: usize, c: char) -> u8 {
        match self.index.get(c as usize >> 7) {
            Some(&block) => self.bytes[page][usize::from(block)][c as usize & 127],
            None => 0,
        }
    }

    /// How many encodings there are.
    pub(super) fn len(&self) -> usize {
        self.pages.len()
    }

    /// The name of an encoding.
    pub(super) fn name(&self, page: usize) -> &'static str {
        self.pages[page].name
    }
}
