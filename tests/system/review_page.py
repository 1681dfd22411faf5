"""`ungarble review --html` in headless Chromium: load, filter, decide by keyboard, download, apply.

Usage: python review_page.py UNGARBLE. Speaks to Chromium over a pipe, so it needs nothing but Chromium and Python.
"""

import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

UNGARBLE = os.path.abspath(sys.argv[1])
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# One rule, so that the findings are known whatever other rules learn to find.
ONLY = ("--isolated", "--select", "lookalike-letter")

ARTICLE = (
    "# The summit\n\nThe members met in the c\u0430pital and agreed on a plan.\n\n"
    + "An unchanged paragraph that stands between the two.\n\n" * 12
    + "They were at the p\u0430rliament and spoke of the ec\u043enomy for an hour.\n\nלא נגענו בשורה הזאת.\n"
)
HOSTILE = (
    "</script><script>document.title='owned'</script> <img src=x onerror=\"document.title='owned'\"> ]]> <!-- & {{script}}\n"
    "A n\u0430me with \u202eoverride, a NUL \0 and an escape \x1b[31m in p\u0430rliament.\n"
)


class Browser:
    """Chromium's debugging protocol over a pipe: messages are JSON, each ended by a NUL."""

    def __init__(self, folder):
        to_child, self.write_fd = os.pipe()
        self.read_fd, from_child = os.pipe()
        flags = "--headless=new --no-sandbox --disable-gpu --remote-debugging-pipe --disable-dev-shm-usage"
        command = f'exec "{CHROMIUM}" {flags} --user-data-dir="{folder}/profile" about:blank 3<&{to_child} 4>&{from_child}'
        self.process = subprocess.Popen(
            ["bash", "-c", command], pass_fds=(to_child, from_child), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_child)
        os.close(from_child)
        self.buffer, self.count, self.session, self.log = b"", 0, None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.buffer:
            part = os.read(self.read_fd, 1 << 20)
            if not part:
                raise SystemExit("Chromium has gone")
            self.buffer += part
        first, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(first)
        if message.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded", "Network.requestWillBeSent"):
            self.log.append(message)
        return message

    def call(self, method, **params):
        self.count += 1
        request = {"id": self.count, "method": method, "params": params}
        if self.session and not method.startswith(("Target.", "Browser.")):
            request["sessionId"] = self.session
        os.write(self.write_fd, json.dumps(request).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == self.count:
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']}")
                return message["result"]

    def open(self, path):
        self.log.clear()
        self.call("Page.navigate", url=pathlib.Path(path).absolute().as_uri())
        deadline = time.time() + 60
        while time.time() < deadline:
            message = self.message()
            if message.get("method") == "Page.loadEventFired":
                return
        raise SystemExit("the page did not load")

    def run(self, script):
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise SystemExit(f"{script}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def press(self, *keys):
        for key in keys:
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 else None)
            event = {"key": key, **({"text": text} if text else {})}
            self.call("Input.dispatchKeyEvent", type="keyDown", **event)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def shot(self, path):
        png = self.call("Page.captureScreenshot")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(png))

    def close(self):
        try:
            self.call("Browser.close")
        except (SystemExit, OSError):
            pass
        self.process.wait(timeout=20)


checks = 0


def check(holds, what):
    global checks
    if not holds:
        raise SystemExit(f"FAILED: {what}")
    checks += 1


