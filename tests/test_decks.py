"""What a deck says beyond its level's own words: what is new, where to go next, and the whole track."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from pptx import Presentation

from auditors import Audit
from conftest import ROOT
from editions import documents_of
from ladder_export.core.document import BeforeAfter, Bullets, Document, Facts, TrackProgress
from ladder_export.core.model import Fact, Ladder, Level
from ladder_export.core.text import plain_text
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme, with_deck_template
from ladder_export.writers import pptx as writer
from ladder_export.writers import slides
from ladder_export.writers.fonts.text_metrics import FontPair, open_deck_fonts
from ladder_export.writers.pptx import geometry
from ladder_export.writers.slides.bullet_lists import ListMeasurer
from ladder_export.writers.slides.card_slides import CARD_GUTTER_PT
from ladder_export.writers.slides.model import (
    BulletSlide,
    CardsSlide,
    FactsSlide,
    FormTableSlide,
    GridSlide,
    PanelSlide,
    SectionSlide,
    Slide,
    TitleSlide,
    TwoSectionsSlide,
    mark_legend,
)
from ladder_export.writers.slides.text_frames import DeckGeometry
from ladders import PLACE, level, rating, section, stress_ladders
from ladders import ladder as made_of
from writers import templates

LADDER = """
title: Ladder
export: {examples: %s}
sections: {craft: Craft}
tracks: {eng: Engineering}
levels:
  - {id: l1, code: L1, title: Junior, track: eng, sections: {craft: {statements: [I ask.]}}}
  - {id: l2, code: L2, title: Senior, track: eng, sections: {craft: {statements: [I ask., I answer.], examples: [I answered.]}}}
