//! Learning a language from text and word lists.
//!
//! Counting is one pass and takes bounded memory: when a table is full, its rarest entries go. All else is decided at the
//! end, from the counts: the same input gives the same file, byte for byte.

use rustc_hash::FxHashMap;

use super::{
    model::{self, Model},
    retrieval::Retrieval,
};
use crate::{
    chars::{self, Script},
    text::{Gap, Word, words},
};

/// Entries of the two tables, above which the rarest are dropped: some 400 MB at most.
const MOST_WORDS: usize = 3_000_000;
const MOST_PAIRS: usize = 12_000_000;

/// Words a language is told by.
const SIGNS: usize = 600;
/// How many of the commonest words count as function words, if they are short.
const FUNCTION_WORDS: usize = 120;
/// What a word or pair takes in the file.
const BYTES_AN_ENTRY: f64 = 2.27;

/// A word at least this frequent (Zipf) is remembered as the part of others.
const LEAST_PART: f64 = 3.0;

/// Such a word is at least this frequent, so that it was met beside most that it stands beside.
const WELL_MET: f64 = 4.4;
/// The parts of a word that is also written as two are at least this frequent.
const COMMON_PART: f64 = 5.0;

/// How much to keep.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A word met fewer times in running text, and in no list, is left out.
    pub least_word: u64,
    /// The same for two words in a row.
    pub least_pair: u64,
    /// Bytes of the file, roughly.
    pub size: usize,
    /// The share of them that words may take; pairs get the rest.
    pub words_share: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { least_word: 3, least_pair: 2, size: 1_000_000, words_share: 0.5 }
    }
}

/// What was seen of one word.
#[derive(Clone, Debug, Default)]
struct Seen {
    lower: Box<str>,
    /// Occurrences, in lists and in running text.
    count: u64,
    /// Of these, in running text.
    in_text: u64,
    /// A small letter, with a space on both sides and words of more than one letter beyond; Russian `а` mostly
    /// follows a comma.
    alone_small: u32,
    /// The same with a capital.
    alone_capital: u32,
    /// A full stop follows at once.
    stops: u32,
    /// … and then the sentence goes on: a space and a small letter, or a comma.
    inner_stops: u32,
    /// The same word follows, after a space or a hyphen.
    doubled: u32,
}

/// A word with its hash.
struct Ranked<'s> {
    hash: u32,
    seen: &'s Seen,
}

/// Counts words and pairs, and makes a language's file of them.
#[derive(Default)]
pub struct Learner {
    words: FxHashMap<u32, Seen>,
    pairs: FxHashMap<u64, u64>,
    /// Words and pairs met no more often than this have been dropped on the way to save memory.
    dropped: [u64; 2],
    total: u64,
    in_text: u64,
    pairs_total: u64,
    scripts: FxHashMap<Script, u64>,
    elisions: u64,
}

impl Learner {
    /// Counts running text.
    pub fn text(&mut self, text: &str) {
        let cut = words::cut(text);
        for (index, word) in cut.iter().enumerate() {
            if !counts(word) {
                continue;
            }
            let next = cut.get(index + 1);
            self.one(text, word, index.checked_sub(1).map(|before| &cut[before]), next);
            let Some(next) = next.filter(|n| counts(n)) else { continue };
            if matches!(next.gap, Gap::Space | Gap::Line) || next.gap == Gap::None && next.flags.is_unspaced() {
                self.pairs_total += 1;
                *self.pairs.entry(model::pair_key(word.hash, next.hash)).or_default() += 1;
            }
        }
        self.prune(MOST_WORDS, MOST_PAIRS);
    }

    fn one(&mut self, text: &str, word: &Word, before: Option<&Word>, next: Option<&Word>) {
        let piece = &text[word.span().range()];
        let seen = self.words.entry(word.hash).or_insert_with(|| Seen { lower: lower(piece), ..Seen::default() });
        seen.count += 1;
        seen.in_text += 1;
        self.total += 1;
        self.in_text += 1;
        *self.scripts.entry(word.script).or_default() += 1;
        self.elisions += u64::from(next.is_some_and(|n| n.gap == Gap::Apostrophe));
        let spaced =
            |w: Option<&Word>| w.is_some_and(|w| w.flags.0 & (words::WordFlags::SINGLE | words::WordFlags::DIGIT) == 0);
        if word.flags.is_single()
            && matches!(word.gap, Gap::Space | Gap::Other)
            && text[..word.start as usize].ends_with([' ', '\u{a0}'])
            && spaced(before)
            && spaced(next)
            && next.is_some_and(|n| n.gap == Gap::Space)
        {
            *if word.flags.is_capital() { &mut seen.alone_capital } else { &mut seen.alone_small } += 1;
        }
        // Portuguese `deixou-o o homem`: a pronoun tied to its verb and an article.
        if !matches!(word.gap, Gap::Hyphen | Gap::Apostrophe | Gap::None)
            && next.is_some_and(|n| matches!(n.gap, Gap::Space | Gap::Hyphen) && n.hash == word.hash)
        {
            seen.doubled += 1;
        }
        let after = &text[word.end as usize..];
        if let Some(after) = after.strip_prefix('.')
            && !after.starts_with('.')
        {
            seen.stops += 1;
            let mut rest = after.chars();
            let goes_on = match rest.next() {
                Some(',' | ';' | ':') => true,
                Some(' ') => rest.next().is_some_and(|c| chars::class(c).is_lower()),
                _ => false,
            };
            seen.inner_stops += u32::from(goes_on);
        }
    }

