//! Invisible characters that do nothing where they stand.
//!
//! Zero-width spaces, joiners, soft hyphens, fillers, variation selectors and tags come along from pages and editors; they
//! break searches, and text can be smuggled in them. Each is kept where its script, an emoji (UTS #51), a listed variant or
//! the joining rules of UAX #31 need it, which its neighbours tell.

use crate::{
    chars::{self, Class, Script, Suspicion},
    finding::{Context, Filter, Finding, Stage},
    span::Span,
    text::{Format, Suspect, Text, mojibake, words},
};

const RULE: &str = "invisible-character";

const SOFT_HYPHEN: char = '\u{AD}';
const GRAPHEME_JOINER: char = '\u{34F}';
const ZERO_WIDTH_SPACE: char = '\u{200B}';
const NON_JOINER: char = '\u{200C}';
const JOINER: char = '\u{200D}';
const WORD_JOINER: char = '\u{2060}';
const BLACK_FLAG: char = '\u{1F3F4}';
const CANCEL_TAG: char = '\u{E007F}';

/// The longest run of tags that a flag's subdivision takes.
const LONGEST_FLAG: usize = 6;

/// From this Zipf frequency on, two halves of an unknown word are taken for two words that lost their space.
const COMMON: f32 = 4.0;

/// The filter.
pub struct InvisibleCharacter;

impl Filter for InvisibleCharacter {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Characters
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let text = context.text;
        let mut run: Vec<&Suspect> = Vec::new();
        let mut flag_ends = 0;
        for suspect in text.suspects().of(Suspicion::Invisible) {
            if suspect.start() < flag_ends {
                continue;
            }
            if let Some(end) = subdivision_flag(text, suspect) {
                flag_ends = end;
                continue;
            }
            if is_needed(text, suspect, run.last().is_some_and(|last| last.end() == suspect.start())) {
                continue;
            }
            if run.last().is_some_and(|last| !goes_with(text, last, suspect)) {
                found.extend(judge(context, &run));
                run.clear();
            }
            run.push(suspect);
        }
        found.extend(judge(context, &run));
    }
}

/// Characters side by side are one fault, and so are the soft hyphens of one word.
fn goes_with(text: &Text<'_>, last: &Suspect, next: &Suspect) -> bool {
    last.end() == next.start()
        || last.letter == SOFT_HYPHEN
            && next.letter == SOFT_HYPHEN
            && last.end() + text.letters_after(last.end()).len() == next.start()
}

/// What is to be done about a run of characters none of which is needed.
fn judge(context: &Context<'_>, run: &[&Suspect]) -> Option<Finding> {
    let text = context.text;
    let (first, last) = (run.first()?, run.last()?);
    let span = Span::new(first.start(), last.end());
    if run.iter().any(|s| matches!(s.letter, '\u{FFF9}'..='\u{FFFB}')) {
        return Some(Finding::flag(RULE, span, "an interlinear annotation mark: what it sets apart cannot be seen"));
    }
    if let Some(hidden) = smuggled(run) {
        return Some(Finding::safe(RULE, span, "", format!("invisible characters that hide the text {hidden:?}")));
    }
    if run.iter().any(|s| is_blank(s.letter)) && !touches_space(text, span) {
        return Some(Finding::safe(RULE, span, " ", "an invisible letter that shows as a blank"));
    }
    let message = if run.len() == 1 { name(first.letter) } else { "invisible characters".into() };
    if run.iter().any(|s| s.letter == ZERO_WIDTH_SPACE) && is_lost_space(context, span) {
        return Some(Finding::safe(RULE, span, " ", format!("{message} between two words")));
    }
    // Between the soft hyphens of a word stand its letters.
    let kept: String =
        text.slice(span).chars().filter(|&c| chars::class(c).suspicion() != Some(Suspicion::Invisible)).collect();
    Some(Finding::safe(RULE, span, kept, message))
}

fn name(c: char) -> String {
    let name = match c {
        SOFT_HYPHEN => "a soft hyphen",
        GRAPHEME_JOINER => "a combining grapheme joiner",
        ZERO_WIDTH_SPACE => "a zero-width space",
        NON_JOINER => "a zero-width non-joiner",
        JOINER => "a zero-width joiner",
        WORD_JOINER => "a word joiner",
        '\u{FEFF}' => "a byte order mark inside the text",
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => "a variation selector",
        '\u{E0000}'..='\u{E007F}' => "a tag character",
        '\u{3164}' | '\u{115F}' | '\u{1160}' | '\u{FFA0}' => "a Hangul filler",
        _ => return format!("the invisible character U+{:04X}", c as u32),
    };
    format!("{name} that does nothing here")
}

/// Characters that show as a blank although they are letters or symbols.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{3164}' | '\u{FFA0}' | '\u{2800}')
}

fn touches_space(text: &Text<'_>, span: Span) -> bool {
    let blank = |c: Option<char>| c.is_none_or(|c| chars::class(c).is_space());
    blank(text.before(span.start)) || blank(text.after(span.end))
}