def ungarble(*args, cwd, code=None):
    done = subprocess.run([UNGARBLE, *args], cwd=cwd, capture_output=True, text=True)
    if code is not None:
        check(done.returncode == code, f"`ungarble {' '.join(args)}` ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done


def wait_for(path, seconds=15):
    deadline = time.time() + seconds
    while time.time() < deadline:
        if os.path.exists(path) and os.path.getsize(path):
            return pathlib.Path(path).read_text(encoding="utf-8")
        time.sleep(0.1)
    raise SystemExit(f"FAILED: {path} was not downloaded")


def clean_log(browser, what):
    wrong = [m for m in browser.log if m["method"] != "Network.requestWillBeSent"]
    check(not wrong, f"{what}: the console is clean, not {wrong}")
    reached = [m["params"]["request"]["url"] for m in browser.log if m["method"] == "Network.requestWillBeSent"]
    check(all(url.startswith(("file:", "blob:")) for url in reached), f"{what}: nothing is fetched, not {reached}")


def decide_and_apply(browser, folder):
    """The way of a person: look, filter, decide by keyboard, save, apply."""
    pathlib.Path(folder, "article.md").write_text(ARTICLE, encoding="utf-8")
    ungarble("review", *ONLY, "--html", "report.html", "article.md", cwd=folder, code=1)
    browser.open(f"{folder}/report.html")
    clean_log(browser, "the page")
    count = browser.run("findings.length")
    check(count == 3, f"three planted faults are found, not {count}")
    check(browser.run("document.querySelectorAll('#list .item').length") == count, "every finding is listed")
    check(browser.run("document.querySelectorAll('#text .fold').length") >= 1, "unchanged lines are folded")
    check(browser.run("getComputedStyle([...document.querySelectorAll('#text p')].at(-1)).direction") == "rtl", "Hebrew reads from the right")

    browser.press("/")
    for letter in "parl":
        browser.press(letter)
    browser.run("document.getElementById('search').value = 'p\u0430rl'; document.getElementById('search').oninput()")
    check(browser.run("findings.filter(f => f.listed).length") == 1, "the search leaves one finding")
    browser.press("Escape")
    check(browser.run("findings.every(f => f.listed)"), "Escape ends the search")
    rule = browser.run("findings[0].rule")
    browser.run(f"document.getElementById('rule').value = '{rule}'; document.getElementById('rule').onchange()")
    check(browser.run(f"findings.every(f => f.listed === (f.rule === '{rule}'))"), "the rule filter lists that rule alone")
    browser.run("document.getElementById('rule').value = ''; document.getElementById('rule').onchange(); document.getElementById('list').focus()")

    browser.run("select(findings[0])")
    browser.press("y")
    check(browser.run("findings[0].state") == "accept", "y accepts")
    check(browser.run("current === findings[1]"), "the next finding is shown")
    check(browser.run("document.getElementById('said').textContent").startswith("Accepted"), "a screen reader is told")
    browser.press("n", "u")
    check(browser.run("findings[1].state") == "open" and browser.run("current === findings[1]"), "u takes back")
    browser.press("n", "k", "j")
    check(browser.run("findings[1].state") == "reject", "n rejects; k and j only move")
    browser.run("select(findings[2])")
    browser.press("e")
    browser.run("new Promise(done => setTimeout(done, 60))")
    browser.run("document.querySelector('#card textarea').value = 'TYPED'")
    browser.press("Enter")
    check(browser.run("findings[2].state") == "edit", "typed text is taken")
    browser.press("v")
    result = browser.run("[...document.querySelectorAll('#text p')].map(p => p.innerText).join('\\n')")
    check("TYPED" in result and "c\u0430pital" not in result, "the result reads as decided")
    check(browser.run("document.querySelector('[role=listbox]').getAttribute('aria-activedescendant') === current.node.id"), "the list names its active option")

    browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=folder)
    browser.run("document.getElementById('save-decisions').click()")
    decisions = json.loads(wait_for(f"{folder}/decisions.json"))
    verdicts = [finding["decision"] for finding in decisions["files"][0]["findings"]]
    check(verdicts == ["accept", "reject", "edit"], f"the file says what was decided, not {verdicts}")
    browser.run("document.getElementById('save-patch').click()")
    patch = wait_for(f"{folder}/ungarble.patch")

    pathlib.Path(folder, "patched.md").write_text(ARTICLE, encoding="utf-8")
    done = subprocess.run(["patch", "--quiet", f"{folder}/patched.md"], input=patch, text=True, capture_output=True)
    check(done.returncode == 0, f"`patch` takes the patch: {done.stdout}{done.stderr}\n{patch}")
    ungarble("fix", *ONLY, "--decisions", "decisions.json", cwd=folder, code=0)
    applied = pathlib.Path(folder, "article.md").read_text(encoding="utf-8")
    check(applied == pathlib.Path(folder, "patched.md").read_text(encoding="utf-8"), "the patch and the decisions give one text")
    check("TYPED" in applied and "c\u0430pital" not in applied and "א נגענו" in applied, "exactly what was accepted is changed")
    refused = ungarble("fix", *ONLY, "--decisions", "decisions.json", cwd=folder, code=2)
    check("has changed since it was reviewed" in refused.stderr, f"a changed text is refused with a sentence: {refused.stderr}")
    check(pathlib.Path(folder, "article.md").read_text(encoding="utf-8") == applied, "and left alone")


