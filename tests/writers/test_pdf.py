"""What a sheet is, once it is opened again."""

import pytest
from hypothesis import HealthCheck, given, settings

from ladder_export.document import Document
from ladder_export.editions.sheet import sheet
from ladder_export.model import Level
from ladder_export.places import theme_names
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


SENTENCES = {
    "en": "I design systems that others can operate, and I explain the trade-offs in plain words.",
    "ja": "他の人が運用できる信頼性の高いシステムを設計し、トレードオフをわかりやすい言葉で説明します。",
    "ar": "أصمم أنظمة موثوقة يمكن للآخرين تشغيلها، وأشرح المقايضات بكلمات بسيطة.",
}
LENGTHS = {"short": (1, 1), "typical": (4, 5), "long": (9, 14)}


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_it_is_archivable_and_accessible(theme: str, paper: str, language: str, length: str) -> None:
    sections, statements = LENGTHS[length]
    words = SENTENCES[language]
    areas = (
        section(words[: 8 + number], *[words] * statements, examples=(words,) * 3, icon="🦉")
        for number in range(sections)
    )
    facts = tuple((words[: 9 + number], words[:20]) for number in range(sections))
    one = level("L3", words[:30], *areas, summary=(words,), facts=facts)
    written = pdf.write(document_of(one, language=language), Look(open_theme(theme), PAPERS[paper], page_budget=9))
    assert written.problems == ()
    assert written.count == 1 or length == "long"
    assert failures(written.data) == []


@pytest.mark.parametrize(("language", "words"), [("ja", "上級クラウド"), ("ar", "مهندس أمن سحابي")])
def test_other_scripts_can_be_read_back(language: str, words: str) -> None:
    one = level("L3", "X", section("Y", words))
    shown = text(pdf.write(document_of(one, language=language), SLATE).data)
    assert words in shown or words[::-1] in shown


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    (problem,) = pdf.write(document_of(level("L3", "X", section("Y", "I write ᚠᚢ runes."))), SLATE).problems
    assert problem.code == "missing-glyph"
    assert problem.is_error
    assert problem.message == "no font of the theme has ᚠ (U+16A0), ᚢ (U+16A2): boxes are printed instead"


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


def test_a_summary_longer_than_a_page_loses_nothing() -> None:
    summary = tuple(f"Paragraph {n} says what there is to say and then says it again." for n in range(150))
    written = pdf.write(document_of(level("L3", "Senior", section("Area", "I end."), summary=summary)), SLATE)
    shown = text(written.data)
    assert written.count > 1
    assert [words for words in (*summary, "I end.") if shown.count(words) != 1] == []


def test_pages_within_the_budget_are_no_problem() -> None:
    long = level(
        "L3", "Senior", *(section(f"Area {n}", *(f"I do {n} and {m} of it all." for m in range(45))) for n in range(4))
    )
    assert pdf.write(document_of(long), Look(SLATE.theme, page_budget=9)).problems == ()


def test_a_level_without_anything_but_a_title_is_still_a_sheet() -> None:
    written = pdf.write(document_of(level("", "Engineer")), SLATE)
    assert written.count == 1
    assert failures(written.data) == []


def test_a_draft_says_so_on_every_page_and_stays_accessible() -> None:
    draft = level("L3", "Senior", *(section(f"Area {n}", *["I do it all."] * 45) for n in range(4)), status="draft")
    written = pdf.write(document_of(draft), SLATE)
    shown = text(written.data)
    assert written.count == 2
    assert shown.count("Engineering ladder · 2026.1 · Draft") == 2
    assert shown.count("Draft") == 4
    assert failures(written.data) == []


def test_no_text_gets_smaller_than_the_theme_allows() -> None:
    sizes = pdf.html.sizes(SLATE.theme, SLATE.theme.sheet.smallest)
    assert min(sizes[name] for name in ("text", "examples", "label")) >= SLATE.theme.sheet.smallest_text


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(numbered_levels())
def test_no_level_loses_a_word(one: Level) -> None:
    shown = text(pdf.write(document_of(one), SLATE).data)
    texts = [
        *(paragraph.plain for paragraph in one.summary),
        *(fact.value.plain for fact in one.facts),
        *(fact.label for fact in one.facts),
        *(area.title for area in one.sections),
        *(item.text.plain for area in one.sections for item in area.own.every_statement),
    ]
    missing = [words for words in texts if shown.count(flat(words)) != 1]
    assert missing == []
