//! What we know of a language: its words and how frequent they are, which pairs of them occur, its letters.

pub mod metalanguage;
pub mod mixture;
pub mod stranger;

/// One language's knowledge.
///
/// Frequencies are on the Zipf scale: the base-10 logarithm of occurrences in a billion words. 7 is `the`, 3 a word met
/// once in a million; 0 stands for "not known".
#[derive(Debug)]
pub struct Language {
    code: &'static str,
}

impl Language {
    /// Its BCP 47 code, such as `en`.
    #[must_use]
    pub fn code(&self) -> &str {
        self.code
    }

    /// True if there is a lexicon for it. Without one, every word is unknown and nothing may be concluded from that.
    #[must_use]
    pub fn has_words(&self) -> bool {
        false
    }

    /// The Zipf frequency of a word by its hash ([`crate::text::words::hash`]); 0 if it is not known.
    #[must_use]
    pub fn zipf(&self, _word: u32) -> f32 {
        0.0
    }

    /// The Zipf frequency of two words in a row (occurrences in a billion pairs); 0 if the pair is not known.
    #[must_use]
    pub fn pair(&self, _first: u32, _second: u32) -> f32 {
        0.0
    }

    /// True if this letter alone is a word of the language: `a`, `I`, Polish `w`, Russian `я`.
    #[must_use]
    pub fn is_one_letter_word(&self, _letter: char) -> bool {
        false
    }

    /// True for the commonest words, which carry grammar: `the`, `of`. Two alike in a row are a slip, not style,
    /// if [`Language::may_double`] is false.
    #[must_use]
    pub fn is_function_word(&self, _word: u32) -> bool {
        false
    }

    /// True if the word twice in a row occurs in good prose: `had had`, `that that`, Indonesian plurals.
    #[must_use]
    pub fn may_double(&self, _word: u32) -> bool {
        true
    }

    /// True for a usual abbreviation that is written with a full stop: `Dr`, `usw`.
    #[must_use]
    pub fn is_abbreviation(&self, _word: u32) -> bool {
        false
    }

    /// True if the language writes compounds as one word without limit (German, Dutch, Finnish), so that an unknown
    /// long word says little.
    #[must_use]
    pub fn compounds(&self) -> bool {
        false
    }
}
