//! What a word in letters of two scripts was meant to be.
//!
//! Such words come from keyboards (a Cyrillic `а` in an English word), from machine translation and language models that
//! slip into another language, and from lost spaces. The order of repair matters: a letter that looks the same stands for
//! its twin; letters that spell the missing piece are spelt over; a foreign run at the edge of a whole word goes; two whole
//! words are parted. Where none of it gives a word, nothing is proposed. Much is written so on purpose: Greek letters in
//! science, Latin abbreviations with a native ending, a native prefix before a Latin name.

use self::respell::{MOST_SPELLINGS, respell};
use super::{Language, metalanguage};
use crate::{
    chars::{self, Script},
    span::Span,
    text::{Gap, Passage, Run, Text, Word, scripts, words},
};

mod respell;

/// More runs than this in a row are no word but a formula, a password or worse.
const MOST_RUNS: usize = 9;

/// A word met this often (Zipf) is no accident.
const FREQUENT: f32 = 3.0;

/// A word met this often may still be a rare inflection or a name.
const ATTESTED: f32 = 1.5;

/// Two words of grammar that stand side by side so much less often (Zipf) than by chance miss something between them.
const MISSED: f32 = 1.5;

/// Letters of a quantity.
const LONGEST_SYMBOL: u32 = 3;

/// A longer foreign tail is a word of its own, whose space was lost.
const LONGEST_TAIL: u32 = 8;

/// Endings of English words that are no words. `ing` and `s` are not among them: East Asian slang puts them behind its own.
const ENGLISH_ENDINGS: [&str; 9] = ["tion", "tions", "sion", "ment", "ments", "ness", "ed", "ly", "ity"];

/// English words that say nothing alone.
const ENGLISH_GRAMMAR: [&str; 14] =
    ["the", "of", "and", "with", "from", "that", "this", "which", "was", "were", "their", "have", "been", "would"];

/// What was meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Meant {
    /// The mixture itself.
    Mixture,
    /// The same letters of one alphabet.
    Folded(String),
    /// The same sounds in one alphabet.
    Respelt(String),
    /// Only this part of it.
    Trimmed(Span),
    /// Two words, parted here.
    Parted(usize),
    /// Something, but it cannot be told what.
    Unknown,
}

/// What was meant, and whether that is sure.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What was meant.
    pub meant: Meant,
    /// True if any careful editor would read it so.
    pub sure: bool,
}

impl Reading {
    const fn sure(meant: Meant) -> Self {
        Self { meant, sure: true }
    }

    const fn likely(meant: Meant) -> Self {
        Self { meant, sure: false }
    }

    const MIXTURE: Self = Self::sure(Meant::Mixture);
}

/// The script that a token's letters should be of, if it holds letters of more than one: the passage's own, or else that of
/// most of its letters. `None` where there is nothing to ask.
#[must_use]
pub fn host(text: &Text<'_>, passage: &Passage, token: &[Run]) -> Option<Script> {
    let first = token.iter().take(MOST_RUNS).find(|run| run.script != Script::Common)?;
    if token.len() > MOST_RUNS || token.iter().all(|run| run.script == first.script || run.script == Script::Common) {
        return None;
    }
    let letters = |script: Script| token.iter().filter(|run| run.script == script).map(|run| run.letters).sum::<u32>();
    let most =
        token.iter().map(|run| run.script).filter(|&s| s != Script::Common).max_by_key(|&script| letters(script))?;
    let majority = match passage.majority {
        None => return Some(most),
        Some(majority) if letters(majority) == 0 => return None,
        Some(majority) => majority,
    };
    // `Kазахстан` in an English page and `ХVIII` in a Ukrainian one: the few native letters are the lookalikes there.
    let all_twins = |of: Script, to: Script| {
        let letters = token.iter().filter(|run| run.script == of).flat_map(|run| text.slice(run.span()).chars());
        letters
            .filter(|&c| chars::class(c).is_letter())
            .all(|c| chars::fold_to(c, to).is_some_and(|twin| is_twin(c, twin) && !RARE.contains(twin)))
    };
    let outnumbered = most != majority && letters(most) >= 3 && letters(most) >= 2 * letters(majority);
    Some(if outnumbered && !all_twins(most, majority) && all_twins(majority, most) { most } else { majority })
}

/// Letters of few languages: a text that uses them elsewhere may mean them here.
const RARE: &str = "јѕһәԁԛԝӏЈЅԚԜҮӀӘ";

