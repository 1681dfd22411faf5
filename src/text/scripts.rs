//! Where letters of more than one script meet.
//!
//! Clean prose stays within one script for pages, so one look at each word's script finds the few lines that do not. Only
//! those are taken apart into runs, and each is judged by itself: an English page may hold a Russian paragraph. Scripts that
//! are written together as one system ([`chars::group`]) count as one. Nothing is said here of what is wrong: Japanese with
//! Latin names, or a Greek letter in a formula, are mixtures as well.

use std::ops::Range;

use super::words::{Gap, Word};
use crate::{
    chars::{self, Script},
    span::Span,
};

/// A passage reaches no further than so many words to either side, so that the majority stays local in endless lines.
const PASSAGE_REACH: usize = 120;

/// The majority must hold this many of ten parts of the letters; with less, nobody is a guest.
const MAJORITY: u32 = 6;

/// Letters of one script group in a row, with the digits, marks and apostrophes among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The script group; `Common` for digits alone.
    pub script: Script,
    /// True if nothing parts it from the run before.
    pub joined: bool,
    /// The number of letters.
    pub letters: u32,
    /// The place in the word list of the word it begins in.
    pub word: u32,
    /// One past the place of the word it ends in.
    pub word_end: u32,
}

impl Run {
    /// Its place.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// A line, or a stretch of a long one, that holds letters of more than one script group.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Its words, by their places in the word list.
    pub words: Range<usize>,
    /// The script group that most of its letters belong to, if one clearly leads.
    pub majority: Option<Script>,
    /// All of it in runs.
    pub runs: Vec<Run>,
}

impl Passage {
    /// The runs joined to one another, token by token.
    pub fn tokens(&self) -> impl Iterator<Item = &[Run]> {
        self.runs.chunk_by(|_, next| next.joined)
    }
}

/// Finds every passage that holds letters of more than one script group, except where all of them are commonly written
/// together: Latin in Chinese, Japanese, Korean and the scripts of South-East Asia that use no spaces.
#[must_use]
pub fn mixed_passages(text: &str, words: &[Word]) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut script = Script::Common;
    let mut from = 0;
    let mut at = 0;
    let unlike = |at: usize, script: Script| {
        let found = words[at..].iter().position(|word| (word.script != script) | word.flags.is_mixed())?;
        Some((at + found, &words[at + found]))
    };
    while let Some((place, word)) = unlike(at, script) {
        let group = chars::group(word.script);
        let changes = group != script && script != Script::Common && group != Script::Common;
        at = place + 1;
        if changes || word.flags.is_mixed() {
            let around = line_of(text, words, from, place);
            (from, at) = (around.end, around.end);
            passages.extend(passage(text, words, around));
            script = Script::Common;
        } else if group != Script::Common {
            script = group;
        }
    }
    passages
}

/// The words of the line around the word at `at`, those before `from` left out; of a long line, the nearest ones.
fn line_of(text: &str, words: &[Word], from: usize, at: usize) -> Range<usize> {
    let parted = |left: &Word, right: &Word| match right.gap {
        Gap::Line | Gap::Paragraph => true,
        Gap::Other => text.as_bytes()[left.end as usize..right.start as usize].contains(&b'\n'),
        _ => false,
    };
    let lowest = from.max(at.saturating_sub(PASSAGE_REACH));
    let highest = (at + PASSAGE_REACH).min(words.len());
    let start = (lowest + 1..=at).rev().find(|&k| parted(&words[k - 1], &words[k])).unwrap_or(lowest);
    let mut end = (at + 1..highest).find(|&k| parted(&words[k - 1], &words[k])).unwrap_or(highest);
    // A token is not cut in two, unless it is endless.
    while end < words.len().min(highest + PASSAGE_REACH) && words[end].gap == Gap::None {
        end += 1;
    }
    start..end
}

/// Takes one passage apart.
fn passage(text: &str, words: &[Word], range: Range<usize>) -> Option<Passage> {
    let mut weights: Vec<(Script, u32)> = Vec::with_capacity(4);
    let mut weigh = |group: Script, bytes: u32| {
        if group != Script::Common {
            let weight = weight(group, bytes);
            match weights.iter_mut().find(|(known, _)| *known == group) {
                Some((_, sum)) => *sum += weight,
                None => weights.push((group, weight)),
            }
        }
    };
    let mut any_mixed = false;
    for word in &words[range.clone()] {
        if word.flags.is_mixed() {
            // Its first letter says little: Chuvash words begin with a Latin `ç` as often as not.
            any_mixed = true;
            for c in text[word.start as usize..word.end as usize].chars() {
                let class = chars::class(c);
                let group = if class.has_script() { chars::group(class.script) } else { Script::Common };
                weigh(group, if group == Script::Latin { 1 } else { c.len_utf8() as u32 });
            }
        } else {
            weigh(chars::group(word.script), word.end - word.start);
        }
    }
    let total: u32 = weights.iter().map(|&(_, weight)| weight).sum();
    let &(leader, most) = weights.iter().max_by_key(|&&(_, weight)| weight)?;
    let majority = (most * 10 >= total * MAJORITY).then_some(leader);
    let at_home = |&(script, _): &(Script, u32)| script == leader || script == Script::Latin && takes_latin(leader);
    if majority.is_some() && !any_mixed && weights.iter().all(at_home) {
        return None;
    }
    Some(Passage { runs: runs(text, &words[range.clone()], range.start), words: range, majority })
}

