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
    assert_eq!(found(&["--staged"]), "staged.txt:1:1: our-slip [safe] a slip of ours\n");
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

/// The places found, as `file:line:column`.
fn places(folder: &Folder, args: &[&str]) -> Vec<String> {
    let run = folder.run(&[&["check", "--output-format", "concise"], args].concat());
    text(&run.stdout).lines().filter_map(|line| line.split(": ").next().map(str::to_owned)).collect()
}

/// A repository with one commit of these files.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    git(&folder, &["init", "-q", "-b", "main"]);
    for (name, content) in files {
        folder.write(name, content);
    }
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "first"]);
    folder
}

#[test]
fn a_changed_line_that_looks_like_a_header_is_a_line() {
    let folder = repository(&[("a.txt", "one\nteh old\n"), ("other.txt", "teh old\n")]);
    folder.write("a.txt", "++ other.txt\none\nteh old\nteh new\n");
    assert_eq!(places(&folder, &["--since", "HEAD"]), ["a.txt:4:1"]);
    git(&folder, &["commit", "-qam", "second"]);
    folder.write("a.txt", "one\nteh old\nteh new\n");
    assert_eq!(places(&folder, &["--since", "HEAD"]), [""; 0], "a line `--` removed");
}

#[test]
fn a_renamed_file_has_no_new_lines_but_those_added() {
    let long = "fine\n".repeat(30);
    let folder =
        repository(&[("old.txt", &format!("teh old\n{long}")), ("kept.txt", &format!("wierd old\n{long}x\n"))]);
    git(&folder, &["mv", "old.txt", "moved.txt"]);
    git(&folder, &["mv", "kept.txt", "grown.txt"]);
    folder.write("grown.txt", format!("wierd old\n{long}x\nteh new\n"));
    assert_eq!(places(&folder, &["--since", "HEAD"]), ["grown.txt:33:1"]);
    assert_eq!(places(&folder, &["--since", "HEAD", "moved.txt"]), [""; 0]);
}

#[test]
fn names_that_git_quotes_are_read_as_they_are() {
    let names = ["quote\".txt", "back\\slash.txt", "tab\t.txt", "größe 文.txt", "two words.txt", " lead.txt"];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "teh old\n")).collect();
    let folder = repository(&files);
    for name in names {
        folder.write(name, "teh old\nwierd new\n");
    }
    let found = places(&folder, &["--since", "HEAD"]);
    assert_eq!(found.len(), names.len(), "{found:?}");
    assert!(found.iter().all(|place| place.ends_with(":2:1")), "{found:?}");
}

#[test]
fn settings_of_git_do_not_change_what_is_read() {
    let folder = repository(&[("a.txt", "1\nteh old\n3\n4\n")]);
    for setting in [
        ["diff.noprefix", "true"],
        ["diff.mnemonicPrefix", "true"],
        ["diff.interHunkContext", "9"],
        ["diff.context", "9"],
        ["diff.renames", "false"],
        ["color.ui", "always"],
        ["diff.relative", "true"],
    ] {
        git(&folder, &["config", setting[0], setting[1]]);
    }
    folder.write("a.txt", "1 teh\nteh old\n3\n4 wierd\n");
    assert_eq!(places(&folder, &["--since", "HEAD"]), ["a.txt:1:3", "a.txt:4:3"]);
}

#[test]
fn a_file_whose_lines_git_does_not_see_is_looked_at_whole() {
    let wide =
        |s: &str| [0xFF, 0xFE].into_iter().chain(s.encode_utf16().flat_map(u16::to_le_bytes)).collect::<Vec<u8>>();
    let folder = repository(&[]);
    folder.write("wide.txt", wide("teh one\n"));
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "second"]);
    folder.write("wide.txt", wide("teh one\nteh two\n"));
    assert_eq!(places(&folder, &["--since", "HEAD"]), ["wide.txt:1:1", "wide.txt:2:1"]);
}

#[test]
fn a_line_taken_away_makes_no_other_line_new() {
    let folder = repository(&[("a.txt", "one\nteh old\nthree\nfour\n")]);
    folder.write("a.txt", "one\nteh old\nfour\n");
    assert_eq!(places(&folder, &["--since", "HEAD"]), [""; 0]);
}

