use proptest::prelude::*;

use super::*;
use crate::{
    finding::{Applicability, Finding},
    patch::Edit,
    pipeline::StagedEdit,
    span::Span,
};

/// Runs batches of edits as the pipeline does: each batch over the text the one before left, then the proposals.
pub(crate) fn outcome_of(batches: &[Vec<Edit>], proposals: &[Edit]) -> Outcome {
    let mut outcome = Outcome::default();
    for batch in batches {
        let step = Patch::from_edits(batch.iter().cloned());
        if step.is_empty() {
            continue;
        }
        for edit in batch.iter().filter(|e| taken(batch, e)) {
            note(&mut outcome, edit, Applicability::Safe);
        }
        outcome.patch = outcome.patch.then(&step);
        outcome.steps += 1;
    }
    outcome.applied = outcome.findings.len();
    for edit in proposals {
        note(&mut outcome, edit, Applicability::Unsafe);
    }
    outcome
}

/// True if `Patch::from_edits` keeps this edit of the batch.
fn taken(batch: &[Edit], edit: &Edit) -> bool {
    let mut kept: Vec<&Edit> = Vec::new();
    for e in batch {
        if kept
            .iter()
            .all(|k| k.span.start != e.span.start && (k.span.end <= e.span.start || e.span.end <= k.span.start))
        {
            kept.push(e);
        }
    }
    kept.iter().any(|k| std::ptr::eq(*k, edit))
}

fn note(outcome: &mut Outcome, edit: &Edit, applicability: Applicability) {
    let lifted = outcome.patch.lift(edit);
    outcome.findings.push(Finding {
        rule: "made-up".into(),
        applicability,
        span: lifted.span,
        replacement: Some(lifted.with),
        message: "a place".into(),
    });
    outcome.staged_edits.push(StagedEdit { step: outcome.steps, edit: edit.clone() });
}

fn edits_over(len: usize, most: usize) -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec((0..=len, 0..=5usize, "[A-C ]{0,3}"), 0..most)
        .prop_map(move |edits| edits.into_iter().map(|(at, n, with)| Edit::new(at..(at + n).min(len), with)).collect())
}

/// A text, three batches over each other's output, and proposals over the last.
fn cleaned() -> impl Strategy<Value = (String, Vec<Vec<Edit>>, Vec<Edit>)> {
    fn after(text: &str, batch: &[Edit]) -> String {
        Patch::from_edits(batch.iter().cloned()).apply(text).into_owned()
    }
    "[a-d ]{0,24}".prop_flat_map(|text| {
        edits_over(text.len(), 5).prop_flat_map(move |one| {
            let (text, then) = (text.clone(), after(&text, &one));
            edits_over(then.len(), 4).prop_flat_map(move |two| {
                let (text, one, then) = (text.clone(), one.clone(), after(&then, &two));
                edits_over(then.len(), 4).prop_flat_map(move |three| {
                    let then = after(&then, &three);
                    let batches = vec![one.clone(), two.clone(), three];
                    (Just(text.clone()), Just(batches), edits_over(then.len(), 4))
                })
            })
        })
    })
}

proptest! {
    #[test]
    fn accepting_all_that_was_applied_gives_the_pipelines_text((text, batches, proposals) in cleaned()) {
        let outcome = outcome_of(&batches, &proposals);
        let review = Review::new(&text, &outcome);
        let mut decisions = vec![Decision::Open; outcome.findings.len()];
        decisions[..outcome.applied].fill(Decision::Accept);
        let chosen = review.choose(&decisions);
        prop_assert_eq!(&chosen.left_out, &[]);
        prop_assert_eq!(chosen.patch.apply(&text), outcome.cleaned(&text));
    }

    #[test]
    fn any_choice_applies_and_leaves_the_rest_alone((text, batches, proposals) in cleaned(), seed in any::<u64>()) {
        let outcome = outcome_of(&batches, &proposals);
        let review = Review::new(&text, &outcome);
        let decisions: Vec<Decision> = (0..outcome.findings.len())
            .map(|i| if seed >> (i % 64) & 1 == 1 { Decision::Accept } else { Decision::Reject })
            .collect();
        let chosen = review.choose(&decisions);
        prop_assert!(chosen.patch.apply(&text).len() <= text.len() + 64);
        for edit in chosen.patch.edits() {
            for at in edit.span.range() {
                let covered = (0..decisions.len())
                    .any(|i| chosen.active[i] && outcome.findings[i].span.covers(Span::new(at, at + 1)));
                prop_assert!(covered, "byte {} is changed by no accepted finding", at);
            }
        }
        for (i, _) in decisions.iter().enumerate().filter(|(_, d)| **d == Decision::Reject) {
            prop_assert!(!chosen.active[i]);
        }
    }

    #[test]
    fn nothing_accepted_changes_nothing((text, batches, proposals) in cleaned()) {
        let outcome = outcome_of(&batches, &proposals);
        let review = Review::new(&text, &outcome);
        prop_assert!(review.choose(&vec![Decision::Reject; outcome.findings.len()]).patch.is_empty());
    }

    #[test]
    fn edits_far_apart_do_not_depend_on_each_other(first in "[a-z]{2,6}", second in "[a-z]{2,6}", with in "[A-Z]{0,4}") {
        let text = format!("{first} and {second}");
        let at = text.len() - second.len();
        let batches = [vec![Edit::new(0..first.len(), with.clone())], vec![Edit::new(with.len() + 5..with.len() + 5 + second.len(), "X")]];
        let outcome = outcome_of(&batches, &[]);
        let review = Review::new(&text, &outcome);
        let chosen = review.choose(&[Decision::Reject, Decision::Accept]);
        prop_assert_eq!(chosen.patch.apply(&text).into_owned(), format!("{}X", &text[..at]));
    }
}

