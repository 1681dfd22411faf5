//! Whole words of another script where nobody speaks of that language.
//!
//! Generated and machine-translated text slips into another language for a word. Such a word mostly *replaced* one that the
//! sentence needs, so it is taken out only where what remains holds. Names, titles, glosses, quotations, lists and
//! whatever the text announces or returns to are meant: a Latin name in Cyrillic, Arabic or Chinese text is the rule there.

use crate::{
    chars::{self, Script},
    finding::{Context, Filter, Finding, Stage},
    language::{Language, metalanguage, stranger},
    span::Span,
    text::{Format, Gap, Passage, Run, Text, Word, scripts, words::hash},
};

const RULE: &str = "foreign-fragment";

/// More foreign words than this in a row are a quotation.
const LONGEST: usize = 2;

/// A text with so many other words of that script near by speaks of them.
const MOST_AROUND: usize = 2;

/// How far they are looked for, in words.
const AROUND: usize = 80;

/// A pair of neighbours this frequent (Zipf) holds by itself.
const FREQUENT_PAIR: f32 = 5.0;

/// The filter.
pub struct ForeignFragment;

impl Filter for ForeignFragment {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Scripts
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        if context.text.format() == Format::Source {
            return;
        }
        // What was shown on purpose last, and where.
        let mut shown: Option<(Script, usize)> = None;
        for passage in context.text.mixed_passages() {
            let Some(host) = passage.majority else { continue };
            for fragment in fragments(passage, host) {
                let (script, place) = (fragment[0].script, fragment[0].word as usize);
                let span = Span::new(fragment[0].start as usize, fragment[fragment.len() - 1].end as usize);
                let cjk = host == Script::Latin && chars::group(script) == Script::Han;
                if cjk && scripts::is_among_cjk(context.text.as_str(), span) {
                    continue;
                }
                let again = shown.is_some_and(|(of, at)| of == script && place - at <= AROUND);
                if script != Script::Latin && (is_shown(context.text, fragment) || again) {
                    shown = Some((script, place));
                } else if !is_meant(context, fragment, host) {
                    found.extend(judge(context, fragment, host));
                }
            }
        }
    }
}

/// The runs of strangers: whole words of one other script in a row, none of them joined to native letters.
fn fragments(passage: &Passage, host: Script) -> impl Iterator<Item = &[Run]> {
    let mut rest = passage.runs.as_slice();
    let same = |one: &Run, next: &Run| one.script == next.script;
    passage.runs.chunk_by(same).filter(move |fragment| {
        rest = &rest[fragment.len()..];
        let script = fragment[0].script;
        let joined_behind = rest.first().is_some_and(|next| next.joined);
        script != host && script != Script::Common && !fragment[0].joined && !joined_behind
    })
}

fn judge(context: &Context<'_>, fragment: &[Run], host: Script) -> Option<Finding> {
    let text = context.text;
    let (first, last) = (&fragment[0], &fragment[fragment.len() - 1]);
    let span = Span::new(first.start as usize, last.end as usize);
    let language = context.language_at(span.start);
    if fragment.iter().any(|run| stranger::in_native_letters(text, run, host, language).is_some()) {
        return None;
    }
    let language = language.filter(|language| language.has_words());
    // Without a lexicon, words of the languages that are quoted everywhere pass; others are reported.
    let scholarly = matches!(first.script, Script::Greek | Script::Hebrew | Script::Arabic);
    if language.is_none() && scholarly && !scripts::takes_latin(host) && !is_particle(text.slice(span)) {
        return None;
    }
    let message = || format!("“{}” is {} in {} text", text.slice(span), name(first.script), name(host));
    let place = Place::of(text, first, last);
    let holds = place.holds(language);
    match place.kind {
        // Nothing is missing between two whole sentences.
        Kind::BetweenSentences => Some(Finding::safe(RULE, place.cut, "", message())),
        Kind::Unknown => None,
        Kind::Inside if first.script == Script::Latin => Some(Finding::safe(RULE, place.cut, "", message())),
        Kind::Inside if holds == Some(true) && is_particle(text.slice(span)) => {
            Some(Finding::safe(RULE, place.cut, "", message()))
        }
        // `decided to 推迟 the vote`: the verb is what is foreign.
        Kind::Inside if place.lacks_verb(language) => Some(Finding::flag(RULE, span, message())),
        Kind::Inside | Kind::AtEnd if holds != Some(false) && (language.is_some() || scripts::takes_latin(host)) => {
            Some(Finding::probable(RULE, place.cut, "", message()))
        }
        Kind::Inside | Kind::AtEnd => Some(Finding::flag(RULE, span, message())),
    }
}

