//! Words that good prose sets side by side, by language, and those of which that never happens.

use super::seam::Seam;
use crate::{
    language::Language,
    text::{Copies, Letters, Text, words},
};

/// What the words around a doubled one say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubled {
    /// They put one copy to one use and the other to another: `she handed it in in March`.
    ByGrammar,
    /// They leave room for two, and do not ask for them.
    Either,
    /// They leave room for one only: `he said that that the`.
    Slip,
}

/// What is known of a function word that stands twice or more; `None` where only the language's own doubles can tell.
pub(super) fn of_doubles(text: &Text<'_>, copies: &Copies<'_>, language: &Language) -> Option<Doubled> {
    let all = text.words();
    let code = language.code();
    let lower = |at: usize| all.get(at).map(|w| text.word(w).to_lowercase()).unwrap_or_default();
    let doubled = lower(copies.start);
    let listed = BY_GRAMMAR.iter().any(|(of, words)| *of == code && words.contains(&doubled.as_str()));
    let seam = || Seam::before(text, copies.start, language).judge(&doubled);
    if copies.count > 2 {
        let three = copies.count == 3 && (listed || language.may_double(all[copies.start].hash));
        return Some(match three.then(seam) {
            None => Doubled::Slip,
            Some(Some(Doubled::ByGrammar)) => Doubled::ByGrammar,
            Some(_) => Doubled::Either,
        });
    }
    let before = copies.start.checked_sub(1).map(lower).unwrap_or_default();
    let after = lower(copies.start + copies.count);
    let near = |reach: usize| copies.start.saturating_sub(reach)..copies.start;
    match (code, doubled.as_str()) {
        ("en", "that") => {
            AFTER_CONJUNCTION.contains(&after.as_str()).then_some(Doubled::Slip).or(Some(Doubled::ByGrammar))
        }
        ("en", "in" | "on") if near(PARTICLE).any(|at| takes_particle(&lower(at))) => Some(Doubled::ByGrammar),
        ("en", "is" | "was") if near(CLAUSE).any(|at| SUBJECT_CLAUSES.contains(&lower(at).as_str())) => {
            Some(Doubled::ByGrammar)
        }
        ("en", "in" | "on" | "is" | "was") => seam().or(Some(Doubled::Slip)),
        // `Ele para para pensar`: he stops to think.
        ("pt" | "es", "para") if after.ends_with('r') => Some(Doubled::ByGrammar),
        // `O autocarro para para os adeptos descerem`, where only what comes later tells.
        ("pt", "para") => Some(Doubled::Either),
        ("es", "para") => Some(Doubled::Slip),
        // `Var var du?`, `Lui lui aussi`: where were you, he too.
        ("sv", "var") | ("fr", "lui" | "elle" | "elles" | "eux") if copies.letters == Letters::FirstCapital => {
            Some(Doubled::ByGrammar)
        }
        // `Die Tür, die zu zu sein schien`: shut.
        ("de", "zu") => Some(if BESIDE_SHUT.contains(&after.as_str()) { Doubled::ByGrammar } else { Doubled::Slip }),
        // `İçin için yanan`: burning inwardly.
        ("tr", "için") => INWARDLY.iter().any(|verb| after.starts_with(verb)).then_some(Doubled::ByGrammar),
        // A Dutch pronoun stands before its preposition (`erin`), so that both are the article.
        ("nl", "het") if BEFORE_ARTICLE.contains(&before.as_str()) => Some(Doubled::Slip),
        ("nl", "de" | "een") => Some(Doubled::Slip),
        // `Les discours de de Gaulle`: a name may begin with the word.
        ("fr", "de") if named_behind(text, copies) => Some(Doubled::Either),
        _ if CONTRACTED.iter().any(|(of, words)| *of == code && words.contains(&doubled.as_str())) => {
            Some(Doubled::Slip)
        }
        _ if NEVER_TWICE.iter().any(|(of, words)| *of == code && words.contains(&doubled.as_str())) => {
            Some(Doubled::Slip)
        }
        _ if listed => Some(Doubled::ByGrammar),
        _ => seam(),
    }
}

/// True if a name follows.
fn named_behind(text: &Text<'_>, copies: &Copies<'_>) -> bool {
    text.words().get(copies.places().end).is_some_and(|word| word.flags.is_capital())
}

