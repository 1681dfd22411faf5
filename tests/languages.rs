//! The shipped models: the table by which languages are told is made from them, and they know their languages.
//!
//! `BLESS=1 cargo test --test languages` writes the table anew.

use std::{fs, path::Path};

use ungarble::language::{Language, identification_table};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/languages"))
}

#[test]
fn the_identification_table_is_made_from_the_models() {
    let mut paths: Vec<_> = fs::read_dir(folder()).expect("the models' folder").flatten().map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "lang"));
    paths.sort();
    let languages: Vec<Language> = paths.iter().map(|p| Language::read(p).expect("a model")).collect();
    let table = identification_table(&languages);
    let path = folder().join("identify.table");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &table).expect("the table is written");
    }
    assert!(fs::read(&path).expect("the table") == table, "{} is stale; run with BLESS=1", path.display());
}
