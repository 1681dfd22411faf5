//! The JSON Schema of a configuration, for editors.

use serde_json::{Map, Value, json};

use super::keys::{KEYS, Key, Kind};
use crate::rule;

/// The schema, as it is checked in under `schema/`.
#[must_use]
pub fn schema() -> String {
    let mut per_path: Map<String, Value> = properties(|key| key.per_path);
    per_path.insert("paths".into(), strings("Paths or globs these settings are for, as in .gitignore"));
    let mut all = properties(|key| key.kind != Kind::PerPath);
    all.insert(
        "per-path".into(),
        json!({
            "description": KEYS.iter().find(|key| key.kind == Kind::PerPath).map(|key| key.doc),
            "type": "array",
            "items": { "type": "object", "properties": per_path, "required": ["paths"], "additionalProperties": false },
        }),
    );
    all.insert("$schema".into(), json!({ "type": "string" }));
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "ungarble.toml",
        "description": "Configuration of ungarble, in ungarble.toml, .ungarble.toml or [tool.ungarble] of pyproject.toml",
        "type": "object",
        "properties": all,
        "additionalProperties": false,
    });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

fn properties(of: impl Fn(&Key) -> bool) -> Map<String, Value> {
    KEYS.iter().filter(|key| of(key)).map(|key| (key.name.to_owned(), property(key))).collect()
}

fn strings(doc: &str) -> Value {
    json!({ "description": doc, "type": "array", "items": { "type": "string" } })
}

fn property(key: &Key) -> Value {
    match key.kind {
        Kind::Word(words) => json!({ "description": key.doc, "enum": words }),
        Kind::Preset => {
            let names: Vec<&str> = rule::Preset::all().iter().map(|preset| preset.name).collect();
            json!({ "description": key.doc, "enum": names })
        }
        Kind::Switch => json!({ "description": key.doc, "type": "boolean" }),
        Kind::Paths => json!({
            "description": key.doc,
            "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }],
        }),
        Kind::Rules | Kind::Texts | Kind::Patterns | Kind::PerPath => strings(key.doc),
    }
}
