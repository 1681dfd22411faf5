//! What the command does to files: patches that apply, links and permissions that stay, pipes that close, a cache that
//! is never wrong.

#![cfg(feature = "cli")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const CARD: &str = r#"
id = "our-slip"
kind = "map"
summary = "A slip of ours"
why = "We type it often."
applicability = "safe"
[[match]]
map = { teh = "the", wierd = "weird" }
[[example]]
from = "in teh house"
to = "in the house"
[[keep]]
text = "the house"
"#;

struct Folder(tempfile::TempDir);

impl Folder {
    /// A folder with a rule of its own, so that the tests do not hang on ours.
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.write("our-slip.card", CARD);
        folder.write("ungarble.toml", "extra-rules = \"our-slip.card\"\nselect = [\"our-slip\"]\nexclude = [\"*.card\", \"*.toml\", \"skipped/\"]\n");
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, content).expect("written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("read")
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, "")
    }

    fn run_with(&self, args: &[&str], input: &str) -> Output {
        tool(env!("CARGO_BIN_EXE_ungarble"), self.0.path(), args, input)
    }
}

fn tool(program: &str, folder: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("UNGARBLE_CACHE_DIR", folder.join(".cache"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{program}: {e}"));
    child.stdin.take().expect("piped").write_all(input.as_bytes()).ok();
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn git(folder: &Folder, args: &[&str]) -> Output {
    let mut all = vec!["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false"];
    all.extend(args);
    let output = tool("git", folder.0.path(), &all, "");
    assert!(output.status.success(), "git {args:?}: {}", text(&output.stderr));
    output
}

const PAGES: &[(&str, &str)] = &[
    ("plain.md", "one\ntwo\nteh three\nfour\n"),
    ("first and last.md", "teh first\nb\nc\nd\ne\nf\ng\nh\ni\nteh last"),
    ("crlf.txt", "teh one\r\ntwo\r\nwierd three\r\n"),
    ("unicode \u{e9}.txt", "文字 teh \u{202E}end\u{1b}[2J\nnext\n"),
    ("quote\".txt", "teh\n"),
    ("deep/er/x.txt", "a\n\n\nteh\n\n\n\n\n\n\nteh\n"),
];

#[test]
fn what_diff_says_git_and_patch_do_and_fix_does() {
    for by in [&["git", "apply", "-"][..], &["patch", "-p1", "--binary"][..]] {
        let (patched, fixed) = (Folder::new(), Folder::new());
        for (name, content) in PAGES {
            patched.write(name, content);
            fixed.write(name, content);
        }
        let diff = patched.run(&["diff", "."]);
        assert_eq!(diff.status.code(), Some(1), "{}", text(&diff.stderr));
        let applied = tool(by[0], patched.0.path(), &by[1..], &text(&diff.stdout));
        assert!(
            applied.status.success(),
            "{by:?}: {}{}\n{}",
            text(&applied.stdout),
            text(&applied.stderr),
            text(&diff.stdout)
        );
        let fix = fixed.run(&["fix", "."]);
        assert_eq!(fix.status.code(), Some(0), "{}", text(&fix.stderr));
        for (name, _) in PAGES {
            assert_eq!(patched.read(name), fixed.read(name), "{by:?} {name}");
            assert!(!fixed.read(name).contains("teh"), "{name}");
        }
        assert!(fixed.run(&["diff", "."]).stdout.is_empty());
    }
}

#[test]
fn standard_input_is_fixed_to_standard_output() {
    let folder = Folder::new();
    let fixed = folder.run_with(&["fix", "-"], "teh end\r\n");
    assert_eq!((text(&fixed.stdout).as_str(), fixed.status.code()), ("the end\r\n", Some(0)));
    let bare = folder.run_with(&["fix"], "teh end");
    assert_eq!(text(&bare.stdout), "the end");
    let left_out = folder.run_with(&["check", "--stdin-filename", "skipped/x.md", "--force-exclude"], "teh end");
    assert_eq!(left_out.status.code(), Some(0));
}

#[test]
#[cfg(unix)]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = Folder::new();
    folder.write("real.txt", "teh\n");
    fs::set_permissions(folder.path("real.txt"), fs::Permissions::from_mode(0o750)).expect("set");
    symlink("real.txt", folder.path("link.txt")).expect("linked");
    assert_eq!(folder.run(&["fix", "link.txt"]).status.code(), Some(0));
    assert!(fs::symlink_metadata(folder.path("link.txt")).expect("there").is_symlink());
    assert_eq!(folder.read("real.txt"), "the\n");
    assert_eq!(fs::metadata(folder.path("real.txt")).expect("there").permissions().mode() & 0o777, 0o750);
    fs::write(folder.path("real.txt"), "teh\n").expect("written");
    fs::set_permissions(folder.path("real.txt"), fs::Permissions::from_mode(0o440)).expect("set");
    let refused = folder.run(&["fix", "real.txt"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("read-only"), "{}", text(&refused.stderr));
    assert_eq!(folder.read("real.txt"), "teh\n");
}

#[test]
fn other_encodings_are_written_back_as_they_were() {
    let folder = Folder::new();
    let utf16 =
        |s: &str| [0xFF, 0xFE].into_iter().chain(s.encode_utf16().flat_map(u16::to_le_bytes)).collect::<Vec<u8>>();
    folder.write("wide.txt", utf16("teh größte\r\n"));
    assert_eq!(folder.run(&["fix", "wide.txt"]).status.code(), Some(0));
    assert_eq!(fs::read(folder.path("wide.txt")).expect("read"), utf16("the größte\r\n"));
}

#[test]
fn an_encoding_can_be_named_for_reading_and_for_writing() {
    let folder = Folder::new();
    // Too short to be told by its letters: `в teh` in windows-1251.
    folder.write("note.txt", b"\xe2 teh");
    assert_eq!(folder.run(&["check", "note.txt"]).status.code(), Some(2));
    let fixed = folder.run(&["fix", "--encoding", "windows-1251", "note.txt"]);
    assert_eq!(fixed.status.code(), Some(0), "{}", text(&fixed.stderr));
    assert_eq!(fs::read(folder.path("note.txt")).expect("read"), b"\xe2 the");
    folder.run(&["fix", "--encoding", "cp1251", "--output-encoding", "utf-8", "note.txt"]);
    assert_eq!(folder.read("note.txt"), "в the");
    // What an encoding lacks is said, and the file stays.
    let refused = folder.run(&["fix", "--output-encoding", "latin1", "note.txt"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("does not exist in windows-1252"), "{}", text(&refused.stderr));
    assert_eq!(folder.read("note.txt"), "в the");
    let unknown = folder.run(&["check", "--encoding", "klingon", "note.txt"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("no encoding is called \"klingon\""), "{}", text(&unknown.stderr));
}

#[test]
fn a_reader_may_leave() {
    let folder = Folder::new();
    folder.write("many.txt", "teh line\n".repeat(50_000));
    let mut child = Command::new(env!("CARGO_BIN_EXE_ungarble"))
        .args(["check", "many.txt"])
        .current_dir(folder.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(text(&ended.stderr), "");
    assert_eq!(ended.status.code(), Some(1), "what was found stays found");
}

#[test]
fn the_order_of_the_report_is_the_order_of_the_names() {
    let folder = Folder::new();
    for i in 0..40 {
        folder.write(&format!("{i:02}.txt"), "teh\n".repeat(1 + (i * 37) % 11));
    }
    let one = folder.run(&["check", ".", "--output-format", "json-lines", "-j", "1", "--no-cache"]).stdout;
    let four = folder.run(&["check", ".", "--output-format", "json-lines", "-j", "4", "--no-cache"]).stdout;
    assert!(!one.is_empty());
    assert_eq!(text(&one), text(&four));
}

#[test]
fn the_cache_answers_the_same_and_notices_changes() {
    let folder = Folder::new();
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    for i in 0..80 {
        let name = format!("{i:02}.txt");
        folder.write(&name, if i % 9 == 0 { "teh\n" } else { "the\n" });
        fs::File::options().write(true).open(folder.path(&name)).and_then(|f| f.set_modified(long_ago)).expect("dated");
    }
    let check =
        |more: &[&str]| text(&folder.run(&[&["check", ".", "--output-format", "concise"], more].concat()).stdout);
    let cold = check(&[]);
    assert!(folder.path(".cache").is_dir(), "something is kept");
    assert_eq!(cold.lines().count(), 9);
    assert_eq!(check(&[]), cold);
    folder.write("01.txt", "teh\n");
    assert_eq!(check(&[]).lines().count(), 10, "a change is seen");
    folder.write("ungarble.toml", "extra-rules = \"our-slip.card\"\nselect = [\"our-slip\"]\nwords = [\"teh\"]\nexclude = [\"*.card\", \"*.toml\"]\n");
    assert_eq!(check(&[]), "", "other settings, other findings");
    assert_eq!(check(&["--no-cache"]), "");
}

#[test]
fn git_says_which_files_and_lines() {
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    folder.write("old.txt", "teh old line\nfine\n");
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    folder.write("old.txt", "teh old line\nfine\nteh new line\n");
    folder.write("new.txt", "teh\n");
    folder.write("staged.txt", "wierd\n");
    git(&folder, &["add", "staged.txt"]);
    let found = |args: &[&str]| text(&folder.run(&[&["check", "--output-format", "concise"], args].concat()).stdout);
    assert_eq!(found(&["--staged"]), "staged.txt:1:1: our-slip [safe] A slip of ours\n");
    let changed = found(&["--changed"]);
    assert_eq!(changed.lines().count(), 4, "{changed}");
    let since = found(&["--since", "HEAD"]);
    assert!(since.contains("old.txt:3:1") && !since.contains("old.txt:1:1"), "{since}");
    assert_eq!(since.lines().count(), 3, "{since}");
    assert_eq!(found(&["--changed", "new.txt"]).lines().count(), 1);
    folder.write("list", "new.txt\nold.txt\n");
    assert_eq!(found(&["--file-list", "list"]).lines().count(), 3);
    let no_commit = folder.run(&["check", "--since", "no-such-ref"]);
    assert_eq!(no_commit.status.code(), Some(2));
}

#[test]
fn what_is_staged_is_judged_and_what_is_not_is_not_lost() {
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    for (name, staged, on_disk) in [
        ("same.txt", "teh\n", Some("teh\n")),
        ("mended.txt", "teh\n", Some("the\n")),
        ("spoilt.txt", "the\n", Some("teh\n")),
        ("gone.txt", "first\nteh\n", None),
    ] {
        folder.write(name, staged);
        git(&folder, &["add", name]);
        match on_disk {
            Some(text) => folder.write(name, text),
            None => fs::remove_file(folder.path(name)).expect("it is there"),
        }
    }
    let run = |args: &[&str]| folder.run(&[args, &["--staged", "--output-format", "concise"]].concat());
    let found = text(&run(&["check"]).stdout);
    let places: Vec<&str> = found.lines().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(places, ["gone.txt:2:1", "mended.txt:1:1", "same.txt:1:1"], "{found}");
    let fixed = run(&["fix"]);
    assert_eq!(fixed.status.code(), Some(2));
    let said = text(&fixed.stderr);
    assert!(said.contains("mended.txt: not fixed, since the file has changes that are not staged"), "{said}");
    assert_eq!(folder.read("same.txt"), "the\n");
    assert_eq!(folder.read("mended.txt"), "the\n");
    assert_eq!(folder.read("spoilt.txt"), "teh\n");
    assert!(!folder.path("gone.txt").exists());
}

#[test]
fn without_a_repository_git_is_asked_for_in_vain() {
    let folder = Folder::new();
    for option in ["--staged", "--changed"] {
        let run = folder.run(&["check", option]);
        assert_eq!(run.status.code(), Some(2));
        assert!(text(&run.stderr).contains("no git repository"), "{}", text(&run.stderr));
    }
}

#[test]
fn excluded_files_are_left_out_even_by_name_if_asked() {
    let folder = Folder::new();
    folder.write("skipped/x.txt", "teh\n");
    folder.write("logo.png", b"\x89PNG\r\n\x1a\n\0\0teh");
    assert_eq!(folder.run(&["check", "."]).status.code(), Some(0), "a walk skips both");
    assert_eq!(folder.run(&["check", "skipped/x.txt"]).status.code(), Some(1));
    assert_eq!(folder.run(&["check", "--force-exclude", "skipped/x.txt"]).status.code(), Some(0));
    let image = folder.run(&["check", "logo.png"]);
    assert_eq!(image.status.code(), Some(2));
    assert!(text(&image.stderr).contains("not text"), "{}", text(&image.stderr));
}

#[test]
fn man_pages_and_completions_are_made() {
    let folder = Folder::new();
    assert!(folder.run(&["man", "man"]).status.success());
    assert!(folder.read("man/ungarble-check.1").contains("output"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(text(&folder.run(&["completions", shell]).stdout).contains("ungarble"), "{shell}");
    }
}
