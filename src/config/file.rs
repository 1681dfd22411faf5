//! Reading `ungarble.toml`, `.ungarble.toml` and `[tool.ungarble]` in `pyproject.toml`.
//!
//! A key that is not known is an error: a setting misspelt would otherwise be a setting lost.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::keys::{self, KEYS, Kind};
use crate::{
    error::{Error, Result, line_column},
    rule,
};

/// The name of a new configuration.
pub const NEW: &str = "ungarble.toml";

/// The file of a Python project, which may hold a configuration among other things, in this table.
pub const SHARED: (&str, &str) = ("pyproject.toml", "tool.ungarble");

/// Names a configuration goes by, in the order of preference.
const NAMES: [&str; 3] = [NEW, ".ungarble.toml", SHARED.0];

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One word.
    Text(String),
    /// A list.
    Texts(Vec<String>),
    /// True or false.
    Switch(bool),
}

impl Value {
    /// Its texts; none for a switch.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::Texts(texts) => texts,
            Self::Switch(_) => &[],
        }
    }
}

/// A value, and the line and column it stands at.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub(super) value: Value,
    pub(super) at: (usize, usize),
}

/// Settings by key.
pub(super) type Table = BTreeMap<&'static str, Given>;

/// One configuration file, read.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    pub(super) path: PathBuf,
    pub(super) values: Table,
    /// Paths and what holds for them.
    pub(super) per_path: Vec<(Vec<String>, Table)>,
}

/// The configuration of one folder, if it has any.
pub(super) fn in_folder(folder: &Path) -> Result<Option<ConfigFile>> {
    for name in NAMES {
        let path = folder.join(name);
        let source = match fs::read_to_string(&path) {
            Ok(source) => source,
            Err(e) if matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => continue,
            Err(e) => return Err(Error::io("read", path, e)),
        };
        if let Some(found) = parse(&path, &source)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Reads the file of that name.
pub(super) fn read(path: &Path) -> Result<ConfigFile> {
    let source = fs::read_to_string(path).map_err(|e| Error::io("read", path, e))?;
    parse(path, &source)?.ok_or_else(|| Error::usage(format!("{} has no [tool.ungarble] table", path.display())))
}

/// Reads a configuration; `None` for a `pyproject.toml` that says nothing of us.
pub(super) fn parse(path: &Path, source: &str) -> Result<Option<ConfigFile>> {
    let is_project = path.file_name().is_some_and(|n| n == SHARED.0);
    if is_project && !source.contains("ungarble") {
        return Ok(None);
    }
    let reader = Reader { path, source };
    let whole = DeTable::parse(source).map_err(|e| reader.wrong(e.span().map_or(0, |s| s.start), e.message()))?;
    let whole = whole.into_inner();
    let table = if is_project {
        let tool = whole.iter().find(|(k, _)| k.get_ref() == "tool").and_then(|(_, v)| v.get_ref().as_table());
        let Some(ours) = tool.and_then(|t| t.iter().find(|(k, _)| k.get_ref() == "ungarble")) else { return Ok(None) };
        ours.1
            .get_ref()
            .as_table()
            .ok_or_else(|| reader.wrong(ours.1.span().start, "[tool.ungarble] must be a table"))?
            .clone()
    } else {
        whole
    };
    let mut file = ConfigFile { path: path.to_owned(), ..ConfigFile::default() };
    for (name, value) in &table {
        if name.get_ref() == "$schema" {
            continue;
        }
        let key = reader.key(name, false)?;
        if key.kind == Kind::PerPath {
            file.per_path = reader.per_path(value)?;
        } else {
            file.values.insert(key.name, reader.value(key, value)?);
        }
    }
    Ok(Some(file))
}

/// Reads values, and knows where it is when one is wrong.
struct Reader<'a> {
    path: &'a Path,
    source: &'a str,
}

impl Reader<'_> {
    fn wrong(&self, at: usize, problem: impl Into<String>) -> Error {
        Error::Data { path: self.path.to_owned(), at: Some(line_column(self.source, at)), problem: problem.into() }
    }

    fn key(&self, name: &Spanned<DeString<'_>>, per_path: bool) -> Result<&'static keys::Key> {
        let found = keys::find(name.get_ref()).filter(|key| !per_path || key.per_path);
        found.ok_or_else(|| {
            let names = KEYS.iter().filter(|key| !per_path || key.per_path).map(|key| key.name);
            let hint = match rule::nearest(name.get_ref(), names) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => "`ungarble config` lists the keys there are".to_owned(),
            };
            self.wrong(name.span().start, format!("no setting is called \"{}\"; {hint}", name.get_ref()))
        })
    }

    fn value(&self, key: &keys::Key, value: &Spanned<DeValue<'_>>) -> Result<Given> {
        let at = line_column(self.source, value.span().start);
        let wanted = match key.kind {
            Kind::Switch => "true or false",
            Kind::Word(_) | Kind::Preset => "a string",
            _ => "a list of strings",
        };
        let wrong = || self.wrong(value.span().start, format!("\"{}\" must be {wanted}", key.name));
        let value = match (key.kind, value.get_ref()) {
            (Kind::Switch, DeValue::Boolean(on)) => Value::Switch(*on),
            (Kind::Word(words), DeValue::String(text)) => {
                if !words.contains(&&**text) {
                    return Err(self
                        .wrong(value.span().start, format!("\"{}\" must be one of: {}", key.name, words.join(", "))));
                }
                Value::Text(text.to_string())
            }
            (Kind::Preset, DeValue::String(text)) => {
                rule::Preset::named(text).map_err(|e| self.wrong(value.span().start, e.to_string()))?;
                Value::Text(text.to_string())
            }
            // One path needs no brackets.
            (Kind::Paths, DeValue::String(text)) => Value::Texts(vec![text.to_string()]),
            (Kind::Rules | Kind::Texts | Kind::Patterns | Kind::Paths, DeValue::Array(items)) => {
                let mut texts = Vec::with_capacity(items.len());
                for item in items {
                    let DeValue::String(text) = item.get_ref() else { return Err(wrong()) };
                    if key.kind == Kind::Patterns
                        && let Err(error) = regex::Regex::new(text)
                    {
                        return Err(self.wrong(item.span().start, format!("this pattern cannot be used: {error}")));
                    }
                    texts.push(text.to_string());
                }
                Value::Texts(texts)
            }
            _ => return Err(wrong()),
        };
        Ok(Given { value, at })
    }

    fn per_path(&self, value: &Spanned<DeValue<'_>>) -> Result<Vec<(Vec<String>, Table)>> {
        let wrong = |at: usize| self.wrong(at, "write [[per-path]] with `paths = [\"…\"]` and the settings for them");
        let DeValue::Array(tables) = value.get_ref() else { return Err(wrong(value.span().start)) };
        let mut all = Vec::new();
        for item in tables {
            let DeValue::Table(table) = item.get_ref() else { return Err(wrong(item.span().start)) };
            let mut paths = Vec::new();
            let mut values = Table::new();
            for (name, value) in table {
                if name.get_ref() == "paths" {
                    let key = keys::Key { name: "paths", kind: Kind::Paths, doc: "", per_path: true };
                    paths = self.value(&key, value)?.value.texts().to_vec();
                } else {
                    let key = self.key(name, true)?;
                    values.insert(key.name, self.value(key, value)?);
                }
            }
            if paths.is_empty() {
                return Err(wrong(item.span().start));
            }
            all.push((paths, values));
        }
        Ok(all)
    }
}
