//! The one error type: a sentence the reader can act on.

use std::{fmt, io::ErrorKind, path::PathBuf};

/// What went wrong, and what to do about it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or directory could not be read or written.
    Io {
        /// What was being done, as a verb: `read`, `write`, `list`.
        doing: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A request that cannot be carried out as given; the sentence says what to do instead.
    Usage(String),
    /// Bad data in a file of ours: a rule card, a configuration, a model. `at` is `line:column` where known.
    Data {
        /// The file, or a name for built-in data.
        path: PathBuf,
        /// 1-based line and column, where known.
        at: Option<(usize, usize)>,
        /// What is wrong and how to mend it.
        problem: String,
    },
}

impl Error {
    /// An [`Error::Io`] in one line.
    pub fn io(doing: &'static str, path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { doing, path: path.into(), source }
    }

    /// An [`Error::Usage`] in one line.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self::Usage(sentence.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { doing, path, source } => {
                write!(f, "cannot {doing} {}: {source}", path.display())?;
                match next_step(source.kind()) {
                    Some(step) => write!(f, "; {step}"),
                    None => Ok(()),
                }
            }
            Self::Usage(sentence) => f.write_str(sentence),
            Self::Data { path, at: Some((line, column)), problem } => {
                write!(f, "{}:{line}:{column}: {problem}", path.display())
            }
            Self::Data { path, at: None, problem } => write!(f, "{}: {problem}", path.display()),
        }
    }
}

/// What to do about what the system said.
const fn next_step(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "mend the path",
        ErrorKind::PermissionDenied => "change its permissions, or leave it out",
        ErrorKind::IsADirectory => "name a file",
        ErrorKind::NotADirectory => "name a folder",
        ErrorKind::ReadOnlyFilesystem => "write to another place",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room, or write to another place"
        }
        _ => return None,
    })
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// 1-based line and column, in characters, of a byte: what [`Error::Data`] says.
#[must_use]
pub fn line_column(source: &str, at: usize) -> (usize, usize) {
    let before = &source[..at.min(source.len())];
    let line_start = before.rfind('\n').map_or(0, |i| i + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// `Result` with our [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
