//! Which encoding bytes without a byte order mark are in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_16BE, UTF_16LE};

use super::{Encoding, Kind, utf7};
use crate::error::Result;

/// How much of a file is looked at for a declaration of its encoding.
const HEAD: usize = 2048;

/// How much of a file is looked at for NUL bytes and the like.
const SAMPLE: usize = 16 * 1024;

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
    let text = encoding.decode_without_bom_handling_and_without_replacement(sample)?;
    let readable = text.chars().filter(|&c| !c.is_control() || c.is_whitespace()).count();
    let blanks = sample.chunks_exact(2).filter(|u| matches!(if big { [u[0], u[1]] } else { [u[1], u[0]] }, [0, b' ' | b'\n' | b'\r'])).count();
    let plain = bytes.len().is_multiple_of(2) && less * 20 <= more && readable * 100 >= text.chars().count() * 99;
    (plain && (more * 4 >= units * 2 || blanks * 50 >= units)).then_some((Encoding(Kind::Whatwg(encoding)), true))
}

/// Encodings whose units are bytes.
pub(super) fn narrow(bytes: &[u8]) -> Result<(Encoding, bool)> {
    let declared = declared(bytes)?;
    match std::str::from_utf8(bytes) {
        Ok(_) if memchr::memchr2(0x1B, b'~', bytes).is_none() => return Ok((Encoding::UTF_8, true)),
        Ok(_) => {}
        // Cut off in the middle of the last character, or a few bad bytes in much good UTF-8: still UTF-8.
        Err(_) if mostly_utf8(bytes) => return Ok((Encoding::UTF_8, true)),
        Err(_) => {}
    }
    if let Some(encoding) = declared.filter(|e| super::read(bytes, *e, true, false).errors.is_empty() && !e.is_utf8()) {
        return Ok((encoding, true));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    Ok((Encoding(Kind::Whatwg(guess)), guess == encoding_rs::UTF_8))
}

/// True if well-formed sequences outnumber bad bytes so far that chance is out of the question.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    let mut left = bytes.len();
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
        left -= chunk.valid().len() + chunk.invalid().len();
        // A sequence cut short by the end of the file is no fault of the encoding.
        bad += usize::from(!chunk.invalid().is_empty() && left > 0);
    }
    good >= 3 && good >= bad * 8
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
            let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b':' | b'.')).unwrap_or(rest.len());
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
