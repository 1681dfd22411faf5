//! The languages at hand: those shipped, and the user's own.

use std::sync::LazyLock;

use super::{
    Language,
    identify::{self, Told},
};

macro_rules! shipped {
    ($($code:literal)*) => {
        &[$(($code, include_bytes!(concat!("../../rules/languages/", $code, ".lang")))),*]
    };
}

/// The models embedded in the program.
const SHIPPED: &[(&str, &[u8])] = shipped! {
    "ar" "bg" "ca" "cs" "da" "de" "el" "en" "es" "fi" "fr" "he" "hi" "hu" "id" "it" "ja" "ko" "nb" "nl" "pl" "pt" "ro" "ru" "sk" "sv" "th" "tr" "uk" "vi" "zh"
};

/// Every language that can be told, in the order of the identification table; most have a model.
static TOLD: LazyLock<Vec<Language>> =
    LazyLock::new(|| identify::codes().map(|code| shipped(code).unwrap_or_else(|| Language::named(code))).collect());

fn shipped(code: &str) -> Option<Language> {
    let (_, data) = SHIPPED.iter().find(|(c, _)| *c == code)?;
    Language::from_bytes(*data).ok()
}

/// The languages at hand: those shipped, and the user's own, which come before them.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    own: Vec<Language>,
}

impl Languages {
    /// Those shipped alone.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static SHIPPED: Languages = Languages { own: Vec::new() };
        &SHIPPED
    }

    /// Adds a model. It takes the place of any other with its code.
    pub fn add(&mut self, language: Language) {
        self.own.retain(|l| l.code() != language.code());
        self.own.push(language);
    }

    /// The language with this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Language> {
        self.own.iter().chain(TOLD.iter()).find(|l| l.code() == code)
    }

    /// All of them: the user's own, then those shipped, then those that can only be told.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        let replaced = |l: &&Language| !self.own.iter().any(|own| own.code() == l.code());
        self.own.iter().chain(TOLD.iter().filter(replaced))
    }

    /// The user's own.
    pub(super) fn own(&self) -> &[Language] {
        &self.own
    }

    /// The one that was told.
    #[inline]
    pub(super) fn told(&self, told: Told) -> Option<&Language> {
        match told {
            Told::NotAsked | Told::Unclear => None,
            Told::Own(index) => self.own.get(index),
            Told::Listed(index) => {
                let language = TOLD.get(index)?;
                Some(self.own.iter().find(|own| own.code() == language.code()).unwrap_or(language))
            }
        }
    }

    /// True if the word is known in any language that has a lexicon: what is foreign here may be a quotation.
    #[must_use]
    pub fn know(&self, word: u32) -> bool {
        self.iter().any(|l| l.is_word(word))
    }
}
