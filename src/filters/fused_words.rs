//! Two or more words written as one.
//!
//! A lost space leaves a word that no lexicon has: `chargesovernight`. So does every new compound, name and rare inflection.
//! What tells them apart is how the two parts live otherwise: `charges` and `overnight` are hardly ever part of a longer
//! word, while `thorn` begins many and `bushes` ends many. That is weighed against how common the parts are, how usual the
//! pair is and how long they are; how much must speak for two words is set by how much is known of the language. What the
//! document repeats is no slip.

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{Commonness, Language, home},
    span::Span,
    text::{
        Gap, Word,
        words::{self, column::shape, repeated},
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

/// From this Zipf frequency on a word is rather grammar than content.
const VERY_COMMON: f32 = 5.0;

/// How much must speak for two words ([`Cut::weight`]) before they are parted without asking, where the lexicon is large
/// enough for a word that it lacks to be a rare one. Measured: some half false alarm in 100,000 words of old novels.
const SURE: &[(&str, f32)] = &[
    ("ar", 2.5),
    ("ca", 2.0),
    ("cs", 3.0),
    ("de", 2.0),
    ("en", 1.4),
    ("es", 1.75),
    ("fr", 1.75),
    ("it", 3.0),
    ("pl", 1.75),
    ("pt", 2.25),
    ("ru", 3.0),
    ("uk", 2.25),
];
/// The same for other languages, and there the pair must be known, and one of the words carry grammar.
const SURE_ELSEWHERE: f32 = 2.0;
/// So much less makes it probable.
const PROBABLE: f32 = 1.0;
/// A capital inside a sentence makes a name, and names are new words all the time: so much more is asked for.
const NAME: f32 = 2.5;
/// Shorter names are cut into common words by chance: `Menin`.
const LONG_NAME: usize = 8;
/// The same where every noun has a capital and may be a compound.
const NOUN: f32 = 3.5;

/// Languages that join the parts of a compound by a vowel, so that the first looks like an adverb: `северо` + `корейская`.
const LINKING: &[&str] = &["be", "bg", "cs", "hr", "mk", "pl", "ru", "sk", "sl", "sr", "uk"];
/// What the first part of such a compound ends in, that of a number among them: `двадцати` + `летний`.
const LINKS: &[&str] = &["о", "е", "o", "ти", "ух", "ёх", "ех"];
/// So much is taken off then.
const LINKED: f32 = 4.0;
/// What it ends in where nouns are joined: `Meinungs` + `äußerung`.
const NOUN_LINK: &str = "s";

/// Words that are also written as two are met so often (Zipf), and have so many bytes.
const WELL_MET: (f32, f32) = (4.5, 6.0);
const REAL_WORD: std::ops::RangeInclusive<u8> = 6..=16;

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
        for i in owned(context) {
            found.extend(possessive(context, words, i));
        }
        for i in real_words(context) {
            found.extend(real_word_of_two(context, words, i));
        }
        let mut candidates = unknown(context);
        candidates.retain(|&i| !joined_to_neighbour(words, i, text.as_str()));
        if candidates.is_empty() {
            return;
        }
        let repeated = repeated(words, &candidates);
        for i in candidates {
            let word = &words[i];
            let Some(language) = context.language_at(word.start as usize) else { continue };
            if repeated.has(word.hash) || language.agglutinates() {
                continue;
            }
            let piece = text.word(word);
            let around = Around {
                before: i.checked_sub(1).map(|p| &words[p]).filter(|_| word.gap == Gap::Space || word.gap == Gap::Line),
                after: words.get(i + 1).filter(|n| n.gap == Gap::Space || n.gap == Gap::Line),
            };
            if word.flags.is_camel() {
                found.extend(at_capital(context, words, i, language, &around));
                continue;
            }
            if !has_word_at_each_end(piece, language) {
                continue;
            }
            let Some(cut) = Cut::best(piece, language, &around) else { continue };
            let Some(applicability) = cut.judge(word, language, &around).filter(|_| home::speaks(words, i, language))
            else {
                continue;
            };
            let parts = cut.parts.join(" ");
            let message = format!("{} words written as one", cut.parts.len());
            found.push(Finding::edit(RULE, applicability, word.span(), parts, message));
        }
    }
}

