//! Hyphens left over from line ends.
//!
//! Text taken from a page keeps its line breaks, and words parted there keep the hyphen: `build-\nings`. The document is
//! its own dictionary first, then the lexicon. A hyphen that belongs to the word stays and only the break goes.

use crate::{
    chars::{self, Script},
    finding::{Context, Filter, Finding, Stage},
    language::{Language, home},
    span::Span,
    text::{
        Word, mojibake,
        words::{self, column::shape},
    },
};

mod inside;

const RULE: &str = "hyphenation";

/// Frequent enough for half of a compound written with a hyphen.
const COMMON: f32 = 3.3;

/// Half a word is this much rarer (Zipf) than the whole, if it is known at all.
const RARER: f32 = 1.0;
/// Both halves are so much more frequent than a word that is mostly written with its hyphen.
const RARER_BY_FAR: f32 = 2.5;

/// As frequent as this (Zipf) a word is no accident of the lexicon.
const WELL_KNOWN: f32 = 3.5;

/// English verbs that mean something else with the hyphen: `resign` and `re-sign`.
const HYPHEN_CHANGES_MEANING: &[&str] = &[
    "cover", "count", "collect", "create", "dress", "form", "lay", "lease", "mark", "act", "pose", "present", "press",
    "prove", "search", "serve", "sent", "sign", "signed", "signs", "signing", "sort", "sound", "store", "strain",
    "treat", "turf", "view", "covered", "formed", "leased", "marked", "pressed", "sorted", "treated", "covers",
    "forms", "leases", "covering", "forming",
];

/// Words that follow a hyphen left standing on purpose: `Haupt- und Nebenstraßen`, `two- or threefold`.
const SUSPENDED: &[&str] = &[
    "und", "oder", "bis", "sowie", "beziehungsweise", "bzw", "and", "or", "to", "nor", "but", "en", "of", "och",
    "eller", "og", "ja", "tai", "és", "vagy", "y", "o", "e", "et", "ou",
];

/// Russian particles that a hyphen ties to a word: `что-нибудь`.
const RUSSIAN_PARTICLES: &[&str] = &["либо", "нибудь", "таки"];

/// The first bytes of the signs that stand for a broken word: `-`, `¬`, and `‐` or `⸗`.
const HYPHENS: [u8; 3] = [b'-', 0xc2, 0xe2];

/// The filter.
pub struct Hyphenation;

impl Filter for Hyphenation {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Words
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let (words, bytes) = (text.words(), text.as_str().as_bytes());
        let columns = text.columns();
        let parted = columns.select(|at| {
            let shape = columns.shape.block(at);
            move |i| shape[i] & (shape::OTHER | shape::PARAGRAPH) != 0
        });
        let hyphens = parted.into_iter().filter(|&at| HYPHENS.contains(&bytes[words[at - 1].end as usize]));
        let places: Vec<Place<'_>> = hyphens.filter_map(|at| Place::broken(context, at)).collect();
        let own = words::present(words, places.iter().map(|place| place.joined));
        found.extend(places.iter().filter_map(|place| place.judge(own.has(place.joined))));
        inside::find(context, found);
    }
}

/// What stands where the word was broken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    /// A hyphen and a line end.
    Line,
    /// A sign that only ever stands for a broken word: `¬`, `⸗`.
    Sign,
    /// A hyphen and a space: the line end was turned into a space.
    Space,
}

fn broken_at(gap: &str) -> Option<Break> {
    let mut chars = gap.chars();
    match chars.next()? {
        '¬' | '⸗' => chars.all(char::is_whitespace).then_some(Break::Sign),
        '-' | '\u{2010}' => {
            let rest = chars.as_str();
            if rest.is_empty() || !rest.chars().all(char::is_whitespace) {
                None
            } else if rest.trim_matches([' ', '\t']).trim_start_matches('\r') == "\n" {
                Some(Break::Line)
            } else {
                (rest == " ").then_some(Break::Space)
            }
        }
        _ => None,
    }
}

struct Place<'c> {
    context: &'c Context<'c>,
    language: &'c Language,
    broken: Break,
    /// The place of the right half among the words of the text.
    at: usize,
    left: &'c Word,
    right: &'c Word,
    /// The hash of the two halves as one word.
    joined: u32,
}

