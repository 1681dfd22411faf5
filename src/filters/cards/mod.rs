//! The data rules: whatever cards say in lines, phrases, patterns and maps is carried out here.
//!
//! One pass finds all literals, one look-up a line finds all whole lines; conditions and regular expressions are tried
//! only behind a hit, and only around it, so time stays linear whatever the text.

use std::{
    borrow::Cow,
    cmp::Reverse,
    sync::{LazyLock, OnceLock},
};

use regex::Regex;

use self::{lines::Lines, literals::Literals, seams::Deletion};
use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    rule::{self, Cards, Form, Match, Mend, Place, Rule, RuleKind, Within},
    span::Span,
    text::{Kind, Text},
};

mod escapes;
mod lines;
mod literals;
mod seams;
mod surroundings;

/// How far around an anchor a pattern is tried, within the line.
const BEFORE: usize = 200;
const AFTER: usize = 400;
/// An anchor so far from the end of what was searched is covered by that search.
const MARGIN: usize = 100;
/// How much of an end of the document counts as its opening or closing.
const ENDS: usize = 4096;

/// The built-in data rules.
pub struct BuiltIn;

static BUILT_IN: LazyLock<DataRules> = LazyLock::new(|| DataRules::compile(rule::all()));
static IDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rule::all().iter().filter(|r| r.kind != RuleKind::Filter).map(|r| &*r.id).collect());

impl Filter for BuiltIn {
    fn rules(&self) -> &'static [&'static str] {
        &IDS
    }

    fn stage(&self) -> Stage {
        Stage::Residue
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        BUILT_IN.look(context, found);
    }
}

/// Cards made ready to run. As a filter of one's own it goes into `Options::extra`.
pub struct DataRules {
    matchers: Vec<Matcher>,
    lines: Lines,
    literals: Literals,
    /// The matcher of each literal.
    owners: Vec<u32>,
}

/// One match of one card.
struct Matcher {
    rule: Cow<'static, str>,
    summary: Cow<'static, str>,
    of: Match,
    only_in: Vec<Kind>,
    not_in: Vec<Kind>,
    /// The number of its first literal.
    first_literal: u32,
    regex: OnceLock<Option<Regex>>,
}

/// One place where a literal was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    matcher: u32,
    at: usize,
    literal: u32,
}

impl From<&Cards> for DataRules {
    fn from(cards: &Cards) -> Self {
        Self::compile(cards.rules())
    }
}

impl DataRules {
    /// Makes the matches of these rules ready. Patterns are compiled when they are first tried.
    #[must_use]
    pub fn compile(rules: &[Rule]) -> Self {
        let mut matchers = Vec::new();
        let mut literals = Vec::new();
        let mut owners = Vec::new();
        for rule in rules {
            for of in rule.matches.iter() {
                let first_literal = literals.len() as u32;
                literals.extend(literals_of(&of.form));
                owners.resize(literals.len(), matchers.len() as u32);
                matchers.push(Matcher::new(rule, of, first_literal));
            }
        }
        let of_lines = || {
            matchers.iter().zip(0..).filter_map(|(matcher, number)| match &matcher.of.form {
                Form::Line { hashes, lead_hashes, signatures, .. } => Some((number, hashes, lead_hashes, signatures)),
                _ => None,
            })
        };
        let lines = Lines::new(
            of_lines().flat_map(|(number, hashes, ..)| hashes.iter().map(move |hash| (*hash, number))),
            of_lines().flat_map(|(number, _, leads, _)| leads.iter().map(move |hash| (*hash, number))),
            of_lines().flat_map(|(.., signatures)| signatures.iter().copied()),
        );
        Self { lines, literals: Literals::new(literals), owners, matchers }
    }
}

/// The literals whose presence starts a match.
fn literals_of(form: &Form) -> Vec<String> {
    match form {
        Form::Line { .. } => Vec::new(),
        Form::Phrase(phrases) => {
            // Both apostrophes are in use, and a card need not say so. Numbers must stay in step with the card's own
            // only for maps.
            let curly = phrases.iter().filter(|p| p.contains('\'')).map(|p| p.replace('\'', "’"));
            phrases.iter().map(ToString::to_string).chain(curly).collect()
        }
        Form::Pattern { anchors, .. } => anchors.iter().map(ToString::to_string).collect(),
        Form::Map(pairs) => pairs.iter().map(|(from, _)| from.to_string()).collect(),
    }
}

