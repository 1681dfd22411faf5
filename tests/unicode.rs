//! Unicode's own test files, through the pipeline, and one Unicode version for all tables.
//!
//! The files are read from `../shared/data`; where that is absent, the tests that need them say so and pass.

use std::{path::Path, process::Command};

use ungarble::{
    chars,
    pipeline::{self, Options},
    text::Format,
};
use unicode_segmentation::UnicodeSegmentation;

/// Rules that judge characters and must leave good emoji, letters and controls alone.
const HYGIENE: &[&str] = &[
    "invisible-character", "control-character", "bidi-control", "byte-order-mark", "replacement-character",
    "styled-letters", "ligature", "not-nfc",
];

fn data(file: &str) -> Option<String> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ucd/ucd.tar.zst");
    if !archive.exists() {
        eprintln!("skipped: {} is absent", archive.display());
        return None;
    }
    let (major, minor, update) = chars::UNICODE_VERSION;
    let command = format!("zstd -dc '{}' | tar xO --wildcards '*{major}.{minor}.{update}/{file}'", archive.display());
    let out = Command::new("sh").arg("-c").arg(command).output().expect("sh runs");
    assert!(out.status.success() && !out.stdout.is_empty(), "zstd and tar are needed, and {file} in the archive");
    Some(String::from_utf8(out.stdout).expect("Unicode's files are UTF-8"))
}

fn clean(text: &str, rules: &[&str], format: Format) -> String {
    let wanted = |rule: &str| rules.contains(&rule);
    let options = Options { format, wanted: &wanted, unsafe_fixes: true, ..Options::default() };
    pipeline::clean(text, &options).cleaned(text).into_owned()
}

fn characters(codes: &str) -> String {
    codes
        .split_whitespace()
        .map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a code point"))
        .collect()
}

#[test]
fn normalization_test() {
    let Some(file) = data("NormalizationTest.txt") else { return };
    let mut lines = 0;
    for line in file.lines().filter(|l| !l.starts_with(['#', '@'])) {
        let fields: Vec<String> = line.split(';').take(5).map(characters).collect();
        let [source, nfc, nfd, nfkc, nfkd] = fields.as_slice() else { panic!("five fields: {line}") };
        let normal = |text: &str| clean(text, &["not-nfc", "strict-nfc"], Format::Plain);
        for text in [source, nfc, nfd] {
            assert_eq!(&normal(text), nfc, "{line}");
        }
        for text in [nfkc, nfkd] {
            assert_eq!(&normal(text), nfkc, "{line}");
        }
        lines += 1;
    }
    assert!(lines > 19_000, "{lines} lines");
}

/// The file says so of every character that its first part does not list: normal form leaves it alone.
#[test]
fn what_normalization_test_does_not_list_stays() {
    let Some(file) = data("NormalizationTest.txt") else { return };
    let part = file.split("@Part1").nth(1).and_then(|rest| rest.split("@Part2").next()).expect("part 1");
    let listed: Vec<String> = part
        .lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_hexdigit()))
        .map(|l| characters(l.split(';').next().unwrap_or("")))
        .collect();
    let rest: String =
        ('\0'..=char::MAX).filter(|c| listed.binary_search(&c.to_string()).is_err()).flat_map(|c| [c, '\n']).collect();
    assert!(clean(&rest, &["not-nfc", "strict-nfc"], Format::Plain) == rest, "a character was changed");
}

#[test]
fn emoji_are_untouched() {
    for file in [
        "emoji/emoji-test.txt",
        "emoji/emoji-zwj-sequences.txt",
        "emoji/emoji-sequences.txt",
        "emoji/emoji-variation-sequences.txt",
    ] {
        let Some(text) = data(file) else { return };
        let mut sequences = 0;
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let Some(codes) = line.split(';').next().filter(|c| !c.trim().is_empty() && !c.contains("..")) else {
                continue;
            };
            // A component is no emoji by itself, and a keycap's or flag's parts are told by the whole.
            let emoji = characters(codes);
            for text in [emoji.clone(), format!("So {emoji} it is"), format!("end{emoji}"), format!("{emoji}{emoji}")] {
                assert_eq!(clean(&text, HYGIENE, Format::Plain), text, "{line}");
            }
            sequences += 1;
        }
        assert!(sequences > 300, "{sequences} sequences in {file}");
    }
}

#[test]
fn standardized_variants_are_untouched() {
    let Some(file) = data("StandardizedVariants.txt") else { return };
    for line in file.lines().filter(|l| l.starts_with(|c: char| c.is_ascii_hexdigit())) {
        let text = characters(line.split(';').next().unwrap_or(""));
        // Compatibility ideographs are written as variants so that they outlive normalization.
        assert_eq!(clean(&text, HYGIENE, Format::Plain), text, "{line}");
    }
}

/// The samples without a repository's worth of context: every control goes, and nothing but controls.
#[test]
fn trojan_source_shows_what_it_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/robust/trojan_source");
    if !folder.exists() {
        eprintln!("skipped: {} is absent", folder.display());
        return;
    }
    let is_control =
        |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}');
    let mut deceiving = 0;
    for file in walk(&folder) {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        if text.contains(is_control) {
            deceiving += 1;
            let plain: String = text.chars().filter(|&c| !is_control(c)).collect();
            assert_eq!(clean(&text, &["bidi-control"], Format::Source), plain, "{}", file.display());
        }
    }
    assert!(deceiving > 0, "no sample has a control");
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(walk(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

/// Grapheme clusters and words, where other parts rely on a crate for them.
#[test]
fn segmentation_follows_unicode() {
    let cut = |line: &str| -> Vec<String> {
        line.split('÷').map(|part| characters(&part.replace('×', " "))).filter(|p| !p.is_empty()).collect()
    };
    let Some(graphemes) = data("auxiliary/GraphemeBreakTest.txt") else { return };
    let Some(words) = data("auxiliary/WordBreakTest.txt") else { return };
    for line in
        graphemes.lines().filter_map(|l| l.split('#').next()).filter(|l| !l.trim().is_empty() && !l.contains("D800"))
    {
        let expected = cut(line.trim());
        assert_eq!(expected.concat().graphemes(true).collect::<Vec<_>>(), expected, "{line}");
    }
    for line in
        words.lines().filter_map(|l| l.split('#').next()).filter(|l| !l.trim().is_empty() && !l.contains("D800"))
    {
        let expected = cut(line.trim());
        assert_eq!(expected.concat().split_word_bounds().collect::<Vec<_>>(), expected, "{line}");
    }
}

/// All tables speak of one version of Unicode: ours, the compiler's, and the crates' as far as they tell.
#[test]
fn one_unicode_version() {
    let (major, minor, update) = chars::UNICODE_VERSION;
    let ours = (u64::from(major), u64::from(minor), u64::from(update));
    assert_eq!(unicode_segmentation::UNICODE_VERSION, ours, "unicode-segmentation");
    let std = char::UNICODE_VERSION;
    assert!(std.0 == major || std.0 + 1 == major, "the compiler's tables are of {std:?}, ours of {ours:?}");
    // The normalizer's data tells no version; it knows a composition that came with Unicode 16 and marks of Unicode 17.
    let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
    assert_eq!(nfc.normalize("\u{113C2}\u{113B8}"), "\u{113C7}", "icu_normalizer is older than Unicode 16");
    assert_eq!(nfc.normalize("a\u{1ADC}\u{1ADD}"), "a\u{1ADD}\u{1ADC}", "icu_normalizer is older than Unicode 17");
}
