//! Colours for terminals, or none.

use std::fmt::Display;

use crate::finding::Applicability;

/// What a piece of a report is, from which its colour follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A file's name.
    Path,
    /// A rule's id.
    Rule,
    /// A safe edit.
    Safe,
    /// An edit that may change the meaning.
    Unsafe,
    /// A finding without an edit, and what an edit takes away.
    Removed,
    /// What an edit puts in.
    Added,
    /// The changed part of a removed line.
    RemovedPart,
    /// The changed part of an added line.
    AddedPart,
    /// Line numbers, rulers, hunk headers.
    Faint,
    /// Where a diff's hunk lies.
    Hunk,
    /// What matters most in a line.
    Strong,
}

impl Style {
    /// That of how far an edit may be trusted.
    #[must_use]
    pub const fn of(applicability: Applicability) -> Self {
        match applicability {
            Applicability::Safe => Self::Safe,
            Applicability::Unsafe => Self::Unsafe,
            Applicability::Flag => Self::Removed,
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Path | Self::Strong => "1",
            Self::Rule | Self::Hunk => "36",
            Self::Safe | Self::Added => "32",
            Self::Unsafe => "33",
            Self::Removed => "31",
            Self::RemovedPart => "1;7;31",
            Self::AddedPart => "1;7;32",
            Self::Faint => "2",
        }
    }
}

/// Puts colours on, or leaves them off.
#[derive(Clone, Copy, Debug, Default)]
pub struct Paint {
    /// Whether colours are on.
    pub on: bool,
}

impl Paint {
    /// `what` in its colour. The text must be visible already ([`super::visible`]).
    pub fn paint(self, style: Style, what: impl Display) -> String {
        if self.on { format!("\u{1b}[{}m{what}\u{1b}[0m", style.code()) } else { what.to_string() }
    }
}
