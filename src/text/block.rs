//! Many bytes judged at once.
//!
//! A test without branches, made for sixty-four bytes in a row, is turned into vector instructions by the compiler. What is
//! left to be looked at one by one are the few places where it holds.

/// Bytes judged together.
pub const BLOCK: usize = 64;

/// The places of a block where a test holds.
#[derive(Clone, Debug)]
pub struct Places {
    /// A bit for each that is left.
    left: u64,
    /// Where the block begins.
    start: usize,
}

/// The places of the block beginning at `start` for which the test, given the place within the block, holds.
#[inline]
pub fn places(start: usize, test: impl Fn(usize) -> bool) -> Places {
    let mut marks = [0_u8; BLOCK];
    for (i, mark) in marks.iter_mut().enumerate() {
        *mark = u8::from(test(i));
    }
    // In most blocks it holds nowhere.
    let any = marks.iter().fold(0, |any, mark| any | mark);
    Places { left: if any == 0 { 0 } else { bits(&marks) }, start }
}

/// A bit for each place of a block for which the test holds.
#[inline]
pub fn marks(test: impl Fn(usize) -> bool) -> u64 {
    places(0, test).left
}

/// A bit for each byte, all of which are 0 or 1.
#[inline]
fn bits(marks: &[u8; BLOCK]) -> u64 {
    // The product brings the eight bits together in the highest byte.
    let eight = |marks: &[u8; 8]| u64::from_le_bytes(*marks).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    marks.as_chunks().0.iter().rev().fold(0, |bits, marks| bits << 8 | eight(marks))
}

/// The places of the bytes for which the test holds.
#[inline]
pub fn matching(bytes: &[u8], test: impl Fn(u8) -> bool + Copy) -> impl Iterator<Item = usize> {
    let end = bytes.len();
    bytes.chunks(BLOCK).zip((0..).step_by(BLOCK)).flat_map(move |(block, start)| match block.first_chunk::<BLOCK>() {
        Some(block) => places(start, |i| test(block[i])),
        None => places(start, |i| start + i < end && test(block[i])),
    })
}

/// The same, where the test is one that few blocks hold a byte for, and `may` is quicker and true of all bytes that it holds
/// for.
#[inline]
pub fn matching_few(
    bytes: &[u8],
    may: impl Fn(u8) -> bool + Copy,
    test: impl Fn(u8) -> bool + Copy,
) -> impl Iterator<Item = usize> {
    let may_hold = move |block: &&[u8]| block.iter().fold(false, |any, &byte| any | may(byte));
    let blocks = bytes.chunks(BLOCK).zip((0..).step_by(BLOCK)).filter(move |(block, _)| may_hold(block));
    blocks.flat_map(move |(block, start)| matching(block, test).map(move |at| start + at))
}

impl Iterator for Places {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.left == 0 {
            return None;
        }
        let place = self.start + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_comes_once_and_in_order() {
        assert_eq!(places(100, |i| i % 7 == 3).collect::<Vec<_>>(), (103..164).step_by(7).collect::<Vec<_>>());
        assert_eq!(places(0, |i| i == 63).collect::<Vec<_>>(), [63]);
        assert_eq!(places(0, |_| true).count(), BLOCK);
        assert_eq!(places(0, |_| false).next(), None);
    }
}
