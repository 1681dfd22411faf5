//! Edits that compose.
//!
//! A [`Patch`] is a sorted list of disjoint edits over one text. It applies, composes with the patch made on its
//! output, and maps positions of its output back. Nothing else in this crate edits strings, which is what makes
//! composable filters, exact diffs, review with accept and reject, and change logs one and the same thing.

use std::{borrow::Cow, collections::BTreeMap};

use crate::span::Span;

/// Replace `span` with `with`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What comes in its place; empty for a deletion.
    pub with: String,
}

impl Edit {
    /// Replace `span` with `with`.
    pub fn new(span: impl Into<Span>, with: impl Into<String>) -> Self {
        Self { span: span.into(), with: with.into() }
    }

    /// How many bytes longer it makes the text.
    pub(crate) fn growth(&self) -> isize {
        self.with.len().cast_signed() - self.span.len().cast_signed()
    }

    /// Where what it puts there lies in the output, `shift` being the growth of all edits before it.
    pub(crate) fn image(&self, shift: isize) -> Span {
        let start = self.span.start.saturating_add_signed(shift);
        Span::new(start, start + self.with.len())
    }
}

/// So many bytes make an edit long. What touches a long edit is not joined to it: an edit that is made inside of one carries
/// the rest along, and ten thousand edits inside of a whole text would carry ten thousand texts.
const LONG: usize = 1024;

/// Sorted, disjoint edits over one text. Edits that touch are kept as one unless they are long, so the list has one normal
/// form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    edits: Vec<Edit>,
}

impl Patch {
    /// The patch of these edits, in any order. An edit that overlaps an earlier one in the list is left out:
    /// the first to ask for a place gets it. Of two insertions at one place only the first stays.
    #[must_use]
    pub fn from_edits(edits: impl IntoIterator<Item = Edit>) -> Self {
        let mut kept: BTreeMap<usize, Edit> = BTreeMap::new();
        for edit in edits {
            // Two edits may not start at one place: that also settles the order of insertions.
            let clear_before = kept
                .range(..=edit.span.start)
                .next_back()
                .is_none_or(|(&start, before)| start < edit.span.start && before.span.end <= edit.span.start);
            let clear_after = kept.range(edit.span.start + 1..).next().is_none_or(|(&start, _)| edit.span.end <= start);
            if clear_before && clear_after {
                kept.insert(edit.span.start, edit);
            }
        }
        let mut patch = Self::default();
        for edit in kept.into_values() {
            patch.push(edit);
        }
        patch
    }

    /// Appends an edit that starts at or after the end of the last one, joining the two if they touch and the last is not
    /// long. An insertion is always joined, since no other edit may start where it does.
    fn push(&mut self, edit: Edit) {
        let is_long = |e: &Edit| e.span.len().max(e.with.len()) >= LONG && !e.span.is_empty();
        match self.edits.last_mut() {
            Some(last) if last.span.end == edit.span.start && (edit.span.is_empty() || !is_long(last)) => {
                last.span.end = edit.span.end;
                last.with.push_str(&edit.with);
            }
            _ => self.edits.push(edit),
        }
    }

    /// The edits, in order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// True if it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// How many bytes longer it makes the text.
    #[must_use]
    pub fn growth(&self) -> isize {
        self.edits.iter().map(Edit::growth).sum()
    }