/// Prepositions with their articles, which nothing sets side by side.
const CONTRACTED: &[(&str, &[&str])] = &[
    ("de", &["am", "beim", "im", "vom", "zum", "zur"]),
    ("es", &["al", "del"]),
    ("fr", &["au", "aux", "du"]),
    ("it", &["dal", "dalla", "dei", "del", "della", "delle", "nel", "nella", "nelle", "sul", "sulla"]),
    ("pt", &["ao", "aos", "da", "das", "do", "dos", "na", "nas", "no", "pela", "pelo", "à", "às"]),
];

/// Dutch prepositions.
const BEFORE_ARTICLE: &[&str] =
    &["aan", "bij", "door", "in", "met", "naar", "onder", "op", "over", "tot", "uit", "van", "voor"];

/// How many words back the verb of a particle is looked for: `let the dog in in the first place`.
const PARTICLE: usize = 3;

/// How many words back the subject clause of a verb is looked for: `the trouble with the new bell was was`.
const CLAUSE: usize = 14;

/// Nouns of which a clause says what they are, and words that open one without a noun.
const SUBJECT_CLAUSES: &[&str] = &[
    "all", "answer", "fact", "hope", "how", "idea", "issue", "point", "problem", "question", "reason", "thing",
    "trouble", "truth", "what", "whatever", "where", "who", "whoever", "why",
];

/// German verbs of being or making shut.
const BESIDE_SHUT: &[&str] = &["sein", "bleiben", "haben", "halten", "lassen", "machen"];

/// Turkish verbs that are said to happen inwardly.
const INWARDLY: &[&str] = &["ağla", "çürü", "eri", "gül", "kan", "kayn", "kız", "sevin", "söyle", "yan"];

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
        "zoom", "log", "logg", "sett", "gett", "putt", "runn", "com", "liv", "giv", "chim", "chime", "sleep", "slept",
    ];
    let stem = ["ing", "ed", "s", "d", ""].into_iter().filter_map(|ending| word.strip_suffix(ending));
    OBJECTS.contains(&word) || stem.into_iter().any(|stem| VERBS.contains(&stem))
}

/// Words that two clauses, or two uses, may set side by side without a comma, by language. What a language doubles often is
/// known to its model; these are too rare for that.
const BY_GRAMMAR: &[(&str, &[&str])] = &[
    ("af", &["nie", "wat", "wie"]),
    ("ar", &["إن", "من", "ما", "هو", "هي"]),
    ("bg", &["кой", "какво", "да"]),
    ("ca", &["que", "com", "en", "qui", "es", "si"]),
    ("cs", &["co", "kdo", "kde", "že", "se"]),
    ("da", &["der", "det", "den", "de", "hvad", "hvem", "som", "så"]),
    ("de", &["das", "den", "der", "die", "dem", "er", "es", "ihr", "sie", "was", "wen", "wem", "wer", "wie", "wo"]),
    (
        "en",
        &[
            "had", "he", "her", "him", "it", "like", "me", "she", "them", "they", "this", "those", "us", "we", "who",
            "you", "do", "can", "will", "what", "which",
        ],
    ),
    ("es", &["como", "nos", "que", "quien", "se", "te"]),
    ("fi", &["joka", "ne", "se", "mikä", "kuka"]),
    ("fr", &["en", "nous", "qui", "si", "vous", "y"]),
    ("hu", &["az", "azt", "ez", "ezt", "hogy", "ki", "mi", "mit"]),
    ("it", &["che", "chi", "ci", "se", "si"]),
    ("nb", &["der", "det", "den", "de", "hva", "hvem", "som", "så"]),
    ("nl", &["dat", "die", "er", "het", "is", "je", "jullie", "u", "was", "wat", "wie", "ze", "zij", "zijn"]),
    ("pl", &["co", "jak", "już", "kto", "to"]),
    ("pt", &["nos", "que", "quem", "se"]),
    ("ro", &["ce", "cine", "că"]),
    ("ru", &["где", "как", "кто", "кого", "то", "что"]),
    ("sk", &["čo", "kto", "sa"]),
    ("sv", &["de", "den", "det", "där", "som", "så", "vad", "vem"]),
    ("uk", &["де", "то", "хто", "що", "як"]),
];

