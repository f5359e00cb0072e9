"""Draw the levels of a track as a staircase: native shapes in one group, which people move as one."""

from __future__ import annotations

from ladder_export.theme.slide_rect import EMU_PER_PT, Rect
from ladder_export.writers.pptx.drawingml_text import RunStyle, TextWriter, escape_attribute
from ladder_export.writers.pptx.geometry import xfrm_xml
from ladder_export.writers.pptx.master import NAMESPACES
from ladder_export.writers.pptx.shapes import append_shape, preset_geometry_xml
from ladder_export.writers.slides.staircase_model import Staircase, StaircaseStep

CORNER_RADIUS_PT = 4.0
TURNED = 'vert="vert270" '  # lines of text run upwards
TINT_PERCENT = 16  # opacity of the accent, for steps on the brand colour


def add_staircase(writer: TextWriter, staircase: Staircase, area: Rect, slide_width_pt: float, *, rtl: bool) -> None:
    """Draw the levels of a track as a staircase on the writer's slide, inside the rectangle `area`.

    A step with a link is clickable as a whole. `slide_width_pt` is the slide's width in points; with `rtl`, the
    staircase is mirrored.
    """
    steps = "".join(
        _step_xml(writer, step, staircase, _step_rect(step, area).mirrored_for_rtl(slide_width_pt, rtl=rtl), rtl=rtl)
        for step in staircase.steps
    )
    left_emu, top_emu, width_emu, height_emu = area.mirrored_for_rtl(slide_width_pt, rtl=rtl).emu
    append_shape(
        writer.slide,
        f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="0" name="Stairs" descr="{escape_attribute(staircase.description)}"/>'
        f'<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="{left_emu}" y="{top_emu}"/>'
        f'<a:ext cx="{width_emu}" cy="{height_emu}"/><a:chOff x="{left_emu}" y="{top_emu}"/><a:chExt cx="{width_emu}" cy="{height_emu}"/>'
        f"</a:xfrm></p:grpSpPr>{steps}</p:grpSp>",
    )


def _step_rect(step: StaircaseStep, area: Rect) -> Rect:
    return Rect(area.left_pt + step.left_pt, area.top_pt + step.top_pt, step.width_pt, step.height_pt)


def _step_xml(writer: TextWriter, step: StaircaseStep, staircase: Staircase, rect: Rect, *, rtl: bool) -> str:
    strong, muted, fill = _colors(step, on_dark=writer.on_dark)
    outline = (
        _line_xml("accent3" if writer.on_dark else "accent1", 19050) if step.is_previous else "<a:ln><a:noFill/></a:ln>"
    )
    rounding = round(CORNER_RADIUS_PT / max(1.0, min(step.width_pt, step.height_pt)) * 100_000)
    link = writer.hyperlink(step.href) if step.href else ""
    inset_emu = round(staircase.padding_pt * EMU_PER_PT)
    beside_emu, above_emu = 0 if staircase.is_turned else inset_emu, 0 if staircase.is_horizontal else inset_emu
    anchor = "ctr" if staircase.is_horizontal or staircase.is_turned else "t"
    box = (
        f'<a:bodyPr {TURNED if staircase.is_turned else ""}wrap="square" lIns="{beside_emu}" tIns="{above_emu}" '
        f'rIns="{beside_emu}" bIns="0" rtlCol="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{escape_attribute(step.name)}">{link}</p:cNvPr><p:cNvSpPr/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{xfrm_xml(rect)}{preset_geometry_xml('roundRect', min(rounding, 50_000))}{fill}{outline}</p:spPr>"
        f"{writer.text_body(_paragraphs(writer, step, staircase, (strong, muted), rtl=rtl), properties=box)}</p:sp>"
    )


def _paragraphs(
    writer: TextWriter, step: StaircaseStep, staircase: Staircase, colors: tuple[str, str], *, rtl: bool
) -> list[str]:
    """Return the lines of a step; a horizontal one has code and title on one line."""
    strong, muted = colors
    aligned = "r" if rtl or staircase.is_turned else "l"  # text that runs upwards ends at the top
    properties = f'<a:pPr marL="0" indent="0" algn="{aligned}" rtl="{int(rtl)}"><a:buNone/></a:pPr>'
    alone = not step.code
    code = _runs(writer, step.code, RunStyle(step.size_pt, strong, bold=True))
    title = _runs(writer, step.title, RunStyle(step.small_size_pt, strong if alone else muted, bold=alone))
    lines = [code, title, _runs(writer, step.about, RunStyle(step.small_size_pt, muted))]
    if staircase.is_horizontal:
        lines = [code + (writer.plain_runs("  ", RunStyle(step.size_pt)) if code and title else "") + title]
    return [writer.paragraph(line, properties) for line in lines if line]


def _runs(writer: TextWriter, words: str, style: RunStyle) -> str:
    return writer.plain_runs(words, style) if words else ""


def _colors(step: StaircaseStep, *, on_dark: bool) -> tuple[str, str, str]:
    """Return the colours of strong and of muted text on a step, and its fill as XML."""
    if on_dark:
        if step.is_current:
            return "accent2", "accent2", _fill_xml('<a:schemeClr val="accent3"/>')
        return (
            "accent5",
            "accent5",
            _fill_xml(f'<a:schemeClr val="accent3"><a:alpha val="{TINT_PERCENT}000"/></a:schemeClr>'),
        )
    if step.is_current:
        return "bg1", "bg1", _fill_xml('<a:schemeClr val="accent1"/>')
    return "tx2", "accent4", _fill_xml('<a:schemeClr val="bg2"/>')


def _fill_xml(color: str) -> str:
    return f"<a:solidFill>{color}</a:solidFill>"


def _line_xml(color: str, width_emu: int) -> str:
    return f'<a:ln w="{width_emu}"><a:solidFill><a:schemeClr val="{color}"/></a:solidFill></a:ln>'
