//! Whole lines read as another encoding of one byte a letter, or of Chinese, Japanese or Korean: `Ïðèâåò` for `Привет`.
//!
//! Nothing in the bytes says so; only the language does. So a line is looked at only where its letters stand as in no
//! language, and is read anew only if the model of neighbouring letters then finds it much less strange.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, SHIFT_JIS};

use super::{Repair, cuts};
use crate::{
    chars,
    span::Span,
    text::{
        codepage::Codepage,
        letters::{self, BIT},
    },
};

/// What text is taken for by mistake.
const TAKEN_FOR: [&str; 13] = [
    "windows-1252", "iso-8859-1", "windows-1251", "macintosh", "ibm866", "koi8-r", "ibm437", "ibm850", "windows-1250",
    "windows-1253", "windows-1254", "x-mac-cyrillic", "iso-8859-5",
];

/// What it was, one byte a letter.
const WAS: [&str; 20] = [
    "windows-1251", "koi8-r", "ibm866", "windows-1250", "iso-8859-2", "windows-1253", "iso-8859-7", "windows-1255",
    "windows-1256", "windows-874", "windows-1254", "windows-1257", "windows-1252", "macintosh", "ibm850", "ibm852",
    "ibm437", "x-mac-cyrillic", "iso-8859-5", "ibm737",
];

/// Those of them that Latin letters are kept in, and names that these are taken for.
const OF_LATIN: [&str; 10] = [
    "windows-1250", "iso-8859-1", "iso-8859-2", "windows-1254", "windows-1257", "windows-1252", "macintosh", "ibm850",
    "ibm852", "ibm437",
];

/// What it was, several bytes a letter.
static WAS_WIDE: [&encoding_rs::Encoding; 5] = [GBK, BIG5, SHIFT_JIS, EUC_JP, EUC_KR];

/// So many lines are tried in vain before a text is taken to be just strange.
const PATIENCE: usize = 6;

/// So many sentences of a line are tried by themselves.
const SENTENCES: usize = 2;

/// So much of a line is judged.
const SAMPLE: usize = 400;

/// Bits to be gained.
const SURE: u32 = 24;

/// What a character of good text costs at most, on average and per byte of the wrong encoding.
const PLAUSIBLE: u32 = 7 * BIT;

/// What a character of text in the wrong encoding costs at least, on average.
const STRANGE: u32 = 7 * BIT;

/// Tries the lines in which letters stand oddly. What was found in such a line before counts only if it makes the line less
/// odd: by chance some letters of a line in the wrong encoding make something of their own.
pub(super) fn find(text: &str, dense: &[usize], blocked: &dyn Fn(Span) -> bool, repairs: &mut Vec<Repair>) {
    let mut vain = 0;
    let mut usual = None;
    for &at in dense {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |i| i + 1);
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |i| at + i);
        let span = Span::new(start, end);
        let here = repairs.partition_point(|r| r.span.end <= start)..repairs.partition_point(|r| r.span.start < end);
        if vain == PATIENCE || !here.is_empty() && helps(text, span, &repairs[here.clone()]) {
            continue;
        }
        // A sentence may have been pasted into a line that is as it should be.
        let mended = mend(&text[span.range()], usual).map(|(way, with)| (span, way, with)).or_else(|| {
            let odd = sentences(text, span).filter(|sentence| *sentence != span);
            odd.into_iter()
                .take(SENTENCES)
                .find_map(|sentence| mend(&text[sentence.range()], usual).map(|(way, with)| (sentence, way, with)))
        });
        let Some((span, way, with)) = mended.filter(|(span, ..)| !blocked(*span)) else {
            vain += 1;
            continue;
        };
        usual = Some(way);
        let steps = format!("{} read as {}", way.1, way.0);
        let cuts = cuts::of_line(&text[span.range()], &with);
        let made = cuts::pieces(cuts, (span.len(), with.len())).map(|(old, new)| Repair {
            span: Span::from(old).shifted(span.start),
            with: with[new].to_owned(),
            steps: steps.clone(),
            sure: true,
            likely: true,
            lossy: false,
            page: None,
        });
        let here =
            repairs.partition_point(|r| r.span.end <= span.start)..repairs.partition_point(|r| r.span.start < span.end);
        repairs.splice(here, made);
    }
}

/// The sentences of a line whose letters stand as in no language, without the blanks around them.
fn sentences(text: &str, line: Span) -> impl Iterator<Item = Span> {
    let mut at = line.start;
    let stops = |c: char| matches!(c, '.' | '!' | '?' | '。' | '！' | '？');
    std::iter::from_fn(move || {
        let start = at + text[at..line.end].len() - text[at..line.end].trim_start().len();
        let rest = &text[start..line.end];
        let length = rest.find(stops).map_or(rest.len(), |i| i + rest[i..].chars().next().map_or(0, char::len_utf8));
        at = start + length;
        (length > 0).then(|| Span::new(start, start + length))
    })
    .filter(|sentence| strangeness(sample(&text[sentence.range()])).is_some())
}

