"""What an interviewer's form is, once it is opened again."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from PIL import ImageChops
from pypdfium2 import raw

from editions import scorecard
from ladder_export.core.document import Document
from ladder_export.core.export_defaults import ExportDefaults
from ladder_export.core.model import Ladder, Section
from ladder_export.files.resources import font_file, theme_names
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from ladders import ladder, level, section
from writers.pdfs import failures, flat, opened, text

AREAS = tuple(
    section(f"Area {n}", *(f"I do {n} and {m} well." for m in range(5)), examples=("Unseen.",)) for n in range(4)
)


def form(*areas: Section, rated: Literal["areas", "statements"] = "statements") -> Document:
    export = ExportDefaults(scorecard=rated)
    return next(iter(scorecard(ladder(level("L3", "Senior", *areas), export=export))))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_our_own_levels_are_rated_area_by_area_on_one_page(theme: str, paper: str, own_ladder: Ladder) -> None:
    for document in scorecard(own_ladder):
        written = pdf.render(document, RenderSettings(open_theme(theme), PAPERS[paper]))
        shown = flat(text(written.data))
        assert (written.problems, written.count) == ((), 1)
        level = own_ladder.level(document.level)
        assert [area.title for area in level.sections if area.title not in shown] == []
        assert shown.count("4 shown beyond this level") == shown.count("not asked") == len(level.sections)
        with opened(written.data) as file:
            fields = {str(field.T): str(field.TU) for field in file.Root.AcroForm.Fields}
        assert all(fields.values())
        assert len([name for name in fields if name.startswith("notes-")]) == len(level.sections)
        assert failures(written.data, "PDF/UA-1") == []


def test_an_area_shows_what_the_levels_around_it_expect() -> None:
    lower, own, upper = (
        level(f"L{n}", "E", section("Craft", "I ship.", *(f"I do {thing}." for thing in range(n)))) for n in (1, 3, 4)
    )
    shown = flat(
        text(pdf.render(list(scorecard(ladder(lower, own, upper)))[1], RenderSettings(open_theme("slate"))).data)
    )
    assert "Expected at L1" in shown
    assert "Expected at L3, this level – I do 1. – I do 2." in shown
    assert "Expected at L4 – I do 3." in shown


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_every_statement_has_a_rating_and_notes_and_every_field_a_name(theme: str, paper: str) -> None:
    written = pdf.render(form(*AREAS), RenderSettings(open_theme(theme), PAPERS[paper]))
    assert written.problems == ()
    with opened(written.data) as file:
        fields = {str(field.T): str(field.TU) for field in file.Root.AcroForm.Fields}
        assert not any("/Parent" in field for field in file.Root.AcroForm.Fields)
        ratings = [field for field in file.Root.AcroForm.Fields if str(field.T).startswith("rating-")]
        assert [len(field.Kids) for field in ratings] == [5] * 20 + [4]
        assert {str(kid.Parent.T) for field in ratings for kid in field.Kids} == {str(field.T) for field in ratings}
    assert len(fields) == 3 + 2 * 20 + len({"strengths", "concerns", "recommendation", "signature"})
    assert all(fields.values())
    assert {"candidate", "interviewer", "date", "rating-1-1", "notes-4-5"} <= set(fields)
    assert fields["notes-2-3"] == "Notes: I do 1 and 2 well."
    assert failures(written.data, "PDF/UA-1") == []


def test_it_prints_every_statement_once_and_no_example() -> None:
    shown = text(pdf.render(form(*AREAS), RenderSettings(open_theme("slate"))).data)
    assert [n for n in range(4) for m in range(5) if shown.count(f"I do {n} and {m} well.") != 1] == []
    assert "Unseen." not in shown


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    with opened(pdf.render(form(*AREAS, *AREAS), RenderSettings(open_theme("slate"))).data) as file:
        pages = len(file.pages)
    assert pages > 1
    for count in range(6, 14):
        areas = (section("First", *(f"I do {n}." for n in range(count))), section("Second", "I end."))
        data = pdf.render(form(*areas), RenderSettings(open_theme("slate"))).data
        shown = text(data).split(" / ")
        assert all("Second" not in page or "I end." in page for page in shown)


def test_the_same_form_twice_is_the_same_bytes() -> None:
    settings = RenderSettings(open_theme("folio"))
    assert pdf.render(form(*AREAS), settings).data == pdf.render(form(*AREAS), settings).data


TYPED = ("Иван Петров", "Ελένη Παππά", "שלום רב", "مرحبا بكم", "Jürgen Žižka")


def typed(data: bytes, texts: tuple[str, ...]) -> list[tuple[float, float]]:
    """Where the ink of what is typed into the first fields begins and ends, as shares of a field's width.

    Typed and painted as Chrome does, and without any font of the machine's.
    """
    pdf, plain = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument(data)
    pdf.init_forms()
    page, form = pdf[0], pdf.formenv.raw
    with opened(data) as file:
        fields = [field.Rect for field in file.pages[0].Annots if field.get("/FT") == "/Tx"]
        places = [
            (float(left), min(float(top), float(low)), float(right), max(float(top), float(low)))
            for left, low, right, top in fields[: len(texts)]
        ]
    for (left, low, right, high), words in zip(places, texts, strict=True):
        at = ((left + right) / 2, (low + high) / 2)
        raw.FORM_OnMouseMove(form, page.raw, 0, *at)
        raw.FORM_OnLButtonDown(form, page.raw, 0, *at)
        raw.FORM_OnLButtonUp(form, page.raw, 0, *at)
        buffer = ctypes.create_string_buffer((words + "\0").encode("utf-16-le"))
        raw.FORM_ReplaceSelection(form, page.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    raw.FORM_ForceToKillFocus(form)
    filled = page.render(scale=2, may_draw_forms=True).to_pil()
    ink = ImageChops.difference(filled, plain[0].render(scale=2).to_pil())
    height = page.get_height()
    found = []
    for left, low, right, high in places:
        cropped = ink.crop(tuple(round(2 * side) for side in (left, height - high, right, height - low)))
        box = cropped.convert("L").point(lambda shade: 255 * (shade > 60)).getbbox()
        assert box, "nothing can be seen of what was typed"
        found.append((box[0] / cropped.width, box[2] / cropped.width))
    return found


@pytest.mark.parametrize("theme", theme_names())
def test_what_is_typed_is_seen_in_the_scripts_of_the_theme(theme: str) -> None:
    seen = typed(pdf.render(form(*AREAS), RenderSettings(open_theme(theme))).data, TYPED)
    assert [begin for begin, _ in seen if begin > 0.1] == []
    assert [end - begin for begin, end in seen if end - begin < 0.1] == []


@pytest.mark.parametrize("language", ["he", "ar"])
def test_what_is_typed_stands_at_the_right_where_text_does(language: str) -> None:
    of = next(iter(scorecard(ladder(level("L3", "Senior", *AREAS), language=language))))
    data = pdf.render(of, RenderSettings(open_theme("slate"))).data
    assert [end for _, end in typed(data, TYPED) if end < 0.9] == []
    assert failures(data, "PDF/UA-1") == []


def test_the_font_of_fields_is_embedded_whole_and_named_where_fields_look_for_it() -> None:
    with opened(pdf.render(form(*AREAS), RenderSettings(open_theme("slate"))).data) as file:
        fonts = file.Root.AcroForm.DR.Font
        names = {str(field.DA).split()[-3] for field in file.Root.AcroForm.Fields if "/DA" in field}
        (name,) = names
        assert (
            fonts[name].DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
            == font_file(Path(), "fonts/SlateFields.ttf").read_bytes()
        )
