//! What a rule card says, as data. Built-in cards are statics made of these; cards of one's own are read into them.

use std::borrow::Cow;

use super::{Applicability, program::Program};

/// Text that is either compiled in or read at run time.
pub type Str = Cow<'static, str>;
/// A list that is either compiled in or read at run time.
pub type List<T> = Cow<'static, [T]>;

/// One rule: what is wrong, in words and data.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, such as `stray-letter`.
    pub id: Str,
    /// How it is carried out.
    pub kind: RuleKind,
    /// What is wrong, in one line.
    pub summary: Str,
    /// What goes wrong in the world, what the rule does, where it stops.
    pub why: Str,
    /// The most an edit of it may be trusted.
    pub applicability: Applicability,
    /// Runs only if it is selected by name.
    pub opt_in: bool,
    /// Its edits may take away a whole protected span (the target of a leftover link), though never a part of one.
    pub swallows: bool,
    /// Little documents with the fault. They run as tests.
    pub examples: List<Example>,
    /// Legitimate look-alikes, which must stay. They run as tests.
    pub keeps: List<Keep>,
    /// What a data rule looks for; empty for a filter.
    pub matches: List<Match>,
}

/// How a rule is carried out. For a data rule: what its matches are unless they say otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// By code.
    Filter,
    /// By code, where a file's bytes are read.
    File,
    /// Whole lines, compared by their words.
    Line,
    /// Literal phrases, whatever their case.
    Phrase,
    /// Regular expressions behind literal anchors.
    Pattern,
    /// Literals and what each stands for.
    Map,
}

impl RuleKind {
    /// True if code looks for it, so that its card has no matches.
    #[must_use]
    pub fn is_code(self) -> bool {
        matches!(self, Self::Filter | Self::File)
    }

    /// All of them with the words cards use.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Filter, "filter"),
        (Self::File, "file"),
        (Self::Line, "line"),
        (Self::Phrase, "phrase"),
        (Self::Pattern, "pattern"),
        (Self::Map, "map"),
    ];

    /// The word cards use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

/// A document with the fault, and what becomes of it.
#[derive(Clone, Debug)]
pub struct Example {
    /// The language's BCP 47 code; empty if it is no matter of language.
    pub lang: Str,
    /// The name of the format it is read as: `plain`, `markdown`, `html` or `source`.
    pub format: Str,
    /// The document.
    pub from: Str,
    /// What it should read; `None` where only a flag is due.
    pub to: Option<Str>,
    /// How far the edit may be trusted here.
    pub applicability: Applicability,
}

/// A document that must stay as it is.
#[derive(Clone, Debug)]
pub struct Keep {
    /// The document.
    pub text: Str,
    /// Why it is right.
    pub note: Str,
    /// The name of the format it is read as.
    pub format: Str,
}

/// One thing a data rule looks for, and where it counts.
#[derive(Clone, Debug)]
pub struct Match {
    /// What is looked for.
    pub form: Form,
    /// What is done about it.
    pub mend: Mend,
    /// How far that may be trusted.
    pub applicability: Applicability,
    /// What is wrong at the place, as a fragment: a small letter first, no full stop. The rule's summary, put so, if empty.
    pub message: Str,
    /// Languages it counts in; everywhere if empty. A passage of unknown language counts too.
    pub languages: List<Str>,
    /// Kinds of document it counts in; every kind if empty.
    pub only_in: List<Str>,
    /// Kinds of document it does not count in.
    pub not_in: List<Str>,
    /// It counts between quotation marks too. Elsewhere a quoted specimen is left alone.
    pub quoted: bool,
    /// It is the number of a note, and does not count where a line of the text begins with that number.
    pub unless_noted: bool,
    /// Words whose presence in the same paragraph says that the text is about such things and does not suffer from them;
    /// `word*` stands for all that begin so.
    pub unless: List<Str>,
    /// Where in the document it counts.
    pub place: DocumentPart,
    /// How much text around an anchor the pattern is tried on.
    pub within: Within,
    /// A line of it, once removed, no longer parts a paragraph in two.
    pub joins: bool,
}

/// What is looked for.
#[derive(Clone, Debug)]
pub enum Form {
    /// Whole lines by their words, whatever their case and punctuation.
    Line {
        /// All the words of the line.
        lines: List<Str>,
        /// The words before a colon; the rest of the line is free.
        leads: List<Str>,
        /// The hashes of the lines ([`super::line`]), sorted: made when the card is read, for ours by the build.
        hashes: List<u64>,
        /// The same of the leads.
        lead_hashes: List<u64>,
        /// What the first and last bytes of a line or lead may be.
        signatures: List<u32>,
    },
    /// Phrases between word boundaries, whatever their case.
    Phrase(List<Str>),
    /// A regular expression, tried only around an anchor.
    Pattern {
        /// Literals, whatever their case; each match holds or touches one.
        anchors: List<Str>,
        /// The expression. A group called `at` is what it is about; the rest is context.
        pattern: Str,
        /// The same, compiled.
        program: Program,
    },
    /// Literals, exact, and what each stands for.
    Map(List<(Str, Str)>),
}

/// What is done about a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Nothing: it is flagged.
    Nothing,
    /// It goes with the blank it leaves behind.
    Delete,
    /// All but the first group goes.
    Unwrap,
    /// Backslash escapes become the characters they stand for.
    Unescape,
    /// It is replaced; `$1` is the first group.
    Replace(Str),
}

/// Where in the document a match counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentPart {
    /// Anywhere.
    Anywhere,
    /// As the start of the document.
    Opening,
    /// As the end of the document.
    Closing,
}

impl DocumentPart {
    /// All of them with the words cards use.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Anywhere, "anywhere"), (Self::Opening, "opening"), (Self::Closing, "closing")];
}

/// How much text around an anchor a pattern is tried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// The line.
    Line,
    /// The first or last few kilobytes of the document.
    Text,
}

impl Within {
    /// All of them with the words cards use.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Line, "line"), (Self::Text, "text")];
}
