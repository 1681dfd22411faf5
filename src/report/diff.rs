//! Unified diffs, made from the patch itself.
//!
//! The edits are known, so nothing has to be compared to find them, and the changed words within a line can be shown as
//! they were changed. Only where one edit covers several lines are lines compared. A raw diff is for `git apply` and
//! `patch`, byte for byte; the other one is for eyes, with everything unseen made visible.

use std::{
    borrow::Cow,
    io::{self, Write},
    ops::Range,
};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{
    style::{Paint, Style},
    visible::visible,
};
use crate::{patch::Patch, span::Span};

/// Unchanged lines around a change.
const CONTEXT: usize = 3;

/// Above this many pairs of lines, one edit's lines are shown as all removed and all added.
const MOST_COMPARED: usize = 4_000_000;

/// How a diff is written.
#[derive(Clone, Copy, Debug)]
pub enum Names<'a> {
    /// For programs: raw bytes, names with `a/` and `b/`.
    Raw(&'a str),
    /// For eyes, in these colours.
    Shown(&'a str, Paint),
}

/// Lines replaced by lines.
struct Change {
    /// Whole lines of the original.
    old: Span,
    new: String,
    /// Changed parts within `old`, counted from its start, and within `new`.
    marks: [Vec<Range<usize>>; 2],
}

/// Writes what `patch` does to `text` as a unified diff; nothing if it does nothing.
///
/// # Errors
/// What `out` says.
pub fn unified(names: Names<'_>, text: &str, patch: &Patch, out: &mut dyn Write) -> io::Result<()> {
    let changes = changes(text, patch);
    if changes.is_empty() {
        return Ok(());
    }
    let pen = match names {
        Names::Raw(name) => {
            write!(out, "--- {}\n+++ {}\n", header_name("a/", name), header_name("b/", name))?;
            Pen { paint: None, out }
        }
        Names::Shown(name, paint) => {
            let name = visible(name);
            writeln!(out, "{}", paint.paint(Style::Path, format!("--- a/{name}")))?;
            writeln!(out, "{}", paint.paint(Style::Path, format!("+++ b/{name}")))?;
            Pen { paint: Some(paint), out }
        }
    };
    hunks(text, &changes, pen)
}

/// A name as `git apply` reads it: relative, quoted if it holds something odd, closed by a tab if it holds a space.
fn header_name(prefix: &str, name: &str) -> String {
    let name = name.trim_start_matches("./").trim_start_matches('/');
    if name.chars().any(|c| c.is_control() || matches!(c, '"' | '\\')) {
        let quoted: String = name
            .bytes()
            .map(|b| match b {
                b'"' | b'\\' => format!("\\{}", b as char),
                b' '..=b'~' => (b as char).to_string(),
                _ => format!("\\{b:03o}"),
            })
            .collect();
        format!("\"{prefix}{quoted}\"")
    } else if name.contains(' ') {
        format!("{prefix}{name}\t")
    } else {
        format!("{prefix}{name}")
    }
}

/// The lines that change.
fn changes(text: &str, patch: &Patch) -> Vec<Change> {
    let bytes = text.as_bytes();
    let mut changes = Vec::new();
    let mut edits = patch.edits();
    while let Some(first) = edits.first() {
        let start = memchr::memrchr(b'\n', &bytes[..first.span.start]).map_or(0, |i| i + 1);
        let mut end = start;
        let mut count = 0;
        while let Some(edit) = edits.get(count)
            && (count == 0 || edit.span.start < end || end == text.len())
        {
            if edit.span.end >= end {
                end = memchr::memchr(b'\n', &bytes[edit.span.end..]).map_or(text.len(), |i| edit.span.end + i + 1);
            }
            count += 1;
        }
        let (these, rest) = edits.split_at(count);
        edits = rest;
        let mut new = String::new();
        let mut marks = [Vec::new(), Vec::new()];
        let mut at = start;
        for edit in these {
            new.push_str(&text[at..edit.span.start]);
            let (head, tail) = common_ends(&text[edit.span.range()], &edit.with);
            marks[0].push(edit.span.start - start + head..edit.span.end - start - tail);
            marks[1].push(new.len() + head..new.len() + edit.with.len() - tail);
            new.push_str(&edit.with);
            at = edit.span.end;
        }
        new.push_str(&text[at..end]);
        narrow(text, Change { old: Span::new(start, end), new, marks }, &mut changes);
    }
    changes
}

/// How many bytes two strings share at the start and, of what is left, at the end.
fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let head: usize = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum();
    let tail = a[head..]
        .chars()
        .rev()
        .zip(b[head..].chars().rev())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum();
    (head, tail)
}

