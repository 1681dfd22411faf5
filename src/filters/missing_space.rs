//! Spaces lost after punctuation.
//!
//! A lost tag or line end glues two sentences: `again.Most people`. The same shape is legitimate in domains, versions,
//! file names, abbreviations, initials, times and identifiers, so both sides must be words of the passage's language,
//! and what stands between them must not bind them.

use crate::{
    chars::Script,
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{Language, home},
    span::Span,
    text::{
        Format, Gap, Text, Word,
        words::{self, column::shape, is_year},
    },
};

const RULE: &str = "missing-space";

/// Words as frequent as this are no names of products or files.
const COMMON: f32 = 4.0;

/// What follows a full stop in addresses and file names without being a sentence's first word.
const NAME_TAILS: &[&str] = &[
    "ai", "app", "at", "be", "biz", "bin", "br", "ca", "cc", "ch", "cn", "co", "com", "cs", "css", "csv", "de", "dev",
    "dll", "doc", "docx", "edu", "es", "eu", "exe", "fm", "fr", "gov", "gr", "hr", "htm", "html", "hu", "id", "ie",
    "in", "info", "int", "io", "it", "jp", "jpg", "js", "json", "kr", "ly", "me", "md", "mil", "mp3", "my", "name",
    "net", "nl", "no", "nu", "org", "pdf", "php", "pl", "png", "pt", "py", "ro", "rs", "ru", "se", "sh", "si", "sk",
    "so", "sql", "to", "tr", "ts", "tv", "txt", "ua", "uk", "us", "xml", "yaml", "yml", "zip",
];

/// Languages that write an ordinal number with a full stop and a space: `1. května`.
const ORDINAL_STOP: &[&str] = &["cs", "da", "de", "et", "fi", "hr", "hu", "lv", "nb", "pl", "sk", "sl", "sr", "tr"];

/// Languages in which a colon binds an ending to its word: `EU:s`, `Lehrer:innen`.
const COLON_BINDS: &[&str] = &["de", "fi", "sv"];

/// Words of such languages that open a clause, and that no ending is written like.
const OPENS_CLAUSE: &[(&str, &[&str])] = &[
    (
        "de",
        &[
            "aber", "alle", "auch", "dann", "dass", "hier", "nach", "nicht", "nur", "ohne", "was", "wenn", "wer",
            "wie", "wir", "wo",
        ],
    ),
    ("fi", &["että", "ja", "kun", "mutta", "nyt", "sillä"]),
    ("sv", &["alla", "att", "inte", "men", "nu", "när", "och", "vad", "vem", "vi"]),
];

/// Words that a list in a sentence has at most, and how frequent (Zipf) each is.
const LONGEST_LIST: usize = 8;
const LISTED: f32 = 3.5;

/// How much of the line around a place is looked at, in bytes.
const LINE_REACH: usize = 200;

/// The filter.
pub struct MissingSpace;

impl Filter for MissingSpace {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Words
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let words = text.words();
        let columns = text.columns();
        let parted = columns.select(|at| {
            let shape = columns.shape.block(at);
            move |i| shape[i] & shape::OTHER != 0
        });
        for i in parted {
            let (left, right) = (&words[i - 1], &words[i]);
            let before = text.as_str().as_bytes()[right.start as usize - 1];
            if matches!(before, b' ' | b'\n') || right.start - left.end > MOST_BETWEEN {
                continue;
            }
            let between = &text.as_str()[left.end as usize..right.start as usize];
            if between.contains(char::is_whitespace) {
                continue;
            }
            let place = Place { context, words, at: i, between };
            if let Some(applicability) = place.judge() {
                let at = right.start as usize - opening_len(between);
                found.push(Finding::edit(
                    RULE,
                    applicability,
                    Span::new(at, at),
                    " ",
                    "no space after the punctuation",
                ));
            }
        }
    }
}

/// The longest punctuation looked at, in bytes: `.”` and two brackets.
const MOST_BETWEEN: u32 = 9;

/// Brackets and quotes that open the next word belong behind the new space.
fn opening_len(between: &str) -> usize {
    between.chars().rev().take_while(|c| matches!(c, '(' | '[' | '“' | '‘' | '«' | '„')).map(char::len_utf8).sum()
}

struct Place<'c> {
    context: &'c Context<'c>,
    words: &'c [Word],
    at: usize,
    between: &'c str,
}

