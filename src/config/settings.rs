//! The settings for one file, ready for use.

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    fmt, fs,
    hash::{DefaultHasher, Hasher as _},
    path::PathBuf,
    sync::Arc,
};

use regex::Regex;

use super::{
    Overrides,
    file::{ConfigFile, Table, Value},
};
use crate::{
    error::{Error, Result},
    filters::cards::DataRules,
    finding::{Filter, Finding},
    language::{Language, Languages},
    rule::{Cards, Preset},
    span::Span,
    text::Format,
};

/// So far around a finding words and patterns that are right are looked for.
const AROUND: usize = 512;

/// Rules and languages of one's own, read and made ready.
#[derive(Default)]
pub(super) struct Own {
    pub(super) cards: Arc<Cards>,
    pub(super) filter: Option<Arc<DataRules>>,
    languages: Option<Arc<Languages>>,
    /// A number that differs where the models do.
    models: u64,
}

impl From<Cards> for Own {
    fn from(cards: Cards) -> Self {
        let filter = (!cards.rules().is_empty()).then(|| Arc::new(DataRules::from(&cards)));
        Self { cards: Arc::new(cards), filter, ..Self::default() }
    }
}

impl Own {
    /// The same with language models.
    pub(super) fn with_models(mut self, paths: impl Iterator<Item = PathBuf>) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        for path in paths {
            let model = fs::read(&path).map_err(|e| Error::io("read", &path, e))?;
            hasher.write(&model);
            let language = Language::from_bytes(model).map_err(|problem| Error::Data {
                path,
                at: None,
                problem: problem.into(),
            })?;
            Arc::make_mut(self.languages.get_or_insert_default()).add(language);
            self.models = hasher.finish();
        }
        Ok(self)
    }
}

/// The settings for one file.
pub struct Settings {
    prose: BTreeSet<String>,
    source: BTreeSet<String>,
    /// The words and phrases that are right, as one expression.
    words: Option<Regex>,
    patterns: Vec<Regex>,
    cards: Arc<Cards>,
    own: Option<Arc<DataRules>>,
    languages: Option<Arc<Languages>>,
    models: u64,
    unused_suppressions: bool,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("prose", &self.prose).field("words", &self.words).finish_non_exhaustive()
    }
}

impl Settings {
    /// The file's settings, then those of the `per-path` tables that hold, then the command line's.
    pub(super) fn new(file: &ConfigFile, tables: &[&Table], overrides: &Overrides, own: &Own) -> Result<Self> {
        let cards = &own.cards;
        let layers = || std::iter::once(&file.values).chain(tables.iter().copied());
        let given = |key| {
            let from_files = layers().map(move |table| Some(&table.get(key)?.value));
            from_files.chain([overrides.values.get(key)])
        };
        let last = |key: &'static str| given(key).flatten().last();
        let every = |key: &'static str| given(key).flatten().flat_map(Value::texts).collect::<Vec<&String>>();
        // What selects goes before all that was chosen before it.
        let selecting = given("select").collect::<Vec<_>>().iter().rposition(Option::is_some).unwrap_or(0);
        let every_since = |key| given(key).skip(selecting).flatten().flat_map(Value::texts).collect::<Vec<&String>>();
        let rules_of = |names: Vec<&String>| -> Result<BTreeSet<String>> {
            let mut rules = BTreeSet::new();
            for name in names {
                rules.extend(super::expand(name, cards)?);
            }
            Ok(rules)
        };
        let preset = last("preset").and_then(|v| v.texts().first()).map(|name| Preset::named(name)).transpose()?;
        let own_rules = || cards.rules().iter().filter(|rule| !rule.opt_in).map(|rule| rule.id.to_string());
        let preset_rules = |preset: &Preset| {
            preset.rules().iter().map(ToString::to_string).chain(own_rules()).collect::<BTreeSet<_>>()
        };
        let (mut prose, mut source) = if let Some(select) = last("select") {
            let chosen = rules_of(select.texts().iter().collect())?;
            (chosen.clone(), chosen)
        } else {
            let prose = preset_rules(preset.unwrap_or(Preset::for_format(Format::Plain)));
            let source_rules = preset_rules(Preset::for_format(Format::Source));
            // Program source is only ever searched for what is wrong there, whatever the preset, unless rules are named.
            let source =
                if preset.is_some() { source_rules.intersection(&prose).cloned().collect() } else { source_rules };
            (prose, source)
        };
        let more = rules_of(every_since("extend-select"))?;
        let fewer = rules_of(every_since("ignore"))?;
        for rules in [&mut prose, &mut source] {
            rules.extend(more.iter().cloned());
            rules.retain(|rule| !fewer.contains(rule));
        }
        let words = words(every("words"))?;
        let patterns = every("patterns").into_iter().map(|pattern| {
            Regex::new(pattern).map_err(|e| Error::usage(format!("patterns: {pattern:?} cannot be used; mend it: {e}")))
        });
        let patterns = patterns.collect::<Result<_>>()?;
        let unused_suppressions = !matches!(last("unused-suppressions"), Some(Value::Switch(false)));
        Ok(Self {
            prose,
            source,
            words,
            patterns,
            cards: Arc::clone(cards),
            own: own.filter.clone(),
            languages: own.languages.clone(),
            models: own.models,
            unused_suppressions,
        })
    }

