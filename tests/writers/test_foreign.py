"""Decks in a stranger's template: its placeholders, its theme, nothing of its samples, nothing cut or out of place."""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path

import openxml_audit
import pypdfium2
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.util import Pt

from auditors import Audit
from ladder_export.core.document import Document, Section
from ladder_export.core.problems import BadTheme
from ladder_export.theme import RenderSettings, open_theme, with_deck_template
from ladder_export.theme.pptx_template import Template, open_template
from ladder_export.theme.pptx_template.colors import contrast
from ladder_export.writers import pptx as writer
from ladder_export.writers.pptx import validated_archive
from ladder_export.writers.pptx.custom_template.layout_samples import sample_decks
from writers import deck_documents as sample
from writers import templates
from writers.test_pptx import documents, said, squeezed, texts_of

SLATE = open_theme("slate")
SHOWN = (
    "seed",
    "rated",
    "profiles",
    "crowded",
    "long-winded",
    "many-areas",
    "grand",
    "promotion",
    "japanese",
    "arabic",
)
EVERY_DECK = pytest.mark.parametrize(("template", "name"), list(product(templates.TEMPLATES, SHOWN)))
EVERY_TEMPLATE = pytest.mark.parametrize("template", templates.TEMPLATES)
OURS = "our own"
FOOT = ("dt", "ftr", "sldNum")
SHRUNK = 0.3  # points: LibreOffice rounds sizes to tenths
ROUNDING = 3.0  # points that glyphs may reach beyond their box: side bearings, deep Arabic letters, what PDF rounds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("templates")


def render_settings(data: bytes, folder: Path, name: str = "brand.pptx") -> RenderSettings:
    file = folder / name
    file.write_bytes(data)
    return RenderSettings(with_deck_template(SLATE, file))


@cache
def wearing(template: str, folder: Path) -> RenderSettings:
    return RenderSettings(with_deck_template(SLATE, templates.stored(folder, template)))


@cache
def written(template: str, name: str, folder: Path) -> bytes:
    return writer.render(
        sample.ALL[name], RenderSettings(SLATE) if template == OURS else wearing(template, folder)
    ).data


def opened(data: bytes) -> Deck:
    return Presentation(io.BytesIO(data))


def kind(shape: BaseShape) -> str:
    return str(shape.element.xpath("string(.//p:nvPr/p:ph/@type)"))


def everything(data: bytes) -> bytes:
    return b"".join(validated_archive.unzip(data).values())


# ---- in the company's own layouts


def roles(template: Template) -> dict[str, str]:
    return {choice.role: choice.layout.name if choice.layout else "" for choice in template.choices}


def test_layouts_are_found_by_their_placeholders_in_any_language(folder: Path) -> None:
    template = open_template(templates.stored(folder, "german"), {})
    assert roles(template) == {
        "title": "Titelfolie",
        "content": "Titel und Inhalt",
        "two-content": "Zwei Inhalte",
        "section": "Abschnittsüberschrift",
        "title-only": "Nur Titel",
        "blank": "Leer",
    }
    untyped = templates.changed(
        templates.german(),
        "slideLayouts/s.*xml$",
        lambda xml: re.sub(rb' type="(title|obj|twoObj|secHead|titleOnly|blank)" preserve', b" preserve", xml),
    )
    (folder / "untyped.pptx").write_bytes(untyped)
    assert roles(open_template(folder / "untyped.pptx", {})) == roles(template)


def test_what_is_missing_is_replaced_by_the_next_best(folder: Path) -> None:
    template = open_template(templates.stored(folder, "poor"), {})
    found = {
        choice.role: (choice.layout.name if choice.layout else "", choice.fallback_for) for choice in template.choices
    }
    assert found["content"] == ("Content with Caption", None)
    assert found["section"] == ("Title Only", "title-only")
    assert found["blank"] == ("", None)


def test_a_layout_named_in_the_theme_wins(folder: Path) -> None:
    file = templates.stored(folder, "german")
    named = open_template(file, {"content": "Zwei Inhalte", "section": "Nur Titel"})
    assert roles(named)["content"] == "Zwei Inhalte"
    assert roles(named)["section"] == "Nur Titel"
    with pytest.raises(BadTheme) as stop:
        open_template(file, {"content": "Titel und Inhlt", "two-content": "Nur Titel"})
    assert [(problem.code, problem.message) for problem in stop.value.problems] == [
        ("no-such-layout", "deck.layouts.content names 'Titel und Inhlt', which the template lacks"),
        ("unfit-layout", "deck.layouts.two-content names 'Nur Titel', which cannot be it: it has no two content placeholders"),
    ]  # fmt: skip
    assert stop.value.problems[0].help == "did you mean 'Titel und Inhalt'?"


