//! Single letters that are no words.
//!
//! `in e retaining`: a letter stands alone, in lower case, between two words, in a language that has no such word.
//! Variables, units, list labels, page marks, initials and musical keys look alike; their neighbours, their capitals or
//! their return in the same text tell them apart.

use crate::{
    chars::{self, Script},
    finding::{Applicability, Context, Filter, Finding, Stage},
    language::{Language, home},
    span::Span,
    text::{Gap, Word, words::column::shape},
};

mod apostrophe;

const RULE: &str = "stray-letter";

/// More letters in a row are no slip but a spelling or a formula.
const MOST_IN_A_ROW: usize = 2;

/// Of so many lone letters in one passage each may be meant: a formula, chat, a glossary.
const MANY: usize = 3;

/// Two words of grammar that are met in a row less often than this make no phrase.
const OFTEN_TOGETHER: f32 = 3.5;

/// The word behind a letter between two sentences is as frequent as this.
const FREQUENT: f32 = 4.0;

/// So many words apart two lone letters belong to one formula.
const CLOSE: usize = 10;

/// Abbreviations that may be written with a space and without full stops: Swedish `t ex`, Danish `f eks`.
const SPACED_ABBREVIATIONS: &[(&str, &str)] = &[
    ("b", "v"),
    ("d", "h"),
    ("d", "v"),
    ("e", "d"),
    ("f", "d"),
    ("f", "eks"),
    ("f", "n"),
    ("f", "ö"),
    ("m", "a"),
    ("m", "in"),
    ("m", "m"),
    ("p", "ej"),
    ("p", "es"),
    ("p", "ex"),
    ("p", "g"),
    ("s", "k"),
    ("t", "ex"),
    ("t", "o"),
    ("u", "a"),
    ("z", "b"),
];

/// Words met less often than this (Zipf) may be of another language.
const MET: f32 = 3.0;

/// The filter.
pub struct StrayLetter;

impl Filter for StrayLetter {
    fn rules(&self) -> &'static [&'static str] {
        &[RULE, apostrophe::RULE]
    }

    fn stage(&self) -> Stage {
        Stage::Words
    }

    fn look(&self, context: &Context<'_>, found: &mut Vec<Finding>) {
        let words = context.text.words();
        let columns = context.text.columns();
        let letters = columns.select(|at| {
            let shape = columns.shape.block(at);
            // Scripts without spaces are written in words of one letter.
            move |i| shape[i] & (shape::SINGLE | shape::UNLIKE) == shape::SINGLE
        });
        let mut end = 0;
        for i in letters {
            if i < end {
                continue;
            }
            end = i + 1;
            if let Some(finding) = apostrophe::lost(context, words, i) {
                found.push(finding);
                continue;
            }
            let stands_alone = |i: usize| words[i].flags.is_single() && words[i].gap == Gap::Space;
            while end < words.len() && stands_alone(end) && apostrophe::lost(context, words, end).is_none() {
                end += 1;
            }
            if i == 0 || words[i].gap != Gap::Space || !words[i - 1].flags.is_unspaced() {
                found.extend(judge(context, words, i, end));
            }
        }
    }
}

