"""Put text into the placeholders of our own slide layouts, in the text sizes that were measured for it."""

from __future__ import annotations

from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from ladder_export.theme.slide_rect import EMU_PER_PT
from ladder_export.writers.pptx import shapes
from ladder_export.writers.pptx.drawingml_text import NEW_BULLET, TextWriter
from ladder_export.writers.slides.model import Paragraph


def paragraph_properties(paragraph: Paragraph, hang_pt: float) -> str:
    """Return the XML properties (`a:pPr`) of a paragraph: its indent level and bullet; "" for those of the layout.

    A new statement has the bullet ★, the continuation of a paragraph from the slide before has none. `hang_pt` is how
    far lines after the first are indented per level, in points.
    """
    depth = f' lvl="{paragraph.depth}"' if paragraph.depth else ""
    if paragraph.no_bullet or paragraph.is_label:
        return '<a:pPr marL="0" indent="0"><a:buNone/></a:pPr>'
    if paragraph.continues:
        left_emu = round(hang_pt * EMU_PER_PT) * (paragraph.depth + 1)
        return f'<a:pPr marL="{left_emu}"{depth} indent="0"><a:buNone/></a:pPr>'
    return f"<a:pPr{depth}>{NEW_BULLET if paragraph.is_new else ''}</a:pPr>" if depth or paragraph.is_new else ""


def level_style(
    size_pt: float, depth: int = 0, *, no_bullet: bool = False, hang_pt: float = 0.0, gap_pt: float | None = None
) -> str:
    """Return the XML style of an indent level (`a:lvl1pPr` for `depth` 0) with a measured text size in points.

    The size is written instead of `fontScale`, which only PowerPoint obeys. `hang_pt` is how far lines after the first
    are indented per level, 0 for the layout's indent; `gap_pt` is the space above paragraphs, None for the layout's
    space.
    """
    marker = "<a:buNone/>" if no_bullet else ""
    hang_emu = round(hang_pt * EMU_PER_PT)
    margins = (
        ' marL="0" indent="0"'
        if no_bullet
        else f' marL="{hang_emu * (depth + 1)}" indent="{-hang_emu}"'
        if hang_pt
        else ""
    )
    space_before = f'<a:spcBef><a:spcPts val="{round(gap_pt * 100)}"/></a:spcBef>' if gap_pt is not None else ""
    return f'<a:lvl{depth + 1}pPr{margins}>{space_before}{marker}<a:defRPr sz="{round(size_pt * 100)}"/></a:lvl{depth + 1}pPr>'


def single_line_style(size_pt: float) -> str:
    """Return the XML style of a text of one line of `size_pt` points, without bullet and space above.

    All of it is written because some programs do not inherit it from the layout.
    """
    return level_style(size_pt, no_bullet=True, gap_pt=0)


def fill_own_placeholder(
    writer: TextWriter, index: int, paragraphs: list[str] | None = None, *, styles: str = ""
) -> None:
    """Put paragraphs (XML) into the placeholder with that index on the writer's slide; without any, remove it.

    `styles` is the XML of the styles of indent levels; empty for the layout's styles.
    """
    shape = next(shape for number, shape in shapes.placeholders(writer.slide) if number == index)
    if paragraphs:
        shape.replace(shape.find(qn("p:txBody")), parse_xml(writer.text_body(paragraphs, styles=styles)))
    else:
        shape.getparent().remove(shape)
