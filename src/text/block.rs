//! Many bytes judged at once.
//!
//! A test without branches, made for sixty-four bytes in a row, is turned into vector instructions by the compiler. What is
//! left to be looked at one by one are the few places where it holds.

/// Bytes judged together.
pub const BLOCK: usize = 64;

/// The places of a block where a test holds.
#[derive(Clone, Debug)]
pub struct Places {
    marks: [u8; BLOCK],
    /// Where the block begins.
    start: usize,
    /// The eight marks looked at now, and where they are in the block.
    left: u64,
    at: usize,
}

/// The places of the block beginning at `start` for which the test, given the place within the block, holds.
#[inline]
pub fn places(start: usize, test: impl Fn(usize) -> bool) -> Places {
    let mut marks = [0_u8; BLOCK];
    for (i, mark) in marks.iter_mut().enumerate() {
        *mark = u8::from(test(i));
    }
    Places { left: eight(&marks, 0), marks, start, at: 0 }
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

#[inline]
fn eight(marks: &[u8; BLOCK], at: usize) -> u64 {
    marks[at..].first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight))
}

impl Iterator for Places {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            self.at += 8;
            if self.at >= BLOCK {
                return None;
            }
            self.left = eight(&self.marks, self.at);
        }
        let place = self.start + self.at + self.left.trailing_zeros() as usize / 8;
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
