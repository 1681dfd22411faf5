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
    /// A blank line, in whatever else stands there.
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
pub struct WordFlags(pub(crate) u16);

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
    if word.is_ascii() { ascii_hash(word.as_bytes()) } else { folded_hash(word) }
}

/// Mixes eight bytes into a hash.
#[inline]
fn mix(state: u64, chunk: u64) -> u64 {
    let product = u128::from(state ^ chunk) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
    (product as u64) ^ (product >> 64) as u64
}

#[inline]
fn finish(state: u64) -> u32 {
    let state = mix(state, 0xd6e8_feb8_6659_fd93);
    (state ^ (state >> 32)) as u32
}

/// Up to eight bytes, the rest zero.
#[inline]
fn load(bytes: &[u8]) -> u64 {
    if let Some(&chunk) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(chunk);
    }
    bytes.iter().rev().fold(0, |sum, &b| sum << 8 | u64::from(b))
}

/// The hash of a word in lower case already.
fn lower_hash(bytes: &[u8]) -> u32 {
    let mut state = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        state = mix(state, load(chunk));
    }
    finish(state)
}

/// Letters are lowered by one bit; digits and the apostrophe have that bit already.
const LOWER_BIT: u64 = 0x2020_2020_2020_2020;

#[inline]
fn ascii_hash(bytes: &[u8]) -> u32 {
    let mut state = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mask = u64::MAX >> (64 - 8 * chunk.len());
        state = mix(state, load(chunk) | LOWER_BIT & mask);
    }
    finish(state)
}

/// The same for an ASCII word inside a text, whose bytes after the word may be read too.
#[inline]
fn ascii_hash_within(bytes: &[u8], start: usize, end: usize) -> u32 {
    let length = end - start;
    let Some(&first) = bytes[start..].first_chunk::<8>() else {
        return ascii_hash(&bytes[start..end]);
    };
    let first = u64::from_le_bytes(first);
    let mut state = length as u64;
    if length <= 8 {
        let mask = u64::MAX >> (64 - 8 * length);
        return finish(mix(state, (first | LOWER_BIT) & mask));
    }
    state = mix(state, first | LOWER_BIT);
    let Some(&second) = bytes[start + 8..].first_chunk::<8>() else {
        return ascii_hash(&bytes[start..end]);
    };
    if length > 16 {
        return ascii_hash(&bytes[start..end]);
    }
    let mask = u64::MAX >> (128 - 8 * length);
    finish(mix(state, (u64::from_le_bytes(second) | LOWER_BIT) & mask))
}

/// Any word: lowered letter by letter, `’` as `'`, final sigma as sigma.
#[cold]
fn folded_hash(word: &str) -> u32 {
    let mut lowered = [0; 64];
    let mut length = 0;
    let mut long = String::new();
    for c in word.chars() {
        let mut add = |c: char| {
            if long.is_empty() && length + 4 <= lowered.len() {
                length += c.encode_utf8(&mut lowered[length..]).len();
            } else {
                if long.is_empty() {
                    long.push_str(&String::from_utf8_lossy(&lowered[..length]));
                }
                long.push(c);
            }
        };
        match c {
            '’' => add('\''),
            'ς' => add('σ'),
            // Its full lower case has a combining dot, which nobody writes.
            'İ' => add('i'),
            _ if chars::class(c).is_lower() => add(c),
            _ => c.to_lowercase().for_each(add),
        }
    }
    lower_hash(if long.is_empty() { &lowered[..length] } else { long.as_bytes() })
}

// What a byte is to the walk.
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const APOSTROPHE: u8 = 8;
const HIGH: u8 = 16;
const LETTER: u8 = LOWER | UPPER;
const WORD: u8 = LETTER | DIGIT;

const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut b = 0;
    while b < 256 {
        kinds[b] = match b as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'\'' => APOSTROPHE,
            0x80.. => HIGH,
            _ => 0,
        };
        b += 1;
    }
    kinds
};

#[inline]
fn kind(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).map_or(0, |&b| KINDS[usize::from(b)])
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Cuts a text, of less than 4 GiB, into words.
#[must_use]
pub fn cut(text: &str) -> Vec<Word> {
    let bytes = text.as_bytes();
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5 + 1);
    let mut gap_start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let first = kind(bytes, at);
        let word = if first & WORD != 0 {
            cut_ascii(text, at)
        } else if first == HIGH {
            let Some(c) = char_at(text, at) else { break };
            let class = chars::class(c);
            if !class.is_word() || class.is_mark() {
                at += c.len_utf8();
                continue;
            }
            cut_any(text, at)
        } else {
            at += 1;
            continue;
        };
        at = word.end as usize;
        words.push(Word { gap: gap(bytes, gap_start, word.start as usize), ..word });
        gap_start = at;
    }
    words
}

