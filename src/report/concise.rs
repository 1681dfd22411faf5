//! One line a finding, for editors and for `grep`.

use std::io::{self, Write};

use super::{File, Look, Report, full::write_verdict, style::Style, visible};
use crate::verdict::Verdict;

/// Writes `path:line:column: rule [applicability] message`.
pub(super) struct Concise {
    pub(super) look: Look,
}

impl Report for Concise {
    fn file(&mut self, file: &File<'_>, out: &mut dyn Write) -> io::Result<()> {
        let paint = self.look.paint;
        let path = paint.paint(Style::Path, visible(file.path));
        for (finding, place) in file.placed() {
            writeln!(
                out,
                "{path}:{}:{}: {} [{}] {}",
                place.line,
                place.column,
                paint.paint(Style::Rule, &finding.rule),
                paint.paint(Style::of(finding.applicability), finding.applicability),
                visible(&finding.message),
            )?;
        }
        Ok(())
    }

    fn verdict(&mut self, path: &str, verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
        write_verdict(self.look.paint, path, verdict, out)
    }
}
