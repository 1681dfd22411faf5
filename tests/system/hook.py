#!/usr/bin/env python3
"""The hooks of this repository, run by the real pre-commit over a real git repository.

usage: hook.py BINARY   (the binary is not used: pre-commit builds its own from the sources, as a user's would)
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESIDUE = "The tower is 300 metres high:contentReference[oaicite:0]{index=0}.\n"
SLOT = "Welcome to the show, [Guest Name], it is good to have you here.\n"
passed = 0


def run(*command, folder, ok=None):
    done = subprocess.run(command, cwd=folder, env=ENV, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    said = done.stdout + done.stderr
    if ok is not None and (done.returncode == 0) != ok:
        sys.exit(f"failed: {' '.join(map(str, command))} ended with {done.returncode}\n{said}")
    return said


def expect(condition, what, said=""):
    global passed
    if not condition:
        sys.exit(f"failed: {what}\n{said}")
    passed += 1
    print(f"ok: {what}")


def commit(repo, name, text, ok):
    (repo / name).write_text(text)
    run("git", "add", name, folder=repo, ok=True)
    return run("git", "commit", "-m", f"add {name}", folder=repo, ok=ok)


with tempfile.TemporaryDirectory() as home:
    home = pathlib.Path(home)
    ENV = dict(
        os.environ,
        PRE_COMMIT_HOME=str(home / "pre-commit"),
        UNGARBLE_CACHE_DIR=str(home / "cache"),
        GIT_CONFIG_GLOBAL=str(home / "gitconfig"),
        # What the libraries compiled to is there already.
        CARGO_TARGET_DIR=str(ROOT / "target"),
    )
    (home / "gitconfig").write_text("[user]\nname = x\nemail = x@example.org\n[init]\ndefaultBranch = main\n")

    # The sources as they are now, committed or not, as a repository of their own.
    sources = home / "sources"
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder=ROOT, ok=True)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (sources / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, sources / name)
    run("git", "init", "-q", folder=sources, ok=True)
    run("git", "add", "-A", "-f", folder=sources, ok=True)
    run("git", "commit", "-qm", "sources", folder=sources, ok=True)
    revision = run("git", "rev-parse", "HEAD", folder=sources, ok=True).strip()

    repo = home / "repo"
    repo.mkdir()
    run("git", "init", "-q", folder=repo, ok=True)

    def hooks(*lines):
        config = f"repos:\n  - repo: {sources}\n    rev: {revision}\n    hooks:\n" + "".join(f"      {line}\n" for line in lines)
        (repo / ".pre-commit-config.yaml").write_text(config)
        run("git", "add", ".pre-commit-config.yaml", folder=repo, ok=True)

    hooks("- id: ungarble")
    run("pre-commit", "install", "--install-hooks", folder=repo, ok=True)

    said = commit(repo, "fine.md", "A fine day in the mountains.\n", ok=True)
    expect("Passed" in said, "a clean text is committed", said)

    said = commit(repo, "residue.md", RESIDUE, ok=False)
    expect("files were modified by this hook" in said, "a fault that is mended stops the commit", said)
    expect("citation-residue" in said, "and is named", said)
    expect((repo / "residue.md").read_text() == "The tower is 300 metres high.\n", "and is mended in the file")
    run("git", "add", "-A", folder=repo, ok=True)
    run("git", "commit", "-m", "mended", folder=repo, ok=True)
    expect(True, "the mended text is committed")

    said = commit(repo, "slot.md", SLOT, ok=True)
    expect("template-slot" in said, "what only a person can mend is shown and does not stop the commit", said)

    (repo / "ungarble.toml").write_text('exclude = ["generated/"]\n')
    (repo / "generated").mkdir()
    said = commit(repo, "generated/residue.md", RESIDUE, ok=True)
    expect((repo / "generated/residue.md").read_text() == RESIDUE, "what the configuration leaves out is left alone", said)

    hooks("- id: ungarble", "  args: [--fail-on, flag]")
    said = commit(repo, "slot2.md", SLOT, ok=False)
    expect("template-slot" in said, "with --fail-on flag it does stop it", said)

    hooks("- id: ungarble-check")
    said = commit(repo, "residue2.md", RESIDUE, ok=False)
    expect((repo / "residue2.md").read_text() == RESIDUE and "citation-residue" in said, "ungarble-check changes nothing", said)

    hooks("- id: ungarble-hygiene")
    run("git", "rm", "-qf", "--cached", "slot2.md", "residue2.md", folder=repo, ok=True)
    said = commit(repo, "code.py", "print('[Guest Name] oaicite')\n", ok=True)
    expect("Passed" in said, "ungarble-hygiene judges no words", said)

print(f"{passed} passed")
