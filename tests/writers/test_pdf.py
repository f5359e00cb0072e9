"""What a sheet is, once it is opened again."""

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from editions import documents_of, sheet
from ladder_export.core.document import Document
from ladder_export.core.model import Level, Paragraph, Passage, Section, Statement
from ladder_export.core.text import parse
from ladder_export.core.ui_strings import ENGLISH
from ladder_export.files.resources import theme_names
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from ladders import PLACE, ladder, level, numbered_levels, rating, section, statements, texts_of
from writers.pdfs import failures, flat, opened, text

COLOUR_EMOJI = Path("/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf")

SLATE = RenderSettings(open_theme("slate"))

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
    written = pdf.render(document_of(TYPICAL, level("L4", "Lead Engineer")), SLATE)
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
LENGTHS = {"short": (1, 1), "typical": (2, 4), "long": (9, 14)}


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("language", SENTENCES)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_it_is_archivable_and_accessible(theme: str, paper: str, language: str, length: str) -> None:
    sections, count = LENGTHS[length]
    words = SENTENCES[language]
    areas = (
        section(words[: 8 + number], *[words] * count, examples=(words,) * 3, icon="🦉") for number in range(sections)
    )
    facts = tuple((words[: 9 + number], words[:20]) for number in range(sections))
    ratings = tuple(rating(f"c{n}", words[:9], words[:6], n, 5) for n in range(1, 6))
    nested = Statement(parse(words), PLACE, statements(words, words), statements(words))
    passage = Passage("", (Paragraph(parse(words), PLACE),), (nested, Paragraph(parse(words), PLACE)), (), PLACE)
    rich = Section("rich", words[:12], "🛠️", passage, (replace(passage, title=words[:9]),), PLACE)
    one = level("L3", words[:30], *areas, *[rich] * (length != "short"), summary=(words,), facts=facts)
    one = replace(one, ratings=ratings)
    written = pdf.render(
        document_of(one, language=language), RenderSettings(open_theme(theme), PAPERS[paper], page_budget=9)
    )
    assert written.problems == ()
    assert written.count == 1 or length == "long"
    assert failures(written.data) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "上級クラウド"),
        ("ko", "선임 엔지니어"),
        ("zh", "高级工程师"),
        ("he", "מהנדס בכיר"),
        ("ar", "مهندس أمن سحابي"),
    ],
)
def test_other_scripts_can_be_read_back(language: str, words: str) -> None:
    one = level("L3", "X", section("Y", words))
    data = pdf.render(document_of(one, language=language), SLATE).data
    shown = text(data)
    assert words in shown or words[::-1] in shown
    assert failures(data) == []


@pytest.mark.parametrize(
    ("language", "family"), [("ja", "Noto-Sans-JP"), ("ko", "Noto-Sans-KR"), ("zh", "Noto-Sans-SC")]
)
def test_each_language_draws_shared_characters_its_own_way(language: str, family: str) -> None:
    with opened(
        pdf.render(document_of(level("L3", "直", section("骨", "直骨")), language=language), SLATE).data
    ) as file:
        names = [str(item.BaseFont) for item in file.objects if "/DescendantFonts" in getattr(item, "keys", dict)()]
    assert [name for name in names if "Noto-Sans" in name and family not in name] == []
    assert [name for name in names if family in name]


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    (problem,) = pdf.render(document_of(level("L3", "X", section("Y", "I write ᚠᚢ runes."))), SLATE).problems
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
            assert [child.title for child in top.children] == ["Craft", "People", "Business"]


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
    written = pdf.render(document_of(TYPICAL), RenderSettings(SLATE.theme, PAPERS[paper]))
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
    assert all(name.startswith(("Lato", "Emoji", "Noto-Emoji", "NotoEmoji")) for name in names), names


