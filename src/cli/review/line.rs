//! A line that is typed: the text for a place, with a cursor. It knows no terminal.
//!
//! The text is edited as it is shown, with escapes for what cannot be seen: `\n`, `\t`, `\\` and `\u{200B}`.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::report::visible;

/// A line under the cursor.
pub(super) struct Line {
    before: String,
    after: String,
}

/// What a key does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    Insert(char),
    DeleteBack,
    Delete,
    DeleteAll,
    Left,
    Right,
    Home,
    End,
}

impl Line {
    /// Starts from a text, the cursor at its end.
    pub(super) fn of(text: &str) -> Self {
        Self { before: visible(&text.replace('\\', "\\\\")).into_owned(), after: String::new() }
    }

    pub(super) fn stroke(&mut self, stroke: Stroke) {
        match stroke {
            Stroke::Insert(c) => self.before.push(c),
            Stroke::DeleteBack => drop(take_last(&mut self.before)),
            Stroke::Delete => drop(take_first(&mut self.after)),
            Stroke::DeleteAll => {
                self.before.clear();
                self.after.clear();
            }
            Stroke::Left => {
                let moved = take_last(&mut self.before);
                self.after.insert_str(0, &moved);
            }
            Stroke::Right => {
                let moved = take_first(&mut self.after);
                self.before.push_str(&moved);
            }
            Stroke::Home => self.after.insert_str(0, &std::mem::take(&mut self.before)),
            Stroke::End => self.before.push_str(&std::mem::take(&mut self.after)),
        }
    }

    /// The part around the cursor that fits, and the column of the cursor in it.
    pub(super) fn shown(&self, width: usize) -> (String, usize) {
        let mut used = 0;
        let head: Vec<&str> = self
            .before
            .graphemes(true)
            .rev()
            .take_while(|g| {
                used += g.width();
                used < width
            })
            .collect();
        let head: String = head.into_iter().rev().collect();
        let column = head.width();
        let mut used = column;
        let tail: String = self
            .after
            .graphemes(true)
            .take_while(|g| {
                used += g.width();
                used < width
            })
            .collect();
        (head + &tail, column)
    }

    /// The text that is meant.
    pub(super) fn text(&self) -> String {
        unescape(&format!("{}{}", self.before, self.after))
    }
}

fn take_last(text: &mut String) -> String {
    let at = text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
    text.split_off(at)
}

fn take_first(text: &mut String) -> String {
    let at = text.graphemes(true).next().map_or(0, str::len);
    let rest = text.split_off(at);
    std::mem::replace(text, rest)
}

/// Reads `\n`, `\t`, `\r`, `\\` and `\u{…}`; any other backslash is one.
fn unescape(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some((plain, escape)) = rest.split_once('\\') {
        out.push_str(plain);
        let code_point = escape.strip_prefix("u{").and_then(|e| e.split_once('}'));
        let code_point =
            code_point.and_then(|(hex, after)| Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, after)));
        (rest, out) = match (escape.chars().next(), code_point) {
            (Some('n'), _) => (&escape[1..], out + "\n"),
            (Some('t'), _) => (&escape[1..], out + "\t"),
            (Some('r'), _) => (&escape[1..], out + "\r"),
            (Some('\\'), _) => (&escape[1..], out + "\\"),
            (_, Some((c, after))) => (after, out + c.encode_utf8(&mut [0; 4])),
            _ => (escape, out + "\\"),
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_reads_back_as_it_was() {
        for text in ["plain", "a\nb\tc", "C:\\new\\u{41}", "\u{202E}x\u{0}", "e\u{301}文", ""] {
            assert_eq!(Line::of(text).text(), text);
        }
        assert_eq!(unescape("\\u{110000} \\q \\"), "\\u{110000} \\q \\");
    }

    #[test]
    fn strokes_move_by_what_a_reader_sees() {
        let mut line = Line::of("e\u{301}文x");
        for stroke in
            [Stroke::Left, Stroke::Left, Stroke::DeleteBack, Stroke::Insert('a'), Stroke::End, Stroke::Insert('!')]
        {
            line.stroke(stroke);
        }
        assert_eq!(line.text(), "a文x!");
        line.stroke(Stroke::Home);
        line.stroke(Stroke::Delete);
        assert_eq!(line.text(), "文x!");
        assert_eq!(line.shown(80), ("文x!".to_owned(), 0));
        line.stroke(Stroke::DeleteAll);
        assert_eq!(line.text(), "");
    }

    #[test]
    fn a_long_line_shows_what_is_near_the_cursor() {
        let line = Line::of(&"ab".repeat(100));
        let (shown, column) = line.shown(10);
        assert_eq!((shown.width(), column), (9, 9));
    }
}