/// Words behind a lone apostrophe that begin with the `s` of a possessive.
fn owned(context: &Context<'_>) -> Vec<usize> {
    let columns = context.text.columns();
    columns.select(|at| {
        let (shape, first) = (columns.shape.block(at), columns.first.block(at));
        move |i| (shape[i] & shape::APOSTROPHE != 0) & (first[i] == b's')
    })
}

/// Common words of some length: of a few such it is known that they are written as two as well.
fn real_words(context: &Context<'_>) -> Vec<usize> {
    let (least, most) = (Commonness::of_zipf(WELL_MET.0).as_byte(), Commonness::of_zipf(WELL_MET.1).as_byte());
    let (columns, commonness) = (context.text.columns(), context.commonness());
    columns.select(|at| {
        let (shape, length, known) = (columns.shape.block(at), columns.length.block(at), commonness.block(at));
        move |i| {
            (shape[i] & (shape::SPACE | shape::CAPITAL) == shape::SPACE)
                & (known[i] >= least)
                & (known[i] <= most)
                & (length[i] >= *REAL_WORD.start())
                & (length[i] <= *REAL_WORD.end())
        }
    })
}

/// Words of plain letters, as long as two words at least, that the lexicon lacks.
fn unknown(context: &Context<'_>) -> Vec<usize> {
    const UNKNOWN: u8 = Commonness::UNKNOWN.as_byte();
    let (columns, commonness) = (context.text.columns(), context.commonness());
    columns.select(|at| {
        let (shape, length, known) = (columns.shape.block(at), columns.length.block(at), commonness.block(at));
        move |i| {
            (known[i] == UNKNOWN)
                & (usize::from(length[i]) >= SHORTEST)
                & (length[i] < u8::MAX)
                & (shape[i] & (shape::UNLIKE | shape::MIXED) == 0)
        }
    })
}

/// True if a run begins with a word and ends with one. Most names and rare forms do not, and that is seen sooner than the
/// best way to cut them.
fn has_word_at_each_end(run: &str, language: &Language) -> bool {
    let letters = run.chars().count();
    let mut places = run.char_indices().map(|(at, _)| at).enumerate().skip(2);
    let mut starts = places.clone().take(letters.saturating_sub(3));
    places.any(|(before, at)| letters > before + 1 && is_solid(letters - before, words::hash(&run[at..]), language))
        && starts.any(|(before, at)| is_solid(before, words::hash(&run[..at]), language))
}

