//! `ungarble learn`: a language's model from clean text and word lists.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::complain;
use crate::{
    error::{Error, Result},
    language::{Learner, Limits},
};

/// Bytes of running text counted at a time.
const CHUNK: usize = 1 << 20;

/// No line, and no record, is longer, in bytes.
const LONGEST_LINE: u64 = 64 << 20;

/// Options of `ungarble learn`.
#[derive(Args, Debug)]
pub struct LearnArgs {
    /// Clean running text: plain, or JSONL records with a field `text`; `-` is standard input
    pub texts: Vec<PathBuf>,
    /// A list of words (or of two words in a row), each line one with its count
    #[arg(long, value_name = "FILE")]
    pub words: Vec<PathBuf>,
    /// Where the model is written
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Its BCP 47 code; judged by the output's name if not given
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
    /// Leave out words that running text holds fewer times
    #[arg(long, value_name = "N", default_value_t = Limits::default().least_word)]
    pub min_count: u64,
    /// Leave out two words in a row that running text holds fewer times
    #[arg(long, value_name = "N", default_value_t = Limits::default().least_pair)]
    pub min_pair_count: u64,
    /// The model's size at most: `800k`, `2M`
    #[arg(long, value_name = "SIZE", default_value = "1M", value_parser = size)]
    pub size: usize,
    /// The share of the size that words may take, the rest being left to pairs
    #[arg(long, value_name = "SHARE", default_value_t = Limits::default().words_share)]
    pub words_share: f64,
    /// The language writes compounds as one word without limit, as German and Finnish do
    #[arg(long)]
    pub compounds: bool,
}

/// A size with an optional `k` or `M`.
fn size(text: &str) -> Result<usize, String> {
    let (number, unit) = match text.trim_end_matches(['B', 'b']) {
        t if t.ends_with(['k', 'K']) => (&t[..t.len() - 1], 1_000),
        t if t.ends_with(['m', 'M']) => (&t[..t.len() - 1], 1_000_000),
        t => (t, 1),
    };
    number
        .parse::<usize>()
        .ok()
        .and_then(|n| n.checked_mul(unit))
        .ok_or_else(|| "write a size such as 800k or 2M".into())
}

/// Learns, and writes the model.
///
/// # Errors
/// If an input cannot be read, holds no words, or the model cannot be written.
pub fn run(args: &LearnArgs) -> Result<()> {
    if args.texts.is_empty() && args.words.is_empty() {
        return Err(Error::usage("nothing to learn from; name text files, `-` for standard input, or `--words FILE`"));
    }
    let code = match &args.lang {
        Some(code) => code.clone(),
        None => args.output.file_stem().and_then(|s| s.to_str()).unwrap_or_default().to_string(),
    };
    if code.is_empty() || code.len() > 8 || !code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Err(Error::usage(format!(
            "`{code}` is no language code of at most 8 letters; give one such as `--lang sw`"
        )));
    }
    let bar = bar(args.texts.iter().chain(&args.words));
    let mut learner = Learner::default();
    for path in &args.texts {
        learn_text(path, &mut learner, &bar).map_err(|source| Error::io("read", path, source))?;
    }
    for path in &args.words {
        learn_list(path, &mut learner, &bar).map_err(|source| Error::io("read", path, source))?;
    }
    bar.finish_and_clear();
    if learner.total() == 0 {
        return Err(Error::usage("the input holds no words; is it text in UTF-8?"));
    }
    let [words, pairs] = learner.dropped();
    if words.max(pairs) > 0 {
        complain(&format!(
            "there were more words or pairs than are counted at once: of the words those met up to {words} times were \
             dropped on the way, of the pairs up to {pairs}; learn from a sample of the text to count them all"
        ));
    }
    let limits = Limits {
        least_word: args.min_count,
        least_pair: args.min_pair_count,
        size: args.size,
        words_share: args.words_share.clamp(0.0, 1.0),
    };
    let model = learner.finish(&code, args.compounds, limits);
    std::fs::write(&args.output, model).map_err(|source| Error::io("write", &args.output, source))
}

/// A bar over the bytes of all inputs, shown on a terminal only.
fn bar<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> ProgressBar {
    let bytes = paths.filter_map(|p| std::fs::metadata(p).ok()).map(|m| m.len()).sum();
    let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::stderr_with_hz(10));
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::with_capacity(CHUNK, io::stdin())));
    }
    Ok(Box::new(BufReader::with_capacity(CHUNK, File::open(path)?)))
}

/// Running text in chunks that end at line ends; a record a line if the first line is one.
fn learn_text(path: &Path, learner: &mut Learner, bar: &ProgressBar) -> io::Result<()> {
    let mut input = open(path)?;
    let mut chunk = Vec::with_capacity(CHUNK + CHUNK / 2);
    let mut records = None;
    loop {
        chunk.clear();
        input.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
        if chunk.is_empty() {
            return Ok(());
        }
        // Lines end somewhere, or else words are cut in two now and then.
        input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut chunk)?;
        bar.inc(chunk.len() as u64);
        let text = String::from_utf8_lossy(&chunk);
        if *records.get_or_insert_with(|| text.lines().next().is_some_and(|line| record(line).is_some())) {
            text.lines().filter_map(record).for_each(|text| learner.text(&text));
        } else {
            learner.text(&text);
        }
    }
}

/// The text of a JSONL record.
fn record(line: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Record {
        text: String,
    }
    line.starts_with('{').then(|| serde_json::from_str::<Record>(line).ok())?.map(|r| r.text)
}

/// A list: on each line a word or two, a blank, and a count.
fn learn_list(path: &Path, learner: &mut Learner, bar: &ProgressBar) -> io::Result<()> {
    let mut input = open(path)?;
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        bar.inc(line.len() as u64);
        let text = String::from_utf8_lossy(&line);
        if let Some((entry, count)) = text.trim_end().rsplit_once(['\t', ' ', ','])
            && let Ok(count) = count.parse()
        {
            learner.entry(entry.trim(), count);
        }
        drop(text);
        line.clear();
    }
    Ok(())
}
