"""What a sheet is, once it is opened again."""

import pytest
from hypothesis import HealthCheck, given, settings

from ladder_export.document import Document
from ladder_export.editions.sheet import sheet
from ladder_export.model import Level
from ladder_export.theme import PAPERS, Look, open_theme
from ladder_export.writers import pdf
from ladders import ladder, level, numbered_levels, section
from writers.pdfs import failures, flat, opened, text

SLATE = Look(open_theme("slate"))

TYPICAL = level(
    "L3",
    "Senior Engineer",
    section(
        "Craft",
        "I am **advanced** in my *domain*.",
        'I "level up" the team.',
        "I read [the guide](https://example.org/guide).",
        examples=("I ran `make export` & it was <fast>.", "I wrote a page."),
        icon="🦉",
    ),
    section("People", "I mentor.", examples=("I paired.",), icon="🌱"),
    section("Business", "I ship.", icon="🏆"),
    summary=("I make things that last.",),
    facts=(("Planning Horizon", "Two cycles."), ("Impact Radius", "Peers (2-5).")),
)


def document_of(one: Level, *others: Level, language: str = "en") -> Document:
    return next(iter(sheet(ladder(one, *others, language=language))))


@pytest.fixture(scope="module")
def typical() -> bytes:
    written = pdf.write(document_of(TYPICAL, level("L4", "Lead Engineer")), SLATE)
    assert written.problems == ()
    assert written.count == 1
    return written.data


def test_it_says_everything_once_in_reading_order(typical: bytes) -> None:
    expected = [
        "L3 Senior Engineer",
        "I make things that last.",
        "Planning Horizon",
        "Two cycles.",
        "Craft",
        "I am advanced in my domain.",
        "I “level up” the team.",
        "I read the guide.",
        "Examples",
        "I ran make export & it was <fast>.",
        "I wrote a page.",
        "People",
        "I mentor.",
        "I paired.",
        "Business",
        "I ship.",
        "Engineering ladder · 2026.1",
        "1 / 1",
    ]
    shown = text(typical)
    places = [shown.find(words) for words in expected]
    assert -1 not in places, expected[places.index(-1)]
    assert places == sorted(places)


@pytest.mark.parametrize("paper", PAPERS)
def test_it_is_archivable_and_accessible(paper: str) -> None:
    written = pdf.write(document_of(TYPICAL), Look(SLATE.theme, PAPERS[paper]))
    assert failures(written.data) == []


def test_it_knows_its_title_language_author_and_bookmarks(typical: bytes) -> None:
    with opened(typical) as file:
        assert str(file.Root.Lang) == "en"
        assert str(file.docinfo["/Title"]) == "L3 Senior Engineer"
        assert str(file.docinfo["/Author"]) == "Octopus"
        assert str(file.docinfo["/Subject"]) == "I make things that last."
        assert "Engineering ladder" in str(file.docinfo["/Keywords"])
        with file.open_outline() as outline:
            (top,) = outline.root
            assert top.title == "L3 Senior Engineer"
            assert [child.title for child in top.children] == ["🦉Craft", "🌱People", "🏆Business"]


def test_the_yaml_it_was_made_from_travels_inside(typical: bytes) -> None:
    with opened(typical) as file:
        (name,) = file.attachments
        source = file.attachments[name]
        assert name == "l3.yaml"
        assert source.get_file().read_bytes() == TYPICAL.source.data
        assert source.get_file().mime_type == "application/yaml"
        assert source.obj.AFRelationship == "/Source"


def test_links_are_live(typical: bytes) -> None:
    with opened(typical) as file:
        assert [str(link.A.URI) for link in file.pages[0].Annots] == ["https://example.org/guide"]


@pytest.mark.parametrize(("paper", "points"), [("a4", (595.28, 841.89)), ("letter", (612, 792))])
def test_paper_has_its_size(paper: str, points: tuple[float, float]) -> None:
    written = pdf.write(document_of(TYPICAL), Look(SLATE.theme, PAPERS[paper]))
    with opened(written.data) as file:
        box = [float(side) for side in file.pages[0].MediaBox]
    assert box[2:] == pytest.approx(points, abs=0.1)


def test_every_font_is_inside_and_none_came_from_the_system(typical: bytes) -> None:
    with opened(typical) as file:
        fonts = [
            item for item in file.objects if isinstance(item, dict) or getattr(item, "Type", "") == "/FontDescriptor"
        ]
        names = {str(font.FontName).partition("+")[2] for font in fonts}
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    assert names
    assert all(name.startswith(("Lato", "Noto-Emoji", "NotoEmoji")) for name in names), names


def test_too_much_text_runs_on_to_a_second_page_and_says_so() -> None:
    long = level(
        "L3", "Senior", *(section(f"Area {n}", *(f"I do {n} and {m} of it all." for m in range(45))) for n in range(4))
    )
    written = pdf.write(document_of(long), SLATE)
    assert written.count > 1
    (problem,) = written.problems
    assert problem.code == "page-budget"
    assert "allowed" in problem.message
    assert written.layout["text_pt"] >= SLATE.theme.sheet.smallest_text
    assert failures(written.data) == []


def test_pages_within_the_budget_are_no_problem() -> None:
    long = level(
        "L3", "Senior", *(section(f"Area {n}", *(f"I do {n} and {m} of it all." for m in range(45))) for n in range(4))
    )
    assert pdf.write(document_of(long), Look(SLATE.theme, page_budget=9)).problems == ()


def test_a_level_without_anything_but_a_title_is_still_a_sheet() -> None:
    written = pdf.write(document_of(level("", "Engineer")), SLATE)
    assert written.count == 1
    assert failures(written.data) == []


def test_no_text_gets_smaller_than_the_theme_allows() -> None:
    sizes = pdf.html.sizes(SLATE.theme, SLATE.theme.sheet.smallest)
    assert min(sizes.values()) >= SLATE.theme.sheet.smallest_text


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(numbered_levels())
def test_no_level_loses_a_word(one: Level) -> None:
    shown = text(pdf.write(document_of(one), SLATE).data)
    texts = [
        *(paragraph.plain for paragraph in one.summary),
        *(fact.value.plain for fact in one.facts),
        *(fact.label for fact in one.facts),
        *(area.title for area in one.sections),
        *(item.text.plain for area in one.sections for item in (*area.statements, *area.examples)),
    ]
    missing = [words for words in texts if shown.count(flat(words)) != 1]
    assert missing == []
