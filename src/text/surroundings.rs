//! What stands around a place: is it quoted, does a sentence start there, are the lines short as in verse.
//!
//! Every question looks at a bounded stretch, so that a megabyte without a line end costs no more than a page.

use super::Text;
use crate::span::Span;

/// How far quotation marks are looked for, in bytes.
const QUOTE_REACH: usize = 400;

/// How far neighbouring lines are looked for, in bytes.
const LINE_REACH: usize = 240;

/// Lines shorter than this, several of them in a row, are verse, a list, a table or subtitles rather than prose.
const SHORT_LINE: usize = 56;

/// True for marks that end a sentence.
#[must_use]
pub const fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '．' | '｡' | '।' | '॥' | '؟' | '۔' | '։' | '።')
}

/// True for brackets and quotation marks that open; a straight quote or an apostrophe counts as both.
#[must_use]
pub const fn opens(c: char) -> bool {
    matches!(
        c,
        '(' | '['
            | '{'
            | '“'
            | '‘'
            | '„'
            | '‚'
            | '«'
            | '‹'
            | '「'
            | '『'
            | '（'
            | '【'
            | '《'
            | '〈'
            | '¿'
            | '¡'
            | '"'
            | '\''
    )
}

/// True for brackets and quotation marks that close; a straight quote or an apostrophe counts as both.
#[must_use]
pub const fn closes(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '”' | '’' | '“' | '»' | '›' | '」' | '』' | '）' | '】' | '》' | '〉' | '"' | '\'')
}

impl<'a> Text<'a> {
    /// Up to `reach` bytes of the text before a position.
    #[must_use]
    pub fn stretch_before(&self, at: usize, reach: usize) -> &'a str {
        &self.source[self.source.ceil_char_boundary(at.saturating_sub(reach))..at]
    }

    /// Up to `reach` bytes of the text from a position on.
    #[must_use]
    pub fn stretch_after(&self, at: usize, reach: usize) -> &'a str {
        &self.source[at..self.source.floor_char_boundary((at + reach).min(self.source.len()))]
    }

    /// A span that is to be removed, with one of the two spaces it would leave side by side.
    #[must_use]
    pub fn with_spare_space(&self, span: Span) -> Span {
        let opens = matches!(self.before(span.start), None | Some(' ' | '\n'));
        let end = if opens && self.after(span.end) == Some(' ') { span.end + 1 } else { span.end };
        Span::new(span.start, end)
    }

    /// True if a sentence, or a line, starts at a position.
    #[must_use]
    pub fn starts_sentence(&self, at: usize) -> bool {
        let stretch = self.stretch_before(at, 40);
        let before = stretch.trim_end_matches(|c| matches!(c, ' ' | '\t' | '\u{a0}' | '—') || opens(c));
        match before.chars().next_back() {
            None => true,
            Some('\n') => true,
            // A full stop inside a name or a number ends nothing; those of scripts without spaces need no blank.
            Some('.' | '!' | '?' | '…' | ':' | '”' | '»') => before.len() < stretch.len(),
            Some(c) => ends_sentence(c),
        }
    }

    /// True if a span lies within quotation marks of its own line and holds none itself.
    #[must_use]
    pub fn is_quoted(&self, span: Span) -> bool {
        if self.slice(span).contains(['"', '“', '”', '„', '«', '»', '「', '」']) {
            return false;
        }
        let before = self.stretch_before(span.start, QUOTE_REACH);
        let before = before.rfind('\n').map_or(before, |i| &before[i + 1..]);
        let after = self.stretch_after(span.end, QUOTE_REACH);
        let after = after.find('\n').map_or(after, |i| &after[..i]);
        let opened = before
            .char_indices()
            .rev()
            .find(|&(_, c)| matches!(c, '“' | '”' | '„' | '«' | '»' | '"' | '「' | '」' | '『' | '』'));
        let Some((at, quote)) = opened else { return false };
        match quote {
            '"' => before.matches('"').count() % 2 == 1 && after.contains('"'),
            // German closes with the mark that opens in English, and opens with what Danish closes with.
            '“' => !before[..at].contains('„') && after.contains(['”', '“']),
            '„' => after.contains(['“', '”']),
            '«' => after.contains('»'),
            '»' => after.contains('«') && !before[..at].contains('«'),
            '「' => after.contains('」'),
            '『' => after.contains('』'),
            _ => false,
        }
    }

    /// True if the line of a span and those beside it are short, as in verse, lists, tables and subtitles.
    #[must_use]
    pub fn has_short_lines(&self, span: Span) -> bool {
        let before = self.stretch_before(span.start, LINE_REACH);
        let after = self.stretch_after(span.end, LINE_REACH);
        let whole = before.len() == span.start && after.len() == self.source.len() - span.end;
        if !whole
            && (!before.contains('\n') || !after.contains('\n'))
            && before.matches('\n').count() + after.matches('\n').count() <= 1
        {
            return false;
        }
        let around = Span::new(span.start - before.len(), span.end + after.len());
        let (mut lines, mut short) = (0, 0);
        let mut at = around.start;
        for line in self.source[around.range()].split('\n') {
            // A line that the reach cuts off is not short for that.
            let cut = at == around.start && at > 0 || at + line.len() == around.end && around.end < self.source.len();
            at += line.len() + 1;
            let line = line.trim();
            if !line.is_empty() {
                lines += 1;
                short += usize::from(!cut && line.chars().count() < SHORT_LINE);
            }
        }
        lines >= 3 && short * 3 >= lines * 2
    }
}