/// True for foreign words that the text announces, sets apart or glosses.
fn is_shown(text: &Text<'_>, fragment: &[Run]) -> bool {
    let place = fragment[0].word as usize;
    let span = Span::new(fragment[0].start as usize, fragment[fragment.len() - 1].end as usize);
    !stands_free(text.as_str(), span)
        || scripts::is_set_apart(text.as_str(), span)
        || metalanguage::mentioned_before(text, place)
        || metalanguage::handled_before(text, place)
}

/// True for foreign words that stand there of right by what they are, or because the text speaks of them.
fn is_meant(context: &Context<'_>, fragment: &[Run], host: Script) -> bool {
    let text = context.text;
    let first = &fragment[0];
    let script = first.script;
    let place = first.word as usize;
    let span = Span::new(first.start as usize, fragment[fragment.len() - 1].end as usize);
    let fragment_text = text.slice(span);
    // Latin is at home everywhere, an English article is not.
    if script == Script::Latin && !matches!(fragment_text, "the" | "of" | "and") {
        return true;
    }
    // `ಠ_ಠ`: a face.
    if fragment_text.contains('_') {
        return true;
    }
    // Letters of science; names.
    let letters = letters_of(fragment);
    if script == Script::Greek && letters <= 2
        || fragment_text.chars().any(|c| chars::class(c).is_upper() || c.is_ascii_digit())
            && !is_connective(context, span)
    {
        return true;
    }
    // Chinese, Japanese and Korean quote one another; so do texts without spaces.
    if scripts::takes_latin(host) && (scripts::takes_latin(script) || letters <= 2) {
        return true;
    }
    fragment.len() > LONGEST
        || returns(text, fragment) >= MOST_AROUND
        || is_shown(text, fragment)
        || metalanguage::is_subject_around(text, place)
}

/// Words that open a sentence and mean little without it.
const CONNECTIVES: &[&str] = &[
    "αλλά", "επίσης", "επομένως", "όμως", "ωστόσο", "але", "обаче", "однак", "однако", "поэтому", "притом",
    "следовательно", "таким", "также", "також", "тому", "тоже",
];

/// `Однако The choir returns`: a word of grammar of some language, with the capital of a sentence.
fn is_connective(context: &Context<'_>, span: Span) -> bool {
    let (text, word) = (context.text, context.text.slice(span));
    let opening = text.as_str()[..span.start].trim_end_matches(' ');
    let opens = opening.is_empty() || opening.ends_with(['.', '!', '?', '\n', '”', '"']);
    let one_capital = word.chars().skip(1).all(|c| chars::class(c).is_lower());
    let is_grammar = |language: &Language| language.is_function_word(hash(word));
    opens
        && one_capital
        && (CONNECTIVES.contains(&word.to_lowercase().as_str()) || context.languages().iter().any(is_grammar))
}

fn letters_of(fragment: &[Run]) -> u32 {
    fragment.iter().map(|run| run.letters).sum()
}

/// How many other words of the fragment's script stand near by.
fn returns(text: &Text<'_>, fragment: &[Run]) -> usize {
    let words = text.words();
    let (first, last) = (fragment[0].word as usize, fragment[fragment.len() - 1].word_end as usize);
    let same = |word: &&Word| chars::group(word.script) == fragment[0].script && word.gap != Gap::None;
    let before = words[first.saturating_sub(AROUND)..first].iter().filter(same).count();
    before + words[last..(last + AROUND).min(words.len())].iter().filter(same).count()
}

/// True if blanks or the marks that end a phrase surround the place; anything else (a colon, a dash, an equals sign) ties it
/// to its neighbours as a gloss or a label.
fn stands_free(source: &str, span: Span) -> bool {
    let before = &source[..span.start];
    let behind = &source[span.end..];
    let after = behind.chars().next();
    let glossed = behind.trim_start_matches(' ').starts_with(['(', '[', '（', '=', '–', '—']);
    let last = before.trim_end_matches(' ').chars().next_back();
    let blank_before = before.is_empty() || before.ends_with([' ', '\n']);
    let sentence = |c: char| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '\n' | '”' | '"' | '»');
    blank_before
        && !glossed
        && last.is_none_or(|c| c.is_alphanumeric() || sentence(c))
        && after.is_none_or(|c| matches!(c, ' ' | '\n' | '.' | ',' | '!' | '?' | ';'))
}

/// Where a fragment stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Between two sentences, or before the first.
    BetweenSentences,
    /// Between two words of a sentence.
    Inside,
    /// After the last word of a sentence, or of a clause.
    AtEnd,
    /// Elsewhere.
    Unknown,
}

/// Where a fragment stands, and what would be cut to take it out.
struct Place<'t> {
    kind: Kind,
    cut: Span,
    before: Option<&'t Word>,
    after: Option<&'t Word>,
}

