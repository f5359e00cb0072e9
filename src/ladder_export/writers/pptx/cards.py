"""Show facts of a level as cards on a slide: a native table with tinted cells and wide borders between them."""

from __future__ import annotations

from math import fsum

from ladder_export.core.text import Text
from ladder_export.theme.slide_rect import EMU_PER_PT, Rect
from ladder_export.writers.pptx.drawingml_text import RunStyle, TextWriter
from ladder_export.writers.pptx.geometry import Canvas
from ladder_export.writers.pptx.shapes import TableSpec, add_table, row_xml
from ladder_export.writers.pptx.theme_part import TABLE_STYLE
from ladder_export.writers.slides.card_slides import CARD_GUTTER_PT, CARD_PADDING_PT
from ladder_export.writers.slides.model import CardsSlide

GUTTER_BORDERS = "".join(
    f'<a:ln{side} w="{round(CARD_GUTTER_PT * EMU_PER_PT)}" cap="flat"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln{side}>'
    for side in "LRTB"
)
CARD_PROPERTIES = f'{GUTTER_BORDERS}<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'


def add_cards(writer: TextWriter, slide: CardsSlide, canvas: Canvas, *, rtl: bool) -> None:
    """Add facts to the writer's slide as a table that looks like cards; each cell shows a label above its value.

    `canvas` has the rectangle of the table. The gaps between cards are borders in the colour of the background. With
    `rtl`, columns run from right to left.
    """
    area, count = canvas.body, slide.column_count
    half_gutter_pt = CARD_GUTTER_PT / 2
    rect = Rect(
        area.left_pt - half_gutter_pt,
        area.top_pt - half_gutter_pt,
        area.width_pt + CARD_GUTTER_PT,
        fsum(slide.row_heights_pt),
    ).mirrored_for_rtl(canvas.width_pt, rtl=rtl)
    rows = []
    firsts = range(0, len(slide.cards), count)
    for first, height_pt, above_pt in zip(firsts, slide.row_heights_pt, slide.above_pt, strict=True):
        row = slide.cards[first : first + count]
        cells = [_card_xml(writer, slide, above_pt, *card) for card in row]
        if spare := count - len(row):  # the last card takes the rest of its row
            cells[-1] = cells[-1].replace("<a:tc>", f'<a:tc gridSpan="{spare + 1}">', 1)
            cells += ['<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'] * spare
        rows.append(row_xml(cells, height_pt))
    spec = TableSpec(rect, TABLE_STYLE, "")
    add_table(writer, slide.heading.text, [rect.width_pt / count] * count, rows, spec, rtl=rtl)


def _card_xml(writer: TextWriter, slide: CardsSlide, above_pt: float, label: str, value: Text) -> str:
    margin_emu = round((CARD_PADDING_PT + CARD_GUTTER_PT / 2) * EMU_PER_PT)
    space_before = f'<a:pPr><a:spcBef><a:spcPts val="{round(slide.label_size_pt * 30)}"/></a:spcBef></a:pPr>'
    paragraphs = [
        writer.paragraph(writer.plain_runs(label, RunStyle(slide.label_size_pt, "accent4"))),
        writer.paragraph(writer.runs(value, RunStyle(slide.value_size_pt, "tx2", bold=True)), space_before),
    ]
    body = writer.text_body(paragraphs, tag="a:txBody", properties="<a:bodyPr/>")
    margins = "".join(f' mar{edge}="{margin_emu}"' for edge in "LRB")
    top_emu = margin_emu + round(above_pt * EMU_PER_PT)
    return f'<a:tc>{body}<a:tcPr{margins} marT="{top_emu}">{CARD_PROPERTIES}</a:tcPr></a:tc>'
