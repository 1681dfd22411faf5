//! Two or more words written as one.
//!
//! A lost space leaves a word that no lexicon has: `chargesovernight`. It is cut where the pieces are words that occur in
//! a row. What the document repeats is no slip, capitals make names, and languages that compound write such words on
//! purpose: there only an attested pair with a function word counts.

use std::collections::HashMap;

use rustc_hash::FxBuildHasher;

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::Language,
    span::Span,
    text::{Gap, Word, words},
};

const RULE: &str = "fused-words";

/// Shorter words are not cut: their pieces would be anything.
const SHORTEST: usize = 5;
/// Longer runs are no words: identifiers, hashes, sequences of bases.
const LONGEST: usize = 64;
/// The longest piece tried.
const LONGEST_PIECE: usize = 24;

/// The filter.
pub struct FusedWords;

impl Filter for FusedWords {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Words
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let words = text.words();
        let mut counts: Option<HashMap<u32, u32, FxBuildHasher>> = None;
        for (i, word) in words.iter().enumerate() {
            let len = (word.end - word.start) as usize;
            if !(SHORTEST..=4 * LONGEST).contains(&len)
                || word.flags.has_digit()
                || word.flags.is_unspaced()
                || word.flags.is_mixed()
            {
                continue;
            }
            let Some(language) = context.language_at(word.start as usize) else { continue };
            if !language.has_words() || language.zipf(word.hash) > 0.0 || word.flags.has_apostrophe() {
                continue;
            }
            if joined_to_neighbour(words, i, text.as_str()) {
                continue;
            }
            let piece = text.word(word);
            if word.gap == Gap::Apostrophe {
                found.extend(possessive(context, words, i, language));
                continue;
            }
            let counts = counts.get_or_insert_with(|| {
                let mut counts = HashMap::default();
                for w in words {
                    *counts.entry(w.hash).or_default() += 1;
                }
                counts
            });
            if counts.get(&word.hash).copied().unwrap_or(0) > 1 {
                continue;
            }
            let around = Around {
                before: i.checked_sub(1).map(|p| &words[p]).filter(|_| word.gap == Gap::Space || word.gap == Gap::Line),
                after: words.get(i + 1).filter(|n| n.gap == Gap::Space || n.gap == Gap::Line),
            };
            let Some(cut) = Cut::best(piece, language, &around) else { continue };
            let Some(applicability) = cut.judge(word, language, &around) else { continue };
            let parts = cut.parts.join(" ");
            let message = format!("{} words written as one", cut.parts.len());
            found.push(Finding::edit(RULE, applicability, word.span(), parts, message));
        }
    }
}

/// Part of something larger: an identifier, a hyphenated word, a name with dots.
fn joined_to_neighbour(words: &[Word], at: usize, source: &str) -> bool {
    let word = &words[at];
    let binds = |c: Option<char>| {
        c.is_some_and(|c| matches!(c, '_' | '@' | '#' | '/' | '\\' | '.' | '-' | '$' | '&' | '=' | '\u{2010}'))
    };
    let before = source[..word.start as usize].chars().next_back();
    let mut rest = source[word.end as usize..].chars();
    let (after, beyond) = (rest.next(), rest.next());
    binds(before)
        || binds(after) && beyond.is_some_and(char::is_alphanumeric)
        || after == Some('(')
        || word.gap == Gap::None && at > 0
}

/// `neighbour'sdog`: the possessive's `s` was taken along.
fn possessive(context: &Context<'_>, words: &[Word], at: usize, language: &Language) -> Option<Finding> {
    let (owner, word) = (&words[at - 1], &words[at]);
    let rest = context.text.word(word).strip_prefix('s')?;
    let sure = language.code() == "en"
        && rest.len() >= 2
        && language.zipf(owner.hash) > 0.0
        && language.zipf(words::hash(rest)) >= 3.0;
    let place = word.start as usize + 1;
    sure.then(|| Finding::safe(RULE, Span::new(place, place), " ", "the possessive and the next word written as one"))
}

struct Around<'w> {
    before: Option<&'w Word>,
    after: Option<&'w Word>,
}

/// The best way to cut a run of letters into words.
struct Cut<'t> {
    parts: Vec<&'t str>,
    hashes: Vec<u32>,
    /// Log-likelihood of the best cut above that of the second best, in powers of ten.
    margin: f32,
}

