//! Whether any word may show that one page was taken for another, asked before the text is cut into words.
//!
//! Most words with letters beyond ASCII are known as they stand, in the language that the one before was known in. Only
//! around the others the language is told, and hardly any of them is odd there and becomes known by reading it anew.

use std::ptr;

use rustc_hash::FxHashSet;

use super::{super::Mended, KNOWN, LONGEST, Odd, Way, in_question};
use crate::{
    finding::{Context, Finding},
    language::Language,
    text::words,
};

/// So many bytes further on the language is told anew.
const REACH: usize = 480;

/// True if some word that no finding mends is explained by a mistake, in a language that does not write it so.
pub(super) fn exists(context: &Context<'_>, found: &[Finding]) -> bool {
    let mended = Mended::by(found);
    let text = context.text.as_str();
    let mut usual: Option<&Language> = None;
    let mut tried = FxHashSet::default();
    // How far the language is told, and how far it is taken to go on because a word is known in it.
    let (mut end, mut told_until, mut known_until) = (0, 0, 0);
    // What is near tells no more of another line.
    let until = |at: usize| {
        let further = &text.as_bytes()[at..text.len().min(at + REACH)];
        at + memchr::memchr(b'\n', further).unwrap_or(REACH)
    };
    for (at, letter) in in_question(text) {
        if at < end {
            continue;
        }
        let odd = Odd::around(at, letter, text);
        if odd.word.len() > LONGEST || mended.touches(odd.span) {
            end = odd.span.end;
            continue;
        }
        let hash = words::hash(odd.word);
        let is_known = |language: &Language| language.zipf(hash) >= KNOWN;
        if usual.is_some_and(is_known) {
            end = odd.span.end;
            known_until = until(at);
            continue;
        }
        if at >= told_until {
            if at < known_until && usual.is_some_and(|language| language.is_letter_of(letter)) {
                continue;
            }
            usual = context.language_near(at);
            told_until = until(at);
        }
        let Some(language) = usual else { return true };
        if !language.has_words() || language.is_letter_of(letter) {
            continue;
        }
        let explained = || Way::all().any(|way| odd.is_explained(language, way));
        if tried.insert((hash, ptr::from_ref(language))) && odd.is_tried(context.text) && explained() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Format, Text};

    fn shows(source: &str) -> bool {
        let text = Text::new(source, Format::Plain);
        exists(&Context::new(&text, &|_| true), &[])
    }

    #[test]
    fn a_word_of_the_wrong_page_shows_it() {
        for source in [
            "El próximo ańo los precios de la vivienda volverán a subir en todo el país.\n",
            "Wszyscy wiedz¹, ¿e nie chc¹ tego robiæ, a jednak nikt nie mówi o tym w szkole.\n",
            "Il ministro lavorer\u{2c6} ancora per il partito e per la citt\u{2c6} di Roma.\n",
        ] {
            assert!(shows(source), "{source}");
            assert!(shows(&format!("Er fragte, ob die Bücher schön wären.\n\n{source}")), "{source}");
        }
    }

    #[test]
    fn words_that_are_as_they_should_be_do_not() {
        let german = "Über die Straße fährt täglich eine Straßenbahn, und Herr Łukaszewicz grüßt die Fahrgäste.\n";
        let czech = "Příliš žluťoučký kůň pěl ďábelské ódy, zatímco ostatní koně se pásli na louce u řeky.\n";
        let icelandic = "Það var árið þegar þeir komu, og við höfðum það á tilfinningunni að þetta væri rétt.\n";
        for source in [german.to_owned(), czech.to_owned(), icelandic.to_owned(), [german, czech, icelandic].concat()] {
            assert!(!shows(&source), "{source}");
        }
    }

    #[test]
    fn what_is_mended_already_shows_nothing() {
        let source = "El próximo ańo los precios de la vivienda volverán a subir en todo el país.\n";
        let at = source.find("ańo").expect("it is there");
        let text = Text::new(source, Format::Plain);
        let mended = Finding::safe("mojibake", crate::span::Span::new(at, at + 4), "año", "");
        assert!(!exists(&Context::new(&text, &|_| true), &[mended]));
    }
}
