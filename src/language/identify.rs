//! Which language a passage is in, told by its commonest words.
//!
//! A few words are sampled, and each votes for the languages it is common in, by how common it is there: naive Bayes over
//! the 600 most frequent words of each language. The script alone decides where only one language at hand is written in
//! it, the user's own among them. Once one language leads clearly no more words are asked, so that a passage costs about a dozen look-ups in one small
//! table, whatever its length.

use std::sync::LazyLock;

use super::{
    Language, Languages,
    scripts::{is_shared, scripts_of},
};
use crate::{
    chars::{self, Script},
    text::Word,
};

/// The table of votes: made from the models by `BLESS=1 cargo test --test languages`, read in place.
const TABLE: &[u8] = include_bytes!("../../rules/languages/identify.table");

const BUCKET_BITS: u32 = 12;

/// Words asked at a time; after each lot the lead is looked at.
const LOT: usize = 12;
/// Words asked at most.
const MOST: usize = 96;
/// A lead of so many points (each half a power of ten in likelihood) ends the questions.
const CLEAR: i16 = 10;
/// At the end, this much is enough.
const ENOUGH: i16 = 4;
/// Words looked up in the lexicons where the votes leave it open.
const LEXICON_WORDS: usize = 32;
/// What a word counts that is not among a language's commonest: its level is taken to be this.
const ABSENT: i16 = 6;
/// The codes of the languages that can be told.
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    TABLE[4..4 + 8 * languages_told()]
        .chunks_exact(8)
        .map(|c| std::str::from_utf8(c).unwrap_or_default().trim_end_matches('\0'))
}

fn languages_told() -> usize {
    number(TABLE, 0) as usize
}

fn number(table: &[u8], at: usize) -> u32 {
    table.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |&b| u32::from_le_bytes(b))
}

/// The votes of a word: pairs of language and level.
fn votes(word: u32) -> &'static [u8] {
    let buckets = 4 + 8 * languages_told();
    let words = buckets + 4 * ((1 << BUCKET_BITS) + 1);
    let bucket = (word >> (32 - BUCKET_BITS)) as usize;
    let (first, end) = (number(TABLE, buckets + 4 * bucket) as usize, number(TABLE, buckets + 4 * bucket + 4) as usize);
    let hash_at = |index: usize| number(TABLE, words + 8 * index);
    // The words of a bucket are sorted by their hashes, which are spread evenly: where one stands can be reckoned.
    let part = (u64::from(word << BUCKET_BITS) * (end - first) as u64) >> 32;
    let mut index = first + part as usize;
    while index > first && hash_at(index) > word {
        index -= 1;
    }
    while index < end && hash_at(index) < word {
        index += 1;
    }
    if index == end || hash_at(index) != word {
        return &[];
    }
    let place = number(TABLE, words + 8 * index + 4);
    let (start, count) = ((place >> 8) as usize, (place & 255) as usize);
    TABLE.get(start..start + 2 * count).unwrap_or_default()
}

/// Makes the table of votes from the models of all languages that are to be told.
#[must_use]
pub fn identification_table(languages: &[Language]) -> Vec<u8> {
    let mut votes: std::collections::BTreeMap<u32, Vec<[u8; 2]>> = std::collections::BTreeMap::new();
    let mut table = (languages.len() as u32).to_le_bytes().to_vec();
    for (index, language) in languages.iter().enumerate() {
        let mut code = [0; 8];
        code.iter_mut().zip(language.code().bytes()).for_each(|(to, from)| *to = from);
        table.extend(code);
        for (word, level) in language.model.signs() {
            votes.entry(word).or_default().push([index as u8, level]);
        }
    }
    let mut counts = vec![0_u32; 1 << BUCKET_BITS];
    for word in votes.keys() {
        counts[(word >> (32 - BUCKET_BITS)) as usize] += 1;
    }
    let mut end = 0;
    table.extend(0_u32.to_le_bytes());
    for count in counts {
        end += count;
        table.extend(end.to_le_bytes());
    }
    let mut start = table.len() + 8 * votes.len();
    for (word, of) in &votes {
        table.extend(word.to_le_bytes());
        table.extend(((start as u32) << 8 | of.len() as u32).to_le_bytes());
        start += 2 * of.len();
    }
    table.extend(votes.values().flatten().flatten());
    table
}

/// What is known of a passage's language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Told {
    #[default]
    Unclear,
    /// A place in the table.
    Listed(usize),
    /// A place among the user's own languages.
    Own(usize),
}

