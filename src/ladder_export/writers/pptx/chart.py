"""Show ratings on a slide as a native radar chart, with a workbook in which people can edit the numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart

from ladder_export.core.radar import Radar
from ladder_export.theme.slide_rect import Rect
from ladder_export.writers.pptx.drawingml_text import TextWriter, escape_attribute, printable
from ladder_export.writers.pptx.geometry import xfrm_xml
from ladder_export.writers.pptx.master import NAMESPACES
from ladder_export.writers.pptx.shapes import append_shape
from ladder_export.writers.slides.model import RadarSlide

CHART_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PERCENT = 100.0
DEFAULT_RING_COUNT = 4  # for axes with different scales


GRID_COLOR, TEXT_COLOR, SERIES_COLOR = (f'<a:schemeClr val="{name}"/>' for name in ("accent6", "tx1", "accent1"))


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """The position and look of a radar chart on a slide.

    The three colours are colour elements of DrawingML, such as `<a:schemeClr val="accent1"/>`: `grid_color` of rings
    and axes, `text_color` of labels, `series_color` of the line of a level's ratings. `placeholder_xml` is the `p:ph`
    element of the placeholder that the chart fills; empty for none.
    """

    rect: Rect
    text_size_pt: float
    grid_color: str = GRID_COLOR
    text_color: str = TEXT_COLOR
    series_color: str = SERIES_COLOR
    placeholder_xml: str = ""


def add_radar_chart(writer: TextWriter, slide: RadarSlide, spec: ChartSpec) -> None:
    """Add ratings to the writer's slide as a native radar chart, with an alternative text for screen readers."""
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415  # it loads XlsxWriter (40 ms), for charts alone
    from pptx.chart.xlsx import CategoryWorkbookWriter  # noqa: PLC0415  # as above

    ratings = slide.radar
    maximum, series = _series(ratings)
    data = CategoryChartData(number_format="General")  # type: ignore[no-untyped-call]  # python-pptx annotates little
    data.categories = [printable(label) for label in slide.labels]
    for name, numbers in series:
        data.add_series(printable(name), numbers)  # type: ignore[no-untyped-call]  # as above
    workbook = CategoryWorkbookWriter(data)  # type: ignore[no-untyped-call]  # likewise
    package = writer.slide.part.package
    name = PackURI(str(package.next_partname("/ppt/charts/chart%d.xml")))
    space = parse_xml(_chart_space_xml(slide, series, maximum, writer.language, spec))
    part = ChartPart(name, CONTENT_TYPE.DML_CHART, package, space)
    part.chart_workbook.update_from_xlsx_blob(workbook.xlsx_blob)
    number = writer.slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    append_shape(
        writer.slide,
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="0" name="Radar" '
        f'descr="{escape_attribute(ratings.description)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr><p:nvPr>{spec.placeholder_xml}</p:nvPr></p:nvGraphicFramePr>{xfrm_xml(spec.rect, 'p')}"
        f'<a:graphic><a:graphicData uri="{CHART_NAMESPACE}"><c:chart xmlns:c="{CHART_NAMESPACE}" r:id="{number}"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>",
    )


def _series(ratings: Radar) -> tuple[float, list[tuple[str, list[float]]]]:
    """Return the highest value of the axes, and names with values of one level or two; percents where scales differ."""
    maximums = {axis.max_value for axis in ratings.axes}
    if len(maximums) > 1:
        maximum, values = PERCENT, [round(axis.share * PERCENT, 1) for axis in ratings.axes]
        before = [round(axis.share_before * PERCENT, 1) for axis in ratings.axes]
    else:
        maximum, values = maximums.pop(), [axis.value for axis in ratings.axes]
        before = [axis.value_before for axis in ratings.axes]
    lower, upper = ratings.levels or ("", ratings.label)
    return maximum, [(lower, before), (upper, values)][0 if ratings.levels else 1 :]


