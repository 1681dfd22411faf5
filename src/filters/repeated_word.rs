//! A word twice in a row: `the the`.
//!
//! Function words that never stand twice in good prose are sure slips, in one line or across a line end. Of other words
//! only those are taken that the language knows well and never pairs with themselves; emphasis (`very very`), names
//! (`Duran Duran`), figures, interjections and the many languages that double words on purpose are left alone. Without
//! knowledge of the language nothing is said.

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{Language, home},
    text::{Copies, Gap, Letters, Text},
};

const RULE: &str = "repeated-word";

/// A word this frequent would have been met beside itself if it ever stood so on purpose.
const WELL_KNOWN: f32 = 4.0;

/// The shortest content word that is taken; shorter ones are mostly interjections and abbreviations.
const SHORTEST: usize = 4;

/// Languages that double words as grammar or as everyday emphasis: only function words are judged there.
const REDUPLICATING: &[&str] = &[
    "af", "ar", "bn", "fa", "gu", "ha", "he", "hi", "hy", "id", "it", "ja", "jv", "ka", "kk", "km", "kn", "ko", "ky",
    "lo", "mi", "ml", "mr", "ms", "my", "ne", "pa", "si", "sm", "so", "su", "sw", "ta", "te", "th", "tk", "tl", "tr",
    "tt", "ur", "uz", "vi", "yo", "zh", "zu",
];

/// Languages of which so much running text was learned that a word never met beside itself does not stand so.
const WELL_READ: &[&str] = &["cs", "de", "en", "fr", "hu", "nl", "pl", "ru", "uk"];

/// Languages that double short common words for emphasis too: of these only the very commonest are sure slips.
const EMPHATIC: &[&str] = &["hi", "tr"];
const GRAMMAR: f32 = 7.0;

/// Languages whose verbs often look like nouns or prepositions: `el vino vino de Toro`.
const HOMOGRAPHS: &[&str] = &["ca", "es", "gl", "it", "pt", "ro"];

/// Languages that double words of every kind but these.
const NEVER_TWICE: &[(&str, &[&str])] = &[
    (
        "id",
        &["adalah", "atau", "dalam", "dan", "dari", "dengan", "di", "karena", "ke", "oleh", "pada", "untuk", "yang"],
    ),
    (
        "vi",
        &[
            "bởi", "các", "cho", "của", "cùng", "do", "để", "hoặc", "là", "mà", "một", "nhưng", "những", "tại", "theo",
            "trên", "trong", "từ", "và", "vào", "về", "với", "vì", "được",
        ],
    ),
];

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
        for repeat in text.repeats().iter().filter(|r| r.period == 1) {
            let Some(copies) = repeat.copies(text) else { continue };
            let applicability = match context.language_at(copies.first.start) {
                _ if is_double_particle(text, &copies) => Some(Applicability::Safe),
                Some(language) => judge(text, &copies, language),
                None => None,
            };
            if let Some(applicability) = applicability {
                let (span, with) = copies.removal(text);
                let times = if copies.count == 2 { "twice".into() } else { format!("{} times", copies.count) };
                let message = format!("`{}` {times} in a row", text.slice(copies.second));
                found.push(Finding::edit(RULE, applicability, span, with, message));
            }
        }
    }
}

/// The Japanese object particle is written with a letter of its own, which starts no word and never stands twice.
fn is_double_particle(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    copies.joint.is_empty() && copies.count == 2 && text.slice(copies.first) == "を"
}