/// True for a part that may stand as a word. A short one that is not very common is the end or beginning of a word that the
/// lexicon lacks (`but` + `anes`).
fn is_solid(letters: usize, hash: u32, language: &Language) -> bool {
    language.zipf(hash)
        >= match letters {
            ..=3 => VERY_COMMON,
            4 => COMMON + 0.5,
            _ => COMMON,
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

/// `open everyday from eight`: a word where its neighbours expect the two that it is made of.
fn real_word_of_two(context: &Context<'_>, words: &[Word], at: usize) -> Option<Finding> {
    let word = &words[at];
    let language = context.language_at(word.start as usize).filter(|language| language.may_part(word.hash))?;
    let (left, right) = (words.get(at.checked_sub(1)?)?, words.get(at + 1)?);
    let pair = |a: u32, b: u32| language.pair(a, b);
    if right.gap != Gap::Space
        || !language.parts(word.hash)
        || pair(left.hash, word.hash) > 0.0
        || pair(word.hash, right.hash) > 0.0
    {
        return None;
    }
    let run = context.text.word(word);
    let cuts = run.char_indices().skip(3).map(|(place, _)| run.split_at(place));
    let expected = |&(first, second): &(&str, &str)| {
        let (first, second) = (words::hash(first), words::hash(second));
        pair(first, second) >= COMMON && pair(left.hash, first) > 0.0 && pair(second, right.hash) > 0.0
    };
    let (first, second) = cuts.into_iter().find(expected)?;
    let message = format!("“{first} {second}” is what the words around expect");
    Some(Finding::probable(RULE, word.span(), format!("{first} {second}"), message))
}

/// `fromVladivostok`, `RepublicanParty`: a capital inside is where the second word began, unless this is a name or an
/// identifier, which are written so.
fn at_capital(
    context: &Context<'_>,
    words: &[Word],
    at: usize,
    language: &Language,
    around: &Around<'_>,
) -> Option<Finding> {
    let word = &words[at];
    let run = context.text.word(word);
    let mut capitals = run.char_indices().skip(1).filter(|(_, c)| c.is_uppercase());
    let (place, _) = capitals.next().filter(|_| capitals.next().is_none())?;
    let (first, second) = run.split_at(place);
    let hashes = vec![words::hash(first), words::hash(second)];
    let cut = Cut { parts: vec![first, second], hashes };
    let (zipf, letters) = (language.zipf(cut.hashes[0]), cut.shortest());
    let pair = language.pair(cut.hashes[0], cut.hashes[1]);
    let fits = around.before.is_some_and(|w| language.pair(w.hash, cut.hashes[0]) > 0.0);
    // Where one identifier is, others are near.
    let others = words[at.saturating_sub(AROUND)..(at + AROUND).min(words.len())].iter();
    if others.filter(|w| w.flags.is_camel()).count() > 1 || second == "Innen" || !home::speaks(words, at, language) {
        return None;
    }
    let applicability = if word.flags.is_capital() {
        let weight = cut.weight(language, around);
        let names = letters >= 4 && pair > 0.0 && weight >= 3.0;
        names.then_some(if weight >= 4.0 { Applicability::Safe } else { Applicability::Unsafe })
    } else {
        let function = language.is_function_word(cut.hashes[0]);
        let plain = letters >= 4 && zipf >= 4.0 && language.is_word(cut.hashes[1]);
        let sure = plain && (fits || cut.weight(language, around) >= 1.0)
            || function && letters >= 2 && (pair > 0.0 || letters >= 3 && fits);
        let likely = plain || function && letters >= 2 && language.zipf(cut.hashes[1]) >= COMMON;
        likely.then_some(if sure { Applicability::Safe } else { Applicability::Unsafe })
    }?;
    let message = "two words written as one";
    let place = word.start as usize + place;
    Some(Finding::edit(RULE, applicability, Span::new(place, place), " ", message))
}

/// How far other names and identifiers are looked for, in words.
const AROUND: usize = 200;

struct Around<'w> {
    before: Option<&'w Word>,
    after: Option<&'w Word>,
}

/// The best way to cut a run of letters into words.
struct Cut<'t> {
    parts: Vec<&'t str>,
    hashes: Vec<u32>,
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

    fn judge(&self, word: &Word, language: &Language, around: &Around<'_>) -> Option<Applicability> {
        let solid = |(part, hash): (&&str, &u32)| is_solid(part.chars().count(), *hash, language);
        if self.shortest() < 2 || word.flags.is_upper() || !self.parts.iter().zip(&self.hashes).all(solid) {
            return None;
        }
        if self.parts.len() > 2 {
            return self.many(word, language);
        }
        let paired = language.pair(self.hashes[0], self.hashes[1]) > 0.0;
        let linked = if !paired && self.is_linked(language) { LINKED } else { 0.0 };
        let known = SURE.iter().find(|(code, _)| *code == language.code()).map(|&(_, sure)| sure);
        let function = || self.hashes.iter().any(|h| language.is_function_word(*h));
        let least = known.or_else(|| (paired && function()).then_some(SURE_ELSEWHERE))?;
        let starts_sentence = word.gap != Gap::Space && word.gap != Gap::Line;
        let named = word.flags.is_capital() && (!starts_sentence || language.compounds());
        let letters: usize = self.parts.iter().map(|part| part.chars().count()).sum();
        if named && letters < LONG_NAME {
            return None;
        }
        let name = if !named {
            0.0
        } else if language.compounds() {
            NOUN
        } else {
            NAME
        };
        if self.is_preposition_before_article(language) {
            return Some(Applicability::Safe);
        }
        match self.weight(language, around) - least - name - linked {
            above if above >= 0.0 => Some(Applicability::Safe),
            above if above >= -PROBABLE && !named => Some(Applicability::Unsafe),
            _ => None,
        }
    }

    /// Arabic prepositions of more than one letter stand apart, and nothing but one letter stands before the article.
    fn is_preposition_before_article(&self, language: &Language) -> bool {
        let [first, second] = self.parts[..] else { return false };
        language.code() == "ar"
            && first.chars().count() >= 2
            && language.is_function_word(self.hashes[0])
            && second.starts_with("ال")
            && second.chars().count() >= 6
            && language.zipf(self.hashes[1]) >= COMMON + 1.0
    }

    /// The first part ends as it does in compounds.
    fn is_linked(&self, language: &Language) -> bool {
        LINKING.contains(&language.code()) && LINKS.iter().any(|link| self.parts[0].ends_with(link))
            || language.compounds() && self.parts[0].ends_with(NOUN_LINK)
    }

    /// How much more likely two words are than one that the lexicon lacks, as a natural logarithm. Fitted to words joined by
    /// chance and to words that English novels have and the lexicon has not.
    fn weight(&self, language: &Language, around: &Around<'_>) -> f32 {
        let (first, second) = (self.hashes[0], self.hashes[1]);
        let pair = language.pair(first, second);
        let fits_before = around.before.is_some_and(|w| language.pair(w.hash, first) > 0.0);
        let fits_after = around.after.is_some_and(|w| language.pair(second, w.hash) > 0.0);
        let common = language.zipf(first) + language.zipf(second);
        let usual = if pair > 0.0 { 0.7 * pair - 0.5 } else { 0.0 };
        let fits = f32::from(u8::from(fits_before) + u8::from(fits_after));
        let longest = self.parts.iter().map(|part| part.chars().count()).max().unwrap_or(0);
        let length = 0.8 * self.shortest().min(6) as f32 + if longest >= LONG { 1.3 } else { 0.0 };
        let inflected = if self.is_inflected(language) { 2.3 } else { 0.0 };
        1.08 * common - 0.75 * language.begins(first) - 0.68 * language.ends(second) + usual + 0.4 * fits + length
            - inflected
            - 8.5
    }

    /// `vouch` + `safes`: without its last letters it is a word.
    fn is_inflected(&self, language: &Language) -> bool {
        let run = self.parts.concat();
        let ends = run.char_indices().rev().take(ENDING).map(|(at, _)| at);
        ends.filter(|&at| run[..at].chars().nth(ENDING).is_some()).any(|at| language.is_word(words::hash(&run[..at])))
    }

    /// Letters of the shortest part.
    fn shortest(&self) -> usize {
        self.parts.iter().map(|part| part.chars().count()).min().unwrap_or(0)
    }

    /// Three words and more, most of them met beside one another, and grammar among them.
    fn many(&self, word: &Word, language: &Language) -> Option<Applicability> {
        let lowest = self.hashes.iter().map(|h| language.zipf(*h)).fold(f32::INFINITY, f32::min);
        let pairs = self.hashes.windows(2).filter(|p| language.pair(p[0], p[1]) > 0.0).count();
        let all_pairs = pairs == self.hashes.len() - 1;
        let function = self.hashes.iter().any(|h| language.is_function_word(*h));
        let enough = if language.code() == "en" { pairs + 2 >= self.hashes.len() } else { all_pairs };
        let sure = self.parts.len() <= 12 && function && enough && !word.flags.is_camel() && !language.compounds();
        (sure && (self.parts.len() > 3 || all_pairs && lowest >= 3.5)).then_some(Applicability::Safe)
    }
}

/// A part of so many letters is no affix.
const LONG: usize = 8;

/// The longest ending that makes another form of a word.
const ENDING: usize = 3;

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