    /// Counts an entry of a list: a word, or two with a space between them. Anything else is passed over.
    pub fn entry(&mut self, entry: &str, count: u64) {
        let cut = words::cut(entry);
        if cut.first().is_none_or(|w| w.start != 0) || cut.last().is_none_or(|w| w.end as usize != entry.len()) {
            return;
        }
        match cut.as_slice() {
            [word] if counts(word) => {
                let seen =
                    self.words.entry(word.hash).or_insert_with(|| Seen { lower: lower(entry), ..Seen::default() });
                seen.count += count;
                self.total += count;
                *self.scripts.entry(word.script).or_default() += count;
            }
            [first, second] if counts(first) && counts(second) && second.gap == Gap::Space => {
                *self.pairs.entry(model::pair_key(first.hash, second.hash)).or_default() += count;
                self.pairs_total += count;
            }
            _ => {}
        }
        self.prune(MOST_WORDS, MOST_PAIRS);
    }

    /// Words counted so far.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How often words and pairs were met at most that had to be dropped on the way, for there were more than are counted at
    /// once; 0 if none had to.
    #[must_use]
    pub fn dropped(&self) -> [u64; 2] {
        self.dropped
    }

    fn prune(&mut self, most_words: usize, most_pairs: usize) {
        let [words, pairs] = &mut self.dropped;
        while self.words.len() > most_words {
            *words += 1;
            self.words.retain(|_, seen| seen.count > *words);
        }
        while self.pairs.len() > most_pairs {
            *pairs += 1;
            self.pairs.retain(|_, count| *count > *pairs);
        }
    }

    /// Makes the file.
    #[must_use]
    pub fn finish(&self, code: &str, compounds: bool, limits: Limits) -> Vec<u8> {
        let ranked = self.ranked_words(limits);
        let most = (limits.size as f64 * limits.words_share / BYTES_AN_ENTRY) as usize;
        let words = &ranked[..most.min(ranked.len())];
        let parts = self.word_parts(&ranked, words.len());
        let parting = self.parting(words);
        let trigrams = model::trigrams_section(&trigrams(words));
        let room = limits.size.saturating_sub(trigrams.len()) as f64 / BYTES_AN_ENTRY;
        let room = room - words.len() as f64 - parts.len() as f64;
        let pairs = self.kept_pairs(words, limits, room.max(0.0) as usize);
        let words: Vec<_> = words.iter().map(|w| (u64::from(w.hash), level(w.seen.count, self.total))).collect();
        let pairs = pairs.into_iter().map(|(key, count)| (key, level(count, self.pairs_total)));
        let pairs: Vec<_> = pairs.chain(parts).collect();
        let mut flags = if compounds { model::COMPOUNDS } else { 0 };
        if self.elisions * 200 > self.in_text {
            flags |= model::ELIDES;
        }
        let that = |holds: fn(&Seen) -> bool| ranked.iter().filter(move |w| holds(w.seen)).map(|w| w.hash);
        Model::write(
            code,
            flags,
            &[
                Retrieval::build(&words),
                Retrieval::build(&pairs),
                model::list_section(letters(&ranked)),
                model::list_section(self.one_letter_words()),
                model::list_section(that(|s| s.lower.chars().count() <= 7).take(FUNCTION_WORDS)),
                model::list_section(that(Seen::may_double)),
                model::list_section(that(Seen::is_abbreviation)),
                model::signs_section(ranked.iter().take(SIGNS).map(|w| (w.hash, level(w.seen.count, self.total)))),
                model::parting_section(parting),
                trigrams,
            ],
        )
    }

