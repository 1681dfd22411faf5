//! A word twice in a row: `the the`.
//!
//! Function words that never stand twice in good prose are sure slips, in one line or across a line end. Of other words
//! only those are taken that the language knows well and never pairs with themselves; emphasis (`very very`), names
//! (`Duran Duran`), figures, interjections and the many languages that double words on purpose are left alone. Without
//! knowledge of the language nothing is said.

use self::grammar::Doubled;
use crate::{
    chars::{self, Script},
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{Language, home},
    text::{Copies, Gap, Letters, Repeat, Text, Word, words::is_year},
};

mod grammar;
mod seam;

const RULE: &str = "repeated-word";

/// A word this frequent would have been met beside itself if it ever stood so on purpose.
const WELL_KNOWN: f32 = 4.0;

/// The shortest content word that is taken; shorter ones are mostly interjections and abbreviations.
const SHORTEST: usize = 4;

/// Languages of which so much running text was learned that a word never met beside itself does not stand so.
const WELL_READ: &[&str] = &["cs", "de", "en", "fr", "hu", "nl", "pl", "ru", "uk"];

/// Languages whose verbs often look like nouns or prepositions: `el vino vino de Toro`.
const HOMOGRAPHS: &[&str] = &["ca", "es", "gl", "it", "pt", "ro"];

/// Sounds, cries and emphasis, which stand many times in a row in any language.
const INTERJECTIONS: &[&str] = &[
    "ah", "bla", "blah", "boo", "bye", "far", "ha", "haha", "he", "hee", "hey", "hi", "hmm", "ho", "hoho", "hop",
    "hurrah", "knock", "long", "many", "more", "much", "nein", "never", "no", "non", "now", "oh", "really", "run",
    "sí", "so", "tick", "tra", "tut", "very", "well", "why", "yeah", "yes", "да", "нет", "ну", "очень", "так", "très",
    "sehr", "muy", "molto",
];

/// Sung syllables that are articles in some languages.
const SUNG: &[&str] = &["la", "na", "da", "do"];

/// The filter.
pub struct RepeatedWord;

impl Filter for RepeatedWord {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Repetition
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let one_word = |r: &&Repeat| r.period == 1 || r.period == 2 && text.words()[r.first].flags.is_unspaced();
        let repeats: Vec<&Repeat> = text.repeats().iter().filter(one_word).collect();
        for (at, repeat) in repeats.iter().enumerate() {
            let Some(copies) = repeat.copies(text) else { continue };
            let applicability = match context.language_at(copies.first.start) {
                _ if is_double_particle(text, &copies) => Some(Applicability::Safe),
                Some(language) if repeat.period == 1 => judge(text, &copies, language),
                _ => None,
            };
            if let Some(applicability) = applicability.filter(|_| !is_customary(text.words(), &repeats, at)) {
                let (span, with) = copies.removal(text);
                let times = if copies.count == 2 { "twice".into() } else { format!("{} times", copies.count) };
                let message = format!("`{}` {times} in a row", text.slice(copies.second));
                found.push(Finding::edit(RULE, applicability, span, with, message));
            }
        }
    }
}

/// So many doubled words near each other are a way of speaking, or what the text is about.
const CUSTOM: usize = 3;

/// How far apart they may stand, in words.
const CUSTOM_REACH: usize = 60;

/// True where several words are doubled near by: the same one again and again, or one content word after another.
fn is_customary(words: &[Word], repeats: &[&Repeat], at: usize) -> bool {
    let this = repeats[at];
    let is_long = |word: &Word| word.span().len() >= SHORTEST;
    // `nueve uno dos dos cuatro cuatro`: figures that are dictated, a drum, a song.
    let joins = |a: &Repeat, b: &Repeat| a.end() == b.first;
    let neighbours =
        [at.checked_sub(1).map(|i| joins(repeats[i], this)), repeats.get(at + 1).map(|next| joins(this, next))];
    if neighbours.into_iter().flatten().any(|joined| joined) {
        return true;
    }
    let near = |other: &&&Repeat| other.first.abs_diff(this.first) <= CUSTOM_REACH;
    let around = repeats[..at].iter().rev().take_while(near).chain(repeats[at..].iter().take_while(near));
    let (mut same, mut content) = (0, 0);
    for other in around.take(2 * CUSTOM_REACH) {
        let word = &words[other.first];
        same += usize::from(word.hash == words[this.first].hash);
        content += usize::from(is_long(word) && word.flags.is_plain());
    }
    same >= CUSTOM || content >= CUSTOM && is_long(&words[this.first])
}

