//! Words with a piece of another script in them.
//!
//! `andството the` is "and the"; `infraструcture` is "infrastructure"; `дачаmeans` is two words. What a mixed word was
//! meant to be is for [`mixture`] to tell; words whose letters merely look alike belong to the rule `lookalike-letter`.

use crate::{
    chars::{self, Script},
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{
        metalanguage,
        mixture::{self, Meant},
    },
    span::Span,
    text::{Format, Run, scripts},
};

const RULE: &str = "script-fusion";

/// A guest that returns so often unmended is a habit of this text, not a fault.
const HABIT: usize = 3;

/// The filter.
pub struct ScriptFusion;

impl Filter for ScriptFusion {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Scripts
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        if text.format() == Format::Source {
            return;
        }
        let mut unknown = Vec::new();
        for passage in text.mixed_passages() {
            for token in passage.tokens() {
                let Some(host) = mixture::host(text, passage, token) else { continue };
                let span = span_of(token);
                let native = passage.majority == Some(host);
                let cjk = host == Script::Latin && token.iter().any(|run| chars::group(run.script) == Script::Han);
                if scripts::is_in_address(text.as_str(), span)
                    || scripts::is_notation(text.as_str(), span)
                    || is_mock_cyrillic(text.slice(span))
                    || cjk && scripts::is_among_cjk(text.as_str(), span)
                {
                    continue;
                }
                let language = context.language_at(span.start).filter(|_| native);
                let reading = mixture::read(text, token, host, language);
                let Some((edit, with)) = edit(token, host, &reading.meant, context) else {
                    if reading.meant == Meant::Unknown && native && !is_shown(context, token, span) {
                        unknown.push((span, guests(context, token, host)));
                    }
                    continue;
                };
                if is_shown(context, token, span) && !matches!(reading.meant, Meant::Parted(_)) {
                    continue;
                }
                let applicability = if reading.sure { Applicability::Safe } else { Applicability::Unsafe };
                found.push(Finding::edit(RULE, applicability, edit, with, message(context, span, &reading.meant)));
            }
        }
        report_unknown(context, &unknown, found);
    }
}

/// `KoЯn`, `TETЯIS`: Latin written with Cyrillic capitals for their looks.
fn is_mock_cyrillic(word: &str) -> bool {
    let mut between = true;
    let mut mock = 0;
    for c in word.chars() {
        let cyrillic = chars::script(c) == Script::Cyrillic;
        if cyrillic && !("БГДЖИЛПФЦЧШЩЪЫЭЮЯ".contains(c) && between) {
            return false;
        }
        between = !cyrillic;
        mock += usize::from(cyrillic);
    }
    mock > 0 && word.chars().any(|c| c.is_ascii_uppercase())
}

fn span_of(token: &[Run]) -> Span {
    Span::new(token[0].start as usize, token[token.len() - 1].end as usize)
}

/// The edit that makes of a token what was meant.
fn edit(token: &[Run], host: crate::chars::Script, meant: &Meant, context: &Context<'_>) -> Option<(Span, String)> {
    let span = span_of(token);
    match meant {
        Meant::Respelt(word) => Some((span, word.clone())),
        Meant::Parted(at) => Some((Span::new(*at, *at), " ".to_owned())),
        Meant::Trimmed(rest) => {
            let mut guests = token.iter().filter(|run| run.script != host);
            let (first, more) = (guests.next()?, guests.next().is_some());
            Some(if more { (span, context.text.slice(*rest).to_owned()) } else { (first.span(), String::new()) })
        }
        Meant::Mixture | Meant::Folded(_) | Meant::Unknown => None,
    }
}

fn message(context: &Context<'_>, span: Span, meant: &Meant) -> String {
    let token = context.text.slice(span);
    match meant {
        Meant::Respelt(word) => format!("“{token}” is “{word}”, spelt in two scripts"),
        Meant::Parted(at) => format!(
            "“{}” and “{}” lost the space between them",
            context.text.slice(Span::new(span.start, *at)),
            context.text.slice(Span::new(*at, span.end))
        ),
        Meant::Trimmed(rest) => format!("letters of another script are stuck to “{}”", context.text.slice(*rest)),
        Meant::Mixture | Meant::Folded(_) | Meant::Unknown => {
            format!("“{token}” mixes scripts, and what was meant is not clear")
        }
    }
}

/// True for a specimen: set apart in a text that speaks of letters and languages.
fn is_shown(context: &Context<'_>, token: &[Run], span: Span) -> bool {
    scripts::is_set_apart(context.text.as_str(), span)
        && metalanguage::is_subject_around(context.text, token[0].word as usize)
}

/// The letters that are not the host's.
fn guests(context: &Context<'_>, token: &[Run], host: crate::chars::Script) -> String {
    token.iter().filter(|run| run.script != host).map(|run| context.text.slice(run.span())).collect()
}

/// Reports what could not be read, except what the text does all the time.
fn report_unknown(context: &Context<'_>, unknown: &[(Span, String)], found: &mut Vec<Finding>) {
    let mut by_guest: Vec<&str> = unknown.iter().map(|(_, guest)| guest.as_str()).collect();
    by_guest.sort_unstable();
    for (span, guest) in unknown {
        let first = by_guest.partition_point(|other| *other < guest.as_str());
        if by_guest.get(first + HABIT - 1).is_none_or(|other| other != guest) {
            found.push(Finding::flag(RULE, *span, message(context, *span, &Meant::Unknown)));
        }
    }
}
