//! Mojibake: text that went through the wrong encoding, found and mended from the encodings' own tables.
//!
//! A scan over the characters beyond ASCII finds runs that *can* be misread UTF-8: the image of a lead byte followed by
//! that of a continuation byte in the same encoding. Clean text of any language has few. Such a run is read back as bytes
//! and as UTF-8, layer by layer, and the repair stands only if the text becomes less odd by a clear margin. Where the
//! repair of one run is sure, the rest of its line is judged with that in mind. What stands between quotation marks by
//! itself is a specimen and stays.

use self::{
    pages::{PAGES, Role, Set},
    utf8::{Mended, Place},
};
use rustc_hash::FxHashMap;

use crate::{span::Span, text::letters};

mod cjk;
mod controls;
mod cuts;
mod lossy;
mod odd;
mod pages;
mod passage;
mod questions;
mod scan;
mod utf8;
mod whole;

pub use self::{
    controls::{is_among_garble, is_of_sequence},
    questions::question_marks,
};

/// Bits a lone repair must gain to be sure, if the encoding is one of the two by far commonest.
const SURE: i32 = 7;
/// The same for any other encoding.
const SURE_OTHERWISE: i32 = 9;
/// The same where U+FFFD stands for a byte: it is odd before and after.
const SURE_LOSSY: i32 = 5;
/// Bits that make a repair one to be held against a lexicon.
const POSSIBLE: i32 = 1;
/// Bits that several repairs must gain together, and each by itself, to be sure where one encoding explains all of them.
const TOGETHER: i32 = 14;
const EACH: i32 = 3;
/// Bits that make a repair likely.
const LIKELY: i32 = 5;
/// The same for encodings whose text is full of the images of lead bytes.
const LIKELY_OTHERWISE: i32 = 8;
/// Bits a repair must gain in a line where the same mistake is sure.
const SETTLED: i32 = -1;
/// Bits that make a line's other runs be judged by [`SETTLED`].
const EVIDENCE: i32 = 9;
/// Encodings whose repairs gain about the same.
const CLOSE: i32 = 8;

/// One place to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Where.
    pub span: Span,
    /// What should stand there.
    pub with: String,
    /// What happened: `utf-8 read as windows-1252, twice`.
    pub steps: String,
    /// True if it is beyond doubt.
    pub sure: bool,
    /// True if it is likely by itself; otherwise it is one only where it makes a word.
    pub likely: bool,
    /// True if something was lost for good.
    pub lossy: bool,
    /// The encoding of the last mistake, where it was UTF-8 misread.
    page: Option<usize>,
}

/// Finds what to mend. Nothing is looked for where `blocked` says so.
#[must_use]
pub fn find(text: &str, blocked: &dyn Fn(Span) -> bool) -> Vec<Repair> {
    if text.is_ascii() {
        return Vec::new();
    }
    let scanned = scan::scan(text);
    let mut repairs = Vec::new();
    let mut possible = Vec::new();
    let mut tried = Tried::default();
    let mut rest = &scanned.runs[..];
    while let Some(first) = rest.first() {
        let line_end =
            memchr::memchr(b'\n', &text.as_bytes()[first.span.end..]).map_or(text.len(), |i| first.span.end + i);
        let here = rest.iter().take_while(|r| r.span.start < line_end).count();
        if !whole_line(text, &rest[..here], blocked, &mut repairs) {
            line(text, &rest[..here], blocked, &mut tried, &mut repairs, &mut possible);
        }
        rest = &rest[here..];
    }
    lossy::find(text, &scanned, blocked, &mut repairs);
    cjk::find(text, &scanned.cjk, blocked, &mut repairs);
    repairs.sort_by_key(|r| r.span);
    passage::find(text, &scanned.dense, blocked, &mut repairs);
    controls::find(text, &scanned.controls, blocked, &mut repairs);
    repairs.append(&mut possible);
    repairs.sort_by_key(|r| (r.span.start, !r.likely));
    repairs.dedup_by(|next, kept| next.span.start < kept.span.end);
    repairs
}

