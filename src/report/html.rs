//! The review as one HTML file: no network, no other files, and nothing in the text can act.
//!
//! The findings are embedded as JSON in which `<`, `>` and `&` are written as escapes, so that no text can end the
//! element it stands in; the page's script puts text on the page as text nodes only. The content security policy allows
//! exactly the two inline blocks that are ours, by their hashes, and nothing from anywhere.

use std::{collections::BTreeMap, fmt::Write as _};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::line_column_spans;
use crate::{
    decisions::{Piece, Review, VERSION, sha256},
    filters,
    finding::Stage,
    rule,
};

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = concat!(include_str!("html/model.js"), include_str!("html/view.js"), include_str!("html/app.js"));

/// The page's data; the script reads these names.
#[derive(Serialize)]
struct Data<'a> {
    version: u32,
    /// Tells reports apart, so that a browser does not mix up their decisions.
    id: String,
    files: Vec<FileData<'a>>,
    rules: BTreeMap<&'a str, RuleData<'a>>,
}

#[derive(Serialize)]
struct RuleData<'a> {
    summary: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct FileData<'a> {
    path: &'a str,
    sha256: String,
    /// The text of each piece, its maker or -1, and its removers.
    pieces: Vec<(&'a str, i64, &'a [usize])>,
    /// In the order of making, which the other numbers count in.
    findings: Vec<FindingData<'a>>,
    /// In the order of reading.
    order: Vec<usize>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingData<'a> {
    rule: &'a str,
    kind: &'static str,
    level: &'static str,
    message: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    was: &'a str,
    replacement: Option<&'a str>,
    builds_on: &'a [usize],
    excluded_by: &'a [usize],
}

/// The page for these texts, in this order.
#[must_use]
pub fn page(files: &[(&str, &Review<'_>)]) -> String {
    let kinds = kinds();
    let files: Vec<FileData<'_>> = files.iter().map(|(path, review)| file_data(path, review, &kinds)).collect();
    let mut rules = BTreeMap::new();
    for finding in files.iter().flat_map(|file| &file.findings) {
        if let Some(rule) = rule::find(finding.rule) {
            rules.insert(finding.rule, RuleData { summary: &rule.summary, why: &rule.why });
        }
    }
    let mut data = Data { version: VERSION, id: String::new(), files, rules };
    data.id = sha256(json(&data).as_bytes());
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        source_hash(STYLE),
        source_hash(SCRIPT)
    );
    fill(&[("policy", &policy), ("style", STYLE), ("data", &inert(&json(&data))), ("script", SCRIPT)])
}

fn file_data<'a>(path: &'a str, review: &'a Review<'_>, kinds: &BTreeMap<&str, &'static str>) -> FileData<'a> {
    let findings = &review.outcome().findings;
    let piece = |piece: &'a Piece<'_>| {
        let maker = piece.made_by.map_or(-1, |maker| i64::try_from(maker).unwrap_or(-1));
        (&*piece.text, maker, piece.removed_by.as_slice())
    };
    let finding = |(i, place): (usize, super::LineColumnSpan)| FindingData {
        rule: &findings[i].rule,
        kind: kinds.get(&*findings[i].rule).copied().unwrap_or("other"),
        level: findings[i].applicability.as_str(),
        message: &findings[i].message,
        start: findings[i].span.start,
        end: findings[i].span.end,
        line: place.line,
        column: place.column,
        was: &review.original()[findings[i].span.range()],
        replacement: findings[i].replacement.as_deref(),
        builds_on: review.weave().builds_on(i),
        excluded_by: review.weave().excluded_by(i),
    };
    FileData {
        path,
        sha256: sha256(review.original().as_bytes()),
        pieces: review.weave().pieces().iter().map(piece).collect(),
        findings: line_column_spans(review.original(), findings).into_iter().enumerate().map(finding).collect(),
        order: review.reading_order(),
    }
}

/// What each rule is about, told by when its filter runs.
fn kinds() -> BTreeMap<&'static str, &'static str> {
    let kind = |stage| match stage {
        Stage::Encoding => "encoding",
        Stage::Characters => "characters",
        Stage::Residue => "residue",
        Stage::Scripts => "scripts",
        Stage::Words => "words",
        Stage::Repetition => "repetition",
        Stage::Layout => "layout",
    };
    filters::all()
        .iter()
        .flat_map(|filter| filter.rules().iter().map(move |rule| (*rule, kind(filter.stage()))))
        .collect()
}

fn json(data: &Data<'_>) -> String {
    serde_json::to_string(data).expect("strings and numbers always make JSON")
}

/// JSON that may stand in a script element, whatever its strings hold.
fn inert(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 64);
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out
}

/// A block's hash as a content security policy names it.
fn source_hash(block: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(block.as_bytes())))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for digit in 0..4 {
            let sextet = (bits >> (18 - 6 * digit)) as usize & 63;
            out.push(if digit <= chunk.len() { char::from(DIGITS[sextet]) } else { '=' });
        }
    }
    out
}

/// The page with each `{{name}}` filled in once; what is filled in is not looked at again.
fn fill(values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(PAGE.len() + values.iter().map(|(_, value)| value.len()).sum::<usize>());
    let mut rest = PAGE;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").expect("every slot of the page is closed");
        let value = values.iter().find(|(n, _)| *n == name).map(|(_, value)| *value);
        out.push_str(before);
        out.push_str(value.expect("every slot of the page has a value"));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        finding::Finding,
        patch::Edit,
        pipeline::{Outcome, StagedEdit},
        span::Span,
    };

    /// A text of which all is flagged.
    fn flagged(text: &str) -> Outcome {
        let span = Span::new(0, text.len());
        Outcome {
            findings: vec![Finding::flag("stray-word", span, "a place")],
            staged_edits: vec![StagedEdit { step: 0, edit: Edit::new(span, "") }],
            ..Outcome::default()
        }
    }

    #[test]
    fn hostile_text_stays_data() {
        let hostile = "</script><script>alert(1)</script><!-- ]]> &amp; \u{0} \u{202E}\u{2028} {{script}} <img src=x onerror=alert(1)>";
        let outcome = flagged(hostile);
        let page = page(&[("</title><script>.txt", &Review::new(hostile, &outcome))]);
        assert_eq!(page.matches("</script>").count(), 2, "only our two elements end");
        assert!(!page.contains("<img") && !page.contains("alert(1)<"));
        assert!(!page.contains(['\u{0}', '\u{202E}', '\u{2028}']));
        let data = page.split_once("id=\"data\">").expect("data").1.split_once("</script>").expect("an end").0;
        let read: serde_json::Value = serde_json::from_str(data).expect("JSON");
        assert_eq!(read["files"][0]["findings"][0]["was"], hostile, "the text survives as it is");
    }

    #[test]
    fn the_policy_allows_exactly_our_blocks() {
        let page = page(&[]);
        let block = |from: &str, to: &str| page.split_once(from).expect("a block").1.split_once(to).expect("its end").0;
        assert!(page.contains(&source_hash(block("<style>", "</style>"))));
        assert!(page.contains(&source_hash(block("<script>", "</script>"))));
        assert!(page.contains("default-src 'none'"));
        for reach in ["http://", "https://", "src=\"", "url(", "@import", "fetch(", "innerHTML", "style=\""] {
            assert!(!page.contains(reach), "the page holds {reach}");
        }
    }

    #[test]
    fn base64_is_as_in_rfc_4648() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
