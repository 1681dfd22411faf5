#!/usr/bin/env python3
"""Builds the shipped language models with `ungarble learn`, from the sources that README.md names.

usage: build.py UNGARBLE SOURCES [CODE…]

SOURCES is a folder with the sources as they are published: cv/, novels/, books/, opensubtitles/ (texts and lists,
zstd), wordfreq/ (msgpack.gz) and gbooks/ (CSV). Needs zstd. Afterwards `BLESS=1 cargo test --test languages` makes the
table by which languages are told.
"""

import csv
import gzip
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))

# code: (size, share of words, texts, wordfreq lists, opensubtitles lists, gbooks name or None)
LARGE, MIDDLE, SMALL, TOLD = "438k", "170k", "90k", "0"
MODELS = {
    "en": ("2300k", 0.28, ["books/en-books", "books/en-standardebooks", "cv/en"], ["large_en"], ["en"], None),
    "de": (LARGE, 0.65, ["novels/deu", "cv/de"], ["large_de"], ["de"], "german"),
    "fr": (LARGE, 0.55, ["novels/fra", "cv/fr"], ["large_fr"], ["fr"], "french"),
    "es": (LARGE, 0.55, ["novels/spa", "cv/es"], ["large_es"], ["es"], "spanish"),
    "it": (LARGE, 0.80, ["cv/it"], ["large_it"], ["it"], "italian"),
    "pt": (LARGE, 0.55, ["novels/por", "cv/pt"], ["large_pt"], ["pt", "pt_br"], None),
    "pl": (LARGE, 0.70, ["novels/pol", "cv/pl"], ["large_pl"], ["pl"], None),
    "ru": (LARGE, 0.85, ["cv/ru"], ["small_ru"], ["ru"], "russian"),
    "uk": (LARGE, 0.90, ["cv/uk"], ["large_uk"], ["uk"], None),
    "nl": (MIDDLE, 0.80, ["cv/nl"], ["large_nl"], ["nl"], None),
    "sv": (MIDDLE, 0.85, ["cv/sv-SE"], ["large_sv"], ["sv"], None),
    "cs": (MIDDLE, 0.80, ["novels/cze", "cv/cs"], ["large_cs"], ["cs"], None),
    "tr": (MIDDLE, 0.90, ["cv/tr"], ["small_tr"], ["tr"], None),
    "el": (MIDDLE, 0.90, ["cv/el"], ["small_el"], ["el"], None),
    "ar": (MIDDLE, 0.90, ["cv/ar"], ["large_ar"], ["ar"], None),
    "he": (MIDDLE, 0.95, [], ["large_he"], ["he"], "hebrew"),
    "hi": (MIDDLE, 0.70, ["cv/hi"], ["small_hi"], [], None),
    "id": (MIDDLE, 0.80, ["cv/id"], ["small_id"], ["id"], None),
    "vi": (MIDDLE, 0.40, ["cv/vi"], ["small_vi"], ["vi"], None),
    "ro": (MIDDLE, 0.70, ["novels/rom", "cv/ro"], ["small_ro"], ["ro"], None),
    "hu": (MIDDLE, 0.80, ["novels/hun", "cv/hu"], ["small_hu"], ["hu"], None),
    "fi": (MIDDLE, 0.90, ["cv/fi"], ["small_fi"], ["fi"], None),
    "da": (MIDDLE, 0.85, ["cv/da"], ["small_da"], ["da"], None),
    "bg": (SMALL, 0.90, ["cv/bg"], ["small_bg"], ["bg"], None),
    "ca": (SMALL, 0.80, ["cv/ca"], ["large_ca"], ["ca"], None),
    "nb": (SMALL, 0.90, ["cv/nb-NO"], ["large_nb"], ["no"], None),
    "sk": (SMALL, 0.90, ["cv/sk"], ["small_sk"], ["sk"], None),
    "ko": (SMALL, 0.90, ["cv/ko"], ["small_ko"], ["ko"], None),
    # One character is a word here; pairs are two characters in a row.
    "zh": (SMALL, 0.50, ["cv/zh-CN", "cv/zh-TW"], [], [], None),
    "ja": (SMALL, 0.50, ["cv/ja"], [], [], None),
    "th": (SMALL, 0.50, ["cv/th"], [], [], None),
    # Told from the others, no more.
    "be": (TOLD, 0, ["cv/be"], [], [], None),
    "hr": (TOLD, 0, ["cv/hr"], ["small_sh"], ["hr", "bs", "sr"], None),
    "sr": (TOLD, 0, ["cv/sr", "novels/srp"], [], [], None),
    "sl": (TOLD, 0, ["cv/sl"], ["small_sl"], ["sl"], None),
    "mk": (TOLD, 0, ["cv/mk"], ["small_mk"], ["mk"], None),
    "lt": (TOLD, 0, [], ["small_lt"], ["lt"], None),
    "lv": (TOLD, 0, ["cv/lv"], ["small_lv"], ["lv"], None),
    "et": (TOLD, 0, ["cv/et"], [], ["et"], None),
    "is": (TOLD, 0, ["cv/is"], ["small_is"], ["is"], None),
    "gl": (TOLD, 0, ["cv/gl"], [], ["gl"], None),
    "eu": (TOLD, 0, ["cv/eu"], [], ["eu"], None),
    "sq": (TOLD, 0, [], [], ["sq"], None),
    "ms": (TOLD, 0, [], ["small_ms"], ["ms"], None),
    "fil": (TOLD, 0, [], ["small_fil"], [], None),
    "fa": (TOLD, 0, ["cv/fa"], ["small_fa"], ["fa"], None),
    "ur": (TOLD, 0, ["cv/ur"], ["small_ur"], [], None),
    "ug": (TOLD, 0, ["cv/ug"], [], [], None),
    "ckb": (TOLD, 0, ["cv/ckb"], [], [], None),
    "bn": (TOLD, 0, ["cv/bn"], ["small_bn"], ["bn"], None),
    "as": (TOLD, 0, ["cv/as"], [], [], None),
    "mr": (TOLD, 0, ["cv/mr"], [], [], None),
    "ne": (TOLD, 0, ["cv/ne-NP"], [], [], None),
    "ta": (TOLD, 0, ["cv/ta"], ["small_ta"], [], None),
    "te": (TOLD, 0, ["cv/te"], [], [], None),
    "ml": (TOLD, 0, ["cv/ml"], [], ["ml"], None),
    "or": (TOLD, 0, ["cv/or"], [], [], None),
    "pa": (TOLD, 0, ["cv/pa-IN"], [], [], None),
    "ka": (TOLD, 0, ["cv/ka"], [], ["ka"], None),
    "kk": (TOLD, 0, ["cv/kk"], [], [], None),
    "ky": (TOLD, 0, ["cv/ky"], [], [], None),
    "mn": (TOLD, 0, ["cv/mn"], [], [], None),
    "tt": (TOLD, 0, ["cv/tt"], [], [], None),
    "ba": (TOLD, 0, ["cv/ba"], [], [], None),
    "cv": (TOLD, 0, ["cv/cv"], [], [], None),
    "sah": (TOLD, 0, ["cv/sah"], [], [], None),
    "ab": (TOLD, 0, ["cv/ab"], [], [], None),
    "uz": (TOLD, 0, ["cv/uz"], [], [], None),
    "af": (TOLD, 0, ["cv/af"], [], [], None),
    "fy": (TOLD, 0, ["cv/fy-NL"], [], [], None),
    "cy": (TOLD, 0, ["cv/cy"], [], [], None),
    "br": (TOLD, 0, ["cv/br"], [], [], None),
    "ga": (TOLD, 0, ["cv/ga-IE"], [], [], None),
    "mt": (TOLD, 0, ["cv/mt"], [], [], None),
    "eo": (TOLD, 0, ["cv/eo"], [], [], None),
    "ia": (TOLD, 0, ["cv/ia"], [], [], None),
    "ast": (TOLD, 0, ["cv/ast"], [], [], None),
    "rm": (TOLD, 0, ["cv/rm-sursilv", "cv/rm-vallader"], [], [], None),
    "hsb": (TOLD, 0, ["cv/hsb"], [], [], None),
    "kmr": (TOLD, 0, ["cv/kmr"], [], [], None),
    "kab": (TOLD, 0, ["cv/kab"], [], [], None),
    "lg": (TOLD, 0, ["cv/lg"], [], [], None),
    "rw": (TOLD, 0, ["cv/rw"], [], [], None),
    "ha": (TOLD, 0, ["cv/ha"], [], [], None),
    "gn": (TOLD, 0, ["cv/gn"], [], [], None),
    "cnh": (TOLD, 0, ["cv/cnh"], [], [], None),
}
COMPOUNDS = {"de", "nl", "sv", "da", "nb", "fi", "hu", "et", "is", "af", "fy"}


