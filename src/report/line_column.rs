//! Bytes to lines and columns, as people and editors count them.

use crate::finding::Finding;

/// Where a finding starts and ends; lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineColumnSpan {
    /// The line it starts on.
    pub line: usize,
    /// The column of its first character.
    pub column: usize,
    /// The line it ends on.
    pub end_line: usize,
    /// The column after its last character.
    pub end_column: usize,
}

/// The place of each finding, in their order. One walk over the text however many there are, since a single line may
/// be megabytes long and full of findings.
#[must_use]
pub fn line_column_spans(text: &str, findings: &[Finding]) -> Vec<LineColumnSpan> {
    let mut offsets: Vec<(usize, usize)> =
        findings.iter().enumerate().flat_map(|(i, f)| [(f.span.start, 2 * i), (f.span.end, 2 * i + 1)]).collect();
    offsets.sort_unstable();
    let mut places = vec![LineColumnSpan::default(); findings.len()];
    let (mut at, mut line, mut column) = (0, 1, 1);
    for (offset, which) in offsets {
        let passed = &text[at..offset];
        match memchr::memrchr(b'\n', passed.as_bytes()) {
            Some(last) => {
                line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
                column = 1 + passed[last + 1..].chars().count();
            }
            None => column += passed.chars().count(),
        }
        at = offset;
        let place = &mut places[which / 2];
        if which % 2 == 0 {
            (place.line, place.column) = (line, column);
        } else {
            (place.end_line, place.end_column) = (line, column);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn columns_count_characters_and_findings_may_come_in_any_order() {
        let text = "naïve\nde été\n";
        let at = |from: &str| text.find(from).expect("the text holds it");
        let finding = |start: usize, end: usize| Finding::flag("x", Span::new(start, end), "");
        let found = line_column_spans(
            text,
            &[finding(at("de"), at("de") + 2), finding(at("ve"), at("ve") + 2), finding(4, at("de") + 1)],
        );
        assert_eq!(found[0], LineColumnSpan { line: 2, column: 1, end_line: 2, end_column: 3 });
        assert_eq!(found[1], LineColumnSpan { line: 1, column: 4, end_line: 1, end_column: 6 });
        assert_eq!(found[2].line, 1);
        assert_eq!(found[2].end_line, 2);
    }
}
