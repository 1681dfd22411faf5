//! Words that speak of words: names of languages, scripts and letters, and "called", "spelt", "means".
//!
//! A text that uses them shows foreign words and letters on purpose.

use std::sync::LazyLock;

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

/// How many words before a place may say that it is shown, shouted or served.
const HANDLED: usize = 3;

/// What one does with a foreign word or the thing it names: writing, saying, ordering.
const HANDLING: &str = "\
write writes wrote written writing paint painted carved tattooed embroidered printed stamped scribbled scrawled chalked typed type \
say says shout shouts shouted cry cried chant chanted sang sing sings answer answers answered reply replied greet greeted whisper whispered \
ask asks asked order orders ordered search searched brought bring brings serve serves served eat ate tried cook cooks cooked bake bakes \
sell sells sold learn learned learnt read put hung \
schrieb schreibt stand steht las liest rief ruft sagte sagt bestellte bestellt isst serviert \
écrit écrivit lit lisait cria crie dit commanda commande servi sert \
pone ponía escribió escribe dice decía gritó grita leyó lee pidió pide sirven comió \
scrisse scrive dice gridò legge lesse ordinò serve escreveu escreve diz gritou leu pediu serve \
schreef schrijft staat stond riep zegt leest bestelde skrev skriver står stod ropade säger ropte siger råbte \
napisał pisze krzyknął mówi zamówił napsal píše křičel říká написал написала пишет крикнул крикнула говорит сказал заказал";

/// What stands before a name that something goes by: `known as`, `bekannt als`.
const INTRODUCING: &str = "as als comme como come som jako ako kao как як като како";

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

static ANNOUNCING_WORDS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| hashes(ANNOUNCING));
static INTRODUCING_WORDS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| hashes(INTRODUCING));
static HANDLING_WORDS: LazyLock<FxHashSet<u32>> = LazyLock::new(|| hashes(HANDLING));

fn hashes(list: &str) -> FxHashSet<u32> {
    list.split_ascii_whitespace().map(words::hash).collect()
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
    before.iter().any(|word| ANNOUNCING_WORDS.contains(&word.hash) || names_a_language(text, word))
}

/// True for a word behind which a name is given.
#[must_use]
pub fn introduces(word: u32) -> bool {
    INTRODUCING_WORDS.contains(&word)
}

/// True if one of the words right before the word at `place` says that it is written, said or served.
#[must_use]
pub fn handled_before(text: &Text<'_>, place: usize) -> bool {
    text.words()[place.saturating_sub(HANDLED)..place].iter().any(|word| HANDLING_WORDS.contains(&word.hash))
}

/// True if the text around the word at `place` speaks of languages, scripts or letters.
#[must_use]
pub fn is_subject_around(text: &Text<'_>, place: usize) -> bool {
    let words = text.words();
    let around = &words[place.saturating_sub(SUBJECT)..(place + SUBJECT).min(words.len())];
    around.iter().any(|word| names_a_language(text, word))
}
