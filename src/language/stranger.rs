//! A whole word of another script in a passage: a lookalike of a native word, or a stranger.
//!
//! `а` for "a", `ТНЕ` for "THE", `З0` for "30". That such a word *can* be read in the host's letters says little, for many
//! words can (`Рим`, `TAXI`); the language and the neighbours decide.

use super::{Language, mixture::is_twin};
use crate::{
    chars::{self, Script},
    text::{Gap, Run, Text, Word, words},
};

/// A short word is only read in the other script if it is this frequent (Zipf).
const COMMON: f32 = 5.0;

/// How far its like is looked for, in words.
const AROUND: usize = 100;

/// A longer word must be this frequent.
const FREQUENT: f32 = 3.0;

/// The word in the host's letters that a foreign word stands for, and whether that is sure.
#[must_use]
pub fn in_native_letters(
    text: &Text<'_>,
    run: &Run,
    host: Script,
    language: Option<&Language>,
) -> Option<(String, bool)> {
    let word = text.slice(run.span());
    if word.len() > 64 {
        return None;
    }
    if word.bytes().any(|b| b.is_ascii_digit()) {
        let of_figures = |native: &String| host == Script::Latin || native.bytes().all(|b| b.is_ascii_digit());
        return with_digits(word).filter(of_figures).map(|native| (native, true));
    }
    let native = folded(word, host)?;
    if is_at_home(text, run, host, language) {
        return None;
    }
    let neighbours = Neighbours::of(text, run, host);
    let language = language.filter(|language| language.has_words());
    let same_form = word.chars().zip(native.chars()).all(|(is, meant)| is_twin(is, meant));
    if run.letters == 1 {
        // Letters of science only resemble: `α` is no “a”.
        if !same_form && run.script == Script::Greek {
            return None;
        }
        // Among Latin words a lone Cyrillic capital names what the Latin one does: `USB-С`, `vitamin С`.
        if host == Script::Latin
            && same_form
            && run.script == Script::Cyrillic
            && native.is_ascii()
            && is_capital(&native)
        {
            return Some((native, true));
        }
        return one_letter(text, run, &native, &neighbours, language);
    }
    let language = language?;
    let hash = words::hash(&native);
    let frequency = language.zipf(hash);
    let paired = neighbours.pairs_with(language, hash);
    let acronym = host == Script::Latin && same_form && word.chars().all(|c| chars::class(c).is_upper());
    let known = if run.letters >= 4 || acronym { frequency >= FREQUENT } else { frequency >= COMMON && paired };
    // Latin capitals among Cyrillic are an abbreviation, unless the word is frequent and its neighbours expect it.
    let latin = run.script == Script::Latin;
    (known && neighbours.has_any() && (!latin || frequency >= COMMON - 0.5 || paired)).then_some((native, true))
}

/// A word in letters of the host's script that look like its own.
fn folded(word: &str, host: Script) -> Option<String> {
    word.chars().map(|c| chars::fold_to(c, host)).collect()
}

/// True if the text around shows the word's script on purpose: it has other words in it, which can be nothing in the host's
/// letters. Latin names are everywhere, so of Latin only single letters count: the other variables of a formula.
fn is_at_home(text: &Text<'_>, run: &Run, host: Script, language: Option<&Language>) -> bool {
    let words = text.words();
    let place = run.word as usize;
    let latin = run.script == Script::Latin;
    let alone = |at: usize| words[at].gap != Gap::None && words.get(at + 1).is_none_or(|next| next.gap != Gap::None);
    let of_that_script = |word: &Word| {
        chars::group(word.script) == run.script && !word.flags.is_mixed() && word.hash != words[place].hash
    };
    let is_native = |word: &Word| {
        folded(text.word(word), host).is_some_and(|native| {
            let mut letters = native.chars();
            match (letters.next(), letters.next()) {
                (Some(one), None) => language.is_none_or(|language| language.is_one_letter_word(one)),
                _ => run.script != Script::Greek,
            }
        })
    };
    let variable = |word: &Word| word.flags.is_single() && !word.flags.is_capital();
    let shown = |word: &Word| (!latin || variable(word)) && !is_native(word);
    (place.saturating_sub(AROUND)..(place + AROUND).min(words.len()))
        .any(|at| of_that_script(&words[at]) && alone(at) && shown(&words[at]))
}