#[test]
fn a_finding_is_not_on_the_line_behind_it() {
    let folder = repository(&[("a.txt", "Share on Facebook\nThe committee met on Tuesday.\n")]);
    folder.write("a.txt", "Share on Facebook\nThe committee met on Monday.\n");
    let select = ["--isolated", "--select", "boilerplate-line"];
    assert_eq!(places(&folder, &[&select[..], &["a.txt"]].concat()), ["a.txt:1:1"]);
    assert_eq!(places(&folder, &[&select[..], &["--since", "HEAD", "a.txt"]].concat()), [""; 0]);
}

#[test]
fn a_suppression_on_an_old_line_is_not_called_unused() {
    let folder = repository(&[("a.md", "teh old <!-- ungarble: ignore[our-slip] -->\n\nfine\n")]);
    folder.write("a.md", "teh old <!-- ungarble: ignore[our-slip] -->\n\nfine\n\nteh new\n");
    assert_eq!(places(&folder, &["--since", "HEAD"]), ["a.md:5:1"]);
}

#[test]
fn a_path_may_be_given_in_any_way() {
    let folder = repository(&[("docs/a.txt", "fine\n"), ("src/b.txt", "fine\n")]);
    folder.write("docs/a.txt", "teh\n");
    folder.write("src/b.txt", "teh\n");
    git(&folder, &["add", "docs"]);
    let docs = folder.path("docs").canonicalize().expect("it is there");
    let file = docs.join("a.txt");
    let inside = |args: &[&str]| {
        let run = tool(env!("CARGO_BIN_EXE_ungarble"), &folder.path("src"), args, "");
        (run.status.code(), text(&run.stdout).lines().count())
    };
    for option in [&["--staged"][..], &["--changed"], &["--since", "HEAD"]] {
        for path in [docs.as_path(), &file, "docs".as_ref(), "./docs/a.txt".as_ref(), "src/../docs".as_ref()] {
            let path = path.to_str().expect("UTF-8");
            assert_eq!(places(&folder, &[option, &[path]].concat()), ["docs/a.txt:1:1"], "{option:?} {path}");
        }
        let from_below = [&["check", "--output-format", "concise"], option].concat();
        for path in ["../docs", "../docs/a.txt", docs.to_str().expect("UTF-8")] {
            assert_eq!(inside(&[&from_below[..], &[path]].concat()), (Some(1), 1), "{option:?} {path}");
        }
    }
    // Without a path it is the current folder.
    assert_eq!(inside(&["check", "--output-format", "concise", "--changed"]), (Some(1), 1));
    assert_eq!(inside(&["check", "--output-format", "concise", "--staged"]), (Some(0), 0));
}

#[test]
fn a_path_that_is_not_there_is_said_and_one_without_changes_too() {
    let folder = repository(&[("docs/a.txt", "teh\n")]);
    for option in [&["--staged"][..], &["--changed"], &["--since", "HEAD"]] {
        let check = |path: &str| folder.run(&[&["check"], option, &[path]].concat());
        let missing = check("dosc");
        assert_eq!(missing.status.code(), Some(2), "{option:?}");
        assert!(text(&missing.stderr).contains("cannot read dosc"), "{}", text(&missing.stderr));
        let outside = check("/");
        assert_eq!(outside.status.code(), Some(0), "the repository is below it: {}", text(&outside.stderr));
        let elsewhere = tempfile::tempdir().expect("a folder");
        let outside = check(elsewhere.path().to_str().expect("UTF-8"));
        assert_eq!(outside.status.code(), Some(2), "{option:?}");
        assert!(text(&outside.stderr).contains("is not in this git repository"), "{}", text(&outside.stderr));
        let quiet = check("docs");
        assert_eq!((quiet.status.code(), text(&quiet.stdout).as_str()), (Some(0), ""));
        assert!(text(&quiet.stderr).contains("finds no file there; "), "{}", text(&quiet.stderr));
    }
}

#[test]
fn what_git_cannot_do_is_said_with_what_to_do() {
    let folder = repository(&[("a.txt", "fine\n")]);
    for (reference, says) in [("nope", "no commit is called \"nope\""), ("-x", "give a branch, a tag or a commit")] {
        let run = folder.run(&["check", &format!("--since={reference}")]);
        assert_eq!(run.status.code(), Some(2));
        let said = text(&run.stderr);
        assert!(said.contains(says) && said.contains("such as"), "{said}");
    }
    git(&folder, &["checkout", "-q", "--orphan", "lone"]);
    git(&folder, &["commit", "-qm", "another first"]);
    let said = text(&folder.run(&["check", "--since", "main"]).stderr);
    assert!(said.contains("no commit in common"), "{said}");
}
