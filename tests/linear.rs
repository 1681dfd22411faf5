//! Time grows with length: four times as much hostile text takes about four times as long, not sixteen.

use std::time::{Duration, Instant};

use ungarble::pipeline::{self, Options};

/// Four times the text may take this many times as long. Quadratic growth would be 16; what a busy machine adds to a
/// linear one stays below.
const MOST: f64 = 11.0;

/// Texts that take less than this are too short to measure on: what grows with the square takes far longer.
const LEAST: Duration = Duration::from_millis(120);

/// Nothing may take longer than this for 400 kB, even unoptimised on a busy machine.
const SLOWEST: Duration = Duration::from_secs(20);

fn hostile(kind: &str, bytes: usize) -> String {
    let numbered = |line: &dyn Fn(usize) -> String| {
        let mut text = String::new();
        for i in 0.. {
            if text.len() >= bytes {
                break;
            }
            text.push_str(&line(i));
        }
        text
    };
    // A generator of its own: the same text every time, and no repeat that a person would write.
    let random = |i: usize| {
        (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
    };
    match kind {
        "one letter" => "a".repeat(bytes),
        "one word" => "word ".repeat(bytes / 5),
        "one Han letter" => "漢".repeat(bytes / 3),
        "one line" => "The same short line again\n".repeat(bytes / 26),
        "one sentence" => "The same sentence comes again. ".repeat(bytes / 31),
        "two words" => numbered(&|i| {
            if (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 63 == 0 { "ab ".into() } else { "cd ".into() }
        }),
        "a line between others" => numbered(&|i| format!("One line that comes again and again\nno {i} but this\n")),
        "growing periods" => numbered(&|i| format!("{}stop ", "go on ".repeat(i % 50))),
        "no space" => (0..bytes).map(|i| char::from(b'a' + (random(i) % 26) as u8)).collect(),
        "punctuation" => ".,;:!?'\"()[]".repeat(bytes / 12),
        "quotation marks" => "“".repeat(bytes / 3),
        "brackets" => "([{<".repeat(bytes / 4),
        "blanks" => " \t\n".repeat(bytes / 3),
        "line ends" => "\n".repeat(bytes),
        "entities" => "&amp;".repeat(bytes / 5),
        "addresses" => "a@b.c://".repeat(bytes / 8),
        "mojibake" => "Ã¢â‚¬â„¢".repeat(bytes / 20),
        "mixed scripts" => "аbвcгd ".repeat(bytes / 10),
        "letters of two scripts" => "aп".repeat(bytes / 3),
        "words of two scripts" => "word слово ".repeat(bytes / 16),
        "words of no language" => {
            numbered(&|i| format!("{:x}grs ", random(i)).replace(|c: char| c.is_ascii_digit(), "o"))
        }
        "names of two letters" => "the Zo controls ".repeat(bytes / 16),
        "ampersands" => "&".repeat(bytes),
        "tags" => "<a [b {{c ".repeat(bytes / 10),
        "marks" => "e\u{301}".repeat(bytes / 3),
        _ => unreachable!("no such text: {kind}"),
    }
}

/// The quickest of a few runs: what the others took longer is the machine's doing.
fn time(text: &str) -> Duration {
    let run = || {
        let start = Instant::now();
        std::hint::black_box(pipeline::clean(text, &Options::default()));
        start.elapsed()
    };
    (0..3).map(|_| run()).min().expect("there are three runs")
}

#[test]
fn four_times_the_text_takes_about_four_times_as_long() {
    let kinds = [
        "one letter", "one word", "one Han letter", "one line", "one sentence", "two words", "a line between others",
        "growing periods", "no space", "punctuation", "quotation marks", "brackets", "blanks", "line ends", "entities",
        "addresses", "mojibake", "mixed scripts", "letters of two scripts", "words of two scripts",
        "words of no language", "names of two letters", "ampersands", "tags", "marks",
    ];
    let mut wrong = Vec::new();
    for kind in kinds {
        let (short, long) = (hostile(kind, 100_000), hostile(kind, 400_000));
        let long_time = time(&long);
        if long_time < LEAST {
            continue;
        }
        let factor = long_time.as_secs_f64() / time(&short).as_secs_f64().max(LEAST.as_secs_f64() / 8.0);
        if long_time > SLOWEST || factor > MOST {
            wrong.push(format!("{kind}: {factor:.1} times as long, {long_time:.1?} for 400 kB"));
        }
    }
    assert!(wrong.is_empty(), "time grows faster than the text:\n{}", wrong.join("\n"));
}
