//! A weave: the original text and every replacement, interleaved, so that any choice of findings can be read off it.
//!
//! Each piece knows which finding made it and which findings remove it. A piece shows if its maker is active and none of its
//! removers is. Choosing other findings changes no piece, only which of them show; so leaving one finding out can
//! never shift or spoil another, and text that no active finding touches is the original's.
//!
//! A finding *builds on* an earlier one if it touches what that one changed: without the earlier it would be made on
//! text it was never meant for, so it falls with it. The exception is a finding that swallows the earlier one whole,
//! together with other words: deleting a repeated sentence is right whether or not a letter in it was mended before.

use std::{borrow::Cow, ops::Range};

use crate::{
    patch::{Edit, Patch},
    pipeline::{Outcome, StagedEdit},
    span::Span,
};

/// A stretch of text with one history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'t> {
    /// The text.
    pub text: Cow<'t, str>,
    /// The finding whose replacement it is part of; `None` for the original's own text.
    pub made_by: Option<usize>,
    /// The findings that remove it, in the order of making.
    pub removed_by: Vec<usize>,
}

/// The original and all findings of one outcome, interleaved.
#[derive(Clone, Debug)]
pub struct Weave<'t> {
    pieces: Vec<Piece<'t>>,
    builds_on: Vec<Vec<usize>>,
    excluded_by: Vec<Vec<usize>>,
}

impl<'t> Weave<'t> {
    /// Weaves the findings of `outcome`, which came of cleaning `original`.
    #[must_use]
    pub fn new(original: &'t str, outcome: &Outcome) -> Self {
        let count = outcome.staged_edits.len();
        let mut weaving = Weaving {
            weave: Self {
                pieces: vec![Piece { text: Cow::Borrowed(original), made_by: None, removed_by: Vec::new() }],
                builds_on: vec![Vec::new(); count],
                excluded_by: vec![Vec::new(); count],
            },
            applied: outcome.applied,
            made: vec![0; count],
        };
        let mut start = 0;
        for batch in outcome.staged_edits[..outcome.applied].chunk_by(|a, b| a.step == b.step) {
            let mut edits: Vec<(usize, &Edit)> = batch.iter().enumerate().map(|(i, p)| (start + i, &p.edit)).collect();
            edits.sort_by_key(|(_, edit)| edit.span);
            weaving.lay(&edits);
            start += batch.len();
        }
        weaving.lay_proposals(&outcome.staged_edits);
        weaving.weave
    }

    /// The pieces, in the order of the text.
    #[must_use]
    pub fn pieces(&self) -> &[Piece<'t>] {
        &self.pieces
    }

    /// The earlier findings without which this one cannot be made.
    #[must_use]
    pub fn builds_on(&self, finding: usize) -> &[usize] {
        &self.builds_on[finding]
    }

    /// The earlier findings that ask for the same place, so that only one of them can be made.
    #[must_use]
    pub fn excluded_by(&self, finding: usize) -> &[usize] {
        &self.excluded_by[finding]
    }

    /// The choice as a patch over the original. `active` says of each finding whether it is made, `text` what a person
    /// put in place of its replacement.
    #[must_use]
    pub fn patch(&self, active: &[bool], text: &dyn Fn(usize) -> Option<&'t str>) -> Patch {
        let mut edits = Vec::new();
        let mut put = vec![false; active.len()];
        let mut edit: Option<(Edit, String)> = None;
        let mut at = 0;
        for piece in &self.pieces {
            let shown = shows(piece, |f| active[f]);
            match (piece.made_by, shown) {
                (None, true) if piece.text.is_empty() => {}
                (None, true) => {
                    edits.extend(edit.take());
                    at += piece.text.len();
                }
                (None, false) => {
                    let (edit, was) = edit.get_or_insert_with(|| (Edit::new(at..at, ""), String::new()));
                    at += piece.text.len();
                    edit.span.end = at;
                    was.push_str(&piece.text);
                }
                (Some(maker), true) => {
                    let (edit, _) = edit.get_or_insert_with(|| (Edit::new(at..at, ""), String::new()));
                    match text(maker) {
                        None => edit.with.push_str(&piece.text),
                        Some(typed) if !put[maker] => edit.with.push_str(typed),
                        Some(_) => {}
                    }
                    put[maker] = true;
                }
                (Some(_), false) => {}
            }
        }
        edits.extend(edit);
        Patch::from_edits(edits.into_iter().filter(|(edit, was)| edit.with != *was).map(|(edit, _)| edit))
    }
}

/// True if the piece shows when these findings are active.
pub fn shows(piece: &Piece<'_>, active: impl Fn(usize) -> bool) -> bool {
    piece.made_by.is_none_or(&active) && !piece.removed_by.iter().any(|&f| active(f))
}

