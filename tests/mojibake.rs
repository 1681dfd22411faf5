//! The public cases of ftfy, and lines of real text that look like mojibake; skipped where `../shared/data` is absent.

use std::{fs, path::Path};

use serde_json::Value;
use ungarble::pipeline::{self, Options};

/// A file of cases, if it is at hand.
fn cases(name: &str) -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mojibake").join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        println!("skipped: {} is absent", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).expect("a list of cases"))
}

fn field<'c>(case: &'c Value, name: &str) -> &'c str {
    case[name].as_str().unwrap_or_default()
}

fn mended(text: &str) -> String {
    let wanted = |rule: &str| matches!(rule, "mojibake" | "lossy-mojibake");
    pipeline::clean(text, &Options { wanted: &wanted, ..Options::default() }).cleaned(text).into_owned()
}

/// How many of a file's cases come out as ftfy's repair of encodings has them.
fn equal(name: &str) -> Option<usize> {
    let cases = cases(name)?;
    let wanted = |case: &Value| case["fixed-encoding"].as_str().unwrap_or_else(|| field(case, "fixed")).to_string();
    let (right, wrong): (Vec<_>, Vec<_>) =
        cases.iter().partition(|case| mended(field(case, "original")) == wanted(case));
    for case in wrong {
        println!("{name}: {}\n  {:?}\n  {:?}", field(case, "label"), wanted(case), mended(field(case, "original")));
    }
    Some(right.len())
}

#[test]
fn ftfys_cases_come_out_alike() {
    for (name, least) in [
        ("ftfy/in-the-wild.json", 67),
        ("ftfy/language-names.json", 19),
        ("ftfy/synthetic.json", 30),
        ("ftfy/negative.json", 31),
        ("ftfy/known-failures.json", 7),
    ] {
        if let Some(right) = equal(name) {
            assert!(right >= least, "{name}: {right} of at least {least}");
        }
    }
}

#[test]
fn real_text_that_looks_like_mojibake_stays() {
    // One line of these is broken Croatian indeed, and some hold the image of U+FFFD.
    for (name, most) in [("cv.json", 0), ("lingua_rs.json", 1), ("ud.json", 0)] {
        let Some(cases) = cases(&format!("clean-lookalikes/{name}")) else { continue };
        let texts = cases.iter().filter(|case| !case["runs"].to_string().contains('\u{FFFD}'));
        let changed: Vec<&str> = texts.map(|case| field(case, "text")).filter(|text| mended(text) != **text).collect();
        for text in &changed {
            println!("{name}: {text}\n  {}", mended(text));
        }
        assert!(changed.len() <= most, "{name}: {} changed, at most {most}", changed.len());
    }
}

#[test]
fn mojibake_in_real_text_goes() {
    for (name, least) in [("cv.looks_real.json", 3), ("lingua_rs.looks_real.json", 55)] {
        let Some(cases) = cases(&format!("clean-lookalikes/{name}")) else { continue };
        let gone = |case: &&Value| {
            let text = field(case, "text");
            let runs = case["runs"].as_array().into_iter().flatten();
            let read = runs.fold(text.to_string(), |text, run| {
                text.replace(run[0].as_str().unwrap_or_default(), run[1].as_str().unwrap_or_default())
            });
            let same = mended(text) == read;
            if !same {
                println!("{name}: {text}\n  {}", mended(text));
            }
            same
        };
        let count = cases.iter().filter(gone).count();
        assert!(count >= least, "{name}: {count} of at least {least}");
    }
}

#[test]
fn a_line_misread_from_end_to_end_comes_back() {
    // UTF-8 read as code page 866, whose image of a dash makes something of its own as well.
    let text =
        "Їх необхідно зберігати у приміщенні; – спільно зберігати та заряджати батареї; – перебування працівників.";
    let page = ungarble::text::codepage::Codepage::by_name("ibm866").expect("a known code page");
    let misread: String = text.bytes().filter_map(|byte| page.decode(byte)).collect();
    assert_eq!(mended(&misread), text);
}
