//! The same sentence again.
//!
//! A sentence that stands twice in a row, letter for letter, is a slip of pasting or generation unless it is short, a call or
//! a question, or stands in verse or speech. One that comes again a sentence or two later may be meant: the edit is
//! only proposed. Refrains, lists, transcripts and legal texts are left alone.

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    span::Span,
    text::{Copies, Gap, Letters, Repeat, Text},
};

const RULE: &str = "repeated-sentence";

/// A shorter sentence may stand twice for effect.
const LEAST_WORDS: usize = 4;
const LEAST_LETTERS: usize = 16;

/// In scripts without spaces every letter is a word to the repeat.
const LEAST_UNSPACED: usize = 8;

/// A sentence that comes again further on must be longer than one that follows itself.
const LEAST_DISTANT_WORDS: usize = 6;
const LEAST_DISTANT_UNSPACED: usize = 14;

/// The filter.
pub struct RepeatedSentence;

impl Filter for RepeatedSentence {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Repetition
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        for repeat in text.repeats() {
            if repeat.is_whole() && repeat.times() < 4 {
                let Some(copies) = repeat.copies(text) else { continue };
                if let Some(applicability) = judge(text, &copies) {
                    let (span, with) = copies.removal(text);
                    found.push(Finding::edit(RULE, applicability, span, with, "the same sentence again"));
                }
            } else if let Some(span) = distant(text, repeat) {
                found.push(Finding::probable(RULE, span, "", "a sentence of this passage again"));
            }
        }
    }
}

fn judge(text: &Text<'_>, copies: &Copies<'_>) -> Option<Applicability> {
    if !copies.joined_by_stop()
        || copies.joint.contains("\n\n")
        || copies.are_lines(text)
        || copies.letters != Letters::Same
        || !text.starts_sentence(copies.first.start)
        || !copies.is_balanced(text)
        || text.slice(copies.first).contains(['|', '\t'])
    {
        return None;
    }
    let long = if copies.are_unspaced(text) {
        copies.period >= LEAST_UNSPACED
    } else {
        copies.period >= LEAST_WORDS && copies.letters_in(text) >= LEAST_LETTERS
    };
    if !long || text.has_short_lines(copies.first) || is_cycle(text, copies) {
        return None;
    }
    let call = copies.joint.trim_start().starts_with(['!', '?', '！', '？', '؟', '…']);
    let brief = !copies.are_unspaced(text) && copies.period == LEAST_WORDS;
    Some(if call || brief || text.is_quoted(copies.first) { Applicability::Unsafe } else { Applicability::Safe })
}

/// `Rest for an hour. Stretch and fold. Rest for an hour. Stretch and fold.`: steps that are to be done again.
fn is_cycle(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let sentences = text.slice(copies.first).split(['.', '!', '?', ';']).filter(|part| !part.trim().is_empty());
    let (mut count, mut longest) = (0, 0);
    for sentence in sentences {
        count += 1;
        longest = longest.max(sentence.split_whitespace().count());
    }
    count > 1 && longest <= LONGEST_STEP
}

/// Words of a step; what is told of a place or a person takes more.
const LONGEST_STEP: usize = 7;

/// Where a whole sentence of a repeat that is cut short comes again.
fn distant(text: &Text<'_>, repeat: &Repeat) -> Option<Span> {
    let words = text.words();
    let unspaced = words[repeat.first].flags.is_unspaced();
    let least = if unspaced { LEAST_DISTANT_UNSPACED } else { LEAST_DISTANT_WORDS };
    if repeat.is_whole() || repeat.matched < least {
        return None;
    }
    // Behind initials (`P. O. Box`) no sentence starts, and none ends in a file name.
    let starts = |at: usize| {
        (at == 0 || matches!(words[at].gap, Gap::Other | Gap::None) && (unspaced || !words[at - 1].flags.is_single()))
            && text.starts_sentence(words[at].start as usize)
            && !text.word(&words[at]).starts_with(char::is_lowercase)
    };
    let ends = |at: usize| {
        let mut after = text.as_str()[words[at].end as usize..].chars();
        match after.next() {
            Some('.') => after.next().is_none_or(char::is_whitespace),
            stop => matches!(stop, Some('。' | '।')),
        }
    };
    let matched = repeat.first..repeat.first + repeat.matched;
    let from = matched.clone().find(|&at| starts(at) && starts(at + repeat.period))?;
    let to = matched.rev().find(|&at| ends(at) && ends(at + repeat.period))?;
    if to < from || to + 1 - from < least {
        return None;
    }
    let first = Span::new(words[from].start as usize, words[to].end as usize);
    let again = Span::new(words[from + repeat.period].start as usize, words[to + repeat.period].end as usize);
    let between = &text.as_str()[first.start..again.end];
    if text.slice(first) != text.slice(again)
        || between.contains(['\n', '"', '“', '”', '«', '»', '„', '「', '|', '\t'])
        || text.is_quoted(first)
    {
        return None;
    }
    // The full stop of the sentence before stays, that of the copy goes.
    let before = words[from + repeat.period - 1].end as usize;
    let stop = text.after(before)?.len_utf8();
    let own = text.after(again.end)?.len_utf8();
    (text.as_str()[before + stop..again.start].trim().is_empty()).then(|| Span::new(before + stop, again.end + own))
}
