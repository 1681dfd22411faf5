//! Backslash escapes of JSON and its kin, read.

/// Reads runs of `\uXXXX`, in pairs where two make one character. `None` if it is not all escapes of characters that
/// may stand in a text.
pub(super) fn decode(escapes: &str) -> Option<String> {
    let units: Option<Vec<u16>> = escapes.split("\\u").skip(1).map(|hex| u16::from_str_radix(hex, 16).ok()).collect();
    let decoded = String::from_utf16(&units?).ok()?;
    let legible =
        |c: char| !c.is_control() && !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{fffe}' | '\u{ffff}');
    (!decoded.is_empty() && decoded.chars().all(legible)).then_some(decoded)
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
    }
}
