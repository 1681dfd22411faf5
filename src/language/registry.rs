//! The languages at hand: those shipped, and the user's own.

use std::sync::{LazyLock, OnceLock};

use super::{
    Language,
    identify::{self, Told},
};
use crate::text::words;

macro_rules! shipped {
    ($($code:literal)*) => {
        &[$(($code, include_bytes!(concat!("../../rules/languages/", $code, ".lang")))),*]
    };
}

/// The models embedded in the program.
const SHIPPED: &[(&str, &[u8])] = shipped! {
    "ar" "bg" "ca" "cs" "da" "de" "el" "en" "es" "fi" "fr" "he" "hi" "hu" "id" "it" "ja" "ko" "nb" "nl" "pl" "pt" "ro" "ru" "sk" "sv" "th" "tr" "uk" "vi" "zh"
};

/// Every language that can be told, in the order of the identification table.
static TOLD: LazyLock<Vec<Listed>> =
    LazyLock::new(|| identify::codes().map(|code| Listed { code, opened: OnceLock::new() }).collect());

/// A language that can be told. A text needs one or two of them, so each model is opened when it is first asked.
struct Listed {
    code: &'static str,
    opened: OnceLock<Language>,
}

impl Listed {
    #[inline]
    fn language(&self) -> &Language {
        self.opened.get_or_init(|| self.open())
    }

    /// The model, if there is one for it.
    fn open(&self) -> Language {
        let shipped = SHIPPED.iter().find(|(code, _)| *code == self.code);
        shipped.and_then(|(_, data)| Language::from_bytes(*data).ok()).unwrap_or(Language::named(self.code))
    }
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
        let own = self.own.iter().find(|l| l.code() == code);
        own.or_else(|| TOLD.iter().find(|l| l.code == code).map(Listed::language))
    }

    /// All of them: the user's own, then those shipped, then those that can only be told.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        let stays = |l: &&Listed| !self.own.iter().any(|own| own.code() == l.code);
        self.own.iter().chain(TOLD.iter().filter(stays).map(Listed::language))
    }

    /// The user's own.
    pub(super) fn own(&self) -> &[Language] {
        &self.own
    }

    /// The one that was told.
    #[inline]
    pub(super) fn told(&self, told: Told) -> Option<&Language> {
        match told {
            Told::Unclear => None,
            Told::Own(index) => self.own.get(index),
            Told::Listed(index) => {
                let listed = TOLD.get(index)?;
                Some(self.own.iter().find(|own| own.code() == listed.code).unwrap_or_else(|| listed.language()))
            }
        }
    }

    /// The language of a short stretch of text, where it can be told.
    #[must_use]
    pub fn of(&self, text: &str) -> Option<&Language> {
        self.told(identify::tell(&words::cut(text), self))
    }

    /// True if the word is known in any language that has a lexicon: what is foreign here may be a quotation.
    #[must_use]
    pub fn know(&self, word: u32) -> bool {
        self.iter().any(|l| l.is_word(word))
    }
}
