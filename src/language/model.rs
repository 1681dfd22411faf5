//! The file a language is kept in: little-endian, read in place.
//!
//! A header names the language and gives offset and length of each section. Two sections are [`Retrieval`] tables, words
//! and pairs with their levels; the others are sorted lists of 32-bit numbers, of word hashes or of characters.

use std::borrow::Cow;

use super::retrieval::Retrieval;

/// What a file of ours starts with. The last digit changes with the format, or with the hash of words.
const MAGIC: &[u8; 8] = b"unglang3";
const CODE: usize = 8;
const FLAGS: usize = 16;
const DIRECTORY: usize = 24;
const HEADER: usize = DIRECTORY + 8 * SECTIONS;

/// The language writes compounds as one word without limit.
pub(super) const COMPOUNDS: u32 = 1;
/// A word before a vowel may lose its own and be tied by an apostrophe: `l'homme`.
pub(super) const ELIDES: u32 = 2;

/// What is kept of a language, one section each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// Retrieval table: word hash to level.
    Words,
    /// Retrieval table: two word hashes to level.
    Pairs,
    /// Characters: the letters of its words.
    Letters,
    /// Characters: letters that are words by themselves.
    OneLetter,
    /// Hashes: the commonest words.
    Function,
    /// Hashes: words that good prose doubles.
    Doubles,
    /// Hashes: abbreviations written with a full stop.
    Abbreviations,
    /// Five bytes each, hash and level: the words the language is told by.
    Signs,
    /// Hashes: words that are also written as two. Before them stands what rules out most others ([`Model::may_part`]).
    Parting,
    /// A bit for each of as many hashes as there are bits: trigrams of letters that its words hold.
    Trigrams,
}

const SECTIONS: usize = 10;

/// Frequencies are kept in steps of half a Zipf unit: level 1 is Zipf 1, level 15 is Zipf 8.
pub(super) fn zipf_of(level: u8) -> f32 {
    if level == 0 { 0.0 } else { 0.5 + 0.5 * f32::from(level) }
}

/// Stands in a pair for "no word": with it a pair says how many words begin or end with the other.
pub(super) const NO_WORD: u32 = 0;

/// Of how many words, as a power of two, something is a part; 0 for none or one.
pub(super) fn parts_of(level: u8) -> f32 {
    f32::from(level) / LEVELS_A_DOUBLING
}

/// The level nearest to a count of words.
pub(super) fn level_of_parts(count: u32) -> u8 {
    (LEVELS_A_DOUBLING * (count as f32).log2()).round().clamp(1.0, 15.0) as u8
}

/// Level 15 is a thousand words.
const LEVELS_A_DOUBLING: f32 = 1.5;

/// The level nearest to a Zipf frequency.
pub(super) fn level_of(zipf: f64) -> u8 {
    (2.0 * zipf - 1.0).round().clamp(1.0, 15.0) as u8
}

/// A language's file, with its header read.
#[derive(Clone, Debug)]
pub(super) struct Model {
    data: Cow<'static, [u8]>,
    flags: u32,
    sections: [(u32, u32); SECTIONS],
    words: Retrieval,
    pairs: Retrieval,
}

impl Model {
    /// Nothing is known.
    pub(super) const EMPTY: Self = Self {
        data: Cow::Borrowed(&[]),
        flags: 0,
        sections: [(0, 0); SECTIONS],
        words: Retrieval::EMPTY,
        pairs: Retrieval::EMPTY,
    };

