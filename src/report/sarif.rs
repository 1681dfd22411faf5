//! SARIF 2.1.0, which code hosts and editors read.
//!
//! Rules are described by their cards, and every edit is given as a fix. Lines are counted from 1; columns count UTF-16
//! units, as the format wants unless told otherwise, so it is told: Unicode code points.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{File, LineColumnSpan, Report, Totals, json::write_inert};
use crate::{
    finding::{Applicability, Finding},
    rule,
};

/// Gathers results, then writes one log.
#[derive(Default)]
pub(super) struct Sarif {
    /// Written already, since thousands of trees take gigabytes.
    results: Vec<u8>,
    /// Rules met, with their place in the list of rules.
    rules: BTreeMap<String, usize>,
    order: Vec<String>,
}

impl Report for Sarif {
    fn file(&mut self, file: &File<'_>, _out: &mut dyn Write) -> io::Result<()> {
        for (finding, place) in file.placed() {
            let next = self.order.len();
            let index = *self.rules.entry(finding.rule.to_string()).or_insert_with(|| {
                self.order.push(finding.rule.to_string());
                next
            });
            if !self.results.is_empty() {
                self.results.push(b',');
            }
            write_inert(&result(file, finding, place, index), &mut self.results)?;
        }
        Ok(())
    }

    fn finish(&mut self, _totals: &Totals, out: &mut dyn Write) -> io::Result<()> {
        let rules: Vec<Value> = self.order.iter().map(|id| describe(id)).collect();
        let tool = json!({ "driver": { "name": "ungarble", "version": env!("CARGO_PKG_VERSION"), "rules": rules } });
        out.write_all(br#"{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json","version":"2.1.0","runs":[{"tool":"#)?;
        write_inert(&tool, out)?;
        out.write_all(br#","columnKind":"unicodeCodePoints","results":["#)?;
        out.write_all(&self.results)?;
        out.write_all(b"]}]}\n")
    }
}

fn describe(id: &str) -> Value {
    match rule::find(id) {
        Some(rule) => json!({
            "id": id,
            "shortDescription": { "text": rule.summary },
            "fullDescription": { "text": rule.why },
            "defaultConfiguration": { "level": level(rule.applicability) },
        }),
        None => json!({ "id": id }),
    }
}

/// The surer, the louder.
fn level(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "error",
        Applicability::Unsafe => "warning",
        Applicability::Flag => "note",
    }
}

fn result(file: &File<'_>, finding: &Finding, place: LineColumnSpan, index: usize) -> Value {
    let uri = uri(file.path);
    let region = region(finding, place);
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": level(finding.applicability),
        "message": { "text": finding.message },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri }, "region": region } }],
        "properties": { "applicability": finding.applicability.as_str() },
    });
    if let Some(with) = &finding.replacement {
        result["fixes"] = json!([{
            "description": { "text": finding.message },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri },
                "replacements": [{ "deletedRegion": region, "insertedContent": { "text": with } }],
            }],
        }]);
    }
    result
}

fn region(finding: &Finding, place: LineColumnSpan) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "byteOffset": finding.span.start,
        "byteLength": finding.span.len(),
    })
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(byte as char);
        } else {
            uri += &format!("%{byte:02X}");
        }
    }
    uri
}
