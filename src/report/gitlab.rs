//! GitLab's code quality report.

use std::{
    collections::HashMap,
    hash::Hasher as _,
    io::{self, Write},
};

use serde_json::json;

use super::{File, Report, Totals, json::write_inert};
use crate::finding::Applicability;

/// Writes one array as it goes.
#[derive(Default)]
pub(super) struct Gitlab {
    rows: usize,
    /// How often each fingerprint was given out: the format wants each only once.
    met: HashMap<u64, u64>,
}

impl Report for Gitlab {
    fn file(&mut self, file: &File<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (finding, place) in file.placed() {
            out.write_all(if self.rows == 0 { b"[\n" } else { b",\n" })?;
            self.rows += 1;
            // The line number is left out of it, so that an issue stays the same one when lines are added above.
            let mut hasher = std::hash::DefaultHasher::new();
            for part in [file.path, &finding.rule, &file.text[finding.span.range()]] {
                hasher.write(part.as_bytes());
                hasher.write_u8(0);
            }
            let fingerprint = hasher.finish();
            let times = self.met.entry(fingerprint).or_default();
            *times += 1;
            let severity = match finding.applicability {
                Applicability::Safe => "major",
                Applicability::Unsafe => "minor",
                Applicability::Flag => "info",
            };
            let row = json!({
                "description": finding.message,
                "check_name": finding.rule,
                "fingerprint": format!("{fingerprint:016x}{times:04x}"),
                "severity": severity,
                "location": { "path": file.path, "lines": { "begin": place.line, "end": place.end_line } },
            });
            write_inert(&row, out)?;
        }
        Ok(())
    }

    fn finish(&mut self, _totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.rows == 0 { b"[]\n" } else { b"\n]\n" })
    }
}
