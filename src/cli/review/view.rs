//! A finding as text for a terminal: where it is, what is wrong, and the line before and after.
//!
//! Everything from outside is made visible first, so that nothing in it can move the cursor or turn the line around.
//! Without colours the changed words are marked as `[-old-]{+new+}`, as git does.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::session::{Session, Spot};
use crate::{
    decisions::{Decision, shows},
    report::{Look, Style, visible},
    rule,
};

/// Rows of one side of a change; what is longer is cut in its middle.
const MOST_ROWS: usize = 5;

/// Columns of unchanged text around a change, in rows.
const CONTEXT_ROWS: usize = 1;

/// What a stretch of the shown text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Same,
    Old,
    New,
}

/// The finding, without the prompt. `with_why` adds the rule's reasons.
pub(super) fn finding(session: &Session<'_>, spot: Spot, look: Look, with_why: bool) -> String {
    let found = session.finding(spot);
    let paint = look.paint;
    let mut out = String::new();
    let name = session.files[spot.0].document.name();
    let place = crate::report::line_column_spans(&session.files[spot.0].document.text, std::slice::from_ref(found))[0];
    let level = paint.paint(Style::of(found.applicability), found.applicability);
    let file = paint.paint(Style::Path, tail(&visible(&name), look.width.saturating_sub(40).max(20)));
    let rule_id = paint.paint(Style::Rule, &found.rule);
    // Writing to a string cannot fail.
    let _ = write!(out, "{file}:{}:{}  {rule_id}  {level}", place.line, place.column);
    match session.decision(spot) {
        Decision::Open => {}
        Decision::Accept => out += "  (accepted)",
        Decision::Reject => out += "  (rejected)",
        Decision::Edit(_) => out += "  (edited)",
    }
    out.push('\n');
    for row in rows(&visible(&found.message), look.width) {
        let _ = writeln!(out, "{row}");
    }
    if let Some(rule) = rule::find(&found.rule).filter(|_| with_why) {
        for row in
            rows(&visible(&rule.why.split_whitespace().collect::<Vec<_>>().join(" ")), look.width.saturating_sub(2))
        {
            let _ = writeln!(out, "  {}", paint.paint(Style::Faint, row));
        }
    }
    out.push('\n');
    out += &change(session, spot, look);
    out
}

/// The line or lines around the finding, before and after.
fn change(session: &Session<'_>, spot: Spot, look: Look) -> String {
    let stretches = stretches(session, spot);
    let width = look.width.saturating_sub(2).max(10);
    let mut out = String::new();
    let sides: &[(Kind, &str, Style, Style)] =
        if session.finding(spot).replacement.is_none() && *session.decision(spot) == Decision::Open {
            &[(Kind::Old, "! ", Style::Unsafe, Style::RemovedPart)]
        } else {
            &[(Kind::Old, "- ", Style::Removed, Style::RemovedPart), (Kind::New, "+ ", Style::Added, Style::AddedPart)]
        };
    for &(side, mark, plain, part) in sides {
        let mut cells = Vec::new();
        for (text, kind) in stretches.iter().filter(|(_, kind)| *kind == Kind::Same || *kind == side) {
            cells_of(text, *kind, look.paint.on, &mut cells);
        }
        for row in wrap(clip(&cells, width), width) {
            out += &look.paint.paint(plain, mark);
            let mut row = row.into_iter().peekable();
            while let Some(Cell { mut text, kind, .. }) = row.next() {
                while let Some(cell) = row.next_if(|cell| cell.kind == kind) {
                    text += &cell.text;
                }
                out += &if kind == Kind::Same { text } else { look.paint.paint(part, text) };
            }
            out.push('\n');
        }
    }
    out
}