impl Place<'_> {
    fn left(&self) -> &Word {
        &self.words[self.at - 1]
    }

    fn right(&self) -> &Word {
        &self.words[self.at]
    }

    fn text(&self) -> &Text<'_> {
        self.context.text
    }

    fn judge(&self) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        if right.flags.has_digit() && self.is_year_of_date() {
            return Some(Applicability::Safe);
        }
        if right.flags.has_digit() || right.flags.is_unspaced() || left.flags.is_unspaced() || left.flags.is_mixed() {
            return None;
        }
        let language = self.context.language_at(right.start as usize);
        let (spoken, opening) = (language.is_some_and(Language::has_words), opening_len(self.between));
        if left.script == right.script
            && opening == 0
            && !left.flags.has_digit()
            && !self.is_chain()
            && self.ends_sentence_by_script(spoken, self.between)
        {
            return Some(Applicability::Safe);
        }
        let language = language?;
        if left.flags.has_digit() {
            return match self.between {
                "(" => self.sum_before_bracket(language),
                _ => self.ordinal(language).or_else(|| self.after_number(language)),
            };
        }
        if left.script != right.script {
            return None;
        }
        if self.is_chain() {
            return self.list(language).or_else(|| self.abbreviation(language));
        }
        if self.between == "(" {
            return self.before_bracket(language);
        }
        if self.is_speaker(language) {
            return Some(Applicability::Safe);
        }
        // Korean particles follow quotation marks and brackets without a space.
        if left.script == Script::Hangul && !matches!(self.between, "." | "!" | "?") {
            return None;
        }
        if self.between.ends_with('[') {
            return None;
        }
        let stop = &self.between[..self.between.len() - opening];
        match stop {
            "." if opening == 0 => self.full_stop(language),
            "!" | "?" | "…" | "؟" | "۔" | "।" | "॥" if opening == 0 => self.sentence_end(language),
            "." | "!" | "?" => self.both_known(language, 2).then_some(Applicability::Safe),
            "," | ";" | "،" | "؛" => self.comma(language),
            ":" if opening == 0 => self.colon(language),
            ")" | ").," | ")," | ")." | ");" | "]," => self.bracket(language),
            _ => self.closing_quote(stop, language),
        }
    }

    /// What needs no lexicon: marks that stand at the end of sentences only, capitals behind small letters in scripts without
    /// addresses, Korean verbs at the end of theirs. `spoken`: there is a lexicon to ask.
    fn ends_sentence_by_script(&self, spoken: bool, stop: &str) -> bool {
        let (left, right) = (self.left(), self.right());
        let long = self.letters(left) >= 2 && self.letters(right) >= 2;
        match stop {
            "।" | "॥" | "۔" | "።" | "։" => long,
            "." if left.script == Script::Hangul => {
                self.text().word(left).ends_with(['다', '요', '죠', '까']) && self.letters(left) >= 2
            }
            "." | "!" | "?" if matches!(left.script, Script::Cyrillic | Script::Greek | Script::Armenian) => {
                !spoken
                    && self.letters(left) >= 3
                    && self.letters(right) >= 2
                    && !left.flags.is_capital()
                    && right.flags.is_capital()
                    && !right.flags.is_upper()
                    && self.small_word_follows()
            }
            _ => false,
        }
    }

    /// Letters only, and long enough not to be an initial or a unit.
    fn letters(&self, word: &Word) -> usize {
        self.text().word(word).chars().filter(|c| c.is_alphabetic()).count()
    }

    fn both_known(&self, language: &Language, least: usize) -> bool {
        let (left, right) = (self.left(), self.right());
        self.letters(left) >= least
            && (self.letters(right) >= least || self.is_one_letter_word(language))
            && is_known(language, self.text(), left)
            && is_known(language, self.text(), right)
    }

    /// Both known, or in prose one known beside a plain word that the lexicon lacks.
    fn likely_words(&self, language: &Language) -> bool {
        let (left, right) = (self.left(), self.right());
        let one_known = || is_known(language, self.text(), left) || is_known(language, self.text(), right);
        // A noun that has a capital in the middle of a sentence is no name.
        let noun = language.code() == "de" && is_known(language, self.text(), left);
        let plain = |word: &Word| self.letters(word) >= 4 && !word.flags.is_camel() && !word.flags.is_upper();
        self.both_known(language, 2)
            || self.follows_name(language)
            || self.text().format() == Format::Plain
                && plain(left)
                && plain(right)
                && (!left.flags.is_capital() || noun)
                && one_known()
    }

    /// `in Südbaden,where he lived`: a name that the lexicon lacks, then a common word of a sentence that goes on.
    fn follows_name(&self, language: &Language) -> bool {
        let (left, right) = (self.left(), self.right());
        self.text().format() == Format::Plain
            && left.flags.is_capital()
            && !left.flags.is_camel()
            && self.letters(left) >= 3
            && self.letters(right) >= 2
            && language.zipf(right.hash) >= COMMON
            && !right.flags.is_upper()
            && self.small_word_follows()
            && home::speaks(self.words, self.at, language)
    }

    /// `in heavy rain.A strip`: a sentence may start with a word of one letter, which a space follows.
    fn is_one_letter_word(&self, language: &Language) -> bool {
        let right = self.right();
        let letter = self.text().after(right.start as usize);
        right.flags.is_single() && letter.is_some_and(|c| language.is_one_letter_word(c)) && self.small_word_follows()
    }

    /// `a.b.c` and `a,b,c` are names and data, not prose.
    fn is_chain(&self) -> bool {
        let tight = |i: usize| {
            let (Some(a), Some(b)) = (self.words.get(i.wrapping_sub(1)), self.words.get(i)) else { return false };
            b.gap == Gap::Other && {
                let between = &self.text().as_str()[a.end as usize..b.start as usize];
                !between.contains(char::is_whitespace)
                    && between.starts_with(&self.between[..1.min(self.between.len())])
            }
        };
        self.between.is_ascii() && (tight(self.at - 1) || tight(self.at + 1))
    }

    /// `bread,cheese,butter and eggs`: a list of everyday words in a sentence. Without a conjunction behind it may be data.
    fn list(&self, language: &Language) -> Option<Applicability> {
        const CONJUNCTIONS: &[&str] = &[
            "and", "or", "e", "ed", "et", "i", "en", "o", "oder", "och", "og", "ou", "u", "und", "y", "и", "или", "та",
        ];
        let text = self.text();
        let tight = |at: usize| {
            let (Some(before), Some(word)) = (at.checked_sub(1).map(|i| &self.words[i]), self.words.get(at)) else {
                return false;
            };
            text.slice(Span::new(before.end as usize, word.start as usize)) == ","
        };
        let first = (self.at.saturating_sub(LONGEST_LIST)..self.at).rev().find(|&at| !tight(at))?;
        let end = (self.at + 1..self.at + LONGEST_LIST).find(|&at| !tight(at))?;
        let everyday =
            |word: &Word| word.flags.is_plain() && self.letters(word) >= 3 && language.zipf(word.hash) >= LISTED;
        let (start, last) = (self.words[first].start as usize, self.words[end - 1].end as usize);
        let line = text.line_near(start, LINE_REACH);
        let prose = text.format() == Format::Plain && line.matches(' ').count() >= 8 && line.contains(". ");
        if self.between != ","
            || !prose
            || !self.words[first..end].iter().all(everyday)
            || text.before(start) != Some(' ')
            || !matches!(text.after(last), Some(' ' | '.'))
        {
            return None;
        }
        let joined =
            self.words.get(end).is_some_and(|next| next.gap == Gap::Space && CONJUNCTIONS.contains(&text.word(next)));
        Some(if joined { Applicability::Safe } else { Applicability::Unsafe })
    }

    /// `at 8 p.m.The doors open`: the stop of an abbreviation, and a sentence that begins.
    fn abbreviation(&self, language: &Language) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        let opens = self.between == "."
            && left.flags.is_single()
            && self.at.checked_sub(2).is_some_and(|before| self.words[before].flags.is_single())
            && right.flags.is_capital()
            && !right.flags.is_upper()
            && self.letters(right) >= 2
            && language.is_function_word(right.hash)
            && self.small_word_follows();
        opens.then_some(Applicability::Safe)
    }

    /// `the town museum(free on Sundays)`: words in brackets, behind a word that is not code.
    fn before_bracket(&self, language: &Language) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        let (text, open) = (self.text(), self.right().start as usize);
        let inner = text.stretch_after(open, LINE_REACH).split([')', '\n', ';', '=']).next()?;
        let closed = text.after(open + inner.len()) == Some(')');
        let prose = text.format() == Format::Plain && text.line_near(open, LINE_REACH).matches(' ').count() >= 5;
        let common =
            |word: &Word| self.letters(word) >= 3 && !word.flags.is_upper() && language.zipf(word.hash) >= COMMON;
        (closed && prose && inner.contains(' ') && !inner.contains(", ") && common(left) && common(right))
            .then_some(Applicability::Safe)
    }

    /// `Q:How did you begin?`: the letter of a speaker opens the line.
    fn is_speaker(&self, language: &Language) -> bool {
        let (left, right) = (self.left(), self.right());
        let start = left.start as usize;
        self.between == ":"
            && left.flags.is_single()
            && matches!(self.text().after(start), Some('Q' | 'A' | 'F' | 'R' | 'P' | 'D' | 'В' | 'О'))
            && self.text().before(start).is_none_or(|c| c == '\n')
            && right.flags.is_capital()
            && !right.flags.is_upper()
            && language.zipf(right.hash) >= COMMON
            && self.small_word_follows()
    }

    fn full_stop(&self, language: &Language) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        let next = self.text().word(right);
        // `until March.In the meantime`: no address goes on with a blank and a small word.
        let runs_on = right.flags.is_capital()
            && !right.flags.is_upper()
            && self.words.get(self.at + 1).is_some_and(|w| w.gap == Gap::Space && w.flags.is_plain())
            && language.zipf(right.hash) >= COMMON;
        if NAME_TAILS.contains(&next.to_lowercase().as_str()) && !runs_on
            || left.flags.is_camel()
            || right.flags.is_camel()
        {
            return None;
        }
        let cased = right.script == Script::Latin || right.script == Script::Cyrillic || right.script == Script::Greek;
        if cased && !right.flags.is_capital() {
            return None;
        }
        // `BT.A` is the sign of a share.
        let code = left.flags.is_upper() && (right.flags.is_upper() || right.flags.is_single());
        if code || !self.likely_words(language) {
            return None;
        }
        // A capitalised word before the stop may be half of a name (`Node.Js`), unless a plain word follows.
        let plain = !left.flags.is_capital() || language.zipf(right.hash) >= COMMON;
        Some(if plain { Applicability::Safe } else { Applicability::Unsafe })
    }

    fn sentence_end(&self, language: &Language) -> Option<Applicability> {
        let right = self.right();
        let cased = matches!(right.script, Script::Latin | Script::Cyrillic | Script::Greek);
        if cased && !right.flags.is_capital() || !self.likely_words(language) {
            return None;
        }
        // `Yahoo!sports`: a name may end in an exclamation mark.
        let name = self.left().flags.is_capital() && !right.flags.is_capital() && self.between == "!";
        (!name).then_some(Applicability::Safe)
    }

    fn comma(&self, language: &Language) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        let codes = left.flags.is_upper() || right.flags.is_upper();
        let plain = !codes && self.likely_words(language);
        if self.is_bracketed() || !plain && !self.is_within_sentence(language) {
            return None;
        }
        Some(if is_data_line(self.text(), right.start as usize, self.between) {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        })
    }

    /// `{a,b}`, `f(x,y)`, `&amp;c`; not `(Irena,who lived there)`.
    fn is_bracketed(&self) -> bool {
        let (left, right) = (self.left(), self.right());
        let text = self.text();
        let opened = match text.before(left.start as usize) {
            Some('(') => {
                let apart = text.before(left.start as usize - 1).is_none_or(char::is_whitespace);
                !apart || !self.goes_on()
            }
            Some('&') => self.between == ";",
            before => before.is_some_and(|c| matches!(c, '{' | '[' | '<')),
        };
        opened || text.after(right.end as usize).is_some_and(|c| matches!(c, '}' | ']' | '>' | ')' | '='))
    }

    /// A word without a capital follows the one on the right after one space.
    fn small_word_follows(&self) -> bool {
        self.words.get(self.at + 1).is_some_and(|next| next.gap == Gap::Space && !next.flags.is_capital())
    }

    /// Nothing is tied to the word on the right.
    fn goes_on(&self) -> bool {
        let text = self.text().as_str();
        let next = self.words.get(self.at + 1).map_or(text.len(), |next| next.start as usize);
        let behind = &text[self.right().end as usize..next];
        behind.contains(char::is_whitespace) || next == text.len()
    }

    /// `Mr Vercammen,who says`, `Toronto, Ottawa,Montreal and`: in a sentence of prose a comma is followed by a space
    /// whatever it parts. One of the two words must be known, or the sentence show the habit.
    fn is_within_sentence(&self, language: &Language) -> bool {
        let (left, right) = (self.left(), self.right());
        let text = self.text();
        let known = |word: &Word| self.letters(word) >= 2 && is_known(language, text, word);
        let name = |word: &Word| word.flags.is_capital() && self.letters(word) >= 3;
        let unknown = |word: &Word| !word.flags.is_capital() && !word.flags.is_camel() && self.letters(word) >= 5;
        let of_sentence = |word: &Word| known(word) || name(word) || unknown(word);
        let habit = || text.line_near(right.start as usize, LINE_REACH).contains(&format!("{} ", self.between));
        text.format() == Format::Plain
            && of_sentence(left)
            && of_sentence(right)
            && !right.flags.is_camel()
            && !(left.flags.is_upper() && right.flags.is_upper())
            && self.goes_on()
            && (known(left) || known(right) || habit())
            && home::knows(self.words, self.at, language, home::LIKELY)
    }

    fn colon(&self, language: &Language) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        if left.flags.is_capital() && right.flags.is_capital() {
            return None;
        }
        let goes_on = self.words.get(self.at + 1).is_some_and(|next| next.gap == Gap::Space);
        let grammar = goes_on && language.is_function_word(right.hash);
        // `Die Regel:wer zuerst kommt`: what a colon binds to its word is no such word.
        let opens = || {
            let word = self.text().word(right);
            goes_on && OPENS_CLAUSE.iter().any(|(code, words)| *code == language.code() && words.contains(&word))
        };
        if COLON_BINDS.contains(&language.code()) && !opens() {
            return None;
        }
        let known = self.both_known(language, 3) || grammar && self.both_known(language, 2) && self.letters(left) >= 3;
        let plain = known && language.zipf(right.hash) >= COMMON - 0.5 && !left.flags.is_upper();
        // `key:value` is written without a space on purpose where a line is data.
        (plain && self.is_prose_line()).then_some(Applicability::Safe)
    }

    /// `£3(it was`: a sum of money, and words in brackets.
    fn sum_before_bracket(&self, language: &Language) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        let sum = self.text().word(left).bytes().all(|b| b.is_ascii_digit())
            && self.text().before(left.start as usize).is_some_and(|c| matches!(c, '£' | '$' | '€' | '¥'));
        let words = self.letters(right) >= 2
            && language.zipf(right.hash) >= COMMON
            && self.words.get(self.at + 1).is_some_and(|next| next.gap == Gap::Space && !next.flags.has_digit());
        (sum && words).then_some(Applicability::Safe)
    }

    /// `in 2009.In the years`, `by 3pm.Tickets`, `in 1904,but`: a number ends a sentence or a clause.
    fn after_number(&self, language: &Language) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        let (text, number) = (self.text(), self.text().word(left));
        let unit = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let stands_alone = text
            .before(left.start as usize)
            .is_none_or(|c| c.is_whitespace() || matches!(c, '£' | '$' | '€' | '¥' | '(' | ',' | '.'));
        let plain = stands_alone
            && unit.len() < number.len()
            && unit.len() <= 2
            && unit.bytes().all(|b| b.is_ascii_lowercase());
        let opens = match self.between {
            "." | "!" | "?" => right.flags.is_capital() && !right.flags.is_upper(),
            "," | ";" | "%" => !right.flags.is_capital(),
            _ => false,
        };
        let next = self.words.get(self.at + 1).is_some_and(|w| w.gap == Gap::Space && !w.flags.has_digit());
        (plain
            && opens
            && next
            && !right.flags.is_camel()
            && (self.letters(right) >= 2 || self.is_one_letter_word(language))
            && language.zipf(right.hash) >= COMMON
            && text.format() == Format::Plain
            && !self.is_chain()
            && home::knows(self.words, self.at, language, home::LIKELY))
        .then_some(Applicability::Safe)
    }

    /// `4 May,2023`.
    fn is_year_of_date(&self) -> bool {
        let (left, right) = (self.left(), self.right());
        let day = self.at.checked_sub(2).map(|i| self.text().word(&self.words[i]));
        self.between == ","
            && is_year(self.text().word(right))
            && left.gap == Gap::Space
            && left.flags.is_capital()
            && !left.flags.is_upper()
            && !left.flags.has_digit()
            && day.is_some_and(|day| day.len() <= 2 && day.bytes().all(|b| b.is_ascii_digit()))
    }

    fn bracket(&self, language: &Language) -> Option<Applicability> {
        let right = self.right();
        let (text, end) = (self.text(), self.left().end as usize);
        let from = text.as_str().floor_char_boundary(end.saturating_sub(LINE_REACH));
        let before = &text.as_str()[from..end];
        let open = before.rfind(['(', '['])?;
        let inner = &before[open + 1..];
        let stands_apart = text.before(from + open).is_none_or(char::is_whitespace);
        // `(re)use`, `(s)he`: the brackets are part of one word.
        let one_word = !inner.contains(' ')
            && (inner.chars().count() < 3
                || language.zipf(words::hash(&format!("{inner}{}", self.text().word(right)))) > 0.0);
        let plain = stands_apart && !one_word && self.letters(right) >= 2 && language.zipf(right.hash) >= COMMON;
        plain.then_some(Applicability::Safe)
    }

    /// `second.”The`: punctuation, a closing quotation mark, the next word.
    fn closing_quote(&self, stop: &str, language: &Language) -> Option<Applicability> {
        let mut chars = stop.chars();
        let (Some(first), Some(quote), None) = (chars.next(), chars.next(), chars.next()) else { return None };
        let is_stop = |c: char| matches!(c, '.' | ',' | '!' | '?' | '…');
        // `nie”, he said`, `“The end.” Then`: either comes first.
        if !(is_stop(first) && closes(quote, language) || closes(first, language) && is_stop(quote)) {
            return None;
        }
        is_known(language, self.text(), self.right()).then_some(Applicability::Safe)
    }

    /// `1.května`.
    fn ordinal(&self, language: &Language) -> Option<Applicability> {
        let (left, right) = (self.left(), self.right());
        let number = self.text().word(left);
        let plain = self.between == "."
            && ORDINAL_STOP.contains(&language.code())
            && number.len() <= 2
            && number.bytes().all(|b| b.is_ascii_digit())
            && !self.is_chain()
            && self.at.checked_sub(2).is_none_or(|i| !self.words[i].flags.has_digit())
            && self.letters(right) >= 3
            && language.zipf(right.hash) >= COMMON - 0.5
            && !NAME_TAILS.contains(&self.text().word(right).to_lowercase().as_str());
        plain.then_some(Applicability::Safe)
    }

    /// More words than marks, and a space before this place.
    fn is_prose_line(&self) -> bool {
        let line = self.text().line_near(self.right().start as usize, LINE_REACH);
        line.matches(' ').count() >= 5 && line.matches(':').count() == 1
    }
}

