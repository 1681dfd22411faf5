//! Protected spans: what no filter may touch.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Format;
use crate::span::{Span, joined};

/// Sorted, disjoint spans that no edit may touch: code, links' targets, URLs, e-mail addresses, tags, front matter.
#[derive(Clone, Debug, Default)]
pub struct Protected {
    spans: Vec<Span>,
}

impl Protected {
    /// Finds them in `source`, read as `format`.
    #[must_use]
    pub fn find(source: &str, format: Format) -> Self {
        let mut spans = match format {
            Format::Markdown => markdown(source),
            Format::Html => tags(source),
            Format::Plain | Format::Source => Vec::new(),
        };
        addresses(source, &mut spans);
        Self::from_spans(spans)
    }

    /// Sorts and joins spans.
    #[must_use]
    pub fn from_spans(spans: Vec<Span>) -> Self {
        Self { spans: joined(spans) }
    }

    /// The spans, in order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// True if an edit of `span` would change protected text. An insertion at its edge does not.
    #[must_use]
    pub fn touches(&self, span: Span) -> bool {
        let next = self.spans.partition_point(|p| p.end <= span.start);
        self.spans
            .get(next)
            .is_some_and(|p| p.overlaps(span) || span.is_empty() && p.start < span.start && span.start < p.end)
    }

    /// True if an edit of `span` would change a part of a protected span and leave the rest.
    #[must_use]
    pub fn cuts(&self, span: Span) -> bool {
        let next = self.spans.partition_point(|p| p.end <= span.start);
        self.spans[next..].iter().take_while(|p| p.start < span.end).any(|p| !span.covers(*p))
    }

    /// The part of it within `window`, counted from the window's start.
    #[must_use]
    pub fn window(&self, window: Span) -> Self {
        let first = self.spans.partition_point(|p| p.end <= window.start);
        let spans = self.spans[first..]
            .iter()
            .take_while(|p| p.start < window.end)
            .map(|p| Span::new(p.start.max(window.start) - window.start, p.end.min(window.end) - window.start))
            .collect();
        Self { spans }
    }
}

/// Everything in Markdown that is not prose.
fn markdown(source: &str) -> Vec<Span> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut spans = Vec::new();
    // Inside a link or image only its text is open; what lies between the text's end and the link's end is not.
    let mut links: Vec<(Span, usize)> = Vec::new();
    let mut block = None;
    // An element of HTML within a paragraph whose text is no prose.
    let mut shown = None;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        let span = Span::from(range);
        if let Some((_, text_end)) = links.last_mut()
            && matches!(event, Event::Text(_) | Event::SoftBreak | Event::HardBreak | Event::End(_))
            // Its own end is not its text's.
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            *text_end = (*text_end).max(span.end);
        }
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock) => block = Some(span),
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock) => spans.extend(block.take()),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links.push((span, span.start)),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some((link, text_end)) = links.pop() {
                    let text_end = text_end.min(link.end);
                    let target = source[text_end.max(link.start)..link.end]
                        .find(']')
                        .map_or(link.start, |i| text_end.max(link.start) + i);
                    spans.push(Span::new(target.min(link.end), link.end));
                }
                // A picture may be the text of a link.
                if let Some((_, text_end)) = links.last_mut() {
                    *text_end = (*text_end).max(span.end);
                }
            }
            Event::InlineHtml(_) => {
                spans.push(span);
                match of_no_prose(&source[span.range()]) {
                    Some((element, false)) => shown = Some((element, span.start)),
                    Some((element, true)) => {
                        spans.extend(shown.take_if(|(of, _)| *of == element).map(|(_, at)| Span::new(at, span.end)));
                    }
                    None => {}
                }
            }
            Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Html(_)
            | Event::FootnoteReference(_) => spans.push(span),
            _ => {}
        }
    }
    spans
}

/// Elements whose text is no prose.
const NO_PROSE: [&str; 10] = ["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "tt"];

/// The element that a tag opens or closes, if its text is no prose, and whether it closes it.
fn of_no_prose(tag: &str) -> Option<(usize, bool)> {
    let name = tag.strip_prefix('<')?;
    let (name, closes) = name.strip_prefix('/').map_or((name, false), |name| (name, true));
    let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len())];
    NO_PROSE.iter().position(|element| element.eq_ignore_ascii_case(name)).map(|element| (element, closes))
}

/// HTML: tags, comments, and elements whose text is no prose.
fn tags(source: &str) -> Vec<Span> {
    let bytes = source.as_bytes();
    let mut spans = Vec::new();
    // Elements that are not closed again: looked for once.
    let mut unclosed = [false; NO_PROSE.len()];
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|i| at + i) {
        let rest = &source[open..];
        let tag = || memchr::memchr(b'>', rest.as_bytes()).map(|i| i + 1);
        let close = if rest.starts_with("<!--") {
            rest.find("-->").map(|i| i + 3)
        } else if let Some((element, false)) = of_no_prose(rest)
            && !unclosed[element]
        {
            let closer = memchr::memmem::find_iter(rest.as_bytes(), "</")
                .find(|&at| of_no_prose(&rest[at..]) == Some((element, true)));
            unclosed[element] = closer.is_none();
            closer.map(|at| at + rest[at..].find('>').map_or(rest.len() - at, |i| i + 1)).or_else(tag)
        } else {
            tag()
        };
        let end = open + close.unwrap_or(rest.len());
        spans.push(Span::new(open, end));
        at = end;
    }
    spans
}

