//! The hash by which a word is known: the same for every spelling in capitals, and for `’` and `'`.

use std::sync::LazyLock;

use crate::chars;

/// The hash of a word as [`super::cut`] gives it, for a word that stands alone.
#[must_use]
pub fn hash(word: &str) -> u32 {
    if word.is_ascii() {
        ascii_hash(word.as_bytes())
    } else if word.chars().all(is_folded) {
        lower_hash(word.as_bytes())
    } else {
        folded_hash(word)
    }
}

/// A word whose parts are hashed.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'w> {
    word: &'w str,
    /// From here on folding leaves it as it is.
    folded_from: usize,
}

impl<'w> Parts<'w> {
    /// Of a word that stands alone.
    #[must_use]
    pub fn of(word: &'w str) -> Self {
        let unfolded = word.char_indices().rev().find(|&(_, c)| !is_folded(c));
        Self { word, folded_from: unfolded.map_or(0, |(at, c)| at + c.len_utf8()) }
    }

    /// The whole word.
    #[must_use]
    pub const fn word(&self) -> &'w str {
        self.word
    }

    /// What [`hash`] gives for the part between two places.
    #[must_use]
    pub fn hash(&self, start: usize, end: usize) -> u32 {
        if start >= self.folded_from {
            lower_hash(&self.word.as_bytes()[start..end])
        } else {
            hash(&self.word[start..end])
        }
    }
}

/// True for a character that folding leaves as it is.
#[inline]
fn is_folded(c: char) -> bool {
    !matches!(c, '’' | 'ς') && !chars::class(c).is_upper()
}

/// Mixes eight bytes into a hash.
#[inline]
fn mix(state: u64, chunk: u64) -> u64 {
    let product = u128::from(state ^ chunk) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
    (product as u64) ^ (product >> 64) as u64
}

#[inline]
fn finish(state: u64) -> u32 {
    let state = mix(state, 0xd6e8_feb8_6659_fd93);
    (state ^ (state >> 32)) as u32
}

/// Up to eight bytes, the rest zero.
#[inline]
fn load(bytes: &[u8]) -> u64 {
    if let Some(&chunk) = bytes.first_chunk::<8>() {
        return u64::from_le_bytes(chunk);
    }
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>(), bytes) {
        // Where the halves overlap they hold the same bytes.
        (Some(&head), Some(&tail), _) => {
            u64::from(u32::from_le_bytes(head)) | u64::from(u32::from_le_bytes(tail)) << (8 * (bytes.len() - 4))
        }
        (.., [first, .., last]) => {
            let middle = u64::from(bytes[bytes.len() / 2]) << (8 * (bytes.len() / 2));
            u64::from(*first) | middle | u64::from(*last) << (8 * (bytes.len() - 1))
        }
        (.., [only]) => u64::from(*only),
        _ => 0,
    }
}

/// The hash of a word in lower case already.
pub(super) fn lower_hash(bytes: &[u8]) -> u32 {
    let mut state = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        state = mix(state, load(chunk));
    }
    finish(state)
}

/// The same for a word inside a text, whose bytes after the word may be read too.
#[inline]
pub(super) fn lower_hash_within(bytes: &[u8], start: usize, end: usize) -> u32 {
    let mut state = (end - start) as u64;
    let mut at = start;
    while at < end {
        let Some(chunk) = bytes[at..].first_chunk::<8>() else { return lower_hash(&bytes[start..end]) };
        let beyond = 8_usize.saturating_sub(end - at);
        state = mix(state, u64::from_le_bytes(*chunk) & u64::MAX >> (8 * beyond));
        at += 8;
    }
    finish(state)
}

/// Letters are lowered by one bit; digits and the apostrophe have that bit already.
const LOWER_BIT: u64 = 0x2020_2020_2020_2020;

#[inline]
pub(super) fn ascii_hash(bytes: &[u8]) -> u32 {
    let mut state = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mask = u64::MAX >> (64 - 8 * chunk.len());
        state = mix(state, load(chunk) | LOWER_BIT & mask);
    }
    finish(state)
}

/// The same for an ASCII word of up to sixteen bytes, given in two halves in small letters, with zeros behind it.
#[inline]
pub(super) fn halves_hash(first: u64, second: u64, length: usize) -> u32 {
    let state = mix(length as u64, first);
    finish(if length > 8 { mix(state, second) } else { state })
}

/// The small letters of the capitals up to Armenian, made once: looking one up in the standard library takes many times as
/// long.
static LOWERED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let lowered = |c: char| match c {
        // Its full lower case has a combining dot, which nobody writes.
        'İ' => 'i',
        _ => c.to_lowercase().next().unwrap_or(c),
    };
    ('\0'..'\u{590}').map(lowered).collect()
});

/// Any word: lowered letter by letter, `’` as `'`, final sigma as sigma.
#[cold]
pub(super) fn folded_hash(word: &str) -> u32 {
    let mut lowered = [0; 64];
    let mut length = 0;
    let mut long = String::new();
    for c in word.chars() {
        let mut add = |c: char| {
            if long.is_empty() && length + 4 <= lowered.len() {
                length += c.encode_utf8(&mut lowered[length..]).len();
            } else {
                if long.is_empty() {
                    long.push_str(&String::from_utf8_lossy(&lowered[..length]));
                }
                long.push(c);
            }
        };
        match c {
            _ if is_folded(c) => add(c),
            '’' => add('\''),
            'ς' => add('σ'),
            _ => match LOWERED.get(c as usize) {
                Some(&lowered) => add(lowered),
                None => c.to_lowercase().for_each(add),
            },
        }
    }
    lower_hash(if long.is_empty() { &lowered[..length] } else { long.as_bytes() })
}
