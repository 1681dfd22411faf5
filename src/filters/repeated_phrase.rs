//! A phrase again, right after itself: `the city council the city council`.
//!
//! Three words or more that stand twice in a row, joined by a space or a comma, are one phrase too many, unless they are
//! names, a whole exclamation or a line of verse. Two words are taken where the language says that they do not follow each
//! other in a circle (`more and more and`, `step by step by step`). Where the second copy is fuller (`until March 2nd, until
//! March 2, 2026`), it is the one kept.

use crate::{
    chars::{Script, group},
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::home,
    span::Span,
    text::{Copies, Gap, Letters, Repeat, Text, Word},
};

const RULE: &str = "repeated-phrase";

/// In scripts without spaces every letter is a word to the repeat; shorter ones are reduplication.
const LEAST_UNSPACED: usize = 5;

/// Letters of Thai and its neighbours are shorter steps still than those of Chinese and Japanese.
const LEAST_UNSPACED_ALPHABETIC: usize = 14;

/// Copies with commas in them that are joined by a mere blank are taken only if they are this long.
const LONG_LIST: usize = 8;

/// Nobody says as many words as this twice for effect.
const LONG_EMPHASIS: usize = 5;

/// Languages that double two words as they double one.
const DOUBLING_PAIRS: &[&str] = &["id", "jv", "km", "lo", "ms", "my", "su", "th", "vi"];

/// Languages that say `a poco a poco` for little by little.
const STEPWISE: &[&str] = &["ca", "es", "gl", "it", "pt"];

/// The filter.
pub struct RepeatedPhrase;

impl Filter for RepeatedPhrase {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Repetition
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        for repeat in context.text.repeats() {
            let finding = match repeat.times() {
                1 => nearly(context, repeat),
                2 | 3 => exactly(context, repeat),
                _ => None,
            };
            found.extend(finding);
        }
    }
}

/// A phrase that comes again word for word.
fn exactly(context: &Context<'_>, repeat: &Repeat) -> Option<Finding> {
    let text = context.text;
    let copies = repeat.copies(text)?;
    let applicability = if copies.is_balanced(text) { judge(context, &copies)? } else { in_brackets(text, &copies)? };
    let (mut span, with) = copies.removal(text);
    if !copies.is_balanced(text) {
        span.end += text.after(span.end)?.len_utf8();
    }
    Some(Finding::edit(RULE, applicability, span, with, "the same words again"))
}

fn judge(context: &Context<'_>, copies: &Copies<'_>) -> Option<Applicability> {
    let text = context.text;
    let words = copies.words(text);
    if is_bracket_again(text, copies) {
        return Some(Applicability::Safe);
    }
    if copies.period == 1 {
        return None;
    }
    let comma = copies.joined_by_comma();
    let fragment = copies.joined_by_stop()
        && copies.letters == Letters::Same
        && text.slice(copies.second).starts_with(char::is_lowercase);
    if !copies.joined_by_blanks() && !comma && !fragment
        || copies.joint.contains("\n\n")
        || copies.letters == Letters::Differ
    {
        return None;
    }
    if copies.joint.contains('\n') && !is_wrapped(text, copies) || copies.joint.contains('\t') {
        return None;
    }
    if copies.are_unspaced(text) {
        let alphabetic = !matches!(group(words[0].script), Script::Han);
        let least = if alphabetic { LEAST_UNSPACED_ALPHABETIC } else { LEAST_UNSPACED };
        if copies.period < least || text.is_quoted(copies.first) || copies.has_inner_marks(text) {
            return None;
        }
        // `A、A的B`: an entry of a list and a longer one that starts with it.
        let goes_on = text.after(copies.rest.end).is_some_and(char::is_alphanumeric);
        if !copies.joint.is_empty() && goes_on && copies.period < 2 * least {
            return None;
        }
        return Some(if is_headline(context, copies) { Applicability::Unsafe } else { Applicability::Safe });
    }
    let spelled = words.iter().filter(|w| !w.flags.has_digit()).count();
    if spelled < 2
        || words.iter().all(|w| w.flags.is_single() || w.flags.has_digit())
        || text.has_short_lines(copies.first)
    {
        return None;
    }
    let names =
        words.iter().all(|w| w.flags.is_capital() || w.flags.has_digit()) && (comma || !is_running_on(text, copies));
    if is_definition(text, copies) || copies.period == 2 && is_relative_clause(text, copies) {
        return None;
    }
    // Commas within the copies make a list of them, whose entries may share words.
    let list = copies.has_inner_marks(text);
    if list && !comma && copies.period < LONG_LIST {
        return None;
    }
    if copies.period == 2 {
        return if names || list || comma { None } else { judge_pair(context, copies) };
    }
    if comma && is_subject_again(context, copies) {
        return None;
    }
    let emphasis = comma && is_emphasis(text, copies);
    // `“No one is going to, no one is going to shout.”`
    if emphasis && text.is_quoted(copies.first) && copies.letters == Letters::FirstCapital {
        return None;
    }
    if emphasis && copies.period < LONG_EMPHASIS {
        return None;
    }
    // Some languages double two or three words as grammar (Sotho `le e mong le e mong`, "each one").
    let unknown = copies.period < LONG_EMPHASIS
        && context
            .language_at(copies.first.start)
            .is_none_or(|l| !l.has_words() || !home::speaks_around(text.words(), copies.places(), l));
    let unsure = names
        || list
        || unknown
        || emphasis
        || is_headline(context, copies)
        || is_relative_clause(text, copies)
        || is_tautology(text, copies);
    Some(if unsure { Applicability::Unsafe } else { Applicability::Safe })
}