    /// Reads the header. The error says what is wrong with the file.
    pub(super) fn read(data: impl Into<Cow<'static, [u8]>>) -> Result<Self, &'static str> {
        let data = data.into();
        let Some(header) = data.first_chunk::<HEADER>().filter(|h| h.starts_with(b"unglang")) else {
            return Err("this is no language model; `ungarble learn` makes one");
        };
        if !header.starts_with(MAGIC) {
            return Err("this language model is of another version of ungarble; make it anew with `ungarble learn`");
        }
        let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let mut model = Self { flags: number(FLAGS), ..Self::EMPTY };
        for (index, section) in model.sections.iter_mut().enumerate() {
            *section = (number(DIRECTORY + 8 * index), number(DIRECTORY + 8 * index + 4));
        }
        let damaged = "this language model is damaged or cut short; make it anew with `ungarble learn`";
        let inside =
            |&(start, length): &(u32, u32)| start.checked_add(length).is_some_and(|end| end as usize <= data.len());
        if !model.sections.iter().all(inside) || std::str::from_utf8(&header[CODE..FLAGS]).is_err() {
            return Err(damaged);
        }
        model.data = data;
        model.words = Retrieval::read(model.section(Section::Words)).ok_or(damaged)?;
        model.pairs = Retrieval::read(model.section(Section::Pairs)).ok_or(damaged)?;
        Ok(model)
    }

    /// Puts a file together. `sections` are in the order of [`Section`].
    pub(super) fn write(code: &str, flags: u32, sections: &[Vec<u8>; SECTIONS]) -> Vec<u8> {
        let mut data = MAGIC.to_vec();
        let mut name = [0; FLAGS - CODE];
        for (to, from) in name.iter_mut().zip(code.bytes()) {
            *to = from;
        }
        data.extend(name);
        data.extend(flags.to_le_bytes());
        data.resize(DIRECTORY, 0);
        let mut start = HEADER;
        for section in sections {
            data.extend((start as u32).to_le_bytes());
            data.extend((section.len() as u32).to_le_bytes());
            start += section.len();
        }
        for section in sections {
            data.extend(section);
        }
        data
    }

    #[inline]
    fn section(&self, section: Section) -> &[u8] {
        let (start, length) = self.sections[section as usize];
        self.data.get(start as usize..(start + length) as usize).unwrap_or_default()
    }

    /// The language's code.
    pub(super) fn code(&self) -> &str {
        let name = self.data.get(CODE..FLAGS).unwrap_or_default();
        std::str::from_utf8(name).unwrap_or_default().trim_end_matches('\0')
    }

    pub(super) fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    pub(super) fn is_empty(&self, section: Section) -> bool {
        self.length(section) == 0
    }

    /// Its bytes.
    pub(super) fn length(&self, section: Section) -> usize {
        self.sections[section as usize].1 as usize
    }

    #[inline]
    pub(super) fn word(&self, word: u32) -> u8 {
        self.words.get(self.section(Section::Words), u64::from(word))
    }

    /// What gives the levels of many words.
    #[inline]
    pub(super) fn words(&self) -> impl Fn(u32) -> u8 {
        let among = self.words.among(self.section(Section::Words));
        move |word| among(u64::from(word))
    }

    #[inline]
    pub(super) fn pair(&self, first: u32, second: u32) -> u8 {
        self.pairs.get(self.section(Section::Pairs), pair_key(first, second))
    }

    /// True if a list of characters holds one.
    pub(super) fn lists_char(&self, section: Section, character: char) -> bool {
        let list = self.section(section).as_chunks::<4>().0;
        list.binary_search_by_key(&u32::from(character), |&bytes| u32::from_le_bytes(bytes)).is_ok()
    }

    /// True if a list of hashes holds one. Hashes are spread evenly, so that its place can be reckoned: it is a few steps
    /// away at most.
    #[inline]
    pub(super) fn lists_hash(&self, section: Section, hash: u32) -> bool {
        let list = self.section(section).as_chunks::<4>().0;
        let place = ((u64::from(hash) * list.len() as u64) >> 32) as usize;
        let mut below = list[..place].iter().rev().map(|&bytes| u32::from_le_bytes(bytes));
        let mut above = list[place..].iter().map(|&bytes| u32::from_le_bytes(bytes));
        let nearest = match above.next() {
            Some(found) if found <= hash => Some(found).filter(|&f| f == hash).or_else(|| above.find(|&f| f >= hash)),
            _ => below.find(|&f| f <= hash),
        };
        nearest == Some(hash)
    }

    /// False for nearly every word that is not also written as two.
    #[inline]
    pub(super) fn may_part(&self, word: u32) -> bool {
        let at = (word >> (32 - PARTING_BITS)) as usize;
        bit(self.section(Section::Parting), at) == Some(true)
    }

    /// True for a word that is also written as two.
    pub(super) fn parts(&self, word: u32) -> bool {
        let hashes = self.section(Section::Parting).get(1 << (PARTING_BITS - 3)..).unwrap_or_default();
        hashes.as_chunks::<4>().0.binary_search_by_key(&word, |&bytes| u32::from_le_bytes(bytes)).is_ok()
    }

    /// False if three letters in a row stand in next to none of its words.
    pub(super) fn has_trigram(&self, letters: [char; 3]) -> bool {
        let bits = self.section(Section::Trigrams);
        bit(bits, trigram_place(letters, bits.len())) != Some(false)
    }

    /// The numbers of a list.
    pub(super) fn list(&self, section: Section) -> impl Iterator<Item = u32> + '_ {
        self.section(section).chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }
}

