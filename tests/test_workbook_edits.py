"""Any edits of any ladder's workbook give the ladder that the same edits of its YAML would give, and touch nothing else."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ladder_export.workbook.export import export_workbook
from ladder_export.workbook.import_ import import_workbook
from yaml_texts import COMMENTS, ENDS, SIGNS, STYLES, Item, lines, scalar

AREAS = {"craft": "Craft", "people": "People", "ours": "Our values"}
NEW_AREAS = ("Safety", "Weather", "Money")
SHARED = """\
# shared
title: 'Mill'   # its name
facts: {scope: Scope, reach: {label: Reach}}
scales: {depth: {steps: [Learns, Leads]}}
competencies:
  # one alone
  stones: {title: Stones, scale: depth}
sections:
  craft: {title: Craft, icon: 🌾}
  # the others
  people: People
  ours: Our values
tracks: {a: Alpha, b: {title: Beta}}
"""
STATEMENT, POINT, EXAMPLE, PARAGRAPH, INTRODUCTION = "Statement", "› Point", "Example", "Paragraph", "Introduction"
Rows = list[list[str]]
Data = dict[str, Any]


@dataclass
class LevelText:
    """A level as it is written."""

    track: str
    code: str
    facts: dict[str, str]
    rating: str
    summary: str
    areas: dict[str, tuple[str, list[Item], list[Item]]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return its title."""
        return f"Rung {self.code}"

    @property
    def path(self) -> str:
        """Return the path of its file."""
        return f"{self.track}/{self.code.lower()}.yaml"

    def source(self) -> str:
        """Return its file."""
        head = f"# {self.code}\ncode: {self.code}\ntitle: {self.title}   # named\n"
        head += f"summary: {scalar(self.summary, 'folded', '', '')}\n" if self.summary else ""
        head += f"facts: {{{', '.join(f'{key}: {text}' for key, text in self.facts.items())}}}\n" if self.facts else ""
        head += f"ratings:\n  stones: {self.rating}   # as of now\n" if self.rating else ""
        return head + ("\nsections:\n" if self.areas else "") + "".join(self._area(area) for area in self.areas)

    def _area(self, area: str) -> str:
        intro, statements, examples = self.areas[area]
        text = f"  # area {area}\n  {area}:\n" + (f"    intro: {intro}\n" if intro else "")
        text += f"    statements:\n{lines(statements, '      ')}" if statements else ""
        return text + (f"    examples:\n{lines(examples, '      ')}" if examples else "")


@st.composite
def levels(draw: st.DrawFn) -> list[LevelText]:
    """Return the levels of a ladder; no text is twice in it."""
    numbers = iter(range(100, 10_000))

    def item(*, nested: bool) -> Item:
        text = f"{draw(SIGNS.filter(lambda sign: sign != '_x0041_'))}{next(numbers)}{draw(ENDS)}"
        children = [item(nested=False) for _ in range(draw(st.integers(0, 2)) if nested else 0)]
        return Item(text, draw(STYLES), draw(COMMENTS), draw(st.sampled_from(["", "  # beside"])), children)

    ladder = []
    for code in draw(st.sampled_from([["A1"], ["A1", "A2"], ["A1", "A2", "B1"], ["A1", "B1", "B2", "B3"]])):
        facts = {key: f"Fact {next(numbers)}" for key in draw(st.sets(st.sampled_from(["scope", "reach"])))}
        level = LevelText(code[0].lower(), code, dict(sorted(facts.items())), draw(st.sampled_from(["", "Leads"])), draw(st.sampled_from(["", f"I am {code}, and more than that."])))  # fmt: skip
        for area in sorted(draw(st.sets(st.sampled_from(sorted(AREAS)), min_size=1))):
            intro = draw(st.sampled_from(["", f"Intro {next(numbers)}"]))
            statements = [item(nested=True) for _ in range(draw(st.integers(1, 3)))]
            level.areas[area] = (intro, statements, [item(nested=False) for _ in range(draw(st.integers(0, 2)))])
        ladder.append(level)
    return ladder


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["reword", "remove", "add", "move", "to level", "to area", "new level", "new area", "nest", "fact", "rating", "summary", "title", "rename area", "remove level"]),
        st.integers(0, 30),
        st.integers(0, 30),
        st.builds(lambda sign, number, end: f"{sign}9{number:04}{end}", SIGNS.filter(lambda sign: sign != "_x0041_"), st.integers(0, 9999), ENDS),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda edit: edit[3],
)  # fmt: skip


