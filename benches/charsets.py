#!/usr/bin/env python3
"""Tell the encodings of files, beside chardetng, charset_normalizer and chardet, in one run.

usage: charsets.py FOLDER [--show] [--bytes N]

Needs `pip install chardet charset_normalizer` and a Rust toolchain. FOLDER holds MANIFEST.tsv, with the columns source, label,
lang and file, and the files as SOURCE/…/FILE; `../shared/data/encodings/charset-files.tar.zst` unpacks to one. An answer is right
if the file read in that encoding is the text that its label gives; files that cannot be read under their label are left out.
"Confidently wrong" counts wrong answers that a tool did not call doubtful: for ungarble as it says itself, for chardet
those with a confidence of a half or more, for chardetng and charset_normalizer every answer, since they name no doubt.
`--bytes N` reads the first N bytes of each file only, cut at a line or blank.
"""
import argparse, codecs, collections, csv, os, subprocess, tempfile

import chardet
import charset_normalizer

# What browsers read a label as: the larger set that everyday files of it are written in.
LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "cp950", "iso8859-1": "cp1252",
          "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874", "ascii": "utf-8", "utf-8-sig": "utf-8"}
NAMES = {"windows-874": "cp874", "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "maccyrillic": "mac_cyrillic",
         "macroman": "mac_roman", "x-mac-ce": "mac_latin2", "iso-8859-8-i": "iso8859-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
         "utf-32le": "utf-32-le", "utf-32be": "utf-32-be"}


def codec(name):
    """Python's name of an encoding, or nothing."""
    name = (name or "").lower()
    name = NAMES.get(name, name.replace("ibm", "cp"))
    try:
        return codecs.lookup(name).name
    except (LookupError, TypeError):
        return None


def readings(data, name):
    """The texts that bytes are in an encoding: by the letter of its standard, and as everyday files use it."""
    name = codec(name)
    for one in {name, LARGER.get(name)} - {None}:
        text = data.decode(one, errors="replace")
        yield text.lstrip("\ufeff")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("folder")
    ap.add_argument("--show", action="store_true")
    ap.add_argument("--bytes", type=int, default=0)
    a = ap.parse_args()
    where = {}
    for top, _, files in os.walk(a.folder):
        for file in files:
            path = os.path.join(top, file)
            where.setdefault((os.path.relpath(path, a.folder).split(os.sep)[0], file), []).append(path)
    files = []
    spare = tempfile.TemporaryDirectory()
    for row in csv.DictReader(open(os.path.join(a.folder, "MANIFEST.tsv"), encoding="utf-8"), delimiter="\t"):
        for path in where.get((row["source"], row["file"]), []):
            data = open(path, "rb").read()
            if len(data) != int(row["bytes"]) or codec(row["label"]) is None:
                continue
            if row["label"].lower().replace("-", "").replace("_", "") not in path.lower().replace("-", "").replace("_", "") and len(where[row["source"], row["file"]]) > 1:
                continue
            if a.bytes and len(data) > a.bytes and "16" not in row["label"] and "32" not in row["label"]:
                cut = max(data.rfind(b, 0, a.bytes) for b in (b"\n", b" ")) + 1
                data = data[:cut] if cut else data
                path = os.path.join(spare.name, str(len(files)))
                open(path, "wb").write(data)
            try:
                data.decode(codec(row["label"]))
            except UnicodeDecodeError:
                continue
            files.append((path, row["label"], row["lang"], data))
    files = list({path: f for f in files for path in [f[0]]}.values())

    with tempfile.NamedTemporaryFile("w", suffix=".list") as names:
        names.write("\n".join(f[0] for f in files))
        names.flush()
        out = subprocess.run(["cargo", "bench", "--quiet", "--bench", "charsets", "--", names.name], check=True, capture_output=True, text=True).stdout
    rust = {line.split("\t")[0]: line.split("\t")[1:] for line in out.splitlines()}

    right, confident = collections.Counter(), collections.Counter()
    for path, label, lang, data in files:
        ours, sure, theirs = rust[path]
        best = charset_normalizer.from_bytes(data).best()
        other = chardet.detect(data)
        answers = {"ungarble": (ours if codec(ours) else None, sure == "true"), "chardetng": (theirs, True),
                   "charset_normalizer": (best.encoding if best else None, best is not None),
                   "chardet": (other["encoding"], (other["confidence"] or 0) >= 0.5)}
        want = set(readings(data, label))
        for tool, (answer, trusted) in answers.items():
            good = any(text in want for text in readings(data, answer))
            right[tool] += good
            confident[tool] += not good and trusted and answer is not None
            if a.show and tool == "ungarble" and not good:
                print(f"{path}: {label} {lang}, not {answer}{' (sure)' if trusted else ''}; {answers}")
    print(f"{len(files)} files")
    for tool in answers:
        print(f"{tool:20} right {right[tool]:4}  {right[tool] / len(files):6.1%}   confidently wrong {confident[tool]}")


main()
