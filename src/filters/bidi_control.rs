//! Direction controls that reorder text, stand open, or have nothing to direct.
//!
//! Embeddings, overrides and isolates (UAX #9) end with their paragraph, so each paragraph is judged alone. Where no letter
//! runs from right to left they can only deceive ("Trojan Source") or be left over. Beside such letters they are at work,
//! unless they do not pair up or an override turns letters against their own direction.

use crate::{
    chars::{self, Script, Suspicion},
    finding::{Applicability, Context, Filter, Finding, Stage},
    span::Span,
    text::{Format, Suspect, Text},
};

const RULE: &str = "bidi-control";

/// The filter.
pub struct BidiControl;

impl Filter for BidiControl {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        if !text.suspects().has(Suspicion::Bidi) {
            return;
        }
        let whole_text_runs_right = runs_right(text.as_str());
        let controls: Vec<&Suspect> = text.suspects().of(Suspicion::Bidi).collect();
        let mut rest = controls.as_slice();
        while let Some(first) = rest.first() {
            let line = text.line_around(first.start());
            let here = rest.partition_point(|s| s.start() < line.end);
            let (paragraph, later) = rest.split_at(here);
            rest = later;
            if runs_right(text.slice(line)) {
                judge_mixed(text, line, paragraph, found);
            } else {
                let marks_matter = !whole_text_runs_right;
                found.extend(paragraph.iter().filter(|s| kind(s.letter) != Kind::Mark || marks_matter).map(|s| {
                    let applicability =
                        if text.format() == Format::Source { Applicability::Unsafe } else { Applicability::Safe };
                    Finding::edit(RULE, applicability, span(s), "", message(s.letter, "with nothing to direct"))
                }));
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A character without a shape: LRM, RLM, ALM.
    Mark,
    Embedding,
    Override,
    Isolate,
    /// Ends an embedding or override.
    Pop,
    PopIsolate,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{202A}' | '\u{202B}' => Kind::Embedding,
        '\u{202D}' | '\u{202E}' => Kind::Override,
        '\u{2066}'..='\u{2068}' => Kind::Isolate,
        '\u{202C}' => Kind::Pop,
        '\u{2069}' => Kind::PopIsolate,
        _ => Kind::Mark,
    }
}

fn message(c: char, what: &str) -> String {
    let name = match c {
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{61C}' => "Arabic letter mark",
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "pop directional formatting",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        _ => "pop directional isolate",
    };
    format!("a {name} (U+{:04X}) {what}", c as u32)
}

fn span(control: &Suspect) -> Span {
    Span::new(control.start(), control.end())
}

/// A paragraph in which some letters run from right to left.
fn judge_mixed(text: &Text<'_>, line: Span, controls: &[&Suspect], found: &mut Vec<Finding>) {
    let mut open: Vec<&Suspect> = Vec::new();
    // Which of them are isolates.
    let mut isolates: Vec<usize> = Vec::new();
    for control in controls {
        match kind(control.letter) {
            Kind::Mark => {
                // Between two letters that run left to right, a mark has no work even here.
                let left = |c: Option<char>| c.is_some_and(|c| chars::class(c).is_letter() && !is_right_to_left(c));
                if left(text.before(control.start())) && left(text.after(control.end())) {
                    found.push(Finding::safe(RULE, span(control), "", message(control.letter, "inside a word")));
                }
            }
            Kind::Embedding | Kind::Override => open.push(control),
            Kind::Isolate => {
                isolates.push(open.len());
                open.push(control);
            }
            Kind::Pop => match open.last() {
                Some(opener) if kind(opener.letter) != Kind::Isolate => {
                    let inside = &text.as_str()[opener.end()..control.start()];
                    if turns_letters(opener.letter, inside) {
                        let whole = Span::new(opener.start(), control.end());
                        found.push(Finding::flag(
                            RULE,
                            whole,
                            message(opener.letter, "shows letters in reverse order"),
                        ));
                    }
                    open.pop();
                }
                _ => found.push(Finding::safe(RULE, span(control), "", message(control.letter, "that ends nothing"))),
            },
            Kind::PopIsolate => {
                // It ends what was opened inside the isolate, too.
                if let Some(at) = isolates.pop() {
                    found.extend(open.drain(at..).skip(1).map(left_open));
                } else {
                    found.push(Finding::safe(RULE, span(control), "", message(control.letter, "that ends nothing")));
                }
            }
        }
    }
    // At the start of a line an embedding says which way the line runs; the line's end closes it.
    let opens_line = |s: &&Suspect| {
        kind(s.letter) != Kind::Override
            && s.start() - line.start < 64
            && text.as_str()[line.start..s.start()].trim().is_empty()
    };
    found.extend(open.into_iter().filter(|s| !opens_line(s)).map(left_open));
}

fn left_open(control: &Suspect) -> Finding {
    Finding::safe(RULE, span(control), "", message(control.letter, "that is never closed"))
}

/// True if an override turns letters, among the first that follow it, against their own direction.
fn turns_letters(control: char, inside: &str) -> bool {
    let mut letters = inside.chars().take(100).filter(|&c| chars::class(c).is_letter());
    match control {
        '\u{202E}' => letters.any(|c| !is_right_to_left(c)),
        '\u{202D}' => letters.any(is_right_to_left),
        _ => false,
    }
}

fn runs_right(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{590}' && is_right_to_left(c))
}

fn is_right_to_left(c: char) -> bool {
    use Script::{
        Adlam, Arabic, Avestan, Chorasmian, Cypriot, Elymaic, Garay, HanifiRohingya, Hatran, Hebrew, ImperialAramaic,
        InscriptionalPahlavi, InscriptionalParthian, Kharoshthi, Lydian, Mandaic, Manichaean, MendeKikakui,
        MeroiticCursive, MeroiticHieroglyphs, Nabataean, Nko, OldHungarian, OldNorthArabian, OldSogdian,
        OldSouthArabian, OldTurkic, OldUyghur, Palmyrene, Phoenician, PsalterPahlavi, Samaritan, Sidetic, Sogdian,
        Syriac, Thaana, Yezidi,
    };
    let class = chars::class(c);
    class.is_letter()
        && matches!(
            class.script,
            Adlam
                | Arabic
                | Avestan
                | Chorasmian
                | Cypriot
                | Elymaic
                | Garay
                | HanifiRohingya
                | Hatran
                | Hebrew
                | ImperialAramaic
                | InscriptionalPahlavi
                | InscriptionalParthian
                | Kharoshthi
                | Lydian
                | Mandaic
                | Manichaean
                | MendeKikakui
                | MeroiticCursive
                | MeroiticHieroglyphs
                | Nabataean
                | Nko
                | OldHungarian
                | OldNorthArabian
                | OldSogdian
                | OldSouthArabian
                | OldTurkic
                | OldUyghur
                | Palmyrene
                | Phoenician
                | PsalterPahlavi
                | Samaritan
                | Sidetic
                | Sogdian
                | Syriac
                | Thaana
                | Yezidi
        )
}
