//! Reports: one file a form.
//!
//! A report gets the files in order and writes as it goes, so that a large tree needs no memory and a reader sees the
//! first findings at once. Text from outside is hostile here: every form makes it inert in its own way.

use std::io::{self, Write};

pub use self::{
    diff::{Names, unified},
    line_column::{LineColumnSpan, line_column_spans},
    style::{Paint, Style},
    visible::visible,
};
use crate::{
    finding::{Applicability, Finding},
    verdict::Verdict,
};

mod concise;
mod diff;
mod full;
mod github;
mod gitlab;
#[cfg(feature = "cli")]
pub mod html;
mod json;
mod junit;
mod line_column;
mod rdjson;
mod sarif;
mod statistics;
mod style;
mod visible;

/// One file's part of a report.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its name, as the user gave it.
    pub path: &'a str,
    /// The text the findings point into.
    pub text: &'a str,
    /// What was found, by place.
    pub findings: &'a [Finding],
}

impl<'a> File<'a> {
    /// Each finding with its place.
    pub fn placed(&self) -> impl Iterator<Item = (&'a Finding, LineColumnSpan)> + use<'a> {
        self.findings.iter().zip(line_column_spans(self.text, self.findings))
    }
}

/// What a whole run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files looked at.
    pub files: usize,
    /// Files with something to say of them.
    pub files_with_findings: usize,
    /// Edits that were made.
    pub fixed: usize,
    /// Findings reported, by applicability: safe, unsafe, flag.
    pub found: [usize; 3],
}

impl Totals {
    /// Counts one file.
    pub fn add(&mut self, findings: &[Finding], fixed: usize) {
        self.files += 1;
        self.files_with_findings += usize::from(!findings.is_empty());
        self.fixed += fixed;
        for finding in findings {
            self.found[finding.applicability as usize] += 1;
        }
    }

    /// All findings reported.
    #[must_use]
    pub fn all(&self) -> usize {
        self.found.iter().sum()
    }

    /// The findings at least as certain as `least`: for `Unsafe`, the safe ones too.
    #[must_use]
    pub fn at_least(&self, least: Applicability) -> usize {
        self.found[..=least as usize].iter().sum()
    }
}

/// `1 finding`, `2 findings`.
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// How a report for people may look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Colours and other terminal styles.
    pub paint: Paint,
    /// Columns there are.
    pub width: usize,
}

/// A form of report.
pub trait Report {
    /// Says that a whole file should be dropped, behind what was found in it. Forms made of findings alone leave it out.
    ///
    /// # Errors
    /// What `out` says.
    fn verdict(&mut self, _path: &str, _verdict: &Verdict, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Before the first file.
    ///
    /// # Errors
    /// What `out` says.
    fn start(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// One file with findings, or without any where the form lists those too.
    ///
    /// # Errors
    /// What `out` says.
    fn file(&mut self, file: &File<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// After the last file.
    ///
    /// # Errors
    /// What `out` says.
    fn finish(&mut self, _totals: &Totals, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// The forms there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputFormat {
    /// Each finding with its line and a caret, for people.
    #[default]
    Full,
    /// One line a finding.
    Concise,
    /// One array.
    Json,
    /// One object a line.
    JsonLines,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
    /// Annotations in GitHub's workflows.
    Github,
    /// GitLab's code quality.
    Gitlab,
    /// `JUnit` XML.
    Junit,
    /// For reviewdog.
    Rdjson,
}

impl OutputFormat {
    /// Every form with its name on the command line.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("full", Self::Full),
        ("concise", Self::Concise),
        ("json", Self::Json),
        ("json-lines", Self::JsonLines),
        ("sarif", Self::Sarif),
        ("github", Self::Github),
        ("gitlab", Self::Gitlab),
        ("junit", Self::Junit),
        ("rdjson", Self::Rdjson),
    ];

    /// The form of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(n, _)| *n == name).map(|&(_, format)| format)
    }

    /// A table of how many findings each rule has, instead of the findings.
    #[must_use]
    pub fn statistics(look: Look) -> Box<dyn Report> {
        Box::new(statistics::Statistics::new(look))
    }

    /// A fresh report in this form.
    #[must_use]
    pub fn report(self, look: Look) -> Box<dyn Report> {
        match self {
            Self::Full => Box::new(full::Full { look }),
            Self::Concise => Box::new(concise::Concise { look }),
            Self::Json => Box::new(json::Json::default()),
            Self::JsonLines => Box::new(json::JsonLines),
            Self::Sarif => Box::new(sarif::Sarif::default()),
            Self::Github => Box::new(github::Github),
            Self::Gitlab => Box::new(gitlab::Gitlab::default()),
            Self::Junit => Box::new(junit::Junit::default()),
            Self::Rdjson => Box::new(rdjson::Rdjson::default()),
        }
    }
}
