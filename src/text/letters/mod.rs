//! Which letters follow which: how strange a piece of text would be in the language it suits best.
//!
//! Text read in the wrong encoding keeps its bytes and loses its language: the letters come out in an order that no
//! language has. The model holds, for some fifty languages that single-byte encodings were made for, the cost in eighths
//! of a bit of every letter after every other. Han, Hangul and kana have no such table: there the commonest characters,
//! which the old encodings put first, are told from the rest.

use std::sync::LazyLock;

use crate::chars::{self, Script};

/// Costs are counted in fractions of a bit: so many make one.
pub const BIT: u32 = 8;

/// A letter that the language does not have.
const FOREIGN: u32 = 17 * BIT;
/// A symbol or control character where a word should be.
const SYMBOL: u32 = 13 * BIT;
/// A capital after a small letter.
const HUMP: u32 = 7 * BIT;
/// U+FFFD, or what no text should hold.
const BROKEN: u32 = 20 * BIT;
/// A character of a script that has no table here.
const PLAIN: u32 = 9 * BIT;
/// A blank, digit or usual punctuation mark.
const EASY: u32 = 4 * BIT;

/// The number that stands for "no letter": the boundary of a word.
const BOUNDARY: u16 = 0;

/// One language's part of the model.
struct Language {
    script: Script,
    /// For every letter of the model, its row here; 0 if the language lacks it.
    rows: Vec<u8>,
    size: usize,
    costs: &'static [u8],
}

struct Model {
    languages: Vec<Language>,
    /// The number of each letter of the first 0x2000 code points; 0 if it is in no language's alphabet.
    numbers: Vec<u16>,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let mut rest: &'static [u8] = include_bytes!("model.bin");
    let mut take = |n: usize| {
        let (head, tail) = rest.split_at(n);
        rest = tail;
        head
    };
    let count = usize::from(take(1)[0]);
    let mut numbers = vec![0u16; 0x2000];
    let mut known = 1;
    let mut languages = Vec::with_capacity(count);
    for _ in 0..count {
        take(4);
        let letters = usize::from(take(1)[0]);
        let alphabet: Vec<usize> =
            take(2 * letters).chunks_exact(2).map(|c| usize::from(u16::from_le_bytes([c[0], c[1]]))).collect();
        for &c in alphabet.iter().filter(|&&c| c < 0x2000) {
            if numbers[c] == BOUNDARY {
                numbers[c] = known;
                known += 1;
            }
        }
        let size = letters + 1;
        let script = alphabet.last().and_then(|&c| char::from_u32(c as u32)).map_or(Script::Latin, chars::script);
        languages.push((script, alphabet, size, take(size * size)));
    }
    let languages = languages
        .into_iter()
        .map(|(script, alphabet, size, costs)| {
            let mut rows = vec![0; usize::from(known)];
            for (row, &c) in (1..).zip(&alphabet) {
                if c < 0x2000 {
                    rows[usize::from(numbers[c])] = row;
                }
            }
            rows[usize::from(BOUNDARY)] = 0;
            Language { script, rows, size, costs }
        })
        .collect();
    Model { languages, numbers }
});

/// A text made ready to be judged by every language.
#[derive(Default)]
struct Reading {
    /// Numbers of letters, words parted by [`BOUNDARY`].
    letters: Vec<u16>,
    /// What is to be paid whatever the language.
    fixed: u32,
    /// How many letters there are of the scripts that have tables.
    scripts: Vec<(Script, u32)>,
}

