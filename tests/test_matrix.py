"""A track's levels side by side: nothing lost on paper, slides or in sheets, and what sheets say comes back."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openxml_audit
import pypdfium2
import pytest
import python_calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from auditors import Audit
from editions import documents_of
from ladder_export.build.plan import plan
from ladder_export.core.document import Document, Grid
from ladder_export.core.model import Ladder, Level, Statement
from ladder_export.core.request import Selection
from ladder_export.core.text import parse
from ladder_export.files.resources import theme_names
from ladder_export.importers import import_ladder
from ladder_export.importers.discover import CollectedFiles, SourceFile
from ladder_export.reading import read
from ladder_export.theme import PAPERS, RenderSettings, open_theme, with_deck_template
from ladder_export.writers import pdf, pptx
from ladder_export.writers.data import csv as values
from ladder_export.writers.data import xlsx as workbook
from ladders import PLACE, ladder, level, numbered_levels, rating, section
from writers import templates
from writers.pdfs import failures, flat, opened, text
from writers.test_foreign import convert as printed
from writers.test_foreign import printed_in_place
from writers.test_pptx import squeezed

SLATE = RenderSettings(open_theme("slate"))
WORDS = ("ownership", "shared", "delivery", "risks", "design", "quality", "customers", "incidents", "architecture")
STEPS = ("Adopts", "Specializes", "Masters", "Creates")


def sentence(number: int, language: str = "en") -> str:
    """A sentence of its own, of five to twenty words."""
    if language == "ja":
        return f"私は第{number}の設計を毎週見直し、リスクを早く伝えます。"
    if language == "ar":
        return f"أراجع التصميم رقم {number} كل أسبوع وأخبر الفريق بالمخاطر مبكرا."
    said = " ".join(WORDS[(number * step) % len(WORDS)] for step in range(1, 5 + number % 16))
    return f"I care for {said} {number}."


def track(levels: int = 8, areas: int = 8, statements: int = 3, name: str = "platform", language: str = "en") -> Ladder:
    """A track as large as they get, every sentence with a number of its own."""
    number = iter(range(1000, 99999))

    def one(rung: int) -> Level:
        sections = (
            section(
                f"{WORDS[area]} area".capitalize(),
                *(sentence(next(number), language) for _ in range(statements + (3 * rung + 5 * area) % statements)),
                examples=(f"Once {next(number)}.",),
                icon="🦉",
            )
            for area in range(areas)
        )
        ratings = tuple(rating(w, w.title(), STEPS[rung % 4], 1 + rung % 4, 4) for w in WORDS[:3])
        facts = (("Impact Radius", f"Everybody near {next(number)}."),)
        return replace(
            level(f"L{rung}", f"Engineer {rung}", *sections, facts=facts, track=name),
            ratings=ratings,
            status="draft" if rung == 1 else "current",
        )

    return ladder(*(one(rung) for rung in range(1, levels + 1)), language=language)


def matrix(of: Ladder) -> Document:
    (document,) = documents_of("matrix", of)
    return document


def promised(of: Ladder, *, examples: bool = False) -> list[str]:
    """Every statement, fact and rating of a ladder, nested points included."""
    found = []
    for one in of.levels:
        found += [fact.value.plain for fact in one.facts]
        for area in one.sections:
            for passage in area.passages:
                found += [
                    inner.text.plain for point in passage.statements for inner in stated(point, examples=examples)
                ]
                found += [inner.text.plain for point in passage.examples for inner in point.nested] if examples else []
    return found


def stated(statement: Statement, *, examples: bool) -> Iterator[Statement]:
    yield statement
    for child in (*statement.children, *(statement.examples if examples else ())):
        yield from stated(child, examples=examples)


def lost(promises: list[str], shown: str) -> list[str]:
    return [one for one, times in Counter(promises).items() if shown.count(flat(one)) != times]


# ---- the document


def test_levels_stand_in_their_order_and_areas_in_one_that_all_follow() -> None:
    of = ladder(
        level("L2", "Senior", section("Craft", "I b."), section("Lead", "I c."), facts=(("Radius", "Peers"),)),
        level("L1", "Junior", section("Craft", "I a."), section("Team", "I d."), section("Lead", "I e.")),
        level("L0", "Gone", section("Old", "I was."), status="retired"),
    )
    (grid,) = matrix(of).sections[0].pieces
    assert isinstance(grid, Grid)
    assert [column.name for column in grid.columns] == ["L1 Junior", "L2 Senior"]
    assert [(band.title, [line.title for line in band.rows]) for band in grid.row_groups] == [
        ("At a glance", ["Radius"]),
        ("Areas", ["Craft", "Team", "Lead"]),
    ]
    assert [bool(cell) for cell in grid.row_groups[1].rows[1].cells] == [True, False]


def test_it_is_made_when_asked_for_one_a_track() -> None:
    of = ladder(level("L1", "A", section("Craft", "I a.")), level("S1", "B", section("Craft", "I b."), track="support"))
    assert not any(job.document == "matrix" for job in plan(of, Selection()).jobs)
    jobs = plan(of, Selection(documents=("matrix",), tracks=("support",))).jobs
    assert [job.path for job in jobs] == [f"matrix/support.{extension}" for extension in ("pdf", "pptx", "xlsx", "csv")]


LADDER = """
title: Ladder
sections: {craft: Craft}
scales: {depth: {steps: [Adopts, Masters]}}
competencies: {code: {title: Code, section: craft, scale: depth, steps: {Masters: {statements: [I simplify.]}}}}
tracks: {eng: Engineering}
levels:
  - {id: l1, code: L1, title: Junior, track: eng, sections: {craft: {statements: [I ask.]}}}
  - {id: l2, code: L2, title: Senior, track: eng, extends: l1, ratings: {code: Masters},
     sections: {craft: {title: Mastery, statements: [I answer.]}}}
