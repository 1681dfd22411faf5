//! A repeat laid out in the text: where its first copy ends, what joins the copies, what goes when they become one.
//!
//! The words of a repeat do not say where a copy starts: `the old man the old man the` holds for three starts. The
//! punctuation does. A start fits if the copies are joined inside by the same marks; then taking out every copy but
//! the first, each with the mark before it, leaves the text as it was before it was doubled.

use std::ops::Range;

use super::{Gap, Repeat, Text, Word, surroundings};
use crate::span::Span;

/// The longest joint that is looked into, in bytes.
const LONGEST_JOINT: usize = 32;

/// How the letters of the copies agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// Every letter.
    Same,
    /// The first copy starts with a capital, as at the start of a sentence.
    FirstCapital,
    /// The words agree, their capitals or apostrophes do not.
    Differ,
}

/// A whole repeat laid out in the text.
#[derive(Clone, Debug)]
pub struct Copies<'t> {
    /// The first word of the first copy.
    pub start: usize,
    /// How many words a copy has.
    pub period: usize,
    /// How many whole copies there are, two or more.
    pub count: usize,
    /// The first copy.
    pub first: Span,
    /// The second copy.
    pub second: Span,
    /// From the end of the first copy to the end of the last.
    pub rest: Span,
    /// What joins the first copy to the second.
    pub joint: &'t str,
    /// How their letters agree.
    pub letters: Letters,
    /// How many words of one more copy follow the last whole one.
    pub over: usize,
}

/// What lies between a word and the one before it, or the start of the text.
fn gap<'t>(text: &Text<'t>, words: &[Word], at: usize) -> &'t str {
    let from = at.checked_sub(1).map_or(0, |before| words[before].end as usize);
    &text.as_str()[from..words[at].start as usize]
}

/// Two gaps that differ at most in where the line was broken.
fn alike(a: &str, b: &str) -> bool {
    a == b
        || a.is_empty() == b.is_empty()
            && a.contains("\n\n") == b.contains("\n\n")
            && a.split_whitespace().eq(b.split_whitespace())
}

fn compare(text: &Text<'_>, words: &[Word], from: usize, period: usize) -> Letters {
    let mut letters = Letters::Same;
    for at in from..from + period {
        let (a, b) = (text.word(&words[at]), text.word(&words[at + period]));
        if a != b {
            if at == from
                && words[at].flags.is_capital()
                && !words[at + period].flags.is_capital()
                && words[at].hash == words[at + period].hash
            {
                letters = Letters::FirstCapital;
            } else {
                return Letters::Differ;
            }
        }
    }
    letters
}

impl Repeat {
    /// Lays a whole repeat out; `None` if punctuation parts the words of one copy otherwise than those of another.
    #[must_use]
    pub fn copies<'t>(&self, text: &Text<'t>) -> Option<Copies<'t>> {
        let words = text.words();
        let (period, spare) = (self.period, self.matched.checked_sub(self.period)?);
        let inner_alike = |start: usize| {
            (start + 1..start + period).all(|at| alike(gap(text, words, at), gap(text, words, at + period)))
        };
        let fits = |&start: &usize| inner_alike(start);
        let mut starts = (self.first..=self.first + spare.min(period - 1)).filter(fits);
        let mut start = starts.next()?;
        // Of several that fit, one at the start of a sentence or behind a mark is the clearest to read.
        if period > 1
            && gap(text, words, start).trim().is_empty()
            && let Some(better) = starts.take(32).find(|&s| {
                text.starts_sentence(words[s].start as usize) && !gap(text, words, s + period).trim().is_empty()
            })
        {
            start = better;
        }
        let joint = gap(text, words, start + period);
        let most = (self.end() - start) / period;
        let mut count = 2;
        while count < most {
            let from = start + count * period;
            let same = alike(gap(text, words, from), joint)
                && (from + 1..from + period).all(|at| alike(gap(text, words, at), gap(text, words, at - period)));
            if !same {
                break;
            }
            count += 1;
        }
        let letters = (0..count - 1).map(|i| compare(text, words, start + i * period, period)).enumerate().fold(
            Letters::Same,
            |all, (i, one)| match (i, all, one) {
                (_, all, Letters::Same) => all,
                (0, _, one) => one,
                _ => Letters::Differ,
            },
        );
        let last = start + count * period - 1;
        let first = Span::new(words[start].start as usize, words[start + period - 1].end as usize);
        Some(Copies {
            start,
            period,
            count,
            first,
            second: Span::new(words[start + period].start as usize, words[start + 2 * period - 1].end as usize),
            rest: Span::new(first.end, words[last].end as usize),
            joint,
            letters,
            over: self.end() - 1 - last,
        })
    }
}

