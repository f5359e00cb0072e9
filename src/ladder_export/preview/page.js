// Show the state of the preview: listen for builds, and show the documents of one level without losing the scroll position.
"use strict";

const byId = (id) => document.getElementById(id);
const DOCUMENT_NAMES = { sheet: "Sheet", deck: "Slides", scorecard: "Scorecard", promotion: "Promotion guide", matrix: "Matrix", handbook: "Handbook" };
const FORMAT_NAMES = { pdf: "PDF", pptx: "PowerPoint" };
const WIDTH = 1100; // of a picture, in pixels
let state = { entries: [], problems: [], brand: null };
let shownEntry = "";
let shownBrand = "null";

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const fetchJson = async (address) => {
  const response = await fetch(address);
  return response.ok ? response.json() : null;
};

const documentName = (file) => DOCUMENT_NAMES[file.document] ?? file.document;
const isLevel = (entry) => !entry.id.startsWith("/");
const worstSeverity = (entry) => entry.has_error ? "error" : entry.documents.flatMap((file) => file.problems).map((problem) => problem.severity).sort()[0] ?? "";

// Return the entry that the address names; an invalid address names none, and the first level is shown.
const selectedEntry = () => {
  let id = "";
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch { /* a malformed escape */ }
  return state.entries.find((entry) => entry.id === id) ?? state.entries.find(isLevel) ?? state.entries[0];
};

const problemTexts = (problems) => problems.map((problem) => make("pre", { className: problem.severity, textContent: problem.text }));

const problemWithButton = (problem, number) => {
  const box = make("div", { className: "problem" }, ...problemTexts([problem]));
  if (problem.has_source) {
    const button = make("button", { type: "button", textContent: "Show the line" });
    button.addEventListener("click", () => showSource(number));
    box.append(button);
  }
  return box;
};

const showSource = async (number) => {
  const source = await fetchJson(`source/${number}`);
  if (!source) return;
  byId("file").textContent = `${source.file}, line ${source.line}`;
  byId("editor").href = `vscode://file${source.path.startsWith("/") ? "" : "/"}${encodeURI(source.path)}:${source.line}`;
  byId("lines").replaceChildren(...source.lines.map((text, index) => make("li", { textContent: text, className: index + 1 === source.line ? "marked" : "" })));
  byId("source").showModal();
  byId("lines").querySelector(".marked")?.scrollIntoView({ block: "center" });
};

const navigationLink = (entry, selected) => {
  const severity = worstSeverity(entry);
  const link = make("a", { href: `#${encodeURIComponent(entry.id)}`, className: severity }, entry.name);
  if (severity) link.append(make("span", { className: "mark", textContent: severity }));
  if (entry === selected) link.setAttribute("aria-current", "page");
  return link;
};

const showNavigation = (selected) => {
  let track = "";
  byId("levels").replaceChildren(...state.entries.flatMap((entry) => {
    const heading = entry.track !== track ? [make("li", { className: "track", textContent: entry.track })] : [];
    track = entry.track;
    return [...heading, make("li", {}, navigationLink(entry, selected))];
  }));
};

const showStatus = () => {
  const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  byId("status").textContent = state.failed ? "Not updated: correct the problems below" : `Updated at ${time}`;
  byId("status").className = state.failed ? "error" : "";
};

// The brand's logo, icon and accent colours; Chromium draws the dark logo when the screen is dark.
const showBrand = () => {
  const now = JSON.stringify(state.brand);
  if (now === shownBrand) return;
  shownBrand = now;
  const logos = (state.brand?.logos ?? []).map((logo) => make("img", { src: logo.src, alt: logo.alt, width: logo.width, height: logo.height, className: `logo on-${logo.screen}` }));
  logos.forEach((image, index) => { image.style.background = state.brand.logos[index].plate; image.classList.toggle("plated", state.brand.logos[index].plate !== ""); });
  byId("logo").replaceChildren(...logos);
  byId("icon").href = state.brand?.icon ?? "data:,";
  for (const [name, color] of Object.entries(state.brand?.colors ?? {})) document.documentElement.style.setProperty(`--brand-${name}`, color);
};

const show = () => {
  const entry = selectedEntry();
  document.title = byId("title").textContent = state.title || "Preview";
  showStatus();
  showBrand();
  byId("problems").hidden = !state.problems.length;
  byId("problems").replaceChildren(...state.problems.map(problemWithButton));
  showNavigation(entry);
  if (state.edits) showForm(entry);
  const now = JSON.stringify(entry ?? {});
  if (now === shownEntry) return;
  shownEntry = now;
  showDocuments(entry);
};

// New pages replace the old ones when all of them have arrived, so that nothing jumps.
const showDocuments = async (entry) => {
  const sections = await Promise.all((entry?.documents ?? []).map(documentSection));
  if (JSON.stringify(selectedEntry() ?? {}) !== JSON.stringify(entry ?? {})) return;
  byId("heading").textContent = entry ? [isLevel(entry) ? "" : entry.track, entry.name].filter(Boolean).join(": ") : "";
  byId("documents").replaceChildren(...sections);
};

const documentSection = async (file) => {
  const pages = await fetchJson(`text/${file.sha256}`) ?? [];
  const unit = file.format === "pptx" ? "slide" : "page";
  const count = `${pages.length} ${unit}${pages.length === 1 ? "" : "s"}`;
  const link = make("a", { href: `file/${file.sha256}`, textContent: `Open the ${FORMAT_NAMES[file.format]}`, title: file.path });
  const heading = make("h3", {}, documentName(file), make("span", { className: "count", textContent: count }), link);
  const figures = pages.map((page, number) => pageFigure(file, page, number, pages.length));
  return make("section", { className: `${file.document} ${file.format}${pages.length > 1 && file.format === "pdf" ? " long" : ""}` }, heading, ...problemTexts(file.problems), make("div", { className: "pages" }, ...figures));
};

const pageFigure = (file, page, number, count) => {
  const image = make("img", { src: `picture/${file.sha256}/${number}`, alt: page.lines.join("\n"), loading: "lazy", width: WIDTH, height: Math.round(WIDTH * page.height / page.width) });
  const outline = make("div", { className: "outline" }, make("h4", { textContent: page.lines[0] ?? "" }), ...page.lines.slice(1).map((line) => make("p", { textContent: line })));
  const figure = make("figure", {}, image);
  if (count > 1) figure.append(make("figcaption", { textContent: `${number + 1} of ${count}` }));
  image.addEventListener("error", () => image.replaceWith(outline)); // without LibreOffice, slides are shown as text
  return figure;
};

addEventListener("hashchange", () => { show(); scrollTo(0, 0); });
new EventSource("events").addEventListener("message", async () => {
  state = await fetchJson("state");
  show();
});
