//! `rdjson`, which reviewdog reads.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{File, Report, Totals, json::write_inert};
use crate::finding::Applicability;

/// Writes one object, a diagnostic at a time.
#[derive(Default)]
pub(super) struct Rdjson {
    rows: usize,
}

impl Report for Rdjson {
    fn start(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"source\":{\"name\":\"ungarble\"},\"diagnostics\":[")
    }

    fn file(&mut self, file: &File<'_>, out: &mut dyn Write) -> io::Result<()> {
        // Columns are bytes in this form, counted from 1.
        let column = |at: usize| 1 + at - memchr::memrchr(b'\n', &file.text.as_bytes()[..at]).map_or(0, |i| i + 1);
        // A line may be very long and full of findings: its start is looked for once.
        let mut line = (0, 0);
        let mut column_in = |number: usize, at: usize| {
            if line.0 != number {
                line = (number, at + 1 - column(at));
            }
            1 + at - line.1
        };
        for (finding, place) in file.placed() {
            out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
            self.rows += 1;
            let start = json!({ "line": place.line, "column": column_in(place.line, finding.span.start) });
            let end_column = if place.end_line == place.line {
                column_in(place.line, finding.span.end)
            } else {
                column(finding.span.end)
            };
            let range = json!({ "start": start, "end": { "line": place.end_line, "column": end_column } });
            let severity = match finding.applicability {
                Applicability::Safe => "ERROR",
                Applicability::Unsafe => "WARNING",
                Applicability::Flag => "INFO",
            };
            let suggestions: Vec<Value> =
                finding.replacement.iter().map(|with| json!({ "range": range, "text": with })).collect();
            let row = json!({
                "message": finding.message,
                "location": { "path": file.path, "range": range },
                "severity": severity,
                "code": { "value": finding.rule },
                "suggestions": suggestions,
            });
            write_inert(&row, out)?;
        }
        Ok(())
    }

    fn finish(&mut self, _totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]}\n")
    }
}
