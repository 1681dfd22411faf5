//! Every key a configuration may hold, once: reading, `ungarble config` and the JSON Schema all follow this table.

/// What a key's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One word of these.
    Word(&'static [&'static str]),
    /// A preset's name.
    Preset,
    /// Rule ids, `all`, or a beginning with `*`.
    Rules,
    /// Texts of any sort.
    Texts,
    /// Regular expressions.
    Patterns,
    /// Paths or globs, counted from the configuration's folder.
    Paths,
    /// True or false.
    Switch,
    /// Tables of settings for some paths.
    PerPath,
}

/// One key.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What it does, in one line.
    pub(super) doc: &'static str,
    /// May also stand in a `[[per-path]]` table.
    pub(super) per_path: bool,
}

const fn key(name: &'static str, kind: Kind, per_path: bool, doc: &'static str) -> Key {
    Key { name, kind, doc, per_path }
}

/// The keys, in the order they are shown.
pub(super) const KEYS: &[Key] = &[
    key(
        "preset",
        Kind::Preset,
        true,
        "The set of rules to start from; without it, `source` for program source and `article` for the rest",
    ),
    key("select", Kind::Rules, true, "Only these rules, instead of the preset's"),
    key("extend-select", Kind::Rules, true, "These rules besides"),
    key("ignore", Kind::Rules, true, "Not these rules"),
    key("words", Kind::Texts, true, "Words and phrases that are right here; case does not matter"),
    key("patterns", Kind::Patterns, true, "Regular expressions of what is right here"),
    key("exclude", Kind::Paths, false, "Files to leave out, as in .gitignore, instead of those left out by default"),
    key("extend-exclude", Kind::Paths, false, "Files to leave out besides"),
    key("extra-rules", Kind::Paths, false, "Rule cards of one's own: files, or folders of them"),
    key(
        "models",
        Kind::Paths,
        false,
        "Language models of one's own, made by `ungarble learn`, each in the place of the shipped one",
    ),
    key("baseline", Kind::Paths, false, "A file of findings that are known and not reported"),
    key(
        "fail-on",
        Kind::Word(&["safe", "unsafe", "flag"]),
        false,
        "The least certain finding that makes exit code 1; any, if not given",
    ),
    key("output-format", Kind::Word(OUTPUT_FORMATS), false, "The form of the report"),
    key(
        "unused-suppressions",
        Kind::Switch,
        false,
        "Whether a suppression that suppresses nothing is reported; it is, if not given",
    ),
    key("per-path", Kind::PerPath, false, "Settings for some paths, on top of the others"),
];

/// The forms of report; those of the `report` module, which stands a floor above.
const OUTPUT_FORMATS: &[&str] =
    &["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson"];

/// What is left out by default: what programs write for programs.
pub(super) const DEFAULT_EXCLUDE: &[&str] = &[
    "*.lock", "package-lock.json", "pnpm-lock.yaml", "go.sum", "*.min.js", "*.min.css", "*.map", "*.svg",
    "node_modules/",
];

pub(super) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}
