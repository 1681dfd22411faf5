//! Comments that keep a finding quiet.
//!
//! `ungarble: ignore[rule]` speaks of its own line or, alone on a line, of what follows: the next line of source, the next
//! paragraph of prose. `disable[rule]` holds until `enable[rule]`, `file-ignore[rule]` everywhere. Without brackets all
//! rules are meant. Only comments count, never a mention in running text or in a fenced block.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use super::span_set::{SpanSet, filled};
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
}

/// All of one text.
#[derive(Debug, Default)]
pub(super) struct Suppressions {
    all: Vec<Suppression>,
    /// Where every rule is suppressed.
    every_rule: SpanSet,
    /// Where single rules are.
    by_rule: HashMap<String, SpanSet>,
    /// Where findings of a rule begin that were suppressed.
    met: Mutex<HashMap<Cow<'static, str>, Vec<usize>>>,
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
        if memchr::memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
            return Self::default();
        }
        let mut reader =
            Reader { text, format, blank_lines: BlankLines::of(text), all: Vec::new(), open: HashMap::new() };
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
                reader.comment(span, mark);
            }
        }
        Self::of(reader.all)
    }

    fn of(all: Vec<Suppression>) -> Self {
        let every_rule = SpanSet::of(all.iter().filter(|s| s.rules.is_empty()).map(|s| s.covers));
        let mut by_rule: HashMap<String, Vec<Span>> = HashMap::new();
        for suppression in &all {
            for rule in &suppression.rules {
                by_rule.entry(rule.clone()).or_default().push(suppression.covers);
            }
        }
        let by_rule = by_rule.into_iter().map(|(rule, spans)| (rule, SpanSet::of(spans))).collect();
        Self { all, every_rule, by_rule, met: Mutex::default() }
    }

    /// True if a finding is suppressed; remembers that it was.
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        let start = finding.span.start;
        let covered =
            self.every_rule.has(start) || self.by_rule.get(&*finding.rule).is_some_and(|spans| spans.has(start));
        if covered {
            let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
            met.entry(finding.rule.clone()).or_default().push(start);
        }
        covered
    }

    /// A finding for each that suppressed nothing, though its rules were on.
    pub(super) fn unused(&self, wanted: impl Fn(&str) -> bool) -> Vec<Finding> {
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        for starts in met.values_mut() {
            starts.sort_unstable();
        }
        let is_in = |span: Span, starts: &Vec<usize>| {
            let next = starts.partition_point(|&start| start < span.start);
            starts.get(next).is_some_and(|&start| start < filled(span).end)
        };
        let used = |s: &Suppression| {
            if s.rules.is_empty() {
                met.values().any(|starts| is_in(s.covers, starts))
            } else {
                s.rules.iter().filter_map(|rule| met.get(rule.as_str())).any(|starts| is_in(s.covers, starts))
            }
        };
        let idle = self.all.iter().filter(|s| !used(s) && s.rules.iter().all(|r| wanted(r)));
        idle.map(|s| Finding::flag(UNUSED, s.at, "this suppresses nothing; remove it")).collect()
    }
}

/// Takes up the comments of a text, from first to last.
struct Reader<'t> {
    text: &'t str,
    format: Format,
    blank_lines: BlankLines,
    all: Vec<Suppression>,
    /// Which of them hold to the end of the text so far, by their rules.
    open: HashMap<Vec<String>, Vec<usize>>,
}

impl Reader<'_> {
    /// Takes up the comment on `line`, whose mark is at `mark`.
    fn comment(&mut self, line: Span, mark: usize) {
        let text = self.text;
        let content = &text[line.range()];
        let Some(opens) = opener(&content[..mark], self.format) else { return };
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
            Verb::Enable => return self.enable(&rules, line.start),
            Verb::FileIgnore => Span::new(0, text.len()),
            Verb::Disable => rest_of_text,
            Verb::Ignore => {
                let after = content.rfind("-->").map_or("", |end| &content[end + 3..]);
                let alone = content[..opens].trim().is_empty() && after.trim().is_empty();
                if alone { Span::new(line.start, self.following(line.end)) } else { line }
            }
        };
        let at = Span::new(line.start + opens, line.start + content.trim_end().len());
        if covers.end == text.len() {
            self.open.entry(rules.clone()).or_default().push(self.all.len());
        }
        self.all.push(Suppression { at, rules, covers });
    }

    /// Ends what holds to the end of the text: what is of the same rules, or all of it.
    fn enable(&mut self, rules: &[String], at: usize) {
        let ended = if rules.is_empty() {
            std::mem::take(&mut self.open).into_values().flatten().collect()
        } else {
            self.open.remove(rules).unwrap_or_default()
        };
        for index in ended {
            self.all[index].covers.end = at;
        }
    }

    /// The end of what follows a comment that stands alone: a line of source, a paragraph of prose.
    fn following(&self, from: usize) -> usize {
        let rest = &self.text.as_bytes()[from..];
        let shown = from + rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let end = if self.format == Format::Source {
            memchr::memchr(b'\n', &self.text.as_bytes()[shown..]).map(|i| shown + i)
        } else {
            self.blank_lines.after(shown)
        };
        end.map_or(self.text.len(), |end| end + 1)
    }
}

/// Where lines end before blank ones; of several blank lines the first counts.
struct BlankLines {
    lf: Vec<usize>,
    crlf: Vec<usize>,
}

impl BlankLines {
    fn of(text: &str) -> Self {
        let all = |ends: &str| memchr::memmem::find_iter(text.as_bytes(), ends.as_bytes()).collect();
        Self { lf: all("\n\n"), crlf: all("\r\n\r\n") }
    }

    /// The first one behind a place that is no white space.
    fn after(&self, at: usize) -> Option<usize> {
        let next = |ends: &[usize]| ends.get(ends.partition_point(|&end| end < at)).copied();
        next(&self.lf).or_else(|| next(&self.crlf))
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