/// True if the word, or what is left of it without a possessive ending, is in the lexicon.
fn is_known(language: &Language, text: &Text<'_>, word: &Word) -> bool {
    language.zipf(word.hash) > 0.0 || {
        let word = text.word(word);
        word.strip_suffix("'s")
            .or_else(|| word.strip_suffix("’s"))
            .is_some_and(|stem| language.zipf(words::hash(stem)) > 0.0)
    }
}

/// Which quotation marks close, by the language's habit.
fn closes(quote: char, language: &Language) -> bool {
    match quote {
        '”' => !matches!(language.code(), "sv" | "fi"),
        '»' => !matches!(language.code(), "da" | "de"),
        '“' => matches!(language.code(), "de" | "cs" | "bg" | "sk" | "sl" | "sr" | "hr" | "uk" | "ru"),
        _ => false,
    }
}

/// A line of values parted by bare commas; those within numbers do not count.
fn is_data_line(text: &Text<'_>, at: usize, separator: &str) -> bool {
    let line = text.line_near(at, LINE_REACH);
    let (mut bare, mut spaced) = (0, 0);
    for (at, separator) in line.match_indices(separator) {
        let before = line[..at].chars().next_back();
        match line[at + separator.len()..].chars().next() {
            Some(' ') => spaced += 1,
            Some(after) if after.is_numeric() && before.is_some_and(char::is_numeric) => {}
            _ => bare += 1,
        }
    }
    bare > 1 && bare > spaced
}
