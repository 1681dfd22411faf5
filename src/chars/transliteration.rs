//! Cyrillic and Greek letters written in Latin ones.
//!
//! Several spellings a letter, because the world uses several: the English custom (BGN/PCGN) first, then the scholarly
//! standards (ISO 9 and ISO 843) and national habits. It is for asking whether a word, so written, is known; it is not for
//! romanising a text.

/// The Latin spellings of a Cyrillic or Greek letter, in small letters whatever its case; none for any other character.
/// An empty spelling means that the letter may vanish.
#[must_use]
pub fn transliterations(c: char) -> &'static [&'static str] {
    let lower = c.to_lowercase().next().unwrap_or(c);
    match lower {
        'а' => &["a"],
        'б' => &["b"],
        'в' => &["v", "w"],
        'г' => &["g", "h"],
        'ґ' | 'ѓ' => &["g", "gj"],
        'д' => &["d"],
        'ђ' => &["đ", "dj"],
        'е' => &["e", "ye", "je"],
        'ё' => &["yo", "e", "jo", "ë"],
        'є' => &["ye", "ie", "je"],
        'ж' => &["zh", "ž", "j"],
        'з' => &["z"],
        'ѕ' => &["dz"],
        'и' => &["i", "y"],
        'і' => &["i"],
        'ї' => &["i", "yi", "ji"],
        'й' => &["y", "i", "j"],
        'ј' => &["j", "y"],
        'к' => &["k", "c"],
        'ќ' => &["k", "kj"],
        'л' => &["l"],
        'љ' => &["lj", "ly"],
        'м' => &["m"],
        'н' => &["n"],
        'њ' => &["nj", "ny"],
        'о' => &["o"],
        'п' => &["p"],
        'р' => &["r"],
        'с' => &["s"],
        'т' => &["t"],
        'ћ' => &["ć", "c"],
        'у' => &["u"],
        'ў' => &["u", "w"],
        'ф' => &["f", "ph"],
        'х' => &["kh", "h", "x", "ch"],
        'ц' => &["ts", "c", "tz"],
        'ч' => &["ch", "č"],
        'џ' => &["dž", "dz", "dzh"],
        'ш' => &["sh", "š"],
        'щ' => &["shch", "sht", "šč"],
        'ъ' => &["", "a", "u"],
        'ы' => &["y", "i"],
        'ь' => &["", "y"],
        'э' => &["e"],
        'ю' => &["yu", "u", "iu", "ju"],
        'я' => &["ya", "a", "ia", "ja"],
        'α' | 'ά' => &["a"],
        'β' => &["v", "b"],
        'γ' => &["g", "y"],
        'δ' => &["d"],
        'ε' | 'έ' => &["e"],
        'ζ' => &["z"],
        'η' | 'ή' => &["i", "e", "ē"],
        'θ' => &["th"],
        'ι' | 'ί' | 'ϊ' | 'ΐ' => &["i"],
        'κ' => &["k", "c"],
        'λ' => &["l"],
        'μ' => &["m"],
        'ν' => &["n"],
        'ξ' => &["x", "ks"],
        'ο' | 'ό' => &["o"],
        'π' => &["p"],
        'ρ' => &["r", "rh"],
        'σ' | 'ς' => &["s"],
        'τ' => &["t"],
        'υ' | 'ύ' | 'ϋ' | 'ΰ' => &["y", "u", "i"],
        'φ' => &["f", "ph"],
        'χ' => &["ch", "h", "kh"],
        'ψ' => &["ps"],
        'ω' | 'ώ' => &["o", "ō"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_small_latin_letters() {
        assert_eq!(transliterations('П'), ["p"]);
        assert_eq!(transliterations('Щ')[0], "shch");
        assert_eq!(transliterations('Ω')[0], "o");
        assert!(transliterations('a').is_empty());
    }
}