def test_a_template_without_room_for_text_says_what_is_missing(folder: Path) -> None:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        if layout.name not in ("Title Slide", "Title Only"):
            deck.slide_layouts.remove(layout)
    (folder / "bare.pptx").write_bytes(templates.saved(deck))
    with pytest.raises(BadTheme) as stop:
        open_template(folder / "bare.pptx", {})
    (problem,) = stop.value.problems
    assert problem.code == "no-content-layout"
    assert (
        "'Title Slide': it has no content placeholder; 'Title Only': it has no content placeholder" in problem.message
    )
    assert "Insert Placeholder > Content" in problem.help


@EVERY_DECK
def test_words_stand_in_placeholders_and_nowhere_else(template: str, name: str, folder: Path) -> None:
    deck = opened(written(template, name, folder))
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        beside_a_chart = any(shape.has_chart for shape in slide.shapes)
        for shape in slide.shapes:
            assert shape.is_placeholder or (beside_a_chart and shape.has_table)
            if shape.has_text_frame and kind(shape) != "dt":
                assert shape.text_frame.text


def is_part(text: str, name: str) -> bool:
    """Whether another text of the document says the same and more, or it is a word that titles say too."""
    return len(text) < 20 or sum(text in other for other in texts_of(sample.ALL[name])) > 1


@EVERY_DECK
def test_every_word_is_said_exactly_once(template: str, name: str, folder: Path) -> None:
    shown = said(opened(written(template, name, folder)))
    for text in texts_of(sample.ALL[name]):
        assert shown.count(squeezed(text)) == 1 or is_part(text, name), text


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(document=documents())
def test_every_word_of_any_document_is_said_exactly_once(document: Document, folder: Path) -> None:
    data = writer.render(document, wearing("poor", folder)).data
    shown = said(opened(data))
    for text in texts_of(document):
        assert shown.count(squeezed(text)) == 1, text


def test_title_code_lineage_and_summary_open_the_deck(folder: Path) -> None:
    cover, climb, glance = list(opened(written("german", "seed", folder)).slides)[:3]
    assert cover.slide_layout.name == "Titelfolie"
    assert cover.shapes.title.text_frame.text == "L3 · Senior Cloud Security Engineer"
    assert cover.placeholders[1].text_frame.text.split("\n") == [
        "Octopus · Engineering ladder · Cloud Security",
        sample.SUMMARY,
    ]
    assert climb.shapes.title.text_frame.text == "Levels of this track"
    assert [glance.slide_layout.name, glance.placeholders[1].placeholder_format.type] == [
        "Titel und Inhalt",
        PP_PLACEHOLDER.OBJECT,
    ]
    assert [tuple(cell.text for cell in row.cells) for row in glance.placeholders[1].table.rows] == list(sample.FACTS)


def test_a_summary_that_the_subtitle_cannot_hold_gets_a_slide_of_its_own(folder: Path) -> None:
    first, second = list(opened(written("german", "grand", folder)).slides)[:2]
    assert first.placeholders[1].text_frame.text == "Octopus · Engineering ladder · Cloud Security"
    assert second.placeholders[1].text_frame.text.startswith(sample.SUMMARY)


def test_a_cover_without_a_subtitle_loses_no_lineage(folder: Path) -> None:
    deck = Presentation()
    subtitle = deck.slide_layouts[0].placeholders[1].element
    subtitle.getparent().remove(subtitle)
    data = writer.render(sample.SEED, render_settings(templates.saved(deck), folder)).data
    second = opened(data).slides[1]
    assert second.placeholders[1].text_frame.text.split("\n")[0] == "Octopus · Engineering ladder · Cloud Security"


def test_a_section_that_says_nothing_takes_the_section_header(folder: Path) -> None:
    data = writer.render(sample.document(Section("Values", ())), wearing("german", folder)).data
    assert opened(data).slides[1].slide_layout.name == "Abschnittsüberschrift"


def test_the_theme_decides_how_it_looks(folder: Path) -> None:
    data = written("german", "seed", folder)
    slides = [blob for name, blob in validated_archive.unzip(data).items() if name.startswith("ppt/slides/slide")]
    for xml in slides:
        assert b"srgbClr" not in xml
        assert b"<a:latin" not in xml
        assert not re.search(rb"<a:xfrm>(?!.*graphicFrame)", xml.replace(b"\n", b"")) or b'type="sldNum"' in xml
    assert b"9A3B52" in everything(data)


