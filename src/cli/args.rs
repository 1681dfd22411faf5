//! The command line as written: commands and options, nothing done yet.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser as _},
};

use crate::{
    error::{Error, Result},
    finding::Applicability,
    report::OutputFormat,
    text::decode::Encoding,
};

/// Finds garbage in text and mends it: foreign letters, stray tokens, repeats, broken encodings, scraping leftovers.
#[derive(Debug, Parser)]
// A later option overrides an earlier one: a hook gives its own, and its user another.
#[command(
    name = "ungarble",
    args_override_self = true,
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 nothing found, or all fixed; 1 findings remain; 2 could not run."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Report what is wrong and change nothing
    Check(CheckArgs),
    /// Show what `fix` would change, as a unified diff that `git apply` and `patch` accept
    Diff(DiffArgs),
    /// Make the safe edits in place (standard input: write the fixed text to standard output)
    Fix(FixArgs),
    /// Decide finding by finding, in the terminal or on an HTML page
    Review(ReviewArgs),
    /// Learn a language, or a house's own words, from clean text
    Learn(crate::cli::learn::LearnArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Say what a rule looks for and why, with examples
    Explain(ExplainArgs),
    /// Show the settings that hold for a path, and where each comes from
    Config(ConfigArgs),
    /// Print a script that completes commands and options in a shell
    Completions(CompletionsArgs),
    /// Write the manual pages into a folder
    #[command(hide = true)]
    Man(ManArgs),
}

/// `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Write what is found into the baseline, so that only what comes later is reported
    #[arg(long, help_heading = "Findings", conflicts_with_all = ["since", "add_ignore"])]
    pub(super) update_baseline: bool,
    /// Write a comment next to each finding that keeps it quiet
    #[arg(long, help_heading = "Findings")]
    pub(super) add_ignore: bool,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// `diff`.
#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Make the unsafe edits too: probably right, but they may change the meaning
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    #[command(flatten)]
    pub(super) output: DiffOutputArgs,
}

/// `fix`.
#[derive(Debug, Args)]
pub(super) struct FixArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Make the unsafe edits too: probably right, but they may change the meaning
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    /// Show the edits as a diff and make none
    #[arg(long)]
    pub(super) diff: bool,
    /// Make exactly the edits decided in `review`, if the texts are still the same
    #[arg(long, value_name = "FILE", conflicts_with_all = ["unsafe_fixes", "diff"])]
    pub(super) decisions: Option<PathBuf>,
    /// List the edits that were made: before the report, or on standard error beside text and reports for programs
    #[arg(long)]
    pub(super) show_fixes: bool,
    /// Write in this encoding, such as `utf-8` [default: the one a file is in]
    #[arg(long, value_name = "NAME", value_parser = output_encoding, conflicts_with_all = ["decisions", "diff"])]
    pub(super) output_encoding: Option<Encoding>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// `review`.
#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Write a page to decide on in a browser, one file without any other, instead of asking here
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) html: Option<PathBuf>,
    /// Write what was decided here, for `fix --decisions`, and change no text
    #[arg(long, value_name = "FILE", conflicts_with = "html", help_heading = "Output")]
    pub(super) decisions: Option<PathBuf>,
    /// Colours: auto, always or never (`NO_COLOR` is honoured)
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true,
          value_parser = PossibleValuesParser::new(["auto", "always", "never"]), help_heading = "Output")]
    pub(super) color: String,
}

