//! Filters in order over one document, until nothing safe is left to mend.
//!
//! A round runs every stage; the safe edits of a stage are made before the next one looks, so that filter ten sees filter
//! nine's output. Rounds go on until one makes no edit: what it reports besides is what remains in the cleaned text.
//! That is why cleaning twice gives the same as cleaning once.

use std::borrow::Cow;

use crate::{
    error::Result,
    finding::{Filter, Finding},
    language::Languages,
    patch::{Edit, Lifter, Patch},
    rule::Preset,
    text::{Format, Kind},
    verdict::{self, Verdict},
};

mod parts;
mod passes;
mod rounds;

/// What to look for and what to do with it.
#[derive(Clone)]
pub struct Options<'o> {
    /// What the text is written in.
    pub format: Format,
    /// Whether a rule is on.
    pub wanted: &'o (dyn Fn(&str) -> bool + Sync),
    /// Findings it returns false for are neither applied nor reported; spans are in the original.
    pub allowed: &'o (dyn Fn(&Finding) -> bool + Sync),
    /// Make `Unsafe` edits too.
    pub unsafe_fixes: bool,
    /// The BCP 47 code of the language the document should be in. One in a script that this language is not written in gets
    /// the verdict [`Reason::OtherLanguage`](verdict::Reason::OtherLanguage); the language itself is not compared, nor a
    /// language whose scripts are not listed. The command line leaves it open.
    pub language: Option<&'o str>,
    /// What sort of document it is, where that is known; judged by its shape otherwise.
    pub kind: Option<Kind>,
    /// Filters of one's own, such as the compiled cards of a configuration.
    pub extra: &'o [&'o dyn Filter],
    /// The languages to know words by; those shipped, if not given.
    pub languages: Option<&'o Languages>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            format: Format::Plain,
            wanted: &in_article,
            allowed: &|_| true,
            unsafe_fixes: false,
            language: None,
            kind: None,
            extra: &[],
            languages: None,
        }
    }
}

impl Options<'_> {
    /// The rules of a preset, on a text of this format.
    ///
    /// ```
    /// use ungarble::{Format, Options, clean_with};
    ///
    /// let options = Options::preset("hygiene", Format::Plain)?;
    /// let text = "Nobody nobody came to the cafÃ©.";
    /// assert_eq!(clean_with(text, &options).cleaned(text), "Nobody nobody came to the café.");
    /// # Ok::<(), ungarble::Error>(())
    /// ```
    ///
    /// # Errors
    /// If no preset has this name.
    pub fn preset(name: &str, format: Format) -> Result<Self> {
        Ok(Self { format, wanted: Preset::named(name)?.selection(), ..Self::default() })
    }
}

/// The rules of the default preset.
fn in_article(rule: &str) -> bool {
    Preset::for_format(Format::Plain).has(rule)
}

/// What came of cleaning one text.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// Every finding, with positions in the original: first those whose edits were made, in the order made, then those
    /// that remain, by place.
    pub findings: Vec<Finding>,
    /// How many of `findings` were applied.
    pub applied: usize,
    /// How many batches of edits were made.
    pub steps: usize,
    /// For each finding, its own edit in the text it was found in: what review needs to leave one out and keep the rest.
    pub staged_edits: Vec<StagedEdit>,
    /// All edits made, over the original.
    pub patch: Patch,
    /// Why the document as a whole should be dropped, if it should.
    pub verdict: Option<Verdict>,
}

/// A finding's own edit, over the text as it stood when the finding was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedEdit {
    /// How many batches of edits had been made before. Edits of one batch are disjoint and over one text.
    pub step: usize,
    /// The edit; for a flag, the removal of its span, which is never made.
    pub edit: Edit,
}

impl Outcome {
    /// The cleaned text.
    #[must_use]
    pub fn cleaned<'t>(&self, original: &'t str) -> Cow<'t, str> {
        self.patch.apply(original)
    }
}

/// Cleans one document.
#[must_use]
pub fn clean(source: &str, options: &Options<'_>) -> Outcome {
    let mut outcome = passes::clean(source, options);
    outcome.verdict = verdict::judge(source, &outcome.findings, options.language);
    outcome
}

/// The edit of a finding; for a flag, the removal of its span.
fn own_edit(finding: &Finding) -> Edit {
    Edit::new(finding.span, finding.replacement.clone().unwrap_or_default())
}

/// A finding with its place, and what is put there, in the original.
fn lifted(finding: &Finding, own: &Edit, lifter: &Lifter<'_>) -> Finding {
    let lifted = lifter.lift(own);
    let replacement = finding.replacement.as_ref().map(|_| lifted.with);
    Finding { span: lifted.span, replacement, ..finding.clone() }
}
