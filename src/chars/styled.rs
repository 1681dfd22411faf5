//! Letters in a style: what they would be without it.
//!
//! The styles are those that posts are decorated with. A style that carries meaning wherever it stands (a superscript in
//! `m²`, a parenthesised `⒜`) is not among them.

use super::styled_table::RUNS;

/// How a letter is decorated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterStyle {
    /// Mathematical alphabets: bold, italic, script, Fraktur, double-struck, sans-serif, monospace.
    Math,
    /// In a circle.
    Circled,
    /// In a square.
    Squared,
    /// As wide as an ideograph.
    Fullwidth,
    /// A regional indicator, two of which make a flag.
    Regional,
    /// A small capital of phonetic writing.
    SmallCapital,
}

/// The plain letter or digit of a styled one, and the style.
#[must_use]
pub fn plain_letter(c: char) -> Option<(char, LetterStyle)> {
    let code = c as u32;
    let next = RUNS.partition_point(|&(_, last, _, _)| last < code);
    let &(first, _, plain, style) = RUNS.get(next)?;
    if code < first {
        return None;
    }
    char::from_u32(plain + (code - first)).map(|letter| (letter, style))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_style_off() {
        assert_eq!(plain_letter('𝐀'), Some(('A', LetterStyle::Math)));
        assert_eq!(plain_letter('𝗲'), Some(('e', LetterStyle::Math)));
        assert_eq!(plain_letter('ℝ'), Some(('R', LetterStyle::Math)));
        assert_eq!(plain_letter('ⓩ'), Some(('z', LetterStyle::Circled)));
        assert_eq!(plain_letter('🅰'), Some(('A', LetterStyle::Squared)));
        assert_eq!(plain_letter('Ｚ'), Some(('Z', LetterStyle::Fullwidth)));
        assert_eq!(plain_letter('🇫'), Some(('F', LetterStyle::Regional)));
        assert_eq!(plain_letter('ᴛ'), Some(('t', LetterStyle::SmallCapital)));
        assert_eq!(plain_letter('𝟗'), Some(('9', LetterStyle::Math)));
        assert_eq!(plain_letter('²'), None);
        assert_eq!(plain_letter('a'), None);
    }
}