/// The text around the finding: what stays, what goes and what comes. Findings decided before are as decided.
fn stretches(session: &Session<'_>, spot: Spot) -> Vec<(String, Kind)> {
    let file = &session.files[spot.0];
    let mut decisions = file.decisions.clone();
    decisions[spot.1] = Decision::Reject;
    let before = file.review.choose(&decisions).active;
    let typed = match &file.decisions[spot.1] {
        Decision::Edit(text) => Some(text.as_str()),
        _ => None,
    };
    let mut after = before.clone();
    let mut stack = vec![spot.1];
    while let Some(finding) = stack.pop() {
        after[finding] = true;
        stack.extend(file.review.weave().builds_on(finding).iter().filter(|&&earlier| !after[earlier]));
    }
    let pieces = file.review.weave().pieces();
    let ours =
        |piece: &crate::decisions::Piece<'_>| piece.made_by == Some(spot.1) || piece.removed_by.contains(&spot.1);
    let (Some(first), Some(last)) = (pieces.iter().position(ours), pieces.iter().rposition(ours)) else {
        return Vec::new();
    };
    let stretch = |piece: &crate::decisions::Piece<'_>| {
        let kind = match (shows(piece, |f| before[f]), shows(piece, |f| after[f])) {
            (true, true) => Kind::Same,
            (true, false) => Kind::Old,
            (false, true) => Kind::New,
            (false, false) => return None,
        };
        let text = typed.filter(|_| piece.made_by == Some(spot.1)).unwrap_or(&piece.text);
        (!text.is_empty()).then(|| (text.to_owned(), kind))
    };
    // From the line's start to its end, as it reads before.
    let (mut from, mut to) = (first, last + 1);
    let mut head = String::new();
    while from > 0 && !head.contains('\n') && head.len() < 4096 {
        from -= 1;
        if shows(&pieces[from], |f| before[f]) {
            head.insert_str(0, cut_to_end(&pieces[from].text, 4096));
        }
    }
    let head = head.rsplit('\n').next().unwrap_or_default().to_owned();
    let mut tail = String::new();
    while to < pieces.len() && !tail.contains('\n') && tail.len() < 4096 {
        if shows(&pieces[to], |f| before[f]) {
            tail.push_str(cut_to_start(&pieces[to].text, 4096));
        }
        to += 1;
    }
    let tail = tail.split('\n').next().unwrap_or_default().to_owned();
    let changed = pieces[first..=last].iter().filter_map(stretch);
    std::iter::once((head, Kind::Same)).chain(changed).chain(std::iter::once((tail, Kind::Same))).collect()
}

/// What takes a place on the screen: a letter with its marks, an escape, or a line's end.
#[derive(Clone, Debug)]
struct Cell {
    text: String,
    width: usize,
    kind: Kind,
    breaks: bool,
}

fn cells_of(text: &str, kind: Kind, colours: bool, cells: &mut Vec<Cell>) {
    let changed = kind != Kind::Same;
    let blank = changed && text.chars().all(char::is_whitespace);
    let mut push =
        |text: &str, breaks: bool| cells.push(Cell { text: text.to_owned(), width: text.width(), kind, breaks });
    let (open, close) = if kind == Kind::Old { ("[-", "-]") } else { ("{+", "+}") };
    if changed && !colours {
        push(open, false);
    }
    for grapheme in text.graphemes(true) {
        match grapheme {
            "\n" | "\r\n" => push(if changed { "\u{21b5}" } else { "" }, true),
            " " if blank => push("\u{b7}", false),
            "\u{a0}" if changed => push("\\u{00A0}", false),
            "\t" => push("    ", false),
            _ => push(&visible(grapheme), false),
        }
    }
    if changed && !colours {
        push(close, false);
    }
}

/// Shortens unchanged text far from the change, and a long change in its middle.
fn clip(cells: &[Cell], width: usize) -> Vec<Cell> {
    let first = cells
        .iter()
        .position(|c| c.kind != Kind::Same)
        .unwrap_or(cells.iter().take_while(|c| c.kind == Kind::Same).count());
    let last = cells.iter().rposition(|c| c.kind != Kind::Same).map_or(first, |i| i + 1);
    let near = CONTEXT_ROWS * width / 2;
    let fits = |cells: &mut dyn Iterator<Item = &Cell>| {
        let mut used = 0;
        cells
            .take_while(|c| {
                used += c.width;
                used < near
            })
            .count()
    };
    let start = first - fits(&mut cells[..first].iter().rev());
    let end = last + fits(&mut cells[last..].iter());
    let dots = |kind| Cell { text: "\u{2026}".to_owned(), width: 1, kind, breaks: false };
    let mut out = Vec::new();
    if start > 0 {
        out.push(dots(Kind::Same));
    }
    let most = (MOST_ROWS - 2 * CONTEXT_ROWS) * width / 2;
    if last - first > 2 * most + 1 {
        out.extend_from_slice(&cells[start..first + most]);
        let left_out = last - first - 2 * most;
        cells_of(&format!(" \u{2026} {left_out} characters \u{2026} "), Kind::Same, true, &mut out);
        out.extend_from_slice(&cells[last - most..end]);
    } else {
        out.extend_from_slice(&cells[start..end]);
    }
    if end < cells.len() {
        out.push(dots(Kind::Same));
    }
    out
}