/// Which files, and what to look for in them. Every command that reads text takes these.
#[derive(Clone, Debug, Default, Args)]
#[allow(clippy::struct_excessive_bools)] // Each is a flag of the command line.
pub struct InputArgs {
    /// Files and folders; `-` is standard input [default: standard input, or `.` at a terminal]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Name standard input is treated as having
    #[arg(long, value_name = "PATH", help_heading = "Files")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Leave out what matches, instead of what the configuration leaves out
    #[arg(long, value_name = "GLOB", value_delimiter = ',', help_heading = "Files")]
    pub(super) exclude: Vec<String>,
    /// Leave out what matches besides
    #[arg(long, value_name = "GLOB", value_delimiter = ',', help_heading = "Files")]
    pub(super) extend_exclude: Vec<String>,
    /// Leave out excluded files even if they are named on the command line
    #[arg(long, help_heading = "Files")]
    pub(super) force_exclude: bool,
    /// Only files staged for the next commit
    #[arg(long, help_heading = "Files", group = "chosen")]
    pub(super) staged: bool,
    /// Only files that differ from the last commit
    #[arg(long, help_heading = "Files", group = "chosen")]
    pub(super) changed: bool,
    /// Only files, and findings on lines, that changed since this branch left REF
    #[arg(long, value_name = "REF", help_heading = "Files", group = "chosen")]
    pub(super) since: Option<String>,
    /// Read the paths from a file, one a line or ended by NUL (`-`: standard input)
    #[arg(long, value_name = "FILE", help_heading = "Files", group = "chosen")]
    pub(super) file_list: Option<PathBuf>,
    /// Leave out findings this file knows
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub(super) baseline: Option<PathBuf>,
    /// Read every file in this encoding, whatever it looks like: `windows-1251`, `shift_jis`, `ibm850`
    #[arg(long, value_name = "NAME", value_parser = encoding, help_heading = "Files")]
    pub(super) encoding: Option<Encoding>,
    /// Look at every file, even those unchanged since the last time
    #[arg(long, help_heading = "Files")]
    pub(super) no_cache: bool,
    /// Files worked on at once [default: one a core]
    #[arg(long, short = 'j', value_name = "N", help_heading = "Files")]
    pub(super) threads: Option<usize>,
    /// Start from this set of rules: article, corpus, hygiene or source
    #[arg(long, value_name = "NAME", help_heading = "Rules")]
    pub(super) preset: Option<String>,
    /// Only these rules (`all` for every one)
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(super) select: Vec<String>,
    /// These rules besides
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(super) extend_select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(super) ignore: Vec<String>,
    /// A language model made by `ungarble learn`, in the place of the shipped one of its language; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub(super) model: Vec<String>,
    /// Use this configuration file for every path
    #[arg(long, value_name = "FILE", help_heading = "Configuration", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, help_heading = "Configuration")]
    pub(super) isolated: bool,
}

/// How to report.
#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// Form of the report
    #[arg(long, value_name = "FORM", value_parser = output_format(), help_heading = "Output")]
    pub(super) output_format: Option<OutputFormat>,
    /// Count findings by rule instead of listing them
    #[arg(long, help_heading = "Output")]
    pub(super) statistics: bool,
    /// Exit 1 only for findings at least this certain: `safe`, `unsafe`, or `flag` for any [default: flag]
    #[arg(long, value_name = "LEAST", value_parser = applicability(), help_heading = "Output")]
    pub(super) fail_on: Option<Applicability>,
    #[command(flatten)]
    pub(super) common: DiffOutputArgs,
}

/// Where output goes and in which colours.
#[derive(Debug, Args)]
pub(super) struct DiffOutputArgs {
    /// Write the report here instead of to standard output
    #[arg(long, short = 'o', value_name = "FILE", help_heading = "Output")]
    pub(super) output_file: Option<PathBuf>,
    /// Exit 0 even if something was found
    #[arg(long, help_heading = "Output")]
    pub(super) exit_zero: bool,
    /// Colours: auto, always or never (`NO_COLOR` is honoured)
    #[arg(long, value_name = "WHEN", default_value = "auto", hide_default_value = true,
          value_parser = PossibleValuesParser::new(["auto", "always", "never"]), help_heading = "Output")]
    pub(super) color: String,
}

/// `config`.
#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    /// A file or folder
    #[arg(default_value = ".")]
    pub(super) path: PathBuf,
    /// Print the JSON Schema of the configuration instead
    #[arg(long)]
    pub(super) schema: bool,
    /// Use this configuration file
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    pub(super) isolated: bool,
}

/// `rules`.
#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// As a JSON array
    #[arg(long)]
    pub(super) json: bool,
    /// Try cards of one's own instead: a file, or a folder of them, each run on its examples
    #[arg(long, value_name = "PATH", conflicts_with = "json")]
    pub(super) test: Option<PathBuf>,
}

/// `explain`.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule's id
    pub(super) rule: String,
}

/// `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// `man`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The folder; it is made if it is not there
    pub(super) folder: PathBuf,
}

fn encoding(name: &str) -> Result<Encoding> {
    Encoding::by_name(name)
}

/// The encoding to write in. The web reads the name of ASCII as windows-1252; who asks for it wants no such bytes.
fn output_encoding(name: &str) -> Result<Encoding> {
    if matches!(name.to_ascii_lowercase().as_str(), "ascii" | "us-ascii") {
        return Err(Error::usage(format!(
            "{name} lacks most letters, and what is in it is UTF-8 already; write `utf-8`, or `windows-1252` for its bytes"
        )));
    }
    encoding(name)
}

fn output_format() -> impl clap::builder::TypedValueParser<Value = OutputFormat> {
    PossibleValuesParser::new(OutputFormat::ALL.iter().map(|(name, _)| *name))
        .map(|name| OutputFormat::named(&name).expect("the parser lets only their names through"))
}

fn applicability() -> impl clap::builder::TypedValueParser<Value = Applicability> {
    PossibleValuesParser::new(["safe", "unsafe", "flag"])
        .map(|name| Applicability::named(&name).expect("the parser lets only their names through"))
}