/// Languages that double words of every kind but these.
const NEVER_TWICE: &[(&str, &[&str])] = &[
    ("he", &["או", "אבל", "כי", "על", "עם", "של"]),
    ("hi", &["और", "का", "कि", "की", "के", "को", "था", "थी", "थे", "ने", "में", "या", "से", "है", "हैं"]),
    (
        "id",
        &[
            "adalah", "akan", "atau", "dalam", "dan", "dari", "dengan", "di", "karena", "ke", "oleh", "pada", "untuk",
            "yang",
        ],
    ),
    ("ko", &["것", "것이", "그리고", "대한", "따라", "또는", "및", "수", "위한", "위해", "있는", "통해", "하는"]),
    ("tr", &["ama", "fakat", "gibi", "ile", "için", "olarak", "tarafından", "ve", "veya"]),
    (
        "vi",
        &[
            "bởi", "các", "cho", "của", "cùng", "do", "để", "hoặc", "là", "mà", "một", "nhưng", "những", "tại", "theo",
            "trên", "trong", "từ", "và", "vào", "về", "với", "vì", "được",
        ],
    ),
];

/// True if the language doubles words of every kind, this one among them.
pub(super) fn doubles_freely(language: &str, word: &str) -> bool {
    NEVER_TWICE.iter().any(|(code, never)| *code == language && !never.contains(&word))
}

/// Words of grammar that never stand twice, for languages without a lexicon.
const SURELY_ONCE: &[(&str, &[&str])] = &[
    ("am", &["እና", "ወደ"]),
    ("be", &["або", "але", "для", "на", "пра"]),
    ("bn", &["এবং", "কিন্তু"]),
    ("fa", &["از", "با", "برای", "به", "در", "را", "که"]),
    ("gu", &["અને"]),
    ("hr", &["ili", "iz", "kroz", "nego", "prema", "zbog"]),
    ("hy", &["և", "համար"]),
    ("ka", &["და"]),
    ("kk", &["және", "үшін"]),
    ("kn", &["ಮತ್ತು"]),
    ("ky", &["жана", "үчүн"]),
    ("lt", &["arba", "ir", "nuo"]),
    ("lv", &["no", "un"]),
    ("mk", &["во", "или", "на", "низ", "од", "поради", "со", "според"]),
    ("mn", &["ба", "болон"]),
    ("mr", &["आणि", "किंवा"]),
    ("ne", &["र", "लाई"]),
    ("pa", &["ਅਤੇ", "ਦੀ", "ਦੇ", "ਨੇ", "ਨੂੰ"]),
    ("si", &["සහ"]),
    ("sl", &["ali", "iz", "ker", "pri", "zaradi"]),
    ("sr", &["за", "или", "из", "кроз", "на", "према", "у", "због", "ili", "iz", "kroz", "prema", "zbog"]),
    ("ta", &["மற்றும்"]),
    ("te", &["మరియు"]),
    ("ur", &["اور", "سے", "نے", "کا", "کو", "کہ", "کی", "کے"]),
];

/// True for a word that never stands twice in a language whose lexicon is not at hand.
pub(super) fn stands_once(language: &str, word: &str) -> bool {
    SURELY_ONCE.iter().any(|(code, words)| *code == language && words.contains(&word))
}

/// Words that say how much: what was met behind one may be said twice for emphasis.
const INTENSIFIERS: &[(&str, &str)] = &[
    ("cs", "velmi"),
    ("de", "sehr"),
    ("en", "very"),
    ("fr", "très"),
    ("hu", "nagyon"),
    ("nl", "heel"),
    ("pl", "bardzo"),
    ("ru", "очень"),
    ("uk", "дуже"),
];

/// Of a word that has degrees so small a share, as a power of ten, stands behind such a word.
const SHARE: f32 = -2.5;

/// True for a word that has degrees: `very late`, and so `late late in the evening`.
pub(super) fn has_degrees(language: &Language, word: u32) -> bool {
    let Some((_, very)) = INTENSIFIERS.iter().find(|(code, _)| *code == language.code()) else { return false };
    let together = language.pair(words::hash(very), word);
    together > 0.0 && together - language.zipf(word) >= SHARE
}
