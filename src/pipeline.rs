//! Filters in order over one document, until nothing safe is left to mend.
//!
//! A round runs every stage; the safe edits of a stage are made before the next one looks, so that filter ten sees filter
//! nine's output. Rounds go on until one makes no edit: what it reports besides is what remains in the cleaned text.
//! That is why cleaning twice gives the same as cleaning once.

use std::borrow::Cow;

use crate::{
    error::Result,
    filters,
    finding::{Applicability, Context, Filter, Finding},
    language::Languages,
    patch::{Edit, Lifter, Patch},
    rule::{self, Preset},
    span::Span,
    text::{Format, Kind, Part, Protected, Text},
    verdict::{self, Verdict},
};

/// After so many rounds a text counts as settled; real texts need two or three.
const MOST_ROUNDS: usize = 8;

/// Longer texts are cut into parts, so that working memory stays in cache.
const LONG: usize = 128 * 1024;

/// A part has so many bytes at least, and hardly ever more than so many.
const PART: std::ops::Range<usize> = 32 * 1024..256 * 1024;

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
    let (mut outcome, mut begins) = clean_parts(source, options);
    for _ in 0..MOST_ROUNDS {
        if outcome.patch.is_empty() || begins.is_empty() {
            break;
        }
        // An edit may move the cut behind it, and then the words around that are seen in other company.
        let cleaned = outcome.cleaned(source).into_owned();
        let cut = parts(&cleaned, &Protected::find(&cleaned, options.format));
        if cut[1..].iter().map(|part| part.start).eq(begins.iter().copied()) {
            break;
        }
        (outcome, begins) = clean_again(&outcome, &cleaned, options);
    }
    outcome.verdict = verdict::judge(source, &outcome.findings, options.language);
    outcome
}

/// Cleans what came of cleaning once more, and says all of it of the original.
fn clean_again(before: &Outcome, cleaned: &str, options: &Options<'_>) -> (Outcome, Vec<usize>) {
    let lifter = before.patch.lifter();
    let lift = |finding: &Finding| lifted(finding, &own_edit(finding), &lifter);
    let allowed = |finding: &Finding| (options.allowed)(&lift(finding));
    let (next, begins) = clean_parts(cleaned, &Options { allowed: &allowed, ..options.clone() });
    let mut findings = before.findings[..before.applied].to_vec();
    findings.extend(next.findings.iter().map(lift));
    let mut staged_edits = before.staged_edits[..before.applied].to_vec();
    staged_edits.extend(next.staged_edits.into_iter().map(|own| StagedEdit { step: own.step + before.steps, ..own }));
    let outcome = Outcome {
        findings,
        applied: before.applied + next.applied,
        steps: before.steps + next.steps,
        staged_edits,
        patch: before.patch.then(&next.patch),
        verdict: None,
    };
    (outcome, begins)
}

/// Cleans a document part by part; tells where in the cleaned text the parts behind the first begin.
fn clean_parts(source: &str, options: &Options<'_>) -> (Outcome, Vec<usize>) {
    let mut begins = Vec::new();
    let protected = Protected::find(source, options.format);
    let mut outcome = Outcome::default();
    let (mut remaining, mut remaining_edits) = (Vec::new(), Vec::new());
    let (mut steps, mut grown) = (0, 0);
    // A document is of one kind: that of its first part, as it is when that is clean.
    let mut kind = options.kind;
    for part in parts(source, &protected) {
        let offset = part.start;
        if offset > 0 {
            begins.push(offset.saturating_add_signed(grown));
        }
        let ends = Part { is_first: offset == 0, is_last: part.end == source.len() };
        let allowed = |finding: &Finding| {
            if offset == 0 {
                return (options.allowed)(finding);
            }
            (options.allowed)(&Finding { span: finding.span.shifted(offset), ..finding.clone() })
        };
        let here = clean_part(
            &source[part.range()],
            ends,
            protected.window(part),
            &Options { allowed: &allowed, kind, ..options.clone() },
        );
        if ends.is_first && !ends.is_last {
            kind = kind.or_else(|| Some(Kind::of(&here.patch.apply(&source[part.range()]), options.format)));
        }
        let mut findings = here.findings;
        for finding in &mut findings {
            finding.span = finding.span.shifted(offset);
        }
        let mut staged = here.staged_edits;
        for own in &mut staged {
            own.step += steps;
            own.edit.span = own.edit.span.shifted(offset.saturating_add_signed(grown));
        }
        steps += here.steps;
        grown += here.patch.growth();
        remaining.extend(findings.split_off(here.applied));
        remaining_edits.extend(staged.split_off(here.applied));
        outcome.findings.extend(findings);
        outcome.staged_edits.extend(staged);
        outcome.patch.extend(here.patch.shifted(offset));
    }
    outcome.applied = outcome.findings.len();
    outcome.steps = steps;
    for edit in &mut remaining_edits {
        edit.step = steps;
    }
    outcome.findings.extend(remaining);
    outcome.staged_edits.extend(remaining_edits);
    (outcome, begins)
}

