//! What filters ask of every word, a column for each question and a byte for each word.
//!
//! Few words are worth a second look. A test of a few bytes, made for sixty-four words together, has no branch for the
//! processor to guess wrong, and finds those few several times faster than asking one word after the other.

use super::{Gap, Word, WordFlags};
use crate::text::block::{BLOCK, places};

/// A byte for each word of a text. Before the first word and behind the last there are zeros.
#[derive(Clone, Debug)]
pub struct Column(Vec<u8>);

impl Column {
    /// The bytes of all words, in order.
    #[must_use]
    pub fn of(bytes: impl ExactSizeIterator<Item = u8>) -> Self {
        let mut column = Self::zeros(bytes.len());
        column.words_mut().iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = byte);
        column
    }

    fn zeros(words: usize) -> Self {
        Self(vec![0; words + BLOCK + 2])
    }

    fn words(&self) -> usize {
        self.0.len() - BLOCK - 2
    }

    fn words_mut(&mut self) -> &mut [u8] {
        let end = 1 + self.words();
        &mut self.0[1..end]
    }

    fn from(&self, at: usize) -> &[u8; BLOCK] {
        self.0[at..].first_chunk().unwrap_or(&[0; BLOCK])
    }

    /// The bytes of a word of the text and of those behind it.
    #[must_use]
    pub fn block(&self, at: usize) -> &[u8; BLOCK] {
        self.from(at + 1)
    }

    /// The same of the word before each.
    #[must_use]
    pub fn before(&self, at: usize) -> &[u8; BLOCK] {
        self.from(at)
    }

    /// The same of the word after each.
    #[must_use]
    pub fn after(&self, at: usize) -> &[u8; BLOCK] {
        self.from(at + 2)
    }
}

/// What a word is, in one byte: what of its gap and flags is asked of every word.
pub mod shape {
    /// One space before it.
    pub const SPACE: u8 = 1 << 0;
    /// Punctuation before it, or anything else that is none of the other gaps.
    pub const OTHER: u8 = 1 << 1;
    /// A blank line before it.
    pub const PARAGRAPH: u8 = 1 << 2;
    /// A lone apostrophe before it.
    pub const APOSTROPHE: u8 = 1 << 3;
    /// The first letter is a capital.
    pub const CAPITAL: u8 = 1 << 4;
    /// One letter.
    pub const SINGLE: u8 = 1 << 5;
    /// Holds a digit, or is a letter of a script without spaces.
    pub const UNLIKE: u8 = 1 << 6;
    /// Holds an apostrophe, or letters of more than one script.
    pub const MIXED: u8 = 1 << 7;
}

/// The columns of a text.
#[derive(Clone, Debug)]
pub struct Columns {
    /// See [`shape`].
    pub shape: Column,
    /// Bytes of the word; 255 for 255 and more.
    pub length: Column,
    /// Its first byte.
    pub first: Column,
    /// The byte before it; 0 where the text begins.
    pub preceding: Column,
    /// The byte behind it; 0 where the text ends.
    pub following: Column,
}

impl Columns {
    /// The columns of a text that was cut into these words.
    #[must_use]
    pub fn of(words: &[Word], text: &str) -> Self {
        let bytes = text.as_bytes();
        let byte = |place: usize| bytes.get(place).copied().unwrap_or_default();
        let [mut shape, mut length, mut first, mut preceding, mut following] =
            [0; 5].map(|_: u8| Column::zeros(words.len()));
        let (head, body) = (shape.words_mut().iter_mut().zip(length.words_mut()), first.words_mut().iter_mut());
        let around = preceding.words_mut().iter_mut().zip(following.words_mut());
        for ((((shape, length), first), (preceding, following)), word) in head.zip(body).zip(around).zip(words) {
            *shape = shape_of(word);
            *length = (word.end - word.start).min(255) as u8;
            *first = byte(word.start as usize);
            *preceding = byte((word.start as usize).wrapping_sub(1));
            *following = byte(word.end as usize);
        }
        Self { shape, length, first, preceding, following }
    }

    /// The places of the words for which a test holds. `tests` is given where a block begins, and returns what tells it of
    /// each word of the block.
    pub fn select<T: Fn(usize) -> bool>(&self, tests: impl Fn(usize) -> T) -> Vec<usize> {
        let words = self.shape.words();
        let blocks = (0..words).step_by(BLOCK);
        let mut selected: Vec<usize> = blocks.flat_map(|start| places(start, tests(start))).collect();
        // What stands for words behind the last one may have held too.
        selected.truncate(selected.partition_point(|&at| at < words));
        selected
    }
}

fn shape_of(word: &Word) -> u8 {
    let gap = match word.gap {
        Gap::Space => shape::SPACE,
        Gap::Other => shape::OTHER,
        Gap::Paragraph => shape::PARAGRAPH,
        Gap::Apostrophe => shape::APOSTROPHE,
        _ => 0,
    };
    let bit = |flags: u16, bit: u8| if word.flags.0 & flags != 0 { bit } else { 0 };
    gap | bit(WordFlags::CAPITAL, shape::CAPITAL)
        | bit(WordFlags::SINGLE, shape::SINGLE)
        | bit(WordFlags::DIGIT | WordFlags::UNSPACED, shape::UNLIKE)
        | bit(WordFlags::APOSTROPHE | WordFlags::MIXED, shape::MIXED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::cut;

    #[test]
    fn selects_what_a_walk_would() {
        let text = "Of a few words, one's 3rd\n\nis long ".repeat(40);
        for end in (0..=text.len()).step_by(7) {
            let text = &text[..end];
            let words = cut(text);
            let columns = Columns::of(&words, text);
            let found = columns.select(|at| {
                let (shapes, lengths) = (columns.shape.block(at), columns.length.before(at));
                let (first, next) = (columns.first.block(at), columns.first.after(at));
                move |i| (shapes[i] & shape::SPACE == 0) | (lengths[i] == 2) | (first[i] == next[i])
            });
            let first = |word: Option<&Word>| word.map_or(0, |w| text.as_bytes()[w.start as usize]);
            let walked = (0..words.len()).filter(|&i| {
                words[i].gap != Gap::Space
                    || i > 0 && words[i - 1].end - words[i - 1].start == 2
                    || first(words.get(i)) == first(words.get(i + 1))
            });
            assert_eq!(found, walked.collect::<Vec<_>>());
        }
    }

    #[test]
    fn neighbours_of_the_text_are_bytes() {
        let words = cut("“One,” two");
        let columns = Columns::of(&words, "“One,” two");
        assert_eq!(columns.preceding.block(0)[..3], [0x9d - 1, b' ', 0]);
        assert_eq!(columns.following.block(0)[..3], [b',', 0, 0]);
        assert_eq!(columns.shape.block(0)[..2], [shape::CAPITAL, shape::OTHER]);
    }
}
