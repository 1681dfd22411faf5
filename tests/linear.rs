//! Time grows with length: four times as much hostile text takes about four times as long, not sixteen.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use ungarble::{
    pipeline::{self, Options},
    text::{Format, decode},
};

/// Four times the text may take this many times as long. Quadratic growth would be 16; what a busy machine adds to a
/// linear one stays below.
const MOST: f64 = 11.0;

/// Texts that take less than this are too short to measure on: what grows with the square takes far longer.
const LEAST: Duration = Duration::from_millis(120);

/// Nothing may take longer than this, even unoptimised on a busy machine.
const SLOWEST: Duration = Duration::from_secs(20);

/// Lengths of the two texts that are compared.
const SHORT: usize = 100_000;
const LONG: usize = 400_000;

/// Texts that are one piece over and over.
const REPEATED: &[(&str, &str)] = &[
    ("one letter", "a"),
    ("one word", "word "),
    ("one Han letter", "漢"),
    ("one line", "The same short line again\n"),
    ("one sentence", "The same sentence comes again. "),
    ("punctuation", ".,;:!?'\"()[]"),
    ("quotation marks", "“"),
    ("straight quotation marks", "\""),
    ("apostrophes", "'"),
    ("brackets", "([{<"),
    ("round brackets", "("),
    ("square brackets", "["),
    ("braces", "{"),
    ("less-than signs", "<"),
    ("back quotes", "`"),
    ("asterisks", "*"),
    ("underscores", "_a"),
    ("hyphens", "-"),
    ("question marks", "?? ? "),
    ("full stops", "."),
    ("backslashes", "\\u00"),
    ("blanks", " \t\n"),
    ("no-break spaces", "a\u{A0}"),
    ("ideographic spaces", "a\u{3000}"),
    ("line ends", "\n"),
    ("carriage returns", "\r"),
    ("both line ends", "a\r\nb\n"),
    ("line separators", "a\u{2028}"),
    ("hyphens at line ends", "com-\nputer "),
    ("entities", "&amp;"),
    ("entities escaped", "&amp;amp;amp;"),
    ("entities that stay open", "&#1"),
    ("addresses", "a@b.c://"),
    ("at signs", "a@"),
    ("URLs", "http://a.b/c "),
    ("URLs in brackets", "(http://a.b/c)"),
    ("mojibake", "Ã¢â‚¬â„¢"),
    ("mojibake of letters", "aÐ°"),
    ("mojibake of quotation marks", "â€™ "),
    ("mojibake of byte order marks", "שï»¿"),
    ("letters read in the wrong encoding", "Ïðèâåò,ìèð "),
    ("mojibake by line", "Ã©\n"),
    ("mojibake without its second byte", "Ã "),
    ("mojibake with and without it", "Ã© Ã la "),
    ("mojibake without its last bytes", "aâa"),
    ("mojibake of Chinese", "锟斤拷"),
    ("C1 controls", "\u{92}"),
    ("C1 controls by line", "a\u{92}b\n"),
    ("mixed scripts", "аbвcгd "),
    ("letters of two scripts", "aп"),
    ("words of two scripts", "word слово "),
    ("names of two letters", "the Zo controls "),
    ("ampersands", "&"),
    ("tags", "<a [b {{c "),
    ("marks", "e\u{301}"),
    ("marks without a letter", "\u{301}\u{323}"),
    ("private-use characters", "a\u{E000}"),
    ("bullets of word processors", "\u{F0B7} "),
    ("replacement characters", "don\u{FFFD}t "),
    ("lost pictures", "\u{FFFC} "),
    ("control characters", "a\u{1}"),
    ("escapes of terminals", "\u{1B}["),
    ("struck letters", "a\u{8}a"),
    ("zero-width spaces", "a\u{200B}"),
    ("soft hyphens", "a\u{AD}"),
    ("variation selectors", "\u{FE0F}"),
    ("byte order marks", "\u{FEFF}"),
    ("tag characters", "\u{E0041}"),
    ("blank cells of Braille", "\u{2800}"),
    ("joined emoji", "👩\u{200D}"),
    ("embeddings that stay open", "ש\u{202B}"),
    ("overrides", "שa\u{202E}b\u{202C}"),
    ("isolates that nothing opens", "ש\u{2069}"),
    ("isolates ended among embeddings", "ש\u{202B}\u{202B}\u{2069}"),
    ("ligatures", "ﬁ"),
    ("ligatures in words", "eﬃcient "),
    ("Arabic forms", "ﻡ"),
    ("styled letters", "𝗯"),
    ("styled words", "𝗯𝗼𝗹𝗱 "),
    ("small capitals", "ᴀs"),
    ("fullwidth letters", "ｗ"),
    ("lone letters", "the e word "),
    ("lost apostrophes", "don t "),
    ("contractions", "we ll see "),
    ("citations", "【1†source】"),
    ("empty citations", "[1]"),
    ("spintax that stays open", "{a|"),
    ("slots of templates", "[Name] "),
    ("leftovers of chat programs", ":contentReference[oaicite:1]{index=1}"),
    ("lines of boilerplate", "Share this:\n"),
    ("dates", "January 1st, "),
    ("numbers", "1,2.3 "),
    ("abbreviations", "A.B."),
    ("sentences without a space", "The end.The next "),
];