/// Cuts a long text at blank lines, or at line ends where there are none.
fn parts(source: &str, protected: &Protected) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = 0;
    while source.len() - start > LONG {
        let Some(end) = end_of_part(source.as_bytes(), start, protected) else { break };
        // What is asked of the end of a document needs some of it.
        if source.len() - end < PART.start {
            break;
        }
        parts.push(Span::new(start, end));
        start = end;
    }
    parts.push(Span::new(start, source.len()));
    parts
}

/// Where the part that begins at `start` ends: before a paragraph chosen by its first letters, so that an edit moves no cut
/// but those right behind it, and the same text is cut alike when it has been cleaned.
fn end_of_part(bytes: &[u8], start: usize, protected: &Protected) -> Option<usize> {
    let from = start + PART.start;
    let reach = &bytes[from..bytes.len().min(start + PART.end)];
    let open = |end: &usize| *end < bytes.len() && is_firm(bytes, *end) && !protected.touches(Span::new(*end, *end));
    let chosen = |end: &usize| {
        let head = bytes[*end..].first_chunk::<8>().map_or(0, |head| u64::from_le_bytes(*head));
        head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58 == 0
    };
    let blank = || {
        // Behind more line ends than these no part may begin.
        let past = |at: usize| from + at + bytes[from + at..].iter().take(4).take_while(|&&b| b == b'\n').count();
        memchr::memmem::find_iter(reach, b"\n\n").map(past).filter(open)
    };
    let line = || memchr::memchr_iter(b'\n', reach).map(|at| from + at + 1).filter(open);
    // Where no line end is firm, a part ends before the next ones, all of which are then seen together.
    let beyond = || {
        let ends = memchr::memchr_iter(b'\n', &bytes[from + reach.len()..]).map(|at| from + reach.len() + at);
        ends.filter(|&end| bytes[end - 1] != b'\n').find(|&end| !protected.touches(Span::new(end, end)))
    };
    blank()
        .find(chosen)
        .or_else(|| blank().last())
        .or_else(|| line().find(chosen))
        .or_else(|| line().next_back())
        .or_else(beyond)
}

/// True if nothing about a line end will be mended: letters or signs on both sides, and no more empty lines than stay.
fn is_firm(bytes: &[u8], end: usize) -> bool {
    let line_ends = bytes[..end].iter().rev().take_while(|&&b| b == b'\n').take(4).count();
    let before = &bytes[..end - line_ends];
    let shown = before.last().is_some_and(|b| !b.is_ascii_whitespace()) && !before.ends_with("\u{FEFF}".as_bytes());
    // What begins with the other bytes may be a space or invisible.
    let begins = bytes[end].is_ascii_graphic() || matches!(bytes[end], 0xC3..=0xE1 | 0xE3..=0xED | 0xF0);
    line_ends <= 3 && shown && begins
}