fn choose(
    text: &str,
    batches: &[Vec<Edit>],
    proposals: &[Edit],
    decisions: &[Decision],
) -> (String, Vec<(usize, LeftOut)>) {
    let outcome = outcome_of(batches, proposals);
    let chosen = Review::new(text, &outcome).choose(decisions);
    (chosen.patch.apply(text).into_owned(), chosen.left_out)
}

use Decision::{Accept, Edit as Typed, Open, Reject};

#[test]
fn a_space_left_by_an_edit_is_not_closed_without_it() {
    // "foo" goes, then one of the two spaces beside it.
    let batches = [vec![Edit::new(2..5, "")], vec![Edit::new(2..3, "")]];
    assert_eq!(choose("a foo b", &batches, &[], &[Accept, Accept]), ("a b".into(), vec![]));
    assert_eq!(
        choose("a foo b", &batches, &[], &[Reject, Accept]),
        ("a foo b".into(), vec![(1, LeftOut::BuildsOn(0))])
    );
    let both_spaces = [vec![Edit::new(2..5, "")], vec![Edit::new(1..3, " ")]];
    assert_eq!(choose("a foo b", &both_spaces, &[], &[Reject, Accept]).0, "a foo b");
}

#[test]
fn a_deleted_sentence_swallows_what_was_mended_in_it() {
    let text = "Keep. Go teh end.";
    let batches = [vec![Edit::new(9..12, "the")], vec![Edit::new(5..17, "")]];
    assert_eq!(choose(text, &batches, &[], &[Accept, Accept]).0, "Keep.");
    assert_eq!(choose(text, &batches, &[], &[Reject, Accept]), ("Keep.".into(), vec![]));
    assert_eq!(choose(text, &batches, &[], &[Accept, Reject]).0, "Keep. Go the end.");
}

#[test]
fn two_edits_within_one_replacement_are_both_made() {
    // A whole line is repaired, then two words of it in one batch.
    let batches = [vec![Edit::new(0..3, "one two")], vec![Edit::new(0..3, "1"), Edit::new(4..7, "2")]];
    assert_eq!(choose("???", &batches, &[], &[Accept, Accept, Accept]).0, "1 2");
    assert_eq!(choose("???", &batches, &[], &[Accept, Reject, Accept]).0, "one 2");
    assert_eq!(choose("???", &batches, &[], &[Reject, Accept, Accept]).0, "???");
}

#[test]
fn a_proposal_can_be_accepted_and_the_second_for_one_place_is_left_out() {
    let proposals = [Edit::new(0..3, "A"), Edit::new(2..5, "B")];
    assert_eq!(choose("abcdef", &[], &proposals, &[Open, Accept]).0, "abBf");
    assert_eq!(
        choose("abcdef", &[], &proposals, &[Accept, Accept]),
        ("Adef".into(), vec![(1, LeftOut::ExcludedBy(0))])
    );
}

#[test]
fn typed_text_takes_the_place_and_what_was_built_on_the_proposal_falls() {
    let batches = [vec![Edit::new(0..3, "one")], vec![Edit::new(2..3, "E")]];
    let typed = [Typed("uno".into()), Accept];
    assert_eq!(choose("xxx y", &batches, &[], &typed), ("uno y".into(), vec![(1, LeftOut::BuildsOn(0))]));
}

#[test]
fn a_flag_is_made_only_with_typed_text() {
    let mut outcome = outcome_of(&[], &[Edit::new(4..7, "")]);
    outcome.findings[0].replacement = None;
    outcome.findings[0].applicability = Applicability::Flag;
    let review = Review::new("See ??? here", &outcome);
    assert_eq!(review.choose(&[Accept]).left_out, [(0, LeftOut::NoEdit)]);
    assert_eq!(review.choose(&[Typed("me".into())]).patch.apply("See ??? here"), "See me here");
}

#[test]
fn what_a_finding_builds_on_is_read_before_it() {
    let batches = [vec![Edit::new(4..7, "two")], vec![Edit::new(3..5, "T")]];
    let outcome = outcome_of(&batches, &[Edit::new(0..1, "O")]);
    assert_eq!(Review::new("one 2wo", &outcome).reading_order(), [2, 0, 1]);
}

#[test]
fn decisions_are_recalled_for_the_same_text_only() {
    let outcome = outcome_of(&[vec![Edit::new(0..3, "one"), Edit::new(4..7, "two")]], &[]);
    let review = Review::new("0ne 2wo", &outcome);
    let decisions = [Typed("uno".into()), Reject];
    let kept = FileDecisions::of("a.txt", &review, &decisions);
    let json = serde_json::to_string(&Decisions { version: VERSION, files: vec![kept] }).unwrap();
    let read = Decisions::parse(&json, "d.json".as_ref()).unwrap();
    assert_eq!(read.files[0].recall(&review).unwrap(), decisions);
    let changed = read.files[0].recall(&Review::new("0ne 2wO", &outcome)).unwrap_err().to_string();
    assert!(changed.contains("a.txt has changed"), "{changed}");
    let other = outcome_of(&[vec![Edit::new(0..3, "One")]], &[]);
    let lost = read.files[0].recall(&Review::new("0ne 2wo", &other)).unwrap_err().to_string();
    assert!(lost.contains("2 of 2"), "{lost}");
}

#[test]
fn a_foreign_file_is_refused_with_a_next_step() {
    let message = Decisions::parse("{\"a\":1}", "d.json".as_ref()).unwrap_err().to_string();
    assert!(message.starts_with("d.json:1:") && message.contains("`ungarble review`"), "{message}");
    let message = Decisions::parse("{\"version\":9,\"files\":[]}", "d.json".as_ref()).unwrap_err().to_string();
    assert!(message.contains("version 9"), "{message}");
}