fn judge(text: &Text<'_>, copies: &Copies<'_>, language: &Language) -> Option<Applicability> {
    let words = text.words();
    let (first, second) = (&words[copies.start], &words[copies.start + 1]);
    let joined = match second.gap {
        Gap::Space | Gap::Blanks => true,
        Gap::Line => is_wrapped(text, copies),
        _ => false,
    };
    if joined && is_year_again(text, copies) {
        return Some(Applicability::Unsafe);
    }
    if !language.has_words()
        || NEVER_TWICE
            .iter()
            .any(|(code, never)| *code == language.code() && !never.contains(&text.slice(copies.first)))
        || !joined
        || first.flags.has_digit()
        || text.after(copies.rest.end) == Some('-')
        || text.before(copies.first.start) == Some('-')
        || first.flags.is_unspaced()
        || is_specimen(text, copies)
        || !home::speaks(words, copies.start, language)
    {
        return None;
    }
    let lower = text.slice(copies.second).to_lowercase();
    let sung = copies.count > 2 && SUNG.contains(&lower.as_str());
    if sung || INTERJECTIONS.contains(&lower.as_str()) {
        return None;
    }
    if language.is_function_word(first.hash) {
        match grammar_of_doubles(text, copies, language.code()) {
            Some(Doubled::ByGrammar) => return None,
            Some(Doubled::Slip) => {}
            None if language.may_double(first.hash) => return None,
            None => {}
        }
        if EMPHATIC.contains(&language.code()) && language.zipf(first.hash) < GRAMMAR {
            return (copies.letters == Letters::Same).then_some(Applicability::Unsafe);
        }
        return Some(match copies.letters {
            Letters::Same if !first.flags.is_capital() || text.starts_sentence(copies.first.start) => {
                Applicability::Safe
            }
            Letters::FirstCapital if text.starts_sentence(copies.first.start) => Applicability::Safe,
            Letters::Same => Applicability::Unsafe,
            _ => return None,
        });
    }
    let content = copies.count == 2
        && copies.letters == Letters::Same
        && !first.flags.is_capital()
        && copies.letters_in(text) >= SHORTEST
        && !REDUPLICATING.contains(&language.code())
        && !language.may_double(first.hash)
        && language.zipf(first.hash) >= WELL_KNOWN
        && language.pair(first.hash, first.hash) == 0.0
        && !text.is_quoted(copies.first);
    let sure = if WELL_READ.contains(&language.code()) { Applicability::Safe } else { Applicability::Unsafe };
    (content && !HOMOGRAPHS.contains(&language.code())).then_some(sure)
}

/// `By 2019 2019 the village`: a year twice between words.
fn is_year_again(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let words = text.words();
    let year = text.slice(copies.first);
    let spelled = |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|w| !w.flags.has_digit());
    let in_words = words.get(copies.start + copies.count).is_some_and(|w| w.gap == Gap::Space)
        && spelled(copies.start.checked_sub(1))
        && spelled(Some(copies.start + copies.count));
    copies.count == 2
        && in_words
        && year.len() == 4
        && matches!(year.as_bytes(), [b'1', b'5'..=b'9', ..] | [b'2', b'0', ..])
}

/// What the words around a doubled one say of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubled {
    /// They put one copy to one use and the other to another: `she handed it in in March`.
    ByGrammar,
    /// They leave room for one only: `he said that that the`.
    Slip,
}

/// Words that stand twice in good prose where the sentence ends one clause and starts another.
fn grammar_of_doubles(text: &Text<'_>, copies: &Copies<'_>, language: &str) -> Option<Doubled> {
    let words = text.words();
    let lower = |at: usize| words.get(at).map(|w| text.word(w).to_lowercase()).unwrap_or_default();
    let doubled = lower(copies.start);
    if copies.count > 2 {
        return Some(Doubled::Slip);
    }
    if let Some((_, by_grammar)) = BY_GRAMMAR.iter().find(|(code, _)| *code == language)
        && by_grammar.contains(&doubled.as_str())
    {
        return Some(Doubled::ByGrammar);
    }
    let after = lower(copies.start + copies.count);
    let said = |by_grammar: bool| Some(if by_grammar { Doubled::ByGrammar } else { Doubled::Slip });
    match (language, doubled.as_str()) {
        ("en", "that") => {
            AFTER_CONJUNCTION.contains(&after.as_str()).then_some(Doubled::Slip).or(Some(Doubled::ByGrammar))
        }
        ("en", "in" | "on") => {
            let near = copies.start.saturating_sub(PARTICLE)..copies.start;
            said(near.into_iter().any(|at| takes_particle(&lower(at))))
        }
        ("en", "is" | "was") => {
            let clause = copies.start.saturating_sub(CLAUSE)..copies.start;
            said(clause.into_iter().any(|at| OPENS_CLAUSE.contains(&lower(at).as_str())))
        }
        // `Ele para para pensar`: he stops to think.
        ("pt" | "es", "para") => said(after.ends_with('r')),
        _ => None,
    }
}

/// How many words back the verb of a particle is looked for: `let the dog in in the first place`.
const PARTICLE: usize = 3;

/// How many words back the subject clause of a verb is looked for: `what the council thought it was was`.
const CLAUSE: usize = 14;

