//! JSON, as one array or as one object a line.
//!
//! What a terminal might act on is written as `\u` escapes, so that looking at a report harms nobody.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{
    json,
    ser::{CharEscape, Formatter},
};

use super::{File, LineColumnSpan, Report, Totals, visible::is_unseen};
use crate::{finding::Finding, span::Span, verdict::Verdict};

/// A finding as other programs read it.
#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    rule: &'a str,
    applicability: &'static str,
    message: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
    replacement: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn new(file: &File<'a>, finding: &'a Finding, place: LineColumnSpan) -> Self {
        Self {
            path: file.path,
            rule: &finding.rule,
            applicability: finding.applicability.as_str(),
            message: &finding.message,
            start: finding.span.start,
            end: finding.span.end,
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            text: &file.text[finding.span.range()],
            replacement: finding.replacement.as_deref(),
        }
    }
}

/// Compact JSON in which every unseen character is an escape.
struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| is_unseen(c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, writer: &mut W, escape: CharEscape) -> io::Result<()> {
        serde_json::ser::CompactFormatter.write_char_escape(writer, escape)
    }
}

/// Writes any value as compact, inert JSON.
pub(super) fn write_inert(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(out, Inert)).map_err(io::Error::from)
}

/// One object a line.
pub(super) struct JsonLines;

impl Report for JsonLines {
    fn file(&mut self, file: &File<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (finding, place) in file.placed() {
            write_inert(&Row::new(file, finding, place), out)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

/// One array, an object a line.
#[derive(Default)]
pub(super) struct Json {
    rows: usize,
}

impl Json {
    fn row(&mut self, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.rows == 0 { b"[\n" } else { b",\n" })?;
        self.rows += 1;
        write_inert(value, out)
    }
}

impl Report for Json {
    fn file(&mut self, file: &File<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (finding, place) in file.placed() {
            self.row(&Row::new(file, finding, place), out)?;
        }
        Ok(())
    }

    fn verdict(&mut self, path: &str, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
        let Span { start, end } = verdict.evidence;
        let (reason, message) = (verdict.reason.as_str(), &verdict.message);
        self.row(&json!({ "path": path, "drop": reason, "message": message, "start": start, "end": end }), out)
    }

    fn finish(&mut self, _totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.rows == 0 { b"[]\n" } else { b"\n]\n" })
    }
}
