//! All literals of all cards, found in one pass.
//!
//! Long literals go through a sieve: a literal of eleven bytes or more, wherever it starts, holds one of four eight-byte
//! grams at a place divisible by four. So one probe of a bitmap every four bytes is enough, whatever the number of
//! literals, and only a hit is compared. Shorter ones are probed for only at the bytes that prose has few of: signs,
//! digits, capitals, the first bytes of other characters. Both run several times faster than an automaton over the same
//! literals, need no building, and hundreds more cost next to nothing. An automaton finds the few short ones that hold no
//! such byte.

use aho_corasick::{AhoCorasick, Input, MatchKind};

use crate::{
    rule::tables::{LONG_GRAM, Literals, SHORT_GRAM, SINGLE, STEP, Sieve, WAYS, hash_long, hash_short, is_telling},
    text::block,
};

/// What finds the literals that hold no telling byte.
#[derive(Clone, Debug)]
pub(super) struct Commonplace(Option<AhoCorasick>);

impl Commonplace {
    /// Of a set of literals.
    pub(super) fn of(literals: &Literals) -> Self {
        let texts = literals.commonplace.iter().flat_map(|&id| {
            let text = literals.text(id);
            let spelled = literals.any_case[id as usize] && text.len() < SHORT_GRAM;
            if spelled { spellings(text) } else { vec![text.into()] }
        });
        // Of those that begin at one place it is enough to know one, and none that begins earlier is missed.
        let mut automaton = AhoCorasick::builder();
        let automaton = automaton.match_kind(MatchKind::LeftmostFirst);
        Self((!literals.commonplace.is_empty()).then(|| automaton.build(texts).expect("literals of a few bytes")))
    }

    fn find(&self, literals: &Literals, text: &str, hit: &mut impl FnMut(usize, u32)) {
        let Some(automaton) = &self.0 else { return };
        let mut from = 0;
        while let Some(first) = automaton.find(Input::new(text).range(from..)) {
            // Others may begin at the same place, or inside this one.
            for &id in literals.commonplace.iter().filter(|&&id| is_at(literals, text, first.start(), id)) {
                hit(first.start(), id);
            }
            from = first.start() + 1;
        }
    }
}

/// Calls `hit` with the place and the number of each literal found, in no order.
pub(super) fn find(literals: &Literals, commonplace: &Commonplace, text: &str, mut hit: impl FnMut(usize, u32)) {
    let bytes = text.as_bytes();
    let ways_of: &[u8] = &literals.ways;
    block::matching(bytes, is_telling).for_each(|at| {
        let ways = ways_of[usize::from(bytes[at])];
        if ways == 0 {
            return;
        }
        for (way, before) in WAYS {
            if ways & way != 0
                && let Some(start) = at.checked_sub(before)
            {
                probe(literals, &literals.short, text, start, hash_short(&bytes[start..]), &mut hit);
            }
        }
        if ways & SINGLE != 0 {
            find_single(literals, text, at, &mut hit);
        }
    });
    commonplace.find(literals, text, &mut hit);
    if !literals.folded.grams.is_empty() {
        for (at, gram) in bytes.windows(SHORT_GRAM).enumerate() {
            probe(literals, &literals.folded, text, at, hash_short(gram), &mut hit);
        }
    }
    if !literals.long.grams.is_empty() {
        for (place, gram) in bytes.windows(LONG_GRAM).step_by(STEP).enumerate() {
            probe(literals, &literals.long, text, place * STEP, hash_long(gram), &mut hit);
        }
    }
}

/// Compares the literals that are found by the byte at a place alone.
#[cold]
fn find_single(literals: &Literals, text: &str, at: usize, hit: &mut impl FnMut(usize, u32)) {
    let byte = text.as_bytes()[at];
    let first = literals.single.partition_point(|(other, ..)| *other < byte);
    for &(_, id, place) in literals.single[first..].iter().take_while(|(other, ..)| *other == byte) {
        if let Some(start) = at.checked_sub(usize::from(place)).filter(|start| is_at(literals, text, *start, id)) {
            hit(start, id);
        }
    }
}

/// Compares the literals that hold a gram of this hash.
#[inline]
fn probe(literals: &Literals, sieve: &Sieve, text: &str, at: usize, hash: u32, hit: &mut impl FnMut(usize, u32)) {
    if sieve.may_have(hash) {
        compare(literals, sieve, text, at, hash, hit);
    }
}

#[cold]
fn compare(literals: &Literals, sieve: &Sieve, text: &str, at: usize, hash: u32, hit: &mut impl FnMut(usize, u32)) {
    for (id, place) in sieve.with(hash) {
        if let Some(start) = at.checked_sub(place).filter(|start| is_at(literals, text, *start, id)) {
            hit(start, id);
        }
    }
}

/// A literal of a letter or two, in small letters and capitals.
fn spellings(literal: &str) -> Vec<String> {
    literal.chars().fold(vec![String::new()], |heads, c| {
        let letters = [c.to_lowercase().to_string(), c.to_uppercase().to_string()];
        heads.iter().flat_map(|head| letters.iter().map(move |letter| format!("{head}{letter}"))).collect()
    })
}

fn is_at(literals: &Literals, text: &str, start: usize, id: u32) -> bool {
    let literal = literals.text(id);
    if literals.any_case[id as usize] {
        text.get(start..).is_some_and(|rest| starts_with(rest, literal).is_some())
    } else {
        // Most differ in the first byte, which is seen sooner than a comparison of memory is called.
        let there = &text.as_bytes()[start..];
        there.len() >= literal.len() && there.iter().zip(literal.as_bytes()).all(|(there, wanted)| there == wanted)
    }
}

/// The length in `text` of `literal` at its start, whatever the case of either.
pub(super) fn starts_with(text: &str, literal: &str) -> Option<usize> {
    if text.as_bytes().get(..literal.len()).is_some_and(|head| head.eq_ignore_ascii_case(literal.as_bytes())) {
        return Some(literal.len());
    }
    if literal.is_ascii() {
        return None;
    }
    let mut rest = text.char_indices();
    for wanted in literal.chars() {
        let (_, c) = rest.next()?;
        if c != wanted && !c.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(rest.offset())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(literals: &[(String, bool)], text: &str) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        let literals = Literals::of(literals);
        find(&literals, &Commonplace::of(&literals), text, |at, id| found.push((at, id)));
        found.sort_unstable();
        found.dedup();
        found
    }

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(
            text in "[abAB <é]{0,80}",
            literals in prop::collection::vec(("[abAB <é]{1,16}", any::<bool>()), 1..6),
        ) {
            let table = Literals::of(&literals);
            let mut plain = Vec::new();
            for at in 0..text.len() {
                for (id, (literal, _)) in literals.iter().enumerate() {
                    let there = text.as_bytes().get(at..at + literal.len());
                    let same = |there: &[u8]| if table.any_case[id] { there.eq_ignore_ascii_case(literal.as_bytes()) } else { there == literal.as_bytes() };
                    if there.is_some_and(same) {
                        plain.push((at, id as u32));
                    }
                }
            }
            prop_assert_eq!(found(&literals, &text), plain);
        }
    }

    #[test]
    fn capitals_of_other_alphabets_are_found() {
        assert_eq!(found(&[("языковая модель".into(), true)], "Как Языковая модель, я"), [("Как ".len(), 0)]);
        assert_eq!(found(&[("мост".into(), true)], "МОСТ и Мост"), [(0, 0), ("МОСТ и ".len(), 0)]);
    }
}
