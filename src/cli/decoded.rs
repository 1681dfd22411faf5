//! From the bytes of a file to its text.

use std::path::Path;

use super::files::shown;
use crate::{
    error::{Error, Result},
    text::decode,
};

/// Bytes of a file's start that are looked at to tell text from other data.
const SNIFFED: usize = 8 * 1024;

/// A file's text and how to write it back.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: decode::Encoding,
    /// Whether it began with a byte order mark that is not part of the text.
    pub(super) bom: bool,
}

impl Decoded {
    /// Bytes to text in the encoding the user names.
    pub(super) fn read_as(path: &Path, bytes: &[u8], encoding: decode::Encoding) -> Result<Self> {
        let read = decode::decode(bytes, Some(encoding))?;
        if let Some(at) = read.errors.first() {
            let problem = format!(
                "byte {at} cannot be read as {encoding}; without `--encoding` it is told by what the file looks like"
            );
            return Err(Error::Data { path: shown(path).into(), at: None, problem });
        }
        Ok(Self { text: read.text.into_owned(), encoding, bom: read.bom && !encoding.is_utf8() })
    }

    /// Bytes to text; `None` for what is no text and was not asked for by name.
    pub(super) fn read(path: &Path, bytes: Vec<u8>, named: bool) -> Result<Option<Self>> {
        let has_nul = memchr::memchr(0, &bytes[..bytes.len().min(SNIFFED)]).is_some();
        // The encodings of the ISO-2022 family are ASCII with escapes.
        let bytes = if has_nul || memchr::memmem::find(&bytes, b"\x1B$").is_some() {
            bytes
        } else {
            match String::from_utf8(bytes) {
                Ok(text) => return Ok(Some(Self { text, encoding: decode::Encoding::UTF_8, bom: false })),
                Err(error) => error.into_bytes(),
            }
        };
        let refused = |problem: String| Err(Error::Data { path: shown(path).into(), at: None, problem });
        let read = match decode::decode(&bytes, None) {
            Ok(read) => read,
            Err(error) => return refused(error.to_string()),
        };
        if read.binary {
            // Named on the command line, valid UTF-8 is text even if it holds NUL.
            return match String::from_utf8(bytes) {
                Ok(text) if named => Ok(Some(Self { text, encoding: decode::Encoding::UTF_8, bom: false })),
                _ if named => refused("this is not text; leave it out with `--exclude`".into()),
                _ => Ok(None),
            };
        }
        if read.encoding.is_utf8() && read.errors.is_empty() || read.confident && read.errors.is_empty() {
            let bom = read.bom && !read.encoding.is_utf8();
            return Ok(Some(Self { text: read.text.into_owned(), encoding: read.encoding, bom }));
        }
        let at = std::str::from_utf8(&bytes).err().map_or(0, |e| e.valid_up_to());
        let line = 1 + memchr::memchr_iter(b'\n', &bytes[..at]).count();
        let guess = if read.encoding.is_utf8() { String::new() } else { format!(", perhaps {}", read.encoding) };
        refused(format!(
            "this is not UTF-8 text (byte {at}, line {line}){guess}; name its encoding with `--encoding`, or leave it out with `--exclude`"
        ))
    }
}
