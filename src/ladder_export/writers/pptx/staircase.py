"""This file draws the staircase of a track as native shapes, in one group that moves and is read as one."""

from __future__ import annotations

from ladder_export.writers.pptx.drawingml_text import Ink, Pen, attribute
from ladder_export.writers.pptx.geometry import Frame
from ladder_export.writers.pptx.master import NAMESPACES
from ladder_export.writers.pptx.shapes import add, geometry, place
from ladder_export.writers.slides.model import Staircase, StaircaseStep
from ladder_export.writers.slides.staircase_slides import STEP_PADDING_PT

CORNER = 4.0  # points that corners are rounded by
TINT = 16  # hundredths of the accent, for steps on the brand's ground


def stairs(pen: Pen, found: Staircase, area: Frame, width: float, *, rtl: bool) -> None:
    """The steps in their area, on a slide of that width. Steps that lead somewhere are links as a whole."""
    steps = "".join(_step(pen, step, found, area, width, rtl=rtl) for step in found.steps)
    left, top, wide, tall = area.towards(width, rtl=rtl).emu
    add(
        pen.slide,
        f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="0" name="Stairs" descr="{attribute(found.description)}"/>'
        f'<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{wide}" cy="{tall}"/><a:chOff x="{left}" y="{top}"/><a:chExt cx="{wide}" cy="{tall}"/>'
        f"</a:xfrm></p:grpSpPr>{steps}</p:grpSp>",
    )


def _step(pen: Pen, step: StaircaseStep, found: Staircase, area: Frame, width: float, *, rtl: bool) -> str:  # noqa: PLR0913  # all that a step depends on
    frame = Frame(area.left + step.left_pt, area.top + step.top_pt, step.width_pt, step.height_pt).towards(
        width, rtl=rtl
    )
    strong, quiet, fill = _colors(step, dark=pen.dark)
    line = _solid("accent3" if pen.dark else "accent1", 19050) if step.is_previous else "<a:ln><a:noFill/></a:ln>"
    rounding = round(CORNER / max(1.0, min(step.width_pt, step.height_pt)) * 100_000)
    link = pen.link(step.href) if step.href else ""
    inset = round(STEP_PADDING_PT * 12700)
    anchor = "ctr" if found.is_horizontal else "t"
    box = (
        f'<a:bodyPr wrap="square" lIns="{inset}" tIns="{0 if found.is_horizontal else inset}" rIns="{inset}" '
        f'bIns="0" rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
    )
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="0" name="{attribute(step.name)}">{link}</p:cNvPr><p:cNvSpPr/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{place(frame)}{geometry('roundRect', min(rounding, 50_000))}{fill}{line}</p:spPr>"
        f"{pen.body(_paragraphs(pen, step, found, (strong, quiet), rtl=rtl), properties=box)}</p:sp>"
    )


def _paragraphs(pen: Pen, step: StaircaseStep, found: Staircase, inks: tuple[str, str], *, rtl: bool) -> list[str]:
    """The lines of a step; on a lying one code and title stand on one line."""
    strong, quiet = inks
    marks = f'<a:pPr marL="0" indent="0" algn="{"r" if rtl else "l"}" rtl="{int(rtl)}"><a:buNone/></a:pPr>'
    alone = not step.code
    code = _words(pen, step.code, Ink(step.size_pt, strong, bold=True))
    title = _words(pen, step.title, Ink(step.small_size_pt, strong if alone else quiet, bold=alone))
    lines = [code, title, _words(pen, step.about, Ink(step.small_size_pt, quiet))]
    if found.is_horizontal:
        lines = [code + (pen.words("  ", Ink(step.size_pt)) if code and title else "") + title]
    return [pen.paragraph(line, marks) for line in lines if line]


def _words(pen: Pen, words: str, ink: Ink) -> str:
    return pen.words(words, ink) if words else ""


def _colors(step: StaircaseStep, *, dark: bool) -> tuple[str, str, str]:
    """The colours of strong and of quiet words on a step, and its fill."""
    if dark:
        if step.is_current:
            return "accent2", "accent2", _fill('<a:schemeClr val="accent3"/>')
        return "accent5", "accent5", _fill(f'<a:schemeClr val="accent3"><a:alpha val="{TINT}000"/></a:schemeClr>')
    if step.is_current:
        return "bg1", "bg1", _fill('<a:schemeClr val="accent1"/>')
    return "tx2", "accent4", _fill('<a:schemeClr val="bg2"/>')


def _fill(color: str) -> str:
    return f"<a:solidFill>{color}</a:solidFill>"


def _solid(color: str, width: int) -> str:
    return f'<a:ln w="{width}"><a:solidFill><a:schemeClr val="{color}"/></a:solidFill></a:ln>'
