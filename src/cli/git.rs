//! What git knows: which files are staged or changed, and which lines.

use std::{
    collections::HashMap,
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::{
    error::{Error, Result},
    span::Span,
};

/// Files staged for the next commit, without those it deletes.
pub(super) fn staged() -> Result<Vec<PathBuf>> {
    names(&["diff", "--cached", "--name-only", "--diff-filter=ACMR", "--relative", "-z"])
}

/// Files that differ from the last commit, and new ones.
pub(super) fn changed() -> Result<Vec<PathBuf>> {
    // Before the first commit everything that is tracked has changed.
    let base = if git(&["rev-parse", "--verify", "--quiet", "HEAD"]).is_ok() {
        names(&["diff", "HEAD", "--name-only", "--diff-filter=ACMR", "--relative", "-z"])?
    } else {
        names(&["ls-files", "-z"])?
    };
    with_new(base)
}

/// Files that differ from where this branch left `reference`, and new ones.
pub(super) fn since(reference: &str) -> Result<(Vec<PathBuf>, Lines)> {
    if reference.starts_with('-') {
        return Err(Error::usage(format!("\"{reference}\" is no name of a commit")));
    }
    let base = String::from_utf8_lossy(&git(&["merge-base", reference, "HEAD"])?).trim().to_owned();
    let files = names(&["diff", &base, "--name-only", "--diff-filter=ACMR", "--relative", "-z"])?;
    let diff = git(&[
        "-c", "core.quotePath=false", "diff", &base, "--unified=0", "--diff-filter=ACMR", "--relative", "--no-color",
        "--no-ext-diff", "--no-prefix",
    ])?;
    Ok((with_new(files)?, Lines::read(&String::from_utf8_lossy(&diff))))
}

fn with_new(mut files: Vec<PathBuf>) -> Result<Vec<PathBuf>> {
    files.extend(names(&["ls-files", "--others", "--exclude-standard", "-z"])?);
    files.sort_unstable();
    files.dedup();
    Ok(files)
}

fn names(args: &[&str]) -> Result<Vec<PathBuf>> {
    let listed = git(args)?;
    Ok(listed
        .split(|b| *b == 0)
        .filter(|name| !name.is_empty())
        .map(|name| PathBuf::from(String::from_utf8_lossy(name).into_owned()))
        .collect())
}

fn git(args: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new("git")
        .args(args)
        .stdin(Stdio::null())
        .output()
        .map_err(|e| Error::usage(format!("git cannot be run ({e}); --staged, --changed and --since need it")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("fatal: ");
    Err(Error::usage(format!("git {}: {}", args[0], if said.is_empty() { "failed" } else { said })))
}

/// The changed lines of files; a file that is not among them is new, and all its lines are.
#[derive(Debug, Default)]
pub(super) struct Lines {
    files: HashMap<String, Vec<(usize, usize)>>,
}

impl Lines {
    /// Reads them from a diff without context.
    fn read(diff: &str) -> Self {
        let mut lines = Self::default();
        let mut file = None;
        for line in diff.lines() {
            if let Some(name) = line.strip_prefix("+++ ") {
                file = Some(name.trim_end_matches('\t').to_owned());
            } else if let (Some(file), Some(hunk)) = (&file, line.strip_prefix("@@ -")) {
                let Some(new) = hunk.split(' ').find_map(|part| part.strip_prefix('+')) else { continue };
                let (start, count) = new.split_once(',').unwrap_or((new, "1"));
                if let (Ok(start), Ok(count)) = (start.parse::<usize>(), count.parse::<usize>()) {
                    lines.files.entry(file.clone()).or_default().push((start, start + count));
                }
            }
        }
        lines
    }

    /// The changed parts of a file's text; `None` for all of it.
    pub(super) fn spans(&self, file: &str, text: &str) -> Option<Vec<Span>> {
        let ranges = self.files.get(file)?;
        let mut starts: Vec<usize> = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|i| i + 1));
        let at = |line: usize| starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        Some(ranges.iter().map(|&(from, to)| Span::new(at(from), at(to).max(at(from)))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_read_from_a_diff() {
        let lines = Lines::read("--- a\n+++ dir/f.md\n@@ -1,0 +2,2 @@ head\n+x\n+y\n@@ -9 +12 @@\n-a\n+b\n");
        let text = "1\n2\n3\n4\n";
        assert_eq!(lines.spans("dir/f.md", text), Some(vec![Span::new(2, 6), Span::new(8, 8)]));
        assert_eq!(lines.spans("new.md", text), None);
    }
}