/// Cells in rows of at most `width` columns. Breaks between words where it can.
fn wrap(cells: Vec<Cell>, width: usize) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = vec![Vec::new()];
    let mut used = 0;
    for cell in cells {
        if used + cell.width > width {
            let row = rows.last_mut().expect("there is always a row");
            let space =
                row.iter().rposition(|c| c.text == " ").map(|i| i + 1).filter(|&i| i > row.len() / 2 && i < row.len());
            let carried = space.map_or_else(Vec::new, |i| row.split_off(i));
            used = carried.iter().map(|c| c.width).sum();
            rows.push(carried);
            if used + cell.width > width {
                rows.push(Vec::new());
                used = 0;
            }
        }
        used += cell.width;
        let breaks = cell.breaks;
        rows.last_mut().expect("there is always a row").push(cell);
        if breaks {
            rows.push(Vec::new());
            used = 0;
        }
    }
    if rows.len() > 1 && rows.last().is_some_and(Vec::is_empty) {
        rows.pop();
    }
    if rows.len() > 2 * MOST_ROWS {
        // Many short lines: their first and last.
        let left_out = rows.len() - 2 * MOST_ROWS + 1;
        let note = format!("\u{2026} {left_out} more lines \u{2026}");
        let cell = Cell { width: note.width(), text: note, kind: Kind::Same, breaks: false };
        rows.splice(MOST_ROWS..MOST_ROWS + left_out, [vec![cell]]);
    }
    rows
}

/// Plain words in rows of at most `width` columns.
pub(super) fn rows(text: &str, width: usize) -> Vec<String> {
    let mut cells = Vec::new();
    cells_of(text, Kind::Same, true, &mut cells);
    wrap(cells, width.max(10))
        .into_iter()
        .map(|row| row.into_iter().map(|c| c.text).collect::<String>().trim_end().to_owned())
        .collect()
}

/// The end of a path, which tells files apart.
fn tail(path: &str, width: usize) -> String {
    if path.width() <= width {
        return path.to_owned();
    }
    let mut used = 1;
    let kept: Vec<&str> = path
        .graphemes(true)
        .rev()
        .take_while(|g| {
            used += g.width();
            used <= width
        })
        .collect();
    std::iter::once("\u{2026}").chain(kept.into_iter().rev()).collect()
}

fn cut_to_end(text: &str, most: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(most))..]
}

fn cut_to_start(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(parts: &[(&str, Kind)]) -> Vec<Cell> {
        let mut cells = Vec::new();
        for &(text, kind) in parts {
            cells_of(text, kind, false, &mut cells);
        }
        cells
    }

    fn lines(parts: &[(&str, Kind)], width: usize) -> Vec<String> {
        let text = |row: Vec<Cell>| row.into_iter().map(|c| c.text).collect();
        wrap(clip(&cells(parts), width), width).into_iter().map(text).collect()
    }

    #[test]
    fn without_colours_the_change_is_marked() {
        assert_eq!(lines(&[("a ", Kind::Same), ("b", Kind::Old), (" c", Kind::Same)], 40), ["a [-b-] c"]);
        assert_eq!(
            lines(&[("a", Kind::Same), ("  ", Kind::Old), ("c\u{202E}", Kind::Same)], 40),
            ["a[-\u{b7}\u{b7}-]c\\u{202E}"]
        );
    }

    #[test]
    fn no_row_is_wider_than_the_screen() {
        let wide = "文字列".repeat(40);
        let marks = "e\u{301}\u{302}".repeat(90);
        for width in [20, 37, 80] {
            for text in [&wide, &marks, &"שלום עולם ".repeat(30), &"👩‍👩‍👧 ".repeat(40)] {
                let parts = [(text.as_str(), Kind::Same), (text.as_str(), Kind::Old), (text.as_str(), Kind::Same)];
                for row in lines(&parts, width) {
                    assert!(row.width() <= width, "{} columns of {width}: {row}", row.width());
                }
            }
        }
    }

    #[test]
    fn a_long_change_is_cut_in_its_middle() {
        let long = "word ".repeat(10_000);
        let rows = lines(&[("before ", Kind::Same), (&long, Kind::Old), (" after", Kind::Same)], 78);
        assert!(rows.len() <= 2 * MOST_ROWS, "{} rows", rows.len());
        assert!(rows.iter().any(|row| row.contains("characters")), "{rows:?}");
        let many = lines(&[(&"x\n".repeat(500), Kind::Old)], 78);
        assert!(many.len() <= 2 * MOST_ROWS, "{} rows", many.len());
    }

    #[test]
    fn a_path_keeps_its_end() {
        assert_eq!(tail("articles/2024/summit.md", 12), "\u{2026}4/summit.md");
        assert_eq!(tail("a.md", 12), "a.md");
    }
}