/// Two words that are no word together. Where words are compounded, their pair is known too.
fn is_lost_space(context: &Context<'_>, span: Span) -> bool {
    let (left, right) = (context.text.letters_before(span.start), context.text.letters_after(span.end));
    let Some(language) = context.language_at(span.start).filter(|l| l.has_words()) else { return false };
    let (one, two) = (words::hash(left), words::hash(right));
    let is_long = |word: &str| word.chars().count() > 2;
    let common = |word: u32| language.zipf(word) >= COMMON;
    let paired = language.pair(one, two) > 0.0;
    language.zipf(words::hash(&format!("{left}{right}"))) == 0.0
        && common(one)
        && common(two)
        && (is_long(left) && is_long(right) && (paired || !language.compounds())
            // `May to`; `to` before a word is as likely its prefix.
            || is_long(left) && language.is_function_word(two) && !language.is_function_word(one))
}

/// Text hidden in tag characters (one an ASCII character) or variation selectors (one a byte).
fn smuggled(run: &[&Suspect]) -> Option<String> {
    let bytes: Vec<u8> = run
        .iter()
        .filter_map(|s| match s.letter as u32 {
            code @ 0xE_0020..=0xE_007E => Some(code - 0xE_0000),
            code @ 0xFE00..=0xFE0F => Some(code - 0xFE00),
            code @ 0xE_0100..=0xE_01EF => Some(code - 0xE_0100 + 16),
            _ => None,
        })
        .map(|code| code as u8)
        .collect();
    let hidden = String::from_utf8(bytes).ok()?;
    let shown = hidden.chars().count() >= 3 && !hidden.chars().any(|c| c.is_control() && c != '\n');
    shown.then(|| if hidden.chars().count() > 80 { hidden.chars().take(80).chain(['…']).collect() } else { hidden })
}

/// The end of the flag (a black flag, tags, a cancel tag) whose first tag this is.
fn subdivision_flag(text: &Text<'_>, suspect: &Suspect) -> Option<usize> {
    if text.before(suspect.start()) != Some(BLACK_FLAG) {
        return None;
    }
    let rest = &text.as_str()[suspect.start()..];
    let is_tag = |c: &char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
    let tags: usize = rest.chars().take(LONGEST_FLAG).take_while(is_tag).map(char::len_utf8).sum();
    (tags > 0 && rest[tags..].starts_with(CANCEL_TAG)).then(|| suspect.start() + tags + CANCEL_TAG.len_utf8())
}

/// True where the character does its work. `in_run`: another that does not comes right before it.
fn is_needed(text: &Text<'_>, suspect: &Suspect, in_run: bool) -> bool {
    let (before, after) = (text.before(suspect.start()), text.after(suspect.end()));
    let class = |c: Option<char>| c.map(chars::class);
    let either = |is: fn(Class) -> bool| class(before).is_some_and(is) || class(after).is_some_and(is);
    match suspect.letter {
        SOFT_HYPHEN => is_hyphen(text, suspect) || mojibake::is_among_garble(text.as_str(), suspect.start()),
        GRAPHEME_JOINER => class(after).is_some_and(Class::is_mark) && class(before).is_some_and(Class::is_word),
        ZERO_WIDTH_SPACE => either(has_no_spaces) || is_break(text, before, after),
        NON_JOINER => either(joins) || parts_ligature(before, after),
        JOINER => either(joins) || joins_emoji(text, suspect.start(), after),
        WORD_JOINER => binds_punctuation(before, after),
        // Function application, invisible times, separator and plus: between the parts of a formula.
        '\u{2061}'..='\u{2064}' => !in_run && is_formula(before) | is_formula(after),
        '\u{FE00}'..='\u{FE0F}' => !in_run && before.is_some_and(|c| has_variant(c, suspect.letter)),
        '\u{E0100}'..='\u{E01EF}' => !in_run && class(before).is_some_and(is_ideograph),
        '\u{115F}' | '\u{1160}' => either(|c| c.script == Script::Hangul),
        '\u{180B}'..='\u{180F}' => either(|c| c.script == Script::Mongolian),
        '\u{17B4}' | '\u{17B5}' => either(|c| c.script == Script::Khmer),
        '\u{2800}' => is_braille(text, suspect),
        // Shorthand and musical formats, beside what they format.
        '\u{1BCA0}'..='\u{1BCA3}' => either(|c| c.script == Script::Duployan),
        '\u{1D173}'..='\u{1D17A}' => either(Class::is_symbol),
        _ => false,
    }
}

/// A soft hyphen at a line end is a hyphen that was printed; in HTML it is the author's layout.
fn is_hyphen(text: &Text<'_>, suspect: &Suspect) -> bool {
    if text.letters_before(suspect.start()).is_empty() {
        return false;
    }
    let rest = text.as_str()[suspect.end()..].trim_start_matches([' ', '\t', '\r']);
    rest.starts_with('\n') || text.format() == Format::Html && !text.letters_after(suspect.end()).is_empty()
}

