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
use crate::text::{
    Columns, Gap, Kept, Known, Word,
    block::matching,
    words::column::{Column, Writer, shape},
};

/// A passage is at least this many words, if lines allow; headings go with what follows.
const PASSAGE: usize = 40;
/// A list without blank lines is cut after so many.
const LONG_PASSAGE: usize = 120;
/// After so many even a sentence is cut.
const LONGEST_PASSAGE: usize = 4 * LONG_PASSAGE;

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

impl Last {
    /// Leaves the guests out, or all but the one at this place.
    fn narrow_to(&mut self, at: usize, words: &[Word], guests: &[Guest]) {
        let start_of = |guest: &Guest| words[guest.words.start].start as usize;
        let next = guests.partition_point(|guest| start_of(guest) <= at);
        if let Some(guest) = next.checked_sub(1).map(|before| &guests[before]) {
            let end = words.get(guest.words.end).map_or(usize::MAX, |word| word.start as usize);
            if at < end {
                *self = Self { start: start_of(guest), end, language: guest.language };
                return;
            }
            self.start = self.start.max(end);
        }
        if let Some(guest) = guests.get(next) {
            self.end = self.end.min(start_of(guest));
        }
    }
}

struct Passage {
    start: u32,
    words: Range<usize>,
}

/// The language of each passage, and how common each word of the text is in it.
struct Survey {
    judged: Vec<Judged>,
    commonness: Column,
    /// Stretches in another language than their passage, in order.
    guests: Vec<Guest>,
}

/// A paragraph, a line or a clause in another language than the passage it stands in: what is quoted, or said twice.
struct Guest {
    words: Range<usize>,
    language: Told,
}

/// The language of a passage, and how it was told.
#[derive(Clone, Copy)]
struct Judged {
    language: Told,
    /// The language of a passage before, which was tried first.
    tried: Option<Told>,
    /// Whether it could not be told from the passage, so that the whole text was asked.
    by_whole: bool,
    /// Whether the passage has guests.
    is_mixed: bool,
}

/// What was found of a text before some edits, and which of its words they left alone.
struct Before<'p> {
    passages: &'p [Passage],
    survey: &'p Survey,
    kept: &'p [Kept],
}

impl Before<'_> {
    /// The same passage before, with its judgement, if that would be the same now.
    fn judged(&self, words: &Range<usize>, tried: Option<Told>) -> Option<(Judged, &[u8])> {
        let run = self.kept[..self.kept.partition_point(|kept| kept.new <= words.start)].last()?;
        let start = words.start - run.new + run.old;
        let same = self.passages.binary_search_by_key(&start, |passage| passage.words.start).ok()?;
        let (judged, before) = (self.survey.judged[same], &self.passages[same].words);
        let holds = words.end <= run.new + run.length && words.len() == before.len();
        let judged_alike = judged.tried == tried && !judged.by_whole && !judged.is_mixed;
        (holds && judged_alike).then(|| (judged, &self.survey.commonness.words()[before.clone()]))
    }
}

impl Survey {
    /// A passage that the language of the one before suits well is not asked for others: its words have to be looked up in
    /// that language anyway.
    fn of(passages: &[Passage], words: &[Word], languages: &Languages, before: Option<&Before<'_>>) -> Self {
        let (mut all_judged, mut commonness) = (Vec::new(), Writer::with_capacity(words.len()));
        let mut whole = None;
        let mut tried: Option<Told> = None;
        let mut rated = Vec::new();
        // Passages that were looked at before, and have no guests.
        let mut settled = Vec::with_capacity(passages.len());
        for passage in passages {
            let here = passage.words.clone();
            let judged = if let Some((judged, known)) = before.and_then(|before| before.judged(&here, tried)) {
                commonness.extend(known.iter().copied());
                settled.push(true);
                judged
            } else {
                settled.push(false);
                let judged = judge(&words[here.clone()], tried, languages, &mut rated, || {
                    *whole.get_or_insert_with(|| tell(words, languages))
                });
                commonness.extend(rated.iter().map(|known| known.as_byte()));
                judged
            };
            all_judged.push(judged);
            if let Some(language) = languages.told(judged.language) {
                tried = Some(judged.language).filter(|_| language.has_words());
            }
        }
        let mut survey = Self { judged: all_judged, commonness: commonness.finish(), guests: Vec::new() };
        survey.find_guests(passages, &settled, words, languages);
        survey
    }

