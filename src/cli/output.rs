//! Where output goes: the only place of the command that prints.

use std::{
    fs::File,
    io::{self, BufWriter, IsTerminal as _, Write},
    path::Path,
};

use crate::{
    error::{Error, Result},
    report::{Look, Paint, visible},
};

/// Columns where there is no terminal to ask.
const USUAL_WIDTH: usize = 100;

/// Standard output or a file, and how what goes there may look.
pub(super) struct Output {
    to: BufWriter<Box<dyn Write>>,
    /// For reports to people.
    pub(super) look: Look,
    /// True if a person sees it: then nothing unseen may go there as it is.
    pub(super) for_eyes: bool,
}

impl Output {
    /// Opens the file, or standard output if there is none. `color` is `auto`, `always` or `never`.
    pub(super) fn new(file: Option<&Path>, color: &str) -> Result<Self> {
        let terminal = file.is_none() && io::stdout().is_terminal();
        let to: Box<dyn Write> = match file {
            Some(path) => Box::new(File::create(path).map_err(|e| Error::io("write", path, e))?),
            None => Box::new(io::stdout()),
        };
        let on = match color {
            "always" => true,
            "never" => false,
            _ => terminal && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        };
        let width = if terminal {
            crossterm::terminal::size().map_or(USUAL_WIDTH, |(columns, _)| columns.into())
        } else {
            USUAL_WIDTH
        };
        Ok(Self {
            to: BufWriter::with_capacity(16 * 1024, to),
            look: Look { paint: Paint { on }, width },
            for_eyes: terminal || on,
        })
    }

    /// Plain standard output.
    pub(super) fn plain() -> Result<Self> {
        Self::new(None, "auto")
    }
}

impl Write for Output {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.to.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// How far the work has come, on standard error and only for a person.
pub(super) struct Progress {
    bar: Option<indicatif::ProgressBar>,
}

impl Progress {
    /// Shown only if there are many files, and a terminal that the report does not scroll through anyway.
    pub(super) fn new(files: usize, report_for_eyes: bool) -> Self {
        let worth_it = files >= 1000 && !report_for_eyes && io::stderr().is_terminal();
        Self { bar: worth_it.then(|| indicatif::ProgressBar::new(files as u64)) }
    }

    /// One file more.
    pub(super) fn step(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Makes room for other output.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.suspend(|| {});
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// What writing came to. A reader that has seen enough and left, as `head` does, is no failure.
pub(super) fn reader_left(result: io::Result<()>) -> Result<bool> {
    match result {
        Ok(()) => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(true),
        Err(error) => Err(Error::io("write", "the output", error)),
    }
}

/// Says on standard error what went wrong. If even that fails there is nobody left to tell.
pub(super) fn complain(sentence: &str) {
    let sentence: Vec<_> = sentence.split('\n').map(visible).collect();
    let _ = writeln!(io::stderr(), "ungarble: {}", sentence.join("\n"));
}
