// Boxes in which the texts of a level are typed: plain text with bold, italic and links, tools and keys.
"use strict";

const LISTS = { statements: "statement", examples: "example", children: "point" };
const STYLES = { B: { strong: true }, STRONG: { strong: true }, I: { emphasis: true }, EM: { emphasis: true }, CODE: { code: true } };
const PLAIN = { strong: false, emphasis: false, code: false, href: "" };

const key = (address) => JSON.stringify(address);
const boxes = () => [...document.querySelectorAll("#form .box")];
const boxAt = (address) => boxes().find((box) => !box.draft && key(box.field.address) === key(address));
const tell = (sentence) => {
  byId("told").textContent = sentence;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { byId("told").textContent = ""; }, 5000);
};
const button = (text, label, action, properties = {}) => {
  const element = make("button", { type: "button", textContent: text, title: label, ...properties });
  element.setAttribute("aria-label", label);
  element.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
  element.addEventListener("click", action);
  return element;
};

// Styled text, from runs to elements and back. Text is never read as HTML.
const elementsOf = (runs) => runs.map((run) => {
  let node = document.createTextNode(run.text);
  if (run.code) node = make("code", {}, node);
  if (run.emphasis) node = make("em", {}, node);
  if (run.strong) node = make("strong", {}, node);
  return run.href ? make("a", { href: run.href }, node) : node;
});

const runsOf = (element) => {
  const runs = [];
  const add = (text, style) => {
    const last = runs.at(-1);
    if (last && JSON.stringify({ ...last, text: "" }) === JSON.stringify({ text: "", ...style })) last.text += text;
    else if (text) runs.push({ text, ...style });
  };
  const walk = (node, style) => {
    if (node.nodeType === Node.TEXT_NODE) return add(node.data, style);
    if (node.nodeName === "BR") return add("\n", style);
    if (/^(DIV|P)$/.test(node.nodeName) && runs.length) add("\n", style);
    const href = node.nodeName === "A" ? { href: node.getAttribute("href") ?? "" } : {};
    return node.childNodes.forEach((inner) => walk(inner, { ...style, ...STYLES[node.nodeName], ...href }));
  };
  element.childNodes.forEach((node) => walk(node, PLAIN));
  return runs;
};

const typed = (box) => {
  const runs = box.text.matches("select") ? [{ text: box.text.value, ...PLAIN }] : runsOf(box.text);
  return runs.some((run) => run.text.trim()) ? runs : [];
};
const isDirty = (box) => JSON.stringify(typed(box)) !== box.saved;
const fill = (box, runs) => {
  if (box.text.matches("select")) box.text.value = runs[0]?.text ?? "";
  else box.text.replaceChildren(...elementsOf(runs));
  box.saved = JSON.stringify(typed(box));
};

// A box holds a text, its buttons and what is wrong with it.
const makeBox = (field, draft = null) => {
  const box = make("div", { className: `box ${field.kind}` });
  Object.assign(box, { field, draft, text: field.kind === "choice" ? choice(field) : textbox(field), notes: make("div", { className: "notes" }) });
  box.append(box.text, tools(box), box.notes);
  fill(box, field.runs);
  box.addEventListener("focusout", (event) => {
    if (!rendering && !box.contains(event.relatedTarget) && !byId("link").contains(event.relatedTarget)) save(box);
  });
  return box;
};

const choice = (field) => {
  const options = new Set(["", ...field.choices, ...field.runs.map((run) => run.text)]);
  const select = make("select", {}, ...[...options].map((text) => make("option", { value: text, textContent: text || "not rated" })));
  select.setAttribute("aria-label", field.label);
  select.addEventListener("change", () => save(select.closest(".box")));
  return select;
};

const textbox = (field) => {
  const text = make("div", { className: "text", contentEditable: field.kind === "plain" ? "plaintext-only" : "true", spellcheck: true, lang: form.language, dir: form.is_rtl ? "rtl" : "ltr" });
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-label", field.label);
  text.setAttribute("aria-multiline", String(field.kind === "paragraphs"));
  text.dataset.placeholder = field.placeholder ?? `Add ${/^[aeiou]/i.test(field.label) ? "an" : "a"} ${field.label.toLowerCase()}`;
  text.addEventListener("keydown", (event) => onKey(event, text.closest(".box")));
  text.addEventListener("beforeinput", (event) => {
    if (event.inputType.startsWith("format") && !/^format(Bold|Italic)$/.test(event.inputType)) event.preventDefault();
  });
  text.addEventListener("paste", (event) => insertText(event, event.clipboardData, field));
  text.addEventListener("drop", (event) => event.preventDefault());
  text.addEventListener("click", (event) => { if (event.target.closest("a") && !event.ctrlKey && !event.metaKey) event.preventDefault(); });
  return text;
};