/// The language some words are in.
pub(super) fn tell(words: &[Word], languages: &Languages) -> Told {
    let told = languages_told();
    // Own languages that take a shipped one's place are told by the shipped one's words.
    let own: Vec<(usize, &Language)> =
        languages.own().iter().enumerate().filter(|(_, l)| !codes().any(|code| code == l.code())).collect();
    let mut scores = Scores::new(told + own.len());
    let (mut asked, mut kana, mut unspaced) = (0, 0, 0_usize);
    let mut scripts: [(Script, u32); 4] = [(Script::Common, 0); 4];
    // Every n-th word, so that a sample of the whole is asked before the whole is.
    let stride = (words.len() / MOST).max(1);
    for start in 0..stride.min(2) {
        for word in words.iter().skip(start).step_by(stride) {
            if word.flags.has_digit() || word.script == Script::Common || is_long(word) {
                continue;
            }
            asked += 1;
            if let Some(slot) = scripts.iter_mut().find(|s| s.0 == word.script || s.1 == 0) {
                *slot = (word.script, slot.1 + 1);
            }
            kana += usize::from(matches!(word.script, Script::Hiragana | Script::Katakana));
            unspaced += usize::from(word.flags.is_unspaced());
            for [language, level] in votes(word.hash).as_chunks().0 {
                scores.add(usize::from(*language), *level);
            }
            for (place, (_, language)) in own.iter().enumerate() {
                if let Some(level) = language.model.sign(word.hash) {
                    scores.add(told + place, level);
                }
            }
            // Letters of a script without spaces are asked no further where the script is going to tell.
            let only_unspaced = own.is_empty() && unspaced == asked && asked >= 2 * LOT;
            if asked % LOT == 0 && (only_unspaced || scores.lead().1 >= CLEAR) {
                break;
            }
        }
        if asked >= MOST || own.is_empty() && unspaced == asked || scores.lead().1 >= CLEAR {
            break;
        }
    }
    let Some((script, most)) = scripts.iter().copied().max_by_key(|s| s.1) else { return Told::Unclear };
    if asked == 0 || most * 2 <= asked as u32 && chars::group(script) != Script::Han {
        return Told::Unclear;
    }
    let at = |place: usize| match place.checked_sub(told) {
        None => Told::Listed(place),
        Some(place) => own.get(place).map_or(Told::Unclear, |&(index, _)| Told::Own(index)),
    };
    if !is_shared(script) {
        let japanese = chars::group(script) == Script::Han && unspaced > 0 && kana * 8 >= unspaced;
        let script = Some(if japanese { Script::Hiragana } else { chief(script) });
        let is_written = |place: usize| match place.checked_sub(told) {
            None => CHIEF_SCRIPTS[place] == script,
            Some(place) => own.get(place).is_some_and(|(_, language)| language.chief_script() == script),
        };
        let mut written = (0..scores.of.len()).filter(|&place| is_written(place));
        match (written.next(), written.next()) {
            (None, _) => return Told::Unclear,
            (Some(only), None) => return at(only),
            _ => scores.keep(is_written),
        }
    }
    let (best, lead) = scores.lead();
    if lead < ENOUGH { by_lexicon(words, &scores.of, at, languages) } else { at(best) }
}

/// The script a language is said to be written in where it uses this one: Japanese is known by its kana.
const fn chief(script: Script) -> Script {
    match script {
        Script::Katakana => Script::Hiragana,
        Script::Bopomofo => Script::Han,
        other => other,
    }
}

/// The first script of each language that can be told, in the order of the table.
static CHIEF_SCRIPTS: LazyLock<Vec<Option<Script>>> =
    LazyLock::new(|| codes().map(|code| scripts_of(code)?.first().copied()).collect());

/// True for a word that is hardly among the commonest of any language: in bytes, half as many letters where those take two.
const fn is_long(word: &Word) -> bool {
    word.end - word.start > if word.flags.is_ascii() { 8 } else { 16 }
}

/// Where the commonest words leave it open: of the languages that are not behind, the one whose lexicon knows clearly more
/// of the first words. Names and numbers are not asked for.
fn by_lexicon(words: &[Word], scores: &[i16], at: impl Fn(usize) -> Told, languages: &Languages) -> Told {
    let top = scores.iter().copied().max().unwrap_or(0);
    let telling = |word: &&Word| !word.flags.is_capital() && !word.flags.has_digit() && !word.flags.is_single();
    let sample: Vec<u32> = words.iter().filter(telling).take(LEXICON_WORDS).map(|w| w.hash).collect();
    let (mut best, mut most, mut next) = (Told::Unclear, 0, 0);
    let with_words = |place: usize| languages.told(at(place)).filter(|l| l.has_words());
    // A language without a lexicon cannot answer; none behind it is to be taken for it.
    let wordless = (0..scores.len()).filter(|&i| with_words(i).is_none()).map(|i| scores[i]).max().unwrap_or(0);
    for (index, _) in scores.iter().enumerate().filter(|&(_, &s)| s + ENOUGH > top && s >= wordless) {
        let (told, Some(language)) = (at(index), with_words(index)) else { continue };
        let known = sample.iter().filter(|&&word| language.is_word(word)).count();
        if known > most {
            (best, next, most) = (told, most, known);
        } else {
            next = next.max(known);
        }
    }
    if most >= next + 2 && most * 4 >= sample.len() * 3 { best } else { Told::Unclear }
}

/// The points of each language. Sixteen bits each, since that is what a processor compares many of at once.
struct Scores {
    of: Vec<i16>,
}

impl Scores {
    fn new(languages: usize) -> Self {
        Self { of: vec![0; languages] }
    }

    #[inline]
    fn add(&mut self, language: usize, level: u8) {
        if let Some(score) = self.of.get_mut(language) {
            *score += i16::from(level) - ABSENT;
        }
    }

    /// Takes the languages out of the comparison of which this says false.
    fn keep(&mut self, kept: impl Fn(usize) -> bool) {
        for (_, score) in self.of.iter_mut().enumerate().filter(|(place, _)| !kept(*place)) {
            *score = i16::MIN;
        }
    }

    /// The best score's place and how far it lies above the next.
    fn lead(&self) -> (usize, i16) {
        let top = self.of.iter().fold(0, |top, &score| top.max(score));
        let ahead = self.of.iter().fold(0_u16, |ahead, &score| ahead + u16::from(score == top));
        if ahead != 1 {
            return (0, 0);
        }
        let next = self.of.iter().fold(0, |next, &score| if score == top { next } else { next.max(score) });
        (self.of.iter().position(|&score| score == top).unwrap_or(0), top - next)
    }
}