/// `When they came to the old house, the old house was empty`: what ends the first clause is the subject of the second.
fn is_subject_again(context: &Context<'_>, copies: &Copies<'_>) -> bool {
    const OPENING: &[&str] = &[
        "after", "although", "as", "at", "because", "before", "by", "during", "even", "for", "from", "given", "if",
        "in", "instead", "like", "on", "once", "since", "though", "unless", "until", "when", "whenever", "where",
        "while", "with", "without", "als", "nachdem", "wenn", "weil", "während", "après", "avant", "comme", "dans",
        "lorsque", "parce", "puisque", "quand", "si", "antes", "aunque", "como", "cuando", "después", "en", "mientras",
        "porque", "depois", "embora", "quando", "dopo", "mentre", "perché", "prima", "se", "siccome", "toen", "omdat",
        "terwijl", "när", "om", "eftersom", "da", "når", "fordi", "gdy", "kiedy", "jeśli", "ponieważ", "когда", "если",
        "пока", "после", "хотя", "поскольку", "коли", "якщо", "хоча",
    ];
    let (text, words) = (context.text, context.text.words());
    let mut from = copies.start;
    // A comma begins a clause too: `he said it once, if it is over, it is over`.
    let begins =
        |at: usize| text.starts_sentence(words[at].start as usize) || at < copies.start && words[at].gap == Gap::Other;
    while from > 0 && copies.start - from < LONGEST_OPENING && !begins(from) {
        from -= 1;
    }
    let opening = text.word(&words[from]).to_lowercase();
    let participle = from < copies.start && opening.len() > 5 && opening.ends_with("ing");
    let single_comma = !text.as_str()[words[from].start as usize..copies.first.start].contains([',', ';']);
    // `If it is over, it is over.`
    let ends = text.after(copies.rest.end).is_none_or(|c| matches!(c, '.' | '!' | '?' | ';' | '”' | '"'));
    let goes_on = ends || words.get(copies.places().end).is_some_and(|after| after.gap == Gap::Space);
    from < copies.start
        && single_comma
        && goes_on
        && copies.count == 2
        && !text.word(&copies.words(text)[0]).starts_with(char::is_uppercase)
        && (OPENING.contains(&opening.as_str()) || participle)
        && context.language_at(copies.first.start).is_some_and(|l| l.is_function_word(copies.words(text)[0].hash))
}

/// Words of a clause that stands in front of its main clause.
const LONGEST_OPENING: usize = 24;

/// True if plain words stand before the copies and after them, so that a name twice there is no list of names.
fn is_running_on(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let plain = |w: &Word| w.gap == Gap::Space && text.word(w).starts_with(char::is_lowercase);
    copies.period > 2
        && words_around(text, copies)
            .is_some_and(|(before, after)| text.word(before).starts_with(char::is_lowercase) && plain(after))
        && copies.words(text)[0].gap == Gap::Space
}

