//! One page of single bytes taken for another, told by words: `chc¹` for `chcą`, `ańo` for `año`, `lavorerˆ` for `lavorerà`.
//!
//! Such a mistake puts letters into words that their language does not have, and reading the bytes anew makes known words of
//! several of them at once. Nothing else does that.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::widened;
use crate::{
    chars::{self, Script},
    finding::{Applicability, Context, Finding},
    language::Language,
    span::Span,
    text::{Subject, Text, block::matching, codepage::Codepage, words},
};

mod evidence;

const RULE: &str = "mojibake";

/// What bytes were taken for, and what they were.
const WAYS: [(&str, &str); 17] = [
    ("windows-1252", "windows-1250"),
    ("windows-1250", "windows-1252"),
    ("windows-1252", "windows-1254"),
    ("windows-1254", "windows-1252"),
    ("windows-1252", "windows-1257"),
    ("windows-1257", "windows-1252"),
    ("windows-1250", "windows-1254"),
    ("windows-1254", "windows-1250"),
    ("windows-1252", "macintosh"),
    ("macintosh", "windows-1252"),
    ("windows-1252", "ibm850"),
    ("windows-1252", "ibm437"),
    ("windows-1252", "ibm852"),
    ("windows-1250", "ibm852"),
    ("ibm850", "windows-1252"),
    ("ibm437", "windows-1252"),
    ("ibm852", "windows-1250"),
];

/// So many different words must become known for that to be no chance.
const SURE: usize = 2;

/// More words are not tried.
const MOST: usize = 400;

/// The longest word that is tried, in bytes.
const LONGEST: usize = 64;

/// One word as frequent as this will do.
const EVERYDAY: f32 = 5.0;

/// A word that becomes known is at least this frequent, and so long.
const KNOWN: f32 = 2.0;
const SHORTEST: usize = 3;

/// A word with a letter in question.
struct Odd<'t> {
    span: Span,
    word: &'t str,
    /// The first of them.
    letter: char,
}

impl<'t> Odd<'t> {
    /// The word around a letter.
    fn around(at: usize, letter: char, text: &'t str) -> Self {
        let span = token(text, at);
        Self { span, word: &text[span.range()], letter }
    }

    /// False for what is no word, too long for one, or not to be touched.
    fn is_tried(&self, text: &Text<'_>) -> bool {
        let plain = self.word.len() <= LONGEST && !self.word.bytes().any(|b| b.is_ascii_digit());
        plain && !text.protected().touches(self.span)
    }

    /// True if the bytes of the letter, read anew, are of this language, and make a known word.
    fn is_explained(&self, language: &Language, way: Way) -> bool {
        // Most letters of foreign names are no letter of the language either way.
        let is_plausible = |c: char| !c.is_alphabetic() || matches!(c, 'ﬁ' | 'ﬂ') || language.is_letter_of(c);
        way.read(self.letter).is_some_and(|letter| letter != self.letter && is_plausible(letter))
            && way.reread(self.word).is_some_and(|made| is_known(language, &made) && !is_known(language, self.word))
    }
}

/// Reads the words of each language in the text anew, if one mistake explains what is odd in them.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    if !context.text.is_cut() && !evidence::exists(context, found) {
        return;
    }
    let mut groups: Vec<(&Language, Vec<Odd<'_>>)> = Vec::new();
    each_word(context, |language, c| !language.is_letter_of(c), &mut |odd, language| {
        let group = groups.iter().position(|(of, _)| of.code() == language.code()).unwrap_or_else(|| {
            groups.push((language, Vec::new()));
            groups.len() - 1
        });
        if groups[group].1.len() < MOST {
            groups[group].1.push(odd);
        }
    });
    for (language, odd) in groups {
        let Some(mistake) = Mistake::of(language, &odd) else { continue };
        let mut mend = |odd: &Odd<'_>| {
            // Asked last: the whole text is searched for an answer.
            let mended = mistake.mend(odd, language);
            found.extend(mended.filter(|_| !context.text.is_about(Subject::Encodings, odd.span)));
        };
        if mistake.sure {
            // Once it is known, words show it whose letters the language has.
            let same = |of: &Language, _| of.code() == language.code();
            each_word(context, same, &mut |odd, _| mend(&odd));
        } else {
            odd.iter().for_each(mend);
        }
    }
}