/// The same where the format has a say.
const OF_FORMATS: &[(&str, Format, &str)] = &[
    ("links", Format::Markdown, "[a](b)"),
    ("links that stay open", Format::Markdown, "[a]("),
    ("pictures in pictures", Format::Markdown, "!["),
    ("footnotes", Format::Markdown, "[^a]"),
    ("emphasis", Format::Markdown, "*a _b "),
    ("code that stays open", Format::Markdown, "` `` "),
    ("formulas that stay open", Format::Markdown, "$a $$"),
    ("fences", Format::Markdown, "```\n"),
    ("quotations in quotations", Format::Markdown, "> "),
    ("lists in lists", Format::Markdown, "- "),
    ("tables", Format::Markdown, "|a|-\n"),
    ("tags that stay open", Format::Markdown, "<a "),
    ("comments that stay open", Format::Html, "<!--"),
    ("scripts that stay open", Format::Html, "<script "),
    ("tags in HTML", Format::Html, "<p>a</p>"),
    ("soft hyphens in HTML", Format::Html, "a\u{AD}"),
    ("lookalike letters in source", Format::Source, "pаy "),
    ("direction controls in source", Format::Source, "a\u{202E}"),
];

/// Texts that are no mere repetition.
const BUILT: &[&str] = &[
    "two words", "a line between others", "growing periods", "no space", "words of no language",
    "an address and brackets", "embeddings within embeddings", "isolates within isolates", "brackets within brackets",
    "few characters in any order",
];

