//! From a regular expression to a [`Program`]. Used by the build for our own cards and at run time for cards of one's
//! own; like `card.rs`, this file imports nothing else of the crate.
//!
//! The expressions are those of the `regex` crate. A character repeated is one step however often it may come, so that
//! `[^\]]{0,300}` is as small as `x*`; everything else that is repeated is written out.

use std::collections::HashMap;

use regex_syntax::{
    ParserBuilder,
    hir::{self, Hir, HirKind, Look},
};

use super::{
    opening::{Starts, ranges, second_bytes},
    program::{CharClass, Edge, Program, Step},
};

/// More steps than this are no pattern but a mistake.
const MOST_STEPS: usize = 30_000;
/// So many ways are better chosen by the next byte than tried one after the other.
const MANY: usize = 4;
/// Any number of times.
const ANY: u16 = u16::MAX;

/// Compiles an expression.
///
/// # Errors
/// If it is malformed, or asks for what programs cannot do; the sentence says which.
pub fn compile(pattern: &str) -> Result<Program, String> {
    let hir = ParserBuilder::new().build().parse(pattern).map_err(|e| match e {
        regex_syntax::Error::Parse(e) => format!("{} (at character {})", e.kind(), e.span().start.column),
        regex_syntax::Error::Translate(e) => format!("{} (at character {})", e.kind(), e.span().start.column),
        other => other.to_string(),
    })?;
    let mut compiler = Compiler::default();
    compiler.emit(Step::Save(0))?;
    compiler.hir(&hir)?;
    compiler.emit(Step::Save(1))?;
    compiler.emit(Step::Found)?;
    let starts = Starts::of(&hir);
    let program = &mut compiler.program;
    program.first = starts.bytes;
    program.nullable = starts.nullable;
    program.longest = hir.properties().maximum_len();
    program.second = second_bytes(program);
    program.groups = u8::try_from(hir.properties().explicit_captures_len() + 1)
        .ok()
        .filter(|groups| *groups < 100)
        .ok_or("it has too many groups")?;
    Ok(compiler.program)
}

#[derive(Default)]
struct Compiler {
    program: Program,
    known: HashMap<(u128, Vec<(char, char)>), u16>,
}

type Done = Result<(), String>;

impl Compiler {
    fn emit(&mut self, step: Step) -> Result<u32, String> {
        let steps = self.program.steps.to_mut();
        if steps.len() >= MOST_STEPS {
            return Err("it is too large; repeat less".into());
        }
        steps.push(step);
        Ok(steps.len() as u32 - 1)
    }

    fn here(&self) -> u32 {
        self.program.steps.len() as u32
    }

    fn set(&mut self, at: u32, step: Step) {
        self.program.steps.to_mut()[at as usize] = step;
    }

