//! Files that are no text: pictures, archives, programs.

/// How the commonest binary formats begin.
const MAGIC: [&[u8]; 26] = [
    b"\x89PNG",
    b"GIF87a",
    b"GIF89a",
    b"\xFF\xD8\xFF",
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1F\x8B",
    b"BZh9",
    b"\xFD7zXZ\0",
    b"7z\xBC\xAF\x27\x1C",
    b"\x7FELF",
    b"\x28\xB5\x2F\xFD",
    b"\xCA\xFE\xBA\xBE",
    b"\0asm",
    b"OggS\0",
    b"fLaC\0",
    b"ID3\x03",
    b"ID3\x04",
    b"SQLite format 3\0",
    b"wOFF",
    b"wOF2",
    b"PAR1",
    b"II*\0",
    b"MM\0*",
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
];

/// How much of a file is looked at.
const SAMPLE: usize = 8 * 1024;

/// True for a known beginning, or for more control characters than any damaged text has.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
        return true;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // ESC and SO, SI switch character sets in the ISO-2022 family and colours in terminal logs.
    let controls = sample
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x0E | 0x0F | 0x1B))
        .count();
    // A stray control character in a short text is a fault to mend; a tenth of a file is not, nor is one in fifty where the rest
    // is no UTF-8: packed and encrypted bytes have one in eleven.
    let whole = std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true);
    controls > 4 && controls * if whole { 10 } else { 50 } > sample.len()
}
