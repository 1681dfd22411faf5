//! The table of named character references is the standard's. `BLESS=1 cargo test --test entities` writes it.

use std::{fmt::Write as _, fs, path::Path, process::Command};

/// Python's standard library holds the standard's table; one `name code…` a line.
const LIST: &str = "import html.entities as e\nfor k in sorted(e.html5): print(k, *(ord(c) for c in e.html5[k]))";

#[test]
fn entities() {
    let Ok(out) = Command::new("python3").arg("-c").arg(LIST).output() else {
        eprintln!("skipped: python3, whose standard library holds the list, is absent");
        return;
    };
    assert!(out.status.success(), "python3 lists the names: {}", String::from_utf8_lossy(&out.stderr));
    let listed = String::from_utf8(out.stdout).expect("ASCII");
    let rows: Vec<(&str, String, bool)> = listed
        .lines()
        .filter_map(|line| {
            let (name, codes) = line.split_once(' ')?;
            let text =
                codes.split(' ').map(|c| format!("\\u{{{:X}}}", c.parse::<u32>().expect("a code point"))).collect();
            let bare = name.strip_suffix(';')?;
            // A few names of old are valid without the semicolon too.
            Some((bare, text, listed.lines().any(|l| l.split(' ').next() == Some(bare))))
        })
        .collect();
    let mut rows = rows;
    rows.sort();
    let mut fresh = String::from(
        "// Made from the standard's list by tests/entities.rs; do not edit.\n\n/// Name, text, and whether the semicolon may be missing; sorted by name.\n#[rustfmt::skip]\npub(super) static NAMED: &[(&str, &str, bool)] = &[\n",
    );
    for (name, text, bare) in rows {
        writeln!(fresh, "    ({name:?}, \"{text}\", {bare}),").expect("a string takes it");
    }
    fresh.push_str("];\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/entities/tables.rs");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).expect("the table can be written");
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == fresh, "{} is stale; run BLESS=1 cargo test --test entities", path.display());
}
