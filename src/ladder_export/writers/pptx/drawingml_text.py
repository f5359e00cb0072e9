"""This file turns runs into a presentation's own paragraphs: styles, line breaks, live links, language, nothing unprintable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.slide import Slide

from ladder_export.core.text import Run, Text
from ladder_export.writers.pptx.master import NAMESPACES

# Not allowed in XML, or shown as _x000B_ by PowerPoint; the line feed is a line break.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# The layouts say so too, but not every program asks them.
NO_INSETS = '<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0"><a:normAutofit/></a:bodyPr>'

NEW = '<a:buSzPct val="75000"/><a:buFont typeface="Arial"/><a:buChar char="★"/>'  # the mark of a statement that the level below lacks
CHANGED = {"": "", "added": ' u="sng"', "removed": ' strike="sngStrike"'}
CODE_GROUND = '<a:highlight><a:schemeClr val="bg2"/></a:highlight>'
TEXT_COLORED = (  # on dark ground a link keeps the colour of its text
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr val="tx" '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"/></a:ext></a:extLst>'
)


def printable(text: str) -> str:
    """The text without the characters that no presentation can hold."""
    return UNPRINTABLE.sub("", text)


def attribute(text: str) -> str:
    """The text as it stands between the quotation marks of an attribute."""
    return escape(printable(text))


@dataclass(frozen=True, slots=True)
class Ink:
    """What a stretch of text is set in where the layout does not say it; `size` in points, 0 for the layout's.

    `color` is a name of the theme's palette, `exact` any colour as XML, which comes first.
    """

    size: float = 0.0
    color: str = ""
    bold: bool | None = None
    exact: str = ""


LAYOUT_INK = Ink()


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes text onto one slide in one language; `dark` is the ground it writes on.

    `places` are the slides that links within the deck lead to, by anchor.
    """

    slide: Slide
    language: str
    dark: bool = False
    places: Mapping[str, Slide] = field(default_factory=dict)

    def paragraph(self, content: str, properties: str = "") -> str:
        """A paragraph of runs; `properties` are its own attributes and marks, if any."""
        return f'<a:p>{properties}{content}<a:endParaRPr lang="{self.language}"/></a:p>'

    def text(self, text: Text, ink: Ink = LAYOUT_INK) -> str:
        """A text as runs."""
        return "".join(self._run(run, ink) for run in text.runs)

    def words(self, words: str, ink: Ink = LAYOUT_INK) -> str:
        """Plain words as runs."""
        return self._run(Run(words), ink)

    def body(self, paragraphs: Iterable[str], *, styles: str = "", tag: str = "p:txBody", properties: str = "") -> str:
        """A text body; `styles` are level styles of this shape, `properties` its text box."""
        inner = "".join(paragraphs) or self.paragraph("")
        box = properties or NO_INSETS
        return f"<{tag} {NAMESPACES}>{box}<a:lstStyle>{styles}</a:lstStyle>{inner}</{tag}>"

    def _run(self, run: Run, ink: Ink) -> str:
        lines = printable(run.text).split("\n")
        line_break = f"<a:br>{self._style(run, ink, link=False)}</a:br>"
        return line_break.join(
            f"<a:r>{self._style(run, ink)}<a:t>{escape(line, quote=False)}</a:t></a:r>" if line else ""
            for line in lines
        )

    def _style(self, run: Run, ink: Ink, *, link: bool = True) -> str:
        bold = True if run.strong else ink.bold
        attributes = "".join(
            (
                f' lang="{self.language}"',
                f' sz="{round(ink.size * 100)}"' if ink.size else "",
                f' b="{int(bold)}"' if bold is not None else "",
                ' i="1"' if run.emphasis else "",
                CHANGED[run.changed],
            )
        )
        named = ink.exact or (f'<a:schemeClr val="{ink.color}"/>' if ink.color else "")
        color = f"<a:solidFill>{named}</a:solidFill>" if named else ""
        ground = CODE_GROUND if run.code and not self.dark else ""
        return f"<a:rPr{attributes}>{color}{ground}{self._link(run.href) if link and run.href else ''}</a:rPr>"

    def _link(self, address: str) -> str:
        return self.link(address, TEXT_COLORED if self.dark else "")

    def link(self, address: str, inner: str = "") -> str:
        """A link as the child of a run's or a shape's properties: to a slide of the deck (`#anchor`), else to an address."""
        if address.startswith("#"):
            target = self.places[address[1:]].part
            number = self.slide.part.relate_to(target, RELATIONSHIP_TYPE.SLIDE)
            return f'<a:hlinkClick r:id="{number}" action="ppaction://hlinksldjump">{inner}</a:hlinkClick>'
        number = self.slide.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return f'<a:hlinkClick r:id="{number}">{inner}</a:hlinkClick>'