def test_statements_take_the_level_that_has_bullets(folder: Path) -> None:
    body = opened(written("poor", "seed", folder)).slides[3].placeholders[1]
    assert {paragraph.level for paragraph in body.text_frame.paragraphs} == {1}


def test_what_goes_on_from_the_slide_before_has_no_second_bullet(folder: Path) -> None:
    endless = sample.document(
        sample.area("", "Craft", (sample.SUMMARY * 9,)), opening=(sample.prose(sample.SUMMARY * 9),)
    )
    slides = list(opened(writer.render(endless, wearing("german", folder)).data).slides)
    (prose,) = (slide for slide in slides if slide.shapes.title.text_frame.text.endswith("Engineer (2/2)"))
    assert prose.placeholders[1].text_frame.paragraphs[0]._p.pPr is None  # noqa: SLF001  # python-pptx shows no margins
    craft = [slide for slide in slides if "Craft" in slide.shapes.title.text_frame.text]
    marks = [slide.placeholders[1].element.xpath(".//a:p/a:pPr/a:buNone") for slide in craft]
    assert [len(found) for found in marks] == [0, *[1] * (len(craft) - 1)]


# ---- footers, dates, numbers


def foots(deck: Deck, which: str) -> list[str]:
    return [shape.text_frame.text for slide in deck.slides for shape in slide.placeholders if kind(shape) == which]


def test_footers_dates_and_numbers_are_carried(folder: Path) -> None:
    deck = opened(written("german", "seed", folder))
    count = len(deck.slides)
    assert foots(deck, "ftr") == ["Vertraulich · Engineering ladder · 2026.1"] * count
    assert foots(deck, "sldNum") == [str(number) for number in range(1, count + 1)]
    assert len(foots(deck, "dt")) == count
    assert all(slide.element.xpath(".//a:fld[@type='slidenum']") for slide in deck.slides)


def test_a_date_that_programs_fill_in_never_shows_the_day_the_template_was_saved(folder: Path) -> None:
    (field,) = (
        opened(written("german", "seed", folder)).slides[0].element.xpath(".//a:fld[starts-with(@type, 'datetime')]")
    )
    assert field.find(qn("a:t")).text is None
    fixed = templates.changed(
        templates.german(),
        "slideLayouts/s",
        lambda xml: re.sub(
            rb'<a:fld[^>]*type="datetime.*?</a:fld>', b"<a:r><a:t>Mai 2026</a:t></a:r>", xml, flags=re.DOTALL
        ),
    )
    deck = opened(writer.render(sample.SHORT, render_settings(fixed, folder)).data)
    assert foots(deck, "dt") == ["Mai 2026"] * len(deck.slides)


def test_what_the_template_switches_off_stays_off(folder: Path) -> None:
    off = templates.changed(
        templates.german(),
        "slideMaster1.xml$",
        lambda xml: xml.replace(b"<p:txStyles>", b'<p:hf hdr="0" dt="0"/><p:txStyles>'),
    )
    deck = opened(writer.render(sample.SHORT, render_settings(off, folder)).data)
    assert foots(deck, "dt") == []
    assert len(foots(deck, "ftr")) == len(deck.slides)


def test_title_slides_stay_bare_where_the_template_wants_it(folder: Path) -> None:
    bare = templates.changed(
        templates.german(),
        "ppt/presentation.xml",
        lambda xml: xml.replace(b"<p:presentation ", b'<p:presentation showSpecialPlsOnTitleSld="0" '),
    )
    cover, inner = opened(writer.render(sample.SHORT, render_settings(bare, folder)).data).slides
    assert [kind(shape) for shape in cover.placeholders] == ["ctrTitle", "subTitle"]
    assert {kind(shape) for shape in inner.placeholders} >= {"ftr", "sldNum"}


def test_without_a_footer_the_title_slide_says_edition_and_draft(folder: Path) -> None:
    none = templates.changed(
        templates.german(),
        "slideMaster1.xml$",
        lambda xml: xml.replace(b"<p:txStyles>", b'<p:hf ftr="0"/><p:txStyles>'),
    )
    draft = replace(sample.SHORT, footer="Engineering ladder · 2026.1 · Draft")
    cover = opened(writer.render(draft, render_settings(none, folder)).data).slides[0]
    assert cover.placeholders[1].text_frame.text == "Octopus · Engineering ladder · Cloud Security · 2026.1 · Draft"


# ---- nothing of its samples