/// The Japanese object particle is written with a letter of its own, which starts no word and never stands twice. The Chinese
/// particle of attributes stands twice only where one copy is part of another word.
fn is_double_particle(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    copies.joint.is_empty()
        && copies.count == 2
        && !text.is_quoted(copies.first)
        && match text.slice(copies.first) {
            "を" => true,
            // `動物園ではでは`: behind a noun, and the sentence goes on.
            "では" | "には" | "から" | "まで" | "とは" => {
                let behind_noun = text
                    .before(copies.first.start)
                    .is_some_and(|c| matches!(chars::script(c), Script::Han | Script::Katakana));
                behind_noun && text.after(copies.rest.end).is_some_and(|c| c == '、' || c.is_alphabetic())
            }
            "的" => {
                let (before, after) = (text.before(copies.first.start), text.after(copies.rest.end));
                !before.is_none_or(|c| ENDS_IN_DE.contains(c) || !c.is_alphabetic())
                    && !after.is_none_or(|c| STARTS_WITH_DE.contains(c) || !c.is_alphabetic())
            }
            _ => false,
        }
}

/// Chinese letters that make a word with `的` behind them: 目的 "aim", 标的 "object", 打的 "by taxi", 众矢之的 "target".
const ENDS_IN_DE: &str = "目标標打之靶鹄鵠";
/// Chinese letters that make a word with `的` before them: 的确 "indeed", 的士 "taxi", 的黎波里 "Tripoli".
const STARTS_WITH_DE: &str = "确確士哥姐黎喀款当當证證票话話";

fn judge(text: &Text<'_>, copies: &Copies<'_>, language: &Language) -> Option<Applicability> {
    let words = text.words();
    let (first, second) = (&words[copies.start], &words[copies.start + 1]);
    let joined = match second.gap {
        Gap::Space | Gap::Blanks => true,
        Gap::Line => is_wrapped(text, copies),
        _ => false,
    };
    if joined && (is_figure_again(text, copies, language) || is_name_again(text, copies, language)) {
        return Some(Applicability::Unsafe);
    }
    if !language.has_words() {
        let once = joined
            && copies.letters == Letters::Same
            && grammar::stands_once(language.code(), text.slice(copies.first));
        return (once && !is_specimen(text, copies)).then_some(Applicability::Safe);
    }
    if grammar::doubles_freely(language.code(), text.slice(copies.first))
        || !joined
        || first.flags.has_digit()
        || text.after(copies.rest.end).is_some_and(binds)
        || text.before(copies.first.start).is_some_and(binds)
        || first.flags.is_unspaced()
        || is_specimen(text, copies)
        || is_abbreviated(text, copies)
        || is_sol_fa(text, copies)
    {
        return None;
    }
    let by_words = grammar::of_doubles(text, copies, language);
    // What can be nothing but a slip is one in a sentence half of whose words are known, and so is any double where few
    // languages share the script.
    let unsure = by_words != Some(Doubled::Slip) && first.script == Script::Latin;
    if !home::knows(words, copies.start, language, if unsure { home::SURE } else { home::LIKELY }) {
        return None;
    }
    let lower = text.slice(copies.second).to_lowercase();
    let sung = copies.count > 2 && SUNG.contains(&lower.as_str());
    if sung || INTERJECTIONS.contains(&lower.as_str()) {
        return None;
    }
    // Behind the last copy the phrase goes on, or it has lost its end as well.
    let goes_on =
        words.get(copies.start + copies.count).is_some_and(|w| matches!(w.gap, Gap::Space | Gap::Blanks | Gap::Line));
    if by_words == Some(Doubled::ByGrammar) {
        return None;
    }
    if language.is_function_word(first.hash) {
        if by_words.is_none() && language.may_double(first.hash) {
            return None;
        }
        let sure = goes_on && by_words != Some(Doubled::Either);
        if !goes_on && text.is_quoted(copies.first) {
            return None;
        }
        let starts = text.starts_sentence(copies.first.start);
        // `Mitä mitä?`, `Casa casa, no era`: no more than the two words is said.
        if starts && !goes_on {
            return None;
        }
        return match copies.letters {
            Letters::Same if !first.flags.is_capital() || starts => Some(sure),
            Letters::FirstCapital if starts => Some(sure),
            _ => None,
        }
        .map(|sure| if sure { Applicability::Safe } else { Applicability::Unsafe });
    }
    let content = copies.count == 2
        && copies.letters == Letters::Same
        && !first.flags.is_capital()
        && copies.letters_in(text) >= SHORTEST
        && !language.reduplicates()
        && !HOMOGRAPHS.contains(&language.code())
        && !language.may_double(first.hash)
        && language.zipf(first.hash) >= WELL_KNOWN
        && language.pair(first.hash, first.hash) == 0.0
        && !text.is_quoted(copies.first);
    // `A shirt shirt, not a T-shirt` names the real thing, `late late in the evening` is emphasis.
    let sure = WELL_READ.contains(&language.code())
        && goes_on
        && by_words != Some(Doubled::Either)
        && !grammar::has_degrees(language, first.hash);
    content.then_some(if sure { Applicability::Safe } else { Applicability::Unsafe })
}