impl<'t> Copies<'t> {
    /// The places of the words of all copies.
    #[must_use]
    pub const fn places(&self) -> Range<usize> {
        self.start..self.start + self.count * self.period
    }

    /// The words of the first copy.
    #[must_use]
    pub fn words<'w>(&self, text: &'w Text<'_>) -> &'w [Word] {
        &text.words()[self.start..self.start + self.period]
    }

    /// What takes the copies after the first out: a span and what replaces it.
    ///
    /// A line end among what goes is kept in place of the blank that follows, so that wrapped lines stay lines.
    #[must_use]
    pub fn removal(&self, text: &Text<'_>) -> (Span, &'t str) {
        let wrapped = self.joint.contains('\n') && !self.joint.contains("\n\n") && self.joint.trim().is_empty();
        if wrapped && text.after(self.rest.end) == Some(' ') {
            return (Span::new(self.rest.start, self.rest.end + 1), self.joint);
        }
        (self.rest, "")
    }

    /// True if taking the copies out leaves every bracket, quotation mark and full stop paired with its own: what closes
    /// the first copy must close the last one too, and what opens the second must open the first. A comma may go.
    #[must_use]
    pub fn is_balanced(&self, text: &Text<'_>) -> bool {
        let before = text.stretch_before(self.first.start, 2 * LONGEST_JOINT).trim_end();
        let after = text.stretch_after(self.rest.end, 2 * LONGEST_JOINT).trim_start();
        let parted = |at: usize| {
            let (closer, opener) = (self.joint[..at].trim(), self.joint[at..].trim());
            let closer = closer.trim_end_matches([',', '，', '、', '،']);
            after.starts_with(closer) && before.ends_with(opener)
        };
        self.joint.len() <= LONGEST_JOINT
            && self.joint.char_indices().map(|(at, _)| at).chain([self.joint.len()]).any(parted)
    }

    /// True if blanks alone join the copies, or nothing in a script without spaces.
    #[must_use]
    pub fn joined_by_blanks(&self) -> bool {
        self.joint.trim().is_empty()
    }

    /// True if a comma joins the copies.
    #[must_use]
    pub fn joined_by_comma(&self) -> bool {
        matches!(self.joint.trim(), "," | "，" | "、" | "،")
    }

    /// True if the first copy ends with a full stop or its like.
    #[must_use]
    pub fn joined_by_stop(&self) -> bool {
        self.joint
            .trim_start_matches(|c| surroundings::closes(c) || matches!(c, ' ' | '%' | '°' | '€' | '$'))
            .starts_with(surroundings::ends_sentence)
    }

    /// True if the copies are whole lines, each on its own.
    #[must_use]
    pub fn are_lines(&self, text: &Text<'_>) -> bool {
        self.joint.contains('\n')
            && text
                .stretch_before(self.first.start, 16)
                .trim_end_matches(|c: char| c != '\n' && !c.is_alphanumeric())
                .chars()
                .next_back()
                .is_none_or(|c| c == '\n')
    }

    /// How many letters a copy has, counted up to 64; digits and marks are none.
    #[must_use]
    pub fn letters_in(&self, text: &Text<'_>) -> usize {
        text.slice(self.first).chars().filter(|c| c.is_alphabetic()).take(64).count()
    }

    /// True if punctuation parts the words of a copy: other than a hyphen, an apostrophe or the full stop of an ordinal.
    #[must_use]
    pub fn has_inner_marks(&self, text: &Text<'_>) -> bool {
        let is_mark = |pair: &[Word]| match pair[1].gap {
            Gap::Paragraph => true,
            Gap::Other => {
                let between = &text.as_str()[pair[0].end as usize..pair[1].start as usize];
                !(between == ". " && pair[0].flags.has_digit())
            }
            _ => false,
        };
        self.words(text).windows(2).any(is_mark)
    }

    /// True if the copies are written in a script without spaces between words.
    #[must_use]
    pub fn are_unspaced(&self, text: &Text<'_>) -> bool {
        self.words(text).iter().all(|w| w.flags.is_unspaced())
    }
}
