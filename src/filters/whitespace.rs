//! Blanks that are one too many, at a line's end, or of a kind that does not belong between words.
//!
//! Lost tags and copied tables leave doubled spaces, tabs and no-break spaces in prose; converters leave blanks at line ends,
//! line separators and bare carriage returns. Layout stays: indentation, columns, verse, Markdown's hard breaks, two spaces
//! after a full stop, the no-break and narrow spaces of good typography, the ideographic space of East Asian text.

use crate::{
    chars::{self, Script, Suspicion},
    finding::{Context, Filter, Finding, Stage},
    span::Span,
    text::{
        Format, Suspect, Text,
        block::{BLOCK, places},
    },
};

const RULE: &str = "whitespace";

/// A shorter line may be verse, a heading or a row of a table, where gaps are layout.
const PROSE_CHARS: usize = 40;
const PROSE_WORDS: usize = 6;

/// A line with as many gaps is justified or tabular.
const MANY_GAPS: usize = 4;

/// A line with as many no-break spaces between plain words was converted badly.
const MANY_NO_BREAKS: usize = 3;

/// No prose has longer lines; what lies further on is left alone.
const LONGEST_LINE: usize = 20_000;

const ODD_END: &str = "a line end unlike the others";

/// The filter.
pub struct Whitespace;

impl Filter for Whitespace {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Layout
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        if matches!(text.format(), Format::Source | Format::Html) {
            return;
        }
        line_ends(text, found);
        let mut done = 0;
        let bytes = text.as_str().as_bytes();
        irregular(text.as_str()).for_each(|at| {
            if bytes[at] == b'\n' {
                blank_lines(text, at, found);
            } else if at >= done {
                let line = text.line_around(at);
                judge_line(text, line, found);
                done = line.end + 1;
            }
        });
        // Lines whose only irregularity is a space that is not ASCII.
        let mut last = None;
        let mut is_eastern = false;
        for suspect in text.suspects().of(Suspicion::Space) {
            let line = match last {
                Some(line @ Span { end, .. }) if suspect.start() < end => line,
                _ => text.line_around(suspect.start()),
            };
            if last != Some(line) {
                is_eastern = text.slice(line).chars().any(|c| chars::group(chars::script(c)) == Script::Han);
                no_breaks(text, line, found);
                let plain = text.slice(line);
                if !has_irregular(plain) && (plain.trim_end() != plain || doubled(plain)) {
                    judge_line(text, line, found);
                }
            }
            last = Some(line);
            found.extend(exotic(text, is_eastern, suspect));
        }
    }
}

/// Where two bytes in a row are not as in plain prose: a blank before a blank, line end, comma or full stop; a tab; three
/// line ends.
fn irregular(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).step_by(BLOCK).flat_map(move |start| {
        let block = |at: usize| bytes.get(at..).and_then(<[u8]>::first_chunk::<BLOCK>);
        match (block(start), block(start + 1)) {
            (Some(these), Some(next)) => places(start, |i| is_irregular(these[i], next[i])),
            _ => places(start, |i| {
                let byte = |at: usize| bytes.get(at).copied();
                byte(start + i).is_some_and(|here| is_irregular(here, byte(start + i + 1).unwrap_or(b'\n')))
            }),
        }
    })
}

fn has_irregular(line: &str) -> bool {
    irregular(line).next().is_some()
}

/// Written without branches, so that the compiler can judge many bytes at once.
fn is_irregular(a: u8, b: u8) -> bool {
    let ends = (b == b' ') | (b == b'\n') | (b == b'\r') | (b == b'\t') | (b == b',') | (b == b'.');
    (a == b' ') & ends | (a == b'\t') | (a == b'\n') & (b == b'\n')
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}')
}

fn doubled(line: &str) -> bool {
    let mut last = 'x';
    line.chars().any(|c| std::mem::replace(&mut last, c) != 'x' && is_blank(c) && is_blank(last))
}

/// Three and more blank lines say no more than one.
fn blank_lines(text: &Text<'_>, at: usize, found: &mut Vec<Finding>) {
    let bytes = text.as_str().as_bytes();
    if at > 0 && bytes[at - 1] == b'\n' {
        return;
    }
    let run = bytes[at..].iter().take_while(|&&b| b == b'\n').count();
    if run > 3 && at + run < bytes.len() {
        found.push(Finding::safe(RULE, Span::new(at + 2, at + run), "", "more blank lines than one"));
    }
}

