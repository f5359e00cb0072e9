"""The shapes that public ladders are written in, each a function from a small ladder to the files of that shape."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from ladder_export.core.model import Ladder
from ladder_export.importers import decode_sources
from ladder_export.importers.discover import SourceFile
from ladder_export.importers.level_pages import SiblingPages
from ladder_export.importers.mapping import LevelMapping as Paths
from ladder_export.importers.mapping import read_mapping
from ladder_export.importers.recognise import fits, parse_all, recognise
from ladder_export.reading import read


def written(files: Mapping[str, str]) -> Ladder:
    """The ladder that is read from files."""
    with TemporaryDirectory() as name:
        for path, text in files.items():
            place = Path(name, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        return read(Path(name))[0]


@dataclass(frozen=True)
class Small:
    """A ladder: titles and codes of levels from the lowest on, areas, and statements by level and area."""

    title: str
    levels: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    statements: tuple[tuple[tuple[str, ...], ...], ...]

    def bare(self) -> Small:
        """The same without codes."""
        return replace(self, levels=tuple(("", title) for _, title in self.levels))


Told = tuple[tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
Sources = list[SourceFile]


def expected(small: Small) -> Told:
    """Code, title and areas of every level, each with its statements."""
    return tuple(
        (code, title, tuple(zip(small.areas, cells, strict=True)))
        for (code, title), cells in zip(small.levels, small.statements, strict=True)
    )


def file(path: str, text: str | bytes) -> SourceFile:
    return SourceFile(path, path, text.encode() if isinstance(text, str) else text)


def bullets(points: Sequence[str]) -> str:
    return "\n".join(f"- {point}" for point in points)


def coded(small: Small) -> list[str]:
    return [f"{code}: {title}" if code else title for code, title in small.levels]


def headings(small: Small, depth: int, path: str = "bakers.md") -> Sources:
    """Levels as headings of one page, areas below."""
    parts = [f"# {small.title}\n\nHow we bake."] if depth > 1 else []
    for name, cells in zip(coded(small), small.statements, strict=True):
        parts.append(f"{'#' * depth} {name}")
        for area, points in zip(small.areas, cells, strict=True):
            parts += [f"{'#' * (depth + 1)} {area}", bullets(points)]
    return [file(path, "\n\n".join(parts) + "\n")]


def transposed(small: Small) -> Sources:
    """Areas as headings of one page, levels below each."""
    parts = [f"# {small.title}"]
    for column, area in enumerate(small.areas):
        parts.append(f"## {area}")
        for name, cells in zip(coded(small), small.statements, strict=True):
            parts += [f"### {name}", bullets(cells[column])]
    return [file("bakers.md", "\n\n".join(parts) + "\n")]


def pages_of_areas(small: Small) -> Sources:
    """A page an area, its levels as headings."""
    pages = []
    for column, area in enumerate(small.areas):
        parts = [f"# {area}"]
        for name, cells in zip(coded(small), small.statements, strict=True):
            parts += [f"## {name}", bullets(cells[column])]
        pages.append(file(f"areas/{area.casefold()}.md", "\n\n".join(parts) + "\n"))
    return pages


def pages_of_levels(small: Small, front: Callable[[int, str, str], str], name: Callable[[str], str]) -> Sources:
    """A page a level, in a folder."""
    pages = []
    for place, ((code, title), cells) in enumerate(zip(small.levels, small.statements, strict=True), 1):
        sections = "\n\n".join(
            f"## {area}\n\n{bullets(points)}" for area, points in zip(small.areas, cells, strict=True)
        )
        pages.append(file(f"content/bakers/{name(title)}.md", f"{front(place, code, title)}\n\n{sections}\n"))
    return pages[::-1]


def jekyll(place: int, _code: str, title: str) -> str:
    return f'---\nlayout: page\ntitle: "{title}"\nnav_order: {place * 10}\nparent: Bakers\n---'


def hugo(place: int, _code: str, title: str) -> str:
    return f'+++\ntitle = "{title}"\nweight = {place}\n+++'


def docusaurus(place: int, code: str, title: str) -> str:
    return f"---\nsidebar_label: {title}\nsidebar_position: {place}\nlevel: {code}\n---"


def titled(_place: int, code: str, title: str) -> str:
    return f"# {code}: {title}" if code else f"# {title}"


def stem(title: str) -> str:
    return title.casefold().replace(" ", "-")


def grid(small: Small, head: Sequence[str], corner: str = "Area") -> list[list[str]]:
    """Levels along the top."""
    rows = [[corner, *head]]
    rows += [
        [area, *("\n".join(f"- {point}" for point in cells[column]) for cells in small.statements)]
        for column, area in enumerate(small.areas)
    ]
    return rows


def turned(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [list(row) for row in zip(*rows, strict=True)]


def csv_of(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def grouped(small: Small) -> list[list[str]]:
    """A row that groups the areas below it, and a title row."""
    head, *rows = grid(small, coded(small))
    empty = [""] * (len(head) - 1)
    return [[small.title, *empty], ["", *empty], head, *(row for area in rows for row in (["Bread", *empty], area))]


def merged(small: Small) -> list[list[str]]:
    """Two columns of headings, the first of them merged; a row for each statement."""
    rows = [["Area", "Topic", *coded(small)]]
    for column, area in enumerate(small.areas):
        for place in range(2):
            said = [cells[column][place] if place < len(cells[column]) else "" for cells in small.statements]
            rows.append([area if place == 0 else "", f"Topic {area} {place}", *said])
    return [row for row in rows if any(row[2:])]


def pipes(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def html_table(rows: Sequence[Sequence[str]]) -> str:
    def cell(text: str) -> str:
        points = [escape(line.removeprefix("- ")) for line in text.split("\n")]
        inner = (
            f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>" if "- " in text else f"<b>{points[0]}</b>"
        )
        return f"<td>{inner}</td>"

    body = "\n".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows)
    return f"<table class='wide'>\n{body}\n</table>"


def html_page(small: Small) -> str:
    parts = [f"<h1>{small.title}</h1>"]
    for name, cells in zip(coded(small), small.statements, strict=True):
        parts.append(f"<h2>{name}</h2>")
        for area, points in zip(small.areas, cells, strict=True):
            items = "".join(f"<li>{escape(point)}</li>" for point in points)
            parts.append(f"<div><h3>{area}</h3><ul>{items}</ul></div>")
    return f"<!doctype html><html><head><title>{small.title}</title></head><body>{''.join(parts)}</body></html>"


def millers(small: Small) -> Small:
    """The same levels of another trade."""
    return replace(small, levels=tuple((code, title.replace("Baker", "Miller")) for code, title in small.levels))


def of_both(small: Small) -> Told:
    return expected(small) + expected(millers(small))


def with_merged_cells(small: Small) -> bytes:
    """A title over all columns, and areas over the rows of their statements."""
    head, *rows = merged(small)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, len(head) - 1, small.title)
        for place, row in enumerate([head, *rows], 2):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
        starts = [place for place, row in enumerate(rows, 3) if row[0]]
        for start, end in zip(starts, [*starts[1:], len(rows) + 3], strict=True):
            if end - start > 1:
                sheet.merge_range(start, 0, end - 1, 0, rows[start - 3][0])
    return stream.getvalue()


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_string(place, column, cell)
    return stream.getvalue()


def topics(small: Small) -> Sources:
    lines = ["---", "topics:"]
    for column, area in enumerate(small.areas):
        lines += [f'  - name: "{area}"', f'    title: "{area}"', "    content:"]
        for level, cells in enumerate(small.statements, 1):
            lines += [
                f"      - level: {level}",
                "        criteria:",
                *(f'          - "{one}"' for one in cells[column]),
            ]
    return [file("bakers.md", "\n".join([*lines, "---"]) + "\n")]


def rows(small: Small, names: Sequence[str]) -> Sources:
    lines = [list(names)]
    for (code, title), cells in zip(small.levels, small.statements, strict=True):
        for area, points in zip(small.areas, cells, strict=True):
            lines += [["Bakers", code, title, area, point] for point in points]
    return [file("rows.csv", csv_of(lines))]


def as_json(small: Small) -> Sources:
    content = {
        "name": small.title,
        "ladders": {
            "Bakers": [
                {"id": code, "name": title, "areas": dict(zip(small.areas, map(list, cells), strict=True))}
                for (code, title), cells in zip(small.levels, small.statements, strict=True)
            ]
        },
    }
    return [file("bakers.json", json.dumps(content, indent="\t"))]


def as_yaml(small: Small) -> Sources:
    """JSON is YAML, so long as no text has a tab."""
    [source] = as_json(small)
    return [file("bakers.yml", json.dumps(json.loads(source.data), indent=2))]


MAPPING = """title: name
track: ladders.*~
level: ladders.*.*.name
code: ladders.*.*.id
area: ladders.*.*.areas.*~
texts: ladders.*.*.areas.*
"""


def mapped() -> Paths:
    return read_mapping("map.yaml", MAPPING.encode())


def docx(small: Small, *, table: bool = False) -> bytes:
    """A Word document with headings and lists, or a table, made of what the format needs at least."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

    def paragraph(text: str, style: str) -> str:
        number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' if style == "ListBullet" else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{number}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'

    parts = [paragraph(small.title, "Heading1")]
    for name, cells in zip(coded(small), small.statements, strict=True) if not table else ():
        parts.append(paragraph(name, "Heading2"))
        for area, points in zip(small.areas, cells, strict=True):
            parts += [paragraph(area, "Heading3"), *(paragraph(point, "ListBullet") for point in points)]
    if table:
        rows = [
            "".join(
                f"<w:tc>{''.join(paragraph(line.removeprefix('- '), '') for line in cell.split(chr(10)))}</w:tc>"
                for cell in row
            )
            for row in grid(small, coded(small))
        ]
        parts.append(f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>")
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in [*((f"Heading{n}", f"heading {n}") for n in (1, 2, 3)), ("ListBullet", "List Bullet")]
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    named = (("document", "document.main"), ("styles", "styles"), ("numbering", "numbering"))
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{kind}.{name}+xml"/>' for part, name in named
    )
    package = "http://schemas.openxmlformats.org/package/2006"

    def relations(*targets: tuple[str, str]) -> str:
        inner = "".join(
            f'<Relationship Id="r{place}" Type="{office}/{name}" Target="{target}"/>'
            for place, (name, target) in enumerate(targets)
        )
        return f'<Relationships xmlns="{package}/relationships">{inner}</Relationships>'

    bullet = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    content = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml"), ("numbering", "numbering.xml")),
        "word/styles.xml": f'<w:styles xmlns:w="{word}">{styles}</w:styles>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{word}"><w:abstractNum w:abstractNumId="0">{bullet}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{"".join(parts)}</w:body></w:document>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return stream.getvalue()


