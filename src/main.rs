//! The `ungarble` command: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ungarble::run_command_line()
}
