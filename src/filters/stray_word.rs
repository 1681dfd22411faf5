//! Words that do not belong where they stand.
//!
//! Only shapes that can be told without understanding the sentence: a false start (`comm committee`), the name of a tag
//! without its brackets, two function words that never meet, and another language's function word alone among ours.

use std::{cell::LazyCell, sync::LazyLock};

use crate::{
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{Commonness, Language, home},
    span::Span,
    text::{
        Gap, Word,
        words::{WordSet, column::shape, repeated},
    },
};

const RULE: &str = "stray-word";

/// Names of tags and entities that are no words of any language written in Latin letters.
const TAG_NAMES: &[&str] = &[
    "br", "nbsp", "quot", "ldquo", "rdquo", "lsquo", "rsquo", "ndash", "mdash", "hellip", "href", "apos", "li", "ul",
    "div", "img", "src", "tbody",
];
/// Bytes of the longest.
const LONGEST_TAG: u8 = 6;

/// English determiners that exclude an article behind them.
const BEFORE_ARTICLE: &[&str] = &["my", "our", "your"];

/// Forms of English verbs of which one excludes another.
const COPULAS: &[&str] = &["is", "was", "are", "were"];

/// What makes a clause a subject or an object, so that two verbs may meet behind it: `what it was is a mystery`.
const CLAUSES: &[&str] = &[
    "all", "as", "how", "that", "what", "whatever", "when", "where", "wherever", "which", "who", "whoever", "why",
    "there", "it", "he", "she", "they", "we", "you", "i", "than", "one",
];

/// How far back such a word is looked for, in words.
const CLAUSE_REACH: usize = 12;

/// English determiners: one excludes another.
const DETERMINERS: &[&str] = &["a", "an", "the", "his", "her", "their", "its", "my", "our", "your"];

/// English prepositions before which `of` and a determiner cannot follow.
const PREPOSITIONS: &[&str] = &["at", "by", "for", "from", "in", "into", "on", "to", "with"];

static TAGS: LazyLock<WordSet> = LazyLock::new(|| WordSet::of(TAG_NAMES));
static SECONDS: LazyLock<WordSet> =
    LazyLock::new(|| WordSet::of(&["a", "an", "the", "of", "is", "was", "are", "were"]));

/// What may stand before one of those that never follows it.
static FIRSTS: LazyLock<WordSet> = LazyLock::new(|| {
    let firsts = [&["a", "an", "the"][..], BEFORE_ARTICLE, PREPOSITIONS, COPULAS].concat();
    WordSet::of(&firsts)
});

/// Names of two letters that are met more often than this are names.
const STUMP: f32 = 3.4;

/// A word of grammar in another language is met less often than this here (Zipf), and more often than that there.
const RARE: f32 = 4.0;
const GRAMMAR: f32 = 7.0;
/// Words met as often as this (Zipf) are no accident of the lexicon.
const COMMON: f32 = 3.0;
/// Words met as often as this are no names.
const PLAIN: f32 = 4.5;
/// Bytes of a word of grammar.
const SHORT: u8 = 4;
/// How far other words of that language are looked for, in words.
const AROUND: usize = 40;

/// Above this Zipf frequency a short word is a word of its own before whatever it begins.
const ITS_OWN_WORD: f32 = 3.6;
/// The same for one that was never met behind the word before.
const STRANGE_WORD: f32 = 4.2;

/// The filter.
pub struct StrayWord;

impl Filter for StrayWord {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Words
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let words = context.text.words();
        let candidates = candidates(context);
        let repeated = LazyCell::new(|| {
            let stumps: Vec<usize> = candidates.iter().copied().filter(|&at| words[at].flags.is_capital()).collect();
            repeated(words, &stumps)
        });
        for &at in &candidates {
            let word = &words[at];
            let is_second = !word.flags.is_capital() && SECONDS.has(word.hash);
            if is_second && !FIRSTS.has(words[at - 1].hash) {
                continue;
            }
            let Some(language) = context.language_at(word.start as usize).filter(|l| l.has_words()) else { continue };
            let place = Place { context, words, at, language };
            found.extend(if word.flags.is_capital() {
                place.stump(&|word| repeated.has(word.hash))
            } else if is_second {
                place.never_meet()
            } else {
                place.tag_name().or_else(|| place.false_start()).or_else(|| place.guest())
            });
        }
    }
}

