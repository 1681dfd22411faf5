//! From paths on the command line to the files they mean.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{args::InputArgs, files::shown, git};
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

/// The files, and of some of them the lines that are wanted.
pub(super) struct Found {
    pub(super) sources: Vec<Source>,
    pub(super) lines: Option<git::Lines>,
}

/// Finds what the command line asks for.
pub(super) fn find(args: &InputArgs, configs: &Arc<Configs>, here: &Path) -> Result<Found> {
    let mut lines = None;
    let under = |file: &Path| {
        args.paths.is_empty()
            || args.paths.iter().any(|p| file.starts_with(p.strip_prefix("./").unwrap_or(p)) || p == Path::new("."))
    };
    if args.staged {
        let staged = git::staged()?.into_iter().filter(|file| under(&file.path));
        let sources = staged
            .map(|git::Staged { path, content }| match content {
                Some(content) => Source::Index { path, content },
                None => Source::File { path, named: false },
            })
            .collect();
        return Ok(Found { sources, lines });
    }
    let listed = if args.changed {
        Some(git::changed()?)
    } else if let Some(reference) = &args.since {
        let (files, changed) = git::since(reference)?;
        lines = Some(changed);
        Some(files)
    } else {
        None
    };
    if let Some(files) = listed {
        let sources = files
            .into_iter()
            .filter(|f| under(f) && f.is_file())
            .map(|path| Source::File { path, named: false })
            .collect();
        return Ok(Found { sources, lines });
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
    Ok(Found { sources, lines })
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
