//! The command line: one file a command.

use std::{io::Write as _, path::Path, process::ExitCode};

use clap::{CommandFactory as _, Parser as _};

use self::{
    args::{Cli, Command},
    check::Ended,
    output::{Output, complain, reader_left},
};
use crate::error::{Error, Result};

mod add_ignore;
mod args;
mod baseline;
mod cache;
mod check;
mod config;
mod decoded;
mod files;
mod fix;
mod git;
mod learn;
mod output;
mod review;
mod rules;
mod span_set;
mod suppress;
mod walk;

/// Runs the command and gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => fix::run_diff(&args),
        Command::Fix(args) => fix::run(&args),
        Command::Review(args) => review::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => rules::explain(&args.rule),
        Command::Config(args) => config::run(&args),
        Command::Learn(args) => learn::run(&args).map(|()| Ended::Clean),
        Command::Completions(args) => completions(args.shell),
        Command::Man(args) => man(&args.folder),
    };
    match ended {
        Ok(Ended::Clean) => ExitCode::SUCCESS,
        Ok(Ended::Found) => ExitCode::from(1),
        Ok(Ended::Failed) => ExitCode::from(2),
        Err(error) => {
            complain(&error.to_string());
            ExitCode::from(2)
        }
    }
}

/// `ungarble completions SHELL`.
fn completions(shell: clap_complete::Shell) -> Result<Ended> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "ungarble", &mut script);
    let mut out = Output::plain()?;
    reader_left(out.write_all(&script).and_then(|()| out.flush()))?;
    Ok(Ended::Clean)
}

/// `ungarble man FOLDER`, for those who package this.
fn man(folder: &Path) -> Result<Ended> {
    std::fs::create_dir_all(folder).map_err(|e| Error::io("write", folder, e))?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(|e| Error::io("write", folder, e))?;
    Ok(Ended::Clean)
}
