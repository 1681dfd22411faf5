"""`ungarble review` in a real terminal (tmux, 80 by 24): keys, undo, typing, colours, wide and right-to-left text.

Usage: python review_terminal.py UNGARBLE
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

UNGARBLE = os.path.abspath(sys.argv[1])
SOCKET = f"ungarble-test-{os.getpid()}"

# One rule, so that the findings are known whatever other rules learn to find.
ONLY = "--isolated --select lookalike-letter"

ARTICLE = (
    "The members met in the c\u0430pital and agreed on a plan.\n"
    "They were at the p\u0430rliament and spoke of the ec\u043enomy for an hour.\n"
)
checks = 0


def check(holds, what, screen=""):
    global checks
    if not holds:
        raise SystemExit(f"FAILED: {what}\n{screen}")
    checks += 1


def tmux(*args):
    return subprocess.run(["tmux", "-L", SOCKET, *args], capture_output=True, text=True, check=True).stdout


class Terminal:
    """A shell in tmux, and what its screen shows."""

    def __init__(self, folder, width=80, height=24):
        self.name = f"t{time.monotonic_ns()}"
        shell = "env -u NO_COLOR PS1='READY ' LC_ALL=C.UTF-8 bash --norc --noprofile"
        tmux("-u", "-f", "/dev/null", "new-session", "-d", "-s", self.name, "-x", str(width), "-y", str(height), "-c", folder, shell)
        self.wait("READY")

    def screen(self, colours=False):
        return tmux("capture-pane", "-p", "-t", self.name, *(["-e"] if colours else []))

    def wait(self, words, seconds=30):
        deadline = time.time() + seconds
        while time.time() < deadline:
            screen = self.screen()
            if words in screen:
                return screen
            time.sleep(0.05)
        raise SystemExit(f"FAILED: {words!r} is not shown\n{self.screen()}")

    def run(self, line):
        tmux("send-keys", "-t", self.name, "-l", line)
        tmux("send-keys", "-t", self.name, "Enter")

    def press(self, *keys):
        for key in keys:
            tmux("send-keys", "-t", self.name, key)

    def type(self, text):
        tmux("send-keys", "-t", self.name, "-l", text)

    def ended(self):
        self.run("echo CODE=$?.")
        screen = self.wait("CODE=", 10)
        while "CODE=$" in screen.split("CODE=")[-1] or "." not in screen.split("CODE=")[-1]:
            screen = self.screen()
        return int(screen.split("CODE=")[-1].split(".")[0])


def fresh(folder, text=ARTICLE, name="a.md"):
    path = pathlib.Path(folder, name)
    path.write_text(text, encoding="utf-8")
    return path


def accept_reject_type(folder):
    path = fresh(folder)
    terminal = Terminal(folder)
    terminal.run(f"{UNGARBLE} review {ONLY} a.md")
    screen = terminal.wait("(1/3)")
    check("c\u0430pital" in screen and "\n- " in screen and "\n+ " in screen, "before and after are shown", screen)
    check("a.md:1:" in screen, "the place is given", screen)
    check(len(screen.splitlines()) <= 24, "it fits")
    terminal.press("y")
    terminal.wait("(2/3)")
    terminal.press("n")
    terminal.wait("(3/3)")
    terminal.press("u")
    terminal.wait("(2/3)")
    terminal.press("y")
    terminal.wait("(3/3)")
    terminal.press("e", "C-u")
    terminal.type("märkt\\u{200B}文x")
    terminal.press("BSpace", "Enter")
    terminal.wait("Everything is decided")
    check(path.read_text(encoding="utf-8") == ARTICLE, "nothing is written before the end")
    terminal.press("y")
    screen = terminal.wait("left.")
    check("3 edits made in 1 file; 0 left." in screen, "the end is summed up", screen)
    check(terminal.ended() == 0, "all decided is success")
    text = path.read_text(encoding="utf-8")
    check("c\u0430pital" not in text and "parliament" in text, "accepted edits are made", text)
    check("the märkt\u200b文 for an hour" in text, "the typed text is there", text)


def stop_and_keep_or_abandon(folder):
    path = fresh(folder)
    terminal = Terminal(folder)
    terminal.run(f"{UNGARBLE} review {ONLY} a.md")
    terminal.wait("(1/3)")
    terminal.press("y")
    terminal.wait("(2/3)")
    terminal.press("C-c")
    terminal.wait("Nothing was changed.")
    check(terminal.ended() == 1, "findings remain")
    check(path.read_text(encoding="utf-8") == ARTICLE, "Ctrl-C changes nothing")
    terminal = Terminal(folder)
    terminal.run(f"{UNGARBLE} review {ONLY} a.md")
    terminal.wait("(1/3)")
    terminal.press("y")
    terminal.wait("(2/3)")
    terminal.press("q")
    terminal.wait("1 edit made in 1 file; 2 left.")
    text = path.read_text(encoding="utf-8")
    check("c\u0430pital" not in text and "p\u0430rliament" in text, "q keeps what was decided", text)


def help_and_bulk(folder):
    path = fresh(folder)
    terminal = Terminal(folder)
    terminal.run(f"{UNGARBLE} review {ONLY} a.md")
    terminal.wait("(1/3)")
    terminal.press("?")
    terminal.wait("accept everything safe in all files")
    terminal.press("S")
    terminal.wait("Accepted")
    terminal.press("q")
    terminal.wait("made in 1 file")
    check("p\u0430rliament" not in path.read_text(encoding="utf-8"), "the safe ones are made")


def ignoring_is_written(folder):
    path = fresh(folder)
    terminal = Terminal(folder)
    terminal.run(f"{UNGARBLE} review --select lookalike-letter a.md")
    terminal.wait("(1/3)")
    terminal.press("i")
    terminal.wait("goes to `ignore`")
    terminal.press("w")
    terminal.wait("goes to `words`")
    terminal.press("q")
    terminal.wait("What to ignore is in")
    configuration = pathlib.Path(folder, "ungarble.toml").read_text(encoding="utf-8")
    check("ignore = [\"" in configuration and "words = [\"" in configuration, "the configuration has both", configuration)
    check(path.read_text(encoding="utf-8") == ARTICLE, "what is ignored is not edited")
    os.remove(f"{folder}/ungarble.toml")


def ignoring_is_written_where_it_holds(folder):
    configurations = []
    for name in ("north", "south", "west"):
        os.mkdir(f"{folder}/{name}")
        fresh(f"{folder}/{name}")
        configurations.append(pathlib.Path(folder, name, "ungarble.toml"))
    for configuration in configurations:
        configuration.write_text("select = ['lookalike-letter']\n", encoding="utf-8")
    fresh(f"{folder}/west", "All is well.\n")
    terminal = Terminal(folder)
    terminal.run(f"{UNGARBLE} review north south west")
    terminal.wait("(1/6)")
    terminal.press("i")
    terminal.wait("Rejected 6")
    terminal.press("q")
    terminal.wait("What to ignore is in")
    check(terminal.ended() == 0, "all is decided")
    written = ["ignore = [\"lookalike-letter\"]" in path.read_text(encoding="utf-8") for path in configurations]
    check(written == [True, True, False], "each file's own configuration has it, and no other", written)
    check(not os.path.exists(f"{folder}/ungarble.toml"), "none is made here")
    for name in ("north", "south", "west"):
        shutil.rmtree(f"{folder}/{name}")


def colours(folder):
    fresh(folder)
    terminal = Terminal(folder)
    terminal.run(f"{UNGARBLE} review {ONLY} a.md")
    terminal.wait("(1/3)")
    check("\x1b[31m" in terminal.screen(colours=True), "there are colours")
    terminal.press("q")
    terminal = Terminal(folder)
    terminal.run(f"NO_COLOR=1 {UNGARBLE} review {ONLY} a.md")
    terminal.wait("(1/3)")
    coloured, screen = terminal.screen(colours=True), terminal.screen()
    check("\x1b[3" not in coloured, "NO_COLOR is honoured", coloured)
    check("[-" in screen and "-]" in screen, "without colours the change is marked", screen)
    terminal.press("q")


def any_text_fits(folder):
    text = (
        "e\u0301\u0302" * 60 + " It helped the ec\u043enomy of the town. " + "文字列が" * 3 + "\n\n"
        + "הפרלמנט התכנס אתמול בירושלים \u202e the p\u0430rliament was open \x1b[2J\x07 وناقش التقرير السنوي\n"
    )
    fresh(folder, text)
    terminal = Terminal(folder)
    terminal.run(f"{UNGARBLE} review {ONLY} a.md")
    seen = ""
    for number in (1, 2):
        screen = terminal.wait(f"({number}/2)")
        check("\n- " in screen and "\n+ " in screen, "both sides are on the screen", screen)
        check("Take this edit?" in screen.rstrip().splitlines()[-1], "the prompt is on the last line", screen)
        seen += screen
        terminal.press("n")
    check("\\u{202E}" in seen and "\\u{001B}[2J" in seen, "what could act on the terminal is shown as escapes", seen)
    terminal.press("q")


def refusal():
    done = subprocess.run([UNGARBLE, "review", "."], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    check(done.returncode == 2 and "--html" in done.stderr, "without a terminal it says what to do", done.stderr)


def main():
    if not shutil.which("tmux"):
        print("review_terminal: skipped, there is no tmux here")
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            for test in (
                accept_reject_type,
                stop_and_keep_or_abandon,
                help_and_bulk,
                ignoring_is_written,
                ignoring_is_written_where_it_holds,
                colours,
                any_text_fits,
            ):
                test(folder)
            refusal()
        finally:
            subprocess.run(["tmux", "-L", SOCKET, "kill-server"], capture_output=True)
    print(f"review_terminal: {checks} checks passed")


main()