def test_sample_slides_leave_no_trace(folder: Path) -> None:
    assert templates.SAMPLE.encode() in everything(templates.full())
    data = written("full", "seed", folder)
    parts = validated_archive.unzip(data)
    assert templates.SAMPLE.encode() not in everything(data)
    assert not [name for name in parts if re.search("notesSlide|chart|embeddings|comment|thumbnail|printer", name)]
    assert b"custShow" not in parts["ppt/presentation.xml"]
    assert b'name="Samples"' not in parts["ppt/presentation.xml"]
    assert parts["ppt/presentation.xml"].count(b"<p:extLst") == 1
    assert len([name for name in parts if name.startswith("ppt/slides/slide")]) == len(opened(data).slides) == 8
    assert b"hlinkClick" not in parts["ppt/slideLayouts/slideLayout2.xml"]


def test_the_notes_master_stays_and_can_be_used(folder: Path, tmp_path: Path) -> None:
    deck = opened(written("full", "short", folder))
    before = deck.part.notes_master_part
    deck.slides[0].notes_slide.notes_text_frame.text = "Say hello."
    assert deck.slides[0].notes_slide.part.notes_master.part is before
    (tmp_path / "notes.pptx").write_bytes(templates.saved(deck))
    assert [str(error) for error in openxml_audit.validate_pptx(tmp_path / "notes.pptx").errors] == []


def test_a_notes_master_that_is_listed_nowhere_is_dressed_and_listed(folder: Path) -> None:
    unlisted = rb"<p:notesMasterIdLst>.*?</p:notesMasterIdLst>"
    data = templates.changed(templates.full(), "ppt/presentation.xml$", lambda xml: re.sub(unlisted, b"", xml))
    brand = render_settings(data, folder, "unlisted.pptx")
    first, second = (writer.render(sample.RATED, brand).data for _ in range(2))
    assert first == second
    parts = validated_archive.unzip(first)
    assert parts["ppt/presentation.xml"].count(b"<p:notesMasterId ") == 1
    (master,) = (name for name in parts if re.fullmatch(r"ppt/notesMasters/\w+\.xml", name))
    assert b"Slide Image Placeholder 1" in parts[master]
    assert opened(first).slides[-2].notes_slide.notes_text_frame.text.startswith("Say this first.")


# ---- nothing cut, nothing out of place


@EVERY_DECK
def test_auditors_find_nothing(template: str, name: str, folder: Path, tmp_path: Path, audit: Audit) -> None:
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(written(template, name, folder))
    assert audit(deck) == []


def glyphs(page: pypdfium2.PdfPage) -> Iterator[tuple[str, float, tuple[float, float, float, float]]]:
    """Every visible character of a page with its size, and its left, top, right and bottom from the upper left corner.

    All in points.
    """
    text, tall = page.get_textpage(), page.get_height()
    for place in range(text.count_chars()):
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(text, place))
        left, bottom, right, top = text.get_charbox(place)
        if char.strip():
            size = pypdfium2.raw.FPDFText_GetFontSize(text, place)
            yield char, size, (left, tall - top, right, tall - bottom)


@dataclass(frozen=True)
class Printed:
    """Kind and box of a shape, and the sizes its text should have; none where the template says it. In points."""

    kind: str
    box: tuple[float, ...]
    sizes: tuple[float, ...]


def boxes(slide: Slide) -> list[Printed]:
    """Every shape of a slide."""
    found = []
    for one in slide.shapes:
        sides = (one.left, one.top, one.left + one.width, one.top + one.height)
        said_sizes = one.element.xpath(".//a:lstStyle/*/a:defRPr/@sz | .//a:rPr/@sz")
        sizes = tuple(float(size) / 100 for size in dict.fromkeys(said_sizes))
        found.append(Printed(kind(one), tuple(side / 12700 for side in sides), sizes))
    return found


def holds(box: tuple[float, ...], glyph: tuple[float, ...]) -> bool:
    starts = box[0] - ROUNDING <= glyph[0] and box[1] - ROUNDING <= glyph[1]
    return starts and glyph[2] <= box[2] + ROUNDING and glyph[3] <= box[3] + ROUNDING


