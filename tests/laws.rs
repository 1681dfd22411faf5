//! The laws every filter and every preset keeps, checked over the cards' examples, the samples and made-up text.

use std::{fs, path::Path};

use proptest::prelude::*;
use ungarble::{
    patch::{Edit, Patch},
    pipeline::{self, Options, Outcome},
    text::{Format, Protected},
};

fn options(format: Format) -> Options<'static> {
    Options { format, ..Options::default() }
}

fn clean(text: &str, format: Format) -> Outcome {
    pipeline::clean(text, &options(format))
}

/// All laws that hold of a single text.
fn check_laws(text: &str, format: Format) {
    let outcome = clean(text, format);
    let cleaned = outcome.cleaned(text).into_owned();

    // Settles.
    let again = clean(&cleaned, format);
    assert_eq!(again.cleaned(&cleaned), cleaned, "cleaning a second time changed something; first pass: {outcome:#?}");

    // Stays inside: on character boundaries, in order, and outside of protected spans.
    for edit in outcome.patch.edits() {
        assert!(text.is_char_boundary(edit.span.start) && text.is_char_boundary(edit.span.end));
    }
    for finding in &outcome.findings {
        assert!(finding.span.end <= text.len());
        assert!(text.is_char_boundary(finding.span.start) && text.is_char_boundary(finding.span.end));
        assert_eq!(
            finding.replacement.is_none(),
            finding.applicability == ungarble::finding::Applicability::Flag,
            "{finding:?}"
        );
    }
    let protected = Protected::find(text, format);
    for edit in outcome.patch.edits() {
        // What an earlier edit brought to light may be protected no more or protected anew, so only edits made
        // on the original text are held against the spans found in it.
        if outcome.applied == 1 {
            // A rule for leftovers may take a protected span away whole (`[[1](https://…)]`), never change a part of one.
            let in_part = protected.spans().iter().any(|p| p.overlaps(edit.span) && !edit.span.covers(*p));
            assert!(!in_part, "an edit of protected text: {edit:?}");
        }
    }

    // Replays: the patch alone gives the output.
    let replayed = Patch::from_edits(outcome.patch.edits().iter().map(|e| Edit::new(e.span, e.with.clone())));
    assert_eq!(replayed.apply(text), cleaned);

    // Same everywhere: a second run says the same.
    let second = clean(text, format);
    assert_eq!(second.findings, outcome.findings);
}

/// Every text of the project that is meant to be dirty.
fn specimens() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for rule in ungarble::rule::all() {
        texts.extend(rule.examples.iter().map(|e| e.from.to_string()));
        texts.extend(rule.keeps.iter().map(|k| k.text.to_string()));
    }
    for entry in fs::read_dir(root.join("samples")).expect("samples") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            texts.push(String::from_utf8_lossy(&fs::read(&path).expect("a sample")).into_owned());
        }
    }
    texts
}

#[test]
fn specimens_keep_the_laws() {
    let texts = specimens();
    assert!(texts.len() > 50, "cards and samples were found");
    for text in &texts {
        for format in [Format::Plain, Format::Markdown, Format::Html, Format::Source] {
            check_laws(text, format);
        }
    }
}

#[test]
fn pairs_of_specimens_keep_the_laws() {
    let texts = specimens();
    for pair in texts.windows(2) {
        check_laws(&pair.join(" "), Format::Plain);
        check_laws(&pair.join("\n\n"), Format::Markdown);
    }
}

/// Longer texts are cleaned part by part: what counts at the ends of a document must not count where they were cut.
#[test]
fn long_texts_keep_the_laws() {
    let texts = specimens();
    for (format, offset) in
        [(Format::Plain, 0), (Format::Plain, 4), (Format::Plain, 7), (Format::Markdown, 1), (Format::Markdown, 3)]
    {
        let mut long = String::new();
        for i in (offset..).step_by(11) {
            long.push_str(&texts[i % texts.len()]);
            long.push_str("\n\n");
            if long.len() > 500_000 {
                break;
            }
        }
        check_laws(&long, format);
    }
}

#[test]
fn the_ends_of_a_document_are_not_those_of_its_parts() {
    let sentence = "The ferry was late again, and nobody on the quay knew why it had not left the other side";
    let closing = "I hope this helps!";
    for stop in [format!(".\n\n{closing}\n\n"), format!("\n\n{closing}\n\n"), "\n".to_string()] {
        let mut text: String = (0..4000).map(|i| format!("{i:x}: {sentence}{stop}")).collect();
        text.truncate(text.trim_end().len());
        let cleaned = clean(&text, Format::Plain).cleaned(&text).into_owned();
        assert_eq!(cleaned.matches(closing).count(), text.matches(closing).count().saturating_sub(1));
        let cut_off =
            |text: &str| clean(text, Format::Plain).findings.iter().filter(|f| f.rule == "truncated-sentence").count();
        assert!(cut_off(&text) <= 1, "a text breaks off at its end only");
    }
}

/// Characters that filters care about, thrown together.
fn garbage() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("the "),
        Just("the"),
        Just(" of "),
        Just("in e "),
        Just("January 1st, "),
        Just("January 1, "),
        Just("andството "),
        Just("光明"),
        Just("п"),
        Just("а"),
        Just("é"),
        Just("e\u{301}"),
        Just("Ã©"),
        Just("â€™"),
        Just("&amp;amp;"),
        Just("&nbsp;"),
        Just("\u{200b}"),
        Just("\u{200d}"),
        Just("\u{ad}"),
        Just("\u{202e}"),
        Just("\u{feff}"),
        Just("\u{0}"),
        Just("\u{85}"),
        Just("\u{fffd}"),
        Just("ﬁ"),
        Just("𝗯𝗼𝗹𝗱"),
        Just("-\n"),
        Just("\n"),
        Just("\n\n"),
        Just("  "),
        Just("\t"),
        Just("."),
        Just(", "),
        Just("“"),
        Just("”"),
        Just("# "),
        Just("* "),
        Just("`"),
        Just("<b>"),
        Just("</p>"),
        Just("["),
        Just("]("),
        Just("https://a.example/x "),
        Just("[Name]"),
        Just("{a|b}"),
        Just(":contentReference[oaicite:1]{index=1}"),
        Just("Share this:\n"),
        Just("שלום "),
        Just("می\u{200c}روم "),
        Just("👩\u{200d}🚀"),
        Just("हिन्दी "),
        Just("don t "),
        Just("A"),
        Just("z "),
        Just("7"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn garbage_keeps_the_laws(text in garbage()) {
        check_laws(&text, Format::Plain);
        check_laws(&text, Format::Markdown);
    }

    #[test]
    fn any_text_keeps_the_laws(text in any::<String>()) {
        check_laws(&text, Format::Plain);
    }
}

#[test]
fn refusing_any_finding_leaves_the_others_right() {
    for text in specimens() {
        let all = clean(&text, Format::Plain);
        for refused in all.findings.iter().take(all.applied) {
            let allowed = |f: &ungarble::finding::Finding| f != refused;
            let without = pipeline::clean(&text, &Options { allowed: &allowed, ..Options::default() });
            assert!(without.findings.iter().all(|f| f != refused));
            // Edits that have nothing to do with the refused one are still made.
            for other in &all.findings[..all.applied] {
                let apart = other.span.end + 80 < refused.span.start || refused.span.end + 80 < other.span.start;
                if apart && other.applicability == ungarble::finding::Applicability::Safe {
                    assert!(
                        without.findings.iter().any(|f| f.rule == other.rule && f.span == other.span),
                        "refusing {refused:?} lost {other:?} in {text:?}"
                    );
                }
            }
        }
    }
}
