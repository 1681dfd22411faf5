//! Everything that the matches of a set of rules look for, as tables to look it up in.
//!
//! The build makes those of our own cards, so that starting makes none; like `card.rs`, this file imports nothing of the
//! crate. How the tables are searched is in `filters::cards`.

use std::borrow::Cow;

use super::{
    line::SIGNATURE_BITS,
    model::{Form, List, Rule, Str},
};

/// Bytes of a gram of a long literal.
pub const LONG_GRAM: usize = 8;
/// Every so many bytes one is looked up.
pub const STEP: usize = 4;
/// Literals this long always hold an aligned gram.
pub const LONG: usize = LONG_GRAM + STEP - 1;
/// Bytes of a gram of a short literal; those are looked up at every byte.
pub const SHORT_GRAM: usize = 3;
/// Bits of a hash of a gram.
pub const BITS: u32 = 17;
/// Bits of it that say in which bucket it lies.
const BUCKET_BITS: u32 = 12;
/// Searched for together.
pub const TOGETHER: usize = 3;

/// The tables of a set of rules.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// Every match, as the numbers of its rule and its place there.
    pub matches: List<(u16, u16)>,
    /// Hashes of lines, each with the number of its match; sorted.
    pub lines: List<(u64, u32)>,
    /// A bit for each signature of a line or lead.
    pub signatures: List<u64>,
    /// The same of leads.
    pub leads: List<(u64, u32)>,
    /// The literals, and the number of the match of each.
    pub literals: Literals,
    /// By literal.
    pub owners: List<u32>,
    /// By match, the number of its first literal.
    pub first_literals: List<u32>,
}

/// Literals by number.
#[derive(Clone, Debug, Default)]
pub struct Literals {
    /// All of them in a row.
    pub texts: Cow<'static, str>,
    /// Where each begins, and the end of the last.
    pub starts: List<u32>,
    /// Whether each is found whatever its case.
    pub any_case: List<bool>,
    /// Those long enough for eight bytes at a time.
    pub long: Sieve,
    /// The shorter ones.
    pub short: Sieve,
    /// Signs, or failing that other bytes, that the shortest ones hold, so many to a search; one may be there twice.
    pub signs: List<[u8; TOGETHER]>,
    /// The sign, the literal and its place there; sorted.
    pub by_sign: List<(u8, u8, u32)>,
}

/// Hashes of grams.
#[derive(Clone, Debug, Default)]
pub struct Sieve {
    /// A bit for each hash that is there.
    pub bits: List<u64>,
    /// Hash, literal, and the gram's place in it; sorted.
    pub grams: List<(u32, u32, u8)>,
    /// By the hash's first bits, where its grams begin.
    pub buckets: List<u32>,
}

impl Tables {
    /// The tables of these rules.
    #[must_use]
    pub fn of(rules: &[Rule]) -> Self {
        let mut tables = Self::default();
        let (mut matches, mut lines, mut leads, mut literals) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut owners, mut first_literals) = (Vec::new(), Vec::new());
        let mut signatures = vec![0u64; 1 << (SIGNATURE_BITS - 6)];
        for (rule, rule_number) in rules.iter().zip(0..) {
            for (of, place) in rule.matches.iter().zip(0..) {
                let number = matches.len() as u32;
                matches.push((rule_number, place));
                first_literals.push(literals.len() as u32);
                literals.extend(literals_of(&of.form));
                owners.resize(literals.len(), number);
                if let Form::Line { hashes, lead_hashes, signatures: of_lines, .. } = &of.form {
                    lines.extend(hashes.iter().map(|hash| (*hash, number)));
                    leads.extend(lead_hashes.iter().map(|hash| (*hash, number)));
                    for signature in of_lines.iter() {
                        signatures[(signature >> 6) as usize] |= 1 << (signature & 63);
                    }
                }
            }
        }
        lines.sort_unstable();
        leads.sort_unstable();
        tables.matches = matches.into();
        tables.lines = lines.into();
        tables.leads = leads.into();
        tables.signatures = signatures.into();
        tables.literals = Literals::of(&literals);
        tables.owners = owners.into();
        tables.first_literals = first_literals.into();
        tables
    }
}

/// The literals whose presence starts a match, and whether their case matters not.
fn literals_of(form: &Form) -> Vec<(String, bool)> {
    let all = |texts: &[Str], any_case: bool| texts.iter().map(|text| (text.to_string(), any_case)).collect();
    match form {
        Form::Line { .. } => Vec::new(),
        Form::Phrase(phrases) => {
            // Both apostrophes are in use, and a card need not say so. Numbers must stay in step with the card's own
            // only for maps.
            let mut literals: Vec<_> = all(phrases, true);
            let curly = phrases.iter().filter(|p| p.contains('\'')).map(|p| (p.replace('\'', "’"), true));
            literals.extend(curly);
            literals
        }
        Form::Pattern { anchors, .. } => all(anchors, false),
        Form::Map(pairs) => pairs.iter().map(|(from, _)| (from.to_string(), false)).collect(),
    }
}

