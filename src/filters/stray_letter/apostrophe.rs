//! Lone letters that lost their apostrophe: `it s a pity`, `l eau du fleuve`.
//!
//! Where a space took the place of an apostrophe, the letter is half of a contraction, a possessive or an elision, and
//! taking it out would change what is said. The language tells the two apart: whether the words around the letter follow each
//! other without it, and with it.

use crate::{
    chars,
    finding::{Applicability, Context, Finding},
    language::Language,
    span::Span,
    text::{Gap, Word, words},
};

pub(super) const RULE: &str = "quote-damage";

/// A pronoun with its ending is as frequent as this (`it's`, `he'd`); no possessive is.
const CONTRACTION: f32 = 4.5;
const CONTRACTION_WITH_D: f32 = 3.5;

/// Possessives as frequent as this are no chance finds.
const POSSESSIVE: f32 = 3.0;

/// Two words that are met in a row less often than this may have had something between them.
const WEAK_PAIR: f32 = 3.5;

/// An apostrophe before or after a lone letter, if one was lost there.
pub(super) fn lost(context: &Context<'_>, words: &[Word], at: usize) -> Option<Finding> {
    let place = Place { context, words, at, language: context.language_at(words[at].start as usize)? };
    let letter = context.text.word(&words[at]);
    let (before, applicability) = if place.language.code() == "en" && matches!(letter, "s" | "d") {
        (true, place.ending(letter)?)
    } else {
        (false, place.elision(letter)?)
    };
    let start = if before { words[at].start as usize - 1 } else { words[at].end as usize };
    let span = Span::new(start, start + 1);
    Some(Finding::edit(RULE, applicability, span, context.text.apostrophe(), "a lost apostrophe"))
}

struct Place<'c> {
    context: &'c Context<'c>,
    words: &'c [Word],
    at: usize,
    language: &'c Language,
}

impl Place<'_> {
    /// The word before, after one space, and no number.
    fn left(&self) -> Option<&Word> {
        let left = &self.words[self.at.checked_sub(1)?];
        (self.words[self.at].gap == Gap::Space && !left.flags.has_digit()).then_some(left)
    }

    /// The word after, likewise.
    fn right(&self) -> Option<&Word> {
        self.words.get(self.at + 1).filter(|right| right.gap == Gap::Space && !right.flags.has_digit())
    }

    fn text(&self, word: &Word) -> &str {
        self.context.text.word(word)
    }

    /// `it s`, `the city s`, `he d`.
    fn ending(&self, letter: &str) -> Option<Applicability> {
        let (left, right) = (self.left()?, self.right()?);
        if letter == "s" && left.flags.is_single() || self.is_among_letters() {
            return None;
        }
        let tied = words::hash(&format!("{}'{letter}", self.text(left)));
        let own = self.language.zipf(tied);
        if letter == "d" {
            return (own >= CONTRACTION_WITH_D).then_some(Applicability::Safe);
        }
        let (with, without) = (self.language.pair(tied, right.hash), self.language.pair(left.hash, right.hash));
        let function = self.language.is_function_word(left.hash);
        let sure = own >= CONTRACTION
            || own >= POSSESSIVE && (with >= without || without < WEAK_PAIR)
            || left.flags.is_capital() && !function && without == 0.0;
        if sure {
            return Some(Applicability::Safe);
        }
        let likely = own > 0.0 || without == 0.0 && self.language.zipf(left.hash) > 0.0;
        (likely && !function).then_some(Applicability::Unsafe)
    }

    /// Another letter near by is spoken of, or stands for something.
    fn is_among_letters(&self) -> bool {
        let near = self.at.saturating_sub(super::CLOSE)..(self.at + super::CLOSE).min(self.words.len());
        near.into_iter().any(|i| {
            super::is_lone_letter(self.context, self.words, i, self.language)
                && !matches!(self.text(&self.words[i]), "d" | "m" | "s" | "t")
        })
    }

    /// `l eau`, `d une`, `c est`.
    fn elision(&self, letter: &str) -> Option<Applicability> {
        let (_, never_before) = NEVER_ELIDED_BEFORE.iter().find(|(code, _)| *code == self.language.code())?;
        let right = self.right()?;
        let next = self.text(right);
        let known = self.language.is_word(right.hash);
        if !opens_with_vowel(next)
            || !known && !right.flags.is_capital()
            || never_before.contains(&next)
            || letter == "d" && next == "est"
            || self.is_variable(never_before)
        {
            return None;
        }
        let capital = self.words[self.at].flags.is_capital();
        if capital {
            let opens = self.context.text.starts_sentence(self.words[self.at].start as usize);
            return (opens
                && known
                && !right.flags.is_capital()
                && matches!(letter, "C" | "D" | "J" | "L" | "N" | "S"))
            .then_some(Applicability::Safe);
        }
        let apart = self.left().map_or(0.0, |left| self.language.pair(left.hash, right.hash));
        let sure = match letter {
            "c" | "j" | "m" | "n" | "s" | "t" => CLITICS_BEFORE.contains(&next),
            "d" | "l" => {
                matches!(next, "un" | "une")
                    && self.words.get(self.at + 2).is_some_and(|w| matches!(self.text(w), "d" | "de" | "des" | "du"))
            }
            _ => return None,
        };
        Some(if sure || apart == 0.0 { Applicability::Safe } else { Applicability::Unsafe })
    }

    /// The letter stands near by where nothing can be elided: it is a name for something.
    fn is_variable(&self, never_before: &[&str]) -> bool {
        let letter = self.words[self.at].hash;
        super::near(self.words, self.at).any(|i| {
            i != self.at
                && self.words[i].hash == letter
                && !super::is_tied(self.words, i)
                && self.words.get(i + 1).is_none_or(|w| {
                    let next = self.text(w);
                    w.gap != Gap::Space || !opens_with_vowel(next) || never_before.contains(&next)
                })
        })
    }
}

/// The languages that elide, each with words in front of which nothing is elided.
const NEVER_ELIDED_BEFORE: &[(&str, &[&str])] = &[
    ("ca", &["a", "al", "als", "e", "i", "o"]),
    ("fr", &["au", "aux", "et", "ou", "où", "à"]),
    ("it", &["a", "ad", "al", "e", "ed", "i", "o", "od"]),
];

/// Forms of verbs, and other words, before which a pronoun is elided all the time.
const CLITICS_BEFORE: &[&str] = &[
    "a", "ai", "aurait", "avait", "avaient", "en", "est", "il", "ils", "ont", "y", "était", "étaient", "era", "erano",
    "è",
];

/// A vowel, or an `h` that may be mute.
fn opens_with_vowel(word: &str) -> bool {
    word.chars().next().is_some_and(|c| {
        let class = chars::class(c);
        !c.is_ascii() && class.is_letter() || matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'h' | 'i' | 'o' | 'u' | 'y')
    })
}
