//! Which scripts a language is written in.

use crate::chars::Script;

/// The scripts of a language, the most usual first; `None` for languages that are not listed. Only the first subtag of the
/// code counts, and a code that names a script of its own (`sr-Latn`) is not listed.
///
/// From the default scripts of Unicode CLDR's `languageData`, with what newspapers and books of some size use besides.
#[must_use]
pub fn scripts_of(code: &str) -> Option<&'static [Script]> {
    use Script::{
        Arabic, Armenian, Bengali, Bopomofo, Cyrillic, Devanagari, Ethiopic, Georgian, Greek, Gujarati, Gurmukhi, Han,
        Hangul, Hebrew, Hiragana, Kannada, Katakana, Khmer, Lao, Latin, Malayalam, Mongolian, Myanmar, Oriya, Sinhala,
        Tamil, Telugu, Thai, Tibetan, Tifinagh,
    };
    let mut subtags = code.split(['-', '_']);
    let language = subtags.next()?;
    if subtags.any(|subtag| subtag.len() == 4 && subtag.bytes().all(|b| b.is_ascii_alphabetic())) {
        return None;
    }
    Some(match language {
        "af" | "ast" | "br" | "ca" | "cnh" | "cs" | "cy" | "da" | "de" | "en" | "eo" | "es" | "et" | "eu" | "fi"
        | "fil" | "fo" | "fr" | "fy" | "ga" | "gd" | "gl" | "gn" | "hr" | "hsb" | "hu" | "ia" | "id" | "is" | "it"
        | "la" | "lb" | "lg" | "lt" | "lv" | "mt" | "nb" | "nl" | "nn" | "no" | "oc" | "pl" | "pt" | "rm" | "ro"
        | "rw" | "sk" | "sl" | "so" | "sq" | "sv" | "sw" | "tr" | "vi" | "xh" | "yo" | "zu" => &[Latin],
        "ab" | "ba" | "bg" | "cv" | "mk" | "ru" | "sah" | "tg" | "uk" => &[Cyrillic],
        "be" | "sr" | "tt" => &[Cyrillic, Latin],
        "bs" | "uz" => &[Latin, Cyrillic],
        "kk" | "ky" => &[Cyrillic, Arabic, Latin],
        "az" | "tk" => &[Latin, Cyrillic, Arabic],
        "mn" => &[Cyrillic, Mongolian],
        "ha" | "kmr" | "ku" | "ms" => &[Latin, Arabic],
        "kab" => &[Latin, Tifinagh],
        "ar" | "ckb" | "fa" | "ps" | "ug" | "ur" => &[Arabic],
        "ks" | "sd" => &[Arabic, Devanagari],
        "hi" | "mr" | "ne" => &[Devanagari],
        "as" | "bn" => &[Bengali],
        "pa" => &[Gurmukhi, Arabic],
        "he" | "yi" => &[Hebrew],
        "el" => &[Greek],
        "hy" => &[Armenian],
        "ka" => &[Georgian],
        "am" | "ti" => &[Ethiopic],
        "gu" => &[Gujarati],
        "kn" => &[Kannada],
        "ml" => &[Malayalam],
        "or" => &[Oriya],
        "si" => &[Sinhala],
        "ta" => &[Tamil],
        "te" => &[Telugu],
        "bo" | "dz" => &[Tibetan],
        "km" => &[Khmer],
        "lo" => &[Lao],
        "my" => &[Myanmar],
        "th" => &[Thai],
        "zh" => &[Han, Bopomofo],
        "ja" => &[Hiragana, Katakana, Han],
        "ko" => &[Hangul, Han],
        _ => return None,
    })
}

/// True for the scripts that many languages are written in, so that they alone tell nothing.
#[must_use]
pub const fn is_shared(script: Script) -> bool {
    matches!(script, Script::Latin | Script::Cyrillic | Script::Arabic | Script::Devanagari)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Languages;

    #[test]
    fn every_language_that_can_be_told_is_listed() {
        for language in Languages::shipped().iter() {
            assert!(scripts_of(language.code()).is_some_and(|scripts| !scripts.is_empty()), "{}", language.code());
        }
    }

    #[test]
    fn a_code_that_names_its_script_is_left_open() {
        assert_eq!(scripts_of("ru-RU"), Some(&[Script::Cyrillic][..]));
        assert_eq!(scripts_of("ru-Latn"), None);
        assert_eq!(scripts_of("tlh"), None);
    }
}