/// Mends a line that was misread from end to end; false if it was not.
fn whole_line(text: &str, runs: &[scan::Run], blocked: &dyn Fn(Span) -> bool, repairs: &mut Vec<Repair>) -> bool {
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else { return false };
    let pages = runs.iter().fold(Set::MAX, |pages, run| pages & run.pages);
    if pages == 0 {
        return false;
    }
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..first.span.start]).map_or(0, |i| i + 1);
    let end = memchr::memchr(b'\n', &text.as_bytes()[last.span.end..]).map_or(text.len(), |i| last.span.end + i);
    let layers = whole::layers(&text[start..end], &text[first.span.range()], pages);
    if layers.is_empty() {
        return false;
    }
    let mut found = Vec::new();
    let mut specimens = 0;
    for run in runs {
        let Some(with) = whole::read(&text[run.span.range()], &layers) else { return false };
        // A text about mojibake quotes it; one that is mojibake quotes a word here and there.
        specimens += usize::from(is_specimen(text, run.span, &with));
        if blocked(run.span) || specimens * 4 > runs.len() {
            return false;
        }
        push(text, run.span, &Mended::whole(with, layers.clone()), true, 0, &mut found);
    }
    repairs.append(&mut found);
    true
}

/// Judges the runs of one line together.
fn line<'t>(
    text: &'t str,
    runs: &[scan::Run],
    blocked: &dyn Fn(Span) -> bool,
    tried: &mut Tried<'t>,
    repairs: &mut Vec<Repair>,
    possible: &mut Vec<Repair>,
) {
    let mut mended: Vec<Option<Mended>> = runs
        .iter()
        .map(|run| {
            attempt(text, run, run.pages, false, tried)
                .filter(|m| !blocked(run.span) && !is_specimen(text, run.span, &m.text))
        })
        .collect();
    let is_sure = |m: &Mended| m.gain >= sure(m);
    let mut total = 0;
    let mut used: Set = 0;
    let mut fitting: Set = 0;
    for (m, run) in mended.iter().zip(runs).filter_map(|(m, run)| m.as_ref().filter(|m| is_sure(m)).map(|m| (m, run))) {
        total += if runs.len() == 1 && is_doubtful(m, text, run.span) { 0 } else { m.gain };
        used |= 1 << m.layers[0];
        fitting |= run.pages;
    }
    if total < EVIDENCE && runs.len() > 1 {
        // Frames are drawn of the same characters again and again.
        let drawn = |run: &scan::Run| text[run.span.range()].chars().all(|c| role(c).is_box());
        let together = mended.iter().zip(runs).filter(|(_, run)| !drawn(run)).filter_map(|(m, _)| m.as_ref());
        let fit = together.filter(|m| m.gain >= EACH && !m.lossy && !is_garble(m));
        let (pages, gained) = fit.fold((0 as Set, 0), |(pages, sum), m| (pages | 1 << m.layers[0], sum + m.gain));
        if pages.is_power_of_two() && gained >= TOGETHER {
            (total, used) = (gained, pages);
            fitting |= pages;
        }
    }
    let chief = if total >= EVIDENCE { chief(text, runs, used, fitting, tried) } else { 0 };
    let start = repairs.len();
    for (run, found) in runs.iter().zip(&mut mended) {
        // One line was misread as one thing: where several encodings fit, the one that fits the others is meant.
        let doubted = |m: &Mended| m.layers[0] != chief || !is_sure(m) || is_garble(m);
        if total >= EVIDENCE && found.as_ref().is_none_or(doubted) && !blocked(run.span) {
            let mut fits = |pages: Set, least: i32| {
                attempt(text, run, run.pages & pages, true, tried)
                    .filter(|m| m.gain >= least && !is_garble(m) && !is_specimen(text, run.span, &m.text))
            };
            let least = found.as_ref().map_or(SETTLED, |m| (m.gain - 8).max(SETTLED));
            if let Some(again) = fits(1 << chief, least)
                .or_else(|| if found.as_ref().is_some_and(is_sure) { None } else { fits(related(used), SETTLED) })
            {
                push(text, run.span, &again, true, start, repairs);
                continue;
            }
        }
        let Some(m) = found.take().filter(|m| m.gain >= POSSIBLE && !is_garble(m)) else { continue };
        if m.gain < if m.layers[0] < 2 { LIKELY } else { LIKELY_OTHERWISE } {
            if !m.lossy {
                push(text, run.span, &m, false, possible.len(), possible);
                if let Some(last) = possible.last_mut() {
                    last.likely = false;
                }
            }
            continue;
        }
        let doubtful = total <= m.gain && is_doubtful(&m, text, run.span);
        push(text, run.span, &m, is_sure(&m) && !doubtful, start, repairs);
    }
}

