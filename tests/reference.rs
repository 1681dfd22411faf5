//! The rule reference is what the cards say. `BLESS=1 cargo test --test reference` writes it.

use std::{fmt::Write as _, fs, path::Path};

use ungarble::rule::{self, Preset};

/// A document in a fence that it cannot close.
fn block(text: &str) -> String {
    format!("````text\n{}\n````\n", text.trim_end_matches('\n'))
}

fn reference() -> String {
    let mut page = String::from("# Rules\n\nWritten from the cards in `rules/`, which also run as tests.\n\n");
    page.push_str("| preset | for | rules |\n| --- | --- | --- |\n");
    for preset in Preset::all() {
        let _ = writeln!(page, "| `{}` | {} | {} |", preset.name, preset.summary, preset.rules().len());
    }
    for rule in rule::all() {
        let opt_in = if rule.opt_in { ", only if selected" } else { "" };
        let _ = write!(
            page,
            "\n## {}\n\n{} (up to {}{opt_in}).\n\n{}\n",
            rule.id, rule.summary, rule.applicability, rule.why
        );
        if let Some(example) = rule.examples.first() {
            let _ = write!(page, "\n{}", block(&example.from));
            match &example.to {
                Some(to) => {
                    let _ = write!(page, "\nbecomes ({})\n\n{}", example.applicability, block(to));
                }
                None => page.push_str("\nis flagged.\n"),
            }
        }
        if let Some(keep) = rule.keeps.first() {
            let _ = write!(page, "\nStays ({}):\n\n{}", keep.note, block(&keep.text));
        }
    }
    page
}

#[test]
fn the_reference_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let fresh = reference();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).expect("docs can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == fresh, "docs/rules.md is out of date: run `BLESS=1 cargo test --test reference`");
}
