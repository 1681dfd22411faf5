//! All literals of all cards, found in one pass.
//!
//! Long literals go through a sieve: a literal of eleven bytes or more, wherever it starts, holds one of four eight-byte
//! grams at a place divisible by four. So one probe of a bitmap every four bytes is enough, whatever the number of
//! literals, and only a hit is compared. It runs several times faster than an automaton over the same literals, and
//! hundreds more cost next to nothing. Short literals that begin with a sign (`<br`, `{{`) are looked for by that sign
//! alone, the other short ones by a vectorised automaton.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

/// Bytes of a gram.
const GRAM: usize = 8;
/// Every so many bytes one is looked up.
const STEP: usize = 4;
/// Literals this long always hold an aligned gram.
const LONG: usize = GRAM + STEP - 1;
/// Bytes of a short literal that the automaton knows.
const KEY: usize = 5;
/// Bits of a hash.
const BITS: u32 = 17;

/// Literals by number.
pub(super) struct Literals {
    texts: Vec<String>,
    sieve: Vec<u64>,
    /// Hash of a gram, the literal it is of, and its place there; sorted.
    grams: Vec<(u32, u32, u8)>,
    /// The signs that short literals begin with, three to a search, and those literals.
    signs: Vec<([u8; 3], Vec<u32>)>,
    short: Option<AhoCorasick>,
    /// The literals of each key of the automaton.
    keyed: Vec<Vec<u32>>,
}

impl Literals {
    /// Takes literals as they are written; each is found whatever its case, the short ones only as written.
    pub(super) fn new(texts: Vec<String>) -> Self {
        let mut grams = Vec::new();
        let mut sieve = vec![0u64; 1 << (BITS - 6)];
        let mut by_sign: BTreeMap<u8, Vec<u32>> = BTreeMap::new();
        let mut by_key: BTreeMap<&[u8], Vec<u32>> = BTreeMap::new();
        for (text, id) in texts.iter().zip(0..) {
            let bytes = text.as_bytes();
            if bytes.len() < LONG {
                match bytes.first() {
                    Some(sign) if sign.is_ascii_punctuation() => by_sign.entry(*sign).or_default().push(id),
                    Some(_) => by_key.entry(&bytes[..bytes.len().min(KEY)]).or_default().push(id),
                    None => {}
                }
                continue;
            }
            let start = rarest(bytes);
            for at in start..start + STEP {
                let hash = hash(gram(bytes, at));
                sieve[(hash >> 6) as usize] |= 1 << (hash & 63);
                grams.push((hash, id, at as u8));
            }
        }
        grams.sort_unstable();
        let signs: Vec<(u8, Vec<u32>)> = by_sign.into_iter().collect();
        let signs = signs
            .chunks(3)
            .map(|few| {
                let sign = |i: usize| few.get(i).unwrap_or(&few[0]).0;
                ([sign(0), sign(1), sign(2)], few.iter().flat_map(|(_, ids)| ids.iter().copied()).collect())
            })
            .collect();
        // A key that begins with another is found by the shorter one.
        let mut keys: Vec<(&[u8], Vec<u32>)> = Vec::new();
        for (key, ids) in by_key {
            match keys.last_mut() {
                Some((shorter, kept)) if key.starts_with(shorter) => kept.extend(ids),
                _ => keys.push((key, ids)),
            }
        }
        let short = (!keys.is_empty()).then(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostFirst)
                .build(keys.iter().map(|(key, _)| key))
                .expect("a few short literals make a small automaton")
        });
        let keyed = keys.into_iter().map(|(_, ids)| ids).collect();
        Self { texts, sieve, grams, signs, short, keyed }
    }

    /// Calls `hit` with the place and the number of each literal found.
    pub(super) fn find(&self, text: &str, mut hit: impl FnMut(usize, u32)) {
        let bytes = text.as_bytes();
        let mut compare = |at: usize, ids: &[u32]| {
            for &id in ids {
                if bytes[at..].starts_with(self.texts[id as usize].as_bytes()) {
                    hit(at, id);
                }
            }
        };
        for ([a, b, c], ids) in &self.signs {
            memchr::memchr3_iter(*a, *b, *c, bytes).for_each(|at| compare(at, ids));
        }
        if let Some(short) = &self.short {
            let mut at = 0;
            // Keys may overlap, so the search goes on behind the first byte of each.
            while let Some(found) = short.find(aho_corasick::Input::new(bytes).range(at..)) {
                compare(found.start(), &self.keyed[found.pattern().as_usize()]);
                at = found.start() + 1;
            }
        }
        if self.grams.is_empty() {
            return;
        }
        for (place, window) in bytes.windows(GRAM).step_by(STEP).enumerate() {
            let hash = hash(gram(window, 0));
            if self.sieve[(hash >> 6) as usize] & 1 << (hash & 63) != 0 {
                self.compare(text, place * STEP, hash, &mut hit);
            }
        }
    }

    #[cold]
    fn compare(&self, text: &str, at: usize, hash: u32, hit: &mut impl FnMut(usize, u32)) {
        let first = self.grams.partition_point(|g| g.0 < hash);
        for &(_, id, offset) in self.grams[first..].iter().take_while(|g| g.0 == hash) {
            let Some(start) = at.checked_sub(usize::from(offset)) else { continue };
            if text.get(start..).is_some_and(|rest| starts_with(rest, &self.texts[id as usize]).is_some()) {
                hit(start, id);
            }
        }
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

/// Eight bytes, with the bit that parts capitals from small letters set everywhere.
#[inline]
fn gram(bytes: &[u8], at: usize) -> u64 {
    let gram = bytes[at..at + GRAM].first_chunk::<GRAM>().map_or(0, |b| u64::from_le_bytes(*b));
    gram | 0x2020_2020_2020_2020
}

#[inline]
fn hash(gram: u64) -> u32 {
    (gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as u32
}

/// Where in a long literal the grams are taken: the stretch whose letters are least common.
fn rarest(bytes: &[u8]) -> usize {
    let commonness =
        |b: &u8| b" etaoinshrdlu".iter().rev().position(|c| *c == b.to_ascii_lowercase()).map_or(0, |i| i + 1);
    // The place is kept in a byte.
    let last = (bytes.len() - LONG).min(200);
    (0..=last).min_by_key(|&at| bytes[at..at + LONG].iter().map(commonness).sum::<usize>()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(text in "[ab <]{0,80}", literals in prop::collection::vec("[abAB <]{1,16}", 1..6)) {
            let found = {
                let mut found = Vec::new();
                Literals::new(literals.clone()).find(&text, |at, id| found.push((at, id)));
                found.sort_unstable();
                found.dedup();
                found
            };
            let mut plain = Vec::new();
            for at in 0..text.len() {
                for (id, literal) in literals.iter().enumerate() {
                    let there = text.as_bytes().get(at..at + literal.len());
                    let same = |there: &[u8]| if literal.len() < LONG { there == literal.as_bytes() } else { there.eq_ignore_ascii_case(literal.as_bytes()) };
                    if there.is_some_and(same) {
                        plain.push((at, id as u32));
                    }
                }
            }
            prop_assert_eq!(found, plain);
        }
    }

    #[test]
    fn capitals_of_other_alphabets_are_found() {
        let mut found = Vec::new();
        Literals::new(vec!["языковая модель".into()])
            .find("Как Языковая модель, я", |at, id| found.push((at, id)));
        assert_eq!(found, [("Как ".len(), 0)]);
    }
}
