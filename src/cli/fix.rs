//! `ungarble fix` and `ungarble diff`: make the edits, or show them.

use std::{
    borrow::Cow,
    fmt::Display,
    fs,
    io::{self, Write},
    ops::ControlFlow,
    path::Path,
};

use super::{
    args::{DiffArgs, DiffOutputArgs, FixArgs, InputArgs},
    check::{Checked, Ended, Run},
    files::{Document, Loader},
    output::{Output, complain, reader_left},
    review,
};
use crate::{
    error::{Error, Result},
    report::{File, Names, unified, visible},
    text::decode,
};

/// Runs `fix`.
pub(super) fn run(args: &FixArgs) -> Result<Ended> {
    if args.diff {
        return diff(&args.input, args.unsafe_fixes, &args.output.common);
    }
    if let Some(path) = &args.decisions {
        return review::apply_decisions(&args.input, path);
    }
    let loader = Loader::new(&args.input, args.unsafe_fixes)?;
    let mut run =
        if loader.is_stdin() { Run::beside_text(&args.output, &loader)? } else { Run::new(&args.output, &loader)? };
    if let Some(bytes) = loader.left_out_input()? {
        reader_left(io::stdout().lock().write_all(&bytes))?;
    } else {
        loader.each(|document| fix_one(document, &loader, args), |fixed| run.take(fixed));
    }
    run.end()
}

/// Runs `diff`.
pub(super) fn run_diff(args: &DiffArgs) -> Result<Ended> {
    diff(&args.input, args.unsafe_fixes, &args.output)
}

/// Makes the edits of one document and looks at what remains in the result.
fn fix_one(mut document: Document, loader: &Loader, args: &FixArgs) -> Result<Checked> {
    let path = document.name();
    let fixed = document.outcome.applied;
    let target = args.output_encoding.unwrap_or(document.encoding);
    let unchanged = document.outcome.patch.is_empty() && target == document.encoding;
    document.bom &= target == document.encoding;
    document.encoding = target;
    let cleaned = document.outcome.cleaned(&document.text).into_owned();
    if document.is_stdin {
        let bytes = decode::encode(&cleaned, document.encoding, document.bom)?;
        reader_left(io::stdout().lock().write_all(&bytes))?;
    } else if !unchanged {
        document.write(&cleaned)?;
    }
    let mut made = Vec::new();
    if args.show_fixes {
        let mut edits = document.outcome.findings[..fixed].to_vec();
        edits.sort_by_key(|f| f.span);
        made_edits(&File { path: &path, text: &document.text, findings: &edits }, &mut made)
            .map_err(|e| Error::io("write", "the report", e))?;
    }
    // What remains is reported where it is now, not where it was.
    let mut findings = if unchanged {
        document.outcome.findings
    } else if document.outcome.findings.len() == fixed {
        Vec::new()
    } else {
        loader.clean(&document.path, &cleaned, document.format, &document.settings, document.encoding).findings
    };
    findings.sort_by_key(|f| f.span);
    Ok(Checked { path, text: cleaned, findings, verdict: None, fixed, made })
}

/// One line for each edit that was made.
fn made_edits(file: &File<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    for (finding, place) in file.placed() {
        let text = visible(&file.text[finding.span.range()]);
        let with = visible(finding.replacement.as_deref().unwrap_or_default());
        writeln!(
            out,
            "{}:{}:{}: fixed {}: `{text}` -> `{with}`",
            visible(file.path),
            place.line,
            place.column,
            finding.rule
        )?;
    }
    Ok(())
}

/// Replaces a file's content in one step: a reader, or a crash, sees the old file or the new one and nothing between.
/// Permissions stay, and of a link it is the target that changes. A file that is not there has nothing to lose, and is made.
pub(super) fn write_atomically(path: &Path, content: &[u8]) -> Result<()> {
    let failed = |e| Error::io("write", path, e);
    if !path.exists() {
        return fs::write(path, content).map_err(failed);
    }
    let target = fs::canonicalize(path).map_err(failed)?;
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(Error::usage(format!(
            "cannot write {}: it is read-only; make it writable, or leave it out",
            path.display()
        )));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(content).map_err(failed)?;
    file.as_file().set_permissions(permissions).map_err(failed)?;
    file.persist(&target).map_err(|e| failed(e.error))?;
    Ok(())
}

/// A diff as `git apply` and `patch` want it: the names as they are, the lines in the encoding of their file.
fn in_encoding(diff: Vec<u8>, document: &Document) -> Result<Vec<u8>> {
    let encoding = document.encoding;
    if diff.is_empty() || encoding.is_utf8() {
        return Ok(diff);
    }
    let named = |problem: &dyn Display| Error::usage(format!("{}: {problem}", document.name()));
    // What cannot be written is said with its place in the text.
    let encoded = |text: &str| decode::encode(text, encoding, false).map(Cow::into_owned).map_err(|e| named(&e));
    encoded(&document.outcome.cleaned(&document.text))?;
    if encoded("-")? != b"-" {
        return Err(named(&format_args!(
            "no diff, since git takes {encoding} for binary; `ungarble fix` mends the file in place, and `--color always` \
             shows the edits"
        )));
    }
    let names: usize = diff.split_inclusive(|b| *b == b'\n').take(2).map(<[u8]>::len).sum();
    let lines = String::from_utf8_lossy(&diff[names..]);
    Ok([&diff[..names], &encoded(&lines)?].concat())
}

fn diff(input: &InputArgs, unsafe_fixes: bool, args: &DiffOutputArgs) -> Result<Ended> {
    let loader = Loader::new(input, unsafe_fixes)?;
    let mut out = Output::new(args.output_file.as_deref(), &args.color)?;
    let (for_eyes, paint) = (out.for_eyes, out.look.paint);
    let (mut differs, mut failed) = (false, false);
    loader.each(
        |document| {
            let name = document.name();
            let names = if for_eyes { Names::Shown(&name, paint) } else { Names::Raw(&name) };
            let mut written = Vec::new();
            unified(names, &document.text, &document.outcome.patch, &mut written)
                .map_err(|e| Error::io("write", "the diff", e))?;
            if for_eyes { Ok(written) } else { in_encoding(written, &document) }
        },
        |written| match written.and_then(|written| {
            differs |= !written.is_empty();
            reader_left(out.write_all(&written))
        }) {
            Ok(false) => ControlFlow::Continue(()),
            Ok(true) => ControlFlow::Break(()),
            Err(error) => {
                complain(&error.to_string());
                failed = true;
                ControlFlow::Continue(())
            }
        },
    );
    reader_left(out.flush())?;
    Ok(match (failed, differs && !args.exit_zero) {
        (true, _) => Ended::Failed,
        (_, true) => Ended::Found,
        _ => Ended::Clean,
    })
}
