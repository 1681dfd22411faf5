//! `ungarble check`: report and change nothing.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    ops::ControlFlow,
};

use super::{
    add_ignore,
    args::{CheckArgs, InputArgs, OutputArgs},
    files::Loader,
    output::{Output, Progress, complain, reader_left},
};
use crate::{
    error::{Error, Result},
    finding::{Applicability, Finding},
    report::{File, OutputFormat, Report, Totals, counted},
    verdict::Verdict,
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
    /// Whether edits that were made are listed among the report, which is for people then; on standard error otherwise.
    lists_edits: bool,
    fail_on: Applicability,
    exit_zero: bool,
    progress: Progress,
    totals: Totals,
    /// What was complained about: a mistake that many files share is said once.
    complaints: BTreeSet<String>,
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
    /// Whether it is worth keeping at all.
    pub(super) verdict: Option<Verdict>,
    /// How many edits were made.
    pub(super) fixed: usize,
    /// The edits that were made, for showing, one line each.
    pub(super) made: Vec<u8>,
}

impl Run {
    /// A report in the form that the command line asks for, or the configuration of the current folder.
    pub(super) fn new(args: &OutputArgs, loader: &Loader) -> Result<Self> {
        Self::start(args, loader, true)
    }

    /// The same, but standard output is taken by the fixed text: a report needs a file to go to.
    pub(super) fn beside_text(args: &OutputArgs, loader: &Loader) -> Result<Self> {
        Self::start(args, loader, args.common.output_file.is_some())
    }

    fn start(args: &OutputArgs, loader: &Loader, reports: bool) -> Result<Self> {
        let project = loader.project()?;
        let given = |key| project.value(key).0.and_then(|v| v.texts().first().map(String::as_str));
        let format =
            args.output_format.or_else(|| given("output-format").and_then(OutputFormat::named)).unwrap_or_default();
        let fail_on =
            args.fail_on.or_else(|| given("fail-on").and_then(Applicability::named)).unwrap_or(Applicability::Flag);
        let file = args.common.output_file.as_deref();
        if let Some(file) = file.filter(|file| loader.reads(file)) {
            return Err(Error::usage(format!(
                "{} is one of the files to read; name another one for the report",
                file.display()
            )));
        }
        let mut out = Output::new(file, &args.common.color)?;
        let mut report = match (reports, args.statistics) {
            (false, _) => Box::new(Nothing),
            (true, true) => OutputFormat::statistics(out.look),
            (true, false) => format.report(out.look),
        };
        reader_left(report.start(&mut out))?;
        let progress = Progress::new(loader.len(), out.for_eyes);
        Ok(Self {
            report,
            out,
            lists_edits: reports && matches!(format, OutputFormat::Full | OutputFormat::Concise),
            fail_on,
            exit_zero: args.common.exit_zero,
            progress,
            totals: Totals::default(),
            complaints: BTreeSet::new(),
        })
    }

    /// Reports one file, or says why it could not be looked at.
    pub(super) fn take(&mut self, checked: Result<Checked>) -> ControlFlow<()> {
        self.progress.step();
        let written = checked.and_then(|checked| {
            self.totals.add(&checked.findings, checked.fixed);
            if !checked.made.is_empty() || !checked.findings.is_empty() || checked.verdict.is_some() {
                self.progress.clear();
            }
            let listed: &mut dyn Write = if self.lists_edits { &mut self.out } else { &mut io::stderr() };
            if reader_left(listed.write_all(&checked.made))? {
                return Ok(true);
            }
            let mut left = false;
            if !checked.findings.is_empty() {
                let file = File { path: &checked.path, text: &checked.text, findings: &checked.findings };
                left = reader_left(self.report.file(&file, &mut self.out))?;
            }
            if let Some(verdict) = checked.verdict.filter(|_| !left) {
                left = reader_left(self.report.verdict(&checked.path, &verdict, &mut self.out))?;
            }
            Ok(left)
        });
        match written {
            Ok(false) => ControlFlow::Continue(()),
            Ok(true) => ControlFlow::Break(()),
            Err(error) => {
                self.progress.clear();
                let sentence = error.to_string();
                if !self.complaints.contains(&sentence) {
                    complain(&sentence);
                    self.complaints.insert(sentence);
                }
                ControlFlow::Continue(())
            }
        }
    }

    /// Ends the report.
    pub(super) fn end(mut self) -> Result<Ended> {
        self.progress.clear();
        let finished = self.report.finish(&self.totals, &mut self.out).and_then(|()| self.out.flush());
        reader_left(finished)?;
        Ok(if !self.complaints.is_empty() {
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
    if args.update_baseline {
        return update_baseline(&args.input);
    }
    let mut loader = Loader::new(&args.input, false)?;
    loader.needs_patch = false;
    if args.add_ignore {
        return Ok(add_ignore::run(&loader.on_disk()));
    }
    let mut run = Run::new(&args.output, &loader)?;
    loader.each(
        |document| {
            let path = document.name();
            let mut findings = document.outcome.findings;
            findings.sort_by_key(|f| f.span);
            let verdict = document.outcome.verdict;
            Ok(Checked { path, text: document.text, findings, verdict, fixed: 0, made: Vec::new() })
        },
        |checked| run.take(checked),
    );
    run.end()
}

/// Keeps everything that is found in the baseline. Files not looked at keep what is known of them.
fn update_baseline(input: &InputArgs) -> Result<Ended> {
    let (loader, mut baseline) = Loader::making_baseline(input)?;
    let mut met = Vec::new();
    let mut failed = false;
    loader.each(
        |document| Ok((document.name(), document.text, document.outcome.findings)),
        |result| {
            match result {
                Ok(file) => met.push(file),
                Err(error) => {
                    complain(&error.to_string());
                    failed = true;
                }
            }
            ControlFlow::Continue(())
        },
    );
    for (path, text, findings) in &met {
        baseline.update(path, text, findings);
    }
    baseline.write()?;
    complain(&format!("{} in the baseline now", counted(baseline.len(), "finding")));
    Ok(if failed { Ended::Failed } else { Ended::Clean })
}
