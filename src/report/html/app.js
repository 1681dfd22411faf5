// The page: list, filters, card and keys.

const $ = (id) => document.getElementById(id);
const MARKS = { open: "\u25cb", accept: "\u2713", reject: "\u2715", edit: "\u270e" };
const SAID = { open: "open", accept: "accepted", reject: "rejected", edit: "edited" };
const LEVELS = ["safe", "unsafe", "flag"];
const HINTS = { safe: "any careful editor would", unsafe: "probably right", flag: "no edit known" };
const say = (words) => { $("said").textContent = words; };
const plural = (n, word) => `${n.toLocaleString("en")} ${word}${n === 1 ? "" : "s"}`;

let current = null, openFile = null, typing = false;
const filter = { text: "", levels: new Set(LEVELS), kind: "", rule: "", undecided: false };

// ---- the list ----

const clip = (text, most = 60) => (text.length > most ? `${text.slice(0, cutAt(text, most))}\u2026` : text);
function swapNodes(f, most) {
  const ops = f.replacement !== null && f.typed === null && f.was.length <= most ? refine(f.was, f.replacement) : null;
  if (ops) return [el("bdi", {}, ...opNodes(ops))];
  const fresh = f.typed ?? f.replacement;
  const side = (text, other, which) => (text.length > most ? inert(clip(text, most), true) : marked(text, other, which));
  const old = el("bdi", {}, ...(f.was ? [el("del", {}, ...side(f.was, fresh, "old"))] : []));
  if (fresh === null) return [el("bdi", {}, el("mark", {}, ...inert(clip(f.was, most), true)))];
  const shown = fresh ? el("ins", {}, ...side(fresh, f.was, "new")) : el("span", { className: "nothing" }, f.was ? "delete" : "nothing");
  return [old, el("span", { className: "arrow", "aria-label": "becomes" }, "\u2192"), el("bdi", {}, shown)];
}

function itemNode(f) {
  f.mark = el("span", { className: "state", "aria-hidden": "true" });
  f.what = el("span", { className: "what" });
  f.spoken = el("span", { className: "hidden" });
  f.node = el("div", { className: "item", id: `f${f.id}`, role: "option", "data-id": f.id, "aria-selected": "false" },
    f.mark, f.what, el("span", { className: "where" }, el("b", {}, f.rule), el("span", { className: `level ${f.level}` }, f.level), el("i", {}, `${f.line}:${f.column}`)), f.spoken);
  refreshItem(f);
  return f.node;
}
function refreshItem(f) {
  const now = `${f.state}${f.typed}${f.obstacle}`;
  if (f.drawn === now) return;
  f.drawn = now;
  f.node.dataset.state = f.obstacle ? "reject" : f.state;
  f.mark.textContent = f.obstacle ? "!" : MARKS[f.state];
  f.spoken.textContent = f.obstacle ? `chosen, but cannot be made` : SAID[f.state];
  f.what.replaceChildren(...swapNodes(f, 48));
}

function buildList() {
  const groups = report.files.filter((file) => file.findings.length).map((file) => {
    file.tally = el("small");
    const name = el("span", { title: file.path }, el("bdi", {}, ...inert(file.path, true)));
    file.node = el("div", { className: "file", role: "group", "aria-label": file.path }, el("h3", {}, name, file.tally),
      ...file.order.map((i) => itemNode(file.findings[i])));
    return file.node;
  });
  $("list").replaceChildren(...groups, el("p", { className: "none", id: "none", hidden: true }, "No finding matches."));
}

const passes = (f, levels = filter.levels) =>
  levels.has(f.level) && (!filter.kind || f.kind === filter.kind) && (!filter.rule || f.rule === filter.rule)
  && (!filter.undecided || f.state === "open" || f === current)
  && (!filter.text || f.haystack.includes(filter.text));

function applyFilter() {
  let shown = 0;
  for (const file of report.files) {
    let here = 0;
    for (const f of file.findings) {
      f.listed = passes(f);
      f.node.hidden = !f.listed;
      here += f.listed;
    }
    if (file.node) file.node.hidden = !here;
    shown += here;
  }
  $("none").hidden = shown > 0;
  $("matches").textContent = shown === findings.length ? plural(shown, "finding") : `${shown.toLocaleString("en")} of ${plural(findings.length, "finding")}`;
  for (const level of LEVELS) {
    const count = findings.filter((f) => f.level === level && passes(f, new Set([level]))).length;
    $(`level-${level}`).lastChild.textContent = ` ${count.toLocaleString("en")}`;
  }
  tally();
}

