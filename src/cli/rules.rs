//! `ungarble rules` and `ungarble explain`: what the cards say.

use std::{
    io::{self, Write as _},
    path::Path,
};

use serde_json::json;

use super::{
    args::RulesArgs,
    check::Ended,
    output::{Output, reader_left},
    suppress::UNUSED,
};
use crate::{
    error::Result,
    report::{Paint, Style, counted, visible},
    rule::{self, Cards, Preset, Rule},
    trial,
};

/// Runs `rules`.
pub(super) fn run(args: &RulesArgs) -> Result<Ended> {
    let mut out = Output::plain()?;
    if let Some(path) = &args.test {
        return test(path, &mut out);
    }
    let written = if args.json { as_json(&mut out) } else { as_list(&mut out) };
    reader_left(written.and_then(|()| out.flush()))?;
    Ok(Ended::Clean)
}

/// Tries cards on their own examples.
fn test(path: &Path, out: &mut Output) -> Result<Ended> {
    let cards = Cards::load(path)?;
    let failures = trial::failures_of_cards(&cards);
    let mut text: String = failures.iter().flat_map(|f| f.lines()).map(|line| format!("{}\n", visible(line))).collect();
    let tried = counted(cards.rules().len(), "card");
    text += &match failures.len() {
        0 => format!("{tried}: all examples come out as the cards say\n"),
        n => format!("{tried}: {} otherwise than the cards say\n", counted(n, "text")),
    };
    reader_left(out.write_all(text.as_bytes()).and_then(|()| out.flush()))?;
    Ok(if failures.is_empty() { Ended::Clean } else { Ended::Found })
}

fn presets(rule: &Rule) -> impl Iterator<Item = &'static str> + use<'_> {
    Preset::all().iter().filter(|preset| preset.has(&rule.id)).map(|preset| preset.name)
}

fn as_json(out: &mut Output) -> io::Result<()> {
    let rows: Vec<_> = rule::all()
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "summary": rule.summary,
                "why": rule.why,
                "applicability": rule.applicability.as_str(),
                "opt_in": rule.opt_in,
                "presets": presets(rule).collect::<Vec<_>>(),
            })
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    out.write_all(b"\n")
}

fn as_list(out: &mut Output) -> io::Result<()> {
    let paint = out.look.paint;
    let widest = rule::all().iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    for rule in rule::all() {
        let style = Style::of(rule.applicability);
        let blanks = " ".repeat(widest - rule.id.len());
        let level = format!("{:6}", rule.applicability.as_str());
        let opt_in = if rule.opt_in { " (has to be selected by name)" } else { "" };
        writeln!(
            out,
            "{}{blanks}  {}  {}{opt_in}",
            paint.paint(Style::Rule, &rule.id),
            paint.paint(style, level),
            rule.summary
        )?;
    }
    writeln!(out, "\n`ungarble explain RULE` says more. Presets:")?;
    for preset in Preset::all() {
        writeln!(
            out,
            "{}{}  {}",
            paint.paint(Style::Strong, preset.name),
            " ".repeat(widest.saturating_sub(preset.name.len())),
            preset.summary
        )?;
    }
    Ok(())
}

/// Runs `explain`.
pub(super) fn explain(id: &str) -> Result<Ended> {
    let mut out = Output::plain()?;
    let text = if id == UNUSED { unused() } else { card(rule::named(id)?, out.look.paint) };
    reader_left(out.write_all(text.as_bytes()).and_then(|()| out.flush()))?;
    Ok(Ended::Clean)
}

/// Not a rule of texts but of our own comments, so it has no card.
fn unused() -> String {
    format!(
        "{UNUSED} [flag]\n\nA comment that suppresses a rule, where the rule finds nothing: the fault was mended, or the rule grew \
         wiser. It would hide the next one. Remove it, or set `unused-suppressions = false`.\n"
    )
}

fn card(rule: &Rule, paint: Paint) -> String {
    let level = paint.paint(Style::of(rule.applicability), rule.applicability);
    let mut text = format!("{} [{level}]\n{}\n\n{}\n", paint.paint(Style::Rule, &rule.id), rule.summary, rule.why);
    let presets: Vec<&str> = presets(rule).collect();
    if rule.opt_in {
        text += "\nIt has to be selected by name: `--extend-select` or `extend-select`.\n";
    } else if !presets.is_empty() {
        text += &format!("\nPresets: {}\n", presets.join(", "));
    }
    if !rule.examples.is_empty() {
        text += &format!("\n{}\n", paint.paint(Style::Strong, "Examples"));
    }
    for example in rule.examples.iter() {
        text += &lines('-', Style::Removed, &example.from, paint);
        if let Some(to) = &example.to {
            text += &lines('+', Style::Added, to, paint);
        }
        text.push('\n');
    }
    if !rule.keeps.is_empty() {
        text += &format!("{}\n", paint.paint(Style::Strong, "Left alone"));
    }
    for keep in rule.keeps.iter() {
        text += &lines(' ', Style::Strong, &keep.text, Paint::default());
        if !keep.note.is_empty() {
            text += &format!("    {}\n", paint.paint(Style::Faint, format!("({})", keep.note)));
        }
    }
    text
}

fn lines(sign: char, style: Style, text: &str, paint: Paint) -> String {
    text.lines().map(|line| format!("{}\n", paint.paint(style, format!("  {sign} {}", visible(line))))).collect()
}
