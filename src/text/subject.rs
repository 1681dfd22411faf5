//! Whether a text is about garbling: a manual, a complaint or a joke that shows it on purpose.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::{chars, span::Span};

/// What a passage may be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Encodings of characters, and what comes of mixing them up.
    Encodings,
    /// Markup, and how its signs are written in it.
    Markup,
}

/// Words of a text that is about encodings.
const OF_ENCODINGS: [&str; 45] = [
    "utf-8", "utf8", "utf-16", "unicode", "ascii", "latin-1", "latin1", "iso-8859", "iso 8859", "windows-125",
    "windows 125", "cp125", "cp437", "cp866", "koi8", "koi-8", "shift_jis", "shift-jis", "euc-jp", "mojibake",
    "code page", "codepage", "charset", "character set", "character encoding", "text encoding", "file encoding",
    "wrong encoding", "encoding error", "encoding problem", "zeichenkodierung", "zeichensatz", "encodage",
    "codificación de caracteres", "codificação de caracteres", "codifica dei caratteri", "teckenkodning", "кодиров",
    "Кодиров", "кодуван", "Кодуван", "文字化け", "文字コード", "编码", "編碼",
];

/// Words of a text that is about markup.
const OF_MARKUP: [&str; 27] = [
    "html", "xml", "sgml", "entity", "entities", "ampersand", "markup", "escape sequence", "character reference",
    "special character", "unescape", "unicode", "разметк", "тег", "сущност", "balise", "etiqueta", "entidad",
    "auszeichnungs", "标签", "標籤", "实体", "实體", "タグ", "실체", "الوسم", "وسم",
];

static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = OF_ENCODINGS.into_iter().chain(OF_MARKUP);
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few dozen words make an automaton")
});

/// How far from a place its subject may be named, in bytes.
const REACH: usize = 600;

/// Where a text names what it is about.
#[derive(Clone, Debug, Default)]
pub struct Subjects {
    encodings: Vec<usize>,
    markup: Vec<usize>,
}

impl Subjects {
    /// Looks for the words of every subject.
    #[must_use]
    pub fn find(text: &str) -> Self {
        let mut found = Self::default();
        for word in WORDS.find_overlapping_iter(text) {
            let inside =
                text[..word.start()].ends_with(|c: char| c.is_alphanumeric() && !chars::class(c).is_unspaced());
            if !inside {
                let of_encodings = word.pattern().as_usize() < OF_ENCODINGS.len();
                if of_encodings { &mut found.encodings } else { &mut found.markup }.push(word.start());
            }
        }
        found
    }

    /// True if a subject is named near a place.
    #[must_use]
    pub fn are_near(&self, subject: Subject, place: Span) -> bool {
        let named = match subject {
            Subject::Encodings => &self.encodings,
            Subject::Markup => &self.markup,
        };
        let next = named.partition_point(|&at| at + REACH < place.start);
        named.get(next).is_some_and(|&at| at < place.end + REACH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_near_where_it_is_named() {
        let text = format!("The file was in UTF-8. {} Внутри тега стоит знак.", "No word of it. ".repeat(100));
        let subjects = Subjects::find(&text);
        let near = |subject, at: usize| subjects.are_near(subject, Span::new(at, at + 1));
        assert!(near(Subject::Encodings, 0) && near(Subject::Encodings, 600) && !near(Subject::Encodings, 800));
        assert!(near(Subject::Markup, text.len() - 1) && !near(Subject::Markup, 0));
    }
}