@pytest.mark.libreoffice
@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("template", [*templates.TEMPLATES, OURS])
def test_every_statement_is_printed_once_and_in_its_placeholder(template: str, folder: Path, tmp_path: Path) -> None:
    # In our own layout the deep letters of an Arabic title reach below its box, towards the rule beneath it.
    shown = [name for name in SHOWN if (template, name) != (OURS, "arabic")]
    decks = {name: tmp_path / f"{name}.pptx" for name in shown}
    for name, file in decks.items():
        file.write_bytes(written(template, name, folder))
    convert(tmp_path, *decks.values())
    for name, file in decks.items():
        printed = printed_in_place(file)
        for text in (
            texts_of(sample.ALL[name]) if name != "arabic" else ()
        ):  # whose letters a PDF holds as they are seen
            assert printed.count(hyphenless(text)) == 1 or is_part(text, name), f"{name}: {text}"


@pytest.mark.libreoffice
@pytest.mark.usefixtures("fonts")
def test_every_letter_can_be_read_on_a_dark_template(folder: Path, tmp_path: Path) -> None:
    decks = [tmp_path / f"{name}.pptx" for name in ("seed", "rated", "profiles", "promotion")]
    for deck in decks:
        deck.write_bytes(written("dark", deck.stem, folder))
    convert(tmp_path, *decks)
    for deck in decks:
        with pypdfium2.PdfDocument(deck.with_suffix(".pdf")) as pdf:
            faint = [(number, *one) for number, page in enumerate(pdf, 1) for one in inks_on_grounds(page)]
            assert len(faint) > 100
        assert [one for one in faint if contrast(one[2], one[3]) < 4.5] == []


def inks_on_grounds(page: pypdfium2.PdfPage) -> Iterator[tuple[str, str, str]]:
    """Every visible character of a page with its colour and that of most of the pixels around it."""
    text, picture = page.get_textpage(), page.render(scale=2).to_pil().convert("RGB")
    for place in range(text.count_chars()):
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(text, place))
        if not char.strip() or unicodedata.category(char) in ("Co", "Cc"):
            continue
        parts = [ctypes.c_uint() for _ in "rgba"]
        pypdfium2.raw.FPDFText_GetFillColor(text, place, *parts)
        left, bottom, right, top = (2 * side for side in text.get_charbox(place))
        box = (left - 4, picture.height - top - 4, right + 4, picture.height - bottom + 4)
        colors = picture.crop(tuple(map(round, box))).getcolors(1 << 16) or []
        ink = tuple(part.value for part in parts[:3])
        ground = max((count, color) for count, color in colors if color != ink)[1]
        yield char, bytes(ink).hex().upper(), bytes(ground).hex().upper()