fn clean_part(source: &str, part: Part, protected: Protected, options: &Options<'_>) -> Outcome {
    let wanted: &dyn Fn(&str) -> bool = options.wanted;
    let mut active: Vec<&dyn Filter> =
        filters::all().iter().copied().filter(|f| f.rules().iter().any(|r| wanted(r))).collect();
    active.extend(options.extra);
    active.sort_by_key(|filter| filter.stage());
    let mut outcome = Outcome::default();
    let mut current: Cow<'_, str> = Cow::Borrowed(source);
    let mut protected = Some(protected);
    for round in 0..=MOST_ROUNDS {
        // A text that does not settle is left as it is in the end, and what is wrong with it is reported.
        let may_edit = round < MOST_ROUNDS;
        let mut edited = false;
        let mut remaining = Vec::new();
        let mut next_filter = 0;
        while next_filter < active.len() {
            let replaced = {
                let known = protected.take().unwrap_or_else(|| Protected::find(&current, options.format));
                let text = Text::with_protected(&current, options.format, known).with_kind(options.kind).as_part(part);
                let languages = options.languages.unwrap_or(Languages::shipped());
                let context = Context::new(&text, wanted).with_languages(languages);
                let mut replaced = None;
                while next_filter < active.len() && replaced.is_none() {
                    let stage = active[next_filter].stage();
                    let stage_end =
                        next_filter + active[next_filter..].iter().take_while(|f| f.stage() == stage).count();
                    let mut found = Vec::new();
                    for filter in &active[next_filter..stage_end] {
                        filter.look(&context, &mut found);
                    }
                    next_filter = stage_end;
                    found.retain(|f| wanted(&f.rule) && may_touch(text.protected(), f));
                    let step = settle_stage(found, may_edit, options, &mut outcome, &mut remaining);
                    if !step.is_empty() {
                        replaced = Some(step);
                    }
                }
                replaced.map(|step| {
                    let after = step.apply(&current).into_owned();
                    outcome.patch = outcome.patch.then(&step);
                    outcome.steps += 1;
                    outcome.applied = outcome.findings.len();
                    after
                })
            };
            if let Some(after) = replaced {
                edited = true;
                current = Cow::Owned(after);
            }
        }
        if !edited {
            remaining.sort_by_key(|(f, _): &(Finding, Edit)| (f.span, f.applicability));
            for (finding, edit) in remaining {
                outcome.findings.push(finding);
                outcome.staged_edits.push(StagedEdit { step: outcome.steps, edit });
            }
            break;
        }
        protected = None;
    }
    outcome
}

/// True if a finding leaves protected text alone, or takes a protected span away whole with the residue around it.
fn may_touch(protected: &Protected, finding: &Finding) -> bool {
    !protected.touches(finding.span)
        || !protected.cuts(finding.span) && rule::find(&finding.rule).is_some_and(|rule| rule.swallows)
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

/// Chooses the edits of one stage: the earlier finding wins where two overlap.
fn settle_stage(
    found: Vec<Finding>,
    may_edit: bool,
    options: &Options<'_>,
    outcome: &mut Outcome,
    remaining: &mut Vec<(Finding, Edit)>,
) -> Patch {
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut edits = Vec::new();
    if found.is_empty() {
        return Patch::default();
    }
    let lifter = outcome.patch.lifter();
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
            outcome.findings.push(original);
            outcome.staged_edits.push(StagedEdit { step: outcome.steps, edit: own });
        }
    }
    Patch::from_edits(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(source: &str) -> Vec<&str> {
        let parts = parts(source, &Protected::default());
        assert!(parts.windows(2).all(|two| two[0].end == two[1].start) && parts[parts.len() - 1].end == source.len());
        parts[1..].iter().map(|part| source[part.range()].split('.').next().unwrap_or_default()).collect()
    }

    #[test]
    fn an_edit_moves_no_cut_but_those_right_behind_it() {
        for between in ["\n\n", "\n"] {
            let paragraph = |i: usize| format!("{:x} is told of here.{between}", i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let text: String = (0..40_000).map(paragraph).collect();
            let cuts = heads(&text);
            assert!(cuts.len() > 10);
            let edited = format!("More is said at first.{between}{text}");
            let kept = heads(&edited).iter().filter(|head| cuts.contains(head)).count();
            assert!(kept + 3 >= cuts.len(), "{kept} of {}", cuts.len());
        }
    }

    #[test]
    fn blanks_at_every_line_end_are_no_bar() {
        assert!(parts(&"A line and a blank. \n\n".repeat(50_000), &Protected::default()).len() > 2);
    }

    #[test]
    fn a_text_without_line_ends_is_one_part() {
        assert_eq!(parts(&"word ".repeat(100_000), &Protected::default()).len(), 1);
    }
}
