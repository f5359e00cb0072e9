"""What an interviewer's form is, once it is opened again."""

from __future__ import annotations

import pytest

from editions import scorecard
from ladder_export.document import Document
from ladder_export.places import theme_names
from ladder_export.theme import PAPERS, Look, open_theme
from ladder_export.writers import pdf
from ladders import ladder, level, section
from writers.pdfs import failures, opened, text

AREAS = tuple(
    section(f"Area {n}", *(f"I do {n} and {m} well." for m in range(5)), examples=("Unseen.",)) for n in range(4)
)


def form(*areas: object) -> Document:
    return next(iter(scorecard(ladder(level("L3", "Senior", *areas)))))  # type: ignore[arg-type]  # sections


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_every_statement_has_a_rating_and_notes_and_every_field_a_name(theme: str, paper: str) -> None:
    written = pdf.write(form(*AREAS), Look(open_theme(theme), PAPERS[paper]))
    assert written.problems == ()
    with opened(written.data) as file:
        fields = {str(field.T): str(field.TU) for field in file.Root.AcroForm.Fields}
    assert len(fields) == 3 + 2 * 20
    assert all(fields.values())
    assert {"candidate", "interviewer", "date", "rating-1-1", "notes-4-5"} <= set(fields)
    assert fields["notes-2-3"] == "Notes: I do 1 and 2 well."
    assert failures(written.data, "PDF/UA-1") == []


def test_it_prints_every_statement_once_and_no_example() -> None:
    shown = text(pdf.write(form(*AREAS), Look(open_theme("slate"))).data)
    assert [n for n in range(4) for m in range(5) if shown.count(f"I do {n} and {m} well.") != 1] == []
    assert "Unseen." not in shown


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    with opened(pdf.write(form(*AREAS, *AREAS), Look(open_theme("slate"))).data) as file:
        pages = len(file.pages)
    assert pages > 1
    for count in range(6, 14):
        areas = (section("First", *(f"I do {n}." for n in range(count))), section("Second", "I end."))
        data = pdf.write(form(*areas), Look(open_theme("slate"))).data
        shown = text(data).split(" / ")
        assert all("Second" not in page or "I end." in page for page in shown)


def test_the_same_form_twice_is_the_same_bytes() -> None:
    look = Look(open_theme("folio"))
    assert pdf.write(form(*AREAS), look).data == pdf.write(form(*AREAS), look).data
