//! Text that is not in Normalization Form C.
//!
//! `é` as two code points looks like `é` as one and is another string to every search. Only the shortest stretch that
//! changes is replaced, and the scan of suspects has said where to look. A compatibility ideograph is another shape of its
//! character, wanted in names, so there the edit is only proposed.
//!
//! Two habits of whole countries' keyboards break the form without harm to a reader: the precomposed nukta letters of Indic
//! scripts, which the form takes apart, and Arabic and Hebrew marks in the order of typing. An editor leaves them; who
//! needs the form itself selects `strict-nfc`.

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::{
    chars::{self, Script},
    finding::{Applicability, Context, Filter, Finding, Stage},
    span::Span,
    text::Text,
};

const RULE: &str = "not-nfc";
const STRICT: &str = "strict-nfc";

/// The filter.
pub struct NotNfc;

impl Filter for NotNfc {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE, STRICT]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let nfc = const { ComposingNormalizerBorrowed::new_nfc() };
        let mut done = 0;
        for &at in text.suspects().unsettled() {
            let at = at as usize;
            if at < done {
                continue;
            }
            let span = stretch(text, done, at);
            let was = text.slice(span);
            let composed = nfc.normalize(was);
            if composed != was {
                found.push(finding(text, span, &composed));
            }
            done = span.end;
        }
    }
}

/// What is normalised with an unsettled character: from the last settled one before it to the next one.
fn stretch(text: &Text<'_>, from: usize, at: usize) -> Span {
    let is_unsettled = |c: &char| chars::class(*c).is_unsettled();
    let before = &text.as_str()[from..at];
    let marks: usize = before.chars().rev().take_while(is_unsettled).map(char::len_utf8).sum();
    let base = before[..before.len() - marks].chars().next_back().map_or(0, char::len_utf8);
    let after: usize = text.as_str()[at..].chars().take_while(is_unsettled).map(char::len_utf8).sum();
    Span::new(at - marks - base, at + after)
}

fn finding(text: &Text<'_>, span: Span, composed: &str) -> Finding {
    let was = text.slice(span);
    let variant = |c: char| matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}');
    if was.chars().any(variant) {
        return Finding::edit(RULE, Applicability::Unsafe, span, composed, "a compatibility ideograph");
    }
    if is_nukta_habit(text, span, composed) {
        return Finding::safe(STRICT, span, composed, "a precomposed letter that normal form takes apart");
    }
    if is_order_habit(was, composed) {
        return Finding::safe(STRICT, span, composed, "marks in the order of typing");
    }
    let message = if was.chars().count() > composed.chars().count() {
        "letters and marks that are one character in normal form"
    } else {
        "a character that is another one in normal form"
    };
    Finding::safe(RULE, span, composed, message)
}

/// A letter that normal form takes apart, in a word of its script.
fn is_nukta_habit(text: &Text<'_>, span: Span, composed: &str) -> bool {
    let was = text.slice(span);
    let Some(script) = was.chars().next().map(chars::script) else { return false };
    let own = |c: Option<char>| c.is_some_and(|c| chars::script(c) == script);
    matches!(script, Script::Bengali | Script::Devanagari | Script::Gurmukhi | Script::Oriya)
        && was.chars().count() < composed.chars().count()
        && (was.chars().filter(|&c| chars::class(c).is_letter()).count() > 1
            || own(text.before(span.start))
            || own(text.after(span.end)))
}

/// The same marks in another order on an Arabic or Hebrew letter.
fn is_order_habit(was: &str, composed: &str) -> bool {
    let sorted = |text: &str| {
        let mut all: Vec<char> = text.chars().collect();
        all.sort_unstable();
        all
    };
    let first = was.chars().next();
    first.is_some_and(|c| chars::class(c).is_letter() && matches!(chars::script(c), Script::Arabic | Script::Hebrew))
        && sorted(was) == sorted(composed)
}
