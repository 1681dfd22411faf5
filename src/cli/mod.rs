//! The command line: one file a command.

use std::{
    io::{Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;

use crate::{pipeline, text::Format};

#[derive(Parser)]
#[command(version, about)]
struct Args {
    command: String,
    #[arg(long)]
    isolated: bool,
    #[arg(long)]
    unsafe_fixes: bool,
    #[arg(long)]
    preset: Option<String>,
    #[arg(long)]
    stdin_filename: Option<PathBuf>,
    #[arg(long)]
    output_format: Option<String>,
    path: Option<PathBuf>,
}

/// Runs the command and gives the exit code.
#[must_use]
pub fn main() -> ExitCode {
    let args = Args::parse();
    let mut input = String::new();
    let mut name = args.stdin_filename.clone().unwrap_or_else(|| "-".into());
    match args.path.as_deref().filter(|p| *p != Path::new("-")) {
        Some(path) => {
            name = path.to_path_buf();
            input = std::fs::read_to_string(path).unwrap_or_default();
        }
        None => {
            std::io::stdin().read_to_string(&mut input).ok();
        }
    }
    let options =
        pipeline::Options { format: Format::of_path(&name), unsafe_fixes: args.unsafe_fixes, ..Default::default() };
    let outcome = pipeline::clean(&input, &options);
    let mut out = std::io::stdout().lock();
    if args.command == "check" {
        for f in &outcome.findings {
            let row = serde_json::json!({
                "path": name, "rule": f.rule, "applicability": f.applicability.as_str(), "message": f.message,
                "start": f.span.start, "end": f.span.end, "text": &input[f.span.range()], "replacement": f.replacement,
            });
            writeln!(out, "{row}").ok();
        }
    } else {
        out.write_all(outcome.cleaned(&input).as_bytes()).ok();
    }
    ExitCode::SUCCESS
}