/// A weave in the making.
struct Weaving<'t> {
    weave: Weave<'t>,
    /// Findings below this index were applied by the pipeline; the rest are proposals over its output.
    applied: usize,
    /// How many bytes each finding put in.
    made: Vec<usize>,
}

impl Weaving<'_> {
    /// Proposals may overlap: laid in layers of disjoint edits, which change no position since none of them is applied.
    fn lay_proposals(&mut self, places: &[StagedEdit]) {
        let mut rest: Vec<(usize, &Edit)> =
            places.iter().enumerate().skip(self.applied).map(|(i, place)| (i, &place.edit)).collect();
        rest.sort_by_key(|&(i, edit)| (edit.span, i));
        self.exclude_overlaps(&rest);
        while !rest.is_empty() {
            let mut layer: Vec<(usize, &Edit)> = Vec::new();
            let mut others = Vec::new();
            for (i, edit) in rest {
                if layer.last().is_none_or(|(_, last)| apart(last.span, edit.span)) {
                    layer.push((i, edit));
                } else {
                    others.push((i, edit));
                }
            }
            self.lay(&layer);
            rest = others;
        }
    }

    /// Of two proposals for one place, the one found first goes before.
    fn exclude_overlaps(&mut self, sorted: &[(usize, &Edit)]) {
        let mut open: Vec<(usize, &Edit)> = Vec::new();
        for &(i, edit) in sorted {
            open.retain(|(_, before)| !apart(before.span, edit.span));
            for &(k, _) in &open {
                self.weave.excluded_by[i.max(k)].push(i.min(k));
            }
            open.push((i, edit));
        }
    }

    /// Weaves in disjoint edits, sorted by place, over the text as the applied findings so far leave it.
    fn lay(&mut self, edits: &[(usize, &Edit)]) {
        self.cut_at_edges(edits);
        let mut removals: Vec<(Range<usize>, usize)> = Vec::new();
        let mut next = Cursor { index: 0, at: 0 };
        for &(finding, edit) in edits {
            self.advance(&mut next, edit.span.start);
            let first = next.index;
            let mut last = first;
            while next.at < edit.span.end && next.index < self.weave.pieces.len() {
                next.at += self.shown_len(next.index);
                next.index += 1;
                last = next.index;
            }
            let range = self.relate(finding, first..last);
            removals.push((range, finding));
        }
        self.weave_in(edits, removals);
    }

    /// Cuts pieces in two wherever an edit begins or ends.
    fn cut_at_edges(&mut self, edits: &[(usize, &Edit)]) {
        let mut edges: Vec<usize> = edits.iter().flat_map(|(_, edit)| [edit.span.start, edit.span.end]).collect();
        edges.sort_unstable();
        edges.dedup();
        let mut edges = edges.into_iter().peekable();
        let mut cut = Vec::with_capacity(self.weave.pieces.len() + 2 * edits.len());
        let mut at = 0;
        for mut piece in std::mem::take(&mut self.weave.pieces) {
            if !shows(&piece, |f| f < self.applied) {
                cut.push(piece);
                continue;
            }
            let end = at + piece.text.len();
            while let Some(edge) = edges.next_if(|&edge| edge < end) {
                if edge > at {
                    let (before, after) = split(piece, edge - at);
                    cut.push(before);
                    piece = after;
                    at = edge;
                }
            }
            at = end;
            cut.push(piece);
        }
        self.weave.pieces = cut;
    }

    /// Moves on to the first piece that shows text at `place`, past what is hidden before it.
    fn advance(&self, next: &mut Cursor, place: usize) {
        while next.index < self.weave.pieces.len() && (next.at < place || self.shown_len(next.index) == 0) {
            next.at += self.shown_len(next.index);
            next.index += 1;
        }
    }

    /// How many bytes of a piece show in the text as the applied findings leave it.
    fn shown_len(&self, index: usize) -> usize {
        let piece = &self.weave.pieces[index];
        if shows(piece, |f| f < self.applied) { piece.text.len() } else { 0 }
    }

    /// Notes what a finding builds on, and gives the pieces it removes: those of its span, and what lies hidden in
    /// and beside it of the findings it swallows.
    fn relate(&mut self, finding: usize, span: Range<usize>) -> Range<usize> {
        let before = (0..span.start).rev().take_while(|&i| self.shown_len(i) == 0).last().unwrap_or(span.start);
        let after = (span.end..self.weave.pieces.len())
            .take_while(|&i| self.shown_len(i) == 0)
            .last()
            .map_or(span.end, |i| i + 1);
        let beside = [before.checked_sub(1), Some(after).filter(|&i| i < self.weave.pieces.len())];
        let mut touched: Vec<usize> =
            (before..after).chain(beside.into_iter().flatten()).filter_map(|i| self.owner(i)).collect();
        touched.sort_unstable();
        touched.dedup();
        let swallowed = self.swallowed(&span, &touched);
        let is_swallowed = |f: &usize| swallowed.binary_search(f).is_ok();
        self.weave.builds_on[finding] = touched.into_iter().filter(|f| !is_swallowed(f)).collect();
        let ours = |i: &usize| self.owner(*i).is_some_and(|f| is_swallowed(&f));
        let start = (before..span.start).rev().take_while(ours).last().unwrap_or(span.start);
        let end = (span.end..after).take_while(ours).last().map_or(span.end, |i| i + 1);
        start..end
    }

    /// The applied finding that last changed a piece: its remover, or else its maker.
    fn owner(&self, index: usize) -> Option<usize> {
        let piece = &self.weave.pieces[index];
        piece.removed_by.iter().copied().rev().chain(piece.made_by).find(|&f| f < self.applied)
    }

    /// Those of the earlier findings, sorted, all of whose work goes when these pieces are removed, and other words
    /// besides. One walk for all of them: a deleted page may hold thousands.
    fn swallowed(&self, span: &Range<usize>, touched: &[usize]) -> Vec<usize> {
        let pieces = &self.weave.pieces[span.clone()];
        let is_word =
            |p: &Piece<'_>| p.made_by.is_none() && p.removed_by.is_empty() && p.text.contains(char::is_alphanumeric);
        if touched.is_empty() || !pieces.iter().any(is_word) {
            return Vec::new();
        }
        let mut inside = vec![Inside::default(); touched.len()];
        for piece in pieces {
            if let Some(i) = piece.made_by.and_then(|f| touched.binary_search(&f).ok()) {
                inside[i].put += piece.text.len();
                inside[i].is_changed |= !piece.removed_by.is_empty();
            }
            for i in piece.removed_by.iter().filter_map(|f| touched.binary_search(f).ok()) {
                inside[i].removes = true;
            }
        }
        let beside = [span.start.wrapping_sub(1), span.end].map(|i| self.weave.pieces.get(i));
        let is_whole = |earlier: usize, inside: &Inside| {
            if self.made[earlier] > 0 {
                inside.put == self.made[earlier] && !inside.is_changed
            } else {
                inside.removes && !beside.iter().flatten().any(|p| p.removed_by.contains(&earlier))
            }
        };
        touched.iter().zip(&inside).filter(|(f, inside)| is_whole(**f, inside)).map(|(f, _)| *f).collect()
    }

    /// Marks the removals and puts each replacement after what it replaces.
    fn weave_in(&mut self, edits: &[(usize, &Edit)], removals: Vec<(Range<usize>, usize)>) {
        let mut woven = Vec::with_capacity(self.weave.pieces.len() + edits.len());
        let mut removals = removals.into_iter().zip(edits).peekable();
        let put = |woven: &mut Vec<Piece<'_>>, made: &mut [usize], finding: usize, edit: &Edit| {
            made[finding] = edit.with.len();
            woven.push(Piece { text: Cow::Owned(edit.with.clone()), made_by: Some(finding), removed_by: Vec::new() });
        };
        let old = std::mem::take(&mut self.weave.pieces);
        for (i, mut piece) in old.into_iter().enumerate() {
            while let Some(((_, finding), (_, edit))) = removals.next_if(|((range, _), _)| range.end <= i) {
                put(&mut woven, &mut self.made, finding, edit);
            }
            if let Some(((range, finding), _)) = removals.peek()
                && range.contains(&i)
            {
                piece.removed_by.push(*finding);
            }
            woven.push(piece);
        }
        for ((_, finding), (_, edit)) in removals {
            put(&mut woven, &mut self.made, finding, edit);
        }
        self.weave.pieces = woven;
    }
}

/// What some pieces hold of a finding's work.
#[derive(Clone, Copy, Default)]
struct Inside {
    /// Bytes it put in.
    put: usize,
    /// A later finding changed some of them.
    is_changed: bool,
    /// Pieces it removes are among them.
    removes: bool,
}

/// A place in the weave: a piece, and where it begins in the text that shows.
struct Cursor {
    index: usize,
    at: usize,
}

/// True if two edits can both be made.
fn apart(a: Span, b: Span) -> bool {
    a != b && !a.overlaps(b)
}

/// Cuts a piece in two.
fn split(piece: Piece<'_>, at: usize) -> (Piece<'_>, Piece<'_>) {
    let (before, after) = match piece.text {
        Cow::Borrowed(text) => (Cow::Borrowed(&text[..at]), Cow::Borrowed(&text[at..])),
        Cow::Owned(text) => (Cow::Owned(text[..at].to_owned()), Cow::Owned(text[at..].to_owned())),
    };
    let rest = Piece { text: after, made_by: piece.made_by, removed_by: piece.removed_by.clone() };
    (Piece { text: before, ..piece }, rest)
}