/// Cuts a change of several lines down to the lines that differ.
fn narrow(text: &str, change: Change, changes: &mut Vec<Change>) {
    let old: Vec<&str> = text[change.old.range()].split_inclusive('\n').collect();
    let new: Vec<&str> = change.new.split_inclusive('\n').collect();
    if old.len() <= 1 && new.len() <= 1 || old.len().saturating_mul(new.len()) > MOST_COMPARED {
        if text[change.old.range()] != change.new {
            changes.push(change);
        }
        return;
    }
    let starts = |lines: &[&str]| {
        let mut starts = vec![0];
        starts.extend(lines.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        }));
        starts
    };
    let (old_starts, new_starts) = (starts(&old), starts(&new));
    let clip = |marks: &[Range<usize>], to: Range<usize>| -> Vec<Range<usize>> {
        let inside = marks.iter().filter(|m| m.start < to.end && m.end > to.start);
        inside.map(|m| m.start.max(to.start) - to.start..m.end.min(to.end) - to.start).collect()
    };
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old_lines, new_lines) = (op.old_range(), op.new_range());
        let old_bytes = old_starts[old_lines.start]..old_starts[old_lines.end];
        let new_bytes = new_starts[new_lines.start]..new_starts[new_lines.end];
        changes.push(Change {
            old: Span::from(old_bytes.clone()).shifted(change.old.start),
            new: change.new[new_bytes.clone()].to_owned(),
            marks: [clip(&change.marks[0], old_bytes), clip(&change.marks[1], new_bytes)],
        });
    }
}

/// Groups changes that are near each other and writes them with the lines around.
fn hunks(text: &str, changes: &[Change], mut pen: Pen<'_>) -> io::Result<()> {
    let (mut line, mut counted) = (1, 0);
    let mut growth = 0isize;
    let mut rest = changes;
    while let Some(first) = rest.first() {
        let mut count = 1;
        while count < rest.len() && fewer_lines(&text[rest[count - 1].old.end..rest[count].old.start], 2 * CONTEXT + 1)
        {
            count += 1;
        }
        let (these, after) = rest.split_at(count);
        rest = after;
        let last = &these[count - 1];
        let start = context_start(text, counted, first.old.start);
        let end = context_end(text, last.old.end);
        line += newlines(&text[counted..start]);
        let old_lines = lines(&text[start..end]);
        let grown: isize =
            these.iter().map(|c| lines(&c.new).cast_signed() - lines(&text[c.old.range()]).cast_signed()).sum();
        pen.header(line, old_lines, line.saturating_add_signed(growth), old_lines.saturating_add_signed(grown))?;
        growth += grown;
        let mut at = start;
        for change in these {
            pen.lines(' ', &text[at..change.old.start], &[])?;
            pen.lines('-', &text[change.old.range()], &change.marks[0])?;
            pen.lines('+', &change.new, &change.marks[1])?;
            at = change.old.end;
        }
        pen.lines(' ', &text[at..end], &[])?;
        line += newlines(&text[start..end]);
        counted = end;
    }
    Ok(())
}

fn newlines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

/// Lines, the last of which may lack its line end.
fn lines(text: &str) -> usize {
    newlines(text) + usize::from(!text.is_empty() && !text.ends_with('\n'))
}

fn fewer_lines(text: &str, than: usize) -> bool {
    memchr::memchr_iter(b'\n', text.as_bytes()).take(than).count() < than
}

/// The start of the context before `at`, not before `from`.
fn context_start(text: &str, from: usize, at: usize) -> usize {
    let before = &text.as_bytes()[from..at];
    memchr::memrchr_iter(b'\n', before).nth(CONTEXT).map_or(from, |i| from + i + 1)
}

/// The end of the context after `at`.
fn context_end(text: &str, at: usize) -> usize {
    let after = &text.as_bytes()[at..];
    memchr::memchr_iter(b'\n', after).nth(CONTEXT - 1).map_or(text.len(), |i| at + i + 1)
}

/// Writes the lines, raw or for eyes.
struct Pen<'a> {
    paint: Option<Paint>,
    out: &'a mut dyn Write,
}

