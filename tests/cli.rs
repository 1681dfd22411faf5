//! The command as its users meet it: one file a story in `tests/cli`, with the folder it plays in beside it.
//!
//! `TRYCMD=overwrite cargo test --test cli` writes what the command says now; read the difference before keeping it.

#![cfg(feature = "cli")]

#[test]
fn stories() {
    let program = std::path::PathBuf::from(env!("CARGO_BIN_EXE_ungarble"));
    trycmd::TestCases::new().register_bin("ungarble", program).case("tests/cli/*.trycmd");
}
