//! Where one clause ends and the next begins with the same word: `the bed he slept in in the hospital`.
//!
//! A preposition that a relative clause leaves at its end, and a verb that ends the clause that is its subject, may meet
//! themselves. The clause is told by what opens it: a relative or question word, or a noun and right behind it a subject
//! pronoun.

use super::grammar::Doubled;
use crate::{
    language::Language,
    text::{Gap, Text, Word, words},
};

/// How many words back the opening of a clause is looked for.
const CLAUSE: usize = 14;

/// At most so many words lie between what opens a short clause and the preposition at its end.
const SHORT_CLAUSE: usize = 8;

/// At most so many words lie between a subject pronoun and the word at the end of its clause.
const PREDICATE: usize = 4;

/// What a language needs for such a clause.
struct Grammar {
    languages: &'static [&'static str],
    /// Words that open a relative clause or a question.
    opening: &'static [&'static str],
    /// Pronouns that are the subject of a clause.
    subjects: &'static [&'static str],
    /// Words that stand before a noun.
    articles: &'static [&'static str],
    /// Prepositions that may stand without their noun.
    stranded: &'static [&'static str],
    /// Verbs that may end a clause and start what is said of it.
    verbs: &'static [&'static str],
}

const GRAMMARS: &[Grammar] = &[
    Grammar {
        languages: &["en"],
        opening: &["how", "that", "what", "whatever", "where", "which", "who", "whoever", "whom", "whose", "why"],
        subjects: &["he", "i", "it", "one", "she", "they", "we", "you"],
        articles: &[
            "a", "an", "any", "each", "every", "her", "his", "its", "my", "no", "our", "some", "the", "their", "these",
            "this", "those", "your",
        ],
        stranded: &[
            "about", "across", "after", "along", "around", "at", "before", "behind", "beside", "by", "down", "for",
            "from", "in", "into", "near", "of", "off", "on", "out", "over", "round", "through", "to", "towards",
            "under", "up", "upon", "with", "without",
        ],
        verbs: &["are", "be", "did", "do", "does", "had", "has", "have", "is", "was", "were"],
    },
    Grammar {
        languages: &["da", "nb", "nn", "sv"],
        opening: &[
            "der", "där", "hur", "hva", "hvad", "hvem", "hvilken", "hvilket", "hvor", "hvordan", "som", "vad", "vart",
            "vem", "vilka", "vilken", "vilket",
        ],
        subjects: &[
            "de", "dei", "dem", "dere", "det", "dom", "du", "eg", "han", "ho", "hon", "hun", "jag", "jeg", "man", "ni",
            "vi",
        ],
        articles: &["deras", "deres", "hans", "hendes", "hennes", "hvis", "min", "mitt", "sin", "vores", "vår", "vårt"],
        stranded: &[
            "av", "af", "efter", "etter", "for", "fra", "från", "för", "hos", "i", "in", "inn", "ind", "med", "mot",
            "mod", "om", "opp", "op", "over", "på", "till", "til", "under", "upp", "ut", "ud", "ved", "vid", "åt",
            "över",
        ],
        verbs: &["blir", "er", "gjorde", "gör", "har", "hade", "var", "är"],
    },
    Grammar {
        languages: &["nl"],
        opening: &["hoe", "waar", "waarom", "wat", "welk", "welke", "wie"],
        subjects: &["hij", "ik", "je", "jij", "jullie", "men", "u", "we", "wij", "ze", "zij"],
        articles: &["de", "een", "het", "mijn", "zijn", "haar", "hun", "onze"],
        stranded: &[
            "aan", "achter", "bij", "door", "in", "langs", "mee", "naar", "onder", "op", "over", "uit", "van", "voor",
        ],
        verbs: &["doet", "heeft", "is", "kan", "was", "wil"],
    },
    Grammar {
        languages: &["ca", "es", "fr", "gl", "it", "pt"],
        opening: &["che", "chi", "como", "cosa", "dove", "où", "que", "quem", "qui", "quien"],
        subjects: &[],
        articles: &[],
        stranded: &[],
        verbs: &[
            "a", "dit", "era", "es", "est", "está", "estaba", "fait", "fue", "ha", "hace", "são", "sono", "è", "é",
            "és", "était",
        ],
    },
];

/// English nouns and the like before which `to` and a verb may follow that has its object in them.
const HOLDING: &[&str] = &[
    "anybody", "anyone", "anything", "anywhere", "bad", "dangerous", "difficult", "easy", "enough", "fun", "good",
    "hard", "impossible", "little", "lot", "lots", "much", "nice", "nobody", "nothing", "nowhere", "one", "ones",
    "people", "person", "place", "places", "pleasant", "room", "safe", "somebody", "someone", "something", "somewhere",
    "space", "strange", "thing", "things", "time", "way", "work",
];