/// The word that starts at an ASCII letter or digit.
#[inline]
fn cut_ascii(text: &str, start: usize) -> Word {
    let bytes = text.as_bytes();
    let (mut all, mut before, mut camel, mut letters, mut capitals) = (0, 0, 0, 0u32, 0u32);
    let mut end = start;
    loop {
        let next = kind(bytes, end);
        if next & WORD == 0 {
            let goes_on = match next {
                APOSTROPHE => kind(bytes, start) & LETTER != 0 && joins(text, end + 1),
                HIGH => match char_at(text, end) {
                    Some('’') => kind(bytes, start) & LETTER != 0 && joins(text, end + '’'.len_utf8()),
                    Some(c) => {
                        let class = chars::class(c);
                        class.is_mark() || class.is_word() && !class.is_unspaced()
                    }
                    None => false,
                },
                _ => false,
            };
            if !goes_on {
                break;
            }
            if next == HIGH {
                return cut_any(text, start);
            }
        }
        all |= next;
        camel |= (next >> 1) & before & 1;
        letters += u32::from(next & LETTER != 0);
        capitals += u32::from(next & UPPER != 0);
        before = next;
        end += 1;
    }
    let mut flags = WordFlags::ASCII;
    if capitals > 0 {
        let first_letter = bytes[start..end].iter().find(|b| b.is_ascii_alphabetic());
        if first_letter.is_some_and(u8::is_ascii_uppercase) {
            flags |= WordFlags::CAPITAL;
        }
        if capitals == letters && letters >= 2 {
            flags |= WordFlags::UPPER;
        }
        if camel != 0 {
            flags |= WordFlags::CAMEL;
        }
    }
    if all & DIGIT != 0 {
        flags |= WordFlags::DIGIT;
    } else if letters == 1 {
        flags |= WordFlags::SINGLE;
    }
    if all & APOSTROPHE != 0 {
        flags |= WordFlags::APOSTROPHE;
    }
    Word {
        start: start as u32,
        end: end as u32,
        hash: ascii_hash_within(bytes, start, end),
        flags: WordFlags(flags),
        gap: Gap::Start,
        script: if letters > 0 { Script::Latin } else { Script::Common },
    }
}

/// True if an apostrophe before `at` belongs to the word: one or two letters follow.
fn joins(text: &str, at: usize) -> bool {
    let tail = text[at..].chars().take(3).take_while(|&c| chars::class(c).is_letter()).count();
    tail == 1 || tail == 2
}

/// The word that starts at `start`, of any script.
fn cut_any(text: &str, start: usize) -> Word {
    let mut flags = 0;
    let mut script = Script::Common;
    let (mut letters, mut capitals, mut after_lower, mut plain) = (0u32, 0u32, false, true);
    let mut end = start;
    let mut first = None;
    for c in text[start..].chars() {
        let class = chars::class(c);
        let first = *first.get_or_insert(class);
        if class.is_letter() && (end == start || !class.is_unspaced() && !first.is_unspaced()) {
            letters += 1;
            if class.is_upper() {
                plain = false;
                capitals += 1;
                if letters == 1 {
                    flags |= WordFlags::CAPITAL;
                } else if after_lower {
                    flags |= WordFlags::CAMEL;
                }
            }
            after_lower = class.is_lower();
            plain &= c != 'ς';
            if class.has_script() {
                if script == Script::Common {
                    script = class.script;
                } else if script != class.script {
                    flags |= WordFlags::MIXED;
                }
            }
        } else if class.is_mark() || class.is_digit() && (end == start || !first.is_unspaced()) {
            if class.is_digit() {
                flags |= WordFlags::DIGIT;
            }
        } else if matches!(c, '\'' | '’')
            && first.is_letter()
            && !first.is_unspaced()
            && joins(text, end + c.len_utf8())
        {
            flags |= WordFlags::APOSTROPHE;
            plain &= c == '\'';
        } else {
            break;
        }
        end += c.len_utf8();
    }
    let word = &text[start..end];
    if first.is_some_and(chars::Class::is_unspaced) {
        flags |= WordFlags::UNSPACED;
    }
    if capitals == letters && letters >= 2 {
        flags |= WordFlags::UPPER;
    }
    if letters == 1 && flags & WordFlags::DIGIT == 0 {
        flags |= WordFlags::SINGLE;
    }
    Word {
        start: start as u32,
        end: end as u32,
        hash: if plain { lower_hash(word.as_bytes()) } else { folded_hash(word) },
        flags: WordFlags(flags),
        gap: Gap::Start,
        script,
    }
}

#[inline]
fn gap(bytes: &[u8], from: usize, to: usize) -> Gap {
    if from == 0 {
        return Gap::Start;
    }
    match &bytes[from..to] {
        b" " => Gap::Space,
        b"" => Gap::None,
        b"-" => Gap::Hyphen,
        b"'" => Gap::Apostrophe,
        between => wide_gap(between),
    }
}

