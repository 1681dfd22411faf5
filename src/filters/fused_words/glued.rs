//! A word of grammar glued to its neighbour: `tothe`, `durchdie`, `dansla`.
//!
//! Words of grammar follow each other all the time, and no language makes new words of two of them. So a run that the
//! lexicon lacks, and that is a word of grammar and a word often met beside it, is two words. Measured: some false alarm in
//! 300,000 words of encyclopaedia in two dozen languages.

use super::{COMMON, cut::Around};
use crate::{
    finding::Applicability,
    language::Language,
    text::words::{self, Parts},
};

/// Longer runs are compounds or names.
const LONGEST: usize = 20;

/// Two words of grammar are met together so often (Zipf of the pair) where they belong together.
const USUAL: f32 = 5.0;
/// From here on a pair is no accident.
const MET: f32 = 4.0;
/// The same where the words on both sides fit as well.
const MET_AMONG_FITTING: f32 = 3.0;

/// The commonest words of all, where no pairs are known.
const COMMONEST: f32 = 6.5;

/// Languages whose models are too small to hold pairs of words of grammar.
const PAIRLESS: &[&str] = &["bg", "ca", "cs", "fi", "he", "nb", "nl", "sk", "sv", "uk"];

/// Letters of a part that is no word of grammar.
const SHORTEST_CONTENT: usize = 3;

/// A run cut in two.
struct Pair {
    /// Where the second word starts.
    at: usize,
    hashes: [u32; 2],
    letters: [usize; 2],
    functions: usize,
    /// How often the two are met together (Zipf); 0 if they never are.
    met: f32,
    /// How many of the words beside the run were met beside it.
    fits: u8,
}

/// Where a run is to be parted, and how sure that is. `whole` is how common the run is as one word.
pub(super) fn part(
    run: &Parts<'_>,
    whole: f32,
    language: &Language,
    around: &Around<'_>,
) -> Option<(usize, Applicability)> {
    let text = run.word();
    let letters = text.chars().count();
    if letters > LONGEST {
        return None;
    }
    let cuts = text.char_indices().enumerate().skip(1);
    let least = if whole == 0.0 { 1 } else { 2 };
    let pairs =
        cuts.filter_map(|(before, (at, _))| Pair::at(run, at, [before, letters - before], least, language, around));
    let rank = |pair: &Pair| pair.met + f32::from(pair.fits);
    let best = pairs.max_by(|a, b| rank(a).total_cmp(&rank(b)))?;
    let applicability =
        if whole == 0.0 { best.judge(text, language)? } else { best.beside_known(text, language, around)? };
    Some((best.at, applicability))
}

impl Pair {
    /// `None` if fewer than `least` of the two are words of grammar.
    fn at(
        run: &Parts<'_>,
        at: usize,
        letters: [usize; 2],
        least: usize,
        language: &Language,
        around: &Around<'_>,
    ) -> Option<Self> {
        let (first, second) = run.word().split_at(at);
        let opening = run.hash(0, at);
        let opens = language.is_function_word(opening);
        if !opens && least == 2 {
            return None;
        }
        let hashes = [opening, run.hash(at, run.word().len())];
        let functions = usize::from(opens) + usize::from(language.is_function_word(hashes[1]));
        let one_letter = |part: &str| {
            let mut chars = part.chars();
            chars.next().filter(|_| chars.next().is_none())
        };
        let is_word = |part: &str| one_letter(part).is_none_or(|letter| language.is_one_letter_word(letter));
        if functions < least || hashes[0] == hashes[1] || !is_word(first) || !is_word(second) {
            return None;
        }
        let (met, fits) = (language.pair(hashes[0], hashes[1]), around.fits(hashes[0], hashes[1], language));
        Some(Self { at, hashes, letters, functions, met, fits })
    }