/// English pronouns that a relative clause may follow.
const HEADS: &[&str] =
    &["all", "anyone", "anything", "as", "everyone", "everything", "nothing", "someone", "something"];

/// Scandinavian ones: `det han skrev om`.
const HEADS_ELSEWHERE: &[&str] = &["allt", "alt", "den", "det"];

/// Question words that are no object, so that no preposition is left behind for them.
const ADVERBS: &[&str] = &["how", "why"];

/// English participles that keep their preposition: `he was laughed at at school`.
const KEEPS: &[(&str, &[&str])] = &[
    ("at", &["laughed", "looked", "shot", "shouted", "stared", "yelled"]),
    ("for", &["accounted", "asked", "called", "cared", "hoped", "looked", "paid", "sent", "wished"]),
    ("of", &["disposed", "heard", "spoken", "taken", "thought"]),
    ("on", &["agreed", "counted", "decided", "depended", "relied", "worked"]),
    ("to", &["agreed", "attended", "listened", "referred", "spoken", "talked"]),
    ("with", &["dealt", "done"]),
];

/// Words after which a subject pronoun starts a clause that is no relative one.
const NO_NOUNS: &[&str] = &[
    "after", "again", "ago", "although", "and", "because", "before", "but", "even", "ever", "for", "here", "however",
    "if", "just", "like", "maybe", "never", "not", "now", "once", "only", "or", "perhaps", "since", "so", "still",
    "than", "then", "there", "though", "today", "until", "when", "while", "yet",
];

/// German and Dutch prefixes that stand apart from their verb, at the end of the clause.
const PREFIXES: &[(&str, &[&str])] = &[
    ("de", &["ab", "an", "auf", "aus", "bei", "durch", "mit", "nach", "um", "unter", "vor", "zu", "über"]),
    ("nl", &["aan", "af", "bij", "door", "mee", "na", "om", "onder", "op", "over", "toe", "uit", "voor"]),
];

/// What stands before a doubled word, back to the mark that ends the sentence before.
pub(super) struct Seam<'a> {
    text: &'a Text<'a>,
    clause: &'a [Word],
    doubled: u32,
    language: &'a Language,
}

impl<'a> Seam<'a> {
    /// The clause in front of the word at `at`.
    pub(super) fn before(text: &'a Text<'a>, at: usize, language: &'a Language) -> Self {
        let words = text.words();
        let parted = |at: usize| match words[at].gap {
            Gap::Start | Gap::Paragraph => true,
            Gap::Other => text.as_str()[words[at - 1].end as usize..words[at].start as usize]
                .contains(['.', '!', '?', ';', ':', '…', '(']),
            _ => false,
        };
        let mut from = at;
        while from > 0 && at - from < CLAUSE && !parted(from) {
            from -= 1;
        }
        let from = if words[at].gap == Gap::Other { at } else { from };
        Self { text, clause: &words[from..at], doubled: words[at].hash, language }
    }

    fn lower(&self, at: usize) -> String {
        self.text.word(&self.clause[at]).to_lowercase()
    }

    /// What the clause says of its last word, `doubled`, standing twice; `None` where it leaves no room for two.
    pub(super) fn judge(&self, doubled: &str) -> Option<Doubled> {
        let code = self.language.code();
        if self.clause.is_empty() {
            return None;
        }
        if let Some((_, prefixes)) = PREFIXES.iter().find(|(language, _)| *language == code)
            && prefixes.contains(&doubled)
            && self.has_parted_verb(doubled)
        {
            return Some(Doubled::Either);
        }
        let grammar = GRAMMARS.iter().find(|grammar| grammar.languages.contains(&code))?;
        // Any verb may end one clause and open the next, the commonest often do.
        let content = || {
            code == "en"
                && !self.language.is_function_word(self.doubled)
                && self.is_met_behind_pronoun(grammar, self.doubled)
        };
        let verb = grammar.verbs.contains(&doubled) || content();
        let stranded = grammar.stranded.contains(&doubled);
        if !verb && !stranded {
            return None;
        }
        if self.ends_behind_pronoun(grammar, verb) {
            return Some(Doubled::ByGrammar);
        }
        if verb {
            return self.is_opened(grammar).then_some(Doubled::ByGrammar);
        }
        self.ends_in_verb(grammar).or_else(|| self.holds_object(doubled))
    }

