//! Control characters and noncharacters left in text.
//!
//! They come from terminals (colour codes, overstrikes), from fields of fixed width (NUL) and from broken exports. Tab and
//! line ends are none of them; a form feed that parts pages stays. A control that some encoding or font uses for a letter is
//! mended by the filters of encodings and ligatures, which look first.

use crate::{
    chars::{self, Suspicion},
    finding::{Applicability, Context, Filter, Finding, Stage},
    span::Span,
    text::{Format, Suspect, Text, codepage::meant_by_control, mojibake, words},
};

const RULE: &str = "control-character";
const ESCAPE: char = '\u{1B}';
const FORM_FEED: char = '\u{C}';
const BACKSPACE: char = '\u{8}';
/// What a converter writes for a character that it cannot; at the end of a file of DOS, the end.
const SUBSTITUTE: char = '\u{1A}';

/// The longest escape sequence that is taken for one, in bytes.
const LONGEST_ESCAPE: usize = 2048;

/// So many controls are asked whether they tell the same story.
const MOST_WITNESSES: usize = 100;

/// The filter.
pub struct ControlCharacter;

impl Filter for ControlCharacter {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let suspects = context.text.suspects();
        if !suspects.has(Suspicion::Control) && !suspects.has(Suspicion::Noncharacter) {
            return;
        }
        let mut last = 0;
        for suspect in suspects.all().iter().filter(|s| is_fault(context.text, s)) {
            if suspect.start() < last {
                continue;
            }
            let finding = judge(context, suspect);
            last = finding.span.end;
            found.push(finding);
        }
    }
}

fn is_fault(text: &Text<'_>, suspect: &Suspect) -> bool {
    match suspect.suspicion {
        Suspicion::Noncharacter => true,
        Suspicion::Control => suspect.letter != FORM_FEED || !parts_pages(text, suspect),
        _ => false,
    }
}

/// A form feed at the edge of a line is a page break; source files part their sections with it too.
fn parts_pages(text: &Text<'_>, suspect: &Suspect) -> bool {
    let at_edge = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\r' | FORM_FEED));
    text.format() == Format::Source || at_edge(text.before(suspect.start())) || at_edge(text.after(suspect.end()))
}

fn judge(context: &Context<'_>, suspect: &Suspect) -> Finding {
    let text = context.text;
    let (start, mut end) = (suspect.start(), suspect.end());
    if suspect.letter == ESCAPE
        && let Some(len) = escape_sequence(&text.as_str()[start..])
    {
        return remove(text, Span::new(start, start + len), "a terminal's escape sequence");
    }
    if suspect.letter == BACKSPACE
        && let Some(span) = overstrike(text, start)
    {
        return Finding::safe(RULE, span, "", "a letter struck over, as printers made bold and underlined text");
    }
    while let Some(next) = text.after(end).filter(|&c| c != ESCAPE && c != FORM_FEED && is_bare(c)) {
        end += next.len_utf8();
    }
    if is_of_misread(text, suspect) {
        return Finding::flag(RULE, Span::new(start, end), "a control character that is part of a misread one");
    }
    if let Some(meant) = windows_1252(suspect.letter).filter(|_| end == suspect.end()) {
        return mistaken(text, suspect, meant);
    }
    if suspect.letter == SUBSTITUTE && !text.as_str()[end..].trim().is_empty() {
        return Finding::flag(RULE, Span::new(start, end), "a character that could not be converted was lost here");
    }
    if breaks_line(suspect.letter) || suspect.letter == FORM_FEED {
        let blank = |c: Option<char>| c.is_none_or(|c| chars::class(c).is_space());
        if !blank(text.before(start)) && !blank(text.after(end)) && starts_word(text.after(end)) {
            return Finding::safe(RULE, Span::new(start, end), " ", "a control character between two words");
        }
    }
    let (left, right) = (text.letters_before(start), text.letters_after(end));
    if !left.is_empty() && !right.is_empty() {
        return inside_word(context, Span::new(start, end), left, right);
    }
    remove(text, Span::new(start, end), "a control character")
}

