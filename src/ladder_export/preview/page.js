// How the preview page behaves: it listens for builds and shows one level, without losing its place.
"use strict";

const at = (id) => document.getElementById(id);
const NAMES = { sheet: "Sheet", deck: "Slides", scorecard: "Scorecard", promotion: "Promotion guide", matrix: "Matrix", handbook: "Handbook" };
let state = { levels: [], problems: [] };
let drawn = "";

const made = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// The level that the address names; an address that somebody broke names none.
const named = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
};

const chosen = () => {
  const wanted = named();
  return state.levels.find((level) => level.id === wanted && (wanted || location.hash)) ?? state.levels.find((level) => level.name) ?? state.levels[0];
};

const complaints = (problems) => problems.map((problem) => made("pre", { className: problem.severity, textContent: problem.text }));

// A problem of the whole build, with a button that leads to its line.
const told = (problem, number) => {
  const button = made("button", { type: "button", textContent: "Show the line" });
  button.addEventListener("click", () => lead(number));
  return made("div", { className: "problem" }, ...complaints([problem]), button);
};

const lead = async (number) => {
  const source = await fetch(`/source/${number}`).then((answer) => answer.ok ? answer.json() : null);
  if (!source) return;
  at("file").textContent = `${source.file}:${source.line}`;
  at("editor").href = `vscode://file${source.address.startsWith("/") ? "" : "/"}${encodeURI(source.address)}:${source.line}`;
  at("lines").replaceChildren(...source.lines.map((text, place) => made("li", { textContent: text, className: place + 1 === source.line ? "here" : "" })));
  at("source").showModal();
  at("lines").querySelector(".here")?.scrollIntoView({ block: "center" });
};

const titled = (one) => NAMES[one.edition] ?? one.edition;

const draw = () => {
  const level = chosen();
  const worst = (documents) => documents.flatMap((one) => one.problems).map((problem) => problem.severity).sort()[0] ?? "";
  document.title = at("title").textContent = state.title || "Preview";
  at("status").textContent = state.stopped ? "not built: what you see is as before" : `build ${state.revision}`;
  at("status").className = state.stopped ? "error" : "";
  at("problems").hidden = !state.problems.length;
  at("problems").replaceChildren(...state.problems.map(told));
  let track = "";
  at("levels").replaceChildren(...state.levels.flatMap((one) => {
    const name = one.name || [...new Set(one.documents.map(titled))].join(", ");
    const link = made("a", { href: `#${encodeURIComponent(one.id)}`, textContent: name, className: one.wrong ? "error" : worst(one.documents) });
    if (one === level) link.setAttribute("aria-current", "page");
    const heading = one.track !== track ? [made("li", { className: "track", textContent: one.track })] : [];
    track = one.track;
    return [...heading, made("li", {}, link)];
  }));
  const now = JSON.stringify(level ?? {});
  if (now === drawn) return;
  drawn = now;
  show(level);
};

// The new pages take the place of the old ones only when they are there: nothing jumps.
const show = async (level) => {
  const parts = await Promise.all((level?.documents ?? []).map(part));
  if (level === chosen()) at("documents").replaceChildren(...parts);
};

const part = async (one) => {
  const words = await fetch(`/words/${one.sha256}`).then((answer) => answer.ok ? answer.json() : []);
  const heading = made("h2", {}, `${titled(one)} `, made("a", { href: `/file/${one.sha256}`, textContent: one.format.toUpperCase(), title: one.path }));
  const pages = words.map((lines, number) => figure(one, lines, number));
  return made("section", { className: `${one.edition} ${one.format}` }, heading, ...complaints(one.problems), made("div", { className: "pages" }, ...pages));
};

const figure = (one, lines, number) => {
  const image = made("img", { src: `/picture/${one.sha256}/${number}`, alt: lines.join("\n"), loading: "lazy", width: 1100, height: one.edition === "matrix" ? 778 : one.format === "pdf" ? 1556 : 619 });
  const outline = made("div", { className: "outline" }, made("h3", { textContent: lines[0] ?? "" }), ...lines.slice(1).map((line) => made("p", { textContent: line })));
  const shown = made("figure", {}, image, made("figcaption", { textContent: `${number + 1} / ${one.count}` }));
  image.addEventListener("error", () => image.replaceWith(outline)); // no program here draws slides
  return shown;
};

addEventListener("hashchange", () => { draw(); scrollTo(0, 0); });
new EventSource("/news").addEventListener("message", async () => {
  state = await fetch("/state").then((answer) => answer.json());
  draw();
});
