//! A folder to run the command in, with a rule of its own, so that the tests do not hang on ours.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const CARD: &str = r#"
id = "our-slip"
kind = "map"
summary = "A slip of ours"
why = "We type it often."
applicability = "safe"
[[match]]
map = { teh = "the", wierd = "weird" }
[[example]]
from = "in teh house"
to = "in the house"
[[keep]]
text = "the house"
"#;

/// A folder that is removed when the test ends.
pub struct Folder(pub tempfile::TempDir);

impl Folder {
    /// A folder with the rule and a configuration that selects it.
    pub fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.write("our-slip.card", CARD);
        folder.write("ungarble.toml", "extra-rules = \"our-slip.card\"\nselect = [\"our-slip\"]\nexclude = [\"*.card\", \"*.toml\", \"skipped/\"]\n");
        folder
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, content).expect("written");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("read")
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, "")
    }

    pub fn run_with(&self, args: &[&str], input: &str) -> Output {
        tool(env!("CARGO_BIN_EXE_ungarble"), self.0.path(), args, input)
    }
}

pub fn tool(program: &str, folder: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("UNGARBLE_CACHE_DIR", folder.join(".cache"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("{program}: {e}"));
    child.stdin.take().expect("piped").write_all(input.as_bytes()).ok();
    child.wait_with_output().expect("it ends")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