/// True for what ties a word to another, as in names of code.
const fn binds(c: char) -> bool {
    matches!(c, '-' | '_' | '/' | '\\' | '@' | '#')
}

/// `By 2019 2019 the village`, `sold 340 340 loaves`: a figure twice between the words of a sentence, the second with what is
/// counted behind it unless it is a year. Short figures stand in rows and scores.
fn is_figure_again(text: &Text<'_>, copies: &Copies<'_>, language: &Language) -> bool {
    let words = text.words();
    let figure = text.slice(copies.first);
    let (Some(before), Some(after)) = (copies.start.checked_sub(1), words.get(copies.start + copies.count)) else {
        return false;
    };
    let in_words = after.gap == Gap::Space && !words[before].flags.has_digit() && !after.flags.has_digit();
    let counted = || {
        words[copies.start].gap == Gap::Space
            && words[before].flags.is_plain()
            && after.flags.is_plain()
            && language.is_word(after.hash)
            && !language.is_function_word(after.hash)
    };
    // `on 14 14 March`
    let dated = || {
        figure.parse().is_ok_and(|day: u8| (1..=31).contains(&day))
            && words[before].flags.is_plain()
            && after.flags.is_capital()
            && language.zipf(after.hash) >= WELL_KNOWN
    };
    copies.count == 2
        && in_words
        && figure.bytes().all(|b| b.is_ascii_digit())
        && (figure.len() >= LONG_FIGURE && (is_year(figure) || counted()) || dated())
}

/// `Councillor Whitcombe Whitcombe said`: a name that stands once elsewhere, and never twice.
fn is_name_again(text: &Text<'_>, copies: &Copies<'_>, language: &Language) -> bool {
    let (all, end) = (text.words(), copies.places().end);
    let first = &all[copies.start];
    let doubles = |at: usize| all.get(at + 1).is_some_and(|next| next.hash == all[at].hash);
    let around = copies.start.saturating_sub(NAME_REACH)..(end + NAME_REACH).min(all.len());
    let outside = |at: &usize| !copies.places().contains(at) && all[*at].hash == first.hash;
    let once = || {
        let (mut alone, mut doubled) = (false, false);
        for at in around.clone().filter(outside) {
            let is_double = doubles(at) || at > 0 && doubles(at - 1);
            (alone, doubled) = (alone | !is_double, doubled | is_double);
        }
        alone && !doubled
    };
    copies.count == 2
        && copies.letters == Letters::Same
        && first.flags.is_capital()
        && !first.flags.is_upper()
        && !first.flags.is_single()
        && all[end - 1].gap == Gap::Space
        && all.get(end).is_some_and(|next| next.gap == Gap::Space && next.flags.is_plain())
        && !text.is_quoted(copies.first)
        && !text.starts_sentence(copies.first.start)
        && !language.reduplicates()
        && language.has_words()
        && language.pair(first.hash, first.hash) == 0.0
        && once()
}

/// How far around a doubled name it is looked for alone, in words.
const NAME_REACH: usize = 120;

/// Digits of a figure that is no score.
const LONG_FIGURE: usize = 3;

/// `w w. XIX`, `S s. 12`: the second copy is an abbreviation.
fn is_abbreviated(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    text.words()[copies.start].flags.is_single() && text.after(copies.rest.end) == Some('.')
}

/// `la la mi mi fa`: notes, by their names.
fn is_sol_fa(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    const NOTES: &[&str] = &["do", "re", "mi", "fa", "sol", "la", "si", "ut", "ré"];
    let is_note =
        |at: usize| text.words().get(at).is_some_and(|word| NOTES.contains(&text.word(word).to_lowercase().as_str()));
    is_note(copies.start) && (copies.start.checked_sub(1).is_some_and(is_note) || is_note(copies.places().end))
}

/// A text that speaks of doubled words quotes them, “the the”, and linguists put a star before what nobody says.
fn is_specimen(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let marks =
        |c: char| matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '`' | '「' | '」' | '*' | '_');
    let before = text.before(copies.first.start);
    before == Some('*') || before.is_some_and(marks) && text.after(copies.rest.end).is_some_and(marks)
}

/// Across a line end the second copy is a slip only where the line was wrapped: long, and the next goes on in lower case.
fn is_wrapped(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    text.line_near(copies.first.start, 200).trim().len() >= 40
        && text.slice(copies.second).starts_with(char::is_lowercase)
        && !text.has_short_lines(copies.first)
}