/// The words behind another and a space that may be strays by their frequency, length and first letter.
fn candidates(context: &Context<'_>) -> Vec<usize> {
    let [own, rare, plain] = [ITS_OWN_WORD, RARE, PLAIN].map(|zipf| Commonness::of_zipf(zipf).as_byte());
    let [known_tag, grammar] = [COMMON, GRAMMAR - 1.0].map(|zipf| Commonness::of_zipf(zipf).as_byte());
    let (columns, commonness) = (context.text.columns(), context.commonness());
    columns.select(|at| {
        let shape = columns.shape.block(at);
        let (length_before, length, length_after) =
            (columns.length.before(at), columns.length.block(at), columns.length.after(at));
        let (first_before, first, first_after) =
            (columns.first.before(at), columns.first.block(at), columns.first.after(at));
        let (before, known, after) = (commonness.before(at), commonness.block(at), commonness.after(at));
        move |i| {
            let stump = (length[i] == 2) & (length_before[i] <= 3);
            // Nearly only the words of the lists have these letters and lengths among the commonest of all.
            let (here, before_it) = ((first[i], length[i]), (first_before[i], length_before[i]));
            let is = |word: (u8, u8), first: u8, least: u8, most: u8| {
                (word.0 == first) & (word.1 >= least) & (word.1 <= most)
            };
            let article = |word| is(word, b'a', 1, 2) | is(word, b't', 3, 3);
            let copula = |word| is(word, b'i', 2, 2) | is(word, b'w', 3, 4) | is(word, b'a', 3, 3);
            let determiner = |word| article(word) | is(word, b'm', 2, 2) | is(word, b'o', 3, 3) | is(word, b'y', 4, 4);
            let preposition = |word| {
                let short = is(word, b'a', 2, 2) | is(word, b'b', 2, 2) | is(word, b'o', 2, 2) | is(word, b't', 2, 2);
                short | is(word, b'f', 3, 4) | is(word, b'i', 2, 4) | is(word, b'w', 4, 4)
            };
            let never_meet = (known[i] >= grammar)
                & (is(here, b'o', 2, 2) & preposition(before_it)
                    | article(here) & determiner(before_it)
                    | copula(here) & copula(before_it));
            let false_start = (known[i] <= own)
                & (first[i] == first_after[i])
                & (length[i] >= 3)
                & (length_after[i] > length[i].saturating_add(1));
            let guest = (known[i] <= rare)
                & (length[i] >= 3)
                & (length[i] <= SHORT)
                & (before[i] >= plain)
                & (after[i] >= plain);
            let tag =
                (length[i] <= LONGEST_TAG) & (known[i] <= rare) & (before[i] >= known_tag) & (after[i] >= known_tag);
            let capital = shape[i] & shape::CAPITAL != 0;
            (shape[i] & shape::SPACE != 0)
                & (shape[i] & shape::UNLIKE == 0)
                & ((capital & stump) | (!capital & (never_meet | false_start | guest | tag)))
        }
    })
}

struct Place<'c> {
    context: &'c Context<'c>,
    words: &'c [Word],
    at: usize,
    language: &'c Language,
}

