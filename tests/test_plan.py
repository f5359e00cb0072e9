"""Which documents are made, under which names."""

from dataclasses import replace

import pytest

from ladder_export.build.plan import plan
from ladder_export.core.export_defaults import ExportDefaults
from ladder_export.core.problems import BadRequest, InvalidLadder
from ladder_export.core.request import Selection
from ladders import ladder, level, section

LADDER = ladder(
    level("L2", "Engineer", section("Craft", "I build.")),
    level("L3", "Senior Engineer", section("Craft", "I design.")),
    level("S1", "Analyst", section("Craft", "I watch."), track="operations"),
)


def paths(wanted: Selection) -> list[str]:
    return [job.path for job in plan(LADDER, wanted).jobs]


def test_everything_by_default_one_folder_an_edition() -> None:
    assert paths(Selection()) == [
        "sheets/l2.pdf",
        "sheets/l3.pdf",
        "sheets/s1.pdf",
        "decks/l2.pptx",
        "decks/l3.pptx",
        "decks/s1.pptx",
        "scorecards/l2.pdf",
        "scorecards/l3.pdf",
        "scorecards/s1.pdf",
        "ladder.json",
        "index.html",
    ]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Selection(documents=("deck",)), ["decks/l2.pptx", "decks/l3.pptx", "decks/s1.pptx"]),
        (
            Selection(formats=("pdf",)),
            [f"{folder}/{name}.pdf" for folder in ("sheets", "scorecards") for name in ("l2", "l3", "s1")],
        ),
        (Selection(levels=("L3",)), ["sheets/l3.pdf", "decks/l3.pptx", "scorecards/l3.pdf"]),
        (Selection(levels=("L3",), documents=("promotion",)), ["promotions/l2--l3.pdf", "promotions/l2--l3.pptx"]),
        (Selection(tracks=("security",), documents=("promotion",), formats=("pptx",)), ["promotions/l2--l3.pptx"]),
        (Selection(levels=("l*",), documents=("sheet",)), ["sheets/l2.pdf", "sheets/l3.pdf"]),
        (Selection(tracks=("operations",)), ["sheets/s1.pdf", "decks/s1.pptx", "scorecards/s1.pdf"]),
    ],
)
def test_a_part_can_be_asked_for(wanted: Selection, expected: list[str]) -> None:
    assert paths(wanted) == expected


def test_the_ladder_says_what_is_made_by_default_and_the_command_line_wins() -> None:
    sheets = ladder(*LADDER.levels, export=ExportDefaults(documents=("sheet",)))
    assert {job.document for job in plan(sheets, Selection()).jobs} == {"sheet"}
    assert {job.document for job in plan(sheets, Selection(documents=("deck",))).jobs} == {"deck"}


def test_a_press_gets_sheets_in_a_folder_of_their_own_that_other_builds_leave_alone() -> None:
    assert paths(Selection(press=True, tracks=("security",))) == ["press/l2.pdf", "press/l3.pdf"]
    assert plan(LADDER, Selection()).untouched == {"press/l2.pdf", "press/l3.pdf", "press/s1.pdf"}


def test_a_partial_build_leaves_the_rest_standing_and_a_whole_one_does_not() -> None:
    assert plan(LADDER, Selection(levels=("L3",))).untouched >= {"sheets/l2.pdf", "decks/s1.pptx"}
    assert "sheets/l2.pdf" not in plan(LADDER, Selection()).untouched


def test_a_retired_level_is_left_out_unless_it_is_asked_for() -> None:
    retiring = ladder(*LADDER.levels, level("L1", "Junior", section("Craft", "I learn."), status="retired"))
    assert "sheets/l1.pdf" not in [job.path for job in plan(retiring, Selection()).jobs]
    assert [job.path for job in plan(retiring, Selection(levels=("L1",))).jobs] == [
        "sheets/l1.pdf",
        "decks/l1.pptx",
        "scorecards/l1.pdf",
    ]


@pytest.mark.parametrize(
    ("wanted", "code", "help_text"),
    [
        (Selection(levels=("L33",)), "no-such-level", "did you mean 'l3'?"),
        (Selection(tracks=("operation",)), "no-such-track", "did you mean 'operations'?"),
        (
            Selection(documents=("sheet",), formats=("pptx",)),
            "nothing-to-do",
            "sheet is available as pdf, docx, md, png",
        ),
        (
            Selection(levels=("S1",), tracks=("security",)),
            "nothing-to-do",
            (
                "sheet is available as pdf, docx, md, png; deck is available as pptx, png; "
                "scorecard is available as pdf, docx; json is available as json; site is available as html"
            ),
        ),
    ],
)
def test_asking_for_what_does_not_exist_says_what_does(wanted: Selection, code: str, help_text: str) -> None:
    with pytest.raises(BadRequest) as stop:
        plan(LADDER, wanted)
    assert [(problem.code, problem.help) for problem in stop.value.problems] == [(code, help_text)]