impl Reading {
    fn of(text: &str) -> Self {
        let mut reading = Self::default();
        let mut last = ' ';
        let mut last_class = chars::class(' ');
        for c in text.chars() {
            let class = chars::class(c);
            if class.is_letter() || class.is_mark() {
                let lower = if class.is_upper() { c.to_lowercase().next().unwrap_or(c) } else { c };
                let number = MODEL.numbers.get(lower as usize).copied().unwrap_or(BOUNDARY);
                if number == BOUNDARY {
                    reading.fixed += unspaced_cost(c, class);
                    reading.letters.push(BOUNDARY);
                } else {
                    if class.is_upper() && last_class.is_lower() {
                        reading.fixed += HUMP;
                    }
                    reading.letters.push(number);
                    if !lower.is_ascii() && class.has_script() {
                        match reading.scripts.iter_mut().find(|(s, _)| *s == class.script) {
                            Some((_, n)) => *n += 1,
                            None => reading.scripts.push((class.script, 1)),
                        }
                    }
                }
            } else {
                reading.fixed += other_cost(c, class, last, last_class);
                if reading.letters.last().is_none_or(|&l| l != BOUNDARY) {
                    reading.letters.push(BOUNDARY);
                }
            }
            (last, last_class) = (c, class);
        }
        reading
    }

    /// The cost in the language that suits best, of those the commonest script beyond ASCII points to.
    fn cost(&self) -> u32 {
        let script = self.scripts.iter().max_by_key(|(_, n)| *n).map_or(Script::Latin, |(s, _)| *s);
        let least = MODEL.languages.iter().filter(|l| l.script == script).map(|l| l.cost(&self.letters)).min();
        self.fixed + least.unwrap_or_else(|| self.letters.iter().filter(|&&l| l != BOUNDARY).count() as u32 * PLAIN)
    }
}

impl Language {
    fn cost(&self, letters: &[u16]) -> u32 {
        let mut cost = 0;
        let mut row = 0;
        for &letter in letters {
            let next = usize::from(self.rows[usize::from(letter)]);
            if next == 0 && letter != BOUNDARY {
                // ASCII letters are at home in every language's text: names, units, addresses.
                cost += FOREIGN;
            } else if row != 0 || next != 0 {
                cost += u32::from(self.costs[row * self.size + next]);
            }
            row = next;
        }
        cost + if row == 0 { 0 } else { u32::from(self.costs[row * self.size]) }
    }
}

fn unspaced_cost(c: char, class: chars::Class) -> u32 {
    match class.script {
        Script::Han => {
            if is_common_han(c) {
                10 * BIT
            } else {
                17 * BIT
            }
        }
        Script::Hangul => {
            if is_common_hangul(c) {
                9 * BIT
            } else {
                17 * BIT
            }
        }
        Script::Hiragana | Script::Katakana if (0x3041..0x3100).contains(&(c as u32)) => 7 * BIT,
        // Halfwidth katakana is what Japanese bytes look like in the wrong one of its encodings.
        Script::Katakana => 12 * BIT,
        Script::Unknown => BROKEN,
        _ if (c as u32) < 0x2000 => PLAIN,
        _ => FOREIGN,
    }
}

fn other_cost(c: char, class: chars::Class, last: char, last_class: chars::Class) -> u32 {
    if c == char::REPLACEMENT_CHARACTER || class.is_unassigned() || class.is_private() {
        BROKEN
    } else if class.is_control() {
        if matches!(c, '\n' | '\r' | '\t') { EASY } else { BROKEN }
    } else if c.is_ascii() {
        EASY
    } else if class.is_space() || class.is_number() {
        2 * EASY
    } else if class.is_punctuation() {
        if (0x2010..0x2040).contains(&(c as u32))
            || (0x3000..0x3020).contains(&(c as u32))
            || (0xFF00..0xFF60).contains(&(c as u32))
        {
            2 * EASY
        } else {
            9 * BIT
        }
    } else if last == c {
        // Rules and frames are drawn with one character.
        BIT
    } else if last_class.is_letter() {
        SYMBOL + 2 * BIT
    } else {
        SYMBOL
    }
}

