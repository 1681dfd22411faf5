//! From paths on the command line to documents, read and cleaned.
//!
//! `check`, `diff`, `fix` and `review` all read files here and nowhere else.

use std::{
    fs,
    io::{self, Read as _},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
};

use super::{
    args::InputArgs,
    baseline::Baseline,
    cache::{self, Answer, Cache},
    decoded::Decoded,
    git,
    span_set::SpanSet,
    suppress::Suppressions,
    walk::{self, Source},
};
use crate::{
    config::{Configs, Overrides, Project, Settings, Value},
    error::{Error, Result},
    finding::Finding,
    pipeline::{self, Outcome},
    span::Span,
    text::{Format, decode},
    verdict::Reason,
};

/// Files are handed to a thread so many at a time at most, and each thread is handed some so often at least.
const LARGEST_LOT: usize = 16;
const LOTS_A_THREAD: usize = 16;

/// One document with what was found in it.
#[derive(Debug)]
pub struct Document {
    /// Its path as the user gave it or the walk found it.
    pub path: PathBuf,
    /// True if it came from standard input; `path` is then only a name.
    pub is_stdin: bool,
    /// True if it is what is staged for the next commit, and the file on disk is another.
    pub is_staged: bool,
    /// The text as read.
    pub text: String,
    /// What it is written in.
    pub format: Format,
    /// How its bytes are to be read and written.
    pub encoding: decode::Encoding,
    /// Whether it began with a byte order mark that is not part of the text.
    pub bom: bool,
    /// What was found, over `text`.
    pub outcome: Outcome,
    /// The settings that hold for it.
    pub settings: Arc<Settings>,
    /// The configuration file they come from.
    pub config: Option<PathBuf>,
}

impl Document {
    /// The path for showing, with `/` between its parts.
    #[must_use]
    pub fn name(&self) -> String {
        shown(&self.path)
    }

    /// Writes a new text in place of the old one, in the file's own encoding, in one step.
    ///
    /// # Errors
    /// If a character does not exist in that encoding, or the file cannot be written.
    pub fn write(&self, text: &str) -> Result<()> {
        if self.is_staged {
            return Err(Error::usage(format!(
                "{}: not fixed, since the file has changes that are not staged; stage them, or put them aside (`git stash --keep-index`)",
                self.name()
            )));
        }
        let bytes =
            decode::encode(text, self.encoding, self.bom).map_err(|e| Error::usage(format!("{}: {e}", self.name())))?;
        super::fix::write_atomically(&self.path, &bytes)
    }
}

fn standard_input() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(|e| Error::io("read", "standard input", e))?;
    Ok(bytes)
}

/// A path for showing, without `./` before it.
pub(super) fn shown(path: &Path) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let name = path.to_string_lossy();
    if cfg!(windows) { name.replace('\\', "/") } else { name.into_owned() }
}

/// What came of reading one source.
pub(super) enum Loaded {
    /// A document, cleaned.
    Document(Box<Document>),
    /// Nothing to find, known without cleaning.
    Clean,
    /// No text, or left out.
    Skipped,
}

/// Finds and reads documents.
pub struct Loader {
    sources: Vec<Source>,
    threads: usize,
    configs: Arc<Configs>,
    unsafe_fixes: bool,
    here: PathBuf,
    force_exclude: bool,
    /// What every file is in, if the user says so.
    encoding: Option<decode::Encoding>,
    lines: Option<git::Lines>,
    baseline: Option<Baseline>,
    cache: Option<Cache>,
    program: u64,
    /// False where findings are enough: then a file that has not changed need not be cleaned again.
    pub(super) needs_patch: bool,
}

impl Loader {
    /// Finds the files the command line asks for.
    ///
    /// # Errors
    /// If the options or the configuration are wrong. A path that cannot be read is reported by [`Loader::each`]
    /// instead, so that the others are still worked on.
    pub fn new(args: &InputArgs, unsafe_fixes: bool) -> Result<Self> {
        Self::open(args, unsafe_fixes, false)
    }

