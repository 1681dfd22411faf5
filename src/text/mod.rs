//! One document: its words, lines, and what in it may not be touched.

use std::cell::OnceCell;

use self::subject::Subjects;
pub use self::{
    copies::{Copies, Letters},
    format::Format,
    kind::Kind,
    lines::LineRepeat,
    protect::Protected,
    repeats::Repeat,
    scripts::{Passage, Run},
    subject::Subject,
    suspects::{Suspect, Suspects},
    words::{Gap, Kept, Word, WordFlags, column::Columns},
};
use crate::{chars, patch::Patch, span::Span};

#[doc(hidden)]
pub mod block;
#[doc(hidden)]
pub mod codepage;
mod copies;
pub mod decode;
mod double_byte;
#[doc(hidden)]
pub mod entities;
mod format;
mod kind;
#[doc(hidden)]
pub mod letters;
mod lines;
pub mod mojibake;
mod protect;
mod repeats;
pub mod scripts;
mod subject;
mod surroundings;
mod suspects;
pub mod words;

/// One document, or one part of a very long one.
pub struct Text<'a> {
    source: &'a str,
    format: Format,
    protected: Protected,
    words: OnceCell<Vec<Word>>,
    columns: OnceCell<Columns>,
    suspects: OnceCell<Suspects>,
    repeats: OnceCell<Vec<Repeat>>,
    line_repeats: OnceCell<Vec<LineRepeat>>,
    kind: OnceCell<Kind>,
    mixed: OnceCell<Vec<Passage>>,
    part: Part,
    apostrophe: OnceCell<&'static str>,
    subjects: OnceCell<Subjects>,
}

/// What is known of the words of a text from the text it was edited from.
#[derive(Debug)]
pub struct Known {
    /// All its words.
    pub words: Vec<Word>,
    /// What is asked of them.
    pub columns: Columns,
    /// Those of them that are as they were.
    pub kept: Vec<Kept>,
}

/// Which ends of its document a text has. A very long document is cleaned part by part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The document begins where the text does.
    pub is_first: bool,
    /// The document ends where the text does.
    pub is_last: bool,
}

impl Part {
    /// All of a document.
    pub const WHOLE: Self = Self { is_first: true, is_last: true };
}

impl<'a> Text<'a> {
    /// Reads `source` as `format` and finds what is protected in it.
    #[must_use]
    pub fn new(source: &'a str, format: Format) -> Self {
        Self::with_protected(source, format, Protected::find(source, format))
    }

    /// The same with protected spans that are known already.
    #[must_use]
    pub fn with_protected(source: &'a str, format: Format, protected: Protected) -> Self {
        Self {
            source,
            format,
            protected,
            words: OnceCell::new(),
            columns: OnceCell::new(),
            kind: OnceCell::new(),
            suspects: OnceCell::new(),
            repeats: OnceCell::new(),
            line_repeats: OnceCell::new(),
            mixed: OnceCell::new(),
            part: Part::WHOLE,
            apostrophe: OnceCell::new(),
            subjects: OnceCell::new(),
        }
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.source
    }