/// Judges the run `words[first..end]` of single letters.
fn judge(context: &Context<'_>, words: &[Word], first: usize, end: usize) -> Option<Finding> {
    let text = context.text;
    let run = &words[first..end];
    if run.len() > MOST_IN_A_ROW || run.iter().any(|w| !is_candidate(text.word(w))) {
        return None;
    }
    let language = context.language_at(run[0].start as usize)?;
    if !language.has_words() {
        return None;
    }
    // A word of one letter may stand beside a stray one: only the stray one goes.
    let strays = || run.iter().filter(|w| !is_word(language, text.word(w)));
    let (stray, count) = (strays().next()?, strays().count());
    let span =
        Span::new(stray.start as usize, if count == run.len() { run[run.len() - 1].end } else { stray.end } as usize);
    let at = first + run.iter().position(|w| w.start == stray.start)?;
    if count != run.len() && count != 1 {
        return None;
    }
    let last = at + if count == run.len() { run.len() } else { 1 };
    let left = at.checked_sub(1).map(|i| &words[i]);
    let right = words.get(last);
    let (before, after) = (text.before(span.start), text.after(span.end));
    if let Some(right) = words.get(last).filter(|_| run.len() == 1)
        && is_between_sentences(context, left, stray, right)
    {
        return Some(Finding::safe(
            RULE,
            Span::new(span.start, right.start as usize),
            "",
            format!("“{}” alone is no word here", text.slice(span)),
        ));
    }
    if before != Some(' ') {
        return None;
    }
    let message = format!("“{}” alone is no word here", text.slice(span));
    let left = left?;
    if after.is_none_or(|c| c == '\n') {
        return at_end(context, left, span, message);
    }
    let right = right?;
    if after != Some(' ') || right.gap != Gap::Space || stray.gap != Gap::Space {
        return None;
    }
    let edit = Span::new(span.start, span.end + 1);
    if script_of(left) != stray.script
        || script_of(right) != stray.script
        || left.flags.has_digit()
        || right.flags.has_digit()
    {
        return None;
    }
    let together = language.pair(left.hash, right.hash);
    let paired = together > 0.0;
    // `The r at the end`, `with a z in the middle`: what would be left is no phrase.
    if [left, right].iter().all(|w| language.is_function_word(w.hash)) && together < OFTEN_TOGETHER {
        return None;
    }
    let in_name = left.flags.is_capital() && right.flags.is_capital() && !language.is_function_word(left.hash);
    if (in_name || is_vowel_elsewhere(language, text.word(stray))) && !paired
        || left.flags.is_single() && count == run.len()
    {
        return None;
    }
    if is_measured(context, left) || has_greek_symbols_near(words, at) {
        return None;
    }
    if repeats_elsewhere(context, words, at, stray) || lone_letters_near(words, at, language, context) >= MANY {
        return None;
    }
    // Beside a rare word, a letter that is a word elsewhere may be one here: `que sacar o mellor`.
    let rare = [left, right].iter().any(|word| language.zipf(word.hash) < MET);
    let word_elsewhere = text.word(stray).chars().next().is_some_and(is_vowel);
    if language.zipf(left.hash) == 0.0 && language.zipf(right.hash) == 0.0 || !paired && rare && word_elsewhere {
        return None;
    }
    let of_the_language = |c: char| c.is_ascii() || language.is_letter_of(c) || !c.is_lowercase();
    if !text.word(stray).chars().all(of_the_language) {
        return None;
    }
    if names_something(context, words, at, language) {
        return None;
    }
    let echo = echoes(text.word(stray), text.word(left), text.word(right));
    // Two lone letters close together are more likely variables than slips.
    let near = at.saturating_sub(CLOSE)..(at + CLOSE).min(words.len());
    let variables = near.into_iter().any(|i| i != at && is_lone_letter(context, words, i, language));
    let label = !echo && takes_label(context, language, left);
    if run.len() == 1 && variables {
        return None;
    }
    if !home::speaks(words, at, language) || !home::speaks_clause(words, at, language) {
        return None;
    }
    // `enter n dates`: the usual name of a number.
    let number = !paired && !echo && text.word(stray) == "n";
    // Where few pairs are known, labels cannot be told; a lone Hangul consonant is none.
    let untold = !language.has_pairs() && stray.script != Script::Hangul;
    let applicability =
        if run.len() == 1 && (label || number || untold) { Applicability::Unsafe } else { Applicability::Safe };
    Some(Finding::edit(RULE, applicability, edit, "", message))
}

