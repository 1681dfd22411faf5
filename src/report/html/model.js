"use strict";
// What was found, what was decided, and the text that comes of it. The same rules as `decisions` in the library, which has the
// last word when the decisions are applied.

const report = JSON.parse(document.getElementById("data").textContent);

// Every finding knows its file; decisions are kept beside the data, which stays as it was.
const findings = [];
for (const file of report.files) {
  file.first = findings.length;
  for (const index of file.order) {
    const finding = file.findings[index];
    Object.assign(finding, { file, index, id: findings.length, state: "open", typed: null });
    findings.push(finding);
  }
  settle(file);
}

function chosen(finding) {
  return finding.state === "edit" || (finding.state === "accept" && finding.replacement !== null);
}

// Sets `active` (its edit is made) and `shown` (made, or still proposed) on every finding of a file, in the order of making.
function settle(file) {
  for (const finding of file.findings) {
    finding.obstacle = chosen(finding) ? obstacle(finding, "active") : null;
    finding.active = chosen(finding) && !finding.obstacle;
  }
  const yields = new Set(file.findings.filter((f) => f.active).flatMap((f) => f.excludedBy));
  for (const finding of file.findings) {
    const proposed = finding.state === "open" && finding.replacement !== null && !yields.has(finding.index);
    finding.shown = finding.active || (proposed && !obstacle(finding, "shown"));
  }
}

// What keeps a finding from being made, given those before it.
function obstacle(finding, made) {
  const all = finding.file.findings;
  const missing = finding.buildsOn.find((i) => !all[i][made] || all[i].state === "edit");
  if (missing !== undefined) return { why: "builds on", other: all[missing] };
  const taken = finding.excludedBy.find((i) => all[i][made]);
  return taken === undefined ? null : { why: "excluded by", other: all[taken] };
}

const pieceShows = (file, [, made, removed], key) =>
  (made < 0 || file.findings[made][key]) && !removed.some((f) => file.findings[f][key]);

// Walks the pieces of a file as the decisions leave them: calls back with (text, kind), kind being "same", "old" or "new".
function walk(file, each) {
  const put = new Set();
  for (const piece of file.pieces) {
    const [text, made] = piece;
    const shows = pieceShows(file, piece, "active");
    if (made < 0) each(text, shows ? "same" : "old");
    else if (shows) {
      const { typed } = file.findings[made];
      if (typed === null) each(text, "new");
      else if (!put.has(made)) each(typed, "new");
      put.add(made);
    }
  }
}

// ---- decisions ----

const undone = [];

// Decides several findings as one step that can be undone; gives the files it changed.
function decide(changes) {
  const before = changes.map(({ finding }) => ({ finding, state: finding.state, typed: finding.typed }));
  if (before.length) undone.push(before);
  return put(changes);
}

function undo() {
  const before = undone.pop();
  return before ? { files: put(before), finding: before[0].finding, count: before.length } : null;
}

function put(changes) {
  const files = new Set();
  for (const { finding, state, typed = null } of changes) {
    Object.assign(finding, { state, typed });
    files.add(finding.file);
  }
  files.forEach(settle);
  keep();
  return files;
}

// The browser may keep decisions over a reload; where it may not, nothing is lost but that.
const storeKey = `ungarble:${report.id}`;
function keep() {
  try {
    const rows = findings.filter((f) => f.state !== "open").map((f) => [f.id, f.state, f.typed]);
    localStorage.setItem(storeKey, JSON.stringify(rows));
  } catch { /* private windows, full stores */ }
}
function recall() {
  try {
    const rows = JSON.parse(localStorage.getItem(storeKey) ?? "[]");
    for (const [id, state, typed] of rows) if (findings[id]) Object.assign(findings[id], { state, typed });
    report.files.forEach(settle);
  } catch { /* as above */ }
}

function decisionsFile() {
  const files = report.files.map((file) => ({
    path: file.path,
    sha256: file.sha256,
    findings: file.order.map((i) => file.findings[i]).filter((f) => f.state !== "open").map((f) => ({
      rule: f.rule, start: f.start, end: f.end, replacement: f.replacement, decision: f.state,
      ...(f.state === "edit" ? { text: f.typed } : {}),
    })),
  }));
  return JSON.stringify({ version: report.version, files: files.filter((f) => f.findings.length) }, null, 2) + "\n";
}

// ---- the patch ----

const linesOf = (text) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

// The lines of a file as rows: [" ", line] where nothing changed, else "-" and "+".
function rows(file) {
  const out = [];
  let old = "", fresh = "";
  const flush = () => {
    if (old === fresh) linesOf(old).forEach((line) => out.push([" ", line]));
    else {
      const a = linesOf(old), b = linesOf(fresh), tail = [];
      while (a.length && b.length && a[0] === b[0]) { out.push([" ", a.shift()]); b.shift(); }
      while (a.length && b.length && a.at(-1) === b.at(-1)) { tail.unshift([" ", a.pop()]); b.pop(); }
      out.push(...a.map((line) => ["-", line]), ...b.map((line) => ["+", line]), ...tail);
    }
    old = fresh = "";
  };
  walk(file, (text, kind) => {
    if (kind === "old") old += text;
    else if (kind === "new") fresh += text;
    else for (const part of linesOf(text)) {
      old += part;
      fresh += part;
      if (part.endsWith("\n")) flush();
    }
  });
  flush();
  return out;
}

function patchOf(file) {
  const all = rows(file), near = 3, hunks = [];
  all.forEach(([mark], i) => {
    if (mark === " ") return;
    const last = hunks.at(-1);
    if (last && i - near <= last.to) last.to = i + near + 1;
    else hunks.push({ from: Math.max(0, i - near), to: i + near + 1 });
  });
  if (!hunks.length) return "";
  const escaped = /[\x00-\x1f"\\\x7f]/.test(file.path);
  const name = (side) => escaped ? JSON.stringify(`${side}/${file.path}`) : `${side}/${file.path}`;
  let text = `--- ${name("a")}\n+++ ${name("b")}\n`, at = 0, oldLine = 1, newLine = 1;
  const step = ([mark]) => { if (mark !== "+") oldLine++; if (mark !== "-") newLine++; };
  for (const { from, to } of hunks) {
    for (; at < from; at++) step(all[at]);
    const part = all.slice(from, to);
    const count = (other) => part.filter(([mark]) => mark !== other).length;
    const [olds, news] = [count("+"), count("-")];
    text += `@@ -${olds ? oldLine : oldLine - 1},${olds} +${news ? newLine : newLine - 1},${news} @@\n`;
    for (const [mark, line] of part) text += mark + (line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`);
    for (; at < Math.min(to, all.length); at++) step(all[at]);
  }
  return text;
}
