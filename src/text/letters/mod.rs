//! Which letters follow which: how strange a piece of text would be in the language it suits best.
//!
//! Text read in the wrong encoding keeps its bytes and loses its language: the letters come out in an order that no
//! language has. The model holds, for some fifty languages that single-byte encodings were made for, the cost in eighths
//! of a bit of every letter after every other. Han, Hangul and kana have no such table: `eastern` judges them.

use std::sync::LazyLock;

use self::eastern::Eastern;
pub(crate) use self::eastern::{is_common_han, is_common_hangul};
use crate::chars::{self, Script};

mod eastern;

/// Costs are counted in fractions of a bit: so many make one.
pub const BIT: u32 = 8;

/// A letter that the language does not have.
const FOREIGN: u32 = 17 * BIT;
/// A symbol or control character where a word should be.
const SYMBOL: u32 = 13 * BIT;
/// The same beside a letter, for each.
const BESIDE: u32 = 6 * BIT;
/// A capital after a small letter.
const HUMP: u32 = 7 * BIT;
/// That there is another script beside Latin at all.
const SECOND: u32 = 10 * BIT;
/// A letter of ASCII in the text of another script: names, units, a whole sentence around a word.
const GUEST: u32 = 5 * BIT;
/// A letter beside one of another script.
const SWITCH: u32 = 4 * BIT;
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
    /// The number of each letter of the first 0x2000 code points, capitals as their small letters; 0 if it is in no
    /// language's alphabet.
    numbers: Vec<u16>,
    /// For every number, whether it is that of an ASCII letter.
    ascii: Vec<bool>,
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
    let capitals = (0u32..0x2000).filter_map(char::from_u32).filter(|&c| chars::class(c).is_upper());
    for capital in capitals {
        let small = capital.to_lowercase().next().unwrap_or(capital);
        numbers[capital as usize] = numbers.get(small as usize).copied().unwrap_or(BOUNDARY);
    }
    let mut ascii = vec![false; usize::from(known)];
    for letter in b'a'..=b'z' {
        ascii[usize::from(numbers[usize::from(letter)])] = true;
    }
    Model { languages, numbers, ascii }
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
    /// True if there are letters of ASCII.
    latin: bool,
    /// What Han, Hangul and kana cost.
    eastern: Eastern,
}

impl Reading {
    fn of(text: &str) -> Self {
        let mut reading = Self::default();
        let mut last = ' ';
        let mut last_class = chars::class(' ');
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let class = chars::class(c);
            if class.is_letter() || class.is_mark() && (last_class.is_letter() || last_class.is_mark()) {
                let number = number(c);
                if number == BOUNDARY {
                    if !reading.eastern.add(c, class.script) {
                        reading.fixed += plain_cost(c, class);
                    }
                    reading.letters.push(BOUNDARY);
                } else {
                    if class.is_upper() && last_class.is_lower() {
                        reading.fixed += HUMP;
                    }
                    reading.letters.push(number);
                    reading.latin |= c.is_ascii();
                    if !c.is_ascii() && class.has_script() {
                        match reading.scripts.iter_mut().find(|(s, _)| *s == class.script) {
                            Some((_, n)) => *n += 1,
                            None => reading.scripts.push((class.script, 1)),
                        }
                    }
                }
            } else {
                reading.fixed += other_cost(c, class, last, rest.clone().next().unwrap_or(' '));
                if reading.letters.last().is_none_or(|&l| l != BOUNDARY) {
                    reading.letters.push(BOUNDARY);
                }
            }
            // A word does not change from one to the other within.
            let part = |class: chars::Class| (class.is_letter() || class.is_mark()) && class.has_script();
            if part(class) && part(last_class) && chars::group(class.script) != chars::group(last_class.script) {
                reading.fixed += SWITCH;
            }
            (last, last_class) = (c, class);
        }
        reading
    }

    /// The cost in the language that suits best, of those the commonest script beyond ASCII points to.
    fn cost(&self) -> u32 {
        let script = self.scripts.iter().max_by_key(|(_, n)| *n).map_or(Script::Latin, |(s, _)| *s);
        let least = MODEL.languages.iter().filter(|l| l.script == script).map(|l| l.cost(&self.letters)).min();
        let both = if self.latin && (script != Script::Latin || self.eastern.any()) { SECOND } else { 0 };
        self.fixed
            + both
            + self.eastern.cost()
            + least.unwrap_or_else(|| self.letters.iter().filter(|&&l| l != BOUNDARY).count() as u32 * PLAIN)
    }
}

