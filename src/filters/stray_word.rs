//! Words that do not belong where they stand.
//!
//! Only shapes that can be told without understanding the sentence: a false start (`comm committee`), the name of a tag
//! without its brackets, two function words that never meet, and another language's function word alone among ours.

use crate::{
    finding::{Context, Filter, Finding, Stage},
    language::Language,
    span::Span,
    text::{Gap, Word},
};

const RULE: &str = "stray-word";

/// Names of tags and entities that are no words of any language written in Latin letters.
const TAG_NAMES: &[&str] =
    &["br", "nbsp", "amp", "quot", "ldquo", "rdquo", "lsquo", "rsquo", "ndash", "mdash", "hellip", "href", "apos"];

/// A function word as frequent as this meets every neighbour it may have in what the lexicon was learned from.
const VERY_COMMON: f32 = 6.3;

/// The filter.
pub struct StrayWord;

impl Filter for StrayWord {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Words
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let words = context.text.words();
        for at in 1..words.len() {
            let word = &words[at];
            if word.gap != Gap::Space || word.flags.has_digit() || word.flags.is_unspaced() || word.flags.is_capital() {
                continue;
            }
            let Some(language) = context.language_at(word.start as usize).filter(|l| l.has_words()) else { continue };
            let place = Place { context, words, at, language };
            found.extend(place.never_meet().or_else(|| place.unknown()));
        }
    }
}

struct Place<'c> {
    context: &'c Context<'c>,
    words: &'c [Word],
    at: usize,
    language: &'c Language,
}

impl Place<'_> {
    fn next(&self) -> Option<&Word> {
        self.words.get(self.at + 1).filter(|n| n.gap == Gap::Space && !n.flags.has_digit())
    }

    fn text_of(&self, word: &Word) -> &str {
        self.context.text.word(word)
    }

    /// The word and the space after it.
    fn with_space(&self) -> Span {
        let word = &self.words[self.at];
        Span::new(word.start as usize, word.end as usize + 1)
    }

    /// `statues in of the garden`.
    fn never_meet(&self) -> Option<Finding> {
        let (left, word) = (&self.words[self.at - 1], &self.words[self.at]);
        let next = self.next()?;
        let common = |w: &Word| {
            self.language.zipf(w.hash) >= VERY_COMMON && self.language.is_function_word(w.hash) && !w.flags.is_capital()
        };
        if !common(left) || !common(word) || left.gap != Gap::Space || left.hash == word.hash {
            return None;
        }
        if self.language.pair(left.hash, word.hash) > 0.0 || self.language.zipf(next.hash) == 0.0 {
            return None;
        }
        // Both may go: what stands before fits either reading.
        let fits = |w: &Word| self.language.pair(w.hash, next.hash) > 0.0;
        (fits(left) && fits(word)).then(|| {
            let both = Span::new(left.start as usize, word.end as usize);
            Finding::flag(
                RULE,
                both,
                format!("“{}” and “{}” do not follow each other", self.text_of(left), self.text_of(word)),
            )
        })
    }

    /// A word that the language does not have.
    fn unknown(&self) -> Option<Finding> {
        let word = &self.words[self.at];
        if self.language.zipf(word.hash) > 1.5 {
            return None;
        }
        let (left, next) = (&self.words[self.at - 1], self.next()?);
        let spelled = self.text_of(word);
        let letters = spelled.chars().count();
        let rest_fits = self.language.pair(left.hash, next.hash) > 0.0;
        if letters >= 3 && self.language.zipf(next.hash) >= 3.0 && !next.flags.is_capital() {
            let whole = self.text_of(next);
            let starts = whole.len() > spelled.len() + 1 && whole.starts_with(spelled);
            if starts && self.language.zipf(word.hash) == 0.0 {
                let message = format!("the beginning of “{whole}”, left standing before it");
                return Some(if rest_fits || letters >= 4 {
                    Finding::safe(RULE, self.with_space(), "", message)
                } else {
                    Finding::probable(RULE, self.with_space(), "", message)
                });
            }
        }
        if TAG_NAMES.contains(&spelled) && rest_fits {
            return Some(Finding::probable(RULE, self.with_space(), "", "the name of a tag without its brackets"));
        }
        None
    }
}
