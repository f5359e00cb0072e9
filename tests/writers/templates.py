"""The templates of strangers that decks are tried with, made anew by python-pptx: a German one, a poor one, a full one, a dark one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.util import Emu, Pt

from ladder_export.writers.pptx import validated_archive

GERMAN = {
    "Title Slide": "Titelfolie",
    "Title and Content": "Titel und Inhalt",
    "Section Header": "Abschnittsüberschrift",
    "Two Content": "Zwei Inhalte",
    "Comparison": "Vergleich",
    "Title Only": "Nur Titel",
    "Blank": "Leer",
    "Content with Caption": "Inhalt mit Überschrift",
    "Picture with Caption": "Bild mit Überschrift",
    "Title and Vertical Text": "Titel und vertikaler Text",
    "Vertical Title and Text": "Vertikaler Titel und Text",
}
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
SAMPLE = "Lorem ipsum of the template"
SECTIONS = (
    '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
    '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="Samples" '
    'id="{00000000-0000-4000-8000-000000000001}"><p14:sldIdLst>%s</p14:sldIdLst></p14:section></p14:sectionLst>'
    "</p:ext></p:extLst>"
)
CUSTOM_SHOW = (
    '<p:custShowLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<p:custShow name="Short" id="0"><p:sldLst><p:sld r:id="%s"/></p:sldLst></p:custShow></p:custShowLst>'
)


def german() -> bytes:
    """16:9 in Arial, its layouts named in German, words of its own in the footer, capitals in its title slide."""
    deck = widescreen(typeset(Presentation(), "Arial", "Arial"))
    for layout in deck.slide_layouts:
        layout.name = GERMAN[layout.name]
        for holder in layout.placeholders:
            if holder.element.xpath("string(.//p:ph/@type)") == "ftr":
                holder.text_frame.text = "Vertraulich"
    return saved(deck)


def poor() -> bytes:
    """16:9 in another typeface, with no layout "Title and Content", plain text at the first level of its outline."""
    deck = widescreen(typeset(Presentation(), "Fira Sans", "Fira Sans"))
    for layout in list(deck.slide_layouts):
        if layout.name in ("Title and Content", "Section Header", "Blank", "Title and Vertical Text"):
            deck.slide_layouts.remove(layout)
    level = deck.slide_master.element.xpath("p:txStyles/p:bodyStyle/a:lvl1pPr")[0]
    level.find(qn("a:buChar")).tag = qn("a:buNone")
    del level.find(qn("a:buNone")).attrib["char"]
    return saved(deck)


def full() -> bytes:
    """4:3 with sample slides: a chart, notes and their master, sections, a custom show, links from slide to slide."""
    deck = typeset(Presentation(), "Arial", "Arial")
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"{SAMPLE} {number}"
        slide.notes_slide.notes_text_frame.text = f"{SAMPLE} notes {number}"
    chart = CategoryChartData()
    chart.categories = ["a", "b"]
    chart.add_series(SAMPLE, (1, 2))
    deck.slides[1].shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Pt(200), Pt(200), chart)
    deck.slides[2].shapes[0].click_action.target_slide = deck.slides[0]
    linked = deck.slide_layouts[1].shapes[0].element
    number = deck.slide_layouts[1].part.relate_to(deck.slides[2].part, RELATIONSHIP_TYPE.SLIDE)
    linked.xpath(".//p:cNvPr")[0].append(
        parse_xml(
            '<a:hlinkClick xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
            f'r:id="{number}" action="ppaction://hlinksldjump"/>'
        )
    )
    shown = deck.part.relate_to(deck.slides[0].part, RELATIONSHIP_TYPE.SLIDE)
    deck.element.find(qn("p:notesSz")).addnext(parse_xml(CUSTOM_SHOW % shown))
    ids = "".join(f'<p14:sldId id="{slide.slide_id}"/>' for slide in deck.slides)
    deck.element.append(parse_xml(SECTIONS % ids))
    return saved(deck)


def dark() -> bytes:
    """16:9 on a dark ground, as its master says by its map of colours; an accent that nobody could read there, and a panel."""
    deck = widescreen(typeset(Presentation(), "Arial", "Arial"))
    mapping = deck.slide_master.element.find(qn("p:clrMap"))
    for name, slot in {"bg1": "dk1", "tx1": "lt1", "bg2": "dk2", "tx2": "lt2"}.items():
        mapping.set(name, slot)
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(theme.blob)
    colors = {
        "dk1": "14141F",
        "lt1": "F4F1EA",
        "dk2": "2A2440",
        "accent1": "3B2F6B",
        "accent2": "F2B84B",
        "hlink": "2323A0",
    }
    for slot, value in colors.items():
        parent = root.find(f".//{qn(f'a:{slot}')}")
        for old in list(parent):
            parent.remove(old)
        etree.SubElement(parent, qn("a:srgbClr"), val=value)
    theme.blob = etree.tostring(root)
    return saved(deck)


TEMPLATES: Mapping[str, Callable[[], bytes]] = {"german": german, "poor": poor, "full": full, "dark": dark}


def typeset(deck: Deck, heading: str, body: str) -> Deck:
    """The deck in other typefaces and colours."""
    theme = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(theme.blob)
    for kind, face in (("major", heading), ("minor", body)):
        root.find(f".//{qn(f'a:{kind}Font')}/{qn('a:latin')}").set("typeface", face)
    for slot, value in (("dk2", "5B2333"), ("accent1", "9A3B52"), ("accent2", "E0A458")):
        root.find(f".//{qn(f'a:{slot}')}/{qn('a:srgbClr')}").set("val", value)
    theme.blob = etree.tostring(root)
    return deck


def widescreen(deck: Deck) -> Deck:
    """The deck at 16:9, everything on its master and layouts made wider."""
    share = 12192000 / deck.slide_width
    deck.slide_width = Emu(12192000)
    for holder in (deck.slide_master, *deck.slide_layouts):
        for place in holder.element.xpath(".//a:xfrm"):
            for tag, side in (("a:off", "x"), ("a:ext", "cx")):
                for one in place.findall(qn(tag)):
                    one.set(side, str(round(int(one.get(side)) * share)))
    return deck


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A saved deck with the bytes of some of its parts changed; `part` is a pattern of names."""
    parts = validated_archive.unzip(data)
    return validated_archive.deterministic_zip(
        {name: change(blob) if re.search(part, name) else blob for name, blob in parts.items()}
    )


