//! What encodings of two bytes a character read pairs of bytes as.

use std::ops::RangeInclusive;

use encoding_rs::Encoding;

/// Calls `each` with every pair of a lead and a trail byte that is one character, and the character. All pairs are decoded
/// at once: that takes a small part of the time of one after the other.
pub(super) fn for_each_pair(
    encoding: &'static Encoding,
    leads: RangeInclusive<u8>,
    trails: &RangeInclusive<u8>,
    mut each: impl FnMut([u8; 2], char),
) {
    let mut bytes = Vec::with_capacity(3 * leads.len() * trails.len());
    for lead in leads.clone() {
        for trail in trails.clone() {
            // A line end is no part of any pair, so each stands alone in its line.
            bytes.extend_from_slice(&[lead, trail, b'\n']);
        }
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    let mut chars = text.chars();
    for lead in leads {
        for trail in trails.clone() {
            let mut line = chars.by_ref().take_while(|&c| c != '\n');
            match (line.next(), line.next()) {
                (Some(char::REPLACEMENT_CHARACTER), None) => {}
                (Some(c), None) => each([lead, trail], c),
                _ => line.for_each(drop),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, SHIFT_JIS};

    use super::*;

    #[test]
    fn pairs_are_read_as_each_alone_would_be() {
        for encoding in [BIG5, EUC_JP, EUC_KR, GBK, SHIFT_JIS] {
            let (leads, trails) = (0xA1..=0xFE, 0x40..=0xFE);
            let mut found = Vec::new();
            for_each_pair(encoding, leads.clone(), &trails, |pair, c| found.push((pair, c)));
            let alone = leads.flat_map(|lead| trails.clone().map(move |trail| [lead, trail])).filter_map(|pair| {
                let text = encoding.decode_without_bom_handling_and_without_replacement(&pair)?;
                let mut chars = text.chars();
                Some((pair, chars.next().filter(|_| chars.next().is_none())?))
            });
            assert_eq!(found, alone.collect::<Vec<_>>(), "{}", encoding.name());
        }
    }
}
