//! Loops: the same words over and over, as language models and speech recognition leave them.
//!
//! `and the doors are open, and the doors are open, …` becomes one copy, in place. Four copies in a row of three words or
//! more are no style in running prose; verse, chants and quotations get more room. Interjections (`ha ha ha ha`),
//! figures, rules of dashes and lists of short values are left alone: there the repetition is the content.

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    span::Span,
    text::{Copies, Letters, Repeat, Text},
};

const RULE: &str = "repetition-loop";

/// So many copies of one thing in a row are a loop.
const LEAST_COPIES: usize = 4;

/// So many are one even in verse or between quotation marks.
const BEYOND_STYLE: usize = 6;

/// The longest word that may stand between two copies, in bytes: `and`, `или`.
const LONGEST_JOINING: u32 = 6;

/// The filter.
pub struct RepetitionLoop;

impl Filter for RepetitionLoop {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Repetition
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        for repeat in text.repeats().iter().filter(|r| r.times() >= LEAST_COPIES) {
            let Some(mut copies) = repeat.copies(text) else { continue };
            if copies.count < LEAST_COPIES {
                continue;
            }
            take_in_the_rest(text, repeat, &mut copies);
            if let Some(applicability) = judge(text, &copies) {
                let (span, with) = copies.removal(text);
                let message = format!("the same words {} times in a row", copies.count);
                found.push(Finding::edit(RULE, applicability, span, with, message));
            }
        }
    }
}

/// Words of one more copy after the last whole one belong to the loop where the text breaks off in it, and where only
/// the word that joins two copies is missing: `the wood and the wood and the wood`.
fn take_in_the_rest(text: &Text<'_>, repeat: &Repeat, copies: &mut Copies<'_>) {
    let words = text.words();
    let end = words[repeat.end() - 1].span().end;
    if copies.over + 1 == copies.period && copies.period > 2 {
        let joining = &words[copies.start + copies.period - 1];
        if joining.end - joining.start <= LONGEST_JOINING {
            let last = words[copies.start + copies.period - 2].span().end;
            copies.first.end = last;
            copies.rest = Span::new(last, end);
        }
    } else if copies.over > 0 && repeat.end() == words.len() {
        copies.rest.end = end;
    }
}

fn judge(text: &Text<'_>, copies: &Copies<'_>) -> Option<Applicability> {
    let letters = copies.letters_in(text);
    let unspaced = copies.are_unspaced(text);
    let joined_by_lines = copies.joint.contains('\n');
    let table = copies.joint.contains(['|', '\t']) || text.slice(copies.first).contains(['|', '\t']);
    if table || letters * 2 < copies.period || copies.letters == Letters::Differ {
        return None;
    }
    if unspaced {
        // Reduplication and sound words are short: ドキドキドキドキ.
        return (copies.period >= 4 || copies.period == 3 && copies.count >= BEYOND_STYLE)
            .then_some(Applicability::Safe);
    }
    let least = match (copies.period, letters) {
        (_, 0..=3) => return None,
        (1, _) if joined_by_lines => return None,
        (1, _) => 10,
        (2, 4..=7) => 8,
        (2, _) => BEYOND_STYLE,
        _ if joined_by_lines && letters < 12 => return None,
        _ if text.has_short_lines(copies.first) || text.is_quoted(copies.first) => BEYOND_STYLE,
        _ => LEAST_COPIES,
    };
    let names = copies.words(text).iter().all(|w| w.flags.is_capital() || w.flags.has_digit());
    match copies.count {
        n if n >= least && (!names || n >= BEYOND_STYLE) => Some(Applicability::Safe),
        n if n >= BEYOND_STYLE && copies.period == 1 && copies.joined_by_blanks() => Some(Applicability::Unsafe),
        _ => None,
    }
}