/// True for scripts in which Latin words stand directly beside native letters as a matter of course.
#[must_use]
pub fn takes_latin(host: Script) -> bool {
    matches!(host, Script::Han | Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::Tibetan)
}

/// True if a place stands between quotation marks or brackets, or right beside a mark that sets it apart: a gloss, a title,
/// a specimen.
#[must_use]
pub fn is_set_apart(text: &str, span: Span) -> bool {
    const OPENING: &str = "([{<«„“‘‚‹「『《〈【（［\"'`*_/=~";
    const CLOSING: &str = ")]}>»”’›」』》〉】）］\"'`*_/=~“";
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    before.is_some_and(|c| OPENING.contains(c))
        || after.is_some_and(|c| CLOSING.contains(c))
        || is_bracketed(text, span)
}

/// True for what mixes scripts by rule: transcriptions, quantities, moves of chess.
#[must_use]
pub fn is_notation(text: &str, span: Span) -> bool {
    is_transcription(text, span) || is_quantity(&text[span.range()]) || is_chess_move(text, span)
}

/// True for a move of chess as Russians write it: `Кf3`, `Фxd5`, `Лae1`.
fn is_chess_move(text: &str, span: Span) -> bool {
    let moved = text[span.range()].trim_start_matches(['К', 'р', 'Ф', 'Л', 'С']);
    let square = moved.strip_prefix('x').unwrap_or(moved);
    if square.len() == span.len() {
        return false;
    }
    let square = square.strip_suffix(|c: char| c.is_ascii_digit()).unwrap_or(square);
    // `Лae1`: which of two rooks.
    let square = square.strip_prefix(|c| ('a'..='h').contains(&c)).filter(|rest| !rest.is_empty()).unwrap_or(square);
    let rank = |c: char| ('1'..='8').contains(&c);
    matches!(square, "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h")
        && (text[span.end..].starts_with(rank) || text[span.range()].ends_with(rank))
}

/// True for a Greek letter with a Latin one or two behind it: `ΔT`, `μm`.
fn is_quantity(word: &str) -> bool {
    let mut letters = word.chars();
    let rest = |rest: &str| (1..=2).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_alphabetic());
    matches!(letters.next(), Some('Δ' | 'μ' | 'Ω' | 'λ' | 'δ' | 'π' | 'σ')) && rest(letters.as_str())
}

/// Bytes on one side of a letter in a transcription.
const LONGEST_TRANSCRIPTION: usize = 64;

/// True inside square brackets or slashes of its own: how a word is spoken, `[baθ]` or `/aχ/`.
fn is_transcription(text: &str, span: Span) -> bool {
    let is_spoken = |c: char| c.is_alphabetic() || matches!(c, 'ː' | '.' | '\u{300}'..='\u{36F}');
    let before = &text[text.ceil_char_boundary(span.start.saturating_sub(LONGEST_TRANSCRIPTION))..span.start];
    let after = &text[span.end..text.floor_char_boundary((span.end + LONGEST_TRANSCRIPTION).min(text.len()))];
    let before = before.trim_end_matches(is_spoken).chars().next_back();
    let after = after.trim_start_matches(is_spoken).chars().next();
    matches!((before, after), (Some('['), Some(']')) | (Some('/'), Some('/')))
}

/// So many bytes around a place tell whether a text is Chinese, Japanese or Korean.
const CJK_REACH: usize = 400;

/// More letters of these scripts near by than a stray run has make the text theirs.
const CJK_LETTERS: usize = 8;

/// True if the text around a span is Chinese, Japanese or Korean as well: there names in Latin letters stand beside native ones
/// without a space, and one line may hold more of them than of anything else.
#[must_use]
pub fn is_among_cjk(text: &str, span: Span) -> bool {
    let from = text.floor_char_boundary(span.start.saturating_sub(CJK_REACH));
    let to = text.ceil_char_boundary((span.end + CJK_REACH).min(text.len()));
    let native = |c: &char| !c.is_ascii() && chars::group(chars::script(*c)) == Script::Han;
    let around = text[from..span.start].chars().chain(text[span.end..to].chars());
    around.filter(native).take(CJK_LETTERS).count() == CJK_LETTERS
}

/// True inside what looks like a domain, a path or a file name.
#[must_use]
pub fn is_in_address(text: &str, span: Span) -> bool {
    let joins = |c: Option<char>| matches!(c, Some('@' | '/' | '\\' | '_'));
    let rest = &text[span.end..];
    let suffixed = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let prefixed =
        text[..span.start].strip_suffix('.').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_lowercase()));
    joins(text[..span.start].chars().next_back()) || joins(rest.chars().next()) || suffixed || prefixed
}

