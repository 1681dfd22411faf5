//! Words in letters of another kind: `𝗯𝗼𝗹𝗱`, `ⓞⓟⓔⓝ`, `ｗｉｄｅ`, `sᴍᴀʟʟ`.
//!
//! Posts borrow mathematical and enclosed letters for decoration; search engines and screen readers see no words in them.
//! Whole words go back to plain letters. Single letters stay, for they are variables, fields, grades and list marks, and so
//! do formulas, phonetic transcriptions, flags, and fullwidth letters in East Asian text.

use crate::{
    chars::{self, LetterStyle, Script, Suspicion},
    finding::{Applicability, Context, Filter, Finding, Stage},
    span::Span,
    text::{Suspect, Text, words},
};

const RULE: &str = "styled-letters";

/// Fewer letters than these make no word that could be told from a row of variables.
const LEAST: usize = 3;

/// So long a word is no row of variables, known or not.
const SURE: usize = 5;

/// Plain letters that serve among small capitals, which Unicode has no, or no usual, small capital for.
const AMONG_SMALL_CAPITALS: &str = "sxqfǫ";

/// The filter.
pub struct StyledLetters;

impl Filter for StyledLetters {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let runs = runs(text);
        let mut rest = runs.as_slice();
        let mut eastern = None;
        while let Some(first) = rest.first() {
            let line = text.line_around(first.span.start);
            let here = rest.partition_point(|run| run.span.start < line.end);
            let (in_line, later) = rest.split_at(here);
            rest = later;
            if first.style == LetterStyle::Fullwidth
                && (has_eastern(text.slice(line)) || *eastern.get_or_insert_with(|| is_eastern(text)))
            {
                continue;
            }
            judge_line(context, in_line, found);
        }
    }
}

/// Styled letters side by side.
struct Run {
    span: Span,
    style: LetterStyle,
    letters: usize,
    plain: String,
}

fn runs(text: &Text<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for suspect in text.suspects().of(Suspicion::Styled) {
        let Some((plain, style)) = chars::plain_letter(suspect.letter) else { continue };
        match runs.last_mut() {
            Some(run) if continues(text, run, suspect, style) => {
                run.plain.push_str(&text.as_str()[run.span.end..suspect.start()]);
                run.span.end = suspect.end();
            }
            _ => runs.push(Run {
                span: Span::new(suspect.start(), suspect.end()),
                style,
                letters: 0,
                plain: String::new(),
            }),
        }
        if let Some(run) = runs.last_mut() {
            run.plain.push(plain);
            run.letters += usize::from(plain.is_alphabetic());
        }
    }
    for run in runs.iter_mut().filter(|r| r.style == LetterStyle::SmallCapital) {
        take_plain_neighbours(text, run);
    }
    runs
}

fn continues(text: &Text<'_>, run: &Run, next: &Suspect, style: LetterStyle) -> bool {
    let between = &text.as_str()[run.span.end..next.start()];
    run.style == style
        && (between.is_empty()
            || matches!(between, "'" | "’")
            || style == LetterStyle::SmallCapital
                && between.chars().count() <= 3
                && between.chars().all(|c| AMONG_SMALL_CAPITALS.contains(c)))
}

fn take_plain_neighbours(text: &Text<'_>, run: &mut Run) {
    let serves = |c: &char| AMONG_SMALL_CAPITALS.contains(*c);
    for c in text.as_str()[..run.span.start].chars().rev().take(2).take_while(serves) {
        run.span.start -= c.len_utf8();
        run.plain.insert(0, c);
    }
    for c in text.as_str()[run.span.end..].chars().take(2).take_while(serves) {
        run.span.end += c.len_utf8();
        run.plain.push(c);
    }
}

/// Words make their neighbours words: a run too short to be judged goes with the run beside it.
fn judge_line(context: &Context<'_>, runs: &[Run], found: &mut Vec<Finding>) {
    let several = runs.iter().filter(|run| is_word(context.text, run)).count() > 1;
    let figures = runs.iter().any(|run| is_figure(context.text, run) && run.plain.len() > 1);
    let mut judged: Vec<Option<Applicability>> = runs.iter().map(|run| judge(context, run, several, figures)).collect();
    for i in 0..runs.len() {
        let beside = |k: usize| judged[k].filter(|_| runs[k].style == runs[i].style);
        let left = i.checked_sub(1).filter(|&k| is_phrase(context.text, &runs[k], &runs[i])).and_then(beside);
        let right =
            Some(i + 1).filter(|&k| k < runs.len() && is_phrase(context.text, &runs[i], &runs[k])).and_then(beside);
        if judged[i].is_none() && runs[i].style != LetterStyle::Regional && !touches_letter(context.text, &runs[i]) {
            judged[i] = left.max(right);
        }
    }
    for (run, applicability) in runs.iter().zip(judged) {
        if let Some(applicability) = applicability {
            found.push(Finding::edit(RULE, applicability, run.span, run.plain.as_str(), message(run.style)));
        }
    }
}

