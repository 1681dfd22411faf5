//! What a file is written in, which decides what in it is protected.

use std::path::Path;

/// What a file is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Prose without markup.
    #[default]
    Plain,
    /// `CommonMark` with tables, footnotes and front matter.
    Markdown,
    /// HTML or XML: tags and their attributes are protected, and entities belong there.
    Html,
    /// Program source or configuration: only what is wrong in any file is looked for.
    Source,
}

impl Format {
    /// Judged by the file name's extension; plain text where that says nothing.
    #[must_use]
    pub fn of_path(path: &Path) -> Self {
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
        match extension.as_str() {
            "md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd" => Self::Markdown,
            "html" | "htm" | "xhtml" | "xml" | "svg" | "vue" | "rss" | "atom" => Self::Html,
            "" | "txt" | "text" | "rst" | "adoc" | "asciidoc" | "org" | "srt" | "vtt" | "sub" | "tex" | "log" => {
                Self::Plain
            }
            _ => Self::Source,
        }
    }
}
