//! What filters ask of every word, a column for each question and a byte for each word.
//!
//! Few words are worth a second look. A test of a few bytes, made for sixty-four words together, has no branch for the
//! processor to guess wrong, and finds those few several times faster than asking one word after the other.

use super::{Gap, Recut, Word, WordFlags};
use crate::text::block::{BLOCK, places};

/// A byte for each word of a text. Before the first word and behind the last there are zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column(Vec<u8>);

/// A column that is written from its beginning.
#[derive(Debug)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// Room for so many words.
    #[must_use]
    pub fn with_capacity(words: usize) -> Self {
        let mut bytes = Vec::with_capacity(words + BLOCK + 2);
        bytes.push(0);
        Self(bytes)
    }

    /// Adds the bytes of some words.
    pub fn extend(&mut self, words: impl IntoIterator<Item = u8>) {
        self.0.extend(words);
    }

    /// The column, with all its words.
    #[must_use]
    pub fn finish(mut self) -> Column {
        self.0.resize(self.0.len() + BLOCK + 1, 0);
        Column(self.0)
    }
}

impl Column {
    /// The bytes of the words alone.
    #[must_use]
    pub fn words(&self) -> &[u8] {
        &self.0[1..self.0.len() - BLOCK - 1]
    }

    /// The same, to be changed.
    pub fn words_mut(&mut self) -> &mut [u8] {
        let end = self.0.len() - BLOCK - 1;
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// See [`shape`].
    pub shape: Column,
    /// Bytes of the word; 255 for 255 and more.
    pub length: Column,
    /// Its first byte.
    pub first: Column,
}

impl Columns {
    /// The columns of a text that was cut into these words.
    #[must_use]
    pub fn of(words: &[Word], text: &str) -> Self {
        let mut writers = writers(words);
        write(&mut writers, words, text);
        Self::finish(writers)
    }

    /// The columns of an edited text, knowing those of the text before.
    #[must_use]
    pub fn after(&self, recut: &Recut, text: &str) -> Self {
        let mut writers = writers(&recut.words);
        let mut written = 0;
        for kept in &recut.kept {
            write(&mut writers, &recut.words[written..kept.new], text);
            written = kept.new + kept.length;
            for (writer, before) in writers.iter_mut().zip([&self.shape, &self.length, &self.first]) {
                writer.extend(before.words()[kept.old..kept.old + kept.length].iter().copied());
            }
        }
        write(&mut writers, &recut.words[written..], text);
        Self::finish(writers)
    }

    fn finish(writers: [Writer; COLUMNS]) -> Self {
        let [shape, length, first] = writers.map(Writer::finish);
        Self { shape, length, first }
    }

    /// The places of the words for which a test holds. `tests` is given where a block begins, and returns what tells it of
    /// each word of the block.
    pub fn select<T: Fn(usize) -> bool>(&self, tests: impl Fn(usize) -> T) -> Vec<usize> {
        let words = self.shape.words().len();
        let mut selected = Vec::new();
        for start in (0..words).step_by(BLOCK) {
            places(start, tests(start)).for_each(|at| selected.push(at));
        }
        // What stands for words behind the last one may have held too.
        selected.truncate(selected.partition_point(|&at| at < words));
        selected
    }
}

/// How many columns there are.
const COLUMNS: usize = 3;

fn writers(words: &[Word]) -> [Writer; COLUMNS] {
    [0; COLUMNS].map(|_: u8| Writer::with_capacity(words.len()))
}

/// Adds what is asked of some words of a text.
fn write([shape, length, first]: &mut [Writer; COLUMNS], words: &[Word], text: &str) {
    let bytes = text.as_bytes();
    shape.extend(words.iter().map(shape_of));
    length.extend(words.iter().map(|word| (word.end - word.start).min(255) as u8));
    first.extend(words.iter().map(|word| bytes[word.start as usize]));
}

fn shape_of(word: &Word) -> u8 {
    let gap = match word.gap {
        Gap::Space => shape::SPACE,
        Gap::Other => shape::OTHER,
        Gap::Paragraph => shape::PARAGRAPH,
        Gap::Apostrophe => shape::APOSTROPHE,
        _ => 0,
    };
    gap | OF_FLAGS[usize::from(word.flags.0) % OF_FLAGS.len()]
}

/// What flags are in a shape, for all of them together.
static OF_FLAGS: [u8; 1 << WordFlags::COUNT] = {
    let mut shapes = [0; 1 << WordFlags::COUNT];
    let mut flags = 0;
    while flags < shapes.len() as u16 {
        let mut shape = 0;
        if flags & WordFlags::CAPITAL != 0 {
            shape |= shape::CAPITAL;
        }
        if flags & WordFlags::SINGLE != 0 {
            shape |= shape::SINGLE;
        }
        if flags & (WordFlags::DIGIT | WordFlags::UNSPACED) != 0 {
            shape |= shape::UNLIKE;
        }
        if flags & (WordFlags::APOSTROPHE | WordFlags::MIXED) != 0 {
            shape |= shape::MIXED;
        }
        shapes[flags as usize] = shape;
        flags += 1;
    }
    shapes
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        patch::{Edit, Patch},
        text::words::{cut, recut},
    };

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
    fn what_is_kept_is_what_would_be_filled_in() {
        let text = "Of a few words, one's 3rd\n\nis long ".repeat(40);
        let words = cut(&text);
        let patch = Patch::from_edits([Edit::new(100..104, "«"), Edit::new(700..700, "\n\n"), Edit::new(703..760, "")]);
        let after = patch.apply(&text);
        let recut = recut(&words, &patch, &after);
        let (known, fresh) = (Columns::of(&words, &text).after(&recut, &after), Columns::of(&recut.words, &after));
        assert_eq!(known, fresh);
    }
}