"""


def ladder(tmp_path: Path, examples: str = "slides") -> Ladder:
    file = tmp_path / "ladder.yaml"
    file.write_text(LADDER % examples, encoding="utf-8")
    return read(file)[0]


def documents(kind: str, of: Ladder) -> list[Document]:
    return list(documents_of(kind, of))


def test_a_deck_counts_and_marks_what_is_new_and_leads_on_to_the_next_level(tmp_path: Path) -> None:
    first, second = documents("deck", ladder(tmp_path))
    craft, closing = first.sections
    assert (craft.title, closing.title, closing.eyebrow) == ("Craft", "L2 Senior", "Next on this track")
    (climb,) = closing.pieces
    assert isinstance(climb, TrackProgress)
    assert [(rung.is_previous, rung.is_current, rung.href) for rung in climb.steps] == [
        (True, False, ""),
        (False, True, "l2.pptx"),
    ]
    assert [section.title for section in second.sections] == [
        "From L1 to L2",
        "Craft",
        "The highest level of this track",
    ]
    (facts,) = second.sections[0].pieces
    assert isinstance(facts, Facts)
    assert [(label, value.plain) for label, value in facts.rows] == [("New at this level", "1"), ("Stays", "1")]
    statements = second.sections[1].pieces[0]
    assert isinstance(statements, Bullets)
    assert [item.is_new for item in statements.items] == [False, True]
    assert second.labels == {"new": "New at this level"}


def slides_of(upper: Level, lower: Level) -> tuple[Slide, ...]:
    document = list(documents_of("deck", made_of(lower, upper)))[1]
    opened = open_theme("slate")
    return slides.build_slides(document, geometry.deck_geometry(opened.deck), open_deck_fonts(opened))


def test_every_new_statement_has_the_mark_and_each_slide_with_marks_says_what_they_mean() -> None:
    lower = level("L1", "Junior", section("Craft", "I ask."), section("Team", "I listen."))
    upper = level(
        "L2",
        "Senior",
        section("Money", "I listen."),
        section("Craft", "I ask.", "I build."),
        section("Team", "We hire together."),
    )
    shown = slides_of(upper, lower)
    (shared,) = (slide for slide in shown if isinstance(slide, TwoSectionsSlide))
    assert (shared.heading.title, shared.second_heading.title) == ("Craft", "Team")
    assert [[paragraph.is_new for paragraph in column] for column in shared.statements] == [[False, True], [True]]
    assert mark_legend(shared, {"new": "New"}) == "★ New"
    assert [mark_legend(slide, {"new": "New"}) for slide in shown if slide.heading.title == "Money"] == [""]


def test_the_mark_is_explained_beside_an_area_without_news() -> None:
    lower = level("L1", "Junior", section("Craft", "I ask."), section("Team", "I listen."))
    upper = level("L2", "Senior", section("Craft", "I ask."), section("Team", "We hire together."))
    (shared,) = (slide for slide in slides_of(upper, lower) if isinstance(slide, TwoSectionsSlide))
    assert [[paragraph.is_new for paragraph in column] for column in shared.statements] == [[False], [True]]
    assert mark_legend(shared, {"new": "New"}) == "★ New"


@pytest.mark.parametrize("kind", ["deck", "track-deck"])
@pytest.mark.parametrize("template", ["", "german"])
def test_a_slide_explains_the_mark_if_and_only_if_it_has_one(kind: str, template: str, tmp_path: Path) -> None:
    theme = open_theme("slate")
    settings = RenderSettings(with_deck_template(theme, templates.stored(tmp_path, template)) if template else theme)
    found = set[tuple[bool, bool]]()
    for document in documents_of(kind, read(ROOT / "ladder")[0]):
        for slide in Presentation(BytesIO(writer.render(document, settings).data)).slides:
            texts = [shape.text_frame.text for shape in slide.placeholders if shape.has_text_frame]
            says = any(text.endswith(" · ★ New at this level") for text in texts)
            found.add((bool(slide.element.xpath(".//a:buChar[@char='★']")), says))
    assert found == {(False, False), (True, True)}


def test_facts_before_and_after_stand_side_by_side_with_the_numbers_of_statements() -> None:
    lower = replace(
        level("L1", "Junior", section("Craft", "I ask.", "I go.")),
        facts=(Fact("time", "Time", plain_text("Day."), PLACE),),
    )
    upper = replace(
        level("L2", "Senior", section("Craft", "I ask.")), facts=(Fact("time", "Time", plain_text("Year."), PLACE),)
    )
    changes = list(documents_of("deck", made_of(lower, upper)))[1].sections[1]
    (contrast,) = changes.pieces
    assert isinstance(contrast, BeforeAfter)
    assert (changes.title, contrast.headings[1:]) == ("From L1 to L2", ("L1 Junior", "L2 Senior"))
    assert [(label, before.plain, after.plain) for label, before, after in contrast.rows] == [
        ("Time", "Day.", "Year."),
        ("Statements", "2", "1: 1 unchanged"),
    ]
    opened = open_theme("slate")
    shown = slides.build_slides(
        list(documents_of("deck", made_of(lower, upper)))[1],
        geometry.deck_geometry(opened.deck),
        open_deck_fonts(opened),
    )
    (table,) = (slide for slide in shown if isinstance(slide, FormTableSlide))
    for _, ((before,), (after,)) in ((row.cells[0], row.cells[1:]) for row in table.rows):
        assert before.muted
        assert not any(run.strong for run in before.text.runs)
        assert not after.muted
        assert all(run.strong for run in after.text.runs)


def test_where_everything_is_new_nothing_is_counted_and_nothing_marked() -> None:
    lower, upper = (
        level("L1", "Junior", section("Craft", "I ask.")),
        level("L2", "Senior", section("Craft", "We build.")),
    )
    document = list(documents_of("deck", made_of(lower, upper)))[1]
    assert [section.title for section in document.sections] == ["Craft", "The highest level of this track"]
    assert not any(item.is_new for item in document.sections[0].pieces[0].items)  # type: ignore[union-attr]  # statements
    assert document.sections[0].eyebrow == ""


def test_examples_stand_on_slides_or_in_the_notes_alone(tmp_path: Path) -> None:
    for examples, roles in (("slides", ["statements", "examples"]), ("notes", ["statements"])):
        craft = documents("deck", ladder(tmp_path, examples))[1].sections[1]
        assert [piece.role for piece in craft.pieces if isinstance(piece, Bullets)] == roles
        assert [piece.role for piece in craft.notes if isinstance(piece, Bullets)] == ["examples"]


def test_a_track_is_one_deck_whose_agenda_and_chapters_lead_to_each_other(tmp_path: Path) -> None:
    (deck,) = documents("track-deck", ladder(tmp_path))
    agenda, *rest = deck.sections
    (climb,) = agenda.pieces
    assert isinstance(climb, TrackProgress)
    assert [(rung.code, rung.href) for rung in climb.steps] == [("L1", "#l1"), ("L2", "#l2")]
    assert [(section.title, section.anchor) for section in rest if section.chapter] == [
        ("L1 Junior", "l1"),
        ("L2 Senior", "l2"),
    ]


@pytest.mark.parametrize("language", ["en", "ja", "ar"])
@pytest.mark.parametrize("count", [1, 15])
def test_a_track_of_any_length_is_a_sound_deck(count: int, language: str, tmp_path: Path, audit: Audit) -> None:
    words = {"en": "I ask before I build.", "ja": "作る前に質問します。", "ar": "أسأل قبل أن أبني."}[language]
    ratings = tuple(rating(f"c{n}", f"{words[:8]} {n}", words[:5], n, 3) for n in range(1, 4))
    levels = (
        replace(level(f"L{n}", words[:12], section(words[:9], f"{words} {n}", examples=(words,))), ratings=ratings)
        for n in range(count)
    )
    (document,) = documents_of("track-deck", made_of(*levels, language=language))
    file = tmp_path / "deck.pptx"
    file.write_bytes(writer.render(document, RenderSettings(open_theme("slate"))).data)
    pages = Presentation(str(file)).slides
    assert len({slide.shapes.title.text_frame.text for slide in pages}) == len(pages)
    assert sum(shape.has_chart for slide in pages for shape in slide.shapes) == count
    notes = [slide.notes_slide.notes_text_frame.text for slide in pages if slide.has_notes_slide]
    assert sum(words in text for text in notes) == count
    assert audit(file) == []


# ---- nothing floats in white


def fill(slide: Slide, sizes: DeckGeometry, faces: FontPair) -> float:
    """How much of its body's height a slide takes, as it was measured; what is drawn to fill it takes all."""
    assert sizes.columns
    halves = sizes.columns.body
    match slide:
        case BulletSlide():
            tall = ListMeasurer(sizes, faces, sizes.body, slide.role).list_height_pt(slide.paragraphs, slide.size_pt)
        case PanelSlide():
            left = ListMeasurer(sizes, faces, slide.panel.statements, "statements").list_height_pt(
                slide.statements, slide.size_pt
            )
            tall = max(
                left,
                ListMeasurer(sizes, faces, slide.panel.examples, "examples").list_height_pt(
                    slide.examples, slide.examples_size_pt
                ),
            )
        case TwoSectionsSlide():
            stated = (
                ListMeasurer(sizes, faces, halves, "statements").list_height_pt(points, slide.size_pt)
                for points in slide.statements
            )
            quiet = (
                ListMeasurer(sizes, faces, halves, "examples").list_height_pt(some, slide.examples_size_pt)
                for some in slide.examples
            )
            tall = max(map(sum, zip(stated, quiet, strict=True)))
        case CardsSlide():
            tall = sum(slide.row_heights_pt)
        case FactsSlide():
            tall = sum(row.height_pt for row in slide.rows)
        case FormTableSlide() | GridSlide():
            tall = slide.height_pt
        case _:
            return 1.0
    return tall / sizes.body.height_pt