impl Model {
    /// The level of a word the language is told by.
    pub(super) fn sign(&self, word: u32) -> Option<u8> {
        let signs = self.section(Section::Signs).as_chunks::<5>().0;
        let hash = |sign: &[u8; 5]| u32::from_le_bytes([sign[0], sign[1], sign[2], sign[3]]);
        signs.binary_search_by_key(&word, hash).ok().map(|index| signs[index][4])
    }

    /// The words the language is told by, with their levels, by hash.
    pub(super) fn signs(&self) -> impl Iterator<Item = (u32, u8)> + '_ {
        self.section(Section::Signs).chunks_exact(5).map(|b| (u32::from_le_bytes([b[0], b[1], b[2], b[3]]), b[4]))
    }
}

/// The key under which two words in a row are kept.
#[inline]
pub(super) fn pair_key(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// A list as a section: sorted, each number once.
pub(super) fn list_section(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    numbers.into_iter().collect::<std::collections::BTreeSet<u32>>().into_iter().flat_map(u32::to_le_bytes).collect()
}

/// A bit for each of the first bits of a hash.
const PARTING_BITS: u32 = 12;

/// Words that are also written as two, as a section.
pub(super) fn parting_section(words: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let words: std::collections::BTreeSet<u32> = words.into_iter().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut section = vec![0_u8; 1 << (PARTING_BITS - 3)];
    for word in &words {
        set_bit(&mut section, (word >> (32 - PARTING_BITS)) as usize);
    }
    section.extend(words.into_iter().flat_map(u32::to_le_bytes));
    section
}

/// So many bits are kept for a trigram at least, so that one in six or fewer of those that are not there seem to be.
const BITS_A_TRIGRAM: usize = 6;

/// Trigrams of letters, as a section.
pub(super) fn trigrams_section(trigrams: &[[char; 3]]) -> Vec<u8> {
    if trigrams.is_empty() {
        return Vec::new();
    }
    let mut section = vec![0_u8; (BITS_A_TRIGRAM * trigrams.len()).next_power_of_two().div_ceil(8)];
    for &trigram in trigrams {
        let at = trigram_place(trigram, section.len());
        set_bit(&mut section, at);
    }
    section
}

/// A bit of a section; `None` behind its end.
#[inline]
fn bit(section: &[u8], at: usize) -> Option<bool> {
    section.get(at / 8).map(|byte| byte >> (at % 8) & 1 == 1)
}

fn set_bit(section: &mut [u8], at: usize) {
    section[at / 8] |= 1 << (at % 8);
}

/// The bit of a trigram among those of so many bytes.
fn trigram_place(letters: [char; 3], bytes: usize) -> usize {
    let key = letters.iter().fold(0_u64, |key, &letter| key << 21 | u64::from(letter));
    let hash: u64 = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    ((hash * (8 * bytes as u64)) >> 32) as usize
}

/// Words with their levels as a section.
pub(super) fn signs_section(signs: impl IntoIterator<Item = (u32, u8)>) -> Vec<u8> {
    let signs: std::collections::BTreeMap<u32, u8> = signs.into_iter().collect();
    signs.into_iter().flat_map(|(hash, level)| hash.to_le_bytes().into_iter().chain([level])).collect()
}
