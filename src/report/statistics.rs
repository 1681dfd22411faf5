//! How many findings of each rule, instead of the findings.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use super::{File, Look, Report, Totals, counted, style::Style};
use crate::finding::Applicability;

/// Counts, then writes a table, the commonest rule first.
pub(super) struct Statistics {
    look: Look,
    counts: BTreeMap<(String, Applicability), usize>,
}

impl Statistics {
    pub(super) fn new(look: Look) -> Self {
        Self { look, counts: BTreeMap::new() }
    }
}

impl Report for Statistics {
    fn file(&mut self, file: &File<'_>, _out: &mut dyn Write) -> io::Result<()> {
        for finding in file.findings {
            *self.counts.entry((finding.rule.to_string(), finding.applicability)).or_default() += 1;
        }
        Ok(())
    }

    fn finish(&mut self, totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        let paint = self.look.paint;
        let mut rows: Vec<_> = self.counts.iter().collect();
        rows.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for ((rule, applicability), count) in rows {
            let level = paint.paint(Style::of(*applicability), format!("{:6}", applicability.as_str()));
            writeln!(out, "{count:>8}  {level}  {}", paint.paint(Style::Rule, rule))?;
        }
        writeln!(out, "{:>8}  in {}", totals.all(), counted(totals.files_with_findings, "file"))
    }
}
