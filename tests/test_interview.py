"""The guide of an interview: which questions are asked when, and what is on its pages once they are opened again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from editions import interview
from ladder_export.cli import main
from ladder_export.core.document import Bullets
from ladder_export.core.interview_plan import USUAL_MINUTES, interview_plan
from ladder_export.core.interviews import Question, Stage
from ladder_export.core.model import Ladder
from ladder_export.core.text import parse, plain_text
from ladder_export.documents.question_chapter import question_chapter
from ladder_export.files.resources import theme_names
from ladder_export.reading import read
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from ladders import PLACE, ladder, level, section
from writers.pdfs import failures, flat, opened, text

SAME_LINE_PT = 2  # a box for notes begins this much above the circles of its line
LADDER = """\
title: Engineering
sections:
  craft:
    title: Craft
    questions:
      - ask: What did you build last?
        context: Let the candidate choose.
        follow_ups: [Who used it?, What broke?]
        good: [Speaks of users]
        poor: [Speaks of tools alone]
        minutes: 10
      - Which of your decisions would you take back?
      - {ask: How do you lead a design?, levels: [L2]}
  people: {title: People, questions: [Whom did you help?]}
  trust: Trust
scales: {depth: {steps: [Learns, Leads]}}
competencies:
  teaching:
    title: Teaching
    section: people
    scale: depth
    questions: [{ask: Whom do you teach?, steps: [Leads]}]
interviews:
  first: {title: First talk, minutes: 40, panel: Two engineers, areas: [craft]}
  second: {title: Second talk, minutes: 30}
"""
FIRST = """\
code: L1
title: Engineer
track: craft
ratings: {teaching: Learns}
sections:
  craft: {statements: [I build.], questions: [What do you want to learn?]}
  people: {statements: [I ask.]}
  trust: {statements: [I keep my word.]}
"""
SECOND = """\
code: L2
title: Lead
track: craft
ratings: {teaching: Leads}
sections:
  craft: {statements: [I design.]}
  people: {statements: [I teach.]}
  trust: {statements: [I keep our word.]}
