//! What git knows: which files are staged or changed, and which lines.

use std::{
    collections::{HashMap, HashSet},
    io::Write as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use crate::{
    error::{Error, Result},
    span::Span,
};

/// A file staged for the next commit.
pub(super) struct Staged {
    /// Where it is, from the current folder.
    pub(super) path: PathBuf,
    /// What is staged, where the file on disk is another.
    pub(super) content: Option<Vec<u8>>,
}

/// The files staged for the next commit, without those it deletes, links and other repositories.
pub(super) fn staged() -> Result<Vec<Staged>> {
    // Which files differ on disk is found out meanwhile.
    let differing = start(&["diff", "--name-only", "--relative", "-z"])?;
    let listed =
        git(&["diff", "--cached", "--raw", "--no-renames", "--no-abbrev", "--diff-filter=AMT", "--relative", "-z"])?;
    let differing: HashSet<PathBuf> = paths(&finish("diff", differing)?).collect();
    let mut fields = listed.split(|b| *b == 0);
    let (mut files, mut wanted) = (Vec::new(), Vec::new());
    while let (Some(entry), Some(path)) = (fields.next().filter(|e| !e.is_empty()), fields.next()) {
        let entry = String::from_utf8_lossy(entry);
        let mut entry = entry.split(' ').skip(1);
        let (Some(mode), Some(blob)) = (entry.next(), entry.nth(1)) else { continue };
        if !mode.starts_with("100") {
            continue;
        }
        let path = path_of(path);
        if differing.contains(&path) {
            wanted.push((files.len(), blob.to_owned()));
        }
        files.push(Staged { path, content: None });
    }
    for (content, (file, _)) in blobs(wanted.iter().map(|(_, blob)| blob.as_str()))?.into_iter().zip(&wanted) {
        files[*file].content = Some(content);
    }
    Ok(files)
}

/// The contents of these objects, by one process.
fn blobs<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Result<Vec<Vec<u8>>> {
    if names.len() == 0 {
        return Ok(Vec::new());
    }
    let asked: String = names.map(|name| format!("{name}\n")).collect();
    let mut process = command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| no_git(&e))?;
    let mut input = process.stdin.take();
    // Asking and reading at once, since either end may have to wait for the other.
    let answered = std::thread::scope(|scope| {
        scope.spawn(move || input.as_mut().map(|input| input.write_all(asked.as_bytes())));
        process.wait_with_output()
    });
    let answered = answered.map_err(|e| no_git(&e))?.stdout;
    let unreadable = || Error::usage("git cat-file: what is staged cannot be read");
    let (mut contents, mut rest) = (Vec::new(), &answered[..]);
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let header = String::from_utf8_lossy(&rest[..end]);
        let size: usize = header.rsplit(' ').next().and_then(|size| size.parse().ok()).ok_or_else(unreadable)?;
        contents.push(rest.get(end + 1..end + 1 + size).ok_or_else(unreadable)?.to_vec());
        rest = rest.get(end + 2 + size..).unwrap_or_default();
    }
    Ok(contents)
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
    Ok(paths(&git(args)?).collect())
}

fn paths(listed: &[u8]) -> impl Iterator<Item = PathBuf> {
    listed.split(|b| *b == 0).filter(|name| !name.is_empty()).map(path_of)
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(name).into()
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
}

fn git(args: &[&str]) -> Result<Vec<u8>> {
    finish(args[0], start(args)?)
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new("git");
    // Looking is no reason to lock the index, which a commit under way may hold.
    command.env("GIT_OPTIONAL_LOCKS", "0").args(args);
    command
}

fn start(args: &[&str]) -> Result<Child> {
    command(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|e| no_git(&e))
}

fn no_git(error: &std::io::Error) -> Error {
    Error::usage(format!("git cannot be run ({error}); --staged, --changed and --since need it"))
}

fn finish(name: &str, process: Child) -> Result<Vec<u8>> {
    let output = process.wait_with_output().map_err(|e| no_git(&e))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // Outside a repository `git diff` compares any two files, and explains all its options.
    if said.to_lowercase().contains("not a git repository") || said.contains("git diff --no-index") {
        return Err(Error::usage("this folder is in no git repository; --staged, --changed and --since need one"));
    }
    let said = said.trim().trim_start_matches("fatal: ");
    let said = if said.is_empty() { "failed" } else { said };
    Err(Error::usage(format!("git {name}: {said}")))
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
