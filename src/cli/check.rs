//! `ungarble check`: report and change nothing.

use std::{io::Write, ops::ControlFlow};

use super::{
    args::{CheckArgs, OutputArgs},
    files::Loader,
    output::{Output, complain, reader_left},
};
use crate::{
    error::Result,
    finding::{Applicability, Finding},
    report::{File, Report, Totals},
};

/// What a command came to; the exit code follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Nothing found, or all fixed.
    Clean,
    /// Something was found.
    Found,
    /// Something could not be done.
    Failed,
}

/// A report under way: counts, writes, and remembers what failed.
pub(super) struct Run {
    report: Box<dyn Report>,
    out: Output,
    fail_on: Applicability,
    exit_zero: bool,
    totals: Totals,
    failed: bool,
}

/// The report that says nothing.
struct Nothing;

impl Report for Nothing {
    fn file(&mut self, _file: &File<'_>, _out: &mut dyn Write) -> std::io::Result<()> {
        Ok(())
    }
}

/// What there is to say of one file.
pub(super) struct Checked {
    /// Its name.
    pub(super) path: String,
    /// The text that `findings` point into.
    pub(super) text: String,
    /// What to report, by place.
    pub(super) findings: Vec<Finding>,
    /// How many edits were made.
    pub(super) fixed: usize,
}

impl Run {
    pub(super) fn new(args: &OutputArgs) -> Result<Self> {
        let mut out = Output::new(args.common.output_file.as_deref(), &args.common.color)?;
        let mut report = args.output_format.unwrap_or_default().report(out.look);
        reader_left(report.start(&mut out))?;
        Ok(Self {
            report,
            out,
            fail_on: args.fail_on.unwrap_or(Applicability::Flag),
            exit_zero: args.common.exit_zero,
            totals: Totals::default(),
            failed: false,
        })
    }

    /// The same without a report: standard output is taken by the fixed text.
    pub(super) fn quiet(args: &OutputArgs) -> Result<Self> {
        Ok(Self { report: Box::new(Nothing), ..Self::new(args)? })
    }

    /// Reports one file, or says why it could not be looked at.
    pub(super) fn take(&mut self, checked: Result<Checked>) -> ControlFlow<()> {
        let written = checked.and_then(|checked| {
            self.totals.add(&checked.findings, checked.fixed);
            if checked.findings.is_empty() {
                return Ok(false);
            }
            let file = File { path: &checked.path, text: &checked.text, findings: &checked.findings };
            reader_left(self.report.file(&file, &mut self.out))
        });
        match written {
            Ok(false) => ControlFlow::Continue(()),
            Ok(true) => ControlFlow::Break(()),
            Err(error) => {
                complain(&error.to_string());
                self.failed = true;
                ControlFlow::Continue(())
            }
        }
    }

    /// Ends the report.
    pub(super) fn end(mut self) -> Result<Ended> {
        let finished = self.report.finish(&self.totals, &mut self.out).and_then(|()| self.out.flush());
        reader_left(finished)?;
        Ok(if self.failed {
            Ended::Failed
        } else if !self.exit_zero && self.totals.at_least(self.fail_on) > 0 {
            Ended::Found
        } else {
            Ended::Clean
        })
    }
}

/// Runs the command.
pub(super) fn run(args: &CheckArgs) -> Result<Ended> {
    let loader = Loader::new(&args.input, false)?;
    let mut run = Run::new(&args.output)?;
    loader.each(
        |document| {
            let path = document.name();
            let mut findings = document.outcome.findings;
            findings.sort_by_key(|f| f.span);
            Ok(Checked { path, text: document.text, findings, fixed: 0 })
        },
        |checked| run.take(checked),
    );
    run.end()
}
