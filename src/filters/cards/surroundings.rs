//! What stands around a match: quotation marks, words that say that the text is about such things.

use crate::{chars, rule::Str, span::Span, text::Text};

/// How far is looked for a quotation mark.
const QUOTE: usize = 160;
/// How far is looked for a word, within the paragraph.
const PARAGRAPH: usize = 600;

/// So many places of a number are looked at.
const MOST_NUMBERS: usize = 200;

/// Quotation marks that open and what closes them. Straight ones are told by counting.
const PAIRS: [(char, &[char]); 7] = [
    ('“', &['”', '“']),
    ('«', &['»']),
    ('„', &['“', '”']),
    ('‘', &['’']),
    ('「', &['」']),
    ('『', &['』']),
    ('»', &['«']),
];

/// True if a place lies between quotation marks or back quotes.
pub(super) fn quoted(text: &Text<'_>, span: Span) -> bool {
    let source = text.as_str();
    let least = source.floor_char_boundary(span.start.saturating_sub(QUOTE));
    let most = source.floor_char_boundary(span.end + QUOTE);
    let before = source[least..span.start].rsplit("\n\n").next().unwrap_or_default();
    let after = source[span.end..most.max(span.end)].split("\n\n").next().unwrap_or_default();
    if matches!((before.chars().next_back(), after.chars().next()), (Some('\''), Some('\'')) | (Some('’'), Some('’')))
    {
        return true;
    }
    for straight in ['"', '`'] {
        if before.matches(straight).count() % 2 == 1 && after.contains(straight) && before.len() < QUOTE - 4 {
            return true;
        }
    }
    PAIRS.iter().any(|(open, close)| {
        let Some(opened) = before.rfind(*open) else { return false };
        let inside = &before[opened + open.len_utf8()..];
        // An apostrophe closes nothing.
        let closed = |part: &str| {
            part.char_indices().any(|(at, c)| {
                close.contains(&c) && !(c == '’' && part[at + c.len_utf8()..].starts_with(char::is_alphabetic))
            })
        };
        !closed(inside) && closed(after)
    })
}

/// True if the note is there: a line begins with the number in the span.
pub(super) fn is_noted(text: &Text<'_>, span: Span) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let number = text.slice(span).trim_matches(|c| !is_digit(c)).split(|c| !is_digit(c)).next().unwrap_or_default();
    memchr::memmem::find_iter(text.as_str().as_bytes(), number.as_bytes()).take(MOST_NUMBERS).any(|at| {
        let before = text.as_str()[..at].trim_end_matches(['[', '(', '^', ' ']);
        let opens = before.is_empty() || before.ends_with('\n');
        opens && text.after(at + number.len()).is_some_and(|c| matches!(c, ']' | ')' | '.' | ':' | ' '))
    })
}

/// True if the paragraph holds one of these words; `word*` stands for all that begin so.
pub(super) fn mentions(text: &Text<'_>, span: Span, words: &[Str]) -> bool {
    if words.is_empty() {
        return false;
    }
    let source = text.as_str();
    let least = source.floor_char_boundary(span.start.saturating_sub(PARAGRAPH));
    let most = source.floor_char_boundary(span.end + PARAGRAPH);
    let before = source[least..span.start].rsplit("\n\n").next().unwrap_or_default();
    let after = source[span.end..most.max(span.end)].split("\n\n").next().unwrap_or_default();
    let around = [before.to_lowercase(), after.to_lowercase()];
    let in_word = |c: char| c.is_alphanumeric() && !chars::class(c).is_unspaced();
    words.iter().any(|word| {
        let (stem, open) = word.strip_suffix('*').map_or((&**word, false), |stem| (stem, true));
        around.iter().any(|part| {
            memchr::memmem::find_iter(part.as_bytes(), stem.as_bytes()).any(|at| {
                let starts = !part[..at].chars().next_back().is_some_and(in_word);
                let ends = open || !part[at + stem.len()..].chars().next().is_some_and(in_word);
                starts && ends
            })
        })
    })
}

/// True if no letter or digit touches the place from outside; in scripts without spaces they may.
pub(super) fn whole_words(text: &Text<'_>, span: Span) -> bool {
    let slice = text.slice(span);
    let joined = |outer: Option<char>, inner: Option<char>| {
        let (Some(outer), Some(inner)) = (outer, inner) else { return false };
        outer.is_alphanumeric() && inner.is_alphanumeric() && !chars::class(inner).is_unspaced()
    };
    !joined(text.before(span.start), slice.chars().next()) && !joined(text.after(span.end), slice.chars().next_back())
}
