#!/usr/bin/env python3
"""Run ungarble beside ftfy and plsfix on their own job: mojibake repair of many short documents, in one run.

usage: compare.py UNGARBLE TEXT... [--share 0.1] [--repeat 3]

Needs `pip install ftfy plsfix`. TEXT holds clean passages, one a line; a share of them is read in the wrong encoding on
purpose. ftfy and plsfix are called once a document, as their users call them, with the encoding repair alone; ungarble
reads all documents from one file with the same rules alone, on one thread. Prints MB in a second of processor
time (starting ungarble is counted, starting Python is not), the medians of interleaved runs and how many of the broken passages
came back exactly.
"""
import argparse, random, resource, statistics, subprocess, tempfile, time

import ftfy
import plsfix


def spoil(rng, text):
    for wrong in rng.sample(["windows-1252", "latin-1", "cp437", "mac_roman", "windows-1251"], 5):
        try:
            return text.encode().decode(wrong)
        except UnicodeDecodeError:
            continue
    return text


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("ungarble")
    ap.add_argument("texts", nargs="+")
    ap.add_argument("--share", type=float, default=0.1)
    ap.add_argument("--repeat", type=int, default=3)
    a = ap.parse_args()
    rng = random.Random(1)
    clean = [line.strip() for path in a.texts for line in open(path, encoding="utf-8") if len(line) > 40]
    rng.shuffle(clean)
    dirty = [spoil(rng, t) if not t.isascii() and rng.random() < a.share else t for t in clean]
    megabytes = sum(len(t.encode()) for t in dirty) / 1e6

    def run_ftfy():
        return [ftfy.fix_encoding(t) for t in dirty]

    def run_plsfix():
        return [plsfix.fix_text(t) for t in dirty]

    def run_ungarble():
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
            file.write("\n\n".join(dirty))
            file.flush()
            start = resource.getrusage(resource.RUSAGE_CHILDREN)
            out = subprocess.run([a.ungarble, "fix", "--isolated", "--threads", "1", "--select", "mojibake,lossy-mojibake", "--stdin-filename", "a.txt", "-"],
                                 stdin=open(file.name, "rb"), capture_output=True).stdout.decode()
            end = resource.getrusage(resource.RUSAGE_CHILDREN)
            return end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime, out.split("\n\n")

    times = {"ftfy": [], "plsfix": [], "ungarble": []}
    answers = {}
    for _ in range(a.repeat):
        for name, job in (("ftfy", run_ftfy), ("plsfix", run_plsfix)):
            start = time.process_time()
            answers[name] = job()
            times[name].append(time.process_time() - start)
        seconds, answers["ungarble"] = run_ungarble()
        times["ungarble"].append(seconds)
    broken = [i for i, (c, d) in enumerate(zip(clean, dirty)) if c != d]
    print(f"{len(dirty)} documents, {megabytes:.1f} MB, {len(broken)} broken")
    for name, seconds in times.items():
        got = answers[name]
        right = sum(got[i].strip() == clean[i] for i in broken if i < len(got))
        print(f"{name:9} {megabytes / statistics.median(seconds):8.1f} MB/s   restored {right} / {len(broken)}")


main()
