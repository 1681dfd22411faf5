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
    let first = context.text.as_str().as_bytes()[words[at].start as usize];
    if !first.is_ascii() {
        return lost_in_ukrainian(context, words, at);
    }
    if !b"cdjlmnstCDJLNS".contains(&first) {
        return None;
    }
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

/// `п ятий`, `м яч`: a consonant that is no word, before the letters that Ukrainian and Belarusian part by an apostrophe.
fn lost_in_ukrainian(context: &Context<'_>, words: &[Word], at: usize) -> Option<Finding> {
    let text = context.text;
    let right = words.get(at + 1).filter(|right| right.gap == Gap::Space)?;
    if !matches!(
        text.word(&words[at]),
        "п" | "м" | "б" | "ф" | "р" | "д" | "т" | "н" | "к" | "П" | "М" | "Б" | "Р" | "Д"
    ) {
        return None;
    }
    let parted: &[char] = match context.language_at(right.start as usize)?.code() {
        "uk" => &['я', 'ю', 'є', 'ї'],
        "be" => &['я', 'ю', 'є', 'ї', 'ё', 'е', 'і'],
        _ => return None,
    };
    let span = Span::new(words[at].end as usize, right.start as usize);
    (text.word(right).starts_with(parted) && span.len() == 1)
        .then(|| Finding::edit(RULE, Applicability::Safe, span, text.apostrophe(), "a lost apostrophe"))
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
        let grammar = ELIDING.iter().find(|grammar| grammar.language == self.language.code())?;
        let right = self.right()?;
        let next = self.text(right);
        if !opens_with_vowel(next) || grammar.never_before.contains(&next) || self.is_variable(grammar.never_before) {
            return None;
        }
        let small = letter.to_lowercase();
        let clitic = grammar.before_verbs.contains(&&*small);
        let common = clitic && COMMONEST_VERBS.contains(&next);
        let fits = match &*small {
            "d" => next != "est" && (right.flags.is_capital() || self.language.is_word(right.hash)),
            "l" => !matches!(next, "en" | "y") && (right.flags.is_capital() || self.language.is_word(right.hash)),
            "c" => matches!(next, "est" | "était" | "étaient" | "en" | "è" | "era" | "erano"),
            // `les particules s élèvent`: hardly anything else is written so.
            "s" => self.language.is_word(right.hash) && !right.flags.is_capital(),
            _ => clitic && (common || self.is_verb(grammar, right)),
        };
        if !fits {
            return None;
        }
        if self.words[self.at].flags.is_capital() {
            let opens = self.context.text.starts_sentence(self.words[self.at].start as usize);
            let initial = matches!(letter, "M" | "T") || right.flags.is_capital() && letter != "L";
            return (opens && !initial && self.language.zipf(right.hash) > 0.0).then_some(Applicability::Safe);
        }
        let apart = self.left().map_or(0.0, |left| self.language.pair(left.hash, right.hash));
        // `l une de ses amies`
        let one_of = || {
            matches!(next, "un" | "une")
                && self.words.get(self.at + 2).is_some_and(|w| matches!(self.text(w), "d" | "de" | "des" | "du"))
        };
        let alone = apart == 0.0 && (small != "s" || self.is_verb(grammar, right));
        let sure = common || small == "c" || alone || one_of();
        Some(if sure { Applicability::Safe } else { Applicability::Unsafe })
    }

    /// True for a word met behind a pronoun of the third person, and for infinitives.
    fn is_verb(&self, grammar: &Eliding, word: &Word) -> bool {
        let met = |pronoun: &&str| self.language.pair(words::hash(pronoun), word.hash) > 0.0;
        let infinitive = grammar.infinitives.iter().any(|ending| self.text(word).ends_with(ending));
        !word.flags.is_capital() && (infinitive && self.language.is_word(word.hash) || grammar.pronouns.iter().any(met))
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

/// What is known of a language that elides.
struct Eliding {
    language: &'static str,
    /// Words in front of which nothing is elided.
    never_before: &'static [&'static str],
    /// Letters that are pronouns, or a negation, before verbs only.
    before_verbs: &'static [&'static str],
    /// Pronouns that verbs follow.
    pronouns: &'static [&'static str],
    /// Endings of infinitives.
    infinitives: &'static [&'static str],
}

const ELIDING: &[Eliding] = &[
    Eliding {
        language: "ca",
        never_before: &["a", "al", "als", "e", "i", "o"],
        before_verbs: &["m", "n", "s", "t"],
        pronouns: &["ell", "ella", "que", "qui"],
        infinitives: &["ar", "er", "ir"],
    },
    Eliding {
        language: "fr",
        never_before: &["au", "aux", "et", "ou", "où", "à"],
        before_verbs: &["c", "j", "m", "n", "s", "t"],
        pronouns: &["il", "elle", "elles", "ils", "on", "qui"],
        infinitives: &["er", "ir", "oir", "re"],
    },
    Eliding {
        language: "it",
        never_before: &["a", "ad", "al", "e", "ed", "i", "o", "od"],
        before_verbs: &["c", "s"],
        pronouns: &[],
        infinitives: &[],
    },
];

/// Forms of verbs, and pronouns, before which a pronoun is elided all the time.
const COMMONEST_VERBS: &[&str] = &[
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