/// True if two letters of different scripts have one form.
pub(super) fn is_twin(one: char, other: char) -> bool {
    const TWINS: &str = "аеорсухіјѕһԁԛԝӏәёїАВЕЗКМНОРСТУХІЈЅԚԜҮӀӘЁЇοΑΒΕΖΗΙΚΜΝΟΡΤΥΧϳ";
    let known = |c: char| c.is_ascii() || matches!(c, 'ë' | 'ï' | 'ə' | 'Ë' | 'Ï' | 'Ə') || TWINS.contains(c);
    known(one) && known(other)
}

/// Reads a token whose [`host`] is known.
#[must_use]
pub fn read(text: &Text<'_>, token: &[Run], host: Script, language: Option<&Language>) -> Reading {
    let mixture = Mixture::new(text, token, host, language);
    if mixture.is_motley() {
        return Reading::MIXTURE;
    }
    if let Some(reading) = mixture.with_english_piece() {
        return reading;
    }
    if scripts::takes_latin(host) {
        return mixture.in_unspaced_text();
    }
    let folded = mixture.folded().filter(|folded| folded.twins || !mixture.is_of_symbols());
    if let Some(folded) = &folded
        && mixture.is_known_as(&folded.word)
    {
        return Reading::sure(Meant::Folded(folded.word.clone()));
    }
    let respelt = mixture.respelt();
    if mixture.is_customary(respelt.is_some()) {
        return Reading::MIXTURE;
    }
    if let Some(folded) = folded
        && !mixture.breaks_case()
    {
        if folded.twins && !mixture.stands_better_trimmed() {
            return Reading::sure(Meant::Folded(folded.word));
        }
        if mixture.language.is_none() {
            return Reading::likely(Meant::Folded(folded.word));
        }
    }
    if mixture.is_inflected_guest() {
        return Reading::likely(Meant::Unknown);
    }
    if let Some((word, frequency)) = respelt {
        if !mixture.is_trimmable() {
            return Reading::sure(Meant::Respelt(word));
        }
        let rest = mixture.frequency(mixture.rest_text());
        if rest == 0.0 || frequency > rest && mixture.fit(&word) >= mixture.fit(mixture.rest_text()) {
            return Reading { sure: rest == 0.0, meant: Meant::Respelt(word) };
        }
    }
    mixture.parted().or_else(|| mixture.trimmed()).unwrap_or(Reading::likely(Meant::Unknown))
}

/// A word folded into one script.
struct Folded {
    word: String,
    /// Every letter replaced has the very form of its replacement.
    twins: bool,
}

/// A token and what surrounds it.
struct Mixture<'t> {
    text: &'t Text<'t>,
    token: &'t [Run],
    host: Script,
    language: Option<&'t Language>,
    span: Span,
    /// The host's letters, if they lie in a row, with guests only at the edges.
    rest: Option<Span>,
    before: Option<&'t Word>,
    after: Option<&'t Word>,
}

impl<'t> Mixture<'t> {
    fn new(text: &'t Text<'t>, token: &'t [Run], host: Script, language: Option<&'t Language>) -> Self {
        let (first, last) = (token[0], token[token.len() - 1]);
        let words = text.words();
        let beside = |gap: Gap| matches!(gap, Gap::Space | Gap::Blanks | Gap::Line);
        let mut hosts = token.iter().filter(|run| run.script == host);
        let rest = hosts.next().filter(|_| hosts.next().is_none()).map(Run::span);
        Self {
            text,
            token,
            host,
            language: language.filter(|language| language.has_words()),
            span: Span::new(first.start as usize, last.end as usize),
            rest,
            before: first
                .word
                .checked_sub(1)
                .filter(|_| beside(words[first.word as usize].gap))
                .map(|at| &words[at as usize]),
            after: words.get(last.word_end as usize).filter(|next| beside(next.gap)),
        }
    }

