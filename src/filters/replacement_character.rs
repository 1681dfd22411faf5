//! U+FFFD, which stands for bytes that could not be read, and its kin.
//!
//! What was lost is lost; but where one letter or an apostrophe alone makes a word of the passage's language (`don�t`,
//! `caf�`), that is put back. U+FFFC stands for a picture that was lost on copying and goes. A character for private use means
//! something in one font only: the bullets of old word processors are known, and a letter lost in a word is reported.

use memchr::memmem;

use crate::{
    chars::{self, Suspicion},
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::Language,
    span::Span,
    text::{Subject, Suspect, Text, words},
};

const RULE: &str = "replacement-character";
const OBJECT: char = '\u{FFFC}';

/// What is tried in the place of what was lost.
const LETTERS: &str = "éèêëáàâäãåąăāíìîïīóòôöõøőōúùûüůűūñńňçćčěęēšśşșžźżłďťţțřýÿßæœðþđğıйёіїєўґ";
const LIGATURES: [&str; 5] = ["fi", "fl", "ff", "ffi", "ffl"];

/// The Zipf frequency that the restored word must have.
const KNOWN: f32 = 3.0;
/// How many Zipf units rarer the next best word must be for the edit to be safe.
const MARGIN: f32 = 2.0;
/// Shorter words have too many neighbours.
const LEAST: usize = 4;
/// A text that has lost more is not mended letter by letter.
const MOST: usize = 2000;

/// Symbols that old word processors took from a font of their own.
const BULLETS: [(char, char); 4] = [('\u{F0B7}', '•'), ('\u{F0A7}', '▪'), ('\u{F0D8}', '➢'), ('\u{F0FC}', '✓')];

/// The filter.
pub struct ReplacementCharacter;

impl Filter for ReplacementCharacter {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        // Whether nothing but blanks stands on the line before the one that was met last.
        let (mut last, mut opens_line) = (0, true);
        for suspect in text.suspects().of(Suspicion::Private) {
            let before = text.slice(Span::new(last, suspect.start()));
            opens_line = match before.rsplit_once('\n') {
                Some((_, line)) => line.trim().is_empty(),
                None => opens_line && before.trim().is_empty(),
            };
            last = suspect.start();
            found.extend(private(text, suspect, opens_line));
        }
        let mut runs: Vec<(Span, char)> = Vec::new();
        for suspect in text.suspects().of(Suspicion::Replacement) {
            match runs.last_mut() {
                Some((run, letter)) if run.end == suspect.start() && *letter == suspect.letter => {
                    run.end = suspect.end();
                }
                _ => runs.push((Span::new(suspect.start(), suspect.end()), suspect.letter)),
            }
        }
        // Asked of the whole text first: few texts name it, and some hold thousands.
        let named = !runs.is_empty() && names_it(text.as_str());
        let curly = !runs.is_empty() && memmem::find(text.as_str().as_bytes(), "’".as_bytes()).is_some();
        for (i, (span, letter)) in runs.into_iter().enumerate() {
            if letter == OBJECT {
                found.push(Finding::safe(
                    RULE,
                    text.with_spare_space(span),
                    "",
                    "the place of a picture that was lost on copying",
                ));
            } else if !is_shown(text, span) && (!named || !is_named_near(text, span)) {
                if between_years(text, span) {
                    found.push(Finding::probable(RULE, span, "–", "what could not be read was probably a dash"));
                    continue;
                }
                let restored = if i < MOST { restore(context, span, if curly { '’' } else { '\'' }) } else { None };
                found.push(
                    restored.unwrap_or_else(|| Finding::flag(RULE, span, "something could not be read and was lost")),
                );
            }
        }
    }
}

/// `1914�1918`
fn between_years(text: &Text<'_>, span: Span) -> bool {
    let source = text.as_str();
    let digits = |bytes: &mut dyn Iterator<Item = u8>| bytes.take(5).take_while(u8::is_ascii_digit).count();
    digits(&mut source[..span.start].bytes().rev()) == 4 && digits(&mut source[span.end..].bytes()) == 4
}

/// How many bytes to each side are read for a name of the character.
const NAME_REACH: usize = 400;

/// What the character is called.
const NAMES: [&str; 2] = ["u+fffd", "replacement character"];

fn names_it(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    NAMES.iter().any(|name| lower.contains(name))
}