/// True if a bracket or quotation mark opened shortly before a place closes only behind it.
fn is_bracketed(text: &str, span: Span) -> bool {
    const REACH: usize = 80;
    const PAIRS: [(char, char); 9] = [
        ('(', ')'),
        ('[', ']'),
        ('«', '»'),
        ('“', '”'),
        ('„', '“'),
        ('「', '」'),
        ('『', '』'),
        ('《', '》'),
        ('（', '）'),
    ];
    let line = |c: &char| *c != '\n';
    let mut closed = ['\0'; 8];
    let mut depth = 0;
    for c in text[..span.start].chars().rev().take(REACH).take_while(line) {
        if let Some(&(_, close)) = PAIRS.iter().find(|&&(open, _)| open == c) {
            if depth > 0 && closed[depth - 1] == close {
                depth -= 1;
            } else {
                return text[span.end..].chars().take(REACH).take_while(line).any(|c| c == close);
            }
        } else if PAIRS.iter().any(|&(_, close)| close == c) && depth < closed.len() {
            closed[depth] = c;
            depth += 1;
        }
    }
    false
}

/// How much `bytes` of a script weigh: about the number of letters, an ideograph counting for three.
fn weight(group: Script, bytes: u32) -> u32 {
    match group {
        Script::Latin | Script::Han => bytes,
        _ => bytes.div_ceil(2),
    }
}

/// False for a letter or mark of no script of its own that goes with other scripts than this one: Arabic's tatweel with
/// Latin.
fn is_used_with(c: char, class: chars::Class, script: Script) -> bool {
    if !class.is_letter() && !class.is_mark() {
        return true;
    }
    chars::script_extensions(c).is_none_or(|all| all.iter().any(|&used| chars::group(used) == script))
}

/// Cuts words into runs.
fn runs(text: &str, words: &[Word], first: usize) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate() {
        let place = (first + index) as u32;
        let mut joined = word.gap == Gap::None && index > 0;
        let mut fresh = !joined;
        let mut at = word.start;
        for c in text[word.start as usize..word.end as usize].chars() {
            let class = chars::class(c);
            let script =
                if class.is_letter() && class.has_script() { chars::group(class.script) } else { Script::Common };
            let end = at + c.len_utf8() as u32;
            match runs.last_mut() {
                Some(run)
                    if !fresh
                        && (script == run.script
                            || run.script == Script::Common
                            || script == Script::Common && is_used_with(c, class, run.script)) =>
                {
                    run.end = end;
                    run.word_end = place + 1;
                    run.letters += u32::from(class.is_letter());
                    if run.script == Script::Common {
                        run.script = script;
                    }
                }
                _ => {
                    let letters = u32::from(class.is_letter());
                    runs.push(Run { start: at, end, script, joined, letters, word: place, word_end: place + 1 });
                    fresh = false;
                    joined = true;
                }
            }
            at = end;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{super::words, *};

    fn pieces(text: &str) -> Vec<(Option<Script>, Vec<&str>)> {
        let words = words::cut(text);
        let passages = mixed_passages(text, &words);
        passages.iter().map(|p| (p.majority, p.runs.iter().map(|r| &text[r.span().range()]).collect())).collect()
    }

    #[test]
    fn sees_nothing_in_one_script() {
        assert!(pieces("A clean line, with 3 numbers.\nИ чистая строка.\n日本語のテキスト。").is_empty());
    }

    #[test]
    fn takes_a_fused_word_apart() {
        assert_eq!(
            pieces("members met, andството the others"),
            [(Some(Script::Latin), vec!["members", "met", "and", "ството", "the", "others"])]
        );
        assert_eq!(pieces("hurt her knee光明."), [(Some(Script::Latin), vec!["hurt", "her", "knee", "光明"])]);
    }

    #[test]
    fn a_letter_of_no_script_goes_with_those_it_is_used_with() {
        let found = pieces("taken from an agregadaـأو of letters");
        assert_eq!(found[0].1[3..5], ["agregada", "ـأو"]);
    }

    #[test]
    fn leaves_latin_in_chinese_alone() {
        assert!(pieces("我在YouTube上看到了这个视频，非常喜欢它的内容").is_empty());
    }

    #[test]
    fn judges_each_line_by_itself() {
        let found = pieces("Only English is written here.\nЗдесь пишут по-русски, c ошибкой.");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, Some(Script::Cyrillic));
    }

    #[test]
    fn weighs_a_mixed_word_by_its_letters() {
        assert_eq!(pieces("Çăпата çумне çыпçăнать")[0].0, Some(Script::Cyrillic));
    }

    #[test]
    fn nobody_leads_where_two_are_even() {
        assert_eq!(pieces("Москва Moskva")[0].0, None);
    }
}
