//! Compiles the rule cards and presets into statics, so that starting reads no file and parses nothing.

use std::{
    collections::HashMap,
    env,
    fmt::Debug,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::rule::{
    Applicability,
    model::{Form, Mend, Rule, Str},
    program::{CharClass, Program, Step},
    tables::{Literals, Sieve, Tables},
};

/// The parser of the crate itself, in a module shaped like its own.
#[path = "src/rule"]
mod rule {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Applicability {
        Safe,
        Unsafe,
        Flag,
    }
    pub mod card;
    pub mod line;
    #[allow(dead_code, reason = "the crate uses the rest")]
    pub mod model;
    pub mod opening;
    pub mod pattern;
    #[allow(dead_code, reason = "the crate uses the rest")]
    pub mod program;
    #[allow(dead_code, reason = "the crate uses the rest")]
    pub mod tables;
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PresetTable {
    name: String,
    summary: String,
    why: String,
    /// Ids, or `*` for every rule that is not opt-in.
    rules: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

/// The order in which presets are shown; the first is the default.
const PRESETS: [&str; 4] = ["article", "corpus", "hygiene", "source"];

fn main() {
    println!("cargo::rerun-if-changed=rules");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("rules");
    let mut rules: Vec<Rule> = toml_files(&root).iter().map(|path| read_card(path)).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let mut classes = Classes::default();
    let cards: Vec<String> = rules.iter().map(|rule| rule_source(rule, &mut classes)).collect();
    let presets: Vec<String> =
        PRESETS.iter().map(|name| preset_source(&root.join("presets").join(format!("{name}.toml")), &rules)).collect();
    let source = format!(
        "pub static RULES: &[Rule] = &[\n{}];\npub static PRESETS: &[Preset] = &[\n{}];\npub static TABLES: Tables = {};\n{}",
        cards.concat(),
        presets.concat(),
        tables_source(&Tables::of(&rules)),
        classes.source
    );
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("rules.rs");
    fs::write(&out, source).unwrap_or_else(|e| panic!("cannot write {}: {e}", out.display()));
}

fn toml_files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap_or_else(|e| panic!("cannot list {}: {e}", directory.display()));
    let mut files: Vec<PathBuf> =
        entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    files.sort_unstable();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()))
}

fn read_card(path: &Path) -> Rule {
    let source = read(path);
    let rule = rule::card::parse(&source).unwrap_or_else(|problem| {
        let line = source[..problem.at.map_or(0, |at| at.start)].matches('\n').count() + 1;
        panic!("{}:{line}: {}", path.display(), problem.sentence)
    });
    assert!(
        path.file_stem().is_some_and(|stem| stem.to_str() == Some(&rule.id)),
        "{}: the file must be called {}.toml",
        path.display(),
        rule.id
    );
    rule
}

