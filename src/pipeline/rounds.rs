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
    let stages: Vec<_> = active.chunk_by(|a, b| a.stage() == b.stage()).collect();
    // Where all words are cut anyway, those that could do without them ask them too.
    let walks_words = active.iter().any(|filter| filter.stage().walks_words());
    let languages = options.languages.unwrap_or(Languages::shipped());
    let mut cleaned = Cleaned::default();
    let mut current: Cow<'_, str> = Cow::Borrowed(source);
    let mut protected = Some(protected);
    // What is known of the current text from before its last edits.
    let (mut known, mut passages) = (None, None);
    let (mut round, mut stage, mut edited) = (0, 0, false);
    loop {
        let here = protected.take().unwrap_or_else(|| Protected::find(&current, options.format));
        let text = Text::with_protected(&current, options.format, here)
            .with_kind(options.kind)
            .as_part(part)
            .with_known(known.take());
        if walks_words {
            let _ = text.words();
        }
        let context = Context::new(&text, wanted).with_languages(languages).with_passages(passages.take());
        // A text that is not edited serves the next stages, and those of the next round.
        let step = loop {
            if stage == stages.len() {
                if !edited {
                    cleaned.remaining.sort_by_key(|(f, _): &(Finding, Edit)| (f.span, f.applicability));
                    return cleaned;
                }
                cleaned.remaining.clear();
                (round, stage, edited) = (round + 1, 0, false);
            }
            let mut found = Vec::new();
            for filter in stages[stage] {
                filter.look(&context, &mut found);
            }
            stage += 1;
            found.retain(|f| wanted(&f.rule) && may_touch(text.protected(), f));
            // A text that does not settle is left as it is in the end, and what is wrong with it is reported.
            let step = settle_stage(found, round < MOST_ROUNDS, options, &mut cleaned);
            if !step.is_empty() {
                break step;
            }
        };
        edited = true;
        let after = step.apply(&current).into_owned();
        known = text.known_after(&step, &after);
        passages = known.as_ref().and_then(|known| context.passages_after(known));
        current = Cow::Owned(after);
        cleaned.patch = cleaned.patch.then(&step);
        cleaned.steps += 1;
    }
}

/// True if a finding leaves protected text alone, or takes a protected span away whole with the residue around it.
fn may_touch(protected: &Protected, finding: &Finding) -> bool {
    !protected.touches(finding.span)
        || !protected.cuts(finding.span) && rule::find(&finding.rule).is_some_and(|rule| rule.swallows)
}

/// Chooses the edits of one stage: the earlier finding wins where two overlap.
fn settle_stage(found: Vec<Finding>, may_edit: bool, options: &Options<'_>, cleaned: &mut Cleaned) -> Patch {
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
            cleaned.remaining.push((original, own));
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