def test_a_part_of_the_levels_makes_no_document_about_all_unless_it_is_named() -> None:
    assert "index.html" not in paths(Selection(levels=("L3",)))
    assert paths(Selection(levels=("L3",), documents=("site",))) == ["index.html"]


def test_a_page_that_tells_of_all_others_follows_a_build_that_does_not_ask_for_it() -> None:
    assert [job.path for job in plan(LADDER, Selection(documents=("deck",))).dependents] == ["index.html"]
    assert plan(LADDER, Selection(documents=("site",))).dependents == ()
    assert plan(LADDER, Selection()).dependents == ()


def test_a_step_belongs_to_the_level_it_leads_to() -> None:
    with pytest.raises(BadRequest):
        plan(LADDER, Selection(levels=("L2",), documents=("promotion",)))
    assert plan(LADDER, Selection(levels=("L2",))).untouched >= {"promotions/l2--l3.pdf", "promotions/l2--l3.pptx"}


def test_two_documents_that_would_be_one_file_are_an_error_where_they_are_asked_for() -> None:
    """A promotion guide is named after two levels."""
    words = section("Craft", "I build.")
    first = (level("A1", "Engineer", words), level("B--C2", "Senior", words))
    second = (level("A1--B", "Analyst", words, track="operations"), level("C2", "Lead", words, track="operations"))
    alike = ladder(*first, *second)
    with pytest.raises(InvalidLadder) as stop:
        plan(alike, Selection(documents=("promotion",), formats=("pdf",)))
    assert [(one.code, one.message) for one in stop.value.problems] == [
        ("same-file", "two documents would have the path promotions/a1--b--c2.pdf")
    ]
    assert len(plan(alike, Selection(documents=("sheet",))).jobs) == 4


def test_two_levels_have_the_documents_about_the_way_from_one_to_the_other() -> None:
    assert paths(Selection(pair=("L2", "S1"))) == ["promotions/l2--s1.pdf", "promotions/l2--s1.pptx"]
    assert paths(Selection(pair=("s1", "Senior Engineer"), documents=("review",), formats=("pdf",))) == [
        "reviews/s1--l3.pdf"
    ]
    assert paths(Selection(pair=("l2", "L3"), formats=("docx",))) == ["promotions/l2--l3.docx"]


@pytest.mark.parametrize(
    ("wanted", "problems"),
    [
        (
            Selection(pair=("Analist", "Senior Enginer")),
            [
                ("no-such-level", "there is no level 'Analist'", "did you mean 'Analyst'?"),
                ("no-such-level", "there is no level 'Senior Enginer'", "did you mean 'Senior Engineer'?"),
            ],
        ),
        (Selection(pair=("L3", "l3")), [("one-level", "--from and --to both name L3", "name two levels")]),
        (
            Selection(pair=("L2", "L3"), documents=("sheet", "review")),
            [
                (
                    "nothing-to-do",
                    "sheet cannot be about two levels",
                    "with --from and --to, choose one of: review, promotion",
                )
            ],
        ),
        (
            Selection(pair=("L2", "L3"), formats=("csv",)),
            [
                (
                    "nothing-to-do",
                    "nothing to make: no selected level is in a selected track, or promotion is not available as csv",
                    "promotion is available as pdf, pptx, docx",
                )
            ],
        ),
    ],
)
def test_a_pair_that_cannot_be_says_why(wanted: Selection, problems: list[tuple[str, str, str]]) -> None:
    with pytest.raises(BadRequest) as stop:
        plan(LADDER, wanted)
    assert [(one.code, one.message, one.help) for one in stop.value.problems] == problems


def test_a_code_of_two_levels_is_no_name_of_a_pair() -> None:
    words = section("Craft", "I build.")
    first = replace(level("L1", "Engineer", words), id="e1")
    alike = ladder(first, replace(level("L1", "Analyst", words, track="operations"), id="a1"))
    with pytest.raises(BadRequest) as stop:
        plan(alike, Selection(pair=("L1", "Analyst")))
    assert [(one.code, one.help) for one in stop.value.problems] == [("many-levels", "use an id: e1, a1")]
    assert [job.path for job in plan(alike, Selection(pair=("e1", "Analyst"), formats=("pdf",))).jobs] == [
        "promotions/e1--a1.pdf"
    ]