"""


@pytest.fixture(name="asked")
def _asked(tmp_path: Path) -> Ladder:
    for name, content in {"ladder.yaml": LADDER, "l1.yaml": FIRST, "l2.yaml": SECOND}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    found, problems = read(tmp_path)
    assert problems == ()
    return found


def slots_of(asked: Ladder, level_id: str) -> list[list[tuple[str, str, int]]]:
    plan = interview_plan(asked, asked.level(level_id))
    return [
        [(slot.area.title, slot.question.ask.plain if slot.question else "", slot.start) for slot in stage.slots]
        for stage in plan.stages
    ]


def test_a_levels_own_questions_come_first_then_those_of_its_step_then_those_for_all(asked: Ladder) -> None:
    assert slots_of(asked, "l1") == [
        [
            ("Craft", "What do you want to learn?", 5),
            ("Craft", "What did you build last?", 12),
            ("Craft", "Which of your decisions would you take back?", 22),
        ],
        [("People", "Whom did you help?", 5), ("Trust", "", 12)],
    ]
    assert slots_of(asked, "l2") == [
        [
            ("Craft", "How do you lead a design?", 5),
            ("Craft", "What did you build last?", 12),
            ("Craft", "Which of your decisions would you take back?", 22),
        ],
        [("People", "Whom do you teach?", 5), ("Trust", "", 12)],  # a third question would take 21 of 20 minutes
    ]


def question(number: int, minutes: int) -> Question:
    return Question(plain_text(f"Question {number}?"), PLACE, plain_text(""), minutes=minutes)


areas = st.lists(st.lists(st.integers(0, 20), max_size=4), min_size=1, max_size=5)


@given(areas, st.integers(1, 90), st.integers(0, 10), st.integers(0, 10))
def test_the_clock_adds_up(minutes: list[list[int]], length: int, opening: int, closing: int) -> None:
    """Slots follow each other without a gap inside the stage; nothing is asked twice, and nothing is lost."""
    sections = tuple(section(f"Area {n}", "I do.") for n in range(len(minutes)))
    questions = {
        area.id: tuple(question(10 * n + m, one) for m, one in enumerate(own))
        for n, (area, own) in enumerate(zip(sections, minutes, strict=True))
    }
    stage = Stage("only", "Talk", "", (), length, opening, closing, PLACE)
    asked = replace(ladder(level("L1", "E", *sections)), stages=(stage,), questions=questions)
    (plan,) = interview_plan(asked, asked.levels[0]).stages
    now = opening
    for slot in plan.slots:
        takes = slot.question.minutes if slot.question and slot.question.minutes else USUAL_MINUTES
        assert (slot.start, slot.end) == (now, now + takes)
        now = slot.end
    assert now <= max(length - closing, opening)
    everything = [one for own in questions.values() for one in own]
    used = [slot.question for slot in plan.slots if slot.question]
    assert sorted(map(id, [*used, *plan.left_out])) == sorted(map(id, everything))
    reached = {slot.area.id for slot in plan.slots}
    assert {area.id for area in plan.not_covered} == {area.id for area in sections} - reached


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_every_question_and_probe_is_on_the_page_once(theme: str, paper: str, asked: Ladder) -> None:
    document = next(iter(interview(asked)))
    written = pdf.render(document, RenderSettings(open_theme(theme), PAPERS[paper]))
    assert written.problems == ()
    shown = flat(text(written.data))
    texts = ("What did you build last?", "Let the candidate choose.", "Who used it?", "What broke?", "Speaks of users")
    once = (
        *texts,
        "Speaks of tools alone",
        "What do you want to learn?",
        "Whom did you help?",
        "40 minutes · Two engineers",
    )
    assert [words for words in once if shown.count(words) != 1] == []
    assert "5–12" in shown
    assert "12–22" in shown
    assert "No question is written yet. Yours:" in shown
    assert "How do you lead a design?" not in shown
    assert failures(written.data, "PDF/UA-1") == []


@pytest.mark.parametrize("theme", theme_names())
def test_a_question_without_time_stands_below_with_all_that_belongs_to_it(theme: str) -> None:
    craft = section("Craft", "I do.")
    texts = [
        [f"{name} {number}." for name in ("Asked", "Context", "Probe", "More", "Good", "Poor")] for number in range(3)
    ]
    written_questions = tuple(
        Question(
            plain_text(asked),
            PLACE,
            plain_text(context),
            (plain_text(probe), plain_text(more)),
            (plain_text(good),),
            (plain_text(poor),),
            minutes=10,
        )
        for asked, context, probe, more, good, poor in texts
    )
    stage = Stage("only", "Talk", "", (), 20, 5, 5, PLACE)
    source = replace(ladder(level("L1", "E", craft)), stages=(stage,), questions={craft.id: written_questions})
    (plan,) = interview_plan(source, source.levels[0]).stages
    assert plan.left_out == written_questions[1:]
    written = pdf.render(next(iter(interview(source))), RenderSettings(open_theme(theme)))
    shown = flat(text(written.data))
    assert [words for own in texts for words in own if shown.count(words) != 1] == []


def test_every_field_has_a_name_of_its_own_in_the_order_of_reading(asked: Ladder) -> None:
    data = pdf.render(next(iter(interview(asked))), RenderSettings(open_theme("slate"))).data
    with opened(data) as file:
        names = [str(field.T) for field in file.Root.AcroForm.Fields]
        assert all(str(field.TU) for field in file.Root.AcroForm.Fields)
        for page in file.pages:
            tops = [max(float(field.Rect[1]), float(field.Rect[3])) for field in page.Annots if "/Rect" in field]
            assert [pair for pair in pairwise(tops) if pair[1] - pair[0] > SAME_LINE_PT] == []
            assert str(page.Tabs) == "/S"
    assert len(names) == len(set(names))
    assert sum(name.startswith("rating-") for name in names) == len(["craft"] * 3 + ["people", "trust"]) + 2


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_six_questions_fit_on_one_page(theme: str, paper: str) -> None:
    sections = tuple(section(f"Area {n}", f"I do {n} well.", f"I do {n} with others.") for n in range(6))
    asks = {
        area.id: (
            Question(
                parse(f"Tell me how you did {area.title} last, and what came of it for others."),
                PLACE,
                plain_text(""),
                (plain_text("What would you do otherwise?"),),
                (plain_text("Names what went wrong."),),
                minutes=6,
            ),
        )
        for area in sections
    }
    stage = Stage("only", "Talk", "Two engineers", (), 46, 5, 5, PLACE)
    asked = replace(ladder(level("L1", "Engineer", *sections)), stages=(stage,), questions=asks)
    written = pdf.render(next(iter(interview(asked))), RenderSettings(open_theme(theme), PAPERS[paper]))
    assert written.count == len(["questions", "debrief"])


def test_a_question_is_translated(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "l1.yaml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "l2.yaml").write_text(SECOND, encoding="utf-8")
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/de.yaml").write_text(
        """\
sections:
  craft:
    questions:
      - of: What did you build last?
        ask: Was haben Sie zuletzt gebaut?
        follow_ups: [Wer hat es benutzt?, Was ging kaputt?]
