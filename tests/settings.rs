//! What settings do, wherever they are given.

#![cfg(feature = "cli")]

use folder::{Folder, text};

mod folder;

const CARD_AND: &str = "extra-rules = \"our-slip.card\"\nselect = [\"our-slip\"]\n";

#[test]
fn the_order_of_words_does_not_matter_nor_do_overlaps() {
    let folder = Folder::new();
    folder.write("a.txt", "We saw [Guest Name] there.\n");
    folder.write("b.txt", "All of teh house stood in teh house of old.\n");
    for words in [r#"["[Guest", "[Guest Name]"]"#, r#"["[Guest Name]", "[Guest"]"#] {
        folder.write("ungarble.toml", format!("select = [\"template-slot\"]\nwords = {words}\n"));
        let run = folder.run(&["check", "a.txt"]);
        assert_eq!((run.status.code(), text(&run.stdout).as_str()), (Some(0), ""), "{words}");
    }
    // `all of` and `house stood in` each cover no slip, and take no word from the phrases that do.
    for words in [
        r#"["all of", "of teh", "house stood in", "in teh house"]"#,
        r#"["in teh house", "house stood in", "of teh", "all of"]"#,
    ] {
        folder.write("ungarble.toml", format!("{CARD_AND}words = {words}\n"));
        let run = folder.run(&["check", "b.txt"]);
        assert_eq!((run.status.code(), text(&run.stdout).as_str()), (Some(0), ""), "{words}");
    }
    folder.write("ungarble.toml", format!("{CARD_AND}words = [\"of te\", \"eh house\"]\n"));
    assert_eq!(folder.run(&["check", "b.txt"]).status.code(), Some(1), "no word is part of a longer one");
}

#[test]
fn more_words_than_can_be_searched_for_are_said_to_be_too_many() {
    let folder = Folder::new();
    folder.write("a.txt", "teh\n");
    let words: Vec<String> = (0..200_000).map(|i| format!("\"wordnumber{i}\"")).collect();
    folder.write("ungarble.toml", format!("{CARD_AND}words = [{}]\n", words.join(", ")));
    let run = folder.run(&["check", "a.txt"]);
    let said = text(&run.stderr);
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("200000 are more than can be searched for; "), "{said}");
}

#[test]
fn fail_on_of_the_configuration_holds_for_standard_input_too() {
    let folder = Folder::new();
    folder.write("ungarble.toml", "select = [\"template-slot\"]\nfail-on = \"safe\"\n");
    let slot = "We saw [Guest Name] there.\n";
    folder.write("a.txt", slot);
    assert_eq!(folder.run(&["fix", "a.txt"]).status.code(), Some(0));
    for args in [&["fix"][..], &["fix", "-"], &["fix", "-", "--output-file", "report"], &["check", "-"]] {
        assert_eq!(folder.run_with(args, slot).status.code(), Some(0), "{args:?}");
        assert_eq!(folder.run_with(&[args, &["--fail-on", "flag"]].concat(), slot).status.code(), Some(1), "{args:?}");
    }
    assert!(folder.read("report").contains("template-slot"));
}

#[test]
fn a_mistake_in_the_configuration_leaves_the_last_report_alone() {
    let folder = Folder::new();
    folder.write("report", "the last one\n");
    folder.write("ungarble.toml", "fail-on = \"sometimes\"\n");
    assert_eq!(folder.run_with(&["check", "-", "-o", "report"], "teh\n").status.code(), Some(2));
    assert_eq!(folder.read("report"), "the last one\n");
}

#[test]
fn only_check_makes_a_baseline() {
    let folder = Folder::new();
    folder.write("a.txt", "teh\n");
    for command in ["diff", "fix", "review"] {
        let run = folder.run(&[command, "a.txt", "--baseline", "known.json", "--update-baseline"]);
        assert_eq!(run.status.code(), Some(2), "{command}");
        assert!(text(&run.stderr).contains("unexpected argument '--update-baseline'"), "{}", text(&run.stderr));
    }
    assert_eq!(folder.read("a.txt"), "teh\n");
    let made = folder.run(&["check", "a.txt", "--baseline", "known.json", "--update-baseline"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    assert_eq!(folder.run(&["check", "a.txt", "--baseline", "known.json"]).status.code(), Some(0));
    let some = folder.run(&["check", "--since", "HEAD", "--baseline", "known.json", "--update-baseline"]);
    assert_eq!(some.status.code(), Some(2), "some lines say nothing of a file's other findings");
}

#[test]
fn what_selects_goes_before_what_was_chosen_before_it() {
    let folder = Folder::new();
    folder.write("a.txt", "We saw [Guest Name] there.\n");
    folder.write("poems/b.txt", "We saw [Guest Name] there.\n");
    folder.write(
        "ungarble.toml",
        "ignore = [\"template-slot\"]\n[[per-path]]\npaths = [\"poems/\"]\nselect = [\"template-slot\"]\n",
    );
    let found = |args: &[&str]| folder.run(&[&["check"], args].concat()).status.code() == Some(1);
    assert!(!found(&["a.txt"]) && found(&["poems/b.txt"]));
    assert!(found(&["a.txt", "--select", "template-slot"]));
    assert!(!found(&["a.txt", "--select", "template-slot", "--ignore", "template-slot"]));
    assert!(!found(&["a.txt", "--extend-select", "template-slot"]));
}

#[test]
fn a_baseline_keeps_what_is_known_of_other_files() {
    let folder = Folder::new();
    folder.write("a.txt", "teh\n");
    folder.write("b.txt", "teh\n");
    let make = |path: &str| {
        let made = folder.run(&["check", path, "--baseline", "known.json", "--update-baseline"]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        text(&made.stderr)
    };
    make(".");
    folder.write("a.txt", "Nothing\n");
    assert!(make("a.txt").contains("1 finding in the baseline now"));
    assert_eq!(folder.run(&["check", ".", "--baseline", "known.json"]).status.code(), Some(0));
}
