//! Rounds of all filters over one part of a document.

use std::borrow::Cow;

use super::{Options, StagedEdit, lifted, own_edit};
use crate::{
    filters,
    finding::{Applicability, Context, Filter, Finding},
    language::Languages,
    patch::{Edit, Patch},
    rule,
    text::{Part, Protected, Text},
};

/// After so many rounds a part counts as settled; real texts need two or three.
const MOST_ROUNDS: usize = 8;

/// What came of cleaning one part of a document. Findings are in the part as it was.
#[derive(Default)]
pub(super) struct Cleaned {
    /// Those whose edits were made, and their own edits.
    pub(super) applied: Vec<(Finding, StagedEdit)>,
    /// Those that remain by place, and their own edits in the cleaned part.
    pub(super) remaining: Vec<(Finding, Edit)>,
    /// How many batches of edits were made.
    pub(super) steps: usize,
    /// All edits made.
    pub(super) patch: Patch,
}

/// Cleans one part of a document.
pub(super) fn clean_part(source: &str, part: Part, protected: Protected, options: &Options<'_>) -> Cleaned {
    let wanted: &dyn Fn(&str) -> bool = options.wanted;
    let mut active: Vec<&dyn Filter> =
        filters::all().iter().copied().filter(|f| f.rules().iter().any(|r| wanted(r))).collect();
    active.extend(options.extra);
    active.sort_by_key(|filter| filter.stage());
    let mut cleaned = Cleaned::default();
    let mut current: Cow<'_, str> = Cow::Borrowed(source);
    let mut protected = Some(protected);
    // What is known of the current text from before its last edits.
    let (mut known, mut passages) = (None, None);
    for round in 0..=MOST_ROUNDS {
        // A text that does not settle is left as it is in the end, and what is wrong with it is reported.
        let may_edit = round < MOST_ROUNDS;
        let mut edited = false;
        let mut remaining = Vec::new();
        let mut next_filter = 0;
        while next_filter < active.len() {
            let here = protected.take().unwrap_or_else(|| Protected::find(&current, options.format));
            let text = Text::with_protected(&current, options.format, here)
                .with_kind(options.kind)
                .as_part(part)
                .with_known(known.take());
            let languages = options.languages.unwrap_or(Languages::shipped());
            let context = Context::new(&text, wanted).with_languages(languages).with_passages(passages.take());
            let mut step = Patch::default();
            while next_filter < active.len() && step.is_empty() {
                let stage = active[next_filter].stage();
                let stage_end = next_filter + active[next_filter..].iter().take_while(|f| f.stage() == stage).count();
                let mut found = Vec::new();
                for filter in &active[next_filter..stage_end] {
                    filter.look(&context, &mut found);
                }
                next_filter = stage_end;
                found.retain(|f| wanted(&f.rule) && may_touch(text.protected(), f));
                step = settle_stage(found, may_edit, options, &mut cleaned, &mut remaining);
            }
            edited |= !step.is_empty();
            if edited {
                let after = step.apply(&current);
                known = text.known_after(&step, &after);
                passages = known.as_ref().and_then(|known| context.passages_after(known));
                if !step.is_empty() {
                    current = Cow::Owned(after.into_owned());
                    cleaned.patch = cleaned.patch.then(&step);
                    cleaned.steps += 1;
                }
            }
        }
        if !edited {
            remaining.sort_by_key(|(f, _): &(Finding, Edit)| (f.span, f.applicability));
            cleaned.remaining = remaining;
            break;
        }
        protected = None;
    }
    cleaned
}

/// True if a finding leaves protected text alone, or takes a protected span away whole with the residue around it.
fn may_touch(protected: &Protected, finding: &Finding) -> bool {
    !protected.touches(finding.span)
        || !protected.cuts(finding.span) && rule::find(&finding.rule).is_some_and(|rule| rule.swallows)
}

/// Chooses the edits of one stage: the earlier finding wins where two overlap.
fn settle_stage(
    found: Vec<Finding>,
    may_edit: bool,
    options: &Options<'_>,
    cleaned: &mut Cleaned,
    remaining: &mut Vec<(Finding, Edit)>,
) -> Patch {
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut edits = Vec::new();
    if found.is_empty() {
        return Patch::default();
    }
    let lifter = cleaned.patch.lifter();
    for finding in found {
        let edit = match (&finding.replacement, finding.applicability) {
            (Some(with), Applicability::Safe) if may_edit => Some(with),
            (Some(with), Applicability::Unsafe) if may_edit && options.unsafe_fixes => Some(with),
            _ => None,
        };
        let own = own_edit(&finding);
        let original = lifted(&finding, &own, &lifter);
        if !(options.allowed)(&original) {
            continue;
        }
        let Some(with) = edit else {
            remaining.push((original, own));
            continue;
        };
        let span = finding.span;
        let clear = taken.range(..=span.start).next_back().is_none_or(|(&s, &e)| s < span.start && e <= span.start)
            && taken.range(span.start + 1..).next().is_none_or(|(&s, _)| span.end <= s);
        if clear {
            taken.insert(span.start, span.end);
            edits.push(Edit::new(span, with.clone()));
            cleaned.applied.push((original, StagedEdit { step: cleaned.steps, edit: own }));
        }
    }
    Patch::from_edits(edits)
}