def hostile_text_is_inert(browser, folder):
    text = HOSTILE + ("long line " * 110_000) + "with p\u0430rliament at its end\n"
    pathlib.Path(folder, "hostile.txt").write_text(text, encoding="utf-8")
    ungarble("review", *ONLY, "--html", "hostile.html", "hostile.txt", cwd=folder, code=1)
    browser.open(f"{folder}/hostile.html")
    clean_log(browser, "hostile text")
    check(browser.run("document.title") == "ungarble review", "no script of the text has run")
    check(browser.run("document.images.length") == 0 and browser.run("document.scripts.length") == 2, "no element of the text is made")
    shown = browser.run("document.getElementById('text').innerText")
    check(not any(c in shown for c in "\u202e\0\x1b"), "what could act is shown by name")
    check(browser.run("[...document.querySelectorAll('.esc')].map(e => e.textContent).includes('RLO')"), "an override is named")
    check("</script><script>" in shown, "the text itself is shown")
    check(len(shown) < 20_000, "a line of a megabyte is folded")
    check(browser.run("findings[0].file.pieces.filter(p => p[1] < 0).map(p => p[0]).join('')") == text, "the data holds the text as it was")


def contrast_holds(browser):
    """Every text colour against every ground it is used on, in both themes: at least 4.5 to 1."""
    script = """(() => {
      const value = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
      const light = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
        .map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
      const ratio = (a, b) => { const [x, y] = [light(value(a)), light(value(b))].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
      const pairs = [];
      for (const ground of ["--paper", "--panel", "--raised", "--current"]) for (const ink of ["--ink", "--soft", "--ins", "--del", "--flag", "--accent"]) pairs.push([ink, ground]);
      pairs.push(["--ins", "--ins-back"], ["--del", "--del-back"], ["--ink", "--flag-back"], ["--on-accent", "--accent"]);
      const low = [];
      for (const theme of ["light", "dark"]) { setTheme(theme); for (const [a, b] of pairs) if (ratio(a, b) < 4.5) low.push(`${theme} ${a} on ${b}: ${ratio(a, b).toFixed(2)}`); }
      return low;
    })()"""
    low = browser.run(script)
    check(low == [], f"colours are told apart by everybody: {low}")


def fits_a_telephone(browser):
    browser.call("Emulation.setDeviceMetricsOverride", width=380, height=760, deviceScaleFactor=1, mobile=False)
    browser.run("new Promise(done => requestAnimationFrame(done))")
    check(browser.run("document.documentElement.scrollWidth") <= 380, "nothing hangs over the side")
    browser.run("document.getElementById('open-list').click()")
    check(browser.run("document.getElementById('list').offsetWidth") > 300, "the list can be opened")
    browser.run("document.querySelector('#list .item').click()")
    check(browser.run("document.getElementById('list').offsetWidth") == 0, "and a choice closes it")
    browser.call("Emulation.clearDeviceMetricsOverride")


def many_findings_stay_fluent(browser, folder):
    text = "".join(f"Line {i} says that the p\u0430rliament met again in the city.\n" for i in range(5000))
    pathlib.Path(folder, "many.txt").write_text(text, encoding="utf-8")
    ungarble("review", *ONLY, "--html", "many.html", "many.txt", cwd=folder, code=1)
    started = time.time()
    browser.open(f"{folder}/many.html")
    loaded = time.time() - started
    count = browser.run("findings.length")
    check(count >= 5000, f"all are there: {count}")
    frame = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    timed = f"(async () => {{ const t = performance.now(); %s; await {frame}; return performance.now() - t; }})()"
    key = "dispatchEvent(new KeyboardEvent('keydown', {key: '%s'}))"
    accept = sorted(browser.run(timed % (key % "y")) for _ in range(9))[4]
    moved = sorted(browser.run(timed % (key % "j")) for _ in range(9))[4]
    everything = browser.run(timed % (key % "A"))
    check(browser.run("findings.filter(f => f.state === 'accept').length") >= 9, "they are decided")
    print(f"   5,000 findings: loaded in {loaded:.1f} s, accept {accept:.0f} ms, move {moved:.0f} ms, accept the rest {everything:.0f} ms")
    check(loaded < 20 and accept < 1000 and moved < 1000 and everything < 10_000, "and the page stays fluent")


def main():
    if not CHROMIUM:
        print("review_page: skipped, there is no Chromium here")
        return
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(folder)
        try:
            decide_and_apply(browser, folder)
            contrast_holds(browser)
            fits_a_telephone(browser)
            hostile_text_is_inert(browser, folder)
            many_findings_stay_fluent(browser, folder)
        finally:
            browser.close()
    print(f"review_page: {checks} checks passed")


main()
