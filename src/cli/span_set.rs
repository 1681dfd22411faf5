//! A set of places in a text.

use crate::span::{Span, joined};

/// Sorted spans that neither overlap nor touch. An empty span stands for the byte at its place.
#[derive(Debug, Default)]
pub(super) struct SpanSet {
    spans: Vec<Span>,
}

impl SpanSet {
    /// The set of some spans, in any order.
    pub(super) fn of(spans: impl IntoIterator<Item = Span>) -> Self {
        Self { spans: joined(spans.into_iter().map(filled).collect()) }
    }

    /// True if a span shares a byte with the set: an edit that takes the end of a line away is not on the next line.
    pub(super) fn overlaps(&self, span: Span) -> bool {
        let span = filled(span);
        let next = self.spans.partition_point(|s| s.end <= span.start);
        self.spans.get(next).is_some_and(|s| s.start < span.end)
    }

    /// True if the place lies in the set.
    pub(super) fn has(&self, at: usize) -> bool {
        self.overlaps(Span::new(at, at))
    }
}

/// The span with the byte that it stands for.
pub(super) fn filled(span: Span) -> Span {
    Span::new(span.start, span.end.max(span.start + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_says_what_its_spans_say_one_by_one() {
        let spans = [Span::new(4, 6), Span::new(9, 9), Span::new(0, 2), Span::new(5, 8), Span::new(12, 14)];
        let set = SpanSet::of(spans);
        for start in 0..16 {
            assert_eq!(set.has(start), spans.iter().any(|s| filled(*s).range().contains(&start)), "{start}");
            for end in start..16 {
                let shares = |s: &Span| filled(*s).overlaps(filled(Span::new(start, end)));
                assert_eq!(set.overlaps(Span::new(start, end)), spans.iter().any(shares), "{start}..{end}");
            }
        }
    }
}
