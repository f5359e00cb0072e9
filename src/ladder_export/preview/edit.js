// Edit the texts of a level where they stand. A text is saved when it is left; what could not be saved stays typed.
"use strict";

const LISTS = { statements: "statement", examples: "example", children: "point" };
const STYLES = { B: { strong: true }, STRONG: { strong: true }, I: { emphasis: true }, EM: { emphasis: true }, CODE: { code: true } };
const LIST_CHANGED = { severity: "warning", message: "not saved: the list was changed meanwhile", help: "look at it, then leave this text to save it" };
const PLAIN = { strong: false, emphasis: false, code: false, href: "" };
const unsaved = new Map(); // boxes with text that is not saved, by the entry that they are of, while another is shown
let form = null;
let rendering = false; // while boxes are moved, the browser reports focus that nobody took away
let shownForm = ""; // the form on the page, as JSON
let queue = Promise.resolve(); // requests, one after another: each needs what the one before it answered

const key = (address) => JSON.stringify(address);
const enqueue = (request) => { queue = queue.then(request).catch((error) => console.error(error)); return queue; };
const boxes = () => [...document.querySelectorAll("#form .box")];
const boxAt = (address) => boxes().find((box) => !box.draft && key(box.field.address) === key(address));
const tell = (sentence) => {
  byId("told").textContent = sentence;
  clearTimeout(tell.timer);
  tell.timer = setTimeout(() => { byId("told").textContent = ""; }, 8000);
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
  bar.querySelectorAll("button").forEach((one, index) => { one.tabIndex = index ? -1 : 0; });
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

// Take back what was typed: the text is again as it was saved.
const giveUp = (box) => {
  if (box.draft) return discard(box);
  fill(box, box.field.runs);
  showProblems(box);
  return box.text.blur();
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

// Requests. `change` gets the answer's form before it is shown, and may return the address of the text to focus.
const post = async (path, body) => {
  const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const answer = response.status === 200 || response.status === 409 || response.status === 422 ? await response.json() : { problems: [{ severity: "error", message: response.status === 413 ? "this text is too large" : `it was not saved (${response.status})`, help: "" }] };
  return { status: response.status, ...answer };
};

const request = (path, body, box, settle = () => null) => enqueue(async () => {
  const content = body();
  if (!content) return;
  box?.classList.add("saving");
  let answer = { status: 0, problems: [{ severity: "error", message: "the preview no longer answers, so this is not saved", help: "copy your text, and start `ladder-export preview --edit` again" }] };
  try {
    answer = await post(path, { entry: form.entry, ...content });
  } catch { /* it was stopped */ }
  box?.classList.remove("saving");
  if (answer.problems) {
    tell(`Not saved: ${answer.problems.map((problem) => problem.message).join("; ")}`);
    return box && showProblems(box, answer.problems);
  }
  const focus = answer.status === 200 ? settle(content, answer.form) : null;
  if (answer.status === 409) overtaken(box, path);
  showUndo(answer.undo);
  render(answer.form);
  if (focus) boxAt(focus)?.text.focus();
});

const overtaken = (box, path) => {
  if (box) box.isOvertaken = true;
  tell(path === "undo" ? "This can no longer be undone: the file was changed since." : "Not saved: this was changed meanwhile, in another window or in the file.");
};

const seenOf = (list) => listAt(list)?.seen ?? "";
const listAt = (address) => allLists().find((texts) => key(texts.address) === key(address));
const allLists = () => {
  const nested = (lists) => lists.flatMap((texts) => [texts, ...texts.items.flatMap((item) => nested(item.lists))]);
  return form.areas.flatMap((area) => area.passages.flatMap((passage) => nested(passage.lists)));
};
const listEdit = (action, list, position, target = 0, runs = []) => ({ action, address: list, seen: seenOf(list), position, target, runs });

const save = (box) => request("edit", () => {
  if (!isDirty(box)) {
    if (box.draft && !typed(box).length && !box.contains(document.activeElement)) box.closest("li")?.remove();
    return null;
  }
  const runs = typed(box);
  return box.draft ? listEdit("add", box.draft.list, box.draft.position, 0, runs) : { action: "set", address: box.field.address, seen: box.field.seen, position: 0, target: 0, runs };
}, box, (sent, next) => {
  const isActive = box.contains(document.activeElement);
  box.saved = JSON.stringify(sent.runs);
  box.isOvertaken = false;
  tell(sent.runs.length ? "Saved." : "Removed.");
  if (sent.action === "add") {
    box.draft.isSaved = true;
    return isActive && !isDirty(box) ? [...sent.address, sent.position] : null;
  }
  const now = next && fieldsOf(next).find((field) => key(field.address) === key(sent.address));
  if (now && sent.runs.length) Object.assign(box.field, { seen: now.seen, runs: now.runs });
  return null;
});

const move = (box, step) => {
  if (box.draft) return null;
  save(box);
  return request("edit", () => {
    const [list, position] = [listOf(box), positionOf(box)];
    const target = position + step;
    return isDirty(box) || target < 0 || target >= (listAt(list)?.items.length ?? 0) ? null : listEdit("move", list, position, target);
  }, box, (sent) => {
    tell(`Moved to place ${sent.target + 1}.`);
    box.field.address = [...sent.address, sent.target];
    return box.field.address;
  });
};

const remove = (box) => request("edit", () => listEdit("remove", listOf(box), positionOf(box)), box, (sent) => {
  tell("Removed. The button Undo brings it back.");
  box.saved = JSON.stringify(typed(box));
  const left = (listAt(sent.address)?.items.length ?? 1) - 1;
  return left ? [...sent.address, Math.min(sent.position, left - 1)] : null;
});

byId("undo").addEventListener("click", () => request("undo", () => ({ number: Number(byId("undo").value) }), null, () => { tell("Undone."); return null; }));

const showUndo = (undo) => {
  Object.assign(byId("undo"), { hidden: !undo, value: undo?.number ?? "", textContent: `Undo: ${undo?.label ?? ""}` });
};

// The form.
const fieldsOf = (shown) => {
  const nested = (lists) => lists.flatMap((texts) => texts.items.flatMap((item) => [item.field, ...nested(item.lists)]));
  const areas = shown.areas.flatMap((area) => [...(area.title ? [area.title] : []), ...area.passages.flatMap((passage) => [passage.introduction, ...nested(passage.lists)])]);
  return [...shown.fields, ...shown.values, ...areas];
};

const listElement = (texts) => {
  const list = make("ul", { className: texts.name }, ...texts.items.map((item) => make("li", {}, makeBox({ ...item.field, lists: item.lists }), ...item.lists.map(listElement))));
  list.dataset.list = key(texts.address);
  return list;
};

const passageElement = (passage) => {
  const element = make("div", { className: passage.levels ? "passage common" : "passage" });
  if (passage.levels) element.append(make("p", { className: "origin" }, make("strong", { textContent: passage.title }), ` Shared text: a change here shows in ${passage.levels === 1 ? "one level" : `${passage.levels} levels`}.`));
  element.append(makeBox(passage.introduction));
  for (const texts of passage.lists) {
    if (texts.name === "examples") element.append(make("h4", { textContent: "Examples" }));
    element.append(listElement(texts), button(`+ Add ${texts.name === "examples" ? "an example" : "a statement"}`, `Add ${texts.name === "examples" ? "an example" : "a statement"}`, () => addDraft(texts.address, listAt(texts.address)?.items.length ?? 0), { className: "add" }));
  }
  return element;
};

const areaElement = (area) => make("section", { className: "area" }, make("h3", {}, area.title ? makeBox(area.title) : area.heading), ...area.passages.map(passageElement));

const valueElement = (field) => make("div", { className: "value" }, make("span", { className: "label", textContent: field.label, ariaHidden: "true" }), makeBox({ ...field, placeholder: "Nothing yet" }));

const formElements = (shown) => {
  const [headline, others] = [shown.fields.filter((field) => field.kind === "plain"), shown.fields.filter((field) => field.kind !== "plain")];
  const elements = [make("div", { id: "unsaved" }), make("h2", {}, ...headline.map((field) => makeBox(field))), ...others.map((field) => makeBox(field))];
  if (shown.extends.length) elements.push(make("p", { className: "origin" }, "Everything in ", make("a", { href: `#${encodeURIComponent(shown.extends[0])}`, textContent: shown.extends[1] }), " applies here, too. It is edited there."));
  if (shown.values.length) elements.push(make("div", { className: "values" }, ...shown.values.map(valueElement)));
  return [...elements, ...shown.areas.map(areaElement)];
};

const withoutFocusEvents = (action) => { rendering = true; try { action(); } finally { rendering = false; } };

// Show a form. Boxes that somebody types in, or whose text is not saved, are kept with all that is typed.
const render = (shown) => {
  const kept = form && shown?.entry === form.entry ? boxes() : [];
  if (form && shown?.entry !== form.entry) unsaved.set(form.entry, boxes().filter((box) => isDirty(box)));
  const before = shown ? [...kept, ...(unsaved.get(shown.entry) ?? [])].filter((box) => !box.draft?.isSaved && (isDirty(box) || box.contains(document.activeElement) && (box.draft || isSame(box, shown)))) : [];
  const selection = getSelection();
  const caret = [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset];
  const active = document.activeElement;
  const focused = active?.closest?.("#form .box:not(.draft)")?.field.address;
  unsaved.delete(shown?.entry);
  [form, shownForm] = [shown, JSON.stringify(shown)];
  withoutFocusEvents(() => {
    byId("form").hidden = !shown;
    byId("form").replaceChildren(...(shown ? formElements(shown) : []));
    shown?.problems.forEach(({ address, problems }) => { const box = boxAt(address); if (box) { box.field.problems = problems; showProblems(box); } });
    before.forEach(putBack);
    if (active?.isConnected && byId("form").contains(active)) {
      active.focus({ preventScroll: true });
      if (caret[0]?.isConnected && caret[2]?.isConnected && active.contains(caret[0])) selection.setBaseAndExtent(...caret);
    } else if (focused && document.activeElement === document.body) boxAt(focused)?.text.focus({ preventScroll: true });
  });
};

const isSame = (box, shown) => fieldsOf(shown).some((field) => field.seen === box.field.seen && key(field.address.slice(0, -1)) === key(listOf(box)));

// Put a box that was kept where its text is now: at its place, or where else in its list the same text is.
const putBack = (box) => {
  const list = document.querySelector(`#form ul[data-list='${CSS.escape(key(listOf(box)))}']`);
  if (box.draft && !list) return leaveOver(box);
  if (box.draft) {
    placeDraft(box, list);
    return box.isOvertaken && showProblems(box, [LIST_CHANGED]);
  }
  const same = boxes().filter((other) => !other.draft && other.field.seen === box.field.seen && key(listOf(other)) === key(listOf(box)));
  const target = same.find((other) => key(other.field.address) === key(box.field.address)) ?? (isItem(box) ? same[0] : undefined);
  const changed = target ? null : boxAt(box.field.address);
  if (target) {
    box.field = target.field;
    target.replaceWith(box);
    return showProblems(box, box.isOvertaken ? [LIST_CHANGED] : undefined);
  }
  if (!changed) return list && isItem(box) ? becomeDraft(box, list) : leaveOver(box);
  const theirs = changed.field;
  changed.replaceWith(box);
  return showConflict(box, theirs);
};

const becomeDraft = (box, list) => {
  const draft = makeBox({ ...box.field, address: null, runs: [], label: `New ${LISTS[listOf(box).at(-1)]}` }, { list: listOf(box), position: positionOf(box) });
  draft.text.replaceChildren(...box.text.childNodes);
  placeDraft(draft, list);
  showProblems(draft, [{ severity: "warning", message: "the text that you were changing was removed meanwhile", help: "leave this one to add it again, or press Escape to drop it" }]);
};

const showConflict = (box, theirs) => {
  const text = theirs.runs.map((run) => run.text).join("");
  showProblems(box, [{ severity: "warning", message: text ? `meanwhile this was changed to: ${text}` : "meanwhile this was removed", help: "" }]);
  box.field = { ...box.field, ...theirs };
  box.isOvertaken = true;
  box.notes.append(button("Save mine", "Save my text instead", () => { box.isOvertaken = false; save(box); }), button("Take theirs", "Take the other text", () => { box.isOvertaken = false; giveUp(box); }));
};

const leaveOver = (box) => byId("unsaved").append(make("p", { className: "note warning", textContent: `What this was about is gone. Your text, not saved: ${typed(box).map((run) => run.text).join("")}` }));

const showProblems = (box, problems = box.field.problems ?? []) => {
  box.classList.toggle("wrong", problems.some((problem) => problem.severity === "error"));
  box.notes.replaceChildren(...problems.map((problem) => make("p", { className: `note ${problem.severity}` }, make("strong", { textContent: `${problem.severity}: ` }), problem.message, ...(problem.help ? [make("span", { className: "help", textContent: ` ${problem.help}` })] : []))));
};

// The dialog for the address of a link. The selection is put back, since the dialog takes it.
const editLink = (box) => {
  box.text.focus();
  const selection = getSelection();
  const near = (selection.anchorNode?.nodeType === Node.TEXT_NODE ? selection.anchorNode.parentElement : selection.anchorNode)?.closest("a");
  if (near && box.text.contains(near)) selection.selectAllChildren(near);
  if (selection.isCollapsed) return tell("Select the words of the link first.");
  const range = selection.getRangeAt(0).cloneRange();
  byId("address").value = near?.getAttribute("href") ?? "";
  byId("link").returnValue = "";
  byId("link").onclose = () => {
    box.text.focus();
    selection.removeAllRanges();
    selection.addRange(range);
    const address = byId("address").value.trim();
    if (byId("link").returnValue === "remove") document.execCommand("unlink");
    else if (byId("link").returnValue === "set" && address) document.execCommand("createLink", false, /^(https?:\/\/|mailto:)/i.test(address) ? address : address.includes("@") && !address.includes("/") ? `mailto:${address}` : `https://${address}`);
  };
  return byId("link").showModal();
};

// Called for each state of the preview, thus also after the file was changed by somebody else.
const showForm = (entry) => {
  document.body.classList.add("edits");
  const id = entry?.id ?? "";
  enqueue(async () => {
    const response = await fetch(`form?entry=${encodeURIComponent(id)}`);
    const answer = response.ok ? await response.json() : {};
    if (answer.form === undefined || selectedEntry()?.id !== id) return;
    showUndo(answer.undo);
    if (JSON.stringify(answer.form) !== shownForm) render(answer.form);
  });
};

addEventListener("beforeunload", (event) => { if ([...boxes(), ...[...unsaved.values()].flat()].some(isDirty)) event.preventDefault(); });
