//! Ligatures and positional forms, taken apart.
//!
//! PDF extraction leaves `ﬁ` as one character and Arabic letters in the shapes they were printed in; a search for the word
//! misses both. It also reads a font's own code for a ligature in some encoding, so that `office` becomes `ofÞce` or holds a
//! control character; then the lexicon decides. `æ`, `ĳ`, `ﷺ` and the ligatures of other scripts stay: they are letters or meant.

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::{
    chars::{self, Script, Suspicion},
    finding::{Context, Filter, Finding, Stage},
    span::Span,
    text::{Suspect, Text, words},
};

const RULE: &str = "ligature";

/// A word with a mistaken ligature has to be as frequent as this without it.
const KNOWN: f32 = 2.5;
/// By how much rarer than the word its rest is, at least.
const RARER: f32 = 1.5;

/// Shorter words are known by chance too often.
const LEAST: usize = 4;
/// Longer ones, in bytes, are no words.
const LONGEST: usize = 40;

/// What ligatures of fonts are read as: Mac Roman as Latin-1, and two codes of older fonts.
const MISREAD: [(&str, &str); 4] = [("Þ", "fi"), ("ß", "fl"), ("®", "fi"), ("¯", "fl")];
/// The bytes that these begin with.
const LEADS: [u8; 2] = ["Þ".as_bytes()[0], "®".as_bytes()[0]];

/// The filter.
pub struct Ligature;

impl Filter for Ligature {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        for suspect in text.suspects().of(Suspicion::Ligature) {
            found.extend(latin(context, suspect));
        }
        if text.suspects().has(Suspicion::Presentation) {
            arabic(text, found);
        }
        for suspect in text.suspects().of(Suspicion::Control) {
            if let Some(letters) = of_control(suspect.letter) {
                found.extend(misread(context, Span::new(suspect.start(), suspect.end()), letters));
            }
        }
        let bytes = text.as_str().as_bytes();
        for at in memchr::memchr2_iter(LEADS[0], LEADS[1], bytes) {
            if let Some((read_as, letters)) =
                MISREAD.iter().find(|(read_as, _)| bytes[at..].starts_with(read_as.as_bytes()))
            {
                found.extend(misread(context, Span::new(at, at + read_as.len()), letters));
            }
        }
    }
}

/// The letters of a Latin ligature.
fn letters(ligature: char) -> Option<&'static str> {
    Some(match ligature {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}

/// Where TeX's fonts keep their ligatures.
fn of_control(control: char) -> Option<&'static str> {
    Some(match control {
        '\u{B}' | '\u{1B}' => "ff",
        '\u{C}' | '\u{1C}' | '\u{2}' => "fi",
        '\u{1D}' | '\u{3}' => "fl",
        '\u{E}' | '\u{1E}' => "ffi",
        '\u{F}' | '\u{1F}' => "ffl",
        _ => return None,
    })
}

/// A ligature that stands in a word. One that stands alone is spoken of.
fn latin(context: &Context<'_>, suspect: &Suspect) -> Option<Finding> {
    let text = context.text;
    let letters = letters(suspect.letter)?;
    let (start, end) = (suspect.start(), suspect.end());
    let (left, right) = (text.letters_before(start), text.letters_after(end));
    let message = format!("a ligature of {letters}");
    if let Some(span) = set_apart(context, suspect, left, letters, right) {
        return Some(Finding::safe(RULE, span, letters, message + ", set apart from its word"));
    }
    (!left.is_empty() || !right.is_empty()).then(|| Finding::safe(RULE, Span::new(start, end), letters, message))
}

/// `e ﬃ cient`: the ligature with the blanks around it, if the whole is a word and the parts are none.
fn set_apart(context: &Context<'_>, suspect: &Suspect, left: &str, letters: &str, right: &str) -> Option<Span> {
    let text = context.text;
    let (mut span, mut whole) = (Span::new(suspect.start(), suspect.end()), format!("{left}{letters}{right}"));
    let language = context.language_at(span.start).filter(|l| l.has_words())?;
    let known = |word: &str| language.zipf(words::hash(word)) > 0.0;
    if known(&whole) {
        return None;
    }
    if right.is_empty() && text.after(span.end) == Some(' ') {
        let tail = text.letters_after(span.end + 1);
        if !tail.is_empty() && (known(&format!("{whole}{tail}")) || left.is_empty()) {
            span.end += 1;
            whole += tail;
        }
    }
    if left.is_empty() && text.before(span.start) == Some(' ') && !known(&whole) {
        whole.insert_str(0, text.letters_before(span.start - 1));
        span.start -= 1;
    }
    let widened = span.end - span.start > suspect.letter.len_utf8();
    (widened && whole.chars().count() >= LEAST && language.zipf(words::hash(&whole)) >= KNOWN).then_some(span)
}

