//! Letters and digits of different alphabets that look alike.
//!
//! The groups are those of UTS #39 (`confusables.txt`), closed through the prototype, accents included, and kept to the
//! letters of Latin, Cyrillic, Greek, Armenian and Cherokee and the ASCII digits. Unicode keeps a few pairs apart for a
//! small difference of form that keyboards and readers ignore; those are listed here.

use super::{
    Script, class,
    lookalikes_table::{GROUPS, LETTERS},
};

/// Pairs that are mistaken for one another although UTS #39 tells them apart; the Latin letter comes last.
#[rustfmt::skip]
const NEAR: [(char, char); 11] = [
    ('к', 'k'), ('κ', 'k'), ('м', 'm'), ('т', 't'), ('τ', 't'), ('н', 'h'), ('η', 'n'), ('ω', 'w'), ('χ', 'x'),
    ('ә', 'ə'), ('Ә', 'Ə'),
];

/// Every other letter or digit that looks like `c`, the likeliest to be meant first.
pub fn lookalikes(c: char) -> impl Iterator<Item = char> {
    let group = LETTERS
        .binary_search_by_key(&c, |&(letter, _)| letter)
        .map_or(&[][..], |at| GROUPS[usize::from(LETTERS[at].1)]);
    let near = NEAR.iter().filter_map(move |&(one, other)| match c {
        _ if c == one => Some(other),
        _ if c == other => Some(one),
        _ => None,
    });
    // The near pairs go first: UTS #39 would have `к` look like Greenland's `ĸ`, which hardly anyone means.
    near.chain(group.iter().copied().filter(move |&other| other != c))
}

/// The letter of `target` that looks like `c` and has its case; of several, the likeliest.
///
/// `Script::Common` asks for a digit. A digit has no case: it gives a letter of either.
#[must_use]
pub fn fold_to(c: char, target: Script) -> Option<char> {
    let own = class(c);
    lookalikes(c).find(|&other| {
        let class = class(other);
        class.script == target
            && is_usual(other)
            && (class.is_digit() || own.is_digit() || class.is_upper() == own.is_upper())
    })
}

/// A letter that some living language is written with, not one of phonetics alone.
const fn is_usual(letter: char) -> bool {
    !matches!(letter, '\u{250}'..='\u{2AF}' | '\u{1D00}'..='\u{1DBF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A640}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_to_the_same_case() {
        for (from, script, to) in [
            ('а', Script::Latin, 'a'),
            ('a', Script::Cyrillic, 'а'),
            ('І', Script::Latin, 'I'),
            ('і', Script::Latin, 'i'),
            ('I', Script::Cyrillic, 'І'),
            ('ο', Script::Latin, 'o'),
            ('o', Script::Greek, 'ο'),
            ('В', Script::Latin, 'B'),
            ('З', Script::Common, '3'),
            ('3', Script::Cyrillic, 'З'),
            ('0', Script::Latin, 'O'),
            ('β', Script::Latin, 'ß'),
            ('ё', Script::Latin, 'ë'),
            ('ї', Script::Latin, 'ï'),
            ('Ð', Script::Latin, 'Đ'),
            ('к', Script::Latin, 'k'),
            ('ѕ', Script::Latin, 's'),
        ] {
            assert_eq!(fold_to(from, script), Some(to), "{from}");
        }
        assert_eq!(fold_to('ж', Script::Latin), None);
        assert_eq!(fold_to('а', Script::Greek), Some('α'));
        assert_eq!(fold_to('б', Script::Latin), None);
        assert_eq!(fold_to('и', Script::Latin), None, "only phonetics has a letter of this form");
    }

    #[test]
    fn looks_alike_both_ways() {
        for &(letter, _) in LETTERS {
            for other in lookalikes(letter) {
                assert!(lookalikes(other).any(|back| back == letter), "{letter} {other}");
            }
        }
    }
}
