//! `JUnit` XML, which most servers for continuous integration read.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use super::{File, Report, Totals, visible::is_unseen};

/// Gathers a suite a file, then writes them with their counts.
#[derive(Default)]
pub(super) struct Junit {
    suites: String,
}

impl Report for Junit {
    fn file(&mut self, file: &File<'_>, _out: &mut dyn Write) -> io::Result<()> {
        let path = escaped(file.path);
        let count = file.findings.len();
        // Writing to a string cannot fail, here and below.
        let _ =
            writeln!(self.suites, "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">");
        for (finding, place) in file.placed() {
            let message = escaped(&finding.message);
            let (rule, level) = (escaped(&finding.rule), finding.applicability);
            let (line, column) = (place.line, place.column);
            let mut body = format!("{}:{line}:{column}: {} [{level}] {}", file.path, finding.rule, finding.message);
            if let Some(with) = &finding.replacement {
                let _ = write!(body, "\n- {}\n+ {with}", &file.text[finding.span.range()]);
            }
            let _ = writeln!(
                self.suites,
                "    <testcase name=\"{rule}:{line}:{column}\" classname=\"{path}\">\n      \
                 <failure type=\"{rule}\" message=\"{message}\">{}</failure>\n    </testcase>",
                escaped(&body)
            );
        }
        self.suites.push_str("  </testsuite>\n");
        Ok(())
    }

    fn finish(&mut self, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        let all = totals.all();
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        if all == 0 {
            // Some readers refuse a report without a single test.
            let passed = "  <testsuite name=\"ungarble\" tests=\"1\" failures=\"0\" errors=\"0\">\n    <testcase name=\"nothing found\" classname=\"ungarble\"/>\n  </testsuite>";
            return writeln!(
                out,
                "<testsuites name=\"ungarble\" tests=\"1\" failures=\"0\" errors=\"0\">\n{passed}\n</testsuites>"
            );
        }
        writeln!(out, "<testsuites name=\"ungarble\" tests=\"{all}\" failures=\"{all}\" errors=\"0\">")?;
        out.write_all(self.suites.as_bytes())?;
        writeln!(out, "</testsuites>")
    }
}

/// Text as XML content or an attribute. Many controls do not exist in XML, not even as references: they are shown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let _ = match c {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\n' => out.write_str("&#10;"),
            c if is_unseen(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}') => write!(out, "\\u{{{:04X}}}", c as u32),
            c => out.write_char(c),
        };
    }
    out
}
