"""This file draws facts as cards: a native table whose cells are tinted and stand apart."""

from __future__ import annotations

from math import fsum

from ladder_export.core.text import Text
from ladder_export.writers.pptx.drawingml_text import Ink, Pen
from ladder_export.writers.pptx.geometry import EMU, Canvas, Frame
from ladder_export.writers.pptx.shapes import PlacedTable, native_table, row
from ladder_export.writers.pptx.theme_part import TABLE_STYLE
from ladder_export.writers.slides.card_slides import CARD_GUTTER_PT, CARD_PADDING_PT
from ladder_export.writers.slides.model import CardsSlide

LOOK = "".join(
    f'<a:ln{side} w="{round(CARD_GUTTER_PT * EMU)}" cap="flat"><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:ln{side}>'
    for side in "LRTB"
)
TINTED = f'{LOOK}<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>'


def cards(pen: Pen, slide: CardsSlide, at: Canvas, *, rtl: bool) -> None:
    """The table: a card a cell, label above value. Gutters are borders in the colour of the ground."""
    area, count = at.body, slide.column_count
    half = CARD_GUTTER_PT / 2
    frame = Frame(area.left - half, area.top - half, area.width + CARD_GUTTER_PT, fsum(slide.row_heights_pt)).towards(
        at.width, rtl=rtl
    )
    rows = []
    for first, tall in zip(range(0, len(slide.cards), count), slide.row_heights_pt, strict=True):
        mine = slide.cards[first : first + count]
        cells = [_card(pen, slide, *card) for card in mine]
        if spare := count - len(mine):  # the last card takes what its row has left
            cells[-1] = cells[-1].replace("<a:tc>", f'<a:tc gridSpan="{spare + 1}">', 1)
            cells += ['<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'] * spare
        rows.append(row(cells, tall))
    placed = PlacedTable(frame, TABLE_STYLE, "")
    native_table(pen, slide.heading.text, [frame.width / count] * count, rows, placed, rtl=rtl)


def _card(pen: Pen, slide: CardsSlide, label: str, value: Text) -> str:
    side = round((CARD_PADDING_PT + CARD_GUTTER_PT / 2) * EMU)
    apart = f'<a:pPr><a:spcBef><a:spcPts val="{round(slide.label_size_pt * 30)}"/></a:spcBef></a:pPr>'
    paragraphs = [
        pen.paragraph(pen.words(label, Ink(slide.label_size_pt, "accent4"))),
        pen.paragraph(pen.text(value, Ink(slide.value_size_pt, "tx2", bold=True)), apart),
    ]
    body = pen.body(paragraphs, tag="a:txBody", properties="<a:bodyPr/>")
    margins = "".join(f' mar{edge}="{side}"' for edge in "LRTB")
    return f'<a:tc>{body}<a:tcPr{margins} anchor="ctr">{TINTED}</a:tcPr></a:tc>'
