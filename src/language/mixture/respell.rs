//! The letters of one script spelt in another, by sound.

use crate::chars::{self, Script};

/// Spellings tried for one word at the most.
pub(super) const MOST_SPELLINGS: usize = 48;

/// The spellings of `letters` in another script, at the most [`MOST_SPELLINGS`]; `None` if a letter has none.
pub(super) fn respell(letters: &str, from: Script, to: Script) -> Option<Vec<String>> {
    match (from, to) {
        (Script::Cyrillic | Script::Greek, Script::Latin) => {
            let mut spellings = vec![String::new()];
            for c in letters.chars() {
                let options = chars::transliterations(c);
                if options.is_empty() {
                    return None;
                }
                spellings = spellings
                    .iter()
                    .flat_map(|head| options.iter().map(move |&o| format!("{head}{o}")))
                    .take(MOST_SPELLINGS)
                    .collect();
            }
            Some(spellings)
        }
        (Script::Latin, Script::Cyrillic) => {
            let mut found = Vec::new();
            if letters.len() <= 6 {
                cyrillic(&letters.to_lowercase(), &mut String::new(), &mut found);
            }
            Some(found).filter(|found| !found.is_empty())
        }
        _ => None,
    }
}

/// Every Cyrillic reading of Latin letters.
fn cyrillic(latin: &str, head: &mut String, found: &mut Vec<String>) {
    if found.len() >= MOST_SPELLINGS {
        return;
    }
    if latin.is_empty() {
        found.push(head.clone());
        return;
    }
    for letter in ('а'..='я').chain("іїєґјљњћђџў".chars()) {
        for spelling in chars::transliterations(letter).iter().filter(|spelling| !spelling.is_empty()) {
            if let Some(rest) = latin.strip_prefix(spelling) {
                head.push(letter);
                cyrillic(rest, head, found);
                head.pop();
            }
        }
    }
}
