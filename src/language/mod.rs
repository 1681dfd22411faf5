//! What we know of a language: its words and how frequent they are, which pairs of them occur, its letters.
//!
//! A language is one file (see `docs/language.md`), embedded or read from disk, and used in place: nothing is parsed,
//! unpacked or copied at start. A look-up of a word or a pair takes some nanoseconds and no allocation. Words are known by
//! their hash only; one unknown word in 4,369 is taken for a known one.

use std::{array, borrow::Cow, path::Path, sync::OnceLock};

use self::model::{Model, Section};
pub use self::{
    identify::identification_table,
    learn::{Learner, Limits},
    passages::Passages,
    registry::Languages,
    scripts::scripts_of,
};
use crate::{
    chars::{self, Script},
    error::{Error, Result},
    text::{Word, words},
};

mod identify;
mod learn;
mod model;
mod passages;
mod registry;
mod retrieval;
mod scripts;

pub mod home;
pub mod metalanguage;
pub mod mixture;
pub mod stranger;

/// How common a word is in the language of its passage.
///
/// Ordered by frequency; [`Commonness::UNASKED`] is above all others, so that what is rare has been asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Commonness(u8);

impl Commonness {
    /// The passage's language has a lexicon, and the word is not in it.
    pub const UNKNOWN: Self = Self(0);

    /// The language of the passage is not known or has no lexicon: nothing may be concluded.
    pub const UNASKED: Self = Self(u8::MAX);

    /// That of a word with a Zipf frequency, rounded to a step of one half.
    #[must_use]
    pub fn of_zipf(zipf: f32) -> Self {
        if zipf <= 0.0 { Self::UNKNOWN } else { Self(model::level_of(f64::from(zipf))) }
    }

    /// The same in a byte, which is ordered alike.
    #[inline]
    #[must_use]
    pub const fn as_byte(self) -> u8 {
        self.0
    }
}

/// Languages that double words as grammar or as everyday emphasis.
const REDUPLICATING: &[&str] = &[
    "af", "ar", "bn", "el", "fa", "gu", "ha", "he", "hi", "hy", "id", "it", "ja", "jv", "ka", "kk", "km", "kn", "ko",
    "ky", "lo", "mi", "ml", "mr", "ms", "my", "ne", "pa", "si", "sm", "so", "su", "sw", "ta", "te", "th", "tk", "tl",
    "tr", "tt", "ur", "uz", "vi", "yo", "zh", "zu",
];

/// Languages whose words grow by endings without limit: no lexicon has all forms.
const AGGLUTINATING: &[&str] = &["et", "eu", "fi", "hu", "ka", "kk", "ko", "tr", "uz"];

/// Bytes of a table of some ten thousand pairs.
const MANY_PAIRS: usize = 25_000;

/// One language's knowledge.
///
/// Frequencies are on the Zipf scale: the base-10 logarithm of occurrences in a billion words. 7 is `the`, 3 a word met
/// once in a million; 0 stands for "not known". They are kept in steps of one half.
#[derive(Clone, Debug)]
pub struct Language {
    code: Cow<'static, str>,
    model: Model,
    alphabet: OnceLock<Alphabet>,
}

/// A bit for each of the first characters that is a letter of a language, in either case: most letters that are asked for are
/// among them, and asked for often.
type Alphabet = [u64; ALPHABET];

/// So many times 64 characters: up to the end of Latin Extended-B.
const ALPHABET: usize = 10;