/// The one encoding that explains most of a line.
fn chief<'t>(text: &'t str, runs: &[scan::Run], used: Set, fitting: Set, tried: &mut Tried<'t>) -> usize {
    const ENOUGH: usize = 24;
    let mut explained = |page: usize| -> i32 {
        runs.iter()
            .take(ENOUGH)
            .filter(|run| run.pages >> page & 1 == 1)
            .filter_map(|run| attempt(text, run, 1 << page, true, tried))
            .map(|m| m.gain.max(0))
            .sum()
    };
    // Where nearly all was read as one thing there is nothing to weigh.
    let pages = if used.is_power_of_two() && runs.len() == 1 { used } else { fitting };
    let scores: Vec<(i32, usize)> =
        (0..Set::BITS as usize).filter(|page| pages >> page & 1 == 1).map(|page| (explained(page), page)).collect();
    let most = scores.iter().map(|s| s.0).max().unwrap_or_default();
    // What explains as much is told apart by the language that comes out.
    let close: Vec<usize> = scores.iter().filter(|s| s.0 + CLOSE >= most).map(|s| s.1).collect();
    match close[..] {
        [] => 0,
        [only] => only,
        _ => close
            .into_iter()
            .min_by_key(|&page| letters::cost(&whole(text, &runs[..runs.len().min(ENOUGH)], page, tried)))
            .unwrap_or_default(),
    }
}

/// From the first run to the last, with what one encoding makes of them.
fn whole<'t>(text: &'t str, runs: &[scan::Run], page: usize, tried: &mut Tried<'t>) -> String {
    let mut made = String::new();
    let mut at =
        runs.first().map_or(0, |run| memchr::memrchr(b' ', &text.as_bytes()[..run.span.start]).map_or(0, |i| i + 1));
    for run in runs {
        made.push_str(&text[at..run.span.start]);
        match attempt(text, run, run.pages & 1 << page, true, tried) {
            Some(m) => made.push_str(&m.text),
            None => made.push_str(&text[run.span.range()]),
        }
        at = run.span.end;
    }
    made
}

/// Repairs tried so far, by what they depend on: in a broken text the same few runs come again and again.
type Tried<'t> = FxHashMap<(&'t str, Set, Place), Option<Mended>>;

fn attempt<'t>(text: &'t str, run: &scan::Run, pages: Set, settled: bool, tried: &mut Tried<'t>) -> Option<Mended> {
    let place = Place {
        before: text[..run.span.start].chars().next_back(),
        after: text[run.span.end..].chars().next(),
        settled,
    };
    let run = &text[run.span.range()];
    if run.len() > utf8::LONG {
        return utf8::mend(run, pages, place);
    }
    tried.entry((run, pages, place)).or_insert_with(|| utf8::mend(run, pages, place)).clone()
}

/// Garble that went through more than wrong encodings comes out of a repair as garble.
fn is_garble(m: &Mended) -> bool {
    m.left > 8 && m.left * 3 > m.gain
}

/// What a repair must gain if nothing else speaks for it.
fn sure(m: &Mended) -> i32 {
    if m.lossy {
        SURE_LOSSY
    } else if m.layers[0] < 2 {
        SURE
    } else {
        SURE_OTHERWISE
    }
}

