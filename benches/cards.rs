//! What data rules cost: `cargo bench --bench cards`. Making them ready, the pass over clean text, and the same pass with 400
//! literals and 400 lines more.

use std::{fmt::Write as _, fs, hint::black_box, path::Path, time::Instant};

use ungarble::{
    filters::cards::DataRules,
    finding::{Context, Filter},
    rule::{self, Cards, Rule},
    text::{Format, Text},
};

const RUNS: usize = 15;

fn main() {
    let pud = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/clean/pud");
    let text = |language: &str| fs::read_to_string(pud.join(format!("{language}-PUD.txt"))).ok();
    let built_in: Vec<Rule> = rule::all().to_vec();
    let mut more = built_in.clone();
    more.extend(synthetic().rules().iter().cloned());
    println!(
        "{:36} {:8.3} ms",
        "tables of the built-in cards",
        median(|| drop(black_box(DataRules::compile(&built_in)))) * 1e3
    );
    let (ours, grown) = (DataRules::compile(&built_in), DataRules::compile(&more));
    for language in ["English", "Russian", "Chinese"] {
        let Some(source) = text(language) else {
            println!("skipped: ../shared/data/clean/pud is absent");
            return;
        };
        let text = Text::new(&source, Format::Plain);
        let pass = |rules: &DataRules| {
            median(|| {
                let mut found = Vec::new();
                rules.look(&Context::new(black_box(&text), &|_| true), &mut found);
                black_box(found);
            })
        };
        // The two take turns, so that a busy machine slows both.
        let (mut few, mut many) = (f64::MAX, f64::MAX);
        for _ in 0..5 {
            few = few.min(pass(&ours));
            many = many.min(pass(&grown));
        }
        let speed = |seconds: f64| source.len() as f64 / seconds / 1e6;
        println!(
            "{language:36} {:8.0} MB/s; with 800 more {:8.0} MB/s ({:+.1}% time)",
            speed(few),
            speed(many),
            (many / few - 1.0) * 100.0
        );
    }
}

/// 400 phrases and 400 lines that occur nowhere.
fn synthetic() -> Cards {
    let mut cards = Cards::default();
    for (kind, field) in [("phrase", "phrases"), ("line", "lines")] {
        let mut texts = String::new();
        for i in 0..400 {
            let _ = write!(texts, "\"made up {kind} number {i} of many\", ");
        }
        let card = format!(
            "id = \"made-up-{kind}\"\nkind = \"{kind}\"\nsummary = \"s\"\nwhy = \"w\"\napplicability = \"flag\"\n\
             [[match]]\n{field} = [{texts}]\n[[example]]\nfrom = \"made up {kind} number 1 of many\"\n[[keep]]\ntext = \"t\"\n"
        );
        cards.add(&card, Path::new("made-up.toml")).expect("a well-formed card");
    }
    cards
}

fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}
