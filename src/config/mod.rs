//! What to look for and where: settings, and where each comes from.
//!
//! The configuration nearest to a file holds for it, whole: a folder's own file replaces its parents' instead of mixing
//! with it. The command line goes before any file, and a `[[per-path]]` table before the file's other settings.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use self::{
    file::{ConfigFile, Table},
    keys::{DEFAULT_EXCLUDE, KEYS, Kind},
    settings::Own,
};
pub use self::{
    file::{NEW, SHARED, Value},
    schema::schema,
    settings::Settings,
};
use crate::{
    error::{Error, Result},
    rule::{self, Cards},
};

mod file;
mod keys;
mod schema;
mod settings;

/// What the command line says.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Settings by key; they go before every configuration.
    pub values: BTreeMap<&'static str, Value>,
    /// This file for every path.
    pub file: Option<PathBuf>,
    /// No configuration at all.
    pub isolated: bool,
}

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// A line of a configuration.
    File(PathBuf, usize),
    /// An option.
    CommandLine,
}

/// One configuration at work: its file, if it has one, and the settings that follow for its paths.
pub struct Project {
    file: ConfigFile,
    overrides: Arc<Overrides>,
    exclude: Gitignore,
    per_path: Vec<Gitignore>,
    own: Own,
    /// Settings made already, by which `per-path` tables hold.
    made: Mutex<HashMap<Vec<bool>, Arc<Settings>>>,
}

impl Project {
    fn new(file: ConfigFile, overrides: Arc<Overrides>) -> Result<Self> {
        let root = folder_of(&file.path);
        let mut project = Self {
            exclude: Gitignore::empty(),
            per_path: file.per_path.iter().map(|(paths, _)| globs(&root, paths, "per-path")).collect::<Result<_>>()?,
            file,
            overrides,
            own: Own::default(),
            made: Mutex::default(),
        };
        let mut exclude: Vec<String> = match project.value("exclude") {
            (Some(value), _) => value.texts().to_vec(),
            (None, _) => DEFAULT_EXCLUDE.iter().map(ToString::to_string).collect(),
        };
        exclude.extend(project.both("extend-exclude"));
        project.exclude = globs(&root, &exclude, "exclude")?;
        let mut cards = Cards::default();
        for path in project.both("extra-rules") {
            cards.extend(Cards::load(&root.join(path))?)?;
        }
        project.own = Own::from(cards).with_models(project.both("models").iter().map(|path| root.join(path)))?;
        project.check_names()?;
        // Settings that cannot be made are better known before any work.
        project.settings(&vec![false; project.per_path.len()])?;
        Ok(project)
    }

    /// Every rule that the file names is there.
    fn check_names(&self) -> Result<()> {
        let tables = std::iter::once(&self.file.values).chain(self.file.per_path.iter().map(|(_, table)| table));
        for (key, given) in tables.flatten() {
            if keys::find(key).is_some_and(|key| key.kind == Kind::Rules) {
                for name in given.value.texts() {
                    expand(name, &self.own.cards).map_err(|e| Error::Data {
                        path: self.file.path.clone(),
                        at: Some(given.at),
                        problem: e.to_string(),
                    })?;
                }
            }
        }
        Ok(())
    }

    /// The configuration file, if there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        Some(&*self.file.path).filter(|p| !p.as_os_str().is_empty())
    }

    /// The folder its paths count from.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        folder_of(&self.file.path)
    }

    /// A setting, if anybody gave it, and who did.
    #[must_use]
    pub fn value(&self, key: &str) -> (Option<&Value>, Origin) {
        if let Some(value) = self.overrides.values.get(key) {
            return (Some(value), Origin::CommandLine);
        }
        match self.file.values.get(key) {
            Some(given) => (Some(&given.value), Origin::File(self.file.path.clone(), given.at.0)),
            None => (None, Origin::Default),
        }
    }

    /// The texts of a setting that adds up: the file's and the command line's.
    fn both(&self, key: &str) -> Vec<String> {
        let mut texts = self.file.values.get(key).map(|g| g.value.texts().to_vec()).unwrap_or_default();
        texts.extend(self.overrides.values.get(key).map(|v| v.texts().to_vec()).unwrap_or_default());
        texts
    }

    /// True if a path, absolute, is left out.
    #[must_use]
    pub fn excludes(&self, path: &Path, is_dir: bool) -> bool {
        !self.exclude.is_empty() && matches(&self.exclude, path, is_dir)
    }

    /// The settings for a path, absolute.
    ///
    /// # Errors
    /// If they name a rule that is not there.
    pub fn for_path(&self, path: &Path) -> Result<Arc<Settings>> {
        let held: Vec<bool> = self.per_path.iter().map(|globs| matches(globs, path, false)).collect();
        self.settings(&held)
    }

    fn settings(&self, held: &[bool]) -> Result<Arc<Settings>> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = made.get(held) {
            return Ok(Arc::clone(settings));
        }
        let tables: Vec<&Table> =
            self.file.per_path.iter().zip(held).filter(|(_, held)| **held).map(|((_, t), _)| t).collect();
        let settings = Arc::new(Settings::new(&self.file, &tables, &self.overrides, &self.own)?);
        made.insert(held.to_vec(), Arc::clone(&settings));
        Ok(settings)
    }

    /// Every setting with its value and origin, in order, for `ungarble config`.
    #[must_use]
    pub fn described(&self) -> Vec<(&'static str, String, Origin, &'static str)> {
        let mut rows = Vec::new();
        for key in KEYS.iter().filter(|key| key.kind != Kind::PerPath) {
            let (value, origin) = self.value(key.name);
            let shown = match value {
                Some(Value::Text(text)) => format!("{text:?}"),
                Some(Value::Texts(texts)) => format!("{texts:?}"),
                Some(Value::Switch(on)) => on.to_string(),
                None if key.name == "exclude" => format!("{DEFAULT_EXCLUDE:?}"),
                None => "-".to_owned(),
            };
            rows.push((key.name, shown, origin, key.doc));
        }
        for (paths, table) in &self.file.per_path {
            for (key, given) in table {
                let origin = Origin::File(self.file.path.clone(), given.at.0);
                rows.push(("per-path", format!("{paths:?} {key} = {:?}", given.value.texts()), origin, ""));
            }
        }
        rows
    }
}

