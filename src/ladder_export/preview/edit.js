// Save what is typed in boxes, one request after another, and show the form. What could not be saved stays typed.
"use strict";

const LIST_CHANGED = { severity: "warning", message: "not saved: the list was changed meanwhile", help: "look at it, then leave this text to save it" };
const CLEAR = { isConflict: false, isOvertaken: false, refused: undefined }; // nothing stands between a box and its file
const unsaved = new Map(); // boxes with text that is not saved, by the entry that they are of, while another is shown
let form = null;
let shownForm = ""; // the form on the page, as JSON
let rendering = false; // while boxes are moved, the browser reports focus that nobody took away
let queue = Promise.resolve(); // each request needs what the one before it answered

const enqueue = (request) => { queue = queue.then(request).catch((error) => console.error(error)); return queue; };

// Requests. `settle` gets what was sent and the new form before it is shown; it may return the address of the text to focus.
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
    return box && showProblems(box, box.refused = answer.problems);
  }
  const focus = answer.status === 200 ? settle(content, answer.form) : null;
  if (answer.status === 409) overtaken(box, path);
  showUndo(answer.undo);
  if (answer.form && answer.form.entry !== form.entry) history.replaceState(null, "", `#${encodeURIComponent(answer.form.entry)}`); // its id follows its title
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
  if (box.isConflict) return tell("Not saved: choose between the two texts.");
  const runs = typed(box);
  return box.draft ? listEdit("add", box.draft.list, box.draft.position, 0, runs) : { action: "set", address: box.field.address, seen: box.field.seen, position: 0, target: 0, runs };
}, box, (sent, next) => {
  const isActive = box.contains(document.activeElement);
  box.saved = JSON.stringify(sent.runs);
  Object.assign(box, CLEAR);
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

const isEmpty = (passage) => !passage.introduction.runs.length && passage.lists.every((texts) => !texts.items.length);

const passageElement = (passage, index, passages) => {
  const element = make("div", { className: passage.levels ? "passage common" : "passage" });
  if (passage.levels) element.append(make("p", { className: "origin" }, make("strong", { textContent: passage.title }), ` Shared text: a change here shows in ${passage.levels === 1 ? "one level" : `${passage.levels} levels`}.`));
  const isUnused = passages.every(isEmpty); // an area that the level may have: one button is enough
  if (!isUnused) element.append(makeBox(passage.introduction));
  for (const texts of passage.lists.slice(0, isUnused ? 1 : undefined)) {
    if (texts.name === "examples" && texts.items.length) element.append(make("h4", { textContent: "Examples" }));
    element.append(listElement(texts), button(`+ Add ${texts.name === "examples" ? "an example" : "a statement"}`, `Add ${texts.name === "examples" ? "an example" : "a statement"}`, () => addDraft(texts.address, listAt(texts.address)?.items.length ?? 0), { className: "add" }));
  }
  return element;
};

const areaElement = (area) => make("section", {}, make("h3", {}, area.title ? makeBox(area.title) : make("span", { textContent: area.heading })), ...area.passages.map(passageElement));

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
  if (box.draft) return list ? placeDraft(box, list) || showRefusal(box) : leaveOver(box);
  const same = boxes().filter((other) => !other.draft && other.field.seen === box.field.seen && key(listOf(other)) === key(listOf(box)));
  const target = same.find((other) => key(other.field.address) === key(box.field.address)) ?? (isItem(box) ? same[0] : undefined);
  const changed = target ?? boxAt(box.field.address);
  if (!changed) return list && isItem(box) ? becomeDraft(box, list) : leaveOver(box);
  box.field = changed.field;
  changed.replaceWith(box);
  if (target) return showRefusal(box);
  const theirs = box.field.runs.map((run) => run.text).join("");
  return showConflict(box, theirs ? `meanwhile this was changed to: ${theirs}` : "meanwhile this was removed");
};

const becomeDraft = (box, list) => {
  box.draft = { list: listOf(box), position: positionOf(box) };
  box.field = { ...box.field, address: null, runs: [] };
  box.saved = "[]";
  box.querySelector(".tools").replaceWith(tools(box));
  placeDraft(box, list);
  showConflict(box, "meanwhile this was removed");
};

// A text that somebody else overtook is saved only when the person who typed it says so.
const showConflict = (box, message) => {
  box.isConflict = true;
  showProblems(box, [{ severity: "warning", message, help: "" }]);
  box.notes.append(
    button("Save mine", "Save mine", () => { box.isConflict = false; save(box); }),
    button("Take theirs", "Take theirs", () => giveUp(box)),
  );
};

const showRefusal = (box) => box.isConflict || showProblems(box, box.isOvertaken ? [LIST_CHANGED] : box.refused);

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

addEventListener("hashchange", () => tell(""));
addEventListener("beforeunload", (event) => { if ([...boxes(), ...[...unsaved.values()].flat()].some(isDirty)) event.preventDefault(); });