    /// Of a run that the lexicon lacks.
    fn judge(&self, run: &str, language: &Language) -> Option<Applicability> {
        let shortest = self.letters[0].min(self.letters[1]);
        if self.functions == 2 {
            let commonest = || self.hashes.iter().all(|&hash| language.zipf(hash) >= COMMONEST);
            return match self.met {
                met if met >= USUAL || met >= MET && self.fits > 0 => Some(Applicability::Safe),
                met if met >= MET => Some(Applicability::Unsafe),
                _ if PAIRLESS.contains(&language.code()) && shortest >= 2 && commonest() => Some(Applicability::Unsafe),
                _ => None,
            };
        }
        let content = usize::from(language.is_function_word(self.hashes[0]));
        let plain = self.letters[content] >= SHORTEST_CONTENT && language.zipf(self.hashes[content]) >= COMMON;
        // `Aflutter`: the English article is a prefix too.
        let prefix = shortest == 1 && language.code() == "en";
        if !plain || prefix || is_form(run, language) {
            return None;
        }
        let sure = self.fits == 2 && self.met >= if shortest == 1 { MET } else { MET_AMONG_FITTING };
        // A word of grammar begins many words of languages that make compounds.
        let likely = self.fits == 1 && self.met >= MET && shortest > 1;
        match (sure, likely) {
            (true, _) => Some(Applicability::Safe),
            (_, true) if language.compounds() => Some(Applicability::Unsafe),
            (_, true) => Some(Applicability::Safe),
            _ => None,
        }
    }

    /// Of a run that is a rare word: `asa`, which is a name. Its neighbours must want the two and not the one.
    fn beside_known(&self, run: &str, language: &Language, around: &Around<'_>) -> Option<Applicability> {
        let whole = words::hash(run);
        let unwanted = around.fits(whole, whole, language) == 0;
        (self.functions == 2 && self.met >= USUAL && self.fits == 2 && unwanted).then_some(Applicability::Safe)
    }
}

/// `distanciada`: beside `distanciado` it is another form of a word, not two.
fn is_form(run: &str, language: &Language) -> bool {
    let Some((last, _)) = run.char_indices().next_back() else { return false };
    let stem = &run[..last];
    let mut form = String::with_capacity(run.len() + 4);
    language.is_word(words::hash(stem))
        || language.letters().any(|letter| {
            form.clear();
            form.push_str(stem);
            form.push(letter);
            language.is_word(words::hash(&form))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{language::Languages, text::words::cut};

    fn parted(code: &str, sentence: &str) -> Option<(String, Applicability)> {
        let language = Languages::shipped().get(code).expect("a shipped language");
        let words = cut(sentence);
        let around = Around { before: words.first(), after: words.last() };
        let run = &sentence[words[1].start as usize..words[1].end as usize];
        let (at, applicability) = part(&Parts::of(run), language.zipf(words[1].hash), language, &around)?;
        Some((format!("{} {}", &run[..at], &run[at..]), applicability))
    }

    #[test]
    fn two_words_of_grammar_are_parted() {
        for (code, sentence, parts) in [
            ("en", "sailed tothe island", "to the"),
            ("en", "famous asa singer", "as a"),
            ("de", "wieder durchdie Felder", "durch die"),
            ("fr", "chanter dansla forêt", "dans la"),
            ("es", "fin dela semana", "de la"),
        ] {
            assert_eq!(parted(code, sentence), Some((parts.to_string(), Applicability::Safe)), "{sentence}");
        }
    }

    #[test]
    fn rare_words_that_begin_like_grammar_stay() {
        for (code, sentence) in [("en", "set aflutter by"), ("en", "an outcrop of"), ("pt", "a distanciada mulher")] {
            assert_eq!(parted(code, sentence), None, "{sentence}");
        }
        // A German prefix that is a preposition too.
        let unsure = Some(("zu treiben".to_string(), Applicability::Unsafe));
        assert_eq!(parted("de", "nicht zutreiben will"), unsure);
    }
}
