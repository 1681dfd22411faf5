//! Bytes to text and back: which encoding a file is in, and what in it could not be read.
//!
//! A byte order mark decides; then valid UTF-8, which hardly any other encoding's text is by chance; then what the file
//! declares of itself, if it holds; then statistics. Nothing is dropped: what cannot be read becomes U+FFFD REPLACEMENT
//! CHARACTER in the text and an offset in the list of errors. UTF-7 is refused, since it hides markup from every check
//! that looks at bytes.

use std::{borrow::Cow, fmt};

use encoding_rs::{DecoderResult, EncoderResult, UTF_8, UTF_16BE, UTF_16LE};

use self::korean::Korean;
use super::codepage::Codepage;
use crate::error::{Error, Result};

mod binary;
mod detect;
mod korean;

/// One encoding: those of the WHATWG standard, UTF-32, code pages of DOS and the Macintosh, and ISO-2022-KR and Johab,
/// which are only read.
#[derive(Clone, Copy)]
pub struct Encoding(Kind);

#[derive(Clone, Copy)]
enum Kind {
    Whatwg(&'static encoding_rs::Encoding),
    Page(&'static Codepage),
    Utf32 { big: bool },
    Korean(Korean),
}

impl Encoding {
    /// UTF-8.
    pub const UTF_8: Self = Self(Kind::Whatwg(UTF_8));

    /// The encoding of that name or label, such as `latin1`, `cp437` or `Shift_JIS`.
    ///
    /// # Errors
    /// If there is none, or it is UTF-7.
    pub fn by_name(label: &str) -> Result<Self> {
        let label = label.trim();
        let lower = label.to_ascii_lowercase().replace('_', "-");
        match lower.as_str() {
            "utf-7" | "utf7" | "unicode-1-1-utf-7" | "csunicode11utf7" => return Err(utf7()),
            "utf-32" | "utf-32le" | "utf-32-le" => return Ok(Self(Kind::Utf32 { big: false })),
            "utf-32be" | "utf-32-be" => return Ok(Self(Kind::Utf32 { big: true })),
            "iso-2022-kr" | "iso2022-kr" | "iso2022kr" | "csiso2022kr" => {
                return Ok(Self(Kind::Korean(Korean::Iso2022)));
            }
            "johab" | "cp1361" | "ms1361" | "windows-1361" => return Ok(Self(Kind::Korean(Korean::Johab))),
            "mac-roman" | "macroman" => return Ok(Self(Kind::Whatwg(encoding_rs::MACINTOSH))),
            "mac-ce" | "mac-latin2" | "maccentraleurope" => return Self::page("x-mac-ce"),
            "mac-greek" => return Self::page("x-mac-greek"),
            "mac-turkish" => return Self::page("x-mac-turkish"),
            _ => {}
        }
        if let Some(encoding) = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
            .or_else(|| encoding_rs::Encoding::for_label_no_replacement(lower.as_bytes()))
        {
            return Ok(Self(Kind::Whatwg(encoding)));
        }
        let number = lower.trim_start_matches("ibm").trim_start_matches("cp").trim_start_matches('-');
        if number.bytes().all(|b| b.is_ascii_digit()) {
            let name = match number {
                "932" => "shift_jis".into(),
                "936" => "gbk".into(),
                "949" => "euc-kr".into(),
                "950" => "big5".into(),
                "874" | "1250" | "1251" | "1252" | "1253" | "1254" | "1255" | "1256" | "1257" | "1258" => {
                    format!("windows-{number}")
                }
                _ => format!("ibm{number}"),
            };
            if let Some(encoding) = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes()) {
                return Ok(Self(Kind::Whatwg(encoding)));
            }
            if let Ok(found) = Self::page(&name) {
                return Ok(found);
            }
        }
        Self::page(&lower).map_err(|_| {
            Error::usage(format!("no encoding is called {label:?}; names such as utf-8, windows-1252, shift_jis, koi8-r or ibm850 are understood"))
        })
    }

    fn page(name: &str) -> Result<Self> {
        Codepage::by_name(name)
            .map(|page| Self(Kind::Page(page)))
            .ok_or_else(|| Error::usage(format!("no code page is called {name:?}")))
    }

    /// Its name as the WHATWG standard writes it, or `UTF-32LE`, or `ibm437` and the like.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Kind::Whatwg(encoding) => encoding.name(),
            Kind::Page(page) => page.name,
            Kind::Korean(korean) => korean.name(),
            Kind::Utf32 { big: false } => "UTF-32LE",
            Kind::Utf32 { big: true } => "UTF-32BE",
        }
    }

    /// True for UTF-8, which needs no conversion.
    #[must_use]
    pub fn is_utf8(self) -> bool {
        matches!(self.0, Kind::Whatwg(encoding) if encoding == UTF_8)
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for Encoding {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Encoding {}

/// A file's text, and how it was read.
#[derive(Clone, Debug)]
pub struct Decoded<'b> {
    /// The text; borrowed where the bytes were UTF-8 already. A UTF-8 byte order mark stays in it as U+FEFF.
    pub text: Cow<'b, str>,
    /// What it was read as.
    pub encoding: Encoding,
    /// True if a byte order mark, UTF-8's structure, the caller or clear statistics say so; false for a guess.
    pub confident: bool,
    /// True if a byte order mark stood at the start. That of UTF-16 and UTF-32 is not part of the text.
    pub bom: bool,
    /// Offsets, in the bytes, of what could not be read.
    pub errors: Vec<usize>,
    /// True if this is no text at all; `text` is empty then.
    pub binary: bool,
}

/// Reads `bytes`: as `encoding` where given, otherwise as what they turn out to be.
///
/// # Errors
/// If they are declared to be UTF-7.
pub fn decode(bytes: &[u8], encoding: Option<Encoding>) -> Result<Decoded<'_>> {
    if let Some(encoding) = encoding {
        let (bytes, bom) = without_bom(bytes, encoding);
        return Ok(read(bytes, encoding, true, bom));
    }
    if let Some(encoding) = bom(bytes) {
        let (rest, bom) = without_bom(bytes, encoding);
        return Ok(read(rest, encoding, true, bom));
    }
    if [&b"+/v8"[..], b"+/v9", b"+/v+", b"+/v/"].iter().any(|mark| bytes.starts_with(mark)) {
        return Err(utf7());
    }
    if let Some((encoding, confident)) = detect::wide(bytes) {
        return Ok(read(bytes, encoding, confident, false));
    }
    if binary::is_binary(bytes) {
        return Ok(Decoded {
            text: Cow::Borrowed(""),
            encoding: Encoding::UTF_8,
            confident: true,
            bom: false,
            errors: Vec::new(),
            binary: true,
        });
    }
    let valid = std::str::from_utf8(bytes).ok();
    let (encoding, confident) = detect::narrow(bytes, valid.is_some())?;
    // Checking UTF-8 is most of the work for most files: it is done once.
    if let Some(text) = valid.filter(|_| encoding.is_utf8()) {
        let text = Cow::Borrowed(text);
        return Ok(Decoded { text, encoding, confident, bom: false, errors: Vec::new(), binary: false });
    }
    Ok(read(bytes, encoding, confident, false))
}

