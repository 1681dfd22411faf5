//! Text from outside, made safe for a terminal.
//!
//! A file under review may hold escape sequences that repaint the screen, and direction controls that show words in
//! another order than they have ("Trojan Source"). Both come out as `\u{202E}` here. Joiners stay: Persian and Indic
//! words, and emoji, need them to look right.

use std::{borrow::Cow, fmt::Write as _};

/// `text` with everything a terminal might act on, or hide, written as an escape. Tabs and line ends too.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(is_unseen) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        push_visible(c, &mut out);
    }
    Cow::Owned(out)
}

/// Appends one character as [`visible`] writes it.
pub(crate) fn push_visible(c: char, out: &mut String) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_unseen(c) => {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:04X}}}", c as u32);
        }
        c => out.push(c),
    }
}

/// True for a character that shows nothing of its own or changes how others show.
pub(crate) fn is_unseen(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{feff}' => true,
        // Line and paragraph separator, embeddings and overrides; isolates, invisible operators, deprecated controls.
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_and_joiners_stay() {
        assert_eq!(visible("a\u{1b}[2J\u{9b}31m\u{202E}b"), "a\\u{001B}[2J\\u{009B}31m\\u{202E}b");
        assert_eq!(visible("نمی\u{200C}خواهم"), "نمی\u{200C}خواهم");
        assert!(matches!(visible("plain"), Cow::Borrowed(_)));
    }
}
