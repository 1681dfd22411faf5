//! The shipped models: the table by which languages are told is made from them, and they know their languages.
//!
//! `BLESS=1 cargo test --test languages` writes the table anew.

use std::{fs, path::Path};

use ungarble::{
    finding::Context,
    language::{Language, Languages, Learner, Limits, identification_table},
    pipeline::{self, Options},
    text::{Format, Text},
};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/languages"))
}

#[test]
fn the_identification_table_is_made_from_the_models() {
    let mut paths: Vec<_> = fs::read_dir(folder()).expect("the models' folder").flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "lang"));
    paths.sort();
    let languages: Vec<Language> = paths.iter().map(|p| Language::read(p).expect("a model")).collect();
    let table = identification_table(&languages);
    let path = folder().join("identify.table");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &table).expect("the table is written");
    }
    assert!(fs::read(&path).expect("the table") == table, "{} is stale; run with BLESS=1", path.display());
}

#[test]
fn a_house_word_is_known_to_a_model_of_ones_own() {
    // `inthe` would be two words without their space, were it not what this house calls its product.
    let text =
        "They opened the door. The children sat inthe garden and they waited for the rain to stop before dinner.";
    let model = {
        let mut learner = Learner::default();
        learner.text(
            &"The children like inthe games and they sat in front of the house. They play inthe all day long.\n"
                .repeat(20),
        );
        learner.finish("en", false, Limits::default())
    };
    let mut languages = Languages::default();
    languages.add(Language::from_bytes(model).expect("what was learned can be read"));
    let reported = |languages| {
        let outcome = pipeline::clean(text, &Options { languages, ..Options::default() });
        outcome.findings.iter().filter(|f| f.rule == "fused-words").count()
    };
    assert_eq!(reported(None), 1);
    assert_eq!(reported(Some(&languages)), 0);
}

#[test]
fn every_function_word_is_found_in_its_list() {
    let english = Languages::shipped().get("en").expect("English is shipped");
    let is_listed = |word| english.is_function_word(ungarble::text::words::hash(word));
    for word in ["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "with", "as", "on", "be"] {
        assert!(is_listed(word), "{word}");
    }
    for word in ["harbour", "garden", "rain", "quickly", "children", ""] {
        assert!(!is_listed(word), "{word}");
    }
}

#[test]
fn related_languages_side_by_side_are_told_apart() {
    let news = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/clean/pud"));
    if !news.exists() {
        eprintln!("skipped: {} is absent", news.display());
        return;
    }
    let passages = |name: &str| -> Vec<String> {
        let text = fs::read_to_string(news.join(format!("{name}-PUD.txt"))).expect("a text");
        let joined = text.lines().collect::<Vec<_>>().chunks(6).map(|lines| lines.join(" ")).collect::<Vec<_>>();
        // Shorter ones go with what stands beside them.
        joined.into_iter().filter(|passage| passage.split(' ').count() > 60).collect()
    };
    let pairs = [
        [("es", "Spanish"), ("pt", "Portuguese")],
        [("pt", "Portuguese"), ("es", "Spanish")],
        [("es", "Spanish"), ("it", "Italian")],
        [("pl", "Polish"), ("cs", "Czech")],
        [("de", "German"), ("sv", "Swedish")],
        [("fr", "French"), ("en", "English")],
    ];
    for [(first, one), (second, other)] in pairs {
        let (mut wrong, mut all) = (0, 0);
        for (a, b) in passages(one).iter().zip(&passages(other)).take(100) {
            let text = format!("{a}\n\n{b}\n\n{a}");
            let text = Text::new(&text, Format::Plain);
            let context = Context::new(&text, &|_| true);
            for (at, expected) in [(0, first), (a.len() + 4, second), (a.len() + b.len() + 6, first)] {
                all += 1;
                wrong += usize::from(context.language_at(at).is_none_or(|told| told.code() != expected));
            }
        }
        assert!(wrong * 100 <= all * 3, "{one} and {other}: {wrong} of {all} passages are told wrongly");
    }
}

#[test]
fn a_model_of_ones_own_is_told_from_the_shipped_language_of_its_script() {
    let yiddish = "די אייניקלעך האָבן געזען דעם באַרג און זיי האָבן געוואַרט אויף דעם רעגן. ";
    let hebrew = "הילדים ראו את ההר והם חיכו לגשם, אבל הוא לא בא אל העיר שלהם כל היום. ";
    let model = {
        let mut learner = Learner::default();
        learner.text(&format!("{yiddish}\n").repeat(40));
        learner.finish("yi", false, Limits::default())
    };
    let mut languages = Languages::default();
    languages.add(Language::from_bytes(model).expect("what was learned can be read"));
    for (sentence, code) in [(yiddish, "yi"), (hebrew, "he")] {
        let text = sentence.repeat(8);
        let text = Text::new(&text, Format::Plain);
        let context = Context::new(&text, &|_| true).with_languages(&languages);
        assert_eq!(context.language_at(0).map(Language::code), Some(code), "{sentence}");
    }
}
