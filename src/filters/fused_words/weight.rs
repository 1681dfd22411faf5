//! How much speaks for two words where one is written.

use super::{
    COMMON,
    cut::{Around, Cut, goes_on},
    is_solid,
};
use crate::{
    finding::Applicability,
    language::Language,
    text::{Word, words},
};

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
/// Endings of a case of adjectives that look like it: `раннього`.
const CASES: &[&str] = &["ого", "его", "ього", "ego", "ého", "ího"];
/// So much is taken off then.
const LINKED: f32 = 4.0;
/// What it ends in where nouns are joined: `Meinungs` + `äußerung`.
const NOUN_LINK: &str = "s";

/// What each trigram across the seam that is in no word of the lexicon speaks for two words.
const SEAM: f32 = 1.0;

/// A part of so many letters is no affix.
pub(super) const LONG: usize = 8;

/// So far above what must speak for two words, nothing else can be meant.
pub(super) const BEYOND_DOUBT: f32 = 2.0;

/// The longest ending that makes another form of a word.
const ENDING: usize = 3;

/// True for an adjective in a case that ends like the first part of a compound; `много` is none.
fn is_case(part: &str) -> bool {
    CASES.iter().any(|case| part.ends_with(case)) && part.chars().nth(5).is_some()
}

/// What is made of a cut.
pub(super) struct Judged {
    pub(super) applicability: Applicability,
    /// By how much more speaks for it than must.
    pub(super) margin: f32,
}

impl Cut<'_> {
    pub(super) fn judge(&self, word: &Word, language: &Language, around: &Around<'_>) -> Option<Judged> {
        let solid = |(part, hash): (&&str, &u32)| is_solid(part.chars().count(), *hash, language);
        if self.shortest() < 2 || word.flags.is_upper() || !self.parts.iter().zip(&self.hashes).all(solid) {
            return None;
        }
        if self.parts.len() > 2 {
            return self.many(word, language).map(|applicability| Judged { applicability, margin: 0.0 });
        }
        let paired = language.pair(self.hashes[0], self.hashes[1]) > 0.0;
        let linked = if !paired && self.is_linked(language) { LINKED } else { 0.0 };
        let known = SURE.iter().find(|(code, _)| *code == language.code()).map(|&(_, sure)| sure);
        let function = || self.hashes.iter().any(|h| language.is_function_word(*h));
        let least = known.or_else(|| (paired && function()).then_some(SURE_ELSEWHERE))?;
        let named = word.flags.is_capital() && (goes_on(word) || language.compounds());
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
            return Some(Judged { applicability: Applicability::Safe, margin: 0.0 });
        }
        let margin = self.weight(language, around) - least - name - linked;
        let rare = self.hashes.iter().any(|hash| language.zipf(*hash) < COMMON);
        let sure = margin >= if rare { BEYOND_DOUBT } else { 0.0 };
        let applicability = if sure { Applicability::Safe } else { Applicability::Unsafe };
        (sure || margin >= -PROBABLE && !named && !rare).then_some(Judged { applicability, margin })
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
        let first = self.parts[0];
        let links = LINKS.iter().any(|link| first.ends_with(link)) && !is_case(first);
        LINKING.contains(&language.code()) && links || language.compounds() && first.ends_with(NOUN_LINK)
    }

    /// How much more likely two words are than one that the lexicon lacks, as a natural logarithm. Fitted to words joined by
    /// chance and to words that English novels have and the lexicon has not.
    pub(super) fn weight(&self, language: &Language, around: &Around<'_>) -> f32 {
        let (first, second) = (self.hashes[0], self.hashes[1]);
        let pair = language.pair(first, second);
        let common = language.zipf(first) + language.zipf(second);
        let usual = if pair > 0.0 { 0.7 * pair - 0.5 } else { 0.0 };
        let fits = f32::from(around.fits(first, second, language));
        let longest = self.parts.iter().map(|part| part.chars().count()).max().unwrap_or(0);
        let length = 0.8 * self.shortest().min(6) as f32 + if longest >= LONG { 1.3 } else { 0.0 };
        let inflected = if self.is_inflected(language) { 2.3 } else { 0.0 };
        let seam = if language.compounds() { 0.0 } else { SEAM * self.strange_trigrams(language) };
        1.08 * common - 0.75 * language.begins(first) - 0.68 * language.ends(second)
            + usual
            + 0.4 * fits
            + length
            + seam
            - inflected
            - 8.5
    }

    /// How many of the trigrams across the seam of two parts stand in no word: `лаб` and `абж` in `была` + `бжа`.
    fn strange_trigrams(&self, language: &Language) -> f32 {
        let [first, second] = self.parts[..] else { return 0.0 };
        let small = |c: char| c.to_lowercase().next().unwrap_or(c);
        let mut letters: Vec<char> = first.chars().rev().take(2).map(small).collect();
        letters.reverse();
        letters.extend(second.chars().take(2).map(small));
        let trigrams = letters.windows(3).filter_map(|three| three.try_into().ok());
        trigrams.filter(|&trigram| !language.has_trigram(trigram)).count() as f32
    }

    /// `vouch` + `safes`: without its last letters it is a word.
    fn is_inflected(&self, language: &Language) -> bool {
        let run = self.parts.concat();
        let ends = run.char_indices().rev().take(ENDING).map(|(at, _)| at);
        ends.filter(|&at| run[..at].chars().nth(ENDING).is_some()).any(|at| language.is_word(words::hash(&run[..at])))
    }

    /// Three words and more, most of them met beside one another, and grammar among them.
    fn many(&self, word: &Word, language: &Language) -> Option<Applicability> {
        let lowest = self.hashes.iter().map(|h| language.zipf(*h)).fold(f32::INFINITY, f32::min);
        let pairs = self.hashes.windows(2).filter(|p| language.pair(p[0], p[1]) > 0.0).count();
        let all_pairs = pairs == self.hashes.len() - 1;
        let function = self.hashes.iter().any(|h| language.is_function_word(*h));
        let enough = if language.code() == "en" { pairs + 2 >= self.hashes.len() } else { all_pairs };
        let sure = self.parts.len() <= 12 && function && enough && !word.flags.is_camel() && !language.compounds();
        // A name may be a whole phrase: `Getinthere came second`.
        let named = word.flags.is_capital() && (goes_on(word) || self.parts.len() == 3);
        let applicability = if named { Applicability::Unsafe } else { Applicability::Safe };
        (sure && (self.parts.len() > 3 || all_pairs && lowest >= 3.5)).then_some(applicability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Languages, text::words::Parts};

    #[test]
    fn what_is_often_part_of_a_word_speaks_for_one() {
        let language = Languages::shipped().get("en").expect("a shipped language");
        let alone = Around { before: None, after: None };
        let weight = |run| Cut::best(&Parts::of(run), language, &alone).map(|cut| cut.weight(language, &alone));
        let (two, one) = (weight("chargesovernight"), weight("thornbushes"));
        assert!(two.is_some_and(|weight| weight > 1.4), "{two:?}");
        assert!(one.is_none_or(|weight| weight < 0.4), "{one:?}");
    }
}
