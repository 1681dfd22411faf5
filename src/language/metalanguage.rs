//! Words that speak of words: names of languages, scripts and letters, and "called", "spelt", "means".
//!
//! A text that uses them shows foreign words and letters on purpose.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

use crate::text::{Text, words};

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

/// They name languages, scripts, letters, and tricks with them.
const NAMING: &str = "\
russian ukrainian belarusian bulgarian serbian macedonian kazakh kyrgyz tatar mongolian cyrillic greek hebrew yiddish arabic persian farsi urdu \
hindi sanskrit bengali punjabi gujarati tamil telugu thai lao khmer burmese georgian armenian amharic tibetan chinese mandarin cantonese japanese korean \
hangul hanja kanji kana hiragana katakana pinyin hanzi devanagari latin roman script scripts alphabet alphabets letter letters character characters glyph \
homoglyph homoglyphs lookalike lookalikes confusable confusables unicode typeface font transliteration romanisation romanization \
russisch ukrainisch kyrillisch griechisch hebräisch arabisch persisch chinesisch japanisch koreanisch lateinisch buchstabe buchstaben zeichen \
russe ukrainien cyrillique grec hébreu arabe persan chinois japonais coréen lettre lettres caractère caractères alphabet \
ruso ucraniano cirílico griego hebreo árabe persa chino japonés coreano letra letras carácter caracteres \
russo ucraino cirillico greco ebraico arabo cinese giapponese coreano lettera lettere carattere caratteri \
cirílica grego hebraico chinês japonês coreano caractere \
rosyjski rosyjsku ukraiński cyrylica cyrylicą grecki litera litery znak znaki ruský rusky řecky písmeno písmena \
русском русский русски английский английском латиница латиницей латинский кириллица кириллицей греческий буква буквы буквой букву символ символы \
латиницею латинська кирилиця літера літери латиница ћирилица ћирилицом латиницом слова писмо буква букви латын әліпбиіне \
ελληνικά αγγλικά λατινικά γράμμα γράμματα αλφάβητο rusça yunanca arapça çince harf";

fn set(list: &'static str) -> FxHashSet<u32> {
    list.split_ascii_whitespace().map(words::hash).collect()
}

fn announcing() -> &'static FxHashSet<u32> {
    static SET: OnceLock<FxHashSet<u32>> = OnceLock::new();
    SET.get_or_init(|| set(ANNOUNCING))
}

fn naming() -> &'static FxHashSet<u32> {
    static SET: OnceLock<FxHashSet<u32>> = OnceLock::new();
    SET.get_or_init(|| set(NAMING))
}

/// True if one of the last words before the word at `place` announces it as a word or a name.
#[must_use]
pub fn mentioned_before(text: &Text<'_>, place: usize) -> bool {
    let before = &text.words()[place.saturating_sub(ANNOUNCED)..place];
    before.iter().any(|word| announcing().contains(&word.hash) || naming().contains(&word.hash))
}

/// True if the text around the word at `place` speaks of languages, scripts or letters.
#[must_use]
pub fn is_subject_around(text: &Text<'_>, place: usize) -> bool {
    let words = text.words();
    let around = &words[place.saturating_sub(SUBJECT)..(place + SUBJECT).min(words.len())];
    around.iter().any(|word| naming().contains(&word.hash))
}