/// Words that open a clause which may end in a verb that comes again.
const OPENS_CLAUSE: &[&str] = &[
    "all", "answer", "fact", "hope", "how", "idea", "issue", "it", "point", "problem", "question", "reason", "thing",
    "trouble", "truth", "what", "whatever", "where", "who", "whoever", "why",
];

/// After these no second `that` can be a pronoun, so both are the conjunction.
const AFTER_CONJUNCTION: &[&str] = &[
    "a", "all", "an", "and", "any", "are", "by", "each", "every", "for", "from", "have", "he", "her", "his", "i", "if",
    "in", "it", "its", "my", "no", "of", "on", "our", "she", "some", "the", "their", "there", "these", "they", "this",
    "those", "to", "we", "were", "with", "you", "your",
];

/// True for what a particle may belong to: `handed in`, `let him in`, `from now on`.
fn takes_particle(word: &str) -> bool {
    const OBJECTS: &[&str] = &[
        "him", "her", "it", "me", "them", "us", "you", "one", "these", "those", "now", "then", "later", "early", "back",
    ];
    const VERBS: &[&str] = &[
        "add", "bring", "brought", "build", "built", "call", "came", "carry", "carried", "cash", "catch", "caught",
        "check", "chip", "clock", "close", "come", "cut", "depend", "dial", "drag", "draw", "drew", "drive", "drop",
        "fall", "fell", "fill", "fit", "fly", "gave", "get", "give", "given", "go", "goes", "gone", "got", "hand",
        "hang", "held", "hold", "hung", "join", "jump", "keep", "kept", "kick", "lay", "let", "live", "lock", "log",
        "look", "move", "mov", "pass", "pay", "phone", "plug", "pour", "press", "pull", "push", "put", "ran", "rein",
        "ride", "ring", "run", "rush", "sat", "saw", "send", "sent", "set", "settle", "settl", "shut", "sign", "sit",
        "slip", "sneak", "stay", "step", "stood", "stand", "switch", "sworn", "take", "taken", "tak", "throw",
        "thrown", "took", "trade", "trad", "tune", "turn", "typ", "usher", "walk", "wait", "weigh", "went", "wore",
        "zoom", "log", "logg", "sett", "gett", "putt", "runn", "com", "liv", "giv", "chim", "chime",
    ];
    let stem = ["ing", "ed", "es", "s", "d", ""].into_iter().filter_map(|ending| word.strip_suffix(ending));
    OBJECTS.contains(&word) || stem.into_iter().any(|stem| VERBS.contains(&stem))
}

/// Words that two clauses may set side by side without a comma, by language. What a language doubles often is known to its
/// model; these are too rare for that.
const BY_GRAMMAR: &[(&str, &[&str])] = &[
    ("af", &["nie"]),
    ("ar", &["إن", "من", "ما", "هو", "هي"]),
    ("bg", &["кой", "какво", "да"]),
    ("ca", &["que", "com"]),
    ("da", &["der", "det", "den", "de"]),
    ("de", &["das", "den", "der", "die", "dem", "ihr", "sie"]),
    (
        "en",
        &[
            "had", "he", "her", "him", "it", "me", "she", "them", "they", "this", "those", "us", "we", "who", "you",
            "do", "can", "will",
        ],
    ),
    ("es", &["como", "nos", "que", "se"]),
    ("fr", &["en", "nous", "si", "vous", "y"]),
    ("it", &["che", "ci", "si"]),
    ("nb", &["der", "det", "den", "de"]),
    ("nl", &["dat", "die", "er", "het", "is", "je", "jullie", "u", "was", "ze", "zij"]),
    ("pt", &["nos", "que", "se"]),
    ("ru", &["как", "то", "что"]),
    ("sv", &["de", "den", "det", "där"]),
    ("uk", &["то", "що", "як"]),
];

/// A text that speaks of doubled words quotes them: “the the”.
fn is_specimen(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let marks =
        |c: char| matches!(c, '"' | '\'' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '`' | '「' | '」' | '*' | '_');
    text.before(copies.first.start).is_some_and(marks) && text.after(copies.rest.end).is_some_and(marks)
}

/// Across a line end the second copy is a slip only where the line was wrapped: long, and the next goes on in lower case.
fn is_wrapped(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    text.line_near(copies.first.start, 200).trim().len() >= 40
        && text.slice(copies.second).starts_with(char::is_lowercase)
        && !text.has_short_lines(copies.first)
}