/// `It is late. t The owners`, or at the start of the text: a letter before the capital that begins a sentence. Letters that
/// number a list are none.
fn is_between_sentences(context: &Context<'_>, left: Option<&Word>, stray: &Word, right: &Word) -> bool {
    let text = context.text;
    let between = left.map_or("", |left| &text.as_str()[left.end as usize..stray.start as usize]);
    let opens = match left {
        None => text.as_str()[..stray.start as usize].is_empty() && text.part().is_first,
        Some(_) => between.len() == 2 && between.starts_with(['.', '!', '?']) && between.ends_with(' '),
    };
    let numbers = matches!(text.word(stray), "a" | "b" | "c" | "d" | "e" | "f" | "i" | "v" | "x");
    opens
        && (!numbers || left.is_some() && text.word(stray) == "e")
        && stray.script == right.script
        && right.gap == Gap::Space
        && right.flags.is_capital()
        && !right.flags.is_upper()
        && !right.flags.has_digit()
        && context.language_at(right.start as usize).is_some_and(|language| language.zipf(right.hash) >= FREQUENT)
}

/// A small letter of a script that has words and capitals, or a lone Hangul consonant.
fn is_candidate(word: &str) -> bool {
    let Some(c) = word.chars().next() else { return false };
    let class = chars::class(c);
    class.is_lower() || matches!(c, '\u{3131}'..='\u{314E}')
}

/// The language's own words.
fn is_word(language: &Language, word: &str) -> bool {
    word.chars().next().is_some_and(|c| language.is_one_letter_word(c))
}

/// Vowels in any language but English: most have such words, some too rare to be learned (Swedish `ö`, French `ô`), while
/// slips of extraction are mostly consonants.
fn is_vowel_elsewhere(language: &Language, word: &str) -> bool {
    language.code() != "en" && word.chars().next().is_some_and(is_vowel)
}

