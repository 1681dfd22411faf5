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
/// Bytes of a gram of a short literal.
pub const SHORT_GRAM: usize = 3;
/// Where a telling byte leads: to a gram that begins with it, ends with it or has it in the middle. A bit for each, and how
/// many bytes before the telling one the gram begins.
pub const WAYS: [(u8, usize); 3] = [(1, 0), (2, 2), (4, 1)];
/// It leads to literals too short for a gram.
pub const SINGLE: u8 = 8;
/// Bits of a hash of a gram.
pub const BITS: u32 = 17;
/// Bits of it that say in which bucket it lies.
const BUCKET_BITS: u32 = 12;
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
    /// Shorter ones by three bytes of theirs, one of which is telling ([`is_telling`]).
    pub short: Sieve,
    /// Telling bytes of literals too short for a gram, each with the literal and the byte's place there; sorted.
    pub single: List<(u8, u32, u8)>,
    /// By byte, where it leads as a telling one: [`WAYS`], [`SINGLE`].
    pub ways: List<u8>,
    /// Short ones that hold no telling byte, and those too short for a gram whose case does not matter.
    pub commonplace: List<u32>,
    /// Other short ones whose case does not matter, by three bytes in every spelling.
    pub folded: Sieve,
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

/// Three bytes of a short literal whose case does not matter, and their place there, in every way to write it in ASCII's
/// capitals and small letters, or all of it in capitals or small letters of another alphabet.
fn spelled_grams(literal: &str) -> impl Iterator<Item = ([u8; SHORT_GRAM], u8)> {
    let small = literal.to_lowercase();
    let mut letters = small.chars();
    let capital = letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str());
    let whole = [literal.to_string(), literal.to_uppercase(), capital.unwrap_or_default(), small];
    let at = rarest(literal.as_bytes(), SHORT_GRAM);
    let same_length = whole.iter().filter(|w| w.len() == literal.len());
    let mut all: Vec<[u8; SHORT_GRAM]> =
        same_length.filter_map(|w| w.as_bytes()[at..].first_chunk().copied()).collect();
    for i in 0..SHORT_GRAM {
        for mut other in all.clone() {
            if other[i].is_ascii_alphabetic() {
                other[i] ^= 0x20;
                all.push(other);
            }
        }
    }
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(move |gram| (gram, at as u8))
}

impl Literals {
    /// Of these, each by its place in the list. Empty ones are never found.
    #[must_use]
    pub fn of(literals: &[(String, bool)]) -> Self {
        let mut starts = vec![0];
        let (mut long, mut short, mut folded) = (Vec::new(), Vec::new(), Vec::new());
        let (mut single, mut commonplace) = (Vec::new(), Vec::new());
        let mut ways = vec![0; 256];
        let mut texts = String::new();
        for ((literal, any_case), id) in literals.iter().zip(0..) {
            texts.push_str(literal);
            starts.push(texts.len() as u32);
            let bytes = literal.as_bytes();
            let has_case = *any_case && literal.chars().any(char::is_alphabetic);
            if bytes.len() >= LONG {
                let start = rarest(bytes, LONG);
                long.extend((start..start + STEP).map(|at| (hash_long(&bytes[at..]), id, at as u8)));
            } else if has_case && bytes.len() >= SHORT_GRAM {
                folded.extend(spelled_grams(literal).map(|(gram, at)| (hash_short(&gram), id, at)));
            } else if let Some(at) = most_telling(bytes).filter(|_| !has_case) {
                let way = WAYS.into_iter().find_map(|(way, before)| {
                    let start = at.checked_sub(before)?;
                    Some((way, start, hash_short(bytes.get(start..start + SHORT_GRAM)?)))
                });
                ways[usize::from(bytes[at])] |= if let Some((way, start, hash)) = way {
                    short.push((hash, id, start as u8));
                    way
                } else {
                    single.push((bytes[at], id, at as u8));
                    SINGLE
                };
            } else if !bytes.is_empty() {
                commonplace.push(id);
            }
        }
        single.sort_unstable();
        Self {
            texts: texts.into(),
            starts: starts.into(),
            any_case: literals.iter().map(|(literal, any_case)| *any_case || literal.len() >= LONG).collect(),
            long: Sieve::of(long),
            short: Sieve::of(short),
            single: single.into(),
            ways: ways.into(),
            commonplace: commonplace.into(),
            folded: Sieve::of(folded),
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
        self.bits.get((hash >> 6) as usize).is_some_and(|bits| bits & 1 << (hash & 63) != 0)
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

/// Where the byte of a literal is by which it is found soonest among all others: prose has few of them.
fn most_telling(bytes: &[u8]) -> Option<usize> {
    (0..bytes.len()).filter(|&at| is_telling(bytes[at])).min_by_key(|&at| commonness(bytes[at]))
}

/// How much of a telling byte there is in prose, as a rank.
const fn commonness(b: u8) -> u8 {
    match b {
        b'.' | b',' | b'-' | b'"' | b'\'' => 3,
        0x80.. => 2,
        b'A'..=b'Z' | b'0'..=b'9' => 1,
        _ => 0,
    }
}

/// True for a byte of ASCII that is neither a small letter nor a blank, and for those that signs beyond ASCII begin with, or
/// letters that texts are not full of whatever their language. Written without branches, so that many bytes can be judged at
/// once.
#[inline]
#[must_use]
pub const fn is_telling(b: u8) -> bool {
    let small = (b >= b'a') & (b <= b'z');
    let ascii = (b < 0x80) & !(small | (b == b' ') | (b == b'\n'));
    let two_bytes = (b >= 0xC2) & (b <= 0xC4);
    let three_bytes = (b >= 0xE2) & (b <= 0xE7) | (b == 0xEB) | (b == 0xEF);
    ascii | two_bytes | three_bytes
}
