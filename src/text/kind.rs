//! What sort of document it is: what is a fault in an article may be the point of a poem or a listing.
//!
//! Judged by the shape of the first lines: how they begin and end, how long they are. What shows no other shape is prose.

use memchr::memmem;

use super::Format;

/// A sort of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Articles, stories, reports, posts.
    Prose,
    /// Speech with speakers' names before it: interviews, plays, chat logs.
    Transcript,
    /// Poems and songs: short lines, refrains.
    Verse,
    /// Tables, lists, menus, addresses.
    Listing,
    /// Scanned pages: hard line ends, words broken at them.
    Ocr,
    /// Subtitles with their times.
    Subtitle,
    /// Program source, configuration, logs.
    Code,
    /// Markdown.
    Markdown,
    /// HTML or XML.
    Html,
}

/// How much of a document is looked at.
const SAMPLE: usize = 16 * 1024;

impl Kind {
    /// All of them with the words cards and settings use.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Prose, "prose"),
        (Self::Transcript, "transcript"),
        (Self::Verse, "verse"),
        (Self::Listing, "listing"),
        (Self::Ocr, "ocr"),
        (Self::Subtitle, "subtitle"),
        (Self::Code, "code"),
        (Self::Markdown, "markdown"),
        (Self::Html, "html"),
    ];

    /// The word cards and settings use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    /// The kind of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, word)| *word == name).map(|(kind, _)| *kind)
    }

    /// Judges a text that was read as `format`.
    #[must_use]
    pub fn of(source: &str, format: Format) -> Self {
        match format {
            Format::Markdown => return Self::Markdown,
            Format::Html => return Self::Html,
            Format::Source => return Self::Code,
            Format::Plain => {}
        }
        Shape::of(&source[..source.floor_char_boundary(SAMPLE)]).kind()
    }
}

/// What is counted in the sample.
#[derive(Default)]
struct Shape {
    bytes: usize,
    lines: usize,
    /// Lines of more than 80 characters, or nearly.
    long: usize,
    times: usize,
    tags: usize,
    starts_as_html: bool,
    code: usize,
    fences: usize,
    headings: usize,
    links: usize,
    labelled: usize,
    /// Hashes of speakers' labels.
    labels: Vec<u32>,
    items: usize,
    unended: usize,
    broken: usize,
    /// Lines that hold the end of a sentence and the beginning of another.
    flowing: usize,
}

impl Shape {
    fn of(sample: &str) -> Self {
        let head = sample.trim_start().as_bytes();
        let begins = |with: &str| head.get(..with.len()).is_some_and(|h| h.eq_ignore_ascii_case(with.as_bytes()));
        let mut shape = Self {
            bytes: sample.len(),
            starts_as_html: begins("<!doctype") || begins("<html") || begins("<?xml"),
            tags: memmem::find_iter(sample.as_bytes(), "</").count(),
            ..Self::default()
        };
        for line in sample.lines() {
            let indented = line.starts_with("    ") || line.starts_with('\t');
            let line = line.trim();
            if !line.is_empty() {
                shape.count(line, indented);
            }
        }
        shape
    }

