//! Workflow commands, which GitHub shows next to the lines of a pull request.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use super::{File, Report, visible::is_unseen};
use crate::finding::Applicability;

/// Writes `::error file=…,line=…::message`.
pub(super) struct Github;

impl Report for Github {
    fn file(&mut self, file: &File<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (finding, place) in file.placed() {
            let level = match finding.applicability {
                Applicability::Safe => "error",
                Applicability::Unsafe => "warning",
                Applicability::Flag => "notice",
            };
            write!(
                out,
                "::{level} title=ungarble ({}),file={},line={}",
                finding.rule,
                escaped(file.path, true),
                place.line
            )?;
            // Columns may only be given for a place within one line.
            if place.line == place.end_line {
                write!(out, ",endLine={},col={},endColumn={}", place.end_line, place.column, place.end_column)?;
            } else {
                write!(out, ",endLine={}", place.end_line)?;
            }
            let message = format!("{}: {}", finding.rule, finding.message);
            writeln!(out, "::{}", escaped(&message, false))?;
        }
        Ok(())
    }
}

/// Text as a command's message or, stricter, as a property of one. A line end in it could begin a command of its own.
fn escaped(text: &str, property: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Writing to a string cannot fail.
        let _ = match c {
            '%' => out.write_str("%25"),
            '\r' => out.write_str("%0D"),
            '\n' => out.write_str("%0A"),
            ':' if property => out.write_str("%3A"),
            ',' if property => out.write_str("%2C"),
            c if is_unseen(c) => write!(out, "\\u{{{:04X}}}", c as u32),
            c => out.write_char(c),
        };
    }
    out
}
