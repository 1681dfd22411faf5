//! `ungarble fix` and `ungarble diff`: make the edits, or show them.

use std::{
    fs,
    io::{self, Write},
    ops::ControlFlow,
    path::Path,
};

use super::{
    args::{DiffArgs, DiffOutputArgs, FixArgs, InputArgs},
    check::{Checked, Ended, Run},
    files::{self, Document, Loader},
    output::{Output, complain, reader_left},
    review,
};
use crate::{
    error::{Error, Result},
    report::{Names, unified},
};

/// Runs `fix`.
pub(super) fn run(args: FixArgs) -> Result<Ended> {
    if args.diff {
        return diff(&args.input, args.unsafe_fixes, &args.output.common);
    }
    if let Some(path) = &args.decisions {
        return review::apply_decisions(&args.input, path);
    }
    let loader = Loader::new(&args.input, args.unsafe_fixes)?;
    let mut run = if loader.is_stdin() { Run::quiet(&args.output)? } else { Run::new(&args.output)? };
    loader.each(
        |document| fix_one(document, args.unsafe_fixes),
        |fixed| run.take(fixed),
    );
    run.end()
}

/// Runs `diff`.
pub(super) fn run_diff(args: &DiffArgs) -> Result<Ended> {
    diff(&args.input, args.unsafe_fixes, &args.output)
}

/// Makes the edits of one document and looks at what remains in the result.
fn fix_one(document: Document, unsafe_fixes: bool) -> Result<Checked> {
    let path = document.name();
    let fixed = document.outcome.applied;
    let cleaned = document.outcome.cleaned(&document.text);
    if document.is_stdin {
        reader_left(io::stdout().lock().write_all(cleaned.as_bytes()))?;
    } else if !document.outcome.patch.is_empty() {
        write_atomically(&document.path, cleaned.as_bytes())?;
    }
    // What remains is reported where it is now, not where it was.
    let (text, mut findings) = if document.outcome.patch.is_empty() {
        (document.text, document.outcome.findings)
    } else {
        let cleaned = cleaned.into_owned();
        let after = files::clean(&cleaned, document.format, &document.settings, unsafe_fixes);
        (cleaned, after.findings)
    };
    findings.sort_by_key(|f| f.span);
    Ok(Checked { path, text, findings, fixed })
}

/// Replaces a file's content in one step: a reader, or a crash, sees the old file or the new one and nothing between.
/// Permissions stay, and of a link it is the target that changes.
pub(super) fn write_atomically(path: &Path, content: &[u8]) -> Result<()> {
    let failed = |e| Error::io("write", path, e);
    let target = fs::canonicalize(path).map_err(failed)?;
    let permissions = fs::metadata(&target).map_err(failed)?.permissions();
    if permissions.readonly() {
        return Err(Error::usage(format!("cannot write {}: it is read-only; make it writable, or leave it out", path.display())));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(content).map_err(failed)?;
    file.as_file().set_permissions(permissions).map_err(failed)?;
    file.persist(&target).map_err(|e| failed(e.error))?;
    Ok(())
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
            unified(names, &document.text, &document.outcome.patch, &mut written).map_err(|e| Error::io("write", "the diff", e))?;
            Ok(written)
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