function tally() {
  const done = findings.filter((f) => f.state !== "open").length;
  $("progress").max = Math.max(1, findings.length);
  $("progress").value = done;
  $("counted").textContent = `${done.toLocaleString("en")} of ${findings.length.toLocaleString("en")} decided`;
  const safe = findings.filter(isOpenSafe).length;
  $("accept-safe").disabled = !safe;
  $("accept-safe").textContent = safe ? `Accept ${safe.toLocaleString("en")} safe` : "No safe ones open";
  $("save-decisions").disabled = !done;
  $("save-patch").disabled = !findings.some((f) => f.active);
  for (const file of report.files) {
    if (file.tally) file.tally.textContent = `${file.findings.filter((f) => f.state !== "open").length}/${file.findings.length}`;
  }
}
const isOpenSafe = (f) => f.listed && f.state === "open" && f.level === "safe";

// ---- choosing one ----

function select(f, scroll = true) {
  if (!f) return;
  typing = false;
  current?.node.setAttribute("aria-selected", "false");
  current = f;
  f.node.setAttribute("aria-selected", "true");
  $("list").setAttribute("aria-activedescendant", f.node.id);
  f.node.scrollIntoView({ block: "nearest" });
  show(f.file);
  card();
  markCurrent(scroll);
}

function show(file) {
  if (openFile === file) return;
  openFile = file;
  $("path").replaceChildren(...inert(file.path, true));
  renderFile(file, $("text"));
}

function markCurrent(scroll) {
  document.querySelectorAll("#text .now").forEach((node) => node.classList.remove("now"));
  let nodes = document.querySelectorAll(`#text .c[data-f="${current.id}"]`);
  nodes.forEach((node) => node.classList.add("now"));
  const line = [...(current.at ?? [])][0];
  const target = nodes[0] ?? (line === undefined ? null : openFile.lines[line].paragraph);
  if (scroll) target?.scrollIntoView({ block: "center" });
}

