//! What is said of a whole document: keep it, or drop it and why.
//!
//! A verdict is advice with evidence. Nothing is deleted for it: a person sees it in a report, and whoever runs a corpus
//! decides. Only what no repair can mend counts: a refusal in the place of a text, bytes that no encoding makes sense of,
//! a page that says nothing or says one thing over and over, a script that the language asked for is not written in.

use crate::{
    chars::{self, Script},
    finding::Finding,
    language::scripts_of,
    span::Span,
};

/// Why a document should be dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// There is no word in it.
    Empty,
    /// A chat program declined to write it, or a server to show it.
    Refusal,
    /// Its characters are not what was written, and nothing tells what was.
    Undecodable,
    /// Most of it is one passage over and over.
    Looped,
    /// It is written in a script that the language asked for does not use ([`scripts_of`]). Two languages of one script
    /// are not told apart here.
    OtherLanguage,
}

impl Reason {
    /// The word used in reports and statistics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Refusal => "refusal",
            Self::Undecodable => "undecodable",
            Self::Looped => "looped",
            Self::OtherLanguage => "other-language",
        }
    }
}

/// A document should be dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// Why.
    pub reason: Reason,
    /// The place in the original that shows it.
    pub evidence: Span,
    /// The same in a sentence.
    pub message: String,
}

/// Longer texts hold more than a refusal.
const LONGEST_REFUSAL: usize = 1500;
/// A refusal is said at once.
const OPENING: usize = 300;
/// How many stretches of a document are counted, and how long they are.
const STRETCHES: usize = 4;
const STRETCH: usize = 128;

/// So many letters of ASCII in a row are a word rather than chance.
const WORD: usize = 4;

/// How refusals of chat programs begin, and pages that a server shows instead of the one asked for: a line each.
const REFUSALS: &str = include_str!("../rules/refusals.txt");

/// The lines of [`REFUSALS`] that are no comments.
fn refusals() -> impl Iterator<Item = &'static str> {
    REFUSALS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Judges a document by what it says and what was found in it. `asked` is the BCP 47 code of the language it should be in,
/// of which only the script is compared.
#[must_use]
pub fn judge(source: &str, findings: &[Finding], asked: Option<&str>) -> Option<Verdict> {
    let drop = |reason, evidence, message: &str| Some(Verdict { reason, evidence, message: message.to_string() });
    let whole = Span::new(0, source.len());
    let counts = Counts::of(source);
    if counts.letters == 0 && !source.chars().any(|c| chars::class(c).is_letter() || is_broken(c, chars::class(c))) {
        return drop(Reason::Empty, whole, "there is no word in it");
    }
    if let Some(at) = counts.first_broken.filter(|_| counts.broken * 10 > counts.chars) {
        return drop(Reason::Undecodable, at, "more than a tenth of its characters stand for others that are lost");
    }
    if counts.is_soup() && !holds_words(source) {
        return drop(Reason::Undecodable, whole, "its letters are signs and figures: it was read in a font's own code");
    }
    if let Some(at) = refusal(source) {
        return drop(Reason::Refusal, at, "it is a refusal or an error message in the place of a text");
    }
    if let Some(at) = loops(source, findings) {
        return drop(Reason::Looped, at, "more than half of it is one passage over and over");
    }
    let foreign = |scripts: &[Script]| {
        main_script(source).is_some_and(|main| scripts.iter().all(|&own| chars::group(own) != chars::group(main)))
    };
    if asked.and_then(scripts_of).is_some_and(foreign) {
        return drop(Reason::OtherLanguage, whole, "it is not written in a script of the language asked for");
    }
    None
}

/// The stretches that are looked at, each with its start.
fn stretches(source: &str) -> impl Iterator<Item = (usize, &str)> {
    let (count, length) = if source.len() <= STRETCHES * STRETCH { (1, source.len()) } else { (STRETCHES, STRETCH) };
    (0..count).map(move |i| {
        let start = source.ceil_char_boundary(i * (source.len() - length) / (STRETCHES - 1));
        (start, &source[start..source.floor_char_boundary(start + length)])
    })
}

