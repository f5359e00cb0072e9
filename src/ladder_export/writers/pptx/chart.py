"""This file draws ratings as a native radar chart, with a workbook behind it that people can go on editing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart

from ladder_export.writers.pptx.drawingml_text import Pen, attribute, printable
from ladder_export.writers.pptx.geometry import Frame
from ladder_export.writers.pptx.master import NAMESPACES
from ladder_export.writers.pptx.shapes import add, place
from ladder_export.writers.slides.model import RadarSlide

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PERCENT = 100.0
QUARTERS = 4  # rings where the scales have nothing in common


GRID, INK, SERIES = (f'<a:schemeClr val="{name}"/>' for name in ("accent6", "tx1", "accent1"))


@dataclass(frozen=True, slots=True)
class Plot:
    """Where a chart stands and how it looks: `size` of words in points; colours of rings, words and ratings as XML.

    `holder` is the placeholder that holds it, as XML.
    """

    frame: Frame
    size: float
    grid: str = GRID
    ink: str = INK
    series: str = SERIES
    holder: str = ""


def radar(pen: Pen, slide: RadarSlide, plot: Plot) -> None:
    """The chart as a shape of the slide; its description says all of it in words."""
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415  # it loads XlsxWriter (40 ms), for charts alone
    from pptx.chart.xlsx import CategoryWorkbookWriter  # noqa: PLC0415  # as above

    ratings = slide.radar
    most = {axis.max_value for axis in ratings.axes}
    common = len(most) == 1
    top = most.pop() if common else PERCENT
    values = [axis.value if common else round(axis.share * PERCENT, 1) for axis in ratings.axes]
    data = CategoryChartData(number_format="General")  # type: ignore[no-untyped-call]  # python-pptx annotates little
    data.categories = [printable(label) for label in slide.labels]
    data.add_series(printable(ratings.label), values)  # type: ignore[no-untyped-call]  # python-pptx annotates little
    workbook = CategoryWorkbookWriter(data)  # type: ignore[no-untyped-call]  # likewise
    package = pen.slide.part.package
    name = PackURI(str(package.next_partname("/ppt/charts/chart%d.xml")))
    space = parse_xml(_space(slide, values, top, pen.language, plot))
    part = ChartPart(name, CONTENT_TYPE.DML_CHART, package, space)
    part.chart_workbook.update_from_xlsx_blob(workbook.xlsx_blob)
    number = pen.slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    add(
        pen.slide,
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="0" name="Radar" '
        f'descr="{attribute(ratings.description)}"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
        f"</p:cNvGraphicFramePr><p:nvPr>{plot.holder}</p:nvPr></p:nvGraphicFramePr>{place(plot.frame, 'p')}"
        f'<a:graphic><a:graphicData uri="{C}"><c:chart xmlns:c="{C}" r:id="{number}"/></a:graphicData></a:graphic>'
        "</p:graphicFrame>",
    )


def _space(slide: RadarSlide, values: list[float], top: float, language: str, plot: Plot) -> str:
    """The whole chart, in the order that the schema wants; colours are the theme's."""
    ratings, labels = slide.radar, [attribute(label) for label in slide.labels]
    series = (
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx>{_strings("Sheet1!$B$1", [attribute(ratings.label)])}</c:tx>'
        f"<c:spPr>{_fill(plot.series, 25)}{_line(plot.series, 28575)}</c:spPr>"
        f"<c:cat>{_strings(f'Sheet1!$A$2:$A${len(labels) + 1}', labels)}</c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!$B$2:$B${len(values) + 1}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f"{_points([f'{value:g}' for value in values])}</c:numCache></c:numRef></c:val></c:ser>"
    )
    step = top / (ratings.ring_count or QUARTERS)
    return (
        f'<c:chartSpace xmlns:c="{C}" {NAMESPACES}><c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>'
        '<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:radarChart><c:radarStyle val="filled"/>'
        f'<c:varyColors val="0"/>{series}<c:axId val="100000000"/><c:axId val="100000001"/></c:radarChart>'
        '<c:catAx><c:axId val="100000000"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="b"/><c:majorGridlines><c:spPr>{_grid(plot)}</c:spPr></c:majorGridlines>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{_words(plot.ink, plot.size, language)}'
        '<c:crossAx val="100000001"/><c:crosses val="autoZero"/></c:catAx>'
        '<c:valAx><c:axId val="100000001"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{top:g}"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f"<c:majorGridlines><c:spPr>{_grid(plot)}</c:spPr></c:majorGridlines>"
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="none"/><c:spPr>{_grid(plot)}</c:spPr><c:crossAx val="100000000"/>'
        f'<c:crosses val="autoZero"/><c:crossBetween val="between"/><c:majorUnit val="{step:g}"/></c:valAx>'
        '</c:plotArea><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>'
    )


def _strings(formula: str, said: list[str]) -> str:
    return f"<c:strRef><c:f>{formula}</c:f><c:strCache>{_points(said)}</c:strCache></c:strRef>"


def _points(said: list[str]) -> str:
    return f'<c:ptCount val="{len(said)}"/>' + "".join(
        f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>' for place, value in enumerate(said)
    )


def _fill(color: str, share: int) -> str:
    """A colour, that many hundredths opaque."""
    return f"<a:solidFill>{seen_through(color, share)}</a:solidFill>"


def seen_through(color: str, share: int) -> str:
    """A colour as XML, that many hundredths opaque."""
    alpha, tag = f'<a:alpha val="{share * 1000}"/>', color[1:].split(maxsplit=1)[0]
    opaque = re.sub(r"<a:alpha [^>]*/>", "", color)
    return (
        f"{opaque[:-2]}>{alpha}</{tag}>" if opaque.count("<") == 1 else opaque.replace(f"</{tag}>", f"{alpha}</{tag}>")
    )


def _grid(plot: Plot) -> str:
    return f'<a:ln w="9525"><a:solidFill>{plot.grid}</a:solidFill></a:ln>'


def _line(color: str, width: int) -> str:
    return f'<a:ln w="{width}"><a:solidFill>{color}</a:solidFill></a:ln>'


def _words(color: str, size: float, language: str) -> str:
    ink = f"<a:solidFill>{color}</a:solidFill>"
    return (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{round(size * 100)}">{ink}</a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{language}"/></a:p></c:txPr>'
    )