function step(by) {
  const listed = findings.filter((f) => f.listed);
  if (!listed.length) return;
  const at = listed.indexOf(current);
  select(listed[Math.min(listed.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
}

// The next open one after a decision; the list's end wraps to what was left behind.
function advance() {
  const from = current ? current.id : -1;
  const open = findings.filter((f) => f.listed && f.state === "open");
  const next = open.find((f) => f.id > from) ?? open[0];
  if (next) select(next);
  else { card(); say("Every finding shown is decided. Save the decisions."); }
}

// ---- the card ----

function card() {
  const f = current, panel = $("card");
  if (!f) return panel.replaceChildren();
  const rule = report.rules[f.rule] ?? { summary: f.rule, why: "" };
  const listed = findings.filter((x) => x.listed);
  const flag = f.replacement === null && f.typed === null;
  const fresh = f.typed ?? f.replacement;
  const ops = fresh === null ? null : refine(f.was, fresh);
  const only = (kind) => opNodes(ops.filter(([k]) => k === "same" || k === kind));
  const whole = (name, text, none) => [text ? el(name, {}, ...marked(text, name === "ins" ? f.was : fresh, name === "ins" ? "new" : "old")) : el("span", { className: "nothing" }, none)];
  const swap = el("dl", { className: "swap" }, el("dt", {}, flag ? "here" : "before"),
    el("dd", { dir: "auto" }, ...(ops ? only("old") : whole(flag ? "mark" : "del", f.was, "nothing"))));
  if (fresh !== null) swap.append(el("dt", {}, "after"), el("dd", { dir: "auto" }, ...(ops ? only("new") : whole("ins", fresh, "nothing: it is deleted"))));
  const button = (label, key, act, state) => {
    const node = el("button", { type: "button" }, label, el("kbd", { "aria-hidden": "true" }, key));
    node.setAttribute("aria-keyshortcuts", key);
    if (state) node.setAttribute("aria-pressed", String(f.state === state));
    node.onclick = act;
    return node;
  };
  const accept = button("Accept", "y", () => choose("accept"), "accept");
  accept.classList.add("yes");
  accept.disabled = f.replacement === null;
  const choices = el("div", { className: "choices", role: "group", "aria-label": "Decide" }, accept,
    button("Reject", "n", () => choose("reject"), "reject"), button("Edit", "e", edit, "edit"), button("Undo", "u", takeBack),
    Object.assign(button("All of this rule", "a", () => wholeRule("accept")), { className: "push", title: `Accept every open finding of ${f.rule}` }));
  const obstacleNote = f.obstacle && el("p", { className: "note" }, `Cannot be made: ${f.obstacle.why === "builds on" ? "it builds on another change that is not made as proposed" : "another change is made at the same place"} (${f.obstacle.other.rule}, line ${f.obstacle.other.line}).`);
  const head = el("header", {}, el("h3", {}, rule.summary), el("code", {}, f.rule), el("span", { className: `level ${f.level}`, title: HINTS[f.level] }, f.level), el("span", {}, `${listed.indexOf(f) + 1} of ${listed.length}`));
  const body = [el("p", {}, ...inert(f.message, true)), ...(typing ? [editor(f)] : [swap]), ...(obstacleNote ? [obstacleNote] : []), ...(typing ? [] : [choices])];
  panel.replaceChildren(head, el("div", { className: "body" }, ...body), el("p", { className: "why" }, ...withCode(rule.why)));
}

// A rule's words, `code` as such.
const withCode = (words) => words.trim().split(/`([^`]+)`/).map((part, i) => (i % 2 ? el("code", {}, ...inert(part, true)) : part));

function editor(f) {
  const box = el("textarea", { rows: 2, value: f.typed ?? f.replacement ?? f.was, dir: "auto", spellcheck: false });
  box.setAttribute("aria-label", "Your own text for this place");
  const save = () => { typing = false; decideAll([{ finding: f, state: "edit", typed: box.value }], "Edited"); advance(); $("list").focus(); };
  const cancel = () => { typing = false; card(); $("list").focus(); };
  box.onkeydown = (e) => {
    e.stopPropagation();
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); save(); }
    if (e.key === "Escape") cancel();
  };
  const row = el("div", { className: "choices" }, Object.assign(el("button", { type: "button", className: "primary" }, "Use this text", el("kbd", {}, "Enter")), { onclick: save }),
    Object.assign(el("button", { type: "button" }, "Cancel", el("kbd", {}, "Esc")), { onclick: cancel }));
  setTimeout(() => { box.focus(); box.select(); });
  return el("div", { className: "editor" }, box, row);
}

// ---- deciding ----

function decideAll(changes, words) {
  const looked = new Map(report.files.map((file) => [file, file.lines && looks(file)]));
  const files = decide(changes);
  refresh(files, looked);
  say(changes.length === 1 ? `${words}: ${changes[0].finding.rule}, line ${changes[0].finding.line}` : `${words} ${plural(changes.length, "finding")}`);
}

function refresh(files, looked) {
  for (const file of files) {
    file.findings.forEach(refreshItem);
    if (file === openFile) refreshFile(file, looked.get(file));
  }
  if (filter.undecided) applyFilter();
  else tally();
  if (current) { card(); markCurrent(false); }
}

function choose(state) {
  if (!current) return;
  if (state === "accept" && current.replacement === null) return say("There is no edit to accept here. Press e to type one, or n.");
  const needed = state === "accept" ? openBelow(current) : [];
  decideAll([...needed, current].map((finding) => ({ finding, state })), state === "accept" ? "Accepted" : "Rejected");
  if (current.obstacle) return say("It cannot be made: see the note.");
  advance();
}

// The open findings that one builds on, which accepting it accepts too.
function openBelow(f) {
  const below = f.buildsOn.map((i) => f.file.findings[i]).filter((g) => g.state === "open");
  return [...new Set([...below.flatMap(openBelow), ...below])];
}

function wholeRule(state) {
  if (!current) return;
  const these = findings.filter((f) => f.rule === current.rule && f.state === "open" && (state === "reject" || f.replacement !== null));
  if (these.length) decideAll(these.map((finding) => ({ finding, state })), state === "accept" ? "Accepted" : "Rejected");
  advance();
}

function acceptSafe() {
  const safe = findings.filter(isOpenSafe);
  if (safe.length) decideAll(safe.map((finding) => ({ finding, state: "accept" })), "Accepted");
  advance();
}

function takeBack() {
  const looked = new Map(report.files.map((file) => [file, file.lines && looks(file)]));
  const back = undo();
  if (!back) return say("Nothing to undo.");
  refresh(back.files, looked);
  select(back.finding);
  say(`Took back ${plural(back.count, "decision")}`);
}

function edit() {
  if (!current) return;
  typing = true;
  card();
}

function save(name, type, text) {
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  say(`${name} is saved`);
}

function setView(result) {
  $("text").classList.toggle("result", result);
  $("view-changes").setAttribute("aria-pressed", String(!result));
  $("view-result").setAttribute("aria-pressed", String(result));
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  $("theme").setAttribute("aria-pressed", String(theme === "dark"));
}

// ---- start ----

function options(select, all, values) {
  select.replaceChildren(el("option", { value: "" }, all), ...values.map((v) => el("option", { value: v }, v)));
}

function start() {
  recall();
  for (const f of findings) f.haystack = [f.was, f.replacement ?? "", f.rule, f.message, f.file.path].join("\n").toLocaleLowerCase();
  buildList();
  for (const level of LEVELS) {
    const chip = el("button", { type: "button", id: `level-${level}`, title: HINTS[level], "aria-pressed": "true" }, level, el("span"));
    chip.onclick = () => {
      if (!filter.levels.delete(level)) filter.levels.add(level);
      chip.setAttribute("aria-pressed", String(filter.levels.has(level)));
      applyFilter();
    };
    $("levels").append(chip);
  }
  const sorted = (key) => [...new Set(findings.map((f) => f[key]))].sort();
  options($("kind"), "all", sorted("kind"));
  options($("rule"), "all", sorted("rule"));
  $("kind").onchange = () => {
    filter.kind = $("kind").value;
    filter.rule = "";
    options($("rule"), "all", [...new Set(findings.filter((f) => !filter.kind || f.kind === filter.kind).map((f) => f.rule))].sort());
    applyFilter();
  };
  $("rule").onchange = () => { filter.rule = $("rule").value; applyFilter(); };
  $("undecided").onchange = () => { filter.undecided = $("undecided").checked; applyFilter(); };
  $("search").oninput = () => { filter.text = $("search").value.toLocaleLowerCase(); applyFilter(); };
  $("search").onkeydown = (e) => {
    e.stopPropagation();
    if (e.key === "Escape") { $("search").value = filter.text = ""; applyFilter(); $("list").focus(); toggleList(false); }
    if (e.key === "Enter") { $("list").focus(); if (!current?.listed) step(0); }
  };
  $("list").onclick = (e) => {
    const item = e.target.closest(".item");
    if (item) { select(findings[item.dataset.id]); toggleList(false); }
  };
  $("text").onclick = (e) => {
    const change = e.target.closest(".c");
    if (change) select(findings[change.dataset.f], false);
  };
  $("accept-safe").onclick = acceptSafe;
  $("save-decisions").onclick = () => save("decisions.json", "application/json", decisionsFile());
  $("save-patch").onclick = () => save("ungarble.patch", "text/x-diff", report.files.map(patchOf).join(""));
  $("view-changes").onclick = () => setView(false);
  $("view-result").onclick = () => setView(true);
  $("help-button").onclick = () => $("help").showModal();
  $("open-list").onclick = () => toggleList(!$("side").classList.contains("shown"));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(dark.matches ? "dark" : "light");
  dark.onchange = () => setTheme(dark.matches ? "dark" : "light");
  $("theme").onclick = () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
  addEventListener("keydown", onKey);
  addEventListener("beforeprint", printAll);
  addEventListener("afterprint", () => $("print").replaceChildren());
  applyFilter();
  const linked = findings[/^#f(\d+)$/.exec(location.hash)?.[1]];
  select(linked ?? findings.find((f) => f.state === "open") ?? findings[0]);
  if (!findings.length) $("text").append(el("p", { className: "none" }, "Nothing was found. The text is clean."));
}

function toggleList(shown) {
  $("side").classList.toggle("shown", shown);
  $("open-list").setAttribute("aria-expanded", String(shown));
}

const KEYS = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
  y: () => choose("accept"), n: () => choose("reject"), e: edit, u: takeBack, a: () => wholeRule("accept"), i: () => wholeRule("reject"),
  A: acceptSafe, v: () => setView(!$("text").classList.contains("result")),
  "/": () => { toggleList(true); $("search").focus(); }, "?": () => $("help").showModal(), Escape: () => toggleList(false),
};

function onKey(e) {
  const busy = e.ctrlKey || e.metaKey || e.altKey || $("help").open || /^(SELECT|TEXTAREA|INPUT)$/.test(e.target.tagName);
  const inText = e.target.id === "text" && e.key.startsWith("Arrow");
  if (busy || inText || !Object.hasOwn(KEYS, e.key)) return;
  e.preventDefault();
  KEYS[e.key]();
}

function printAll() {
  const parts = report.files.filter((file) => file.findings.length).flatMap((file) => {
    const body = el("div");
    const kept = linesOfFile(file).map((line) => line.paragraph);
    renderFile(file, body);
    file.lines.forEach((line, i) => { line.paragraph = kept[i]; });
    return [el("h2", {}, ...inert(file.path, true)), body];
  });
  $("print").replaceChildren(...parts);
}

start();