fn is_vowel(c: char) -> bool {
    !c.is_ascii() && chars::class(c).script == Script::Latin
        || matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
        || matches!(c, 'а' | 'е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'ї' | 'є' | 'ѝ' | 'ў')
        || matches!(c, 'α' | 'ε' | 'η' | 'ι' | 'ο' | 'υ' | 'ω' | 'ή' | 'ὁ' | 'ἡ')
}

fn script_of(word: &Word) -> Script {
    word.script
}

/// After the last full stop of a line: nothing can be meant there.
fn at_end(context: &Context<'_>, left: &Word, span: Span, message: String) -> Option<Finding> {
    let text = context.text;
    let between = &text.as_str()[left.end as usize..span.start];
    let stop = between.trim_end();
    matches!(stop, "." | "!" | "?")
        .then(|| Finding::safe(RULE, Span::new(left.end as usize + stop.len(), span.end), "", message))
}

/// A small letter that stands between blanks and is no word; an elided article (`l'`) is none.
fn is_lone_letter(context: &Context<'_>, words: &[Word], i: usize, language: &Language) -> bool {
    let word = context.text.word(&words[i]);
    words[i].flags.is_single()
        && is_candidate(word)
        && is_no_word(language, word)
        && !is_tied(words, i)
        && !is_abbreviation(context, &words[i])
}

/// A full stop follows, and the sentence goes on: Polish `w 1976 r. zaczęto`.
fn is_abbreviation(context: &Context<'_>, word: &Word) -> bool {
    let after = context.text.as_str()[word.end as usize..].strip_prefix('.');
    after.is_some_and(|rest| {
        rest.trim_start_matches([' ', '\u{A0}']).starts_with(|c: char| c == ',' || c.is_lowercase())
    })
}

/// Neither a word of the language nor like one.
fn is_no_word(language: &Language, word: &str) -> bool {
    !is_word(language, word) && !is_vowel_elsewhere(language, word)
}

/// An apostrophe or a hyphen on one side: `l'eau`, `x-mal`.
fn is_tied(words: &[Word], i: usize) -> bool {
    let tied = |gap: Gap| matches!(gap, Gap::Apostrophe | Gap::Hyphen | Gap::None);
    tied(words[i].gap) || words.get(i + 1).is_some_and(|next| tied(next.gap))
}

/// The first letter of the next word, or the last of the one before, typed twice.
fn echoes(stray: &str, left: &str, right: &str) -> bool {
    let letter = stray.chars().next();
    left.chars().next_back() == letter || right.chars().next() == letter
}

/// A letter that stands alone more than once near by is a variable or a label.
fn repeats_elsewhere(context: &Context<'_>, words: &[Word], at: usize, stray: &Word) -> bool {
    near(words, at)
        .any(|i| words[i].hash == stray.hash && i != at && !is_tied(words, i) && !is_abbreviation(context, &words[i]))
}

/// How many other lone letters, in either case, stand near by that are no words of the language.
fn lone_letters_near(words: &[Word], at: usize, language: &Language, context: &Context<'_>) -> usize {
    let lone = |&i: &usize| {
        let word = &words[i];
        word.flags.is_single()
            && word.gap == Gap::Space
            && i != at
            && is_no_word(language, context.text.word(word))
            && !is_tied(words, i)
            && !is_abbreviation(context, word)
    };
    near(words, at).filter(lone).count()
}

/// The words of about three paragraphs around a place.
fn near(words: &[Word], at: usize) -> std::ops::Range<usize> {
    at.saturating_sub(200)..(at + 200).min(words.len())
}

/// Words that are followed by a letter as a name: `group c`, `vitamin d`, `plan b`.
const LABELLED: &[&str] = &[
    "appendix", "article", "base", "block", "box", "building", "case", "category", "chapter", "class", "clause",
    "column", "condition", "court", "day", "deck", "division", "door", "drug", "entrance", "exhibit", "exit", "factor",
    "figure", "flat", "form", "gate", "gene", "grade", "group", "hall", "hepatitis", "house", "influenza", "item",
    "key", "layer", "league", "letter", "level", "line", "list", "lot", "method", "model", "module", "note", "option",
    "page", "paragraph", "part", "patient", "person", "phase", "pier", "plan", "platform", "point", "pool", "position",
    "product", "protein", "question", "region", "room", "route", "row", "school", "section", "segment", "series",
    "set", "side", "size", "species", "stage", "stand", "step", "strain", "string", "study", "subject", "table",
    "task", "team", "terminal", "test", "theorem", "trial", "type", "unit", "value", "variable", "variant", "version",
    "vitamin", "volume", "ward", "wing", "zone",
];

/// What a letter stands before: files and pawns of chess, strings, keys and sections of music, sides of a record. With the
/// plural in the languages that have it.
const LETTERED: &[&str] = &[
    "bauer", "bauern", "chord", "corda", "corde", "cuerda", "dur", "file", "files", "flat", "linie", "major", "majeur",
    "maggiore", "mayor", "menor", "mineur", "minor", "minore", "moll", "pawn", "pawns", "pion", "pions", "rook",
    "saite", "section", "sections", "sharp", "side", "string", "strings", "theme", "themes",
];

/// What letters name in other languages: files, letters, lines, columns.
const NAMED: &[&str] = &[
    "buchstabe", "buchstaben", "linie", "saite", "spalte", "zeile", "bokstaven", "linjen", "kolumnen", "case",
    "casilla", "colonna", "colonne", "coluna", "columna", "fila", "letra", "lettera", "letter", "lettre", "ligne",
    "linea", "línea", "linha", "linia", "linii", "linię", "litera", "literę", "litery", "kolumna", "kolumnę",
    "kolumny", "pismeno", "písmeno", "riga", "sloupec", "буква", "букву", "буквы", "вертикали", "вертикаль", "линии",
    "линию", "линия", "літера", "літеру",
];

/// How far around a letter squares of a chessboard are looked for, in bytes.
const SQUARES_REACH: usize = 300;

/// Quantities, whose symbol is one letter: `the height h in metres`.
const QUANTITIES: &[&str] = &[
    "acceleration", "afstand", "aire", "altezza", "altura", "ancho", "anchura", "angle", "area", "avstånd",
    "beschleunigung", "bredd", "bredde", "breedte", "breite", "charge", "comprimento", "courant", "current",
    "densidad", "densidade", "density", "densità", "densité", "depth", "diameter", "diamètre", "dichte", "dicke",
    "diepte", "distance", "distancia", "distanza", "distância", "druck", "druk", "durchmesser", "durée", "délka",
    "długość", "energy", "energía", "fläche", "fonction", "force", "forza", "força", "frecuencia", "frequency",
    "frequenz", "frequenza", "frequência", "fréquence", "fuerza", "función", "function", "funktion", "funzione",
    "função", "geschwindigkeit", "gewicht", "gęstość", "hastighet", "hauteur", "height", "hmotnost", "hoogte", "höhe",
    "höjd", "højde", "høyde", "kracht", "kraft", "ladung", "largeur", "larghezza", "largura", "leistung", "lengde",
    "lengte", "length", "longitud", "longueur", "lunghezza", "längd", "länge", "længde", "masa", "mass", "massa",
    "masse", "momentum", "parameter", "poids", "poloměr", "potencia", "potenza", "potência", "power", "presión",
    "pression", "pressione", "pressure", "pressão", "probability", "profondeur", "profondità", "profundidad",
    "profundidade", "promień", "prędkość", "puissance", "radie", "radio", "radius", "raggio", "raio", "rayon",
    "resistance", "rychlost", "siła", "snelheid", "spannung", "speed", "straal", "surface", "szerokość", "síla",
    "temperatur", "temperatura", "temperature", "température", "thickness", "tiefe", "tryck", "velocidad",
    "velocidade", "velocity", "velocità", "vitesse", "voltage", "volumen", "výška", "wavelength", "weight", "width",
    "winkel", "wysokość", "énergie", "épaisseur", "висота", "высота", "высоту", "длина", "длину", "довжина", "маса",
    "масса", "радиус", "радіус", "сила", "скорость", "швидкість", "ширина",
];

fn is_measured(context: &Context<'_>, left: &Word) -> bool {
    QUANTITIES.contains(&context.text.word(left).to_lowercase().as_str())
}

/// A Greek letter alone among words of another script is a symbol, and so are the other letters around it.
fn has_greek_symbols_near(words: &[Word], at: usize) -> bool {
    words[at].script != Script::Greek
        && near(words, at).any(|i| words[i].flags.is_single() && words[i].script == Script::Greek)
}

/// `section b`: an English noun that a letter names one of.
fn takes_label(context: &Context<'_>, language: &Language, word: &Word) -> bool {
    let word = context.text.word(word).to_lowercase();
    let labelled = |word: &str| LABELLED.contains(&word);
    language.code() == "en" && (labelled(word.strip_suffix('s').unwrap_or(&word)) || labelled(&word))
}

/// True for a letter that names one of several things, a square of a chessboard, or is half of an abbreviation.
fn names_something(context: &Context<'_>, words: &[Word], at: usize, language: &Language) -> bool {
    let (letter, right) = (context.text.word(&words[at]), words.get(at + 1).map_or("", |w| context.text.word(w)));
    let is_file = matches!(letter, "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h");
    SPACED_ABBREVIATIONS.contains(&(letter, right))
        || is_named_behind(context, words, at, language)
        || is_file && (LETTERED.contains(&right.to_lowercase().as_str()) || is_among_squares(context, &words[at]))
}

/// `la columna h`, `das runde s`: what is named by a letter in other languages than English, and a German letter itself.
fn is_named_behind(context: &Context<'_>, words: &[Word], at: usize, language: &Language) -> bool {
    let lower = |at: usize| context.text.word(&words[at]).to_lowercase();
    let Some(left) = at.checked_sub(1).map(lower) else { return false };
    let german = || left == "das" || left.ends_with('e') && at > 1 && lower(at - 2) == "das";
    NAMED.contains(&left.as_str()) || language.code() == "de" && german()
}

/// True if squares of a chessboard stand in the line: `e4`, `Sf5`.
fn is_among_squares(context: &Context<'_>, letter: &Word) -> bool {
    let line = context.text.line_near(letter.start as usize, SQUARES_REACH).as_bytes();
    let is_square = |pair: &[u8]| matches!(pair[0], b'a'..=b'h') && matches!(pair[1], b'1'..=b'8');
    line.windows(3).filter(|three| is_square(three) && !three[2].is_ascii_alphanumeric()).count() >= 2
}