def unpack(data):
    """Decodes the part of MessagePack that wordfreq's lists use."""
    at = 0

    def take(count):
        nonlocal at
        at += count
        return data[at - count : at]

    def number(count):
        return int.from_bytes(take(count), "big")

    def item():
        kind = number(1)
        if kind < 0x80:
            return kind
        if kind < 0x90:
            return {item(): item() for _ in range(kind & 15)}
        if kind < 0xA0:
            return [item() for _ in range(kind & 15)]
        if kind < 0xC0:
            return take(kind & 31).decode()
        if kind in (0xD9, 0xDA, 0xDB):
            return take(number(1 << (kind - 0xD9))).decode()
        if kind in (0xDC, 0xDD):
            return [item() for _ in range(number(2 << (kind - 0xDC)))]
        if kind in (0xCC, 0xCD, 0xCE):
            return number(1 << (kind - 0xCC))
        raise ValueError(f"MessagePack type {kind:#x}")

    return item()


def wordfreq(path, out):
    """One bin of words for each hundredth of a power of ten in frequency, as occurrences in a billion."""
    header, *bins = unpack(gzip.open(path).read())
    assert header["format"] == "cB", path
    for centibels, words in enumerate(bins):
        count = round(10 ** (9 - centibels / 100))
        for word in words:
            out.write(f"{word}\t{count}\n")


