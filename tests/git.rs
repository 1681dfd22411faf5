//! What git knows of files and lines, and what the command makes of it.

#![cfg(feature = "cli")]

use std::{fs, process::Output};

use folder::{Folder, text, tool};

mod folder;

fn git(folder: &Folder, args: &[&str]) -> Output {
    let mut all = vec!["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false"];
    all.extend(args);
    let output = tool("git", folder.0.path(), &all, "");
    assert!(output.status.success(), "git {args:?}: {}", text(&output.stderr));
    output
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