/// A short literal as it is, and if its case does not matter, every other way to write it in ASCII's capitals and small
/// letters, or all of it in capitals or small letters of another alphabet.
fn spellings(literal: &str, any_case: bool, of: std::ops::Range<usize>) -> Vec<Vec<u8>> {
    let mut all = vec![literal.as_bytes()[of.clone()].to_vec()];
    if any_case {
        let small = literal.to_lowercase();
        let mut letters = small.chars();
        let capital = letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str());
        let whole = [literal.to_uppercase(), capital.unwrap_or_default(), small];
        all.extend(whole.iter().filter(|w| w.len() == literal.len()).map(|w| w.as_bytes()[of.clone()].to_vec()));
        for i in 0..of.len() {
            for mut other in all.clone() {
                if other[i].is_ascii_alphabetic() {
                    other[i] ^= 0x20;
                    all.push(other);
                }
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

impl Literals {
    /// Of these, each by its place in the list. Empty ones are never found.
    #[must_use]
    pub fn of(literals: &[(String, bool)]) -> Self {
        let mut starts = vec![0];
        let (mut long, mut short, mut by_sign) = (Vec::new(), Vec::new(), Vec::new());
        let mut texts = String::new();
        for ((literal, any_case), id) in literals.iter().zip(0..) {
            texts.push_str(literal);
            starts.push(texts.len() as u32);
            let bytes = literal.as_bytes();
            if bytes.len() >= LONG {
                let start = rarest(bytes, LONG);
                long.extend((start..start + STEP).map(|at| (hash_long(&bytes[at..]), id, at as u8)));
            } else if bytes.len() >= SHORT_GRAM {
                let at = rarest(bytes, SHORT_GRAM);
                let grams = spellings(literal, *any_case, at..at + SHORT_GRAM);
                short.extend(grams.iter().map(|gram| (hash_short(gram), id, at as u8)));
            } else if let Some((sign, at)) = rarest_sign(bytes) {
                by_sign.push((sign, at, id));
            } else {
                for spelling in spellings(literal, *any_case, 0..bytes.len()) {
                    match spelling[..] {
                        // A byte short of a gram: every one that may be there.
                        [a, b] => short.extend((0..=u8::MAX).map(|next| (hash_short(&[a, b, next]), id, 0))),
                        [only] => by_sign.push((only, 0, id)),
                        _ => {}
                    }
                }
            }
        }
        by_sign.sort_unstable();
        let mut signs: Vec<u8> = by_sign.iter().map(|(sign, ..)| *sign).collect();
        signs.dedup();
        let signs = signs.chunks(TOGETHER).map(|few| [0, 1, 2].map(|i| *few.get(i).unwrap_or(&few[0]))).collect();
        Self {
            texts: texts.into(),
            starts: starts.into(),
            any_case: literals.iter().map(|(literal, any_case)| *any_case || literal.len() >= LONG).collect(),
            long: Sieve::of(long),
            short: Sieve::of(short),
            signs: Cow::Owned(signs),
            by_sign: by_sign.into(),
        }
    }

    /// The text of one.
    #[inline]
    #[must_use]
    pub fn text(&self, id: u32) -> &str {
        &self.texts[self.starts[id as usize] as usize..self.starts[id as usize + 1] as usize]
    }
}

impl Sieve {
    fn of(mut grams: Vec<(u32, u32, u8)>) -> Self {
        if grams.is_empty() {
            return Self::default();
        }
        grams.sort_unstable();
        grams.dedup();
        let mut bits = vec![0u64; 1 << (BITS - 6)];
        let mut buckets = vec![0u32; (1 << BUCKET_BITS) + 1];
        for (hash, ..) in &grams {
            bits[(hash >> 6) as usize] |= 1 << (hash & 63);
            buckets[(hash >> (BITS - BUCKET_BITS)) as usize + 1] += 1;
        }
        for i in 1..buckets.len() {
            buckets[i] += buckets[i - 1];
        }
        Self { bits: bits.into(), grams: grams.into(), buckets: buckets.into() }
    }

    /// Whether a hash may be there.
    #[inline]
    #[must_use]
    pub fn may_have(&self, hash: u32) -> bool {
        self.bits[(hash >> 6) as usize] & 1 << (hash & 63) != 0
    }

    /// The literals that hold a gram of this hash, each with its place there.
    pub fn with(&self, hash: u32) -> impl Iterator<Item = (u32, usize)> {
        let bucket = (hash >> (BITS - BUCKET_BITS)) as usize;
        let grams = &self.grams[self.buckets[bucket] as usize..self.buckets[bucket + 1] as usize];
        grams.iter().filter(move |g| g.0 == hash).map(|g| (g.1, usize::from(g.2)))
    }
}

/// The hash of eight bytes, with the bit that parts capitals from small letters set everywhere.
#[inline]
#[must_use]
pub fn hash_long(bytes: &[u8]) -> u32 {
    let gram = bytes.first_chunk::<LONG_GRAM>().map_or(0, |b| u64::from_le_bytes(*b)) | 0x2020_2020_2020_2020;
    (gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as u32
}

/// The hash of three bytes as they are.
#[inline]
#[must_use]
pub fn hash_short(bytes: &[u8]) -> u32 {
    let gram = bytes.first_chunk::<SHORT_GRAM>().map_or(0, |b| u32::from_le_bytes([0, b[0], b[1], b[2]]));
    gram.wrapping_mul(0x9e37_79b1) >> (32 - BITS)
}

/// Where in a literal its grams are taken: the stretch whose letters are least common.
fn rarest(bytes: &[u8], length: usize) -> usize {
    let commonness = |b: &u8| b" etaoinshrdlu".iter().rev().position(|c| c == b).map_or(0, |i| i + 1);
    // The place is kept in a byte.
    let last = (bytes.len() - length).min(200);
    (0..=last).min_by_key(|&at| bytes[at..at + length].iter().map(commonness).sum::<usize>()).unwrap_or(0)
}

/// The first of the signs that prose has few of that is in a literal, and its place. The fewer signs, the fewer searches.
fn rarest_sign(bytes: &[u8]) -> Option<(u8, u8)> {
    br"[<{%\`|]#&_^~$*=+@/".iter().find_map(|sign| Some((*sign, bytes.iter().position(|b| b == sign)? as u8)))
}