    /// Finds the stretches of passages that suit their languages badly and another well, and rates their words in that one.
    fn find_guests(&mut self, passages: &[Passage], settled: &[bool], words: &[Word], languages: &Languages) {
        let met = Commonness::of_zipf(MET).as_byte();
        let unmet = matching(self.commonness.words(), |known| known < met).filter(|&at| words[at].flags.is_plain());
        let unmet: Vec<usize> = unmet.collect();
        let mut left = &unmet[..];
        let mut passage = 0;
        while let Some(&first) = left.first() {
            passage += passages[passage..].partition_point(|passage| passage.words.end <= first);
            let here = &passages[passage].words;
            if settled[passage] {
                left = &left[left.partition_point(|&at| at < here.end)..];
                continue;
            }
            let line = around(words, here, first, |gap| !matches!(gap, Gap::Paragraph | Gap::Line));
            let mut of_line;
            (of_line, left) = left.split_at(left.partition_point(|&at| at < line.end));
            if self.is_guest(passage, line.clone(), of_line.len(), words, languages) {
                continue;
            }
            while let Some(&first) = of_line.first() {
                let clause = around(words, &line, first, |gap| gap != Gap::Other);
                let of_clause;
                (of_clause, of_line) = of_line.split_at(of_line.partition_point(|&at| at < clause.end));
                if clause != line {
                    self.is_guest(passage, clause, of_clause.len(), words, languages);
                }
            }
        }
    }

    /// True for a guest, which is noted. So many of its plain words were not met in the language of the passage.
    fn is_guest(
        &mut self,
        passage: usize,
        range: Range<usize>,
        unmet: usize,
        words: &[Word],
        languages: &Languages,
    ) -> bool {
        let words = &words[range.clone()];
        // Of more plain words than this so few are no sign.
        let many = unmet * 10;
        if words.iter().filter(|word| word.flags.is_plain()).take(many).count() == many {
            return false;
        }
        let known = &mut self.commonness.words_mut()[range.clone()];
        let as_host = Fit::of(words, known.iter().copied(), MET);
        if !as_host.is_poor() {
            return false;
        }
        let judged = &mut self.judged[passage];
        let told = tell(words, languages);
        let language = languages.told(told).filter(|language| told != judged.language && language.has_words());
        let Some(language) = language else { return false };
        let mut rated = Vec::new();
        language.rate(words, &mut rated);
        let rated = rated.iter().map(|known| known.as_byte());
        let as_guest = Fit::of(words, rated.clone(), MET);
        let is_guest = as_guest.is_good() && as_guest.is_better_than(as_host);
        if is_guest {
            known.iter_mut().zip(rated).for_each(|(known, anew)| *known = anew);
            judged.is_mixed = true;
            self.guests.push(Guest { words: range, language: told });
        }
        is_guest
    }
}

/// Tells the language of a passage, and rates its words in it.
fn judge(
    words: &[Word],
    tried: Option<Told>,
    languages: &Languages,
    rated: &mut Vec<Commonness>,
    whole: impl FnOnce() -> Told,
) -> Judged {
    rated.clear();
    if let Some((told, language)) = tried.and_then(|told| Some((told, languages.told(told)?))) {
        language.rate(words, rated);
        if suits(words, rated) {
            return Judged { language: told, tried, by_whole: false, is_mixed: false };
        }
        rated.clear();
    }
    let told = tell(words, languages);
    let by_whole = told == Told::Unclear;
    let language = if by_whole { whole() } else { told };
    match languages.told(language) {
        Some(language) => language.rate(words, rated),
        None => rated.resize(words.len(), Commonness::UNASKED),
    }
    Judged { language, tried, by_whole, is_mixed: false }
}

/// The fewest plain words by which a passage can be seen to be in a language.
const PLAIN_WORDS: u32 = 16;