/// A paragraph that names the character speaks of it.
fn is_named_near(text: &Text<'_>, span: Span) -> bool {
    let before = text.stretch_before(span.start, NAME_REACH).rsplit("\n\n").next();
    let after = text.stretch_after(span.end, NAME_REACH).split("\n\n").next();
    [before, after].into_iter().flatten().any(names_it)
}

/// Between quotation marks or brackets the character itself is meant, and any quotation in a text about encodings shows it.
fn is_shown(text: &Text<'_>, span: Span) -> bool {
    let encloses = |c: Option<char>| {
        c.is_some_and(|c| {
            matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' | '(' | ')' | '[' | ']' | '`' | '„')
        })
    };
    encloses(text.before(span.start)) && encloses(text.after(span.end))
        || text.is_about(Subject::Encodings, span) && (text.is_quoted(span) || stands_alone(text, span))
}

fn stands_alone(text: &Text<'_>, span: Span) -> bool {
    let blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    blank(text.before(span.start)) && blank(text.after(span.end))
}

fn private(text: &Text<'_>, suspect: &Suspect, opens_line: bool) -> Option<Finding> {
    let span = Span::new(suspect.start(), suspect.end());
    let bullet = BULLETS.iter().find(|(from, _)| *from == suspect.letter);
    if let Some((_, meant)) = bullet.filter(|_| opens_line) {
        return Some(Finding::safe(RULE, span, *meant, format!("a word processor's own code for {meant}")));
    }
    let letter = |c: Option<char>| c.is_some_and(|c| chars::class(c).is_letter());
    (letter(text.before(span.start)) && letter(text.after(span.end)))
        .then(|| Finding::flag(RULE, span, "a private-use character in a word: it means something in one font only"))
}

/// The one letter, apostrophe or ligature that makes the word around a loss known.
fn restore(context: &Context<'_>, span: Span, apostrophe: char) -> Option<Finding> {
    let text = context.text;
    // An undecodable byte is one mark, an undecodable character at most three.
    if text.slice(span).chars().count() > 3 {
        return None;
    }
    let (left, right) = (text.letters_before(span.start), text.letters_after(span.end));
    if left.len() + right.len() + 1 < LEAST {
        return None;
    }
    let language = context.language_at(span.start).filter(|l| l.has_words())?;
    let mut best: (f32, String) = (0.0, String::new());
    let mut second = 0.0_f32;
    let mut try_one = |zipf: f32, with: String| {
        if zipf > best.0 {
            second = best.0;
            best = (zipf, with);
        } else {
            second = second.max(zipf);
        }
    };
    let upper = !left.is_empty() && left.chars().all(char::is_uppercase) && !right.chars().any(char::is_lowercase);
    for letter in LETTERS.chars() {
        let with = if upper { letter.to_uppercase().to_string() } else { letter.to_string() };
        try_one(language.zipf(words::hash(&format!("{left}{letter}{right}"))), with);
    }
    for letters in LIGATURES {
        try_one(language.zipf(words::hash(&format!("{left}{letters}{right}"))), letters.to_string());
    }
    try_one(with_apostrophe(language, left, right), apostrophe.to_string());
    let (zipf, with) = best;
    if zipf < KNOWN {
        return None;
    }
    let (applicability, certainty) =
        if zipf - second >= MARGIN { (Applicability::Safe, "surely") } else { (Applicability::Unsafe, "probably") };
    let message = format!("what could not be read was {certainty} {with}");
    Some(Finding::edit(RULE, applicability, span, with, message))
}

/// How frequent a word with an apostrophe is: a contraction, or an elision before a word.
fn with_apostrophe(language: &Language, left: &str, right: &str) -> f32 {
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let whole = language.zipf(words::hash(&format!("{left}'{right}")));
    let elides = matches!(language.code(), "fr" | "it" | "ca")
        && matches!(
            left.to_lowercase().as_str(),
            "l" | "d" | "j" | "m" | "t" | "s" | "n" | "c" | "qu" | "un" | "dell" | "all" | "nell" | "sull" | "dall"
        );
    let possesses = language.code() == "en" && right == "s" && left.chars().count() > 2;
    let of_part = if elides {
        language.zipf(words::hash(right))
    } else if possesses {
        language.zipf(words::hash(left))
    } else {
        0.0
    };
    whole.max(of_part)
}