impl<'c> Place<'c> {
    /// The place before a word, if a word may have been broken there.
    fn broken(context: &'c Context<'c>, at: usize) -> Option<Self> {
        let text = context.text;
        let (left, right) = (&text.words()[at - 1], &text.words()[at]);
        let broken = broken_at(&text.as_str()[left.end as usize..right.start as usize])?;
        if left.flags.has_digit() || right.flags.has_digit() || left.script != right.script || left.flags.is_unspaced()
        {
            return None;
        }
        let language = context.language_at(right.start as usize)?;
        let joined = words::hash(&format!("{}{}", text.word(left), text.word(right)));
        Some(Self { context, language, broken, at, left, right, joined })
    }

    fn knows(&self, hash: u32) -> bool {
        self.language.zipf(hash) > 0.0
    }

    /// `in_own` tells whether the text has the two halves as one word elsewhere.
    fn judge(&self, in_own: bool) -> Option<Finding> {
        let text = self.context.text;
        let (first, second) = (text.word(self.left), text.word(self.right));
        let gap = Span::new(self.left.end as usize, self.right.start as usize);
        if self.right.flags.is_capital() && !self.left.flags.is_upper() {
            return self.capitalised(gap);
        }
        if SUSPENDED.contains(&second) {
            return None;
        }
        let known = self.knows(self.joined);
        let (first_known, second_known) = (self.knows(self.left.hash), self.knows(self.right.hash));
        let join = |message| Finding::safe(RULE, gap, "", message);
        match self.broken {
            Break::Sign if mojibake::is_among_garble(text.as_str(), gap.start) => None,
            Break::Sign if known || in_own || !(first_known && second_known || self.may_be_misread()) => {
                Some(join("a word broken at a line end"))
            }
            Break::Sign => Some(Finding::probable(RULE, gap, "", "a word broken at a line end")),
            Break::Space => {
                // Halves that are words by chance are much rarer than the whole.
                let zipf = |hash| self.language.zipf(hash);
                let halves = zipf(self.left.hash).min(zipf(self.right.hash));
                let met_apart = self.language.pair(self.left.hash, self.right.hash) > 0.0;
                let sure = in_own && !(first_known && second_known)
                    || known && (zipf(self.joined) >= halves + RARER || !met_apart && zipf(self.joined) >= WELL_KNOWN);
                sure.then(|| join("a word broken at a former line end"))
            }
            Break::Line => {
                if known
                    && self.language.code() == "en"
                    && first.eq_ignore_ascii_case("re")
                    && HYPHEN_CHANGES_MEANING.contains(&second)
                {
                    return Some(Finding::flag(RULE, gap, "with or without the hyphen this means different things"));
                }
                // `из-\nза`: the hyphen is the word's own, and without it hardly anybody writes the word.
                let zipf = |hash| self.language.zipf(hash);
                let pair = self.language.pair(self.left.hash, self.right.hash);
                let rare = zipf(self.left.hash).min(zipf(self.right.hash)) >= zipf(self.joined) + RARER_BY_FAR
                    || pair >= zipf(self.joined) + RARER;
                let particle = self.language.code() == "ru" && RUSSIAN_PARTICLES.contains(&second);
                if particle || known && !in_own && rare {
                    return Some(Finding::safe(RULE, gap, "-", "a compound broken at its own hyphen"));
                }
                if known || in_own {
                    return Some(join("a word broken at a line end"));
                }
                if !self.language.has_words() {
                    return Some(Finding::probable(RULE, gap, "", "probably a word broken at a line end"));
                }
                let compound =
                    self.language.zipf(self.left.hash) >= COMMON && self.language.zipf(self.right.hash) >= COMMON;
                if compound && !self.language.compounds() {
                    return Some(Finding::safe(RULE, gap, "-", "a compound broken at its own hyphen"));
                }
                if !second_known && home::speaks(text.words(), self.at, self.language) {
                    return Some(join("a word broken at a line end"));
                }
                if self.language.compounds() && second_known {
                    return Some(Finding::probable(RULE, gap, "", "probably a compound broken at a line end"));
                }
                Some(Finding::probable(RULE, gap, "", "probably a word broken at a line end"))
            }
        }
    }

    /// `t¬öekko`: the sign and the letter beside it may be one of two bytes read in the wrong encoding.
    fn may_be_misread(&self) -> bool {
        let text = self.context.text;
        let around = [text.before(self.left.end as usize), text.after(self.right.start as usize)];
        around.into_iter().flatten().any(|c| !c.is_ascii() && chars::script(c) == Script::Latin)
    }

    /// `Anglo-\nAmerican`: the hyphen is the word's own.
    fn capitalised(&self, gap: Span) -> Option<Finding> {
        (self.broken == Break::Line && self.left.flags.is_capital() && self.knows(self.left.hash))
            .then(|| Finding::probable(RULE, gap, "-", "a compound broken at its own hyphen"))
    }
}
