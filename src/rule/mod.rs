//! Rules: what is wrong, in words and data. A rule is a card in `rules/`; its words are the only ones, whoever shows them.
//!
//! The built-in cards are read by the build and compiled in as statics, so that starting costs nothing. Cards of one's
//! own are read by the same parser at run time ([`Cards::load`]), and mistakes in them are given by line and column.

use std::path::{Path, PathBuf};

use self::tables::Tables;
pub use self::{
    model::{DocumentPart, Example, Form, Keep, List, Match, Mend, Rule, RuleKind, Str, Within},
    preset::Preset,
};
// `model` and `card` are compiled into the build script too and find it here.
use crate::{
    error::{Error, Result, line_column},
    finding::Applicability,
};

mod card;
#[doc(hidden)]
pub mod line;
mod model;
mod opening;
#[doc(hidden)]
pub mod pattern;
mod preset;
#[doc(hidden)]
pub mod program;
#[doc(hidden)]
pub mod tables;

/// The statics that the build writes.
#[allow(unused_imports, reason = "the cards there are decide what is used")]
#[allow(clippy::unreadable_literal, clippy::unicode_not_nfc, reason = "nobody reads hashes")]
mod built {
    use std::borrow::Cow;

    use super::{
        Applicability, DocumentPart, Example, Form, Keep, Match, Mend, Preset, Rule, RuleKind, Within,
        program::{CharClass, Edge, Program, Step},
        tables::{Literals, Sieve, Tables},
    };

    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}

/// Every built-in rule, by id.
#[must_use]
pub fn all() -> &'static [Rule] {
    built::RULES
}

/// What the matches of the built-in rules look for.
#[must_use]
pub fn tables() -> &'static Tables {
    &built::TABLES
}

/// The built-in rule of this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    all().binary_search_by(|rule| (*rule.id).cmp(id)).ok().map(|i| &all()[i])
}

/// The built-in rule of this id, or an error that names the nearest one.
///
/// # Errors
/// If there is no such rule.
pub fn named(id: &str) -> Result<&'static Rule> {
    find(id).ok_or_else(|| {
        let hint = nearest(id, all().iter().map(|rule| &*rule.id))
            .map_or(String::new(), |near| format!("; did you mean {near:?}?"));
        Error::usage(format!("no rule is called {id:?}{hint} (`ungarble rules` lists them)"))
    })
}

/// The name among these that was probably meant, if one is near.
pub fn nearest<'n>(given: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    names
        .into_iter()
        .map(|name| (distance(given, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4 || name.starts_with(given) && given.len() > 2)
        .min()
        .map(|(_, name)| name)
}

/// How many letters must be added, dropped or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (k, &cb) in b.iter().enumerate() {
            let changed = diagonal + usize::from(ca != cb);
            diagonal = row[k + 1];
            row[k + 1] = changed.min(diagonal + 1).min(row[k] + 1);
        }
    }
    row[b.len()]
}

/// Rules of one's own.
#[derive(Clone, Debug, Default)]
pub struct Cards {
    rules: Vec<Rule>,
}

impl Cards {
    /// Reads a card, or every `*.toml` of a directory in the order of their names.
    ///
    /// # Errors
    /// If a file cannot be read, a card is malformed, or an id is taken.
    pub fn load(path: &Path) -> Result<Self> {
        let mut files: Vec<PathBuf> = if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|e| Error::io("list", path, e))?;
            let files = entries.map(|entry| entry.map(|e| e.path())).collect::<std::io::Result<Vec<_>>>();
            files
                .map_err(|e| Error::io("list", path, e))?
                .into_iter()
                .filter(|f| f.extension().is_some_and(|e| e == "toml"))
                .collect()
        } else {
            vec![path.to_path_buf()]
        };
        files.sort_unstable();
        let mut cards = Self::default();
        for file in files {
            let source = std::fs::read_to_string(&file).map_err(|e| Error::io("read", &file, e))?;
            cards.add(&source, &file)?;
        }
        Ok(cards)
    }

    /// Adds the card in `source`; `path` is for messages.
    ///
    /// # Errors
    /// If it is malformed, is of kind `filter`, or its id is taken.
    pub fn add(&mut self, source: &str, path: &Path) -> Result<()> {
        let wrong = |at: Option<usize>, problem: String| Error::Data {
            path: path.to_path_buf(),
            at: at.map(|at| line_column(source, at)),
            problem,
        };
        let rule = card::parse(source).map_err(|p| wrong(p.at.map(|at| at.start), p.sentence))?;
        if rule.kind.is_code() {
            return Err(wrong(
                source.find("kind = "),
                "a card of one's own is data: a \"line\", \"phrase\", \"pattern\" or \"map\"".into(),
            ));
        }
        if find(&rule.id).is_some() || self.find(&rule.id).is_some() {
            return Err(wrong(
                source.find(&*rule.id),
                format!("there is a rule called {:?} already; choose another id", rule.id),
            ));
        }
        self.rules.push(rule);
        Ok(())
    }

    /// Adds all of another set.
    ///
    /// # Errors
    /// If an id is in both.
    pub fn extend(&mut self, other: Self) -> Result<()> {
        for rule in other.rules {
            if self.find(&rule.id).is_some() {
                return Err(Error::usage(format!("two cards have the id {:?}; rename one", rule.id)));
            }
            self.rules.push(rule);
        }
        Ok(())
    }

    /// The rules, in the order read.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_rule_that_was_meant() {
        let names = ["ligature", "mojibake", "stray-letter"];
        assert_eq!(nearest("ligatures", names), Some("ligature"));
        assert_eq!(nearest("stray", names), Some("stray-letter"));
        assert_eq!(nearest("banana", names), None);
    }

    #[test]
    fn a_mistake_in_a_card_is_placed() {
        let card = "id = \"mine\"\nkind = \"lime\"\nsummary = \"s\"\nwhy = \"w\"\napplicability = \"safe\"\n";
        let error = Cards::default().add(card, Path::new("mine.toml")).expect_err("lime is no kind").to_string();
        assert!(error.starts_with("mine.toml:2:8: \"lime\" is none of: filter, file, line"), "{error}");
    }
}