    /// The text with the edits made. Borrows it if there are none.
    ///
    /// # Panics
    /// If an edit does not fall on character boundaries of `text`.
    #[must_use]
    pub fn apply<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.edits.is_empty() {
            return Cow::Borrowed(text);
        }
        let grown: usize = self.edits.iter().map(|e| e.with.len()).sum();
        let mut out = String::with_capacity(text.len() + grown);
        let mut at = 0;
        for edit in &self.edits {
            out.push_str(&text[at..edit.span.start]);
            out.push_str(&edit.with);
            at = edit.span.end;
        }
        out.push_str(&text[at..]);
        Cow::Owned(out)
    }

    /// This patch followed by `next`, which is over this one's output:
    /// `a.then(&b).apply(t) == b.apply(&a.apply(t))`.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let mut joined = Self::default();
        let (mut i, mut k) = (0, 0);
        let mut shift = 0isize;
        while i < self.edits.len() || k < next.edits.len() {
            // The next run of edits, of either patch, that touch in the text between the two.
            let (first, first_next, shift_before) = (i, k, shift);
            let mut run: Option<Span> = None;
            loop {
                let ours = self.edits.get(i).map(|e| e.image(shift));
                let theirs = next.edits.get(k).map(|e| e.span);
                let ours_first = match (ours, theirs) {
                    (Some(a), Some(b)) => a <= b,
                    (Some(_), None) => true,
                    (None, Some(_)) => false,
                    (None, None) => break,
                };
                let Some(ahead) = (if ours_first { ours } else { theirs }) else { break };
                match &mut run {
                    Some(run) if ahead.start > run.end => break,
                    Some(run) if ahead.start == run.end && run.len() >= LONG => break,
                    Some(run) => run.end = run.end.max(ahead.end),
                    None => run = Some(ahead),
                }
                if ours_first {
                    shift += self.edits[i].growth();
                    i += 1;
                } else {
                    k += 1;
                }
            }
            let Some(run) = run else { break };
            let pieces = Pieces { edits: &self.edits[first..i], shift: shift_before };
            let mut with = String::new();
            let mut at = run.start;
            for edit in &next.edits[first_next..k] {
                pieces.copy(Span::new(at, edit.span.start), &mut with);
                with.push_str(&edit.with);
                at = edit.span.end;
            }
            pieces.copy(Span::new(at, run.end), &mut with);
            joined.push(Edit::new(back(run.start, shift_before)..back(run.end, shift), with));
        }
        joined
    }

    /// An edit of this patch's output, said as an edit of its input; see [`Lifter::lift`].
    #[must_use]
    pub fn lift(&self, edit: &Edit) -> Edit {
        self.lifter().lift(edit)
    }

    /// Prepares for many questions.
    #[must_use]
    pub fn lifter(&self) -> Lifter<'_> {
        let mut shift = 0;
        let shifts = self.edits.iter().map(|edit| {
            let before = shift;
            shift += edit.growth();
            before
        });
        let mut shifts: Vec<isize> = shifts.collect();
        shifts.push(shift);
        Lifter { edits: &self.edits, shifts }
    }

    /// Where a span of the output comes from in the input: the smallest span that gave all of it.
    #[must_use]
    pub fn origin(&self, span: Span) -> Span {
        self.lift(&Edit::new(span, "")).span
    }

    /// Where a span of the input lies in the output.
    #[must_use]
    pub fn image(&self, span: Span) -> Span {
        self.lifter().image(span)
    }

    /// The same patch over a text that starts `by` bytes earlier.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        for edit in &mut self.edits {
            edit.span = edit.span.shifted(by);
        }
        self
    }

    /// Appends the edits of a patch over a later part of the same text.
    pub fn extend(&mut self, later: Self) {
        for edit in later.edits {
            self.push(edit);
        }
    }
}

/// Says edits of a patch's output as edits of its input and the other way round, each in logarithmic time.
pub struct Lifter<'p> {
    edits: &'p [Edit],
    /// By how much the edits before each one, and before the end, moved the text.
    shifts: Vec<isize>,
}

impl Lifter<'_> {
    /// An edit of the output, said as an edit of the input. What it covers of earlier replacements is absorbed; where
    /// it cuts through one, the rest of that replacement is carried along.
    #[must_use]
    pub fn lift(&self, edit: &Edit) -> Edit {
        let first = self.first_ending_after(edit.span.start);
        let mut last = first;
        let mut run = edit.span;
        while last < self.edits.len() && meets(self.replacement(last), edit.span) {
            let met = self.replacement(last);
            run = Span::new(run.start.min(met.start), run.end.max(met.end));
            last += 1;
        }
        let pieces = Pieces { edits: &self.edits[first..last], shift: self.shifts[first] };
        let mut with = String::new();
        pieces.copy(Span::new(run.start, edit.span.start), &mut with);
        with.push_str(&edit.with);
        pieces.copy(Span::new(edit.span.end, run.end), &mut with);
        Edit::new(back(run.start, self.shifts[first])..back(run.end, self.shifts[last]), with)
    }

    /// Where a span of the input lies in the output.
    #[must_use]
    pub fn image(&self, span: Span) -> Span {
        let place = |at: usize, end_side: bool| {
            let is_before = |e: &Edit| e.span.end < at || e.span.end == at && (end_side || !e.span.is_empty());
            let next = self.edits.partition_point(is_before);
            match self.edits.get(next) {
                Some(around) if around.span.start < at => {
                    let replacement = self.replacement(next);
                    if end_side { replacement.end } else { replacement.start }
                }
                _ => at.saturating_add_signed(self.shifts[next]),
            }
        };
        let start = place(span.start, false);
        Span::new(start, place(span.end, true).max(start))
    }

    /// Where the replacement of an edit lies in the output.
    fn replacement(&self, i: usize) -> Span {
        self.edits[i].image(self.shifts[i])
    }

    fn first_ending_after(&self, at: usize) -> usize {
        let (mut low, mut high) = (0, self.edits.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.replacement(middle).end <= at { low = middle + 1 } else { high = middle }
        }
        low
    }
}

