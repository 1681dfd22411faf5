//! `ungarble review`: decide finding by finding, in the terminal or on a page; and `fix --decisions`, which applies what was
//! decided on the page.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, IsTerminal as _, Write as _},
    ops::ControlFlow,
    path::Path,
};

use self::{
    session::{Ignored, Reviewed, Session},
    terminal::Ending,
};
use super::{
    args::{InputArgs, ReviewArgs},
    check::Ended,
    files::{Document, Loader},
    output::{Output, complain},
};
use crate::{
    config::NEW,
    decisions::{Chosen, Decisions, FileDecisions, LeftOut, Review, VERSION},
    error::{Error, Result},
    report::{counted, html, visible},
    text::decode,
};

mod ignore;
mod line;
mod session;
mod terminal;
mod view;

/// Runs `review`.
pub(super) fn run(args: &ReviewArgs) -> Result<Ended> {
    let loader = Loader::new(&args.input, false)?.on_disk();
    let for_keys = args.html.is_none();
    if for_keys && (loader.is_stdin() || !io::stdin().is_terminal() || !io::stdout().is_terminal()) {
        return Err(Error::usage(
            "`ungarble review` asks about files at a terminal, and this is none; `ungarble review --html FILE` writes a page to \
             decide on, `ungarble diff` prints the edits",
        ));
    }
    let mut out = Output::new(None, &args.color)?;
    let (documents, looked_at, failed) = load(&loader);
    let ended = if let Some(path) = &args.html {
        write_page(path, &documents)?
    } else if documents.is_empty() {
        say(&mut out, &format!("Nothing found in {}.", counted(looked_at, "file")))?;
        Ended::Clean
    } else {
        let mut session = Session::new(&documents);
        match terminal::review(&mut session, out.look.paint)? {
            Ending::Keep => keep(args, &session, &mut out)?,
            Ending::Abandon => {
                say(&mut out, "Nothing was changed.")?;
                Ended::Found
            }
        }
    };
    Ok(if failed { Ended::Failed } else { ended })
}

/// The documents with findings, how many were looked at, and whether any could not be.
fn load(loader: &Loader) -> (Vec<Document>, usize, bool) {
    let (mut documents, mut looked_at, mut failed) = (Vec::new(), 0, false);
    loader.each(Ok, |document| {
        match document {
            Ok(document) => {
                looked_at += 1;
                documents.extend(Some(document).filter(|d| !d.outcome.findings.is_empty()));
            }
            Err(error) => {
                complain(&error.to_string());
                failed = true;
            }
        }
        ControlFlow::Continue(())
    });
    (documents, looked_at, failed)
}

