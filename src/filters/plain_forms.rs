//! Forms of characters that a house may not want, each a rule of its own and none of them on by itself.
//!
//! Fullwidth forms, other compatibility characters (what NFKC would change), curly quotes, long dashes and the ellipsis are
//! no faults: they are right where they were meant. A project that needs plain ones selects the rules. Every edit is of one
//! character, in place; a compatibility character whose plain form says less (`m²`, `½`) is only proposed.

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    span::Span,
};

const FULLWIDTH: &str = "fullwidth-form";
const COMPATIBILITY: &str = "compatibility-character";
const QUOTE: &str = "typographic-quote";
const DASH: &str = "typographic-dash";
const ELLIPSIS: &str = "ellipsis";

/// The filter.
pub struct PlainForms;

impl Filter for PlainForms {
    fn rules(&self) -> &'static [&'static str] {
        &[FULLWIDTH, COMPATIBILITY, QUOTE, DASH, ELLIPSIS]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text.as_str();
        if text.is_ascii() || !self.rules().iter().any(|rule| context.wants(rule)) {
            return;
        }
        let nfkc = const { ComposingNormalizerBorrowed::new_nfkc() };
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
            let span = Span::new(at, at + c.len_utf8());
            if let Some((rule, plain, message)) = typography(c) {
                if context.wants(rule) {
                    found.push(Finding::safe(rule, span, plain, message));
                }
                continue;
            }
            let Some(rule) =
                [if is_width(c) { FULLWIDTH } else { COMPATIBILITY }].into_iter().find(|rule| context.wants(rule))
            else {
                continue;
            };
            let plain = nfkc.normalize(&text[span.range()]);
            if plain == text[span.range()] {
                continue;
            }
            let (applicability, message) = if rule == FULLWIDTH {
                (Applicability::Safe, "a character of another width")
            } else if loses(c, &plain) {
                (Applicability::Unsafe, "a compatibility character whose plain form says less")
            } else {
                (Applicability::Safe, "a compatibility character")
            };
            found.push(Finding::edit(rule, applicability, span, plain, message));
        }
    }
}

/// Quotes, dashes and the ellipsis, and what a typewriter has for them.
fn typography(c: char) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' => (QUOTE, "'", "a typographic quotation mark"),
        '“' | '”' | '„' | '‟' => (QUOTE, "\"", "a typographic quotation mark"),
        '‐' | '‑' | '–' => (DASH, "-", "a typographic dash"),
        '—' | '―' => (DASH, "--", "a typographic dash"),
        '…' => (ELLIPSIS, "...", "an ellipsis of one character"),
        _ => return None,
    })
}

/// The fullwidth and halfwidth forms and the ideographic space.
fn is_width(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FFEE}' | '\u{3000}')
}

/// Superscripts, fractions and whatever becomes several characters or a space would mean something else.
fn loses(c: char, plain: &str) -> bool {
    let several = plain.chars().count() > 1 && !matches!(c, '\u{FB00}'..='\u{FDFF}' | '\u{FE80}'..='\u{FEFC}');
    several
        || plain.chars().all(|p| p.is_ascii_digit())
        || matches!(c, 'ª' | 'º' | '\u{2070}'..='\u{209C}' | '\u{1D2C}'..='\u{1D6A}' | '\u{1D78}'..='\u{1DBF}')
        || plain == " "
}
