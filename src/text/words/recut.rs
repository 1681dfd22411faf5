//! The words of an edited text, from those before the edits: only what lies around an edit is cut again.

use super::{Word, cut_from};
use crate::patch::Patch;

/// So many bytes behind its end can change a word: an apostrophe and three letters.
const REACH: usize = 16;

/// The words of an edited text.
#[derive(Debug)]
pub struct Recut {
    /// All of them, as [`cut`](super::cut) gives them.
    pub words: Vec<Word>,
    /// Those that are as they were but for their places, in order.
    pub kept: Vec<Kept>,
}

/// Words in a row that edits left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Where the first of them was among the words before.
    pub old: usize,
    /// Where it is now.
    pub new: usize,
    /// How many they are.
    pub length: usize,
}

/// Cuts what a patch gave, `text`, into words, knowing the words `before` of the text it was made for.
#[must_use]
pub fn recut(before: &[Word], patch: &Patch, text: &str) -> Recut {
    let mut recut = Recut { words: Vec::with_capacity(before.len() + 16), kept: Vec::new() };
    // The first word before that was not looked at, and how far the text has moved there.
    let (mut next, mut moved) = (0, 0_isize);
    // Whether the words before from `next` on are cut alike.
    let mut in_step = true;
    let mut edits = patch.edits().iter().peekable();
    while let Some(edit) = edits.next() {
        if in_step {
            let untouched = before[next..].partition_point(|word| word.end as usize + REACH <= edit.span.start);
            recut.keep(before, next, untouched, moved);
            next += untouched;
        }
        let end = edit.image(moved).end;
        moved += edit.growth();
        let next_edit = edits.peek().map_or(usize::MAX, |edit| edit.image(moved).start);
        in_step = false;
        let words = &mut recut.words;
        let mut ended = true;
        cut_from(text, words.last().map_or(0, |word| word.end as usize), |word| {
            words.push(word);
            let start = word.start as usize;
            if start < end || start >= next_edit {
                ended = start < next_edit;
                return ended;
            }
            let old = start.saturating_add_signed(-moved);
            next += before[next..].iter().take_while(|word| (word.start as usize) < old).count();
            in_step = before.get(next).is_some_and(|word| word.start as usize == old);
            next += usize::from(in_step);
            ended = !in_step;
            ended
        });
        // All the text was looked at: the next edits need not look at it again.
        if ended {
            break;
        }
    }
    if in_step {
        recut.keep(before, next, before.len() - next, moved);
    }
    recut
}

impl Recut {
    fn keep(&mut self, before: &[Word], old: usize, length: usize, moved: isize) {
        if length == 0 {
            return;
        }
        self.kept.push(Kept { old, new: self.words.len(), length });
        let by = moved as u32;
        self.words.extend(before[old..old + length].iter().map(|word| Word {
            start: word.start.wrapping_add(by),
            end: word.end.wrapping_add(by),
            ..*word
        }));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::cut, *};
    use crate::patch::Edit;

    /// Pieces that words, gaps and joins are made of.
    const PIECES: &[&str] = &[
        "a", "B", "word", "longer-than-sixteen-letters", "'", "’", "'s", " ", "  ", "\n", "\n\n", ". ", "é",
        "e\u{301}", "7", "漢", "かな", "\u{ad}", "Ж", "ς", "กิ", "-", "l'",
    ];

    fn text(pieces: &[usize]) -> String {
        pieces.iter().map(|&piece| PIECES[piece % PIECES.len()]).collect()
    }

    proptest! {
        #[test]
        fn is_what_a_fresh_cut_gives(
            pieces in prop::collection::vec(any::<usize>(), 0..120),
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0..12_usize, prop::collection::vec(any::<usize>(), 0..4)), 0..5),
        ) {
            let before = text(&pieces);
            let edits = edits.iter().map(|(at, length, with)| {
                let start = before.floor_char_boundary(at.index(before.len() + 1));
                let end = before.ceil_char_boundary((start + length).min(before.len()));
                Edit::new(start..end, text(with))
            });
            let patch = Patch::from_edits(edits);
            let after = patch.apply(&before);
            let words = cut(&before);
            let recut = recut(&words, &patch, &after);
            prop_assert_eq!(&recut.words, &cut(&after));
            for kept in &recut.kept {
                for i in 0..kept.length {
                    prop_assert_eq!(recut.words[kept.new + i].hash, words[kept.old + i].hash);
                }
            }
        }
    }

    #[test]
    fn what_is_far_from_an_edit_is_kept() {
        let text = "Some words that nobody touched. ".repeat(20);
        let patch = Patch::from_edits([Edit::new(300..301, "")]);
        let kept = recut(&cut(&text), &patch, &patch.apply(&text)).kept;
        assert!(kept.iter().map(|kept| kept.length).sum::<usize>() >= 95, "{kept:?}");
    }
}