/// The words before the first copy and after the last.
fn words_around<'t>(text: &'t Text<'_>, copies: &Copies<'_>) -> Option<(&'t Word, &'t Word)> {
    let words = text.words();
    Some((words.get(copies.start.checked_sub(1)?)?, words.get(copies.places().end)?))
}

/// A clause said twice is emphasis, unless its second copy keeps the capital of a sentence; in speech a new start or an
/// end is enough for that. So is a set phrase such as `back and forth, back and forth`.
fn is_emphasis(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let after = text.after(copies.rest.end);
    let starts = copies.letters == Letters::FirstCapital;
    // `political bodies, political bodies - social ones`: the second is a longer term.
    let longer_term = copies.period < LONG_EMPHASIS
        && text.stretch_after(copies.rest.end, 4).starts_with([' ', '\u{a0}'])
        && text.stretch_after(copies.rest.end, 4).trim_start().starts_with(['-', '–']);
    // `and they do it, and they do it still`
    let words = copies.words(text);
    let set_phrase = copies.period == 3 && words[..2].iter().any(|word| is_conjunction(text.word(word)));
    let whole = if text.is_quoted(copies.first) {
        starts || after.is_some_and(|c| c.is_ascii_punctuation()) && copies.words(text)[0].gap != Gap::Space
    } else {
        starts && after.is_some_and(|c| matches!(c, '.' | '!' | '?'))
    };
    set_phrase || whole || longer_term
}

/// A headline whose line end was lost, and the sentence under it that starts with the same words.
fn is_headline(context: &Context<'_>, copies: &Copies<'_>) -> bool {
    let text = context.text;
    let ends = |words: &[Word]| {
        let language = context.language_at(copies.first.start);
        words
            .last()
            .zip(language)
            .is_none_or(|(last, language)| last.flags.is_unspaced() || language.may_end_sentence(last.hash))
    };
    let before = text.stretch_before(copies.first.start, 16).trim_end();
    !copies.joint.is_empty()
        && copies.joined_by_blanks()
        && !text.slice(copies.first).starts_with(char::is_lowercase)
        && copies.letters == Letters::Same
        && before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != ',')
        && ends(copies.words(text))
}

/// `No one who waits for us waits for us`: after a relative pronoun the same words may follow by grammar.
fn is_relative_clause(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    const RELATIVE: &[&str] = &[
        "what", "who", "whoever", "whatever", "som", "qui", "quien", "quem", "chi", "joka", "jotka", "yang", "kto",
        "кто", "хто", "kdo", "जो",
    ];
    /// These are articles or conjunctions too, unless a comma stands before them.
    const AFTER_COMMA: &[&str] = &[
        "der", "die", "das", "wer", "was", "który", "która", "które", "którzy", "co", "который", "которая", "которые",
        "що", "який", "které",
    ];
    let Some(before) = copies.start.checked_sub(1).map(|at| &text.words()[at]) else { return false };
    let word = text.word(before).to_lowercase();
    RELATIVE.contains(&word.as_str()) || before.gap == Gap::Other && AFTER_COMMA.contains(&word.as_str())
}

/// `A rose is a rose is a rose.`
fn is_definition(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let last = copies.words(text).last();
    copies.over + 1 == copies.period && last.is_some_and(|word| is_copula(text.word(word)))
}

/// `Once you are dead you are dead.`
fn is_tautology(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let opening = copies.start.saturating_sub(2)..copies.start;
    copies.period == 3
        && copies.joined_by_blanks()
        && text.after(copies.rest.end).is_some_and(|c| c.is_ascii_punctuation())
        && text.words()[opening].iter().any(|w| text.starts_sentence(w.start as usize))
}

/// Two words twice in a row.
fn judge_pair(context: &Context<'_>, copies: &Copies<'_>) -> Option<Applicability> {
    let text = context.text;
    let [a, b] = copies.words(text) else { return None };
    // `According to According to the harbour master`
    let restarted = a.flags.is_capital() && copies.letters == Letters::Same && text.starts_sentence(copies.first.start);
    if copies.over > 0
        || copies.count > 2
        || is_connector(text.word(b)) && !restarted
        || [a, b].into_iter().any(|w| is_conjunction(text.word(w)) || w.flags.has_digit())
        || text.is_quoted(copies.first)
    {
        return None;
    }
    let language = context.language_at(copies.first.start).filter(|l| l.has_words());
    match language {
        // `A poco a poco`, little by little.
        Some(l) if text.word(a).eq_ignore_ascii_case("a") && STEPWISE.contains(&l.code()) => None,
        // `Đi mãi đi mãi`, on and on.
        Some(l) if DOUBLING_PAIRS.contains(&l.code()) => None,
        Some(l) if l.zipf(a.hash) > 0.0 && l.zipf(b.hash) > 0.0 && l.pair(a.hash, b.hash) > l.pair(b.hash, a.hash) => {
            Some(Applicability::Safe)
        }
        Some(_) => Some(Applicability::Unsafe),
        None => None,
    }
}

