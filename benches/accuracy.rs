//! How well faults are found and mended, on any clean text:
//!
//! - `cargo bench --bench accuracy -- --clean FILE [--lang en] [--per 100]` plants faults, one a document, and prints what
//!   became of them, a row for each kind;
//! - `cargo bench --bench accuracy -- --false-alarms FILE…` prints what is found in clean texts, a row for each.
//!
//! A document is three passages of some five lines, and the fault is in the middle one. The seed is fixed: the same text
//! gives the same table. Clean texts hold faults of their own, so that not every alarm is a false one.

#![allow(clippy::unnecessary_wraps)] // Whatever the damage, the functions that do it are of one type.

use std::{env, fs};

use encoding_rs::WINDOWS_1252;
use icu_normalizer::DecomposingNormalizerBorrowed;
use ungarble::{
    finding::{Applicability, Finding},
    language::{Language, Languages},
    pipeline::{self, Options},
    text::words,
};

/// Lines are joined to passages of at least so many bytes.
const PASSAGE: usize = 500;

/// A kind of fault, and what plants it in a passage; `None` where the passage has no place for it.
type Kind = (&'static str, fn(&mut Planter<'_>) -> Option<String>);

const KINDS: &[Kind] = &[
    ("stray letter", |p| p.stray_letter()),
    ("two words fused", |p| p.fused_words()),
    ("no space after a stop", |p| p.missing_space()),
    ("hyphen of a line end", |p| p.hyphenation()),
    ("word twice", |p| p.repeat(1, 2)),
    ("phrase twice", |p| p.repeat(4, 2)),
    ("phrase a dozen times", |p| p.repeat(3, 12)),
    ("sentence twice", |p| p.repeated_sentence()),
    ("paragraph twice", |p| Some(format!("{0}\n\n{0}", p.passage))),
    ("letters of another script", |p| p.script_fusion()),
    ("lookalike letter", |p| p.lookalike()),
    ("zero width space", |p| p.within_word("\u{200B}")),
    ("control character", |p| p.within_word("\u{1}")),
    ("mojibake", |p| p.mojibake()),
    ("HTML entity", |p| p.entity()),
    ("ligature", |p| p.ligature()),
    ("decomposed letters", |p| p.decomposed()),
];

fn main() {
    let mut args = env::args().skip(1).filter(|arg| arg != "--bench");
    let (mut clean, mut lang, mut per, mut quiet_texts) = (None, "en".to_owned(), 100, Vec::new());
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--clean" => clean = args.next(),
            "--lang" => lang = args.next().expect("a language's code after --lang"),
            "--per" => per = args.next().and_then(|n| n.parse().ok()).expect("a number after --per"),
            "--false-alarms" => quiet_texts.extend(args.by_ref()),
            other => panic!("no option is called {other}; there are --clean, --lang, --per and --false-alarms"),
        }
    }
    match clean {
        Some(path) => plant(&read(&path), Languages::shipped().get(&lang), per),
        None if quiet_texts.is_empty() => println!("nothing to measure: give --clean FILE or --false-alarms FILE…"),
        None => false_alarms(&quiet_texts),
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}; give a clean text in UTF-8"))
}

/// Runs of lines as paragraphs.
fn passages(text: &str) -> Vec<String> {
    let mut passages = vec![String::new()];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match passages.last_mut() {
            Some(last) if last.len() < PASSAGE => {
                last.push_str(if last.is_empty() { "" } else { " " });
                last.push_str(line);
            }
            _ => passages.push(line.to_owned()),
        }
    }
    passages
}

/// What became of the faults of one kind.
#[derive(Default)]
struct Row {
    planted: usize,
    restored: usize,
    restored_unsafe: usize,
    found: usize,
    wrong: usize,
    elsewhere: usize,
}

fn plant(text: &str, language: Option<&Language>, per: usize) {
    let passages = passages(text);
    println!("| fault | planted | restored | with unsafe edits | found | mended wrongly | findings elsewhere |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (name, kind) in KINDS {
        let mut row = Row::default();
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for three in passages.windows(3) {
            let original = three.join("\n\n");
            let mut planter = Planter { passage: &three[1], language, random: &mut random };
            if row.planted == per {
                break;
            }
            let Some(faulty) = kind(&mut planter).filter(|f| *f != three[1]) else { continue };
            // What is reported without the fault says nothing of it.
            if pipeline::clean(&original, &Options::default()).findings.is_empty() {
                row.add(&original, &[three[0].as_str(), &faulty, &three[2]].join("\n\n"));
            }
        }
        let Row { planted, restored, restored_unsafe, found, wrong, elsewhere } = row;
        println!("| {name} | {planted} | {restored} | {restored_unsafe} | {found} | {wrong} | {elsewhere} |");
    }
}

