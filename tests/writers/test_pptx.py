"""Decks as other programs find them: every word once, the same bytes anywhere, nothing to repair, ours to go on with."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide

from auditors import Audit
from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    Document,
    EvidenceItem,
    EvidenceTable,
    Facts,
    FormFields,
    Item,
    Piece,
    Prose,
    Section,
    TrackProgress,
    TrackStep,
)
from ladder_export.core.text import Run, Text
from ladder_export.files.resources import theme_names
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pptx as writer
from ladder_export.writers.pptx import base_deck, layouts, package, theme_part, validated_archive
from ladder_export.writers.pptx.deck_cache import DeckBuilder
from ladder_export.writers.pptx.drawingml_text import printable
from ladder_export.writers.slides import model
from writers import deck_documents as sample

LOOK = RenderSettings(open_theme("slate"))
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
FOOT = ("sldNum", "ftr")
APART = ("Icon", "Stairs")
EVERY_SAMPLE = pytest.mark.parametrize("name", sample.ALL)


@cache
def written(name: str) -> bytes:
    return writer.render(sample.ALL[name], LOOK).data


def opened(data: bytes) -> Deck:
    return Presentation(io.BytesIO(data))


def titles(deck: Deck) -> list[str]:
    return [slide.shapes.title.text_frame.text.replace("\v", " ") for slide in deck.slides if slide.shapes.title]


def said(deck: Deck) -> str:
    """All words of all slides but titles, what stands above and below, and headings of tables, without white space."""
    words = []
    for slide in deck.slides:
        for shape in slide.shapes:
            kind = shape.element.xpath("string(.//p:nvPr/p:ph/@type)")
            if shape.is_placeholder and shape.placeholder_format.idx == layouts.EYEBROW_INDEX:
                continue
            if kind not in (*FOOT, "title", "ctrTitle") and not shape.name.startswith(APART):
                headed = shape.element.xpath(".//a:tr[position()=1 and ../a:tblPr/@firstRow=1]//a:t")
                words += [t.text or "" for t in shape.element.iter(f"{A}t") if t not in headed]
    return squeezed("".join(words))


def squeezed(text: str) -> str:
    return "".join(printable(text).split())


# ---- every word once

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cn", "Co")), min_size=1, max_size=400).filter(squeezed)
RUNS = st.builds(
    Run, WORDS, st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["", "https://example.org/?a=1&b=2"])
)


@st.composite
def documents(draw: st.DrawFn) -> Document:  # noqa: C901  # a case a piece
    """Documents with any piece anywhere; each text starts with a number that no other has."""
    numbers = count(1000)

    def text() -> Text:
        runs = (Run(f"\N{SECTION SIGN}{next(numbers)}\N{PILCROW SIGN}"), *draw(st.lists(RUNS, max_size=3)))
        return Text(runs, "")

    def piece() -> Piece:  # noqa: PLR0911  # one return a piece
        texts = tuple(text() for _ in range(draw(st.integers(1, 12))))
        label = draw(st.sampled_from(["", "Examples"]))
        match draw(st.sampled_from("PSEFCGN")):
            case "P":
                return Prose(texts)
            case "S":
                return Bullets("statements", tuple(map(Item, texts)))
            case "E":
                return Bullets("examples", tuple(map(Item, texts)), label)
            case "G":
                goals = (EvidenceItem(Item(value), Item(text()) if draw(st.booleans()) else None) for value in texts)
                return EvidenceTable(tuple(goals), label, ("Statement", "Evidence"), "Before")
            case "N":
                return BeforeAfter(
                    tuple((f"Label {next(numbers)}", text(), value) for value in texts), ("", "L2", "L3")
                )
            case "F":
                return Facts(tuple((f"Label {next(numbers)}", value) for value in texts), label)
            case _:
                rungs = tuple(
                    TrackStep(f"L{next(numbers)}", f"\N{SECTION SIGN}{next(numbers)}", is_current=False) for _ in texts
                )
                return TrackProgress(rungs, "Levels")

    sections = tuple(
        Section(draw(st.sampled_from(["", "Craft", "Domain"])), tuple(piece() for _ in range(draw(st.integers(0, 3)))))
        for _ in range(draw(st.integers(0, 4)))
    )
    return sample.document(*sections, opening=tuple(piece() for _ in range(draw(st.integers(0, 2)))))


def texts_of(document: Document) -> Iterator[str]:
    pieces = [*document.header_pieces, *(piece for section in document.sections for piece in section.pieces)]
    for piece in pieces:
        yield from texts_in(piece)


def texts_in(piece: Piece) -> Iterator[str]:
    match piece:
        case Prose():
            yield from (text.plain for text in piece.paragraphs)
        case Bullets():
            yield from nested(piece.items)
        case Facts():
            yield from (label for label, _ in piece.rows)
            yield from (value.plain for _, value in piece.rows)
        case EvidenceTable():
            yield from nested(tuple(goal.item for goal in piece.items))
            yield from nested(tuple(goal.before for goal in piece.items if goal.before))
        case BeforeAfter():
            yield from (text for label, *texts in piece.rows for text in (label, *(one.plain for one in texts)))
        case FormFields():
            yield from piece.labels
        case TrackProgress() | BlankTable():
            pass  # a climb may be a strip, which says its titles in its description


def nested(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield item.text.plain
        yield from nested(item.children)
        yield from nested(item.examples)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_every_word_is_said_exactly_once(document: Document) -> None:
    shown = said(opened(writer.render(document, LOOK).data))
    for text in texts_of(document):
        assert shown.count(squeezed(text)) == 1, text


@EVERY_SAMPLE
def test_every_word_of_a_level_is_said_exactly_once_in_the_whole_file(name: str) -> None:
    shown = said(opened(written(name)))
    for text in texts_of(sample.ALL[name]):
        wanted = squeezed(text)
        assert shown.count(wanted) >= 1, text
        if len(wanted) > 60 and name == "seed":
            assert shown.count(wanted) == 1, text
            assert text.encode() not in b"".join(part for n, part in members(name) if n.startswith("docProps"))


def members(name: str) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(written(name))) as archive:
        return [(entry, archive.read(entry)) for entry in archive.namelist()]


def test_inline_styles_are_runs_and_links_are_live() -> None:
    runs = [
        run
        for slide in opened(written("seed")).slides
        for shape in slide.placeholders
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert [run.text for run in runs if run.font.bold and run.text == "as they occur"] == ["as they occur"]
    assert [run.text for run in runs if run.font.italic] == ["proven"]
    assert [(run.text, run.hyperlink.address) for run in runs if run.hyperlink.address] == [
        ("operational concerns", "https://example.org/risk?a=1&b=2")
    ]


def test_control_characters_do_not_reach_the_deck() -> None:
    text = Text((Run("bell\x07 tab\x0b end"),), "")
    data = writer.render(sample.document(Section("Craft\x07", (Bullets("statements", (Item(text),)),))), LOOK).data
    assert "bell tab end" in [shape.text_frame.text for shape in opened(data).slides[1].placeholders]
    assert titles(opened(data))[1] == "Craft"


# ---- the same bytes anywhere


def test_the_same_document_gives_the_same_bytes() -> None:
    assert writer.render(sample.SEED, LOOK).data == written("seed")


def test_hash_seed_time_zone_and_folder_leave_no_trace(tmp_path: Path) -> None:
    script = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); from writers import deck_documents as s;"
        "from ladder_export.theme import RenderSettings, open_theme; from ladder_export.writers.pptx import render;"
        "print(hashlib.sha256(render(s.SEED, RenderSettings(open_theme('slate'))).data).hexdigest())"
    )
    elsewhere = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(Path(__file__).parent.parent)],
        capture_output=True, text=True, check=True, env=elsewhere, cwd=tmp_path,
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(written("seed")).hexdigest()


def test_the_package_names_no_clock_no_machine_and_no_stranger() -> None:
    with zipfile.ZipFile(io.BytesIO(written("seed"))) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if re.search("thumbnail|printer", name)]
        everything = b"".join(archive.read(name) for name in archive.namelist())
    for stranger in (b"Steve Canny", b"python-pptx", b"Macintosh", str(Path.home()).encode(), b"Calibri"):
        assert stranger not in everything


# ---- no other deck than python-pptx would make


@pytest.mark.parametrize("name", ["rated", "seed", "arabic"])
def test_parts_are_what_python_pptx_would_save(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    builders = []

    def save_deck(builder: DeckBuilder, document: Document, slides: Sequence[model.Slide]) -> bytes:
        builders.append(builder)
        return package.save_deck(builder, document, slides)

    monkeypatch.setattr(writer, "save_deck", save_deck)
    ours = validated_archive.unzip(writer.render(sample.ALL[name], LOOK).data)
    buffer = io.BytesIO()
    builders[0].deck.save(buffer)
    theirs = validated_archive.unzip(buffer.getvalue())
    assert package.package_parts(builders[0]) == theirs
    assert [part for part in ours if ours[part] != theirs[part] and not part.endswith(".xlsx")] == ["docProps/app.xml"]


def test_pages_that_are_copied_are_those_that_python_pptx_makes() -> None:
    base_deck._base_deck_of.cache_clear()  # noqa: SLF001  # else other tests have had the first pages
    first, second = (writer.render(sample.RATED, LOOK).data for _ in range(2))
    assert first == second == written("rated")


# ---- nothing to repair


@EVERY_SAMPLE
def test_auditors_find_nothing(name: str, tmp_path: Path, audit: Audit) -> None:
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(written(name))
    assert audit(deck) == []


@EVERY_SAMPLE
def test_tables_end_above_the_footer(name: str) -> None:
    for slide in opened(written(name)).slides:
        for shape in slide.shapes:
            if shape.has_table:
                tall = sum(row.height for row in shape.table.rows)
                assert shape.height == tall
                assert shape.top + tall < slide.slide_layout.placeholders[-1].top


@pytest.mark.libreoffice
@pytest.mark.usefixtures("fonts")
def test_libreoffice_opens_it_and_sees_every_slide(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None and "CI" not in os.environ:
        pytest.skip("LibreOffice is not on this machine (apt-get install libreoffice-impress)")
    assert soffice, "CI must have LibreOffice"
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(written("seed"))
    command = [soffice, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run([*command, "--convert-to", "pdf", "--outdir", tmp_path, deck], check=True, capture_output=True)
    pdf = (tmp_path / "deck.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == len(opened(written("seed")).slides)


def test_a_deck_that_would_need_repair_is_refused() -> None:
    parts = validated_archive.unzip(written("seed"))
    slide = "ppt/slides/slide2.xml"
    dangling = {name: part for name, part in parts.items() if name != "ppt/slideLayouts/slideLayout1.xml"}
    with pytest.raises(AssertionError, match=r"leads to ppt/slideLayouts/slideLayout1\.xml"):
        validated_archive.validate_and_zip(dangling)
    doubled = {**parts, slide: re.sub(rb'<p:cNvPr id="\d+"', b'<p:cNvPr id="2"', parts[slide])}
    with pytest.raises(AssertionError, match=r"slide2\.xml: these shape ids occur twice: 2"):
        validated_archive.validate_and_zip(doubled)
    listed = parts["ppt/presentation.xml"].replace(b'<p14:sldId id="256"', b'<p14:sldId id="999"')
    with pytest.raises(AssertionError, match="the sections list the slides"):
        validated_archive.validate_and_zip({**parts, "ppt/presentation.xml": listed})


# ---- ours to go on with


LENGTHY_FOOT = f"{'Engineering ' * 11}Engineeri… · 2026.1"


def test_a_footer_and_a_lineage_too_long_for_their_places_are_shortened_but_not_in_the_properties() -> None:
    deck = opened(written("lengthy"))
    assert {shape.text_frame.text for shape in deck.slides[1].placeholders if "Footer" in shape.name} == {LENGTHY_FOOT}
    assert LENGTHY_FOOT in [holder.text_frame.text for holder in deck.slide_layouts[1].placeholders]
    lineage = deck.slides[0].placeholders[13].text_frame.text
    assert re.fullmatch(r"Octopus · L+… · (Cloud )+C?l?o?u?d?…", lineage)
    assert deck.core_properties.subject.startswith(f"Octopus · {'L' * 200}")


@EVERY_SAMPLE
def test_every_slide_has_a_title_of_its_own_and_its_number(name: str) -> None:
    deck = opened(written(name))
    found = titles(deck)
    assert len(found) == len(set(found)) == len(deck.slides)
    for number, slide in enumerate(deck.slides, 1):
        foot = {
            shape.element.xpath("string(.//p:nvPr/p:ph/@type)"): shape.text_frame.text for shape in slide.placeholders
        }
        assert foot["ftr"] in ("Engineering ladder · 2026.1", LENGTHY_FOOT)
        assert slide.element.xpath("string(.//a:fld[@type='slidenum']/a:t)") == str(number)


@EVERY_SAMPLE
def test_every_run_says_its_language(name: str) -> None:
    for slide in opened(written(name)).slides:
        tags = slide.element.xpath(".//a:r/a:rPr/@lang | .//a:fld/a:rPr/@lang")
        assert len(tags) == len(slide.element.xpath(".//a:r | .//a:fld"))
        assert set(tags) == {sample.ALL[name].language}


def test_what_is_no_text_has_a_description_or_is_marked_as_decoration() -> None:
    for slide in opened(written("seed")).slides:
        for shape in slide.shapes:
            properties = shape.element.xpath(".//p:cNvPr")[0]
            if not shape.is_placeholder:
                assert properties.get("descr") or b"decorative" in etree.tostring(properties)


@EVERY_SAMPLE
def test_no_free_text_box_carries_content(name: str) -> None:
    for slide in opened(written(name)).slides:
        boxes = slide.element.xpath(".//p:sp[p:nvSpPr/p:cNvSpPr/@txBox]")
        assert [box for box in boxes if b"decorative" not in etree.tostring(box)] == []


def test_facts_are_cards_of_one_native_table_and_many_a_table_with_headings() -> None:
    (table,) = (shape.table for shape in opened(written("seed")).slides[1].shapes if shape.has_table)
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [[f"{label}\n{value}" for label, value in pair] for pair in batched(sample.FACTS, 2)]
    (table,) = (shape.table for shape in opened(written("grand")).slides[1].shapes if shape.has_table)
    assert (table.first_col, table.first_row) == (True, False)


def batched(pairs: Sequence[tuple[str, str]], size: int) -> list[Sequence[tuple[str, str]]]:
    return [pairs[first : first + size] for first in range(0, len(pairs), size)]


def test_the_theme_part_carries_the_tokens() -> None:
    theme = etree.fromstring(dict(members("seed"))["ppt/theme/theme1.xml"])
    assert theme.get("name") == LOOK.theme.info.title
    colors = LOOK.theme.colors
    for slot, value in (("dk1", colors.ink), ("lt1", colors.paper), ("dk2", colors.brand), ("accent1", colors.accent)):
        assert theme.findall(f".//{A}{slot}/{A}srgbClr")[0].get("val") == value[1:].upper()
    for font, value in (("major", LOOK.theme.deck.heading_font), ("minor", LOOK.theme.deck.body_font)):
        assert theme.findall(f".//{A}{font}Font/{A}latin")[0].get("typeface") == value


def test_standard_layouts_are_there_under_their_standard_types() -> None:
    deck = opened(written("seed"))
    assert [
        (layout.name, layout.part.blob.partition(b'type="')[2].partition(b'"')[0]) for layout in deck.slide_layouts
    ] == [
        ("Title Slide", b"title"),
        ("Title and Content", b"obj"),
        ("Section Header", b"secHead"),
        ("Two Content", b"twoObj"),
        ("Title Only", b"titleOnly"),
        ("Blank", b"blank"),
        ("Title and Quiet Content", b"obj"),
        ("Statements and Examples", b"twoObj"),
        ("Statements and Many Examples", b"twoObj"),
        ("Two Areas", b"twoTxTwoObj"),
    ]
    assert len(deck.slide_masters) == 1
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)


def test_a_slide_somebody_adds_finds_title_and_text() -> None:
    deck = opened(written("seed"))
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("Title and Content"))
    slide.shapes.title.text = "Mine"
    slide.placeholders[1].text = "My point"
    buffer = io.BytesIO()
    deck.save(buffer)
    assert titles(opened(buffer.getvalue()))[-1] == "Mine"


def test_sections_list_the_slides_of_each_area() -> None:
    root = etree.fromstring(dict(members("seed"))["ppt/presentation.xml"])
    found = [(section.get("name"), len(list(section.iter(f"{P14}sldId")))) for section in root.iter(f"{P14}section")]
    assert found[:3] == [("Senior Cloud Security Engineer", 1), ("At a glance", 1), ("Domain expertise", 2)]


def test_the_deck_says_what_it_is_and_who_made_it() -> None:
    core = opened(written("seed")).core_properties
    assert (core.title, core.author, core.language) == ("L3 Senior Cloud Security Engineer", "Octopus", "en")
    assert core.subject == "Octopus · Engineering ladder · Cloud Security"
    assert (core.last_modified_by, core.revision, core.comments) == ("ladder-export", 1, "")
    assert core.created == core.modified
    assert str(core.created).startswith("1980-01-01")


def test_arabic_runs_from_the_right() -> None:
    parts = dict(members("arabic"))
    assert b'algn="r" defTabSz="914400" rtl="1"' in parts["ppt/slideMasters/slideMaster1.xml"]
    assert b'<a:tblPr rtl="1"' in parts["ppt/slides/slide2.xml"]


def test_japanese_names_a_japanese_typeface() -> None:
    assert (
        theme_part.SCRIPT_FONTS["Jpan"].encode()
        in dict(members("japanese"))["ppt/theme/theme1.xml"].split(b"cs typeface")[0]
    )


def test_a_deck_without_lineage_footer_or_code_has_no_empty_boxes() -> None:
    data = writer.render(replace(sample.SHORT, breadcrumbs=(), footer="", code=""), LOOK).data
    title = opened(data).slides[0]
    assert [shape.text_frame.text for shape in title.placeholders] == ["Senior Cloud Security Engineer", "1"]


def slide_titled(deck: Deck, title: str) -> Slide:
    return next(slide for slide, found in zip(deck.slides, titles(deck), strict=True) if found == title)


def test_ratings_are_a_native_chart_with_its_workbook_beside_a_table() -> None:
    slide = slide_titled(opened(written("rated")), "Profile")
    (shape,) = [shape for shape in slide.shapes if shape.has_chart]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    chart = shape.chart
    assert list(chart.plots[0].categories) == [f"Craft & {n}" for n in range(1, 6)]
    assert list(chart.plots[0].series[0].values) == [1, 2, 3, 4, 5]
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 5)
    assert shape.element.xpath("string(.//p:cNvPr/@descr)").startswith("Profile: Craft & 1: Step 1 (1/5)")
    assert [row.cells[1].text for row in table.rows] == [f"Step {n}  {'●' * n}{'○' * (5 - n)}" for n in range(1, 6)]
    with zipfile.ZipFile(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as workbook:
        assert {entry.date_time for entry in workbook.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"1980-01-01T00:00:00Z" in workbook.read("docProps/core.xml")


def test_scales_that_differ_are_shown_in_percent_and_two_axes_as_a_table() -> None:
    deck = opened(written("rated"))
    (chart,) = [shape.chart for shape in slide_titled(deck, "Uneven").shapes if shape.has_chart]
    assert list(chart.plots[0].series[0].values) == [33.3, 50, 60]
    assert chart.value_axis.maximum_scale == 100
    assert [shape.has_table for shape in slide_titled(deck, "Two").shapes if not shape.is_placeholder] == [True]


def test_nested_points_keep_their_level_examples_are_quiet_and_new_ones_marked() -> None:
    body = slide_titled(opened(written("rated")), "Nested").placeholders[1]
    paragraphs = body.text_frame.paragraphs
    assert [(p.level, p.text) for p in paragraphs] == [
        (0, "I see risks early."),
        (1, "Technical ones."),
        (2, "Hard to see."),
        (1, "I asked why before how."),
        (0, "I stay."),
    ]
    inks = [p._p.xpath("string(.//a:rPr//a:schemeClr/@val)") for p in paragraphs]  # noqa: SLF001  # the XML itself
    assert inks == ["", "", "", "accent4", ""]
    assert [bool(p._p.xpath(".//a:buChar[@char='★']")) for p in paragraphs] == [True] + [False] * 4  # noqa: SLF001  # the XML itself


def test_notes_are_in_their_placeholder_on_a_master_of_the_theme() -> None:
    deck = opened(written("rated"))
    slide = slide_titled(deck, "Nested")
    assert slide.notes_slide.notes_text_frame
    assert slide.notes_slide.notes_text_frame.text == "Say this first.\nExamples\nI told a story."
    assert [page.has_notes_slide for page in deck.slides].count(True) == 1
    assert deck.element.xpath("count(p:notesMasterIdLst/p:notesMasterId)") == 1


def test_links_within_the_deck_lead_to_their_slide() -> None:
    deck = opened(written("rated"))
    last = deck.slides[len(deck.slides) - 1]
    (link,) = last.element.xpath(".//a:hlinkClick[@action='ppaction://hlinksldjump']")
    (number,) = link.xpath("@r:id")
    assert last.part.related_part(number) is slide_titled(deck, "Nested").part


def test_engines_are_named() -> None:
    assert set(writer.render(sample.SHORT, LOOK).versions) == {"python-pptx", "lxml", "fonttools"}


@pytest.mark.parametrize("name", theme_names())
def test_titles_are_legible_on_every_ground_of_every_theme(name: str) -> None:
    colors = open_theme(name).colors
    filled = theme_part.color_slots(colors)
    slots = {"bg1": filled["lt1"], "tx1": filled["dk1"], "tx2": filled["dk2"], "accent2": filled["accent2"]}
    for words, ground in (("tx2", "bg1"), ("tx1", "bg1"), (theme_part.text_on_brand(colors), "accent2")):
        light, dark = sorted(
            (sum(int(slots[slot][at : at + 2], 16) for at in (1, 3, 5)) for slot in (words, ground)), reverse=True
        )
        assert light - dark > 300, f"{words} on {ground}"
