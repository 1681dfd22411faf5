//! Runs of bytes that words may be made of, found sixty-four at a time.
//!
//! Where a run begins and ends is known before it is looked at, so the processor can be at several words at once.

use std::ops::Range;

use crate::text::block::{BLOCK, marks};

/// The runs of a text, from one place on.
pub(super) struct Runs<'t> {
    bytes: &'t [u8],
    /// Where the block looked at begins.
    block: usize,
    turns: Turns,
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
    pub(super) fn of(bytes: &'t [u8], from: usize) -> Self {
        Self { bytes, block: from, turns: turns(bytes, from, 0) }
    }

    #[expect(clippy::inline_always, reason = "asked twice of every word")]
    #[inline(always)]
    fn turn(&mut self) -> Option<usize> {
        while self.turns.left == 0 {
            // One block behind the end of the text closes what is open.
            if self.block > self.bytes.len() {
                return None;
            }
            self.block += BLOCK;
            self.turns = turns(self.bytes, self.block, self.turns.open);
        }
        let turn = self.block + self.turns.left.trailing_zeros() as usize;
        self.turns.left &= self.turns.left - 1;
        Some(turn)
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

/// A bit for each byte of a block that a word may be made of: letters and digits of ASCII, and all that is not ASCII.
#[inline]
fn within(block: &[u8; BLOCK]) -> u64 {
    marks(|i| {
        let byte = block[i];
        let lowered = byte | 0x20;
        let letter = lowered.wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        letter | digit | (byte >= 0x80)
    })
}

impl Iterator for Runs<'_> {
    type Item = Range<usize>;

    #[inline]
    fn next(&mut self) -> Option<Range<usize>> {
        Some(self.turn()?..self.turn()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_those_of_a_walk() {
        let text = "It was—in 1999—don't: ünd\u{200b} x, Straßenbahnhaltestellenhäuschen und mehr ".repeat(5);
        for (from, end) in (0..text.len()).flat_map(|from| [(from, text.len()), (from / 2, from)]) {
            let bytes = &text.as_bytes()[..end];
            let is_in = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || !b.is_ascii());
            let starts = (from..end).filter(|&at| is_in(at) && (at == from || !is_in(at - 1)));
            let walked: Vec<_> = starts.map(|s| s..(s..end).find(|&at| !is_in(at)).unwrap_or(end)).collect();
            assert_eq!(Runs::of(bytes, from).collect::<Vec<_>>(), walked, "{from}..{end}");
        }
    }
}
