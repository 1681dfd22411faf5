//! Texts that break off.
//!
//! A teaser or a cut-off record ends inside a sentence or a word. Nothing can be put right; it is reported where the last
//! paragraph is prose with finished sentences before it, so that headings, lists, captions and addresses stay silent.

use crate::{
    finding::{Context, Filter, Finding, Stage},
    language::Language,
    span::Span,
    text::{Gap, Word, words::column::shape},
};

const RULE: &str = "truncated-sentence";

/// Ends a sentence in some script.
const STOPS: &[char] = &['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔', '։', '።'];

/// Letters that a broken word has left at least, where it may be a strange one.
const LEAST_LETTERS: usize = 5;

/// What stands for the part of a sentence that was left out.
const MARKS: &[&str] = &["[...]", "[…]", "(...)", "(…)"];

/// What stands behind an ellipsis for the link to the whole text.
const LINKS: &[&str] = &[
    "Read more", "Read More", "Continue reading", "Weiterlesen", "Mehr lesen", "Lire la suite", "Leer más",
    "Seguir leyendo", "Leggi tutto", "Continua a leggere", "Ler mais", "Leia mais", "Lees meer", "Läs mer", "Læs mere",
    "Les mer", "Lue lisää", "Czytaj dalej", "Czytaj więcej", "Číst dále", "Читать далее", "Читати далі",
    "Devamını oku", "Olvass tovább",
];

/// The filter.
pub struct TruncatedSentence;

impl Filter for TruncatedSentence {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Layout
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let columns = text.columns();
        let breaks = columns.select(|at| {
            let shape = columns.shape.block(at);
            move |i| shape[i] & shape::PARAGRAPH != 0
        });
        for at in breaks {
            let (end, next) = (text.words()[at - 1].end as usize, &text.words()[at]);
            let between = &text.as_str()[end..next.start as usize];
            // Most paragraphs end with a full stop.
            let goes_on = next.flags.is_capital() && between.chars().all(char::is_whitespace);
            if goes_on && let Some(place) = Place::before(context, end) {
                found.extend(place.cut_paragraph());
            }
        }
        if text.part().is_last
            && let Some(place) = Place::before(context, text.as_str().trim_end().len())
        {
            found.extend(place.cut_teaser().or_else(|| place.cut_word()).or_else(|| place.cut_sentence()));
        }
    }
}

/// The end of a paragraph in a language with a lexicon.
struct Place<'c> {
    language: &'c Language,
    words: &'c [Word],
    paragraph: &'c str,
    offset: usize,
    /// The last word as it is spelt.
    spelled: &'c str,
}

impl<'c> Place<'c> {
    fn before(context: &Context<'c>, end: usize) -> Option<Self> {
        let text = context.text;
        let line = text.line_around(end);
        let all = text.words();
        let first = all.partition_point(|w| (w.start as usize) < line.start);
        let words = &all[first..all.partition_point(|w| w.end as usize <= end)];
        let last = words.last()?;
        let language = context.language_at(last.start as usize).filter(|language| language.has_words())?;
        let paragraph = text.slice(Span::new(line.start, end));
        Some(Self { language, words, paragraph, offset: line.start, spelled: text.word(last) })
    }

    /// `no longer stop at the`, and the next paragraph begins: only words that never end a sentence tell.
    fn cut_paragraph(&self) -> Option<Finding> {
        let last = self.words.last()?;
        (!last.flags.is_capital() && !self.language.may_end_sentence(last.hash)).then(|| self.cut_sentence()).flatten()
    }

    /// `nurses on night shift and [...]`.
    fn cut_teaser(&self) -> Option<Finding> {
        let before = before_mark(self.paragraph)?.trim_end();
        let mid_sentence = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ',');
        let last = self.words.iter().rev().find(|word| word.end as usize <= self.offset + before.len())?;
        (mid_sentence && last_stop(before).is_some()).then(|| {
            let end = self.offset + self.paragraph.len();
            Finding::flag(RULE, Span::new(last.start as usize, end), "the text was cut off inside a sentence")
        })
    }

    /// `make out the inscripti...`: an ellipsis behind letters that are no word.
    fn cut_word(&self) -> Option<Finding> {
        let (before, last) = (without_ellipsis(self.paragraph)?, self.words.last()?);
        let behind_it = last.end as usize == self.offset + before.len() && last.gap == Gap::Space;
        // Where words are joined or grow by endings, many are in no lexicon.
        let tells = !self.language.compounds() && !self.language.agglutinates();
        (behind_it && tells && self.is_part_of_word(last, LEAST_LETTERS) && last_stop(before).is_some()).then(|| {
            let place = Span::new(last.start as usize, self.offset + self.paragraph.len());
            Finding::flag(RULE, place, "the text was cut off inside a word")
        })
    }

    /// True for small letters, so many at least, that are no word.
    fn is_part_of_word(&self, word: &Word, least: usize) -> bool {
        let flags = word.flags;
        let plain = !flags.is_capital() && !flags.has_digit() && !flags.is_unspaced();
        plain && self.language.zipf(word.hash) == 0.0 && self.spelled.chars().count() >= least
    }

    fn cut_sentence(&self) -> Option<Finding> {
        let (last, before) = (self.words.last()?, self.words.iter().nth_back(1)?);
        let end = self.offset + self.paragraph.len();
        let ends_bare = last.end as usize == end || self.paragraph.ends_with(',') && last.end as usize + 1 == end;
        if !ends_bare || last.flags.has_digit() || last.flags.is_unspaced() || last.gap != Gap::Space {
            return None;
        }
        // Two sentences or a long one before, then at least three words of the broken one.
        let broken_from = self.offset + last_stop(self.paragraph)?;
        let broken = self.words.iter().rev().take_while(|w| w.start as usize >= broken_from).take(3).count();
        if broken < 3 || self.paragraph.matches(' ').take(12).count() < 12 {
            return None;
        }
        let function = !self.language.may_end_sentence(last.hash);
        (function || self.is_part_of_word(last, 2) || self.paragraph.ends_with(',')).then(|| {
            let place = Span::new(if function { before.start } else { last.start } as usize, end);
            Finding::flag(RULE, place, "the text breaks off inside a sentence")
        })
    }
}

/// What stands before the mark of something left out: `[...]`, `… [+2314 chars]`, `… Read more`.
fn before_mark(paragraph: &str) -> Option<&str> {
    let counted = || {
        let rest = paragraph.strip_suffix(" chars]")?;
        let before = rest.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix("[+")?;
        Some(without_ellipsis(before).unwrap_or(before))
    };
    let linked = || without_ellipsis(LINKS.iter().find_map(|link| paragraph.strip_suffix(link))?);
    MARKS.iter().find_map(|mark| paragraph.strip_suffix(mark)).or_else(counted).or_else(linked)
}

fn without_ellipsis(text: &str) -> Option<&str> {
    let text = text.trim_end();
    text.strip_suffix('…').or_else(|| text.strip_suffix("..."))
}

/// Where the last finished sentence ends.
fn last_stop(paragraph: &str) -> Option<usize> {
    let inner = paragraph.trim_end_matches(['.', '…', '[', ']', '(', ')', ' ']);
    inner
        .rmatch_indices(STOPS)
        .find(|(i, _)| {
            inner[*i..].chars().nth(1).is_none_or(|c| c.is_whitespace() || matches!(c, '”' | '"' | '»' | '’'))
        })
        .map(|(i, s)| i + s.len())
}
