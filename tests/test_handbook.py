"""How a handbook is built: from the sheets that are there, after them, and only when one of them has changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from editions import documents_of
from ladder_export import pipeline
from ladder_export.build.glyph_locations import GlyphLocations
from ladder_export.build.prebuilt_pages import prebuilt_pages, with_prebuilt_pages
from ladder_export.build.workers.jobs import Completed, JobResult, JobsByPosition
from ladder_export.core.document import Document
from ladder_export.core.manifest import Manifest
from ladder_export.core.request import Request, Selection
from ladder_export.reading import read

LADDER = """\
title: Engineering ladder
tracks: {craft: Craft, care: Care}
export: {documents: [sheet, handbook, site]}
"""
LEVEL = """\
code: L2
title: Engineer
sections: {craft: {title: Craft, statements: [I build things that last.]}}
"""
NAMES = ("craft/l2", "craft/l3", "care/l4")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ladder of three levels on two tracks."""
    (tmp_path / "ladder").mkdir()
    (tmp_path / "ladder/ladder.yaml").write_text(LADDER, encoding="utf-8")
    for name in NAMES:
        file = tmp_path / f"ladder/{name}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(LEVEL.replace("L2", file.stem.upper()), encoding="utf-8")
    return tmp_path


class Run:
    """One build, and what its writers were given."""

    def __init__(self, folder: Path, wanted: Selection | None = None, output: str = "output", workers: int = 1) -> None:
        self.given: dict[str, Document] = {}
        request = Request(folder / "ladder", folder / output, wanted or Selection(), workers=workers)
        self.manifest: Manifest = pipeline.build(request, self._watch, time.perf_counter)

    def _watch(self, outcome: JobResult, _: int) -> None:
        assert isinstance(outcome, Completed)
        self.given[outcome.job.path] = outcome.job.make_document()

    @property
    def brought(self) -> list[bool]:
        """Of each level of the handbook, whether its sheet was there."""
        return [bool(one.prebuilt_pages and one.prebuilt_pages.file) for one in self.given["handbook.pdf"].levels]


def edit(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / f"ladder/{name}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_it_comes_as_soon_as_its_sheets_are_made_and_before_the_page_that_tells_of_it(folder: Path) -> None:
    run = Run(folder)
    order = list(run.given)
    assert order.index("handbook.pdf") == 1 + max(order.index(f"sheets/{name[-2:]}.pdf") for name in NAMES)
    assert run.brought == [True, True, True]
    [book] = [one for one in run.manifest.artefacts if one.path == "handbook.pdf"]
    assert book.sha256 in (folder / "output/index.html").read_text(encoding="utf-8")
    assert {"weasyprint", "pydyf"} <= set(run.manifest.libraries)


def test_one_edited_level_makes_its_sheet_and_the_book_and_lays_out_no_other(folder: Path) -> None:
    Run(folder)
    assert Run(folder).given == {}
    edit(folder, "craft/l3", "that last", "that hold")
    run = Run(folder)
    assert {path for path in run.given if path.endswith(".pdf")} == {"sheets/l3.pdf", "handbook.pdf"}
    assert run.brought == [True, True, True]


def test_alone_it_uses_sheets_that_are_of_today_and_makes_the_others_itself(folder: Path) -> None:
    Run(folder)
    edit(folder, "craft/l3", "that last", "that hold")
    (folder / "output/sheets/l4.pdf").write_bytes(b"somebody else's")
    run = Run(folder, Selection(documents=("handbook",)))
    assert run.brought == [True, False, False]
    whole = Run(folder, output="other")
    assert (folder / "output/handbook.pdf").read_bytes() == (folder / "other/handbook.pdf").read_bytes()
    assert [one.key for one in run.manifest.artefacts if one.path == "handbook.pdf"] == [
        one.key for one in whole.manifest.artefacts if one.path == "handbook.pdf"
    ]


def test_a_book_that_is_made_elsewhere_takes_its_sheets_along(folder: Path) -> None:
    run = Run(folder)
    [sheet] = [one for one in run.manifest.artefacts if one.path == "sheets/l2.pdf"]
    [document] = documents_of("handbook", read(folder / "ladder")[0])
    file, places = folder / "output/sheets/l2.pdf", GlyphLocations(folder / "ladder")
    there = with_prebuilt_pages(document, lambda leaf: prebuilt_pages(sheet, leaf, file, places, travels=True))
    assert [one.prebuilt_pages and one.prebuilt_pages.data for one in there.levels] == [file.read_bytes()] * 3


def test_a_build_of_some_levels_leaves_it_alone(folder: Path) -> None:
    Run(folder)
    before = (folder / "output/handbook.pdf").read_bytes()
    edit(folder, "craft/l3", "that last", "that hold")
    run = Run(folder, Selection(levels=("l3",)))
    assert [path for path in run.given if "handbook" in path] == []
    assert (folder / "output/handbook.pdf").read_bytes() == before
    assert Run(folder).brought == [True, True, True]


def test_a_problem_of_a_sheet_is_the_books_too_and_told_once(folder: Path) -> None:
    edit(folder, "craft/l3", "that last", "that last \N{DEVANAGARI LETTER KA}")
    run = Run(folder)
    with_it = [one.path for one in run.manifest.artefacts if any(p.code == "missing-glyph" for p in one.problems)]
    assert with_it == ["sheets/l3.pdf", "handbook.pdf"]
    assert [problem.code for problem in run.manifest.all_problems].count("missing-glyph") == 1
    alone = Run(folder, Selection(documents=("handbook",)), "other").manifest
    assert [problem.code for problem in alone.all_problems] == ["missing-glyph"]


def test_it_comes_out_alike_with_any_number_of_workers(folder: Path) -> None:
    for number in range(5, 12):
        (folder / f"ladder/care/l{number}.yaml").write_text(LEVEL.replace("L2", f"L{number}"), encoding="utf-8")
    edit(folder, "ladder", "care: Care", "care: {title: Care, summary: With \N{DEVANAGARI LETTER KA}.}")
    two, one = Run(folder, workers=2), Run(folder, output="other", workers=1)
    assert (folder / "output/handbook.pdf").read_bytes() == (folder / "other/handbook.pdf").read_bytes()
    books = [artefact for run in (two, one) for artefact in run.manifest.artefacts if artefact.path == "handbook.pdf"]
    assert [[problem.code for problem in book.problems] for book in books] == [["missing-glyph"]] * 2


def test_check_looks_at_the_book_without_making_its_sheets_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: dict[str, Document] = {}
    run = pipeline.execute  # seen from inside: check shows nothing of what it made

    def seen(jobs: JobsByPosition, *rest: object) -> Iterator[JobResult]:
        looked.update({job.path: job.make_document() for job in jobs.values()})
        return run(jobs, *rest)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(pipeline, "execute", seen)
    found = pipeline.check(Request(folder / "ladder", folder / "none", workers=1), lambda *_: None, time.perf_counter)
    assert found == ()
    assert [one.prebuilt_pages for one in looked["handbook.pdf"].levels] == [None, None, None]