impl Pen<'_> {
    fn header(&mut self, old: usize, old_lines: usize, new: usize, new_lines: usize) -> io::Result<()> {
        // A side without lines is said to start at the line before.
        let side = |start: usize, lines: usize| match lines {
            1 => start.to_string(),
            0 => format!("{},0", start - 1),
            _ => format!("{start},{lines}"),
        };
        let header = format!("@@ -{} +{} @@", side(old, old_lines), side(new, new_lines));
        writeln!(self.out, "{}", self.paint.unwrap_or_default().paint(Style::Hunk, header))
    }

    fn lines(&mut self, sign: char, text: &str, marks: &[Range<usize>]) -> io::Result<()> {
        let mut at = 0;
        let mut marks = marks;
        for line in text.split_inclusive('\n') {
            let body = line.strip_suffix('\n').unwrap_or(line);
            match self.paint {
                None => write!(self.out, "{sign}{body}")?,
                Some(paint) => {
                    while marks.first().is_some_and(|m| m.end <= at && m.end < at + body.len().max(1)) {
                        marks = &marks[1..];
                    }
                    self.shown(paint, sign, body, at, marks)?;
                }
            }
            at += line.len();
            self.out.write_all(b"\n")?;
            if body.len() == line.len() {
                self.out.write_all(b"\\ No newline at end of file\n")?;
            }
        }
        Ok(())
    }

    fn shown(&mut self, paint: Paint, sign: char, body: &str, at: usize, marks: &[Range<usize>]) -> io::Result<()> {
        let (whole, part) = match sign {
            '-' => (Style::Removed, Style::RemovedPart),
            '+' => (Style::Added, Style::AddedPart),
            _ => return write!(self.out, " {}", tabs_kept(body)),
        };
        write!(self.out, "{}", paint.paint(whole, sign))?;
        let mut done = 0;
        for mark in marks.iter().take_while(|m| m.start < at + body.len()) {
            let from = mark.start.saturating_sub(at).max(done).min(body.len());
            let to = mark.end.saturating_sub(at).clamp(from, body.len());
            if done < from {
                write!(self.out, "{}", paint.paint(whole, tabs_kept(&body[done..from])))?;
            }
            if from < to {
                write!(self.out, "{}", paint.paint(part, visible(&body[from..to])))?;
            }
            done = to;
        }
        if done < body.len() {
            write!(self.out, "{}", paint.paint(whole, tabs_kept(&body[done..])))?;
        }
        Ok(())
    }
}

/// Visible, but tabs as they are, so that unchanged text keeps its look; a carriage return at the end is not shown.
fn tabs_kept(text: &str) -> Cow<'_, str> {
    let text = text.strip_suffix('\r').unwrap_or(text);
    if !text.contains('\t') {
        return visible(text);
    }
    Cow::Owned(text.split('\t').map(visible).collect::<Vec<_>>().join("\t"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patch::Edit;

    fn diff(text: &str, edits: &[(Range<usize>, &str)]) -> String {
        let patch = Patch::from_edits(edits.iter().map(|(r, w)| Edit::new(r.clone(), *w)));
        let mut out = Vec::new();
        unified(Names::Raw("f"), text, &patch, &mut out).expect("a Vec takes all");
        String::from_utf8(out).expect("text in, text out")
    }

    #[test]
    fn a_removed_line_is_one_removed_line() {
        assert_eq!(diff("a\nb\nc\n", &[(2..4, "")]), "--- a/f\n+++ b/f\n@@ -1,3 +1,2 @@\n a\n-b\n c\n");
    }

    #[test]
    fn a_last_line_without_its_end_is_said_so() {
        assert_eq!(
            diff("a\nb", &[(2..3, "c")]),
            "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"
        );
        assert_eq!(diff("b", &[(1..1, "\n")]), "--- a/f\n+++ b/f\n@@ -1 +1 @@\n-b\n\\ No newline at end of file\n+b\n");
    }

    #[test]
    fn an_emptied_file_and_a_joined_line() {
        assert_eq!(diff("x\n", &[(0..2, "")]), "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-x\n");
        assert_eq!(diff("a\nb\n", &[(1..2, " ")]), "--- a/f\n+++ b/f\n@@ -1,2 +1 @@\n-a\n-b\n+a b\n");
    }

    #[test]
    fn far_changes_are_hunks_of_their_own() {
        let text = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
        let apart = diff(text, &[(0..1, "x"), (18..20, "y")]);
        assert_eq!(apart.matches("@@ -").count(), 2, "{apart}");
        let near = diff(text, &[(0..1, "x"), (14..15, "y")]);
        assert_eq!(near.matches("@@ -").count(), 1, "{near}");
    }

    #[test]
    fn eyes_see_the_changed_words_and_no_controls() {
        let patch = Patch::from_edits([Edit::new(4..7, "new")]);
        let mut out = Vec::new();
        unified(Names::Shown("f", Paint { on: true }), "the old \u{1b}[2J\n", &patch, &mut out)
            .expect("a Vec takes all");
        let shown = String::from_utf8(out).expect("text");
        assert!(shown.contains("\u{1b}[1;7;31mold\u{1b}[0m"), "{shown}");
        assert!(shown.contains("\u{1b}[1;7;32mnew\u{1b}[0m"), "{shown}");
        assert!(!shown.contains("\u{1b}[2J"), "{shown}");
    }
}