fn remove(text: &Text<'_>, span: Span, message: &'static str) -> Finding {
    Finding::safe(RULE, text.with_spare_space(span), "", message)
}

/// Without this byte the rest of a character that was read in the wrong encoding could not be mended.
fn is_of_misread(text: &Text<'_>, suspect: &Suspect) -> bool {
    let at = suspect.start();
    let after_image = || text.before(at).is_some_and(|c| !c.is_ascii() && !chars::class(c).is_lower());
    ('\u{80}'..='\u{9F}').contains(&suspect.letter)
        && (mojibake::is_of_sequence(text.as_str(), at)
            || mojibake::is_among_garble(text.as_str(), at)
            || windows_1252(suspect.letter).is_none() && after_image())
}

fn is_bare(c: char) -> bool {
    matches!(chars::class(c).suspicion(), Some(Suspicion::Control | Suspicion::Noncharacter))
        && windows_1252(c).is_none()
}

/// A vertical tab or a next-line control, which some programs write for a line end.
fn breaks_line(c: char) -> bool {
    matches!(c, '\u{B}' | '\u{85}')
}

fn starts_word(c: Option<char>) -> bool {
    c.is_some_and(|c| chars::class(c).is_word())
}

/// Without the control the letters around it are one word, or two that a lost space parted.
fn inside_word(context: &Context<'_>, span: Span, left: &str, right: &str) -> Finding {
    let (one, two) = (format!("{left}{right}"), [left, right]);
    if let Some(language) = context.language_at(span.start).filter(|l| l.has_words()) {
        let known = |word: &str| language.zipf(words::hash(word)) > 0.0;
        if !known(&one) && two.iter().all(|w| known(w) && w.chars().count() > 2) {
            return Finding::probable(RULE, span, " ", "a control character between two words");
        }
    }
    Finding::safe(RULE, span, "", "a control character inside a word")
}

/// A C1 control is a character of windows-1252 that was read as Latin-1; surely so unless other controls stand about.
fn mistaken(text: &Text<'_>, suspect: &Suspect, meant: char) -> Finding {
    let sure = text.suspects().of(Suspicion::Control).take(MOST_WITNESSES).all(|s| windows_1252(s.letter).is_some());
    let applicability = if sure { Applicability::Safe } else { Applicability::Unsafe };
    let span = Span::new(suspect.start(), suspect.end());
    Finding::edit(RULE, applicability, span, meant, format!("a control character that is {meant} in windows-1252"))
}

/// U+0085 is not asked about: it is as likely a line end as an ellipsis.
fn windows_1252(c: char) -> Option<char> {
    meant_by_control(c).filter(|&meant| meant != '…')
}

/// The length of the escape sequence (ECMA-48) that a text begins with.
fn escape_sequence(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.get(1)? {
        b'[' => {
            let body = bytes[2..].iter().take(LONGEST_ESCAPE).take_while(|b| matches!(b, 0x20..=0x3f)).count();
            // Without a parameter only the commonest are believed: `[G` may as well begin the text's own brackets.
            bytes
                .get(2 + body)
                .filter(|b| if body == 0 { b"mKJ".contains(b) } else { b.is_ascii_alphabetic() })
                .map(|_| body + 3)
        }
        b']' | b'P' | b'^' | b'_' => {
            let body = bytes[2..].iter().take(LONGEST_ESCAPE).take_while(|b| !matches!(b, 0x07 | 0x1b | b'\n')).count();
            match &bytes[2 + body..] {
                [0x07, ..] => Some(body + 3),
                [0x1b, b'\\', ..] => Some(body + 4),
                _ => None,
            }
        }
        _ => None,
    }
}

/// `X`, backspace, `X` is a bold `X`; `_`, backspace, `X` an underlined one. The first two characters go.
fn overstrike(text: &Text<'_>, at: usize) -> Option<Span> {
    let (before, after) = (text.before(at)?, text.after(at + 1)?);
    let struck = before == after && !before.is_whitespace() || before == '_' && chars::class(after).is_word();
    struck.then(|| Span::new(at - before.len_utf8(), at + 1))
}