@pytest.mark.parametrize("shape", ["16:9", "4:3"])
@pytest.mark.parametrize("theme", ["slate", "folio"])
def test_no_slide_of_our_ladder_is_nearly_empty_and_no_text_small(theme: str, shape: str, own_ladder: Ladder) -> None:
    opened = open_theme(theme)
    opened = replace(opened, deck=opened.deck.model_copy(update={"slide": shape}))
    sizes, faces = geometry.deck_geometry(opened.deck), open_deck_fonts(opened)
    for edition in ("deck", "track-deck", "matrix", "promotion"):
        for document in documents_of(edition, own_ladder):
            found = slides.build_slides(document, sizes, faces)
            assert edition != "deck" or len(found) <= 9
            assert [slide.heading.text for slide in found if fill(slide, sizes, faces) < 0.35] == []
            assert len({one.heading.size_pt for one in found if not isinstance(one, TitleSlide | SectionSlide)}) == 1
            data = writer.render(document, RenderSettings(opened)).data
            sizes_of_text = [
                int(size)
                for slide in Presentation(BytesIO(data)).slides
                for shape in slide.shapes
                if shape.name != "Icon"
                for size in shape.element.xpath(".//a:rPr/@sz | .//a:defRPr/@sz")
            ]
            assert min(sizes_of_text) >= 100 * opened.deck.smallest


