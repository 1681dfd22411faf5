//! ungarble finds garbage in text and mends it, as edits with positions.
//!
//! One engine finds faults in text as edits with positions. The command line, corpora and other languages use it alike.

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
