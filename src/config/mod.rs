//! What to look for and where: settings, and where each comes from.

use crate::{
    error::{Error, Result},
    filters,
    text::Format,
};

/// The settings for one file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Rules that are switched on, sorted.
    rules: Vec<String>,
}

/// What the command line says about rules.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// A preset's name.
    pub preset: Option<String>,
    /// These rules instead of the preset's.
    pub select: Vec<String>,
    /// These rules besides.
    pub extend_select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
}

impl Settings {
    /// The settings that follow from the command line alone.
    ///
    /// # Errors
    /// If a rule or preset is not known.
    pub fn of(overrides: &Overrides) -> Result<Self> {
        let known: Vec<&str> = filters::all().iter().flat_map(|f| f.rules()).copied().collect();
        for name in overrides.select.iter().chain(&overrides.extend_select).chain(&overrides.ignore) {
            if name != "all" && !known.contains(&name.as_str()) {
                return Err(Error::usage(unknown("rule", name, known.iter().copied(), "`ungarble rules` lists them")));
            }
        }
        let mut rules: Vec<String> = if overrides.select.is_empty() || overrides.select.iter().any(|s| s == "all") {
            known.iter().map(ToString::to_string).collect()
        } else {
            overrides.select.clone()
        };
        rules.extend(overrides.extend_select.iter().cloned());
        rules.retain(|r| !overrides.ignore.contains(r));
        rules.sort_unstable();
        rules.dedup();
        Ok(Self { rules })
    }

    /// Whether a rule is on in a text of this format.
    #[must_use]
    pub fn wants(&self, rule: &str, _format: Format) -> bool {
        self.rules.binary_search_by(|r| r.as_str().cmp(rule)).is_ok()
    }
}

/// A sentence on a name that is not known, with the nearest one that is.
#[must_use]
pub fn unknown<'a>(what: &str, name: &str, known: impl IntoIterator<Item = &'a str>, how: &str) -> String {
    let nearest = known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(name, k), k))
        .filter(|(distance, k)| *distance <= k.len().max(name.len()) / 3 + 1)
        .min();
    match nearest {
        Some((_, near)) => format!("no {what} is called \"{name}\"; did you mean \"{near}\"? ({how})"),
        None => format!("no {what} is called \"{name}\" ({how})"),
    }
}
