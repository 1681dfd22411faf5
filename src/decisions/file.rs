//! The decisions file: what was decided, about which text.
//!
//! It is written by the review in the terminal and by the HTML report, and read by `fix --decisions`. A finding is known
//! by its rule, its place and its replacement; a text by its hash. If either is not there any more, nothing is applied.

use std::{collections::HashMap, path::Path};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Decision, Review};
use crate::error::{Error, Result};

/// The version of the file's form.
pub const VERSION: u32 = 1;

/// All decisions of one review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// The version of the form; see [`VERSION`].
    pub version: u32,
    /// The texts, in the order of review.
    pub files: Vec<FileDecisions>,
}

/// The decisions about one text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileDecisions {
    /// The file, as it was named in the review.
    pub path: String,
    /// The SHA-256 of the text, in hexadecimal.
    pub sha256: String,
    /// What was decided; findings still open are not listed.
    pub findings: Vec<Decided>,
}

/// The decision about one finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The rule's id.
    pub rule: String,
    /// Its first byte in the original text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What was proposed; `null` for a flag.
    pub replacement: Option<String>,
    /// What was decided.
    pub decision: DecisionKind,
    /// What a person typed, with `edit`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The word for a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DecisionKind {
    /// Make the edit.
    Accept,
    /// Leave the text as it is.
    Reject,
    /// Put `text` there.
    Edit,
}

/// The hash by which a text is known again.
#[must_use]
pub fn sha256(text: &[u8]) -> String {
    let digit = |nibble: u8| char::from(b"0123456789abcdef"[usize::from(nibble)]);
    Sha256::digest(text).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl Decisions {
    /// Reads a decisions file.
    ///
    /// # Errors
    /// If it is no decisions file, or one of another version.
    pub fn parse(json: &str, path: &Path) -> Result<Self> {
        let bad = |problem: String, at| Error::Data { path: path.to_path_buf(), at, problem };
        let read: Self = serde_json::from_str(json).map_err(|e| {
            bad(format!("this is no decisions file ({e}); `ungarble review` writes one"), Some((e.line(), e.column())))
        })?;
        if read.version != VERSION {
            let problem = format!("version {} is not known here; make the review again", read.version);
            return Err(bad(problem, None));
        }
        Ok(read)
    }
}

impl FileDecisions {
    /// The decisions of a finished review.
    #[must_use]
    pub fn of(path: &str, review: &Review<'_>, decisions: &[Decision]) -> Self {
        let findings = review
            .reading_order()
            .into_iter()
            .filter_map(|i| {
                let (decision, text) = match &decisions[i] {
                    Decision::Open => return None,
                    Decision::Accept => (DecisionKind::Accept, None),
                    Decision::Reject => (DecisionKind::Reject, None),
                    Decision::Edit(text) => (DecisionKind::Edit, Some(text.clone())),
                };
                let (rule, start, end, replacement) = key(review, i);
                let (rule, replacement) = (rule.to_owned(), replacement.map(str::to_owned));
                Some(Decided { rule, start, end, replacement, decision, text })
            })
            .collect();
        Self { path: path.to_owned(), sha256: sha256(review.original().as_bytes()), findings }
    }

    /// The decisions, one for each finding of a review of the same text made now.
    ///
    /// # Errors
    /// If the text is another one, or a finding is not made any more.
    pub fn recall(&self, review: &Review<'_>) -> Result<Vec<Decision>> {
        if sha256(review.original().as_bytes()) != self.sha256 {
            return Err(Error::usage(format!(
                "{} has changed since it was reviewed; review it again (nothing was changed)",
                self.path
            )));
        }
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        for i in (0..review.outcome().findings.len()).rev() {
            places.entry(key(review, i)).or_default().push(i);
        }
        let mut decisions = vec![Decision::Open; review.outcome().findings.len()];
        let mut lost = 0;
        for decided in &self.findings {
            let key = (decided.rule.as_str(), decided.start, decided.end, decided.replacement.as_deref());
            match places.get_mut(&key).and_then(Vec::pop) {
                Some(i) => {
                    decisions[i] = match decided.decision {
                        DecisionKind::Accept => Decision::Accept,
                        DecisionKind::Reject => Decision::Reject,
                        DecisionKind::Edit => Decision::Edit(decided.text.clone().ok_or_else(|| {
                            Error::usage(format!(
                                "{}: the finding at byte {} is to be edited, and no \"text\" says to what; add it, an empty one \
                                 to delete (nothing was changed)",
                                self.path, decided.start
                            ))
                        })?),
                    }
                }
                None => lost += 1,
            }
        }
        if lost > 0 {
            return Err(Error::usage(format!(
                "{}: {lost} of {} decided findings are not found any more; use the configuration, preset and version of the \
                 review, or review it again (nothing was changed)",
                self.path,
                self.findings.len()
            )));
        }
        Ok(decisions)
    }
}

/// By what a finding is known again: its rule, its place and its replacement.
#[must_use]
pub fn key<'r>(review: &'r Review<'_>, finding: usize) -> (&'r str, usize, usize, Option<&'r str>) {
    let finding = &review.outcome().findings[finding];
    (&finding.rule, finding.span.start, finding.span.end, finding.replacement.as_deref())
}
