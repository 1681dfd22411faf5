//! What git knows: which files are staged or changed, and which lines.

use std::{
    collections::{HashMap, HashSet},
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use super::files::shown;
use crate::{
    error::{Error, Result},
    span::Span,
};

/// A file staged for the next commit.
pub(super) struct Staged {
    pub(super) path: PathBuf,
    /// What is staged, where the file on disk is another.
    pub(super) content: Option<Vec<u8>>,
}

/// The work tree that the current folder is in. Git names files from its top, people from the current folder.
pub(super) struct Tree {
    /// Its top, as an absolute path without links.
    pub(super) top: PathBuf,
    /// The current folder, from the top.
    inner: PathBuf,
}

impl Tree {
    fn start() -> Result<Child> {
        start(&["rev-parse", "--show-toplevel", "--show-prefix"])
    }

    fn finish(process: Child) -> Result<Self> {
        let said = finish("rev-parse", process)?;
        let said = said.strip_suffix(b"\n").unwrap_or(&said);
        let (top, inner) = said.split_at(memchr::memrchr(b'\n', said).unwrap_or(said.len()));
        let top = path_of(top);
        let top = fs::canonicalize(&top).unwrap_or(top);
        Ok(Self { top, inner: path_of(inner.strip_prefix(b"\n").unwrap_or(inner)) })
    }

    /// A file by the name it has for people: from the current folder, or absolute if it is not in it.
    fn path(&self, name: &[u8]) -> PathBuf {
        let name = path_of(name);
        name.strip_prefix(&self.inner).map_or_else(|_| self.top.join(&name), Path::to_owned)
    }

    fn paths(&self, listed: &[u8]) -> impl Iterator<Item = PathBuf> {
        listed.split(|b| *b == 0).filter(|name| !name.is_empty()).map(|name| self.path(name))
    }
}

/// The files staged for the next commit, without those it deletes, links and other repositories.
pub(super) fn staged() -> Result<(Tree, Vec<Staged>)> {
    // Where the tree is and which files differ on disk is found out meanwhile.
    let tree = Tree::start()?;
    let differing = start(&["diff", "--name-only", "-z"])?;
    let listed = git(&["diff", "--cached", "--raw", "--no-renames", "--no-abbrev", "--diff-filter=AMT", "-z"])?;
    let tree = Tree::finish(tree)?;
    let differing: HashSet<PathBuf> = tree.paths(&finish("diff", differing)?).collect();
    let mut fields = listed.split(|b| *b == 0);
    let (mut files, mut wanted) = (Vec::new(), Vec::new());
    while let (Some(entry), Some(path)) = (fields.next().filter(|e| !e.is_empty()), fields.next()) {
        let entry = String::from_utf8_lossy(entry);
        let mut entry = entry.split(' ').skip(1);
        let (Some(mode), Some(blob)) = (entry.next(), entry.nth(1)) else { continue };
        if !mode.starts_with("100") {
            continue;
        }
        let path = tree.path(path);
        if differing.contains(&path) {
            wanted.push((files.len(), blob.to_owned()));
        }
        files.push(Staged { path, content: None });
    }
    for (content, (file, _)) in blobs(wanted.iter().map(|(_, blob)| blob.as_str()))?.into_iter().zip(&wanted) {
        files[*file].content = Some(content);
    }
    Ok((tree, files))
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
    let unreadable = || {
        Error::usage(
            "git cannot read what is staged; `git fsck` says what is broken, and without `--staged` files are read from disk",
        )
    };
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
pub(super) fn changed() -> Result<(Tree, Vec<PathBuf>)> {
    let tree = Tree::finish(Tree::start()?)?;
    // Before the first commit everything that is tracked has changed.
    let base = if git(&["rev-parse", "--verify", "--quiet", "HEAD"]).is_ok() {
        git(&["diff", "HEAD", "--name-only", "--diff-filter=ACMR", "-z"])?
    } else {
        in_top(&tree, &["ls-files", "-z"])?
    };
    let files = tree.paths(&base).collect();
    let files = with_new(files, &tree)?;
    Ok((tree, files))
}

/// Files that differ from where this branch left `reference`, and new ones.
pub(super) fn since(reference: &str) -> Result<(Tree, Vec<PathBuf>, Lines)> {
    let tree = Tree::finish(Tree::start()?)?;
    let base = branched_from(reference)?;
    // What is asked for here does not hang on anybody's settings of git.
    let diff = git(&[
        "diff", &base, "--numstat", "--patch", "-z", "--unified=0", "--inter-hunk-context=0", "--find-renames",
        "--diff-filter=ACMR", "--ignore-submodules", "--no-color", "--no-ext-diff", "--no-textconv",
    ])?;
    let (names, lines) = Lines::read(&diff, &tree);
    let files = with_new(names, &tree)?;
    Ok((tree, files, lines))
}

/// The commit where this branch left `reference`.
fn branched_from(reference: &str) -> Result<String> {
    const SUCH_AS: &str = "give a branch, a tag or a commit, such as `--since main`";
    if reference.starts_with('-') {
        return Err(Error::usage(format!("{reference:?} is no name of a commit; {SUCH_AS}")));
    }
    let commit = format!("{reference}^{{commit}}");
    git(&["rev-parse", "--verify", "--quiet", &commit]).map_err(|_| {
        Error::usage(format!(
            "no commit is called {reference:?} here; {SUCH_AS}, and fetch it first if the clone is shallow (`git fetch --unshallow`)"
        ))
    })?;
    let base = git(&["merge-base", reference, "HEAD"]).map_err(|_| {
        Error::usage(format!(
            "this branch has no commit in common with {reference:?}; {SUCH_AS}, and fetch its history first if the clone is \
             shallow (`git fetch --unshallow`)"
        ))
    })?;
    Ok(String::from_utf8_lossy(&base).trim().to_owned())
}

fn with_new(mut files: Vec<PathBuf>, tree: &Tree) -> Result<Vec<PathBuf>> {
    files.extend(tree.paths(&in_top(tree, &["ls-files", "--others", "--exclude-standard", "-z"])?));
    files.sort_unstable();
    files.dedup();
    Ok(files)
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

/// `ls-files` lists what is in the folder it runs in.
fn in_top(tree: &Tree, args: &[&str]) -> Result<Vec<u8>> {
    finish(args[0], spawn(command(args).current_dir(&tree.top))?)
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new("git");
    // Looking is no reason to lock the index, which a commit under way may hold. What git says is read in English, and names
    // count from the top, which an option says only to newer versions of git.
    command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C").args(["-c", "diff.relative=false"]).args(args);
    command
}

fn start(args: &[&str]) -> Result<Child> {
    spawn(&mut command(args))
}

fn spawn(command: &mut Command) -> Result<Child> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|e| no_git(&e))
}

fn no_git(error: &std::io::Error) -> Error {
    Error::usage(format!(
        "git cannot be run ({error}); install it, or name files instead of --staged, --changed and --since"
    ))
}

fn finish(name: &str, process: Child) -> Result<Vec<u8>> {
    let output = process.wait_with_output().map_err(|e| no_git(&e))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    // Outside a repository `git diff` compares any two files, and explains all its options.
    if said.to_lowercase().contains("not a git repository") || said.contains("git diff --no-index") {
        return Err(Error::usage(
            "this folder is in no git repository; go to one, or name files instead of --staged, --changed and --since",
        ));
    }
    let said = said.trim().trim_start_matches("fatal: ");
    let said = if said.is_empty() { "failed" } else { said };
    Err(Error::usage(format!(
        "git {name}: {said}; mend that, or name files instead of --staged, --changed and --since"
    )))
}

/// The changed lines of files. All lines of a file that is not among them are wanted: git does not know it, or takes it for
/// binary.
#[derive(Debug, Default)]
pub(super) struct Lines {
    files: HashMap<String, Vec<(usize, usize)>>,
}

impl Lines {
    /// Reads the files and their changed lines from the counts and the patch of a diff without context.
    ///
    /// The counts name the files in the order of the patch, and as they are; so the patch is asked for its hunks alone.
    fn read(diff: &[u8], tree: &Tree) -> (Vec<PathBuf>, Self) {
        let (mut names, mut lines, mut in_patch) = (Vec::new(), Self::default(), Vec::new());
        let mut rest = diff;
        // An empty field stands between the counts and the patch.
        while let Some(counts) = field(&mut rest).filter(|counts| !counts.is_empty()) {
            let mut parts = counts.splitn(3, |b| *b == b'\t');
            let (Some(added), Some(removed), Some(name)) = (parts.next(), parts.next(), parts.next()) else { break };
            // Of a file that was renamed the old and the new name follow.
            let name = if name.is_empty() { field(&mut rest).and_then(|_| field(&mut rest)) } else { Some(name) };
            let Some(name) = name else { break };
            let path = tree.path(name);
            if added != b"-" {
                lines.files.insert(shown(&path), Vec::new());
                if (added, removed) != (&b"0"[..], &b"0"[..]) {
                    in_patch.push(shown(&path));
                }
            }
            names.push(path);
        }
        lines.read_hunks(rest, in_patch.into_iter());
        (names, lines)
    }

    /// Reads the hunks of a patch of these files.
    fn read_hunks(&mut self, patch: &[u8], mut files: impl Iterator<Item = String>) {
        let mut ranges = None;
        // Lines of the hunk that are still to come, taken away and added: what they look like does not matter.
        let (mut old, mut new) = (0, 0);
        for line in patch.split(|b| *b == b'\n') {
            match line.first() {
                Some(b'-') if old > 0 => old -= 1,
                Some(b'+') if new > 0 => new -= 1,
                _ if line.starts_with(b"--- ") => ranges = files.next().and_then(|file| self.files.get_mut(&file)),
                _ => {
                    let Some((removed, added)) = hunk(line) else { continue };
                    (old, new) = (removed, added.1);
                    if let Some(ranges) = ranges.as_mut().filter(|_| new > 0) {
                        ranges.push((added.0, added.0 + new));
                    }
                }
            }
        }
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

/// The next field that NUL ends.
fn field<'d>(rest: &mut &'d [u8]) -> Option<&'d [u8]> {
    let end = memchr::memchr(0, rest)?;
    let field = &rest[..end];
    *rest = &rest[end + 1..];
    Some(field)
}

/// How many lines a hunk takes away, and the first and the number of those it adds.
fn hunk(header: &[u8]) -> Option<(usize, (usize, usize))> {
    let header = std::str::from_utf8(header.strip_prefix(b"@@ -")?.split(|b| *b == b'@').next()?).ok()?;
    let (old, new) = header.trim_end().split_once(" +")?;
    let side = |side: &str| {
        let (start, count) = side.split_once(',').unwrap_or((side, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    let (_, removed): (usize, usize) = side(old)?;
    Some((removed, side(new)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_are_read_from_a_diff() {
        let patch = "diff --git a/dir/f.md b/dir/f.md\n--- a/dir/f.md\n+++ b/dir/f.md\n@@ -1,0 +2,2 @@ head\n+++ x\n+y\n\
            @@ -9 +12 @@\n--- a\n+b\ndiff --git a/a b/b.md\n--- a/a\n+++ b/b.md\n@@ -1 +1 @@\n-x\n\
            \\ No newline at end of file\n+y\n";
        let diff = ["2\t0\tdir/f.md", "1\t1\t", "a", "b.md", "-\t-\tw.txt", "", patch].join("\0");
        let (files, lines) = Lines::read(diff.as_bytes(), &Tree { top: "/t".into(), inner: "dir".into() });
        assert_eq!(files, [Path::new("f.md"), Path::new("/t/b.md"), Path::new("/t/w.txt")]);
        let text = "1\n2\n3\n4\n";
        assert_eq!(lines.spans("f.md", text), Some(vec![Span::new(2, 6), Span::new(8, 8)]));
        assert_eq!(lines.spans("/t/b.md", text), Some(vec![Span::new(0, 2)]));
        assert_eq!(lines.spans("/t/w.txt", text), None, "binary for git");
        assert_eq!(lines.spans("new.md", text), None);
    }
}