fn judge_line(text: &Text<'_>, line: Span, found: &mut Vec<Finding>) {
    if line.end - line.start > LONGEST_LINE {
        return;
    }
    let source = text.slice(line);
    let end = source.strip_suffix('\r').unwrap_or(source);
    let body = end.trim_end_matches(is_blank);
    if body.len() < end.len() && is_waste(text, line, body, &end[body.len()..]) {
        found.push(Finding::safe(
            RULE,
            Span::new(line.start + body.len(), line.start + end.len()),
            "",
            "blanks at the end of a line",
        ));
    }
    let prose = body.trim_start_matches(is_blank);
    let indent = body.len() - prose.len();
    if is_prose(prose) {
        gaps(text, line.start + indent, prose, found);
        before_punctuation(line.start + indent, prose, found);
    }
}

/// False for a hard break of Markdown and for the mark above an e-mail's signature.
fn is_waste(text: &Text<'_>, line: Span, body: &str, tail: &str) -> bool {
    if text.format() == Format::Markdown {
        let next = text.as_str()[line.end..].strip_prefix('\n').unwrap_or("");
        let breaks = tail.len() > 1 || next.trim_start_matches(is_blank).starts_with('\n');
        return !body.is_empty() && !breaks;
    }
    body != "--"
}

/// A sentence or more, and no table, drawing or row of leaders.
fn is_prose(line: &str) -> bool {
    line.len() >= PROSE_CHARS
        && words(line) >= PROSE_WORDS
        && !line.contains(['|', '│', '┃', '║'])
        && !line.contains("....")
        && !line.contains(". . .")
        && !line.contains("……")
}

fn words(text: &str) -> usize {
    text.split(is_blank).filter(|w| w.chars().any(char::is_alphabetic)).count()
}

/// Doubled blanks and tabs inside a line.
fn gaps(text: &Text<'_>, start: usize, prose: &str, found: &mut Vec<Finding>) {
    let mut gaps: Vec<Span> = Vec::new();
    for (at, c) in prose.char_indices().filter(|&(_, c)| is_blank(c)) {
        match gaps.last_mut() {
            Some(gap) if gap.end == at => gap.end = at + c.len_utf8(),
            _ => gaps.push(Span::new(at, at + c.len_utf8())),
        }
    }
    gaps.retain(|gap| prose[gap.range()].chars().count() > 1 || prose[gap.range()].starts_with('\t'));
    if gaps.len() >= MANY_GAPS || prose.matches('\t').count() > 1 {
        return;
    }
    for gap in gaps {
        let (left, right) = (&prose[..gap.start], &prose[gap.end..]);
        if words(left) < 2 || words(right) < 2 || ends_sentence(left) || !meets(left, right) {
            continue;
        }
        let place = Span::new(start + gap.start, start + gap.end);
        if is_column(text, place) {
            continue;
        }
        let message = if prose[gap.range()].contains('\t') {
            "a tab between two words"
        } else {
            "more than one blank between two words"
        };
        found.push(Finding::safe(RULE, place, blank_between(left, right), message));
    }
}

/// After the end of a sentence, or a colon, two blanks are a typist's habit.
fn ends_sentence(left: &str) -> bool {
    left.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', '_']).ends_with(['.', '!', '?', ':', '…', '。'])
}

/// Words, or their punctuation, on both sides.
fn meets(left: &str, right: &str) -> bool {
    let word = |c: Option<char>| {
        c.is_some_and(|c| {
            c.is_alphanumeric()
                || matches!(
                    c,
                    ',' | ';'
                        | '"'
                        | '“'
                        | '”'
                        | '„'
                        | '«'
                        | '»'
                        | '('
                        | ')'
                        | '’'
                        | '\''
                        | '‘'
                        | '%'
                        | '–'
                        | '—'
                        | '&'
                )
        })
    };
    word(left.chars().next_back()) && word(right.chars().next())
}

/// One of the blanks stays: the no-break one where French wants it.
fn blank_between(left: &str, right: &str) -> &'static str {
    if left.ends_with('«') || right.starts_with(['»', '%']) { "\u{A0}" } else { " " }
}

/// Blanks that nobody types by mistake in line after line.
const PAUSE: &str = "   ";

/// The gap ends where one of the line above or below does: a column. Or each line has a wide one: the pause of a verse.
fn is_column(text: &Text<'_>, gap: Span) -> bool {
    let line = text.line_around(gap.start);
    let column = gap.end - line.start;
    let wide = gap.end - gap.start >= PAUSE.len();
    let has = |other: Span| {
        let bytes = text.slice(other).as_bytes();
        bytes.contains(&b'\t')
            || wide && text.slice(other).trim().contains(PAUSE)
            || column < bytes.len() && column > 1 && bytes[column - 2..column] == *b"  " && bytes[column] != b' '
    };
    let above = line.start > 0 && has(text.line_around(line.start - 1));
    above || line.end < text.as_str().len() && has(text.line_around(line.end + 1))
}

