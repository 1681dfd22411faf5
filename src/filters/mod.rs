//! The filters, one file each, and the table the pipeline runs.

use crate::finding::Filter;

pub mod cards;
mod foreign_fragment;
mod fused_words;
mod hyphenation;
mod lookalike_letter;
mod missing_space;
mod repeated_block;
mod repeated_phrase;
mod repeated_sentence;
mod repeated_word;
mod repetition_loop;
mod script_fusion;
mod stray_letter;
mod stray_word;
mod truncated_sentence;

/// Every filter, in the order in which they look. Of two findings that overlap, the earlier filter's edit is made.
#[must_use]
pub fn all() -> &'static [&'static dyn Filter] {
    &[
        &cards::BuiltIn,
        &lookalike_letter::LookalikeLetter,
        &script_fusion::ScriptFusion,
        &foreign_fragment::ForeignFragment,
        &hyphenation::Hyphenation,
        &missing_space::MissingSpace,
        &stray_letter::StrayLetter,
        &stray_word::StrayWord,
        &fused_words::FusedWords,
        &repetition_loop::RepetitionLoop,
        &repeated_block::RepeatedBlock,
        &repeated_sentence::RepeatedSentence,
        &repeated_phrase::RepeatedPhrase,
        &repeated_word::RepeatedWord,
        &truncated_sentence::TruncatedSentence,
    ]
}
