"""The first layout is mostly the last, and what came before in the same process changes nothing."""

from dataclasses import replace

import pytest

from editions import sheet
from ladder_export.core.document import Document
from ladder_export.files.resources import theme_names
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from ladders import ladder, level, section

THEMES = sorted(theme_names())
WORDS = (
    "I weigh what a change costs against what it brings, and say which of both I am unsure of.",
    "I lead reviews.",
    "When something breaks I help to find out why, write down what we learned and see to it that it is put right.",
    "I explain my team's domain to people from elsewhere in words of their own.",
)


def sheets() -> list[Document]:
    """Levels of 20 to 60 points, so that every size of the theme's range is met."""
    levels = [
        level(
            f"L{number}",
            f"Engineer {number}",
            *(
                section(
                    f"Area {area}",
                    *(f"{WORDS[(number + area + item) % 4]} {item}" for item in range(3 + (number * area) % 7)),
                    examples=tuple(f"{WORDS[(number + item) % 4]} {area}" for item in range(2 + number % 4)),
                )
                for area in range(1, 5)
            ),
            summary=(" ".join(WORDS[: 1 + number % 3]),),
            facts=(("Planning Horizon", "Current and next cycle."), ("Impact Radius", WORDS[number % 2])),
        )
        for number in range(8)
    ]
    return list(sheet(ladder(*levels)))


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize("theme", THEMES)
def test_most_levels_need_one_layout(theme: str, paper: str) -> None:
    settings = RenderSettings(open_theme(theme), PAPERS[paper])
    written = [pdf.render(document, settings) for document in sheets()]
    assert sum(one.layout.layout_count == 1 for one in written) >= 6
    # Text that got larger than it had to be small would also need one layout.
    assert all(one.layout.fill > 0.9 for one in written if 0.8 < one.layout.scale < 1.2)


def test_what_a_process_laid_out_before_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = RenderSettings(open_theme("slate"))
    first, second = sheets()[:2]
    other = replace(second, breadcrumbs=("A very long name of an organisation",) * 12, code="M" * 12)
    monkeypatch.setattr(pdf, "_calibrations", {})
    alone, gauge = pdf.render(first, settings).data, pdf.calibration_for(first, settings)
    monkeypatch.setattr(pdf, "_calibrations", {})
    pdf.render(other, settings)
    assert pdf.calibration_for(first, settings) == gauge
    assert pdf.render(first, settings).data == alone