@pytest.mark.colour_emoji
def test_emoji_are_in_colour_where_the_theme_names_such_a_font(tmp_path: Path) -> None:
    if not COLOUR_EMOJI.exists() and "CI" not in os.environ:
        pytest.skip("there is no font of coloured emoji on this machine (apt-get install fonts-noto-color-emoji)")
    folder = shutil.copytree(SLATE.theme.folder, tmp_path / "colourful")
    shutil.copy(COLOUR_EMOJI, folder)
    tokens = (folder / "theme.toml").read_text(encoding="utf-8")
    named = tokens.replace("[sheet]\n", f'[sheet]\nemoji = "{COLOUR_EMOJI.name}"\n')
    (folder / "theme.toml").write_text(named, encoding="utf-8")
    written = pdf.render(document_of(TYPICAL), RenderSettings(open_theme(str(folder))))
    with opened(written.data) as file:
        pictures = [item for item in file.objects if getattr(item, "Subtype", "") == "/Image" and "/SMask" in item]
    assert (written.problems, len(pictures)) == ((), 3)
    assert failures(written.data) == []


def test_too_much_text_runs_on_to_a_second_page_and_says_so() -> None:
    long = level(
        "L3", "Senior", *(section(f"Area {n}", *(f"I do {n} and {m} of it all." for m in range(45))) for n in range(4))
    )
    written = pdf.render(document_of(long), SLATE)
    assert written.count > 1
    (problem,) = written.problems
    assert problem.code == "page-budget"
    assert "allowed" in problem.message
    assert written.layout.text_pt >= SLATE.theme.sheet.min_text_pt
    assert failures(written.data) == []


