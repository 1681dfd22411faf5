//! Whole lines of all cards, found by one look-up a line.
//!
//! A line is reduced to its words in small letters and hashed, so case, bullets and arrows do not matter, and thousands
//! of lines cost what one does. Only short lines are looked at, and of those only lines whose first and last bytes may
//! fit.

use crate::rule::{
    line::{core, hash, signature},
    tables::Tables,
};

/// Longer lines are prose.
const LONGEST: usize = 160;
/// A lead ends with a colon within so many bytes.
const LONGEST_LEAD: usize = 80;

/// Words of a button at most.
const MOST_WORDS: usize = 8;

/// The number of the match of a line, if it is in the tables.
pub(super) fn find(tables: &Tables, line: &str) -> Option<u32> {
    if line.len() > LONGEST + LONGEST_LEAD {
        return None;
    }
    let core = core(line);
    if core.len() < 3 || core.len() > LONGEST {
        return None;
    }
    look_up(tables, &tables.lines, core)
        .or_else(|| {
            // Either colon; most lines have none.
            memchr::memchr2(b':', "：".as_bytes()[0], core.as_bytes())?;
            let colon =
                core.char_indices().take_while(|(at, _)| *at < LONGEST_LEAD).find(|(_, c)| matches!(c, ':' | '：'))?.0;
            look_up(tables, &tables.leads, crate::rule::line::core(&core[..colon]))
        })
        .or_else(|| row(tables, core))
}

/// `Share on Facebook Share on Twitter | Email this article`: buttons that stood side by side, each a line that is known.
fn row(tables: &Tables, line: &str) -> Option<u32> {
    let mut first = None;
    let mut rest = line;
    while !rest.is_empty() {
        let ends = rest.match_indices(' ').map(|(at, _)| at).take(MOST_WORDS).chain([rest.len()]);
        let known = |end: usize| Some((end, look_up(tables, &tables.lines, core(&rest[..end]))?));
        let (end, number) = ends.filter_map(known).last()?;
        // The whole line was looked up before.
        if first.is_none() && end == line.len() {
            return None;
        }
        first = first.or(Some(number));
        rest = rest[end..].trim_start_matches([' ', '|', '·', '•', '/']);
    }
    first
}

/// Most lines are told by their ends alone.
fn look_up(tables: &Tables, numbers: &[(u64, u32)], core: &str) -> Option<u32> {
    let signature = signature(core.as_bytes());
    if tables.signatures[(signature >> 6) as usize] & 1 << (signature & 63) == 0 {
        return None;
    }
    let hash = hash(core);
    numbers.binary_search_by_key(&hash, |(hash, _)| *hash).ok().map(|i| numbers[i].1)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::rule::Cards;

    fn number(line: &str) -> Option<u32> {
        let mut cards = Cards::default();
        let card = |id: &str, lines: &str| {
            format!(
                "id = \"{id}\"\nkind = \"line\"\nsummary = \"s\"\nwhy = \"w\"\napplicability = \"flag\"\n[[match]]\n{lines}\n[[example]]\nfrom = \"f\"\n[[keep]]\ntext = \"t\"\n"
            )
        };
        for (id, lines) in [
            ("one", "lines = [\"Share this\"]"),
            ("two", "lines = [\"Поделиться\"]"),
            ("three", "leads = [\"Read also\"]"),
        ] {
            cards.add(&card(id, lines), Path::new("test.toml")).expect("a card");
        }
        find(&Tables::of(cards.rules()), line)
    }

    #[test]
    fn case_bullets_and_colons_do_not_matter() {
        for line in ["Share this:", "  • SHARE THIS", "share  this…", "Share this »"] {
            assert_eq!(number(line), Some(0), "{line}");
        }
        assert_eq!(number("ПОДЕЛИТЬСЯ"), Some(1));
        assert_eq!(number("Share this | Поделиться Share this"), Some(0));
        assert_eq!(number("Read also: the last ferryman"), Some(2));
    }

    #[test]
    fn words_around_and_quotes_do() {
        for line in [
            "Share this with him", "Share this and more", "“Share this”", "Share this?", "## Share this",
            "I read also: nothing",
        ] {
            assert_eq!(number(line), None, "{line}");
        }
    }
}
