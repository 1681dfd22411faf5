//! Character references of HTML left in text: `&eacute;`, `&#8217;`, `&amp;quot;`.
//!
//! In HTML they belong. In Markdown a reference is syntax too; only one escaped twice, which shows as a reference, is a
//! fault there. A text about HTML names references on purpose, between quotation marks or beside the word "entity".

use crate::{
    finding::{Context, Filter, Finding, Stage},
    span::Span,
    text::{Format, Subject, Text, entities},
};

const RULE: &str = "html-entity";

/// Puts the characters in place of their references.
pub struct HtmlEntity;

impl Filter for HtmlEntity {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text.as_str();
        let markdown = match context.text.format() {
            Format::Html | Format::Source => return,
            Format::Markdown => true,
            Format::Plain => false,
        };
        let mut end = 0;
        for at in memchr::memchr_iter(b'&', text.as_bytes()) {
            // Most ampersands join words: the next byte tells.
            if at < end || !text.as_bytes().get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'#') {
                continue;
            }
            let Some(reference) = entities::read(&text[at..]) else { continue };
            let span = Span::new(at, at + reference.length);
            if markdown && reference.escapes == 0
                || !reference.closed && !is_sure_unclosed(text, span, &reference)
                || is_specimen(context.text, span)
            {
                continue;
            }
            end = span.end;
            // A no-break space was put there for the layout of a page that is gone.
            let with = if reference.text == "\u{A0}" { " ".to_string() } else { reference.text };
            let message = if reference.escapes > 0 { "an HTML reference, escaped twice" } else { "an HTML reference" };
            found.push(if markdown {
                Finding::probable(RULE, span, with, message)
            } else {
                Finding::safe(RULE, span, with, message)
            });
        }
    }
}

/// True for names that are no words of any language, where nothing of a query string or a word follows.
fn is_sure_unclosed(text: &str, span: Span, reference: &entities::Reference) -> bool {
    const ENDINGS: [&str; 9] = ["acute", "grave", "uml", "circ", "tilde", "cedil", "ring", "slash", "lig"];
    let ends = text[span.end..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '=' && c != '_');
    let name = &text[span.start + 1..span.end];
    if !reference.named {
        // `&#8217s` lacks its semicolon; `&#39` may be part of anything.
        return ends && name.len() >= 4 && reference.text.chars().all(|c| !c.is_ascii());
    }
    ends && (matches!(
        name,
        "amp"
            | "nbsp"
            | "quot"
            | "laquo"
            | "raquo"
            | "lsquo"
            | "rsquo"
            | "ldquo"
            | "rdquo"
            | "ndash"
            | "mdash"
            | "hellip"
            | "copy"
            | "szlig"
    ) || name.len() > 4 && ENDINGS.iter().any(|e| name.ends_with(e)))
}

/// True for a reference that the text speaks of.
fn is_specimen(text: &Text<'_>, span: Span) -> bool {
    let quote = |c: char| matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' | '„' | '「' | '」');
    let (before, after) = (text.before(span.start), text.after(span.end));
    if before.is_some_and(quote) && after.is_some_and(quote) {
        return true;
    }
    // Only a reference that stands by itself is named; inside a word it is used, or quoted with it.
    let alone = !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric);
    (alone || text.is_quoted(span)) && text.is_about(Subject::Markup, span)
}
