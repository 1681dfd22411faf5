//! The filters, one file each, and the table the pipeline runs.

use crate::finding::Filter;

mod bidi_control;
mod byte_order_mark;
pub mod cards;
mod control_character;
mod foreign_fragment;
mod fused_words;
mod html_entity;
mod hyphenation;
mod invisible_character;
mod ligature;
mod lookalike_letter;
mod missing_space;
mod mojibake;
mod not_nfc;
mod plain_forms;
mod repeated_block;
mod repeated_phrase;
mod repeated_sentence;
mod repeated_word;
mod repetition_loop;
mod replacement_character;
mod script_fusion;
mod split_word;
mod stray_letter;
mod stray_word;
mod styled_letters;
mod truncated_sentence;
mod whitespace;

/// Every filter, in the order in which they look. Of two findings that overlap, the earlier filter's edit is made.
#[must_use]
pub fn all() -> &'static [&'static dyn Filter] {
    &[
        &mojibake::Mojibake,
        &byte_order_mark::ByteOrderMark,
        &ligature::Ligature,
        &replacement_character::ReplacementCharacter,
        &html_entity::HtmlEntity,
        &bidi_control::BidiControl,
        &invisible_character::InvisibleCharacter,
        &control_character::ControlCharacter,
        &styled_letters::StyledLetters,
        &not_nfc::NotNfc,
        &plain_forms::PlainForms,
        &cards::BuiltIn,
        &lookalike_letter::LookalikeLetter,
        &script_fusion::ScriptFusion,
        &foreign_fragment::ForeignFragment,
        &hyphenation::Hyphenation,
        &missing_space::MissingSpace,
        &stray_letter::StrayLetter,
        &split_word::SplitWord,
        &stray_word::StrayWord,
        &fused_words::FusedWords,
        &repetition_loop::RepetitionLoop,
        &repeated_block::RepeatedBlock,
        &repeated_sentence::RepeatedSentence,
        &repeated_phrase::RepeatedPhrase,
        &repeated_word::RepeatedWord,
        &truncated_sentence::TruncatedSentence,
        &whitespace::Whitespace,
    ]
}