impl Filter for DataRules {
    fn rules(&self) -> &'static [&'static str] {
        &[]
    }

    fn stage(&self) -> Stage {
        Stage::Residue
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let mut deletions = Vec::new();
        self.find_lines(context, &mut deletions);
        let mut hits = Vec::new();
        self.literals
            .find(text.as_str(), |at, literal| hits.push(Hit { matcher: self.owners[literal as usize], at, literal }));
        hits.sort_unstable();
        hits.dedup_by_key(|hit| (hit.matcher, hit.at));
        for of_one in hits.chunk_by(|a, b| a.matcher == b.matcher) {
            let matcher = &self.matchers[of_one[0].matcher as usize];
            if context.wants(&matcher.rule) && matcher.counts_in(text.kind()) {
                matcher.look(context, of_one, &mut deletions, found);
            }
        }
        if deletions.is_empty() {
            return;
        }
        // Of two that overlap, the first stays, and of two that start at one place, the longer.
        deletions.sort_by_key(|deletion| (deletion.span.start, Reverse(deletion.span.end), deletion.applicability));
        deletions.dedup_by(|later, kept| later.span.start < kept.span.end);
        seams::close(text, deletions, found);
    }
}

impl DataRules {
    fn find_lines(&self, context: &Context<'_>, deletions: &mut Vec<Deletion>) {
        let source = context.text.as_str();
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', source.as_bytes()).chain([source.len()]) {
            if let Some(number) = self.lines.find(&source[start..end]) {
                let matcher = &self.matchers[number as usize];
                let line = source[start..end].trim_end();
                let span = Span::new(start, start + line.len());
                if context.wants(&matcher.rule)
                    && matcher.counts_in(context.text.kind())
                    && matcher.holds(context, span)
                {
                    deletions.push(matcher.deletion(span));
                }
            }
            start = end + 1;
        }
    }
}

impl Matcher {
    fn new(rule: &Rule, of: &Match, first_literal: u32) -> Self {
        let kinds = |names: &[rule::Str]| names.iter().filter_map(|name| Kind::find(name)).collect();
        Self {
            rule: rule.id.clone(),
            summary: rule.summary.clone(),
            only_in: kinds(&of.only_in),
            not_in: kinds(&of.not_in),
            of: of.clone(),
            first_literal,
            regex: OnceLock::new(),
        }
    }

    fn counts_in(&self, kind: Kind) -> bool {
        (self.only_in.is_empty() || self.only_in.contains(&kind)) && !self.not_in.contains(&kind)
    }

    /// True if the card's conditions hold at this place.
    fn holds(&self, context: &Context<'_>, span: Span) -> bool {
        let text = context.text;
        let placed = match self.of.place {
            Place::Anywhere => true,
            Place::Opening => span.start < ENDS && text.as_str()[..span.start].trim().is_empty(),
            Place::Closing => text.as_str().len() - span.end < ENDS && text.as_str()[span.end..].trim().is_empty(),
        };
        placed
            && (self.of.quoted || !surroundings::quoted(text, span))
            && !surroundings::mentions(text, span, &self.of.unless)
            && (self.of.languages.is_empty()
                || context
                    .language_at(span.start)
                    .is_none_or(|language| self.of.languages.iter().any(|code| code == language.code())))
    }

    /// Tries the match behind each of its hits.
    fn look(&self, context: &Context<'_>, hits: &[Hit], deletions: &mut Vec<Deletion>, found: &mut Vec<Finding>) {
        let text = context.text;
        match &self.of.form {
            Form::Line { .. } => {}
            Form::Phrase(phrases) => {
                for hit in hits {
                    let number = (hit.literal - self.first_literal) as usize;
                    // The numbers behind the card's own are its phrases with the other apostrophe.
                    let length = phrases.get(number).map_or_else(
                        || {
                            phrases
                                .iter()
                                .find_map(|p| literals::starts_with(&text.as_str()[hit.at..], &p.replace('\'', "’")))
                        },
                        |p| literals::starts_with(&text.as_str()[hit.at..], p),
                    );
                    let Some(length) = length else { continue };
                    let span = Span::new(hit.at, hit.at + length);
                    if surroundings::whole_words(text, span) && self.holds(context, span) {
                        self.report(text, span, None, deletions, found);
                    }
                }
            }
            Form::Map(pairs) => {
                for hit in hits {
                    let (from, to) = &pairs[(hit.literal - self.first_literal) as usize];
                    let span = Span::new(hit.at, hit.at + from.len());
                    if text.as_str()[hit.at..].starts_with(&**from) && self.holds(context, span) {
                        found.push(self.finding(span, Some(to.to_string())));
                    }
                }
            }
            Form::Pattern { pattern, .. } => {
                let Some(regex) = self.regex.get_or_init(|| Regex::new(pattern).ok()) else { return };
                self.search(context, regex, hits, |span, groups| {
                    self.report(text, span, Some(groups), deletions, found);
                });
            }
        }
    }

