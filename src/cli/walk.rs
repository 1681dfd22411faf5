//! From paths on the command line to the files they mean.

use std::{
    collections::{HashMap, HashSet},
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{args::InputArgs, files::shown, git, output::complain};
use crate::{
    config::Configs,
    error::{Error, Result},
};

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Standard input, under this name.
    Stdin(PathBuf),
    /// A file. Those met on a walk are left out quietly if they are not text.
    File {
        /// Where it is.
        path: PathBuf,
        /// Named on the command line.
        named: bool,
    },
    /// A file as it is staged; the one on disk is another.
    Index {
        /// Where it is.
        path: PathBuf,
        /// What is staged.
        content: Vec<u8>,
    },
    /// What could not be listed, as a sentence.
    Unreadable(String),
}

impl Source {
    /// Its path or name; none of what could not be listed.
    fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdin(path) | Self::File { path, .. } | Self::Index { path, .. } => Some(path),
            Self::Unreadable(_) => None,
        }
    }
}

/// The files, and of some of them the lines that are wanted.
pub(super) struct Found {
    pub(super) sources: Vec<Source>,
    pub(super) lines: Option<git::Lines>,
}

/// Finds what the command line asks for.
pub(super) fn find(args: &InputArgs, configs: &Arc<Configs>, here: &Path) -> Result<Found> {
    let mut lines = None;
    let file = |path| Source::File { path, named: false };
    let listed = if args.staged {
        let (tree, staged) = git::staged()?;
        let sources = staged.into_iter().map(|git::Staged { path, content }| match content {
            Some(content) => Source::Index { path, content },
            None => file(path),
        });
        Some((tree, sources.collect(), "--staged"))
    } else if args.changed {
        let (tree, files) = git::changed()?;
        Some((tree, files.into_iter().map(file).collect(), "--changed"))
    } else if let Some(reference) = &args.since {
        let (tree, files, changed) = git::since(reference)?;
        lines = Some(changed);
        Some((tree, files.into_iter().map(file).collect(), "--since"))
    } else {
        None
    };
    if let Some((tree, listed, option)) = listed {
        return Ok(Found { sources: among(listed, &args.paths, &tree, option, here), lines });
    }
    let mut sources = Vec::new();
    if let Some(list) = &args.file_list {
        sources.extend(file_list(list)?.into_iter().map(|path| Source::File { path, named: false }));
    } else if args.paths.is_empty() {
        if io::stdin().is_terminal() {
            walk(Path::new("."), configs, here, &mut sources);
        } else {
            sources.push(stdin(args));
        }
    }
    for path in &args.paths {
        if path == Path::new("-") {
            sources.push(stdin(args));
        } else if path.is_dir() {
            walk(path, configs, here, &mut sources);
        } else {
            sources.push(Source::File { path: plain(path), named: true });
        }
    }
    once(&mut sources);
    Ok(Found { sources, lines })
}

/// Keeps each file once, `./` aside: as one that was named, where it was.
fn once(sources: &mut Vec<Source>) {
    let plainly = |path: &Path| path.components().filter(|c| *c != Component::CurDir).collect::<PathBuf>();
    let is_named = |source: &Source| matches!(source, Source::File { named: true, .. });
    let named: HashSet<PathBuf> =
        sources.iter().filter(|source| is_named(source)).filter_map(Source::path).map(plainly).collect();
    let mut met = HashSet::new();
    sources.retain(|source| {
        let Some(path) = source.path().map(plainly) else { return true };
        (is_named(source) || !named.contains(&path)) && met.insert(path)
    });
}

/// Of the files that git lists, those that the paths name; without any, those in the current folder.
fn among(mut listed: Vec<Source>, paths: &[PathBuf], tree: &git::Tree, option: &str, here: &Path) -> Vec<Source> {
    let here = fs::canonicalize(here).unwrap_or_else(|_| here.to_owned());
    // A file that changed may be gone from the disk; what is staged of it is not.
    listed.retain(|source| match source {
        Source::File { path, .. } => path.is_file(),
        _ => true,
    });
    if paths.is_empty() {
        listed.retain(|source| source.path().is_some_and(Path::is_relative));
        return listed;
    }
    let mut met: HashMap<PathBuf, bool> =
        paths.iter().flat_map(|path| places(path, &here)).map(|place| (place, false)).collect();
    listed.retain(|source| {
        let full = source.path().map(|path| here.join(path));
        let mut wanted = false;
        for folder in full.iter().flat_map(|full| full.ancestors()) {
            if let Some(met) = met.get_mut(folder) {
                *met = true;
                wanted = true;
            }
        }
        wanted
    });
    for path in paths {
        let places = places(path, &here);
        if places.iter().any(|place| met[place]) {
            continue;
        }
        let name = shown(path);
        if !path.exists() {
            listed.push(Source::Unreadable(format!(
                "cannot read {name}: there is no such file or folder; mend the path"
            )));
        } else if !places.iter().any(|place| place.starts_with(&tree.top) || tree.top.starts_with(place)) {
            listed.push(Source::Unreadable(format!(
                "{name} is not in this git repository; go to the one it is in, or leave out {option}"
            )));
        } else {
            complain(&format!("{name}: {option} finds no file there; without it all of them are looked at"));
        }
    }
    listed
}

/// Where a path leads, without links; the last part of it may be one itself.
fn places(path: &Path, here: &Path) -> Vec<PathBuf> {
    let full = here.join(path);
    let itself = full
        .parent()
        .zip(full.file_name())
        .map(|(folder, name)| fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned()).join(name));
    itself.into_iter().chain(fs::canonicalize(&full).ok()).collect()
}

fn stdin(args: &InputArgs) -> Source {
    Source::Stdin(args.stdin_filename.clone().unwrap_or_else(|| "-".into()))
}

/// A path without `..`, where there is one, so that globs can be held against it.
fn plain(path: &Path) -> PathBuf {
    if path.components().any(|c| c == Component::ParentDir) {
        return fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    }
    path.to_owned()
}

/// The paths in a file, or on standard input, one a line or ended by NUL.
fn file_list(list: &Path) -> Result<Vec<PathBuf>> {
    let mut text = String::new();
    let read = if list == Path::new("-") {
        io::stdin().lock().read_to_string(&mut text).map(|_| ())
    } else {
        fs::read_to_string(list).map(|t| text = t)
    };
    read.map_err(|e| Error::io("read", list, e))?;
    let end = if text.contains('\0') { '\0' } else { '\n' };
    Ok(text
        .split(end)
        .map(|line| line.trim_end_matches('\r'))
        .filter(|line| !line.is_empty())
        .map(PathBuf::from)
        .collect())
}

/// The files of a folder, in order of their names.
fn walk(root: &Path, configs: &Arc<Configs>, here: &Path, sources: &mut Vec<Source>) {
    let (configs, here) = (Arc::clone(configs), here.to_owned());
    let walk = ignore::WalkBuilder::new(root)
        .add_custom_ignore_filename(".ungarbleignore")
        .sort_by_file_path(Path::cmp)
        .filter_entry(move |entry| {
            // Only folders are left out here, to spare walking them; files are when they are read.
            if entry.depth() == 0 || !entry.file_type().is_some_and(|t| t.is_dir()) {
                return true;
            }
            let full = here.join(entry.path().strip_prefix("./").unwrap_or(entry.path()));
            configs.of_file(&full).map_or(true, |project| !project.excludes(&full, true))
        })
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                sources.push(Source::File { path: entry.into_path(), named: false });
            }
            Ok(_) => {}
            Err(error) => sources.push(Source::Unreadable(format!("cannot list {}: {error}", shown(root)))),
        }
    }
}