def beside(small: Small) -> list[tuple[str, list[list[str]]]]:
    """A sheet an area, a row for each of two topics."""
    sheets = []
    for column, area in enumerate(small.areas):
        table = [["Topic", *coded(small)]]
        for place in range(2):
            said = [cells[column][place] if place < len(cells[column]) else "" for cells in small.statements]
            table += [[f"Topic {area} {place}", *said]] if any(said) else []
        sheets.append((area, table))
    return sheets


def by_topic(small: Small) -> Told:
    """What becomes of areas with topics: the name of the area before that of the topic."""
    return tuple(
        (
            code,
            title,
            tuple(
                (f"{area}: Topic {area} {place}", (point,))
                for area, points in zip(small.areas, cells, strict=True)
                for place, point in enumerate(points[:2])
            ),
        )
        for (code, title), cells in zip(small.levels, small.statements, strict=True)
    )


def with_prefix(small: Small) -> Told:
    return expected(replace(small, areas=tuple(f"Bread: {area}" for area in small.areas)))


def numbered(small: Small) -> Told:
    levels = tuple((f"L{number}", f"Level {number}") for number in range(1, len(small.levels) + 1))
    return expected(replace(small, levels=levels))


def in_parentheses(small: Small) -> list[str]:
    return [f"{title} ({code})" for code, title in small.levels]