    fn hir(&mut self, hir: &Hir) -> Done {
        match hir.kind() {
            HirKind::Empty => Ok(()),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).map_err(|_| "it asks for bytes that are no characters")?;
                text.chars().try_for_each(|c| self.emit(Step::Char(c)).map(drop))
            }
            HirKind::Class(class) => {
                let step = self.class(class)?;
                self.emit(step).map(drop)
            }
            HirKind::Look(look) => {
                let edge = match look {
                    Look::Start => Edge::Start,
                    Look::End => Edge::End,
                    Look::StartLF => Edge::LineStart,
                    Look::EndLF => Edge::LineEnd,
                    Look::WordUnicode => Edge::Word,
                    Look::WordUnicodeNegate => Edge::NotWord,
                    _ => return Err("of edges there are ^, $, \\A, \\z, \\b and \\B".into()),
                };
                if matches!(edge, Edge::Word | Edge::NotWord) && self.program.word.is_none() {
                    let word = ParserBuilder::new().build().parse(r"\w").map_err(|e| e.to_string())?;
                    if let HirKind::Class(class) = word.kind() {
                        self.program.word = Some(self.class_number(class)?);
                    }
                }
                self.emit(Step::At(edge)).map(drop)
            }
            HirKind::Repetition(repetition) => self.repetition(repetition),
            HirKind::Capture(capture) => {
                let number = u8::try_from(capture.index).map_err(|_| "it has too many groups")?;
                if capture.name.as_deref() == Some("at") {
                    self.program.at = number;
                }
                self.emit(Step::Save(number.wrapping_mul(2)))?;
                self.hir(&capture.sub)?;
                self.emit(Step::Save(number.wrapping_mul(2).wrapping_add(1))).map(drop)
            }
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.hir(part)),
            HirKind::Alternation(ways) => self.alternation(ways),
        }
    }

    fn repetition(&mut self, repetition: &hir::Repetition) -> Done {
        let (least, most, sub) = (repetition.min, repetition.max, &*repetition.sub);
        if let Some(class) = self.single(sub)? {
            let bound = |n: u32| {
                u16::try_from(n).ok().filter(|n| *n < ANY).ok_or("it repeats a character more than 65,534 times")
            };
            let most = most.map_or(Ok(ANY), bound)?;
            return self.emit(Step::Repeat { class, least: bound(least)?, most, lazy: !repetition.greedy }).map(drop);
        }
        let fork = |inside: u32, out: u32| {
            if repetition.greedy { Step::Fork(inside, out) } else { Step::Fork(out, inside) }
        };
        let nullable = Starts::of(sub).nullable;
        match most {
            None if least == 0 && !nullable => {
                let start = self.emit(Step::Jump(0))?;
                self.hir(sub)?;
                self.emit(Step::Jump(start))?;
                self.set(start, fork(start + 1, self.here()));
            }
            None => {
                // Of what may be nothing, one time more or less is told apart: `x*` is `(x+)?`.
                let skip = if least == 0 { Some(self.emit(Step::Jump(0))?) } else { None };
                for _ in 1..least {
                    self.hir(sub)?;
                }
                let start = self.here();
                self.hir(sub)?;
                let end = self.here();
                self.emit(fork(start, end + 1))?;
                if let Some(skip) = skip {
                    self.set(skip, fork(skip + 1, self.here()));
                }
            }
            Some(most) => {
                for _ in 0..least {
                    self.hir(sub)?;
                }
                let mut skips = Vec::new();
                for _ in least..most {
                    skips.push(self.emit(Step::Jump(0))?);
                    self.hir(sub)?;
                }
                for skip in skips {
                    self.set(skip, fork(skip + 1, self.here()));
                }
            }
        }
        Ok(())
    }

    fn alternation(&mut self, ways: &[Hir]) -> Done {
        let fork = self.emit(Step::Jump(0))?;
        let mut starts = Vec::with_capacity(ways.len());
        let mut ends = Vec::with_capacity(ways.len());
        for (i, way) in ways.iter().enumerate() {
            // Few ways are tried in turn, each behind a fork of its own.
            let own =
                if ways.len() < MANY && i > 0 && i + 1 < ways.len() { Some(self.emit(Step::Jump(0))?) } else { None };
            starts.push(own.unwrap_or(self.here()));
            self.hir(way)?;
            if i + 1 < ways.len() {
                ends.push(self.emit(Step::Jump(0))?);
            }
        }
        let end = self.here();
        for jump in ends {
            self.set(jump, Step::Jump(end));
        }
        if ways.len() < MANY {
            for (i, &start) in starts.iter().enumerate().take(ways.len() - 1) {
                let at = if i == 0 { fork } else { start };
                self.set(at, Step::Fork(at + 1, starts[i + 1]));
            }
            return Ok(());
        }
        let table = self.branch(ways, &starts);
        self.set(fork, Step::Branch(table));
        Ok(())
    }

    /// A table of which ways to try before each byte.
    fn branch(&mut self, ways: &[Hir], starts: &[u32]) -> u32 {
        let of_ways: Vec<Starts> = ways.iter().map(Starts::of).collect();
        let mut turns = [0u8; 256];
        let base = self.program.lists.len();
        let mut known: HashMap<Vec<u32>, u8> = HashMap::new();
        // The first list is for the end of the text.
        let at_end = of_ways.iter().zip(starts).filter(|(way, _)| way.nullable).map(|(_, start)| *start).collect();
        let mut add = |program: &mut Program, list: Vec<u32>| {
            *known.entry(list).or_insert_with_key(|list| {
                let number = program.lists.len() - base;
                program.lists.to_mut().push((program.ways.len() as u32, list.len() as u32));
                program.ways.to_mut().extend(list);
                number as u8
            })
        };
        add(&mut self.program, at_end);
        for byte in 0..=255u8 {
            let list = of_ways
                .iter()
                .zip(starts)
                .filter(|(way, _)| way.nullable || way.has(byte))
                .map(|(_, start)| *start)
                .collect();
            turns[usize::from(byte)] = add(&mut self.program, list);
        }
        self.program.turns.to_mut().push(turns);
        self.program.bases.to_mut().push(base as u32);
        self.program.turns.len() as u32 - 1
    }

    /// The class of what takes one character; `None` for anything else.
    fn single(&mut self, hir: &Hir) -> Result<Option<u16>, String> {
        match hir.kind() {
            HirKind::Class(class) => self.class_number(class).map(Some),
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).unwrap_or_default();
                let mut chars = text.chars();
                let (Some(c), None) = (chars.next(), chars.next()) else { return Ok(None) };
                self.add_class(vec![(c, c)]).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn class(&mut self, class: &hir::Class) -> Result<Step, String> {
        let ranges = ranges(class)?;
        Ok(match ranges[..] {
            [(a, b)] if a == b => Step::Char(a),
            [(a, b), (c, d)] if a == b && c == d => Step::Either(a, c),
            _ => Step::Class(self.add_class(ranges)?),
        })
    }

    fn class_number(&mut self, class: &hir::Class) -> Result<u16, String> {
        self.add_class(ranges(class)?)
    }

    fn add_class(&mut self, ranges: Vec<(char, char)>) -> Result<u16, String> {
        let mut ascii = 0u128;
        let mut others = Vec::new();
        for (first, last) in ranges {
            for c in first as u32..=(last as u32).min(0x7f) {
                ascii |= 1 << c;
            }
            if !last.is_ascii() {
                others.push((first.max('\u{80}'), last));
            }
        }
        if let Some(number) = self.known.get(&(ascii, others.clone())) {
            return Ok(*number);
        }
        let number = u16::try_from(self.program.classes.len()).map_err(|_| "it has too many classes")?;
        self.program.classes.to_mut().push(CharClass { ascii, ranges: others.clone().into() });
        self.known.insert((ascii, others), number);
        Ok(number)
    }
}