    /// The words worth keeping, most frequent first.
    fn ranked_words(&self, limits: Limits) -> Vec<Ranked<'_>> {
        let most = self.scripts.values().copied().max().unwrap_or(0);
        let own_script = |seen: &Seen| {
            let script = seen.lower.chars().map(chars::script).find(|&s| s != Script::Common && s != Script::Inherited);
            script.is_some_and(|script| self.scripts.get(&script).is_some_and(|&n| n * 10 > most))
        };
        let one_letter = self.one_letter_words();
        let is_kept = |seen: &Seen| {
            let listed = seen.count > seen.in_text;
            (listed || seen.in_text >= limits.least_word)
                && seen.alone().is_none_or(|c| one_letter.contains(&u32::from(c)))
                && own_script(seen)
                && !self.is_fused(seen)
        };
        let mut words: Vec<_> =
            self.words.iter().filter(|(_, seen)| is_kept(seen)).map(|(&hash, seen)| Ranked { hash, seen }).collect();
        words.sort_unstable_by_key(|w| (std::cmp::Reverse(w.seen.count), w.hash));
        words
    }

    fn kept_pairs(&self, words: &[Ranked<'_>], limits: Limits, room: usize) -> Vec<(u64, u64)> {
        let words: rustc_hash::FxHashSet<u32> = words.iter().map(|w| w.hash).collect();
        let mut pairs: Vec<(u64, u64)> = self
            .pairs
            .iter()
            .filter(|&(&key, &count)| {
                let (first, second) = ((key >> 32) as u32, key as u32);
                let doubled = first == second && !self.words.get(&first).is_some_and(Seen::may_double);
                count >= limits.least_pair && words.contains(&first) && words.contains(&second) && !doubled
            })
            .map(|(&key, &count)| (key, count))
            .collect();
        pairs.sort_unstable_by_key(|&(key, count)| (std::cmp::Reverse(count), key));
        pairs.truncate(room);
        pairs
    }

    /// Words that are written as two about as often: `everyday` and `every day`, which mean different things.
    fn parting(&self, words: &[Ranked<'_>]) -> Vec<u32> {
        let known: FxHashMap<u32, f64> = words.iter().map(|w| (w.hash, zipf(w.seen.count, self.total))).collect();
        let common = |part: &str| {
            let hash = words::hash(part);
            (part.chars().nth(2).is_some() && known.get(&hash).is_some_and(|&z| z >= COMMON_PART)).then_some(hash)
        };
        let parts = |word: &&Ranked<'_>| {
            let own = known[&word.hash];
            let lower = &word.seen.lower;
            own >= WELL_MET
                && lower.char_indices().skip(3).any(|(at, _)| {
                    let (left, right) = lower.split_at(at);
                    let (Some(a), Some(b)) = (common(left), common(right)) else { return false };
                    let pair = self.pairs.get(&model::pair_key(a, b)).copied().unwrap_or(0);
                    pair >= 20 && zipf(pair, self.pairs_total) > own - 0.4
                })
        };
        words.iter().filter(parts).map(|w| w.hash).collect()
    }

    /// Common words that other words begin or end with: `thorn` in `thornback`, `bushes` in `rosebushes`. A short one counts
    /// only where the rest is a word too. Kept as pairs with [`model::NO_WORD`], with a level for how many words do.
    fn word_parts(&self, ranked: &[Ranked<'_>], kept: usize) -> Vec<(u64, u8)> {
        if ranked.first().is_none_or(|w| w.seen.lower.chars().any(|c| chars::class(c).is_unspaced())) {
            return Vec::new();
        }
        let known: FxHashMap<u32, f64> =
            ranked[..kept].iter().map(|w| (w.hash, zipf(w.seen.count, self.total))).collect();
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for word in ranked {
            let lower = &word.seen.lower;
            for (at, _) in lower.char_indices().skip(2) {
                let (left, right) = lower.split_at(at);
                if right.chars().nth(1).is_none() {
                    break;
                }
                let (a, b) = (words::hash(left), words::hash(right));
                let (first, second) = (known.get(&a), known.get(&b));
                let whole = |left: &str, other: Option<&f64>| other.is_some() || left.chars().nth(3).is_some();
                if first.is_some_and(|&f| f >= LEAST_PART) && whole(left, second) {
                    *counts.entry(model::pair_key(a, model::NO_WORD)).or_default() += 1;
                }
                if second.is_some_and(|&f| f >= LEAST_PART) && whole(right, first) {
                    *counts.entry(model::pair_key(model::NO_WORD, b)).or_default() += 1;
                }
            }
        }
        let mut parts: Vec<_> = counts
            .into_iter()
            .filter(|&(_, count)| count >= 2)
            .map(|(key, count)| (key, model::level_of_parts(count)))
            .collect();
        parts.sort_unstable();
        parts
    }

    /// Letters that stand alone in running prose often enough to be words.
    fn one_letter_words(&self) -> std::collections::BTreeSet<u32> {
        let text = self.in_text.max(1) as f64;
        self.words
            .values()
            .filter_map(|seen| {
                let letter = seen.alone()?;
                let small = seen.alone_small >= 5 && f64::from(seen.alone_small) / text > 1e-4;
                // Capitals alone are mostly initials and numerals; English `I` is far above them.
                let capital = seen.alone_capital >= 5 && f64::from(seen.alone_capital) / text > 2e-3;
                (small || capital).then_some(letter.into())
            })
            .collect()
    }

    /// True if a word is more likely two that lost their space (`ofthe`): both are common, and side by side they occur some
    /// five hundred times as often as it does. Such a word in the lexicon would hide the very damage it comes from.
    fn is_fused(&self, seen: &Seen) -> bool {
        if seen.in_text >= 20 {
            return false;
        }
        let own = zipf(seen.count, self.total);
        seen.lower.char_indices().skip(1).any(|(at, _)| {
            let (left, right) = seen.lower.split_at(at);
            let (a, b) = (words::hash(left), words::hash(right));
            let pair = self.pairs.get(&model::pair_key(a, b)).copied().unwrap_or(0);
            pair >= 5 && zipf(pair, self.pairs_total) > own + 2.7
        })
    }
}

impl Seen {
    /// The letter, if it is only one.
    fn alone(&self) -> Option<char> {
        let mut letters = self.lower.chars().filter(|&c| !chars::class(c).is_mark());
        let first = letters.next()?;
        (letters.next().is_none() && !chars::class(first).is_unspaced()).then_some(first)
    }

    /// Slips of the pen double a word some five times in 100,000; what good prose doubles lies well above.
    fn may_double(&self) -> bool {
        self.doubled >= 3 && u64::from(self.doubled) * 2_000 > self.in_text
    }

    /// A full stop nearly always, or often in the middle of a sentence.
    fn is_abbreviation(&self) -> bool {
        let letters = self.lower.chars().count();
        let (stops, inner) = (u64::from(self.stops), u64::from(self.inner_stops));
        let always = stops * 10 > self.in_text * 7 && letters <= 5 && self.in_text >= 10;
        (2..=7).contains(&letters) && (always || inner >= 3 && inner * 5 > self.in_text)
    }
}

/// The letters of the kept words that are no rare guests.
fn letters(words: &[Ranked<'_>]) -> Vec<u32> {
    let mut counts: FxHashMap<char, u64> = FxHashMap::default();
    let mut total = 0;
    for word in words {
        for c in word.seen.lower.chars().filter(|&c| chars::class(c).is_letter()) {
            *counts.entry(c).or_default() += word.seen.count;
            total += word.seen.count;
        }
    }
    counts.into_iter().filter(|&(_, count)| count * 20_000 > total).map(|(c, _)| c.into()).collect()
}

/// A trigram that fewer words hold is a slip or a foreign one.
const LEAST_HOLDING: u32 = 2;

/// Three letters in a row that the kept words hold.
fn trigrams(words: &[Ranked<'_>]) -> Vec<[char; 3]> {
    let mut counts: FxHashMap<[char; 3], u32> = FxHashMap::default();
    for word in words {
        let letters: Vec<char> = word.seen.lower.chars().collect();
        let mut of_word: Vec<[char; 3]> = letters.windows(3).filter_map(|three| three.try_into().ok()).collect();
        of_word.sort_unstable();
        of_word.dedup();
        for trigram in of_word {
            *counts.entry(trigram).or_default() += 1;
        }
    }
    counts.into_iter().filter(|&(_, count)| count >= LEAST_HOLDING).map(|(trigram, _)| trigram).collect()
}

/// The level of a count out of a total.
fn level(count: u64, total: u64) -> u8 {
    model::level_of(zipf(count, total))
}

/// Occurrences in a billion, as a power of ten.
fn zipf(count: u64, total: u64) -> f64 {
    (count as f64 * 1e9 / total.max(1) as f64).log10()
}

/// True for what belongs in a lexicon: words of letters of one script.
fn counts(word: &Word) -> bool {
    word.flags.0 & (words::WordFlags::DIGIT | words::WordFlags::MIXED) == 0 && word.script != Script::Common
}

fn lower(word: &str) -> Box<str> {
    word.to_lowercase().replace('’', "'").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_many_words_the_rarest_go() {
        let mut learner = Learner::default();
        for (word, times) in [("often", 9), ("sometimes", 3), ("rarely", 2), ("once", 1)] {
            learner.text(&format!("{word}. ").repeat(times));
        }
        learner.prune(4, 4);
        assert_eq!((learner.words.len(), learner.dropped()), (4, [0, 0]));
        learner.prune(1, 4);
        let left: Vec<&str> = learner.words.values().map(|seen| &*seen.lower).collect();
        assert_eq!((left, learner.dropped()), (vec!["often"], [3, 0]));
    }
}