impl Row {
    fn add(&mut self, original: &str, faulty: &str) {
        let clean = |unsafe_fixes| pipeline::clean(faulty, &Options { unsafe_fixes, ..Options::default() });
        let (outcome, bold) = (clean(false), clean(true));
        let cleaned = outcome.cleaned(faulty);
        let start = original.bytes().zip(faulty.bytes()).take_while(|(a, b)| a == b).count();
        let same = original.bytes().rev().zip(faulty.bytes().rev()).take_while(|(a, b)| a == b).count();
        // A repeat may as well be seen in its first copy.
        let length = faulty.len().saturating_sub(same).saturating_sub(start);
        let near = |f: &&Finding| f.span.start <= start + 2 * length + 1 && start <= f.span.end + length + 1;
        let touching = outcome.findings.iter().filter(near).count();
        self.planted += 1;
        self.restored += usize::from(cleaned == original);
        self.restored_unsafe += usize::from(bold.cleaned(faulty) == original);
        self.found += usize::from(touching > 0);
        self.wrong += usize::from(cleaned != original && cleaned != faulty);
        self.elsewhere += outcome.findings.len() - touching;
    }
}

/// Plants faults in one passage.
struct Planter<'p> {
    passage: &'p str,
    language: Option<&'p Language>,
    random: &'p mut Random,
}

impl<'p> Planter<'p> {
    fn words(&self) -> Vec<&'p str> {
        self.passage.split(' ').collect()
    }

    /// One of the places `fits` likes, not the first word nor the last ones.
    fn place(&mut self, fits: impl Fn(&[&str], usize) -> bool) -> Option<(Vec<&'p str>, usize)> {
        let words = self.words();
        let places: Vec<usize> = (1..words.len().saturating_sub(5)).filter(|&i| fits(&words, i)).collect();
        let chosen = *places.get(self.random.below(places.len()))?;
        Some((words, chosen))
    }

    /// The passage with one word replaced.
    fn replaced(words: &[&str], at: usize, with: &str) -> Option<String> {
        let mut words = words.to_vec();
        words[at] = with;
        Some(words.join(" "))
    }

    fn stray_letter(&mut self) -> Option<String> {
        let letters: Vec<char> = self.passage.chars().filter(|c| c.is_lowercase()).collect();
        let letter = *letters.get(self.random.below(letters.len()))?;
        if self.language.is_some_and(|l| l.is_one_letter_word(letter)) {
            return None;
        }
        let (words, at) = self.place(|w, i| small(w[i]) && small(w[i + 1]))?;
        Self::replaced(&words, at, &format!("{} {letter}", words[at]))
    }

    fn fused_words(&mut self) -> Option<String> {
        let (mut words, at) = self.place(|w, i| small(w[i]) && small(w[i + 1]))?;
        let second = words.remove(at + 1);
        Self::replaced(&words, at, &format!("{}{second}", words[at]))
    }

    fn missing_space(&mut self) -> Option<String> {
        let (mut words, at) = self.place(|w, i| {
            let before = w[i].strip_suffix(['.', ',', '?', '!']);
            before.is_some_and(|b| small(b) && b.len() > 3) && w[i + 1].chars().all(char::is_alphabetic)
        })?;
        let second = words.remove(at + 1);
        Self::replaced(&words, at, &format!("{}{second}", words[at]))
    }

    fn hyphenation(&mut self) -> Option<String> {
        let (words, at) = self.place(|w, i| small(w[i]) && w[i].chars().count() >= 8)?;
        let (half, _) = words[at].char_indices().nth(words[at].chars().count() / 2)?;
        let (first, second) = words[at].split_at(half);
        Self::replaced(&words, at, &format!("{first}- {second}"))
    }

    /// Some words several times in a row.
    fn repeat(&mut self, length: usize, times: usize) -> Option<String> {
        let (words, at) = self.place(|w, i| (i..i + length).all(|i| w.get(i).is_some_and(|w| small(w))))?;
        let phrase = words[at..at + length].join(" ");
        let all = [&words[..at], &vec![phrase.as_str(); times], &words[at + length..]].concat();
        Some(all.join(" "))
    }

    fn repeated_sentence(&mut self) -> Option<String> {
        let ends: Vec<usize> =
            self.passage.match_indices(['.', '。', '।', '؟', '?', '!']).map(|(i, m)| i + m.len()).collect();
        let place = self.random.below(ends.len().saturating_sub(1));
        let sentence = self.passage.get(*ends.get(place)?..*ends.get(place + 1)?)?;
        let whole = sentence.starts_with(' ') && sentence.split(' ').count() > 5;
        whole.then(|| self.passage.replacen(sentence, &sentence.repeat(2), 1))
    }

    fn script_fusion(&mut self) -> Option<String> {
        let (words, at) = self.place(|w, i| small(w[i]) && w[i].chars().count() >= 4)?;
        let foreign = if words[at].chars().all(|c| c < '\u{250}') { "ность" } else { "ness" };
        Self::replaced(&words, at, &format!("{}{foreign}", words[at]))
    }

    fn lookalike(&mut self) -> Option<String> {
        const PAIRS: &[(char, char)] = &[('a', 'а'), ('e', 'е'), ('o', 'о'), ('c', 'с'), ('p', 'р'), ('x', 'х')];
        let twin = |c: char| {
            PAIRS.iter().find_map(
                |&(latin, cyrillic)| {
                    if c == latin { Some(cyrillic) } else { (c == cyrillic).then_some(latin) }
                },
            )
        };
        let (words, at) =
            self.place(|w, i| small(w[i]) && w[i].chars().count() >= 5 && w[i].contains(|c| twin(c).is_some()))?;
        let (letter, other) = words[at].chars().find_map(|c| Some((c, twin(c)?)))?;
        Self::replaced(&words, at, &words[at].replacen(letter, &other.to_string(), 1))
    }

    fn within_word(&mut self, piece: &str) -> Option<String> {
        let (words, at) = self.place(|w, i| small(w[i]) && w[i].chars().count() >= 6)?;
        let (middle, _) = words[at].char_indices().nth(3)?;
        Self::replaced(&words, at, &format!("{}{piece}{}", &words[at][..middle], &words[at][middle..]))
    }

    /// The passage as it looks when its UTF-8 is read as Windows-1252.
    fn mojibake(&mut self) -> Option<String> {
        let (read, _) = WINDOWS_1252.decode_without_bom_handling(self.passage.as_bytes());
        Some(read.into_owned())
    }

    fn entity(&mut self) -> Option<String> {
        let letter = self.passage.chars().find(|c| !c.is_ascii() || matches!(c, '"' | '&'))?;
        let entity = if letter == '"' { "&quot;".to_owned() } else { format!("&#{};", u32::from(letter)) };
        Some(self.passage.replacen(letter, &entity, 1))
    }

    fn ligature(&mut self) -> Option<String> {
        let (words, at) = self.place(|w, i| small(w[i]) && (w[i].contains("fi") || w[i].contains("fl")))?;
        Self::replaced(&words, at, &words[at].replacen("fi", "\u{FB01}", 1).replacen("fl", "\u{FB02}", 1))
    }

    fn decomposed(&mut self) -> Option<String> {
        Some(DecomposingNormalizerBorrowed::new_nfd().normalize(self.passage).into_owned())
    }
}