/// Writes `text` as `encoding`, with a byte order mark where `bom` says so and the encoding knows one that is not in the
/// text already.
///
/// # Errors
/// If a character does not exist there; the sentence names it and its byte offset.
pub fn encode(text: &str, encoding: Encoding, bom: bool) -> Result<Cow<'_, [u8]>> {
    let missing = |at: usize| {
        let c = text[at..].chars().next().unwrap_or_default();
        Error::usage(format!(
            "{} (U+{:04X}) at byte {at} does not exist in {encoding}; write UTF-8 instead, or replace it",
            c.escape_debug(),
            c as u32
        ))
    };
    let unit = |c: char, out: &mut Vec<u8>| match encoding.0 {
        Kind::Utf32 { big: true } => out.extend((c as u32).to_be_bytes()),
        Kind::Utf32 { big: false } => out.extend((c as u32).to_le_bytes()),
        Kind::Whatwg(e) => {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend(if e == UTF_16BE { unit.to_be_bytes() } else { unit.to_le_bytes() });
            }
        }
        Kind::Page(_) | Kind::Korean(_) => {}
    };
    match encoding.0 {
        Kind::Whatwg(e) if e == UTF_8 => Ok(Cow::Borrowed(text.as_bytes())),
        Kind::Whatwg(e) if e != UTF_16LE && e != UTF_16BE => {
            let mut encoder = e.new_encoder();
            let mut out = Vec::with_capacity(
                encoder.max_buffer_length_from_utf8_without_replacement(text.len()).unwrap_or(text.len()),
            );
            match encoder.encode_from_utf8_to_vec_without_replacement(text, &mut out, true) {
                (EncoderResult::InputEmpty, _) => Ok(Cow::Owned(out)),
                (EncoderResult::Unmappable(c), read) => Err(missing(read - c.len_utf8())),
                (EncoderResult::OutputFull, _) => {
                    Err(Error::usage(format!("{encoding} needs more room than it may; write UTF-8 instead")))
                }
            }
        }
        Kind::Page(page) => {
            let mut out = Vec::with_capacity(text.len());
            for (at, c) in text.char_indices() {
                out.push(page.encode(c).ok_or_else(|| missing(at))?);
            }
            Ok(Cow::Owned(out))
        }
        Kind::Korean(_) => Err(Error::usage(format!("{encoding} is read, not written; write UTF-8 or EUC-KR instead"))),
        Kind::Whatwg(_) | Kind::Utf32 { .. } => {
            let mut out = Vec::with_capacity(text.len() * 2);
            if bom {
                unit('\u{FEFF}', &mut out);
            }
            text.chars().for_each(|c| unit(c, &mut out));
            Ok(Cow::Owned(out))
        }
    }
}