/// Scripts whose words are not spaced and not one letter each; a zero-width space parts their words.
fn has_no_spaces(class: Class) -> bool {
    use Script::{Balinese, Javanese, Khmer, Lao, Myanmar, NewTaiLue, TaiTham, TaiViet, Thai, Tibetan};
    matches!(class.script, Thai | Lao | Khmer | Myanmar | Tibetan | TaiTham | NewTaiLue | TaiViet | Javanese | Balinese)
}

/// A zero-width space that lets a long name break, keeps a name from being addressed, or helps Markdown's emphasis.
fn is_break(text: &Text<'_>, before: Option<char>, after: Option<char>) -> bool {
    let marks = |c: Option<char>| c.is_some_and(|c| matches!(c, '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']'));
    matches!(before, Some('@' | '#' | '/' | '\\')) && after.is_some_and(|c| chars::class(c).is_word())
        || text.format() == Format::Markdown && (marks(before) || marks(after))
}

/// Scripts whose letters take other forms by their neighbours; joiners choose the form.
fn joins(class: Class) -> bool {
    use Script::{
        Adlam, Arabic, Balinese, Bengali, Devanagari, Gujarati, Gurmukhi, HanifiRohingya, Javanese, Kannada, Khmer,
        Malayalam, Mandaic, Manichaean, Mongolian, Myanmar, Nko, Oriya, PhagsPa, Sinhala, Sogdian, Syriac, TaiTham,
        Tamil, Telugu, Tibetan,
    };
    class.is_virama()
        || (class.is_letter() || class.is_mark() || class.is_digit())
            && matches!(
                class.script,
                Adlam
                    | Arabic
                    | Balinese
                    | Bengali
                    | Devanagari
                    | Gujarati
                    | Gurmukhi
                    | HanifiRohingya
                    | Javanese
                    | Kannada
                    | Khmer
                    | Malayalam
                    | Mandaic
                    | Manichaean
                    | Mongolian
                    | Myanmar
                    | Nko
                    | Oriya
                    | PhagsPa
                    | Sinhala
                    | Sogdian
                    | Syriac
                    | TaiTham
                    | Tamil
                    | Telugu
                    | Tibetan
            )
}

/// German typesetters keep `Auflage` from getting an `fl` ligature.
fn parts_ligature(before: Option<char>, after: Option<char>) -> bool {
    before == Some('f') && matches!(after, Some('f' | 'i' | 'j' | 'l' | 't' | 'b' | 'h' | 'k'))
}

/// A joiner between two emoji, modifiers and selectors aside.
fn joins_emoji(text: &Text<'_>, at: usize, after: Option<char>) -> bool {
    let attached = |c: char| matches!(c, '\u{FE0F}' | '\u{FE0E}' | '\u{1F3FB}'..='\u{1F3FF}' | CANCEL_TAG);
    let base = text.as_str()[..at].chars().rev().take(3).find(|&c| !attached(c));
    let is_emoji = |c: Option<char>| c.is_some_and(|c| chars::class(c).is_pictographic());
    is_emoji(after) && (is_emoji(base) || text.before(at) == Some(CANCEL_TAG))
}

/// A word joiner keeps a dash or a stroke with its word; between letters there is nothing to keep together.
fn binds_punctuation(before: Option<char>, after: Option<char>) -> bool {
    let binds = |c: char| matches!(c, '-' | '‐' | '–' | '—' | '/' | '…' | '+' | '=');
    before.is_some_and(binds) && after.is_some_and(|c| !c.is_whitespace())
        || after.is_some_and(binds) && before.is_some_and(|c| !c.is_whitespace())
}

fn is_formula(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        let class = chars::class(c);
        class.is_digit()
            || class.is_number()
            || class.is_symbol()
            || matches!(c, '(' | ')')
            || chars::plain_letter(c).is_some()
    })
}

/// A listed variant, an emoji or symbol shown as text or picture, an ideograph of another shape.
fn has_variant(base: char, selector: char) -> bool {
    let class = chars::class(base);
    let shows_as = matches!(selector, '\u{FE0E}' | '\u{FE0F}');
    class.has_variants()
        || shows_as
            && (class.is_pictographic() || class.is_symbol() || matches!(base, CANCEL_TAG | '\u{1F1E6}'..='\u{1F1FF}'))
        || is_ideograph(class)
}

fn is_ideograph(class: Class) -> bool {
    class.script == Script::Han && class.is_letter()
}

/// A blank cell of Braille among others.
fn is_braille(text: &Text<'_>, suspect: &Suspect) -> bool {
    let cell = |c: char| matches!(c, '\u{2801}'..='\u{28FF}');
    let near = |c: &char| cell(*c) || matches!(c, '\u{2800}' | ' ' | '\n');
    let source = text.as_str();
    source[..suspect.start()].chars().rev().take(80).take_while(near).any(cell)
        || source[suspect.end()..].chars().take(80).take_while(near).any(cell)
}