/// Gives every word that holds a letter or sign in question which is wanted in the language around.
fn each_word<'c>(
    context: &Context<'c>,
    wants: impl Fn(&'c Language, char) -> bool,
    take: &mut impl FnMut(Odd<'c>, &'c Language),
) {
    let text = context.text.as_str();
    let (mut end, mut language, mut language_end) = (0, None, 0);
    for (at, letter) in with_lead_bytes_in_question(text) {
        if at < end {
            continue;
        }
        if at >= language_end {
            (language, language_end) = context.language_until(at);
        }
        let Some(language) = language.filter(|language| language.has_words()) else { continue };
        if !wants(language, letter) || !may_be_misread(text, at, letter) {
            continue;
        }
        let odd = Odd::around(at, letter, text);
        end = odd.span.end;
        if odd.is_tried(context.text) {
            take(odd, language);
        }
    }
}

/// The letters and signs that may be in question by their first bytes, and where they are.
fn with_lead_bytes_in_question(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Of the letters these are all; signs of windows-1252 count within words.
    let leads = matching(text.as_bytes(), |byte| (0xC2..=0xC7).contains(&byte) | (byte == 0xCB) | (byte == 0xE2));
    leads.filter_map(|at| Some((at, text[at..].chars().next()?)))
}

/// The letters and signs in question, and where they are.
fn in_question(text: &str) -> impl Iterator<Item = (usize, char)> {
    with_lead_bytes_in_question(text).filter(|&(at, c)| may_be_misread(text, at, c))
}

/// What was taken for what.
struct Mistake {
    way: Way,
    /// Several words say so.
    sure: bool,
}

impl Mistake {
    /// The one that explains most of the odd words of a language.
    fn of(language: &Language, odd: &[Odd<'_>]) -> Option<Self> {
        let mut seen = FxHashSet::default();
        let distinct: Vec<&Odd<'_>> = odd.iter().filter(|odd| seen.insert(odd.word)).collect();
        let explained = |way: Way| (distinct.iter().filter(|odd| odd.is_explained(language, way)).count(), way);
        // Of ways that explain as much the first is the commonest.
        let best = Way::all().map(explained).reduce(|best, next| if next.0 > best.0 { next } else { best });
        let (known, way) = best.filter(|(known, _)| *known > 0)?;
        let everyday = |odd: &&Odd<'_>| {
            let made = way.reread(odd.word);
            made.is_some_and(|made| language.zipf(words::hash(&made)) >= EVERYDAY && !is_known(language, odd.word))
        };
        let several = known >= SURE || distinct.iter().any(everyday);
        // Where words grow by endings, fewer are in the lexicon.
        let share = if language.agglutinates() { 4 } else { 2 };
        Some(Self { way, sure: several && known * share >= distinct.len() })
    }

    fn mend(&self, odd: &Odd<'_>, language: &Language) -> Option<Finding> {
        let made = self.way.reread(odd.word)?;
        let zipf = |word: &str| language.zipf(words::hash(word));
        let better = is_known(language, &made) && zipf(&made) > zipf(odd.word)
            || self.sure && zipf(odd.word) == 0.0 && is_written(language, &made) && !is_written(language, odd.word);
        better.then(|| {
            let applicability = if self.sure { Applicability::Safe } else { Applicability::Unsafe };
            Finding::edit(RULE, applicability, odd.span, made, self.way.steps())
        })
    }
}

/// What a letter or sign may have been.
#[derive(Default)]
struct Readings {
    /// By way, its byte read as the other page.
    by_way: [Option<char>; WAYS.len()],
    /// Some way makes another letter of it.
    any: bool,
    /// One that is no capital.
    any_small: bool,
}