def test_cutting_as_many_statements_as_the_budget_says_makes_the_sheet_fit() -> None:
    def lengthy(statements: int) -> Level:
        areas = (section(f"Area {n}", *(f"I do {n} and {m} of it." for m in range(statements // 4))) for n in range(4))
        return level("L3", "Senior", *areas)

    (problem,) = pdf.render(document_of(lengthy(180)), SLATE).problems
    ((surplus, count),) = re.findall(r"cut about (\d+) % of the text, (\d+) of its 180 statements,", problem.help)
    assert f"{surplus} % of its text does not fit" in problem.message
    assert pdf.render(document_of(lengthy(180 - int(count))), SLATE).problems == ()
    assert len(pdf.render(document_of(lengthy(180 - int(count) // 2)), SLATE).problems) == 1


def test_what_is_too_much_is_counted_in_statements_examples_and_paragraphs_and_on_all_pages_allowed() -> None:
    areas = (section(f"Area {n}", *["I do it all, again."] * 60, examples=("Once.",) * 50) for n in range(4))
    long = level("L3", "Senior", *areas)
    share = []
    for budget in (1, 2):
        (problem,) = pdf.render(document_of(long), RenderSettings(SLATE.theme, page_budget=budget)).problems
        assert "of its 440 statements and examples" in problem.help
        share.append(int(re.findall(r"about (\d+) %", problem.help)[0]))
    assert share[0] > share[1] + 10


def test_a_level_that_is_all_header_may_be_longer_than_a_page() -> None:
    summary = tuple(f"Paragraph {n} says what there is to say and then says it again." for n in range(150))
    written = pdf.render(document_of(level("L3", "Senior", summary=summary)), SLATE)
    assert written.count > 1
    shown = flat(text(written.data))
    assert [words for words in summary if shown.count(words) != 1] == []


def test_a_summary_longer_than_a_page_loses_nothing() -> None:
    summary = tuple(f"Paragraph {n} says what there is to say and then says it again." for n in range(150))
    written = pdf.render(document_of(level("L3", "Senior", section("Area", "I end."), summary=summary)), SLATE)
    shown = text(written.data)
    assert written.count > 1
    assert [words for words in (*summary, "I end.") if shown.count(words) != 1] == []


def test_pages_within_the_budget_are_no_problem() -> None:
    long = level(
        "L3", "Senior", *(section(f"Area {n}", *(f"I do {n} and {m} of it all." for m in range(45))) for n in range(4))
    )
    assert pdf.render(document_of(long), RenderSettings(SLATE.theme, page_budget=9)).problems == ()


def test_a_level_without_anything_but_a_title_is_still_a_sheet() -> None:
    written = pdf.render(document_of(level("", "Engineer")), SLATE)
    assert written.count == 1
    assert failures(written.data) == []


def test_a_draft_says_so_on_every_page_and_stays_accessible() -> None:
    draft = level("L3", "Senior", *(section(f"Area {n}", *["I do it all."] * 45) for n in range(4)), status="draft")
    written = pdf.render(document_of(draft), SLATE)
    shown = text(written.data)
    assert written.count == 2
    assert shown.count("Engineering ladder · 2026.1 · Draft") == 2
    assert shown.count("Draft") == 4
    assert failures(written.data) == []


def test_no_text_gets_smaller_than_the_theme_allows() -> None:
    sizes = pdf.text_sizes(SLATE.theme.sheet, SLATE.theme.sheet.min_scale)
    assert min(sizes[name] for name in ("text", "examples", "label")) >= SLATE.theme.sheet.min_text_pt


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(numbered_levels())
def test_no_level_loses_a_word(one: Level) -> None:
    shown = text(pdf.render(document_of(one), SLATE).data)
    for area in one.sections:  # the name of one that goes on in the next column is there once more
        for title in (area.title, *(f"{area.title} · {part.title}" for part in area.shared_passages)):
            shown = shown.replace(flat(f"{title} {ENGLISH.continued}"), "")
    missing = [words for words in texts_of(one) if words and shown.count(flat(words)) != 1]
    assert missing == []


def test_a_link_in_bold_or_with_a_hyphen_is_one_link_for_a_screen_reader() -> None:
    said = "[plain](https://example.org), [**bold**](https://example.org) and [well-being](https://example.org)."
    made = pdf.render(
        next(iter(sheet(ladder(level("L1", "A", section("B", said)))))), RenderSettings(open_theme("slate"))
    )
    assert failures(made.data) == []
    with opened(made.data) as file:
        assert len(file.pages[0].obj.Annots) == 3


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize(("language", "at_start"), [("en", True), ("ar", False)])
def test_the_foot_of_a_page_runs_with_its_language(theme: str, language: str, at_start: bool) -> None:  # noqa: FBT001  # a parameter of the test
    made = ladder(level("L1", "Engineer", section("Craft", "I ask.")), language=language)
    settings = RenderSettings(open_theme(theme))
    for document in (found for kind in ("sheet", "scorecard", "matrix") for found in documents_of(kind, made)):
        with pypdfium2.PdfDocument(pdf.render(document, settings).data) as file:
            page = file[0]
            words = page.get_textpage()
            finder = words.search("/ 1")
            place, _ = finder.get_next()
            assert (words.get_charbox(place)[0] > page.get_width() / 2) == at_start, document.kind


@pytest.mark.parametrize("theme", theme_names())
def test_an_area_that_goes_on_begins_as_high_as_the_column_beside_it(theme: str) -> None:
    texts = [f"I build thing {number} so that others can rely on it for years." for number in range(20)]
    made = ladder(level("L1", "Engineer", section("Craft", *texts)))
    (document,) = documents_of("sheet", made)
    with pypdfium2.PdfDocument(pdf.render(document, RenderSettings(open_theme(theme))).data) as file:
        words = file[0].get_textpage()
        finder = words.search("Craft", match_case=True)
        bottoms = [words.get_charbox(found[0])[1] for found in iter(finder.get_next, None)]
        assert f"Craft {ENGLISH.continued}" in words.get_text_bounded(), "a space alone in its element is not drawn"
    assert len(bottoms) == 2
    assert bottoms[0] == pytest.approx(bottoms[1], abs=0.3)


@pytest.mark.parametrize("theme", theme_names())
def test_the_name_of_an_area_that_goes_on_breaks_where_its_line_is_full(theme: str) -> None:
    texts = [f"I build thing {number} so that others can rely on it for years." for number in range(20)]
    for count in range(8):  # letters that bring the name to the end of its line
        name = f"I am a servant leader for my team · {'i' * count}"
        made = ladder(level("L1", "Engineer", section(name, *texts)))
        (document,) = documents_of("sheet", made)
        with pypdfium2.PdfDocument(pdf.render(document, RenderSettings(open_theme(theme))).data) as file:
            shown = file[0].get_textpage().get_text_bounded()
        assert shown.count("I am a servant leader") == 2, count
        assert flat(f"{name} {ENGLISH.continued}") in flat(shown), count
