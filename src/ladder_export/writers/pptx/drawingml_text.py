"""Write text of slides as DrawingML, the XML of office files: runs and paragraphs with styles, links and language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.slide import Slide

from ladder_export.core.text import Run, Text
from ladder_export.core.ui_strings import NEW_MARK
from ladder_export.writers.pptx.master import NAMESPACES

# Not allowed in XML, or shown as _x000B_ by PowerPoint; the line feed is a line break.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# As in the layouts, which some programs do not ask.
NO_INSETS = '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"><a:normAutofit/></a:bodyPr>'

NEW_BULLET = f'<a:buSzPct val="75000"/><a:buFont typeface="Arial"/><a:buChar char="{NEW_MARK}"/>'
CHANGE_ATTRIBUTES = {"": "", "added": ' u="sng"', "removed": ' strike="sngStrike"'}
CODE_HIGHLIGHT = '<a:highlight><a:schemeClr val="bg2"/></a:highlight>'
LINK_IN_TEXT_COLOR = (  # on a dark background a link keeps the colour of its text
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr val="tx" '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"/></a:ext></a:extLst>'
)


def printable(text: str) -> str:
    """Return the text without the characters that XML or PowerPoint cannot hold, such as control characters."""
    return UNPRINTABLE.sub("", text)


def escape_attribute(text: str) -> str:
    """Return the text without unprintable characters, escaped for use in an XML attribute."""
    return escape(printable(text))


@dataclass(frozen=True, slots=True)
class RunStyle:
    """The look of text on a slide (`a:rPr`) where it differs from the layout's.

    `size_pt` is 0 for the layout's size, `bold` is None for the layout's weight. `theme_color` is a colour of the
    presentation's theme by name, such as "accent1"; `color_xml`, a colour element of DrawingML, overrides it. Both are
    empty for the layout's colour.
    """

    size_pt: float = 0.0
    theme_color: str = ""
    bold: bool | None = None
    color_xml: str = ""


LAYOUT_STYLE = RunStyle()


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes text for one slide in one language (a BCP 47 code) as XML.

    `on_dark` says that the text is on a dark background, so code is not highlighted and links have the text's colour.
    `slides_by_anchor` maps the anchors of links within the deck to the slides that they lead to.
    """

    slide: Slide
    language: str
    on_dark: bool = False
    slides_by_anchor: Mapping[str, Slide] = field(default_factory=dict)

    def paragraph(self, content: str, properties: str = "") -> str:
        """Return the XML of a paragraph (`a:p`); `content` is the XML of its runs.

        `properties` is its `a:pPr` element, empty for the layout's properties.
        """
        return f'<a:p>{properties}{content}<a:endParaRPr lang="{self.language}"/></a:p>'

    def runs(self, text: Text, style: RunStyle = LAYOUT_STYLE) -> str:
        """Return text as XML runs (`a:r`) with its emphasis, code, changes and links; `style` is the look of all."""
        return "".join(self._run(run, style) for run in text.runs)

    def plain_runs(self, words: str, style: RunStyle = LAYOUT_STYLE) -> str:
        """Return a string as XML runs (`a:r`) of one style; line ends become line breaks."""
        return self._run(Run(words), style)

    def text_body(
        self, paragraphs: Iterable[str], *, styles: str = "", tag: str = "p:txBody", properties: str = ""
    ) -> str:
        """Return paragraphs (XML) as the text of a shape or a table cell, in the XML element named `tag`.

        `styles` is the XML of the styles of indent levels (`a:lvl1pPr` and so on). `properties` is the `a:bodyPr`
        element; empty for one without inner margins. Without paragraphs, the element gets an empty one, which the
        schema requires.
        """
        inner = "".join(paragraphs) or self.paragraph("")
        box = properties or NO_INSETS
        return f"<{tag} {NAMESPACES}>{box}<a:lstStyle>{styles}</a:lstStyle>{inner}</{tag}>"

    def _run(self, run: Run, style: RunStyle) -> str:
        properties, text = self._run_properties(run, style), printable(run.text)
        runs = (
            f"<a:r>{properties}<a:t>{escape(line, quote=False)}</a:t></a:r>" if line else ""
            for line in text.split("\n")
        )
        line_break = f"<a:br>{self._run_properties(run, style, link=False)}</a:br>" if "\n" in text else ""
        return line_break.join(runs)

    def _run_properties(self, run: Run, style: RunStyle, *, link: bool = True) -> str:
        color_xml = style.color_xml or (f'<a:schemeClr val="{style.theme_color}"/>' if style.theme_color else "")
        fill = f"<a:solidFill>{color_xml}</a:solidFill>" if color_xml else ""
        highlight = CODE_HIGHLIGHT if run.code and not self.on_dark else ""
        hyperlink = self._run_hyperlink(run.href) if link and run.href else ""
        return f"<a:rPr{self._run_attributes(run, style)}>{fill}{highlight}{hyperlink}</a:rPr>"

    def _run_attributes(self, run: Run, style: RunStyle) -> str:
        bold = True if run.strong else style.bold
        attributes = (
            f' lang="{self.language}"',
            f' sz="{round(style.size_pt * 100)}"' if style.size_pt else "",
            f' b="{int(bold)}"' if bold is not None else "",
            ' i="1"' if run.emphasis else "",
            CHANGE_ATTRIBUTES[run.changed],
        )
        return "".join(attributes)

    def _run_hyperlink(self, address: str) -> str:
        return self.hyperlink(address, LINK_IN_TEXT_COLOR if self.on_dark else "")

    def hyperlink(self, address: str, inner: str = "") -> str:
        """Return the XML of a link (`a:hlinkClick`), which belongs into the properties of a run or a shape.

        An address such as "#anchor" leads to a slide of the deck, any other address out of the deck. `inner` is the XML
        of the link's child elements.
        """
        if address.startswith("#"):
            target = self.slides_by_anchor[address[1:]].part
            number = self.slide.part.relate_to(target, RELATIONSHIP_TYPE.SLIDE)
            return f'<a:hlinkClick r:id="{number}" action="ppaction://hlinksldjump">{inner}</a:hlinkClick>'
        number = self.slide.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<a:hlinkClick r:id="{number}">{inner}</a:hlinkClick>'
