//! How odd it is that one character follows another, in bits, whatever the language.
//!
//! Mojibake puts symbols into words, capitals after small letters and control characters anywhere; its repair takes them
//! away. The difference is what a repair gains. Letters are judged by the model of neighbouring letters, everything else
//! by what kind of character it is: a table of kinds needs no sightings and covers encodings nobody thought of.

use crate::{
    chars::{self, Class, Script},
    text::letters,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Space,
    Letter,
    Mark,
    Digit,
    /// Opening quotes and brackets.
    Open,
    /// Closing quotes, dashes, ellipsis, sentence punctuation.
    Close,
    /// Signs that follow letters or numbers: `™`, `°`, `²`.
    Trailing,
    /// Currency, fractions, plus-minus: beside numbers.
    Amount,
    /// Mathematics.
    Math,
    /// Lines and blocks.
    Box,
    /// Symbols that are rare anywhere: `¤`, `¬`, `¶`, `ˆ`.
    Rare,
    /// Arrows, dingbats, emoji, and ASCII signs.
    Picture,
    /// Zero-width characters and the soft hyphen.
    Invisible,
    Control,
    Replacement,
    /// Private use and unassigned.
    Nothing,
}

fn kind(c: char, class: Class) -> Kind {
    use Kind::{
        Amount, Box, Close, Control, Digit, Invisible, Letter, Mark, Math, Nothing, Open, Picture, Rare, Replacement,
        Space, Trailing,
    };
    match c {
        'ª' | 'º' => Trailing,
        '\u{2B0}'..='\u{2C5}' | '\u{2C8}'..='\u{2D7}' | '\u{2DE}'..='\u{2FF}' => Rare,
        'ˆ' | '˜' | 'ˇ' | '˘' | '˙' | '˛' | '˝' | '˚' => Rare,
        _ if class.is_letter() => Letter,
        _ if class.is_mark() => Mark,
        _ if class.is_digit() => Digit,
        _ if class.is_space() => Space,
        '“' | '‘' | '„' | '‚' | '«' | '‹' | '(' | '[' | '{' | '¿' | '¡' | '「' | '《' => Open,
        '’' | '”' | '»' | '›' | '…' | '–' | '—' | '•' | '·' | '‑' | '‐' | '、' | '。' => Close,
        '™' | '®' | '©' | '°' | '²' | '³' | '¹' | '§' | '€' => Trailing,
        '¢' | '£' | '¥' | '¼' | '½' | '¾' | '±' | '×' | '÷' | '‰' | 'µ' => Amount,
        '¤' | '¦' | '¨' | '¬' | '¯' | '´' | '¶' | '¸' | '†' | '‡' => Rare,
        '\u{FFFD}' => Replacement,
        _ if class.is_control() => {
            if c < '\u{80}' {
                Space
            } else {
                Control
            }
        }
        _ if class.is_format() => Invisible,
        _ if class.is_unassigned() || class.is_private() => Nothing,
        '\u{2500}'..='\u{259F}' => Box,
        '\u{2200}'..='\u{22FF}' | '◊' => Math,
        _ if c.is_ascii() => {
            if class.is_punctuation() {
                Close
            } else {
                Picture
            }
        }
        _ if class.is_punctuation() => Close,
        _ => Picture,
    }
}

/// Scripts in everyday use whose letters the model does not hold.
fn is_living(script: Script) -> bool {
    matches!(
        script,
        Script::Devanagari
            | Script::Bengali
            | Script::Tamil
            | Script::Telugu
            | Script::Georgian
            | Script::Armenian
            | Script::Ethiopic
            | Script::Khmer
            | Script::Lao
            | Script::Myanmar
            | Script::Sinhala
            | Script::Gujarati
            | Script::Gurmukhi
            | Script::Kannada
            | Script::Malayalam
            | Script::Oriya
            | Script::Tibetan
            | Script::Thai
            | Script::Hebrew
            | Script::Arabic
            | Script::Hiragana
            | Script::Katakana
            | Script::Hangul
            | Script::Han
            | Script::Greek
            | Script::Cyrillic
            | Script::Thaana
    )
}

/// Punctuation of Arabic, Hebrew and Indic scripts, which stands beside their letters only.
fn is_eastern(c: char) -> bool {
    matches!(c, '\u{5BE}' | '\u{5C3}' | '،' | '؛' | '؟' | '۔' | '।' | '॥')
}

