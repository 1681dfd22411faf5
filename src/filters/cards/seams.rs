//! Closing the gap where something was taken out: the space or blank line it would leave behind goes with it.

use std::borrow::Cow;

use crate::{
    chars,
    finding::{Applicability, Finding},
    span::Span,
    text::Text,
};

/// Something that is to go.
pub(super) struct Deletion {
    pub span: Span,
    pub rule: Cow<'static, str>,
    pub applicability: Applicability,
    pub message: Cow<'static, str>,
    /// The paragraph it was dropped into is one again.
    pub joins: bool,
}

impl Deletion {
    fn finding(&self, span: Span, with: &str) -> Finding {
        let (applicability, replacement) =
            (self.applicability, (self.applicability != Applicability::Flag).then(|| with.to_string()));
        Finding { rule: self.rule.clone(), applicability, span, replacement, message: self.message.clone() }
    }
}

/// Turns deletions, in order and apart, into findings.
pub(super) fn close(text: &Text<'_>, deletions: Vec<Deletion>, found: &mut Vec<Finding>) {
    let source = text.as_str();
    let (lines, inline): (Vec<_>, Vec<_>) =
        deletions.into_iter().partition(|d| is_whole_lines(source, d.span) && d.applicability != Applicability::Flag);
    for deletion in &inline {
        if deletion.applicability == Applicability::Flag {
            found.push(deletion.finding(deletion.span, ""));
        } else {
            let (span, with) = mend_inline(text, deletion.span);
            found.push(deletion.finding(span, with));
        }
    }
    // Neighbouring lines go together, since they share the blank lines around them.
    let together = |a: &Deletion, b: &Deletion| {
        a.applicability == b.applicability && source[a.span.end..b.span.start].trim().is_empty()
    };
    let runs: Vec<&[Deletion]> = lines.chunk_by(|a, b| together(a, b)).collect();
    // Where there are several such lines, a page was laid out in paragraphs.
    let paragraphs = has_other_lines(source, &runs) || runs.len() > 1;
    for run in runs {
        close_lines(text, run, paragraphs, found);
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}')
}

/// True if nothing else stands on the lines of the span.
fn is_whole_lines(source: &str, span: Span) -> bool {
    let before = source[..span.start].trim_end_matches(is_blank);
    let after = source[span.end..].trim_start_matches([' ', '\t', '\u{a0}', '\r']);
    (before.is_empty() || before.ends_with('\n'))
        && (after.is_empty() || after.starts_with('\n') || span.end > 0 && source[..span.end].ends_with('\n'))
}

/// Something within a line: one of the blanks around it goes too.
fn mend_inline(text: &Text<'_>, span: Span) -> (Span, &'static str) {
    let source = text.as_str();
    let before = source[..span.start].trim_end_matches(is_blank);
    let (last, next) = (before.chars().next_back(), text.after(span.end));
    let starts_line = last.is_none_or(|c| c == '\n');
    if starts_line {
        let blanks = source[span.end..].len() - source[span.end..].trim_start_matches(is_blank).len();
        return (Span::new(before.len().max(span.start), span.end + blanks), "");
    }
    let blank_before = before.len() < span.start;
    let closes = next.is_none_or(|c| {
        is_blank(c) || matches!(c, '\n' | '\r' | '.' | ',' | ';' | ':' | '!' | '?' | ')' | '”' | '»' | '。' | '，')
    });
    if closes && blank_before {
        return (Span::new(before.len(), span.end), "");
    }
    // A sentence that ended there is not to run into the next.
    let ends = last.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…' | ',' | ';' | ':'));
    let glued = !blank_before && ends && next.is_some_and(|c| c.is_alphabetic() && !chars::class(c).is_unspaced());
    (span, if glued { " " } else { "" })
}

/// True if the text has line ends that are not there for the sake of the lines that go.
fn has_other_lines(source: &str, runs: &[&[Deletion]]) -> bool {
    let mut at = 0;
    let gone = runs.iter().filter_map(|run| Some(Span::new(run.first()?.span.start, run.last()?.span.end)));
    for span in gone.chain([Span::new(source.len(), source.len())]) {
        if source[at.min(span.start)..span.start].trim().contains('\n') {
            return true;
        }
        at = span.end;
    }
    false
}

/// Takes out neighbouring whole lines. Of the breaks before and after them the wider stays.
fn close_lines(text: &Text<'_>, run: &[Deletion], paragraphs: bool, found: &mut Vec<Finding>) {
    let source = text.as_str();
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    let before = source[..first.span.start].trim_end();
    let rest = &source[last.span.end..];
    let after = last.span.end + rest.len() - rest.trim_start().len();
    let breaks = |part: &str| part.matches('\n').count();
    let (start, end, with) = if before.is_empty() && after == source.len() {
        // Nothing else is there: an empty document is no better than this one.
        return;
    } else if before.is_empty() {
        (0, after, "")
    } else if after == source.len() {
        // A last line that was ended stays ended.
        let ended = source.len() - usize::from(source.ends_with('\n'));
        (before.len(), ended.max(last.span.end), "")
    } else if joins(run, paragraphs, before, &source[after..]) {
        let unspaced = source[after..].chars().next().is_some_and(|c| chars::class(c).is_unspaced());
        (before.len(), after, if unspaced { "" } else { " " })
    } else if breaks(&source[before.len()..first.span.start]) >= breaks(&source[last.span.end..after]) {
        // What is indented stays so.
        let line_start = source[..after].rfind('\n').map_or(after, |i| i + 1).max(last.span.end);
        let first_line = source[..first.span.start].rfind('\n').map_or(0, |i| i + 1);
        (first_line.max(before.len()), line_start, "")
    } else {
        (before.len(), last.span.end, "")
    };
    let mut at = start;
    for (i, deletion) in run.iter().enumerate() {
        let to = run.get(i + 1).map_or(end, |next| next.span.start);
        found.push(deletion.finding(Span::new(at, to), if i == 0 { with } else { "" }));
        at = to;
    }
}

/// True if a line was dropped into a paragraph. Where several stand together they part paragraphs, as on pages they do.
fn joins(run: &[Deletion], paragraphs: bool, before: &str, after: &str) -> bool {
    run.iter().all(|d| d.joins) && (run.len() == 1 && !paragraphs || is_torn(before, after))
}

/// True if a sentence goes on across the gap.
fn is_torn(before: &str, after: &str) -> bool {
    let open = before.chars().next_back().is_some_and(|c| c.is_lowercase() || c == ',');
    open && after.chars().next().is_some_and(char::is_lowercase)
}