/// URLs and e-mail addresses, in any format.
fn addresses(source: &str, spans: &mut Vec<Span>) {
    let bytes = source.as_bytes();
    let in_address =
        |b: u8| b.is_ascii_graphic() && !matches!(b, b'<' | b'>' | b'"' | b'`' | b'|' | b'{' | b'}') || b >= 0x80;
    let mut last = 0;
    for at in memchr::memchr2_iter(b':', b'@', bytes) {
        if at < last {
            continue;
        }
        let (start, from) = if bytes[at] == b':' {
            if !bytes[at..].starts_with(b"://") {
                continue;
            }
            let start = at
                - bytes[last..at]
                    .iter()
                    .rev()
                    .take(12)
                    .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
                    .count();
            (start, at + 3)
        } else {
            let local = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'%');
            let start = at - bytes[last..at].iter().rev().take(64).take_while(local).count();
            let domain = bytes[at + 1..]
                .iter()
                .take(255)
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
                .count();
            if start == at || !bytes[at + 1..at + 1 + domain].contains(&b'.') {
                continue;
            }
            spans.push(Span::new(start, trim_end(source, at + 1, at + 1 + domain)));
            last = at + 1 + domain;
            continue;
        };
        if start == at {
            continue;
        }
        // A bracket that the address did not open ends it: `[url=https://…]` on message boards.
        let mut opened = false;
        let length = bytes[from..].iter().position(|&b| {
            opened |= b == b'[';
            !in_address(b) || b == b']' && !opened
        });
        let end = length.map_or(bytes.len(), |length| from + length);
        let end = trim_end(source, from, end);
        spans.push(Span::new(start, end));
        last = end;
    }
}

/// An address does not end in the sentence's own punctuation, nor in a bracket it did not open.
fn trim_end(source: &str, from: usize, mut end: usize) -> usize {
    // No opening bracket is ever trimmed, so one look tells for every closing one.
    let opened = source[from..end].contains('(');
    while end > from {
        let Some(c) = source[from..end].chars().next_back() else { break };
        let closes = match c {
            ')' => !opened,
            _ => matches!(
                c,
                '.' | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '\''
                    | '*'
                    | '_'
                    | '’'
                    | '”'
                    | '»'
                    | '…'
                    | '。'
                    | '，'
                    | '、'
                    | '）'
                    | '」'
            ),
        };
        if !closes {
            break;
        }
        end -= c.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_html_is_protected_up_to_its_end() {
        for (source, open, hidden) in [
            ("<p>The the <CODE>a a</code> and <b>so so</b>", &["The the", "so so"][..], &["a a"][..]),
            ("<styled-box>Of of</styled-box><STYLE>a a</STYLE> it it", &["Of of", "it it"], &["a a"]),
            ("<pre><code>a a</code> b b</pre> it it <code>is is", &["it it", "is is"], &["a a", "b b"]),
        ] {
            let protected = Protected::find(source, Format::Html);
            let touches = |part: &str| {
                let at = source.find(part).expect("the text holds it");
                protected.touches(Span::new(at, at + part.len()))
            };
            assert!(open.iter().all(|part| !touches(part)), "{source}");
            assert!(hidden.iter().all(|part| touches(part)), "{source}");
        }
        let source = "Press <kbd>a a</kbd> or or `<code>` and and.";
        let protected = Protected::find(source, Format::Markdown);
        let touches = |at: usize| protected.touches(Span::new(at, at + 1));
        assert!(touches(12) && !touches(source.find("or or").expect("it is there")) && !touches(source.len() - 2));
    }

    #[test]
    fn the_text_of_a_link_is_open_and_its_target_is_not() {
        for (source, open) in [
            ("See [the old mill](http://a.example/b) there.", "the old mill"),
            ("See [the *old* mill][ref] there.\n\n[ref]: http://a.example/b", "the *old* mill"),
            ("[![the mill](mill.png) by night](http://a.example/b)", " by night"),
        ] {
            let protected = Protected::find(source, Format::Markdown);
            let at = source.find(open).expect("the text holds it");
            assert!(!protected.touches(Span::new(at, at + open.len())), "{source}");
            for hidden in ["example", "mill.png", "(http"] {
                for (at, _) in source.match_indices(hidden) {
                    assert!(protected.touches(Span::new(at, at + 1)), "{source}: {hidden}");
                }
            }
        }
    }
}
