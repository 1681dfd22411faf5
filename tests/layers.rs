//! The floors of the house: a module imports only from floors below its own, and modules of one floor never import
//! each other. `docs/design.md` draws the same list.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// From the ground up.
const FLOORS: &[&[&str]] = &[
    &["span", "error", "chars"],
    &["patch"],
    &["text"],
    &["language"],
    &["finding"],
    &["rule"],
    &["filters", "verdict"],
    &["pipeline"],
    &["config", "decisions", "trial"],
    &["report"],
    &["cli"],
    &["lib", "main"],
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src can be listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The modules of this crate that a source names after `crate::`.
fn imports(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or(source);
    let code: String = code.lines().filter(|l| !l.trim_start().starts_with("//")).map(|l| format!("{l}\n")).collect();
    let mut modules = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let group = rest.strip_prefix('{').map(|inner| {
            let mut depth = 1;
            let group = inner.split(|c| {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            let group = group.take(1).collect::<String>();
            let mut depth = 0;
            let paths = group.split(|c| {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                depth == 0 && c == ','
            });
            paths.map(str::to_string).collect::<Vec<_>>()
        });
        for path in group.unwrap_or_else(|| vec![rest.to_string()]) {
            let name: String = path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                modules.push(name);
            }
        }
    }
    modules
}

#[test]
fn modules_import_only_from_floors_below() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let inner = file.strip_prefix(&root).expect("below src");
        let first = inner.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        let module = first.trim_end_matches(".rs").to_string();
        let Some(own) = floor(&module) else {
            wrong.push(format!("{} stands on no floor: add `{module}` to FLOORS", inner.display()));
            continue;
        };
        for import in imports(&fs::read_to_string(&file).expect("a source file")) {
            if import == module {
                // Filters share what they need through lower floors, never with each other.
                continue;
            }
            match floor(&import) {
                Some(other) if other < own => {}
                Some(_) => wrong.push(format!("{}: `{module}` may not import `{import}`", inner.display())),
                None if import.chars().next().is_some_and(char::is_uppercase) => {}
                None => wrong.push(format!("{}: `{import}` stands on no floor", inner.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn filters_never_import_filters() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/filters");
    let mut files = Vec::new();
    sources(&folder, &mut files);
    for file in files {
        let source = fs::read_to_string(&file).expect("a source file");
        assert!(
            !source.contains("crate::filters"),
            "{} imports a filter; move what is shared down to text, language or chars",
            file.display()
        );
    }
}