fn message(style: LetterStyle) -> &'static str {
    match style {
        LetterStyle::Math => "mathematical letters for plain ones",
        LetterStyle::Circled => "circled letters for plain ones",
        LetterStyle::Squared => "squared letters for plain ones",
        LetterStyle::Fullwidth => "fullwidth letters in text that is not East Asian",
        LetterStyle::Regional => "regional indicators for letters",
        LetterStyle::SmallCapital => "small capitals for plain letters",
    }
}

/// A blank, with or without punctuation, is all there is between two words of a phrase.
fn is_phrase(text: &Text<'_>, left: &Run, right: &Run) -> bool {
    let between = &text.as_str()[left.span.end..right.span.start];
    between.len() <= 8
        && between
            .chars()
            .all(|c| c == ' ' || c == '\u{A0}' || matches!(c, ',' | '.' | '!' | '?' | ':' | '-' | '–' | '—' | '&'))
}

fn is_word(text: &Text<'_>, run: &Run) -> bool {
    run.letters >= LEAST && !touches_letter(text, run) && !is_formula(text, run)
}

/// `£𝟭𝟬𝟬`: digits of a decorated text, not of a formula.
fn is_figure(text: &Text<'_>, run: &Run) -> bool {
    run.style == LetterStyle::Math
        && run.plain.bytes().all(|b| b.is_ascii_digit())
        && !touches_letter(text, run)
        && !is_formula(text, run)
}

fn judge(context: &Context<'_>, run: &Run, several: bool, figures: bool) -> Option<Applicability> {
    let text = context.text;
    match run.style {
        LetterStyle::Math if figures && is_figure(text, run) => Some(Applicability::Safe),
        // A flag has two: an odd number cannot be flags alone.
        LetterStyle::Regional => (run.letters >= LEAST && run.letters % 2 == 1).then_some(Applicability::Unsafe),
        _ if !is_word(text, run) => None,
        LetterStyle::SmallCapital if is_phonetic(text, run) => None,
        LetterStyle::Math => {
            let known = context.language_at(run.span.start).is_some_and(|l| l.zipf(words::hash(&run.plain)) > 0.0);
            let small = run.plain.chars().any(char::is_lowercase);
            let sure = known || run.letters >= SURE && small || several && small;
            Some(if sure { Applicability::Safe } else { Applicability::Unsafe })
        }
        _ => Some(Applicability::Safe),
    }
}

/// Letters of a plain word, or of another style, stand right beside it.
fn touches_letter(text: &Text<'_>, run: &Run) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| chars::class(c).is_letter());
    letter(text.before(run.span.start)) || letter(text.after(run.span.end))
}

/// Operators, digits or brackets right beside it, or an operator a blank away.
fn is_formula(text: &Text<'_>, run: &Run) -> bool {
    let operator = |c: char| {
        matches!(
            c,
            '=' | '<'
                | '>'
                | '^'
                | '_'
                | '∈'
                | '×'
                | '·'
                | '≤'
                | '≥'
                | '→'
                | '∑'
                | '∫'
                | '∀'
                | '∃'
                | '⊂'
                | '⊆'
                | '∘'
                | '+'
                | '−'
                | '±'
                | '≡'
                | '≈'
        )
    };
    let binds = |c: char| operator(c) || matches!(c, '/' | '⟨' | '⟩' | '|');
    let (before, after) = (&text.as_str()[..run.span.start], &text.as_str()[run.span.end..]);
    let near = |c: Option<char>| c.is_some_and(operator);
    before.chars().next_back().is_some_and(binds)
        || after.chars().next().is_some_and(|c| binds(c) || c == '(')
        || near(before.trim_end_matches(' ').chars().next_back())
        || near(after.trim_start_matches(' ').chars().next())
}

/// Between strokes or brackets, or with no letter that phonetics does not use.
fn is_phonetic(text: &Text<'_>, run: &Run) -> bool {
    let decorated = text
        .slice(run.span)
        .chars()
        .any(|c| !matches!(c, 'ɪ' | 'ʏ' | 'ʀ' | 'ʟ' | 'ɴ' | 'ʙ' | 'ʜ' | 'ɢ') && chars::plain_letter(c).is_some());
    let opens = |c: Option<char>| c.is_some_and(|c| matches!(c, '/' | '[' | 'ˈ' | 'ˌ'));
    !decorated || opens(text.before(run.span.start))
}

fn is_eastern_script(script: Script) -> bool {
    chars::group(script) == Script::Han
}

fn has_eastern(text: &str) -> bool {
    text.chars().any(|c| c >= '\u{1100}' && is_eastern_script(chars::script(c)))
}

/// True if as many words of a text are East Asian as are Latin.
fn is_eastern(text: &Text<'_>) -> bool {
    let (mut east, mut west) = (0, 0);
    for word in text.words() {
        east += usize::from(is_eastern_script(word.script));
        west += usize::from(word.script == Script::Latin && word.flags.is_ascii());
    }
    east > 0 && east >= west
}