def _chart_space_xml(
    slide: RadarSlide, series: Sequence[tuple[str, Sequence[float]]], maximum: float, language: str, spec: ChartSpec
) -> str:
    """Return the `c:chartSpace` element, its children in the order of the schema; colours are the theme's.

    `series`: names with their values. Of two, the first is a dashed line that the second one's area is not mistaken for.
    """
    ratings, labels = slide.radar, [escape_attribute(label) for label in slide.labels]
    shapes = [f"{_fill_xml(spec.series_color, 25)}{_line_xml(spec.series_color, 28575)}"]
    if len(series) > 1:
        shapes.insert(0, f"<a:noFill/>{_line_xml(spec.text_color, 28575, 'sysDash')}")
    series_xml = "".join(
        _series_xml(number, name, labels, values, shape)
        for number, ((name, values), shape) in enumerate(zip(series, shapes, strict=True))
    )
    text = _text_properties(spec.text_color, spec.text_size_pt, language)
    legend = f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{text}</c:legend>' if len(series) > 1 else ""
    step = maximum / (ratings.ring_count or DEFAULT_RING_COUNT)
    return (
        f'<c:chartSpace xmlns:c="{CHART_NAMESPACE}" {NAMESPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:radarChart><c:radarStyle val="filled"/>'
        f'<c:varyColors val="0"/>{series_xml}<c:axId val="100000000"/><c:axId val="100000001"/></c:radarChart>'
        '<c:catAx><c:axId val="100000000"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/><c:majorGridlines><c:spPr>{_grid_line_xml(spec)}</c:spPr></c:majorGridlines>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{text}'
        '<c:crossAx val="100000001"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="100000001"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{maximum:g}"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f"<c:majorGridlines><c:spPr>{_grid_line_xml(spec)}</c:spPr></c:majorGridlines>"
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="none"/><c:spPr>{_grid_line_xml(spec)}</c:spPr><c:crossAx val="100000000"/>'
        f'<c:crosses val="autoZero"/><c:crossBetween val="between"/><c:majorUnit val="{step:g}"/></c:valAx>'
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _series_xml(number: int, name: str, labels: Sequence[str], values: Sequence[float], shape: str) -> str:
    """Return a `c:ser` element: its name and values stand in the column of the workbook after the one before it."""
    column, last = "BC"[number], len(values) + 1
    points = _cached_points([f"{value:g}" for value in values])
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx>{_string_reference(f'Sheet1!${column}$1', [escape_attribute(name)])}</c:tx><c:spPr>{shape}</c:spPr>"
        f"<c:cat>{_string_reference(f'Sheet1!$A$2:$A${last}', labels)}</c:cat><c:val><c:numRef>"
        f"<c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{points}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _string_reference(formula: str, values: Sequence[str]) -> str:
    return f"<c:strRef><c:f>{formula}</c:f><c:strCache>{_cached_points(values)}</c:strCache></c:strRef>"


def _cached_points(values: Sequence[str]) -> str:
    return f'<c:ptCount val="{len(values)}"/>' + "".join(
        f'<c:pt idx="{number}"><c:v>{value}</c:v></c:pt>' for number, value in enumerate(values)
    )


def _fill_xml(color: str, percent: int) -> str:
    """Return a solid fill of a colour given as XML, with that opacity in percent."""
    return f"<a:solidFill>{with_opacity(color, percent)}</a:solidFill>"


def with_opacity(color: str, percent: int) -> str:
    """Return a colour element of DrawingML with another opacity in per cent (`a:alpha`); `color` is XML too."""
    alpha, tag = f'<a:alpha val="{percent * 1000}"/>', color[1:].split(maxsplit=1)[0]
    opaque = re.sub(r"<a:alpha [^>]*/>", "", color)
    return (
        f"{opaque[:-2]}>{alpha}</{tag}>" if opaque.count("<") == 1 else opaque.replace(f"</{tag}>", f"{alpha}</{tag}>")
    )


def _grid_line_xml(spec: ChartSpec) -> str:
    return f'<a:ln w="9525"><a:solidFill>{spec.grid_color}</a:solidFill></a:ln>'


def _line_xml(color: str, width_emu: int, dash: str = "") -> str:
    pattern = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{width_emu}"><a:solidFill>{color}</a:solidFill>{pattern}</a:ln>'


def _text_properties(color: str, size_pt: float, language: str) -> str:
    fill = f"<a:solidFill>{color}</a:solidFill>"
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size_pt * 100)}">{fill}</a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{language}"/></a:p></c:txPr>'
    )