def gbooks(sources, name, out):
    """Words as occurrences in a billion; pairs in a million, since they join a small running text."""
    rows = list(csv.reader(open(f"{sources}/gbooks/1grams_{name}.csv", encoding="utf-8")))[1:]
    total = sum(int(row[1]) for row in rows)
    for word, count, *_ in rows:
        out.write(f"{word.lower()}\t{max(1, int(count) * 10**9 // total)}\n")
    for pair, count, *_ in list(csv.reader(open(f"{sources}/gbooks/2grams_{name}.csv", encoding="utf-8")))[1:]:
        out.write(f"{pair.lower()}\t{max(1, int(count) * 10**6 // total)}\n")


def build(ungarble, sources, code):
    size, share, texts, word_lists, subtitles, books = MODELS[code]
    with tempfile.TemporaryDirectory() as folder:
        command = [ungarble, "learn", "-o", f"{HERE}/{code}.lang", "--lang", code, "--size", size, "--words-share", str(share)]
        if code in COMPOUNDS:
            command.append("--compounds")
        for text in texts:
            plain = f"{folder}/{text.replace('/', '-')}.txt"
            subprocess.run(["zstd", "-qdo", plain, f"{sources}/{text}.txt.zst"], check=True)
            command.append(plain)
        with open(f"{folder}/words.tsv", "w", encoding="utf-8") as out:
            for name in word_lists:
                wordfreq(f"{sources}/wordfreq/{name}.msgpack.gz", out)
            for name in subtitles:
                data = subprocess.run(["zstd", "-qdc", f"{sources}/opensubtitles/{name}_50k.txt.zst"], check=True, capture_output=True)
                out.write(data.stdout.decode())
            if books:
                gbooks(sources, books, out)
        subprocess.run([*command, "--words", f"{folder}/words.tsv"], check=True)
    print(code, os.path.getsize(f"{HERE}/{code}.lang"), flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    for code in sys.argv[3:] or MODELS:
        build(sys.argv[1], sys.argv[2], code)
