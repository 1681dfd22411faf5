//! The best way to cut a run of letters into words.

use crate::{
    language::Language,
    text::{Gap, Word, words::Parts},
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
    pub(super) fn best(run: &Parts<'t>, language: &Language, around: &Around<'_>) -> Option<Self> {
        let text = run.word();
        let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let n = ends.len() - 1;
        if !(SHORTEST..=LONGEST).contains(&n) {
            return None;
        }
        let [before, after] = [around.before, around.after].map(|word| word.map(|word| Piece::of(word.hash, language)));
        // The best way to every end with each last piece, in the order of the ends, and where those of each end begin.
        let mut steps: Vec<Step> = Vec::with_capacity(n);
        let mut firsts = vec![0; n + 2];
        for end in 1..=n {
            for start in end.saturating_sub(LONGEST_PIECE)..end {
                let ways = firsts[start]..firsts[start + 1];
                if start > 0 && ways.is_empty() || end - start == n {
                    continue;
                }
                let piece = Piece::of(run.hash(ends[start], ends[end]), language);
                if !piece.may_stand(&text[ends[start]..ends[end]], language) {
                    continue;
                }
                let step = if start == 0 {
                    let cost = before.map_or_else(|| piece.rarity(), |before| piece.rarity_after(before, language));
                    Step { start, piece, score: -cost, from: 0 }
                } else {
                    let (from, score) = ways
                        .map(|way| (way, steps[way].score - piece.rarity_after(steps[way].piece, language)))
                        .max_by(|a, b| a.1.total_cmp(&b.1))?;
                    Step { start, piece, score: score - PER_CUT, from }
                };
                steps.push(step);
            }
            firsts[end + 1] = steps.len();
        }
        let whole = (firsts[n]..firsts[n + 1]).filter(|&way| steps[way].start > 0);
        let behind = |piece: Piece| after.map_or(0.0, |after| after.rarity_after(piece, language));
        let scores = whole.map(|way| (way, steps[way].score - behind(steps[way].piece)));
        // Of equals the first.
        let (mut way, _) = scores.rev().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let (mut parts, mut hashes) = (Vec::new(), Vec::new());
        let mut end = n;
        loop {
            let step = &steps[way];
            parts.push(&text[ends[step.start]..ends[end]]);
            hashes.push(step.piece.hash);
            if step.start == 0 {
                break;
            }
            (way, end) = (step.from, step.start);
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

/// One way to reach an end: the last piece and its start, and which way led to that start.
struct Step {
    start: usize,
    piece: Piece,
    score: f32,
    from: usize,
}

/// A cut costs as much as a tenfold rarer word.
const PER_CUT: f32 = 1.0;
/// What a pair costs that was never met, above the second word's own rarity.
const UNMET: f32 = 0.5;

/// What may be a word, and how frequent it is.
#[derive(Clone, Copy)]
struct Piece {
    hash: u32,
    zipf: f32,
}

impl Piece {
    fn of(hash: u32, language: &Language) -> Self {
        Self { hash, zipf: language.zipf(hash) }
    }

    /// True if it may stand as a word: a known one, and of single letters only the language's own words.
    fn may_stand(self, text: &str, language: &Language) -> bool {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => language.is_one_letter_word(only),
            _ => self.zipf > 0.0,
        }
    }

    /// How rare it is by itself, in powers of ten.
    fn rarity(self) -> f32 {
        9.0 - self.zipf
    }

    /// How rare it is after another, in powers of ten.
    fn rarity_after(self, first: Self, language: &Language) -> f32 {
        let alone = self.rarity() + UNMET;
        let pair = language.pair(first.hash, self.hash);
        if pair > 0.0 { (first.zipf - pair).clamp(0.0, alone) } else { alone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    #[test]
    fn runs_are_cut_where_the_words_are_likely() {
        let language = Languages::shipped().get("en").expect("a shipped language");
        let alone = Around { before: None, after: None };
        let parts = |run| Cut::best(&Parts::of(run), language, &alone).map(|cut| cut.parts);
        assert_eq!(parts("chargesovernight"), Some(vec!["charges", "overnight"]));
        assert_eq!(parts("itwasthefirst"), Some(vec!["it", "was", "the", "first"]));
        assert_eq!(parts("xqzt"), None);
    }
}
