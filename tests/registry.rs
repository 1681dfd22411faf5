//! Rules, cards, filters, presets and kinds agree with each other.

use std::collections::BTreeSet;

use ungarble::{
    filters,
    rule::{self, Form, Preset, RuleKind},
    text::{Format, Kind},
};

#[test]
fn every_rule_of_a_filter_has_its_card_and_every_card_its_filter() {
    let reported: BTreeSet<&str> = filters::all().iter().flat_map(|f| f.rules().iter().copied()).collect();
    // What is told of files has no filter.
    let of_text = rule::all().iter().filter(|r| r.kind != RuleKind::File);
    let cards: BTreeSet<&str> = of_text.map(|r| &*r.id).collect();
    assert_eq!(reported, cards);
}

#[test]
fn filters_are_listed_by_stage() {
    assert!(filters::all().is_sorted_by_key(|f| f.stage()));
}

#[test]
fn every_pattern_compiles_and_every_condition_is_known() {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|(_, name)| *name).collect();
    for rule in rule::all() {
        for m in rule.matches.iter() {
            if let Form::Pattern { pattern, .. } = &m.form {
                regex::Regex::new(pattern).unwrap_or_else(|e| panic!("{}: {e}", rule.id));
            }
            for name in m.only_in.iter().chain(m.not_in.iter()) {
                assert!(kinds.contains(&&**name), "{}: no kind of document is called {name:?}", rule.id);
            }
            for word in m.unless.iter() {
                assert_eq!(*word, word.to_lowercase(), "{}: words of `unless` are compared in small letters", rule.id);
            }
        }
    }
}

#[test]
fn every_whole_line_is_said_once() {
    let mut seen = BTreeSet::new();
    for rule in rule::all().iter().filter(|r| r.kind == RuleKind::Line) {
        for m in rule.matches.iter() {
            if let Form::Line { lines, .. } = &m.form {
                for line in lines.iter() {
                    assert!(seen.insert(line.to_string()), "{}: {line:?} is there twice", rule.id);
                }
            }
        }
    }
}

#[test]
fn presets_are_found_by_name_and_format() {
    for name in ["article", "corpus", "hygiene", "source"] {
        assert_eq!(Preset::find(name).map(|p| p.name), Some(name));
    }
    assert_eq!(Preset::all()[0].name, "article");
    assert_eq!(Preset::for_format(Format::Source).name, "source");
    assert_eq!(Preset::for_format(Format::Markdown).name, "article");
    for preset in Preset::all() {
        for id in preset.rules() {
            assert!(rule::find(id).is_some(), "{}: no rule is called {id:?}", preset.name);
        }
    }
}