/// True for the Han characters that GB 2312, Big5 or JIS X 0208 hold in their first, commoner half.
pub(crate) fn is_common_han(c: char) -> bool {
    static COMMON: LazyLock<Vec<u64>> = LazyLock::new(|| {
        let mut set = vec![0u64; 0x5200 / 64];
        let rows: [(&'static encoding_rs::Encoding, u8, u8); 3] =
            [(encoding_rs::GBK, 0xB0, 0xD7), (encoding_rs::BIG5, 0xA4, 0xC6), (encoding_rs::EUC_JP, 0xB0, 0xCF)];
        for (encoding, first, last) in rows {
            for lead in first..=last {
                for trail in 0x40..=0xFE {
                    if encoding != encoding_rs::BIG5 && trail < 0xA1 {
                        continue;
                    }
                    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(&[lead, trail])
                        && let Some(at) =
                            text.chars().next().and_then(|c| (c as usize).checked_sub(0x4E00)).filter(|at| *at < 0x5200)
                    {
                        set[at / 64] |= 1 << (at % 64);
                    }
                }
            }
        }
        set
    });
    (c as usize).checked_sub(0x4E00).filter(|at| *at < 0x5200).is_some_and(|at| COMMON[at / 64] >> (at % 64) & 1 == 1)
}

/// True for the 2,350 syllables of KS X 1001.
pub(crate) fn is_common_hangul(c: char) -> bool {
    static COMMON: LazyLock<Vec<u64>> = LazyLock::new(|| {
        let mut set = vec![0u64; 11_172 / 64 + 1];
        for lead in 0xB0..=0xC8 {
            for trail in 0xA1..=0xFE {
                if let Some(text) =
                    encoding_rs::EUC_KR.decode_without_bom_handling_and_without_replacement(&[lead, trail])
                    && let Some(at) =
                        text.chars().next().and_then(|c| (c as usize).checked_sub(0xAC00)).filter(|at| *at < 11_172)
                {
                    set[at / 64] |= 1 << (at % 64);
                }
            }
        }
        set
    });
    (c as usize).checked_sub(0xAC00).filter(|at| *at < 11_172).is_some_and(|at| COMMON[at / 64] >> (at % 64) & 1 == 1)
}

/// The least cost of every letter after every other, in whichever language has it cheapest.
static PAIRS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let known = MODEL.languages.first().map_or(0, |l| l.rows.len());
    let mut pairs = vec![u8::MAX; known * known];
    for language in &MODEL.languages {
        let mut at = vec![None; language.size];
        for (number, &row) in language.rows.iter().enumerate().rev() {
            at[usize::from(row)] = Some(if row == 0 { 0 } else { number });
        }
        for (a, from) in at.iter().enumerate() {
            for (b, to) in at.iter().enumerate() {
                let (&Some(from), &Some(to)) = (from, to) else { continue };
                let pair = &mut pairs[from * known + to];
                *pair = (*pair).min(language.costs[a * language.size + b]);
            }
        }
    }
    pairs
});

fn number(c: char) -> u16 {
    let lower = if chars::class(c).is_upper() { c.to_lowercase().next().unwrap_or(c) } else { c };
    MODEL.numbers.get(lower as usize).copied().unwrap_or(BOUNDARY)
}

/// True for the letters of the languages in the model.
#[must_use]
pub fn is_known(c: char) -> bool {
    number(c) != BOUNDARY
}

/// The cost of `b` after `a` in the language that has that pair most, in eighths of a bit; anything that is no known
/// letter is the boundary of a word.
#[must_use]
pub fn pair(a: char, b: char) -> u32 {
    let known = MODEL.languages.first().map_or(0, |l| l.rows.len());
    match PAIRS[usize::from(number(a)) * known + usize::from(number(b))] {
        u8::MAX => FOREIGN,
        cost => u32::from(cost),
    }
}

/// How strange `text` would be in the language that suits it best, in eighths of a bit: less is more natural.
#[must_use]
pub fn cost(text: &str) -> u32 {
    Reading::of(text).cost()
}
