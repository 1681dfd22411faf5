//! Trying a card: its examples and look-alikes through the whole pipeline.
//!
//! Our own cards are tried by the tests, a user's by `ungarble rules --test`.

use crate::{
    filters::cards::DataRules,
    finding::{Applicability, Filter, Finding},
    pipeline::{self, Options, Outcome},
    rule::{self, Cards, Rule},
    text::Format,
};

/// What comes out otherwise than the card says, a few lines each; nothing if all is well.
#[must_use]
pub fn failures(rule: &Rule) -> Vec<String> {
    failures_with(rule, &[])
}

/// The same for cards of one's own, which run beside the built-in rules.
#[must_use]
pub fn failures_of_cards(cards: &Cards) -> Vec<String> {
    let compiled = DataRules::from(cards);
    cards.rules().iter().flat_map(|rule| failures_with(rule, &[&compiled])).collect()
}

fn failures_with(rule: &Rule, extra: &[&dyn Filter]) -> Vec<String> {
    // The rules of a user's own configuration, and of the rest all that run unless asked not to.
    let wanted = |id: &str| id == rule.id || rule::find(id).is_none_or(|known| !known.opt_in);
    let run = |text: &str, format: &str, unsafe_fixes: bool| {
        let options = Options { format: format_of(format), unsafe_fixes, wanted: &wanted, extra, ..Options::default() };
        pipeline::clean(text, &options)
    };
    let examples = rule.examples.iter().filter_map(|example| {
        let (careful, bold) = (run(&example.from, &example.format, false), run(&example.from, &example.format, true));
        let (safe, all) = (careful.cleaned(&example.from), bold.cleaned(&example.from));
        let want = example.to.as_deref().unwrap_or(&example.from);
        let right = reports(rule, &careful)
            && match example.applicability {
                Applicability::Safe => safe == want,
                Applicability::Unsafe => safe == example.from && all == want,
                Applicability::Flag => safe == example.from && all == example.from,
            };
        let found = || listed(&careful.findings, &example.from);
        (!right).then(|| {
            format!(
                "{}: the example {:?}\n    should give ({}) {want:?}\n    gives {safe:?}, with unsafe fixes {all:?}; found: {}",
                rule.id,
                example.from,
                example.applicability,
                found()
            )
        })
    });
    let keeps = rule.keeps.iter().filter_map(|keep| {
        let outcome = run(&keep.text, &keep.format, false);
        let changed = reports(rule, &outcome) || outcome.cleaned(&keep.text) != keep.text;
        changed.then(|| {
            format!(
                "{}: must stay ({}): {:?}; found: {}",
                rule.id,
                keep.note,
                keep.text,
                listed(&outcome.findings, &keep.text)
            )
        })
    });
    examples.chain(keeps).collect()
}

fn reports(rule: &Rule, outcome: &Outcome) -> bool {
    outcome.findings.iter().any(|finding| finding.rule == rule.id)
}

fn listed(findings: &[Finding], text: &str) -> String {
    let each = findings.iter().map(|f| format!("{} ({}) {:?}", f.rule, f.applicability, &text[f.span.range()]));
    let all = each.collect::<Vec<_>>().join(", ");
    if all.is_empty() { "nothing".to_string() } else { all }
}

fn format_of(name: &str) -> Format {
    match name {
        "markdown" => Format::Markdown,
        "html" => Format::Html,
        "source" => Format::Source,
        _ => Format::Plain,
    }
}
