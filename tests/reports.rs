//! Every form of report, held against text that tries to be more than text.

#![cfg(feature = "cli")]

use std::{
    io,
    sync::atomic::{AtomicUsize, Ordering},
};

use serde_json::Value;
use ungarble::{
    config,
    finding::Finding,
    report::{File, Look, OutputFormat, Paint, Totals},
    span::Span,
};

const LOOK: Look = Look { paint: Paint { on: false }, width: 80 };

/// Text, path, replacement and message that would each do harm if they were taken at their word.
const HOSTILE: &str = "</script><img onerror=x>]]>&amp;\"'::error file=x::boo\u{1b}[2J\u{9b}31m\u{0}\u{202E}\u{2066}\u{feff}%0A\r\n::warning::x\n-->";

fn report(format: OutputFormat, path: &str, text: &str, findings: &[Finding]) -> String {
    let mut report = format.report(LOOK);
    let mut out = Vec::new();
    let mut totals = Totals::default();
    report.start(&mut out).expect("a Vec takes all");
    totals.add(findings, 0);
    report.file(&File { path, text, findings }, &mut out).expect("a Vec takes all");
    report.finish(&totals, &mut out).expect("a Vec takes all");
    String::from_utf8(out).expect("reports are UTF-8")
}

fn hostile() -> Vec<Finding> {
    vec![
        Finding::safe("script-fusion", Span::new(0, HOSTILE.len()), HOSTILE, HOSTILE),
        Finding::flag("template-slot", Span::new(9, 12), HOSTILE),
    ]
}

#[test]
fn nothing_unseen_reaches_the_reader_of_any_form() {
    for (name, format) in OutputFormat::ALL {
        let said = report(*format, HOSTILE, HOSTILE, &hostile());
        let unseen = said
            .chars()
            .find(|&c| c != '\n' && (c.is_control() || ungarble::report::visible(&c.to_string()) != c.to_string()));
        assert_eq!(unseen, None, "{name}: {said:?}");
    }
}

#[test]
fn json_forms_can_be_read_and_say_the_text_as_it_is() {
    let whole =
        |format| serde_json::from_str::<Value>(&report(format, "a.md", HOSTILE, &hostile())).expect("one value");
    assert_eq!(whole(OutputFormat::Json)[0]["text"], HOSTILE);
    assert_eq!(whole(OutputFormat::Gitlab)[0]["description"], HOSTILE);
    assert_eq!(whole(OutputFormat::Rdjson)["diagnostics"][0]["suggestions"][0]["text"], HOSTILE);
    let fix = &whole(OutputFormat::Sarif)["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(fix["insertedContent"]["text"], HOSTILE);
    for line in report(OutputFormat::JsonLines, "a.md", HOSTILE, &hostile()).lines() {
        let row: Value = serde_json::from_str(line).expect("one object a line");
        assert_eq!(row["message"], HOSTILE);
    }
}

#[test]
fn an_issue_of_gitlab_is_the_same_one_for_every_build() {
    let said = report(
        OutputFormat::Gitlab,
        "a.md",
        "in teh house, teh",
        &[
            Finding::safe("our-slip", Span::new(3, 6), "the", "A slip"),
            Finding::safe("our-slip", Span::new(14, 17), "the", "A slip"),
            Finding::safe("our-slip", Span::new(13, 14), "", "A slip"),
        ],
    );
    let rows: Vec<Value> = serde_json::from_str(&said).expect("one array");
    let fingerprints: Vec<&str> = rows.iter().filter_map(|row| row["fingerprint"].as_str()).collect();
    assert_eq!(fingerprints, ["d5e57581d9a7b5090001", "d5e57581d9a7b5090002", "3ccbfb18bcd1bd160001"]);
}

#[test]
fn line_forms_keep_each_finding_on_its_line() {
    for format in [OutputFormat::Github, OutputFormat::Concise, OutputFormat::JsonLines] {
        assert_eq!(report(format, HOSTILE, HOSTILE, &hostile()).lines().count(), 2);
    }
    assert!(report(OutputFormat::Github, HOSTILE, HOSTILE, &hostile()).lines().all(|l| l.starts_with("::")));
}

#[test]
fn markup_in_junit_is_text() {
    let said = report(OutputFormat::Junit, HOSTILE, HOSTILE, &hostile());
    assert!(!said.contains("<img") && !said.contains("]]>") && !said.contains("</script"), "{said}");
    assert_eq!(said.matches("<failure").count(), 2);
    assert_eq!(said.matches("</failure>").count(), 2);
}

#[test]
fn a_line_of_a_megabyte_full_of_findings_is_no_trouble() {
    let text = "word ".repeat(200_000);
    let findings: Vec<Finding> = (0..20_000)
        .map(|i| Finding::safe("repeated-word", Span::new(i * 50, i * 50 + 4), "", "A word twice in a row"))
        .collect();
    for (name, format) in OutputFormat::ALL {
        let started = std::time::Instant::now();
        assert!(!report(*format, "a.md", &text, &findings).is_empty());
        assert!(started.elapsed().as_secs() < 10, "{name} took {:?}", started.elapsed());
    }
}

#[test]
fn empty_reports_are_whole_too() {
    for format in [OutputFormat::Json, OutputFormat::Gitlab, OutputFormat::Sarif, OutputFormat::Rdjson] {
        let said = report(format, "a.md", "", &[]);
        serde_json::from_str::<Value>(&said).unwrap_or_else(|e| panic!("{e}: {said}"));
    }
}

/// Takes a little and then refuses, as a closed pipe does.
struct Closed(AtomicUsize);

impl io::Write for Closed {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.0.fetch_add(buf.len(), Ordering::Relaxed) > 64 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_leaves_is_said_to_have_left() {
    let mut out = Closed(AtomicUsize::new(0));
    let file = File { path: "a.md", text: HOSTILE, findings: &hostile() };
    let mut report = OutputFormat::Full.report(LOOK);
    let ended = report.file(&file, &mut out).map_err(|e| e.kind());
    assert_eq!(ended, Err(io::ErrorKind::BrokenPipe));
}

#[test]
fn the_schema_is_fresh_and_knows_every_form() {
    let schema = config::schema();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/ungarble.schema.json");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &schema).expect("the schema can be written");
    }
    assert_eq!(
        std::fs::read_to_string(path).expect("the schema is checked in"),
        schema,
        "run `BLESS=1 cargo test --test reports`"
    );
    let schema: Value = serde_json::from_str(&schema).expect("a schema is JSON");
    let forms: Vec<&str> = schema["properties"]["output-format"]["enum"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(forms, OutputFormat::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
