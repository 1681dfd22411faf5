//! The byte order mark at the start of a document.
//!
//! UTF-8 has no byte order to mark; the mark sticks to the first word and breaks scripts, tables and joined files. Further
//! inside, the same character is an invisible one and judged there.

use crate::{
    finding::{Context, Filter, Finding, Stage},
    span::Span,
};

const RULE: &str = "byte-order-mark";
const MARK: char = '\u{FEFF}';

/// The filter.
pub struct ByteOrderMark;

impl Filter for ByteOrderMark {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        if !context.text.part().is_first {
            return;
        }
        let text = context.text.as_str();
        let rest = text.trim_start_matches(MARK);
        if rest.len() < text.len() {
            found.push(Finding::safe(
                RULE,
                Span::new(0, text.len() - rest.len()),
                "",
                "a byte order mark, which UTF-8 does not need",
            ));
        }
    }
}
