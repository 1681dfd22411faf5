//! Where a long document is cut into parts.

use crate::{span::Span, text::Protected};

/// Longer texts are cut into parts, so that working memory stays in cache.
pub(super) const LONG: usize = 128 * 1024;

/// A part has so many bytes, if paragraphs or lines allow.
const PART: std::ops::Range<usize> = 32 * 1024..96 * 1024;

/// Cuts a long text at blank lines, or at line ends where there are none.
pub(super) fn parts(source: &str, protected: &Protected) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start = 0;
    while source.len() - start > LONG {
        let Some(end) = end_of_part(source.as_bytes(), start, protected) else { break };
        // What is asked of the end of a document needs some of it.
        if source.len() - end < PART.start {
            break;
        }
        parts.push(Span::new(start, end));
        start = end;
    }
    parts.push(Span::new(start, source.len()));
    parts
}

/// Where the part that begins at `start` ends: before the paragraph in reach whose first letters hash lowest. Parts that
/// begin elsewhere mostly end there too, so that an edit moves no cut but those right behind it, and the same text is cut
/// alike when it has been cleaned.
fn end_of_part(bytes: &[u8], start: usize, protected: &Protected) -> Option<usize> {
    let from = start + PART.start;
    let reach = &bytes[from..bytes.len().min(start + PART.end)];
    let open = |end: &usize| *end < bytes.len() && is_firm(bytes, *end) && !protected.touches(Span::new(*end, *end));
    let head = |end: &usize| {
        let head = bytes[*end..].first_chunk::<8>().map_or(0, |head| u64::from_le_bytes(*head));
        head.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
    };
    // Behind more line ends than these no part may begin.
    let past = |at: usize| from + at + bytes[from + at..].iter().take(4).take_while(|&&b| b == b'\n').count();
    let ends = || memchr::memchr_iter(b'\n', reach);
    let blank = ends().filter(|at| reach.get(at + 1) == Some(&b'\n')).map(past).filter(open);
    let line = || ends().map(|at| from + at + 1).filter(open);
    // Where no line end is firm, a part ends before the next ones, all of which are then seen together.
    let beyond = || {
        let ends = memchr::memchr_iter(b'\n', &bytes[from + reach.len()..]).map(|at| from + reach.len() + at);
        ends.filter(|&end| bytes[end - 1] != b'\n').find(|&end| !protected.touches(Span::new(end, end)))
    };
    blank.min_by_key(head).or_else(|| line().min_by_key(head)).or_else(beyond)
}

/// True if nothing about a line end will be mended: letters or signs on both sides, and no more empty lines than stay.
fn is_firm(bytes: &[u8], end: usize) -> bool {
    let line_ends = bytes[..end].iter().rev().take_while(|&&b| b == b'\n').take(4).count();
    let before = &bytes[..end - line_ends];
    let shown = before.last().is_some_and(|b| !b.is_ascii_whitespace()) && !before.ends_with("\u{FEFF}".as_bytes());
    // What begins with the other bytes may be a space or invisible.
    let begins = bytes[end].is_ascii_graphic() || matches!(bytes[end], 0xC3..=0xE1 | 0xE3..=0xED | 0xF0);
    line_ends <= 3 && shown && begins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(source: &str) -> Vec<&str> {
        let parts = parts(source, &Protected::default());
        assert!(parts.windows(2).all(|two| two[0].end == two[1].start) && parts[parts.len() - 1].end == source.len());
        parts[1..].iter().map(|part| source[part.range()].split('.').next().unwrap_or_default()).collect()
    }

    #[test]
    fn an_edit_moves_no_cut_but_those_right_behind_it() {
        for between in ["\n\n", "\n"] {
            let paragraph = |i: usize| format!("{:x} is told of here.{between}", i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let text: String = (0..40_000).map(paragraph).collect();
            let cuts = heads(&text);
            assert!(cuts.len() > 10);
            let edited = format!("More is said at first.{between}{text}");
            let kept = heads(&edited).iter().filter(|head| cuts.contains(head)).count();
            assert!(kept + 3 >= cuts.len(), "{kept} of {}", cuts.len());
        }
    }

    #[test]
    fn blanks_at_every_line_end_are_no_bar() {
        assert!(parts(&"A line and a blank. \n\n".repeat(50_000), &Protected::default()).len() > 2);
    }

    #[test]
    fn a_text_without_line_ends_is_one_part() {
        assert_eq!(parts(&"word ".repeat(100_000), &Protected::default()).len(), 1);
    }
}