fn utf7() -> Error {
    Error::usage(
        "this is UTF-7, which is not read because it can hide markup from checks; convert it to UTF-8 first, for instance with iconv",
    )
}

/// What a byte order mark at the start says.
fn bom(bytes: &[u8]) -> Option<Encoding> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::UTF_8),
        [0xFF, 0xFE, 0, 0, ..] if bytes.len().is_multiple_of(4) => Some(Encoding(Kind::Utf32 { big: false })),
        [0, 0, 0xFE, 0xFF, ..] => Some(Encoding(Kind::Utf32 { big: true })),
        [0xFF, 0xFE, ..] => Some(Encoding(Kind::Whatwg(UTF_16LE))),
        [0xFE, 0xFF, ..] => Some(Encoding(Kind::Whatwg(UTF_16BE))),
        _ => None,
    }
}

/// The bytes after the encoding's own byte order mark, and whether there was one. UTF-8 keeps its own: a rule judges it.
fn without_bom(bytes: &[u8], encoding: Encoding) -> (&[u8], bool) {
    match encoding.0 {
        Kind::Whatwg(e) if e == UTF_8 => (bytes, bytes.starts_with(&[0xEF, 0xBB, 0xBF])),
        _ if bom(bytes) == Some(encoding) => {
            let width = if matches!(encoding.0, Kind::Utf32 { .. }) { 4 } else { 2 };
            (&bytes[width..], true)
        }
        _ => (bytes, false),
    }
}

fn read(bytes: &[u8], encoding: Encoding, confident: bool, bom: bool) -> Decoded<'_> {
    // Errors are offsets in the file, its byte order mark counted.
    let skipped = match encoding.0 {
        Kind::Whatwg(e) if e == UTF_8 => 0,
        Kind::Utf32 { .. } if bom => 4,
        _ if bom => 2,
        _ => 0,
    };
    let mut errors = Vec::new();
    let text = match encoding.0 {
        Kind::Whatwg(e) if e == UTF_8 => utf8(bytes, &mut errors),
        Kind::Whatwg(e) => match e.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => text,
            None => Cow::Owned(with_replacement(bytes, e, &mut errors)),
        },
        Kind::Page(page) => Cow::Owned(
            bytes
                .iter()
                .enumerate()
                .map(|(at, &byte)| {
                    page.decode(byte).unwrap_or_else(|| {
                        errors.push(at);
                        char::REPLACEMENT_CHARACTER
                    })
                })
                .collect(),
        ),
        Kind::Korean(korean) => Cow::Owned(korean.decode(bytes, &mut errors)),
        Kind::Utf32 { big } => Cow::Owned(utf32(bytes, big, &mut errors)),
    };
    for error in &mut errors {
        *error += skipped;
    }
    Decoded { text, encoding, confident, bom, errors, binary: false }
}

fn utf8<'b>(bytes: &'b [u8], errors: &mut Vec<usize>) -> Cow<'b, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            errors.push(at);
            text.push(char::REPLACEMENT_CHARACTER);
            at += chunk.invalid().len();
        }
    }
    Cow::Owned(text)
}

/// Bytes of text that are decoded at once where some bytes cannot be read.
const ROOM: usize = 4096;

fn with_replacement(bytes: &[u8], encoding: &'static encoding_rs::Encoding, errors: &mut Vec<usize>) -> String {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len());
    // To append to a string the decoder would clear all that is left of its room, after each bad byte anew.
    let mut room = "\0".repeat(ROOM);
    let mut at = 0;
    loop {
        let (result, read, written) = decoder.decode_to_str_without_replacement(&bytes[at..], &mut room, true);
        text.push_str(&room[..written]);
        at += read;
        match result {
            DecoderResult::InputEmpty => return text,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                errors.push(at.saturating_sub(usize::from(length) + usize::from(after)));
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

fn utf32(bytes: &[u8], big: bool, errors: &mut Vec<usize>) -> String {
    let mut text = String::with_capacity(bytes.len() / 2);
    for (index, unit) in bytes.chunks(4).enumerate() {
        let code = <[u8; 4]>::try_from(unit)
            .ok()
            .map(|unit| if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) });
        text.push(code.and_then(char::from_u32).unwrap_or_else(|| {
            errors.push(index * 4);
            char::REPLACEMENT_CHARACTER
        }));
    }
    text
}