    /// Tries the pattern around each hit, the places it has seen already left out.
    fn search(
        &self,
        context: &Context<'_>,
        regex: &Regex,
        hits: &[Hit],
        mut report: impl FnMut(Span, &regex::Captures<'_>),
    ) {
        let source = context.text.as_str();
        let (mut searched, mut last_end) = (0, 0);
        for hit in hits {
            if hit.at + MARGIN <= searched {
                continue;
            }
            let window = match (self.of.within, self.of.place) {
                (Within::Line, _) => line_window(source, hit.at),
                (Within::Text, Place::Closing) => {
                    Span::new(floor(source, source.len().saturating_sub(ENDS)), source.len())
                }
                (Within::Text, _) => Span::new(0, floor(source, source.len().min(ENDS))),
            };
            let cut = window.end < source.len() && source.as_bytes()[window.end] != b'\n';
            let haystack = &source[window.start..window.end];
            let mut at = last_end.max(window.start) - window.start;
            while let Some(groups) = (at <= haystack.len()).then(|| regex.captures_at(haystack, at)).flatten() {
                let Some(whole) = groups.get(0) else { break };
                // What stands around the group `at` is context, and may be the context of the next match too.
                let target = groups.name("at").unwrap_or(whole);
                let span = Span::new(window.start + target.start(), window.start + target.end());
                // Where the window cuts a line, its end proves nothing.
                let is_cut = cut && whole.end() == haystack.len();
                if !is_cut && !span.is_empty() && self.holds(context, span) {
                    report(span, &groups);
                    last_end = span.end;
                }
                let next = haystack[whole.start()..].chars().next().map_or(1, char::len_utf8);
                at = target.end().max(whole.start() + next);
            }
            searched = if self.of.within == Within::Text { source.len() + MARGIN } else { window.end };
        }
    }

    /// Says what is to be done about a match.
    fn report(
        &self,
        text: &Text<'_>,
        span: Span,
        groups: Option<&regex::Captures<'_>>,
        deletions: &mut Vec<Deletion>,
        found: &mut Vec<Finding>,
    ) {
        match &self.of.mend {
            Mend::Nothing => found.push(self.finding(span, None)),
            Mend::Delete => deletions.push(self.deletion(span)),
            Mend::Unwrap => {
                let Some(kept) = groups.and_then(|groups| groups.get(1).zip(groups.get(0))) else { return };
                let (inner, whole) = kept;
                let (before, after) = (inner.start() - whole.start(), whole.end() - inner.end());
                found.push(self.finding(Span::new(span.start, span.start + before), Some(String::new())));
                found.push(self.finding(Span::new(span.end - after, span.end), Some(String::new())));
            }
            Mend::Unescape => {
                if let Some(with) = escapes::decode(text.slice(span)) {
                    found.push(self.finding(span, Some(with)));
                }
            }
            Mend::Replace(with) => {
                let mut replacement = String::new();
                match groups {
                    Some(groups) => groups.expand(with, &mut replacement),
                    None => replacement.push_str(with),
                }
                if replacement == "'" {
                    replacement = surroundings::apostrophe(text).to_string();
                }
                if replacement != text.slice(span) {
                    found.push(self.finding(span, Some(replacement)));
                }
            }
        }
    }

    fn finding(&self, span: Span, replacement: Option<String>) -> Finding {
        let applicability = if replacement.is_some() { self.of.applicability } else { Applicability::Flag };
        Finding { rule: self.rule.clone(), applicability, span, replacement, message: self.message() }
    }

    fn deletion(&self, span: Span) -> Deletion {
        Deletion {
            span,
            rule: self.rule.clone(),
            applicability: self.of.applicability,
            message: self.message(),
            joins: self.of.joins,
        }
    }

    fn message(&self) -> Cow<'static, str> {
        if self.of.message.is_empty() { self.summary.clone() } else { self.of.message.clone() }
    }
}

/// The line around a place, cut if it is very long.
fn line_window(source: &str, at: usize) -> Span {
    let bytes = source.as_bytes();
    let (least, most) = (floor(source, at.saturating_sub(BEFORE)), floor(source, source.len().min(at + AFTER)));
    let start = memchr::memrchr(b'\n', &bytes[least..at]).map_or(least, |i| least + i + 1);
    let end = memchr::memchr(b'\n', &bytes[at..most.max(at)]).map_or(most.max(at), |i| at + i);
    Span::new(start, end)
}

/// The character boundary at or before a place.
fn floor(source: &str, mut at: usize) -> usize {
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    at
}