/// A character that stands for a ligature: the word is known with it, and neither as it is nor in its parts.
fn misread(context: &Context<'_>, span: Span, letters: &str) -> Option<Finding> {
    let text = context.text;
    let (left, right) = (text.letters_before(span.start), text.letters_after(span.end));
    if !(LEAST..LONGEST).contains(&(left.len() + right.len() + letters.len())) {
        return None;
    }
    let language = context.language_at(span.start).filter(|l| l.has_words())?;
    let zipf = |word: &str| language.zipf(words::hash(word));
    let unknown = |word: String| word.is_empty() || zipf(&word) == 0.0;
    let whole = zipf(&format!("{left}{letters}{right}"));
    // At the start of a word what is left of it is a word by chance now and then.
    let rest = zipf(&format!("{left}{right}"));
    let sure = whole >= KNOWN
        && unknown(format!("{left}{}{right}", text.slice(span)))
        && (rest == 0.0 || left.is_empty() && rest + RARER <= whole)
        && right.chars().next().is_none_or(|c| !c.is_uppercase());
    sure.then(|| {
        Finding::safe(RULE, span, letters, format!("a font's ligature of {letters}, read as another character"))
    })
}

/// Positional forms of Arabic letters, line by line. A form that stands alone in its line is spoken of.
fn arabic(text: &Text<'_>, found: &mut Vec<Finding>) {
    let mut runs: Vec<Span> = Vec::new();
    for suspect in text.suspects().of(Suspicion::Presentation) {
        match runs.last_mut() {
            Some(run) if is_marks(&text.as_str()[run.end..suspect.start()]) => run.end = suspect.end(),
            _ => runs.push(Span::new(suspect.start(), suspect.end())),
        }
    }
    let mut rest = runs.as_slice();
    while let Some(first) = rest.first() {
        let line = text.line_around(first.start);
        let (in_line, later) = rest.split_at(rest.partition_point(|run| run.start < line.end));
        rest = later;
        let is_text = in_line.iter().any(|&run| text.slice(run).chars().count() > 1 || touches_arabic(text, run));
        if is_text {
            found.extend(in_line.iter().map(|&run| take_apart(text, run)));
        }
    }
}

fn is_marks(between: &str) -> bool {
    between.chars().all(|c| chars::class(c).is_mark())
}

fn touches_arabic(text: &Text<'_>, run: Span) -> bool {
    let arabic = |c: Option<char>| c.is_some_and(|c| chars::script(c) == Script::Arabic && chars::class(c).is_letter());
    arabic(text.before(run.start)) || arabic(text.after(run.end))
}

fn take_apart(text: &Text<'_>, run: Span) -> Finding {
    let nfkc = const { ComposingNormalizerBorrowed::new_nfkc() };
    let shown = text.slice(run);
    let base = |c: char| nfkc.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
    if is_reversed(shown) {
        let letters: String = shown.chars().rev().map(base).collect();
        return Finding::probable(RULE, run, letters, "Arabic letters as printed, from left to right");
    }
    let letters: String = shown.chars().map(base).collect();
    Finding::safe(RULE, run, letters, "Arabic letters in the forms they were printed in")
}

/// True if the forms fit together from the last to the first and not as they stand: the text was taken off a page as seen.
fn is_reversed(shown: &str) -> bool {
    let forms: Vec<(bool, bool)> = shown.chars().filter(|c| !chars::class(*c).is_mark()).filter_map(joins).collect();
    let misfits =
        |pairs: &mut dyn Iterator<Item = ((bool, bool), (bool, bool))>| pairs.filter(|(a, b)| a.1 != b.0).count();
    let forward = misfits(&mut forms.iter().copied().zip(forms.iter().copied().skip(1)));
    let backward = misfits(&mut forms.iter().rev().copied().zip(forms.iter().rev().copied().skip(1)));
    forward > 0 && backward == 0
}

/// Whether a form joins the letter before it and the one after it.
fn joins(form: char) -> Option<(bool, bool)> {
    Some(match chars::arabic_form(form)? {
        chars::ArabicForm::Isolated => (false, false),
        chars::ArabicForm::Initial => (false, true),
        chars::ArabicForm::Medial => (true, true),
        chars::ArabicForm::Final => (true, false),
    })
}
