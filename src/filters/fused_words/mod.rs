//! Two or more words written as one.
//!
//! A lost space leaves a word that no lexicon has: `chargesovernight`. So does every new compound, name and rare inflection.
//! What tells them apart is how the two parts live otherwise: `charges` and `overnight` are hardly ever part of a longer
//! word, while `thorn` begins many and `bushes` ends many. That is weighed against how common the parts are, how usual the
//! pair is and how long they are; how much must speak for two words is set by how much is known of the language. What the
//! document repeats is no slip.

use self::{
    cut::{Around, Cut},
    weight::Judged,
};
use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{Commonness, Language, home},
    span::Span,
    text::{
        Gap, Text, Word,
        words::{self, Parts, column::shape, is_year, repeated},
    },
};

mod cut;
mod glued;
mod named;
mod weight;

const RULE: &str = "fused-words";

/// Below this Zipf frequency a word is as good as unknown.
const RARE: f32 = 2.0;
/// Up to this Zipf frequency a word may be a name, or the very slip in what the lexicon was learned from.
const ACCIDENT: f32 = 3.5;
/// Bytes of two words of grammar at least, and at most of two that are such a word together.
const LEAST: u8 = 3;
const SHORT: u8 = 4;
/// From this Zipf frequency on a word is no accident of the lexicon; a long one hardly ever is.
const COMMON: f32 = 3.0;
const MET: f32 = 2.0;

/// From this Zipf frequency on a word is rather grammar than content.
const VERY_COMMON: f32 = 5.0;

/// Words that are also written as two are met so often (Zipf), and have so many bytes.
const WELL_MET: (f32, f32) = (4.5, 6.0);
const REAL_WORD: std::ops::RangeInclusive<u8> = 6..=16;

/// Numerals that others are written behind without a space.
const HUNDREDS: &[&str] = &["hundert", "tausend", "cento", "mila", "mille", "honderd", "duizend", "hundra", "tusen"];

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
        found.extend(years(context).into_iter().filter_map(|i| behind_year(context, words, i)));
        let (mut language, mut end) = (None, 0);
        for i in real_words(context) {
            let start = words[i].start as usize;
            if start >= end {
                (language, end) = context.language_until(start);
            }
            if let Some(language) = language.filter(|language| language.may_part(words[i].hash)) {
                found.extend(real_word_of_two(text, words, i, language));
            }
        }
        // What a document repeats is no slip.
        let mut candidates = once(words, rare(context));
        candidates.retain(|&i| !joined_to_neighbour(words, i, text.as_str()));
        let parted: Vec<(usize, Finding)> =
            candidates.iter().filter_map(|&i| Some((i, part(context, words, i)?))).collect();
        let places: Vec<usize> = parted.iter().map(|&(i, _)| i).collect();
        let repeated = repeated(words, &places);
        found.extend(parted.into_iter().filter(|(i, _)| !repeated.has(words[*i].hash)).map(|(_, finding)| finding));
    }
}

/// The places of words that stand at one of them only.
fn once(words: &[Word], places: Vec<usize>) -> Vec<usize> {
    let mut by_hash: Vec<(u32, usize)> = places.into_iter().map(|at| (words[at].hash, at)).collect();
    by_hash.sort_unstable();
    let alone = by_hash.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1);
    let mut places: Vec<usize> = alone.flatten().map(|&(_, at)| at).collect();
    places.sort_unstable();
    places
}

/// False where two words of grammar never stand in a row: `locked in the for me`.
fn may_follow(words: &[Word], at: usize, part: &str, language: &Language) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| words[before].hash).filter(|_| words[at].gap == Gap::Space)
    else {
        return true;
    };
    let part = words::hash(part);
    let of_grammar = language.is_function_word(before) && language.is_function_word(part);
    !of_grammar || !language.has_pairs() || language.pair(before, part) > 0.0
}