STRESS = dict(stress_ladders())


@pytest.mark.parametrize("shape", ["16:9", "4:3"])
@pytest.mark.parametrize("theme", ["slate", "folio"])
@pytest.mark.parametrize("extreme", STRESS)
def test_no_slide_of_an_extreme_ladder_is_nearly_empty_overfull_or_ends_with_a_heading(
    extreme: str, theme: str, shape: str
) -> None:
    opened = open_theme(theme)
    opened = replace(opened, deck=opened.deck.model_copy(update={"slide": shape}))
    faces = open_deck_fonts(opened)
    for edition in ("deck", "track-deck", "matrix", "promotion"):
        for document in documents_of(edition, STRESS[extreme]):
            sizes = geometry.deck_geometry(opened.deck, document.language)
            found = slides.build_slides(document, sizes, faces)
            for slide in found:
                full, is_card = fill(slide, sizes, faces), isinstance(slide, CardsSlide)
                # Where nothing more belongs on a slide, its text is as large as it may be.
                assert full >= 0.35 or getattr(slide, "size_pt", 0) >= 28, (slide.heading.text, full)
                assert full <= 1 + is_card * CARD_GUTTER_PT / sizes.body.height_pt, (slide.heading.text, full)
            for before, after in pairwise(found):
                if isinstance(before, BulletSlide) and isinstance(after, BulletSlide) and after.heading.part:
                    is_same = before.heading.title == after.heading.title
                    assert not is_same or after.paragraphs[0].depth <= before.paragraphs[-1].depth, after.heading.text


@pytest.mark.parametrize("edition", ["deck", "matrix", "promotion"])
def test_a_credit_stands_on_the_last_slide_or_the_first_and_needs_none_of_its_own(edition: str) -> None:
    of = made_of(level("L1", "Engineer", section("Craft", "I ask.")), level("L2", "Lead", section("Craft", "We ask.")))
    document = list(documents_of(edition, replace(of, credit=plain_text("CC0"))))[-1]
    opened = open_theme("slate")
    found = slides.build_slides(document, geometry.deck_geometry(opened.deck), open_deck_fonts(opened))
    place = -1 if edition == "deck" else 0
    assert [slide for slide in found if getattr(slide, "credit", None)] == [found[place]]
    page = list(Presentation(BytesIO(writer.render(document, RenderSettings(opened)).data)).slides)[place]
    assert "CC0" in [shape.text_frame.text.splitlines()[-1] for shape in page.placeholders if shape.text_frame.text]
