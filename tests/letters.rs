//! The model of neighbouring letters is what its sources give. `BLESS=1 cargo test --release --test letters` writes it.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use ungarble::chars::{self, Script};

/// Languages that some single-byte encoding was made for, and where their text is from.
const SOURCES: [(&str, &str); 52] = [
    ("af", "cv/af"),
    ("ar", "cv/ar"),
    ("ba", "cv/ba"),
    ("be", "cv/be"),
    ("bg", "cv/bg"),
    ("br", "cv/br"),
    ("ca", "cv/ca"),
    ("cs", "cv/cs"),
    ("cy", "cv/cy"),
    ("da", "cv/da"),
    ("de", "cv/de"),
    ("el", "cv/el"),
    ("en", "cv/en"),
    ("eo", "cv/eo"),
    ("es", "cv/es"),
    ("et", "cv/et"),
    ("eu", "cv/eu"),
    ("fa", "cv/fa"),
    ("fi", "cv/fi"),
    ("fr", "cv/fr"),
    ("fy", "cv/fy-NL"),
    ("ga", "cv/ga-IE"),
    ("gl", "cv/gl"),
    ("he", "gbooks/1grams_hebrew.csv"),
    ("hr", "cv/hr"),
    ("hu", "cv/hu"),
    ("id", "cv/id"),
    ("is", "cv/is"),
    ("it", "cv/it"),
    ("kk", "cv/kk"),
    ("lt", "opensubtitles/lt_50k"),
    ("lv", "cv/lv"),
    ("mk", "cv/mk"),
    ("mn", "cv/mn"),
    ("mt", "cv/mt"),
    ("nb", "cv/nb-NO"),
    ("nl", "cv/nl"),
    ("pl", "cv/pl"),
    ("pt", "cv/pt"),
    ("ro", "cv/ro"),
    ("ru", "cv/ru"),
    ("sk", "cv/sk"),
    ("sl", "cv/sl"),
    ("sq", "opensubtitles/sq_50k"),
    ("sr", "cv/sr"),
    ("sv", "cv/sv-SE"),
    ("th", "cv/th"),
    ("tr", "cv/tr"),
    ("tt", "cv/tt"),
    ("uk", "cv/uk"),
    ("ur", "cv/ur"),
    ("vi", "cv/vi"),
];

/// Costs are in eighths of a bit; a pair never seen costs as much as the most that is said of any.
const MOST: f64 = 14.0;

/// So many letters of running text say enough of which follows which.
const ENOUGH: usize = 3_000_000;

/// Runs of text with their weights: whole lines, or single words with counts.
fn runs(source: &str) -> Option<Vec<(String, f64)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/learn");
    if !root.exists() {
        eprintln!("skipped: {} is absent, so the model cannot be made anew", root.display());
        return None;
    }
    if let Some(file) = source.strip_suffix(".csv") {
        let text = fs::read_to_string(root.join(file).with_extension("csv")).expect("a table of words");
        return Some(
            text.lines()
                .skip(1)
                .filter_map(|l| {
                    l.split(',')
                        .collect::<Vec<_>>()
                        .first_chunk()
                        .and_then(|[w, n]| Some(((*w).to_string(), n.parse().ok()?)))
                })
                .collect(),
        );
    }
    let path = root.join(format!("{source}.txt.zst"));
    let out = Command::new("zstd").arg("-dc").arg(&path).output().expect("zstd is needed");
    assert!(out.status.success(), "{} can be read", path.display());
    let text = String::from_utf8(out.stdout).expect("UTF-8");
    if source.starts_with("opensubtitles") {
        return Some(
            text.lines()
                .filter_map(|l| l.rsplit_once(' '))
                .filter_map(|(w, n)| Some((w.to_string(), n.parse().ok()?)))
                .collect(),
        );
    }
    Some(text.lines().map(|l| (l.to_string(), 1.0)).collect())
}

fn model(source: &str) -> Option<Vec<u8>> {
    let runs = runs(source)?;
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let spelled = |c: char| chars::class(c).is_letter() || chars::class(c).is_mark();
    let mut scripts: BTreeMap<Script, f64> = BTreeMap::new();
    let mut count: BTreeMap<char, f64> = BTreeMap::new();
    let mut letters = 0;
    let mut used = 0;
    for (run, weight) in &runs {
        for c in run.chars().map(lower).filter(|c| spelled(*c)) {
            *scripts.entry(chars::script(c)).or_default() += weight;
            *count.entry(c).or_default() += weight;
            letters += 1;
        }
        used += 1;
        if letters >= ENOUGH {
            break;
        }
    }
    let script = *scripts.iter().max_by(|a, b| a.1.total_cmp(b.1)).expect("there are letters").0;
    let total: f64 = count.values().sum();
    // Letters of other scripts and the odd foreign name do not make the alphabet.
    let mut alphabet: Vec<char> = count
        .iter()
        .filter(|&(&c, &n)| {
            (c as u32) < 0x1_0000
                && (chars::script(c) == script || chars::class(c).is_mark())
                && n / total > 1e-5
                && n >= 3.0
        })
        .map(|(&c, _)| c)
        .collect();
    if script == Script::Latin {
        alphabet.extend('a'..='z');
    }
    alphabet.sort_unstable();
    alphabet.dedup();
    assert!(alphabet.len() < 128, "{source} has {} letters", alphabet.len());
    let size = alphabet.len() + 1;
    let mut pairs = vec![0.0; size * size];
    for (run, weight) in &runs[..used] {
        let mut last = 0;
        for c in run.chars().map(lower).chain([' ']) {
            let here = alphabet.binary_search(&c).map_or(0, |i| i + 1);
            if last != 0 || here != 0 {
                pairs[last * size + here] += weight;
            }
            last = here;
        }
    }
    let row = |a: usize| pairs[a * size..(a + 1) * size].iter().sum::<f64>();
    let all: f64 = pairs.iter().sum();
    let once: Vec<f64> = (0..size).map(|b| (0..size).map(|a| pairs[a * size + b]).sum::<f64>() / all).collect();
    // What counts say is trusted after a few sightings; until then how common the letter is by itself decides.
    let trust = if runs[0].1 > 1.0 { all / 200_000.0 } else { 2.0 };
    let mut out = vec![u8::try_from(alphabet.len()).expect("few letters")];
    for c in &alphabet {
        out.extend(u16::try_from(*c as u32).expect("of the first plane").to_le_bytes());
    }
    for a in 0..size {
        for b in 0..size {
            let chance = (pairs[a * size + b] + trust * once[b]) / (row(a) + trust);
            out.push((-chance.max(1e-9).log2()).min(MOST).mul_add(8.0, 0.5) as u8);
        }
    }
    Some(out)
}

#[test]
fn letters() {
    let mut fresh = vec![u8::try_from(SOURCES.len()).expect("few languages")];
    for (code, source) in SOURCES {
        let Some(model) = model(source) else { return };
        let mut name = [0; 4];
        name[..code.len()].copy_from_slice(code.as_bytes());
        fresh.extend(name);
        fresh.extend(model);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text/letters/model.bin");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &fresh).expect("the model can be written");
    }
    assert!(
        fs::read(&path).unwrap_or_default() == fresh,
        "{} is stale; run BLESS=1 cargo test --release --test letters",
        path.display()
    );
}