def romans(small: Small) -> Small:
    names = ("Baker I", "Baker II", "Baker III", "Baker IV", "Baker V")
    return replace(small, levels=tuple(("", name) for name in names[: len(small.levels)]))


def numerals(small: Small) -> Small:
    return replace(small, levels=tuple(("", f"Baker {place}") for place, _ in enumerate(small.levels, 1)))


NAMED = {"level": "Rung", "code": "Short", "area": "What", "text": "Said", "track": "Who"}


def bullet_page(small: Small, table: str) -> str:
    return f"# {small.title}\n\nHow we bake.\n\n{table}\n"


def ranking(sources: Sequence[SourceFile]) -> list[tuple[str, float, float]]:
    """A row of the confusion matrix for each page that is read: the best reader, its score, and how far the next one is."""
    parsed = parse_all(decode_sources(sources)[0])
    read_at_all = {id(page) for group in recognise(parsed).groups.values() for page in group}
    around = SiblingPages.of(parsed)
    found = [fits(page, around) for page in parsed if id(page) in read_at_all]
    return [(best.dialect, best.score, best.score - next_best.score) for best, next_best, *_ in found]


# Every shape: how a ladder is written in it, the dialect that reads it, and what comes back.
SHAPES: dict[str, tuple[Callable[[Small], Sources], str, Callable[[Small], Told]]] = {
    "headings with codes": (lambda small: headings(small, 2), "headings", expected),
    "headings of the first rank": (lambda small: headings(small.bare(), 1), "headings", lambda s: expected(s.bare())),
    "headings deep in a page": (lambda small: headings(small.bare(), 3), "headings", lambda s: expected(s.bare())),
    "a page that is a readme": (lambda small: headings(small, 2, "README.md"), "headings", expected),
    "a page a track": (
        lambda small: headings(small, 2) + headings(replace(millers(small), title="Millers"), 2, "millers.md"),
        "headings",
        of_both,
    ),
    "areas with levels below": (transposed, "headings", expected),
    "pages of areas": (pages_of_areas, "headings", expected),
    "pages with Jekyll's settings": (
        lambda small: pages_of_levels(small.bare(), jekyll, stem),
        "levels",
        lambda s: expected(s.bare()),
    ),
    "pages with Hugo's settings": (
        lambda small: pages_of_levels(small.bare(), hugo, stem),
        "levels",
        lambda s: expected(s.bare()),
    ),
    "pages with Docusaurus' settings": (lambda small: pages_of_levels(small, docusaurus, stem), "levels", expected),
    "pages with titles": (
        lambda small: pages_of_levels(small.bare(), titled, stem),
        "levels",
        lambda s: expected(s.bare()),
    ),
    "pages with codes": (lambda small: pages_of_levels(small, titled, stem), "levels", expected),
    "CSV": (lambda small: [file("bakers.csv", csv_of(grid(small, coded(small))))], "matrix", expected),
    "CSV turned": (lambda small: [file("bakers.csv", csv_of(turned(grid(small, coded(small)))))], "matrix", expected),
    "TSV": (lambda small: [file("bakers.tsv", csv_of(grid(small, coded(small)), "\t"))], "matrix", expected),
    "codes in parentheses": (
        lambda small: [file("bakers.csv", csv_of(grid(small, in_parentheses(small))))],
        "matrix",
        expected,
    ),
    "Roman numerals": (
        lambda small: [file("bakers.csv", csv_of(grid(small, coded(romans(small)))))],
        "matrix",
        lambda s: expected(romans(s)),
    ),
    "numerals": (
        lambda small: [file("bakers.csv", csv_of(grid(small, coded(numerals(small)))))],
        "matrix",
        lambda s: expected(numerals(s)),
    ),
    "words of rank": (
        lambda small: [file("bakers.csv", csv_of(grid(small, coded(small.bare()))))],
        "matrix",
        lambda s: expected(s.bare()),
    ),
    "title row and group rows": (lambda small: [file("bakers.csv", csv_of(grouped(small)))], "matrix", with_prefix),
    "merged cells": (lambda small: [file("bakers.csv", csv_of(merged(small)))], "matrix", by_topic),
    "workbook": (
        lambda small: [file("bakers.xlsx", workbook([("Sheet1", grid(small, coded(small)))]))],
        "matrix",
        expected,
    ),
    "workbook with merged cells": (
        lambda small: [file("bakers.xlsx", with_merged_cells(small))],
        "matrix",
        by_topic,
    ),
    "a sheet a track": (
        lambda small: [
            file(
                "book.xlsx",
                workbook(
                    [(name, grid(one, coded(one))) for name, one in (("Bakers", small), ("Millers", millers(small)))]
                ),
            )
        ],
        "matrix",
        of_both,
    ),
    "a sheet an area": (lambda small: [file("bakers.xlsx", workbook(beside(small)))], "matrix", by_topic),
    "pipe table": (
        lambda small: [file("bakers.md", bullet_page(small, pipes(grid(small, coded(small)))))],
        "matrix",
        expected,
    ),
    "pipe table turned": (
        lambda small: [file("bakers.md", bullet_page(small, pipes(turned(grid(small, coded(small))))))],
        "matrix",
        expected,
    ),
    "HTML table": (
        lambda small: [file("bakers.md", bullet_page(small, html_table(grid(small, coded(small)))))],
        "matrix",
        expected,
    ),
    "HTML table turned": (
        lambda small: [file("bakers.md", bullet_page(small, html_table(turned(grid(small, coded(small))))))],
        "matrix",
        expected,
    ),
    "web page": (lambda small: [file("bakers.html", html_page(small))], "headings", expected),
    "web page with a table": (
        lambda small: [file("bakers.html", f"<h1>{small.title}</h1>{html_table(grid(small, coded(small)))}")],
        "matrix",
        expected,
    ),
    "topics": (topics, "topics", numbered),
    "rows": (lambda small: rows(small, ("Role", "Code", "Level", "Skill", "Description")), "rows", expected),
    "rows with columns that were named": (
        lambda small: rows(small, ("Who", "Short", "Rung", "What", "Said")),
        "rows",
        expected,
    ),
    "JSON": (as_json, "mapping", expected),
    "YAML": (as_yaml, "mapping", expected),
    "Word": (lambda small: [file("bakers.docx", docx(small))], "headings", expected),
    "Word with a table": (lambda small: [file("bakers.docx", docx(small, table=True))], "matrix", expected),
}