class Workbook:
    """A workbook as openpyxl holds it, with its rows as lists of texts."""

    def __init__(self, path: Path) -> None:
        self.path, self.book = path, openpyxl.load_workbook(path)
        visible = [sheet for sheet in self.book.worksheets if sheet.sheet_state == "visible"][1:]
        self.rows: dict[str, Rows] = {sheet.title: [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in visible}  # fmt: skip
        self.before = {name: [list(row) for row in rows] for name, rows in self.rows.items()}

    @property
    def tracks(self) -> list[Rows]:
        """Return the rows of each track's sheet that has any."""
        return [rows for name in ("Alpha", "Beta") if (rows := self.rows.get(name))]

    def save(self) -> None:
        """Write the sheets whose rows were changed."""
        for name, rows in self.rows.items():
            if rows != self.before[name]:
                write_rows(self.book[name], rows)
        self.book.save(self.path)


def write_rows(sheet: Worksheet, rows: Rows) -> None:
    """Replace all rows below the first."""
    sheet.delete_rows(2, sheet.max_row)
    for number, row in enumerate(rows, 2):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text or None)
            if text:
                cell.data_type = "s"  # text, also if it begins as a formula does


def groups(rows: Rows) -> list[range]:
    """Return the rows of each text with all that belongs to it."""
    starts = [at for at, row in enumerate(rows) if not row[3].startswith("›")]
    return [range(first, last) for first, last in zip(starts, [*starts[1:], len(rows)], strict=True)]


def apply_edit(book: Workbook, edit: tuple[str, int, int, str]) -> None:
    """Make one edit in a workbook, if it can be made there."""
    what, first, second, text = edit
    titles = book.rows["Titles"]
    if what in ("fact", "rating", "summary", "title"):
        sheet = {"fact": "Facts", "rating": "Ratings"}.get(what, "Titles")
        keys = {"summary": "Summary", "title": "Title"}
        rows = [row for row in book.rows[sheet] if sheet != "Titles" or (row[1], row[3]) == ("Level", keys[what])]
        kept = {row[2] for row in titles if (row[1], row[3]) == ("Level", "Title") and row[4]}
        if rows := [row for row in rows if row[2] in kept]:
            value = {"rating": ["", "Learns", "Leads"][second % 3], "title": f"Title {text[-1:]}{second}"}.get(what, ["", f"Value {second}"][second % 2])  # fmt: skip
            rows[first % len(rows)][-1] = value.strip()
    elif what == "rename area":
        rows = [row for row in titles if row[1] == "Area"]
        rows[first % len(rows)][-1] = f"Area named {second}"
    elif book.tracks:
        rows = book.tracks[first % len(book.tracks)]
        if what == "remove level":
            name = rows[second % len(rows)][2]
            if len({row[2] for one in book.tracks for row in one}) > 1 and any(row[2] == name for row in titles):
                rows[:] = [row for row in rows if row[2] != name]
                for row in (row for sheet in ("Facts", "Ratings", "Titles") for row in book.rows.get(sheet, [])):
                    row[-1] = "" if row[2] == name else row[-1]
        else:
            edit_rows(rows, (what, second, text))


def edit_rows(rows: Rows, edit: tuple[str, int, str]) -> None:
    """Make one edit in the rows of a track."""
    what, number, text = edit
    spans = [span for span in groups(rows) if rows[span[0]][3] != INTRODUCTION]
    if not spans:
        return
    span = spans[number % len(spans)]
    own = [rows.pop(span.start) for _ in span]
    names = [sorted({row[column] for row in (*rows, *own)}) for column in (1, 2)]
    at = span.start
    if what == "reword":
        own[number % len(own)][-1] = text
    elif what in ("to level", "to area"):
        column = 2 if what == "to level" else 1
        for row in own:
            row[column] = names[column - 1][number % len(names[column - 1])]
    elif what == "nest" and own[0][3] == STATEMENT:
        own.append(["", *own[0][1:3], POINT, text])
    elif what == "move" and rows:
        starts = [other.start for other in groups(rows)]
        at = starts[number * 7 % len(starts)]
    rows[at:at] = [] if what == "remove" else own
    labels = {"add": own[0][1:3], "new level": [own[0][1], f"{own[0][2][0]}{5 + number % 3} Newcomer"]}
    labels["new area"] = [NEW_AREAS[number % 3], own[0][2]]
    if what in labels:
        rows.insert(span.stop, ["", *labels[what], EXAMPLE if number % 3 == 0 else STATEMENT, text])


