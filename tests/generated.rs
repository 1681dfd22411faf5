//! Tables made from Unicode's files are what their generator gives. `BLESS=1 cargo test --test generated` writes them.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path, process::Command};

const UNICODE: &str = "17.0.0";
/// Characters a block of the two-stage table.
const BLOCK: usize = 128;

/// Scripts written without spaces between words.
const UNSPACED: [&str; 12] = [
    "Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tai_Tham", "Yi", "Tibetan",
    "New_Tai_Lue",
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

fn hex(digits: &str) -> u32 {
    u32::from_str_radix(digits, 16).expect("a code point")
}

/// The `range ; value` lines of a property file.
fn ranges(text: &str) -> Vec<(u32, u32, String)> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or("").trim();
        let Some((range, value)) = line.split_once(';') else { continue };
        let (first, last) = range.trim().split_once("..").unwrap_or((range.trim(), range.trim()));
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

/// Canonical combining class of every code point.
fn combining_classes(unicode_data: &str) -> Vec<u8> {
    let mut classes = vec![0; 0x11_0000];
    for line in unicode_data.lines() {
        let fields: Vec<&str> = line.split(';').collect();
        classes[hex(fields[0]) as usize] = fields[3].parse().expect("a combining class");
    }
    classes
}

/// Whether each code point has a property, by the values of a property file.
fn having(text: &str, is: impl Fn(&str) -> bool) -> Vec<bool> {
    let mut has = vec![false; 0x11_0000];
    for (first, last, value) in ranges(text) {
        if is(&value) {
            (first..=last).for_each(|c| has[c as usize] = true);
        }
    }
    has
}

/// A letter that is another one in a style: the plain letter, and the name of the style.
fn plain_letters(unicode_data: &str) -> BTreeMap<u32, (u32, &'static str)> {
    let mut plain = BTreeMap::new();
    for line in unicode_data.lines() {
        let fields: Vec<&str> = line.split(';').collect();
        let (code, name) = (hex(fields[0]), fields[1]);
        let (kind, target) = fields[5].split_once(' ').unwrap_or(("", ""));
        let target = u32::from_str_radix(target, 16).ok();
        // Latin and Greek alone: Arabic has mathematical letters too, and Hebrew wide ones, that nobody decorates with.
        let letter = target.filter(|&t| t < 0x400 && char::from_u32(t).is_some_and(char::is_alphanumeric));
        let style = match (kind, letter) {
            ("<font>", Some(_)) => "Math",
            ("<circle>", Some(t)) if t > 0x39 => "Circled",
            ("<square>", Some(_)) => "Squared",
            ("<wide>", Some(t)) if t > 0x39 => "Fullwidth",
            _ => "",
        };
        if let (Some(letter), false) = (letter, style.is_empty()) {
            plain.insert(code, (letter, style));
            continue;
        }
        for (prefix, style, shift) in [
            ("NEGATIVE CIRCLED LATIN CAPITAL LETTER ", "Circled", 0),
            ("NEGATIVE SQUARED LATIN CAPITAL LETTER ", "Squared", 0),
            ("REGIONAL INDICATOR SYMBOL LETTER ", "Regional", 0),
            ("LATIN LETTER SMALL CAPITAL ", "SmallCapital", 0x20),
        ] {
            if let Some([letter]) = name.strip_prefix(prefix).map(str::as_bytes) {
                plain.insert(code, (u32::from(*letter) + shift, style));
            }
        }
    }
    plain
}

/// The first letter of the form that a decomposition speaks of, unless it is of marks on a space.
fn arabic_form(decomposition: &str) -> Option<char> {
    let (kind, target) = decomposition.split_once(' ')?;
    let form = match kind {
        "<isolated>" => 'o',
        "<initial>" => 'i',
        "<medial>" => 'm',
        "<final>" => 'f',
        _ => return None,
    };
    (!target.starts_with("0020")).then_some(form)
}

/// What each character is suspected of: the numbers are those of `Suspicion` in src/chars/mod.rs.
fn suspicions(data: &str, props: &str, categories: &[String], ignorable: &[bool], white: &[bool]) -> Vec<u32> {
    let bidi = having(props, |value| value == "Bidi_Control");
    let nonchar = having(props, |value| value == "Noncharacter_Code_Point");
    let mut suspicions: Vec<u32> = (0..0x11_0000)
        .map(|c| match c {
            0x09 | 0x0a | 0x0d | 0x20 => 0,
            0xfffc | 0xfffd => 5,
            0xfff9..=0xfffb | 0x2800 => 3,
            _ if categories[c] == "Cc" => 1,
            _ if nonchar[c] => 2,
            _ if bidi[c] => 4,
            _ if ignorable[c] => 3,
            _ if categories[c] == "Co" => 6,
            _ if white[c] => 7,
            _ => 0,
        })
        .collect();
    for code in plain_letters(data).into_keys() {
        suspicions[code as usize] = 8;
    }
    for line in data.lines() {
        let fields: Vec<&str> = line.split(';').collect();
        let code = hex(fields[0]) as usize;
        match code {
            0xfb00..=0xfb06 => suspicions[code] = 9,
            // Not the whole words and honorifics that follow, which are written as one character on purpose.
            0xfb50..=0xfdef | 0xfe80..=0xfefc if arabic_form(fields[5]).is_some() => suspicions[code] = 10,
            _ => {}
        }
    }
    suspicions
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
#[allow(clippy::too_many_lines)] // One table, written from top to bottom.
fn character_classes() {
    let (Some(data), Some(scripts), Some(derived), Some(props), Some(normal), Some(emoji)) = (
        ucd("UnicodeData.txt"),
        ucd("Scripts.txt"),
        ucd("DerivedCoreProperties.txt"),
        ucd("PropList.txt"),
        ucd("DerivedNormalizationProps.txt"),
        ucd("emoji/emoji-data.txt"),
    ) else {
        return;
    };
    let (Some(standard), Some(presentation)) =
        (ucd("StandardizedVariants.txt"), ucd("emoji/emoji-variation-sequences.txt"))
    else {
        return;
    };
    let categories = categories(&data);
    let combining = combining_classes(&data);
    let unsettled = having(&normal, |value| matches!(value, "NFC_QC; N" | "NFC_QC; M"));
    let pictographic = having(&emoji, |value| value == "Extended_Pictographic");
    let mut varied = vec![false; 0x11_0000];
    for line in standard.lines().chain(presentation.lines()).filter(|l| !l.starts_with('#')) {
        if let Some(base) = line.split(' ').next().filter(|b| !b.is_empty()) {
            varied[hex(base) as usize] = true;
        }
    }
    let mut script_of = vec!["Unknown".to_string(); 0x11_0000];
    for (first, last, value) in ranges(&scripts) {
        for code in first..=last {
            script_of[code as usize] = value.clone();
        }
    }
    let ignorable = having(&derived, |value| value == "Default_Ignorable_Code_Point");
    let white = having(&props, |value| value == "White_Space");
    let suspicions = suspicions(&data, &props, &categories, &ignorable, &white);

    let mut names: Vec<&str> =
        script_of.iter().map(String::as_str).filter(|s| !["Common", "Inherited", "Unknown"].contains(s)).collect();
    names.sort_unstable();
    names.dedup();
    let mut all = vec!["Unknown", "Common", "Inherited"];
    all.extend(names);
    assert!(all.len() < 256, "a script fits a byte");
    let number: BTreeMap<&str, usize> = all.iter().enumerate().map(|(i, s)| (*s, i)).collect();

    let mut classes: Vec<(usize, u32)> = Vec::new();
    let mut class_number: BTreeMap<(usize, u32), u16> = BTreeMap::new();
    let mut block_number: BTreeMap<Vec<u16>, usize> = BTreeMap::new();
    let mut blocks: Vec<Vec<u16>> = Vec::new();
    let mut index = Vec::new();
    for block in 0..0x11_0000 / BLOCK {
        let row: Vec<u16> = (block * BLOCK..(block + 1) * BLOCK)
            .map(|c| {
                let category = categories[c].as_str();
                let flags: u32 = match &category[..1] {
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
                } | u32::from(white[c]) << 4
                    | u32::from(ignorable[c]) << 13
                    | u32::from(UNSPACED.contains(&script_of[c].as_str())) << 14
                    | u32::from(unsettled[c] || combining[c] != 0) << 15
                    | u32::from(combining[c] == 9) << 16
                    | u32::from(pictographic[c]) << 17
                    | u32::from(varied[c]) << 18
                    | u32::from(unsettled[c]) << 19
                    | suspicions[c] << 20
                    | u32::from(combining[c]) << 24;
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
        writeln!(out, "    super::Class {{ script: Script::{}, flags: {flags:#x} }},", all[*script].replace('_', ""))
            .unwrap();
    }
    writeln!(out, "];\n\n#[rustfmt::skip]\npub(super) static INDEX: [u8; {}] = {index:?};", index.len()).unwrap();
    assert!(blocks.len() <= 65_536, "{} blocks", blocks.len());
    if blocks.len() > 256 {
        out = out.replace("INDEX: [u8;", "INDEX: [u16;");
    }
    let noted: Vec<u64> = (0..0x400)
        .map(|row| {
            (0..64)
                .filter(|i| suspicions[row * 64 + i] != 0 || unsettled[row * 64 + i] || combining[row * 64 + i] != 0)
                .map(|i| 1_u64 << i)
                .sum()
        })
        .collect();
    writeln!(out, "\n/// One bit a code point of the basic plane: it is suspected or unsettled.\n#[rustfmt::skip]\npub(super) static NOTED: [u64; 1024] = {noted:?};").unwrap();
    writeln!(out, "\n#[rustfmt::skip]\npub(super) static BLOCKS: [[u16; {BLOCK}]; {}] = [", blocks.len()).unwrap();
    for block in &blocks {
        writeln!(out, "    {block:?},").unwrap();
    }
    out.push_str("];\n");
    check("src/chars/tables.rs", &out);
}

/// `Script` entries are written by their short names in ScriptExtensions.txt.
fn short_script_names(aliases: &str) -> BTreeMap<String, String> {
    aliases
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('#').next().unwrap_or("").split(';').map(str::trim);
            (fields.next() == Some("sc"))
                .then(|| (fields.next().unwrap_or("").to_string(), fields.next().unwrap_or("").replace('_', "")))
        })
        .collect()
}

#[test]
fn script_extensions() {
    let (Some(extensions), Some(aliases)) = (ucd("ScriptExtensions.txt"), ucd("PropertyValueAliases.txt")) else {
        return;
    };
    let long = short_script_names(&aliases);
    let mut rows = ranges(&extensions);
    rows.sort();
    let mut sets: Vec<String> = Vec::new();
    let mut table = String::new();
    for (first, last, value) in rows {
        let mut scripts: Vec<&str> = value.split(' ').map(|short| long[short].as_str()).collect();
        scripts.sort_unstable();
        let set = scripts.iter().map(|s| format!("Script::{s}")).collect::<Vec<_>>().join(", ");
        let at = sets.iter().position(|s| *s == set).unwrap_or_else(|| {
            sets.push(set);
            sets.len() - 1
        });
        writeln!(table, "    (0x{first:04X}, 0x{last:04X}, {at}),").unwrap();
    }
    let mut out =
        format!("// Made from Unicode {UNICODE}'s files by tests/generated.rs; do not edit.\n\nuse super::Script;\n\n");
    out.push_str("/// First and last code point of each range, and its place in `SETS`.\n#[rustfmt::skip]\npub(super) static RANGES: &[(u32, u32, u8)] = &[\n");
    assert!(sets.len() <= 256, "a set's number fits a byte");
    out.push_str(&table);
    out.push_str("];\n\n#[rustfmt::skip]\npub(super) static SETS: &[&[Script]] = &[\n");
    for set in &sets {
        writeln!(out, "    &[{set}],").unwrap();
    }
    out.push_str("];\n");
    check("src/chars/script_extensions_table.rs", &out);
}

fn full(code: u32, direct: &BTreeMap<u32, Vec<u32>>, out: &mut Vec<u32>) {
    match direct.get(&code) {
        Some(parts) => parts.iter().for_each(|&p| full(p, direct, out)),
        None => out.push(code),
    }
}

/// Canonical decompositions, in full.
fn decompositions(unicode_data: &str) -> BTreeMap<u32, Vec<u32>> {
    let mut direct: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for line in unicode_data.lines() {
        let fields: Vec<&str> = line.split(';').collect();
        if !fields[5].is_empty() && !fields[5].starts_with('<') {
            direct.insert(hex(fields[0]), fields[5].split(' ').map(hex).collect());
        }
    }
    direct
        .keys()
        .map(|&code| {
            let mut out = Vec::new();
            full(code, &direct, &mut out);
            (code, out)
        })
        .collect()
}

/// Letters (and ASCII digits) of scripts that are mistaken for one another, grouped by their UTS #39 skeleton.
#[test]
fn lookalikes() {
    let (Some(data), Some(scripts), Some(confusables), Some(intentional)) =
        (ucd("UnicodeData.txt"), ucd("Scripts.txt"), ucd("security/confusables.txt"), ucd("security/intentional.txt"))
    else {
        return;
    };
    let categories = categories(&data);
    let compatibility: Vec<u32> = data
        .lines()
        .filter(|line| line.split(';').nth(5).is_some_and(|d| d.starts_with('<')))
        .map(|line| hex(line.split(';').next().unwrap_or("")))
        .collect();
    let canonical = decompositions(&data);
    let nfd = |code: u32| canonical.get(&code).cloned().unwrap_or_else(|| vec![code]);
    let mut prototype: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for line in confusables.lines() {
        let mut fields = line.split('#').next().unwrap_or("").split(';').map(str::trim);
        let (Some(from), Some(to)) = (fields.next(), fields.next()) else { continue };
        if let Ok(code) = u32::from_str_radix(from.trim_start_matches('\u{feff}'), 16) {
            prototype.insert(code, to.split(' ').map(hex).collect());
        }
    }
    let skeleton = |code: u32| -> Vec<u32> {
        let mapped = nfd(code).into_iter().flat_map(|c| prototype.get(&c).cloned().unwrap_or_else(|| vec![c]));
        mapped.flat_map(nfd).collect()
    };
    let deliberate: Vec<u32> = ranges(&intentional).iter().flat_map(|(first, _, to)| [*first, hex(to)]).collect();

    let mut groups: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
    for digit in 0x30..=0x39 {
        groups.entry(skeleton(digit)).or_default().push(digit);
    }
    for (first, last, script) in ranges(&scripts) {
        if !["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee"].contains(&script.as_str()) {
            continue;
        }
        for code in first..=last {
            if matches!(categories[code as usize].as_str(), "Lu" | "Ll") && !compatibility.contains(&code) {
                groups.entry(skeleton(code)).or_default().push(code);
            }
        }
    }
    // The letters that somebody is most likely to mean come first: those drawn alike on purpose, then common alphabets.
    let rank = |code: u32| {
        let block = match code {
            0..=0x7f => 0,
            0x80..=0xff | 0x391..=0x3c9 | 0x400..=0x45f | 0x531..=0x586 | 0x13a0..=0x13f5 => 1,
            0x100..=0x24f | 0x370..=0x3ff | 0x460..=0x52f => 2,
            _ => 3,
        };
        (!deliberate.contains(&code), block, code)
    };
    let mut letters = BTreeMap::new();
    let mut lists = String::new();
    for (number, mut group) in groups.into_values().filter(|g| g.len() > 1).enumerate() {
        group.sort_by_key(|&c| rank(c));
        let shown: Vec<String> = group.iter().map(|&c| format!("'{}'", char::from_u32(c).expect("a letter"))).collect();
        writeln!(lists, "    &[{}],", shown.join(", ")).unwrap();
        for code in group {
            letters.insert(code, number);
        }
    }
    let mut out = format!("// Made from Unicode {UNICODE}'s files by tests/generated.rs; do not edit.\n\n");
    out.push_str("/// Every letter that has lookalikes, in order, and its place in `GROUPS`.\n#[rustfmt::skip]\npub(super) static LETTERS: &[(char, u16)] = &[\n");
    for (code, group) in &letters {
        writeln!(out, "    ('{}', {group}),", char::from_u32(*code).expect("a letter")).unwrap();
    }
    out.push_str("];\n\n/// Letters that look alike; the likeliest to be meant come first.\n#[rustfmt::skip]\npub(super) static GROUPS: &[&[char]] = &[\n");
    out.push_str(&lists);
    out.push_str("];\n");
    check("src/chars/lookalikes_table.rs", &out);
}

/// Letters in a style, as runs of consecutive code points that stand for consecutive plain letters.
#[test]
fn styled_letters() {
    let Some(data) = ucd("UnicodeData.txt") else { return };
    let mut runs: Vec<(u32, u32, u32, &str)> = Vec::new();
    for (code, (plain, style)) in plain_letters(&data) {
        match runs.last_mut() {
            Some((first, last, start, kind))
                if *last + 1 == code && *start + (code - *first) == plain && *kind == style =>
            {
                *last = code;
            }
            _ => runs.push((code, code, plain, style)),
        }
    }
    let mut out = format!(
        "// Made from Unicode {UNICODE}'s files by tests/generated.rs; do not edit.\n\nuse super::LetterStyle;\n\n"
    );
    out.push_str("/// First and last code point of each run, the plain letter of the first, and the style.\n#[rustfmt::skip]\npub(super) static RUNS: &[(u32, u32, u32, LetterStyle)] = &[\n");
    for (first, last, plain, style) in runs {
        writeln!(out, "    (0x{first:04X}, 0x{last:04X}, 0x{plain:02X}, LetterStyle::{style}),").unwrap();
    }
    out.push_str("];\n");
    check("src/chars/styled_table.rs", &out);
}

/// Positional forms of Arabic letters, one byte a code point.
#[test]
fn arabic_forms() {
    let Some(data) = ucd("UnicodeData.txt") else { return };
    let mut forms = vec!['-'; 0xfefc - 0xfb50 + 1];
    for line in data.lines() {
        let fields: Vec<&str> = line.split(';').collect();
        let code = hex(fields[0]) as usize;
        if let (0xfb50..=0xfefc, Some(form)) = (code, arabic_form(fields[5])) {
            forms[code - 0xfb50] = form;
        }
    }
    let mut out = format!("// Made from Unicode {UNICODE}'s files by tests/generated.rs; do not edit.\n\n");
    out.push_str(
        "/// For U+FB50 and on: o isolated, i initial, m medial, f final.\npub(super) static FORMS: &[u8] = b\"\\\n",
    );
    for line in forms.chunks(96) {
        writeln!(out, "    {}\\", line.iter().collect::<String>()).unwrap();
    }
    out.push_str("\";\n");
    check("src/chars/arabic_forms_table.rs", &out);
}
