//! Two or more words written as one.
//!
//! A lost space leaves a word that no lexicon has: `chargesovernight`. It is cut where the pieces are words that occur in
//! a row. What the document repeats is no slip, capitals make names, and languages that compound write such words on
//! purpose: there only an attested pair with a function word counts.

use crate::{
    chars::Script,
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::Language,
    span::Span,
    text::{
        Gap, Word,
        words::{self, repeated},
    },
};

const RULE: &str = "fused-words";

/// Shorter words are not cut: their pieces would be anything.
const SHORTEST: usize = 5;
/// Longer runs are no words: identifiers, hashes, sequences of bases.
const LONGEST: usize = 64;
/// The longest piece tried.
const LONGEST_PIECE: usize = 24;

/// Below this Zipf frequency a word is as good as unknown.
const RARE: f32 = 2.0;
/// From this Zipf frequency on a word is no accident of the lexicon.
const COMMON: f32 = 3.0;

/// Shorter names are cut into function words by chance: `Menin`.
const LONG_NAME: usize = 8;
/// From this Zipf frequency on a word is rather grammar than content.
const VERY_COMMON: f32 = 5.5;
/// From this frequency on a pair is how the two are usually written.
const USUAL_PAIR: f32 = 2.5;

/// Languages whose words grow by endings without limit, so that an unknown one says nothing.
const AGGLUTINATING: &[&str] = &["et", "eu", "fi", "hu", "ka", "kk", "ko", "tr", "uz"];
/// Languages whose prepositions and particles are prefixes too: `не` + `спокойным`.
const PREFIXING: &[&str] = &["be", "bg", "cs", "hr", "mk", "pl", "ru", "sk", "sl", "sr", "uk"];
/// Languages that hardly compound.
const ROMANCE: &[&str] = &["ca", "es", "fr", "gl", "it", "pt", "ro"];
/// Words that are prefixes in Romance languages too.
const ROMANCE_PREFIXES: &[&str] = &[
    "alta", "alto", "anti", "após", "arrière", "auto", "avant", "bene", "bien", "cine", "contra", "contre", "contro",
    "demi", "entre", "euro", "extra", "foto", "inter", "macro", "mal", "male", "malo", "maxi", "mega", "meio", "metro",
    "micro", "mini", "mono", "moto", "multi", "neuro", "oltre", "outre", "para", "photo", "pluri", "poli", "poly",
    "porta", "porte", "post", "pour", "psico", "radio", "semi", "sobre", "social", "sopra", "sotto", "sous", "sovra",
    "sub", "super", "sur", "tele", "tras", "trans", "ultra", "vice", "video", "vidéo",
];
/// Languages whose pronouns and articles are endings too.
const SUFFIXING: &[&str] = &["ar", "he", "sv", "nb", "da", "ro"];

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
        let (words, commonness) = (text.words(), context.commonness());
        let mut candidates = Vec::new();
        for (i, word) in words.iter().enumerate() {
            if word.gap == Gap::Apostrophe {
                found.extend(possessive(context, words, i));
            } else if commonness[i].is_unknown() && may_be_fused(word) && !joined_to_neighbour(words, i, text.as_str())
            {
                candidates.push(i);
            }
        }
        if candidates.is_empty() {
            return;
        }
        let repeated = repeated(words, &candidates);
        for i in candidates {
            let word = &words[i];
            let Some(language) = context.language_at(word.start as usize) else { continue };
            if repeated.has(word.hash) || AGGLUTINATING.contains(&language.code()) {
                continue;
            }
            let piece = text.word(word);
            if !has_word_at_each_end(piece, language) {
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

/// A word of plain letters, as long as two words at least.
fn may_be_fused(word: &Word) -> bool {
    let flags = word.flags;
    (SHORTEST..=4 * LONGEST).contains(&((word.end - word.start) as usize))
        && !(flags.has_digit() || flags.is_unspaced() || flags.is_mixed() || flags.has_apostrophe())
}

/// True if a run begins with a word and ends with one. Most names and rare forms do not, and that is seen sooner than the
/// best way to cut them.
fn has_word_at_each_end(run: &str, language: &Language) -> bool {
    let places = || run.char_indices().map(|(at, _)| at).skip(2);
    let is_common = |part: &str| language.zipf_of(part) >= COMMON;
    places().any(|at| is_common(&run[..at]))
        && places().any(|at| is_common(&run[at..]) && run[at..].chars().nth(1).is_some())
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
fn possessive(context: &Context<'_>, words: &[Word], at: usize) -> Option<Finding> {
    let (owner, word) = (words.get(at.checked_sub(1)?)?, &words[at]);
    let rest = context.text.word(word).strip_prefix('s')?;
    let language = context.language_at(word.start as usize).filter(|l| l.code() == "en")?;
    let sure = rest.len() >= 2
        && language.zipf(word.hash) < RARE
        && language.zipf(owner.hash) > 0.0
        && language.zipf(words::hash(rest)) >= COMMON;
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
        let lowest = self.hashes.iter().map(|h| language.zipf(*h)).fold(f32::INFINITY, f32::min);
        let pairs = self.hashes.windows(2).filter(|p| language.pair(p[0], p[1]) > 0.0).count();
        let all_pairs = pairs == self.hashes.len() - 1;
        let shortest = self.parts.iter().map(|p| p.chars().count()).min()?;
        let last = self.hashes[self.hashes.len() - 1];
        let fits_before = around.before.is_some_and(|w| language.pair(w.hash, self.hashes[0]) > 0.0);
        let fits_after = around.after.is_some_and(|w| language.pair(last, w.hash) > 0.0);
        let function = self.hashes.iter().any(|h| language.is_function_word(*h));
        if shortest < 2 || lowest < COMMON {
            return None;
        }
        let open_form = self.hashes.windows(2).all(|p| language.pair(p[0], p[1]) >= USUAL_PAIR);
        // `ofTransport`: a capital inside is where the second word began; without a function word it is a name.
        if word.flags.is_camel() {
            let at_capital = self.parts.len() == 2 && self.parts[1].starts_with(char::is_uppercase);
            let function = !word.flags.is_capital() && language.is_function_word(self.hashes[0]);
            return (at_capital && function && (fits_before || fits_after)).then_some(if all_pairs {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            });
        }
        if word.flags.is_upper() {
            return None;
        }
        let starts_sentence = word.gap != Gap::Space && word.gap != Gap::Line;
        let may_be_name = word.flags.is_capital() && !starts_sentence;
        if language.compounds() || may_be_name {
            // Names and compounds are new words all the time: only a function word inside gives a slip away.
            let two = self.parts.len() == 2 && all_pairs && self.margin >= 1.0;
            let sure = two && function && (fits_before || fits_after) && self.len() >= LONG_NAME;
            let clear = sure && shortest >= 3 && !may_be_name && fits_before && fits_after;
            return sure.then_some(if clear { Applicability::Safe } else { Applicability::Unsafe });
        }
        let english = language.code() == "en";
        if self.parts.len() > 2 {
            let sure =
                self.parts.len() <= 12 && function && if english { pairs + 2 >= self.hashes.len() } else { all_pairs };
            return (sure && (self.parts.len() > 3 || all_pairs && lowest >= 3.5)).then_some(Applicability::Safe);
        }
        let is_affix = |languages: &[&str], i: usize| {
            languages.contains(&language.code()) && language.is_function_word(self.hashes[i])
        };
        if is_affix(PREFIXING, 0) || is_affix(SUFFIXING, 1) {
            return None;
        }
        let fits = fits_before || fits_after;
        let both_fit = fits_before && fits_after;
        if function && (all_pairs || word.script != Script::Latin) {
            // A short piece that is hardly a word is the end of one that the lexicon lacks (`but` + `anes`).
            let solid = self.parts.iter().zip(&self.hashes).all(|(part, hash)| {
                language.is_function_word(*hash)
                    || language.zipf(*hash) >= if part.chars().count() <= 4 { 4.0 } else { 3.5 }
            });
            let sure = if word.script == Script::Latin { shortest >= 3 && fits || both_fit } else { fits };
            return (solid && (sure || all_pairs)).then_some(if sure {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            });
        }
        // Two content words may be a compound that the lexicon lacks (`thornbushes`), unless the pair is usual in two
        // words or its parts do not compound.
        if !english {
            let usual = open_form && fits && !PREFIXING.contains(&language.code());
            let sure = all_pairs && shortest >= 4 && (usual || both_fit && lowest >= 4.0);
            // Romance languages hardly compound: but for their prefixes and adverbs, two words in one are two words.
            let plain = ROMANCE.contains(&language.code())
                && !ROMANCE_PREFIXES.contains(&self.parts[0].to_lowercase().as_str())
                && !matches!(self.parts[1], "mente" | "ment");
            let likely = shortest >= 4 && self.margin >= 1.0 && lowest >= 3.5 && (both_fit || fits && lowest >= 4.0);
            return (sure || plain && (all_pairs && shortest >= 3 && fits || likely)).then_some(Applicability::Safe);
        }
        let parts_apart = self.never_compounds(language);
        if all_pairs {
            let sure = shortest >= 3 && fits && (open_form || parts_apart || both_fit && lowest >= 4.0);
            return Some(if sure { Applicability::Safe } else { Applicability::Unsafe });
        }
        let likely = shortest >= 4 && self.margin >= 1.0 && lowest >= 3.5;
        if likely && fits && (parts_apart || both_fit && lowest >= 4.0) {
            return Some(Applicability::Safe);
        }
        (likely && fits && lowest >= 4.0).then_some(Applicability::Unsafe)
    }

    /// Its letters.
    fn len(&self) -> usize {
        self.parts.iter().map(|part| part.chars().count()).sum()
    }

    /// English compounds begin with a bare stem and do not end in an adverb or a function word: an inflected or derived form in
    /// front (`highestpriority`, `agriculturalland`) or a very common word behind is a word of its own.
    fn never_compounds(&self, language: &Language) -> bool {
        const ENDINGS: &[&str] = &[
            "able", "al", "ance", "ary", "ed", "ence", "est", "ful", "ible", "ic", "ies", "ing", "ion", "ity", "ive",
            "less", "ly", "ment", "ness", "ous", "ship",
        ];
        let first = self.parts[0].to_lowercase();
        let plural = first.ends_with('s') && !first.ends_with("ss");
        let derived = first.len() >= 6 && ENDINGS.iter().any(|e| first.ends_with(e));
        plural || derived || language.zipf(self.hashes[1]) >= VERY_COMMON && self.parts[1].len() >= 4
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
/// The margin where nothing else could be meant.
const UNRIVALLED: f32 = 9.0;

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
