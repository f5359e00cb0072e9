"""Words that are hard to set: they stay on their page, whole and in order, and the file stays valid."""

import re
from itertools import pairwise

import pypdfium2
import pytest

from editions import sheet
from ladder_export.core.document import Document
from ladder_export.core.text import parse
from ladder_export.files.resources import theme_names
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf
from ladder_export.writers.html import jinja, render
from ladders import ladder, level, section
from writers.pdfs import failures, flat, text

THEMES = sorted(theme_names())
LONG = "SigningCertificateRotationControllerReconciliationLoopBackoffConfigurationProviderFactoryBean"
SNAKE = "infrastructure_as_code_platform_observability_and_incident_response_repository_of_all"


def sheet_of(*texts: str, facts: tuple[tuple[str, str], ...] = (), codes: tuple[str, ...] = ("L1",)) -> Document:
    """The sheet of the first of these levels."""
    levels = [level(code, f"Engineer {code}", section("Craft", *texts), facts=facts) for code in codes]
    return next(iter(sheet(ladder(*levels))))


def reaches(data: bytes) -> tuple[float, float]:
    """How far left and right text goes on the pages, as shares of their width."""
    sides = []
    for page in pypdfium2.PdfDocument(data):
        words = page.get_textpage()
        for number in range(words.count_rects()):
            left, _, right, _ = words.get_rect(number)
            sides += [left / page.get_width(), right / page.get_width()]
    return min(sides), max(sides)


@pytest.mark.parametrize("theme", THEMES)
def test_words_longer_than_a_line_stay_on_the_page(theme: str) -> None:
    one = sheet_of(LONG, f"I own the {LONG} class.", "short", facts=(("Repository", SNAKE), ("Tools", "Teams")))
    data = pdf.render(one, RenderSettings(open_theme(theme))).data
    left, right = reaches(data)
    assert 0.04 < left < right < 0.96
    assert text(data).replace(" ", "").count(LONG) == 2
    assert "Teams" in text(data)
    assert failures(data) == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_track_of_many_levels_stays_on_the_page(theme: str) -> None:
    codes = tuple(f"Band {number}" for number in range(1, 16))
    data = pdf.render(sheet_of("I build.", codes=codes), RenderSettings(open_theme(theme))).data
    assert reaches(data)[1] < 0.96
    assert "Band 1 Band 2 …" in text(data)


def test_lines_break_where_they_were_broken() -> None:
    shown = jinja.inline(parse("First line.\\\nSecond **line.\\\nThird** line."))
    assert shown == "First line.<br>Second<span> </span><strong>line.</strong><br><strong>Third</strong> line."
    data = pdf.render(sheet_of("First line.\\\nSecond line."), RenderSettings(open_theme("slate"))).data
    lines = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded().splitlines()
    assert any(line.endswith("First line.") for line in lines)


@pytest.mark.parametrize(
    "linked",
    [
        "Read **[the guide](https://example.org)** first",
        "Run [`kubectl`](https://example.org) daily",
        "See *[the book](https://example.org)* and [**that**, too](https://example.org/too)",
    ],
)
def test_a_link_may_be_strong_or_code_or_emphasised(linked: str) -> None:
    assert failures(pdf.render(sheet_of(linked), RenderSettings(open_theme("slate"))).data) == []


@pytest.mark.parametrize("emoji", ["1️⃣", "🏳️‍🌈", "❤️‍🔥", "👩‍💻", "🇩🇪", "✅"])
def test_emoji_of_several_characters_are_read_back(emoji: str) -> None:
    data = pdf.render(sheet_of(f"Step {emoji} then"), RenderSettings(open_theme("slate"))).data
    assert flat(f"Step {emoji} then").replace("\ufe0f", "") in text(data).replace("\ufe0f", "")
    assert failures(data) == []


def test_no_word_stands_alone_that_others_fit_beside() -> None:
    words = "identified a significant problem or opportunity and created a lasting solution for many teams"
    for room in range(150, 330, 6):
        shown = jinja.inline(parse(f"I {words} **best fit** of all."))
        style = f"<div style='width:{room}px'><p>{shown}</p></div>"
        engine = pdf.engine_for(RenderSettings(open_theme("slate")))
        page = engine.layout(f"<html lang='en'><title>x</title>{style}</html>", "pdf/a-3a").write_pdf()
        lines = pypdfium2.PdfDocument(page)[0].get_textpage().get_text_bounded().split("\r\n")
        lines = [line for line in lines if re.search("[a-z]", line)]
        widest = max(map(len, lines))
        lonely = [line for line, after in pairwise(lines) if len(line) + 1 + len(after.split()[0]) < 0.7 * widest]
        assert lonely == []


def test_a_long_fact_has_a_line_to_itself_in_folio() -> None:
    facts = (("Scope", "Team."), ("Evaluation", "A long one. " * 12), ("Horizon", "A year."))
    shown = render.render_sheet(
        sheet_of("I build.", facts=facts), RenderSettings(open_theme("folio")), pdf.LayoutParams(1.0, ())
    )
    assert 'colspan="3">A long one.' in shown
    assert all(label in shown for label, _ in facts)
