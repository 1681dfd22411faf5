//! Runs a compiled pattern over a stretch of text.
//!
//! It tries the ways of a pattern in their order and goes back where one fails, as most engines do, but remembers for
//! every step and place whether it has been there: nothing is tried twice, and time stays linear in the text whatever the
//! pattern. The leftmost match wins, and of those the one that the pattern prefers, as in the `regex` crate.

use std::ops::RangeInclusive;

use crate::{
    rule::program::{Edge, Program, Step},
    span::Span,
};

/// What a search needs to remember; one is enough for all patterns and texts.
#[derive(Default)]
pub(super) struct Machine {
    /// A bit for each step and place, place by place.
    visited: Vec<u64>,
    jobs: Vec<Job>,
    slots: Vec<usize>,
}

/// A slot that holds no place.
const UNSET: usize = usize::MAX;

/// What is to be tried if all else fails.
#[derive(Clone, Copy)]
enum Job {
    /// That step at that place.
    Go { step: u32, at: usize },
    /// A group is again where it was.
    Restore { slot: u8, place: usize },
    /// A repeat takes one character fewer, down to `least`.
    Fewer { step: u32, at: usize, least: usize },
    /// A lazy repeat takes one more.
    More { step: u32, at: usize, count: u16 },
}

/// The groups of a match.
pub(super) struct Groups<'m> {
    slots: &'m [usize],
    at: u8,
}

impl Groups<'_> {
    /// Where a group is; `None` if it took no part.
    pub(super) fn get(&self, group: usize) -> Option<Span> {
        match self.slots.get(group * 2..group * 2 + 2) {
            Some(&[start, end]) if start != UNSET && end != UNSET => Some(Span::new(start, end)),
            _ => None,
        }
    }

    /// The whole match.
    pub(super) fn whole(&self) -> Span {
        self.get(0).unwrap_or(Span::new(0, 0))
    }

    /// What the match is about: the group `at` if there is one, or all of it.
    pub(super) fn target(&self) -> Span {
        self.get(self.at.into()).unwrap_or(self.whole())
    }
}

impl Machine {
    /// The first match in `text` that starts in a range, whose end may be the end of the text.
    pub(super) fn find(&mut self, program: &Program, text: &str, within: RangeInclusive<usize>) -> Option<Groups<'_>> {
        self.visited.clear();
        let starts = Starts::of(program);
        let next = |from: usize| starts.next(text.as_bytes(), from).filter(|start| start <= within.end());
        let mut start = next(*within.start())?;
        let mut search = Search { program, text, base: start, machine: self };
        loop {
            if text.is_char_boundary(start) && search.run(start) {
                return Some(Groups { slots: &self.slots, at: program.at });
            }
            start = next(start + 1)?;
        }
    }
}

/// Where matches of a pattern may begin.
struct Starts<'p> {
    program: &'p Program,
    /// The bytes they begin with, if there are no more than three, as with most patterns; some may stand twice.
    few: Option<[u8; 3]>,
}

impl<'p> Starts<'p> {
    fn of(program: &'p Program) -> Self {
        let mut left = program.first;
        let mut least = || {
            let (bits, base) = left.iter_mut().zip((0..).step_by(64)).find(|(bits, _)| **bits != 0)?;
            let byte = base + bits.trailing_zeros() as u8;
            *bits &= *bits - 1;
            Some(byte)
        };
        let few = least().map(|first| [first, least().unwrap_or(first), least().unwrap_or(first)]);
        Self { program, few: few.filter(|_| least().is_none()) }
    }

    /// The next place, from one on.
    fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        if self.program.nullable {
            return (from <= bytes.len()).then_some(from);
        }
        let rest = bytes.get(from..)?;
        let has = |set: &[u64; 4], b: u8| set[usize::from(b >> 6)] & 1 << (b & 63) != 0;
        let goes_on = |at: &usize| rest.get(at + 1).is_none_or(|&second| has(&self.program.second, second));
        let found = match self.few {
            Some([a, b, c]) => memchr::memchr3_iter(a, b, c, rest).find(goes_on),
            None => (0..rest.len()).find(|at| has(&self.program.first, rest[*at]) && goes_on(at)),
        };
        found.map(|at| from + at)
    }
}

struct Search<'s> {
    program: &'s Program,
    text: &'s str,
    /// Where the search began; `visited` counts from there.
    base: usize,
    machine: &'s mut Machine,
}

