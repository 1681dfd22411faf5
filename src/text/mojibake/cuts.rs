//! Where a long repair is cut into several.
//!
//! What is found later inside of a repair carries all of its text along, so that none may be long. A repair may be cut
//! wherever a character of what was there and one of what is put there begin together.

use std::ops::Range;

use super::utf8;

/// Bytes after which a repair is cut.
pub(super) const LONG: usize = 1024;

/// A place in the old text and the one in the new text that belongs to it.
pub(super) type Cut = (usize, usize);

/// The cuts of a run whose bytes were misread as UTF-8 is, last mistake first; none if it is short, or was read otherwise.
pub(super) fn of_run(run: &str, layers: &[usize], with: &str) -> Vec<Cut> {
    if run.len() <= LONG {
        return Vec::new();
    }
    // Whether blanks stood for no-break spaces is not known any more.
    let places = [false, true].into_iter().find_map(|blanks| reread(run, layers, with, blanks));
    places.map(far_apart).unwrap_or_default()
}

/// The cuts of a line of which each character stands for one.
pub(super) fn of_line(line: &str, with: &str) -> Vec<Cut> {
    if line.len() <= LONG || line.chars().count() != with.chars().count() {
        return Vec::new();
    }
    far_apart(line.char_indices().zip(with.char_indices()).map(|((old, _), (new, _))| (old, new)))
}

/// The pieces between cuts, as they are in the old text and in the new, whose lengths are given.
pub(super) fn pieces(cuts: Vec<Cut>, lengths: Cut) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let mut from = (0, 0);
    cuts.into_iter().chain([lengths]).map(move |to| {
        let (old, new) = std::mem::replace(&mut from, to);
        (old..to.0, new..to.1)
    })
}

/// Where the characters of a repair begin, if reading the run anew gives it.
fn reread(run: &str, layers: &[usize], with: &str, blanks: bool) -> Option<Vec<Cut>> {
    let mut places: Vec<Cut> = Vec::new();
    let mut now = run.to_owned();
    for (depth, &page) in layers.iter().enumerate() {
        let mut starts = Vec::new();
        let next = utf8::reread(&now, page, blanks && depth == 0, &mut |old, new| starts.push((old, new)))?;
        if depth == 0 {
            places = starts;
        } else {
            let first = |at: usize| places.binary_search_by_key(&at, |place| place.1).map(|i| places[i].0);
            places =
                starts.into_iter().map(|(old, new)| first(old).map(|old| (old, new))).collect::<Result<_, _>>().ok()?;
        }
        now = next.text;
    }
    (now == with).then_some(places)
}

/// Those of some places that leave no piece short.
fn far_apart(places: impl IntoIterator<Item = Cut>) -> Vec<Cut> {
    let mut last = 0;
    places
        .into_iter()
        .filter(|&(old, _)| {
            old - last >= LONG && {
                last = old;
                true
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::find;

    #[test]
    fn a_long_repair_is_made_in_pieces() {
        for (old, new) in [("Ã©", "é"), ("Ã\u{83}Â©", "é"), ("â€œâ€¦", "“…"), ("Ïðèâåò ", "Привет ")]
        {
            let text = old.repeat(2000);
            let repairs = find(&text, &|_| false);
            assert!(repairs.len() > 1, "{old}");
            let (mut made, mut at) = (String::new(), 0);
            for repair in &repairs {
                assert!(repair.with.len() < 4096);
                made.push_str(&text[at..repair.span.start]);
                made.push_str(&repair.with);
                at = repair.span.end;
            }
            made.push_str(&text[at..]);
            assert!(made == new.repeat(2000), "{old}");
        }
    }
}
