"""No text is drawn beyond its column or page: words break wherever marks stand in them, or a problem says which do not."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editions import documents_of
from ladder_export.core.model import Ladder, Paragraph
from ladder_export.core.text import parse, plain_text
from ladder_export.files.resources import theme_names
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf
from ladders import PLACE, ladder, level, rating, section
from writers.pdfs import failures, text

EDITIONS = ("sheet", "scorecard", "promotion", "matrix", "handbook")
MARKS = ("{}", "**{}**", "*{}*", "`{}`", "[{}](https://example.org/)")


@dataclass
class Chance:
    """Numbers that follow from a first one (Knuth's linear congruence), so that one draw makes a whole ladder."""

    state: int

    def randint(self, least: int, most: int) -> int:
        """Return the next number between two, both included."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return least + (self.state >> 33) % (most - least + 1)

    def choice(self, values: Sequence[str]) -> str:
        """Return one of several texts."""
        return values[self.randint(0, len(values) - 1)]


def word(chance: Chance, length: int) -> str:
    return "".join(chance.choice("abcdefghijklmnopqrstuvwxyzäöü") for _ in range(length))


def marked(chance: Chance) -> str:
    """A word of 30 to 160 letters, parts of which are marked."""
    parts = [word(chance, chance.randint(1, 40)) for _ in range(chance.randint(2, 6))]
    return "".join(chance.choice(MARKS).format(part) for part in parts)


def sentence(chance: Chance) -> str:
    return " ".join(chance.choice((marked(chance), word(chance, 4), word(chance, 60))) for _ in range(2))


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """Three levels whose texts and titles hold words longer than any line."""
    chance = Chance(draw(st.integers(0, 10**9)))

    def title() -> str:
        return chance.choice((word(chance, 8), word(chance, 45), f"{word(chance, 9)}-{word(chance, 60)}"))

    def one(number: int) -> object:
        area = section(title(), *(sentence(chance) for _ in range(3)), examples=(sentence(chance),), icon="🦉")
        own = replace(area.own, intro=(Paragraph(parse(sentence(chance)), PLACE),))
        found = level(
            f"L{number}",
            title(),
            replace(area, own=own),
            summary=(sentence(chance),),
            facts=tuple((title(), sentence(chance)) for _ in range(3)),
        )
        ratings = tuple(rating(f"c{n}", title(), title(), n, 4) for n in range(1, 4))
        return replace(found, ratings=ratings, code=chance.choice((f"L{number}", word(chance, 30))))

    of = ladder(*(one(number) for number in range(1, 4)))  # type: ignore[arg-type]  # levels, as `replace` keeps them
    track = replace(of.tracks[0], title=title(), family=title(), summary=parse(sentence(chance)))
    return replace(
        of, title=title(), organisation=title(), edition=word(chance, 12), tracks=(track,), credit=plain_text("")
    )


def strays(data: bytes) -> list[str]:
    """Text that a PDF draws beyond its margins, or over other text: what PDFium finds, which knows no box of ours."""
    found = []
    with pypdfium2.PdfDocument(data) as file:
        for page in file:
            width, height = page.get_size()
            read = page.get_textpage()
            boxes = [read.get_rect(number) for number in range(read.count_rects())]
            for left, bottom, right, top in boxes:
                if left < 0 or right > width + 0.5 or bottom < 0 or top > height:
                    found.append(
                        f"{read.get_text_bounded(left, bottom, right, top)!r} at {left:.0f}–{right:.0f} of {width:.0f}"
                    )
            found += [repr(read.get_text_bounded(*one)) for one in boxes if _is_overprinted(one, boxes)]
    return found


def _is_overprinted(one: tuple[float, ...], boxes: list[tuple[float, ...]]) -> bool:
    """Whether another box begins within this one, on the same line: a column that another runs into."""
    left, bottom, right, top = one
    middle = (bottom + top) / 2
    return any(
        other is not one and left + 1 < other[0] < right - 4 and other[1] < middle < other[3] and other[2] > right
        for other in boxes
    )


@pytest.mark.parametrize("theme", theme_names())
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(of=ladders())
def test_every_drawn_text_lies_in_its_column_or_a_problem_says_which_does_not(theme: str, of: Ladder) -> None:
    for edition in EDITIONS:
        written = pdf.render(next(documents_of(edition, of)), RenderSettings(open_theme(theme), page_budget=9))
        assert (edition, strays(written.data)) == (edition, [])
        assert [problem for problem in written.problems if problem.code == "text-overflow"] == []


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("edition", EDITIONS[:4])
def test_long_names_of_all_that_a_level_is_a_part_of_stay_on_the_page(edition: str, theme: str) -> None:
    craft = section("Craft", "I build.")
    of = ladder(level("L1", "One", craft), level("L2", "Two", craft))
    track = replace(of.tracks[0], title="🦉" * 30, family="family" * 20)
    of = replace(of, organisation="organisation" * 12, tracks=(track,))
    written = pdf.render(next(documents_of(edition, of)), RenderSettings(open_theme(theme)))
    assert (written.problems, strays(written.data)) == ((), [])


HALF_BOLD = "I look after *un*" + "selbstverstaendlichkeits" * 3 + " and **tug**" + "_rope" * 25 + " daily."


@pytest.mark.parametrize("edition", EDITIONS[:4])
def test_a_word_that_begins_with_a_mark_is_broken_and_nothing_of_it_is_lost(edition: str) -> None:
    area = section("Craft", HALF_BOLD)
    levels = (level("L1", "One", area, facts=(("Path", HALF_BOLD), ("Radius", "Crews"))), level("L2", "Two", area))
    document = next(documents_of(edition, ladder(*levels)))
    written = pdf.render(document, RenderSettings(open_theme("slate")))
    assert (written.problems, strays(written.data)) == ((), [])
    assert "unselbstverstaendlichkeits" in text(written.data).replace(" ", "")
    assert parse(HALF_BOLD).plain.replace(" ", "") in text(written.data).replace(" ", "")
    assert failures(written.data, "PDF/UA-1") == []


def test_a_theme_that_draws_text_beyond_its_column_is_told(tmp_path: Path) -> None:
    theme = tmp_path / "wide"
    shutil.copytree(open_theme("slate").folder, theme)
    with (theme / "print.css").open("a", encoding="utf-8") as css:
        css.write("li { white-space: nowrap }")
    long = section("Craft", "I say what there is to say " * 9, "I end.")
    (problem,) = pdf.render(
        next(documents_of("sheet", ladder(level("L1", "One", long)))), RenderSettings(open_theme(str(theme)))
    ).problems
    assert (problem.code, problem.severity) == ("text-overflow", "warning")
    assert "in the sheet of L1 the line '•I say what there is to say" in problem.message


@pytest.mark.parametrize("theme", theme_names())
def test_no_mark_stands_alone_where_a_line_just_fits(theme: str, own_ladder: Ladder) -> None:
    for document in documents_of("sheet", own_ladder):
        with pypdfium2.PdfDocument(pdf.render(document, RenderSettings(open_theme(theme))).data) as file:
            lines = [line.strip() for page in file for line in page.get_textpage().get_text_bounded().splitlines()]
        assert [line for line in lines if line in {"•", "–", "▪"}] == []
