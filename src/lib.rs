//! ungarble finds garbage in text (foreign letters, stray tokens, repeats, broken encodings, leftovers of scraping and of
//! language models) and mends it. Every fault is a finding with its position in the original, and every repair an edit
//! that can be shown, refused or undone; nothing is sure that a careful editor would ask about. The command line is made
//! of this library and adds files, settings and a review.
//!
//! Start with [`clean`], or with [`clean_with`] and [`Options`] for another preset, format or language. [`pipeline`]
//! runs the filters and says what came of it, [`patch`] has the edits, [`rule`] the rules and presets as data, [`text`]
//! one document with its words and protected spans and the decoding of bytes, and [`language`] what is known of
//! languages and the learning of others. The names at the root of the crate, and the public fields of the types they
//! stand for, are kept stable within a minor version (`0.x`); the other modules serve the program first and may change
//! in any release.
//!
//! ```
//! let text = "The ferry was late agаin, and nobody nobody knew why it wasnâ€™t on time.";
//! let outcome = ungarble::clean(text);
//! for finding in &outcome.findings {
//!     println!("{:?} {}: {}", finding.span, finding.rule, finding.message);
//! }
//! assert_eq!(outcome.cleaned(text), "The ferry was late again, and nobody knew why it wasn’t on time.");
//! ```

pub use self::{
    error::{Error, Result},
    finding::{Applicability, Finding},
    patch::{Edit, Patch},
    pipeline::{Options, Outcome, clean as clean_with},
    rule::Preset,
    span::Span,
    text::Format,
    verdict::Verdict,
};

pub mod chars;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
pub mod config;
#[cfg(feature = "cli")]
pub mod decisions;
pub mod error;
pub mod filters;
pub mod finding;
pub mod language;
pub mod patch;
pub mod pipeline;
pub mod report;
pub mod rule;
pub mod span;
pub mod text;
pub mod trial;
pub mod verdict;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub use cli::main as run_command_line;

/// Finds what is wrong in a plain text by the rules of the preset `article`, and makes the safe edits.
///
/// Spans are byte ranges in `text`. Time grows with its length; a text without faults is not copied.
///
/// ```
/// let text = "The cafÃ© is closed since May.";
/// assert_eq!(ungarble::clean(text).cleaned(text), "The café is closed since May.");
/// ```
#[must_use]
pub fn clean(text: &str) -> Outcome {
    clean_with(text, &Options::default())
}
