//! Words of any script, character by character.

use super::{
    Gap, Word, WordFlags, char_at,
    hash::{folded_hash, lower_hash_within},
    joins,
};
use crate::chars::{self, Script};

/// The word that starts at `start`, of any script.
#[inline(never)]
pub(super) fn cut_any(text: &str, start: usize) -> Word {
    match char_at(text, start).map(|c| (c, chars::class(c))) {
        Some((c, class)) if class.is_unspaced() && class.is_letter() => {
            unspaced(text, start, start + c.len_utf8(), class)
        }
        _ => spaced(text, start),
    }
}

/// A letter of a script without spaces, with the marks behind it.
fn unspaced(text: &str, start: usize, mut end: usize, class: chars::Class) -> Word {
    let mut marks = text[end..].chars().take_while(|&c| c > '\u{2ff}' && chars::class(c).is_mark());
    end += marks.by_ref().map(char::len_utf8).sum::<usize>();
    Word {
        start: start as u32,
        end: end as u32,
        hash: lower_hash_within(text.as_bytes(), start, end),
        flags: WordFlags(WordFlags::UNSPACED | WordFlags::SINGLE),
        gap: Gap::Start,
        script: if class.has_script() { class.script } else { Script::Common },
    }
}

/// A word of a script that parts words by spaces, or one that begins with a digit.
fn spaced(text: &str, start: usize) -> Word {
    let first = char_at(text, start).map_or(chars::class(' '), chars::class);
    let mut word = Tally { script: Script::Common, flags: 0, letters: 0, capitals: 0, after_small: false, plain: true };
    let mut end = start;
    for c in text[start..].chars() {
        let class = chars::class(c);
        if class.is_letter() && (end == start || !class.is_unspaced() && !first.is_unspaced()) {
            word.take_letter(c, class);
        } else if class.is_mark() {
            // It belongs to what stands before.
        } else if class.is_digit() && (end == start || !first.is_unspaced()) {
            word.flags |= WordFlags::DIGIT;
        } else if matches!(c, '\'' | '’')
            && first.is_letter()
            && !first.is_unspaced()
            && joins(text, end + c.len_utf8())
        {
            word.flags |= WordFlags::APOSTROPHE;
            word.plain &= c == '\'';
        } else {
            break;
        }
        end += c.len_utf8();
    }
    if first.is_unspaced() {
        word.flags |= WordFlags::UNSPACED;
    }
    if word.capitals == word.letters && word.letters >= 2 {
        word.flags |= WordFlags::UPPER;
    }
    if word.letters == 1 && word.flags & WordFlags::DIGIT == 0 {
        word.flags |= WordFlags::SINGLE;
    }
    Word {
        start: start as u32,
        end: end as u32,
        hash: if word.plain { lower_hash_within(text.as_bytes(), start, end) } else { folded_hash(&text[start..end]) },
        flags: WordFlags(word.flags),
        gap: Gap::Start,
        script: word.script,
    }
}

/// What is known of a word while it is walked over.
struct Tally {
    script: Script,
    flags: u16,
    letters: u32,
    capitals: u32,
    after_small: bool,
    /// Its bytes are those of the word in small letters.
    plain: bool,
}

impl Tally {
    #[inline]
    fn take_letter(&mut self, c: char, class: chars::Class) {
        self.letters += 1;
        if class.is_upper() {
            self.plain = false;
            self.capitals += 1;
            if self.letters == 1 {
                self.flags |= WordFlags::CAPITAL;
            } else if self.after_small {
                self.flags |= WordFlags::CAMEL;
            }
        }
        self.after_small = class.is_lower();
        self.plain &= c != 'ς';
        if class.script != self.script && class.has_script() {
            if self.script == Script::Common {
                self.script = class.script;
            } else {
                self.flags |= WordFlags::MIXED;
            }
        }
    }
}