impl Language {
    /// A language that can be told from others, but of whose words nothing is known.
    const fn named(code: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), model: Model::EMPTY, alphabet: OnceLock::new() }
    }

    /// Reads a model made by `ungarble learn`.
    ///
    /// # Errors
    /// If the file cannot be read or is no such model.
    pub fn read(path: &Path) -> Result<Self> {
        let data = std::fs::read(path).map_err(|source| Error::io("read", path, source))?;
        Self::from_bytes(data).map_err(|problem| Error::Data { path: path.into(), at: None, problem: problem.into() })
    }

    /// A model that is in memory already. The error says what is wrong with it.
    ///
    /// # Errors
    /// If it is no model, of another version, or damaged.
    pub fn from_bytes(data: impl Into<Cow<'static, [u8]>>) -> Result<Self, &'static str> {
        let model = Model::read(data)?;
        Ok(Self { code: Cow::Owned(model.code().to_string()), model, alphabet: OnceLock::new() })
    }

    /// Its BCP 47 code, such as `en`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// True if there is a lexicon for it. Without one, every word is unknown and nothing may be concluded from that.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.model.is_empty(Section::Words)
    }

    /// The Zipf frequency of a word by its hash ([`crate::text::words::hash`]); 0 if it is not known.
    #[inline]
    #[must_use]
    pub fn zipf(&self, word: u32) -> f32 {
        model::zipf_of(self.model.word(word))
    }

    /// Adds how common each of some words is. Asked for together they are found sooner, since the loads overlap.
    pub fn rate(&self, words: &[Word], rated: &mut Vec<Commonness>) {
        let first = rated.len();
        rated.resize(first + words.len(), Commonness::UNASKED);
        if self.has_words() {
            let rating = self.model.words();
            for (word, rated) in words.iter().zip(&mut rated[first..]) {
                // A letter of a script without spaces is no word by itself.
                if !word.flags.is_unspaced() {
                    *rated = Commonness(rating(word.hash));
                }
            }
        }
    }

    /// True if the word is in the lexicon.
    #[inline]
    #[must_use]
    pub fn is_word(&self, word: u32) -> bool {
        self.model.word(word) > 0
    }

    /// The Zipf frequency of two words in a row (occurrences in a billion pairs); 0 if the pair is not known.
    #[inline]
    #[must_use]
    pub fn pair(&self, first: u32, second: u32) -> f32 {
        model::zipf_of(self.model.pair(first, second))
    }

    /// True if so many pairs were learned that their absence says something.
    #[must_use]
    pub fn has_pairs(&self) -> bool {
        self.model.length(Section::Pairs) >= MANY_PAIRS
    }

    /// False if three small letters in a row stand in next to none of the lexicon's words.
    #[must_use]
    pub fn has_trigram(&self, letters: [char; 3]) -> bool {
        self.model.has_trigram(letters)
    }

    /// How many words of the language begin with this one and go on, as a power of two: 3 for some eight, 10 for a thousand
    /// or more, 0 for none or one. Only words of at least Zipf 3 are counted.
    #[must_use]
    pub fn begins(&self, word: u32) -> f32 {
        model::parts_of(self.model.pair(word, model::NO_WORD))
    }

    /// How many words of the language end with this one, likewise.
    #[must_use]
    pub fn ends(&self, word: u32) -> f32 {
        model::parts_of(self.model.pair(model::NO_WORD, word))
    }

    /// False for nearly every word of which [`Language::parts`] is false, and quick to ask.
    #[inline]
    #[must_use]
    pub fn may_part(&self, word: u32) -> bool {
        self.model.may_part(word)
    }

    /// True for a word that is written as two about as often, and then means something else: `everyday`.
    #[must_use]
    pub fn parts(&self, word: u32) -> bool {
        self.model.parts(word)
    }

    /// True if a piece of text is something a reader takes for a word: a known word in any case, also with a possessive
    /// `'s`, an elided word before it (`d'avion`), parts tied by hyphens, or digits with an ending (`80th`).
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        if self.is_word(words::hash(word)) {
            return true;
        }
        if let Some(at) = word.find(['-', '‐', '‑']) {
            let rest = word[at..].trim_start_matches(['-', '‐', '‑']);
            return at > 0 && !rest.is_empty() && self.knows(&word[..at]) && self.knows(rest);
        }
        if let Some((stem, ending)) = word.rsplit_once(['\'', '’'])
            && !stem.is_empty()
        {
            let possessive = matches!(ending, "s" | "S") || ending.is_empty();
            let elided = self.elides() && stem.chars().count() <= 6 && self.knows(ending);
            return possessive && self.knows(stem) || elided;
        }
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        letters.len() < word.len()
            && (letters.is_empty() || letters.chars().count() <= 3 && self.is_word(words::hash(letters)))
    }

    /// The Zipf frequency of a piece of text as a word; 0 if it is not one.
    #[must_use]
    pub fn zipf_of(&self, word: &str) -> f32 {
        self.zipf(words::hash(word))
    }

    /// True if this letter alone is a word of the language: `a`, `I`, Polish `w`, Russian `я`.
    #[must_use]
    pub fn is_one_letter_word(&self, letter: char) -> bool {
        let lower = letter.to_lowercase().next().unwrap_or(letter);
        self.model.lists_char(Section::OneLetter, lower)
    }

    /// True for a letter its words are written with, in either case.
    #[must_use]
    pub fn is_letter_of(&self, letter: char) -> bool {
        let lists = |letter: char| {
            let lower = letter.to_lowercase().next().unwrap_or(letter);
            self.model.lists_char(Section::Letters, lower)
        };
        let alphabet = self.alphabet.get_or_init(|| {
            let is_letter = |code: usize| char::from_u32(code as u32).is_some_and(lists);
            array::from_fn(|word| (0..64).filter(|bit| is_letter(64 * word + bit)).fold(0, |sum, bit| sum | 1 << bit))
        });
        let code = letter as usize;
        alphabet.get(code / 64).map_or_else(|| lists(letter), |word| word >> (code % 64) & 1 == 1)
    }

    /// Its letters, in lower case and in order of their code points.
    pub fn letters(&self) -> impl Iterator<Item = char> + '_ {
        self.model.list(Section::Letters).filter_map(char::from_u32)
    }

    /// The script that most of its letters are of.
    fn chief_script(&self) -> Option<Script> {
        let mut counts: Vec<(Script, usize)> = Vec::new();
        for script in self.letters().map(chars::script) {
            match counts.iter_mut().find(|(known, _)| *known == script) {
                Some((_, count)) => *count += 1,
                None => counts.push((script, 1)),
            }
        }
        counts.into_iter().max_by_key(|&(_, count)| count).map(|(script, _)| script)
    }

    /// True for the commonest words, which carry grammar: `the`, `of`. Two alike in a row are a slip, not style,
    /// if [`Language::may_double`] is false.
    #[must_use]
    pub fn is_function_word(&self, word: u32) -> bool {
        self.model.lists_hash(Section::Function, word)
    }

    /// False for a word of grammar so common that a text which ends with it was likely cut off: `the`, `of`.
    #[must_use]
    pub fn may_end_sentence(&self, word: u32) -> bool {
        const VERY_COMMON: f32 = 5.7;
        !(self.is_function_word(word) && self.zipf(word) >= VERY_COMMON)
    }

    /// True if the word twice in a row occurs in good prose: `had had`, `that that`, Indonesian plurals. Where no
    /// doubles were learned the pairs tell, and where there are none either any word may.
    #[must_use]
    pub fn may_double(&self, word: u32) -> bool {
        if self.model.is_empty(Section::Doubles) {
            return self.model.is_empty(Section::Pairs) || self.pair(word, word) > 0.0;
        }
        self.model.lists_hash(Section::Doubles, word)
    }

    /// True for a usual abbreviation that is written with a full stop: `Dr`, `usw`.
    #[must_use]
    pub fn is_abbreviation(&self, word: u32) -> bool {
        self.model.lists_hash(Section::Abbreviations, word)
    }

    /// True if the language writes compounds as one word without limit (German, Dutch, Finnish), so that an unknown
    /// long word says little.
    #[must_use]
    pub fn compounds(&self) -> bool {
        self.model.has(model::COMPOUNDS)
    }

    /// True if it doubles words of many kinds as grammar or as everyday emphasis, so that only words of grammar can be slips.
    #[must_use]
    pub fn reduplicates(&self) -> bool {
        REDUPLICATING.contains(&self.code())
    }

    /// True if its words grow by endings without limit, so that an unknown one says little.
    #[must_use]
    pub fn agglutinates(&self) -> bool {
        AGGLUTINATING.contains(&self.code())
    }

    /// True if words lose a vowel before another and are tied by an apostrophe: `l'homme`, `d'une`.
    #[must_use]
    pub fn elides(&self) -> bool {
        self.model.has(model::ELIDES)
    }
}
