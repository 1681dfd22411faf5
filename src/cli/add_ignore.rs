//! `check --add-ignore`: a comment next to every finding, which keeps it quiet.

use std::{collections::BTreeMap, ops::ControlFlow, path::Path};

use super::{
    check::Ended,
    files::{Document, Loader},
    output::complain,
    suppress::UNUSED,
};
use crate::{
    error::{Error, Result},
    patch::{Edit, Patch},
    report::counted,
    text::Format,
};

/// Runs it.
pub(super) fn run(loader: &Loader) -> Ended {
    let (mut added, mut failed) = (0, false);
    loader.each(
        |document| add(&document),
        |result| {
            match result {
                Ok(count) => added += count,
                Err(error) => {
                    complain(&error.to_string());
                    failed = true;
                }
            }
            ControlFlow::Continue(())
        },
    );
    complain(&format!("{} added; say there why it is right, or mend the text", counted(added, "comment")));
    if failed { Ended::Failed } else { Ended::Clean }
}

/// Adds the comments one document needs; one to a line.
fn add(document: &Document) -> Result<usize> {
    if document.is_stdin {
        return Ok(0);
    }
    let text = &document.text;
    let bytes = text.as_bytes();
    let Some((open, close)) = comment(document.format, &document.path) else {
        if document.outcome.findings.is_empty() {
            return Ok(0);
        }
        return Err(Error::usage(format!(
            "{}: such a file has no comments; keep its findings quiet with a baseline, `words` or `patterns`",
            document.name()
        )));
    };
    // A byte order mark stays the first character, and lines end as they do.
    let opening = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for finding in document.outcome.findings.iter().filter(|f| f.rule != UNUSED) {
        let start = memchr::memrchr(b'\n', &bytes[..finding.span.start]).map_or(0, |i| i + 1);
        let rules = lines.entry(start).or_default();
        if !rules.contains(&&*finding.rule) {
            rules.push(&finding.rule);
        }
    }
    let count = lines.len();
    let edits = lines.into_iter().map(|(start, rules)| {
        let said = format!("ungarble: ignore[{}]", rules.join(", "));
        if document.format == Format::Plain {
            let start = start.max(opening);
            return Edit::new(start..start, format!("{open} {said}{close}{line_end}"));
        }
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(text.len(), |i| start + i);
        let end = start + text[start..end].trim_end().len();
        Edit::new(end..end, format!(" {open} {said}{close}"))
    });
    let patch = Patch::from_edits(edits);
    if !patch.is_empty() {
        document.write(&patch.apply(text))?;
    }
    Ok(count)
}

/// How a comment opens and closes, where there are comments.
fn comment(format: Format, path: &Path) -> Option<(&'static str, &'static str)> {
    if matches!(format, Format::Markdown | Format::Html) {
        return Some(("<!--", " -->"));
    }
    Some(match path.extension().and_then(|e| e.to_str()).unwrap_or_default() {
        "py" | "rb" | "sh" | "bash" | "zsh" | "toml" | "yaml" | "yml" | "r" | "pl" | "jl" | "ex" | "exs" | "tf"
        | "nix" | "cfg" | "conf" => ("#", ""),
        "sql" | "lua" | "hs" | "elm" | "ada" => ("--", ""),
        "css" => ("/*", " */"),
        "lisp" | "clj" | "el" | "scm" | "ini" | "asm" => (";", ""),
        "erl" | "m" | "tex" | "bib" | "sty" => ("%", ""),
        "csv" | "ipynb" | "json" | "jsonl" | "ndjson" | "po" | "rst" | "srt" | "tsv" | "vtt" => return None,
        _ if format == Format::Plain => ("#", ""),
        _ => ("//", ""),
    })
}