/// A word that the lexicon lacks or hardly has, if it is two or more.
fn part(context: &Context<'_>, words: &[Word], at: usize) -> Option<Finding> {
    let (text, word) = (context.text, &words[at]);
    let language = context.language_at(word.start as usize).filter(|language| !language.agglutinates())?;
    let (run, whole) = (Parts::of(text.word(word)), language.zipf(word.hash));
    let around = Around::of(words, at);
    if word.flags.is_camel() {
        return at_capital(context, words, at, language, &around).filter(|_| whole == 0.0);
    }
    let glued = (!word.flags.is_capital() || !cut::goes_on(word) && whole == 0.0)
        .then(|| glued::part(&run, whole, language, &around))
        .flatten()
        .map(|(at, applicability)| {
            let (first, second) = run.word().split_at(at);
            (vec![first, second], Judged { applicability, margin: 0.0 })
        });
    let is_sure = |judged: &Judged| judged.applicability == Applicability::Safe;
    let sure = glued.as_ref().is_some_and(|(_, judged)| is_sure(judged));
    let cut = (!sure && whole == 0.0 && is_made_of_words(&run, language))
        .then(|| Cut::best(&run, language, &around))
        .flatten()
        .and_then(|cut| cut.judge(word, language, &around).map(|judged| (cut.parts, judged)));
    let (parts, judged) = match (glued, cut) {
        (glued, Some(cut)) if glued.is_none() || is_sure(&cut.1) => Some(cut),
        (glued, _) => glued,
    }?;
    // `dreihundertzwölf`, `trecentododici`
    if HUNDREDS.iter().any(|hundred| parts[0].ends_with(hundred)) {
        return None;
    }
    if judged.margin < weight::BEYOND_DOUBT && !may_follow(words, at, parts[0], language) {
        return None;
    }
    // What is sure beyond all doubt tells the language as well.
    let share = if judged.margin >= weight::BEYOND_DOUBT { home::LIKELY } else { home::SURE };
    (home::knows(words, at, language, share) && !named::may_be_name(text, at)).then(|| {
        let message = format!("{} words written as one", parts.len());
        Finding::edit(RULE, judged.applicability, word.span(), parts.join(" "), message)
    })
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

/// Words of plain letters, as long as two words of grammar at least, that the lexicon lacks or hardly has.
fn rare(context: &Context<'_>) -> Vec<usize> {
    const UNKNOWN: u8 = Commonness::UNKNOWN.as_byte();
    let most = Commonness::of_zipf(ACCIDENT).as_byte();
    let (columns, commonness) = (context.text.columns(), context.commonness());
    columns.select(|at| {
        let (shape, length, known) = (columns.shape.block(at), columns.length.block(at), commonness.block(at));
        move |i| {
            // A short one with a capital is a name.
            let short = (known[i] <= most) & (length[i] <= SHORT) & (shape[i] & shape::CAPITAL == 0);
            let unknown = (known[i] == UNKNOWN) & (length[i] > SHORT) & (length[i] < u8::MAX);
            (short & (length[i] >= LEAST) | unknown) & (shape[i] & (shape::UNLIKE | shape::MIXED) == 0)
        }
    })
}

/// True if words that may stand make up a run. Of most names and rare forms none do, and that is seen sooner than the best
/// way to cut them.
fn is_made_of_words(run: &Parts<'_>, language: &Language) -> bool {
    let text = run.word();
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let letters = ends.len() - 1;
    let is_solid = |start: usize, end: usize| is_solid(end - start, run.hash(ends[start], ends[end]), language);
    let is_last = |&start: &usize| is_solid(start, letters);
    // No part is shorter than two letters, and no run but one part.
    let lasts: Vec<usize> = (2..letters.saturating_sub(1)).filter(is_last).collect();
    let Some(&furthest) = lasts.last() else { return false };
    let mut reached = vec![0];
    let mut next = 0;
    while let Some(&start) = reached.get(next) {
        for end in start + 2..=furthest {
            if !reached.contains(&end) && is_solid(start, end) {
                if lasts.contains(&end) {
                    return true;
                }
                reached.push(end);
            }
        }
        next += 1;
    }
    false
}

/// True for a part that may stand as a word. A short one that is not very common is the end or beginning of a word that the
/// lexicon lacks (`but` + `anes`).
fn is_solid(letters: usize, hash: u32, language: &Language) -> bool {
    language.zipf(hash)
        >= match letters {
            ..=3 => VERY_COMMON,
            4 => COMMON + 0.5,
            5..weight::LONG => COMMON,
            _ => MET,
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
        || is_broken(source, word)
}

/// One part of a word broken at a line end (`dema-` + `nder`), whichever sign stands for the break, and whether the line end
/// is there still or a blank in its place.
fn is_broken(source: &str, word: &Word) -> bool {
    const HYPHENS: [char; 5] = ['-', '\u{AD}', '\u{2010}', '¬', '⸗'];
    const BLANKS: [char; 3] = [' ', '\r', '\n'];
    let (before, after) = (&source[..word.start as usize], &source[word.end as usize..]);
    let line = before.trim_end_matches(BLANKS);
    let goes_on = |head: &str| line.len() < before.len() && head.ends_with(char::is_alphanumeric);
    after.strip_prefix(HYPHENS).is_some_and(|rest| rest.starts_with(BLANKS))
        || line.strip_suffix(HYPHENS).is_some_and(goes_on)
}

/// Words that begin with a digit and are longer than a year.
fn years(context: &Context<'_>) -> Vec<usize> {
    let columns = context.text.columns();
    columns.select(|at| {
        let (first, length) = (columns.first.block(at), columns.length.block(at));
        move |i| ((first[i] == b'1') | (first[i] == b'2')) & (length[i] > YEAR as u8 + 1)
    })
}

/// Digits of a year.
const YEAR: usize = 4;

/// `from 1981 to 1998and ran it`: a year and a word of grammar.
fn behind_year(context: &Context<'_>, words: &[Word], at: usize) -> Option<Finding> {
    let word = &words[at];
    let (year, rest) = context.text.word(word).split_at_checked(YEAR)?;
    let language = context.language_at(word.start as usize).filter(|l| l.has_words())?;
    let grammar = rest.chars().count() > 2
        && rest.chars().all(char::is_lowercase)
        && language.is_function_word(words::hash(rest))
        && words.get(at + 1).is_some_and(|next| next.gap == Gap::Space);
    let place = word.start as usize + YEAR;
    (is_year(year) && grammar && !joined_to_neighbour(words, at, context.text.as_str()))
        .then(|| Finding::safe(RULE, Span::new(place, place), " ", "a year and a word written as one"))
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
fn real_word_of_two(text: &Text<'_>, words: &[Word], at: usize, language: &Language) -> Option<Finding> {
    let word = &words[at];
    let (left, right) = (words.get(at.checked_sub(1)?)?, words.get(at + 1)?);
    let pair = |a: u32, b: u32| language.pair(a, b);
    if right.gap != Gap::Space
        || !language.parts(word.hash)
        || pair(left.hash, word.hash) > 0.0
        || pair(word.hash, right.hash) > 0.0
    {
        return None;
    }
    let run = text.word(word);
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
    let fits = around.fits_before(cut.hashes[0], language);
    // Where one identifier is, others are near.
    let others = words[at.saturating_sub(AROUND)..(at + AROUND).min(words.len())].iter();
    if others.filter(|w| w.flags.is_camel()).count() > 1 || second == "Innen" || !home::speaks(words, at, language) {
        return None;
    }
    let place = word.start as usize + place;
    // `in the springThe owners`, `two kayakersBy Hannah Pell`: a sentence or a line ended there.
    let opens = language.is_function_word(cut.hashes[1]) && !word.flags.is_capital();
    if opens && letters >= 2 && first.chars().count() >= 4 && zipf >= COMMON {
        return Some(if around.after?.flags.is_capital() {
            Finding::flag(RULE, word.span(), "a line or a sentence ended inside of this")
        } else {
            Finding::probable(RULE, Span::new(place, place), ". ", "the end of a sentence lost its full stop")
        });
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
    Some(Finding::edit(RULE, applicability, Span::new(place, place), " ", message))
}

/// How far other names and identifiers are looked for, in words.
const AROUND: usize = 200;
