"""A long summary goes on below a sheet's header, where it flows over the columns, word for word."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editions import documents_of
from ladder_export.core.document import Document, Prose
from ladder_export.core.model import Paragraph
from ladder_export.core.text import parse
from ladder_export.files.resources import theme_names
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf
from ladder_export.writers.layout.long_summary import with_short_header
from ladders import PLACE, ladder, level, section
from writers.pdfs import failures, flat, text

SENTENCE = "I bake with **help**, I ask early when a batch goes wrong, and I tell others what the week will need."


def sheet_of(*summary: str) -> Document:
    return next(documents_of("sheet", ladder(level("L1", "Baker", section("Craft", "I bake."), summary=summary))))


def parted(*summary: str) -> tuple[list[str], list[str]]:
    """The paragraphs in the header, and those below it."""
    document = with_short_header(sheet_of(*summary))
    (shown,) = (piece for piece in document.header_pieces if isinstance(piece, Prose))
    first = document.sections[0]
    below = [] if first.title else [one.plain for piece in first.pieces for one in piece.paragraphs]
    return [one.plain for one in shown.paragraphs], below


def test_a_summary_of_some_lines_stays_in_the_header() -> None:
    assert parted(*[SENTENCE] * 6) == ([parse(SENTENCE).plain] * 6, [])


def test_whole_paragraphs_and_lines_go_on_in_the_body() -> None:
    plain = parse(SENTENCE).plain
    assert parted(*[SENTENCE] * 20) == ([plain] * 8, [plain] * 12)
    assert parted("\\\n".join([SENTENCE] * 20)) == (["\n".join([plain] * 8)], [plain] * 12)


def test_one_long_paragraph_is_parted_between_sentences_else_between_words() -> None:
    (shown,), (rest,) = parted(" ".join([SENTENCE] * 20))
    assert shown.endswith("will need.")
    assert rest.startswith("I bake")
    (shown,), (rest,) = parted("word " * 400)
    assert (shown.split()[-1], rest.split()[0]) == ("word", "word")
    (shown,), (rest,) = parted("私は毎週パンを焼き、早めに助けを求めます。" * 60)
    assert shown.endswith("。")


@given(st.lists(st.text("ab .\n名👩‍", min_size=1, max_size=900), min_size=1, max_size=4))
def test_no_word_is_lost_whatever_the_summary_is(paragraphs: list[str]) -> None:
    document = sheet_of(*paragraphs)
    (whole,) = (piece for piece in document.header_pieces if isinstance(piece, Prose))
    shown, rest = parted(*paragraphs)
    assert "".join("".join((*shown, *rest)).split()) == "".join("".join(one.plain for one in whole.paragraphs).split())


@pytest.mark.parametrize("theme", theme_names())
def test_the_header_takes_no_more_than_a_third_of_the_page_and_the_rest_both_columns(theme: str) -> None:
    summary = [f"Paragraph {n}: {SENTENCE} {SENTENCE}" for n in range(24)]
    written = pdf.render(sheet_of(*summary), RenderSettings(open_theme(theme)))
    assert (written.count, written.problems, failures(written.data)) == (1, (), [])
    shown = text(written.data)
    assert [one for one in summary if shown.count(flat(parse(one).plain)) != 1] == []
    with pypdfium2.PdfDocument(written.data) as file:
        width, height = file[0].get_size()
        read = file[0].get_textpage()
        places = [read.get_charbox(read.search(f"Paragraph {n}:").get_next()[0]) for n in (3, 4, 23)]
    assert height - places[0][3] < height / 3
    assert [left > width / 2 for left, *_ in places] == [False, False, True]


@pytest.mark.parametrize("theme", theme_names())
def test_paragraphs_flow_over_both_columns(theme: str) -> None:
    care = section("Care")
    paragraphs = tuple(Paragraph(parse(f"Area {n}. {SENTENCE} {SENTENCE}"), PLACE) for n in range(24))
    of = ladder(level("L1", "Baker", replace(care, own=replace(care.own, intro=paragraphs))))
    document = next(documents_of("sheet", of))
    written = pdf.render(document, RenderSettings(open_theme(theme)))
    assert (written.count, written.problems) == (1, ())
    with pypdfium2.PdfDocument(written.data) as file:
        width = file[0].get_width()
        read = file[0].get_textpage()
        starts = [read.get_charbox(read.search(f"Area {n}.").get_next()[0])[0] for n in range(24)]
        columns = [start > starts[0] + width / 3 for start in starts]
    assert columns == sorted(columns)
    assert 9 < sum(columns) < 15
