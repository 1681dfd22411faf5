//! Letters that look like the right ones.
//!
//! `pаyment` with a Cyrillic `а` reads well and cannot be found, sorted or spell-checked. Keyboards, scanners and spammers
//! make such words; so do people who need a letter their keyboard lacks. In program source the same letters make two names
//! look like one (UTS #39), and there the edit is only proposed: a name may be used elsewhere.

use rustc_hash::FxHashSet;

use crate::{
    chars::{self, Script},
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{
        metalanguage,
        mixture::{self, Meant},
        stranger,
    },
    span::Span,
    text::{Format, Run, Text, Word, scripts},
};

const RULE: &str = "lookalike-letter";

/// The filter.
pub struct LookalikeLetter;

impl Filter for LookalikeLetter {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Scripts
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        if context.text.format() == Format::Source {
            return identifiers(context.text, found);
        }
        for passage in context.text.mixed_passages() {
            for token in passage.tokens() {
                match (mixture::host(context.text, passage, token), token, passage.majority) {
                    (Some(host), ..) => found.extend(mixed(context, token, host, passage.majority == Some(host))),
                    (None, [run], Some(host)) if run.script != host && run.script != Script::Common => {
                        found.extend(alone(context, run, host));
                    }
                    _ => {}
                }
            }
        }
        eths(context, found);
        micro_signs(context, found);
    }
}

/// A word some of whose letters are lookalikes.
fn mixed(context: &Context<'_>, token: &[Run], host: Script, native: bool) -> Option<Finding> {
    let text = context.text;
    let span = Span::new(token[0].start as usize, token[token.len() - 1].end as usize);
    let language = context.language_at(span.start).filter(|_| native);
    let reading = mixture::read(text, token, host, language);
    let Meant::Folded(word) = reading.meant else { return None };
    let place = token[0].word as usize;
    // `iPhone'е`: a foreign name with an ending of the language around it.
    if !native && matches!(text.before(token[token.len() - 1].start as usize), Some('\'' | '’')) {
        return None;
    }
    let spoken_of = || metalanguage::is_subject_around(text, place);
    let address = scripts::is_in_address(text.as_str(), span);
    if (address || scripts::is_set_apart(text.as_str(), span)) && spoken_of()
        || scripts::is_notation(text.as_str(), span)
        || is_symbol(text.slice(span))
    {
        return None;
    }
    let message = message(text.slice(span), &word);
    if address {
        // A look-alike domain is a fact to report: the spoofed name may be what the text is about.
        return Some(Finding::flag(RULE, span, message));
    }
    let applicability = if reading.sure { Applicability::Safe } else { Applicability::Unsafe };
    Some(Finding::edit(RULE, applicability, span, word, message))
}

/// `κB`, `IκB`: a small Greek letter before a Latin capital names a thing of science.
fn is_symbol(word: &str) -> bool {
    let mut letters = word.chars().peekable();
    std::iter::from_fn(|| letters.next().map(|c| (c, letters.peek().copied()))).any(|(c, next)| {
        chars::script(c) == Script::Greek && c.is_lowercase() && next.is_some_and(|next| next.is_ascii_uppercase())
    })
}

/// A word all of whose letters are lookalikes of a native word.
fn alone(context: &Context<'_>, run: &Run, host: Script) -> Option<Finding> {
    let text = context.text;
    let span = run.span();
    let place = run.word as usize;
    if scripts::is_set_apart(text.as_str(), span) || metalanguage::mentioned_before(text, place) {
        return None;
    }
    let (word, sure) = stranger::in_native_letters(text, run, host, context.language_at(span.start))?;
    let applicability = if sure { Applicability::Safe } else { Applicability::Unsafe };
    let message = message(text.slice(span), &word);
    Some(Finding::edit(RULE, applicability, span, word, message))
}

/// Names the letters that are out of place.
fn message(word: &str, native: &str) -> String {
    let mut letters: Vec<String> = Vec::new();
    for (is, meant) in word.chars().zip(native.chars()).filter(|(is, meant)| is != meant) {
        let named = format!("“{is}” (U+{:04X}, {:?}) for “{meant}”", is as u32, chars::script(is));
        if !letters.contains(&named) {
            letters.push(named);
        }
    }
    format!("{} in “{native}”", letters.join(", "))
}

/// Icelandic `Ð` where Vietnamese and Croatian write `Đ`: one form, two letters. The letters around tell.
fn eths(context: &Context<'_>, found: &mut Vec<Finding>) {
    const REACH: usize = 200;
    let text = context.text;
    for at in memchr::memmem::find_iter(text.as_str().as_bytes(), "Ð") {
        let near = text.line_near(at, REACH);
        let strokes =
            near.chars().filter(|&c| matches!(c, '\u{1EA0}'..='\u{1EF9}' | 'đ' | 'Đ' | 'ơ' | 'ư' | 'č' | 'ć')).count();
        if strokes >= 2 && !near.contains(['ð', 'þ', 'Þ']) {
            found.push(Finding::safe(RULE, Span::new(at, at + "Ð".len()), "Đ", "the Icelandic letter eth for “Đ”"));
        }
    }
}

/// The micro sign in place of the Greek letter, which looks the same.
fn micro_signs(context: &Context<'_>, found: &mut Vec<Finding>) {
    let text = context.text;
    for at in memchr::memmem::find_iter(text.as_str().as_bytes(), "µ") {
        let span = Span::new(at, at + "µ".len());
        let greek = |c: Option<char>| c.is_some_and(|c| chars::script(c) == Script::Greek);
        if greek(text.before(span.start)) || greek(text.after(span.end)) {
            found.push(Finding::safe(RULE, span, "μ", "the micro sign for the Greek letter"));
        }
    }
}

/// Identifiers that mix Latin with letters that look like Latin ones, or that look like another name in the same source.
fn identifiers(text: &Text<'_>, found: &mut Vec<Finding>) {
    let mut names: Option<FxHashSet<&str>> = None;
    let foreign = |word: &&Word| {
        !word.flags.is_ascii() && matches!(word.script, Script::Latin | Script::Cyrillic | Script::Greek)
    };
    for word in text.words().iter().filter(foreign) {
        let source = text.word(word);
        let Some(native) = latin_twin(source) else { continue };
        if !source.bytes().any(|b| b.is_ascii_alphabetic()) {
            let names = names.get_or_insert_with(|| {
                text.words().iter().filter(|w| w.flags.is_ascii()).map(|w| text.word(w)).collect()
            });
            if !names.contains(native.as_str()) {
                continue;
            }
        }
        found.push(Finding::probable(RULE, word.span(), native.clone(), message(source, &native)));
    }
}

/// The ASCII word that looks the same, if every other letter has one.
fn latin_twin(word: &str) -> Option<String> {
    word.chars()
        .map(|c| match chars::script(c) {
            _ if c.is_ascii() => Some(c),
            Script::Cyrillic | Script::Greek => chars::fold_to(c, Script::Latin).filter(char::is_ascii),
            _ => None,
        })
        .collect()
}