/// The words right before and after, if they are of the host's script and only blanks lie between.
struct Neighbours<'t> {
    before: Option<&'t Word>,
    after: Option<&'t Word>,
    /// A sentence begins here.
    opens: bool,
    /// A comma and a space stand before.
    after_comma: bool,
}

impl<'t> Neighbours<'t> {
    fn of(text: &'t Text<'_>, run: &Run, host: Script) -> Self {
        let words = text.words();
        let beside = |gap: Gap| matches!(gap, Gap::Space | Gap::Blanks | Gap::Line);
        let native = |word: &&Word| chars::group(word.script) == host;
        let gap = words[run.word as usize].gap;
        let before = run.word.checked_sub(1).map(|at| &words[at as usize]);
        let after_comma = text.as_str()[..run.start as usize].ends_with(", ");
        let opens = before.is_none_or(|before| {
            let between = text.as_str()[before.end as usize..run.start as usize].trim_end();
            matches!(gap, Gap::Line | Gap::Paragraph) || between.ends_with(['.', '!', '?', '…', '\n'])
        });
        Self {
            before: before.filter(|_| beside(gap)).filter(native),
            after: words.get(run.word_end as usize).filter(|next| beside(next.gap)).filter(native),
            opens,
            after_comma,
        }
    }

    fn has_any(&self) -> bool {
        self.before.is_some() || self.after.is_some()
    }

    fn pairs_with(&self, language: &Language, hash: u32) -> bool {
        self.before.is_some_and(|before| language.pair(before.hash, hash) > 0.0)
            || self.after.is_some_and(|after| language.pair(hash, after.hash) > 0.0)
    }
}

fn is_capital(letter: &str) -> bool {
    letter.chars().all(|c| chars::class(c).is_upper())
}

/// One letter is read as a word of one letter, if it stands where a word stands.
fn one_letter(
    text: &Text<'_>,
    run: &Run,
    native: &str,
    neighbours: &Neighbours<'_>,
    language: Option<&Language>,
) -> Option<(String, bool)> {
    let letter = native.chars().next()?;
    let capital = is_capital(native);
    let after = neighbours.after?;
    // A capital alone is a label (`vitamin C`, `план B`) unless a sentence begins or the language writes it so.
    let placed = if capital {
        neighbours.opens && !after.flags.is_capital() || native == "I"
    } else {
        neighbours.before.is_some() || neighbours.after_comma
    };
    if !placed || chars::class(text.as_str()[run.span().range()].chars().next()?).is_number() {
        return None;
    }
    match language {
        Some(language) if language.is_one_letter_word(letter.to_lowercase().next()?) => {
            // A variable or a label returns; a slip of the keyboard before a native word mostly stands alone.
            let sure = neighbours.pairs_with(language, words::hash(native))
                || !after.flags.is_capital() && !returns(text, run);
            Some((native.to_owned(), sure))
        }
        Some(_) => None,
        // Without a lexicon only the commonest: conjunctions and prepositions of the Slavic languages, Greek articles.
        None => "аоісуко".contains(letter).then(|| (native.to_owned(), letter == 'і')),
    }
}

/// True if the same letter stands alone near by once more.
fn returns(text: &Text<'_>, run: &Run) -> bool {
    let words = text.words();
    let place = run.word as usize;
    let around = &words[place.saturating_sub(AROUND)..(place + AROUND).min(words.len())];
    around.iter().filter(|word| word.hash == words[place].hash).count() > 1
}

/// Letters among digits: `З0` is 30, `О5` is 05, `В12` is B12, `е5` the square of a chessboard.
fn with_digits(word: &str) -> Option<String> {
    let letters = || word.chars().filter(|c| !c.is_ascii_digit());
    let as_digit = |c: char| match c {
        'З' | 'з' => Some('3'),
        'О' | 'о' | 'Ο' | 'ο' => Some('0'),
        _ => None,
    };
    if letters().count() > 3 {
        return None;
    }
    if letters().all(|c| as_digit(c).is_some()) {
        return Some(word.chars().map(|c| as_digit(c).unwrap_or(c)).collect());
    }
    // `α2` is no “a2”.
    let square = letters().count() == 1 && letters().all(|c| chars::script(c) == Script::Cyrillic);
    let named = square || letters().all(|c| chars::class(c).is_upper());
    let fold =
        |c: char| if c.is_ascii_digit() { Some(c) } else { chars::fold_to(c, Script::Latin).filter(char::is_ascii) };
    named.then(|| word.chars().map(fold).collect()).flatten()
}
