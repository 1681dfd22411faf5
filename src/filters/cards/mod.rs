//! The data rules: whatever cards say in lines, phrases, patterns and maps is carried out here.
//!
//! One pass finds all literals, one look-up a line finds all whole lines; conditions and regular expressions are tried
//! only behind a hit, and only around it, so time stays linear whatever the text.

use std::{borrow::Cow, cmp::Reverse, sync::LazyLock};

use rustc_hash::FxHashSet;

use self::{literals::Commonplace, machine::Machine, seams::Deletion};
use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    rule::{
        self, Cards, DocumentPart, Form, List, Match, Mend, Rule, Within,
        program::{Program, expand},
        tables::Tables,
    },
    span::Span,
    text::Text,
};

mod escapes;
mod lines;
mod literals;
mod machine;
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

static IDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rule::all().iter().filter(|r| !r.kind.is_code()).map(|r| &*r.id).collect());

static COMMONPLACE: LazyLock<Commonplace> = LazyLock::new(|| Commonplace::of(&rule::tables().literals));

impl Filter for BuiltIn {
    fn rules(&self) -> &'static [&'static str] {
        &IDS
    }

    fn stage(&self) -> Stage {
        Stage::Residue
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        look(rule::all(), rule::tables(), &COMMONPLACE, context, found);
    }
}

/// Cards made ready to run. As a filter of one's own it goes into `Options::extra`.
pub struct DataRules {
    rules: Vec<Rule>,
    tables: Tables,
    commonplace: Commonplace,
}

impl From<&Cards> for DataRules {
    fn from(cards: &Cards) -> Self {
        Self::compile(cards.rules())
    }
}

impl DataRules {
    /// Makes the matches of these rules ready. For the built-in ones the build has done so.
    #[must_use]
    pub fn compile(rules: &[Rule]) -> Self {
        let tables = Tables::of(rules);
        Self { rules: rules.to_vec(), commonplace: Commonplace::of(&tables.literals), tables }
    }
}

/// One place where a literal was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Hit {
    matcher: u32,
    at: usize,
    literal: u32,
}

/// One match of one card.
#[derive(Clone, Copy)]
struct Matcher<'r> {
    rule: &'r Rule,
    of: &'r Match,
    /// The number of its first literal.
    first_literal: u32,
}

impl Filter for DataRules {
    fn rules(&self) -> &'static [&'static str] {
        &[]
    }

    fn stage(&self) -> Stage {
        Stage::Residue
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        look(&self.rules, &self.tables, &self.commonplace, context, found);
    }
}

fn look(rules: &[Rule], tables: &Tables, commonplace: &Commonplace, context: &Context<'_>, found: &mut Vec<Finding>) {
    let text = context.text;
    let start = found.len();
    let mut deletions = Vec::new();
    find_lines(rules, tables, context, &mut deletions);
    let mut hits = Vec::new();
    // For each match that is a pattern, the stretch that its last hit has seen to.
    let mut seen: Vec<Span> = Vec::new();
    literals::find(&tables.literals, commonplace, text.as_str(), |at, literal| {
        let matcher = tables.owners[literal as usize];
        seen.resize(tables.matches.len(), Span::new(0, 0));
        let seen = &mut seen[matcher as usize];
        if seen.start <= at && at < seen.end {
            return;
        }
        let of = Matcher::new(rules, tables, matcher).of;
        if matches!(of.form, Form::Pattern { .. }) && reach(of).is_none() {
            let (window, is_cut) = line_window(text.as_str(), at);
            *seen = Span::new(at, searched_to(window, is_cut));
        }
        hits.push(Hit { matcher, at, literal });
    });
    if !hits.is_empty() {
        hits.sort_unstable();
        hits.dedup_by_key(|hit| (hit.matcher, hit.at));
        let mut machine = Machine::default();
        for of_one in hits.chunk_by(|a, b| a.matcher == b.matcher) {
            let matcher = Matcher::new(rules, tables, of_one[0].matcher);
            if matcher.counts(context) {
                matcher.look(context, of_one, &mut machine, &mut deletions, found);
            }
        }
    }
    // What two matches of a card tell is told once.
    if found.len() > start + 1 {
        let mut told = FxHashSet::default();
        let mut new = found.split_off(start);
        new.retain(|finding| told.insert((finding.span, finding.rule.clone())));
        found.append(&mut new);
    }
    if deletions.is_empty() {
        return;
    }
    // Of two that overlap, the first stays, and of two that start at one place, the longer.
    deletions.sort_by_key(|deletion| (deletion.span.start, Reverse(deletion.span.end), deletion.applicability));
    deletions.dedup_by(|later, kept| later.span.start < kept.span.end);
    seams::close(text, deletions, found);
}

