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

/// Words that are written with a capital anywhere.
const NAMES: [&str; 1] = ["Arabic"];

/// True for what reads well behind `file:line: rule: `: a fragment, not a sentence. Acronyms and names keep their capitals.
fn is_fragment(message: &str) -> bool {
    let first = message.split(' ').next().unwrap_or_default();
    let mut letters = first.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && !letters.next().is_some_and(char::is_uppercase);
    !first.is_empty() && (!capital || NAMES.contains(&first)) && !message.ends_with(['.', '!'])
}

#[test]
fn messages_are_fragments_in_small_letters() {
    let options = Options { wanted: &|_| true, ..Options::default() };
    let examples = rule::all().iter().flat_map(|rule| rule.examples.iter());
    let found = examples.flat_map(|example| pipeline::clean(&example.from, &options).findings).map(|f| f.message);
    let matches = rule::all().iter().flat_map(|rule| rule.matches.iter());
    let given = matches.map(|m| m.message.clone()).filter(|message| !message.is_empty());
    let mut wrong: Vec<String> = found.chain(given).filter(|m| !is_fragment(m)).map(Into::into).collect();
    wrong.sort_unstable();
    wrong.dedup();
    assert!(wrong.is_empty(), "write these in small letters and without a full stop: {wrong:#?}");
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
