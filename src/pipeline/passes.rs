//! Passes over the parts of a document, until its cut into parts holds.

use std::borrow::Cow;

use super::{
    Options, Outcome, StagedEdit, lifted, own_edit,
    parts::{LONG, parts},
    rounds,
};
use crate::{
    finding::Finding,
    patch::{Edit, Patch},
    span::Span,
    text::{Kind, Part, Protected},
};

/// After so many passes the cut of a document counts as settled; most need one, and few more than two.
const MOST_PASSES: usize = 8;

/// Cleans one document.
pub(super) fn clean(source: &str, options: &Options<'_>) -> Outcome {
    let mut document = Document::default();
    let mut current = Cow::Borrowed(source);
    for _ in 0..=MOST_PASSES {
        let protected = Protected::find(&current, options.format);
        let cut = parts(&current, &protected);
        // An edit may move the cut behind it, and then the words around that are seen in other company.
        if cut.iter().eq(document.settled.iter().map(|part| &part.span)) {
            break;
        }
        let step = document.pass(&current, &cut, &protected, options);
        let stays_whole = cut.len() == 1 && current.len().saturating_add_signed(step.growth()) <= LONG;
        if step.is_empty() || stays_whole {
            break;
        }
        current = Cow::Owned(step.apply(&current).into_owned());
    }
    document.outcome()
}

/// What became of a document so far.
#[derive(Default)]
struct Document {
    /// The findings whose edits were made, in the original, with their own edits.
    applied: Vec<(Finding, StagedEdit)>,
    steps: usize,
    patch: Patch,
    settled: Vec<Settled>,
}

/// A part of a document in which nothing safe is left to mend.
struct Settled {
    /// Where it is in the text as it stands now.
    span: Span,
    ends: Part,
    /// The kind of document that it was cleaned as; `None` if it told that itself.
    kind: Option<Kind>,
    /// What remains, in the original, with the edits of it in the part.
    remaining: Vec<(Finding, Edit)>,
}

impl Document {
    /// Cleans those parts of the text as it stands now that are not settled yet. Tells what that changes in it.
    fn pass(&mut self, current: &str, cut: &[Span], protected: &Protected, options: &Options<'_>) -> Patch {
        let before = std::mem::take(&mut self.patch);
        let lifter = before.lifter();
        let mut settled = std::mem::take(&mut self.settled).into_iter().peekable();
        let mut step = Patch::default();
        let mut grown = 0;
        // A document is of one kind: that of its first part, as it is when that is clean.
        let mut kind = options.kind;
        for &part in cut {
            let source = &current[part.range()];
            let ends = Part { is_first: part.start == 0, is_last: part.end == current.len() };
            while settled.next_if(|known| known.span.start < part.start).is_some() {}
            let known = settled.next_if(|known| known.span == part && known.ends == ends && known.kind == kind);
            let start = part.start.saturating_add_signed(grown);
            let (patch, remaining) = if let Some(known) = known {
                (Patch::default(), known.remaining)
            } else {
                let lift = |finding: &Finding| {
                    let finding = Finding { span: finding.span.shifted(part.start), ..finding.clone() };
                    lifted(&finding, &own_edit(&finding), &lifter)
                };
                let allowed = |finding: &Finding| (options.allowed)(&lift(finding));
                let options = Options { allowed: &allowed, kind, ..options.clone() };
                let here = rounds::clean_part(source, ends, protected.window(part), &options);
                self.applied.extend(here.applied.into_iter().map(|(finding, own)| {
                    let edit = Edit { span: own.edit.span.shifted(start), ..own.edit };
                    (lift(&finding), StagedEdit { step: self.steps + own.step, edit })
                }));
                self.steps += here.steps;
                (here.patch, here.remaining.into_iter().map(|(finding, own)| (lift(&finding), own)).collect())
            };
            let end = (start + part.len()).saturating_add_signed(patch.growth());
            self.settled.push(Settled { span: Span::new(start, end), ends, kind, remaining });
            if ends.is_first && !ends.is_last {
                kind = kind.or_else(|| Some(Kind::of(&patch.apply(source), options.format)));
            }
            grown += patch.growth();
            step.extend(patch.shifted(part.start));
        }
        self.patch = before.then(&step);
        step
    }

    fn outcome(self) -> Outcome {
        let (mut findings, mut staged_edits): (Vec<_>, Vec<_>) = self.applied.into_iter().unzip();
        let applied = findings.len();
        for part in self.settled {
            for (finding, own) in part.remaining {
                findings.push(finding);
                let edit = Edit { span: own.span.shifted(part.span.start), ..own };
                staged_edits.push(StagedEdit { step: self.steps, edit });
            }
        }
        Outcome { findings, applied, steps: self.steps, staged_edits, patch: self.patch, verdict: None }
    }
}