"""


def test_what_is_brought_stands_in_its_area_and_what_is_taken_for_granted_is_named(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    rows = list(csv.reader(io.StringIO(values.render(matrix(read(tmp_path)[0]), SLATE).data.decode("utf-8-sig"))))
    assert rows == [
        ["Areas", "L1 Junior", "L2 Senior"],
        ["At a glance", "", ""],
        ["Builds on", "", "L1 Junior"],
        ["Profile", "", ""],
        ["Code", "", "Masters"],
        ["Areas", "", ""],
        ["Craft", "• I ask.", "Mastery\n• I answer.\nCode · Masters\n• I simplify."],
    ]


# ---- paper


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("paper", PAPERS)
def test_nothing_is_lost_on_paper_turned_round(theme: str, paper: str, own_ladder: Ladder) -> None:
    render_settings = RenderSettings(open_theme(theme), PAPERS[paper])
    for of, most in ((own_ladder, 2), (track(8, 3), 8)):
        written = pdf.render(matrix(of), render_settings)
        assert written.problems == ()
        assert written.count <= most
        assert written.layout.text_pt >= 7.5
        assert failures(written.data) == []
        shown = text(written.data)
        assert lost(promised(of), shown) == []
        assert "Once 1" not in shown
        with opened(written.data) as file:
            assert all(float(page.MediaBox[2]) > float(page.MediaBox[3]) for page in file.pages)


def decode_sources(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as file:
        return [flat(page.get_textpage().get_text_bounded()) for page in file]


def test_heads_are_repeated_on_every_page_and_what_goes_on_says_so() -> None:
    of = track(3, 2, 24)
    pages = decode_sources(pdf.render(matrix(of), SLATE).data)
    assert len(pages) > 2
    assert all("L1 Engineer 1 Draft" in page and "L3 Engineer 3" in page for page in pages)
    assert ["Ownership area …" in page for page in pages[:2]] == [False, True]
    assert not any("Ownership area …" in page for page in pages if "Shared area …" in page)
    assert lost(promised(of), " ".join(pages)) == []


def test_a_page_that_begins_with_a_line_does_not_say_that_one_goes_on(own_ladder: Ladder) -> None:
    first, second = decode_sources(pdf.render(matrix(own_ladder), SLATE).data)
    assert "Culture and Leadership" in second.replace("\n", " ")
    assert "…" not in first + second


@pytest.mark.parametrize("theme", theme_names())
def test_a_line_begins_where_its_title_stands_however_low_on_the_page(theme: str) -> None:
    parted = []
    for count in (23, 24, 25):
        low = section("Dough", *(f"I do thing {n} with the dough." for n in range(count)))
        long = section("Teaching and Mentoring", *(f"I teach {n}. {sentence(14)}" for n in range(16)), icon="🌱")
        written = pdf.render(
            matrix(ladder(*(level(f"L{n}", f"Baker {n}", low, long) for n in range(3)))),
            RenderSettings(open_theme(theme)),
        )
        pages = decode_sources(written.data)
        assert [page for page in pages if "I teach 0." in page and "Teaching and Mentoring" not in page] == []
        assert [page for page in pages if "Teaching and Mentoring" in page and "I teach" not in page] == []
        assert failures(written.data) == []
        parted.append("I teach 0." in pages[0])
    assert len(set(parted)) == 2, "the line never begins on the next page, or always"


def test_many_levels_are_parted_into_tables_that_repeat_the_titles() -> None:
    written = pdf.render(matrix(track(12, 2)), SLATE)
    assert written.layout.table_count == 2
    pages = decode_sources(written.data)
    assert all("Ownership area" in "".join(pages[half:][:1]) for half in (0, len(pages) // 2))
    assert failures(written.data) == []


def test_the_table_is_tagged_as_one() -> None:
    with opened(pdf.render(matrix(track(2, 2)), SLATE).data) as file:
        kinds = Counter(str(one.S) for one in file.objects if hasattr(one, "get") and one.get("/Type") == "/StructElem")
    assert kinds["/Table"] == 1
    assert kinds["/TH"] == 3 + 1 + 3 + 2
    assert kinds["/TD"] == 2 * (1 + 3 + 2)


# ---- slides


def deck_of(document: Document) -> tuple[bytes, str]:
    data = pptx.render(document, SLATE).data
    slides = Presentation(io.BytesIO(data)).slides
    cells = (
        paragraph.text
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
        for cell in shape.table.iter_cells()
        for paragraph in cell.text_frame.paragraphs
    )
    return data, flat(" ".join(cells))


def test_a_level_with_more_text_than_others_has_a_wider_column_where_that_saves_slides() -> None:
    few, many = (
        ["I ask."],
        [f"I take vertical slices of larger products from idea to production, slice {n}." for n in range(14)],
    )
    of = ladder(level("L1", "Junior", section("Craft", *few)), level("L2", "Senior", section("Craft", *many)))
    data, shown = deck_of(matrix(of))
    assert lost(promised(of), shown) == []
    (table,) = (
        shape.table for slide in Presentation(io.BytesIO(data)).slides for shape in slide.shapes if shape.has_table
    )
    narrow, wide = (column.width for column in table.columns)
    assert narrow < wide


@pytest.mark.parametrize("levels", [1, 3, 8])
def test_nothing_is_lost_on_slides_and_the_smallest_size_holds(levels: int, tmp_path: Path, audit: Audit) -> None:
    of = track(levels, 4)
    data, shown = deck_of(matrix(of))
    assert lost(promised(of), shown) == []
    file = tmp_path / "deck.pptx"
    file.write_bytes(data)
    slides = list(Presentation(str(file)).slides)
    assert len({slide.shapes.title.text_frame.text for slide in slides}) == len(slides)
    tables = [shape for slide in slides for shape in slide.shapes if shape.has_table]
    assert all(table.table.first_row for table in tables)
    assert all(table.element.xpath("string(.//p:cNvPr/@descr)") for table in tables)
    sizes = {int(size) for table in tables for size in table.element.xpath(".//a:rPr/@sz")}
    assert min(sizes) >= 100 * SLATE.theme.deck.smallest
    assert all(table.top + table.height < 490 * 12700 for table in tables)
    assert audit(file) == []


def test_a_company_template_gets_the_same_table_in_its_own_style(tmp_path: Path) -> None:
    of, render_settings = (
        track(5, 2),
        RenderSettings(with_deck_template(SLATE.theme, templates.stored(tmp_path, "german"))),
    )
    file = tmp_path / "deck.pptx"
    file.write_bytes(pptx.render(matrix(of), render_settings).data)
    tables = [shape for slide in Presentation(str(file)).slides for shape in slide.shapes if shape.has_table]
    assert all(table.is_placeholder and table.table.first_row for table in tables)
    assert lost(promised(of), flat(" ".join(cell.text for table in tables for cell in table.table.iter_cells()))) == []
    assert [str(error) for error in openxml_audit.validate_pptx(file).errors] == []


@pytest.mark.libreoffice
@pytest.mark.usefixtures("fonts")
def test_every_word_is_printed_inside_its_table(tmp_path: Path) -> None:
    of = {"big": track(5, 2, 6), "tall": track(2, 1, 20)}
    decks = {name: tmp_path / f"{name}.pptx" for name in of}
    for name, file in decks.items():
        file.write_bytes(deck_of(matrix(of[name]))[0])
    printed(tmp_path, *decks.values())
    for name, file in decks.items():
        shown = printed_in_place(file)
        assert [one for one in promised(of[name]) if shown.count(squeezed(one)) != 1] == []


# ---- spreadsheets


def cells_of(data: bytes) -> list[list[str]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]


def returned(name: str, data: bytes, folder: Path) -> Ladder:
    """What `import` makes of a file, without a word left over."""
    result = import_ladder(CollectedFiles((SourceFile(name, name, data),)), "Ladder")
    assert result.unplaced == ()
    for path, content in result.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return read(folder)[0]


def told(of: Ladder) -> dict[str, dict[str, list[str]]]:
    """By level and area all statements and examples; facts and ratings by level."""
    found: dict[str, dict[str, list[str]]] = {}
    for one in of.levels:
        areas = found.setdefault(one.name, {})
        areas["facts"] = sorted(f"{fact.label}: {fact.value.plain}" for fact in one.facts)
        areas["facts"] = sorted([*areas["facts"], *(f"{rating.title}: {rating.step}" for rating in one.ratings)])
        for area in one.sections:
            every = [point.text.plain for passage in area.passages for point in passage.all_statements]
            if every:
                areas[area.title] = sorted(every)
    return found


@pytest.mark.parametrize(("name", "writer"), [("platform.csv", values), ("platform.xlsx", workbook)])
def test_a_ladder_comes_back_as_the_same(name: str, writer: object, tmp_path: Path, own_ladder: Ladder) -> None:
    for place, of in enumerate((own_ladder, track(4, 3, 12))):
        back = returned(name, writer.render(matrix(of), SLATE).data, tmp_path / str(place))  # type: ignore[attr-defined]  # modules
        assert told(back) == told(of)
        assert [(one.code, one.title, one.status) for one in back.levels] == [
            (one.code, one.title, one.status) for one in of.levels
        ]
        assert [area.icon for area in back.levels[0].sections] == [area.icon for area in of.levels[0].sections]


ODD = (
    '=HYPERLINK("https://example.org")', "+1 for *style* and **weight**", "-1 is `negative`", '@all, "quoted"',
    "a\\*b and \\_c\\_", "1. first", "[a link](https://example.org/?a=1&b=2) to follow", "one\\\ntwo", "5 < 6 & 7 > 2",
)  # fmt: skip


@pytest.mark.parametrize(("name", "writer"), [("odd.csv", values), ("odd.xlsx", workbook)])
def test_odd_text_is_text_and_comes_back_word_for_word(name: str, writer: object, tmp_path: Path) -> None:
    nested = Statement(parse("I nest"), PLACE, (Statement(parse("deep"), PLACE),), (Statement(parse("once"), PLACE),))
    craft = section("=Craft*s*", *ODD, examples=("- not a list",))
    own = replace(craft.own, body=(*craft.own.body, nested))
    of = ladder(level("L1", "Engineer", replace(craft, own=own), facts=(("Radius", "=1+1"),)))
    data = writer.render(matrix(of), SLATE).data  # type: ignore[attr-defined]  # modules
    back = returned(name, data, tmp_path)
    assert told(back) == told(of)
    last = back.levels[0].sections[0].own.statements[-1]
    assert [child.text.plain for child in last.children] == ["deep"]
    assert [example.text.plain for example in last.examples] == ["once"]


SIGNS = (
    "I keep the __run_book__ and `read_me` at hand", "I read [the guide](https://example.org/a_b) twice",
    "I name files \\*new\\* and a\\_b\\_", "I write <b>tags</b>, `<i>`, [a](b.md), &amp; and &lt;", "**All of it in bold**", "*1*\\. one",
)  # fmt: skip


def signed() -> Ladder:
    """A ladder whose titles and texts hold what Markdown may be made of."""
    craft = section("Craft_and_care [draft] *x*", *SIGNS)
    mentioned = replace(section("x", "I care."), title="Craft *other* <b>", id=craft.id)
    levels = (
        level("S1", "Site_Reliability <Engineer> [EU] *new*", craft, facts=(("Impact_radius [a](b)", "A & *B*"),)),
        level("S2", "`Code` & \\slash", mentioned),
    )
    return ladder(*levels)


def test_a_workbook_shows_texts_as_people_read_them_and_the_csv_as_they_were_written() -> None:
    document = matrix(signed())
    rows, said = (
        cells_of(workbook.render(document, SLATE).data),
        values.render(document, SLATE).data.decode("utf-8-sig"),
    )
    heads = ["Areas", "S1 Site_Reliability <Engineer> [EU] *new*", "S2 `Code` & \\slash"]
    assert rows[0] == next(csv.reader(io.StringIO(said))) == heads
    assert parse(SIGNS[0]).plain == "I keep the run_book and read_me at hand"
    assert rows[2][:2] == ["Impact_radius [a](b)", "A & B"]
    assert rows[-1] == [
        "Craft_and_care [draft] *x*",
        "\n".join(f"• {parse(text).plain}" for text in SIGNS),
        "Craft *other* <b>\n• I care.",
    ]
    assert "[the guide](https://example.org/a_b)" in said
    assert "`read_me`" in said


def test_the_addresses_of_a_workbooks_links_are_notes_at_their_cells() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook.render(matrix(signed()), SLATE).data)) as book:
        assert b"the guide: https://example.org/a_b" in book.read("xl/comments1.xml")


@pytest.mark.parametrize(("name", "writer"), [("signs.csv", values), ("signs.xlsx", workbook)])
def test_csv_and_workbook_of_one_matrix_come_back_as_the_same_words(name: str, writer: object, tmp_path: Path) -> None:
    back = returned(name, writer.render(matrix(signed()), SLATE).data, tmp_path)  # type: ignore[attr-defined]  # modules
    assert [(one.code, one.title) for one in back.levels] == [
        ("S1", "Site_Reliability <Engineer> [EU] *new*"),
        ("S2", "`Code` & \\slash"),
    ]
    first, second = back.levels
    assert [fact.label for fact in first.facts] == ["Impact_radius [a](b)"]
    assert [one.text.plain for one in first.sections[0].own.statements] == [parse(text).plain for text in SIGNS]
    assert second.sections[0].own.statements[-1].text.plain == "I care."


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("🦉 Night watch and early rounds, all of it", "🦉 Night watch and early rounds"),
        ("A team that looks after others 👩‍👩‍👧‍👦", "A team that looks after others"),
        ("Caretakers of all the houses 👍🏽", "Caretakers of all the houses"),
        ("Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaae\u0301e\u0301", "Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("👨‍👩‍👧‍👦" * 4, "👨‍👩‍👧‍👦" * 2),
        ("History", "Matrix"), ("[:*?/\\]", "Matrix"), ("'", "Matrix"), ("Sales: [EU]", "Sales EU"),
    ],
)  # fmt: skip
def test_any_title_of_a_track_names_a_sheet(title: str, name: str) -> None:
    of = ladder(level("L1", "Engineer", section("Craft", "I a.")))
    of = replace(of, tracks=(replace(of.tracks[0], title=title),))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook.render(matrix(of), SLATE).data))
    assert book.sheet_names == [name]


@pytest.mark.parametrize(
    ("title", "footer"),
    [
        ("Research & Growth", "Research &amp;&amp; Growth · 2026.1"),
        ("R&G", "R&amp;&amp;\u2060G · 2026.1"),
        ("&" * 300, "&amp;&amp;" * 110),
        ("🦉" * 200, "🦉" * 55),
    ],
)
def test_any_title_of_a_ladder_stands_in_the_footer_of_a_workbook(title: str, footer: str) -> None:
    of = replace(ladder(level("L1", "Engineer", section("Craft", "I a."))), title=title)
    with zipfile.ZipFile(io.BytesIO(workbook.render(matrix(of), SLATE).data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert f"<oddFooter>&amp;L{footer}&amp;R&amp;P / &amp;N</oddFooter>" in sheet


def test_no_cell_is_a_formula() -> None:
    of = ladder(level("L1", "=cmd()", section("@Craft", "I a."), facts=(("-Radius", "=1+1"), ("+More", "\t=2"))))
    rows = list(csv.reader(io.StringIO(values.render(matrix(of), SLATE).data.decode("utf-8-sig"))))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row)
    with zipfile.ZipFile(io.BytesIO(workbook.render(matrix(of), SLATE).data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet.lower()


def test_values_are_what_spreadsheets_expect(own_ladder: Ladder) -> None:
    data = values.render(matrix(own_ladder), SLATE).data
    assert data.startswith(b"\xef\xbb\xbfAreas,L2 Cloud Security Engineer,")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert {len(row) for row in rows} == {4}
    assert data.count(b"\r\n") == len(rows)
    straight = [re.sub("[“”]", '"', one).replace("’", "'") for one in promised(own_ladder, examples=True)]
    assert lost(straight, flat(" ".join(cell for row in rows for cell in row))) == []


@pytest.mark.parametrize("theme", theme_names())
def test_a_workbook_keeps_its_heads_in_sight_and_no_row_taller_than_may_be(theme: str, tmp_path: Path) -> None:
    of = track(3, 2, 30)
    data = workbook.render(matrix(of), RenderSettings(open_theme(theme))).data
    rows = cells_of(data)
    assert [row[0] for row in rows].count("🦉 Ownership area") > 1
    assert all(cell.count("\n") < 30 for row in rows for cell in row)
    assert lost(promised(of, examples=True), flat(" ".join(cell for row in rows for cell in row))) == []
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert 'state="frozen"' in sheet
        assert 'xSplit="1" ySplit="1"' in sheet
        assert 'orientation="landscape"' in sheet
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert "<dc:title>Platform</dc:title>" in core
    assert "1980-01-01T00:00:00Z" in core
    file = tmp_path / "book.xlsx"
    file.write_bytes(data)
    assert [str(error) for error in openxml_audit.OpenXmlValidator().validate(file).errors] == []


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 3).flatmap(lambda count: st.tuples(*(numbered_levels(n * 100_000) for n in range(1, count + 1)))))
def test_nothing_of_any_ladder_is_lost_in_any_format(levels: tuple[Level, ...]) -> None:
    renamed = (replace(one, id=f"l{n}", code=f"L{n}", rank=n) for n, one in enumerate(levels))
    of = ladder(*renamed)
    document = matrix(of)
    table = "\n".join(cell for row in cells_of(workbook.render(document, SLATE).data) for cell in row)
    said = values.render(document, SLATE).data.decode()
    everything = promised(of, examples=True)
    assert lost(everything, flat(re.sub("[*_`]", "", table))) == lost(everything, flat(said)) == []
    assert lost(promised(of), deck_of(document)[1]) == []
    printed_words = text(pdf.render(document, SLATE).data)
    assert [one for one in promised(of) if one[-6:] not in printed_words] == []


# ---- everywhere


@pytest.mark.parametrize("language", ["ja", "ar"])
@pytest.mark.parametrize("theme", theme_names())
def test_other_scripts_and_directions_are_valid_and_whole(language: str, theme: str, tmp_path: Path) -> None:
    of, render_settings = track(5, 3, language=language), RenderSettings(open_theme(theme))
    written = pdf.render(matrix(of), render_settings)
    assert written.problems == ()
    assert failures(written.data) == []
    numbers = re.findall(r"\d{4}", " ".join(promised(of)))
    shown = text(written.data)
    assert [one for one in numbers if one not in shown] == []
    file = tmp_path / "deck.pptx"
    file.write_bytes(pptx.render(matrix(of), render_settings).data)
    assert [str(error) for error in openxml_audit.validate_pptx(file).errors] == []
    assert told(returned("x.csv", values.render(matrix(of), render_settings).data, tmp_path / "back")) == told(of)
    with zipfile.ZipFile(io.BytesIO(workbook.render(matrix(of), render_settings).data)) as book:
        assert (b'rightToLeft="1"' in book.read("xl/worksheets/sheet1.xml")) is (language == "ar")


def test_the_same_matrix_twice_is_the_same_bytes() -> None:
    document = matrix(track(3, 2))
    for writer in (pdf, pptx, workbook, values):
        assert writer.render(document, SLATE).data == writer.render(document, SLATE).data