/// True if words are so common in a language that they are surely in it: of the plain ones 15 in 16 are known, and a fifth
/// are among the commonest. Related languages hardly ever reach that (`tests/languages.rs`).
fn suits(words: &[Word], commonness: &[Commonness]) -> bool {
    let fit = Fit::of(words, commonness.iter().map(|known| known.as_byte()), 2.0);
    fit.plain >= PLAIN_WORDS && fit.met * 16 >= fit.plain * 15 && fit.usual * 5 >= fit.plain
}

/// How well some words suit the language in which they were rated.
#[derive(Clone, Copy, Default)]
struct Fit {
    plain: u32,
    /// Those that are not rare.
    met: u32,
    /// Those that are among the commonest.
    usual: u32,
}

impl Fit {
    /// `met`: the Zipf frequency from which on a word is not rare.
    fn of(words: &[Word], commonness: impl Iterator<Item = u8>, met: f32) -> Self {
        let [met, usual] = [met, USUAL].map(|zipf| Commonness::of_zipf(zipf).as_byte());
        let mut fit = Self::default();
        for (word, found) in words.iter().zip(commonness) {
            let is_plain = word.flags.is_plain();
            fit.plain += u32::from(is_plain);
            fit.met += u32::from(is_plain & (found >= met));
            fit.usual += u32::from(is_plain & (found >= usual));
        }
        fit
    }

    fn is_poor(self) -> bool {
        let few = |tenths| self.met * 10 < self.plain * tenths;
        self.plain >= GUEST_WORDS && (few(8) || few(9) && self.usual * 6 < self.plain)
    }

    fn is_good(self) -> bool {
        self.met * 10 >= self.plain * 8 && self.usual * 6 >= self.plain
    }

    fn is_better_than(self, other: Self) -> bool {
        let clearly = if self.met == self.plain { CLEARLY - 1 } else { CLEARLY };
        self.met + self.usual >= other.met + other.usual + clearly
    }
}

/// From this Zipf frequency on a word is among the commonest.
const USUAL: f32 = 6.0;

/// The fewest plain words that can be seen to be in another language than their passage.
const GUEST_WORDS: u32 = 4;

/// How much better they suit that one, in words met and words that are among the commonest.
const CLEARLY: u32 = 3;

/// From this Zipf frequency on a word is met in the language of a guest, or of its host.
const MET: f32 = 3.5;

