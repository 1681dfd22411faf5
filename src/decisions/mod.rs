//! What a person decided about findings, and the text that comes of it.
//!
//! Any subset of findings can be accepted: the rest of the text stays the original's, byte for byte. Accepting every
//! finding the pipeline applied gives the pipeline's own output. Decisions are kept in a file with a hash of the text
//! they are about, so that they are never applied to another one.

pub use self::{
    file::{Decided, DecisionKind, Decisions, FileDecisions, VERSION, key, sha256},
    weave::{Piece, Weave, shows},
};
use crate::{patch::Patch, pipeline::Outcome};

mod file;
mod weave;

/// What was decided about one finding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet: its edit is not made.
    #[default]
    Open,
    /// Its edit is made.
    Accept,
    /// Its edit is not made.
    Reject,
    /// This text is put in its place.
    Edit(String),
}

impl Decision {
    /// True if the text is to change here.
    #[must_use]
    pub const fn makes_edit(&self) -> bool {
        matches!(self, Self::Accept | Self::Edit(_))
    }
}

/// Why a chosen finding could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It has no edit, and none was typed.
    NoEdit,
    /// It builds on this finding, which is not made, or not as proposed.
    BuildsOn(usize),
    /// This finding, which is made, asks for the same place.
    ExcludedBy(usize),
}

/// The findings of one text, ready to be chosen from.
#[derive(Clone, Debug)]
pub struct Review<'t> {
    original: &'t str,
    outcome: &'t Outcome,
    weave: Weave<'t>,
}

/// What comes of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The edits, over the original.
    pub patch: Patch,
    /// Whether each finding is made.
    pub active: Vec<bool>,
    /// The chosen findings that could not be made, and why.
    pub left_out: Vec<(usize, LeftOut)>,
}

impl<'t> Review<'t> {
    /// The findings of `outcome`, which came of cleaning `original`.
    #[must_use]
    pub fn new(original: &'t str, outcome: &'t Outcome) -> Self {
        Self { original, outcome, weave: Weave::new(original, outcome) }
    }

    /// The text before any edit.
    #[must_use]
    pub fn original(&self) -> &'t str {
        self.original
    }

    /// The findings, in the order of making.
    #[must_use]
    pub fn outcome(&self) -> &'t Outcome {
        self.outcome
    }

    /// The text and all replacements, interleaved.
    #[must_use]
    pub fn weave(&self) -> &Weave<'t> {
        &self.weave
    }

    /// The findings in the order in which a person should see them: by place, but what a finding builds on comes first.
    #[must_use]
    pub fn reading_order(&self) -> Vec<usize> {
        let mut by_place: Vec<usize> = (0..self.outcome.findings.len()).collect();
        by_place.sort_by_key(|&i| (self.outcome.findings[i].span, i));
        let mut order = Vec::with_capacity(by_place.len());
        let mut listed = vec![false; by_place.len()];
        for finding in by_place {
            // What a finding builds on has a lower index, so this ends; a chain is as long as the rounds that made it.
            let mut stack = vec![finding];
            while let Some(&top) = stack.last() {
                match self.weave.builds_on(top).iter().find(|&&earlier| !listed[earlier]) {
                    Some(&earlier) if !listed[top] => stack.push(earlier),
                    _ => {
                        stack.pop();
                        if !std::mem::replace(&mut listed[top], true) {
                            order.push(top);
                        }
                    }
                }
            }
        }
        order
    }

    /// Makes a choice: one decision for each finding.
    #[must_use]
    pub fn choose(&self, decisions: &[Decision]) -> Chosen {
        let mut active = vec![false; decisions.len()];
        let mut left_out = Vec::new();
        for (i, decision) in decisions.iter().enumerate().filter(|(_, d)| d.makes_edit()) {
            match self.obstacle(i, decision, decisions, &active) {
                Some(why) => left_out.push((i, why)),
                None => active[i] = true,
            }
        }
        let typed = |i: usize| match &decisions[i] {
            Decision::Edit(text) => Some(text.as_str()),
            _ => None,
        };
        Chosen { patch: self.weave.patch(&active, &typed), active, left_out }
    }

    /// What keeps a chosen finding from being made, given those chosen before it.
    fn obstacle(
        &self,
        finding: usize,
        decision: &Decision,
        decisions: &[Decision],
        active: &[bool],
    ) -> Option<LeftOut> {
        if *decision == Decision::Accept && self.outcome.findings[finding].replacement.is_none() {
            return Some(LeftOut::NoEdit);
        }
        let as_proposed = |&&earlier: &&usize| active[earlier] && decisions[earlier] == Decision::Accept;
        let missing = self.weave.builds_on(finding).iter().find(|earlier| !as_proposed(earlier));
        let taken = self.weave.excluded_by(finding).iter().find(|&&earlier| active[earlier]);
        missing.map(|&f| LeftOut::BuildsOn(f)).or(taken.map(|&f| LeftOut::ExcludedBy(f)))
    }
}

#[cfg(test)]
mod tests;
