//! The examples of every rule card, through the whole pipeline: faults are found and mended, look-alikes stay.

use std::collections::BTreeMap;

use ungarble::{
    finding::{Applicability, Finding},
    pipeline::{self, Options},
    rule::{self, Preset, Rule},
    text::Format,
};

fn format(name: &str) -> Format {
    match name {
        "markdown" => Format::Markdown,
        "html" => Format::Html,
        "source" => Format::Source,
        _ => Format::Plain,
    }
}

/// What is wrong with the rule's own texts, one line each.
fn failures(rule: &Rule) -> Vec<String> {
    let mut failures = Vec::new();
    let of_rule = |findings: &[Finding]| findings.iter().any(|f| f.rule == rule.id);
    // The default preset, and the rule itself if it has to be selected.
    let wanted = |id: &str| id == rule.id || Preset::for_format(Format::Plain).has(id);
    for example in rule.examples.iter() {
        let clean = |unsafe_fixes| pipeline::clean(&example.from, &Options { format: format(&example.format), unsafe_fixes, wanted: &wanted, ..Options::default() });
        let (careful, bold) = (clean(false), clean(true));
        let (safe, all) = (careful.cleaned(&example.from), bold.cleaned(&example.from));
        let want = example.to.as_deref().unwrap_or(&example.from);
        let ok = of_rule(&careful.findings)
            && match example.applicability {
                Applicability::Safe => safe == want,
                Applicability::Unsafe => safe == *example.from && all == want,
                Applicability::Flag => safe == *example.from && all == *example.from,
            };
        if !ok {
            failures.push(format!(
                "{}: example {:?}\n    should give ({}) {want:?}\n    gives {safe:?}, with unsafe fixes {all:?}\n    found {:?}",
                rule.id,
                example.from,
                example.applicability,
                careful.findings.iter().map(|f| (&*f.rule, f.applicability.as_str(), &example.from[f.span.range()])).collect::<Vec<_>>()
            ));
        }
    }
    for keep in rule.keeps.iter() {
        let outcome = pipeline::clean(&keep.text, &Options { format: format(&keep.format), wanted: &wanted, ..Options::default() });
        if of_rule(&outcome.findings) || outcome.cleaned(&keep.text) != *keep.text {
            failures.push(format!(
                "{}: must stay ({}): {:?}\n    found {:?}",
                rule.id,
                keep.note,
                keep.text,
                outcome
                    .findings
                    .iter()
                    .map(|f| (&*f.rule, &keep.text[f.span.range()], &f.replacement))
                    .collect::<Vec<_>>()
            ));
        }
    }
    failures
}

#[test]
fn examples_come_out_as_the_cards_say() {
    let failures: Vec<String> = rule::all().iter().flat_map(failures).collect();
    assert!(failures.is_empty(), "{} examples come out otherwise:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn ids_are_sorted_and_unique() {
    let ids: Vec<&str> = rule::all().iter().map(|r| &*r.id).collect();
    let count: BTreeMap<&str, usize> = ids.iter().map(|id| (*id, 1)).collect();
    assert_eq!(ids, count.into_keys().collect::<Vec<_>>());
}
