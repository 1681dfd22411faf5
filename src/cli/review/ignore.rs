//! What a person never wants to be asked again, added to the configuration.
//!
//! The file is a person's own: its comments and its layout stay, and one entry is added to a list. The result is read back
//! before it is written, so that a layout not understood here is left alone with a sentence instead.

use std::{fs, path::Path};

use super::session::Ignored;
use crate::{
    cli::fix::write_atomically,
    config::SHARED,
    error::{Error, Result},
};

/// Adds what is to be ignored.
pub(super) fn write(path: &Path, ignored: &[&Ignored]) -> Result<()> {
    let mut source =
        if path.exists() { fs::read_to_string(path).map_err(|e| Error::io("read", path, e))? } else { String::new() };
    let table = path.file_name().filter(|name| *name == SHARED.0).map(|_| SHARED.1);
    for entry in ignored {
        let (key, value) = match entry {
            Ignored::Rule(rule) => ("ignore", rule),
            Ignored::Word(word) => ("words", word),
        };
        source = add(&source, table, key, value).ok_or_else(|| {
            Error::usage(format!(
                "{}: add {value:?} to `{key}` yourself; the file is laid out in a way that is not edited here",
                path.display()
            ))
        })?;
    }
    write_atomically(path, source.as_bytes())
}

/// The source with `value` in the list `key`, or nothing if that cannot be done by adding one entry.
fn add(source: &str, table: Option<&str>, key: &str, value: &str) -> Option<String> {
    let before: toml::Table = source.parse().ok()?;
    if list(&before, table, key).is_some_and(|all| all.iter().any(|v| v.as_str() == Some(value))) {
        return Some(source.to_owned());
    }
    let entry = toml::Value::String(value.to_owned()).to_string();
    // The part of the file that belongs to the table: up to the next header.
    let start = match table {
        Some(name) => find_table(source, name)?,
        None => 0,
    };
    let end = headers(&source[start..]).next().map_or(source.len(), |(at, _)| start + at);
    let mut added = source.to_owned();
    if let Some(at) = find_key(&source[start..end], key) {
        let open = start + at + source[start + at..end].find('[')? + 1;
        // An empty list takes the entry alone.
        let first = source[open..end].trim_start().starts_with(']');
        added.insert_str(open, &if first { entry } else { format!("{entry}, ") });
    } else {
        let newline = if source[start..end].is_empty() || source[..end].ends_with('\n') { "" } else { "\n" };
        let at = start + source[start..end].trim_end().len();
        let at = if at == 0 { 0 } else { source[at..].find('\n').map_or(source.len(), |n| at + n + 1) };
        added.insert_str(at, &format!("{}{key} = [{entry}]\n", if at == source.len() { newline } else { "" }));
    }
    let after: toml::Table = added.parse().ok()?;
    let grown = list(&after, table, key)?.iter().any(|v| v.as_str() == Some(value));
    grown.then_some(added)
}

/// A list of the configuration.
fn list<'t>(root: &'t toml::Table, table: Option<&str>, key: &str) -> Option<&'t Vec<toml::Value>> {
    let mut here = root;
    for part in table.into_iter().flat_map(|t| t.split('.')) {
        here = here.get(part)?.as_table()?;
    }
    here.get(key)?.as_array()
}

/// Where each line of a source starts that is a table's header, and the header.
fn headers(source: &str) -> impl Iterator<Item = (usize, &str)> {
    lines(source).filter(|(_, line)| line.starts_with('['))
}

/// Where the lines after a table's header start.
fn find_table(source: &str, name: &str) -> Option<usize> {
    let (at, _) = headers(source)
        .find(|(_, line)| line.trim_end().trim_start_matches('[').trim_end_matches(']').trim() == name)?;
    Some(at + source[at..].find('\n').map_or(source.len() - at, |n| n + 1))
}

/// Where a key's line starts.
fn find_key(source: &str, key: &str) -> Option<usize> {
    lines(source)
        .find(|(_, line)| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')))
        .map(|(at, _)| at)
}

fn lines(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    source.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_added_and_the_rest_stays() {
        assert_eq!(add("", None, "ignore", "a").unwrap(), "ignore = [\"a\"]\n");
        assert_eq!(
            add("# mine\npreset = \"article\"\n", None, "ignore", "a").unwrap(),
            "# mine\npreset = \"article\"\nignore = [\"a\"]\n"
        );
        assert_eq!(add("preset = \"article\"", None, "words", "a").unwrap(), "preset = \"article\"\nwords = [\"a\"]\n");
        assert_eq!(
            add("ignore = [ # why\n  \"b\",\n]\n[x]\ny = 1\n", None, "ignore", "a").unwrap(),
            "ignore = [\"a\",  # why\n  \"b\",\n]\n[x]\ny = 1\n"
        );
        assert_eq!(add("ignore = []\n", None, "ignore", "a").unwrap(), "ignore = [\"a\"]\n");
        assert_eq!(
            add("p = 1\n\n[x]\ny = 1\n", None, "ignore", "a").unwrap(),
            "p = 1\nignore = [\"a\"]\n\n[x]\ny = 1\n"
        );
        assert_eq!(add("ignore = [\"a\"]\n", None, "ignore", "a").unwrap(), "ignore = [\"a\"]\n");
        let words = add("", None, "words", "C:\\\"x\u{202E}").unwrap();
        assert_eq!(words.parse::<toml::Table>().unwrap()["words"][0].as_str(), Some("C:\\\"x\u{202E}"));
    }

    #[test]
    #[cfg(unix)]
    fn a_configuration_is_replaced_in_one_step_or_made() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(crate::config::NEW);
        let rule = Ignored::Rule("a".into());
        write(&path, &[&rule]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "ignore = [\"a\"]\n");
        let before = fs::metadata(&path).unwrap().ino();
        write(&path, &[&Ignored::Word("b".into())]).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "ignore = [\"a\"]\nwords = [\"b\"]\n");
        assert_ne!(fs::metadata(&path).unwrap().ino(), before, "another file took its place");
    }

    #[test]
    fn in_pyproject_only_our_table_is_touched() {
        let source = "[project]\nignore = []\n\n[tool.ungarble]\npreset = \"article\"\n\n[tool.other]\nx = 1\n";
        let added = add(source, Some(SHARED.1), "ignore", "a").unwrap();
        assert_eq!(added, source.replace("\"article\"\n", "\"article\"\nignore = [\"a\"]\n"));
    }

    #[test]
    fn what_is_not_understood_is_left_alone() {
        assert_eq!(add("ignore = \"all\"\n", None, "ignore", "a"), None);
        assert_eq!(add("not toml", None, "ignore", "a"), None);
    }
}