fn built(kind: &str, bytes: usize) -> String {
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
    let nested = |open: &str, close: &str| {
        let depth = bytes / (open.len() + close.len());
        format!("ש{}{}", open.repeat(depth), close.repeat(depth))
    };
    // A generator of its own: the same text every time, and no repeat that a person would write.
    let random = |i: usize| {
        (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
    };
    match kind {
        "two words" => numbered(&|i| {
            if (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 63 == 0 { "ab ".into() } else { "cd ".into() }
        }),
        "a line between others" => numbered(&|i| format!("One line that comes again and again\nno {i} but this\n")),
        "growing periods" => numbered(&|i| format!("{}stop ", "go on ".repeat(i % 50))),
        "no space" => (0..bytes).map(|i| char::from(b'a' + (random(i) % 26) as u8)).collect(),
        "words of no language" => {
            numbered(&|i| format!("{:x}grs ", random(i)).replace(|c: char| c.is_ascii_digit(), "o"))
        }
        "an address and brackets" => format!("http://a.b/{}", ")]".repeat(bytes / 2)),
        "embeddings within embeddings" => nested("\u{202B}", "\u{202C}"),
        "isolates within isolates" => nested("\u{2067}", "\u{2069}"),
        "brackets within brackets" => nested("(", ")"),
        "few characters in any order" => {
            let pieces = ["a", " ", "\u{200B}", "é", "Ã©", ".", "п", "\u{92}", "“", "-", "(", "&amp;"];
            numbered(&|i| pieces[random(i) as usize % pieces.len()].to_owned())
        }
        _ => unreachable!("no such text: {kind}"),
    }
}

/// What takes longer for more text than it should: `time` is given a length. Whatever seems slow is measured again, since
/// it may have been the machine's doing.
fn complaint(kind: &str, time: &dyn Fn(usize) -> Duration) -> Option<String> {
    let mut complaint = None;
    for _ in 0..3 {
        let long = time(LONG);
        if long < LEAST {
            return None;
        }
        let factor = long.as_secs_f64() / time(SHORT).as_secs_f64().max(LEAST.as_secs_f64() / 8.0);
        if long < SLOWEST && factor < MOST {
            return None;
        }
        complaint = Some(format!("{kind}: {factor:.1} times as long, {long:.1?} for the longer text"));
    }
    complaint
}

fn assert_linear<'k>(kinds: impl Iterator<Item = (&'k str, Box<dyn Fn(usize) -> Duration + 'k>)>) {
    // What runs at the same time takes time from what is measured.
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let wrong: Vec<String> = kinds.filter_map(|(kind, time)| complaint(kind, &*time)).collect();
    assert!(wrong.is_empty(), "time grows faster than the text:\n{}", wrong.join("\n"));
}

fn cleaning(format: Format, text: &str) -> Duration {
    let start = Instant::now();
    std::hint::black_box(pipeline::clean(text, &Options { format, ..Options::default() }));
    start.elapsed()
}

#[test]
fn four_times_the_text_takes_about_four_times_as_long() {
    assert_linear(REPEATED.iter().map(|&(kind, piece)| {
        let time = move |bytes: usize| cleaning(Format::Plain, &piece.repeat(bytes / piece.len()));
        (kind, Box::new(time) as Box<dyn Fn(usize) -> Duration>)
    }));
}

#[test]
fn so_it_does_in_every_format() {
    assert_linear(OF_FORMATS.iter().map(|&(kind, format, piece)| {
        let time = move |bytes: usize| cleaning(format, &piece.repeat(bytes / piece.len()));
        (kind, Box::new(time) as Box<dyn Fn(usize) -> Duration>)
    }));
}

#[test]
fn so_it_does_whatever_its_order() {
    assert_linear(BUILT.iter().map(|&kind| {
        let time = move |bytes: usize| cleaning(Format::Plain, &built(kind, bytes));
        (kind, Box::new(time) as Box<dyn Fn(usize) -> Duration>)
    }));
}

/// With every rule and every edit, what an earlier edit made is looked at again by more filters.
#[test]
fn so_it_does_with_every_rule() {
    let kinds = [
        "mojibake", "mojibake of quotation marks", "C1 controls", "line separators", "styled letters",
        "fullwidth letters", "marks", "lost apostrophes", "zero-width spaces", "entities",
    ];
    let pieces = REPEATED.iter().filter(|(kind, _)| kinds.contains(kind));
    assert_linear(pieces.map(|&(kind, piece)| {
        let time = move |bytes: usize| {
            let text = piece.repeat(bytes / piece.len());
            let start = Instant::now();
            let options = Options { wanted: &|_| true, unsafe_fixes: true, ..Options::default() };
            std::hint::black_box(pipeline::clean(&text, &options));
            start.elapsed()
        };
        (kind, Box::new(time) as Box<dyn Fn(usize) -> Duration>)
    }));
}

#[test]
fn bytes_are_read_in_linear_time() {
    let kinds: [(&str, &[u8]); 10] = [
        ("bytes of no encoding", b"\xFF"),
        ("bytes of Latin-1", b"caf\xE9 "),
        ("leads without their rest", b"\xC3\n"),
        ("NUL bytes", b"a\0\0"),
        ("escapes of ISO-2022", b"\x1B$B"),
        ("escapes of ISO-2022-KR", b"\x1B$)C\x0E"),
        ("shifts", b"\x0E\x0F"),
        ("bytes of Shift_JIS", b"\x82\xA0"),
        ("bytes of GB 18030", b"\x81\x30\x81\x30"),
        ("declarations", b"<meta charset="),
    ];
    assert_linear(kinds.iter().map(|&(kind, piece)| {
        let time = move |bytes: usize| {
            let bytes = piece.repeat(bytes / piece.len());
            let start = Instant::now();
            std::hint::black_box(decode::decode(&bytes, None).is_ok());
            start.elapsed()
        };
        (kind, Box::new(time) as Box<dyn Fn(usize) -> Duration>)
    }));
}

#[cfg(feature = "cli")]
#[test]
fn comments_that_suppress_are_read_in_linear_time() {
    // Comparing is quick: it takes more text than elsewhere for it to show.
    const MORE: usize = 8;
    // Each line has a finding, and a comment on a rule that does not report it.
    let kinds = [
        ("suppressions", "a\u{200B}b <!-- ungarble: ignore[x] -->\n"),
        ("suppressions to the end", "a\u{200B}b <!-- ungarble: disable[x] -->\n"),
        ("suppressions of what follows", "<!-- ungarble: ignore[x] -->\na\n"),
        ("suppressions that begin and end", "<!-- ungarble: disable[x] -->\n\n<!-- ungarble: enable[x] -->\n\n"),
    ];
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a.md");
    assert_linear(kinds.iter().map(|&(kind, piece)| {
        let file = &file;
        let time = move |bytes: usize| {
            std::fs::write(file, piece.repeat(MORE * bytes / piece.len())).expect("written");
            let start = Instant::now();
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_ungarble"));
            command.args(["check", "--isolated", "--no-cache", "--exit-zero", "--statistics"]).arg(file);
            let output = command.output().expect("it runs");
            let time = start.elapsed();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            time
        };
        (kind, Box::new(time) as Box<dyn Fn(usize) -> Duration>)
    }));
}
