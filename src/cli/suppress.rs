//! Comments that keep a finding quiet.
//!
//! `ungarble: ignore[rule]` speaks of its own line or, alone on a line, of what follows: the next line of source, the next
//! paragraph of prose. `disable[rule]` holds until `enable[rule]`, `file-ignore[rule]` everywhere. Without brackets all
//! rules are meant. Only comments count, never a mention in running text or in a fenced block.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{finding::Finding, span::Span, text::Format};

/// The rule under which a suppression without effect is reported.
pub(super) const UNUSED: &str = "unused-suppression";

/// The words every suppression begins with.
const MARK: &str = "ungarble:";

/// One comment that suppresses.
#[derive(Debug)]
struct Suppression {
    at: Span,
    /// Empty for every rule.
    rules: Vec<String>,
    covers: Span,
    used: AtomicBool,
}

/// All of one text.
#[derive(Debug, Default)]
pub(super) struct Suppressions {
    all: Vec<Suppression>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Ignore,
    Disable,
    Enable,
    FileIgnore,
}

impl Suppressions {
    /// Reads them. A text without our name costs one search.
    pub(super) fn read(text: &str, format: Format) -> Self {
        let mut found = Self::default();
        if memchr::memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
            return found;
        }
        let (mut start, mut fenced) = (0, None);
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.len());
            start = span.end;
            if format == Format::Markdown {
                let fence = ["```", "~~~"].into_iter().find(|f| line.trim_start().starts_with(f));
                match (fenced, fence) {
                    (None, Some(_)) => fenced = fence,
                    (Some(open), Some(close)) if open == close => fenced = None,
                    _ => {}
                }
                if fenced.is_some() {
                    continue;
                }
            }
            if let Some(mark) = line.find(MARK) {
                found.comment(text, format, span, mark);
            }
        }
        found
    }

    /// Takes up the comment on `line`, whose mark is at `mark`.
    fn comment(&mut self, text: &str, format: Format, line: Span, mark: usize) {
        let content = &text[line.range()];
        let Some(opens) = opener(&content[..mark], format) else { return };
        let said = content[mark + MARK.len()..].trim_start();
        let word = said.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').count();
        let verb = match &said[..word] {
            "ignore" => Verb::Ignore,
            "disable" => Verb::Disable,
            "enable" => Verb::Enable,
            "file-ignore" => Verb::FileIgnore,
            _ => return,
        };
        let rules: Vec<String> = said[word..]
            .strip_prefix('[')
            .and_then(|rest| rest.split_once(']'))
            .map(|(list, _)| list.split(',').map(|rule| rule.trim().to_owned()).filter(|r| !r.is_empty()).collect())
            .unwrap_or_default();
        let rest_of_text = Span::new(line.end, text.len());
        let covers = match verb {
            Verb::Enable => {
                for open in &mut self.all {
                    if open.covers.end == text.len()
                        && open.covers.start <= line.start
                        && (rules.is_empty() || open.rules == rules)
                        && open.at.end <= line.start
                    {
                        open.covers.end = line.start;
                    }
                }
                return;
            }
            Verb::FileIgnore => Span::new(0, text.len()),
            Verb::Disable => rest_of_text,
            Verb::Ignore => {
                let after = content.rfind("-->").map_or("", |end| &content[end + 3..]);
                let alone = content[..opens].trim().is_empty() && after.trim().is_empty();
                if alone { Span::new(line.start, following(text, line.end, format)) } else { line }
            }
        };
        let at = Span::new(line.start + opens, line.start + content.trim_end().len());
        self.all.push(Suppression { at, rules, covers, used: AtomicBool::new(false) });
    }

    /// True if a finding is suppressed; remembers by what.
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        let mut covered = false;
        for suppression in &self.all {
            let rule = suppression.rules.is_empty() || suppression.rules.iter().any(|r| *r == finding.rule);
            let span = suppression.covers;
            if rule && span.start <= finding.span.start && finding.span.start < span.end.max(span.start + 1) {
                suppression.used.store(true, Ordering::Relaxed);
                covered = true;
            }
        }
        covered
    }

    /// A finding for each that suppressed nothing, though its rules were on.
    pub(super) fn unused(&self, wanted: impl Fn(&str) -> bool) -> Vec<Finding> {
        let idle = self.all.iter().filter(|s| !s.used.load(Ordering::Relaxed) && s.rules.iter().all(|r| wanted(r)));
        idle.map(|s| Finding::flag(UNUSED, s.at, "this suppresses nothing; remove it")).collect()
    }
}

