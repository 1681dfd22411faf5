//! Mojibake with bytes lost since, where one reading is left that makes sense.
//!
//! The second byte of `à` is a no-break space in most encodings, and tidying makes it a plain one or joins it to the next.
//! The last two bytes of `’` are control characters in Latin-1 and Greek and Cyrillic relatives of it, and are often
//! stripped: `itβs`, `donât`. The last byte of `”` has no character in Windows-1252 at all.

use super::{Repair, pages::PAGES, role, scan::Scanned};
use crate::{
    chars::{self, Script},
    span::Span,
};

/// What may follow `à` in the languages that have the word, so that a lone `Ã` before it can be nothing else.
const AFTER_A: [&str; 34] = [
    "fait", "peu", "jamais", "vue", "gauche", "droite", "la", "l", "un", "une", "ce", "cette", "ces", "son", "sa",
    "ses", "leur", "leurs", "tous", "toute", "toutes", "partir", "travers", "nouveau", "peine", "propos", "nos", "vos",
    "notre", "votre", "chaque", "cause", "moins", "plusieurs",
];

/// What follows `à` in one word in Portuguese.
const JOINED: [&str; 7] = ["s", "quele", "quela", "queles", "quelas", "quilo", "i"];

/// Contractions of English, before and after the apostrophe.
const NEGATED: [&str; 22] = [
    "don", "isn", "wasn", "aren", "weren", "haven", "hasn", "hadn", "couldn", "wouldn", "shouldn", "can", "won",
    "didn", "doesn", "ain", "mustn", "needn", "mightn", "shan", "daren", "oughtn",
];
const SHORTENED: [&str; 22] = [
    "i", "you", "he", "she", "it", "we", "they", "that", "there", "here", "what", "who", "where", "how", "let", "this",
    "when", "why", "everyone", "someone", "somebody", "everything",
];
/// Letters of the longest of them, and of the longest that follows the apostrophe.
const LONGEST_HEAD: usize = 10;
const LONGEST_TAIL: usize = 2;

/// Finds them; `repairs` holds what was found before.
pub(super) fn find(text: &str, scanned: &Scanned, blocked: &dyn Fn(Span) -> bool, repairs: &mut Vec<Repair>) {
    let mut found = Vec::new();
    let mut line = Line::default();
    for &at in &scanned.open {
        if at >= line.end {
            line = Line::around(text, at, repairs);
        }
        found.extend(grave(text, at, &line).filter(|r| !blocked(r.span)));
    }
    for &at in &scanned.apostrophes {
        found.extend(apostrophe(text, at).filter(|r| !blocked(r.span)));
    }
    let mut line_end = 0;
    for repair in repairs.iter() {
        if let Some(page) = repair.page.filter(|_| repair.sure && repair.span.start >= line_end) {
            let line_start = memchr::memrchr(b'\n', &text.as_bytes()[..repair.span.start]).map_or(0, |i| i + 1);
            line_end =
                memchr::memchr(b'\n', &text.as_bytes()[repair.span.end..]).map_or(text.len(), |i| repair.span.end + i);
            beside(text, Span::new(line_start, line_end), page, repairs, &mut found);
        }
    }
    found.retain(|r| !blocked(r.span));
    repairs.append(&mut found);
    repairs.sort_by_key(|r| (r.span.start, r.span.end));
}

/// In a line where mojibake of one encoding is sure: sequences with a plain blank or a question mark for one byte.
fn beside(text: &str, line: Span, page: usize, repairs: &[Repair], found: &mut Vec<Repair>) {
    let mut next = repairs.partition_point(|r| r.span.end <= line.start);
    let mut at = line.start;
    while at < line.end {
        if let Some(repair) = repairs.get(next).filter(|r| r.span.start <= at) {
            at = repair.span.end;
            next += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let length = match PAGES.byte(page, c) {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            _ => 0,
        };
        // Letters of other scripts stand before blanks in good text too.
        let of_script = !matches!(chars::script(c), Script::Latin | Script::Common);
        let touches = |end: usize| {
            next.checked_sub(1).is_some_and(|i| repairs[i].span.end == at)
                || repairs.get(next).is_some_and(|r| r.span.start == end)
                || found.last().is_some_and(|r| r.span.end == at)
        };
        if length > 0
            && let Some(repair) = patched(text, at, length, page).filter(|r| !of_script || touches(r.span.end))
        {
            at = repair.span.end;
            found.push(repair);
        } else {
            at += c.len_utf8();
        }
    }
}

/// The sequence of `length` characters at `at` with its blank or question mark put right.
fn patched(text: &str, at: usize, length: usize, page: usize) -> Option<Repair> {
    let mut bytes = Vec::with_capacity(length);
    let (mut blank, mut lost, mut end) = (false, false, at);
    for c in text[at..].chars().take(length) {
        match c {
            ' ' if !blank => {
                blank = true;
                bytes.push(0xA0);
            }
            '?' => {
                lost = true;
                bytes.push(0x80);
            }
            _ => bytes.push(PAGES.byte(page, c)),
        }
        end += c.len_utf8();
    }
    if blank == lost || bytes[0] == 0xC3 && blank {
        return None;
    }
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    let after = text[end..].chars().next();
    let before = text[..at].chars().next_back();
    let fits = |c: char| {
        if c.is_alphabetic() {
            // Half a letter before a blank: the rest of the word follows.
            after.is_some_and(|a| a.is_alphabetic() && (a.is_lowercase() || c.is_lowercase()))
                && before.is_none_or(|b| !b.is_lowercase() || c.is_lowercase())
        } else {
            c == '\u{A0}' || c.is_numeric() || is_sign(c) && length == 3
        }
    };
    let with = if lost { '\u{FFFD}' } else { c };
    (lost || fits(c)).then(|| Repair {
        span: Span::new(at, end),
        with: with.to_string(),
        steps: format!("utf-8 read as {}, a byte lost", PAGES.name(page)),
        sure: true,
        likely: true,
        lossy: true,
        page: None,
    })
}

/// True for what text is written with besides letters and digits.
fn is_sign(c: char) -> bool {
    let class = chars::class(c);
    !(class.is_letter() || class.is_control() || class.is_private() || class.is_unassigned())
}

/// What the sure repairs of one line say of the rest of it.
#[derive(Default)]
struct Line {
    end: usize,
    /// The images of the byte 0xC3 that they mend.
    graves: Vec<char>,
}

impl Line {
    /// The line around a place; `repairs` are in order.
    fn around(text: &str, at: usize, repairs: &[Repair]) -> Self {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |i| i + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |i| at + i);
        let first = repairs.partition_point(|r| r.span.start < start);
        let here = repairs[first..].iter().take_while(|r| r.span.end <= end).filter(|r| r.sure);
        let mut graves = Vec::new();
        for c in here.flat_map(|r| text[r.span.range()].chars()).filter(|c| role(*c).is_grave()) {
            // One encoding has one such image, so these are few.
            if !graves.contains(&c) {
                graves.push(c);
            }
        }
        Self { end, graves }
    }
}