/// A blank before a comma, or before the full stop of a sentence.
fn before_punctuation(start: usize, prose: &str, found: &mut Vec<Finding>) {
    for (at, _) in prose.match_indices([',', '.']) {
        let left = prose[..at].trim_end_matches(' ');
        let (blanks, right) = (at - left.len(), &prose[at + 1..]);
        let word = left.chars().rev().take_while(|c| c.is_alphabetic()).count() > 1;
        let closes = if prose[at..].starts_with(',') {
            right.starts_with(' ')
        } else {
            right.is_empty() || right.starts_with(' ') && right[1..].starts_with(char::is_uppercase)
        };
        if blanks > 0 && word && closes {
            let place = Span::new(start + left.len(), start + at);
            found.push(Finding::safe(RULE, place, "", "a blank before punctuation"));
        }
    }
}

/// Carriage returns that end no line with a line feed, and line ends unlike most of the text's.
fn line_ends(text: &Text<'_>, found: &mut Vec<Finding>) {
    let bytes = text.as_str().as_bytes();
    if memchr::memchr(b'\r', bytes).is_none() {
        return;
    }
    let (mut pairs, mut feeds) = (Vec::new(), Vec::new());
    let mut last = usize::MAX;
    for at in memchr::memchr2_iter(b'\r', b'\n', bytes) {
        let after_return = last.checked_add(1) == Some(at) && bytes[last] == b'\r';
        match bytes[at] {
            b'\n' if after_return => pairs.push(at),
            b'\n' => feeds.push(at),
            _ => match bytes.get(at + 1) {
                Some(b'\n') => {}
                Some(b'\r') => found.push(Finding::safe(RULE, Span::new(at, at + 1), "", "a carriage return too many")),
                _ => found.push(Finding::safe(RULE, Span::new(at, at + 1), "\n", "a bare carriage return")),
            },
        }
        last = at;
    }
    if pairs.is_empty() || feeds.is_empty() {
        return;
    }
    if pairs.len() > feeds.len() {
        found.extend(feeds.into_iter().map(|at| Finding::safe(RULE, Span::new(at, at), "\r", ODD_END)));
    } else {
        found.extend(pairs.into_iter().map(|at| Finding::safe(RULE, Span::new(at - 1, at), "", ODD_END)));
    }
}

/// No-break spaces between plain words: a few are care, many are a bad conversion.
fn no_breaks(text: &Text<'_>, line: Span, found: &mut Vec<Finding>) {
    let source = text.slice(line);
    if line.end - line.start > LONGEST_LINE || source.matches('\u{A0}').count() < MANY_NO_BREAKS {
        return;
    }
    let long = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_lowercase);
    let plain: Vec<usize> = source
        .match_indices('\u{A0}')
        .map(|(at, space)| (line.start + at, line.start + at + space.len()))
        .filter(|&(start, end)| long(text.letters_before(start)) && long(text.letters_after(end)))
        .map(|(start, _)| start)
        .collect();
    if plain.len() >= MANY_NO_BREAKS {
        let spans = plain.into_iter().map(|at| Span::new(at, at + '\u{A0}'.len_utf8()));
        found.extend(spans.map(|span| Finding::safe(RULE, span, " ", "a no-break space between plain words")));
    }
}

/// Spaces and separators that are no part of the typography of the passage.
fn exotic(text: &Text<'_>, in_eastern: bool, suspect: &Suspect) -> Option<Finding> {
    let (before, after) = (text.before(suspect.start()), text.after(suspect.end()));
    let between_words =
        before.is_some_and(|c| chars::class(c).is_word()) && after.is_some_and(|c| chars::class(c).is_word());
    let ogham = |c: Option<char>| c.is_some_and(|c| chars::script(c) == Script::Ogham);
    let (with, message) = match suspect.letter {
        '\u{2028}' | '\u{2029}' => {
            (separator(suspect.letter, before, after), "a line separator, which few programs show")
        }
        '\u{2000}'..='\u{2006}' | '\u{2008}' | '\u{205F}' if between_words => {
            (" ", "a space of another width between two words")
        }
        '\u{1680}' if between_words && !ogham(before) && !ogham(after) => {
            (" ", "an Ogham space mark between two words")
        }
        '\u{3000}' if between_words && !in_eastern => (" ", "an ideographic space in text that is not East Asian"),
        _ => return None,
    };
    Some(Finding::safe(RULE, Span::new(suspect.start(), suspect.end()), with, message))
}

/// A separator is a line end, unless there is one already or a sentence goes on.
fn separator(letter: char, before: Option<char>, after: Option<char>) -> &'static str {
    let at_end = |c: Option<char>| c.is_none_or(|c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'));
    if at_end(before) || at_end(after) {
        ""
    } else if after.is_some_and(char::is_lowercase) {
        if before.is_some_and(is_blank) { "" } else { " " }
    } else if letter == '\u{2029}' {
        "\n\n"
    } else {
        "\n"
    }
}
