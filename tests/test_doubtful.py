"""What has to be made to be told about: little, and everything that could be wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editions import job, sheet
from ladder_export.build.check import INLINE_JOB_LIMIT, documents_to_render
from ladder_export.build.plan import Job
from ladder_export.build.workers.remote_call import call_in_worker
from ladder_export.core.document import Document, Section
from ladder_export.core.formats import FORMATS
from ladder_export.core.radar import Radar, RadarAxis
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from ladder_export.writers.layout.problem_forecast import is_safe, provably_fits
from ladders import ladder, level, section

SLATE = RenderSettings(open_theme("slate"))
POINT = "I weigh what a change costs against what it brings, and say which of both I am unsure of {}."


def dense(code: str, points: int) -> Document:
    """A sheet of four areas of so many points."""
    areas = (section(f"Area {n}", *(POINT.format(f"{n}{point}") for point in range(points))) for n in range(4))
    return next(iter(sheet(ladder(level(code, "Senior", *areas)))))


def jobs(*documents: Document) -> dict[int, Job]:
    return {place: job(one, "pdf", f"sheets/{one.slug}.pdf") for place, one in enumerate(documents)}


def test_the_measures_of_the_theme_settle_what_looks_doubtful() -> None:
    full, over = [dense(f"L{n}", 13) for n in range(INLINE_JOB_LIMIT + 2)], dense("L99", 30)
    assert not any(is_safe(one, "pdf", SLATE) for one in full)
    asked = jobs(*full, over)
    assert list(documents_to_render(asked, SLATE, here=True)) == [0, INLINE_JOB_LIMIT + 2]
    assert list(documents_to_render(asked, SLATE, here=False)) == list(asked)


def test_a_few_are_sooner_made_than_measured() -> None:
    asked = jobs(*(dense(f"L{n}", 13) for n in range(INLINE_JOB_LIMIT)))
    assert list(documents_to_render(asked, SLATE, here=True)) == list(asked)


def test_what_was_not_foreseen_for_other_reasons_is_made_whatever_its_size() -> None:
    asked = jobs(*(dense(f"L{n}", 1) for n in range(INLINE_JOB_LIMIT + 2)))
    assert list(documents_to_render(asked, SLATE, here=True)) == [0]
    validated = replace(SLATE, validate=True)
    assert list(documents_to_render(asked, validated, here=True)) == list(asked)


@pytest.mark.parametrize("theme", ["slate", "folio"])
@pytest.mark.parametrize("paper", PAPERS)
def test_what_is_said_to_fit_by_the_measures_of_its_theme_does(theme: str, paper: str) -> None:
    settings = RenderSettings(open_theme(theme), PAPERS[paper])
    said = {
        points: provably_fits(one, settings, pdf.calibration_for(one, settings))
        for points in range(11, 19)
        if (one := dense("L3", points))
    }
    assert {True, False} == set(said.values())
    last = max(points for points, fits in said.items() if fits)
    assert pdf.render(dense("L3", last), settings).problems == ()


def test_what_the_measures_do_not_tell_about_stays_doubtful() -> None:
    plain = dense("L3", 2)
    gauge = pdf.calibration_for(plain, SLATE)
    assert provably_fits(plain, SLATE, gauge)
    radar = Section("Profile", (Radar((RadarAxis("Depth", "Some", 1, 3),) * 3, 3, "Profile"),))
    assert not provably_fits(replace(plain, sections=(*plain.sections, radar)), SLATE, gauge)


def test_an_engine_is_asked_in_a_process_of_its_own() -> None:
    one = dense("L3", 2)
    assert call_in_worker(FORMATS["pdf"].module, "calibration_for", [(one, SLATE)]) == (
        pdf.calibration_for(one, SLATE),
    )
    assert call_in_worker(FORMATS["pdf"].module, "calibration_for", [("no document", SLATE)]) == ()
    assert call_in_worker("ladder_export.nowhere", "calibration_for", []) == ()