impl Language {
    fn cost(&self, letters: &[u16]) -> u32 {
        let mut cost = 0;
        let mut row = 0;
        for &letter in letters {
            let next = usize::from(self.rows[usize::from(letter)]);
            if next == 0 && letter != BOUNDARY {
                // Only the languages of the Latin script know the letters of ASCII.
                let is_guest = self.script != Script::Latin && MODEL.ascii[usize::from(letter)];
                cost += if is_guest { GUEST } else { FOREIGN };
            } else if row != 0 || next != 0 {
                cost += u32::from(self.costs[row * self.size + next]);
            }
            row = next;
        }
        cost + if row == 0 { 0 } else { u32::from(self.costs[row * self.size]) }
    }
}

/// What a letter of a script without a table costs.
fn plain_cost(c: char, class: chars::Class) -> u32 {
    match class.script {
        Script::Unknown => BROKEN,
        // Every letter in use is in the model.
        Script::Latin | Script::Greek | Script::Cyrillic => FOREIGN,
        _ if (c as u32) < 0x2000 => PLAIN,
        _ => FOREIGN,
    }
}

/// What a character costs that is no letter, between the two.
fn other_cost(c: char, class: chars::Class, last: char, next: char) -> u32 {
    let (after, before) = (chars::class(last).is_letter(), chars::class(next).is_letter());
    // What is no letter belongs into no word.
    let symbol = SYMBOL + BESIDE * (u32::from(after) + u32::from(before));
    if c == char::REPLACEMENT_CHARACTER || class.is_unassigned() || class.is_private() {
        BROKEN
    } else if class.is_control() {
        if matches!(c, '\n' | '\r' | '\t') { EASY } else { BROKEN }
    } else if c.is_ascii() {
        EASY
    } else if class.is_digit() {
        SYMBOL
    } else if class.is_space() {
        if after && before { SYMBOL } else { 2 * EASY }
    } else if class.is_number() {
        2 * EASY
    } else if matches!(c, '€' | '£' | '¥' | '¢') {
        if after { symbol } else { 2 * EASY }
    } else if c == '¤' {
        BROKEN
    } else if class.is_punctuation() {
        let outside = match c {
            '‚' | '„' | '‹' | '†' | '‡' | '‰' => after,
            '“' | '”' | '‘' | '›' | '•' | '…' | '«' | '»' | '¿' | '¡' | '·' => after && before,
            _ => false,
        };
        let usual = matches!(c as u32, 0x2010..0x2040 | 0x3000..0x3020 | 0xFF00..0xFF60);
        if outside {
            symbol
        } else if usual {
            2 * EASY
        } else {
            9 * BIT
        }
    } else if last == c {
        // Rules and frames are drawn with one character.
        BIT
    } else {
        symbol
    }
}

/// The least cost of every letter after every other, in whichever language has it cheapest.
static PAIRS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let known = MODEL.languages.first().map_or(0, |l| l.rows.len());
    let mut pairs = vec![u8::MAX; known * known];
    for language in &MODEL.languages {
        let mut numbers = vec![None; language.size];
        for (number, &row) in language.rows.iter().enumerate().rev() {
            numbers[usize::from(row)] = Some(if row == 0 { 0 } else { number });
        }
        let rows: Vec<(usize, usize)> =
            numbers.iter().enumerate().filter_map(|(row, &number)| Some((row, number?))).collect();
        for &(row, from) in &rows {
            let (costs, pairs) = (&language.costs[row * language.size..], &mut pairs[from * known..]);
            for &(column, to) in &rows {
                pairs[to] = pairs[to].min(costs[column]);
            }
        }
    }
    pairs
});

#[inline]
fn number(c: char) -> u16 {
    MODEL.numbers.get(c as usize).copied().unwrap_or(BOUNDARY)
}

/// True for the letters of the languages in the model.
#[must_use]
pub fn is_known(c: char) -> bool {
    number(c) != BOUNDARY
}

/// True for the same letter, in either case.
#[must_use]
pub fn is_same(a: char, b: char) -> bool {
    a == b || is_known(a) && number(a) == number(b)
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