impl Search<'_> {
    /// True the first time.
    fn visit(&mut self, step: u32, at: usize) -> bool {
        let words = self.program.steps.len().div_ceil(64);
        let word = (at - self.base) * words + step as usize / 64;
        let visited = &mut self.machine.visited;
        if word >= visited.len() {
            visited.resize((at - self.base + 1) * words, 0);
        }
        let bit = 1 << (step & 63);
        let first = visited[word] & bit == 0;
        visited[word] |= bit;
        first
    }

    fn run(&mut self, start: usize) -> bool {
        self.machine.jobs.clear();
        self.machine.slots.clear();
        self.machine.slots.resize(usize::from(self.program.groups) * 2, UNSET);
        self.machine.jobs.push(Job::Go { step: 0, at: start });
        while let Some(job) = self.machine.jobs.pop() {
            let (step, at) = match job {
                Job::Go { step, at } => (step, at),
                Job::Restore { slot, place } => {
                    self.machine.slots[usize::from(slot)] = place;
                    continue;
                }
                Job::Fewer { step, at, least } => {
                    if at > least {
                        let before = self.text[..at].chars().next_back().map_or(0, char::len_utf8);
                        self.machine.jobs.push(Job::Fewer { step, at: at - before, least });
                    }
                    (step + 1, at)
                }
                Job::More { step, at, count } => {
                    let Some(next) = self.one_more(step, at, count) else { continue };
                    self.machine.jobs.push(Job::More { step, at: next, count: count.saturating_add(1) });
                    (step + 1, next)
                }
            };
            if self.visit(step, at) && self.follow(step, at) {
                return true;
            }
        }
        false
    }

    /// Follows the preferred way until it fails or is whole; the others become jobs.
    fn follow(&mut self, mut step: u32, mut at: usize) -> bool {
        let program = self.program;
        let bytes = self.text.as_bytes();
        loop {
            match program.steps[step as usize] {
                Step::Char(c) => match self.char_at(at) {
                    Some(found) if found == c => at += c.len_utf8(),
                    _ => return false,
                },
                Step::Either(a, b) => match self.char_at(at) {
                    Some(found) if found == a || found == b => at += found.len_utf8(),
                    _ => return false,
                },
                Step::Class(class) => match self.char_at(at) {
                    Some(found) if program.classes[usize::from(class)].has(found) => at += found.len_utf8(),
                    _ => return false,
                },
                Step::Repeat { class, least, most, lazy } => {
                    let class = &program.classes[usize::from(class)];
                    let wanted = if lazy { least } else { most };
                    let (mut count, mut end, mut fewest) = (0, at, at);
                    while count < wanted || wanted == u16::MAX {
                        let Some(c) = self.char_at(end).filter(|c| class.has(*c)) else { break };
                        end += c.len_utf8();
                        count = count.saturating_add(1);
                        if count == least {
                            fewest = end;
                        }
                    }
                    if count < least {
                        return false;
                    }
                    if lazy {
                        self.machine.jobs.push(Job::More { step, at: end, count });
                    } else if end > fewest {
                        let before = self.text[..end].chars().next_back().map_or(0, char::len_utf8);
                        self.machine.jobs.push(Job::Fewer { step, at: end - before, least: fewest });
                    }
                    at = end;
                    if !self.visit(step + 1, at) {
                        return false;
                    }
                }
                Step::Fork(first, second) => {
                    self.machine.jobs.push(Job::Go { step: second, at });
                    if !self.visit(first, at) {
                        return false;
                    }
                    step = first;
                    continue;
                }
                Step::Branch(table) => {
                    let turns = &program.turns[table as usize];
                    let list = bytes.get(at).map_or(0, |b| turns[usize::from(*b)]);
                    let (from, count) = program.lists[program.bases[table as usize] as usize + usize::from(list)];
                    let ways = &program.ways[from as usize..(from + count) as usize];
                    let Some((first, others)) = ways.split_first() else { return false };
                    self.machine.jobs.extend(others.iter().rev().map(|way| Job::Go { step: *way, at }));
                    if !self.visit(*first, at) {
                        return false;
                    }
                    step = *first;
                    continue;
                }
                Step::Jump(to) => {
                    step = to;
                    continue;
                }
                Step::Save(slot) => {
                    let place = std::mem::replace(&mut self.machine.slots[usize::from(slot)], at);
                    self.machine.jobs.push(Job::Restore { slot, place });
                }
                Step::At(edge) => {
                    if !self.is_at(edge, at) {
                        return false;
                    }
                }
                Step::Found => return true,
            }
            step += 1;
        }
    }

    /// Where a lazy repeat ends with one character more.
    fn one_more(&self, step: u32, at: usize, count: u16) -> Option<usize> {
        let Step::Repeat { class, most, .. } = self.program.steps[step as usize] else { return None };
        let room = count < most || most == u16::MAX;
        let c = self.char_at(at).filter(|c| room && self.program.classes[usize::from(class)].has(*c))?;
        Some(at + c.len_utf8())
    }

    #[inline]
    fn char_at(&self, at: usize) -> Option<char> {
        match self.text.as_bytes().get(at) {
            Some(b) if b.is_ascii() => Some(char::from(*b)),
            Some(_) => self.text[at..].chars().next(),
            None => None,
        }
    }

    fn is_at(&self, edge: Edge, at: usize) -> bool {
        let bytes = self.text.as_bytes();
        let is_edge = || {
            let word = self.program.word.map(|word| &self.program.classes[usize::from(word)]);
            let is_word = |c: Option<char>| c.is_some_and(|c| word.is_some_and(|word| word.has(c)));
            is_word(self.text[..at].chars().next_back()) != is_word(self.char_at(at))
        };
        match edge {
            Edge::Start => at == 0,
            Edge::End => at == bytes.len(),
            Edge::LineStart => at == 0 || bytes[at - 1] == b'\n',
            Edge::LineEnd => bytes.get(at).is_none_or(|b| *b == b'\n'),
            Edge::Word => is_edge(),
            Edge::NotWord => !is_edge(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rule::{self, Form, pattern};

    /// Every match with its groups, found by the machine and by the `regex` crate.
    fn both(regex: &regex::Regex, program: &Program, text: &str) -> [Vec<Vec<Option<Span>>>; 2] {
        let mut machine = Machine::default();
        let mut ours = Vec::new();
        let mut at = 0;
        while at <= text.len() {
            let Some(groups) = machine.find(program, text, at..=text.len()) else { break };
            ours.push((0..usize::from(program.groups)).map(|i| groups.get(i)).collect());
            let whole = groups.whole();
            let next = text[whole.end..].chars().next().map_or(1, char::len_utf8);
            at = if whole.is_empty() { whole.end + next } else { whole.end };
        }
        let mut theirs = Vec::new();
        let mut at = 0;
        while at <= text.len() {
            let Some(groups) = regex.captures_at(text, at) else { break };
            theirs.push((0..groups.len()).map(|i| groups.get(i).map(|m| Span::from(m.range()))).collect());
            let whole = groups.get(0).expect("the whole match").range();
            let next = text[whole.end..].chars().next().map_or(1, char::len_utf8);
            at = if whole.is_empty() { whole.end + next } else { whole.end };
        }
        [ours, theirs]
    }

    proptest! {
        #[test]
        fn finds_what_the_regex_crate_finds(
            pattern in prop::sample::select(vec![
                "a|ab|b", "(a|ab)(c|bcd)?", "(?i)straße|kg", "a*?b", "(?:a|b|ab|ba|é)+c?", r"\b(?:ab?|c)\b", "(a{2,3}|b{1,2}?)c*",
                "^a|b$", "(?m)^(a)|(b)$", "[^a]{0,3}b", "(?:(?:a?b)*c)*", "(?:ab){1,3}?c", r"(?<at>a)b|\Bc", "(a*)+b", r"\w{2,}?c|é",
            ]),
            text in "[abcéßKk \n]{0,24}",
        ) {
            let program = pattern::compile(pattern).expect("an expression");
            let [ours, theirs] = both(&regex::Regex::new(pattern).expect("an expression"), &program, &text);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn the_cards_patterns_find_what_the_regex_crate_finds(mix in prop::collection::vec((any::<prop::sample::Index>(), 0..60usize, 0..60usize), 1..4), pattern: prop::sample::Index) {
            let patterns: Vec<_> = rule::all().iter().flat_map(|r| r.matches.iter()).filter_map(|m| match &m.form {
                Form::Pattern { pattern, program, .. } => Some((pattern, program)),
                _ => None,
            }).collect();
            let texts: Vec<&str> = rule::all().iter().flat_map(|r| r.examples.iter().map(|e| &*e.from).chain(r.keeps.iter().map(|k| &*k.text))).collect();
            let mut text = String::new();
            for (which, skip, take) in mix {
                text.extend(which.get(&texts).chars().skip(skip).take(take));
            }
            let (pattern, program) = pattern.get(&patterns);
            let [ours, theirs] = both(&regex::Regex::new(pattern).expect("an expression"), program, &text);
            prop_assert_eq!(ours, theirs, "{} on {:?}", pattern, text);
        }
    }

    #[test]
    fn every_card_pattern_agrees_with_the_regex_crate_on_every_example() {
        let texts = || {
            rule::all().iter().flat_map(|r| r.examples.iter().map(|e| &*e.from).chain(r.keeps.iter().map(|k| &*k.text)))
        };
        for of in rule::all().iter().flat_map(|r| r.matches.iter()) {
            let Form::Pattern { pattern, program, .. } = &of.form else { continue };
            let regex = regex::Regex::new(pattern).expect("an expression");
            for text in texts() {
                let [ours, theirs] = both(&regex, program, text);
                assert_eq!(ours, theirs, "{pattern} on {text:?}");
            }
        }
    }
}
