//! A file of findings that are known, so that an old tree can be held to new rules at once.
//!
//! A finding is known by its file, rule, text and a few words around it, never by the number of its line, so that edits
//! in other lines disturb nothing. How often it occurs counts too: one more of the same is news.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};

use super::fix::write_atomically;
use crate::{
    error::{Error, Result},
    finding::Finding,
    rule::line,
};

/// So many characters on either side belong to a finding's surroundings.
const AROUND: usize = 24;

/// What a finding is known by, within its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Key {
    rule: String,
    text: String,
    /// A hash of the letters and digits around it.
    context: String,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    key: Key,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: usize,
}

fn one() -> usize {
    1
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
fn is_one(count: &usize) -> bool {
    *count == 1
}

#[derive(Default, Serialize, Deserialize)]
struct Stored {
    version: u32,
    files: BTreeMap<String, Vec<Entry>>,
}

/// The findings that are known.
pub(super) struct Baseline {
    path: PathBuf,
    known: HashMap<String, HashMap<Key, usize>>,
}

impl Baseline {
    /// Reads the file. If it is to be written anyway, it need not be there.
    pub(super) fn read(path: &Path, may_miss: bool) -> Result<Self> {
        let mut baseline = Self { path: path.to_owned(), known: HashMap::new() };
        let source = match fs::read_to_string(path) {
            Ok(source) => source,
            Err(e) if may_miss && e.kind() == std::io::ErrorKind::NotFound => return Ok(baseline),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::usage(format!(
                    "there is no baseline {}; make it with `--update-baseline`",
                    path.display()
                )));
            }
            Err(e) => return Err(Error::io("read", path, e)),
        };
        let stored: Stored = serde_json::from_str(&source).map_err(|e| Error::Data {
            path: path.to_owned(),
            at: Some((e.line(), e.column())),
            problem: format!("this is no baseline ({e}); make it anew with `--update-baseline`"),
        })?;
        for (file, entries) in stored.files {
            baseline.known.insert(file, entries.into_iter().map(|e| (e.key, e.count)).collect());
        }
        Ok(baseline)
    }

    /// What is known of one file.
    pub(super) fn of_file<'b>(&'b self, file: &str, text: &'b str) -> Known<'b> {
        Known { keys: self.known.get(file), text, met: Mutex::default() }
    }

    /// Replaces what is known of one file by these findings.
    pub(super) fn update(&mut self, file: &str, text: &str, findings: &[Finding]) {
        self.known.remove(file);
        if !findings.is_empty() {
            let keys = self.known.entry(file.to_owned()).or_default();
            for finding in findings {
                *keys.entry(key(text, finding)).or_default() += 1;
            }
        }
    }

    /// How many findings are known, in all files.
    pub(super) fn len(&self) -> usize {
        self.known.values().flat_map(HashMap::values).sum()
    }

    /// Writes the file.
    pub(super) fn write(&self) -> Result<()> {
        let mut stored = Stored { version: 1, files: BTreeMap::new() };
        for (file, keys) in &self.known {
            let mut entries: Vec<Entry> =
                keys.iter().map(|(key, count)| Entry { key: key.clone(), count: *count }).collect();
            entries.sort_by(|a, b| a.key.cmp(&b.key));
            stored.files.insert(file.clone(), entries);
        }
        let mut json = serde_json::to_string_pretty(&stored).map_err(|e| Error::io("write", &self.path, e.into()))?;
        json.push('\n');
        write_atomically(&self.path, json.as_bytes())
    }
}

/// What is known of one file, and what of it has been met.
pub(super) struct Known<'b> {
    keys: Option<&'b HashMap<Key, usize>>,
    text: &'b str,
    met: Mutex<HashMap<Key, HashSet<usize>>>,
}

impl Known<'_> {
    /// True if the finding is known. A filter may report the same one several times: the place tells.
    pub(super) fn has(&self, finding: &Finding) -> bool {
        let Some(keys) = self.keys else { return false };
        let key = key(self.text, finding);
        let Some(&count) = keys.get(&key) else { return false };
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        let places = met.entry(key).or_default();
        places.contains(&finding.span.start) || places.len() < count && places.insert(finding.span.start)
    }
}

fn key(text: &str, finding: &Finding) -> Key {
    let span = finding.span;
    let near = |c: &char| *c != '\n';
    let before = text[..span.start].chars().rev().take_while(near).take(AROUND);
    let after = text[span.end..].chars().take_while(near).take(AROUND);
    let around: String = before.chain([' ', '#', ' ']).chain(after).collect();
    let mut found = &text[span.range()];
    if let Some((end, _)) = found.char_indices().nth(200) {
        found = &found[..end];
    }
    Key { rule: finding.rule.to_string(), text: found.to_owned(), context: format!("{:016x}", line::hash(&around)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn bad(text: &str) -> Vec<Finding> {
        text.match_indices("bad").map(|(at, w)| Finding::flag("x", Span::new(at, at + w.len()), "")).collect()
    }

    #[test]
    fn edits_elsewhere_disturb_nothing_and_one_more_is_news() {
        let old = "Here is a very bad word in a line of its own.\n";
        let mut baseline = Baseline { path: PathBuf::new(), known: HashMap::new() };
        baseline.update("f", old, &bad(old));
        let new = format!("A line before that was not there.\n\n{old}And another bad one.\n");
        let known = baseline.of_file("f", &new);
        let judged: Vec<bool> = bad(&new).iter().map(|f| known.has(f)).collect();
        assert_eq!(judged, [true, false]);
        let twice = old.repeat(2);
        let known = baseline.of_file("f", &twice);
        assert!(!bad(&twice).iter().all(|f| known.has(f)));
    }
}
