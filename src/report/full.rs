//! Each finding with its line and a caret, for people.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

use super::{
    File, LineColumnSpan, Look, Paint, Report, Totals, counted,
    style::Style,
    visible::{push_visible, visible},
};
use crate::{finding::Finding, verdict::Verdict};

/// Longer replacements are cut short: the diff shows them whole.
const MOST_SHOWN: usize = 60;

/// Writes the findings as a compiler would.
pub(super) struct Full {
    pub(super) look: Look,
}

impl Report for Full {
    fn file(&mut self, file: &File<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (finding, place) in file.placed() {
            self.finding(file, finding, place, out)?;
        }
        Ok(())
    }

    fn verdict(&mut self, path: &str, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
        write_verdict(self.look.paint, path, verdict, out)
    }

    fn finish(&mut self, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        summary(totals, out)
    }
}

/// `path: drop (reason): why`.
pub(super) fn write_verdict(paint: Paint, path: &str, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    let (path, reason) = (paint.paint(Style::Path, visible(path)), paint.paint(Style::Rule, verdict.reason.as_str()));
    writeln!(out, "{path}: drop ({reason}): {}", verdict.message)
}

/// `3 findings in 2 files: 1 safe, 2 flag`, and what to do next.
fn summary(totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
    let [safe, probable, flag] = totals.found;
    if totals.fixed > 0 {
        write!(out, "{} fixed", totals.fixed)?;
        if totals.all() == 0 {
            return writeln!(out, ".");
        }
        out.write_all(b"; ")?;
    }
    if totals.all() == 0 {
        return Ok(());
    }
    let kinds: Vec<String> = [(safe, "safe"), (probable, "unsafe"), (flag, "to look at")]
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, kind)| format!("{n} {kind}"))
        .collect();
    let left = if totals.fixed > 0 { " left" } else { "" };
    writeln!(
        out,
        "{}{left} in {}: {}.",
        counted(totals.all(), "finding"),
        counted(totals.files_with_findings, "file"),
        kinds.join(", ")
    )?;
    match (safe, probable) {
        (0, 0) => Ok(()),
        (0, _) => {
            writeln!(out, "`ungarble fix --unsafe-fixes` makes the unsafe edits; `ungarble review` asks about each.")
        }
        _ => writeln!(out, "`ungarble fix` makes the safe edits; `ungarble diff` shows them first."),
    }
}

impl Full {
    fn finding(
        &self,
        file: &File<'_>,
        finding: &Finding,
        place: LineColumnSpan,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let paint = self.look.paint;
        writeln!(
            out,
            "{}:{}:{}: {} [{}] {}",
            paint.paint(Style::Path, visible(file.path)),
            place.line,
            place.column,
            paint.paint(Style::Rule, &finding.rule),
            paint.paint(Style::of(finding.applicability), finding.applicability),
            visible(&finding.message),
        )?;
        let number = place.line.to_string();
        let gutter = " ".repeat(number.len());
        let excerpt = Excerpt::new(file.text, finding, self.look.width.saturating_sub(number.len() + 4).max(20));
        let bar = paint.paint(Style::Faint, "|");
        writeln!(out, " {gutter} {bar}")?;
        writeln!(out, " {} {bar} {}", paint.paint(Style::Faint, &number), excerpt.line)?;
        let caret = paint.paint(Style::of(finding.applicability), "^".repeat(excerpt.caret_width.max(1)));
        let advice = finding.replacement.as_deref().map(|with| advice(&file.text[finding.span.range()], with));
        let advice = advice.map(|a| format!(" {}", paint.paint(Style::of(finding.applicability), a)));
        writeln!(out, " {gutter} {bar} {}{caret}{}", " ".repeat(excerpt.caret_column), advice.unwrap_or_default())?;
        writeln!(out)
    }
}

/// What the edit does, in words.
fn advice(text: &str, with: &str) -> String {
    let short = |s: &str| {
        let mut shown: String = s.chars().take(MOST_SHOWN).collect();
        if shown.len() < s.len() {
            shown.push('…');
        }
        visible(&shown).into_owned()
    };
    match (text.is_empty(), with.is_empty()) {
        (_, true) => "remove".to_owned(),
        (true, _) => format!("insert `{}`", short(with)),
        _ => format!("write `{}`", short(with)),
    }
}

/// The line a finding starts on, cut to the width there is, and where the caret goes.
struct Excerpt {
    line: String,
    caret_column: usize,
    caret_width: usize,
}

impl Excerpt {
    /// A line may be megabytes long: only what is near the finding is ever looked at.
    fn new(text: &str, finding: &Finding, width: usize) -> Self {
        let span = finding.span;
        let before = width / 2;
        let mut start = span.start;
        let mut used = 0;
        let mut cut_before = false;
        for c in text[..span.start].chars().rev() {
            if c == '\n' {
                break;
            }
            let shown = shown_width(c);
            if used + shown > before {
                cut_before = true;
                break;
            }
            used += shown;
            start -= c.len_utf8();
        }
        let mut line = String::new();
        let mut column = 0;
        if cut_before {
            line.push('…');
            column = 1;
        }
        let (mut caret_column, mut caret_end) = (None, None);
        for (i, c) in text[start..].char_indices() {
            let at = start + i;
            if at >= span.start && caret_column.is_none() {
                caret_column = Some(column);
            }
            if at >= span.end && caret_end.is_none() {
                caret_end = Some(column);
            }
            if c == '\n' || c == '\r' && text[at..].starts_with("\r\n") {
                break;
            }
            let shown = shown_width(c);
            if column + shown > width.saturating_sub(1) {
                line.push('…');
                column += 1;
                break;
            }
            if c == '\t' {
                line.push_str("    ");
            } else {
                push_visible(c, &mut line);
            }
            column += shown;
        }
        let caret_column = caret_column.unwrap_or(column);
        Self { line, caret_column, caret_width: caret_end.unwrap_or(column).saturating_sub(caret_column) }
    }
}

/// Columns a character takes as this report writes it.
fn shown_width(c: char) -> usize {
    if c == '\t' {
        return 4;
    }
    if c.is_control() || super::visible::is_unseen(c) {
        let mut escape = String::new();
        push_visible(c, &mut escape);
        return escape.len();
    }
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn excerpt(text: &str, what: &str, width: usize) -> (String, String) {
        let start = text.find(what).expect("the text holds it");
        let e = Excerpt::new(text, &Finding::flag("x", Span::new(start, start + what.len()), ""), width);
        (e.line, format!("{}{}", " ".repeat(e.caret_column), "^".repeat(e.caret_width)))
    }

    #[test]
    fn the_caret_stands_under_wide_and_combining_letters() {
        assert_eq!(excerpt("文字x", "x", 40), ("文字x".into(), "    ^".into()));
        assert_eq!(excerpt("e\u{301}x", "x", 40), ("e\u{301}x".into(), " ^".into()));
        assert_eq!(excerpt("a\tb\u{202E}c", "c", 40), ("a    b\\u{202E}c".into(), "              ^".into()));
    }

    #[test]
    fn a_long_line_is_cut_around_the_finding() {
        let text = format!("{}HERE{}", "a".repeat(1 << 20), "b".repeat(1 << 20));
        let (line, caret) = excerpt(&text, "HERE", 20);
        assert_eq!(line, "…aaaaaaaaaaHEREbbbb…");
        assert_eq!(caret, "           ^^^^");
    }
}
