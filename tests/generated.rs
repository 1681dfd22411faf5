//! Tables made from Unicode's files are what their generator gives. `BLESS=1 cargo test --test generated` writes them.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path, process::Command};

const UNICODE: &str = "17.0.0";
/// Characters a block of the two-stage table.
const BLOCK: usize = 128;

/// Scripts written without spaces between words.
const UNSPACED: [&str; 12] = [
    "Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tai_Tham", "Yi", "Tibetan", "New_Tai_Lue",
];

/// One file of the Unicode character database, or `None` (with a message) where the test data is absent.
fn ucd(file: &str) -> Option<String> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/ucd/ucd.tar.zst");
    if !archive.exists() {
        eprintln!("skipped: {} is absent, so the tables cannot be made anew", archive.display());
        return None;
    }
    let out = Command::new("sh")
        .arg("-c")
        .arg(format!("zstd -dc '{}' | tar xO --wildcards '*{UNICODE}/{file}'", archive.display()))
        .output()
        .expect("sh runs");
    assert!(out.status.success(), "zstd and tar are needed: {}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).expect("Unicode's files are UTF-8"))
}

/// The `range ; value` lines of a property file.
fn ranges(text: &str) -> Vec<(u32, u32, String)> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or("").trim();
        let Some((range, value)) = line.split_once(';') else { continue };
        let (first, last) = range.trim().split_once("..").unwrap_or((range.trim(), range.trim()));
        let hex = |s: &str| u32::from_str_radix(s, 16).expect("a code point");
        rows.push((hex(first), hex(last), value.trim().to_string()));
    }
    rows
}

/// General category of every code point.
fn categories(unicode_data: &str) -> Vec<String> {
    let mut categories = vec!["Cn".to_string(); 0x11_0000];
    let mut range_start = None;
    for line in unicode_data.lines() {
        let fields: Vec<&str> = line.split(';').collect();
        let code = usize::from_str_radix(fields[0], 16).expect("a code point");
        if fields[1].ends_with("First>") {
            range_start = Some(code);
            continue;
        }
        let first = range_start.take().unwrap_or(code);
        for category in &mut categories[first..=code] {
            *category = fields[2].to_string();
        }
    }
    categories
}

fn check(path: &str, fresh: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, fresh).expect("the table can be written");
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == fresh, "{} is stale; run BLESS=1 cargo test --test generated", path.display());
}

#[test]
fn character_classes() {
    let (Some(data), Some(scripts), Some(derived), Some(props)) =
        (ucd("UnicodeData.txt"), ucd("Scripts.txt"), ucd("DerivedCoreProperties.txt"), ucd("PropList.txt"))
    else {
        return;
    };
    let categories = categories(&data);
    let mut script_of = vec!["Unknown".to_string(); 0x11_0000];
    for (first, last, value) in ranges(&scripts) {
        for code in first..=last {
            script_of[code as usize] = value.clone();
        }
    }
    let mut ignorable = vec![false; 0x11_0000];
    for (first, last, value) in ranges(&derived) {
        if value == "Default_Ignorable_Code_Point" {
            (first..=last).for_each(|c| ignorable[c as usize] = true);
        }
    }
    let mut white = vec![false; 0x11_0000];
    for (first, last, value) in ranges(&props) {
        if value == "White_Space" {
            (first..=last).for_each(|c| white[c as usize] = true);
        }
    }

    let mut names: Vec<&str> = script_of.iter().map(String::as_str).filter(|s| !["Common", "Inherited", "Unknown"].contains(s)).collect();
    names.sort_unstable();
    names.dedup();
    let mut all = vec!["Unknown", "Common", "Inherited"];
    all.extend(names);
    assert!(all.len() < 256, "a script fits a byte");
    let number: BTreeMap<&str, usize> = all.iter().enumerate().map(|(i, s)| (*s, i)).collect();

    let mut classes: Vec<(usize, u16)> = Vec::new();
    let mut class_number: BTreeMap<(usize, u16), u16> = BTreeMap::new();
    let mut block_number: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
    let mut blocks: Vec<Vec<u16>> = Vec::new();
    let mut index = Vec::new();
    for block in 0..0x11_0000 / BLOCK {
        let row: Vec<u16> = (block * BLOCK..(block + 1) * BLOCK)
            .map(|c| {
                let category = categories[c].as_str();
                let flags = match &category[..1] {
                    "L" => 1,
                    "M" => 1 << 1,
                    "N" => 1 << 3,
                    "P" => 1 << 5,
                    "S" => 1 << 6,
                    _ => 0,
                } | match category {
                    "Nd" => 1 << 2,
                    "Cc" => 1 << 7,
                    "Cf" => 1 << 8,
                    "Co" => 1 << 9,
                    "Cn" => 1 << 10,
                    "Lu" | "Lt" => 1 << 11,
                    "Ll" => 1 << 12,
                    _ => 0,
                } | u16::from(white[c]) << 4
                    | u16::from(ignorable[c]) << 13
                    | u16::from(UNSPACED.contains(&script_of[c].as_str())) << 14;
                let class = (number[script_of[c].as_str()], flags);
                *class_number.entry(class).or_insert_with(|| {
                    classes.push(class);
                    u16::try_from(classes.len() - 1).expect("fewer than 65,536 classes")
                })
            })
            .collect();
        let at = *block_number.entry(row.clone()).or_insert_with(|| {
            blocks.push(row);
            blocks.len() - 1
        });
        index.push(at);
    }

    let mut out = format!("// Made from Unicode {UNICODE}'s files by tests/generated.rs; do not edit.\n\n");
    out.push_str("/// A script, by its name in the Unicode Standard.\n#[allow(missing_docs)]\n#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n#[repr(u8)]\npub enum Script {\n");
    for name in &all {
        writeln!(out, "    {},", name.replace('_', "")).unwrap();
    }
    out.push_str("}\n\n#[rustfmt::skip]\npub(super) static CLASSES: &[super::Class] = &[\n");
    for (script, flags) in &classes {
        writeln!(out, "    super::Class {{ script: Script::{}, flags: {flags:#x} }},", all[*script].replace('_', "")).unwrap();
    }
    writeln!(out, "];\n\n#[rustfmt::skip]\npub(super) static INDEX: [u8; {}] = {index:?};", index.len()).unwrap();
    assert!(blocks.len() <= 65_536, "{} blocks", blocks.len());
    if blocks.len() > 256 {
        out = out.replace("INDEX: [u8;", "INDEX: [u16;");
    }
    writeln!(out, "\n#[rustfmt::skip]\npub(super) static BLOCKS: [[u16; {BLOCK}]; {}] = [", blocks.len()).unwrap();
    for block in &blocks {
        writeln!(out, "    {block:?},").unwrap();
    }
    out.push_str("];\n");
    check("src/chars/tables.rs", &out);
}