/// Program text and commands are full of signs too, but there are words between them; and a font's code has hardly a
/// letter beyond ASCII.
fn holds_words(source: &str) -> bool {
    let (mut letters, mut in_words) = (0, 0);
    for run in stretches(source).flat_map(|(_, stretch)| stretch.split(|c: char| !c.is_alphabetic())) {
        let length = run.chars().count();
        letters += length;
        if length >= WORD || !run.is_ascii() {
            in_words += length;
        }
    }
    in_words * 2 >= letters
}

/// What the characters of a document are, by a few stretches of it: what no repair can mend is everywhere.
#[derive(Default)]
struct Counts {
    chars: usize,
    letters: usize,
    /// Signs that are not the punctuation of prose.
    signs: usize,
    /// Replacement, control and private-use characters.
    broken: usize,
    first_broken: Option<Span>,
}

impl Counts {
    fn of(source: &str) -> Self {
        let mut counts = Self::default();
        stretches(source).for_each(|(start, stretch)| counts.add(stretch, start));
        counts
    }

    fn add(&mut self, stretch: &str, offset: usize) {
        let mut at = 0;
        while at < stretch.len() {
            let few = &stretch.as_bytes()[at..stretch.len().min(at + FEW)];
            if few.iter().fold(true, |all, &b| all & is_plain(b)) {
                self.add_plain(few);
                at += few.len();
                continue;
            }
            let end = at + few.len();
            for c in stretch[at..].chars() {
                self.add_char(c, offset + at);
                at += c.len_utf8();
                if at >= end {
                    break;
                }
            }
        }
    }

    #[inline]
    fn add_char(&mut self, c: char, at: usize) {
        let class = chars::class(c);
        self.chars += usize::from(!class.is_space());
        if class.is_letter() {
            self.letters += 1;
        } else if is_broken(c, class) {
            self.first_broken.get_or_insert(Span::new(at, at + c.len_utf8()));
            self.broken += 1;
        } else {
            self.signs += usize::from(c.is_ascii() && is_sign(c as u8));
        }
    }

    /// Up to [`FEW`] plain bytes, all judged together.
    fn add_plain(&mut self, few: &[u8]) {
        let count = |kind: fn(u8) -> bool| usize::from(few.iter().fold(0_u8, |sum, &b| sum + u8::from(kind(b))));
        self.letters += count(|b| b.is_ascii_alphabetic());
        self.chars += count(|b| b.is_ascii_graphic());
        self.signs += count(is_sign);
    }

    /// Prose has few signs. Tables and drawings have many, but hardly a letter between them.
    fn is_soup(&self) -> bool {
        self.chars >= 200
            && self.signs * 10 > self.chars * 3
            && self.letters * 10 > self.chars * 2
            && self.letters < self.signs * 2
    }
}

/// The script that hardly a letter is not of, where there are enough letters to tell.
fn main_script(source: &str) -> Option<Script> {
    let mut scripts: Vec<(Script, usize)> = Vec::new();
    let letters =
        stretches(source).flat_map(|(_, stretch)| stretch.chars()).map(chars::class).filter(|c| c.is_letter());
    for class in letters {
        match scripts.iter_mut().find(|(known, _)| *known == class.script) {
            Some(known) => known.1 += 1,
            None => scripts.push((class.script, 1)),
        }
    }
    let all: usize = scripts.iter().map(|(_, letters)| letters).sum();
    let (script, letters) = scripts.into_iter().max_by_key(|(_, letters)| *letters)?;
    (letters >= 40 && letters * 10 > all * 8).then_some(script)
}

/// Bytes judged together.
const FEW: usize = 32;

/// True for printable ASCII and white space.
const fn is_plain(b: u8) -> bool {
    (b >= b' ') & (b < 0x7f) | (b >= b'\t') & (b <= b'\r')
}

/// True for ASCII signs that are not the punctuation of prose.
const fn is_sign(b: u8) -> bool {
    b.is_ascii_punctuation()
        & !((b == b'.') | (b == b',') | (b == b'\'') | (b == b'"') | (b == b'-') | (b == b':'))
        & !((b == b';') | (b == b'!') | (b == b'?') | (b == b'(') | (b == b')'))
}