/// The words around one, within some, that are tied to it by gaps of a kind.
fn around(words: &[Word], within: &Range<usize>, at: usize, ties: impl Fn(Gap) -> bool) -> Range<usize> {
    let start = (within.start + 1..=at).rev().find(|&i| !ties(words[i].gap)).unwrap_or(within.start);
    let end = (at + 1..within.end).find(|&i| !ties(words[i].gap)).unwrap_or(within.end);
    start..end
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
    pub fn new(words: &[Word], columns: &Columns) -> Self {
        let mut passages: Vec<Passage> = Vec::new();
        // Where the passage begins, and whether that is inside a paragraph.
        let (mut first, mut inside) = (0, false);
        let breaks = columns.select(|at| {
            let shape = columns.shape.block(at);
            move |i| shape[i] & (shape::SPACE | shape::APOSTROPHE) == 0
        });
        for index in breaks.into_iter().chain([words.len()]) {
            while index - first > LONGEST_PASSAGE {
                let end = first + LONGEST_PASSAGE;
                close(&mut passages, words, first..end, inside);
                (first, inside) = (end, true);
            }
            let Some(word) = words.get(index) else { break };
            let length = index - first;
            let ends = match word.gap {
                Gap::Paragraph => length >= PASSAGE || inside,
                Gap::Line | Gap::Other => length >= LONG_PASSAGE,
                _ => length >= LONGEST_PASSAGE,
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

    /// The passages of a text edited from this one.
    #[must_use]
    pub fn after(&self, known: &Known, languages: &Languages) -> Self {
        let after = Self::new(&known.words, &known.columns);
        let Some(survey) = self.survey.get() else { return after };
        let before = Before { passages: &self.passages, survey, kept: &known.kept };
        let survey = Survey::of(&after.passages, &known.words, languages, Some(&before));
        Self { survey: survey.into(), ..after }
    }

    fn survey(&self, words: &[Word], languages: &Languages) -> &Survey {
        self.survey.get_or_init(|| Survey::of(&self.passages, words, languages, None))
    }

    /// The language at a byte.
    #[inline]
    #[must_use]
    pub fn language_at<'a>(&self, at: usize, words: &[Word], languages: &'a Languages) -> Option<&'a Language> {
        self.language_until(at, words, languages)?.0
    }

    /// The language at a byte, where it can be told, and the end of the bytes it is told for; `None` where there is no word.
    #[must_use]
    pub fn language_until<'a>(
        &self,
        at: usize,
        words: &[Word],
        languages: &'a Languages,
    ) -> Option<(Option<&'a Language>, usize)> {
        let mut last = self.last.get();
        if !(last.start..last.end).contains(&at) {
            let index = self.passages.partition_point(|p| p.start as usize <= at).saturating_sub(1);
            let passage = self.passages.get(index)?;
            let end = self.passages.get(index + 1).map_or(usize::MAX, |next| next.start as usize);
            let survey = self.survey(words, languages);
            let language = survey.judged.get(index)?.language;
            last = Last { start: passage.start as usize, end, language };
            last.narrow_to(at, words, &survey.guests);
            self.last.set(last);
        }
        Some((languages.told(last.language), last.end))
    }

    /// How common each word is in the language of its passage, as [`Commonness::as_byte`] has it.
    #[must_use]
    pub fn commonness(&self, words: &[Word], languages: &Languages) -> &Column {
        &self.survey(words, languages).commonness
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        patch::{Edit, Patch},
        text::{Format, Text},
    };

    #[test]
    fn what_is_quoted_has_its_own_language() {
        let languages = Languages::shipped();
        let source = "Você tem que resistir a isso e eu preferiria ser perseguido do que cercado.\n\n\
            Despite this, they both seem to have held at least parts of the lower town.\n\n\
            Ele respondeu «je ne sais pas ce que vous voulez dire» e foi embora sem falar com ninguém.\n";
        let text = Text::new(source, Format::Plain);
        let passages = Passages::new(text.words(), text.columns());
        let code = |words: &str| {
            let at = source.find(words).expect("a part of it");
            passages.language_at(at, text.words(), languages).map(Language::code)
        };
        for (words, language) in
            [("falar", "pt"), ("seem", "en"), ("resistir", "pt"), ("sais", "fr"), ("respondeu", "pt"), ("town", "en")]
        {
            assert_eq!(code(words), Some(language), "{words}");
        }
    }

    #[test]
    fn what_is_known_after_an_edit_is_what_would_be_found() {
        let english =
            "The house by the river was sold in the autumn, and nobody in the village knew who had bought it. ";
        let german = "Das Haus am Fluss wurde im Herbst verkauft, und niemand im Dorf wusste, wer es gekauft hatte. ";
        let unclear = "Xylo 12 Zebulon, Qart 7 Mirv. ";
        let pages = [english.repeat(4), german.repeat(4), unclear.repeat(3), german.repeat(9), english.repeat(40)];
        let source = pages.join("\n\n").repeat(3);
        let languages = Languages::shipped();
        let text = Text::new(&source, Format::Plain);
        let passages = Passages::new(text.words(), text.columns());
        passages.survey(text.words(), languages);
        for edits in [
            vec![Edit::new(0..4, "")],
            vec![Edit::new(500..501, "\n\n"), Edit::new(900..960, "«")],
            vec![Edit::new(2_000..4_000, ""), Edit::new(9_000..9_000, german)],
        ] {
            let patch = Patch::from_edits(edits);
            let edited = patch.apply(&source);
            let known = text.known_after(&patch, &edited).expect("the text was cut");
            let after = passages.after(&known, languages);
            let fresh = Passages::new(&known.words, &known.columns);
            let told = |passages: &Passages| {
                let judged = &passages.survey(&known.words, languages).judged;
                let starts = passages.passages.iter().map(|passage| passage.words.start);
                starts.zip(judged.iter().map(|judged| judged.language)).collect::<Vec<_>>()
            };
            assert_eq!(told(&after), told(&fresh));
            let rated = |passages: &Passages| passages.commonness(&known.words, languages).words().to_vec();
            assert_eq!(rated(&after), rated(&fresh));
        }
    }
}
