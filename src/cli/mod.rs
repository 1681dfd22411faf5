//! The command line: one file a command.

use std::{io::Write as _, process::ExitCode};

use clap::{CommandFactory as _, Parser as _};

use self::{
    args::{Cli, Command},
    check::Ended,
    output::{Output, complain, reader_left},
};
use crate::{error::Result, filters};

mod args;
mod check;
pub mod files;
mod fix;
mod output;
mod review;

pub use args::InputArgs;

/// Runs the command and gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Diff(args) => fix::run_diff(&args),
        Command::Fix(args) => fix::run(args),
        Command::Review(args) => review::run(&args),
        Command::Rules(args) => rules(args.json),
        Command::Explain(args) => explain(&args.rule),
        Command::Completions(args) => completions(args.shell),
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

/// `ungarble rules`.
fn rules(_json: bool) -> Result<Ended> {
    let mut out = Output::plain()?;
    let mut ids: Vec<&str> = filters::all().iter().flat_map(|f| f.rules()).copied().collect();
    ids.sort_unstable();
    let written = ids.iter().try_for_each(|id| writeln!(out, "{id}")).and_then(|()| out.flush());
    reader_left(written)?;
    Ok(Ended::Clean)
}

/// `ungarble explain RULE`.
fn explain(rule: &str) -> Result<Ended> {
    let mut out = Output::plain()?;
    reader_left(writeln!(out, "{rule}").and_then(|()| out.flush()))?;
    Ok(Ended::Clean)
}

/// `ungarble completions SHELL`.
fn completions(shell: clap_complete::Shell) -> Result<Ended> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "ungarble", &mut script);
    let mut out = Output::plain()?;
    reader_left(out.write_all(&script).and_then(|()| out.flush()))?;
    Ok(Ended::Clean)
}
