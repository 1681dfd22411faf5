//! Words, cut and hashed in one walk for all filters.

use std::ops::Range;

use self::runs::Runs;
pub use self::{
    hash::{Parts, hash},
    recut::{Kept, Recut, recut},
    set::{WordSet, present, repeated},
};
use crate::chars::{self, Script};

mod any;
mod ascii;
pub mod column;
mod hash;
mod recut;
mod runs;
mod set;

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
            /// How many flags there are; they take the lowest bits.
            pub(crate) const COUNT: usize = [$($bit),*].len();
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

impl WordFlags {
    /// Two letters or more, the first of them small, of a script that parts words by spaces, and no digit.
    #[inline]
    #[must_use]
    pub const fn is_plain(self) -> bool {
        self.0 & (Self::CAPITAL | Self::DIGIT | Self::SINGLE | Self::UNSPACED) == 0
    }
}

/// True for a year of the last five centuries, in digits.
#[must_use]
pub fn is_year(word: &str) -> bool {
    match word.as_bytes() {
        [b'1', b'5'..=b'9', rest @ ..] | [b'2', b'0', rest @ ..] => {
            rest.len() == 2 && rest.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// One word: a run of letters, marks and digits. An apostrophe between letters belongs to it if fewer than three
/// letters follow (`don't`, `we'll`); otherwise it parts an elision from its word (`l'` + `homme`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Cuts a text, of less than 4 GiB, into words.
#[must_use]
pub fn cut(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5 + 1);
    cut_from(text, 0, |word| {
        words.push(word);
        true
    });
    words
}

/// Cuts words, from the end of one on, as long as `take` asks for more. What is made of a word depends on nothing before the
/// end of the word before.
#[inline]
fn cut_from(text: &str, end: usize, mut take: impl FnMut(Word) -> bool) {
    let bytes = text.as_bytes();
    // The end of the last word.
    let mut at = end;
    for run in Runs::of(text, end) {
        if run.start >= at
            && let Some(word) = ascii::plain(bytes, &run)
        {
            // Most gaps are one space.
            let one_space = (run.start == at + 1) & (bytes[at] == b' ') & (at > 0);
            let gap = if one_space { Gap::Space } else { gap(bytes, at, run.start) };
            at = run.end;
            if !take(Word { gap, ..word }) {
                return;
            }
        } else {
            match cut_run(text, run, at, &mut take) {
                Some(end) => at = end,
                None => return,
            }
        }
    }
}

/// Cuts the words that begin in a run, character by character, and returns the end of the last; `None` if no more are asked
/// for.
#[inline(never)]
fn cut_run(text: &str, run: Range<usize>, end: usize, take: &mut impl FnMut(Word) -> bool) -> Option<usize> {
    let mut end = end;
    // The last word may have gone on into this run.
    let mut at = run.start.max(end);
    while at < run.end {
        let c = char_at(text, at)?;
        let begins_word = |class: chars::Class| class.is_word() && !class.is_mark();
        // In a run all of ASCII is letters and digits.
        let word = if c.is_ascii() {
            ascii::cut_ascii(text, at)
        } else if begins_word(chars::class(c)) {
            any::cut_any(text, at)
        } else {
            at += c.len_utf8();
            continue;
        };
        let gap = gap(text.as_bytes(), end, at);
        end = word.end as usize;
        at = end;
        if !take(Word { gap, ..word }) {
            return None;
        }
    }
    Some(end)
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// True if an apostrophe before `at` belongs to the word: one or two letters follow.
fn joins(text: &str, at: usize) -> bool {
    let tail = text[at..].chars().take(3).take_while(|&c| chars::class(c).is_letter()).count();
    tail == 1 || tail == 2
}

fn gap(bytes: &[u8], from: usize, to: usize) -> Gap {
    if from == 0 {
        return Gap::Start;
    }
    match (to - from, bytes[from]) {
        (1, b' ') => Gap::Space,
        (0, _) => Gap::None,
        (1, b'-') => Gap::Hyphen,
        (1, b'\'') => Gap::Apostrophe,
        (2, b',' | b'.') if bytes[from + 1] == b' ' => Gap::Other,
        _ => wide_gap(&bytes[from..to]),
    }
}

#[inline(never)]
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_long_run_is_cut_as_if_it_came_whole(
            pieces in prop::collection::vec(
                prop::sample::select(vec!["漢字", "กิ", "abc", "Donau", "x9", "é", "—", "\u{200b}", "’", "жё\u{301}", "😀"]),
                0..150,
            ),
        ) {
            let text = pieces.concat();
            let mut whole = Vec::new();
            cut_run(&text, 0..text.len(), 0, &mut |word| {
                whole.push(word);
                true
            });
            prop_assert_eq!(cut(&text), whole);
        }
    }

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
        for word in ["Überraschungen", "ΟΔΥΣΣΕΎς", "qu’était", "страна", "Cork", "漢字"] {
            let (parts, places) = (Parts::of(word), word.char_indices().map(|(at, _)| at).chain([word.len()]));
            for (start, end) in places.clone().flat_map(|start| places.clone().map(move |end| (start, end))) {
                if start < end {
                    assert_eq!(parts.hash(start, end), hash(&word[start..end]), "{word} {start}..{end}");
                }
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
    fn only_capitals_have_small_letters_of_their_own() {
        for c in ('\0'..=char::MAX).filter(|&c| chars::class(c).is_word() && !chars::class(c).is_upper()) {
            assert!(c.to_lowercase().eq([c]), "{c:?}");
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