/// The oddness of a character by itself.
fn alone(c: char, class: Class, kind: Kind) -> i32 {
    match kind {
        Kind::Control => 9,
        Kind::Replacement => 6,
        Kind::Nothing => 30,
        Kind::Letter if class.script == Script::Han => {
            if letters::is_common_han(c) {
                0
            } else {
                7
            }
        }
        Kind::Letter if class.script == Script::Hangul => {
            if letters::is_common_hangul(c) {
                0
            } else {
                6
            }
        }
        Kind::Letter | Kind::Mark if letters::is_known(c) || c.is_ascii() => 0,
        // Letterlike signs of mathematics.
        Kind::Letter if matches!(c, '\u{2100}'..='\u{214F}') => 3,
        Kind::Mark if class.script == Script::Inherited => 5,
        Kind::Letter | Kind::Mark if class.script == Script::Latin => {
            if matches!(c, '\u{FB00}'..='\u{FB06}') {
                2
            } else {
                8
            }
        }
        Kind::Letter | Kind::Mark if matches!(class.script, Script::Cyrillic | Script::Greek) => 6,
        Kind::Letter | Kind::Mark if is_living(class.script) => 0,
        Kind::Letter | Kind::Mark => 14,
        Kind::Digit if !c.is_ascii() => {
            if is_living(class.script) {
                3
            } else {
                10
            }
        }
        Kind::Invisible if !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}') => 8,
        Kind::Close if is_eastern(c) => 0,
        // Signs of single scripts, and blocks of signs that hardly any text uses.
        Kind::Picture | Kind::Math | Kind::Close if matches!(c as u32, 0xC0..0x2000 | 0x2801..0x2FFF | 0x3100..0xFE00) => {
            8
        }
        Kind::Picture if matches!(c as u32, 0x27C0..0x2800) => 5,
        _ => 0,
    }
}

/// One character with what is looked up of it.
#[derive(Clone, Copy)]
struct Judged {
    c: char,
    class: Class,
    kind: Kind,
}

impl Judged {
    fn of(c: char) -> Self {
        let class = chars::class(c);
        Self { c, class, kind: kind(c, class) }
    }
}

#[allow(clippy::too_many_lines)] // One table, read as a whole.
fn pair(a: Judged, b: Judged) -> i32 {
    use Kind::{
        Amount, Box, Close, Control, Digit, Invisible, Letter, Mark, Math, Open, Picture, Rare, Space, Trailing,
    };
    // Capital A with tilde or circumflex stands in words of capitals only; in mojibake it is everywhere.
    let capital = match (a.c, b.kind) {
        ('Ã' | 'Â' | 'Ğ', Letter | Mark | Digit) => 0,
        ('Ã' | 'Â', _) if !b.c.is_ascii() && !matches!(b.c, '’' | '…' | '”' | '»') => {
            if a.c == 'Ã' {
                7
            } else {
                5
            }
        }
        _ => 0,
    };
    capital
        + match (a.kind, b.kind) {
            (Letter, Letter) => letter_pair(a, b),
            (Letter, Close)
                if is_eastern(b.c) && matches!(a.class.script, Script::Latin | Script::Cyrillic | Script::Greek) =>
            {
                8
            }
            (Close, Letter)
                if is_eastern(a.c) && matches!(b.class.script, Script::Latin | Script::Cyrillic | Script::Greek) =>
            {
                8
            }
            (Space | Open | Close, Letter) if !matches!(a.c, '’' | '”' | '»' | '…') => {
                edge(b.c, letters::pair(' ', b.c))
            }
            (Letter, Space) => edge(a.c, letters::pair(a.c, ' ')),
            (Letter, Mark) => {
                if matches!(b.class.script, Script::Inherited)
                    || chars::group(a.class.script) == chars::group(b.class.script)
                {
                    0
                } else {
                    8
                }
            }
            (Mark, Mark | Close | Space | Digit) => 0,
            (Mark, Letter) => {
                if matches!(a.class.script, Script::Inherited) || a.class.script == b.class.script {
                    0
                } else {
                    8
                }
            }
            (Digit | Picture | Close, Mark) => 4,
            (Digit | Picture, Letter) if b.class.is_upper() && b.class.script == Script::Latin && !b.c.is_ascii() => 2,
            (_, Mark) => 10,
            // In half of Europe these two close what `„` and `‚` opened.
            (Letter, Open) => {
                if b.c.is_ascii() {
                    0
                } else if matches!(b.c, '“' | '‘') {
                    1
                } else {
                    4
                }
            }
            (Letter, Close) if b.c == '·' => {
                if matches!(a.c, 'l' | 'L') {
                    0
                } else {
                    4
                }
            }
            (Close, Letter) => match a.c {
                '’' | '‑' | '‐' | '·' | '、' | '。' => 0,
                '–' | '—' | '…' => 1,
                c if c.is_ascii() => 0,
                _ => 5,
            },
            (Letter, Trailing) => match b.c {
                '™' | '®' | '©' => 1,
                '°' | '§' | '€' => 4,
                _ => 2,
            },
            (Trailing, Letter) => match a.c {
                'º' | 'ª' | '§' | '€' => 3,
                // Degrees of temperature.
                '°' if matches!(b.c, 'C' | 'F' | 'K') => 0,
                _ => 6,
            },
            (Letter, Amount) => {
                if matches!(b.c, '×' | 'µ') {
                    5
                } else {
                    7
                }
            }
            (Amount, Letter) => {
                if matches!(a.c, 'µ' | '¥' | '£') {
                    2
                } else {
                    5
                }
            }
            (Letter, Math) => 9,
            // A root is taken of numbers and variables.
            (Math, Letter) if a.c == '√' && !b.c.is_ascii() && b.class.script == Script::Latin => 6,
            (Math, Trailing | Amount | Rare) => 10,
            (Math, Letter) => 2,
            (Math, Math) => 3,
            (Letter, Rare) => 7,
            (Rare, Letter) => 5,
            // A negation stands before what it negates.
            (Rare, Rare | Trailing | Amount) if a.c == '¬' && b.c != '¬' => 8,
            (Rare | Trailing | Amount, Rare | Trailing | Amount) => 4,
            (Rare, Math) => 4,
            (Digit, Rare) => 4,
            (Space | Close | Open, Rare) => 2,
            (Rare, Open | Close | Digit) => 2,
            (Letter, Box) => 10,
            (Box, Letter) if b.c.is_ascii() => 5,
            (Digit, Box) => 5,
            (Box, Trailing | Amount | Rare) => 12,
            (Box, Letter) | (Trailing | Amount | Rare, Box) => 10,
            (Box, Open) if !b.c.is_ascii() => 9,
            (Box, Open | Close | Digit | Picture | Math) => 3,
            (Letter | Close, Picture) | (Picture, Letter) => i32::from(!(a.c.is_ascii() && b.c.is_ascii())),
            (Space | Open | Close, Invisible) | (Invisible, Space | Close) => 3,
            (Open, Space | Close) => {
                if a.c.is_ascii() || matches!(a.c, '“' | '‘') {
                    0
                } else if a.c == '«' {
                    // French sets them apart.
                    1
                } else {
                    3
                }
            }
            (Open, Trailing | Amount | Open) => 1,
            (Trailing | Amount, Open) => {
                if b.c.is_ascii() {
                    0
                } else {
                    3
                }
            }
            (Amount, Close) | (Close, Amount) if !a.c.is_ascii() && !b.c.is_ascii() && a.c != '…' && b.c != '…' => {
                2
            }
            (Open, Picture) => {
                if a.c.is_ascii() {
                    0
                } else {
                    2
                }
            }
            (Close, Trailing | Amount | Open) => {
                if a.c.is_ascii() || b.c.is_ascii() {
                    0
                } else {
                    2
                }
            }
            (Control, _) if b.kind != Control => 2,
            _ => 0,
        }
}