    /// Whether a rule is on in a text of this format.
    #[must_use]
    pub fn wants(&self, rule: &str, format: Format) -> bool {
        (if format == Format::Source { &self.source } else { &self.prose }).contains(rule)
    }

    /// The rules that are on in a text of this format, by id.
    pub fn rules(&self, format: Format) -> impl Iterator<Item = &str> {
        (if format == Format::Source { &self.source } else { &self.prose }).iter().map(String::as_str)
    }

    /// The filter of one's own rules, if there are any.
    #[must_use]
    pub fn own_filter(&self) -> Option<&dyn Filter> {
        self.own.as_deref().map(|rules| rules as &dyn Filter)
    }

    /// The languages, if there are any of one's own.
    #[must_use]
    pub fn languages(&self) -> Option<&Languages> {
        self.languages.as_deref()
    }

    /// Whether a suppression that suppresses nothing is reported.
    #[must_use]
    pub fn reports_unused_suppressions(&self) -> bool {
        self.unused_suppressions
    }

    /// True if a word or pattern that is right here covers the finding, blanks at its ends aside.
    #[must_use]
    pub fn is_right(&self, text: &str, finding: &Finding) -> bool {
        if self.words.is_none() && self.patterns.is_empty() {
            return false;
        }
        let Some(found) = text.get(finding.span.range()) else { return false };
        let inner = found.trim();
        let start = finding.span.start + (found.len() - found.trim_start().len());
        let span = if inner.is_empty() { finding.span } else { Span::new(start, start + inner.len()) };
        let from = text.floor_char_boundary(span.start.saturating_sub(AROUND));
        let to = text.ceil_char_boundary((span.end + AROUND).min(text.len()));
        let (around, span) = (&text[from..to], Span::new(span.start - from, span.end - from));
        self.words.as_ref().is_some_and(|words| covers(words, around, span))
            || self.patterns.iter().any(|p| p.find_iter(around).any(|m| Span::from(m.range()).covers(span)))
    }

    /// A number that differs where the settings do, as far as they decide what is found.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        for rules in [&self.prose, &self.source] {
            for rule in rules {
                hasher.write(rule.as_bytes());
                hasher.write_u8(0);
            }
            hasher.write_u8(2);
        }
        for right in self.words.iter().chain(&self.patterns) {
            hasher.write(right.as_str().as_bytes());
            hasher.write_u8(1);
        }
        hasher.write_u8(u8::from(self.words.is_some()));
        hasher.write(format!("{:?}{}", self.cards.rules(), self.unused_suppressions).as_bytes());
        hasher.write_u64(self.models);
        hasher.finish()
    }
}

/// The words and phrases as one expression, the longest first, so that it finds the longest that starts at a place.
fn words(mut words: Vec<&String>) -> Result<Option<Regex>> {
    words.retain(|word| !word.is_empty());
    if words.is_empty() {
        return Ok(None);
    }
    words.sort_unstable_by_key(|word| (Reverse(word.chars().count()), *word));
    words.dedup();
    let either: Vec<String> = words.iter().map(|word| whole(word)).collect();
    let regex = Regex::new(&format!("(?i){}", either.join("|"))).map_err(|_| {
        Error::usage(format!(
            "words: {} are more than can be searched for; teach them with `ungarble learn` and name the model in `models`",
            words.len()
        ))
    })?;
    Ok(Some(regex))
}

/// True if one of the words covers the span. Words may overlap, so each place up to the span is asked about.
fn covers(words: &Regex, text: &str, span: Span) -> bool {
    let mut from = 0;
    while let Some(found) = words.find_at(text, from).filter(|found| found.start() <= span.start) {
        if found.end() >= span.end {
            return true;
        }
        from = found.start() + text[found.start()..].chars().next().map_or(1, char::len_utf8);
    }
    false
}

/// A word as an expression that does not match within a longer one.
fn whole(word: &str) -> String {
    let edge = |c: Option<char>| if c.is_some_and(char::is_alphanumeric) { r"\b" } else { "" };
    format!("{}{}{}", edge(word.chars().next()), regex::escape(word), edge(word.chars().next_back()))
}
