//! Which encoding bytes without a byte order mark are in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{ISO_2022_JP, UTF_16BE, UTF_16LE};

use super::{
    Encoding, Kind,
    korean::{self, Korean},
    utf7,
};
use crate::{
    error::Result,
    text::letters::{self, BIT},
};

/// How much of a file is looked at for a declaration of its encoding.
const HEAD: usize = 2048;

/// How much of a file is looked at for NUL bytes and the like.
const SAMPLE: usize = 16 * 1024;

/// How many bytes of words beyond ASCII are weighed.
const WORDS: usize = 1500;

/// Of fewer bytes beyond ASCII nothing is certain.
const ENOUGH: usize = 6;

/// A longer word without such bytes is no context.
const LONG: usize = 40;

/// Encodings of files on the web and of the usual systems, the likelier first of those that agree on a text.
const USUAL: [&str; 21] = [
    "windows-1252", "windows-1251", "gb18030", "shift_jis", "euc-kr", "euc-jp", "big5", "windows-1250", "iso-8859-2",
    "windows-1253", "iso-8859-7", "windows-1254", "windows-1255", "iso-8859-8", "windows-1256", "iso-8859-6",
    "windows-874", "windows-1257", "koi8-u", "koi8-r", "iso-8859-5",
];

/// Encodings of older systems.
const RARE: [&str; 22] = [
    "macintosh", "ibm866", "x-mac-cyrillic", "ibm855", "ibm437", "ibm850", "ibm852", "ibm737", "ibm857", "ibm862",
    "ibm775", "x-mac-ce", "iso-8859-3", "iso-8859-4", "iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15",
    "iso-8859-16", "ibm869", "windows-1258", "johab",
];

/// UTF-16 and UTF-32 without a byte order mark, told by where the NUL bytes are.
pub(super) fn wide(bytes: &[u8]) -> Option<(Encoding, bool)> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !3];
    if sample.len() < 4 || memchr::memchr(0, sample).is_none() {
        return None;
    }
    let mut zeros = [0usize; 4];
    for unit in sample.chunks_exact(4) {
        for (count, &byte) in zeros.iter_mut().zip(unit) {
            *count += usize::from(byte == 0);
        }
    }
    let units = sample.len() / 4;
    let most = |count: usize| count * 10 >= units * 9;
    let few = |count: usize| count * 20 <= units;
    for big in [true, false] {
        let high = if big { [zeros[0], zeros[1]] } else { [zeros[3], zeros[2]] };
        let low = if big { zeros[3] } else { zeros[0] };
        let valid = sample.chunks_exact(4).all(|u| {
            let unit = [u[0], u[1], u[2], u[3]];
            char::from_u32(if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) }).is_some()
        });
        if valid && bytes.len().is_multiple_of(4) && high[0] == units && most(high[1]) && few(low) {
            return Some((Encoding(Kind::Utf32 { big }), true));
        }
    }
    // In UTF-16 the blanks alone have a NUL half, whatever the script.
    let (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3]);
    let (encoding, big) = if odd > even { (UTF_16LE, false) } else { (UTF_16BE, true) };
    let (more, less) = (even.max(odd), even.min(odd));
    let text = encoding.decode_without_bom_handling_and_without_replacement(without_half_a_pair(sample, big))?;
    let readable = text.chars().filter(|&c| !c.is_control() || c.is_whitespace()).count();
    let blanks = sample
        .chunks_exact(2)
        .filter(|u| matches!(if big { [u[0], u[1]] } else { [u[1], u[0]] }, [0, b' ' | b'\n' | b'\r']))
        .count();
    let plain = bytes.len().is_multiple_of(2) && less * 20 <= more && readable * 100 >= text.chars().count() * 99;
    let latin = more * 10 >= sample.len() * 3;
    // A stray NUL beside a blank makes one blank of two bytes in a text that reads well as UTF-8.
    let spaced = blanks >= 2 && blanks * 100 >= sample.len() / 2 && !reads_as_utf8(sample);
    (plain && (latin || spaced)).then_some((Encoding(Kind::Whatwg(encoding)), true))
}

/// UTF-16 without the first half of a surrogate pair at the end, where a sample was cut.
fn without_half_a_pair(sample: &[u8], big: bool) -> &[u8] {
    match sample {
        [rest @ .., a, b] if matches!(if big { a } else { b }, 0xD8..=0xDB) => rest,
        _ => sample,
    }
}

/// True if bytes are UTF-8, NUL bytes apart, with hardly a control character in it. The last character may be cut off.
fn reads_as_utf8(bytes: &[u8]) -> bool {
    let whole = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    let controls = bytes.iter().filter(|b| matches!(b, 1..=8 | 0x0E..=0x1F | 0x7F)).count();
    whole && controls * 20 <= bytes.len()
}

