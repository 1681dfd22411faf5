//! Escapes of JSON and of R, read.

/// Reads runs of `\uXXXX`, in pairs where two make one character, or of `<U+XXXX>`. `None` if it is not all escapes of
/// characters that may stand in a text.
pub(super) fn decode(escapes: &str) -> Option<String> {
    let decoded = if escapes.starts_with('<') { code_points(escapes)? } else { units(escapes)? };
    let legible =
        |c: char| !c.is_control() && !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{fffe}' | '\u{ffff}');
    (!decoded.is_empty() && decoded.chars().all(legible)).then_some(decoded)
}

fn units(escapes: &str) -> Option<String> {
    let units: Option<Vec<u16>> = escapes.split("\\u").skip(1).map(|hex| u16::from_str_radix(hex, 16).ok()).collect();
    String::from_utf16(&units?).ok()
}

fn code_points(escapes: &str) -> Option<String> {
    let code_point = |escape: &str| char::from_u32(u32::from_str_radix(escape.strip_suffix('>')?, 16).ok()?);
    escapes.split("<U+").skip(1).map(code_point).collect()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn pairs_make_one_character_and_halves_make_none() {
        assert_eq!(decode("\\u2019").as_deref(), Some("’"));
        assert_eq!(decode("\\ud83d\\ude00").as_deref(), Some("😀"));
        assert_eq!(decode("\\ud83d"), None);
        assert_eq!(decode("\\u0000"), None);
        assert_eq!(decode("<U+2019><U+0001F600>").as_deref(), Some("’😀"));
        assert_eq!(decode("<U+D83D>"), None);
    }
}