/// Brands and nicknames write letters as currency signs; one alone is no proof.
fn is_doubtful(m: &Mended, text: &str, span: Span) -> bool {
    m.sequences == 1 && text[span.range()].chars().any(|c| c == '¥') && m.text.chars().all(char::is_alphabetic)
}

/// The encodings used, with the two that are read as one another.
fn related(used: Set) -> Set {
    if used & 0b11 != 0 { used | 0b11 } else { used }
}

/// True for mojibake that a text quotes: one character between quotation marks.
fn is_specimen(text: &str, span: Span, with: &str) -> bool {
    let quote = |c: char| matches!(c, '"' | '\'' | '`' | '“' | '”' | '‘' | '’' | '«' | '»' | '„' | '「' | '」');
    let run = &text[span.range()];
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let (mut first, mut last) = (before, after);
    let mut inner = with;
    // The quotation marks themselves belong to the run where the encoding has them.
    if let (Some(open), Some(close)) = (run.chars().next(), run.chars().next_back())
        && quote(open)
        && quote(close)
        && with.starts_with(open)
        && with.ends_with(close)
        && with.len() > open.len_utf8() + close.len_utf8()
    {
        (first, last) = (Some(open), Some(close));
        inner = &with[open.len_utf8()..with.len() - close.len_utf8()];
    }
    first.is_some_and(quote) && last.is_some_and(quote) && inner.chars().count() <= 2
}

/// Adds a repair, in pieces if it is long; those before `start` are of another line.
fn push(text: &str, run: Span, m: &Mended, sure: bool, start: usize, repairs: &mut Vec<Repair>) {
    let cuts = if sure { cuts::of_run(&text[run.range()], &m.layers, &m.text) } else { Vec::new() };
    for (old, new) in cuts::pieces(cuts, (run.len(), m.text.len())) {
        push_piece(text, Span::from(old).shifted(run.start), &m.text[new], m, sure, start, repairs);
    }
}

/// Adds a piece of a repair, joined to the one before where only a blank or the like parts them.
fn push_piece(text: &str, run: Span, with: &str, m: &Mended, sure: bool, start: usize, repairs: &mut Vec<Repair>) {
    let old = &text[run.range()];
    // The edit is as small as the change.
    let head: usize = old.chars().zip(with.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (old, new) = (&old[head..], &with[head..]);
    let tail: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let span = Span::new(run.start + head, run.end - tail);
    let new = &new[..new.len() - tail];
    if span.is_empty() && new.is_empty() {
        return;
    }
    let steps = describe(&m.layers);
    let joins = repairs.get(start..).and_then(<[Repair]>::last).is_some_and(|last| {
        last.span.len() < cuts::LONG
            && last.sure == sure
            && last.lossy == m.lossy
            && last.steps == steps
            && span.start - last.span.end <= 2
            && text[last.span.end..span.start].bytes().all(|b| b.is_ascii() && !b.is_ascii_control())
    });
    if let Some(joined) = repairs.last_mut().filter(|_| joins) {
        joined.with.push_str(&text[joined.span.end..span.start]);
        joined.with.push_str(new);
        joined.span.end = span.end;
        return;
    }
    repairs.push(Repair {
        span,
        with: new.to_string(),
        steps,
        sure,
        likely: true,
        lossy: m.lossy,
        page: Some(m.layers[0]),
    });
}

/// The mistakes in the order in which they were made.
fn describe(layers: &[usize]) -> String {
    let mut steps = String::new();
    let mut rest: Vec<&str> = layers.iter().rev().map(|&page| PAGES.name(page)).collect();
    while let Some(&name) = rest.first() {
        let times = rest.iter().take_while(|&&n| n == name).count();
        if !steps.is_empty() {
            steps.push_str(", then ");
        }
        steps.push_str("utf-8 read as ");
        steps.push_str(name);
        match times {
            1 => {}
            2 => steps.push_str(", twice"),
            _ => {
                steps.push_str(", ");
                steps.push_str(&times.to_string());
                steps.push_str(" times");
            }
        }
        rest.drain(..times);
    }
    steps
}

/// What the scan asks of a character.
fn role(c: char) -> Role {
    PAGES.role(c)
}