    /// The same for making the baseline, with what is known so far, which may be nothing.
    pub(super) fn making_baseline(args: &InputArgs) -> Result<(Self, Baseline)> {
        let mut loader = Self::open(args, false, true)?;
        let known = loader.baseline.take().ok_or_else(|| {
            Error::usage("--update-baseline needs a file: give `--baseline FILE`, or `baseline` in the configuration")
        })?;
        Ok((loader, known))
    }

    fn open(args: &InputArgs, unsafe_fixes: bool, makes_baseline: bool) -> Result<Self> {
        let here = std::env::current_dir().map_err(|e| Error::io("read", ".", e))?;
        let configs = Arc::new(Configs::new(overrides(args))?);
        let walk::Found { sources, lines } = walk::find(args, &configs, &here)?;
        // Mistakes on the command line show here, once, and not at every file.
        let project = configs.of_folder(&here)?;
        let configured =
            || project.value("baseline").0.and_then(|v| v.texts().first()).map(|path| project.root().join(path));
        let baseline_path = args.baseline.clone().or_else(configured);
        let baseline = baseline_path.map(|path| Baseline::read(&path, makes_baseline)).transpose()?;
        // With a baseline, an encoding given, or only some lines wanted, what is found depends on more than the file.
        let plain = baseline.is_none() && lines.is_none() && args.encoding.is_none() && !args.no_cache;
        let cache = if plain && sources.len() >= cache::WORTH_IT { Cache::open() } else { None };
        let threads = args.threads.unwrap_or_else(|| {
            if sources.len() < 8 { 1 } else { std::thread::available_parallelism().map_or(1, Into::into) }
        });
        Ok(Self {
            sources,
            threads: threads.max(1),
            configs,
            unsafe_fixes,
            here,
            force_exclude: args.force_exclude,
            encoding: args.encoding,
            lines,
            baseline,
            program: if cache.is_some() { cache::program() } else { 0 },
            cache,
            needs_patch: true,
        })
    }

    /// Takes files as they are on disk even if something else of them is staged: for what is written back there.
    pub(super) fn on_disk(mut self) -> Self {
        for source in &mut self.sources {
            if let Source::Index { path, .. } = source {
                *source = Source::File { path: std::mem::take(path), named: false };
            }
        }
        self
    }

