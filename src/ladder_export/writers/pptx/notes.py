"""Write presenter's notes into a deck, on a notes master in the theme's design."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.slide import CT_NotesMaster
from pptx.parts.slide import NotesMasterPart
from pptx.presentation import Presentation
from pptx.slide import Slide

from ladder_export.core.text import is_rtl
from ladder_export.theme import Theme
from ladder_export.theme.slide_rect import EMU_PER_PT
from ladder_export.writers.pptx.deck_cache import DeckBuilder
from ladder_export.writers.pptx.drawingml_text import TextWriter
from ladder_export.writers.pptx.geometry import INDENT_PT
from ladder_export.writers.pptx.master import COLOR_MAP, LIGHT_BACKGROUND, NAMESPACES, SHAPE_TREE_HEAD
from ladder_export.writers.pptx.shapes import PLACEHOLDER_PATH, placeholders
from ladder_export.writers.pptx.theme_part import theme_xml
from ladder_export.writers.slides.model import Paragraph

SIZE_PT = 12.0  # of text on a notes page
LEVEL_COUNT = 6
MASTER_PART = "/ppt/notesMasters/notesMaster1.xml"

NOTES_MASTER = (
    "<p:notesMaster {names}><p:cSld>{ground}<p:spTree>{tree}"
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image Placeholder 1"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" '
    'noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
    '<a:off x="685800" y="685800"/><a:ext cx="5486400" cy="3086100"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom><a:noFill/></p:spPr></p:sp>"
    '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes Placeholder 2"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
    '<p:ph type="body" sz="quarter" idx="3"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="685800" y="4114800"/>'
    '<a:ext cx="5486400" cy="4343400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody>'
    "<a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    "</p:spTree></p:cSld>{map}<p:notesStyle>{styles}</p:notesStyle></p:notesMaster>"
)


def write_notes(
    builder: DeckBuilder, slide: Slide, paragraphs: Sequence[Paragraph], theme: Theme, language: str
) -> None:
    """Write the presenter's notes of a slide; if the deck has no notes master, add one in the theme's design.

    `language` is a BCP 47 code and decides the direction of text.
    """
    if builder.deck.element.find(qn("p:notesMasterIdLst")) is None:
        _add_notes_master(builder.deck, theme, language)
    page, rtl = builder.add_notes_page(slide), is_rtl(language)
    writer = TextWriter(page, language)  # type: ignore[arg-type]  # a page of notes takes links as a slide does
    # A company's notes master may be made for another direction.
    direction = f' algn="{"r" if rtl else "l"}" rtl="{int(rtl)}"' if theme.template else ""
    content = [_paragraph_xml(writer, paragraph, direction) for paragraph in paragraphs]
    body = next((shape for _, shape in placeholders(page) if shape.find(PLACEHOLDER_PATH).get("type") == "body"), None)
    if body is not None:
        body.replace(body.find(qn("p:txBody")), parse_xml(writer.text_body(content, properties="<a:bodyPr/>")))


def _paragraph_xml(writer: TextWriter, paragraph: Paragraph, direction: str) -> str:
    attributes = (f' lvl="{paragraph.depth}"' if paragraph.depth else "") + direction
    return writer.paragraph(writer.runs(paragraph.text), f"<a:pPr{attributes}/>" if attributes else "")


def _add_notes_master(deck: Presentation, theme: Theme, language: str) -> None:
    """Add the notes master in the theme's colours and list it in the presentation."""
    own_master, package = copy.deepcopy(_notes_master(rtl=is_rtl(language))), deck.part.package
    if any(rel.reltype == RELATIONSHIP_TYPE.NOTES_MASTER for rel in deck.part.rels.values()):
        master = deck.part.notes_master_part  # a template may have one without listing it
        master.notes_master.element[:] = own_master[:]
        for rel in [rel.rId for rel in master.rels.values() if rel.reltype == RELATIONSHIP_TYPE.THEME]:
            master.drop_rel(rel)
    else:
        master = NotesMasterPart(PackURI(MASTER_PART), CONTENT_TYPE.PML_NOTES_MASTER, package, own_master)
    name = PackURI(str(package.next_partname("/ppt/theme/theme%d.xml")))
    theme_blob = theme_xml(theme.info.title, theme.colors, theme.deck, language)
    master.relate_to(Part(name, CONTENT_TYPE.OFC_THEME, package, theme_blob), RELATIONSHIP_TYPE.THEME)
    number = deck.part.relate_to(master, RELATIONSHIP_TYPE.NOTES_MASTER)
    id_list = parse_xml(f'<p:notesMasterIdLst {NAMESPACES}><p:notesMasterId r:id="{number}"/></p:notesMasterIdLst>')
    deck.element.find(qn("p:sldMasterIdLst")).addnext(id_list)


@lru_cache(maxsize=2)
def _notes_master(*, rtl: bool) -> etree._Element:
    """Return the notes master, for callers to copy."""
    xml = NOTES_MASTER.format(
        names=NAMESPACES, ground=LIGHT_BACKGROUND, tree=SHAPE_TREE_HEAD, map=COLOR_MAP, styles=_level_styles(rtl=rtl)
    )
    root: etree._Element = CT_NotesMaster.new_default()
    root[:] = parse_xml(xml)[:]
    return root


def _level_styles(*, rtl: bool) -> str:
    def level(number: int) -> str:
        hang_emu = round(INDENT_PT / 2 * EMU_PER_PT)
        bullet = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if number > 1 else "<a:buNone/>"
        return (
            f'<a:lvl{number}pPr marL="{(number - 1) * hang_emu}" indent="{-hang_emu if number > 1 else 0}" '
            f'algn="{"r" if rtl else "l"}" rtl="{int(rtl)}"><a:spcBef><a:spcPts val="400"/></a:spcBef>{bullet}'
            f'<a:defRPr sz="{round(SIZE_PT * 100)}"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
            f'<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr></a:lvl{number}pPr>'
        )

    return "".join(map(level, range(1, LEVEL_COUNT + 1)))
