//! Sentences of question marks: what an encoding without the letters leaves of a text.

use crate::span::Span;

/// So many groups make a sentence.
const GROUPS: usize = 3;

/// So many question marks in all.
const MARKS: usize = 10;

/// So many question marks in a name that stands in a sentence.
const NAME: usize = 5;

/// `under the title ??????? ???? and sold`, `«????? ????»`: a name of question marks, where more of the sentence follows or
/// quotation marks enclose it.
#[must_use]
pub fn lost_names(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut end = 0;
    for at in memchr::memmem::find_iter(bytes, b"?????") {
        if at < end {
            continue;
        }
        let start = at - bytes[end..at].iter().rev().take_while(|b| matches!(b, b'?' | b' ')).count();
        let start = start + bytes[start..at].iter().take_while(|b| **b == b' ').count();
        end = at + bytes[at..].iter().take_while(|b| matches!(b, b'?' | b' ')).count();
        let last = end - bytes[at..end].iter().rev().take_while(|b| **b == b' ').count();
        let (before, after) = (text[..start].chars().next_back(), text[last..].chars().next());
        let (word, next) = (text[..start].trim_end().chars().next_back(), text[end..].chars().next());
        let quoted = matches!((before, after), (Some('“' | '«' | '"' | '„'), Some('”' | '»' | '"' | '“')));
        let goes_on = before == Some(' ')
            && word.is_some_and(|c| c.is_alphanumeric() || c == ',')
            && after == Some(' ')
            && next.is_some_and(char::is_lowercase);
        if (quoted || goes_on) && last - start >= NAME {
            found.push(Span::new(start, last));
        }
    }
    found
}

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