fn wide_gap(between: &[u8]) -> Gap {
    let Ok(between) = std::str::from_utf8(between) else { return Gap::Other };
    match between {
        "‐" | "‑" | "\u{ad}" => return Gap::Hyphen,
        "’" => return Gap::Apostrophe,
        _ => {}
    }
    let (mut only_blanks, mut lines, mut since_line) = (true, 0, false);
    for c in between.chars() {
        if c == '\n' {
            if since_line {
                return Gap::Paragraph;
            }
            lines += 1;
            since_line = true;
        } else if !chars::class(c).is_space() {
            only_blanks = false;
            since_line = false;
        }
    }
    match (only_blanks, lines) {
        (false, _) => Gap::Other,
        (true, 0) => Gap::Blanks,
        (true, _) => Gap::Line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        cut(text).iter().map(|w| &text[w.span().range()]).collect()
    }

    #[test]
    fn an_apostrophe_parts_an_elision_and_not_a_contraction() {
        assert_eq!(
            words("don't we'll l'homme rock'n'roll 80's 'tis"),
            ["don't", "we'll", "l", "homme", "rock'n", "roll", "80", "s", "tis"]
        );
        assert_eq!(words("don’t l’homme qu’été"), ["don’t", "l", "homme", "qu", "été"]);
    }

    #[test]
    fn unspaced_scripts_give_one_letter_a_word_with_its_marks() {
        assert_eq!(words("abc漢字 กิ9"), ["abc", "漢", "字", "กิ", "9"]);
    }

    #[test]
    fn the_hash_of_a_word_is_that_of_the_cut() {
        let long = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(5);
        for word in [
            "a", "The", "DON'T", "don’t", "Straße", "ÉTÉ", "ЁЖ", "ΟΔΟΣ", "ὈΔΥΣΣΕΎΣ", "sixteen16letters",
            "seventeen17letter", "internationalisation", "İstanbul", "नमस्ते", "ab1Cd", "x86é", &long,
        ] {
            for text in [word.to_string(), format!("{word} and more text after it"), format!("é {word}, é")] {
                let cut = cut(&text);
                let found =
                    cut.iter().find(|w| &text[w.span().range()] == word).unwrap_or_else(|| panic!("{word} is cut"));
                assert_eq!(found.hash, hash(word), "{word} in {text}");
                assert_eq!(found.hash, hash(&word.to_lowercase().replace('’', "'").replace("i\u{307}", "i")), "{word}");
                assert_eq!(found.flags.is_ascii(), word.is_ascii());
            }
        }
        assert_ne!(hash("a"), hash("aa"));
        assert_eq!(hash("ΟΔΟΣ"), hash("οδος"));
    }

    #[test]
    fn every_word_character_is_cut() {
        for c in ('\0'..=char::MAX).filter(|&c| chars::class(c).is_word() && !chars::class(c).is_mark()) {
            assert_eq!(words(&format!("{c}{c}")).concat(), format!("{c}{c}"), "{c:?}");
        }
    }

    #[test]
    fn flags_tell_case_and_make() {
        let flags = |word: &str| cut(word)[0].flags;
        assert!(flags("Hello").is_capital() && !flags("Hello").is_upper() && !flags("Hello").is_camel());
        assert!(flags("NATO").is_upper() && flags("Éé").is_capital() && flags("ÉÀ").is_upper());
        assert!(flags("iPhone").is_camel() && flags("МакДональд").is_camel() && !flags("80th").is_camel());
        assert!(flags("80th").has_digit() && !flags("th").has_digit() && !flags("4x").is_single());
        assert!(
            flags("x").is_single() && flags("é").is_single() && !flags("xy").is_single() && !flags("7").is_single()
        );
        assert!(flags("wоrd").is_mixed() && !flags("word").is_mixed() && flags("don't").has_apostrophe());
        assert_eq!(cut("été")[0].script, Script::Latin);
        assert_eq!(cut("2024")[0].script, Script::Common);
    }

    #[test]
    fn gaps_are_told_apart() {
        let gaps = |text: &str| cut(text).iter().map(|w| w.gap).collect::<Vec<_>>();
        assert_eq!(gaps(" a b  c\td"), [Gap::Start, Gap::Space, Gap::Blanks, Gap::Blanks]);
        assert_eq!(
            gaps("a\nb\r\nc\n\nd\r\n\r\ne.\n \nf,\ng"),
            [Gap::Start, Gap::Line, Gap::Line, Gap::Paragraph, Gap::Paragraph, Gap::Paragraph, Gap::Other]
        );
        assert_eq!(
            gaps("well-known\u{ad}x l'homme, 漢字 é\u{a0}é"),
            [
                Gap::Start,
                Gap::Hyphen,
                Gap::Hyphen,
                Gap::Space,
                Gap::Apostrophe,
                Gap::Other,
                Gap::None,
                Gap::Space,
                Gap::Blanks
            ]
        );
    }
}