def convert(place: Path, *decks: Path) -> None:
    """The decks as LibreOffice prints them, into a folder."""
    soffice = shutil.which("soffice")
    if soffice is None and "CI" not in os.environ:
        pytest.skip("LibreOffice is not on this machine (apt-get install libreoffice-impress)")
    assert soffice, "CI must have LibreOffice"
    command = [soffice, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless"]
    subprocess.run([*command, "--convert-to", "pdf", "--outdir", place, *decks], check=True, capture_output=True)


def printed_in_place(deck: Path) -> str:
    """What the printed deck says besides titles and feet.

    Fails for a glyph that lies in none of its slide's boxes, or is not as large as we said: LibreOffice shrinks what does not fit.
    """
    said_inside = []
    slides = Presentation(str(deck)).slides
    with pypdfium2.PdfDocument(deck.with_suffix(".pdf")) as pdf:
        assert len(pdf) == len(slides)
        for number, (page, slide) in enumerate(zip(pdf, slides, strict=True), 1):
            places = boxes(slide)
            for char, size, glyph in glyphs(page):
                inside = [one for one in places if holds(one.box, glyph)]
                if char == "★" or unicodedata.category(char) == "Co":  # bullets, as large as the layout's
                    continue
                as_said = any(not one.sizes or any(abs(size - s) < SHRUNK for s in one.sizes) for one in inside)
                assert as_said, f"{char!r} of {size} pt at {glyph} of slide {number} of {deck.name}: in {inside}"
                if inside[0].kind not in (*FOOT, "title", "ctrTitle"):
                    said_inside.append(char)
    return hyphenless("".join(said_inside))


def hyphenless(text: str) -> str:
    """Without white space, bullets and hyphens, which look different at the end of a line."""
    return re.sub("[-\N{HYPHEN}\N{SOFT HYPHEN}\x02•–]", "", squeezed(text))


DENSE = sample.document(
    sample.area(
        "",
        "An area whose title is so long that it needs the second line of its slide to be read",
        tuple(f"{number}: {sample.SUMMARY[: 130 + number * 4]}" for number in range(14)),
    ),
    sample.area("", "Prose", ("I ask.",)),
    opening=(sample.prose(*[sample.SUMMARY] * 3),),
    title="Distinguished Principal Engineer for Cloud Security, Reliability and Developer Experience",
)
# What other programs make of a template, as pattern and other bytes in its master; each has cut text somewhere.
BENT: dict[str, tuple[tuple[bytes, bytes], ...]] = {
    "fixed lines, capitals set apart": (
        (rb"(<p:bodyStyle><a:lvl1pPr[^>]*>)", rb'\1<a:lnSpc><a:spcPts val="5000"/></a:lnSpc>'),
        (rb"(<p:titleStyle>.*?<a:defRPr )", rb'\1cap="all" spc="300" '),
    ),
    "tall lines, wide insets": (
        (rb"(<p:bodyStyle><a:lvl1pPr[^>]*>)", rb'\1<a:lnSpc><a:spcPct val="150000"/></a:lnSpc>'),
        (rb'(type="body" .*?<a:bodyPr)[^>]*>', rb'\1 lIns="720000" tIns="360000" rIns="720000" bIns="0">'),
    ),
    "two columns, a box that leaves the slide": (
        (rb'(type="body" .*?<a:bodyPr)', rb'\1 numCol="2"'),
        (rb'(type="body" .*?<a:ext cx="\d+" cy=)"\d+"', rb'\1"9000000"'),
    ),
    "no bullets": ((rb"<a:buChar [^>]*>(?=.*</p:bodyStyle>)", b"<a:buNone/>"),),
    "deep bullets": ((rb'marL="342900" indent="-342900"', b'marL="1142900" indent="200000"'),),
}


def bent(how: str) -> bytes:
    def bend(xml: bytes) -> bytes:
        for pattern, other in BENT[how]:
            xml, count = re.subn(pattern, other, xml, flags=re.DOTALL)
            assert count
        return xml

    return templates.changed(templates.full(), "slideMaster1.xml$", bend)


@pytest.mark.libreoffice
@pytest.mark.usefixtures("fonts")
def test_whatever_a_master_says_no_word_leaves_its_placeholder(folder: Path, tmp_path: Path) -> None:
    decks = {how: tmp_path / f"{how.replace(' ', '-')}.pptx" for how in BENT}
    for how, file in decks.items():
        file.write_bytes(writer.render(DENSE, render_settings(bent(how), folder)).data)
        assert [str(error) for error in openxml_audit.validate_pptx(file).errors] == []
    convert(tmp_path, *decks.values())
    for file in decks.values():
        printed = printed_in_place(file)
        for text in texts_of(DENSE):
            assert hyphenless(text) in printed, f"{file.stem}: {text}"


def test_text_never_runs_in_columns_that_we_did_not_measure(folder: Path) -> None:
    data = writer.render(DENSE, render_settings(bent("two columns, a box that leaves the slide"), folder)).data
    assert b'numCol="1"' in validated_archive.unzip(data)["ppt/slides/slide2.xml"]


def test_faults_in_the_template_are_not_ours_to_judge(folder: Path) -> None:
    doubled = templates.changed(
        templates.german(), "slideLayout2.xml$", lambda xml: re.sub(rb'id="[34]" name', b'id="2" name', xml)
    )
    voided = templates.changed(
        doubled,
        "slideMaster1.xml.rels$",
        lambda xml: xml.replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/></Relationships>',
        ),
    )
    assert len(opened(writer.render(sample.SHORT, render_settings(voided, folder)).data).slides) == 2


# ---- the same bytes anywhere, whatever is told by them


def test_the_same_document_gives_the_same_bytes(folder: Path) -> None:
    again = pickle.loads(pickle.dumps(wearing("full", folder)))  # noqa: S301  # workers get it so
    assert writer.render(sample.SEED, again).data == written("full", "seed", folder)


def test_a_changed_template_changes_what_the_theme_is_known_by(folder: Path) -> None:
    one, other = render_settings(templates.german(), folder).theme, render_settings(templates.poor(), folder).theme
    assert one.version_id.startswith("slate with brand.pptx ")
    assert len({one.version_id, other.version_id, SLATE.version_id}) == 3


