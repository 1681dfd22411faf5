//! What one look-up costs: `cargo bench --bench lookups`.
//!
//! *Hot* asks for the same sixteen words again and again, *text* for the words of a text in turn, and *random* for words
//! that are not known, spread over the whole table. Each row is the best of seven runs, in nanoseconds a look-up.

use std::{fs, hint::black_box, path::Path, time::Instant};

use ungarble::{
    finding::Context,
    language::{Language, Languages},
    text::{Format, Text},
};

const RUNS: usize = 7;
const LOOKUPS: usize = 1 << 20;

type Lookup = fn(&Language, u32) -> bool;

fn main() {
    let start = Instant::now();
    let english = Languages::shipped().get("en").expect("English is shipped");
    black_box(english.zipf(black_box(1)));
    println!("{:34} {:8.1} µs", "from start to the first look-up", start.elapsed().as_secs_f64() * 1e6);

    let source = sample();
    let text = Text::new(&source, Format::Plain);
    let all: Vec<u32> = text.words().iter().map(|w| w.hash).collect();
    let mut state = 1_u32;
    let random: Vec<u32> = (0..LOOKUPS).map(|_| xorshift(&mut state)).collect();
    for (kind, hashes) in [("hot", &all[..16]), ("text", &all), ("random", &random)] {
        let lookups: [(&str, Lookup); 5] = [
            ("zipf", |l, w| l.zipf(w) > 3.0),
            ("is_function_word", Language::is_function_word),
            ("may_double", Language::may_double),
            ("is_abbreviation", Language::is_abbreviation),
            ("pair", |l, w| l.pair(w, w.rotate_left(1)) > 3.0),
        ];
        for (name, look) in lookups {
            let mut next = hashes.iter().cycle();
            measure(&format!("{name}, {kind}"), || next.next().is_some_and(|&word| look(english, word)));
        }
    }
    let context = Context::new(&text, &|_| true);
    let mut next = text.words().iter().cycle();
    measure("language_at, text", || next.next().is_some_and(|word| context.language_at(word.start as usize).is_some()));
}

fn measure(name: &str, mut look: impl FnMut() -> bool) {
    let best = (0..RUNS).map(|_| {
        let start = Instant::now();
        black_box((0..LOOKUPS).filter(|_| black_box(look())).count());
        start.elapsed().as_secs_f64() / LOOKUPS as f64 * 1e9
    });
    println!("{name:34} {:8.1} ns", best.fold(f64::INFINITY, f64::min));
}

fn xorshift(state: &mut u32) -> u32 {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    *state
}

/// English prose: from `../shared/data` where that is at hand, otherwise the project's own sample.
fn sample() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = ["../shared/data/clean/pud/English-PUD.txt", "samples/harbour.en.clean.txt"];
    sources.iter().find_map(|path| fs::read_to_string(root.join(path)).ok()).expect("a sample")
}
