//! `ungarble config`: the settings that hold, and where each comes from.

use std::io::Write as _;

use super::{
    args::ConfigArgs,
    check::Ended,
    files::shown,
    output::{Output, reader_left},
};
use crate::{
    config::{Configs, Origin, Overrides, schema},
    error::{Error, Result},
    report::{Style, visible},
    text::Format,
};

/// Runs the command.
pub(super) fn run(args: &ConfigArgs) -> Result<Ended> {
    let mut out = Output::plain()?;
    if args.schema {
        reader_left(out.write_all(schema().as_bytes()).and_then(|()| out.flush()))?;
        return Ok(Ended::Clean);
    }
    let full = std::path::absolute(&args.path).map_err(|e| Error::io("read", &args.path, e))?;
    let configs =
        Configs::new(Overrides { file: args.config.clone(), isolated: args.isolated, ..Overrides::default() })?;
    let project = if full.is_dir() { configs.of_folder(&full)? } else { configs.of_file(&full)? };
    let settings = project.for_path(&full)?;
    let paint = out.look.paint;
    let here = std::env::current_dir().unwrap_or_default();
    let near = |path: &std::path::Path| visible(&shown(path.strip_prefix(&here).unwrap_or(path))).into_owned();
    let mut text = match project.path() {
        Some(path) => format!("# from {}\n", near(path)),
        None => "# no configuration file: everything is as by default\n".to_owned(),
    };
    for (key, value, origin, doc) in project.described() {
        let from = match origin {
            Origin::Default => "default".to_owned(),
            Origin::File(path, line) => format!("{}:{line}", near(&path)),
            Origin::CommandLine => "command line".to_owned(),
        };
        if !doc.is_empty() {
            text += &format!("\n{}\n", paint.paint(Style::Faint, format!("# {doc}")));
        }
        text += &format!(
            "{} = {}  {}\n",
            paint.paint(Style::Strong, key),
            visible(&value),
            paint.paint(Style::Faint, format!("# {from}"))
        );
    }
    let format = Format::of_path(&full);
    let rules: Vec<&str> = settings.rules(format).collect();
    text += &format!(
        "\n{}\n{}\n",
        paint.paint(Style::Faint, format!("# rules that are on here ({})", rules.len())),
        rules.join(" ")
    );
    reader_left(out.write_all(text.as_bytes()).and_then(|()| out.flush()))?;
    Ok(Ended::Clean)
}
