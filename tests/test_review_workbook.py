"""Reviews as workbooks, once they are opened again: a row an area, ratings from lists, room to write, ready to print."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import permutations

import pytest
from python_calamine import CalamineWorkbook

from editions import review
from ladder_export.core.document import Bullets, Document, RatingTable
from ladder_export.core.model import Ladder
from ladder_export.documents.progression import Transition
from ladder_export.documents.review import review_between
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers.data import xlsx
from ladders import ladder, level, rating, section

SLATE = RenderSettings(open_theme("slate"))


def rows(document: Document, sheet: int = 0) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.render(document, SLATE).data))
    return [list(map(str, row)) for row in book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)]


def markup(document: Document, settings: RenderSettings = SLATE) -> tuple[str, str]:
    """The XML of the sheet and of the workbook."""
    with zipfile.ZipFile(io.BytesIO(xlsx.render(document, settings).data)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/workbook.xml").decode()


def reviews(of: Ladder) -> list[Document]:
    """All reviews of a ladder, of one level and of any two."""
    return [
        *review(of),
        *(review_between(of, Transition(*pair)).make_document() for pair in permutations(of.levels, 2)),
    ]


def test_every_statement_stands_in_the_row_of_its_area_once(own_ladder: Ladder) -> None:
    for document in reviews(own_ladder):
        cells = rows(document)
        head = next(row for row in cells if row[0] == document.labels["area"])
        for area in document.sections[:-1]:
            (row,) = (row for row in cells if row[0].endswith(area.title))
            shown = "\n".join(row[: head.index(own_ladder.words.self_view)])
            items = [item for piece in area.pieces if isinstance(piece, Bullets) for item in piece.items]
            assert [item.text.plain for item in items if f"• {item.text.plain}" not in shown.split("\n")] == []
            assert shown.count("• ") == len(items)
            assert not any(row[head.index(own_ladder.words.self_view) :])


def test_ratings_are_chosen_from_lists_beside_room_for_evidence_and_what_comes_next(own_ladder: Ladder) -> None:
    words = own_ladder.words
    for document in reviews(own_ladder):
        cells = rows(document)
        (at,) = (number for number, row in enumerate(cells) if row[0] == document.labels["area"])
        texts = 2 if "--" in document.slug else 1
        sides = [words.self_view, words.evidence, words.manager_view, words.evidence, words.next_focus]
        assert cells[at][1 + texts :] == sides
        sheet, book = markup(document)
        lists = re.findall(r'<dataValidation type="list"[^>]* sqref="([A-Z]+)(\d+)"><formula1>([^<]*)<', sheet)
        letters = ["BCDEFGH"[texts], "BCDEFGH"[texts + 2]]
        areas = len(document.sections) - 1
        assert sorted((letter, int(row)) for letter, row, _ in lists) == [
            (letter, at + 2 + area) for letter in letters for area in range(areas)
        ]
        steps = next(piece.steps for piece in document.sections[0].pieces if isinstance(piece, RatingTable))
        assert {source for _, _, source in lists} == {f"'Lists'!$A$1:$A${len(steps)}"}
        assert [row[0] for row in rows(document, sheet=1)] == list(steps)
        assert 'name="Lists" sheetId="2" state="hidden"' in book


def test_steps_of_competencies_have_lists_of_their_own() -> None:
    rated = level("L1", "Engineer", section("Craft", "I build."), section("People", "I teach."))
    rated = replace(rated, ratings=(rating("craft", "Craft", "Step 2", 2, 3),))
    (document,) = review(ladder(rated))
    steps = [piece.steps for part in document.sections for piece in part.pieces if isinstance(piece, RatingTable)]
    assert [list(filter(None, column)) for column in zip(*rows(document, sheet=1), strict=True)] == [
        list(steps[0]),
        list(steps[2]),
    ]


@pytest.mark.parametrize(("paper", "number"), [("a4", 9), ("letter", 1)])
def test_head_and_areas_stay_in_view_and_are_printed_on_every_page(own_ladder: Ladder, paper: str, number: int) -> None:
    document = next(iter(review(own_ladder)))
    sheet, book = markup(document, RenderSettings(open_theme("folio"), PAPERS[paper]))
    at = 1 + next(number for number, row in enumerate(rows(document)) if row[0] == document.labels["area"])
    assert f'<pane xSplit="1" ySplit="{at}" topLeftCell="B{at + 1}" activePane="bottomRight" state="frozen"/>' in sheet
    assert f'<pageSetup paperSize="{number}" fitToHeight="0" orientation="landscape"/>' in sheet
    assert f"${at}:${at}</definedName>" in book
    assert '<pageSetUpPr fitToPage="1"/>' in sheet


def test_text_taller_than_a_row_goes_on_below_and_is_never_a_formula() -> None:
    texts = [f"=SUM({number}) is no formula but a statement that is long enough for two lines." for number in range(60)]
    (document,) = review(ladder(level("L1", "Engineer", section("Craft", *texts))))
    cells = [row for row in rows(document) if row[0] == "Craft"]
    assert len(cells) > 1
    assert [line for row in cells for line in row[1].split("\n")] == [f"• {text}" for text in texts]
    sheet, _ = markup(document)
    assert "<f>" not in sheet
    assert sheet.count("<dataValidation ") == 2
    assert all(float(height) <= 409 for height in re.findall(r' ht="([0-9.]+)"', sheet))


def test_the_same_review_makes_the_same_bytes_and_reads_from_right_to_left_where_its_language_does() -> None:
    words = section("الحرفة", "أبني ما يستخدمه الآخرون.")
    document = next(iter(review(ladder(level("L1", "مهندس", words), language="ar"))))
    assert xlsx.render(document, SLATE).data == xlsx.render(document, SLATE).data
    assert 'rightToLeft="1"' in markup(document)[0]