/// True for a word in small letters without any mark of punctuation; in scripts without capitals, for any word.
fn small(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_alphabetic)
        && word.chars().all(|c| !c.is_uppercase() && !c.is_ascii_punctuation() && !c.is_numeric() && c != '’')
}

fn false_alarms(paths: &[String]) {
    println!("| text | words | safe | unsafe | flag | commonest rules |");
    println!("| --- | ---: | ---: | ---: | ---: | --- |");
    for path in paths {
        let documents: Vec<String> = passages(&read(path)).chunks(3).map(|three| three.join("\n\n")).collect();
        let count: usize = documents.iter().map(|d| words::cut(d).len()).sum();
        let findings: Vec<Finding> =
            documents.iter().flat_map(|d| pipeline::clean(d, &Options::default()).findings).collect();
        let rate = |sort| {
            let found = findings.iter().filter(|f| f.applicability == sort).count();
            format!("{:.1}", found as f64 * 1e5 / count.max(1) as f64)
        };
        let mut rules = std::collections::BTreeMap::<&str, usize>::new();
        for f in &findings {
            *rules.entry(&f.rule).or_default() += 1;
        }
        let mut rules: Vec<_> = rules.into_iter().collect();
        rules.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        let commonest: Vec<String> = rules.iter().take(3).map(|(rule, n)| format!("{rule} {n}")).collect();
        let name = path.rsplit('/').next().unwrap_or(path);
        let [safe, probable, flag] = [Applicability::Safe, Applicability::Unsafe, Applicability::Flag].map(rate);
        println!("| {name} | {count} | {safe} | {probable} | {flag} | {} |", commonest.join(", "));
    }
}

/// Xorshift: faults are planted at the same places each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}
