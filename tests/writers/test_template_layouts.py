"""What a company's layouts are like: which one holds statements, where, and in which colours and direction."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import SlideLayout
from pptx.util import Emu, Pt

from auditors import Audit
from ladder_export.core.document import Document
from ladder_export.theme import RenderSettings, open_theme, with_deck_template
from ladder_export.theme.pptx_template import Template, open_template
from ladder_export.theme.pptx_template.colors import color, contrast
from ladder_export.theme.pptx_template.layouts import Placeholder
from ladder_export.theme.pptx_template.roles import content_placeholders
from ladder_export.writers import pptx as writer
from writers import deck_documents as sample
from writers import templates

SLATE = open_theme("slate")
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NAMES = f'xmlns:a="{A}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


def written(deck: Deck, folder: Path, document: Document = sample.SHORT) -> Deck:
    """A deck in that template, opened again."""
    (folder / "brand.pptx").write_bytes(templates.saved(deck))
    data = writer.render(document, RenderSettings(with_deck_template(SLATE, folder / "brand.pptx"))).data
    (folder / "deck.pptx").write_bytes(data)
    return Presentation(io.BytesIO(data))


def template(deck: Deck, folder: Path) -> Template:
    (folder / "brand.pptx").write_bytes(templates.saved(deck))
    return open_template(folder / "brand.pptx", {})


def room(deck: Deck, folder: Path) -> Placeholder:
    """The placeholder that statements go into."""
    content = template(deck, folder).layout("content")
    assert content
    return content_placeholders(content)[0]


def plain() -> Deck:
    """4:3, 720 × 540 points, in a typeface that can be measured."""
    return templates.typeset(Presentation(), "Arial", "Arial")


def wide() -> Deck:
    """16:9, 960 × 540 points."""
    return templates.widescreen(plain())


def layout(deck: Deck, name: str) -> SlideLayout:
    return next(one for one in deck.slide_layouts if one.name == name)


def untyped(one: SlideLayout, name: str) -> SlideLayout:
    """A layout that says neither by its type nor by its name what it is for."""
    one.element.attrib.pop("type", None)
    one.name = name
    return one


def only(deck: Deck, *names: str) -> Deck:
    for one in list(deck.slide_layouts):
        if one.name not in names:
            deck.slide_layouts.remove(one)
    return deck


def put(shape: BaseShape, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)


def text_box(one: SlideLayout, number: int, box: tuple[float, ...], size: int, kind: str = "body") -> None:
    """One more placeholder for text on a layout."""
    left, top, width, height = (Pt(side) for side in box)
    one.element.cSld.spTree.append(
        parse_xml(
            f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="{90 + number}" name="Text {number}"/><p:cNvSpPr/><p:nvPr>'
            f'<p:ph type="{kind}" idx="{number}"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
            f'<a:ext cx="{width}" cy="{height}"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:lstStyle><a:lvl1pPr marL="0" '
            f'indent="0"><a:buNone/><a:defRPr sz="{size}00"/></a:lvl1pPr></a:lstStyle><a:p/></p:txBody></p:sp>'
        )
    )


# ---- which layout holds statements


def numbered_divider(deck: Deck) -> None:
    """A kicker above the title of the content layout; a divider with a number beside its title."""
    text_box(untyped(layout(deck, "Title and Content"), "Inhalt 1"), 21, (48, 4, 860, 20), 14)
    divider = untyped(layout(deck, "Title Only"), "Inhalt 2")
    put(divider.placeholders[0], 460, 160, 450, 110)
    text_box(divider, 22, (90, 300, 230, 180), 110)


def subtitled_divider(deck: Deck) -> None:
    """A kicker on the content layout; a divider with its text right below its title, at the top."""
    text_box(untyped(layout(deck, "Title and Content"), "Folie A"), 21, (48, 4, 860, 20), 14)
    divider = untyped(layout(deck, "Section Header"), "Kapiteltrenner")
    put(divider.placeholders[0], 60, 60, 800, 80)
    put(divider.placeholders[1], 60, 150, 800, 200)


def pictured_divider(deck: Deck) -> None:
    """A divider with a place for a picture and a few words."""
    text_box(untyped(layout(deck, "Title and Content"), "Folie A"), 21, (48, 4, 860, 20), 14)
    divider = untyped(layout(deck, "Picture with Caption"), "Folie B")
    put(divider.placeholders[0], 60, 60, 400, 80)


@pytest.mark.parametrize(
    ("change", "name"), [(numbered_divider, "Inhalt 1"), (subtitled_divider, "Folie A"), (pictured_divider, "Folie A")]
)
def test_a_divider_is_not_taken_for_the_content(change: Callable[[Deck], None], name: str, tmp_path: Path) -> None:
    deck = wide()
    change(deck)
    only(deck, "Title Slide", "Blank", "Inhalt 1", "Inhalt 2", "Folie A", "Folie B", "Kapiteltrenner")
    content = template(deck, tmp_path).layout("content")
    assert content
    assert content.name == name
    assert content_placeholders(content)[0].box.height_pt > 300


def test_a_subtitle_holds_statements_where_a_layout_has_nothing_else(tmp_path: Path) -> None:
    deck = only(wide(), "Title Slide", "Title and Content")
    for holder in layout(deck, "Title and Content").element.iter(qn("p:ph")):
        if holder.get("idx") == "1":
            holder.set("type", "subTitle")
    assert room(deck, tmp_path).kind == "subTitle"
    assert written(deck, tmp_path).slides[1].placeholders[1].text_frame.text


# ---- a box that grows


def growing(tall: float, anchor: str = "") -> Deck:
    deck = wide()
    title, body = list(deck.slide_master.placeholders)[:2]
    put(title, 40, 20, 640, 50)
    put(body, 40, 110, 880, tall)
    box = body.element.find(f".//{qn('a:bodyPr')}")
    box[:] = [parse_xml(f'<a:spAutoFit xmlns:a="{A}"/>')]
    if anchor:
        box.set("anchor", anchor)
    return deck


@pytest.mark.parametrize("tall", [155, 22])
def test_a_box_that_grows_has_room_down_to_the_footer(tall: float, tmp_path: Path) -> None:
    deck = growing(tall)
    footer = min(one.top for one in layout(deck, "Title and Content").placeholders if one.placeholder_format.idx > 9)
    assert room(deck, tmp_path).box.bottom_pt == pytest.approx(footer / 12700)
    body = written(deck, tmp_path).slides[1].placeholders[1]
    assert body.top + body.height == pytest.approx(footer, abs=1)
    assert body.element.find(f".//{qn('a:normAutofit')}") is not None  # it keeps that height


def test_a_box_grows_to_what_stands_below_it_or_to_the_margin(tmp_path: Path) -> None:
    deck = growing(100)
    for master in (deck.slide_master, *deck.slide_layouts):
        for shape in master.element.xpath(".//p:sp[.//p:ph[@type='dt' or @type='ftr' or @type='sldNum']]"):
            shape.getparent().remove(shape)
    assert room(deck, tmp_path).box.bottom_pt == pytest.approx(0.95 * 540)
    text_box(layout(deck, "Title and Content"), 21, (40, 400, 300, 40), 12)
    assert room(deck, tmp_path).box.bottom_pt == pytest.approx(400)


@pytest.mark.parametrize(("anchor", "top", "bottom"), [("ctr", 70, 370), ("b", 70, 330)])
def test_a_box_grows_away_from_where_its_text_is_anchored(
    anchor: str, top: float, bottom: float, tmp_path: Path
) -> None:
    deck = growing(220, anchor)
    box = room(deck, tmp_path).box
    assert (box.top_pt, box.bottom_pt) == (pytest.approx(top), pytest.approx(bottom))


def test_a_low_box_grows_where_a_template_has_no_other(tmp_path: Path) -> None:
    deck = only(growing(22), "Title Slide", "Title and Content")
    deck.slide_master.placeholders[1].element.find(f".//{qn('a:bodyPr')}")[:] = []
    assert room(deck, tmp_path).box.height_pt > 300
    assert written(deck, tmp_path).slides[1].placeholders[1].text_frame.text


# ---- clear of pictures


def picture(on: object, box: tuple[float, ...]) -> None:
    """A picture in a master or layout."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 90, 30)).save(buffer, "PNG")
    buffer.seek(0)
    _, number = on.part.get_or_add_image_part(buffer)  # type: ignore[attr-defined]  # a master or a layout
    left, top, width, height = (Pt(side) for side in box)
    on.element.cSld.spTree.append(  # type: ignore[attr-defined]  # as above
        parse_xml(
            f'<p:pic {NAMES} xmlns:r="{templates.R}"><p:nvPicPr><p:cNvPr id="77" name="Logo"/><p:cNvPicPr/><p:nvPr/>'
            f'</p:nvPicPr><p:blipFill><a:blip r:embed="{number}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )
    )


LOGOS: dict[str, tuple[float, ...]] = {  # on slides of 720 × 540, the content from (36, 126) to (684, 482)
    "lower right": (400, 430, 300, 100),
    "lower edge": (36, 440, 648, 60),
    "upper left": (0, 100, 200, 60),
    "right edge": (600, 130, 120, 400),
    "title": (600, 10, 100, 60),
    "two corners": (600, 10, 100, 450),
}


@pytest.mark.parametrize("where", LOGOS)
def test_no_text_stands_on_a_logo(where: str, tmp_path: Path, audit: Audit) -> None:
    deck, (left, top, width, height) = plain(), LOGOS[where]
    picture(deck.slide_master, LOGOS[where])
    made = written(deck, tmp_path, sample.RATED)
    for slide in list(made.slides)[1:]:
        for shape in slide.shapes:
            right, bottom = shape.left + shape.width, shape.top + shape.height
            apart = (
                right <= Pt(left)
                or bottom <= Pt(top)
                or shape.left >= Pt(left + width)
                or shape.top >= Pt(top + height)
            )
            assert apart, f"{shape.name} at {shape.left / 12700}, {shape.top / 12700}"
    if where == "two corners":
        assert audit(tmp_path / "deck.pptx") == []


GROUNDS: dict[str, tuple[float, ...]] = {
    "whole slide": (0, 0, 720, 540),
    "panel behind the content": (30, 120, 660, 370),
    "band at the top": (0, 0, 720, 115),
    "next to the content": (0, 485, 720, 20),
}


@pytest.mark.parametrize("what", GROUNDS)
def test_what_text_stands_on_is_not_in_its_way(what: str, tmp_path: Path) -> None:
    deck = plain()
    usual = room(deck, tmp_path)
    picture(deck.slide_master, GROUNDS[what])
    assert room(deck, tmp_path).box == usual.box
    slides = written(deck, tmp_path).slides
    assert [len(slide.placeholders) for slide in slides] == [5, 5]  # with date, footer and number


def test_a_layout_that_hides_the_masters_pictures_has_its_room(tmp_path: Path) -> None:
    deck = plain()
    usual = room(deck, tmp_path)
    picture(deck.slide_master, LOGOS["lower right"])
    layout(deck, "Title and Content").element.set("showMasterSp", "0")
    assert room(deck, tmp_path).box == usual.box


# ---- colours that can be read


def recoloured(name: str, value: str) -> Deck:
    """A template with another colour in its theme."""
    change = rb"(<a:%s>\s*<a:srgbClr val=\")[0-9A-F]{6}" % name.encode()
    data = templates.changed(
        templates.saved(plain()), "theme1.xml$", lambda xml: re.sub(change, rb"\g<1>" + value.encode(), xml)
    )
    return Presentation(io.BytesIO(data))


def mapped() -> Deck:
    """Dark by its master's map of colours."""
    deck = plain()
    for name, slot in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        deck.slide_master.element.find(qn("p:clrMap")).set(name, slot)
    return deck


def grounded(fill: str, ink: str = "FFFFFF") -> Deck:
    """On a ground of its own, with text in a colour of its own; the palette is for a white ground."""
    deck = plain()
    page = deck.slide_master.element.cSld
    for old in page.findall(qn("p:bg")):
        page.remove(old)
    page.insert(0, parse_xml(f"<p:bg {NAMES}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"))
    for run in deck.slide_master.element.find(qn("p:txStyles")).iter(qn("a:defRPr")):
        for old in run.findall(qn("a:solidFill")):
            run.replace(old, parse_xml(f'<a:solidFill xmlns:a="{A}"><a:srgbClr val="{ink}"/></a:solidFill>'))
    return deck


def solid(value: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{value}"/></a:solidFill>'


def paneled() -> Deck:
    """White, with a dark panel that the content stands on, on its layout."""
    deck = grounded(solid("FFFFFF"))
    layout(deck, "Title and Content").element.cSld.spTree.append(
        parse_xml(
            f'<p:sp {NAMES}><p:nvSpPr><p:cNvPr id="70" name="Panel"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
            f'<a:off x="0" y="{Pt(115)}"/><a:ext cx="{Pt(720)}" cy="{Pt(400)}"/></a:xfrm><a:prstGeom prst="rect">'
            f"<a:avLst/></a:prstGeom>{solid('102030')}</p:spPr></p:sp>"
        )
    )
    return deck


GRADIENT = '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="000000"/></a:gs><a:gs pos="100000"><a:srgbClr val="402040"/></a:gs></a:gsLst></a:gradFill>'
DARK: dict[str, tuple[Callable[[], Deck], str]] = {
    "white": (plain, "FFFFFF"),
    "mapped": (mapped, "000000"),
    "ground": (lambda: grounded(solid("1D242D")), "1D242D"),
    "gradient": (lambda: grounded(GRADIENT), "402040"),
    "panel": (paneled, "102030"),
    "middling": (lambda: grounded(solid("707070")), "707070"),
    "ink that nobody can read": (lambda: grounded(solid("1D242D"), "202020"), "1D242D"),
}


def charts(deck: Deck) -> list[etree._Element]:
    return [shape.chart._chartSpace for slide in deck.slides for shape in slide.shapes if shape.has_chart]  # noqa: SLF001  # python-pptx shows no colours of words


def palette(deck: Deck, folder: Path) -> dict[str, str]:
    content = template(deck, folder).layout("content")
    assert content
    return dict(content.palette)


@pytest.mark.parametrize("how", DARK)
def test_the_chart_can_be_read_on_any_ground(how: str, tmp_path: Path) -> None:
    make, ground = DARK[how]
    known = palette(make(), tmp_path)
    for chart in charts(written(make(), tmp_path, sample.RATED)):
        for words in chart.xpath(".//c:txPr//a:solidFill/*"):
            assert contrast(color(words, known), ground) >= 4.5
        for line in chart.xpath(".//c:ser//a:ln/a:solidFill/*"):
            assert contrast(color(line, known), ground) >= 3
        for ring in chart.xpath(".//c:majorGridlines//a:solidFill/*"):
            assert contrast(color(ring, known), ground) >= 4.5  # before it is seen through
            assert 30_000 <= int(ring.xpath("string(a:alpha/@val)")) <= 60_000


def test_on_a_picture_the_chart_takes_the_ink_of_the_content(tmp_path: Path) -> None:
    deck = grounded(solid("FFFFFF"), "FAFAFA")
    picture(deck.slide_master, (0, 0, 720, 540))
    for chart in charts(written(deck, tmp_path, sample.RATED)):
        values = {str(value) for value in chart.xpath(".//a:solidFill/*/@val")}
        assert values == {"FAFAFA"}


def inks(deck: Deck, kind: str) -> set[str]:
    """What the placeholders of a kind say of the colour of their text."""
    found = [
        slide.element.xpath(f".//p:sp[.//p:ph[@type='{kind}']]//a:lstStyle//a:solidFill/*/@val")
        for slide in deck.slides
    ]
    return set(map(str, itertools.chain.from_iterable(found)))


def test_a_title_that_nobody_could_see_gets_another_colour(tmp_path: Path) -> None:
    deck = grounded(solid("1D242D"), "222831")
    assert inks(written(deck, tmp_path), "title") == {"bg1"}
    title = deck.slide_master.placeholders[0].element.find(qn("p:spPr"))
    title.append(parse_xml(f'<a:solidFill xmlns:a="{A}"><a:srgbClr val="F0F0F0"/></a:solidFill>'))
    assert inks(written(deck, tmp_path), "title") == set()  # it has a ground of its own


def test_a_title_that_is_hard_to_see_is_the_companys_choice(tmp_path: Path) -> None:
    assert inks(written(grounded(solid("FFFFFF"), "BBBBBB"), tmp_path), "title") == set()


@pytest.mark.parametrize("accent", ["BBE0E3", "FFFF00", "FFFFFF", "9BD5F0"])
def test_labels_of_facts_are_not_white_on_a_pale_colour(accent: str, tmp_path: Path, audit: Audit) -> None:
    made = written(recoloured("accent1", accent), tmp_path, sample.RATED)
    tables = [shape for slide in made.slides for shape in slide.shapes if shape.has_table]
    assert tables
    for shape in tables:
        assert not shape.table.first_col
        for row in list(shape.table.rows):
            assert all(run.font.bold for run in row.cells[0].text_frame.paragraphs[0].runs)
    if accent == "BBE0E3":
        assert audit(tmp_path / "deck.pptx") == []


def test_labels_on_a_strong_colour_keep_the_style_of_the_template(tmp_path: Path) -> None:
    made = written(recoloured("accent1", "8A2040"), tmp_path, sample.RATED)
    tables = [shape.table for slide in made.slides for shape in slide.shapes if shape.has_table]
    assert all(table.first_col for table in tables)
    assert not any(run.font.bold is False for table in tables for run in table.cell(0, 0).text_frame.paragraphs[0].runs)


def styled(fill: str, words: str) -> Deck:
    """A template whose own tables have this fill, or none, and words in this colour."""
    inner = f"<a:fill>{fill}</a:fill>" if fill else ""
    style = (
        f'<a:tblStyleLst xmlns:a="{A}" def="{{11111111-2222-4333-8444-555555555555}}"><a:tblStyle '
        'styleId="{11111111-2222-4333-8444-555555555555}" styleName="Ours"><a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"/>'
        f'<a:schemeClr val="{words}"/></a:tcTxStyle><a:tcStyle><a:tcBdr/>{inner}</a:tcStyle></a:wholeTbl></a:tblStyle>'
        "</a:tblStyleLst>"
    ).encode()
    return Presentation(
        io.BytesIO(templates.changed(templates.saved(grounded(solid("1D242D"))), "tableStyles.xml", lambda _: style))
    )


@pytest.mark.parametrize(
    ("fill", "words"), [("", "tx1"), (solid("202830"), "dk1"), (solid("E0E0E0"), "lt1"), (solid("808080"), "accent1")]
)
def test_cells_can_be_read_whatever_the_templates_own_tables_are_like(fill: str, words: str, tmp_path: Path) -> None:
    deck = styled(fill, words)
    known = palette(deck, tmp_path)
    for slide in written(deck, tmp_path, sample.RATED).slides:
        for shape in slide.shapes:
            for run in shape.element.iter(qn("a:r")) if shape.has_table else ():
                said = run.find(f"{qn('a:rPr')}/{qn('a:solidFill')}")
                assert said is not None
                plain = "{2D5ABB26" in etree.tostring(shape.element).decode()
                ground = "1D242D" if plain or not fill else re.findall("[0-9A-F]{6}", fill)[0]
                assert contrast(color(said[0], known), ground) >= 4.5


# ---- directions


def hebrew() -> Deck:
    """Every level of its master's styles, and its tables, run from right to left."""
    deck = plain()
    styles = deck.slide_master.element.find(qn("p:txStyles"))
    levels = [*styles.iter(), *deck.element.find(qn("p:defaultTextStyle")).iter()]
    for level in levels:
        if re.search(r"}lvl\dpPr$", str(level.tag)):
            level.set("rtl", "1")
            level.set("algn", "r")
    return deck


def directions(deck: Deck) -> set[tuple[str, str, str]]:
    """Kind of shape, direction and alignment that paragraphs have by themselves or by their shape's levels."""
    found = set()
    for shape in itertools.chain.from_iterable(slide.shapes for slide in deck.slides):
        kind = "table" if shape.has_table else str(shape.element.xpath("string(.//p:ph/@type)")) or "obj"
        for paragraph in shape.element.iter(qn("a:p")):
            own = paragraph.find(qn("a:pPr"))
            level = 1 + int("0" if own is None else own.get("lvl", "0"))
            said = [own, shape.element.find(f".//{qn('a:lstStyle')}/{qn(f'a:lvl{level}pPr')}")]
            rtl, align = (
                next((str(one.get(name)) for one in said if one is not None and one.get(name)), "")
                for name in ("rtl", "algn")
            )
            found.add((kind, rtl, align))
    return found


def test_english_runs_from_left_to_right_in_a_hebrew_template(tmp_path: Path, audit: Audit) -> None:
    found = directions(written(hebrew(), tmp_path, sample.RATED))
    assert {one for one in found if one[0] in ("title", "obj", "table")} == {
        (kind, "0", "l") for kind in ("title", "obj", "table")
    }
    assert {rtl for kind, rtl, _ in found if kind in ("ctrTitle", "subTitle", "ftr")} <= {"0", ""}
    assert audit(tmp_path / "deck.pptx") == []


def test_arabic_needs_no_turning_in_a_hebrew_template(tmp_path: Path) -> None:
    found = directions(written(hebrew(), tmp_path, sample.ALL["arabic"]))
    assert {rtl for kind, rtl, _ in found if kind in ("title", "obj")} == {""}
    assert {one for one in found if one[0] == "table"} <= {("table", "1", "r")}


def test_arabic_is_turned_in_an_english_template(tmp_path: Path) -> None:
    found = directions(written(plain(), tmp_path, sample.ALL["arabic"]))
    assert {rtl for kind, rtl, _ in found if kind in ("title", "obj", "table")} == {"1"}


def test_notes_run_as_their_language_does(tmp_path: Path) -> None:
    for document, along in ((sample.RATED, "0"), (replace(sample.RATED, language="he"), "1")):
        noted = [slide.notes_slide for slide in written(hebrew(), tmp_path, document).slides if slide.has_notes_slide]
        assert noted
        marks = itertools.chain.from_iterable(page.notes_text_frame._txBody.iter(qn("a:pPr")) for page in noted)  # noqa: SLF001  # python-pptx shows no direction
        assert {mark.get("rtl") for mark in marks} == {along}


# ---- footers, dates


def footed(words: str, *, prompt: bool = False) -> Deck:
    deck = plain()
    for one in deck.slide_layouts:
        for holder in one.placeholders:
            if holder.element.xpath("string(.//p:ph/@type)") == "ftr":
                holder.text_frame.text = words
                if prompt:
                    holder.element.xpath(".//p:ph")[0].set("hasCustomPrompt", "1")
    return deck


def footer(deck: Deck) -> str:
    (found,) = {
        shape.text_frame.text
        for slide in deck.slides
        for shape in slide.placeholders
        if shape.element.xpath(".//p:ph[@type='ftr']")
    }
    return found


@pytest.mark.parametrize(
    "words",
    ["Footer", "Short Title. Author.", "<footer>", "[Name of the presentation]", "Presentation title | Company | Date", "Fußzeile", "Click to edit footer", "Titre de la présentation"],
)  # fmt: skip
def test_a_prompt_is_no_footer(words: str, tmp_path: Path) -> None:
    assert footer(written(footed(words), tmp_path)) == "Engineering ladder · 2026.1"


def test_a_prompt_that_says_so_is_no_footer(tmp_path: Path) -> None:
    assert footer(written(footed("Northwind Harbour", prompt=True), tmp_path)) == "Engineering ladder · 2026.1"


@pytest.mark.parametrize(
    "words", ["Confidential", "© Northwind Harbour 2026", "Streng vertraulich", "Internal use only"]
)
def test_a_companys_words_are(words: str, tmp_path: Path) -> None:
    assert footer(written(footed(words), tmp_path)) == f"{words} · Engineering ladder · 2026.1"


def test_dates_are_written_in_the_language_of_the_document(tmp_path: Path) -> None:
    deck = written(plain(), tmp_path, replace(sample.SHORT, language="fr"))
    fields = [one for slide in deck.slides for one in slide.element.xpath(".//a:fld[starts-with(@type, 'datetime')]")]
    assert {one.find(qn("a:rPr")).get("lang") for one in fields} == {"fr"}


# ---- slides of any size


@pytest.mark.parametrize("share", [0.3, 0.5, 3.0])
def test_a_small_or_large_slide_is_as_good_as_any(share: float, tmp_path: Path, audit: Audit) -> None:
    deck = plain()
    deck.slide_width, deck.slide_height = Emu(round(9144000 * share)), Emu(round(6858000 * share))
    for part in (deck.slide_master, *deck.slide_layouts):
        for name, sides in (("a:off", "x y"), ("a:ext", "cx cy")):
            for one in part.element.iter(qn(name)):
                for side in sides.split():
                    one.set(side, str(round(int(one.get(side)) * share)))
        for run in part.element.iter(qn("a:defRPr")):
            if run.get("sz"):
                run.set("sz", str(max(100, round(int(run.get("sz")) * share))))
    made = written(deck, tmp_path, sample.SEED)
    usual = written(plain(), tmp_path, sample.SEED)
    assert [slide.slide_layout.name for slide in made.slides][:3] == [
        slide.slide_layout.name for slide in usual.slides
    ][:3]
    if share < 1:
        assert len(made.slides) <= 1.7 * len(usual.slides)  # insets do not get smaller with a slide
        (tmp_path / "deck.pptx").write_bytes(templates.saved(made))
        assert audit(tmp_path / "deck.pptx") == []