/// True if repairs take at least a quarter of the oddness from a line, or leave none worth a look.
fn helps(text: &str, line: Span, repairs: &[Repair]) -> bool {
    let mut made = String::new();
    let mut at = line.start;
    for repair in repairs.iter().filter(|r| line.covers(r.span)) {
        // Where two overlap, the earlier counts.
        if repair.span.start < at {
            continue;
        }
        made.push_str(&text[at..repair.span.start]);
        made.push_str(&repair.with);
        at = repair.span.end;
    }
    made.push_str(&text[at..line.end]);
    strangeness(sample(&made)).is_none_or(|left| left * 4 <= letters::cost(sample(&text[line.range()])) * 3)
}

/// What a sample costs whose letters stand as in no language; `None` for any other.
fn strangeness(sample: &str) -> Option<u32> {
    let letters = u32::try_from(sample.chars().count()).unwrap_or(u32::MAX);
    Some(letters::cost(sample)).filter(|&cost| cost >= letters * STRANGE)
}

/// What a line was taken for, and what it was.
type Way = (&'static str, &'static str);

/// The reading of a line that is by far the least strange.
fn mend(line: &str, usual: Option<Way>) -> Option<(Way, String)> {
    let sample = sample(line);
    let strange = strangeness(sample)?;
    let mut best: Option<(u32, Way)> = None;
    let mixed = has_mixed_words(sample);
    for taken_for in TAKEN_FOR.iter().filter_map(|name| Codepage::by_name(name)) {
        let Some(bytes) = bytes_of(sample, taken_for) else { continue };
        for was in WAS.iter().copied().chain(WAS_WIDE.iter().map(|e| e.name())) {
            let way = (taken_for.name, was);
            // Latin words keep their plain letters whatever they are read as.
            if OF_LATIN.contains(&was) && !OF_LATIN.contains(&taken_for.name) && !mixed {
                continue;
            }
            let Some(text) = read(&bytes, was).filter(|text| text != sample && !is_nobodys(text)) else { continue };
            let cost = letters::cost(&text);
            // The way the line before went is the likeliest.
            let cost = if usual == Some(way) { cost.saturating_sub(4 * BIT) } else { cost };
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, way));
            }
        }
    }
    let (cost, way) = best?;
    let gained = strange.saturating_sub(cost);
    if gained < SURE * BIT
        || gained * 5 < strange
        || cost > u32::try_from(sample.chars().count()).unwrap_or(u32::MAX) * PLAUSIBLE
    {
        return None;
    }
    let bytes = Codepage::by_name(way.0).and_then(|page| bytes_of(line, page))?;
    Some((way, read(&bytes, way.1)?))
}

/// The bytes that a text was read from. What a page has no character for is read as a control character.
fn bytes_of(text: &str, page: &Codepage) -> Option<Vec<u8>> {
    let control = |c: char| u8::try_from(u32::from(c)).ok().filter(|byte| (0x80..0xA0).contains(byte));
    text.chars().map(|c| page.encode(c).or_else(|| control(c).filter(|&byte| page.decode(byte).is_none()))).collect()
}

/// True if at least half of the words with letters beyond ASCII hold plain letters too.
fn has_mixed_words(sample: &str) -> bool {
    let (mut all, mut mixed) = (0, 0);
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii()) {
        all += 1;
        mixed += usize::from(word.bytes().any(|b| b.is_ascii_alphabetic()));
    }
    mixed * 2 >= all
}

/// True for what nobody writes: characters without a meaning, and the narrow kana of old terminals, to which single bytes
/// beyond ASCII are turned by `Shift_JIS` whatever they are.
fn is_nobodys(text: &str) -> bool {
    let narrow = |c: char| matches!(c, '\u{FF61}'..='\u{FF9F}');
    let class = |c: char| chars::class(c);
    let beyond = text.chars().filter(|c| !c.is_ascii()).count();
    text.chars().any(|c| class(c).is_private() || class(c).is_unassigned())
        || text.chars().filter(|&c| narrow(c)).count() * 4 > beyond
}

fn read(bytes: &[u8], name: &str) -> Option<String> {
    match WAS_WIDE.iter().find(|e| e.name() == name) {
        Some(encoding) => {
            encoding.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
        }
        None => Codepage::by_name(name).and_then(|page| bytes.iter().map(|&b| page.decode(b)).collect()),
    }
}

/// The first part of a line, cut between words.
fn sample(line: &str) -> &str {
    let end = line.floor_char_boundary(SAMPLE);
    match line[..end].rfind(' ') {
        Some(blank) if end < line.len() => &line[..blank],
        _ => &line[..end],
    }
}