/// Where the comment opens that ends a line's beginning, if one does.
fn opener(before: &str, format: Format) -> Option<usize> {
    let markup = ["<!--", "[//]: # (", "[//]: # \"", "{/*"];
    let source = ["#", "//", "/*", "--", ";", "%", "<!--", "*", "\"\"\""];
    let plain = ["#", "//", "%", "..", ";"];
    let trimmed = before.trim_end();
    let ends = |signs: &[&str]| {
        let sign = signs.iter().filter(|s| trimmed.ends_with(s.trim_end())).max_by_key(|s| s.len());
        sign.map(|s| trimmed.len() - s.trim_end().len())
    };
    match format {
        Format::Markdown | Format::Html => ends(&markup),
        Format::Source => ends(&source),
        // Prose has no comments: there the whole line has to be one.
        Format::Plain => ends(&plain).filter(|at| before[..*at].trim().is_empty()).or(trimmed.is_empty().then_some(0)),
    }
}

/// The end of what follows a comment that stands alone: a line of source, a paragraph of prose.
fn following(text: &str, from: usize, format: Format) -> usize {
    let rest = &text.as_bytes()[from..];
    let blank = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let end = if format == Format::Source {
        memchr::memchr(b'\n', &rest[blank..])
    } else {
        memchr::memmem::find(&rest[blank..], b"\n\n").or_else(|| memchr::memmem::find(&rest[blank..], b"\r\n\r\n"))
    };
    end.map_or(text.len(), |i| from + blank + i + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str, format: Format) -> Vec<bool> {
        let suppressions = Suppressions::read(text, format);
        text.match_indices("bad")
            .map(|(at, _)| suppressions.covers(&Finding::flag("x", Span::new(at, at + 3), "")))
            .collect()
    }

    #[test]
    fn a_comment_speaks_of_its_line_or_of_what_follows() {
        assert_eq!(covered("bad <!-- ungarble: ignore[x] -->\nbad\n", Format::Markdown), [true, false]);
        assert_eq!(covered("<!-- ungarble: ignore[x] -->\nbad\nbad\n\nbad\n", Format::Markdown), [true, true, false]);
        assert_eq!(covered("# ungarble: ignore[x]\nbad\nbad\n", Format::Source), [true, false]);
        assert_eq!(covered("let a; // ungarble: ignore\nbad\n", Format::Source), [false]);
        assert_eq!(covered("# ungarble: ignore[y]\nbad\n", Format::Source), [false]);
    }

    #[test]
    fn ranges_and_whole_files() {
        let text = "bad\n<!-- ungarble: disable[x] -->\nbad\n<!-- ungarble: enable[x] -->\nbad\n";
        assert_eq!(covered(text, Format::Html), [false, true, false]);
        assert_eq!(covered("bad\n\nungarble: file-ignore[x]\n", Format::Plain), [true]);
    }

    #[test]
    fn a_mention_is_no_suppression() {
        assert_eq!(covered("Write `ungarble: ignore` there. bad\n", Format::Markdown), [false]);
        assert_eq!(covered("```\n<!-- ungarble: file-ignore -->\n```\nbad\n", Format::Markdown), [false]);
        assert_eq!(covered("Then ungarble: ignore bad\n", Format::Plain), [false]);
    }

    #[test]
    fn what_suppresses_nothing_is_said() {
        let suppressions = Suppressions::read("<!-- ungarble: ignore[x] -->\nfine\n", Format::Markdown);
        assert_eq!(suppressions.unused(|_| true).len(), 1);
        assert_eq!(suppressions.unused(|_| false).len(), 0, "the rule is off: nobody can know");
    }
}