fn write_page(path: &Path, documents: &[Document]) -> Result<Ended> {
    let reviewed: Vec<(String, Review<'_>)> =
        documents.iter().map(|d| (d.name(), Review::new(&d.text, &d.outcome))).collect();
    let files: Vec<(&str, &Review<'_>)> = reviewed.iter().map(|(name, review)| (name.as_str(), review)).collect();
    fs::write(path, html::page(&files)).map_err(|e| Error::io("write", path, e))?;
    let found: usize = documents.iter().map(|d| d.outcome.findings.len()).sum();
    complain(&format!(
        "{} in {} to decide in {}; then run `ungarble fix --decisions decisions.json`",
        counted(found, "finding"),
        counted(documents.len(), "file"),
        path.display()
    ));
    Ok(if found == 0 { Ended::Clean } else { Ended::Found })
}

/// Writes what was decided in the terminal: the files or the decisions, and the configuration.
fn keep(args: &ReviewArgs, session: &Session<'_>, out: &mut Output) -> Result<Ended> {
    let mut failed = false;
    if let Some(path) = &args.decisions {
        let files = session.files.iter().map(|f| FileDecisions::of(&f.document.name(), &f.review, &f.decisions));
        let decisions = Decisions { version: VERSION, files: files.filter(|f| !f.findings.is_empty()).collect() };
        let json = serde_json::to_string_pretty(&decisions).expect("strings and numbers always make JSON");
        fs::write(path, json + "\n").map_err(|e| Error::io("write", path, e))?;
        say(out, &format!("The decisions are in {}.", path.display()))?;
    } else {
        let (mut edits, mut files) = (0, 0);
        for Reviewed { document, review, decisions } in &session.files {
            let chosen = review.choose(decisions);
            note_left_out(&document.name(), review, &chosen);
            match apply(document, &chosen) {
                Ok(0) => {}
                Ok(made) => {
                    edits += made;
                    files += 1;
                }
                Err(error) => {
                    complain(&error.to_string());
                    failed = true;
                }
            }
        }
        say(out, &format!("{} made in {}; {} left.", counted(edits, "edit"), counted(files, "file"), session.open()))?;
    }
    write_configurations(args.input.isolated, &session.ignored(), out)?;
    Ok(match (failed, session.open()) {
        (true, _) => Ended::Failed,
        (false, 0) => Ended::Clean,
        _ => Ended::Found,
    })
}

/// Writes what is to be ignored to the configuration that holds for each file, or to a new one here.
fn write_configurations(isolated: bool, ignored: &[(&Document, Ignored)], out: &mut Output) -> Result<()> {
    if isolated && !ignored.is_empty() {
        complain("with `--isolated` no configuration is read or written: what was to be ignored is not kept");
        return Ok(());
    }
    let mut of_path: BTreeMap<&Path, Vec<&Ignored>> = BTreeMap::new();
    for (document, what) in ignored {
        let all = of_path.entry(document.config.as_deref().unwrap_or(Path::new(NEW))).or_default();
        if !all.contains(&what) {
            all.push(what);
        }
    }
    for (path, ignored) in of_path {
        ignore::write(path, &ignored)?;
        say(out, &format!("What to ignore is in {}.", path.display()))?;
    }
    Ok(())
}

/// Makes the chosen edits, if the file is still what was read. Gives how many were made.
fn apply(document: &Document, chosen: &Chosen) -> Result<usize> {
    if chosen.patch.is_empty() {
        return Ok(0);
    }
    let path = &document.path;
    let now = fs::read(path).map_err(|e| Error::io("read", path, e))?;
    if decode::encode(&document.text, document.encoding, document.bom)? != now {
        return Err(Error::usage(format!(
            "{} has changed since it was read; review it again (it was left alone)",
            path.display()
        )));
    }
    document.write(&chosen.patch.apply(&document.text))?;
    Ok(chosen.active.iter().filter(|&&active| active).count())
}

/// Says which chosen findings could not be made, and why.
fn note_left_out(name: &str, review: &Review<'_>, chosen: &Chosen) {
    let rule = |finding: usize| &review.outcome().findings[finding].rule;
    for &(finding, why) in &chosen.left_out {
        let why = match why {
            LeftOut::NoEdit => "it has no edit, and none was typed".to_owned(),
            LeftOut::BuildsOn(other) => format!("it builds on an edit of {} that is not made as proposed", rule(other)),
            LeftOut::ExcludedBy(other) => format!("an edit of {} is made at the same place", rule(other)),
        };
        let start = review.outcome().findings[finding].span.start;
        complain(&format!("{name}: the edit of {} at byte {start} is left out: {why}", rule(finding)));
    }
}

/// Runs `fix --decisions`: applies what was decided, to the texts it was decided about.
pub(super) fn apply_decisions(input: &InputArgs, path: &Path) -> Result<Ended> {
    let json = fs::read_to_string(path).map_err(|e| Error::io("read", path, e))?;
    let decisions = Decisions::parse(&json, path)?;
    if decisions.files.is_empty() {
        return Ok(Ended::Clean);
    }
    let mut input = input.clone();
    if input.paths.is_empty() {
        input.paths = decisions.files.iter().map(|file| file.path.clone().into()).collect();
    }
    let loader = Loader::new(&input, false)?;
    let mut out = Output::plain()?;
    let (mut edits, mut files, mut failed) = (0, 0, false);
    let one = |document: Document| -> Result<usize> {
        let name = document.name();
        let Some(decided) = decisions.files.iter().find(|file| file.path == name) else { return Ok(0) };
        let review = Review::new(&document.text, &document.outcome);
        let chosen = review.choose(&decided.recall(&review)?);
        note_left_out(&name, &review, &chosen);
        apply(&document, &chosen)
    };
    loader.each(one, |made| {
        match made {
            Ok(made) => {
                edits += made;
                files += usize::from(made > 0);
            }
            Err(error) => {
                complain(&error.to_string());
                failed = true;
            }
        }
        ControlFlow::Continue(())
    });
    say(&mut out, &format!("{} made in {}.", counted(edits, "edit"), counted(files, "file")))?;
    Ok(if failed { Ended::Failed } else { Ended::Clean })
}

fn say(out: &mut Output, sentence: &str) -> Result<()> {
    let written = writeln!(out, "{}", visible(sentence)).and_then(|()| out.flush());
    super::output::reader_left(written).map(|_| ())
}