    fn guests(&self) -> impl Iterator<Item = &'t Run> {
        let host = self.host;
        self.token.iter().filter(move |run| run.script != host)
    }

    /// Guests of several scripts in one word: an ornament or a test, no slip.
    fn is_motley(&self) -> bool {
        let mut guests = self.guests().map(|run| run.script).filter(|&script| script != Script::Common);
        let first = guests.next();
        guests.any(|script| Some(script) != first)
    }

    fn slice(&self, run: &Run) -> &'t str {
        self.text.slice(run.span())
    }

    fn guest_letters(&self) -> u32 {
        self.guests().map(|run| run.letters).sum()
    }

    fn rest_text(&self) -> &'t str {
        self.rest.map_or("", |rest| self.text.slice(rest))
    }

    fn rest_letters(&self) -> usize {
        self.rest_text().chars().filter(|&c| chars::class(c).is_letter()).count()
    }

    fn frequency(&self, word: &str) -> f32 {
        self.language.map_or(0.0, |language| language.zipf(words::hash(word)))
    }

    /// How well a word pairs with its neighbours.
    fn fit(&self, word: &str) -> f32 {
        let Some(language) = self.language else { return 0.0 };
        let hash = words::hash(word);
        let before = self.before.map_or(0.0, |before| language.pair(before.hash, hash));
        let after = self.after.map_or(0.0, |after| language.pair(hash, after.hash));
        before.max(after)
    }

    /// True if the language has the word so spelt, and more clearly the shorter it is.
    fn is_known_as(&self, word: &str) -> bool {
        let frequency = self.frequency(word);
        let least = if word.chars().count() <= 3 { FREQUENT } else { ATTESTED };
        // `inсе` is `in` with a foreign tail rather than the rare name Ince.
        let tail =
            self.is_trimmable() && self.guest_letters() >= 2 && self.frequency(self.rest_text()) >= frequency + 2.5;
        frequency >= least && !tail
    }

    /// The guests stand only at the edges of one host run.
    fn is_trimmable(&self) -> bool {
        self.rest.is_some()
    }

    /// All guest letters replaced by the host's letters that look like them.
    fn folded(&self) -> Option<Folded> {
        let mut word = String::with_capacity(self.span.len());
        let mut twins = true;
        for run in self.token {
            let slice = self.slice(run);
            if run.script == self.host {
                word.push_str(slice);
                continue;
            }
            for c in slice.chars() {
                if !chars::class(c).is_letter() {
                    word.push(c);
                    continue;
                }
                let (letter, twin) = self.fold(c)?;
                twins &= twin;
                word.push(letter);
            }
        }
        Some(Folded { word, twins })
    }

    /// The host's letter that looks like `c`, and whether it is the very same form and to be expected in this text.
    fn fold(&self, c: char) -> Option<(char, bool)> {
        // Mongolian and its neighbours have both у and ү, and type the second as Y or v.
        if self.host == Script::Cyrillic && matches!(c, 'Y' | 'y' | 'V' | 'v') && self.is_used_nearby('ү') {
            return Some(if c.is_uppercase() { ('Ү', c == 'Y') } else { ('ү', false) });
        }
        let letter = chars::fold_to(c, self.host)?;
        Some((letter, is_twin(c, letter) && (!RARE.contains(letter) || self.is_used_nearby(letter))))
    }

    /// True if a letter occurs in the text around.
    fn is_used_nearby(&self, letter: char) -> bool {
        const REACH: usize = 1000;
        let text = self.text.as_str();
        let from = text.floor_char_boundary(self.span.start.saturating_sub(REACH));
        let to = text.floor_char_boundary(self.span.end + REACH);
        text[from..to].contains(letter)
    }

    /// A capital tail on a small word, or a small head on a capital one: rather two pieces than one word.
    fn breaks_case(&self) -> bool {
        let Some(rest) = self.rest else { return false };
        let upper = |c: Option<char>| c.is_some_and(|c| chars::class(c).is_upper());
        let lower = |c: Option<char>| c.is_some_and(|c| chars::class(c).is_lower());
        let text = self.text;
        rest.end < self.span.end && lower(text.before(rest.end)) && upper(text.after(rest.end))
            || rest.start > self.span.start && lower(text.before(rest.start)) && upper(text.after(rest.start))
    }

    /// True if the letters look alike but give no word, and without them there is one. In languages that inflect by a
    /// last letter, one letter is rather a case ending.
    fn stands_better_trimmed(&self) -> bool {
        self.is_trimmable()
            && self.rest_letters() >= 3
            && self.frequency(self.rest_text()) >= FREQUENT
            && (self.guest_letters() >= 2 || self.host == Script::Latin)
    }

    /// Mixtures that people write on purpose.
    fn is_customary(&self, is_respelt_a_word: bool) -> bool {
        let all = |script: Script| self.guests().all(|run| run.script == script);
        let single = |run: &Run| run.letters <= 1 || self.slice(run).chars().all(|c| c == 'Δ');
        match self.host {
            // μm, Δx, TNFα, amyloidβ; and Kabyle or Luganda, whose ɛ and ŋ are typed in Greek.
            Script::Latin if all(Script::Greek) => {
                !is_respelt_a_word && (self.language.is_none() || self.guests().all(single))
                    || self.has_phonetic_letters()
            }
            Script::Latin => false,
            Script::Cyrillic
            | Script::Greek
            | Script::Arabic
            | Script::Hebrew
            | Script::Armenian
            | Script::Georgian
                if all(Script::Latin) =>
            {
                self.is_customary_with_latin()
            }
            // Indic languages put their endings straight on Latin names.
            _ => all(Script::Latin) || all(Script::Greek) && self.guests().all(single),
        }
    }

    /// `ωt`, `αs`: Greek letters with a Latin one or two are quantities, and only resemble those of a word.
    fn is_of_symbols(&self) -> bool {
        let letters: u32 = self.token.iter().map(|run| run.letters).sum();
        letters <= LONGEST_SYMBOL && self.guests().all(|run| run.script == Script::Greek)
    }

    /// `проектs`: a whole foreign word with an ending of this language. Which word was wanted cannot be read off it.
    fn is_inflected_guest(&self) -> bool {
        self.host == Script::Latin
            && self.rest.is_some_and(|rest| rest.end == self.span.end)
            && self.rest_letters() <= 2
            && self.guest_letters() >= 4
    }

    /// Letters of the International Phonetic Alphabet, which borrows from Greek.
    fn has_phonetic_letters(&self) -> bool {
        self.text.slice(self.span).chars().any(|c| matches!(c, '\u{250}'..='\u{2AF}'))
    }

    /// Latin abbreviations and names with a native ending or prefix: `SMSки`, `VIPзал`, `בGoogle`, `वीडियोs` is not.
    fn is_customary_with_latin(&self) -> bool {
        // Chuvash and its neighbours are typed with Latin ă, ĕ, ç.
        if self
            .guests()
            .any(|run| self.slice(run).chars().any(|c| !c.is_ascii() && !matches!(c, 'ë' | 'ï' | 'Ë' | 'Ï')))
        {
            return true;
        }
        let is_capital = |run: &Run| {
            self.slice(run).chars().next().is_some_and(|c| chars::class(c).is_upper() || c.is_ascii_digit())
        };
        let is_upper = |run: &Run| self.slice(run).chars().all(|c| !chars::class(c).is_lower());
        let twins = self.folded().is_some_and(|folded| folded.twins) && !self.breaks_case();
        if twins && !self.guests().all(|run| is_upper(run) && run.letters >= 2) {
            return false;
        }
        let proclitic = matches!(self.host, Script::Arabic | Script::Hebrew | Script::Syriac)
            && self.rest.is_some_and(|rest| rest.start == self.span.start)
            && self.rest_letters() <= 3;
        proclitic || self.guests().all(is_capital)
    }

    /// All guest letters replaced by the host's letters that sound like them, if that gives a word.
    fn respelt(&self) -> Option<(String, f32)> {
        self.language?;
        if self.span.len() > 64 {
            return None;
        }
        let mut spellings = vec![String::new()];
        for run in self.token {
            let slice = self.slice(run);
            let pieces =
                if run.script == self.host { vec![slice.to_owned()] } else { respell(slice, run.script, self.host)? };
            spellings = spellings
                .iter()
                .flat_map(|head| pieces.iter().map(move |piece| format!("{head}{piece}")))
                .take(MOST_SPELLINGS)
                .collect();
        }
        let best = spellings.into_iter().map(|word| (self.frequency(&word), word)).max_by(|a, b| a.0.total_cmp(&b.0));
        best.filter(|(frequency, word)| *frequency >= ATTESTED && word.chars().count() >= 4)
            .map(|(frequency, word)| (word, frequency))
    }

    /// `निगमtion`, `고쳐the`: a piece of English right behind a native word, where Latin otherwise stands of right.
    fn with_english_piece(&self) -> Option<Reading> {
        if matches!(self.host, Script::Latin | Script::Cyrillic | Script::Greek) {
            return None;
        }
        let mut guests = self.guests();
        let guest = guests.next().filter(|guest| guest.joined && guests.next().is_none())?;
        let piece = self.slice(guest);
        let native = self.token.iter().take_while(|run| *run != guest).last()?;
        let goes_on = self.after.is_some_and(|after| after.script == Script::Latin);
        if goes_on || !(ENGLISH_ENDINGS.contains(&piece) || ENGLISH_GRAMMAR.contains(&piece)) {
            return None;
        }
        let meant = Meant::Trimmed(native.span());
        // A text without spaces may speak of an English word. Korean has spaces, though it is of one group with Chinese.
        let korean = self.slice(native).chars().next_back().is_some_and(|c| chars::script(c) == Script::Hangul);
        let spaced = !scripts::takes_latin(self.host) || korean && guest.end as usize == self.span.end;
        Some(Reading { sure: ENGLISH_ENDINGS.contains(&piece) || spaced, meant })
    }

    /// Chinese, Japanese, Korean, Thai and the like: Latin and Greek stand there of right, other scripts do not.
    fn in_unspaced_text(&self) -> Reading {
        let settled =
            |run: &Run| matches!(run.script, Script::Latin | Script::Greek | Script::Common) || run.letters < 3;
        if self.guests().all(settled) { Reading::MIXTURE } else { Reading::likely(Meant::Unknown) }
    }

    /// Two words that lost their space: a foreign word that the sentence speaks of, or the seam of two languages.
    fn parted(&self) -> Option<Reading> {
        let rest = self.rest?;
        let mut guests = self.guests();
        let guest = guests.next().filter(|_| guests.next().is_none())?;
        let is_cjk = chars::group(guest.script) == Script::Han;
        if guest.letters < if is_cjk { 2 } else { 3 } || self.rest_letters() < 2 {
            return None;
        }
        let (at, leads) = if guest.span().start < rest.start { (rest.start, true) } else { (rest.end, false) };
        let beyond = if leads { self.before } else { self.after };
        if beyond.is_some_and(|word| chars::group(word.script) == guest.script) || guest.letters > LONGEST_TAIL {
            return Some(Reading::likely(Meant::Parted(at)));
        }
        let is_whole = self.language.is_none() || self.frequency(self.rest_text()) >= FREQUENT;
        // A word of Chinese or Japanese says something, so that it is parted rather than cut off; before a name it is at home.
        let is_content = is_cjk && self.rest_text().starts_with(char::is_lowercase);
        if is_whole && leads && (is_content || metalanguage::mentioned_before(self.text, self.token[0].word as usize)) {
            return Some(Reading::sure(Meant::Parted(at)));
        }
        if is_whole && !leads {
            let (missing, named) = (self.missing(), metalanguage::introduces(words::hash(self.rest_text())));
            if named && missing > 0.0 || missing >= MISSED {
                return Some(Reading { meant: Meant::Parted(at), sure: named });
            }
        }
        // A capital Latin name after a native word lost its space: `программаWindows`.
        let is_name =
            guest.script == Script::Latin && self.text.after(guest.start as usize).is_some_and(char::is_uppercase);
        (is_name && !leads && is_whole && self.frequency(self.rest_text()) > 0.0)
            .then_some(Reading::likely(Meant::Parted(at)))
    }

    /// How much less often (Zipf) than by chance the rest and the word behind it, both of grammar, stand side by side: in
    /// `familiar with麻婆豆腐 and` something between `with` and `and` would be missed.
    fn missing(&self) -> f32 {
        let (Some(language), Some(after)) = (self.language, self.after) else { return 0.0 };
        let rest = words::hash(self.rest_text());
        if !language.is_function_word(rest) || !language.is_function_word(after.hash) {
            return 0.0;
        }
        language.zipf(rest) + language.zipf(after.hash) - 9.0 - language.pair(rest, after.hash)
    }

    /// The host's word without the foreign runs at its edges.
    fn trimmed(&self) -> Option<Reading> {
        let rest = self.rest?;
        let leads = rest.start > self.span.start;
        let word = self.rest_text();
        let letters = self.rest_letters();
        let guest_letters = self.guest_letters() as usize;
        let frequency = self.frequency(word);
        let meant = Meant::Trimmed(rest);
        let is_word = frequency >= if letters <= 2 { 5.0 } else { ATTESTED };
        if leads && letters < 4 && guest_letters >= letters {
            // `Путинism`, `проектs`: the foreign part is the word.
            return None;
        }
        // Units and names stick to Arabic and Hebrew words where right-to-left text was joined.
        let hasty = matches!(self.host, Script::Arabic | Script::Hebrew) && !leads;
        if is_word {
            return Some(Reading { meant, sure: !hasty && (!leads || guest_letters <= 3 || frequency >= FREQUENT) });
        }
        // A name or a rare word keeps its letters; a mere ending cannot stand.
        if letters < 3 || letters < guest_letters && letters < 4 {
            return None;
        }
        Some(Reading { meant, sure: self.language.is_some() && !hasty && !leads && letters >= 4 })
    }
}
