// How the preview page behaves: it listens for builds and shows one level, without losing its place.
"use strict";

const at = (id) => document.getElementById(id);
const NAMES = { sheet: "Sheet", deck: "Slides" };
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
  return state.levels.find((level) => level.id === wanted) ?? state.levels[0];
};

const complaints = (problems) => problems.map((problem) => made("pre", { className: problem.severity, textContent: problem.text }));

const draw = () => {
  const level = chosen();
  const worst = (documents) => documents.flatMap((one) => one.problems).map((problem) => problem.severity).sort()[0] ?? "";
  document.title = at("title").textContent = state.title || "Preview";
  at("status").textContent = state.stopped ? "not built: what you see is as before" : `build ${state.revision}`;
  at("status").className = state.stopped ? "error" : "";
  at("problems").hidden = !state.problems.length;
  at("problems").replaceChildren(...complaints(state.problems));
  at("levels").replaceChildren(...state.levels.map((one) => {
    const link = made("a", { href: `#${encodeURIComponent(one.id)}`, textContent: one.id, className: worst(one.documents) });
    if (one === level) link.setAttribute("aria-current", "page");
    return made("li", {}, link);
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
  const heading = made("h2", {}, `${NAMES[one.edition] ?? one.edition} `, made("a", { href: `/file/${one.sha256}`, textContent: one.path }));
  const pages = words.map((lines, number) => figure(one, lines, number));
  return made("section", { className: one.edition }, heading, ...complaints(one.problems), made("div", { className: "pages" }, ...pages));
};

const figure = (one, lines, number) => {
  const image = made("img", { src: `/picture/${one.sha256}/${number}`, alt: lines.join("\n"), loading: "lazy", width: 1100, height: one.format === "pdf" ? 1556 : 619 });
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