/// Encodings whose units are bytes; `valid` says that they are UTF-8.
pub(super) fn narrow(bytes: &[u8], valid: bool) -> Result<(Encoding, bool)> {
    let declared = declared(bytes)?;
    if valid {
        return Ok((switched(bytes).unwrap_or(Encoding::UTF_8), true));
    }
    // Cut off in the middle of the last character, or a few bad bytes in much good UTF-8: still UTF-8.
    if mostly_utf8(bytes) {
        return Ok((Encoding::UTF_8, true));
    }
    if let Some(encoding) = declared.filter(|e| super::read(bytes, *e, true, false).errors.is_empty() && !e.is_utf8()) {
        return Ok((encoding, true));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = Encoding(Kind::Whatwg(detector.guess(None, Utf8Detection::Deny)));
    Ok(weigh(&sample(bytes), guess))
}

/// The encoding of ASCII bytes that switch character sets the way the ISO-2022 family does, if nothing contradicts that.
fn switched(bytes: &[u8]) -> Option<Encoding> {
    let escape = memchr::memmem::find(bytes, b"\x1B$")?;
    let encoding = match &bytes[escape + 2..] {
        [b'B' | b'@', ..] => Encoding(Kind::Whatwg(ISO_2022_JP)),
        _ if bytes[escape..].starts_with(korean::DESIGNATOR) => Encoding(Kind::Korean(Korean::Iso2022)),
        _ => return None,
    };
    (bytes.is_ascii() && super::read(bytes, encoding, true, false).errors.is_empty()).then_some(encoding)
}

/// The words of a file that hold bytes beyond ASCII, each with its neighbours, as far as they are needed to tell encodings
/// apart.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::with_capacity(WORDS);
    let mut weighed = 0;
    // The last word without such bytes, and whether the word before this one was taken.
    let (mut before, mut after): (&[u8], bool) = (b"", false);
    for word in bytes.split(|b| b.is_ascii_whitespace() || matches!(b, b'<' | b'>' | b'"' | b'=' | b'/')) {
        let plain = word.is_ascii();
        if !plain && !before.is_empty() {
            sample.extend_from_slice(before);
            sample.push(b' ');
        }
        if !plain || after {
            sample.extend_from_slice(word);
            sample.push(b' ');
        }
        weighed += if plain { 0 } else { word.len() + 1 };
        if weighed >= WORDS {
            break;
        }
        before = if plain && !after && word.len() < LONG { word } else { b"" };
        after = !plain;
    }
    sample
}

/// The encoding in which the words read the least strangely, and whether no other comes near it. `guess` is what byte
/// frequencies say; it wins where our own model sees little difference.
fn weigh(words: &[u8], guess: Encoding) -> (Encoding, bool) {
    let cost = |encoding: Encoding| {
        let decoded = super::read(words, encoding, true, false);
        (decoded.errors.len() * 100 <= words.len()).then(|| (letters::cost(&decoded.text), decoded.text.into_owned()))
    };
    let mut readings: Vec<(u32, String, Encoding)> = Vec::new();
    readings.extend(cost(guess).map(|(cost, text)| (cost, text, guess)));
    let first = readings.first().map(|r| r.1.clone()).unwrap_or_default();
    for (tier, names) in [(1, &USUAL[..]), (2, &RARE[..])] {
        for encoding in names.iter().filter_map(|name| Encoding::by_name(name).ok()) {
            if let Some((cost, text)) = cost(encoding)
                && readings.iter().all(|r| r.1 != text)
            {
                let bias = tier * (2 * BIT + differences(&first, &text));
                readings.push((cost + bias, text, encoding));
            }
        }
    }
    readings.sort_by_key(|r| r.0);
    let enough = words.iter().filter(|b| !b.is_ascii()).count() >= ENOUGH;
    match &readings[..] {
        [] => (guess, false),
        [only] => (only.2, enough),
        [best, second, ..] => {
            let clear = differences(&best.1, &second.1) + 6 * BIT;
            (best.2, enough && second.0 - best.0 >= clear)
        }
    }
}

/// In how many places two readings of the same bytes differ, roughly where they differ in length.
fn differences(a: &str, b: &str) -> u32 {
    let apart = a.chars().zip(b.chars()).filter(|(a, b)| a != b).count();
    apart as u32
}

/// True if well-formed sequences outnumber bad bytes so far that chance is out of the question.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut long, mut bad) = (0usize, 0usize, 0usize);
    let mut left = bytes.len();
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        long += chunk.valid().bytes().filter(|b| *b >= 0xE0).count();
        left -= chunk.valid().len() + chunk.invalid().len();
        // A sequence cut short by the end of the file is no fault of the encoding.
        bad += usize::from(!chunk.invalid().is_empty() && left > 0);
    }
    // Three bytes and more that fit together are a character by chance far more rarely than two.
    good >= 3 && good >= bad * 8 || long >= 2 && good + long >= bad * 2
}

/// The encoding a document names in its head: an XML declaration, an HTML `meta`, a mail or gettext header.
fn declared(bytes: &[u8]) -> Result<Option<Encoding>> {
    let head = &bytes[..bytes.len().min(HEAD)];
    for (key, xml) in [(&b"charset"[..], false), (b"encoding", true)] {
        for at in memchr::memmem::find_iter(head, key) {
            if xml && !head[..at].starts_with(b"<?xml") {
                continue;
            }
            let rest = head[at + key.len()..].trim_ascii_start();
            let Some(rest) = rest.strip_prefix(b"=") else { continue };
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let end = rest
                .iter()
                .position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b':' | b'.'))
                .unwrap_or(rest.len());
            let Ok(label) = std::str::from_utf8(&rest[..end]) else { continue };
            if label.eq_ignore_ascii_case("utf-7") {
                return Err(utf7());
            }
            if let Ok(encoding) = Encoding::by_name(label) {
                return Ok(Some(encoding));
            }
        }
    }
    Ok(None)
}