/// The readings of every letter or sign that a page has; looking through the pages takes many times as long.
static READINGS: LazyLock<FxHashMap<char, Readings>> = LazyLock::new(|| {
    let mut readings: FxHashMap<char, Readings> = FxHashMap::default();
    for (way, (taken_for, was)) in WAYS.into_iter().enumerate() {
        let (Some(taken_for), Some(was)) = (Codepage::by_name(taken_for), Codepage::by_name(was)) else { continue };
        for byte in 0x80..=0xFF {
            let Some(read) = was.decode(byte) else { continue };
            // Browsers read bytes without a character as controls.
            let control = Some(char::from(byte)).filter(|c| c.is_control());
            let taken_for = taken_for.decode(byte).filter(|c| !c.is_control());
            for c in [control, taken_for].into_iter().flatten() {
                let readings = readings.entry(c).or_default();
                readings.by_way[way].get_or_insert(read);
                if read != c && is_of_word(read) {
                    readings.any = true;
                    readings.any_small |= !read.is_uppercase();
                }
            }
        }
    }
    readings
});

/// A letter beyond ASCII of the Latin script, or a sign in the middle of a word, that may have been another letter.
fn may_be_misread(text: &str, at: usize, c: char) -> bool {
    let small_before = || text[..at].chars().next_back().is_some_and(char::is_lowercase);
    // No reading puts a capital behind a small letter.
    if !READINGS.get(&c).is_some_and(|meant| meant.any_small || meant.any && !small_before()) {
        return false;
    }
    let class = chars::class(c);
    if class.is_letter() && !matches!(c, 'ª' | 'º') {
        return chars::script(c) == Script::Latin || c == 'ˆ';
    }
    let before = text[..at].chars().next_back().is_some_and(char::is_alphabetic);
    let after = text[at + c.len_utf8()..].chars().next().is_some_and(char::is_alphabetic);
    match c {
        '’' | '‘' | '\u{AD}' | '·' => false,
        '\u{80}'..='\u{BF}' | 'ˆ' | '˜' => before || after,
        _ => before && after && is_sign(c),
    }
}

/// True for the signs beyond ASCII that windows-1252 and Latin-1 have, quotation marks that serve as apostrophes aside.
const fn is_sign(c: char) -> bool {
    matches!(
        c,
        '\u{80}'
            ..='\u{BF}'
                | 'ˆ'
                | '˜'
                | '„'
                | '‚'
                | '…'
                | '†'
                | '‡'
                | '‰'
                | '‹'
                | '›'
                | '“'
                | '”'
                | '•'
                | '™'
    )
}

/// The word around a place: letters, and the signs that may be misread ones.
fn token(text: &str, at: usize) -> Span {
    widened(Span::new(at, at), text, LONGEST, |c| c.is_alphabetic() || is_sign(c))
}

/// A place among [`WAYS`].
#[derive(Clone, Copy)]
struct Way(usize);

impl Way {
    fn all() -> impl Iterator<Item = Self> {
        (0..WAYS.len()).map(Self)
    }

    /// What happened: `windows-1250 read as windows-1252`.
    fn steps(self) -> String {
        let (taken_for, was) = WAYS[self.0];
        format!("{was} read as {taken_for}")
    }

    /// The byte of a letter, read as the other page.
    fn read(self, c: char) -> Option<char> {
        if c.is_ascii() { Some(c) } else { READINGS.get(&c)?.by_way[self.0] }
    }

    /// The bytes of a word, read as the other page; `None` if that changes nothing or makes no word.
    fn reread(self, word: &str) -> Option<String> {
        let mut made = String::with_capacity(word.len());
        for c in word.chars() {
            match self.read(c)? {
                'ﬁ' => made.push_str("fi"),
                'ﬂ' => made.push_str("fl"),
                c if is_of_word(c) => made.push(c),
                _ => return None,
            }
        }
        (made != word && (!has_camel(&made) || has_camel(word))).then_some(made)
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || c == '’'
}

/// A capital behind a small letter: no reading puts one there.
fn has_camel(word: &str) -> bool {
    word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

fn is_known(language: &Language, word: &str) -> bool {
    word.chars().count() >= SHORTEST && language.zipf(words::hash(word)) >= KNOWN
}

/// True if the language writes its words with these letters.
fn is_written(language: &Language, word: &str) -> bool {
    word.chars().all(|c| c.is_ascii() || language.is_letter_of(c))
}