/// Conjunctions that join a word to itself: `more and more and more`.
fn is_conjunction(word: &str) -> bool {
    const CONJUNCTIONS: &[&str] = &[
        "and", "or", "nor", "und", "oder", "y", "e", "ou", "et", "en", "i", "и", "і", "та", "og", "och", "ja", "ve",
        "dan", "và", "και", "si", "și", "és", "или", "або", "lub", "czy",
    ];
    CONJUNCTIONS.contains(&word.to_lowercase().as_str())
}

/// Words that may stand between a word and itself: `day by day by day`.
fn is_connector(word: &str) -> bool {
    const PREPOSITIONS: &[&str] = &[
        "after", "by", "for", "in", "of", "on", "than", "to", "upon", "für", "um", "noch", "nach", "par", "por", "per",
        "de", "di", "da", "за", "по", "na", "po", "za", "của", "op", "voor", "för",
    ];
    is_conjunction(word) || PREPOSITIONS.contains(&word.to_lowercase().as_str())
}

/// `(EIA) (EIA)`, `(1871–1946) (1871–1946)`: an acronym, a name or a life in brackets, twice. Tables hold other figures so.
fn is_bracket_again(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    let words = copies.words(text);
    let is_name = words.iter().any(|word| word.flags.is_capital() && !word.flags.has_digit());
    let is_year = |word: &Word| text.word(word).len() == 4 && text.word(word).bytes().all(|b| b.is_ascii_digit());
    copies.joint == ") ("
        && copies.count == 2
        && text.before(copies.first.start) == Some('(')
        && text.after(copies.rest.end) == Some(')')
        && (is_name || words.len() == 2 && words.iter().all(is_year))
}

/// `€5 million (€5 million)`: the bracket may be where something else belonged.
fn in_brackets(text: &Text<'_>, copies: &Copies<'_>) -> Option<Applicability> {
    let sign = copies.joint.strip_prefix(" (")?;
    let same = sign.is_empty() || text.stretch_before(copies.first.start, sign.len()).ends_with(sign);
    (copies.period >= 2
        && copies.count == 2
        && same
        && text.after(copies.rest.end) == Some(')')
        && copies.letters == Letters::Same)
        .then_some(Applicability::Unsafe)
}

/// Across a line end a phrase comes again by accident only where the line was wrapped.
fn is_wrapped(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    !copies.are_lines(text)
        && text.slice(copies.second).starts_with(char::is_lowercase)
        && !text.has_short_lines(copies.first)
}

/// A phrase that comes again in another form.
fn nearly(context: &Context<'_>, repeat: &Repeat) -> Option<Finding> {
    let text = context.text;
    let words = text.words();
    let lacking = repeat.period.checked_sub(repeat.matched)?;
    let second = repeat.first + repeat.period;
    if lacking != 1 || words[second].gap != Gap::Other && words[second].gap != Gap::Space {
        return None;
    }
    let finding = Near { text, words, repeat, second }.judge()?;
    let first = Span::new(words[repeat.first].start as usize, words[second - 1].end as usize);
    (!text.has_short_lines(first) && !text.is_quoted(first)).then_some(finding)
}

/// A repeat that lacks one word of a whole second copy.
struct Near<'a> {
    text: &'a Text<'a>,
    words: &'a [Word],
    repeat: &'a Repeat,
    second: usize,
}

