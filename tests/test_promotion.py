"""What changes from one level to the next: nothing lost, nothing said twice, room for evidence and a plan."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from auditors import Audit
from conftest import ROOT
from editions import promotion
from ladder_export.core.document import BeforeAfter, BlankTable, Bullets, Document, EvidenceTable, Item, Prose
from ladder_export.core.model import Ladder, Level, Section, Statement
from ladder_export.core.radar import Radar
from ladder_export.core.request import Request, Selection
from ladder_export.core.text import Text, parse
from ladder_export.documents import DOCUMENTS
from ladder_export.documents.word_diff import flatten, mark_changes
from ladder_export.files.resources import theme_names
from ladder_export.pipeline import build
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import docx, pdf, pptx
from ladder_export.writers.pptx.validated_archive import unzip
from ladders import PLACE, level, rating, section, statements
from ladders import ladder as made_of
from writers.pdfs import failures, flat, opened, text

EDITIONS_BY_DEFAULT = [name for name, kind in DOCUMENTS.items() if kind.by_default]
SLATE = RenderSettings(open_theme("slate"))

JUNIOR = level(
    "L1",
    "Engineer",
    section("Craft", "I ask before I build.", "I keep the team alerts in order."),
    section("People", "I help one new colleague a year.", "I listen."),
    facts=(("Horizon", "This cycle."), ("Radius", "My team.")),
)
SENIOR = level(
    "L2",
    "Senior Engineer",
    section("Craft", "I ask before I build.", "I write designs that others build from."),
    section("People", "I help two new colleagues a year.", "I listen."),
    section("Business", "I know what a decision costs."),
    facts=(("Horizon", "This cycle and the next."), ("Radius", "My team.")),
)


def only(*levels: Level, language: str = "en") -> Document:
    """The guide for the one step that these levels have."""
    (document,) = promotion(made_of(*levels, language=language))
    return document


def said(document: Document) -> list[tuple[str, str, str]]:
    """Every statement with its section and what is said to become of it."""
    found = []
    for part in document.sections:
        for piece in part.pieces:
            match piece:
                case EvidenceTable():
                    found += [(part.title, piece.label, goal.item.text.plain) for goal in piece.items]
                    found += [(part.title, piece.before, g.before.text.plain) for g in piece.items if g.before]
                case Bullets():
                    found += [(part.title, piece.label, item.text.plain) for item in piece.items]
                case _:
                    pass
    return found


def points(item: Item) -> Iterator[str]:
    yield item.text.plain
    for child in item.children:
        yield from points(child)


def every_text(document: Document) -> list[str]:
    """Every statement and nested point of a guide, former wordings included."""
    pieces = [piece for part in document.sections for piece in part.pieces]
    goals = [goal for piece in pieces if isinstance(piece, EvidenceTable) for goal in piece.items]
    listed = [item for piece in pieces if isinstance(piece, Bullets) for item in piece.items]
    items = (*(goal.item for goal in goals), *(goal.before for goal in goals if goal.before), *listed)
    return [text for item in items for text in points(item)]


def asked(of: Level) -> list[str]:
    """Every statement of a level and the points nested in it."""
    passages = (passage for area in of.sections for passage in area.passages)
    return [text for one in passages for point in one.statements for text in flatten(point).split("\n")]


# ---- which steps there are


def steps(ladder: Ladder) -> list[str]:
    return [document.slug for document in promotion(ladder)]


def test_every_level_in_use_has_a_step_from_the_one_below_it() -> None:
    l3 = level("L3", "Principal", section("Craft", "I lead."))
    assert steps(made_of(JUNIOR, SENIOR, l3)) == ["l1--l2", "l2--l3"]
    assert steps(made_of(JUNIOR, replace(SENIOR, status="retired"), l3)) == ["l1--l3"]
    assert steps(made_of(JUNIOR)) == []


def test_a_level_that_extends_one_of_another_track_has_a_step_from_that_one_too() -> None:
    first = replace(level("M1", "Manager", section("People", "I hire."), track="lead"), extends="l2")
    second = replace(level("M2", "Director", section("People", "I hire managers."), track="lead"), extends="l1")
    assert steps(made_of(JUNIOR, SENIOR, first, second)) == ["l1--l2", "l2--m1", "m1--m2", "l1--m2"]
    retired = replace(SENIOR, status="retired")
    assert steps(made_of(JUNIOR, retired, first)) == []


# ---- what it says


def test_it_tells_what_is_new_what_grows_what_stays_and_what_is_still_expected() -> None:
    document = only(JUNIOR, SENIOR)
    assert (document.code, document.title) == ("L1 → L2", "Engineer → Senior Engineer")
    assert said(document) == [
        ("Craft", "New at this level", "I write designs that others build from."),
        ("Craft", "Stays", "I ask before I build."),
        ("People", "Grows", "I help two new colleagues a year."),
        ("People", "Before", "I help one new colleague a year."),
        ("People", "Stays", "I listen."),
        ("Business", "New at this level", "I know what a decision costs."),
        ("Still expected from L1", "", "Craft"),
    ]
    assert "I keep the team alerts in order." in every_text(document)
    (tally, legend) = next(piece for piece in document.header_pieces if isinstance(piece, Prose)).paragraphs
    assert tally.plain == "New at this level: 2 · Grows: 1 · Stays: 2 · Still expected from L1: 1"
    assert "underlined" in legend.plain.lower()


def rated(of: Level, *steps: int) -> Level:
    """A level that is rated in as many competencies; step 0 means not at all."""
    ratings = (rating(f"c{n}", f"Craft {n}", str(step), step, 5) for n, step in enumerate(steps) if step)
    return replace(of, ratings=tuple(ratings))


def test_facts_that_differ_stand_side_by_side() -> None:
    tables = {
        part.title: [tuple(cell if isinstance(cell, str) else cell.plain for cell in row) for row in piece.rows]
        for part in only(JUNIOR, SENIOR).sections
        for piece in part.pieces
        if isinstance(piece, BeforeAfter)
    }
    assert tables == {"At a glance": [("Horizon", "This cycle.", "This cycle and the next.")]}


def charts(document: Document) -> list[Radar]:
    return [piece for part in document.sections for piece in part.pieces if isinstance(piece, Radar)]


def test_ratings_of_both_levels_stand_on_one_chart_that_is_read_without_colours() -> None:
    (chart,) = charts(only(rated(JUNIOR, 1, 2, 0, 4), rated(SENIOR, 3, 2, 4, 1)))
    assert [(axis.label, axis.change) for axis in chart.axes] == [
        ("Craft 0", "1 → 3"),
        ("Craft 1", "2"),
        ("Craft 2", "– → 4"),
        ("Craft 3", "4 → 1"),
    ]
    assert [axis.dots for axis in chart.axes] == [
        ("full", "more", "more", "", ""),
        ("full", "full", "", "", ""),
        ("more", "more", "more", "more", ""),
        ("full", "less", "less", "less", ""),
    ]
    assert chart.legend == (("full", "L1 + L2"), ("more", "L2"), ("less", "L1"))
    assert chart.description == (
        "Profile: Craft 0: L1 1 (1/5), L2 3 (3/5); Craft 1: L1 2 (2/5), L2 2 (2/5); "
        "Craft 2: L1 – (0/5), L2 4 (4/5); Craft 3: L1 4 (4/5), L2 1 (1/5)"
    )


def test_equal_ratings_and_none_make_no_chart() -> None:
    assert charts(only(rated(JUNIOR, 1, 2), rated(SENIOR, 1, 2))) == []
    assert charts(only(JUNIOR, SENIOR)) == []


@pytest.mark.parametrize("theme", theme_names())
def test_a_chart_of_two_levels_is_in_every_format(theme: str) -> None:
    document = only(rated(JUNIOR, 1, 2, 0, 4), rated(SENIOR, 3, 2, 4, 1))
    settings = RenderSettings(open_theme(theme))
    page = pdf.render(document, settings)
    assert (page.problems, failures(page.data, "PDF/UA-1")) == ((), [])
    assert flat("1 → 3") in flat(text(page.data))
    assert flat("L1 + L2") in flat(text(page.data))
    slides = Presentation(io.BytesIO(pptx.render(document, settings).data)).slides
    (shape,) = (shape for slide in slides for shape in slide.shapes if shape.has_chart)
    plot = shape.chart.plots[0]
    assert [(one.name, list(one.values)) for one in plot.series] == [("L1", [1, 2, 0, 4]), ("L2", [3, 2, 4, 1])]
    assert [bool(one._element.findall(".//{*}prstDash")) for one in plot.series] == [True, False]  # noqa: SLF001
    assert shape.chart.has_legend
    assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == charts(document)[0].description  # noqa: SLF001
    word = Word(io.BytesIO(docx.render(document, settings).data))
    rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert [row for row in rows if row[0] in ("Profile", "Craft 0", "Craft 2")] == [
        ["Profile", "L1", "L2"],
        ["Craft 0", "1", "3"],
        ["Craft 2", "–", "4"],
    ]


def test_what_the_upper_level_extends_stays_and_is_listed_and_what_that_extends_is_named() -> None:
    middle = replace(SENIOR, extends="l1")
    upper = replace(level("L3", "Principal", section("People", "I lead.", "I listen.")), extends="l2")
    _, document = promotion(made_of(JUNIOR, middle, upper))
    assert said(document) == [
        ("Craft", "Stays", "I ask before I build."),
        ("Craft", "Stays", "I write designs that others build from."),
        ("People", "New at this level", "I lead."),
        ("People", "Stays", "I listen."),
        ("People", "Stays", "I help two new colleagues a year."),
        ("Business", "Stays", "I know what a decision costs."),
    ]
    held = next(piece for piece in document.header_pieces if isinstance(piece, Prose)).paragraphs[1]
    assert held.plain == "Everything asked for at L2 Senior Engineer · L1 Engineer still applies."
    assert document.sources == ("ladder.yaml", "security/l2.yaml", "security/l1.yaml", "security/l3.yaml")


def test_what_only_the_upper_level_extends_is_new_and_what_only_the_lower_did_is_still_expected() -> None:
    base = level("X1", "Expert", section("Craft", "I invent."), track="lab")
    lower = replace(level("L2", "Senior", section("Craft", "I build.")), extends="l1")
    upper = replace(level("L3", "Principal", section("Craft", "I lead.")), extends="x1")
    document = next(one for one in promotion(made_of(JUNIOR, lower, upper, base)) if one.slug == "l2--l3")
    assert [what for area, label, what in said(document) if label == "Statement"] == ["I lead.", "I invent."]
    (_, anew) = next(piece for piece in document.header_pieces if isinstance(piece, Prose)).paragraphs
    assert anew.plain == "Every statement of L3 is worded anew.", "so that none has to say so of itself"
    assert document.sections[-1].title == "Still expected from L2"
    assert {"I build.", "I listen."} <= set(every_text(document))


def test_it_says_draft_where_one_of_the_levels_is_one() -> None:
    document = only(replace(JUNIOR, status="draft"), SENIOR)
    assert (document.watermark, document.footer) == ("Draft", "Engineering ladder · 2026.1 · Draft")


def test_titles_point_the_way_they_are_read() -> None:
    arabic = only(level("L1", "مهندس"), level("L2", "مهندس أول"), language="ar")
    assert (arabic.code, arabic.title) == ("L1 → L2", "مهندس ← مهندس أول")
    uncoded = only(replace(JUNIOR, code=""), SENIOR)
    assert (uncoded.code, uncoded.title) == ("", "Engineer → L2 Senior Engineer")
    assert only(JUNIOR, replace(SENIOR, title="Engineer")).title == "Engineer"


# ---- words that are marked


def shown(item: Item) -> str:
    """The item with its marks in brackets, points after a slash."""

    def of(text: Text) -> str:
        return "".join(f"[{run.text}]" if run.changed else run.text for run in text.runs)

    return "/".join((of(item.text), *(shown(child) for child in item.children)))


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("I lead a team.", "I lead two teams.", ("I lead [a team].", "I lead [two teams].")),
        ("I **lead** it", "I **lead and own** it", ("I lead it", "I lead [and own] it")),
        ("質問します", "よく質問します", ("質問します", "[よく]質問します")),
    ],
)
def test_words_that_came_and_went_are_marked(before: str, after: str, marked: tuple[str, str]) -> None:
    old, new = mark_changes(*statements(before, after))
    assert (shown(old), shown(new)) == marked


def test_points_that_came_are_marked_as_a_whole_and_marks_need_no_colour() -> None:
    (before, after) = (
        Statement(parse("I see risks"), PLACE, statements("in code")),
        Statement(parse("I see risks early"), PLACE, statements("in code", "in plans")),
    )
    old, new = mark_changes(before, after)
    assert (shown(old), shown(new)) == ("I see risks/in code", "I see risks [early]/in code/[in plans]")
    assert all(run.strong for run in new.children[1].text.runs)


TEXTS = st.lists(st.text("ab c", min_size=1, max_size=12).filter(str.strip).map(str.strip), min_size=1, max_size=3)


@given(TEXTS, TEXTS)
def test_marks_never_change_a_text(before: Sequence[str], after: Sequence[str]) -> None:
    one, other = (Statement(parse(first), PLACE, statements(*rest)) for first, *rest in (before, after))
    for statement, item in zip((one, other), mark_changes(one, other), strict=True):
        assert "\n".join(points(item)) == flatten(statement)
        assert not any(run.changed and run.text.isspace() and run.text != " " for run in item.text.runs)


# ---- nothing lost, nothing twice

NUMBERED = st.lists(st.sampled_from([f"I do {word} well and often." for word in "abcdefghijkl"]), unique=True)


@st.composite
def areas(draw: st.DrawFn) -> tuple[Section, ...]:
    drawn = draw(st.lists(st.sampled_from(["Craft", "People", "Business"]), unique=True))
    texts = draw(NUMBERED)
    return tuple(section(title, *texts[n :: len(drawn)]) for n, title in enumerate(drawn))


@given(areas(), areas(), areas(), st.sampled_from(["", "l0", "l1"]), st.sampled_from(["", "l0"]))
def test_every_statement_of_both_levels_is_there_once(
    bottom: tuple[Section, ...], below: tuple[Section, ...], above: tuple[Section, ...], extends: str, extended: str
) -> None:
    lowest = level("L0", "Junior", *bottom)
    lower, upper = (
        replace(level("L1", "A", *below), extends=extended),
        replace(level("L2", "B", *above), extends=extends),
    )
    document = list(promotion(made_of(lowest, lower, upper)))[1]
    found = every_text(document)
    goals_and_stays = [what for title, label, what in said(document) if label not in ("", "Before")]
    assert [one for one in asked(upper) if goals_and_stays.count(one) != 1] == []
    assert [one for one in asked(lower) if found.count(one) != 1] == []


# ---- the form


def grown(number: int, rung: int) -> str:
    return f"I do thing {number} for {rung} teams and tell others in words what I learnt from it."


def big_ladder(tracks: int = 3, rungs: int = 8) -> Ladder:
    """Every statement of it differs from every other; most grow from rung to rung."""
    return made_of(
        *(
            level(
                f"{'XYZ'[track]}{rung}",
                f"Engineer {rung}",
                *(
                    section(
                        f"Area {area}",
                        f"I always keep promise {area} of track {track}.",
                        *(grown(10 * area + n, rung) for n in range(4)),
                        f"Only on rung {rung} of track {track}, number {area}.",
                        icon="🦉",
                    )
                    for area in range(3)
                ),
                facts=(("Horizon", f"{rung} years."),),
                track=f"track-{track}",
            )
            for track in range(tracks)
            for rung in range(1, rungs + 1)
        )
    )


GUIDES = list(promotion(big_ladder()))


def test_a_ladder_of_three_tracks_and_eight_levels_has_a_guide_for_every_step() -> None:
    assert len({document.slug for document in GUIDES}) == len(GUIDES) == 3 * 7


@pytest.mark.parametrize("document", GUIDES[::7], ids=lambda document: document.slug)
def test_the_form_is_accessible_says_everything_and_names_every_field(document: Document) -> None:
    written = pdf.render(document, SLATE)
    assert written.problems == ()
    assert failures(written.data, "PDF/UA-1") == []
    printed = text(written.data)
    assert [one for one in every_text(document) if not one.startswith("Area") and printed.count(one) != 1] == []
    with opened(written.data) as file:
        names = [str(field.T) for field in file.Root.AcroForm.Fields]
        told = [str(field.TU) for field in file.Root.AcroForm.Fields]
    goals = sum(len(p.items) for part in document.sections for p in part.pieces if isinstance(p, EvidenceTable))
    blanks = [p for part in document.sections for p in part.pieces if isinstance(p, BlankTable)]
    assert [blank.headings[0] for blank in blanks] == ["What", "Decision", "Name"]
    assert len(names) == len(set(names)) == 3 + goals + sum(one.rows * len(one.headings) for one in blanks)
    assert len(told) == len(set(told))
    assert all(told)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_our_own_steps_come_out_well_in_every_theme_on_every_paper(theme: str, paper: str, own_ladder: Ladder) -> None:
    document = next(iter(promotion(own_ladder)))
    settings = RenderSettings(open_theme(theme), PAPERS[paper])
    written = pdf.render(document, settings)
    assert written.problems == ()
    assert written.count <= 4
    assert failures(written.data, "PDF/UA-1") == []
    printed = text(written.data)
    levels = [one for one in own_ladder.levels if one.code in ("L2", "L3")]
    assert [one for of in levels for one in asked(of) if printed.count(flat(one)) != 1] == []
    assert written.data == pdf.render(document, settings).data


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("ja", "作る前に質問し、学んだことを書き留めます。", "作る前にチームに質問し、学んだことを書き留めます。"),
        ("ar", "أسأل قبل أن أبني وأكتب ما تعلمته", "أسأل قبل أن أبني وأكتب ما تعلمته مع فريقي كله"),
    ],
)
def test_other_scripts_have_guides_too(language: str, before: str, after: str, tmp_path: Path, audit: Audit) -> None:
    lower, upper = (
        level(code, before[:9], section(before[:6], text)) for code, text in (("L1", before), ("L2", after))
    )
    document = only(lower, upper, language=language)
    written = pdf.render(document, SLATE)
    assert written.problems == ()
    assert failures(written.data, "PDF/UA-1") == []
    audited(pptx.render(document, SLATE).data, tmp_path, audit)


# ---- the slides


def audited(data: bytes, folder: Path, audit: Audit) -> list[str]:
    """The text of every paragraph, of a deck that the auditors have nothing against."""
    file = folder / "deck.pptx"
    file.write_bytes(data)
    assert audit(file) == []
    slides = Presentation(str(file)).slides
    assert len({slide.shapes.title.text_frame.text for slide in slides}) == len(slides)
    main = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    paragraphs = (p for slide in slides for p in slide._element.iter(f"{main}p"))  # noqa: SLF001  # tables included
    return ["".join(t.text or "" for t in p.iter(f"{main}t")) for p in paragraphs]


@pytest.mark.parametrize("theme", theme_names())
def test_the_slides_say_everything_once_and_leave_room(theme: str, tmp_path: Path, audit: Audit) -> None:
    document = GUIDES[-1]
    settings = RenderSettings(open_theme(theme))
    data = pptx.render(document, settings).data
    shown = [paragraph.removeprefix("Before: ") for paragraph in audited(data, tmp_path, audit)]
    assert [one for one in every_text(document) if not one.startswith("Area") and shown.count(one) != 1] == []
    tables = [s.table for p in Presentation(str(tmp_path / "deck.pptx")).slides for s in p.shapes if s.has_table]
    evidence = [table for table in tables if table.cell(0, len(table.columns) - 1).text == "Evidence"]
    goals = sum(len(p.items) for part in document.sections for p in part.pieces if isinstance(p, EvidenceTable))
    assert sum(len(table.rows) - 1 for table in evidence) == goals
    assert all(row.cells[1].text == "" for table in evidence for row in list(table.rows)[1:])
    assert all(table.first_row for table in evidence)
    assert data == pptx.render(document, settings).data


def test_the_marks_are_underlined_and_struck_on_slides_too() -> None:
    deck = unzip(pptx.render(only(JUNIOR, SENIOR), SLATE).data)
    parts = b"".join(data for name, data in deck.items() if name.startswith("ppt/slides/slide"))
    assert parts.count(b'u="sng"') == 2
    assert parts.count(b'strike="sngStrike"') == 2


def test_the_names_to_fill_in_come_first() -> None:
    document = only(JUNIOR, SENIOR)
    printed = text(pdf.render(document, SLATE).data)
    assert printed.index("Manager") < printed.index("At a glance")
    slides = Presentation(io.BytesIO(pptx.render(document, SLATE).data)).slides
    assert slides[1].shapes.title.text_frame.text == "Who and when"


def test_fields_have_names_of_their_own_also_where_a_ladder_calls_them_the_same() -> None:
    of = made_of(JUNIOR, SENIOR)
    (document,) = promotion(replace(of, words=replace(of.words, engineer="Name", manager="name")))
    with opened(pdf.render(document, SLATE).data) as file:
        names = [str(field.T) for field in file.Root.AcroForm.Fields]
    assert len(names) == len(set(names))


# ---- and where it lies


def test_titles_and_labels_are_text() -> None:
    typed = '<b>Q&A</b> "x"'
    lower, upper = (level(f"{n} {typed}", f"{typed} {n}", section(typed, f"I do {n}.")) for n in "12")
    written = pdf.render(only(lower, upper), SLATE)
    assert written.problems == ()
    assert text(written.data).count(typed) >= 5


def test_a_guide_is_made_when_asked_for_and_the_web_page_leads_to_it(tmp_path: Path) -> None:
    wanted = Selection(documents=("promotion", "site"), levels=("L3",))
    made = build(Request(ROOT / "ladder", tmp_path, wanted), lambda _done, _jobs: None, time.perf_counter)
    assert made.is_clean
    name = "promotions/l2-cloud-security-engineer--l3-senior-cloud-security-engineer"
    assert [one.path for one in made.artefacts] == [f"{name}.pdf", f"{name}.pptx", "index.html"]
    assert {one.level for one in made.artefacts[:2]} == {"l3-senior-cloud-security-engineer"}
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    article = page.partition('id="/l3-senior-cloud-security-engineer"')[2].partition("</article>")[0]
    assert f'href="{name}.pdf" download>Promotion guide L2 → L3 <span' in article
    assert "promotion" not in EDITIONS_BY_DEFAULT


def test_a_document_about_two_levels_leaves_the_other_files_as_they_are_until_a_complete_build(tmp_path: Path) -> None:
    home, output = tmp_path / "ladder", tmp_path / "output"
    home.mkdir()
    (home / "ladder.yaml").write_text("title: Ours\nexport: {documents: [sheet], formats: [md]}\n", encoding="utf-8")
    for name in ("l1", "l2", "m1"):
        words = f"code: {name}\ntitle: Role {name}\nsections: {{craft: {{title: Craft, statements: [I do {name}.]}}}}\n"
        (home / f"{name}.yaml").write_text(words, encoding="utf-8")

    def paths_after(wanted: Selection) -> set[str]:
        made = build(Request(home, output, wanted, workers=1), lambda _done, _jobs: None, time.perf_counter)
        there = {path.relative_to(output).as_posix() for path in output.glob("*/**/*.*")}
        assert {one.path for one in made.artefacts} == there
        return there

    sheets = paths_after(Selection())
    untouched = {path: (output / path).stat().st_mtime_ns for path in sheets}
    one_off, another = {"promotions/l1--m1.docx"}, {"reviews/m1--l1.docx"}
    assert paths_after(Selection(formats=("docx",), pair=("L1", "Role m1"))) == sheets | one_off
    reverse = Selection(documents=("review",), formats=("docx",), pair=("M1", "l1"))
    assert paths_after(reverse) == sheets | one_off | another
    assert paths_after(Selection(levels=("L2",))) == sheets | one_off | another
    assert {path: (output / path).stat().st_mtime_ns for path in sheets} == untouched
    assert paths_after(Selection()) == sheets
