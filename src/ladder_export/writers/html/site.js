// How the page of a ladder behaves: one view at a time, a filter, two levels or all of a track side by side.
// Everything is in the page already; without this file all of it is shown, one after the other.
"use strict";

const root = document.documentElement;
root.classList.add("js");
root.dataset.view = location.hash.startsWith("#/") ? "" : "overview";

document.addEventListener("DOMContentLoaded", () => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector, within = document) => within.querySelector(selector);
  const plain = (text) => text.normalize("NFKC").toLocaleLowerCase();

  const levels = new Map(all("article.level").map((level) => [level.id.slice(1), level]));
  const cards = all("[data-level]");
  const comparison = one(".comparison");
  const grid = one(".grid", comparison), matrix = one(".matrix");
  const [left, right] = all("select", comparison);
  const words = one("#words"), track = one("#track"), count = one("#count"), nothing = one("#nothing");
  const title = document.title;
  const texts = new Map(); // of levels, once each, when somebody looks for words

  const textOf = (id) => {
    if (!texts.has(id)) texts.set(id, all("h2, h3, h4, p, li, dt, dd, th, td", one(".body", levels.get(id))).map((part) => part.textContent));
    return texts.get(id);
  };

  // The filter: every word must be somewhere in the level; the first place is shown.
  const filter = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const card of cards) {
      const parts = wanted.length ? textOf(card.dataset.level) : [];
      const whole = plain(`${card.textContent}\n${parts.join("\n")}`);
      const fits = wanted.every((word) => whole.includes(word)) && (!track.value || card.dataset.track === track.value);
      card.hidden = !fits;
      found += fits;
      const place = fits && parts.find((part) => wanted.some((word) => plain(part).includes(word)));
      show(one(".place", card), place || "", wanted);
    }
    for (const section of all(".track")) section.hidden = all("[data-level]", section).every((card) => card.hidden);
    count.textContent = `${found} / ${cards.length}`;
    nothing.hidden = found > 0;
  };

  // Text with the words in it marked; the words are text, never HTML.
  const show = (target, text, wanted) => {
    target.replaceChildren();
    target.hidden = !text;
    const low = plain(text);
    const starts = wanted.flatMap((word) => low.length === text.length && low.includes(word) ? [[low.indexOf(word), word.length]] : []);
    let end = 0;
    for (const [start, length] of starts.sort((a, b) => a[0] - b[0])) {
      if (start < end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, start + length);
      target.append(text.slice(end, start), mark);
      end = start + length;
    }
    target.append(text.slice(end));
  };

  // Side by side: areas of the same name in one row; what both say is marked.
  const compare = () => {
    const pair = [left.value, right.value].map((id) => levels.get(id));
    const areas = pair.map((level) => new Map(all("[data-area]", level).map((area) => [area.dataset.area, area])));
    const names = [...new Set(areas.flatMap((each) => [...each.keys()]))];
    const order = (name) => Math.max(...areas.map((each) => [...each.keys()].indexOf(name)));
    names.sort((a, b) => order(a) - order(b));
    const heads = pair.map((level) => headOf(level));
    const facts = heads.map((head) => new Map(all("dl > div", head).map((fact) => [one("dt", fact).textContent, one("dd", fact)])));
    mark(facts.map((each) => [...each].map(([label, value]) => [value, `${label}: ${value.textContent.trim()}`])), false);
    grid.replaceChildren(row(heads), ...names.map((name) => {
      const cells = areas.map((each) => each.get(name)?.cloneNode(true));
      share(cells);
      return row(cells.map((cell, side) => cell || empty(pair[side])));
    }));
  };
  const headOf = (level) => {
    const head = one("header", level).cloneNode(true);
    all("[id]", head).forEach((part) => part.removeAttribute("id"));
    all("nav, .files", head).forEach((part) => part.remove());
    return head;
  };
  const row = (parts) => {
    const made = document.createElement("div");
    made.className = "row";
    for (const part of parts) {
      const cell = document.createElement("div");
      cell.append(part);
      made.append(cell);
    }
    return made;
  };
  const empty = (level) => {
    const none = document.createElement("p");
    none.className = "none";
    none.textContent = `${level.dataset.mark}: –`;
    return none;
  };
  const own = (item) => plain([...item.childNodes].filter((node) => node.nodeName !== "UL").map((node) => node.textContent).join("").trim());
  const share = (cells) => {
    if (cells.every((cell) => cell)) mark(cells.map((cell) => all("li", cell).map((item) => [item, own(item)])), true);
  };
  // What both sides say is marked, and what one alone says; where they have nothing in common, that would say nothing.
  const mark = (sides, quiet) => {
    const said = sides.map((side) => new Set(side.map(([, text]) => text)));
    if (![...said[0]].some((text) => said[1].has(text))) return;
    sides.forEach((side, place) => side.forEach(([part, text]) => {
      const shared = said[1 - place].has(text);
      if (shared && quiet) part.classList.add("shared");
      if (!shared) part.classList.add("own");
    }));
  };

  // All levels of a track side by side: their facts and areas, without examples.
  const tabulate = (slug) => {
    const shown = cards.filter((card) => card.dataset.track === slug).map((card) => levels.get(card.dataset.level));
    const facts = shown.map((level) => new Map(all("dl.facts > div", level).map((fact) => [one("dt", fact).textContent, one("dd", fact)])));
    const areas = shown.map((level) => new Map(all("[data-area]", level).map((area) => [area.dataset.area, area])));
    const merged = (maps) => maps.reduce((names, map) => {
      let place = 0;
      for (const name of map.keys()) {
        if (!names.includes(name)) names.splice(place, 0, name);
        place = names.indexOf(name) + 1;
      }
      return names;
    }, []);
    const head = line("", shown.map((level) => {
      const link = document.createElement("a");
      link.href = `#${level.id}`;
      link.append(...one("h2", level).cloneNode(true).childNodes);
      return [link];
    }), "th");
    const rows = [[facts, "brief"], [areas, ""]].flatMap(([maps, kind]) => merged(maps).map((name) => {
      const made = line(name, maps.map((map) => map.has(name) ? inside(map.get(name)) : []), "td");
      made.className = kind;
      return made;
    }));
    const table = one("table", matrix), top = document.createElement("thead"), body = document.createElement("tbody");
    top.append(head);
    body.append(...rows);
    table.style.setProperty("--columns", shown.length);
    table.replaceChildren(top, body);
  };
  const inside = (part) => {
    const copy = part.cloneNode(true);
    all("[id]", copy).forEach((part) => part.removeAttribute("id"));
    all("h3, .examples, .label, .scale", copy).forEach((part) => part.remove());
    return [...copy.childNodes];
  };
  const line = (title, cells, tag) => {
    const made = document.createElement("tr"), first = document.createElement(title ? "th" : "td");
    if (title) first.scope = "row";
    first.textContent = title;
    made.append(first, ...cells.map((parts) => {
      const cell = document.createElement(tag);
      if (tag === "th") cell.scope = "col";
      cell.append(...parts);
      return cell;
    }));
    return made;
  };

  // The address says what is shown: #/ everything, #/level, #/compare/level/level, #/matrix/track.
  const route = (event) => {
    if (event && /^#[^/]/.test(location.hash)) return; // a place on what is shown
    const parts = location.hash.startsWith("#/") ? location.hash.slice(2).split("/").map(decodeURIComponent) : [];
    let view = "overview", heading = one("h1");
    all("article.level.shown").forEach((level) => level.classList.remove("shown"));
    if (parts[0] === "compare" && parts.length > 1) {
      view = "compare";
      const ids = [...levels.keys()];
      left.value = levels.has(parts[1]) ? parts[1] : ids[0];
      right.value = levels.has(parts[2]) ? parts[2] : neighbour(left.value);
      compare();
      heading = one("h2", comparison);
    } else if (parts[0] === "matrix" && cards.some((card) => card.dataset.track === parts[1])) {
      view = "matrix";
      tabulate(parts[1]);
      heading = one("h2", matrix);
      heading.textContent = all("option", track).find((option) => option.value === parts[1]).textContent;
    } else if (levels.has(parts[0])) {
      view = "level";
      const level = levels.get(parts[0]);
      level.classList.add("shown");
      heading = one("h2", level);
    }
    root.dataset.view = view;
    document.title = view === "overview" ? title : `${heading.textContent.trim()} · ${title}`;
    if (event) {
      scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    }
  };
  const neighbour = (id) => {
    const ids = [...levels.keys()], place = ids.indexOf(id);
    return ids[place + 1] ?? ids[place - 1] ?? id;
  };
  const choose = () => {
    history.replaceState(null, "", `#/compare/${encodeURIComponent(left.value)}/${encodeURIComponent(right.value)}`);
    compare();
  };

  words.addEventListener("input", filter);
  track.addEventListener("change", filter);
  left.addEventListener("change", choose);
  right.addEventListener("change", choose);
  addEventListener("hashchange", route);
  filter();
  route();
});
