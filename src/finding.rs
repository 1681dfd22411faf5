//! A finding: one place where a rule fires. Filters make them and never touch the text.

use std::{borrow::Cow, cell::OnceCell, fmt};

use crate::{
    language::{Language, Languages, Passages},
    span::Span,
    text::{Known, Text, words::column::Column},
};

/// How far an edit may be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Any careful editor would make this edit.
    Safe,
    /// Probably right, but it may change the meaning.
    Unsafe,
    /// Something is wrong here, but what was meant is not known: there is no edit.
    Flag,
}

impl Applicability {
    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Self::Safe, Self::Unsafe, Self::Flag].into_iter().find(|level| level.as_str() == name)
    }

    /// The word used on the command line and in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Flag => "flag",
        }
    }
}

impl fmt::Display for Applicability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One place where a rule fires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id, such as `stray-letter`.
    pub rule: Cow<'static, str>,
    /// How far the edit may be trusted.
    pub applicability: Applicability,
    /// Where. A filter gives positions in the text it saw; an outcome gives them in the original.
    pub span: Span,
    /// What to put there; `None` exactly for [`Applicability::Flag`].
    pub replacement: Option<String>,
    /// What is wrong at this very place, as a fragment: a small letter first, no full stop.
    pub message: Cow<'static, str>,
}

impl Finding {
    /// A finding whose edit any careful editor would make.
    pub fn safe(
        rule: &'static str,
        span: Span,
        replacement: impl Into<String>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::edit(rule, Applicability::Safe, span, replacement, message)
    }

    /// A finding whose edit is probably right.
    pub fn probable(
        rule: &'static str,
        span: Span,
        replacement: impl Into<String>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::edit(rule, Applicability::Unsafe, span, replacement, message)
    }

    /// A finding without an edit.
    pub fn flag(rule: &'static str, span: Span, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            rule: Cow::Borrowed(rule),
            applicability: Applicability::Flag,
            span,
            replacement: None,
            message: message.into(),
        }
    }

    /// A finding with an edit of the given applicability, which must not be `Flag`.
    pub fn edit(
        rule: &'static str,
        applicability: Applicability,
        span: Span,
        replacement: impl Into<String>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        debug_assert!(applicability != Applicability::Flag, "a flag has no edit");
        Self {
            rule: Cow::Borrowed(rule),
            applicability,
            span,
            replacement: Some(replacement.into()),
            message: message.into(),
        }
    }
}

/// Which part of the work a filter belongs to. Safe edits of one stage are applied before the next one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Broken encodings: nothing else can be judged before these are mended.
    Encoding,
    /// Characters that are no letters of any word: invisible, control, unnormalised, entities.
    Characters,
    /// Whole leftovers: markup, citations, prompts, boilerplate lines.
    Residue,
    /// Letters of a foreign script.
    Scripts,
    /// Word boundaries and stray words.
    Words,
    /// Repetition, once the words are right.
    Repetition,
    /// Spaces left over at the seams, and how the text ends.
    Layout,
}

impl Stage {
    /// True if its filters look at every word.
    #[must_use]
    pub const fn walks_words(self) -> bool {
        matches!(self, Self::Scripts | Self::Words | Self::Repetition)
    }
}

/// How far to each side of a position its language is looked for, in bytes: within the line, and if that does not tell it,
/// beyond.
const NEAR: usize = 200;
const FAR: usize = 600;

/// What a filter sees: the text, and what is known of it.
pub struct Context<'a> {
    /// The text as the filters before left it.
    pub text: &'a Text<'a>,
    wanted: &'a dyn Fn(&str) -> bool,
    languages: &'a Languages,
    passages: OnceCell<Passages>,
}

impl<'a> Context<'a> {
    /// A context over one text.
    #[must_use]
    pub fn new(text: &'a Text<'a>, wanted: &'a dyn Fn(&str) -> bool) -> Self {
        Self { text, wanted, languages: Languages::shipped(), passages: OnceCell::new() }
    }

    /// True if a rule is switched on. Findings of other rules are dropped anyway; asking spares the work.
    #[must_use]
    pub fn wants(&self, rule: &str) -> bool {
        (self.wanted)(rule)
    }

    /// The same with the user's own languages.
    #[must_use]
    pub fn with_languages(self, languages: &'a Languages) -> Self {
        Self { languages, ..self }
    }

    /// The same with its passages, where they are known.
    #[must_use]
    pub fn with_passages(self, passages: Option<Passages>) -> Self {
        Self { passages: passages.map_or_else(OnceCell::new, OnceCell::from), ..self }
    }

    /// The passages of the text edited from this one, if this one's were asked for.
    #[must_use]
    pub fn passages_after(&self, known: &Known) -> Option<Passages> {
        self.passages.get().map(|passages| passages.after(known, self.languages))
    }

    /// The languages at hand.
    #[must_use]
    pub fn languages(&self) -> &'a Languages {
        self.languages
    }

    /// The language of the passage around a position, where it can be told.
    #[inline]
    #[must_use]
    pub fn language_at(&self, at: usize) -> Option<&'a Language> {
        self.passage_table().language_at(at, self.text.words(), self.languages)
    }

    /// The language of the words around a position, where they tell it, first of those of its line: for who has little to
    /// ask, of texts that need not be cut into words.
    #[must_use]
    pub fn language_near(&self, at: usize) -> Option<&'a Language> {
        let (text, languages) = (self.text, self.languages);
        languages.of(text.line_near(at, NEAR)).or_else(|| {
            let [before, after] = [text.stretch_before(at, FAR), text.stretch_after(at, FAR)].map(str::len);
            languages.of(text.slice(Span::new(at - before, at + after)))
        })
    }

    /// The language around a position, where it can be told: that of its passage, but a text is not cut into words for it
    /// where few of them tell it.
    #[must_use]
    pub fn language_by_few(&self, at: usize) -> Option<&'a Language> {
        let near = if self.text.is_cut() { None } else { self.language_near(at) };
        near.or_else(|| self.language_at(at))
    }

    /// The language of the passage around a position, where it can be told, and the end of the passage: for who has much to
    /// ask, one place after the other.
    #[must_use]
    pub fn language_until(&self, at: usize) -> (Option<&'a Language>, usize) {
        self.passage_table().language_until(at, self.text.words(), self.languages).unwrap_or((None, usize::MAX))
    }

    /// How common each word of the text is in the language of its passage, as [`Commonness::as_byte`] has it; asked for
    /// once for all filters.
    ///
    /// [`Commonness::as_byte`]: crate::language::Commonness::as_byte
    #[must_use]
    pub fn commonness(&self) -> &Column {
        self.passage_table().commonness(self.text.words(), self.languages)
    }

    fn passage_table(&self) -> &Passages {
        self.passages.get_or_init(|| Passages::new(self.text.words(), self.text.columns()))
    }
}

/// Looks for the faults of one or a few rules. It looks and never writes.
pub trait Filter: Sync {
    /// The ids of the rules it may report.
    fn rules(&self) -> &'static [&'static str];

    /// When it runs.
    fn stage(&self) -> Stage;

    /// Reports what it finds, in any order. Findings that touch a protected span are dropped by the pipeline.
    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>);
}