fn globs(root: &Path, patterns: &[String], key: &str) -> Result<Gitignore> {
    let mut builder = GitignoreBuilder::new(root);
    for pattern in patterns {
        builder
            .add_line(None, pattern)
            .map_err(|e| Error::usage(format!("{key}: the pattern {pattern:?} cannot be used: {e}")))?;
    }
    builder.build().map_err(|e| Error::usage(format!("{key}: {e}")))
}

fn matches(globs: &Gitignore, path: &Path, is_dir: bool) -> bool {
    match path.strip_prefix(globs.path()) {
        Ok(inside) if !inside.as_os_str().is_empty() => globs.matched_path_or_any_parents(inside, is_dir).is_ignore(),
        _ => false,
    }
}

/// The folder a configuration's paths count from; without a file, the current one.
fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => std::env::current_dir().unwrap_or_default(),
    }
}

/// Finds the configuration of each file, reading each once.
pub struct Configs {
    overrides: Arc<Overrides>,
    /// The one for every path, where that was decided on the command line.
    only: Option<Arc<Project>>,
    folders: Mutex<HashMap<PathBuf, Arc<Project>>>,
}

impl Configs {
    /// Under these overrides.
    ///
    /// # Errors
    /// If the command line names a rule or file that is not there.
    pub fn new(overrides: Overrides) -> Result<Self> {
        let overrides = Arc::new(overrides);
        let only = match &overrides.file {
            Some(path) => {
                let path = std::path::absolute(path).map_err(|e| Error::io("read", path, e))?;
                Some(Arc::new(Project::new(file::read(&path)?, Arc::clone(&overrides))?))
            }
            None if overrides.isolated => Some(Arc::new(Project::new(ConfigFile::default(), Arc::clone(&overrides))?)),
            None => None,
        };
        Ok(Self { overrides, only, folders: Mutex::default() })
    }

    /// The one for files in an absolute folder.
    ///
    /// # Errors
    /// If its configuration is wrong.
    pub fn of_folder(&self, folder: &Path) -> Result<Arc<Project>> {
        if let Some(only) = &self.only {
            return Ok(Arc::clone(only));
        }
        if let Some(known) = self.folders.lock().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return Ok(Arc::clone(known));
        }
        let found = match file::in_folder(folder)? {
            Some(file) => Arc::new(Project::new(file, Arc::clone(&self.overrides))?),
            None => match folder.parent() {
                Some(parent) => self.of_folder(parent)?,
                None => Arc::new(Project::new(ConfigFile::default(), Arc::clone(&self.overrides))?),
            },
        };
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), Arc::clone(&found));
        Ok(found)
    }

    /// The one for an absolute path of a file.
    ///
    /// # Errors
    /// If its configuration is wrong.
    pub fn of_file(&self, path: &Path) -> Result<Arc<Project>> {
        self.of_folder(path.parent().unwrap_or(Path::new("/")))
    }
}

/// The rules a name on the command line or in a configuration stands for: an id, a beginning with `*`, or `all`.
fn expand(name: &str, cards: &Cards) -> Result<Vec<String>> {
    let ids = || rule::all().iter().chain(cards.rules()).map(|r| r.id.to_string());
    let found: Vec<String> = match name.strip_suffix('*') {
        _ if name == "all" => ids().collect(),
        Some(beginning) => ids().filter(|id| id.starts_with(beginning)).collect(),
        None => ids().filter(|id| id == name).collect(),
    };
    if found.is_empty() {
        let all: Vec<String> = ids().collect();
        let hint = rule::nearest(name, all.iter().map(String::as_str))
            .map_or(String::new(), |n| format!("; did you mean \"{n}\"?"));
        return Err(Error::usage(format!("no rule is called \"{name}\"{hint} (`ungarble rules` lists them)")));
    }
    Ok(found)
}