    /// The text in a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'a str {
        &self.source[span.range()]
    }

    /// What it was read as.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The same text with its kind given, not judged.
    #[must_use]
    pub fn with_kind(mut self, kind: Option<Kind>) -> Self {
        if let Some(kind) = kind {
            self.kind = OnceCell::from(kind);
        }
        self
    }

    /// The same text as a part of its document.
    #[must_use]
    pub fn as_part(self, part: Part) -> Self {
        Self { part, ..self }
    }

    /// What is known of the words of the text that a patch makes of this one, if this one was cut into words.
    #[must_use]
    pub fn known_after(&self, patch: &Patch, edited: &str) -> Option<Known> {
        let recut = words::recut(self.words.get()?, patch, edited);
        let columns = match self.columns.get() {
            Some(columns) => columns.after(&recut, edited),
            None => Columns::of(&recut.words, edited),
        };
        Some(Known { words: recut.words, columns, kept: recut.kept })
    }

    /// The same text with its words, where they are known.
    #[must_use]
    pub fn with_known(self, known: Option<Known>) -> Self {
        let Some(Known { words, columns, .. }) = known else { return self };
        Self { words: words.into(), columns: columns.into(), ..self }
    }

    /// Which ends of its document it has.
    #[must_use]
    pub fn part(&self) -> Part {
        self.part
    }

    /// What sort of document it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        *self.kind.get_or_init(|| Kind::of(self.source, self.format))
    }

    /// What no filter may touch.
    #[must_use]
    pub fn protected(&self) -> &Protected {
        &self.protected
    }

    /// Its words, in order; cut once for all filters.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        self.words.get_or_init(|| words::cut(self.source))
    }

    /// True if it was cut into words.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.words.get().is_some()
    }

    /// What is asked of every word; made once for all filters.
    #[must_use]
    pub fn columns(&self) -> &Columns {
        self.columns.get_or_init(|| Columns::of(self.words(), self.source))
    }

    /// Its characters that deserve a second look; found once for all filters.
    #[must_use]
    pub fn suspects(&self) -> &Suspects {
        self.suspects.get_or_init(|| Suspects::scan(self.source))
    }

    /// Words that come again soon; found once for all filters.
    #[must_use]
    pub fn repeats(&self) -> &[Repeat] {
        self.repeats.get_or_init(|| repeats::find(self.words()))
    }

    /// Lines and blocks that come again; found once for all filters.
    #[must_use]
    pub fn line_repeats(&self) -> &[LineRepeat] {
        self.line_repeats.get_or_init(|| lines::find(self.source))
    }

    /// The passages that hold letters of more than one script; found once for all filters.
    #[must_use]
    pub fn mixed_passages(&self) -> &[Passage] {
        self.mixed.get_or_init(|| scripts::mixed_passages(self.source, self.words()))
    }

    /// The apostrophe that it uses; looked for once for all filters.
    #[must_use]
    pub fn apostrophe(&self) -> &'static str {
        self.apostrophe.get_or_init(|| {
            let bytes = self.source.as_bytes();
            let curly = memchr::memchr(b'\'', bytes).is_none() && memchr::memmem::find(bytes, "’".as_bytes()).is_some();
            if curly { "’" } else { "'" }
        })
    }

    /// True if the text around a place is about something that is garbled on purpose there.
    #[must_use]
    pub fn is_about(&self, subject: Subject, place: Span) -> bool {
        self.subjects.get_or_init(|| Subjects::find(self.source)).are_near(subject, place)
    }

    /// The text of a word.
    #[must_use]
    pub fn word(&self, word: &Word) -> &'a str {
        &self.source[word.start as usize..word.end as usize]
    }

    /// The line around a position, without its line end.
    #[must_use]
    pub fn line_around(&self, at: usize) -> Span {
        let start = memchr::memrchr(b'\n', &self.source.as_bytes()[..at]).map_or(0, |i| i + 1);
        let end = memchr::memchr(b'\n', &self.source.as_bytes()[at..]).map_or(self.source.len(), |i| at + i);
        Span::new(start, end)
    }

    /// The part of the line around a position that lies within `reach` bytes of it: enough to judge a place by, and
    /// bounded, so that a megabyte without a line end costs no more than a page.
    #[must_use]
    pub fn line_near(&self, at: usize, reach: usize) -> &'a str {
        let from = self.source.floor_char_boundary(at.saturating_sub(reach));
        let to = self.source.ceil_char_boundary((at + reach).min(self.source.len()));
        let start = memchr::memrchr(b'\n', &self.source.as_bytes()[from..at]).map_or(from, |i| from + i + 1);
        let end = memchr::memchr(b'\n', &self.source.as_bytes()[at..to]).map_or(to, |i| at + i);
        &self.source[start..end]
    }

    /// The last character before a position.
    #[must_use]
    pub fn before(&self, at: usize) -> Option<char> {
        self.source[..at].chars().next_back()
    }

    /// The first character at or after a position.
    #[must_use]
    pub fn after(&self, at: usize) -> Option<char> {
        self.source[at..].chars().next()
    }

    /// The letters and marks right before a position; of a very long run, the last of it.
    #[must_use]
    pub fn letters_before(&self, at: usize) -> &'a str {
        let before = &self.source[..at];
        let letters = before.chars().rev().take(LONGEST_WORD).take_while(|&c| is_of_word(c));
        &before[at - letters.map(char::len_utf8).sum::<usize>()..]
    }

    /// The letters and marks right at and after a position; of a very long run, the first of it.
    #[must_use]
    pub fn letters_after(&self, at: usize) -> &'a str {
        let after = &self.source[at..];
        let letters = after.chars().take(LONGEST_WORD).take_while(|&c| is_of_word(c));
        &after[..letters.map(char::len_utf8).sum()]
    }
}

/// No word is longer, in characters; what looks for the rest of one stops here.
const LONGEST_WORD: usize = 64;

fn is_of_word(c: char) -> bool {
    let class = chars::class(c);
    class.is_letter() || class.is_mark() && !class.is_ignorable()
}
