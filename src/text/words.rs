//! Words, cut and hashed in one walk for all filters.

use crate::chars::{self, Script};

/// What lies between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Gap {
    /// The text starts here.
    Start,
    /// Nothing: a letter of an unspaced script beside another letter.
    None,
    /// Exactly one U+0020.
    Space,
    /// Other blanks in one line.
    Blanks,
    /// One line end, blanks around it allowed.
    Line,
    /// A blank line.
    Paragraph,
    /// A lone hyphen or soft hyphen.
    Hyphen,
    /// A lone apostrophe.
    Apostrophe,
    /// Anything else: punctuation, symbols.
    Other,
}

/// What a word is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordFlags(u16);

macro_rules! flags {
    ($($(#[$doc:meta])* $set:ident $is:ident = $bit:literal;)*) => {
        impl WordFlags {
            $($(#[$doc])* pub const $set: u16 = 1 << $bit;
            $(#[$doc])* #[inline] #[must_use] pub const fn $is(self) -> bool { self.0 & Self::$set != 0 })*
        }
    };
}

flags! {
    /// Only ASCII.
    ASCII is_ascii = 0;
    /// The first letter is a capital.
    CAPITAL is_capital = 1;
    /// Every letter is a capital, and there are two or more.
    UPPER is_upper = 2;
    /// A capital follows a small letter: `iPhone`, `McDonald`.
    CAMEL is_camel = 3;
    /// Holds a digit.
    DIGIT has_digit = 4;
    /// A letter of a script that is written without spaces; such words are one letter each, with its marks.
    UNSPACED is_unspaced = 5;
    /// Holds letters of more than one script.
    MIXED is_mixed = 6;
    /// Holds an apostrophe.
    APOSTROPHE has_apostrophe = 7;
    /// One letter (marks aside).
    SINGLE is_single = 8;
}

/// One word: a run of letters, marks and digits. An apostrophe between letters belongs to it if fewer than three
/// letters follow (`don't`, `we'll`); otherwise it parts an elision from its word (`l'` + `homme`).
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// A hash of the lower-cased word, `’` read as `'`.
    pub hash: u32,
    /// What it is made of.
    pub flags: WordFlags,
    /// What lies between the word before and this one.
    pub gap: Gap,
    /// The script of its first letter; `Common` for a number.
    pub script: Script,
}

impl Word {
    /// Its place.
    #[must_use]
    pub fn span(&self) -> crate::span::Span {
        crate::span::Span::new(self.start as usize, self.end as usize)
    }
}

/// The hash of a word as [`cut`] gives it, for a word that stands alone.
#[must_use]
pub fn hash(word: &str) -> u32 {
    let mut h = 0xcbf2_9ce4_8422_2325_u64;
    for c in word.chars() {
        let c = if c == '’' { '\'' } else { c };
        for l in c.to_lowercase() {
            h = (h ^ u64::from(l as u32)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    (h ^ (h >> 32)) as u32
}

/// Cuts a text, of less than 4 GiB, into words.
#[must_use]
pub fn cut(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 6);
    let mut chars = text.char_indices().peekable();
    let mut gap_start = 0;
    while let Some((start, c)) = chars.next() {
        let class = chars::class(c);
        if !class.is_word() || class.is_mark() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut flags = 0u16;
        let mut script = if class.has_script() { class.script } else { Script::Common };
        let (mut letters, mut capitals, mut last_lower) = (0u32, 0u32, false);
        let mut note = |class: chars::Class, script: &mut Script, flags: &mut u16| {
            if class.is_letter() {
                letters += 1;
                if class.is_upper() {
                    capitals += 1;
                    if letters == 1 {
                        *flags |= WordFlags::CAPITAL;
                    } else if last_lower {
                        *flags |= WordFlags::CAMEL;
                    }
                }
                last_lower = class.is_lower();
                if class.has_script() {
                    if *script == Script::Common {
                        *script = class.script;
                    } else if *script != class.script {
                        *flags |= WordFlags::MIXED;
                    }
                }
            } else if class.is_digit() {
                *flags |= WordFlags::DIGIT;
            }
        };
        note(class, &mut script, &mut flags);
        if class.is_unspaced() {
            flags |= WordFlags::UNSPACED;
        }
        while let Some(&(at, next)) = chars.peek() {
            let next_class = chars::class(next);
            if next_class.is_mark() || !class.is_unspaced() && next_class.is_word() && !next_class.is_unspaced() {
                note(next_class, &mut script, &mut flags);
            } else if matches!(next, '\'' | '’') && class.is_letter() && !class.is_unspaced() {
                let tail =
                    text[at + next.len_utf8()..].chars().take(3).take_while(|&c| chars::class(c).is_letter()).count();
                if tail == 0 || tail == 3 {
                    break;
                }
                flags |= WordFlags::APOSTROPHE;
            } else {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        if capitals == letters && letters >= 2 {
            flags |= WordFlags::UPPER;
        }
        if letters == 1 && flags & WordFlags::DIGIT == 0 {
            flags |= WordFlags::SINGLE;
        }
        let word = &text[start..end];
        if word.is_ascii() {
            flags |= WordFlags::ASCII;
        }
        words.push(Word {
            start: start as u32,
            end: end as u32,
            hash: hash(word),
            flags: WordFlags(flags),
            gap: gap(text, gap_start, start),
            script,
        });
        gap_start = end;
    }
    words
}

fn gap(text: &str, from: usize, to: usize) -> Gap {
    let between = &text[from..to];
    match between {
        " " => Gap::Space,
        "-" | "‐" | "‑" | "\u{ad}" => Gap::Hyphen,
        "'" | "’" => Gap::Apostrophe,
        "" => {
            if from == 0 {
                Gap::Start
            } else {
                Gap::None
            }
        }
        _ if from == 0 => Gap::Start,
        _ if between.chars().all(char::is_whitespace) => match between.matches('\n').count() {
            0 => Gap::Blanks,
            1 => Gap::Line,
            _ => Gap::Paragraph,
        },
        _ if between.contains("\n\n") => Gap::Paragraph,
        _ => Gap::Other,
    }
}
