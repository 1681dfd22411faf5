//! GitLab's code quality report.

use std::{
    collections::HashMap,
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
            let fingerprint = hash([file.path, &finding.rule, &file.text[finding.span.range()]]);
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

/// FNV-1a of the parts, each closed by NUL. GitLab compares fingerprints of different builds, so that they may not hang on
/// a hash that another version of Rust is free to change.
fn hash(parts: [&str; 3]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