def sections(rows: Rows, level: str, ids: dict[str, str]) -> Data:
    """Return the areas of a level as its rows say."""
    found: dict[str, Data] = {}
    for _, area, name, kind, text in rows:
        if name != level:
            continue
        own = found.setdefault(ids[area], {})
        if kind == INTRODUCTION:
            own["intro"] = text.strip()
        elif kind == POINT:
            last = own[own["last"]][-1]
            last.setdefault("children", []).append({"text": text.strip()})
        else:
            own["last"] = "examples" if kind == EXAMPLE else "statements"
            own.setdefault(own["last"], []).append({"prose" if kind == PARAGRAPH else "text": text.strip()})
    return {area: {key: value for key, value in own.items() if key != "last"} for area, own in found.items()}


def normal(data: Any) -> Any:  # noqa: ANN401  # content of YAML
    """Return content with each short form of an item written out, and texts stripped."""
    if isinstance(data, dict):
        return {key: normal(value) for key, value in data.items()}
    if isinstance(data, list):
        return [{"text": one.strip()} if isinstance(one, str) else normal(one) for one in data]
    return data.strip() if isinstance(data, str) else data


def expected_levels(book: Workbook, before: dict[str, Data]) -> dict[str, Data]:
    """Return the content of each level's file that the rows of a workbook stand for, by its path."""
    ids = {title: area for area, title in AREAS.items()} | {title: title.lower() for title in NEW_AREAS}
    names = {f"{data['code']} {data['title']}": path for path, data in before.items()}
    texts = {(row[2], row[3]): row[4].strip() for row in book.rows["Titles"] if row[1] == "Level"}
    expected: dict[str, Data] = {}
    for track, sheet in (("a", "Alpha"), ("b", "Beta")):
        rows = book.rows.get(sheet, [])
        labels = dict.fromkeys(
            [*(name for name, path in names.items() if path.startswith(track)), *(row[2] for row in rows)]
        )
        for name in labels:
            if name in names and not texts[name, "Title"]:
                continue
            code = name.split()[0]
            data = {
                "code": code,
                "title": texts.get((name, "Title"), "Newcomer"),
                "summary": texts.get((name, "Summary"), ""),
            }
            data["facts"] = {row[3].lower(): row[4].strip() for row in book.rows["Facts"] if row[2] == name and row[4]}
            data["ratings"] = {row[3].lower(): row[4] for row in book.rows["Ratings"] if row[2] == name and row[4]}
            data["sections"] = sections(rows, name, ids)
            expected[names.get(name, f"{track}/{code.lower()}.yaml")] = {
                key: value for key, value in data.items() if value
            }
    return expected


def own_line_comments(text: str) -> Counter[str]:
    """Return the comments on lines of their own; those of texts that are moved away go with them."""
    return Counter(line.strip() for line in text.split("\n") if line.strip().startswith(("# shared", "# one alone", "# the others", "# A", "# B")))  # fmt: skip


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.reuse, Phase.generate)
)  # fmt: skip
@given(levels(), EDITS)
def test_edits_of_any_workbook_are_edits_of_the_yaml(
    ladder: list[LevelText], edits: list[tuple[str, int, int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "ladder")
        sources = {"ladder.yaml": SHARED, **{level.path: level.source() for level in ladder}}
        for path, text in sources.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        before = {path: load(text) for path, text in sources.items()}
        file = Path(folder, "l.xlsx")
        export_workbook(root, file, force=False)
        book = Workbook(file)
        for edit in edits:
            apply_edit(book, edit)
        book.save()
        merged = import_workbook(file, root, accept=False)
        assert merged.conflicts == ()
        merged.write()
        after = {
            path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.yaml"))
        }
        shared = before.pop("ladder.yaml")
        expected = expected_levels(book, before)
        assert {path: normal(load(text)) for path, text in after.items() if path != "ladder.yaml"} == expected
        titles = {row[0]: row[4] for row in book.rows["Titles"] if row[1] == "Area"}
        used = {area for data in expected.values() for area in data.get("sections", {})}
        areas = {area: area.title() for area in used - AREAS.keys()}
        areas |= {
            "craft": {
                **shared["sections"]["craft"],
                "title": next(text for at, text in titles.items() if "craft" in at),
            }
        }
        areas |= {area: next(text for at, text in titles.items() if area in at) for area in ("people", "ours")}
        assert load(after["ladder.yaml"]) == {**shared, "sections": areas}
        for path in after.keys() & sources.keys():
            assert not own_line_comments(sources[path]) - own_line_comments(after[path]), path
            is_same = (
                load(after["ladder.yaml"]) == shared
                if path == "ladder.yaml"
                else normal(before[path]) == expected[path]
            )
            assert not is_same or after[path] == sources[path], path
        assert import_workbook(file, root, accept=False).files == {}, "a second import changes nothing"


def load(text: str) -> Data:
    """Return the content of a YAML file, all of it as text."""
    content = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # makes texts alone
    assert isinstance(content, dict)
    return content