    /// `the lamp we left …`, `the things he …`: a noun, a subject pronoun, and of a preposition its verb.
    fn ends_behind_pronoun(&self, grammar: &Grammar, verb: bool) -> bool {
        let end = self.clause.len();
        // Dutch leaves its preposition right behind the pronoun: `de kamer waar ik in …`.
        let least = usize::from(!verb && self.language.code() != "nl");
        (1..end.saturating_sub(least))
            .rev()
            .take(PREDICATE)
            .find(|&at| grammar.subjects.contains(&self.lower(at).as_str()))
            .is_some_and(|at| {
                // Another clause begins behind the pronoun: `he is sure that one …`.
                let goes_on = !(at + 1..end).any(|k| grammar.opening.contains(&self.lower(k).as_str()));
                goes_on && self.is_head(grammar, at - 1, verb)
            })
    }

    /// A noun that a relative clause may follow without a pronoun, or a word that opens one.
    fn is_head(&self, grammar: &Grammar, at: usize, verb: bool) -> bool {
        let (word, lower) = (&self.clause[at], self.lower(at));
        if grammar.opening.contains(&lower.as_str()) {
            if !verb && ADVERBS.contains(&lower.as_str()) {
                return false;
            }
            // `he said that he lived in in London` opens no relative clause.
            return lower != "that" || at > 0 && self.is_head(grammar, at - 1, verb) && !self.is_verb(grammar, at - 1);
        }
        let english = self.language.code() == "en";
        // Behind a comma an English sentence goes on without one: `that year, she appeared …`.
        if english && self.clause.get(at + 1).is_some_and(|pronoun| pronoun.gap == Gap::Other) {
            return false;
        }
        !NO_NOUNS.contains(&lower.as_str())
            && !grammar.articles.contains(&lower.as_str())
            && if english {
                HEADS.contains(&lower.as_str()) || self.language.pair(words::hash("the"), word.hash) > 0.0
            } else {
                HEADS_ELSEWHERE.contains(&lower.as_str()) || !self.language.is_function_word(word.hash)
            }
    }

    /// True if a word of the clause was met behind a subject pronoun.
    fn is_verb(&self, grammar: &Grammar, at: usize) -> bool {
        self.is_met_behind_pronoun(grammar, self.clause[at].hash)
    }

    fn is_met_behind_pronoun(&self, grammar: &Grammar, word: u32) -> bool {
        ["he", "they", "hon", "de"]
            .iter()
            .filter(|pronoun| grammar.subjects.contains(pronoun))
            .any(|pronoun| self.language.pair(words::hash(pronoun), word) > 0.0)
    }

    /// `what the council thought it was …`: the clause may be the subject of the verb that ends it.
    fn is_opened(&self, grammar: &Grammar) -> bool {
        (0..self.clause.len())
            .any(|at| grammar.opening.contains(&self.lower(at).as_str()) && self.is_head(grammar, at, true))
    }

    /// `the bench that the men sat …`: what opens the clause, its subject, and a verb at the end.
    fn ends_in_verb(&self, grammar: &Grammar) -> Option<Doubled> {
        let end = self.clause.len();
        // `Who did you speak …`
        let asked = |at: usize| at == 0 && grammar.verbs.contains(&self.lower(1).as_str());
        let opened = (end.saturating_sub(SHORT_CLAUSE)..end.saturating_sub(2)).rev().find(|&at| {
            let next = self.lower(at + 1);
            let named = self.clause[at + 1].flags.is_capital() && end - at > 2;
            grammar.opening.contains(&self.lower(at).as_str())
                && (grammar.subjects.contains(&next.as_str())
                    || grammar.articles.contains(&next.as_str())
                    || named
                    || asked(at)
                    || self.language.code() != "en" && end - at == 3)
        })?;
        // A preposition behind a noun has no verb to belong to.
        let verb = self.language.code() != "en" || self.is_verb(grammar, end - 1);
        let sure = self.lower(opened) != "that" && !asked(opened);
        verb.then_some(if sure { Doubled::ByGrammar } else { Doubled::Either })
    }

    /// `nothing to sit …`, `he was laughed …`: the object of an English preposition stands before its verb.
    fn holds_object(&self, doubled: &str) -> Option<Doubled> {
        let end = self.clause.len();
        let last = self.lower(end - 1);
        let keeps = KEEPS.iter().any(|(preposition, verbs)| *preposition == doubled && verbs.contains(&last.as_str()));
        let held = end >= 3 && self.lower(end - 2) == "to" && HOLDING.contains(&self.lower(end - 3).as_str());
        (self.language.code() == "en" && (keeps || held)).then_some(Doubled::Either)
    }

    /// `der Zug kommt um fünf …`: a verb of the clause is a word with the prefix before it.
    fn has_parted_verb(&self, prefix: &str) -> bool {
        let plain = self.clause.iter().filter(|word| word.flags.is_plain() && word.end - word.start > 2);
        plain
            .filter(|word| !self.language.is_function_word(word.hash))
            .any(|word| self.language.is_word(words::hash(&format!("{prefix}{}", self.text.word(word)))))
    }
}