fn find_lines(rules: &[Rule], tables: &Tables, context: &Context<'_>, deletions: &mut Vec<Deletion>) {
    if tables.lines.is_empty() && tables.leads.is_empty() {
        return;
    }
    let source = context.text.as_str();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', source.as_bytes()).chain([source.len()]) {
        if let Some(number) = lines::find(tables, &source[start..end]) {
            let matcher = Matcher::new(rules, tables, number);
            let line = source[start..end].trim_end();
            let span = Span::new(start, start + line.len());
            if matcher.counts(context) && !opens_paragraph(source, span) && matcher.holds(context, span) {
                deletions.push(matcher.deletion(span));
            }
        }
        start = end + 1;
    }
}

/// True for a line that opens a paragraph and a sentence that goes on in the next line: `Advertisement`, `is a novel by …`.
fn opens_paragraph(source: &str, line: Span) -> bool {
    let goes_on = source[line.end..].strip_prefix('\n').is_some_and(|next| next.starts_with(char::is_lowercase));
    goes_on && (line.start == 0 || source[..line.start].ends_with("\n\n"))
}

impl<'r> Matcher<'r> {
    fn new(rules: &'r [Rule], tables: &Tables, number: u32) -> Self {
        let (rule, place) = tables.matches[number as usize];
        let rule = &rules[usize::from(rule)];
        let of = &rule.matches[usize::from(place)];
        Self { rule, of, first_literal: tables.first_literals[number as usize] }
    }

    /// True if its rule is wanted, and counts in this kind of document.
    fn counts(&self, context: &Context<'_>) -> bool {
        let lists = |kinds: &List<rule::Str>| kinds.iter().any(|k| k == context.text.kind().as_str());
        context.wants(&self.rule.id)
            && (self.of.only_in.is_empty() || lists(&self.of.only_in))
            && (self.of.not_in.is_empty() || !lists(&self.of.not_in))
    }

    /// True if the card's conditions hold at this place.
    fn holds(&self, context: &Context<'_>, span: Span) -> bool {
        let text = context.text;
        let is_all_of_it = |end: &str| end.len() < ENDS && end.trim().is_empty();
        let placed = match self.of.place {
            DocumentPart::Anywhere => true,
            DocumentPart::Opening => text.part().is_first && is_all_of_it(&text.as_str()[..span.start]),
            DocumentPart::Closing => text.part().is_last && is_all_of_it(&text.as_str()[span.end..]),
        };
        placed
            && (self.of.quoted || !surroundings::quoted(text, span))
            && !(self.of.unless_noted && surroundings::is_noted(text, span))
            && !surroundings::mentions(text, span, &self.of.unless)
            && (self.of.languages.is_empty()
                || context
                    .language_at(span.start)
                    .is_none_or(|language| self.of.languages.iter().any(|code| code == language.code())))
    }

