//! A paragraph, or several lines, again.
//!
//! A paragraph of prose right after itself was pasted or extracted twice, and goes. So does a byline or a headline that
//! stands alone twice above the text. A long paragraph that comes again further on is only reported with a proposal. Short
//! lines (verse, lists, tables, captions), headings, code and markup are left alone: there lines come again by right.

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    span::Span,
    text::{Copies, Format, Letters, LineRepeat, Text},
};

const RULE: &str = "repeated-block";

/// A shorter paragraph may be a refrain or a caption.
const LEAST_BYTES: usize = 80;

/// A paragraph that comes again further on must be longer.
const LEAST_DISTANT_BYTES: usize = 160;

/// The lines of a block of prose are this long on average.
const PROSE_LINE: usize = 40;

/// A headline or byline stands above a paragraph at least this long.
const PARAGRAPH: usize = 120;

/// A shorter headline in two kinds of capitals may be two fields of a form.
const LEAST_HEADLINE_WORDS: usize = 4;

/// The filter.
pub struct RepeatedBlock;

impl Filter for RepeatedBlock {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Repetition
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        for repeat in text.line_repeats() {
            if let Some(applicability) = judge(text, repeat) {
                let (span, message) = if repeat.adjacent {
                    (Span::new(repeat.unit.end, repeat.again.end), "the same lines again")
                } else {
                    (with_line_end(text, repeat.again), "a paragraph of this text again")
                };
                found.push(Finding::edit(RULE, applicability, span, "", message));
            }
        }
        for repeat in text.repeats().iter().filter(|r| r.is_whole() && r.times() == 2) {
            if let Some(span) = repeat.copies(text).and_then(|copies| headline_again(text, &copies)) {
                found.push(Finding::probable(RULE, span, "", "the headline again, in other capitals"));
            }
        }
    }
}

/// A headline that stands once in title case and once in sentence case, alone above a paragraph.
fn headline_again(text: &Text<'_>, copies: &Copies<'_>) -> Option<Span> {
    let line = LineRepeat { unit: copies.first, again: copies.second, adjacent: true, lines: 1, copies: 2 };
    let is_headline = copies.letters == Letters::Differ
        && copies.over == 0
        && copies.period >= LEAST_HEADLINE_WORDS
        && copies.are_lines(text)
        && copies.joined_by_blanks()
        && !text.slice(copies.first).contains('\n')
        && !is_structure(text.slice(text.line_around(copies.first.start)), text.format())
        && is_above_a_paragraph(text, &line);
    is_headline.then_some(copies.rest)
}

fn judge(text: &Text<'_>, repeat: &LineRepeat) -> Option<Applicability> {
    let block = text.slice(repeat.unit);
    if block.lines().any(|l| is_structure(l, text.format())) {
        return None;
    }
    let prose = block.len() >= LEAST_BYTES && block.len() >= repeat.lines * PROSE_LINE && is_prose(block);
    match (repeat.adjacent, prose) {
        (true, true) => Some(Applicability::Safe),
        (true, false) if repeat.lines == 1 && repeat.copies == 2 && is_above_a_paragraph(text, repeat) => {
            Some(Applicability::Safe)
        }
        (false, true) if block.len() >= LEAST_DISTANT_BYTES && text.format() != Format::Markdown => {
            Some(Applicability::Unsafe)
        }
        _ => None,
    }
}

/// Letters for the most part, and a sentence's end somewhere.
fn is_prose(block: &str) -> bool {
    let (mut letters, mut other) = (0, 0);
    for c in block.chars().filter(|c| !c.is_whitespace()) {
        if c.is_alphabetic() || !c.is_ascii() { letters += 1 } else { other += 1 }
    }
    letters >= 5 * other && block.contains(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔', '։', ' '])
}

/// Lines of tables, lists, headings, markup, code and front matter.
fn is_structure(line: &str, format: Format) -> bool {
    let line = line.trim_start();
    let marker = line.starts_with([
        '|', '#', '<', '>', '{', '}', '[', '(', '*', '+', '=', '~', '`', '/', '\\', '@', '$', '•', '·', '!', ':',
    ]) || line.starts_with("- ")
        || line.starts_with("-\t")
        || line.starts_with("--")
        || line.ends_with(['{', '}', ';', ':'])
        || line.contains(['\t', '|'])
        || line.contains("::");
    let numbered = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = numbered > 0 && line[numbered..].starts_with(['.', ')', ':']);
    marker || numbered || format == Format::Source
}

/// A line twice, alone between blank lines, right above a paragraph: a headline or a byline.
fn is_above_a_paragraph(text: &Text<'_>, repeat: &LineRepeat) -> bool {
    let alone_before = repeat.unit.start == 0
        || text.stretch_before(repeat.unit.start, 4).trim_end_matches([' ', '\t']).ends_with("\n\n");
    let after = text.stretch_after(repeat.again.end, PARAGRAPH * 4);
    let paragraph = after
        .trim_start_matches([' ', '\t', '\r'])
        .strip_prefix('\n')
        .and_then(|rest| rest.trim_start_matches([' ', '\r']).strip_prefix('\n'));
    let line = text.slice(repeat.unit);
    alone_before
        && line.split_whitespace().count() >= 2
        && !line.contains(|c: char| c.is_ascii_digit())
        && !line.ends_with(['.', '!', '?', ',', '…'])
        && paragraph.is_some_and(|rest| rest.trim_start().lines().next().is_some_and(|l| l.len() >= PARAGRAPH))
}

/// A line together with the line ends before it, so that no empty line is left.
fn with_line_end(text: &Text<'_>, line: Span) -> Span {
    let before = text.stretch_before(line.start, 64);
    Span::new(line.start - (before.len() - before.trim_end().len()), line.end)
}