impl<'t> Place<'t> {
    fn of(text: &'t Text<'_>, first: &Run, last: &Run) -> Self {
        let source = text.as_str();
        let words = text.words();
        let span = Span::new(first.start as usize, last.end as usize);
        let beside = |gap: Gap| matches!(gap, Gap::Space | Gap::Blanks);
        let before = first.word.checked_sub(1).map(|at| &words[at as usize]);
        let after = words.get(last.word_end as usize);
        let follows_word = before.is_some() && beside(words[first.word as usize].gap);
        let precedes_word = after.is_some_and(|after| beside(after.gap));
        let opens = before.is_none_or(|before| {
            let between = source[before.end as usize..span.start].trim_end_matches(' ');
            between.ends_with(['.', '!', '?', '。', '\n', '”', '"', '»'])
        });
        let capital_follows = precedes_word && after.is_some_and(|after| after.flags.is_capital());
        let blanks_before = source[..span.start].len() - source[..span.start].trim_end_matches(' ').len();
        let blanks_after = source[span.end..].len() - source[span.end..].trim_start_matches(' ').len();
        let kind = match () {
            () if opens && (capital_follows || source[span.end..].trim().is_empty()) => Kind::BetweenSentences,
            () if follows_word && precedes_word => Kind::Inside,
            () if follows_word => Kind::AtEnd,
            () => Kind::Unknown,
        };
        // Of the blanks on both sides those in front go, except at the start of a line; between ideographs all go.
        let starts_line = span.start == blanks_before || source[..span.start - blanks_before].ends_with('\n');
        let unspaced = |word: Option<&Word>| word.is_some_and(|word| word.flags.is_unspaced());
        let both = unspaced(before) && unspaced(after);
        let from = if starts_line { span.start } else { span.start - blanks_before };
        let to = if starts_line || both { span.end + blanks_after } else { span.end };
        let cut = Span::new(from, to);
        Self { kind, cut, before: before.filter(|_| follows_word), after: after.filter(|_| precedes_word) }
    }

    /// True behind the mark of an infinitive or a verb that wants one, where the object follows.
    fn lacks_verb(&self, language: Option<&Language>) -> bool {
        const MARKS: &[(&str, &[&str])] = &[
            ("da", &["at", "kan", "skal", "vil"]),
            ("de", &["zu"]),
            ("en", &["to", "can", "could", "may", "might", "must", "shall", "should", "will", "would"]),
            ("es", &["debe", "deben", "para", "puede", "pueden", "quiere"]),
            ("fr", &["doit", "doivent", "peut", "peuvent", "pour", "va", "vont", "veut"]),
            ("it", &["deve", "devono", "per", "possono", "può", "vuole"]),
            ("nb", &["kan", "skal", "vil", "å"]),
            ("nl", &["te"]),
            ("pt", &["deve", "devem", "para", "pode", "podem", "quer", "vai", "vão"]),
            ("sv", &["att", "kan", "ska", "vill"]),
        ];
        let (Some(language), Some(before), Some(after)) = (language, self.before, self.after) else { return false };
        let of_language = MARKS.iter().filter(|(code, _)| *code == language.code());
        let marked = of_language.flat_map(|(_, marks)| *marks).any(|mark| hash(mark) == before.hash);
        marked && language.is_function_word(after.hash)
    }

    /// Whether the neighbours hold together: surely, maybe (`None`), or not.
    fn holds(&self, language: Option<&Language>) -> Option<bool> {
        let language = language?;
        match (self.before, self.after) {
            (Some(before), Some(after)) => {
                let pair = language.pair(before.hash, after.hash);
                let expected = language.zipf(before.hash) + language.zipf(after.hash) - 9.0;
                // Words of grammar stand side by side as their meaning has it.
                let grammar = [before, after].iter().all(|word| language.is_function_word(word.hash));
                if pair == 0.0 || pair < expected - if grammar { 1.0 } else { 0.0 } {
                    Some(false)
                } else if pair >= FREQUENT_PAIR {
                    Some(true)
                } else {
                    None
                }
            }
            (Some(before), None) if language.is_function_word(before.hash) => Some(false),
            _ => None,
        }
    }
}

/// Words that carry grammar and mean nothing alone.
fn is_particle(fragment: &str) -> bool {
    const PARTICLES: [&str; 24] = [
        "的", "了", "是", "在", "和", "の", "は", "を", "が", "に", "и", "в", "на", "с", "что", "και", "το", "να",
        "และ", "ที่", "و", "في", "של", "में",
    ];
    PARTICLES.contains(&fragment)
}

/// A script's name for a reader.
fn name(script: Script) -> String {
    match script {
        Script::Han => "Chinese, Japanese or Korean".to_owned(),
        other => format!("{other:?}"),
    }
}
