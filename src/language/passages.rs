//! The passages of a text: which language each is in, and how common its words are there.
//!
//! The language is judged by passage, not once for a text, since a page may quote another language for a paragraph. Passages
//! too short or too mixed to tell go with the document.

use std::{
    cell::{Cell, OnceCell},
    ops::Range,
};

use super::{
    Commonness, Language, Languages,
    identify::{Told, tell},
};
use crate::text::{Gap, Word, words::column::Column};

/// A passage is at least this many words, if lines allow; headings go with what follows.
const PASSAGE: usize = 40;
/// A list without blank lines is cut after so many.
const LONG_PASSAGE: usize = 120;

/// The passages of one text, the language of each, and how common its words are there; told when first asked for.
///
/// It borrows neither words nor languages, so that a context over a text is as free in its lifetimes as the text; the
/// same ones must be given each time.
#[derive(Default)]
pub struct Passages {
    passages: Vec<Passage>,
    survey: OnceCell<Survey>,
    last: Cell<Last>,
}

/// The passage that was asked for last, and its language: the next question is mostly of the same one.
#[derive(Clone, Copy, Default)]
struct Last {
    start: usize,
    end: usize,
    language: Told,
}

struct Passage {
    start: u32,
    words: Range<usize>,
}

/// The language of each passage, and how common each word of the text is in it.
struct Survey {
    told: Vec<Told>,
    commonness: Column,
}

impl Survey {
    /// A passage that the language of the one before suits well is not asked for others: its words have to be looked up in
    /// that language anyway.
    fn of(passages: &[Passage], words: &[Word], languages: &Languages) -> Self {
        let (mut all_told, mut commonness) = (Vec::with_capacity(passages.len()), Vec::with_capacity(words.len()));
        let mut whole = None;
        let mut before = None;
        for passage in passages {
            let words_here = &words[passage.words.clone()];
            let first = passage.words.start;
            if let Some((told, language)) = before {
                let language: &Language = language;
                language.rate(words_here, &mut commonness);
                if suits(words_here, &commonness[first..]) {
                    all_told.push(told);
                    continue;
                }
                commonness.truncate(first);
            }
            let told = match tell(words_here, languages) {
                Told::Unclear => *whole.get_or_insert_with(|| tell(words, languages)),
                told => told,
            };
            all_told.push(told);
            match languages.told(told) {
                Some(language) => {
                    language.rate(words_here, &mut commonness);
                    before = Some((told, language)).filter(|(_, language)| language.has_words());
                }
                None => commonness.resize(passage.words.end, Commonness::UNASKED),
            }
        }
        Self { told: all_told, commonness: Column::of(commonness.iter().map(|known| known.as_byte())) }
    }
}

/// The fewest plain words by which a passage can be seen to be in a language.
const PLAIN_WORDS: u32 = 16;

/// True if words are so common in a language that they are surely in it: of the plain ones 15 in 16 are known, and a fifth
/// are among the commonest. Related languages hardly ever reach that (`tests/languages.rs`).
fn suits(words: &[Word], commonness: &[Commonness]) -> bool {
    let (met, usual) = (Commonness::of_zipf(2.0), Commonness::of_zipf(6.0));
    let (mut plain, mut known, mut common) = (0, 0, 0);
    for (word, &found) in words.iter().zip(commonness) {
        let is_plain = word.flags.is_plain();
        plain += u32::from(is_plain);
        known += u32::from(is_plain & (found >= met));
        common += u32::from(is_plain & (found >= usual));
    }
    plain >= PLAIN_WORDS && known * 16 >= plain * 15 && common * 5 >= plain
}

/// Ends a passage. What is left over of a paragraph belongs to the passage before it.
fn close(passages: &mut Vec<Passage>, words: &[Word], range: Range<usize>, inside: bool) {
    match passages.last_mut() {
        Some(before) if inside && range.len() < PASSAGE => before.words.end = range.end,
        _ => {
            let start = if range.start == 0 { 0 } else { words[range.start].start };
            passages.push(Passage { start, words: range });
        }
    }
}

impl Passages {
    /// Cuts a text's words into passages at blank lines, or at line ends where there are none for long.
    #[must_use]
    pub fn new(words: &[Word]) -> Self {
        let mut passages: Vec<Passage> = Vec::new();
        // Where the passage begins, and whether that is inside a paragraph.
        let (mut first, mut inside) = (0, false);
        for (index, word) in words.iter().enumerate() {
            let length = index - first;
            let ends = match word.gap {
                Gap::Paragraph => length >= PASSAGE || inside,
                Gap::Line | Gap::Other => length >= LONG_PASSAGE,
                _ => length >= 4 * LONG_PASSAGE,
            };
            if ends {
                close(&mut passages, words, first..index, inside);
                first = index;
                inside = word.gap != Gap::Paragraph;
            }
        }
        close(&mut passages, words, first..words.len(), inside);
        Self { passages, ..Self::default() }
    }

    fn survey(&self, words: &[Word], languages: &Languages) -> &Survey {
        self.survey.get_or_init(|| Survey::of(&self.passages, words, languages))
    }

    /// The language at a byte.
    #[inline]
    #[must_use]
    pub fn language_at<'a>(&self, at: usize, words: &[Word], languages: &'a Languages) -> Option<&'a Language> {
        let mut last = self.last.get();
        if !(last.start..last.end).contains(&at) {
            let index = self.passages.partition_point(|p| p.start as usize <= at).saturating_sub(1);
            let passage = self.passages.get(index)?;
            let end = self.passages.get(index + 1).map_or(usize::MAX, |next| next.start as usize);
            let told = self.survey(words, languages).told.get(index).copied()?;
            last = Last { start: passage.start as usize, end, language: told };
            self.last.set(last);
        }
        languages.told(last.language)
    }

    /// How common each word is in the language of its passage, as [`Commonness::as_byte`] has it.
    #[must_use]
    pub fn commonness(&self, words: &[Word], languages: &Languages) -> &Column {
        &self.survey(words, languages).commonness
    }
}