fn is_broken(c: char, class: chars::Class) -> bool {
    c == '\u{fffd}' || class.is_private() || class.is_unassigned() || class.is_control() && !class.is_space()
}

fn refusal(source: &str) -> Option<Span> {
    let body = source.trim_start();
    if body.trim_end().len() > LONGEST_REFUSAL {
        return None;
    }
    let start = source.len() - body.len();
    let opening = &body[..body.floor_char_boundary(OPENING)];
    let lower = opening.to_lowercase().replace('’', "'");
    // Quoted at the start, it is somebody's subject.
    let first = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '"' | '“' | '«' | '„' | '「'));
    let said = refusals().any(|refusal| first.starts_with(refusal));
    let end = opening.find('\n').unwrap_or(opening.len());
    said.then(|| Span::new(start, start + end))
}

/// The first passage of those that are said again and again, if they make up most of the text.
fn loops(source: &str, findings: &[Finding]) -> Option<Span> {
    let repeated = || findings.iter().filter(|f| f.rule == "repetition-loop" || f.rule.starts_with("repeated-"));
    let mut spans: Vec<Span> = repeated().map(|f| f.span).collect();
    spans.sort_unstable();
    let (mut covered, mut end) = (0, 0);
    for span in &spans {
        covered += span.end.saturating_sub(span.start.max(end));
        end = end.max(span.end);
    }
    (covered * 2 > source.len()).then(|| spans.first().copied()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(source: &str) -> Option<Reason> {
        judge(source, &[], None).map(|verdict| verdict.reason)
    }

    #[test]
    fn what_cannot_be_mended_is_named() {
        assert_eq!(reason(" \n-- * --\n"), Some(Reason::Empty));
        assert_eq!(reason("I’m sorry, but I can’t help with that request."), Some(Reason::Refusal));
        assert_eq!(reason("申し訳ありませんが、そのご要望にはお応えできません。"), Some(Reason::Refusal));
        assert_eq!(reason("404 Not Found\n\nnginx"), Some(Reason::Refusal));
        assert_eq!(reason("\u{fffd}\u{fffd}a\u{fffd} b\u{fffd}\u{fffd}"), Some(Reason::Undecodable));
        assert_eq!(reason(&"7KH#<f@]+=]e%$3^x&~y_".repeat(20)), Some(Reason::Undecodable));
        let russian = "Мост закрыт с мая, и никто не знает, когда его откроют снова.";
        assert_eq!(judge(russian, &[], Some("en")).map(|v| v.reason), Some(Reason::OtherLanguage));
        for code in ["ru", "sah", "ab", "kk", "ru-Latn", "tlh"] {
            assert_eq!(judge(russian, &[], Some(code)), None, "{code}");
        }
    }

    #[test]
    fn every_listed_refusal_is_told() {
        assert!(refusals().count() > 90);
        for refusal in refusals() {
            assert_eq!(refusal, refusal.trim(), "a blank at the end would be compared too");
            assert_eq!(reason(&refusal.to_uppercase()), Some(Reason::Refusal), "{refusal}: write small letters");
        }
    }

    #[test]
    fn what_is_a_text_is_kept() {
        let story = "“I’m sorry, but I can’t help you,” said the clerk, and closed the window for the day.";
        assert_eq!(reason(story), None);
        assert_eq!(reason("x = [1, 2, 3]; y = {a: 1}"), None);
        let commands =
            "`qm disk {{재검색|rescan}} {{--vmid}} {{가상_머신}}`\n`tool --{{in|out}} {{path/to/file}} | {{sort}}`\n";
        assert_eq!(reason(&commands.repeat(12)), None);
        assert_eq!(reason(&"if (left[i] != right[j]) { *next++ |= node->flags & ~mask; }\n".repeat(12)), None);
        assert_eq!(reason("橋は五月から閉鎖されている。"), None);
        let article =
            format!("Page not found is what most visitors read. {}", "The site moved house last year. ".repeat(60));
        assert_eq!(reason(&article), None);
    }
}