    fn count(&mut self, line: &str, indented: bool) {
        let has = |what: &str| memmem::find(line.as_bytes(), what.as_bytes()).is_some();
        self.lines += 1;
        self.long += usize::from(line.len() > 80);
        self.times += usize::from(has("-->") && line.as_bytes()[0].is_ascii_digit());
        self.fences += usize::from(line.starts_with("```") || line.starts_with("~~~"));
        self.headings += usize::from(line.starts_with('#') && line.trim_start_matches('#').starts_with(' '));
        self.links += usize::from(has("](") && line.contains('['));
        let last = line.chars().next_back().unwrap_or(' ');
        let code_start = [
            "//", "/*", "#include", "import ", "from ", "def ", "fn ", "public ", "return ", "const ", "let ", "var ",
            "$ ", "}", "</", "@",
        ];
        self.code += usize::from(
            matches!(last, '{' | '}' | ';')
                || line.ends_with(");")
                || indented && line.contains(" = ")
                || code_start.iter().any(|s| line.starts_with(s)) && !matches!(last, '.' | '!' | '?'),
        );
        self.unended += usize::from(!matches!(
            last,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '۔' | '؟' | '"' | '”' | '»' | ')'
        ));
        self.flowing += usize::from(memmem::find_iter(line.as_bytes(), ". ").any(|stop| {
            let (before, after) = (&line[..stop], &line[stop + 2..]);
            before.ends_with(|c: char| c.is_lowercase()) && after.starts_with(char::is_uppercase)
        }));
        self.broken += usize::from(last == '-' && line.len() > 30);
        let bullet = ["- ", "* ", "• ", "· ", "– ", "+ ", "|"].iter().any(|b| line.starts_with(b));
        let numbered = line
            .split_once(['.', ')'])
            .is_some_and(|(n, _)| !n.is_empty() && n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()));
        let columns = line.contains('\t') || has(" | ") || has("   ");
        self.items += usize::from(bullet || numbered || columns);
        if let Some(label) = label(line) {
            self.labelled += 1;
            if self.labels.len() < 64 {
                self.labels.push(super::words::hash(label));
            }
        }
    }

    fn kind(mut self) -> Kind {
        let share = |part: usize, least: f32| part as f32 >= least * self.lines as f32;
        let labels = self.labels.len();
        self.labels.sort_unstable();
        self.labels.dedup();
        if self.times >= 2 && share(self.times, 0.15) {
            Kind::Subtitle
        } else if self.starts_as_html || self.tags >= 8 && self.bytes / self.tags < 160 {
            Kind::Html
        } else if self.lines >= 5 && share(self.code, 0.4) {
            Kind::Code
        } else if self.fences >= 2 || self.headings >= 2 && self.headings + self.links + self.items >= 4 {
            Kind::Markdown
        } else if self.labelled >= 3 && share(self.labelled, 0.4) && self.labels.len() * 2 <= labels.max(3) + 1 {
            Kind::Transcript
        } else if self.lines >= 4 && share(self.items, 0.6) {
            Kind::Listing
        } else if self.broken >= 3 && share(self.broken, 0.05) {
            Kind::Ocr
        } else if self.lines >= 4 && self.long == 0 && share(self.unended, 0.5) && !share(self.flowing, 0.2) {
            if self.bytes / self.lines >= 18 { Kind::Verse } else { Kind::Listing }
        } else {
            Kind::Prose
        }
    }
}

/// Longer ones, in characters, are no names.
const LONGEST_LABEL: usize = 30;

/// The name before a speaker's words: `Q:`, `**Interviewer:**`, `MRS PAGE:`.
fn label(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['*', '_', '-', '–', ' ']);
    let colon = |&(_, c): &(usize, char)| matches!(c, ':' | '：');
    let (end, colon) = line.char_indices().take(LONGEST_LABEL + 1).find(colon)?;
    let (label, rest) = (&line[..end], &line[end + colon.len_utf8()..]);
    let short = label.split_whitespace().count() <= 4;
    let name = label.chars().next().is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    (short && name && !rest.is_empty() && !rest.starts_with("//")).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Kind {
        Kind::of(text, Format::Plain)
    }

    #[test]
    fn shapes_are_told_apart() {
        assert_eq!(plain("The lamp was lit. Nobody came.\n\nIn the morning it was still burning."), Kind::Prose);
        assert_eq!(plain("Q: Who was it?\nA: A neighbour.\nQ: When?\nA: In May."), Kind::Transcript);
        assert_eq!(
            plain(
                "The lamp is out, the tide is in,\nThe mist lies low on field and fen;\nIt is time to let the dark begin,\nAnd bar the door till dawn again,"
            ),
            Kind::Verse
        );
        assert_eq!(
            plain("1\n00:00:01,000 --> 00:00:02,000\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\nBye."),
            Kind::Subtitle
        );
        assert_eq!(plain("use std::io;\nfn main() {\n    let a = 1;\n    let b = 2;\n}\n"), Kind::Code);
        assert_eq!(plain("<!DOCTYPE html><html><body>Hello</body></html>"), Kind::Html);
        assert_eq!(plain("- bread\n- milk\n- eggs\n- tea"), Kind::Listing);
        assert_eq!(Kind::of("anything", Format::Markdown), Kind::Markdown);
    }
}