@dataclass(frozen=True)
class Joint:
    """A relationship to be added: the part it is of (`""`: the package), the last word of its type, and its target."""

    source: str
    kind: str
    target: str
    number: str = "rId900"


def joined(data: bytes, joint: Joint, content: bytes, content_type: str = "") -> bytes:
    """A saved deck with one more part."""
    parts = validated_archive.unzip(linked(data, replace(joint, target=f"/{joint.target}"), outside=False))
    typed = f'<Override PartName="/{joint.target}" ContentType="{content_type}"/></Types>'.encode()
    if content_type:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", typed)
    return validated_archive.deterministic_zip({**parts, joint.target: content})


def linked(data: bytes, joint: Joint, *, outside: bool = True) -> bytes:
    """A saved deck with one more relationship, which leads out of it unless told otherwise."""
    folder, _, name = joint.source.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    mode = ' TargetMode="External"' if outside else ""
    link = f'<Relationship Id="{joint.number}" Type="{R}/{joint.kind}" Target="{joint.target}"{mode}/></Relationships>'
    parts = validated_archive.unzip(data)
    none = f'<Relationships xmlns="{LINKS}"></Relationships>'.encode()
    parts[rels] = parts.get(rels, none).replace(b"</Relationships>", link.encode())
    return validated_archive.deterministic_zip(parts)


def saved(deck: Deck) -> bytes:
    """The deck as its file."""
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def stored(folder: Path, name: str) -> Path:
    """One of the templates as a file in a folder."""
    file = folder / f"{name}.pptx"
    file.write_bytes(TEMPLATES[name]())
    return file
