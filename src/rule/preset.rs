//! Presets: which rules run, for which sort of work.

use std::sync::LazyLock;

use super::{built, nearest};
use crate::{
    error::{Error, Result},
    text::Format,
};

/// A test of rule ids.
type Selection = dyn Fn(&str) -> bool + Send + Sync;

/// For each preset, in their order, whether a rule is in it.
static SELECTIONS: LazyLock<Vec<Box<Selection>>> =
    LazyLock::new(|| Preset::all().iter().map(|p| Box::new(|rule: &str| p.has(rule)) as Box<Selection>).collect());

/// A named list of rules.
#[derive(Debug)]
pub struct Preset {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub summary: &'static str,
    /// What it leaves alone and why.
    pub why: &'static str,
    /// The ids of its rules.
    pub rules: &'static [&'static str],
}

impl Preset {
    /// All presets, the default one first.
    #[must_use]
    pub fn all() -> &'static [Self] {
        built::PRESETS
    }

    /// The preset of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|preset| preset.name == name)
    }

    /// The preset of this name, or an error that lists the names.
    ///
    /// # Errors
    /// If there is no such preset.
    pub fn named(name: &str) -> Result<&'static Self> {
        Self::find(name).ok_or_else(|| {
            let names: Vec<&str> = Self::all().iter().map(|preset| preset.name).collect();
            let hint =
                nearest(name, names.iter().copied()).map_or(String::new(), |near| format!("; did you mean {near:?}?"));
            Error::usage(format!("no preset is called {name:?}{hint} (there are {})", names.join(", ")))
        })
    }

    /// The preset for a file of this format, where none is asked for.
    ///
    /// # Panics
    /// Never: the build makes sure that both presets exist.
    #[must_use]
    pub fn for_format(format: Format) -> &'static Self {
        let name = if format == Format::Source { "source" } else { "article" };
        Self::find(name).expect("the build checks that the preset is there")
    }

    /// The ids of its rules, in order.
    #[must_use]
    pub fn rules(&self) -> &'static [&'static str] {
        self.rules
    }

    /// True if the rule is in it.
    #[must_use]
    pub fn has(&self, rule: &str) -> bool {
        self.rules.contains(&rule)
    }

    /// Whether a rule is in it, as a test that lasts as long as the program: for
    /// [`Options::wanted`](crate::pipeline::Options::wanted).
    pub fn selection(&self) -> &'static (dyn Fn(&str) -> bool + Send + Sync) {
        let index = Self::all().iter().position(|preset| preset.name == self.name);
        index.map_or(&|_| false, |index| &*SELECTIONS[index])
    }
}