interviews: {first: Erstes Gespräch}
""",
        encoding="utf-8",
    )
    german, _ = read(tmp_path, "de")
    first = german.questions["craft"][0]
    assert first.ask.plain == "Was haben Sie zuletzt gebaut?"
    assert [one.plain for one in first.follow_ups] == ["Wer hat es benutzt?", "Was ging kaputt?"]
    assert german.questions["craft"][2].levels == ("L2",)
    assert german.stages[0].title == "Erstes Gespräch"


def test_a_ladder_without_questions_has_one_talk_about_all_areas(own_ladder: Ladder) -> None:
    for one in own_ladder.levels:
        (stage,) = interview_plan(own_ladder, one).stages
        assert [slot.area for slot in stage.slots] == list(one.sections)
        assert not any(slot.question for slot in stage.slots)


def plan_of(stages: tuple[Stage, ...], questions: dict[str, tuple[Question, ...]]) -> list[list[str]]:
    """Return what each stage asks a level with the areas Craft and People; a question left out begins with a minus."""
    own = level("L1", "E", section("Craft", "I do."), section("People", "I ask."))
    asked = replace(ladder(own), stages=stages, questions=questions)
    return [
        [*(slot.question.ask.plain if slot.question else slot.area.title for slot in plan.slots)]
        + [f"-{question.ask.plain}" for question in plan.left_out]
        for plan in interview_plan(asked, asked.levels[0]).stages
    ]


CRAFT = Stage("craft", "Craft", "", ("craft",), 20, 5, 5, PLACE)
PEOPLE = Stage("people", "People", "", ("people",), 20, 5, 5, PLACE)


def test_a_question_is_asked_in_the_stage_it_names_whatever_that_is_about() -> None:
    guest = replace(question(2, 4), stage="people")
    found = plan_of((CRAFT, PEOPLE), {"craft": (question(1, 7), guest), "people": (question(3, 6),)})
    assert found == [["Question 1?"], ["Question 2?", "Question 3?"]]


def test_what_one_stage_has_no_time_for_is_left_out_only_if_no_other_asks_it() -> None:
    later = replace(CRAFT, id="later")
    questions = {"craft": (question(1, 7), question(2, 8), question(3, 9))}
    assert plan_of((CRAFT, later), questions) == [["Question 1?", "-Question 3?"], ["Question 2?"]]


def test_a_question_is_for_all_levels_that_have_the_name_as_id_or_code(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(
        "title: Two tracks\nexport: {handbook: [questions]}\ntracks: {one: One, two: Two}\n"
        "sections: {craft: {title: Craft, questions: [{ask: How do you lead?, levels: [lead]}]}}\n",
        encoding="utf-8",
    )
    for path, code, statement in (
        ("one/lead", "A1", "I lead."),
        ("two/b1", "LEAD", "I guide."),
        ("two/b2", "B2", "I do."),
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / f"{path}.yaml").write_text(
            f"code: {code}\ntitle: Lead\nsections: {{craft: {{statements: [{statement}]}}}}\n", encoding="utf-8"
        )
    told, _ = read(tmp_path)
    asked = {level.code: interview_plan(told, level).stages[0].slots[0].question for level in told.levels}
    assert [code for code, question in asked.items() if question] == ["A1", "LEAD"]
    (chapter,) = question_chapter(told)
    (piece,) = chapter.sections[0].pieces
    assert isinstance(piece, Bullets)
    assert [below.text.plain for below in piece.items[0].children] == ["A1, LEAD"]


def test_levels_of_a_question_are_not_offered_for_translation(asked: Ladder, tmp_path: Path) -> None:
    assert asked.questions
    done = CliRunner().invoke(main, ["translate", str(tmp_path), "de"])
    assert done.exit_code == 0, done.output
    started = (tmp_path / "locales/de.yaml").read_text(encoding="utf-8")
    assert "How do you lead a design?" in started
    assert "of: L2" not in started
    assert "of: Leads\n            text" not in started.partition("competencies:")[2]


def test_questions_of_a_block_that_no_track_includes_are_not_asked(tmp_path: Path) -> None:
    block = "blocks: {all: {title: All, sections: {craft: {statements: [I do.], questions: [Whose block is this?]}}}}\n"
    (tmp_path / "ladder.yaml").write_text(LADDER + block, encoding="utf-8")
    (tmp_path / "l1.yaml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "l2.yaml").write_text(SECOND, encoding="utf-8")
    found, problems = read(tmp_path)
    assert [problem.code for problem in problems] == ["unused-label"]
    assert "Whose block is this?" not in [one.ask.plain for one in found.questions["craft"]]


def test_a_guide_names_the_files_of_all_levels_that_it_shows(asked: Ladder) -> None:
    first, second = interview(asked)
    assert {"l1.yaml", "l2.yaml"} <= set(first.sources) & set(second.sources)
