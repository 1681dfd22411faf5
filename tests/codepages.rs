//! The tables of single-byte encodings are what their sources say. `BLESS=1 cargo test --test codepages` writes them.

use std::{fmt::Write as _, fs, path::Path, process::Command};

/// Encodings of the WHATWG standard, from `encoding_rs`.
const WHATWG: [&str; 26] = [
    "windows-1252", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1255", "windows-1256",
    "windows-1257", "windows-1258", "windows-874", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5",
    "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15",
    "iso-8859-16", "koi8-r", "koi8-u", "macintosh", "x-mac-cyrillic",
];

/// Code pages that standard lacks, and ICU's file for each.
const ICU: [(&str, &str); 18] = [
    ("ibm437", "ibm-437_P100-1995"),
    ("ibm737", "ibm-737_P100-1997"),
    ("ibm775", "ibm-775_P100-1996"),
    ("ibm850", "ibm-850_P100-1999"),
    ("ibm852", "ibm-852_P100-1999"),
    ("ibm855", "ibm-855_P100-1995"),
    ("ibm857", "ibm-857_P100-1995"),
    ("ibm858", "ibm-858_P100-1997"),
    ("ibm860", "ibm-860_P100-1995"),
    ("ibm861", "ibm-861_P100-1995"),
    ("ibm862", "ibm-862_P100-1995"),
    ("ibm863", "ibm-863_P100-1995"),
    ("ibm865", "ibm-865_P100-1995"),
    ("ibm866", "ibm-866_P100-1995"),
    ("ibm869", "ibm-869_P100-1995"),
    ("x-mac-ce", "macos-29-10.2"),
    ("x-mac-greek", "macos-6-10.2"),
    ("x-mac-turkish", "macos-35-10.2"),
];

fn ucm(file: &str) -> Option<[u16; 128]> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/encodings/tables.tar.zst");
    if !archive.exists() {
        eprintln!("skipped: {} is absent, so the tables cannot be made anew", archive.display());
        return None;
    }
    let out = Command::new("sh")
        .arg("-c")
        .arg(format!("zstd -dc '{}' | tar xO --wildcards '*{file}.ucm'", archive.display()))
        .output()
        .expect("sh runs");
    assert!(out.status.success(), "zstd and tar are needed: {}", String::from_utf8_lossy(&out.stderr));
    let mut high = [0; 128];
    for line in String::from_utf8_lossy(&out.stdout).lines() {
        // `<U00C7> \x80 |0`: 0 is both ways, 3 is from bytes only.
        let Some(rest) = line.strip_prefix("<U") else { continue };
        let Some((code, rest)) = rest.split_once("> \\x") else { continue };
        let (byte, kind) = rest.split_once(' ').expect("a byte and a kind");
        if !matches!(kind.trim().trim_start_matches('|').chars().next(), Some('0' | '3')) || byte.len() != 2 {
            continue;
        }
        let byte = u8::from_str_radix(byte, 16).expect("a byte");
        if byte >= 0x80 {
            high[usize::from(byte & 0x7F)] = u16::from_str_radix(code, 16).expect("a code point of the first plane");
        }
    }
    Some(high)
}

fn whatwg(name: &str) -> [u16; 128] {
    let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).expect("a label of the standard");
    let mut high = [0; 128];
    for (slot, byte) in high.iter_mut().zip(0x80u8..=0xFF) {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&[byte]) {
            *slot = u16::try_from(text.chars().next().expect("one character") as u32).expect("of the first plane");
        }
    }
    high
}

#[test]
fn codepages() {
    let mut latin1 = [0; 128];
    for (slot, code) in latin1.iter_mut().zip(0x80u16..=0xFF) {
        *slot = code;
    }
    let mut rows = vec![("iso-8859-1", latin1)];
    rows.extend(WHATWG.iter().map(|name| (*name, whatwg(name))));
    for (name, file) in ICU {
        let Some(high) = ucm(file) else { return };
        rows.push((name, high));
    }
    let mut fresh = String::from(
        "// Made from encoding_rs and ICU's tables by tests/codepages.rs; do not edit.\n\nuse super::Codepage;\n\n/// Every code page there is a table for.\npub static ALL: &[Codepage] = &[\n",
    );
    for (name, high) in rows {
        write!(fresh, "    Codepage {{ name: {name:?}, high: [").expect("a string takes it");
        for (i, code) in high.iter().enumerate() {
            if i % 16 == 0 {
                fresh.push_str("\n        ");
            }
            write!(fresh, "{code:#06x}, ").expect("a string takes it");
        }
        fresh.push_str("\n    ] },\n");
    }
    fresh.push_str("];\n");
    let fresh = fresh.replace(", \n", ",\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/codepage/tables.rs");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).expect("the table can be written");
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == fresh, "{} is stale; run BLESS=1 cargo test --test codepages", path.display());
}
