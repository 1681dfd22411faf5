//! Mojibake, mended: text that was read in the wrong encoding once or several times.
//!
//! Which characters can have come from which bytes, and what makes a repair sure, is the business of
//! [`crate::text::mojibake`]; here its repairs become findings.

use crate::{
    finding::{Context, Filter, Finding, Stage},
    span::Span,
    text::{
        Subject, Text,
        mojibake::{self, Repair},
    },
};

/// No word has more letters on one side of a repair.
const LONGEST: usize = 256;

mod lost_byte;
mod lost_letters;
mod pages;

/// A garbled word that is shown without quotation marks is no longer than this, in bytes.
const LONGEST_SPECIMEN: usize = 64;

/// So many garbled words may be shown in one text.
const FEW: usize = 8;

/// How far from a garbled word in quotation marks it may stand as it should be, in bytes.
const SOUND_REACH: usize = 300;

/// Mends what can be mended, and flags what was lost on the way.
pub struct Mojibake;

impl Filter for Mojibake {
    fn rules(&self) -> &'static [&'static str] {
        &["mojibake", "lossy-mojibake"]
    }

    fn stage(&self) -> Stage {
        Stage::Encoding
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        for span in mojibake::question_marks(text.as_str(), &|name| text.is_about(Subject::Encodings, name)) {
            found.push(Finding::flag(
                "lossy-mojibake",
                span,
                "every letter of this was lost to a question mark; look for the original",
            ));
        }
        let repairs = mojibake::find(text.as_str(), &|span| text.protected().touches(span));
        // A broken passage has more than a few, and some outside quotations.
        let only_quoted = repairs.len() <= FEW && repairs.iter().all(|repair| text.is_quoted(repair.span));
        for repair in repairs {
            let sure = repair.sure || !repair.lossy && makes_words(context, &repair);
            if !sure && !repair.likely || is_shown(context.text, &repair, only_quoted) {
                continue;
            }
            let rule = if repair.lossy { "lossy-mojibake" } else { "mojibake" };
            found.push(if sure {
                Finding::safe(rule, repair.span, repair.with, repair.steps)
            } else {
                Finding::probable(rule, repair.span, repair.with, repair.steps)
            });
        }
        lost_letters::find(context, found);
        if !context.text.as_str().is_ascii() {
            pages::find(context, found);
            lost_byte::find(context, found);
        }
    }
}

/// The places of findings, in order, each as far as those before it reach.
struct Mended(Vec<Span>);

impl Mended {
    fn by(found: &[Finding]) -> Self {
        let mut spans: Vec<Span> = found.iter().map(|finding| finding.span).collect();
        spans.sort_unstable();
        let mut reach = 0;
        for span in &mut spans {
            reach = span.end.max(reach);
            span.end = reach;
        }
        Self(spans)
    }

    fn touches(&self, span: Span) -> bool {
        let next = self.0.partition_point(|mended| mended.end <= span.start);
        self.0.get(next).is_some_and(|mended| mended.start < span.end)
    }
}

/// True if a text shows how something was garbled: it names encodings, or gives the word as it should be beside a quotation.
fn is_shown(text: &Text<'_>, repair: &Repair, only_quoted: bool) -> bool {
    let span = repair.span;
    if text.is_about(Subject::Encodings, span) {
        return span.len() <= LONGEST_SPECIMEN || text.is_quoted(span);
    }
    if !only_quoted {
        return false;
    }
    let (head, tail) = (text.letters_before(span.start), text.letters_after(span.end));
    let word = [head, &repair.with, tail].concat();
    let before = text.stretch_before(span.start - head.len(), SOUND_REACH);
    let after = text.stretch_after(span.end + tail.len(), SOUND_REACH);
    word.len() > repair.with.len() && (before.contains(&word) || after.contains(&word))
}

/// A span with the characters of a kind on both sides of it, so many at most on each.
fn widened(span: Span, text: &str, most: usize, is_of: impl Fn(char) -> bool) -> Span {
    let of_kind = |c: &char| is_of(*c);
    let head: usize = text[..span.start].chars().rev().take(most).take_while(of_kind).map(char::len_utf8).sum();
    let tail: usize = text[span.end..].chars().take(most).take_while(of_kind).map(char::len_utf8).sum();
    Span::new(span.start - head, span.end + tail)
}

/// True if the language of the passage knows every word that a repair makes, and it makes one.
fn makes_words(context: &Context<'_>, repair: &Repair) -> bool {
    let text = context.text.as_str();
    let letter = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’');
    let around = widened(repair.span, text, LONGEST, letter);
    let whole = [&text[around.start..repair.span.start], &repair.with, &text[repair.span.end..around.end]].concat();
    let mut words = whole.split(|c| !letter(c)).filter(|word| !word.is_ascii()).peekable();
    if words.peek().is_none() || whole.chars().any(|c| !letter(c) && !c.is_ascii()) {
        return false;
    }
    let Some(language) = context.language_by_few(repair.span.start).filter(|l| l.has_words()) else { return false };
    words.all(|word| {
        let mut letters = word.chars();
        match (letters.next(), letters.next()) {
            (Some(one), None) => language.is_one_letter_word(one),
            _ => language.knows(word.trim_matches(['\'', '’'])),
        }
    })
}
