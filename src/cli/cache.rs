//! What was found the last time, so that an unchanged tree costs next to nothing.
//!
//! An entry holds for a file's content under the same settings and the same program. Size and time of change tell that
//! a file is the same without reading it; if they differ, the content's hash does. The cache lies in the user's cache
//! folder, never in the tree, and losing it loses nothing.

use std::{
    collections::HashMap,
    env,
    fs::{self, Metadata},
    hash::Hasher as _,
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

use crate::{
    finding::{Applicability, Finding},
    span::Span,
};

/// Fewer files than this are looked at faster than the cache is read.
pub(super) const WORTH_IT: usize = 48;

/// A file changed less than this ago may change again within one tick of the file system's clock.
const TICK: Duration = Duration::from_millis(50);

/// More files than this are forgotten unless they were just seen.
const MOST_FILES: usize = 200_000;

/// Files with more findings than this are looked at anew.
const MOST_FINDINGS: usize = 500;

/// A finding as it is kept.
#[derive(Clone, Serialize, Deserialize)]
struct Kept(String, u8, usize, usize, Option<String>, String);

/// What is known of one file.
#[derive(Serialize, Deserialize)]
struct Entry {
    /// Time of change in nanoseconds, and size.
    #[serde(rename = "t")]
    time: u128,
    #[serde(rename = "n")]
    size: u64,
    #[serde(rename = "h")]
    hash: u64,
    #[serde(rename = "s")]
    settings: u64,
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Kept>,
    /// Asked about in this run.
    #[serde(skip)]
    seen: AtomicBool,
}

/// What the cache says of a file.
pub(super) enum Answer {
    /// Its findings are these.
    Known(Vec<Finding>),
    /// They would be, if the content has this hash.
    IfHash(u64),
    /// Nothing.
    Unknown,
}

/// The cache of one working folder. What a run learns is written when it is dropped, so that no command can forget to.
pub(super) struct Cache {
    path: PathBuf,
    old: HashMap<String, Entry>,
    new: Mutex<HashMap<String, Entry>>,
}

impl Cache {
    /// Opens the cache of the current folder; `None` where there is no place for one.
    pub(super) fn open() -> Option<Self> {
        let path =
            folder()?.join(format!("{:016x}.json", hash(env::current_dir().ok()?.as_os_str().as_encoded_bytes())));
        let old = fs::read(&path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Some(Self { path, old, new: Mutex::default() })
    }

    /// What is known of a file under these settings.
    pub(super) fn ask(&self, name: &str, metadata: &Metadata, settings: u64) -> Answer {
        match self.old.get(name) {
            Some(entry) if entry.settings == settings => {
                entry.seen.store(true, Ordering::Relaxed);
                if entry.size == metadata.len() && Some(entry.time) == nanoseconds(metadata) {
                    Answer::Known(entry.findings.iter().map(revived).collect())
                } else {
                    Answer::IfHash(entry.hash)
                }
            }
            _ => Answer::Unknown,
        }
    }

    /// What is kept of a file, its content having been found the same.
    pub(super) fn findings(&self, name: &str) -> Vec<Finding> {
        self.old.get(name).map(|entry| entry.findings.iter().map(revived).collect()).unwrap_or_default()
    }

    /// Keeps what was found in a file. `metadata` must be from before it was read.
    pub(super) fn keep(&self, name: String, metadata: &Metadata, settings: u64, hash: u64, findings: &[Finding]) {
        let Some(time) = nanoseconds(metadata) else { return };
        let fresh = metadata
            .modified()
            .ok()
            .and_then(|t| SystemTime::now().duration_since(t).ok())
            .is_none_or(|age| age < TICK);
        if fresh || findings.len() > MOST_FINDINGS {
            return;
        }
        let findings = findings.iter().map(kept).collect();
        let entry = Entry { time, size: metadata.len(), hash, settings, findings, seen: AtomicBool::new(true) };
        self.new.lock().unwrap_or_else(PoisonError::into_inner).insert(name, entry);
    }
}

impl Drop for Cache {
    /// Writes what is new, in one step. Failing to is no harm.
    fn drop(&mut self) {
        let new = std::mem::take(self.new.get_mut().unwrap_or_else(PoisonError::into_inner));
        if new.is_empty() {
            return;
        }
        self.old.extend(new);
        if self.old.len() > MOST_FILES {
            self.old.retain(|_, entry| *entry.seen.get_mut());
        }
        let write = || -> Option<()> {
            let folder = self.path.parent()?;
            fs::create_dir_all(folder).ok()?;
            let file = tempfile::NamedTempFile::new_in(folder).ok()?;
            serde_json::to_writer(std::io::BufWriter::with_capacity(1 << 16, file.as_file()), &self.old).ok()?;
            file.persist(&self.path).ok()?;
            Some(())
        };
        write();
    }
}

/// The user's cache folder for us.
fn folder() -> Option<PathBuf> {
    let var = |name| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(own) = var("UNGARBLE_CACHE_DIR") {
        return Some(own);
    }
    let base = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Caches"))
    } else {
        var("XDG_CACHE_HOME").or_else(|| var("HOME").map(|home| home.join(".cache")))
    };
    base.map(|base| base.join("ungarble"))
}

/// A hash that is the same in every run of one program.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

/// A number that differs where the program does.
pub(super) fn program() -> u64 {
    let itself = env::current_exe().ok().and_then(|path| fs::metadata(path).ok());
    let built = itself.map(|m| (m.len(), nanoseconds(&m)));
    hash(format!("{} {built:?}", env!("CARGO_PKG_VERSION")).as_bytes())
}

fn nanoseconds(metadata: &Metadata) -> Option<u128> {
    metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok().map(|d| d.as_nanos())
}

fn kept(f: &Finding) -> Kept {
    Kept(
        f.rule.to_string(),
        f.applicability as u8,
        f.span.start,
        f.span.end,
        f.replacement.clone(),
        f.message.to_string(),
    )
}

fn revived(k: &Kept) -> Finding {
    let applicability = match k.1 {
        0 => Applicability::Safe,
        1 => Applicability::Unsafe,
        _ => Applicability::Flag,
    };
    Finding {
        rule: k.0.clone().into(),
        applicability,
        span: Span::new(k.2, k.3.max(k.2)),
        replacement: k.4.clone(),
        message: k.5.clone().into(),
    }
}
