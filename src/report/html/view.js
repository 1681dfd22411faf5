// The text with its changes. Whatever the text holds, it reaches the page as text nodes; characters that could act on
// their surroundings are shown by name.

const el = (name, props = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (key in node && key !== "list") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
};

// Never shown as they are: controls, overrides and isolates, line and paragraph separators.
const ACTING = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/;
// Shown by name where they are part of a change; in running text they do their work.
const UNSEEN = /[\xa0\xad\u034f\u180e\u2000-\u200d\u202f\u3000\ufe00-\ufe0f\u{e0000}-\u{e0fff}]/u;
const NAMES = {
  "\0": "NUL", "\r": "CR", "\x1b": "ESC", "\xa0": "NBSP", "\xad": "SHY", "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ",
  "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO",
  "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM", "\u2060": "WJ",
  "\u202f": "NNBSP", "\u3000": "IDSP",
};
const codePoint = (c) => `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

// Text as nodes in which nothing acts. In a change, white space that is all of it is shown too.
function inert(text, changed = false) {
  const blank = changed && /^\s+$/.test(text);
  if (!ACTING.test(text) && !(changed && (blank || UNSEEN.test(text)))) return [document.createTextNode(text)];
  const nodes = [];
  let plain = "";
  const flush = () => { if (plain) nodes.push(document.createTextNode(plain)); plain = ""; };
  for (const c of text) {
    if (ACTING.test(c) || (changed && UNSEEN.test(c))) {
      flush();
      nodes.push(el("span", { className: "esc", title: codePoint(c) }, NAMES[c] ?? codePoint(c)));
    } else plain += blank ? { " ": "\u00b7", "\t": "\u2192", "\n": "\u23ce" }[c] ?? c : c;
  }
  flush();
  return nodes;
}

// ---- word-level changes ----

const MOST_WORDS = 240;
const wordsOf = (text) => text.match(/[\p{L}\p{N}\p{M}'\u2019]+|\s+|[^]/gu) ?? [];

// What stays, goes and comes between two lists of tokens: a list of [kind, text].
function difference(a, b) {
  const width = b.length + 1, length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let k = b.length - 1; k >= 0; k--)
      length[i * width + k] = a[i] === b[k] ? length[(i + 1) * width + k + 1] + 1 : Math.max(length[(i + 1) * width + k], length[i * width + k + 1]);
  const ops = [];
  const push = (kind, text) => { if (ops.at(-1)?.[0] === kind) ops.at(-1)[1] += text; else ops.push([kind, text]); };
  let i = 0, k = 0;
  while (i < a.length || k < b.length) {
    if (i < a.length && k < b.length && a[i] === b[k]) { push("same", a[i++]); k++; }
    else if (k >= b.length || (i < a.length && length[(i + 1) * width + k] >= length[i * width + k + 1])) push("old", a[i++]);
    else push("new", b[k++]);
  }
  return ops;
}

// By words; null where no word stays.
function refine(was, fresh) {
  if (!was || !fresh) return null;
  const a = wordsOf(was), b = wordsOf(fresh);
  if (a.length > MOST_WORDS || b.length > MOST_WORDS) return null;
  const ops = difference(a, b);
  return ops.some(([kind, text]) => kind === "same" && /[\p{L}\p{N}]/u.test(text)) ? ops : null;
}

// One side of a short change, its own letters marked: a Cyrillic letter looks like the Latin one it stands for.
function marked(text, other, side) {
  if (!text || !other || text.length > 60 || other.length > 60) return inert(text, true);
  const ops = difference([...(side === "old" ? text : other)], [...(side === "old" ? other : text)]);
  if (!ops.some(([kind]) => kind === "same")) return inert(text, true);
  return ops.filter(([kind]) => kind === "same" || kind === side).flatMap(([kind, part]) =>
    kind === "same" ? inert(part, true) : [el("b", { className: "hit", title: [...part].map(codePoint).join(" ") }, ...inert(part, true))]);
}

const opNodes = (ops) => ops.flatMap(([kind, text]) =>
  kind === "same" ? inert(text) : [el(kind === "old" ? "del" : "ins", {}, ...inert(text, true))]);

// ---- lines ----

const NEAR_LINES = 2, NEAR_CHARS = 320, LONG = 1400;

// A replacement within one line that keeps some of the words: shown as those words, not as a whole.
function refined(file, index) {
  const [old, fresh] = [file.pieces[index], file.pieces[index + 1]];
  if (!old || !fresh || old[1] >= 0 || old[2].length !== 1 || fresh[1] !== old[2][0] || fresh[2].length) return null;
  const { was, replacement } = file.findings[fresh[1]];
  if (was !== old[0] || replacement !== fresh[0] || /\n/.test(was + replacement)) return null;
  const ops = refine(was, replacement);
  return ops && { finding: fresh[1], ops, was };
}

// Cuts the pieces into lines of segments { text, made, removed, brk }. Done once a file.
function linesOfFile(file) {
  if (file.lines) return file.lines;
  let line = { no: 1, parts: [], marked: false }, no = 1;
  const lines = [line];
  for (const [index, [text, made, removed]] of file.pieces.entries()) {
    const pair = refined(file, index);
    if (pair) line.parts.push({ text: "", made: -1, removed: [pair.finding], pair });
    if (pair || refined(file, index - 1)) { line.marked = true; continue; }
    let at = 0;
    while (true) {
      const end = text.indexOf("\n", at);
      const part = text.slice(at, end < 0 ? text.length : end);
      const changed = made >= 0 || removed.length > 0;
      if (part || changed) line.parts.push({ text: part, made, removed, brk: changed && end >= 0 });
      line.marked ||= changed;
      if (end < 0) break;
      if (made < 0) no++;
      line = { no: made < 0 ? no : null, parts: [], marked: false };
      lines.push(line);
      at = end + 1;
    }
  }
  if (lines.at(-1).parts.length === 0) lines.pop();
  for (const [i, { parts }] of lines.entries())
    for (const { made, removed } of parts) for (const f of [made, ...removed]) if (f >= 0) (file.findings[f].at ??= new Set()).add(i);
  return (file.lines = lines);
}

// One segment as nodes, for the decisions of now.
function segment(file, part, put) {
  const { text, made, removed, brk } = part;
  const all = file.findings, ended = text + (brk ? "\n" : "");
  const gone = removed.find((f) => all[f].shown);
  const node = (name, f, content, extra = "") =>
    [el(name, { className: `c ${extra} ${all[f].state === "open" ? "" : "done"}`, "data-f": all[f].id }, ...content)];
  if (part.pair) {
    const { finding: f, ops, was } = part.pair, { id, typed, shown, state } = all[f];
    const classes = (extra) => `c ${extra} ${state === "open" ? "" : "done"}`;
    if (!shown) return [el("span", { className: classes("kept"), "data-f": id }, ...inert(was))];
    const now = typed === null ? ops : [["old", was], ["new", typed]];
    const name = { same: "span", old: "del", new: "ins" };
    return now.filter(([, t]) => t).map(([kind, t]) => el(name[kind], { className: classes(kind === "same" ? "same" : ""), "data-f": id }, ...inert(t, kind !== "same")));
  }
  if (made >= 0) {
    if (!all[made].shown || gone !== undefined) return [];
    const { typed } = all[made];
    if (typed !== null && put.has(made)) return [];
    put.add(made);
    const shown = typed ?? ended;
    const lone = shown === (typed ?? all[made].replacement) && !shown.includes("\n");
    return shown ? node("ins", made, (lone ? marked(shown, all[made].was, "new") : inert(shown.replace(/\n$/, ""), true)).concat(shown.endsWith("\n") ? "\u23ce" : [])) : [];
  }
  const fresh = gone === undefined ? null : all[gone].typed ?? all[gone].replacement;
  if (gone !== undefined) return ended ? node("del", gone, (fresh && text === all[gone].was ? marked(text, fresh, "old") : inert(text, true)).concat(brk ? "\u23ce" : [])) : [];
  if (!removed.length) return inert(text);
  const flag = removed.find((f) => all[f].replacement === null && all[f].state === "open");
  if (flag !== undefined) return node("mark", flag, inert(text, true));
  return node("span", removed[0], inert(text), "kept");
}

// A long unchanged stretch within a line, folded in the middle.
function folded(text, isFirst, isLast) {
  const head = isFirst ? 0 : NEAR_CHARS, tail = isLast ? 0 : NEAR_CHARS;
  const start = cutAt(text, head), end = cutAt(text, text.length - tail);
  const button = el("button", { type: "button", className: "fold" }, `\u22ef ${(end - start).toLocaleString("en")} characters \u22ef`);
  button.onclick = () => button.replaceWith(...inert(text.slice(start, end)));
  return [...inert(text.slice(0, start)), button, ...inert(text.slice(end))];
}
// Not between the halves of a surrogate pair.
const cutAt = (text, at) => (/[\udc00-\udfff]/.test(text[at] ?? "") ? at - 1 : at);

function fillLine(file, line, paragraph) {
  const put = new Set();
  const nodes = line.parts.flatMap((part, i) => {
    const plain = part.made < 0 && !part.removed.length && part.text.length > LONG;
    return plain ? folded(part.text, i === 0, i === line.parts.length - 1) : segment(file, part, put);
  });
  paragraph.replaceChildren(...nodes);
}

function lineNode(file, i) {
  const line = file.lines[i];
  const paragraph = el("p", { dir: "auto" });
  fillLine(file, line, paragraph);
  const node = el("div", { className: "line", "data-i": i }, el("span", { className: "no", "aria-hidden": "true" }, line.no ?? ""), paragraph);
  line.paragraph = paragraph;
  return node;
}

// The whole file: lines with changes and their neighbours; the rest is folded.
function renderFile(file, target, fold = true) {
  const lines = linesOfFile(file);
  const near = new Uint8Array(lines.length);
  lines.forEach((line, i) => { if (line.marked) near.fill(1, Math.max(0, i - NEAR_LINES), i + NEAR_LINES + 1); });
  const nodes = [];
  for (let i = 0; i < lines.length;) {
    let end = i;
    while (end < lines.length && !near[end]) end++;
    if (fold && end - i > 3) {
      const [from, to] = [i, end];
      const button = el("button", { type: "button", className: "fold" }, `\u22ef ${(to - from).toLocaleString("en")} unchanged lines \u22ef`);
      button.onclick = () => button.replaceWith(...Array.from({ length: to - from }, (_, k) => lineNode(file, from + k)));
      nodes.push(button);
      i = end;
    } else {
      nodes.push(lineNode(file, i));
      i++;
    }
  }
  target.replaceChildren(...nodes);
}

// After a decision: only the lines that look otherwise now.
function refreshFile(file, before) {
  const lines = new Set();
  file.findings.forEach((f, i) => {
    const now = `${f.state}${f.shown}${f.typed}`;
    if (now !== before[i]) f.at?.forEach((line) => lines.add(line));
  });
  for (const i of lines) if (file.lines[i].paragraph) fillLine(file, file.lines[i], file.lines[i].paragraph);
}
const looks = (file) => file.findings.map((f) => `${f.state}${f.shown}${f.typed}`);
