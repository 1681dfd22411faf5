//! How many megabytes a second one core cleans: `cargo bench --bench throughput`.
//!
//! Reads clean texts from `../shared/data` where they are at hand, otherwise the project's own samples, and prints the
//! fastest of three runs a row, by processor time. Compare rows of one run only: machines differ, ratios travel. Words behind `--` choose rows by
//! what their names hold: `cargo bench --bench throughput -- hostile`.

use std::{fs, hint::black_box, path::Path, sync::LazyLock, time::Instant};

use ungarble::{
    pipeline::{self, Options},
    text::{Format, words},
};

const RUNS: usize = 3;
/// A run goes on for so many seconds: the system counts processor time in steps of some milliseconds.
const LONG_ENOUGH: f64 = 0.2;
/// A document of an article's length, in bytes.
const ARTICLE: usize = 3500;

const MULTILINGUAL: &[&str] = &[
    "Arabic", "Chinese", "Czech", "English", "French", "German", "Hindi", "Japanese", "Korean", "Polish", "Russian",
    "Spanish", "Thai", "Turkish",
];

/// One row each, to see what a part costs.
const RULE_GROUPS: &[&[&str]] = &[
    &["mojibake", "lossy-mojibake"],
    &["html-entity"],
    &[
        "control-character", "invisible-character", "bidi-control", "byte-order-mark", "replacement-character",
        "styled-letters", "ligature", "not-nfc",
    ],
    &["whitespace"],
    &[
        "template-slot", "citation-residue", "prompt-residue", "markup-residue", "boilerplate-line", "spintax",
        "quote-damage",
    ],
    &["script-fusion", "lookalike-letter", "foreign-fragment"],
    &["stray-letter", "stray-word", "fused-words", "missing-space", "hyphenation", "truncated-sentence"],
    &["repeated-word", "repeated-phrase", "repeated-sentence", "repeated-block", "repetition-loop"],
];

fn main() {
    let mut english = pud(&["English"]);
    if english.is_empty() {
        println!("../shared/data is absent: measuring on the project's own samples");
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        english = vec![fs::read_to_string(samples.join("harbour.en.clean.txt")).expect("a sample").repeat(40)];
    }
    for (name, texts) in [("English", english), ("multilingual", pud(MULTILINGUAL))] {
        let documents = articles(&texts);
        if !documents.is_empty() {
            clean_texts(name, &documents);
        }
    }
    for (name, text) in hostile() {
        measure(&format!("hostile: {name}"), text.len(), || {
            black_box(pipeline::clean(black_box(&text), &Options::default()));
        });
    }
}

fn clean_texts(name: &str, documents: &[String]) {
    let bytes: usize = documents.iter().map(String::len).sum();
    measure(&format!("{name}: cut and hash words"), bytes, || {
        for document in documents {
            black_box(words::cut(black_box(document)));
        }
    });
    let everything = Options { format: Format::Plain, ..Options::default() };
    measure(&format!("{name}: everything, articles"), bytes, || clean_all(documents, &everything));
    let one = [documents.join("\n\n")];
    measure(&format!("{name}: everything, one document"), bytes, || clean_all(&one, &everything));
    let markdown = Options { format: Format::Markdown, ..Options::default() };
    measure(&format!("{name}: everything, as Markdown"), bytes, || clean_all(documents, &markdown));
    for rules in RULE_GROUPS {
        let wanted = |rule: &str| rules.contains(&rule);
        let options = Options { wanted: &wanted, ..Options::default() };
        measure(&format!("{name}: {} …", rules[0]), bytes, || clean_all(documents, &options));
    }
}

fn clean_all(documents: &[String], options: &Options<'_>) {
    for document in documents {
        black_box(pipeline::clean(black_box(document), options));
    }
}

fn measure(name: &str, bytes: usize, mut run: impl FnMut()) {
    let mut chosen = std::env::args().skip(1).filter(|word| !word.starts_with('-')).peekable();
    if chosen.peek().is_some() && !chosen.any(|word| name.contains(&word)) {
        return;
    }
    let mut once = || {
        let (start, mut times) = (cpu_seconds(), 0);
        loop {
            run();
            times += 1;
            let spent = cpu_seconds() - start;
            if spent >= LONG_ENOUGH {
                return spent / f64::from(times);
            }
        }
    };
    let fastest = (0..RUNS).map(|_| once()).fold(f64::INFINITY, f64::min);
    println!("{name:46} {:9.1} MB/s", bytes as f64 / 1e6 / fastest);
}

/// The processor time this process has used so far, which other programs on the machine disturb less than the clock on the
/// wall; where the system does not tell, the latter.
fn cpu_seconds() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let used = fs::read_to_string("/proc/self/schedstat").ok();
    let used = used.and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    used.map_or_else(|| START.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn pud(languages: &[&str]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/clean/pud");
    languages.iter().filter_map(|l| fs::read_to_string(folder.join(format!("{l}-PUD.txt"))).ok()).collect()
}

/// Documents of about an article's length, a blank line after every few sentences.
fn articles(texts: &[String]) -> Vec<String> {
    let mut articles = Vec::new();
    for text in texts {
        let mut article = String::new();
        for (i, line) in text.lines().filter(|l| !l.is_empty()).enumerate() {
            article.push_str(line);
            article.push_str(if i % 5 == 4 { "\n\n" } else { " " });
            if article.len() >= ARTICLE {
                article.truncate(article.trim_end().len());
                articles.push(std::mem::take(&mut article));
            }
        }
    }
    articles
}

/// Inputs made to be slow, a megabyte each.
fn hostile() -> Vec<(&'static str, String)> {
    let size = 1 << 20;
    let fill = |piece: &str| piece.repeat(size / piece.len());
    vec![
        ("one letter", fill("a")),
        ("one word", fill("the ")),
        ("no space", fill("abcdefghijklmnopqrstuvwxyz")),
        ("a phrase over and over", fill("and take your time ")),
        ("brackets", fill("[(")),
        ("commas without spaces", fill("word,")),
        ("combining marks", fill("\u{301}")),
        ("mojibake", fill("Ã©")),
        ("ampersands", fill("&")),
        ("foreign letters", fill("aп")),
    ]
}