/// What a letter at the edge of a word costs beyond the usual.
fn edge(letter: char, cost: u32) -> i32 {
    if letter.is_ascii() || !letters::is_known(letter) { 0 } else { ((cost / letters::BIT) as i32 / 2 - 3).max(0) }
}

fn letter_pair(a: Judged, b: Judged) -> i32 {
    if chars::group(a.class.script) != chars::group(b.class.script) {
        // Science writes Greek letters into Latin words.
        let greek = [a, b].iter().all(|x| x.c.is_ascii() || x.class.script == Script::Greek);
        return if greek { 2 } else { 10 };
    }
    // Words are drawn out by repeating a letter.
    if letters::is_same(a.c, b.c) {
        return 0;
    }
    let hump = if a.class.is_lower() && b.class.is_upper() { 6 } else { 0 };
    let known = letters::is_known(a.c) && letters::is_known(b.c);
    let cost = if !known || a.c.is_ascii() && b.c.is_ascii() {
        0
    } else {
        (letters::pair(a.c, b.c) / letters::BIT) as i32 - 8
    };
    hump + cost.max(0)
}

/// The oddness of `middle` with what stands before and after it. Where `settled` is false, a letter of another script
/// than Latin that stands alone counts as odd too; it is true where text of that script is expected.
pub(super) fn oddness(before: Option<char>, middle: &str, after: Option<char>, settled: bool) -> i32 {
    let mut sum = 0;
    let mut last = Judged::of(before.unwrap_or(' '));
    let mut last_but_one = Judged::of(' ');
    let lone = |x: Judged, y: Judged, z: Judged| {
        if x.kind == Kind::Letter
            && z.kind == Kind::Letter
            && matches!(y.c, '“' | '‘' | '„' | '‚' | '«' | '”' | '»' | '‹' | '›' | '²' | '³' | '¹')
        {
            // The space behind or before a quotation mark may be lost.
            return if matches!(y.c, '“' | '”') { 3 } else { 5 };
        }
        if matches!(y.c, 'Ã' | 'Â' | 'Ä' | 'Å') && z.c == '\u{A0}' && !x.class.is_upper() {
            return 4;
        }
        if matches!(y.c, 'Ã' | 'Â') && x.kind == Kind::Space && matches!(z.c, '»' | '”' | '…') {
            return 7;
        }
        let guest = y.kind == Kind::Letter && y.class.script != Script::Latin && y.class.has_script();
        let alone = |o: Judged| {
            o.kind != Kind::Letter && o.kind != Kind::Mark
                || chars::group(o.class.script) != chars::group(y.class.script)
        };
        if guest && !settled && alone(x) && alone(z) { if y.class.script == Script::Greek { 2 } else { 10 } } else { 0 }
    };
    for c in middle.chars() {
        let here = Judged::of(c);
        sum += alone(c, here.class, here.kind) + pair(last, here) + lone(last_but_one, last, here);
        (last_but_one, last) = (last, here);
    }
    let end = Judged::of(after.unwrap_or(' '));
    sum + pair(last, end) + lone(last_but_one, last, end)
}
