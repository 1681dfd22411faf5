//! Sentences and names of question marks: what an encoding without the letters leaves of a text.

use crate::span::Span;

/// So many groups make a sentence.
const GROUPS: usize = 3;

/// So many question marks in all.
const MARKS: usize = 10;

/// So many question marks in a name that stands in a sentence.
const NAME: usize = 5;

/// Sentences of which nothing but question marks is left, then names in other sentences, except those that are shown.
#[must_use]
pub fn question_marks(text: &str, is_shown: &dyn Fn(Span) -> bool) -> Vec<Span> {
    // Hardly any text has two of them.
    if memchr::memmem::find(text.as_bytes(), b"??").is_none() {
        return Vec::new();
    }
    let mut lost = sentences(text);
    let of_sentence = |name: Span| {
        let next = lost.partition_point(|sentence| sentence.start <= name.start);
        next.checked_sub(1).is_some_and(|at| lost[at].covers(name))
    };
    let mut names = names(text);
    names.retain(|&name| !of_sentence(name) && !is_shown(name));
    lost.append(&mut names);
    lost
}

/// The stretches around each place of `needle` that hold nothing but some bytes: those of `before` in front of it, and those of
/// `after` from it on.
fn stretches<'t>(
    text: &'t str,
    needle: &'t [u8],
    before: &'t [u8],
    after: &'t [u8],
) -> impl Iterator<Item = Span> + 't {
    let bytes = text.as_bytes();
    let mut end = 0;
    memchr::memmem::find_iter(bytes, needle).filter_map(move |at| {
        if at < end {
            return None;
        }
        let start = at - bytes[end..at].iter().rev().take_while(|b| before.contains(b)).count();
        end = at + bytes[at..].iter().take_while(|b| after.contains(b)).count();
        Some(Span::new(start, end))
    })
}

/// `under the title ??????? ???? and sold`, `«????? ????»`: a name of question marks, where more of the sentence follows or
/// quotation marks enclose it.
fn names(text: &str) -> Vec<Span> {
    let is_name = |stretch: Span| {
        let inner = text[stretch.range()].trim_matches(' ');
        let start = stretch.end - text[stretch.range()].trim_start_matches(' ').len();
        let span = Span::new(start, start + inner.len());
        let (before, after) = (text[..start].chars().next_back(), text[span.end..].chars().next());
        let (word, next) = (text[..start].trim_end().chars().next_back(), text[stretch.end..].chars().next());
        let quoted = matches!((before, after), (Some('“' | '«' | '"' | '„'), Some('”' | '»' | '"' | '“')));
        let goes_on = before == Some(' ')
            && word.is_some_and(|c| c.is_alphanumeric() || c == ',')
            && after == Some(' ')
            && next.is_some_and(char::is_lowercase);
        ((quoted || goes_on) && span.len() >= NAME).then_some(span)
    };
    stretches(text, b"?????", b"? ", b"? ").filter_map(is_name).collect()
}

/// Runs of groups of question marks, as many as letters a word, with blanks and punctuation between them.
fn sentences(text: &str) -> Vec<Span> {
    let is_sentence = |stretch: Span| {
        let marks = &text[stretch.range()];
        let groups = || marks.split(|c| c != '?').filter(|group| !group.is_empty());
        let (count, longest, all) =
            groups().fold((0, 0, 0), |(n, most, all), g| (n + 1, g.len().max(most), all + g.len()));
        // Words differ in length; someone who asks three times does it alike.
        let alike = groups().all(|group| group.len() == longest);
        let start = stretch.end - marks.trim_start_matches(|c| c != '?').len();
        let end = stretch.start + marks.trim_end_matches(' ').len();
        (count >= GROUPS && all >= MARKS && !alike).then_some(Span::new(start, end))
    };
    stretches(text, b"?? ?", b"? ,", b"? ,.-").filter_map(is_sentence).collect()
}