fn preset_source(path: &Path, rules: &[Rule]) -> String {
    let preset: PresetTable = toml::from_str(&read(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut ids: Vec<&str> = Vec::new();
    for id in &preset.rules {
        if id == "*" {
            ids.extend(rules.iter().filter(|r| !r.opt_in).map(|r| &*r.id));
        } else {
            let known = rules.iter().map(|r| &*r.id).find(|known| known == id);
            ids.push(known.unwrap_or_else(|| panic!("{}: no rule is called {id:?}", path.display())));
        }
    }
    ids.retain(|id| !preset.except.iter().any(|e| e == id));
    format!(
        "Preset {{ name: {:?}, summary: {:?}, why: {:?}, rules: &{ids:?} }},\n",
        preset.name,
        preset.summary.trim(),
        preset.why.trim()
    )
}

fn rule_source(rule: &Rule, classes: &mut Classes) -> String {
    let examples = list(&rule.examples, |e| {
        let to = e.to.as_ref().map_or("None".into(), |to| format!("Some({})", text(to)));
        format!(
            "Example {{ lang: {}, format: {}, from: {}, to: {to}, applicability: {} }}",
            text(&e.lang),
            text(&e.format),
            text(&e.from),
            level(e.applicability)
        )
    });
    let keeps = list(&rule.keeps, |k| {
        format!("Keep {{ text: {}, note: {}, format: {} }}", text(&k.text), text(&k.note), text(&k.format))
    });
    let matches: Vec<String> = rule.matches.iter().map(|m| match_source(m, classes)).collect();
    let matches = format!("Cow::Borrowed(&[{}])", matches.join(", "));
    format!(
        "Rule {{ id: {}, kind: RuleKind::{:?}, summary: {}, why: {}, applicability: {}, opt_in: {}, swallows: {}, examples: {examples}, keeps: {keeps}, matches: {matches} }},\n",
        text(&rule.id),
        rule.kind,
        text(&rule.summary),
        text(&rule.why),
        level(rule.applicability),
        rule.opt_in,
        rule.swallows
    )
}

fn match_source(m: &rule::model::Match, classes: &mut Classes) -> String {
    let form = match &m.form {
        Form::Line { lines, leads, hashes, lead_hashes, signatures } => format!(
            "Form::Line {{ lines: {}, leads: {}, hashes: Cow::Borrowed(&{hashes:?}), lead_hashes: Cow::Borrowed(&{lead_hashes:?}), signatures: Cow::Borrowed(&{signatures:?}) }}",
            texts(lines),
            texts(leads)
        ),
        Form::Phrase(phrases) => format!("Form::Phrase({})", texts(phrases)),
        Form::Pattern { anchors, pattern, program } => format!(
            "Form::Pattern {{ anchors: {}, pattern: {}, program: {} }}",
            texts(anchors),
            text(pattern),
            program_source(program, classes)
        ),
        Form::Map(pairs) => format!("Form::Map({})", list(pairs, |(k, v)| format!("({}, {})", text(k), text(v)))),
    };
    let mend = match &m.mend {
        Mend::Replace(with) => format!("Mend::Replace({})", text(with)),
        other => format!("Mend::{other:?}"),
    };
    format!(
        "Match {{ form: {form}, mend: {mend}, applicability: {}, message: {}, languages: {}, only_in: {}, not_in: {}, quoted: {}, unless_noted: {}, unless: {}, place: DocumentPart::{:?}, within: Within::{:?}, joins: {} }}",
        level(m.applicability),
        text(&m.message),
        texts(&m.languages),
        texts(&m.only_in),
        texts(&m.not_in),
        m.quoted,
        m.unless_noted,
        texts(&m.unless),
        m.place,
        m.within,
        m.joins
    )
}

/// The classes of all programs; many are the same.
#[derive(Default)]
struct Classes {
    known: HashMap<Vec<(char, char)>, usize>,
    source: String,
}

impl Classes {
    fn of(&mut self, class: &CharClass) -> String {
        let next = self.known.len();
        let number = *self.known.entry(class.ranges.to_vec()).or_insert(next);
        if number == next {
            let ranges = &class.ranges;
            self.source.push_str(&format!("static R{number}: [(char, char); {}] = {ranges:?};\n", ranges.len()));
        }
        format!("CharClass {{ ascii: {}, ranges: Cow::Borrowed(&R{number}) }}", class.ascii)
    }
}

fn program_source(program: &Program, classes: &mut Classes) -> String {
    let steps = list(&program.steps, |step| match step {
        Step::At(edge) => format!("Step::At(Edge::{edge:?})"),
        other => format!("Step::{other:?}"),
    });
    let classes: Vec<String> = program.classes.iter().map(|class| classes.of(class)).collect();
    let Program { turns, bases, lists, ways, first, second, nullable, longest, groups, at, word, .. } = program;
    format!(
        "Program {{ steps: {steps}, classes: Cow::Borrowed(&[{}]), turns: {}, bases: {}, lists: {}, ways: {}, first: {first:?}, second: {second:?}, nullable: {nullable}, longest: {longest:?}, groups: {groups}, at: {at}, word: {word:?} }}",
        classes.join(", "),
        data(turns),
        data(bases),
        data(lists),
        data(ways)
    )
}

fn tables_source(tables: &Tables) -> String {
    let sieve = |sieve: &Sieve| {
        format!(
            "Sieve {{ bits: {}, grams: {}, buckets: {} }}",
            data(&sieve.bits),
            data(&sieve.grams),
            data(&sieve.buckets)
        )
    };
    let Literals { texts, starts, any_case, long, short, single, ways, commonplace, folded } = &tables.literals;
    let literals = format!(
        "Literals {{ texts: {}, starts: {}, any_case: {}, long: {}, short: {}, single: {}, ways: {}, commonplace: {}, folded: {} }}",
        text(texts),
        data(starts),
        data(any_case),
        sieve(long),
        sieve(short),
        data(single),
        data(ways),
        data(commonplace),
        sieve(folded)
    );
    format!(
        "Tables {{ matches: {}, lines: {}, signatures: {}, leads: {}, owners: {}, first_literals: {}, literals: {literals} }}",
        data(&tables.matches),
        data(&tables.lines),
        data(&tables.signatures),
        data(&tables.leads),
        data(&tables.owners),
        data(&tables.first_literals)
    )
}

/// Numbers, as a slice.
fn data<T: Debug>(items: &[T]) -> String {
    format!("Cow::Borrowed(&{items:?})")
}

fn level(applicability: Applicability) -> String {
    format!("Applicability::{applicability:?}")
}

fn text(text: &str) -> String {
    format!("Cow::Borrowed({text:?})")
}

fn texts(texts: &[Str]) -> String {
    list(texts, |t| text(t))
}

fn list<T>(items: &[T], source: impl Fn(&T) -> String) -> String {
    let items: Vec<String> = items.iter().map(source).collect();
    format!("Cow::Borrowed(&[{}])", items.join(", "))
}
