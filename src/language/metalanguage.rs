//! Words that speak of words: names of languages, scripts and letters, and "called", "spelt", "means".
//!
//! A text that uses them shows foreign words and letters on purpose.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::text::{Text, Word, words};

/// How many words before a place may announce what stands there.
const ANNOUNCED: usize = 5;

/// How far around a place its subject is looked for, in words.
const SUBJECT: usize = 60;

/// They announce a foreign word or name that follows.
const ANNOUNCING: &str = "\
word words term terms name names named phrase phrases expression called spelled spelt written transliterated romanised \
romanized means meaning meant marked labelled labeled reads sign signs signed title titled entitled original originally pronounced \
translated translates translation verb verbs noun nouns adjective suffix prefix stem ending particle stress \
wort wörter begriff heißt hieß genannt bedeutet name namens schrift titel ausdruck übersetzt \
mot mots terme nom nommé appelé appelée signifie écrit titre expression prononcé traduit \
palabra palabras término nombre llamado llamada significa escrito título expresión traducido \
parola parole termine nome chiamato chiamata significa scritto titolo espressione tradotto \
palavra palavras termo chamado chamada significa escrito título traduzido \
woord woorden naam genaamd betekent geschreven titel vertaald \
ord ordet namn kallas kallad betyder skrivet titel navn kaldet hedder heter skrevet \
słowo słowa wyraz nazwa zwany oznacza tytuł slovo slova název znamená \
слово слова термин название называется пишется означает имя значит слово термін назва означає ім'я дума думата сөзі сөз \
λέξη λέξεις όρος όνομα σημαίνει kelime sözcük adı anlamına sana sanan nimi tarkoittaa szó nevű jelent kata bernama berarti từ tên nghĩa";

/// Words that begin so name languages, scripts and letters, in the languages that speak of them most.
const NAMING: [&str; 96] = [
    "russ", "rus", "ukrain", "ukrán", "belarus", "bulgar", "serb", "srp", "macedon", "kazakh", "kirg", "kyrg", "tatar",
    "mongol", "cyril", "kyril", "kiril", "ciril", "ciryl", "cirill", "greek", "griech", "graec", "grec", "greg",
    "græsk", "gresk", "grek", "grieg", "hebr", "hébr", "ebra", "yiddish", "jiddisch", "arab", "árab", "persi", "pers",
    "farsi", "urdu", "hindi", "sanskrit", "bengal", "tamil", "thai", "khmer", "georgi", "armen", "armén", "amhar",
    "tibet", "chin", "kitaj", "mandarin", "canton", "japan", "japon", "giappon", "jepang", "kore", "corea", "coré",
    "hangul", "hanja", "kanji", "kana", "hiragana", "katakana", "pinyin", "devanagari", "alphabet", "alfab", "letter",
    "lettre", "buchstab", "homoglyph", "lookalike", "confusable", "unicode", "translit", "roman", "русск", "російськ",
    "украин", "україн", "англи", "англі", "латин", "кирил", "ћирил", "греч", "грець", "китай", "япон", "букв",
    "символ",
];

/// A longer word only begins like one of them.
const LONGEST_NAME: usize = 30;

fn announcing() -> &'static FxHashSet<u32> {
    static SET: OnceLock<FxHashSet<u32>> = OnceLock::new();
    SET.get_or_init(|| ANNOUNCING.split_ascii_whitespace().map(words::hash).collect())
}

fn names_a_language(text: &Text<'_>, word: &Word) -> bool {
    let source = text.word(word);
    if source.len() > LONGEST_NAME || word.flags.is_single() {
        return false;
    }
    let lower = source.to_lowercase();
    NAMING.iter().any(|stem| lower.starts_with(stem))
}

/// True if one of the last words before the word at `place` announces it as a word or a name.
#[must_use]
pub fn mentioned_before(text: &Text<'_>, place: usize) -> bool {
    let before = &text.words()[place.saturating_sub(ANNOUNCED)..place];
    before.iter().any(|word| announcing().contains(&word.hash) || names_a_language(text, word))
}

/// True if the text around the word at `place` speaks of languages, scripts or letters.
#[must_use]
pub fn is_subject_around(text: &Text<'_>, place: usize) -> bool {
    let words = text.words();
    let around = &words[place.saturating_sub(SUBJECT)..(place + SUBJECT).min(words.len())];
    around.iter().any(|word| names_a_language(text, word))
}