const insertText = (event, data, field) => {
  event.preventDefault();
  const text = data.getData("text/plain");
  document.execCommand("insertText", false, field.kind === "paragraphs" ? text : text.trim().replace(/\s*\n\s*/g, " "));
};

const isItem = (box) => box.draft !== null || typeof box.field.address.at(-1) === "number";
const listOf = (box) => box.draft?.list ?? box.field.address.slice(0, -1);
const positionOf = (box) => box.draft?.position ?? box.field.address.at(-1);

const tools = (box) => {
  const { field } = box;
  const bar = make("div", { className: "tools" });
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `Tools for this ${field.label.toLowerCase()}`);
  if (field.kind === "inline" || field.kind === "paragraphs") bar.append(
    button("B", "Bold (Ctrl+B)", () => format(box, "bold"), { className: "bold" }),
    button("I", "Italic (Ctrl+I)", () => format(box, "italic"), { className: "italic" }),
    button("Link", "Link (Ctrl+K)", () => editLink(box)),
  );
  if (isItem(box) && !box.draft) bar.append(
    button("↑", "Move up (Alt+↑)", () => move(box, -1)),
    button("↓", "Move down (Alt+↓)", () => move(box, 1)),
    button("Add below", "Add below (Enter)", () => addDraft(listOf(box), positionOf(box) + 1)),
    ...(field.lists ?? []).filter((texts) => !texts.items.length).map((texts) => button(`Add ${LISTS[texts.name]}`, `Add ${LISTS[texts.name]} below this one`, () => addDraft(texts.address, 0))),
    button("Remove", "Remove", () => remove(box)),
  );
  bar.querySelectorAll("button").forEach((tool, index) => { tool.tabIndex = index ? -1 : 0; });
  bar.addEventListener("keydown", (event) => {
    const buttons = [...bar.querySelectorAll("button")];
    const next = buttons[buttons.indexOf(event.target) + ({ ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? NaN)];
    if (next) next.focus();
    if (event.key === "Escape") box.text.focus();
  });
  if (field.levels > 1) bar.append(make("span", { className: "shared", textContent: `Shown in ${field.levels} levels` }));
  return bar;
};

const format = (box, command) => { box.text.focus(); document.execCommand(command); };

const onKey = (event, box) => {
  const { key: pressed } = event;
  const command = event.ctrlKey || event.metaKey;
  const action = event.isComposing ? null
    : pressed === "Escape" ? () => giveUp(box)
    : pressed === "Enter" && !event.shiftKey && box.field.kind !== "paragraphs" ? () => enter(box)
    : pressed === "Enter" ? () => document.execCommand("insertLineBreak")
    : event.altKey && pressed === "ArrowUp" && isItem(box) ? () => move(box, -1)
    : event.altKey && pressed === "ArrowDown" && isItem(box) ? () => move(box, 1)
    : command && pressed.toLowerCase() === "k" && box.field.kind !== "plain" ? () => editLink(box)
    : command && pressed.toLowerCase() === "s" ? () => save(box)
    : null;
  if (action) { event.preventDefault(); action(); }
};

const enter = (box) => {
  if (!isItem(box)) return box.text.blur();
  if (box.draft && !typed(box).length) return discard(box);
  const place = [listOf(box), positionOf(box) + 1];
  return box.draft ? save(box).then(() => { if (!isDirty(box)) addDraft(...place); }) : addDraft(...place);
};

// Take back what was typed: the text is again as it was saved. Leave it if nothing was.
const giveUp = (box) => {
  if (box.draft) return discard(box);
  if (!isDirty(box) && !box.isConflict) return box.text.blur();
  Object.assign(box, CLEAR);
  fill(box, box.field.runs);
  return showProblems(box);
};

const discard = (box) => {
  const before = box.draft && boxAt([...box.draft.list, box.draft.position - 1]);
  withoutFocusEvents(() => { box.closest("li").remove(); });
  before?.text.focus();
};

const addDraft = (list, position) => {
  const where = document.querySelector(`#form ul[data-list='${CSS.escape(key(list))}']`);
  if (!where) return;
  const name = LISTS[list.at(-1)];
  const label = `New ${name}`;
  const box = makeBox({ address: null, label, kind: "inline", runs: [], levels: 0, placeholder: `Type the ${name}` }, { list, position });
  placeDraft(box, where);
  box.text.focus();
};

const placeDraft = (box, where) => {
  box.draft.position = Math.min(box.draft.position, [...where.children].filter((item) => !item.querySelector(":scope > .box")?.draft).length);
  const next = [...where.children].find((item) => positionOf(item.querySelector(":scope > .box")) >= box.draft.position);
  where.insertBefore(make("li", { className: "draft" }, box), next ?? null);
};