impl Place<'_> {
    fn next(&self) -> Option<&Word> {
        self.words.get(self.at + 1).filter(|n| n.gap == Gap::Space && !n.flags.has_digit())
    }

    fn text_of(&self, word: &Word) -> &str {
        self.context.text.word(word)
    }

    /// The word and the space after it.
    fn with_space(&self) -> Span {
        let word = &self.words[self.at];
        Span::new(word.start as usize, word.end as usize + 1)
    }

    /// `statues in of the garden`, `to a the larger hall`.
    fn never_meet(&self) -> Option<Finding> {
        let (left, word) = (&self.words[self.at - 1], &self.words[self.at]);
        let next = self.next()?;
        if self.language.code() != "en" || left.gap != Gap::Space || left.flags.is_capital() || next.flags.is_capital()
        {
            return None;
        }
        let (first, second, third) = (self.text_of(left), self.text_of(word), self.text_of(next));
        let is_article = |word: &str| matches!(word, "a" | "an" | "the");
        let articles = is_article(first) && is_article(second) && first != second;
        let determiners = BEFORE_ARTICLE.contains(&first) && second == "the" && self.is_behind_content();
        // `The setting in of rain`, `ought to of`: others than these may be part of a verb.
        let apart = matches!(first, "at" | "by" | "into" | "with");
        let both = PREPOSITIONS.contains(&first)
            && second == "of"
            && (DETERMINERS.contains(&third)
                || apart && self.is_behind_content() && !self.language.is_function_word(next.hash));
        let copulas = COPULAS.contains(&first) && COPULAS.contains(&second) && first != second && !self.is_in_clause();
        (articles || determiners || both || copulas).then(|| {
            let place = Span::new(left.start as usize, word.end as usize);
            Finding::flag(RULE, place, format!("“{first}” and “{second}” do not follow each other"))
        })
    }

    /// True if a word of content stands before the word on the left, and only a blank parts them.
    fn is_behind_content(&self) -> bool {
        let before = self.at.checked_sub(2).map(|at| &self.words[at]);
        self.words[self.at - 1].gap == Gap::Space
            && before.is_some_and(|before| before.flags.is_plain() && !self.language.is_function_word(before.hash))
    }

    /// True if the sentence before has a word that opens a clause.
    fn is_in_clause(&self) -> bool {
        let before = &self.words[self.at.saturating_sub(CLAUSE_REACH)..self.at];
        before.iter().any(|word| CLAUSES.contains(&self.text_of(word).to_lowercase().as_str()))
    }

    /// `strengthening the Zo controls`: two letters with a capital that are no name the lexicon or the text knows.
    fn stump(&self, is_repeated: &dyn Fn(&Word) -> bool) -> Option<Finding> {
        let (left, word) = (&self.words[self.at - 1], &self.words[self.at]);
        if word.end - word.start != 2 || word.flags.is_upper() || self.language.code() != "en" {
            return None;
        }
        let next = self.next().filter(|next| !next.flags.is_capital())?;
        let pair = |a: &Word, b: &Word| self.language.pair(a.hash, b.hash) > 0.0;
        let stump = matches!(self.text_of(left), "the" | "a" | "an")
            && self.language.zipf(word.hash) < STUMP
            && pair(left, next)
            && !pair(word, next)
            && !is_repeated(word);
        stump.then(|| {
            Finding::flag(RULE, word.span(), format!("“{}” is no word or name known here", self.text_of(word)))
        })
    }

    /// `the harbour nbsp is closed`.
    fn tag_name(&self) -> Option<Finding> {
        let (left, word, next) = (&self.words[self.at - 1], &self.words[self.at], self.next()?);
        let known = |w: &Word| self.language.zipf(w.hash) >= COMMON && !w.flags.is_capital();
        let tag = TAGS.has(word.hash) && TAG_NAMES.contains(&self.text_of(word)) && known(left) && known(next);
        tag.then(|| Finding::probable(RULE, self.with_space(), "", "the name of a tag without its brackets"))
    }

    /// `the comm committee`.
    fn false_start(&self) -> Option<Finding> {
        let word = &self.words[self.at];
        let (left, next) = (&self.words[self.at - 1], self.next()?);
        let (spelled, whole) = (self.text_of(word), self.text_of(next));
        // Nothing was ever met before it, and what follows fits there.
        let is_strange =
            self.language.pair(left.hash, word.hash) == 0.0 && self.language.pair(left.hash, next.hash) > 0.0;
        let most = if is_strange { STRANGE_WORD } else { ITS_OWN_WORD };
        if !whole.starts_with(spelled) || self.language.zipf(word.hash) > most {
            return None;
        }
        let rest_fits = self.language.pair(left.hash, next.hash) > 0.0;
        let false_start = spelled.chars().count() >= 3
            && whole.len() > spelled.len() + 1
            && self.language.zipf(next.hash) >= COMMON
            && self.language.pair(word.hash, next.hash) == 0.0;
        false_start.then(|| {
            let message = format!("the beginning of “{whole}”, left standing before it");
            let sure = rest_fits || self.language.zipf(word.hash) == 0.0;
            let applicability = if sure { Applicability::Safe } else { Applicability::Unsafe };
            Finding::edit(RULE, applicability, self.with_space(), "", message)
        })
    }

    /// `los alumnos der quinto curso`: a word of another language's grammar alone among common words of this one, beside
    /// which it was never met.
    fn guest(&self) -> Option<Finding> {
        let (left, word) = (&self.words[self.at - 1], &self.words[self.at]);
        let next = self.next()?;
        let common = |w: &Word| !w.flags.is_capital() && self.language.zipf(w.hash) >= PLAIN;
        let lonely = (3..=u32::from(SHORT)).contains(&(word.end - word.start))
            && word.flags.is_ascii()
            && self.language.zipf(word.hash) <= RARE
            && common(left)
            && common(next)
            && self.language.pair(left.hash, word.hash) == 0.0
            && self.language.pair(word.hash, next.hash) == 0.0;
        let other = lonely.then(|| {
            let grammar = |l: &&Language| {
                l.code() != self.language.code() && l.is_function_word(word.hash) && l.zipf(word.hash) >= GRAMMAR
            };
            self.context.languages().iter().find(grammar)
        })??;
        // A phrase of that language is a quotation, and what returns is meant.
        let around = &self.words[self.at.saturating_sub(AROUND)..(self.at + AROUND).min(self.words.len())];
        let quoted = around.iter().any(|w| {
            w.start != word.start
                && (w.hash == word.hash || other.is_function_word(w.hash) && self.language.zipf(w.hash) <= RARE)
        });
        (!quoted && home::speaks(self.words, self.at, self.language)).then(|| {
            Finding::flag(RULE, word.span(), format!("“{}” is a word of another language", self.text_of(word)))
        })
    }
}