def test_a_theme_brings_its_own_template(tmp_path: Path) -> None:
    shutil.copytree(SLATE.folder, tmp_path / "brand")
    templates.stored(tmp_path, "german").rename(tmp_path / "brand/deck.pptx")
    tokens = tmp_path / "brand/theme.toml"
    text = tokens.read_text(encoding="utf-8")
    tokens.write_text(text.replace("[press]", '[deck.layouts]\ncontent = "Zwei Inhalte"\n\n[press]'), encoding="utf-8")
    data = writer.render(sample.SHORT, RenderSettings(open_theme(str(tmp_path / "brand")))).data
    assert opened(data).slides[1].slide_layout.name == "Zwei Inhalte"
    tokens.write_text(text.replace("[press]", '[deck.layouts]\ncontnt = "x"\n\n[press]'), encoding="utf-8")
    with pytest.raises(BadTheme) as stop:
        open_theme(str(tmp_path / "brand"))
    assert [(p.code, p.message, p.help) for p in stop.value.problems] == [
        ("unknown-token", "'deck.layouts.contnt' is not a token", "did you mean 'content'?")
    ]


# ---- placeholders that slides cannot take over


def grouped(*names: str) -> bytes:
    """A template whose layouts of these names, or all, have their placeholders in a group."""
    deck = Presentation()
    for layout in deck.slide_layouts:
        if layout.name in names or not names:
            group = layout.shapes.element.makeelement(qn("p:grpSp"))
            group.extend([etree.fromstring(part) for part in GROUP])
            group.extend([holder.element for holder in layout.placeholders])
            layout.shapes.element.append(group)
    return templates.saved(deck)


GROUP = [
    f'<p:{tag} xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">{inside}</p:{tag}>'
    for tag, inside in (("nvGrpSpPr", '<p:cNvPr id="99" name="G"/><p:cNvGrpSpPr/><p:nvPr/>'), ("grpSpPr", ""))
]


def test_a_layout_with_grouped_placeholders_is_passed_over(folder: Path) -> None:
    brand = render_settings(grouped("Title and Content", "Title Slide", "Section Header"), folder)
    template = brand.theme.template
    assert template
    assert roles(template)["content"] == "Content with Caption"
    assert sample_decks(template).keys() == {"title", "content", "two-content", "section", "title-only", "blank"}
    shown = said(opened(writer.render(sample.SEED, brand).data))
    assert all(squeezed(text) in shown for text in texts_of(sample.SEED))


def test_a_template_of_groups_alone_says_so(folder: Path) -> None:
    with pytest.raises(BadTheme) as stop:
        render_settings(grouped(), folder)
    (problem,) = stop.value.problems
    assert problem.code == "no-content-layout"
    assert "'Title and Content': it has no title placeholder outside a group" in problem.message


# ---- placeholders that lie beyond the slide


def portrait() -> bytes:
    """A template made upright, its master and layouts as wide as they were."""
    deck = templates.typeset(Presentation(), "Arial", "Arial")
    deck.slide_width, deck.slide_height = Pt(540), Pt(780)
    return templates.saved(deck)


@pytest.mark.parametrize("name", ["seed", "rated", "promotion", "arabic"])
def test_what_a_template_puts_beyond_its_slide_stands_on_it(
    name: str, folder: Path, tmp_path: Path, audit: Audit
) -> None:
    data = writer.render(sample.ALL[name], render_settings(portrait(), folder)).data
    deck = opened(data)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= deck.slide_width, shape.name
            assert 0 <= shape.top <= shape.top + shape.height <= deck.slide_height, shape.name
    assert (deck.slides[2].shapes.title.left, deck.slides[2].shapes.title.width) == (Pt(36), Pt(540 - 36 - 27))
    shown = said(deck)
    assert all(squeezed(text) in shown for text in texts_of(sample.ALL[name]))
    (tmp_path / "deck.pptx").write_bytes(data)
    assert audit(tmp_path / "deck.pptx") == []


def beyond(*names: str) -> bytes:
    """A template in whose layouts of these names, or all, everything lies beyond the right edge of the slide."""
    deck = Presentation()
    for layout in deck.slide_layouts:
        for holder in layout.placeholders if layout.name in names or not names else ():
            holder.left, holder.top, holder.width, holder.height = Pt(700), Pt(100), Pt(600), Pt(300)
    return templates.saved(deck)


def test_a_layout_beyond_the_slide_is_passed_over(folder: Path) -> None:
    brand = render_settings(beyond("Title and Content", "Title Slide"), folder)
    assert brand.theme.template
    assert roles(brand.theme.template)["content"] == "Content with Caption"
    assert len(opened(writer.render(sample.SEED, brand).data).slides) > 5
    with pytest.raises(BadTheme) as stop:
        render_settings(beyond(), folder)
    assert "'Title and Content': its title has only 0 × 300 pt on the slide" in stop.value.problems[0].message


# ---- what is no template


def retyped(data: bytes, to: bytes) -> bytes:
    return templates.changed(data, r"Content_Types", lambda xml: xml.replace(b"presentationml.presentation.main", to))