/// An output position, said in the input.
fn back(at: usize, shift: isize) -> usize {
    at.saturating_add_signed(-shift)
}

/// True if the two share a byte, or one is a place strictly inside the other.
fn meets(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// The replacements of neighbouring edits, read by their places in the output.
struct Pieces<'p> {
    edits: &'p [Edit],
    shift: isize,
}

impl Pieces<'_> {
    /// Appends the output text of `part`, which must lie within the replacements.
    fn copy(&self, part: Span, out: &mut String) {
        let mut shift = self.shift;
        for edit in self.edits {
            let image = edit.image(shift);
            let from = part.start.max(image.start);
            let to = part.end.min(image.end);
            if from < to {
                out.push_str(&edit.with[from - image.start..to - image.start]);
            }
            shift += edit.growth();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A patch over a text of this many one-byte characters.
    fn patch_over(len: usize) -> impl Strategy<Value = Patch> {
        prop::collection::vec((0..=len, 0..=4usize, "[a-e]{0,4}"), 0..6).prop_map(move |edits| {
            Patch::from_edits(edits.into_iter().map(|(start, n, with)| Edit::new(start..(start + n).min(len), with)))
        })
    }

    fn two_patches() -> impl Strategy<Value = (String, Patch, Patch)> {
        "[x-z]{0,20}".prop_flat_map(|text| {
            let len = text.len();
            (Just(text), patch_over(len)).prop_flat_map(|(text, first)| {
                let len = first.apply(&text).len();
                (Just(text), Just(first), patch_over(len))
            })
        })
    }

    proptest! {
        #[test]
        fn composing_is_applying_twice((text, a, b) in two_patches()) {
            let stepwise = b.apply(&a.apply(&text)).into_owned();
            prop_assert_eq!(a.then(&b).apply(&text).into_owned(), stepwise);
        }

        #[test]
        fn a_lifted_edit_gives_the_same_text((text, a, b) in two_patches()) {
            for edit in b.edits() {
                let lifted = a.lift(edit);
                // Whatever it does not meet stays as the first patch made it.
                let rest = a.edits().iter().filter(|e| {
                    let meets = e.span.start < lifted.span.end && lifted.span.start < e.span.end;
                    !meets && e.span != lifted.span && !lifted.span.covers(e.span)
                });
                let both = Patch::from_edits(std::iter::once(lifted.clone()).chain(rest.cloned()));
                let alone = Patch::from_edits([edit.clone()]);
                if !lifted.span.is_empty() && !edit.span.is_empty() && a.edits().iter().all(|e| !e.span.is_empty()) {
                    prop_assert_eq!(both.apply(&text).into_owned(), alone.apply(&a.apply(&text)).into_owned());
                }
            }
        }

        #[test]
        fn normal_form_is_sorted_and_apart((_, a, b) in two_patches()) {
            let joined = a.then(&b);
            for pair in joined.edits().windows(2) {
                prop_assert!(pair[0].span.end < pair[1].span.start);
            }
        }

        #[test]
        fn origin_of_untouched_text_is_itself((text, a, _) in two_patches()) {
            let out = a.apply(&text).into_owned();
            for i in 0..out.len() {
                let from = a.origin(Span::new(i, i + 1));
                prop_assert!(from.end <= text.len());
                if from.len() == 1 && a.edits().iter().all(|e| !e.span.overlaps(from)) {
                    prop_assert_eq!(&text[from.range()], &out[i..=i]);
                }
            }
        }
    }

    #[test]
    fn edits_side_by_side_stay_short() {
        let text = "ab".repeat(10_000);
        let pairs = (0..text.len()).step_by(2);
        let first = Patch::from_edits(pairs.clone().map(|at| Edit::new(at..at + 2, "cd")));
        let second = Patch::from_edits(pairs.map(|at| Edit::new(at + 1..at + 2, "e")));
        let both = first.then(&second);
        for patch in [&first, &both] {
            assert!(patch.edits().iter().all(|e| e.with.len() <= 2 * LONG));
            assert_eq!(Patch::from_edits(patch.edits().iter().cloned()), *patch);
        }
        assert_eq!(both.apply(&text), second.apply(&first.apply(&text)));
        assert!(first.lift(&Edit::new(5000..5001, "")).with.len() <= 2 * LONG);
    }

    #[test]
    fn the_first_of_two_overlapping_edits_stays() {
        let patch = Patch::from_edits([Edit::new(2..5, "B"), Edit::new(0..3, "A"), Edit::new(5..6, "C")]);
        assert_eq!(patch.apply("012345678"), "01BC678");
    }
}
