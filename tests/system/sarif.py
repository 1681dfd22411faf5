#!/usr/bin/env python3
"""SARIF held against the 2.1.0 schema, of which `pydantic-sarif` is made. usage: sarif.py BINARY"""
import pathlib
import subprocess
import sys
import tempfile

import pydantic
import pydantic_sarif.model

UNGARBLE = pathlib.Path(sys.argv[1]).resolve()
TEXTS = {
    "clean.txt": "A fine day in the mountains.\n",
    "residue.md": "The tower is 300 metres high:contentReference[oaicite:0]{index=0}.\n",
    "a name with blanks & ümlauts.txt": "The members met in the c\u0430pital and agreed.\n\nWelcome, [Guest Name], to the show.\n",
    "hostile.txt": "A NUL \0 and an \u202eoverride, \x1b[31m red, in the p\u0430rliament. \U0001f600 n\u0430me\n",
}
passed = 0

with tempfile.TemporaryDirectory() as folder:
    for name, text in TEXTS.items():
        (pathlib.Path(folder) / name).write_text(text)
    for paths in (["."], ["clean.txt"], *([name] for name in TEXTS if name != "clean.txt")):
        command = [UNGARBLE, "check", "--isolated", "--output-format", "sarif", *paths]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        want = 0 if paths == ["clean.txt"] else 1
        if done.returncode != want:
            sys.exit(f"failed: {paths} ended with {done.returncode}, not {want}\n{done.stderr}")
        try:
            log = pydantic_sarif.model.StaticAnalysisResultsFormatSarifVersion210JsonSchema.model_validate_json(done.stdout)
        except pydantic.ValidationError as error:
            sys.exit(f"failed: {paths} is not SARIF 2.1.0\n{error}")
        if bool(log.runs[0].results) != bool(want):
            sys.exit(f"failed: {paths} has {len(log.runs[0].results)} results")
        passed += 1

print(f"sarif: {passed} logs passed")
