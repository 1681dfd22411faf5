//! What a pattern can begin with, so that most places need not be tried at all. Part of compiling a pattern.

use regex_syntax::hir::{self, Hir, HirKind};

use super::program::{Program, Step};

/// The ranges of a class.
///
/// # Errors
/// If it is one of bytes that are no characters.
pub fn ranges(class: &hir::Class) -> Result<Vec<(char, char)>, String> {
    match class {
        hir::Class::Unicode(class) => Ok(class.ranges().iter().map(|r| (r.start(), r.end())).collect()),
        hir::Class::Bytes(class) if class.is_ascii() => {
            Ok(class.ranges().iter().map(|r| (r.start().into(), r.end().into())).collect())
        }
        hir::Class::Bytes(_) => Err("it asks for bytes that are no characters".into()),
    }
}

/// What an expression can begin with.
pub struct Starts {
    /// The bytes, a bit each.
    pub bytes: [u64; 4],
    /// It can be nothing at all.
    pub nullable: bool,
}

impl Starts {
    /// Of this expression.
    #[must_use]
    pub fn of(hir: &Hir) -> Self {
        let nothing = Self { bytes: [0; 4], nullable: true };
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => nothing,
            HirKind::Literal(literal) => {
                let mut starts = Self { bytes: [0; 4], nullable: false };
                starts.add(literal.0[0], literal.0[0]);
                starts
            }
            HirKind::Class(class) => {
                let mut starts = Self { bytes: [0; 4], nullable: false };
                for (first, last) in ranges(class).unwrap_or_default() {
                    let lead = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
                    starts.add(lead(first), lead(last));
                }
                starts
            }
            HirKind::Repetition(repetition) => {
                let sub = Self::of(&repetition.sub);
                Self { nullable: sub.nullable || repetition.min == 0, ..sub }
            }
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Concat(parts) => {
                let mut all = nothing;
                for part in parts {
                    let starts = Self::of(part);
                    all.join(&starts);
                    if !starts.nullable {
                        all.nullable = false;
                        break;
                    }
                }
                all
            }
            HirKind::Alternation(ways) => {
                let mut all = Self { bytes: [0; 4], nullable: false };
                for way in ways {
                    let starts = Self::of(way);
                    all.join(&starts);
                    all.nullable |= starts.nullable;
                }
                all
            }
        }
    }

    fn add(&mut self, first: u8, last: u8) {
        for byte in first..=last {
            self.bytes[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
    }

    fn join(&mut self, other: &Self) {
        for (mine, others) in self.bytes.iter_mut().zip(other.bytes) {
            *mine |= others;
        }
    }

    /// Whether it can begin with a byte.
    #[must_use]
    pub fn has(&self, byte: u8) -> bool {
        self.bytes[usize::from(byte >> 6)] & 1 << (byte & 63) != 0
    }
}

/// The bytes that can follow the first one of a match, a bit each; all of them where a match can be that short.
#[must_use]
pub fn second_bytes(program: &Program) -> [u64; 4] {
    let mut seconds = Starts { bytes: [0; 4], nullable: false };
    if program.nullable {
        return [u64::MAX; 4];
    }
    for first in takers(program, &[0]) {
        let after = match program.steps[first as usize] {
            Step::Repeat { .. } => takers(program, &[first, first + 1]),
            _ => takers(program, &[first + 1]),
        };
        if leads(program, first).iter().any(|(_, last)| *last >= 0x80) {
            seconds.add(0x80, 0xbf);
        }
        for step in after {
            if program.steps[step as usize] == Step::Found {
                return [u64::MAX; 4];
            }
            for (from, to) in leads(program, step) {
                seconds.add(from, to);
            }
        }
    }
    seconds.bytes
}

/// The steps that take a character, or end the match, which can be reached from these without taking any.
fn takers(program: &Program, from: &[u32]) -> Vec<u32> {
    let mut seen = vec![false; program.steps.len()];
    let (mut open, mut found) = (from.to_vec(), Vec::new());
    while let Some(step) = open.pop() {
        if std::mem::replace(&mut seen[step as usize], true) {
            continue;
        }
        match program.steps[step as usize] {
            Step::Char(_) | Step::Either(..) | Step::Class(_) | Step::Found => found.push(step),
            Step::Repeat { least, .. } => {
                found.push(step);
                if least == 0 {
                    open.push(step + 1);
                }
            }
            Step::Fork(a, b) => open.extend([a, b]),
            Step::Branch(table) => {
                let base = program.bases[table as usize];
                for list in program.turns[table as usize] {
                    let (start, count) = program.lists[(base + u32::from(list)) as usize];
                    open.extend(&program.ways[start as usize..(start + count) as usize]);
                }
            }
            Step::Jump(to) => open.push(to),
            Step::Save(_) | Step::At(_) => open.push(step + 1),
        }
    }
    found
}

/// The first bytes, as ranges, of what a step takes.
fn leads(program: &Program, step: u32) -> Vec<(u8, u8)> {
    let lead = |c: char| c.encode_utf8(&mut [0; 4]).as_bytes()[0];
    match program.steps[step as usize] {
        Step::Char(c) => vec![(lead(c), lead(c))],
        Step::Either(a, b) => vec![(lead(a), lead(a)), (lead(b), lead(b))],
        Step::Class(class) | Step::Repeat { class, .. } => {
            let class = &program.classes[usize::from(class)];
            let ascii = (0..0x80u8).filter(|b| class.ascii >> b & 1 != 0).map(|b| (b, b));
            ascii.chain(class.ranges.iter().map(|(first, last)| (lead(*first), lead(*last)))).collect()
        }
        _ => Vec::new(),
    }
}