impl Near<'_> {
    fn judge(&self) -> Option<Finding> {
        let (first, second, matched) = (self.repeat.first, self.second, self.repeat.matched);
        let joint = self.gap(second);
        // The first word of the second copy that is not that of the first.
        let differing = second + matched;
        if !matches!(joint, " " | ", ")
            || differing >= self.words.len()
            || !self.plain(first, second)
            || !self.plain(second, differing)
        {
            return None;
        }
        let comma = joint == ", ";
        if comma && self.gap(differing) == " " {
            if same_day(self.text, &self.words[second - 1], &self.words[differing]) {
                return Some(Finding::safe(RULE, self.until(second), "", "the same date again, in full"));
            }
            if self.comes_fuller(differing) {
                return Some(Finding::probable(
                    RULE,
                    self.until(second),
                    "",
                    "the same words again, with more between them",
                ));
            }
        }
        if matched < 3 || first == 0 || !self.is_lower(first) {
            return None;
        }
        // `in the morning early in the morning`.
        let after = &self.text.as_str()[self.words[differing - 1].end as usize..];
        // `An S in hats is an S in hats.`
        if is_copula(self.text.word(&self.words[second - 1])) {
            return None;
        }
        if !comma && self.gap(first) == " " && self.is_lower(second - 1) && after.starts_with([',', '.']) {
            return Some(Finding::probable(
                RULE,
                self.until(second - 1),
                "",
                "the same words before and after one of them",
            ));
        }
        // `according to the report, according to the survey`; three such phrases would be an enumeration.
        let ends = self.gap(differing) == " " && self.text.after(self.words[differing].end as usize) == Some(' ');
        let enumerated =
            first >= self.repeat.period && self.words[first - self.repeat.period].hash == self.words[first].hash;
        let in_order = is_next_step(self.text.word(&self.words[first]));
        if comma && self.gap(first) == ", " && ends && !enumerated && !in_order {
            let span = Span::new(self.words[first].start as usize, self.words[differing].end as usize);
            return Some(Finding::flag(RULE, span, "the same words begin two phrases; one of them may be left over"));
        }
        None
    }

    /// True if the first copy comes again with one or two words put into it: `in the park, in the old park`.
    fn comes_fuller(&self, differing: usize) -> bool {
        let last = self.words[self.second - 1].hash;
        (1..=2).any(|more| {
            self.words.get(differing + more).is_some_and(|w| w.hash == last)
                && self.plain(differing, differing + more + 1)
        })
    }

    /// What lies between a word and the one before it.
    fn gap(&self, at: usize) -> &str {
        let from = at.checked_sub(1).map_or(0, |before| self.words[before].end as usize);
        &self.text.as_str()[from..self.words[at].start as usize]
    }

    /// True if single blanks part the words of a range; the full stop of an ordinal may stand before one.
    fn plain(&self, from: usize, to: usize) -> bool {
        let is_ordinal = |at: usize| self.words[at].flags.has_digit();
        (from + 1..to).all(|at| self.words[at].gap == Gap::Space || is_ordinal(at - 1) && self.gap(at) == ". ")
    }

    fn is_lower(&self, at: usize) -> bool {
        self.text.word(&self.words[at]).starts_with(char::is_lowercase)
    }

    /// From the start of the first copy to a word.
    fn until(&self, at: usize) -> Span {
        Span::new(self.words[self.repeat.first].start as usize, self.words[at].start as usize)
    }
}

/// Says that one thing is the other.
fn is_copula(word: &str) -> bool {
    const COPULAS: &[&str] = &[
        "is", "are", "was", "were", "means", "ist", "war", "sind", "est", "était", "es", "era", "è", "é", "är", "er",
        "jest", "je", "это", "есть", "це",
    ];
    COPULAS.contains(&word.to_lowercase().as_str())
}

/// `then to the door, then to the window`: one thing after the other, and back.
fn is_next_step(word: &str) -> bool {
    const THEN: &[&str] = &[
        "then", "now", "dann", "mal", "bald", "puis", "tantôt", "luego", "ora", "poi", "depois", "toen", "dan",
        "sedan", "så", "potem", "raz", "pak", "потом", "затем", "то", "потім",
    ];
    THEN.contains(&word.to_lowercase().as_str())
}

/// True for a day with and without its ordinal ending: `1st` and `1`.
fn same_day(text: &Text<'_>, a: &Word, b: &Word) -> bool {
    let number = |w: &Word| {
        let word = text.word(w);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0 && digits <= 2 && word.len() - digits <= 3).then(|| &word[..digits])
    };
    number(a).is_some_and(|n| number(b) == Some(n))
}
