//! Lines and blocks of lines that come again.
//!
//! A small table remembers where each line was seen last, by its length and its ends; a line seen again is compared in
//! full, and then what follows it. A block that comes again right after itself and one that comes again further on are
//! both reported; what they mean is for a filter to say.

use crate::span::Span;

/// Lines shorter than this say nothing by coming again.
const SHORTEST: usize = 8;

/// The longest block of several lines that is compared, in bytes.
const LONGEST_BLOCK: usize = 32 * 1024;

/// A line or block of lines and where it comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRepeat {
    /// The line or block, without the line end.
    pub unit: Span,
    /// Where it comes again: one copy further on, or all the copies that follow it directly.
    pub again: Span,
    /// True if nothing but line ends and blanks parts the copies.
    pub adjacent: bool,
    /// How many lines that hold something a copy has.
    pub lines: usize,
    /// How many copies there are, the first one included.
    pub copies: usize,
}

const BITS: u32 = 9;

fn slot(line: &[u8]) -> usize {
    let end = |bytes: &[u8]| bytes.iter().fold(0u64, |h, &b| h << 8 | u64::from(b));
    let head = end(&line[..8]);
    let tail = end(&line[line.len() - 8..]);
    let mixed = (head ^ tail.rotate_left(23) ^ line.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> (64 - BITS)) as usize
}

/// The line from `start` on without its end and the blanks around it, and where the next one starts.
fn line_at(source: &str, start: usize) -> (Span, usize) {
    let end = memchr::memchr(b'\n', &source.as_bytes()[start..]).map_or(source.len(), |i| start + i);
    let line = &source[start..end];
    let from = start + (line.len() - line.trim_ascii_start().len());
    (Span::new(from, from + line.trim_ascii().len()), end + 1)
}

/// Finds lines and blocks of lines that come again, in order of the later copy.
#[must_use]
pub fn find(source: &str) -> Vec<LineRepeat> {
    let mut found = Vec::new();
    let mut seen = [u32::MAX; 1 << BITS];
    let mut next = 0;
    // Lines before this belong to a block already reported.
    let mut reported = 0;
    // A distance at which a block was refused need not be tried again before this place.
    let (mut refused, mut refused_until) = (0, 0);
    while next < source.len() {
        let (line, after) = line_at(source, next);
        next = after;
        if line.len() < SHORTEST {
            continue;
        }
        let before = std::mem::replace(&mut seen[slot(source[line.range()].as_bytes())], line.start as u32);
        let before = before as usize;
        if line.start < reported || before == u32::MAX as usize {
            continue;
        }
        let text = &source[line.range()];
        if !source[before..].starts_with(text) || !ends_line(source, before + line.len()) {
            continue;
        }
        let distance = line.start - before;
        let unit = source[before..line.start].trim_end();
        let one_line = unit.len() == line.len();
        let refused_here = distance == refused && line.start < refused_until;
        if one_line || distance <= LONGEST_BLOCK && !refused_here {
            let repeat = adjacent(source, Span::new(before, before + unit.len()), line.start);
            if let Some(repeat) = repeat {
                reported = repeat.again.end;
                found.push(repeat);
                continue;
            }
            let same = source.as_bytes()[before..]
                .iter()
                .zip(&source.as_bytes()[line.start..])
                .take(distance)
                .take_while(|(a, b)| a == b)
                .count();
            (refused, refused_until) = (distance, line.start + same);
        }
        found.push(LineRepeat {
            unit: Span::new(before, before + line.len()),
            again: line,
            adjacent: false,
            lines: 1,
            copies: 2,
        });
    }
    found
}

fn ends_line(source: &str, at: usize) -> bool {
    source[at..].trim_start_matches([' ', '\t', '\r']).starts_with('\n')
        || source[at..].trim_start_matches([' ', '\t', '\r']).is_empty()
}

/// All the copies of a block that follow it directly, the next of them at `second`.
fn adjacent(source: &str, unit: Span, second: usize) -> Option<LineRepeat> {
    let text = &source[unit.range()];
    let (mut end, mut copies, mut from) = (unit.end, 1, second);
    while source[from..].starts_with(text) && ends_line(source, from + text.len()) {
        end = from + text.len();
        copies += 1;
        from = end + (source[end..].len() - source[end..].trim_ascii_start().len());
    }
    (copies > 1).then(|| LineRepeat {
        unit,
        again: Span::new(second, end),
        adjacent: true,
        lines: filled_lines(text),
        copies,
    })
}

fn filled_lines(text: &str) -> usize {
    text.lines().filter(|l| !l.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str, bool)> {
        find(text).iter().map(|r| (&text[r.unit.range()], &text[r.again.range()], r.adjacent)).collect()
    }

    #[test]
    fn a_block_right_after_itself_is_adjacent() {
        assert_eq!(found("first line\n\nfirst line\n"), [("first line", "first line", true)]);
        let block = "first line\nanother line";
        assert_eq!(found(&format!("{block}\n\n{block}\n\nthe end of it")), [(block, block, true)]);
    }

    #[test]
    fn a_line_further_on_is_not() {
        assert_eq!(found("first line\nanother line\nfirst line"), [("first line", "first line", false)]);
    }

    #[test]
    fn every_copy_that_follows_is_taken_together() {
        assert_eq!(
            found("one line more\none line more\none line more"),
            [("one line more", "one line more\none line more", true)]
        );
    }
}
