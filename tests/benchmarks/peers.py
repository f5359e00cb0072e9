"""This file does the job with other programs, as well as they can: typst and pandoc, bare WeasyPrint and python-pptx."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from html import escape
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import yaml

CORES = 2
TYPST = """\
#let level = json(bytes(sys.inputs.level))
#set document(title: level.title, author: "Octopus", date: datetime(year: 2026, month: 1, day: 1))
#set page(paper: "a4", margin: 12mm, footer: align(center, text(7pt)[Engineering ladder · 2026.1]))
#set text(font: "Lato", size: 8pt, lang: "en")
#set par(leading: 0.5em)
= #level.code #level.title
#level.summary
#table(columns: 2, table.header([Planning Horizon], [Impact Radius]), level.facts.planning-horizon, level.facts.impact-radius)
#columns(2)[
  #for (name, area) in level.sections [
    == #name
    #list(..area.statements)
    === Examples
    #text(7.5pt, list(..area.examples))
  ]
]
"""
CSS = """\
@page{size:A4;margin:12mm}html{image-rendering:crisp-edges}body{font:8pt Lato,sans-serif;margin:0}
.all{display:table;width:100%;table-layout:fixed}.half{display:table-cell;width:50%}
ul{list-style:none;padding:0}li{padding-left:3mm;text-indent:-3mm}li::before{content:"\\2022\\00a0\\00a0"}
"""


def run(do: Callable[[Path, Path], None], ladder: Path, output: Path) -> None:
    """One way of doing it, for every level, on both cores."""
    output.mkdir(parents=True)
    files = sorted(file for file in ladder.rglob("*.yaml") if file.name != "ladder.yaml")
    with ProcessPoolExecutor(CORES, get_context("spawn")) as pool:
        list(pool.map(do, files, repeat(output), chunksize=4))


def typst_sheet(file: Path, output: Path) -> None:
    """A PDF that is PDF/A-3a and PDF/UA-1, by typst."""
    import typst  # noqa: PLC0415  # each way loads its own engine only

    inputs = {"level": json.dumps(_read(file))}
    fonts = [str(Path(sys.prefix) / "lib")]
    data = _compiler(fonts).compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"])
    (output / f"{file.stem}.pdf").write_bytes(data)
    del typst


_compilers: list[Any] = []


def _compiler(fonts: list[str]) -> Any:  # noqa: ANN401  # typst has no types
    if not _compilers:
        import tempfile  # noqa: PLC0415  # as above

        import typst  # noqa: PLC0415  # as above

        source = Path(tempfile.mkdtemp()) / "sheet.typ"
        source.write_text(TYPST, encoding="utf-8")
        _compilers.append(typst.Compiler(str(source), font_paths=fonts))
    return _compilers[0]


def pandoc_deck(file: Path, output: Path) -> None:
    """A PPTX by pandoc."""
    import pypandoc  # noqa: PLC0415  # as above

    level = _read(file)
    parts = [f"% {level['code']} {level['title']}", f"# Summary\n\n{level['summary']}"]
    for name, area in level["sections"].items():
        for title, items in ((name, area["statements"]), (f"{name}: examples", area["examples"])):
            parts.append(f"# {title}\n\n" + "\n".join(f"- {item}" for item in items))
    target = output / f"{file.stem}.pptx"
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "pptx", "-o", str(target)]
    subprocess.run(command, input="\n\n".join(parts).encode(), check=True)  # our own words


def typst_and_pandoc(file: Path, output: Path) -> None:
    """Both."""
    typst_sheet(file, output)
    pandoc_deck(file, output)


def bare_weasyprint(file: Path, output: Path) -> None:
    """A tagged PDF as a short script would make it: no fitting, no check, no attachment."""
    import weasyprint  # noqa: PLC0415  # as above

    level = _read(file)
    areas = [
        f"<section><h2>{escape(name)}</h2>{_items(area['statements'])}<h3>Examples</h3>{_items(area['examples'])}</section>"
        for name, area in level["sections"].items()
    ]
    page = (
        f"<!doctype html><html lang=en><title>{escape(level['title'])}</title><style>{CSS}</style>"
        f"<h1>{escape(level['code'])} {escape(level['title'])}</h1><p>{escape(level['summary'])}</p>"
        f'<div class="all"><div class="half">{"".join(areas[:2])}</div><div class="half">{"".join(areas[2:])}</div></div>'
    )
    weasyprint.HTML(string=page).write_pdf(output / f"{file.stem}.pdf", pdf_variant="pdf/a-3a")


def bare_pptx(file: Path, output: Path) -> None:
    """A deck as a short script would make it: the default template, no measuring."""
    from pptx import Presentation  # noqa: PLC0415  # as above

    level, deck = _read(file), Presentation()
    for name, area in level["sections"].items():
        for title, items in ((name, area["statements"]), (f"{name}: examples", area["examples"])):
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            slide.shapes.title.text = title
            slide.placeholders[1].text = "\n".join(items)
    deck.save(str(output / f"{file.stem}.pptx"))


def bare_both(file: Path, output: Path) -> None:
    """Both."""
    bare_weasyprint(file, output)
    bare_pptx(file, output)


def _items(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def _read(file: Path) -> Any:  # noqa: ANN401  # YAML is anything
    return yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)  # our own words, the quickest way
