//! A word twice in a row: `the the`.
//!
//! Function words that never stand twice in good prose are sure slips, in one line or across a line end. Of other words
//! only those are taken that the language knows well and never pairs with themselves; emphasis (`very very`), names
//! (`Duran Duran`), figures, interjections and the many languages that double words on purpose are left alone. Without
//! knowledge of the language nothing is said.

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::Language,
    text::{Copies, Gap, Letters, Text},
};

const RULE: &str = "repeated-word";

/// A word this frequent would have been met beside itself if it ever stood so on purpose.
const WELL_KNOWN: f32 = 4.0;

/// The shortest content word that is taken; shorter ones are mostly interjections and abbreviations.
const SHORTEST: usize = 4;

/// Languages that double words as grammar or as everyday emphasis: only function words are judged there.
const REDUPLICATING: &[&str] = &[
    "af", "ar", "bn", "fa", "gu", "ha", "he", "hi", "hy", "id", "it", "ja", "jv", "ka", "kk", "km", "kn", "ko", "ky", "lo",
    "mi", "ml", "mr", "ms", "my", "ne", "pa", "si", "sm", "so", "su", "sw", "ta", "te", "th", "tk", "tl", "tr", "tt", "ur",
    "uz", "vi", "yo", "zh", "zu",
];

/// The filter.
pub struct RepeatedWord;

impl Filter for RepeatedWord {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Repetition
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        for repeat in text.repeats().iter().filter(|r| r.period == 1) {
            let Some(copies) = repeat.copies(text) else { continue };
            let applicability = match context.language_at(copies.first.start) {
                _ if is_double_particle(text, &copies) => Some(Applicability::Safe),
                Some(language) => judge(text, &copies, language),
                None => None,
            };
            if let Some(applicability) = applicability {
                let (span, with) = copies.removal(text);
                let times = if copies.count == 2 { "twice".into() } else { format!("{} times", copies.count) };
                let message = format!("`{}` {times} in a row", text.slice(copies.second));
                found.push(Finding::edit(RULE, applicability, span, with, message));
            }
        }
    }
}

/// The Japanese object particle is written with a letter of its own, which starts no word and never stands twice.
fn is_double_particle(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    copies.joint.is_empty() && copies.count == 2 && text.slice(copies.first) == "を"
}

fn judge(text: &Text<'_>, copies: &Copies<'_>, language: &Language) -> Option<Applicability> {
    let words = text.words();
    let (first, second) = (&words[copies.start], &words[copies.start + 1]);
    let joined = match second.gap {
        Gap::Space | Gap::Blanks => true,
        Gap::Line => is_wrapped(text, copies),
        _ => false,
    };
    if !language.has_words() || !joined || first.flags.has_digit() || first.flags.is_unspaced() || is_specimen(text, copies) {
        return None;
    }
    if language.is_function_word(first.hash) {
        if language.may_double(first.hash) {
            return None;
        }
        return Some(match copies.letters {
            Letters::Same if !first.flags.is_capital() => Applicability::Safe,
            Letters::FirstCapital => Applicability::Safe,
            _ => Applicability::Unsafe,
        });
    }
    let content = copies.count == 2
        && copies.letters == Letters::Same
        && !first.flags.is_capital()
        && copies.letters_in(text) >= SHORTEST
        && !REDUPLICATING.contains(&language.code())
        && !language.may_double(first.hash)
        && language.zipf(first.hash) >= WELL_KNOWN
        && language.pair(first.hash, first.hash) == 0.0
        && !text.is_quoted(copies.first);
    content.then_some(Applicability::Safe)
}

/// A text that speaks of doubled words quotes them: “the the”.
fn is_specimen(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let marks = |c: char| matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '`' | '「' | '」' | '*' | '_');
    text.before(copies.first.start).is_some_and(marks) && text.after(copies.rest.end).is_some_and(marks)
}

/// Across a line end the second copy is a slip only where the line was wrapped: long, and the next goes on in lower case.
fn is_wrapped(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    text.line_near(copies.first.start, 200).trim().len() >= 40
        && text.slice(copies.second).starts_with(char::is_lowercase)
        && !text.has_short_lines(copies.first)
}
