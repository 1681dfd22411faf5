//! A pattern as steps, ready to run.
//!
//! The build turns the patterns of our own cards into these, so that starting compiles none; like `card.rs`, this file
//! imports nothing of the crate.

use super::model::List;

/// A compiled pattern.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// What is done, from the first on; some name another to go on with.
    pub steps: List<Step>,
    /// The sets of characters that steps name by number.
    pub classes: List<CharClass>,
    /// For each [`Step::Branch`]: by the next byte, the number of the list of ways to try.
    pub turns: List<[u8; 256]>,
    /// For each [`Step::Branch`], where its lists begin in `lists`.
    pub bases: List<u32>,
    /// Lists as a start and a length in `ways`.
    pub lists: List<(u32, u32)>,
    /// Steps to go on with, in order of preference.
    pub ways: List<u32>,
    /// The bytes a match can begin with, a bit each.
    pub first: [u64; 4],
    /// The bytes that can come next, a bit each.
    pub second: [u64; 4],
    /// True if it can match nothing at all.
    pub nullable: bool,
    /// The most bytes that a match can have, if there is a bound.
    pub longest: Option<usize>,
    /// How many groups there are, the whole match among them.
    pub groups: u8,
    /// The number of the group called `at`; 0, the whole match, if there is none.
    pub at: u8,
    /// The class of what makes words, if the pattern asks for their edges.
    pub word: Option<u16>,
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Takes this character.
    Char(char),
    /// Takes one of two, as a letter in either case.
    Either(char, char),
    /// Takes a character of a class.
    Class(u16),
    /// Takes from `least` to `most` characters of a class, as many as it can, or as few if `lazy`.
    Repeat {
        /// The class.
        class: u16,
        /// The fewest.
        least: u16,
        /// The most; `u16::MAX` for any number.
        most: u16,
        /// Few are better than many.
        lazy: bool,
    },
    /// Goes on with the first, or failing that with the second.
    Fork(u32, u32),
    /// Goes on with one of several, chosen by the next byte.
    Branch(u32),
    /// Goes on there.
    Jump(u32),
    /// Notes the place.
    Save(u8),
    /// Goes on only at such a place.
    At(Edge),
    /// The match is whole.
    Found,
}

/// A kind of place between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// The start of what is searched.
    Start,
    /// Its end.
    End,
    /// The start of a line.
    LineStart,
    /// The end of a line.
    LineEnd,
    /// The edge of a word.
    Word,
    /// No edge of a word.
    NotWord,
}

/// A set of characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharClass {
    /// Those of ASCII, a bit each.
    pub ascii: u128,
    /// The others as ranges, sorted.
    pub ranges: List<(char, char)>,
}

impl CharClass {
    /// Whether a character is in it.
    #[inline]
    #[must_use]
    pub fn has(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> (c as u32) & 1 != 0;
        }
        let after = self.ranges.partition_point(|(first, _)| *first <= c);
        after > 0 && c <= self.ranges[after - 1].1
    }
}

/// Puts the texts of groups in the place of `$1`, `${1}`; `$$` is one dollar sign.
#[must_use]
pub fn expand<'t>(template: &str, group: impl Fn(usize) -> &'t str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(dollar) = rest.find('$') {
        out.push_str(&rest[..dollar]);
        rest = &rest[dollar + 1..];
        let (open, close) = if rest.starts_with('{') { (1, 1) } else { (0, 0) };
        let digits = rest[open..].bytes().take_while(u8::is_ascii_digit).count();
        let closed = close == 0 || rest[open + digits..].starts_with('}');
        if rest.starts_with('$') {
            out.push('$');
            rest = &rest[1..];
        } else if let (Ok(number), true) = (rest[open..open + digits].parse(), closed) {
            out.push_str(group(number));
            rest = &rest[open + digits + close..];
        } else {
            out.push('$');
        }
    }
    out.push_str(rest);
    out
}
