//! The examples of every rule card, through the whole pipeline: faults are found and mended, look-alikes stay. Cards of
//! one's own are read and tried the same way.

use std::path::Path;

use ungarble::{
    filters::cards::DataRules,
    pipeline::{self, Options},
    rule::{self, Cards},
    trial,
};

#[test]
fn examples_come_out_as_the_cards_say() {
    let failures: Vec<String> = rule::all().iter().flat_map(trial::failures).collect();
    assert!(failures.is_empty(), "{} examples come out otherwise:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn ids_are_sorted_and_unique() {
    assert!(rule::all().is_sorted_by(|a, b| a.id < b.id));
}

const HOUSE_STYLE: &str = r#"
id = "house-style"
kind = "phrase"
summary = "An old name of ours"
why = "The department was renamed in May."
applicability = "unsafe"

[[match]]
phrases = ["Ministry of Silly Walks"]
replace = "Department of Silly Walks"

[[example]]
from = "The ministry of silly walks opened a branch."
to = "The Department of Silly Walks opened a branch."

[[keep]]
text = "“The Ministry of Silly Walks” is a sketch."
note = "quoted"
"#;

fn house_style(source: &str) -> Cards {
    let mut cards = Cards::default();
    cards.add(source, Path::new("house-style.toml")).expect("the card is well formed");
    cards
}

#[test]
fn cards_of_ones_own_run_beside_ours() {
    let cards = house_style(HOUSE_STYLE);
    assert_eq!(trial::failures_of_cards(&cards), Vec::<String>::new());
    let compiled = DataRules::from(&cards);
    let text = "A clerk of the Ministry of Silly Walks fell.";
    let options = Options { wanted: &|_| true, unsafe_fixes: true, extra: &[&compiled], ..Options::default() };
    assert_eq!(pipeline::clean(text, &options).cleaned(text), "A clerk of the Department of Silly Walks fell.");
}

#[test]
fn an_example_that_comes_out_otherwise_is_told() {
    let failures = trial::failures_of_cards(&house_style(
        &HOUSE_STYLE.replace("“The Ministry of Silly Walks”", "The Ministry of Silly Walks"),
    ));
    assert_eq!(failures.len(), 1);
    assert!(failures[0].starts_with("house-style: must stay (quoted)"), "{}", failures[0]);
}

#[test]
fn a_taken_id_is_refused() {
    let taken = HOUSE_STYLE.replace("house-style", "spintax");
    let error = Cards::default().add(&taken, Path::new("mine.toml")).expect_err("the id is taken").to_string();
    assert_eq!(error, "mine.toml:2:7: there is a rule called \"spintax\" already; choose another id");
}
