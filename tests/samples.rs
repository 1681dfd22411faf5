//! Each dirty sample article becomes its cleaned twin.

use std::{fs, path::Path};

use ungarble::{
    pipeline::{self, Options},
    text::Format,
};

#[test]
fn dirty_articles_become_their_twins() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut seen = 0;
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("samples").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".txt").filter(|s| Path::new(s).extension().is_none_or(|e| e != "clean"))
        else {
            continue;
        };
        let dirty = fs::read_to_string(&path).expect("a dirty article");
        let twin = fs::read_to_string(folder.join(format!("{stem}.clean.txt"))).expect("its cleaned twin");
        let outcome = pipeline::clean(&dirty, &Options { format: Format::Plain, ..Options::default() });
        let cleaned = outcome.cleaned(&dirty);
        for (got, want) in cleaned.lines().zip(twin.lines()) {
            assert_eq!(got, want, "{name}");
        }
        assert_eq!(cleaned, twin, "{name}");
        seen += 1;
    }
    assert!(seen >= 6, "{seen} samples were found");
}
