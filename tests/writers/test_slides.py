"""What stands on which slide: read it as the manual of the deck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_export.core.document import BlankTable, Document, EvidenceItem, EvidenceTable, Item, Section
from ladder_export.core.radar import Radar, RadarAxis
from ladder_export.core.text import parse, plain_text
from ladder_export.theme import open_theme
from ladder_export.writers.fonts.text_metrics import FontPair, line_starts, open_deck_fonts, text_width
from ladder_export.writers.pptx import geometry
from ladder_export.writers.slides import build_slides
from ladder_export.writers.slides.bullet_lists import ListMeasurer
from ladder_export.writers.slides.form_slides import FORM_GAP_PT
from ladder_export.writers.slides.model import (
    BulletSlide,
    CardsSlide,
    FactsSlide,
    FormTableSlide,
    PanelSlide,
    Paragraph,
    RadarSlide,
    SectionSlide,
    Slide,
    StaircaseSlide,
    TitleSlide,
    TwoSectionsSlide,
)
from ladder_export.writers.slides.packing import ellipsize, pack_into_slides, split_text, text_height_pt
from ladder_export.writers.slides.text_frames import PieceRole, TextFrame
from writers import deck_documents as sample

SIZES = geometry.deck_geometry(open_theme("slate").deck)
SENTENCE = "I take vertical slices of larger products from idea to production. "


@pytest.fixture(scope="module")
def faces() -> FontPair:
    return open_deck_fonts(open_theme("slate"))


def slides(document: Document) -> tuple[Slide, ...]:
    return build_slides(document, SIZES, open_deck_fonts(open_theme("slate")))


def statements(*items: str) -> list[BulletSlide]:
    """The slides of a single area with these statements."""
    found = slides(sample.document(sample.area("", "Craft", items)))[1:]
    return [slide for slide in found if isinstance(slide, BulletSlide)]


def test_a_level_is_a_title_its_facts_and_per_area_statements_with_their_examples_beside_them() -> None:
    titles = [(type(slide), slide.heading.text) for slide in slides(sample.SEED)]
    assert titles == [
        (TitleSlide, "Senior Cloud Security Engineer"),
        (CardsSlide, "At a glance"),
        (PanelSlide, "Domain expertise (1/2)"),
        (PanelSlide, "Domain expertise (2/2)"),
        (PanelSlide, "Teaching and Mentoring"),
        (TwoSectionsSlide, "Culture and Leadership"),
    ]
    shared = slides(sample.SEED)[-1]
    assert isinstance(shared, TwoSectionsSlide)
    assert shared.second_heading.text == "Business Success"
    assert shared.second_heading.size_pt == shared.heading.size_pt


def test_without_a_layout_for_both_examples_follow_the_statements() -> None:
    plain = replace(SIZES, panels=(), columns=None, is_own_design=False, largest_size_pt=0)
    found = build_slides(sample.SEED, plain, open_deck_fonts(open_theme("slate")))
    assert [slide.heading.text for slide in found][1:5] == [
        "At a glance",
        "Domain expertise",
        "Domain expertise · Examples",
        "Teaching and Mentoring",
    ]


def test_the_title_slide_carries_code_lineage_summary_and_climb() -> None:
    title = slides(sample.SEED)[0]
    assert isinstance(title, TitleSlide)
    assert (title.mark, title.breadcrumbs) == ("L3", ("Octopus", "Engineering ladder", "Cloud Security"))
    assert [text.plain for text in title.summary] == [sample.SUMMARY]
    assert title.staircase
    assert [(step.code, step.is_current) for step in title.staircase.steps] == [
        ("L2", False),
        ("L3", True),
        ("L4", False),
    ]
    assert title.staircase.description == "Levels of this track: L2 Engineer 0 · [L3 Engineer 1] · L4 Engineer 2"


def test_a_long_code_still_stands_on_one_line(faces: FontPair) -> None:
    title = slides(sample.document(mark="Distinguished Fellow of the Order"))[0]
    assert isinstance(title, TitleSlide)
    assert text_width(plain_text(title.mark), faces, title.mark_size_pt, strong=True) <= SIZES.cover.width_pt


def test_text_grows_where_there_is_little_and_examples_stay_smaller() -> None:
    full, _, light = [slide for slide in slides(sample.SEED) if isinstance(slide, PanelSlide)]
    assert SIZES.smallest_size_pt <= full.examples_size_pt < full.size_pt < light.size_pt
    assert light.size_pt > SIZES.body.size_pt
    (alone,) = statements("I ask.")
    assert alone.size_pt > SIZES.largest_size_pt


@pytest.mark.parametrize(
    ("count", "groups"), [(1, [1]), (7, [7]), (8, [8]), (9, [4, 5]), (15, [7, 8]), (61, [7] * 3 + [8] * 5)]
)
def test_more_than_eight_statements_run_on_evenly(count: int, groups: list[int]) -> None:
    found = statements(*(f"I do {n:02}." for n in range(count)))
    assert sorted(len(slide.paragraphs) for slide in found) == groups


def test_slides_that_run_on_are_numbered() -> None:
    found = statements(*(f"I do {n}." for n in range(15)))
    assert [slide.heading.text for slide in found] == ["Craft (1/2)", "Craft (2/2)"]


def test_text_that_just_misses_shrinks_a_little_instead_of_running_on() -> None:
    (slide,) = statements(*[SENTENCE * 2] * 5, *[SENTENCE] * 2)
    assert 17 <= slide.size_pt < 20


def test_text_that_misses_by_more_runs_on_and_grows_to_fill_both_slides() -> None:
    (first, second) = statements(*[SENTENCE * 3] * 7)
    assert first.size_pt == second.size_pt >= 20


def test_a_statement_of_682_characters_stays_whole() -> None:
    found = statements("I ask.", sample.LONG_STATEMENT)
    assert [point.text.plain for slide in found for point in slide.paragraphs] == ["I ask.", sample.LONG_STATEMENT]


def test_a_statement_larger_than_a_slide_is_parted_after_a_sentence() -> None:
    found = statements(SENTENCE * 30)
    parts = [point.text.plain for slide in found for point in slide.paragraphs]
    assert len(parts) > 1
    assert all(part.endswith(".") for part in parts)
    assert " ".join(parts) == (SENTENCE * 30).strip()
    assert [point.continues for slide in found for point in slide.paragraphs] == [False] + [True] * (len(parts) - 1)


def test_parted_text_keeps_its_styles(faces: FontPair) -> None:
    text = parse("**" + SENTENCE.strip() + "** " + SENTENCE * 30)
    first, *rest = split_text(text, faces, TextFrame(850, 340, 20))
    assert first.runs[0].strong
    assert not any(run.strong for part in rest for run in part.runs)


def test_facts_are_cards_as_large_as_they_fit() -> None:
    cards = slides(sample.SEED)[1]
    assert isinstance(cards, CardsSlide)
    assert [(label, value.plain) for label, value in cards.cards] == list(sample.FACTS)
    assert cards.column_count == 2
    assert cards.value_size_pt > SIZES.body.size_pt
    for height_pt, above_pt in zip(cards.row_heights_pt, cards.above_pt, strict=True):
        assert 0 <= above_pt < height_pt / 2


def test_many_facts_run_on_whole_and_inside_their_slides() -> None:
    found = [slide for slide in slides(sample.GRAND) if isinstance(slide, FactsSlide)]
    assert [row.label for slide in found for row in slide.rows] == [f"Fact {n}" for n in range(12)]
    assert all(sum(row.height_pt for row in slide.rows) <= SIZES.body.height_pt for slide in found)


def test_stairs_rise_within_their_room_whatever_they_are_called() -> None:
    for codes in (
        ["L1", "L2"],
        [f"L{n}" for n in range(12)],
        [f"Senior Staff Engineer of the {n}th Order" for n in range(12)],
    ):
        title = slides(sample.document(opening=(sample.climb(*codes),)))[0]
        assert isinstance(title, TitleSlide)
        assert title.staircase
        steps = title.staircase.steps
        assert [step.is_current for step in steps] == [place == 1 for place in range(len(codes))]
        assert all(lower.height_pt < upper.height_pt for lower, upper in pairwise(steps))
        assert all(
            step.left_pt >= 0 and step.left_pt + step.width_pt <= SIZES.staircase.width_pt + 0.01 for step in steps
        )
        assert all(code in title.staircase.description for code in codes)


def test_codes_too_wide_for_their_steps_run_upwards_in_steps_that_are_high_enough(faces: FontPair) -> None:
    codes = [f"GRADE-{number:02}" for number in range(12)]
    title = slides(sample.document(opening=(sample.climb(*codes),)))[0]
    assert isinstance(title, TitleSlide)
    assert title.staircase
    assert title.staircase.is_turned
    for code, step in zip(codes, title.staircase.steps, strict=True):
        assert step.code == code
        assert text_width(plain_text(code), faces, step.size_pt, strong=True) < step.height_pt
        assert step.size_pt < step.width_pt


def test_titles_without_spaces_break_on_steps_where_their_script_allows_it() -> None:
    climb = sample.climb("L1", "L2", "L3")
    climb = replace(climb, steps=tuple(replace(step, title="シニアエンジニア") for step in climb.steps))
    title = slides(sample.document(opening=(climb,), language="ja"))[0]
    assert isinstance(title, TitleSlide)
    assert title.staircase
    assert {step.title for step in title.staircase.steps} == {"シニアエンジニア"}


def test_two_forms_share_a_slide_and_many_share_none() -> None:
    forms = (BlankTable(("Decision",), 1), BlankTable(("Name", "Date"), 1))
    _, slide = slides(sample.document(Section("Outcome", forms)))
    assert isinstance(slide, FormTableSlide)
    assert slide.below
    assert (slide.headings, slide.below.headings) == (("Decision",), ("Name", "Date"))
    assert slide.height_pt + FORM_GAP_PT + slide.below.height_pt <= SIZES.body.height_pt
    long = (BlankTable(("Decision",), 40), BlankTable(("Name", "Date"), 1))
    assert all(
        isinstance(slide, FormTableSlide) and not slide.below
        for slide in slides(sample.document(Section("Outcome", long)))[1:]
    )


def test_a_slide_asks_for_evidence_of_few_statements() -> None:
    items = tuple(EvidenceItem(Item(plain_text(f"I ask {number}."))) for number in range(8))
    table = EvidenceTable(items, "Grows", ("Statement", "Evidence"), "Before")
    _, *shown = slides(sample.document(Section("Craft", (table,))))
    assert [len(slide.rows) for slide in shown if isinstance(slide, FormTableSlide)] == [4, 4]


def test_an_overview_names_every_level_on_steps_or_in_rows() -> None:
    for count, lying in ((4, False), (12, True)):
        climb = sample.climb(*(f"L{n}" for n in range(count)))
        _, slide = slides(sample.document(Section("All levels", (climb,))))
        assert isinstance(slide, StaircaseSlide)
        assert slide.staircase.is_horizontal == lying
        assert [(step.code, step.title) for step in slide.staircase.steps] == [
            (rung.code, rung.title) for rung in climb.steps
        ]


def test_a_summary_too_long_for_the_title_slide_gets_slides_of_its_own() -> None:
    title, *rest = slides(sample.document(opening=(sample.prose(*[sample.SUMMARY] * 5),)))
    assert isinstance(title, TitleSlide)
    assert title.summary == ()
    said = [point.text.plain for slide in rest if isinstance(slide, BulletSlide) for point in slide.paragraphs]
    assert said == [sample.SUMMARY] * 5


def test_an_area_that_says_nothing_keeps_its_title() -> None:
    _, slide = slides(sample.document(Section("Craft", ())))
    assert isinstance(slide, SectionSlide)


@pytest.mark.parametrize(
    ("icon", "title"),
    [
        *((emoji, "Craft") for emoji in ("🦉", "👨‍👩‍👧‍👦", "👩🏽‍💻", "🇩🇪", "1️⃣")),
        ("shield", "shield Craft"),
        (":nope:", ":nope: Craft"),
    ],
)
def test_an_icon_that_is_a_word_stands_before_the_title(icon: str, title: str) -> None:
    _, slide = slides(sample.document(sample.area(icon, "Craft", ("I ask.",))))
    assert slide.heading.title == title
    assert slide.heading.icon == ("" if title != "Craft" else icon)


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("Octopus · Engineering ladder · 2026.1", 0),
        (f"{'Engineering ' * 25}ladder · 2026.1", 1),
        (f"{'L' * 300} · 2026.1", 1),
        (" · ".join(["Octo" * 40, "L" * 300, "Cloud " * 60, "X"]), 3),
        (" · ".join("a" * 400), 1),
        ("は" * 300, 1),
        ("", 0),
    ],
)
def test_what_is_too_long_for_its_place_ends_in_an_ellipsis(words: str, cut: int, faces: FontPair) -> None:
    room = TextFrame(540, 34, 14)
    found = ellipsize(words, faces, room)
    assert found.count("…") == cut
    assert len(found) >= min(len(words), 35)
    assert text_height_pt(plain_text(found), faces, room) <= room.height_pt
    for shown, part in zip(found.split(" · "), words.split(" · "), strict=False):
        assert part.startswith(shown.removesuffix("…"))


@pytest.mark.parametrize(
    ("count", "name", "labels", "beside", "key"),
    [
        (6, "Craft", "Craft 0", 6, "Craft 0"),
        (6, sample.LONG_NAME, "1", 6, f"1. {sample.LONG_NAME} 0"),
        (12, "Craft", "Craft 0", 0, "Craft 0"),
        (12, sample.LONG_NAME, f"{sample.LONG_NAME} 0", 0, f"{sample.LONG_NAME} 0"),
        (12, sample.LONG_NAME * 2, "1", 0, f"1. {sample.LONG_NAME * 2} 0"),
    ],
)
def test_a_chart_has_names_that_leave_it_room_and_numbers_instead_of_others(
    count: int, name: str, labels: str, beside: int, key: str
) -> None:
    _, chart, *rest = slides(sample.document(Section("Profile", (sample.radar(count, name),))))
    assert isinstance(chart, RadarSlide)
    assert (len(chart.labels), chart.labels[0]) == (count, labels)
    assert len(chart.table.rows if chart.table else ()) == beside
    rows = [row for slide in (chart.table, *rest) if isinstance(slide, FactsSlide) for row in slide.rows]
    assert (len(rows), rows[0].label) == (count, key)


@pytest.mark.parametrize("theme", ["slate", "folio"])
@pytest.mark.parametrize("shape", ["4:3", "16:9"])
def test_ratings_beside_a_chart_have_even_rows_and_no_broken_word(theme: str, shape: str) -> None:
    opened = open_theme(theme)
    sizes = geometry.deck_geometry(opened.deck.model_copy(update={"slide": shape}))
    names = ("Technology", "System", "People")
    axes = tuple(
        RadarAxis(name, step, 2, 5) for name, step in zip(names, ("Specializes", "Owns", "Evangelizes"), strict=True)
    )
    faces = open_deck_fonts(opened)
    _, chart = build_slides(sample.document(Section("Profile", (Radar(axes, 5, "Profile"),))), sizes, faces)
    assert isinstance(chart, RadarSlide)
    assert chart.table
    assert len({row.height_pt for row in chart.table.rows}) == 1
    value_pt = sizes.table.width_pt - chart.table.label_width_pt - 2 * sizes.cell_padding_pt
    for row in chart.table.rows:
        name, *_ = row.value.runs
        assert text_width(plain_text(name.text), faces, chart.table.size_pt, strong=True) <= value_pt


def test_in_a_companys_layouts_text_that_opens_a_chapter_is_as_large_as_its_body_allows() -> None:
    foreign = replace(SIZES, panels=(), columns=None, is_own_design=False, summary=replace(SIZES.summary, size_pt=14))
    document = sample.document(Section("Next", (sample.prose("I set the direction."),), chapter=True))
    *_, slide = build_slides(document, foreign, open_deck_fonts(open_theme("slate")))
    assert isinstance(slide, SectionSlide)
    assert slide.size_pt == SIZES.body.size_pt


def test_more_ratings_than_a_chart_can_show_are_a_table() -> None:
    found = slides(sample.document(Section("Profile", (sample.radar(13, "Craft"),))))[1:]
    assert sum(len(slide.rows) for slide in found if isinstance(slide, FactsSlide)) == 13
    assert not any(isinstance(slide, RadarSlide) for slide in found)


def test_a_section_without_a_title_continues_the_header() -> None:
    _, slide = slides(sample.document(Section("", (sample.bullets("I ask."),))))
    assert slide.heading.title == "Senior Cloud Security Engineer"


@pytest.mark.parametrize("document", sample.ALL.values(), ids=sample.ALL)
def test_titles_are_unique_and_never_under_the_smallest_size(document: Document) -> None:
    found = slides(document)
    titles = [slide.heading.text for slide in found]
    assert len(set(titles)) == len(titles)
    assert all(slide.heading.size_pt >= SIZES.smallest_size_pt for slide in found)


@pytest.mark.parametrize("document", sample.ALL.values(), ids=sample.ALL)
def test_no_slide_is_fuller_than_its_room(document: Document, faces: FontPair) -> None:
    def fits(points: Sequence[Paragraph], role: PieceRole, size: float, room: TextFrame) -> bool:
        return (
            ListMeasurer(SIZES, faces, room, role).list_height_pt(points, size) <= room.height_pt and len(points) <= 9
        )

    assert SIZES.columns
    for slide in slides(document):
        if isinstance(slide, BulletSlide):
            assert fits(slide.paragraphs, slide.role, slide.size_pt, SIZES.body)
        elif isinstance(slide, PanelSlide):
            assert fits(slide.statements, "statements", slide.size_pt, slide.panel.statements)
            assert fits(slide.examples, "examples", slide.examples_size_pt, slide.panel.examples)
        elif isinstance(slide, TwoSectionsSlide):
            for points, examples in zip(slide.statements, slide.examples, strict=True):
                both = SIZES.columns.body
                assert fits(points, "statements", slide.size_pt, both)
                assert fits(examples, "examples", slide.examples_size_pt, both)


@pytest.mark.parametrize("document", sample.ALL.values(), ids=sample.ALL)
def test_no_table_under_headings_is_taller_than_its_room(document: Document) -> None:
    for slide in slides(document):
        if isinstance(slide, FormTableSlide):
            assert slide.header_height_pt + sum(line.height_pt for line in slide.rows) <= SIZES.body.height_pt
            assert sum(slide.widths_pt) == pytest.approx(SIZES.body.width_pt)


def test_a_goal_larger_than_a_slide_is_parted_and_nothing_of_it_is_lost() -> None:
    goal = EvidenceItem(Item(plain_text("Look after " + SENTENCE * 30), (Item(plain_text("Below. " + SENTENCE * 20)),)))
    goals = EvidenceTable((goal,), "Grows", ("Statement", "Evidence"), "Before")
    found = [
        slide for slide in slides(sample.document(Section("Craft", (goals,)))) if isinstance(slide, FormTableSlide)
    ]
    assert len(found) > 2
    assert all(
        slide.header_height_pt + sum(line.height_pt for line in slide.rows) <= SIZES.body.height_pt for slide in found
    )
    points = [point for slide in found for line in slide.rows for point in line.cells[0]]
    said = " ".join(point.text.plain for point in points)
    assert said.split() == f"{goal.item.text.plain} {goal.item.children[0].text.plain}".split()
    assert [point.continues for point in points].count(False) == 2
    assert all(line.cells[1] == () for slide in found for line in slide.rows)


@given(st.lists(st.floats(1, 100), min_size=1, max_size=40), st.integers(2, 9))
def test_packing_keeps_order_fits_and_leaves_no_orphan_that_could_sit_elsewhere(
    heights: list[float], most: int
) -> None:
    groups = pack_into_slides(heights, 100, 2, most)
    assert list(chain.from_iterable(range(*group.indices(len(heights))) for group in groups)) == list(
        range(len(heights))
    )
    for group in groups:
        items = heights[group]
        assert len(items) <= most
        assert len(items) == 1 or sum(items) + 2 * (len(items) - 1) <= 100


@given(st.integers(2, 60), st.integers(3, 9))
def test_equal_items_are_never_left_alone(count: int, most: int) -> None:
    sizes = [group.stop - group.start for group in pack_into_slides([1.0] * count, 1000, 0, most)]
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) > 1


def test_widths_are_those_of_the_font(faces: FontPair) -> None:
    assert text_width(plain_text("A"), faces, 2048) == 1366  # Arial's own number
    assert text_width(plain_text("A"), faces, 2048, strong=True) == 1479
    assert text_width(parse("A**A**"), faces, 2048) == 1366 + 1479


def test_characters_the_font_lacks_get_a_width_on_the_safe_side(faces: FontPair) -> None:
    assert text_width(plain_text("専門"), faces, 10) == 20
    assert text_width(plain_text("e\u0301\u200d"), faces, 10) == text_width(plain_text("e"), faces, 10)
    assert text_width(plain_text("🦉"), faces, 10) >= 10


def test_lines_break_at_spaces_and_between_ideographs_but_not_before_their_full_stop(faces: FontPair) -> None:
    assert line_starts(plain_text("one two"), faces, 10, 22) == (0, 4)
    assert line_starts(plain_text("one\ntwo"), faces, 10, 500) == (0, 4)
    assert line_starts(plain_text("専門知識。"), faces, 10, 42) == (0, 3)
    assert line_starts(plain_text("no\u00a0break here"), faces, 10, 52) == (0, 9)


def test_a_word_wider_than_its_line_breaks_inside(faces: FontPair) -> None:
    starts = line_starts(plain_text("x" * 50), faces, 10, 50)
    assert len(starts) > 5
    assert starts[0] == 0