    /// Tries the match behind each of its hits.
    fn look(
        &self,
        context: &Context<'_>,
        hits: &[Hit],
        machine: &mut Machine,
        deletions: &mut Vec<Deletion>,
        found: &mut Vec<Finding>,
    ) {
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
            Form::Pattern { program, .. } => {
                self.search(context, program, machine, hits, |span, groups| {
                    self.report(text, span, Some(groups), deletions, found);
                });
            }
        }
    }

    /// Tries the pattern around each hit, the places it has seen already left out.
    fn search(
        &self,
        context: &Context<'_>,
        program: &Program,
        machine: &mut Machine,
        hits: &[Hit],
        mut report: impl FnMut(Span, &dyn Fn(usize) -> Option<Span>),
    ) {
        let source = context.text.as_str();
        let reach = reach(self.of);
        let (mut searched, mut last_end) = (0, 0);
        for hit in hits {
            if hit.at < searched {
                continue;
            }
            let (window, cut) = match (self.of.within, self.of.place) {
                (Within::Line, _) => line_window(source, hit.at),
                (Within::Text, DocumentPart::Closing) => {
                    (Span::new(source.floor_char_boundary(source.len().saturating_sub(ENDS)), source.len()), false)
                }
                (Within::Text, _) => {
                    let end = source.floor_char_boundary(ENDS);
                    (Span::new(0, end), end < source.len() && source.as_bytes()[end] != b'\n')
                }
            };
            let haystack = &source[window.start..window.end];
            // A match begins no further before its anchor than it is long, and not behind it.
            let (first, last) = match reach {
                Some(reach) => (hit.at.saturating_sub(reach).max(searched), hit.at),
                None => (0, window.end),
            };
            let mut at = last_end.max(first).max(window.start) - window.start;
            let last = last - window.start;
            while let Some(groups) = (at <= last).then(|| machine.find(program, haystack, at..=last)).flatten() {
                // What stands around the group `at` is context, and may be the context of the next match too.
                let (whole, target) = (groups.whole(), groups.target());
                let span = target.shifted(window.start);
                // Where the window cuts a line, its end proves nothing.
                let is_cut = cut && whole.end == haystack.len();
                if !is_cut && !span.is_empty() && self.holds(context, span) {
                    report(span, &|group| Some(groups.get(group)?.shifted(window.start)));
                    last_end = span.end;
                }
                let next = haystack[whole.start..].chars().next().map_or(1, char::len_utf8);
                at = target.end.max(whole.start + next);
            }
            searched = match (self.of.within, reach) {
                (_, Some(_)) => (window.start + at).max(hit.at + 1),
                (Within::Text, _) => source.len() + 1,
                (Within::Line, _) => searched_to(window, cut),
            };
        }
    }

    /// Says what is to be done about a match.
    fn report(
        &self,
        text: &Text<'_>,
        span: Span,
        groups: Option<&dyn Fn(usize) -> Option<Span>>,
        deletions: &mut Vec<Deletion>,
        found: &mut Vec<Finding>,
    ) {
        match &self.of.mend {
            Mend::Nothing => found.push(self.finding(span, None)),
            Mend::Delete => deletions.push(self.deletion(span)),
            Mend::Unwrap => {
                let Some((inner, whole)) = groups.and_then(|group| group(1).zip(group(0))) else { return };
                let (before, after) = (inner.start - whole.start, whole.end - inner.end);
                found.push(self.finding(Span::new(span.start, span.start + before), Some(String::new())));
                found.push(self.finding(Span::new(span.end - after, span.end), Some(String::new())));
            }
            Mend::Unescape => {
                if let Some(with) = escapes::decode(text.slice(span)) {
                    found.push(self.finding(span, Some(with)));
                }
            }
            Mend::Replace(with) => {
                let mut replacement = match groups {
                    Some(group) => expand(with, |i| group(i).map_or("", |span| text.slice(span))),
                    None => with.to_string(),
                };
                if replacement == "'" {
                    replacement = text.apostrophe().to_string();
                }
                if replacement != text.slice(span) {
                    found.push(self.finding(span, Some(replacement)));
                }
            }
        }
    }

    fn finding(&self, span: Span, replacement: Option<String>) -> Finding {
        let applicability = if replacement.is_some() { self.of.applicability } else { Applicability::Flag };
        Finding { rule: self.rule.id.clone(), applicability, span, replacement, message: self.message() }
    }

    fn deletion(&self, span: Span) -> Deletion {
        Deletion {
            span,
            rule: self.rule.id.clone(),
            applicability: self.of.applicability,
            message: self.message(),
            joins: self.of.joins,
        }
    }

    /// The match's own message, or the rule's summary put as one: with a small letter first, acronyms aside.
    fn message(&self) -> Cow<'static, str> {
        if !self.of.message.is_empty() {
            return self.of.message.clone();
        }
        let mut letters = self.rule.summary.chars();
        match letters.next() {
            Some(first) if !letters.clone().next().is_some_and(char::is_uppercase) => {
                Cow::Owned(first.to_lowercase().chain(letters).collect())
            }
            _ => self.rule.summary.clone(),
        }
    }
}

/// How far before an anchor a match can begin, in bytes, if that is less far than lines are looked at.
fn reach(of: &Match) -> Option<usize> {
    match &of.form {
        Form::Pattern { program, .. } if of.within == Within::Line => {
            program.longest.filter(|&longest| longest <= BEFORE)
        }
        _ => None,
    }
}

/// The line around a place, and whether its end is cut off because it is very long.
fn line_window(source: &str, at: usize) -> (Span, bool) {
    let bytes = source.as_bytes();
    let (least, most) = (source.floor_char_boundary(at.saturating_sub(BEFORE)), source.floor_char_boundary(at + AFTER));
    let start = memchr::memrchr(b'\n', &bytes[least..at]).map_or(least, |i| least + i + 1);
    let end = memchr::memchr(b'\n', &bytes[at..most.max(at)]).map_or(most.max(at), |i| at + i);
    (Span::new(start, end), bytes.get(end).is_some_and(|b| *b != b'\n'))
}

/// An anchor before this place needs no search of its own once this stretch was searched.
fn searched_to(window: Span, is_cut: bool) -> usize {
    if is_cut { window.end - MARGIN } else { window.end }
}
