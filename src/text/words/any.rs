//! Words of any script, character by character.

use super::{
    Gap, Word, WordFlags,
    hash::{folded_hash, lower_hash},
    joins,
};
use crate::chars::{self, Script};

/// The word that starts at `start`, of any script.
pub(super) fn cut_any(text: &str, start: usize) -> Word {
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