impl<'t> Cut<'t> {
    /// Viterbi over the letters: each piece pays its rarity, each attested pair is repaid.
    fn best(run: &'t str, language: &Language, around: &Around<'_>) -> Option<Self> {
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
                let Some(cost) = piece_cost(piece, hash, language) else { continue };
                let step = if start == 0 {
                    let link = around.before.map_or(0.0, |w| bond(language, w.hash, hash));
                    Step { start, hash, score: link - cost, from: 0 }
                } else {
                    let (from, score) = best[start]
                        .iter()
                        .enumerate()
                        .map(|(k, s)| (k, s.score + bond(language, s.hash, hash)))
                        .max_by(|a, b| a.1.total_cmp(&b.1))?;
                    Step { start, hash, score: score - cost - PER_CUT, from }
                };
                best[end].push(step);
            }
        }
        let mut finals: Vec<(usize, f32)> = best[n]
            .iter()
            .enumerate()
            .filter(|(_, s)| s.start > 0)
            .map(|(k, s)| (k, s.score + around.after.map_or(0.0, |w| bond(language, s.hash, w.hash))))
            .collect();
        finals.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (mut k, top) = *finals.first()?;
        let margin = finals.get(1).map_or(UNRIVALLED, |second| top - second.1);
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
        Some(Self { parts, hashes, margin })
    }

    fn judge(&self, word: &Word, language: &Language, around: &Around<'_>) -> Option<Applicability> {
        let zipf = |i: usize| language.zipf(self.hashes[i]);
        let lowest = (0..self.hashes.len()).map(zipf).fold(f32::INFINITY, f32::min);
        let pairs = self.hashes.windows(2).filter(|p| language.pair(p[0], p[1]) > 0.0).count();
        let all_pairs = pairs == self.hashes.len() - 1;
        let shortest = self.parts.iter().map(|p| p.chars().count()).min()?;
        let fits = around.before.is_some_and(|w| language.pair(w.hash, self.hashes[0]) > 0.0)
            || around.after.is_some_and(|w| language.pair(self.hashes[self.hashes.len() - 1], w.hash) > 0.0);
        let function = self.hashes.iter().any(|h| language.is_function_word(*h));
        // `ofTransport`: a capital inside is where the second word began, if the first is a function word.
        if word.flags.is_camel() {
            let at_capital = self.parts.len() == 2 && self.parts[1].chars().next().is_some_and(char::is_uppercase);
            let sure = at_capital
                && !word.flags.is_capital()
                && self.parts[0].len() >= 2
                && language.is_function_word(self.hashes[0]);
            return (sure && fits).then_some(if all_pairs { Applicability::Safe } else { Applicability::Unsafe });
        }
        if word.flags.is_upper() {
            return None;
        }
        if self.parts.len() > 2 {
            let sure = self.parts.len() <= 12
                && pairs + 1 >= self.hashes.len() - 1
                && function
                && shortest >= 2
                && lowest >= 3.0;
            return sure.then_some(Applicability::Safe);
        }
        let starts_sentence = word.gap != Gap::Space && word.gap != Gap::Line;
        if word.flags.is_capital() && !starts_sentence {
            // A name, unless a function word makes it two: `Museumof`.
            return (all_pairs && fits && function && shortest >= 2 && lowest >= 3.5).then_some(Applicability::Unsafe);
        }
        if language.compounds() {
            let sure = all_pairs && function && fits && shortest >= 2 && self.margin >= 1.0;
            return sure.then_some(if shortest >= 3 { Applicability::Safe } else { Applicability::Unsafe });
        }
        if all_pairs && shortest >= 2 && (fits || self.margin >= 1.0) {
            return Some(if lowest >= 2.5 && (shortest >= 3 || fits) {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            });
        }
        if shortest >= 4 && lowest >= 3.2 && self.margin >= 1.5 && fits {
            return Some(Applicability::Safe);
        }
        (shortest >= 4 && lowest >= 3.0 && self.margin >= 1.0).then_some(Applicability::Unsafe)
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
/// The margin where nothing else could be meant.
const UNRIVALLED: f32 = 9.0;

/// How rare a piece is, in powers of ten below the commonest; nothing for what is no word.
fn piece_cost(piece: &str, hash: u32, language: &Language) -> Option<f32> {
    let mut chars = piece.chars();
    if let (Some(only), None) = (chars.next(), chars.next()) {
        return language.is_one_letter_word(only).then_some(4.0);
    }
    let zipf = language.zipf(hash);
    (zipf > 0.0).then_some(9.0 - zipf)
}

/// What an attested pair repays.
fn bond(language: &Language, first: u32, second: u32) -> f32 {
    let pair = language.pair(first, second);
    if pair > 0.0 { (pair - 0.5).clamp(0.5, 4.0) } else { 0.0 }
}