/// `Ã` for `à`, before a blank.
fn grave(text: &str, at: usize, line: &Line) -> Option<Repair> {
    let c = text[at..].chars().next()?;
    let end = at + c.len_utf8();
    let evident = line.graves.contains(&c);
    let before = text[..at].chars().next_back();
    let inside = before.is_some_and(char::is_alphabetic);
    let blanks = text[end..].bytes().take_while(|b| *b == b' ').count();
    let next: &str = &text[end + blanks..];
    let word = &next[..next.find(|c: char| !c.is_alphabetic()).unwrap_or(next.len())];
    let ends = next[word.len()..].chars().next();
    let small = word.chars().next().is_some_and(char::is_lowercase);
    let sure = if evident {
        true
    } else if c == 'Ã' && inside {
        // A capital at the end of a small word: `voilÃ le travail`.
        before.is_some_and(char::is_lowercase)
    } else {
        let follows = AFTER_A.contains(&word) || blanks == 1 && JOINED.contains(&word) && word != "i";
        c == 'Ã' && follows && before.is_none_or(|c| c == ' ' || c == '\'' || c == '’') && small
    };
    if !sure {
        return None;
    }
    // Two plain blanks are the character's half and the blank after it; of one blank either half may be left.
    let joined = blanks == 1 && JOINED.contains(&word) && !matches!(ends, Some('\'' | '’'));
    let eaten = usize::from(blanks > 1 || joined);
    Some(Repair {
        span: Span::new(at, end + eaten),
        with: "à".to_string(),
        steps: "utf-8 read in a single-byte encoding, its no-break space lost".to_string(),
        sure: true,
        likely: true,
        lossy: true,
        page: None,
    })
}

/// The first byte of a quotation mark, the others lost.
fn apostrophe(text: &str, at: usize) -> Option<Repair> {
    let c = text[at..].chars().next()?;
    let end = at + c.len_utf8();
    let letter = |c: &char| c.is_alphabetic();
    let letters = text[..at].chars().rev().take(LONGEST_HEAD + 1).take_while(letter).map(char::len_utf8);
    let head = &text[at - letters.sum::<usize>()..at];
    let repair = |end: usize, with: &str| {
        Some(Repair {
            span: Span::new(at, end),
            with: with.to_string(),
            steps: "utf-8 read in a single-byte encoding, bytes lost".to_string(),
            sure: true,
            likely: true,
            lossy: true,
            page: None,
        })
    };
    let contracts = |tail: &str| {
        let head = head.to_ascii_lowercase();
        match tail {
            "t" => NEGATED.contains(&head.as_str()),
            "s" | "re" | "ve" | "ll" | "d" | "m" => SHORTENED.contains(&head.as_str()),
            _ => false,
        }
    };
    if let Some(rest) = text[end..].strip_prefix('€') {
        let tail = &rest[..rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())];
        if contracts(tail) {
            return repair(end + '€'.len_utf8(), "’");
        }
        // Only the last byte of U+201D RIGHT DOUBLE QUOTATION MARK is without a character in Windows-1252.
        let closes = rest.chars().next().is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
        let after_text = text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
        return (closes && after_text && !rest.starts_with('?')).then(|| repair(end + '€'.len_utf8(), "”")).flatten();
    }
    let letters = text[end..].chars().take(LONGEST_TAIL + 1).take_while(letter).map(char::len_utf8);
    let tail = &text[end..end + letters.sum::<usize>()];
    contracts(tail).then(|| repair(end, "’")).flatten()
}
