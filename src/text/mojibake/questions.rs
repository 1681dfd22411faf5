//! Sentences of question marks: what an encoding without the letters leaves of a text.

use crate::span::Span;

/// So many groups make a sentence.
const GROUPS: usize = 3;

/// So many question marks in all.
const MARKS: usize = 10;

/// Runs of groups of question marks, as many as letters a word, with blanks and punctuation between them.
#[must_use]
pub fn question_marks(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut end = 0;
    for at in memchr::memmem::find_iter(bytes, b"?? ?") {
        if at < end {
            continue;
        }
        let start = at - bytes[end..at].iter().rev().take_while(|b| matches!(b, b'?' | b' ' | b',')).count();
        end = at + bytes[at..].iter().take_while(|b| matches!(b, b'?' | b' ' | b',' | b'.' | b'-')).count();
        let groups = bytes[start..end].split(|b| *b != b'?').filter(|g| !g.is_empty());
        let (count, longest, marks) =
            groups.fold((0, 0, 0), |(n, most, all), g| (n + 1, g.len().max(most), all + g.len()));
        // Words differ in length; someone who asks three times does it alike.
        let alike = bytes[start..end].split(|b| *b != b'?').filter(|g| !g.is_empty()).all(|g| g.len() == longest);
        if count >= GROUPS && marks >= MARKS && !alike {
            let from = start + bytes[start..end].iter().take_while(|b| **b != b'?').count();
            let to = end - bytes[start..end].iter().rev().take_while(|b| **b == b' ').count();
            found.push(Span::new(from, to));
        }
    }
    found
}
