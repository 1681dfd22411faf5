//! The best way to cut a run of letters into words.

use crate::{
    language::Language,
    text::{Gap, Word, words},
};

/// Shorter words are not cut: their pieces would be anything.
const SHORTEST: usize = 5;
/// Longer runs are no words: identifiers, hashes, sequences of bases.
const LONGEST: usize = 64;
/// The longest piece tried.
const LONGEST_PIECE: usize = 24;

/// The words beside a run.
pub(super) struct Around<'w> {
    pub(super) before: Option<&'w Word>,
    pub(super) after: Option<&'w Word>,
}

impl<'w> Around<'w> {
    /// Those beside the word at `at` that go on with its phrase.
    pub(super) fn of(words: &'w [Word], at: usize) -> Self {
        let before = at.checked_sub(1).map(|before| &words[before]);
        Self { before: before.filter(|_| goes_on(&words[at])), after: words.get(at + 1).filter(|after| goes_on(after)) }
    }

    /// True if the word before was met before `first`.
    pub(super) fn fits_before(&self, first: u32, language: &Language) -> bool {
        self.before.is_some_and(|before| language.pair(before.hash, first) > 0.0)
    }

    /// True if the word behind was met behind `last`.
    pub(super) fn fits_after(&self, last: u32, language: &Language) -> bool {
        self.after.is_some_and(|after| language.pair(last, after.hash) > 0.0)
    }

    /// How many of the two fit a run from `first` to `last`.
    pub(super) fn fits(&self, first: u32, last: u32, language: &Language) -> u8 {
        u8::from(self.fits_before(first, language)) + u8::from(self.fits_after(last, language))
    }
}

/// True if a word goes on with the phrase of the one before; otherwise a sentence or a clause may begin with it.
pub(super) fn goes_on(word: &Word) -> bool {
    matches!(word.gap, Gap::Space | Gap::Line)
}

/// A run of letters, cut into words.
pub(super) struct Cut<'t> {
    pub(super) parts: Vec<&'t str>,
    pub(super) hashes: Vec<u32>,
}

impl<'t> Cut<'t> {
    /// Viterbi over the letters: each piece pays its rarity, each attested pair is repaid.
    pub(super) fn best(run: &'t str, language: &Language, around: &Around<'_>) -> Option<Self> {
        let ends: Vec<usize> = run.char_indices().map(|(i, _)| i).chain([run.len()]).collect();
        let n = ends.len() - 1;
        if !(SHORTEST..=LONGEST).contains(&n) {
            return None;
        }
        // For every end: the best way to get there, by the start of its last piece.
        let mut best: Vec<Vec<Step>> = vec![Vec::new(); n + 1];
        for end in 1..=n {
            for start in end.saturating_sub(LONGEST_PIECE)..end {
                if start > 0 && best[start].is_empty() || end - start == n {
                    continue;
                }
                let piece = &run[ends[start]..ends[end]];
                let hash = words::hash(piece);
                if !is_piece(piece, hash, language) {
                    continue;
                }
                let step = if start == 0 {
                    let cost =
                        around.before.map_or_else(|| rarity(hash, language), |w| rarity_after(w.hash, hash, language));
                    Step { start, hash, score: -cost, from: 0 }
                } else {
                    let (from, score) = best[start]
                        .iter()
                        .enumerate()
                        .map(|(k, s)| (k, s.score - rarity_after(s.hash, hash, language)))
                        .max_by(|a, b| a.1.total_cmp(&b.1))?;
                    Step { start, hash, score: score - PER_CUT, from }
                };
                best[end].push(step);
            }
        }
        let mut finals: Vec<(usize, f32)> = best[n]
            .iter()
            .enumerate()
            .filter(|(_, s)| s.start > 0)
            .map(|(k, s)| (k, s.score - around.after.map_or(0.0, |w| rarity_after(s.hash, w.hash, language))))
            .collect();
        finals.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (mut k, _) = *finals.first()?;
        let (mut parts, mut hashes) = (Vec::new(), Vec::new());
        let mut end = n;
        loop {
            let step = &best[end][k];
            parts.push(&run[ends[step.start]..ends[end]]);
            hashes.push(step.hash);
            if step.start == 0 {
                break;
            }
            (k, end) = (step.from, step.start);
        }
        parts.reverse();
        hashes.reverse();
        Some(Self { parts, hashes })
    }

    /// Letters of the shortest part.
    pub(super) fn shortest(&self) -> usize {
        self.parts.iter().map(|part| part.chars().count()).min().unwrap_or(0)
    }
}

/// One way to reach an end: the last piece's start, and which way led to that start.
#[derive(Clone)]
struct Step {
    start: usize,
    hash: u32,
    score: f32,
    from: usize,
}

/// A cut costs as much as a tenfold rarer word.
const PER_CUT: f32 = 1.0;
/// What a pair costs that was never met, above the second word's own rarity.
const UNMET: f32 = 0.5;

/// True for a piece that may stand as a word: a known one, and of single letters only the language's own words.
fn is_piece(piece: &str, hash: u32, language: &Language) -> bool {
    let mut chars = piece.chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) => language.is_one_letter_word(only),
        _ => language.zipf(hash) > 0.0,
    }
}

/// How rare a word is by itself, in powers of ten.
fn rarity(hash: u32, language: &Language) -> f32 {
    9.0 - language.zipf(hash)
}

/// How rare a word is after another, in powers of ten.
fn rarity_after(first: u32, second: u32, language: &Language) -> f32 {
    let alone = rarity(second, language) + UNMET;
    let pair = language.pair(first, second);
    if pair > 0.0 { (language.zipf(first) - pair).clamp(0.0, alone) } else { alone }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    #[test]
    fn runs_are_cut_where_the_words_are_likely() {
        let language = Languages::shipped().get("en").expect("a shipped language");
        let alone = Around { before: None, after: None };
        let parts = |run| Cut::best(run, language, &alone).map(|cut| cut.parts);
        assert_eq!(parts("chargesovernight"), Some(vec!["charges", "overnight"]));
        assert_eq!(parts("itwasthefirst"), Some(vec!["it", "was", "the", "first"]));
        assert_eq!(parts("xqzt"), None);
    }
}
