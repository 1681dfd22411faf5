//! What the command does to files: patches that apply, links and permissions that stay, pipes that close, a cache that
//! is never wrong.

#![cfg(feature = "cli")]

use std::{
    fs,
    process::{Command, Stdio},
};

use folder::{Folder, text, tool};

mod folder;

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
    many_files(&folder);
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
fn a_diff_is_in_the_encoding_of_its_file() {
    let russian = "Он сказал, что teh дом стоит на холме.\r\nВторая строка о том, что было вчера.\r\n";
    let japanese = "吾輩は猫である。名前はまだ無い。teh 文字。\nどこで生れたかとんと見当がつかぬ。\n";
    for (encoding, content) in [
        ("windows-1251", russian),
        ("koi8-r", russian),
        ("ibm866", russian),
        ("shift_jis", japanese),
        ("iso-2022-jp", japanese),
    ] {
        let folder = Folder::new();
        let by_name = ungarble::text::decode::Encoding::by_name(encoding).expect("it is known");
        let encoded = |s: &str| ungarble::text::decode::encode(s, by_name, false).expect("it has them").into_owned();
        folder.write("größe.txt", encoded(content));
        let args = ["--encoding", encoding, "größe.txt"];
        let diff = folder.run(&[&["diff"][..], &args].concat());
        assert_eq!(diff.status.code(), Some(1), "{encoding}: {}", text(&diff.stderr));
        folder.write("the.patch", &diff.stdout);
        let applied = tool("git", folder.0.path(), &["apply", "the.patch"], "");
        assert!(applied.status.success(), "{encoding}: {}", text(&applied.stderr));
        let mended = content.replace("teh", "the");
        assert_eq!(fs::read(folder.path("größe.txt")).expect("read"), encoded(&mended), "{encoding}");
        folder.write("größe.txt", encoded(content));
        let to_file = folder.run(&[&["fix", "--diff", "-o", "to-file.patch"][..], &args].concat());
        assert_eq!(to_file.status.code(), Some(1), "{}", text(&to_file.stderr));
        assert_eq!(fs::read(folder.path("to-file.patch")).expect("read"), diff.stdout, "{encoding}");
        let shown = folder.run(&[&["diff", "--color", "always"][..], &args].concat());
        assert!(std::str::from_utf8(&shown.stdout).is_ok(), "what people see is UTF-8");
    }
}

#[test]
fn a_diff_of_wide_text_is_refused_with_what_to_do() {
    for encoding in ["utf-16le", "utf-16be", "utf-32le"] {
        let folder = Folder::new();
        let by_name = ungarble::text::decode::Encoding::by_name(encoding).expect("it is known");
        let encoded = |s: &str| ungarble::text::decode::encode(s, by_name, true).expect("it has them").into_owned();
        folder.write("wide.txt", encoded("in teh house\n"));
        folder.write("fine.txt", encoded("in the house\n"));
        let diff = folder.run(&["diff", "wide.txt"]);
        assert_eq!((diff.status.code(), diff.stdout.len()), (Some(2), 0), "{encoding}");
        let said = text(&diff.stderr);
        assert!(said.contains("wide.txt") && said.contains("binary") && said.contains("`ungarble fix`"), "{said}");
        assert_eq!(folder.run(&["diff", "fine.txt"]).status.code(), Some(0), "nothing to write, nothing to say");
        assert_eq!(folder.run(&["diff", "--color", "always", "wide.txt"]).status.code(), Some(1), "people may see it");
    }
}

/// Eighty files, changed long enough ago to be kept.
fn many_files(folder: &Folder) {
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_mins(1);
    for i in 0..80 {
        let name = format!("{i:02}.txt");
        folder.write(&name, if i % 9 == 0 { "teh\n" } else { "the\n" });
        fs::File::options().write(true).open(folder.path(&name)).and_then(|f| f.set_modified(long_ago)).expect("dated");
    }
}

/// The names in the only cache, and where it is.
fn kept(folder: &Folder) -> (std::path::PathBuf, serde_json::Map<String, serde_json::Value>) {
    let mut caches = fs::read_dir(folder.path(".cache")).expect("something is kept");
    let path = caches.next().expect("one").expect("readable").path();
    let entries = serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
    (path, entries)
}

#[test]
fn every_command_keeps_what_it_learns() {
    for args in [
        &["check", "."][..],
        &["check", "--add-ignore", "."],
        &["diff", "."],
        &["fix", "."],
        &["review", "--html", "page.html", "."],
    ] {
        let folder = Folder::new();
        many_files(&folder);
        folder.run(args);
        assert!(folder.path(".cache").is_dir(), "{args:?}");
        assert!(kept(&folder).1.len() >= 71, "{args:?}");
    }
}

#[test]
fn a_full_cache_forgets_files_not_seen_and_no_other() {
    let folder = Folder::new();
    many_files(&folder);
    folder.run(&["check", "."]);
    let (path, mut entries) = kept(&folder);
    let mine = entries.len();
    let one = entries.values().next().expect("some").clone();
    entries.extend((0..200_001).map(|i| (format!("/gone/{i}.txt"), one.clone())));
    fs::write(&path, serde_json::to_vec(&entries).expect("JSON")).expect("written");
    folder.write("01.txt", "the one\n");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(30);
    fs::File::options().write(true).open(folder.path("01.txt")).and_then(|f| f.set_modified(long_ago)).expect("dated");
    folder.run(&["check", "."]);
    assert_eq!(kept(&folder).1.len(), mine);
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

#[test]
fn a_file_named_twice_is_looked_at_once() {
    let folder = Folder::new();
    folder.write("a.txt", "teh\n");
    let run = folder.run(&["check", "a.txt", "./a.txt", ".", "--output-format", "json-lines"]);
    assert_eq!(text(&run.stdout).lines().count(), 1, "{}", text(&run.stdout));
    // Of what was named it is said why it cannot be read, though a walk leaves it out quietly.
    folder.write("b.bin", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe\xfd");
    let said = |args: &[&str]| text(&folder.run(&[&["check"], args].concat()).stderr);
    assert_eq!(said(&[".", "b.bin"]), said(&["b.bin"]));
    assert_ne!(said(&[".", "b.bin"]), said(&["."]));
}

#[test]
fn edits_are_listed_beside_what_programs_read() {
    let folder = Folder::new();
    folder.write("a.txt", "teh\n");
    let run = folder.run(&["fix", "a.txt", "--show-fixes", "--output-format", "json"]);
    assert_eq!(text(&run.stdout).trim(), "[]");
    assert!(text(&run.stderr).contains("fixed our-slip"), "{}", text(&run.stderr));
    let run = folder.run_with(&["fix", "--show-fixes"], "teh\n");
    assert_eq!(text(&run.stdout), "the\n");
    assert!(text(&run.stderr).contains("fixed our-slip"), "{}", text(&run.stderr));
}