@pytest.mark.parametrize(
    "to", [b"presentationml.template.main", b"presentationml.slideshow.main"], ids=["potx", "ppsx"]
)
def test_potx_and_ppsx_are_templates_too(folder: Path, to: bytes) -> None:
    data = writer.render(sample.SHORT, render_settings(retyped(templates.german(), to), folder, "brand.potx")).data
    assert to not in validated_archive.unzip(data)["[Content_Types].xml"]
    assert len(opened(data).slides) == 2


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = b"vnd.ms-powerpoint.presentation.macroEnabled.main"
PLAIN = b"vnd.openxmlformats-officedocument.presentationml.presentation.main"


def strict(xml: bytes) -> bytes:
    return xml.replace(b"</p:presentation>", b'<a xmlns="http://purl.oclc.org/ooxml/x"/></p:presentation>')


def twice(data: bytes, part: str) -> bytes:
    """A presentation with a part that its ZIP holds a second time."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr(part, package.read(part))
    return buffer.getvalue()


WRONG: dict[str, tuple[bytes, str]] = {
    "text": (b"Not a presentation.", "it is no PowerPoint file"),
    "empty": (b"", "it is no PowerPoint file"),
    "cut": (templates.german()[:5000], "it is no PowerPoint file"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password"),
    "ppt": (OLE + b" PowerPoint 97", "it is a file of the old Office"),
    "pptm": (
        templates.changed(templates.german(), "Content_Types", lambda xml: xml.replace(PLAIN, MACROS)),
        "it holds macros",
    ),
    "docx": (retyped(templates.german(), b"wordprocessingml.document.main"), "it is no presentation"),
    "odp": (
        validated_archive.deterministic_zip({"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
        "it is no presentation",
    ),
    "strict": (templates.changed(templates.german(), "ppt/presentation.xml", strict), "it is saved as Strict Open XML"),
    "twice": (twice(templates.german(), "ppt/presentation.xml"), "it is damaged: ppt/presentation.xml occurs twice"),
    "damaged": (
        templates.changed(templates.german(), "slideLayout2.xml$", lambda _: b"<p:sldLayout"),
        "it is damaged: ",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_a_template_is_refused_in_words(wrong: str, folder: Path) -> None:
    file, (data, told) = folder / "wrong.pptx", WRONG[wrong]
    file.write_bytes(data)
    with pytest.raises(BadTheme) as stop:
        open_template(file, {})
    (problem,) = stop.value.problems
    assert problem.code == "bad-template"
    assert told in problem.message
    assert problem.help
    assert problem.span
    assert problem.span.file == file.as_posix()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_template_is_used_or_refused_but_never_crashes(places: list[tuple[float, int]], folder: Path) -> None:
    parts = validated_archive.unzip(templates.german())
    names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    for where, byte in places:
        name = names[int(where * len(names))]
        at = int(where * 7919 % 1 * len(parts[name]))
        parts[name] = parts[name][:at] + bytes([byte]) + parts[name][at + 1 :]
    with suppress(BadTheme):
        writer.render(sample.SHORT, render_settings(validated_archive.deterministic_zip(parts), folder))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(where=st.floats(0, 0.999), number=st.sampled_from(("NaN", "INF", "-INF", "1e999", "", "9" * 25, "9" * 400, "0")))
@example(where="lIns", number="NaN")
@example(where="bIns", number="1e999")
@example(where="sz", number="INF")
@example(where="cx", number="9" * 400)
def test_a_number_that_is_none_makes_a_deck_or_is_refused(where: float | str, number: str, folder: Path) -> None:
    """Whichever attribute says it: an attribute at a place among all, or the first of a name in the slide master."""
    parts = validated_archive.unzip(templates.german())
    numbers = [
        (part, found)
        for part in sorted(parts)
        for found in re.finditer(rb' ([\w:]+)="(-?\d+)"', parts[part])
        if not isinstance(where, str) or ("slideMaster" in part and found[1] == where.encode())
    ]
    part, found = numbers[0 if isinstance(where, str) else int(where * len(numbers))]
    xml = parts[part]
    parts[part] = xml[: found.start(2)] + number.encode() + xml[found.end(2) :]
    with suppress(BadTheme):
        writer.render(sample.SHORT, render_settings(validated_archive.deterministic_zip(parts), folder))


def test_a_file_that_is_not_there_is_told_with_its_name(folder: Path) -> None:
    with pytest.raises(BadTheme, match="No such file"):
        open_template(folder / "nowhere.pptx", {})
