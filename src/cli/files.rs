//! From paths on the command line to documents: found, read, decoded, cleaned.
//!
//! `check`, `diff`, `fix` and `review` all read files here and nowhere else.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
};

use super::args::InputArgs;
use crate::{
    config::{Overrides, Settings},
    error::{Error, Result},
    pipeline::{self, Outcome},
    text::Format,
};

/// Bytes of a file's start that are looked at to tell text from other data.
const SNIFFED: usize = 8 * 1024;

/// One document with what was found in it.
#[derive(Debug)]
pub struct Document {
    /// Its path as the user gave it or the walk found it.
    pub path: PathBuf,
    /// True if it came from standard input; `path` is then only a name.
    pub is_stdin: bool,
    /// The text as read.
    pub text: String,
    /// What it is written in.
    pub format: Format,
    /// What the findings are, over `text`.
    pub outcome: Outcome,
    /// The settings that hold for it.
    pub settings: Arc<Settings>,
}

impl Document {
    /// The path for showing, with `/` between its parts.
    #[must_use]
    pub fn name(&self) -> String {
        shown(&self.path)
    }
}

/// A path for showing, without `./` before it.
pub(super) fn shown(path: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// Where a document comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Standard input, under this name.
    Stdin(PathBuf),
    /// A file. Those met on a walk are left out quietly if they are not text.
    File {
        /// Where it is.
        path: PathBuf,
        /// Named on the command line.
        named: bool,
    },
    /// What could not be listed, as a sentence.
    Unreadable(String),
}

/// Finds and reads documents.
pub struct Loader {
    sources: Vec<Source>,
    threads: usize,
    settings: Arc<Settings>,
    unsafe_fixes: bool,
}

impl Loader {
    /// Finds the files the command line asks for.
    ///
    /// # Errors
    /// If the options themselves are wrong. A path that cannot be read is reported by [`Loader::each`] instead, so that
    /// the others are still worked on.
    pub fn new(args: &InputArgs, unsafe_fixes: bool) -> Result<Self> {
        let settings = Settings::of(&Overrides {
            preset: args.preset.clone(),
            select: args.select.clone(),
            extend_select: args.extend_select.clone(),
            ignore: args.ignore.clone(),
        })?;
        let threads = args.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into)).max(1);
        Ok(Self { sources: sources(args)?, threads, settings: Arc::new(settings), unsafe_fixes })
    }

    /// True if the only document is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        matches!(self.sources.as_slice(), [Source::Stdin(_)])
    }

    /// Reads and cleans one document; `None` for a file met on a walk that is no text.
    ///
    /// # Errors
    /// If it cannot be read, or is not text.
    pub fn load(&self, source: &Source) -> Result<Option<Document>> {
        let (path, is_stdin, bytes) = match source {
            Source::Stdin(name) => {
                let mut bytes = Vec::new();
                io::stdin().lock().read_to_end(&mut bytes).map_err(|e| Error::io("read", "standard input", e))?;
                (name, true, bytes)
            }
            Source::File { path, named } => {
                let bytes = fs::read(path).map_err(|e| Error::io("read", path, e))?;
                if !named && memchr::memchr(0, &bytes[..bytes.len().min(SNIFFED)]).is_some() {
                    return Ok(None);
                }
                (path, false, bytes)
            }
            Source::Unreadable(sentence) => return Err(Error::usage(sentence)),
        };
        let text = decode(path, bytes)?;
        let format = Format::of_path(path);
        let settings = Arc::clone(&self.settings);
        let outcome = clean(&text, format, &settings, self.unsafe_fixes);
        Ok(Some(Document { path: path.clone(), is_stdin, text, format, outcome, settings }))
    }

    /// Works on every document, several at once, and hands the results over in the order of the sources. Stops early
    /// if `take` says so.
    pub fn each<T: Send>(
        &self,
        work: impl Fn(Document) -> Result<T> + Sync,
        mut take: impl FnMut(Result<T>) -> std::ops::ControlFlow<()>,
    ) {
        let one = |source: &Source| match self.load(source) {
            Ok(Some(document)) => Some(work(document)),
            Ok(None) => None,
            Err(error) => Some(Err(error)),
        };
        let threads = self.threads.min(self.sources.len());
        if threads <= 1 {
            for source in &self.sources {
                if one(source).is_some_and(|result| take(result).is_break()) {
                    return;
                }
            }
            return;
        }
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(4 * threads);
            for _ in 0..threads {
                let (sender, next, one) = (sender.clone(), &next, &one);
                scope.spawn(move || {
                    loop {
                        let i = next.fetch_add(1, Ordering::Relaxed);
                        let Some(source) = self.sources.get(i) else { break };
                        if sender.send((i, one(source))).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            let mut early = std::collections::BTreeMap::new();
            let mut due = 0;
            for (i, result) in receiver {
                early.insert(i, result);
                while let Some(result) = early.remove(&due) {
                    due += 1;
                    if result.is_some_and(|result| take(result).is_break()) {
                        return;
                    }
                }
            }
        });
    }
}

/// Cleans a text under the settings of its file.
#[must_use]
pub(super) fn clean(text: &str, format: Format, settings: &Settings, unsafe_fixes: bool) -> Outcome {
    let wanted = |rule: &str| settings.wants(rule, format);
    let allowed = |_: &crate::finding::Finding| true;
    pipeline::clean(text, &pipeline::Options { format, wanted: &wanted, allowed: &allowed, unsafe_fixes, extra: &[], kind: None })
}

/// Bytes to text.
fn decode(path: &Path, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + memchr::memchr_iter(b'\n', &error.as_bytes()[..at]).count();
        Error::Data {
            path: path.to_owned(),
            at: None,
            problem: format!("this is not UTF-8 text (byte {at}, on line {line}); convert it to UTF-8, or leave it out with `--exclude`"),
        }
    })
}

/// The paths of the command line, folders walked.
fn sources(args: &InputArgs) -> Result<Vec<Source>> {
    let stdin_name = || args.stdin_filename.clone().unwrap_or_else(|| "-".into());
    if args.paths.is_empty() {
        if !io::stdin().is_terminal() {
            return Ok(vec![Source::Stdin(stdin_name())]);
        }
        return walk(Path::new("."), args);
    }
    let mut sources = Vec::new();
    for path in &args.paths {
        if path == Path::new("-") {
            sources.push(Source::Stdin(stdin_name()));
        } else if path.is_dir() {
            sources.extend(walk(path, args)?);
        } else {
            sources.push(Source::File { path: path.clone(), named: true });
        }
    }
    Ok(sources)
}

/// The files of a folder, in order of their names.
fn walk(root: &Path, args: &InputArgs) -> Result<Vec<Source>> {
    let mut overrides = ignore::overrides::OverrideBuilder::new(root);
    for glob in args.exclude.iter().chain(&args.extend_exclude) {
        overrides.add(&format!("!{glob}")).map_err(|e| Error::usage(format!("--exclude {glob}: {e}")))?;
    }
    let overrides = overrides.build().map_err(|e| Error::usage(format!("--exclude: {e}")))?;
    let walk = ignore::WalkBuilder::new(root)
        .overrides(overrides)
        .add_custom_ignore_filename(".ungarbleignore")
        .sort_by_file_path(Path::cmp)
        .build();
    let mut sources = Vec::new();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                sources.push(Source::File { path: entry.into_path(), named: false });
            }
            Ok(_) => {}
            Err(error) => sources.push(Source::Unreadable(format!("cannot list {}: {error}", shown(root)))),
        }
    }
    Ok(sources)
}