    /// True if the only document is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        matches!(self.sources.as_slice(), [Source::Stdin(_)])
    }

    /// What stands on standard input, where that is all there is and the configuration leaves it out: a filter hands it on.
    pub(super) fn left_out_input(&self) -> Result<Option<Vec<u8>>> {
        let [Source::Stdin(name)] = self.sources.as_slice() else { return Ok(None) };
        let full = self.here.join(name);
        if !self.force_exclude || !self.configs.of_file(&full)?.excludes(&full, false) {
            return Ok(None);
        }
        standard_input().map(Some)
    }

    /// True if a file is one of those that are read.
    pub(super) fn reads(&self, file: &Path) -> bool {
        let Ok(file) = fs::canonicalize(file) else { return false };
        self.sources.iter().any(|source| {
            matches!(source, Source::File { path, .. } if fs::canonicalize(path).is_ok_and(|path| path == file))
        })
    }

    /// How many sources there are.
    pub(super) fn len(&self) -> usize {
        self.sources.len()
    }

    /// The configuration of the current folder.
    pub(super) fn project(&self) -> Result<Arc<Project>> {
        self.configs.of_folder(&self.here)
    }

    /// Reads and cleans one document.
    fn load(&self, source: &Source) -> Result<Loaded> {
        let (path, is_stdin, named) = match source {
            Source::Stdin(name) => (name, true, true),
            Source::File { path, named } => (path, false, *named),
            Source::Index { path, .. } => (path, false, false),
            Source::Unreadable(sentence) => return Err(Error::usage(sentence)),
        };
        let full = self.here.join(path.strip_prefix("./").unwrap_or(path));
        let project = self.configs.of_file(&full)?;
        if (self.force_exclude || !named) && project.excludes(&full, false) {
            return Ok(Loaded::Skipped);
        }
        let settings = project.for_path(&full)?;
        let format = Format::of_path(path);
        let mut known = None;
        let mut metadata = None;
        let cached = self
            .cache
            .as_ref()
            .filter(|_| matches!(source, Source::File { .. }))
            .map(|cache| (cache, full.to_string_lossy().into_owned()));
        let fingerprint = if cached.is_some() { settings.fingerprint() ^ self.program } else { 0 };
        if let Some((cache, name)) = &cached {
            let m = fs::metadata(path).map_err(|e| Error::io("read", path, e))?;
            match cache.ask(name, &m, fingerprint) {
                Answer::Known(findings) if findings.is_empty() => return Ok(Loaded::Clean),
                Answer::Known(findings) => known = Some((None, findings)),
                Answer::IfHash(hash) => known = Some((Some(hash), cache.findings(name))),
                Answer::Unknown => {}
            }
            metadata = Some(m);
        }
        let bytes = match source {
            Source::Stdin(_) => standard_input()?,
            Source::Index { content, .. } => content.clone(),
            _ => fs::read(path).map_err(|e| Error::io("read", path, e))?,
        };
        let hash = if cached.is_some() { cache::hash(&bytes) } else { 0 };
        let read = match self.encoding {
            Some(encoding) => Some(Decoded::read_as(path, &bytes, encoding)?),
            None => Decoded::read(path, bytes, named)?,
        };
        let Some(Decoded { text, encoding, bom }) = read else { return Ok(Loaded::Skipped) };
        let mut outcome = None;
        if let (Some((wanted, findings)), Some((cache, name)), Some(metadata)) = (known, &cached, &metadata)
            && wanted.is_none_or(|wanted| wanted == hash)
        {
            if wanted.is_some() {
                cache.keep(name.clone(), metadata, fingerprint, hash, &findings);
            }
            if findings.is_empty() {
                return Ok(Loaded::Clean);
            }
            // The findings are enough to report; edits are made anew.
            if !self.needs_patch {
                outcome = Some(Outcome { findings, ..Outcome::default() });
            }
        }
        let outcome = if let Some(outcome) = outcome {
            outcome
        } else {
            let outcome = self.clean(path, &text, format, &settings, encoding);
            if let (Some((cache, name)), Some(metadata)) = (&cached, &metadata)
                && !self.unsafe_fixes
                && outcome.verdict.is_none()
            {
                cache.keep(name.clone(), metadata, fingerprint, hash, &outcome.findings);
            }
            outcome
        };
        let config = project.path().map(Path::to_owned);
        let is_staged = matches!(source, Source::Index { .. });
        let document = Document {
            path: path.clone(),
            is_stdin,
            is_staged,
            text,
            format,
            encoding,
            bom,
            outcome,
            settings,
            config,
        };
        Ok(Loaded::Document(Box::new(document)))
    }

    /// Cleans a text under the settings of its file: suppressions, the baseline, what is right here, and the lines that
    /// are wanted all have their say before an edit is made.
    pub(super) fn clean(
        &self,
        path: &Path,
        text: &str,
        format: Format,
        settings: &Settings,
        encoding: decode::Encoding,
    ) -> Outcome {
        let suppressions = Suppressions::read(text, format);
        let name = shown(path);
        let known = self.baseline.as_ref().map(|b| b.of_file(&name, text));
        let lines = self.lines.as_ref().and_then(|lines| lines.spans(&name, text)).map(SpanSet::of);
        let wanted = |rule: &str| settings.wants(rule, format);
        let allowed = |finding: &Finding| {
            lines.as_ref().is_none_or(|lines| lines.overlaps(finding.span))
                && !settings.is_right(text, finding)
                && !suppressions.covers(finding)
                && !known.as_ref().is_some_and(|known| known.has(finding))
        };
        let own: Vec<_> = settings.own_filter().into_iter().collect();
        let options = pipeline::Options {
            format,
            wanted: &wanted,
            allowed: &allowed,
            unsafe_fixes: self.unsafe_fixes,
            extra: &own,
            languages: settings.languages(),
            ..Default::default()
        };
        let mut outcome = pipeline::clean(text, &options);
        // A verdict is on all of a text that people read, and asks for a look only where there is something to see.
        if format == Format::Source || self.baseline.is_some() || self.lines.is_some() {
            outcome.verdict = None;
        }
        outcome.verdict = outcome.verdict.filter(|v| v.reason != Reason::Empty);
        let mut more = Vec::new();
        if !encoding.is_utf8() && wanted("legacy-encoding") {
            let said = format!("read as {encoding}; `ungarble fix --output-encoding utf-8` converts it");
            more.push(Finding::flag("legacy-encoding", Span::new(0, 0), said));
        }
        // Of lines that are not wanted nobody knows what they suppress.
        if settings.reports_unused_suppressions() && self.lines.is_none() {
            more.extend(suppressions.unused(wanted));
        }
        let lifter = outcome.patch.lifter();
        for finding in more {
            let edit = crate::patch::Edit::new(lifter.image(finding.span), "");
            outcome.staged_edits.push(pipeline::StagedEdit { step: outcome.steps, edit });
            outcome.findings.push(finding);
        }
        outcome
    }

    /// Works on every document, several at once, and hands the results over in the order of the sources. Stops early
    /// if `take` says so.
    pub fn each<T: Send>(
        &self,
        work: impl Fn(Document) -> Result<T> + Sync,
        mut take: impl FnMut(Result<T>) -> ControlFlow<()>,
    ) {
        let one = |source: &Source| match self.load(source) {
            Ok(Loaded::Document(document)) => Some(work(*document)),
            Ok(Loaded::Clean | Loaded::Skipped) => None,
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
        // Several files are handed over together: waking the receiver for each costs as much as a small file.
        let lot = (self.sources.len() / (threads * LOTS_A_THREAD)).clamp(1, LARGEST_LOT);
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::sync_channel(4 * threads);
            for _ in 0..threads {
                let (sender, next, one) = (sender.clone(), &next, &one);
                scope.spawn(move || {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some(sources) = self.sources.chunks(lot).nth(number) else { break };
                        if sender.send((number, sources.iter().filter_map(one).collect::<Vec<_>>())).is_err() {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            let mut early = std::collections::BTreeMap::new();
            let mut due = 0;
            for (number, results) in receiver {
                early.insert(number, results);
                while let Some(results) = early.remove(&due) {
                    due += 1;
                    if results.into_iter().any(|result| take(result).is_break()) {
                        return;
                    }
                }
            }
        });
    }
}

/// The settings on the command line.
pub(super) fn overrides(args: &InputArgs) -> Overrides {
    let mut overrides = Overrides { file: args.config.clone(), isolated: args.isolated, ..Overrides::default() };
    if let Some(preset) = &args.preset {
        overrides.values.insert("preset", Value::Text(preset.clone()));
    }
    for (key, texts) in [
        ("select", &args.select),
        ("extend-select", &args.extend_select),
        ("ignore", &args.ignore),
        ("exclude", &args.exclude),
        ("extend-exclude", &args.extend_exclude),
    ] {
        if !texts.is_empty() {
            overrides.values.insert(key, Value::Texts(texts.clone()));
        }
    }
    if !args.model.is_empty() {
        // A configuration's paths count from its folder, the command line's from here.
        let here = |path: &String| std::path::absolute(path).map_or(path.clone(), |p| p.to_string_lossy().into_owned());
        overrides.values.insert("models", Value::Texts(args.model.iter().map(here).collect()));
    }
    overrides
}
