//! Two words that lost the space between them.

use super::Language;
use crate::text::words;

/// The best place to part a run of letters into two known words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// Byte offset of the second word.
    pub at: usize,
    /// How well it reads: roughly the Zipf frequency of the two words in a row.
    pub score: f32,
    /// How far the score lies above that of the next best place; the score itself if there is no other.
    pub margin: f32,
    /// Whether the two are attested in a row.
    pub attested: bool,
}

/// Longer runs are not words that lost a space.
const LONGEST: usize = 40;

impl Language {
    /// The best split of `run` into two words, `None` if no place gives two known words.
    ///
    /// An attested pair scores its own frequency; otherwise two words that stand side by side by chance score what their
    /// frequencies give, less one for not having been met.
    #[must_use]
    pub fn best_split(&self, run: &str) -> Option<Split> {
        if run.len() > 4 * LONGEST || run.chars().count() > LONGEST {
            return None;
        }
        let mut best: Option<Split> = None;
        let mut second_score = 0.0_f32;
        for (at, _) in run.char_indices().skip(1) {
            let (left, right) = run.split_at(at);
            let (Some(a), Some(b)) = (self.piece(left), self.piece(right)) else { continue };
            let pair = self.pair(a.0, b.0);
            let score = if pair > 0.0 { pair } else { (a.1 + b.1 - 10.0).max(0.1) };
            if best.is_none_or(|b| score > b.score) {
                second_score = best.map_or(0.0, |b| b.score);
                best = Some(Split { at, score, margin: 0.0, attested: pair > 0.0 });
            } else {
                second_score = second_score.max(score);
            }
        }
        best.map(|b| Split { margin: b.score - second_score, ..b })
    }

    /// Hash and frequency of a piece, if it is a word. A single letter must be one of the language's own words.
    fn piece(&self, piece: &str) -> Option<(u32, f32)> {
        let mut chars = piece.chars();
        if let (Some(only), None) = (chars.next(), chars.next())
            && !self.is_one_letter_word(only)
        {
            return None;
        }
        let hash = words::hash(piece);
        let zipf = self.zipf(hash);
        (zipf > 0.0).then_some((hash, zipf))
    }
}
