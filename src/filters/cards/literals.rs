//! All literals of all cards, found in one pass.
//!
//! Long literals go through a sieve: a literal of eleven bytes or more, wherever it starts, holds one of four eight-byte
//! grams at a place divisible by four. So one probe of a bitmap every four bytes is enough, whatever the number of
//! literals, and only a hit is compared. Shorter ones are probed for at every byte by three of theirs. Both run several
//! times faster than an automaton over the same literals, need no building, and hundreds more cost next to nothing. The
//! shortest (`[`, `{{`) are looked for by a sign they hold.

use crate::rule::tables::{LONG_GRAM, Literals, SHORT_GRAM, STEP, Sieve, hash_long, hash_short};

/// Calls `hit` with the place and the number of each literal found, in no order.
pub(super) fn find(literals: &Literals, text: &str, mut hit: impl FnMut(usize, u32)) {
    let bytes = text.as_bytes();
    for &[a, b, c] in literals.signs.iter() {
        for at in memchr::memchr3_iter(a, b, c, bytes) {
            let sign = bytes[at];
            let first = literals.by_sign.partition_point(|(s, ..)| *s < sign);
            for &(_, place, id) in literals.by_sign[first..].iter().take_while(|(s, ..)| *s == sign) {
                if let Some(start) =
                    at.checked_sub(usize::from(place)).filter(|start| is_at(literals, text, *start, id))
                {
                    hit(start, id);
                }
            }
        }
    }
    if !literals.short.grams.is_empty() {
        for (at, gram) in bytes.windows(SHORT_GRAM).enumerate() {
            let hash = hash_short(gram);
            if literals.short.may_have(hash) {
                compare(literals, &literals.short, text, at, hash, &mut hit);
            }
        }
        // A literal of two bytes may be the last.
        if let Some(&[a, b]) = bytes.last_chunk::<2>() {
            compare(literals, &literals.short, text, bytes.len() - 2, hash_short(&[a, b, 0]), &mut hit);
        }
    }
    if !literals.long.grams.is_empty() {
        for (place, gram) in bytes.windows(LONG_GRAM).step_by(STEP).enumerate() {
            let hash = hash_long(gram);
            if literals.long.may_have(hash) {
                compare(literals, &literals.long, text, place * STEP, hash, &mut hit);
            }
        }
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

fn is_at(literals: &Literals, text: &str, start: usize, id: u32) -> bool {
    let literal = literals.text(id);
    if literals.any_case[id as usize] {
        text.get(start..).is_some_and(|rest| starts_with(rest, literal).is_some())
    } else {
        text.as_bytes()[start..].starts_with(literal.as_bytes())
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
        find(&Literals::of(literals), text, |at, id| found.push((at, id)));
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
