//! Reading a card: TOML to [`Rule`], with every mistake placed. Used by the build for our own cards and at run time for
//! cards of one's own, so this file and `model.rs` import nothing else of the crate.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use serde::Deserialize;
use toml::Spanned;

use super::{
    Applicability, line,
    model::{DocumentPart, Example, Form, Keep, List, Match, Mend, Rule, RuleKind, Str, Within},
    pattern,
};

/// What is wrong with a card, and where.
#[derive(Debug)]
pub struct Problem {
    /// Bytes of the card's source.
    pub at: Option<Range<usize>>,
    /// What is wrong and how to mend it.
    pub sentence: String,
}

/// Formats an example may be read as.
const FORMATS: [&str; 4] = ["plain", "markdown", "html", "source"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Card {
    id: Spanned<String>,
    kind: Spanned<String>,
    summary: String,
    why: String,
    applicability: Spanned<String>,
    #[serde(default)]
    opt_in: bool,
    #[serde(default)]
    swallows: bool,
    #[serde(default)]
    lists: BTreeMap<String, Vec<String>>,
    #[serde(default, rename = "example")]
    examples: Vec<Spanned<ExampleTable>>,
    #[serde(default, rename = "keep")]
    keeps: Vec<Spanned<KeepTable>>,
    #[serde(default, rename = "match")]
    matches: Vec<Spanned<MatchTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleTable {
    #[serde(default)]
    lang: String,
    format: Option<Spanned<String>>,
    from: String,
    to: Option<String>,
    applicability: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeepTable {
    text: String,
    #[serde(default)]
    note: String,
    format: Option<Spanned<String>>,
    #[serde(default)]
    #[allow(dead_code, reason = "said for the reader of the card")]
    lang: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatchTable {
    kind: Option<Spanned<String>>,
    applicability: Option<Spanned<String>>,
    #[serde(default)]
    message: String,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    lines: Vec<String>,
    #[serde(default)]
    leads: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    anchors: Vec<String>,
    pattern: Option<Spanned<String>>,
    #[serde(default)]
    map: BTreeMap<String, String>,
    edit: Option<Spanned<String>>,
    replace: Option<String>,
    #[serde(default)]
    only_in: Vec<String>,
    #[serde(default)]
    not_in: Vec<String>,
    #[serde(default)]
    quoted: bool,
    #[serde(default)]
    unless_noted: bool,
    #[serde(default)]
    unless: Vec<String>,
    place: Option<Spanned<String>>,
    within: Option<Spanned<String>>,
    #[serde(default)]
    joins: bool,
}

/// Reads one card.
pub fn parse(source: &str) -> Result<Rule, Problem> {
    let card: Card = toml::from_str(source).map_err(|e| Problem { at: e.span(), sentence: e.message().to_string() })?;
    let kind = word(&card.kind, &RuleKind::ALL)?;
    let applicability = level(&card.applicability)?;
    if !card.id.get_ref().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        || card.id.get_ref().is_empty()
    {
        return Err(at(&card.id, "an id is made of small letters, digits and hyphens"));
    }
    // What is wrong with a file's bytes cannot be shown in a card, which is text.
    let is_shown = kind != RuleKind::File;
    if is_shown && card.keeps.is_empty() {
        return Err(at(&card.id, "a rule needs at least one [[keep]]: a legitimate text that looks like the fault"));
    }
    if is_shown && card.examples.is_empty() {
        return Err(at(&card.id, "a rule needs at least one [[example]]: a text with the fault"));
    }
    if card.matches.is_empty() != kind.is_code() {
        return Err(at(
            &card.kind,
            "a data rule needs [[match]] tables; a rule of kind \"filter\" or \"file\" has none",
        ));
    }
    let examples = card.examples.iter().map(|e| example(e, applicability)).collect::<Result<Vec<_>, _>>()?;
    let keeps = card.keeps.iter().map(keep).collect::<Result<Vec<_>, _>>()?;
    let matches = card
        .matches
        .into_iter()
        .map(|m| matcher(m, kind, applicability, &card.lists))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Rule {
        id: card.id.into_inner().into(),
        kind,
        summary: card.summary.trim().to_string().into(),
        why: card.why.trim().to_string().into(),
        applicability,
        opt_in: card.opt_in,
        swallows: card.swallows,
        examples: examples.into(),
        keeps: keeps.into(),
        matches: matches.into(),
    })
}

fn example(table: &Spanned<ExampleTable>, most: Applicability) -> Result<Example, Problem> {
    let example = table.get_ref();
    let given = example.applicability.as_ref().map(level).transpose()?;
    let applicability = given.unwrap_or(if example.to.is_some() { most } else { Applicability::Flag });
    if example.to.is_none() && applicability != Applicability::Flag {
        return Err(at(table, "an example without `to` shows a flag; give `to`, or leave `applicability` out"));
    }
    Ok(Example {
        lang: example.lang.clone().into(),
        format: format(example.format.as_ref())?,
        from: example.from.clone().into(),
        to: example.to.clone().map(Str::from),
        applicability,
    })
}

fn keep(table: &Spanned<KeepTable>) -> Result<Keep, Problem> {
    let keep = table.get_ref();
    Ok(Keep { text: keep.text.clone().into(), note: keep.note.clone().into(), format: format(keep.format.as_ref())? })
}

fn format(name: Option<&Spanned<String>>) -> Result<Str, Problem> {
    let Some(name) = name else { return Ok("plain".into()) };
    let words = FORMATS.map(|f| (f, f));
    word(name, &words).map(Str::from)
}

fn matcher(
    table: Spanned<MatchTable>,
    kind: RuleKind,
    most: Applicability,
    lists: &BTreeMap<String, Vec<String>>,
) -> Result<Match, Problem> {
    let span = table.span();
    let wrong = |sentence: &str| Problem { at: Some(span.clone()), sentence: sentence.to_string() };
    let table = table.into_inner();
    let kind = table.kind.as_ref().map_or(Ok(kind), |k| word(k, &RuleKind::ALL))?;
    let given = [
        (RuleKind::Line, !table.lines.is_empty() || !table.leads.is_empty()),
        (RuleKind::Phrase, !table.phrases.is_empty()),
        (RuleKind::Pattern, table.pattern.is_some() || !table.anchors.is_empty()),
        (RuleKind::Map, !table.map.is_empty()),
    ];
    if given.iter().any(|(of, there)| *there != (*of == kind)) {
        return Err(wrong(
            "a match holds what its kind needs and nothing else: `lines` or `leads`; `phrases`; `anchors` and `pattern`; or `map`",
        ));
    }
    let expand = |texts: &[String]| {
        expand(texts, lists).map_err(|name| wrong(&format!("there is no list called {name:?} under [lists]")))
    };
    let form = match kind {
        RuleKind::Line => lines(expand(&table.lines)?, expand(&table.leads)?),
        RuleKind::Phrase => Form::Phrase(expand(&table.phrases)?),
        RuleKind::Pattern => {
            let Some(given) = table.pattern else { return Err(wrong("give a `pattern` with the `anchors`")) };
            if table.anchors.iter().any(String::is_empty) || table.anchors.is_empty() {
                return Err(wrong(
                    "a pattern needs `anchors`: literals of which every match holds one, so that the pattern is rarely tried",
                ));
            }
            let program = pattern::compile(given.get_ref())
                .map_err(|problem| at(&given, &format!("the pattern cannot be used: {problem}")))?;
            Form::Pattern { anchors: expand(&table.anchors)?, pattern: given.into_inner().into(), program }
        }
        RuleKind::Map => {
            Form::Map(table.map.into_iter().map(|(k, v)| (Str::from(k), Str::from(v))).collect::<Vec<_>>().into())
        }
        RuleKind::Filter | RuleKind::File => {
            return Err(wrong("a match is a \"line\", \"phrase\", \"pattern\" or \"map\""));
        }
    };
    let mend = match (table.edit.as_ref(), table.replace) {
        (Some(_), Some(_)) => return Err(wrong("give `edit` or `replace`, not both")),
        (None, Some(with)) => Mend::Replace(with.into()),
        (None, None) if kind == RuleKind::Map => Mend::Replace("".into()),
        (None, None) => Mend::Nothing,
        (Some(edit), None) => {
            word(edit, &[(Mend::Delete, "delete"), (Mend::Unwrap, "unwrap"), (Mend::Unescape, "unescape")])?
        }
    };
    let given = table.applicability.as_ref().map(level).transpose()?;
    let applicability = given.unwrap_or(if mend == Mend::Nothing { Applicability::Flag } else { most });
    if (mend == Mend::Nothing) != (applicability == Applicability::Flag) {
        return Err(wrong("a flag has no edit, and an edit is \"safe\" or \"unsafe\""));
    }
    Ok(Match {
        form,
        mend,
        applicability,
        message: table.message.into(),
        languages: strings(table.languages),
        only_in: strings(table.only_in),
        not_in: strings(table.not_in),
        quoted: table.quoted,
        unless_noted: table.unless_noted,
        unless: expand(&table.unless)?,
        place: table.place.as_ref().map_or(Ok(DocumentPart::Anywhere), |p| word(p, &DocumentPart::ALL))?,
        within: table.within.as_ref().map_or(Ok(Within::Line), |w| word(w, &Within::ALL))?,
        joins: table.joins,
    })
}

/// Hashes the lines of a match.
fn lines(lines: List<Str>, leads: List<Str>) -> Form {
    let hashes = |texts: &[Str]| {
        let mut hashes: Vec<u64> = texts.iter().map(|text| line::hash(line::core(text))).collect();
        hashes.sort_unstable();
        List::from(hashes)
    };
    let mut signatures: Vec<u32> =
        lines.iter().chain(leads.iter()).flat_map(|text| line::signatures(line::core(text))).collect();
    signatures.sort_unstable();
    signatures.dedup();
    Form::Line { hashes: hashes(&lines), lead_hashes: hashes(&leads), signatures: signatures.into(), lines, leads }
}

fn strings(texts: Vec<String>) -> List<Str> {
    texts.into_iter().map(Str::from).collect::<Vec<_>>().into()
}

/// Puts every entry of a list in the place of its name: `Share on {service}`. An entry that is only a name becomes the
/// list itself.
fn expand(texts: &[String], lists: &BTreeMap<String, Vec<String>>) -> Result<List<Str>, String> {
    let mut done = Vec::new();
    for text in texts {
        let slot = text.find('{').and_then(|open| {
            let name = &text[open + 1..open + text[open..].find('}')?];
            (!name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase())).then_some(name)
        });
        // Braces are matter, not slots, in a card without lists.
        let Some(name) = slot.filter(|_| !lists.is_empty()) else {
            done.push(Cow::Owned(text.clone()));
            continue;
        };
        let list = lists.get(name).ok_or_else(|| name.to_string())?;
        done.extend(list.iter().map(|entry| Cow::Owned(text.replace(&format!("{{{name}}}"), entry))));
    }
    Ok(done.into())
}

fn level(word_given: &Spanned<String>) -> Result<Applicability, Problem> {
    word(word_given, &[(Applicability::Safe, "safe"), (Applicability::Unsafe, "unsafe"), (Applicability::Flag, "flag")])
}

/// One of a few words.
fn word<T: Clone>(given: &Spanned<String>, words: &[(T, &str)]) -> Result<T, Problem> {
    words.iter().find(|(_, word)| word == given.get_ref()).map(|(value, _)| value.clone()).ok_or_else(|| {
        let choices: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
        at(given, &format!("{:?} is none of: {}", given.get_ref(), choices.join(", ")))
    })
}

fn at<T>(place: &Spanned<T>, sentence: &str) -> Problem {
    Problem { at: Some(place.span()), sentence: sentence.to_string() }
}
