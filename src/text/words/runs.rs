//! Runs of bytes that words may be made of, found sixty-four at a time.
//!
//! Where a run begins and ends is known before it is looked at, so the processor can be at several words at once.

use std::ops::Range;

use crate::text::block::{BLOCK, marks};

/// The runs of a text, from one place on; long ones in pieces of whole characters, so that none is looked at further than
/// words are asked for.
pub(super) struct Runs<'t> {
    text: &'t str,
    /// Where the block looked at begins.
    block: usize,
    turns: Turns,
    /// Where a long run goes on.
    rest: Option<usize>,
}

/// Where runs begin and end in one block.
#[derive(Clone, Copy)]
struct Turns {
    /// A bit for each place that was not given yet.
    left: u64,
    /// 1 if the last byte of the block belongs to a run.
    open: u64,
}

impl<'t> Runs<'t> {
    pub(super) fn of(text: &'t str, from: usize) -> Self {
        Self { text, block: from, turns: turns(text.as_bytes(), from, 0), rest: None }
    }

    #[inline]
    fn next_block(&mut self) {
        self.block += BLOCK;
        self.turns = turns(self.text.as_bytes(), self.block, self.turns.open);
    }

    #[inline]
    fn turn(&mut self) -> usize {
        let turn = self.block + self.turns.left.trailing_zeros() as usize;
        self.turns.left &= self.turns.left - 1;
        turn
    }
}

/// The turns of the block that begins at a place; `open` is what the block before left open.
#[inline(never)]
fn turns(bytes: &[u8], at: usize, open: u64) -> Turns {
    let rest = bytes.get(at..).unwrap_or_default();
    let within = if let Some(block) = rest.first_chunk() {
        within(block)
    } else {
        let mut block = [0; BLOCK];
        block[..rest.len()].copy_from_slice(rest);
        within(&block)
    };
    Turns { left: within ^ (within << 1 | open), open: within >> (BLOCK - 1) }
}

/// A bit for each byte of a block that a word may be made of.
#[inline]
fn within(block: &[u8; BLOCK]) -> u64 {
    marks(|i| is_within(block[i]))
}

/// True for letters and digits of ASCII, and all that is not ASCII. Written without branches, so that many bytes can be
/// judged at once.
#[inline]
const fn is_within(byte: u8) -> bool {
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = byte.wrapping_sub(b'0') < 10;
    letter | digit | (byte >= 0x80)
}

impl Iterator for Runs<'_> {
    type Item = Range<usize>;

    #[expect(clippy::inline_always, reason = "asked of every word")]
    #[inline(always)]
    fn next(&mut self) -> Option<Range<usize>> {
        let start = if let Some(rest) = self.rest.take() {
            rest
        } else {
            while self.turns.left == 0 {
                if self.block > self.text.len() {
                    return None;
                }
                self.next_block();
            }
            self.turn()
        };
        while self.turns.left == 0 {
            let end = self.block + BLOCK;
            if end >= start + 2 * BLOCK && self.text.as_bytes().get(end).is_some_and(|&next| is_within(next)) {
                let end = self.text.floor_char_boundary(end);
                self.rest = Some(end);
                return Some(start..end);
            }
            // One block behind the end of the text closes what is open.
            self.next_block();
        }
        Some(start..self.turn())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_those_of_a_walk() {
        let text = "It was—in 1999—don't: ünd\u{200b} x, Straßenbahnhaltestellenhäuschen und mehr ".repeat(5);
        let places: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
        for (from, end) in
            places.iter().flat_map(|&from| [(from, text.len()), (text.floor_char_boundary(from / 2), from)])
        {
            let text = &text[..end];
            let is_in = |at: usize| text.as_bytes().get(at).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
            let starts = (from..end).filter(|&at| is_in(at) && (at == from || !is_in(at - 1)));
            let walked: Vec<_> = starts.map(|s| s..(s..end).find(|&at| !is_in(at)).unwrap_or(end)).collect();
            assert_eq!(Runs::of(text, from).collect::<Vec<_>>(), walked, "{from}..{end}");
        }
    }

    #[test]
    fn a_long_run_comes_in_pieces() {
        for end in 0..5 * BLOCK {
            let latin = "a".repeat(end) + ".x";
            let han = "漢".repeat(end) + ".x";
            for text in [&latin, &han, &latin[..end], &han[..3 * end]] {
                let runs: Vec<_> = Runs::of(text, 0).collect();
                assert!(runs.iter().all(|run| (1..3 * BLOCK).contains(&run.len())), "{runs:?}");
                let pieces: Vec<&str> = runs.iter().map(|run| &text[run.clone()]).collect();
                assert_eq!(pieces.concat(), text.replace('.', ""));
            }
        }
    }
}
