//! `Stra?e`, `umgest?rzt`: letters that an encoding without them turned into question marks.
//!
//! Which letter it was is told by the lexicon, where one alone makes a word. A question mark between two words lost its space
//! instead, and in an address it opens the query.

use super::widened;
use crate::{
    finding::{Applicability, Context, Finding},
    language::Language,
    span::Span,
    text::{Subject, words},
};

const RULE: &str = "lossy-mojibake";

/// The longest word that is tried, in bytes, and the most question marks in it.
const LONGEST: usize = 30;
const MOST_LOST: usize = 3;

/// So many spellings of a word are tried at most.
const MOST_SPELLINGS: usize = 1000;

/// The word that comes out is at least this frequent (Zipf), and by the second figure more than the next.
const KNOWN: f32 = 3.0;
const MARGIN: f32 = 1.0;

/// A word as frequent as this (Zipf) on both sides of the mark stands for itself.
const WORD: f32 = 3.5;

/// More words are not tried.
const MOST_WORDS: usize = 400;

/// What ties a word to an address, a pattern or a name.
const TIES: &[char] = &['=', '&', '/', '#', '@', '_', '*', '\\'];

/// So many words that can be mended show what happened to the text.
const SURE: usize = 2;

/// Mends what the lexicon tells, and reports the rest once it is clear what happened.
pub(super) fn find(context: &Context<'_>, found: &mut Vec<Finding>) {
    let text = context.text.as_str();
    let (mut mended, mut lost) = (Vec::new(), Vec::new());
    let mut end = 0;
    for at in memchr::memchr_iter(b'?', text.as_bytes()) {
        let inside = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        if at < end || !inside(context.text.before(at)) || !inside(context.text.after(at + 1)) {
            continue;
        }
        let Some(span) = token(text, at) else { continue };
        end = span.end;
        let tied = |c: Option<char>| c.is_some_and(|c| TIES.contains(&c));
        if tied(context.text.before(span.start)) || tied(context.text.after(span.end)) {
            continue;
        }
        if context.text.protected().touches(span) || context.text.is_quoted(span) {
            continue;
        }
        // Asked behind the rest, since all words are cut for it.
        let language = context.language_at(at).filter(|l| l.has_words() && l.is_letter_of('a'));
        let Some(language) = language else { continue };
        if mended.len() + lost.len() == MOST_WORDS {
            break;
        }
        match spelled(&text[span.range()], language) {
            Some(word) => mended.push((span, word)),
            None => lost.push(span),
        }
    }
    // Asked last: the whole text is searched for an answer.
    let is_shown = |span: Span| context.text.is_about(Subject::Encodings, span);
    mended.retain(|(span, _)| !is_shown(*span));
    let applicability = if mended.len() >= SURE { Applicability::Safe } else { Applicability::Unsafe };
    if mended.len() >= SURE {
        found.extend(
            lost.into_iter().map(|span| Finding::flag(RULE, span, "letters of this were lost to question marks")),
        );
    }
    found.extend(mended.into_iter().map(|(span, word)| {
        Finding::edit(RULE, applicability, span, word, "a letter that was lost to a question mark")
    }));
}

/// The letters and question marks around a place. What follows the last letter is a question.
fn token(text: &str, at: usize) -> Option<Span> {
    let around = widened(Span::new(at, at), text, LONGEST, |c| c.is_alphabetic() || c == '?');
    let token = text[around.range()].trim_end_matches('?');
    let start = around.start + token.len() - token.trim_start_matches('?').len();
    let span = Span::new(start, around.start + token.len());
    let marks = text[span.range()].matches('?').count();
    (span.len() <= LONGEST && (1..=MOST_LOST).contains(&marks)).then_some(span)
}

/// The one common word that letters beyond ASCII make of it.
fn spelled(token: &str, language: &Language) -> Option<String> {
    let zipf = |word: &str| language.zipf(words::hash(word));
    let parts: Vec<&str> = token.split('?').collect();
    if parts.iter().filter(|part| !part.is_empty()).all(|part| zipf(part) >= WORD) {
        return None;
    }
    let letters: Vec<char> = language.letters().filter(|c| !c.is_ascii()).collect();
    let marks = parts.len() - 1;
    if letters.is_empty() || letters.len().pow(marks as u32) > MOST_SPELLINGS {
        return None;
    }
    let mut spellings = vec![parts[0].to_owned()];
    for part in &parts[1..] {
        spellings = spellings
            .iter()
            .flat_map(|head| letters.iter().map(move |letter| format!("{head}{letter}{part}")))
            .collect();
    }
    let mut rated: Vec<(f32, String)> = spellings.into_iter().map(|word| (zipf(&word), word)).collect();
    rated.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let next = rated.get(1).map_or(0.0, |(zipf, _)| *zipf);
    let (best, word) = rated.swap_remove(0);
    (best >= KNOWN && best >= next + MARGIN).then_some(word)
}
