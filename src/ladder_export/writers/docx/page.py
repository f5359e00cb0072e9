"""A Word document that is being written: paragraphs in styles, links, bookmarks and fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from ladder_export.core.text import Run, Text, plain_text


@dataclass(frozen=True, slots=True)
class Page:
    """A Word document that is being written.

    `style_ids`: the styles' ids by name. `line_color`: the colour of tables' lines as RRGGBB; empty where the style
    "Table Grid" decides. `is_rtl`: text is from right to left. `bookmarks`: names of bookmarks by link target
    (`anchor`).
    """

    word: WordDocument
    style_ids: Mapping[str, str]
    line_color: str
    is_rtl: bool
    bookmarks: Mapping[str, str] = field(default_factory=dict)

    def paragraph(self, style: str, text: Text | str, anchor: str = "") -> Paragraph:
        """Add a paragraph in a style and return it; links to `anchor` lead to it (empty for no link target)."""
        paragraph = self.word.add_paragraph()
        paragraph._p.style = self.style_ids[style]  # noqa: SLF001  # by id: the search for a name takes most of the time
        self.fill(paragraph, text)
        if anchor in self.bookmarks:
            _add_bookmark(paragraph._p, list(self.bookmarks).index(anchor), self.bookmarks[anchor])  # noqa: SLF001  # python-docx has no bookmarks
        return paragraph

    def fill(self, paragraph: Paragraph, text: Text | str) -> None:
        """Add a text to a paragraph of the Word file: emphasis becomes bold or italic, links become Word's links."""
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  # python-docx has no direction
        if self.is_rtl and properties.find(qn("w:bidi")) is None:
            properties.append(OxmlElement("w:bidi"))
        for run in (plain_text(text) if isinstance(text, str) else text).runs:
            self._add_run(paragraph, run)

    def _add_run(self, paragraph: Paragraph, run: Run) -> None:
        if run.text == "\n":
            paragraph.add_run().add_break()
            return
        added = paragraph.add_run(run.text)
        added.bold, added.italic = run.strong or None, run.emphasis or None
        added.underline = (run.changed == "added") or None
        added.font.strike = run.changed == "removed" or None
        if run.code:
            added.font.name = "Courier New"
        if self.is_rtl:
            added.font.rtl, added.font.cs_bold, added.font.cs_italic = True, added.bold, added.italic
        if run.href and (link := self._link(paragraph, run.href)) is not None:
            added._r.style = self.style_ids["Hyperlink"]  # noqa: SLF001  # as above
            added._r.addprevious(link)  # noqa: SLF001  # python-docx reads links, and writes none
            link.append(added._r)  # noqa: SLF001  # as above

    def _link(self, paragraph: Paragraph, address: str) -> BaseOxmlElement | None:
        """Return the element of a link; None for one to an anchor that the document lacks."""
        link = OxmlElement("w:hyperlink")
        if not address.startswith("#"):
            link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        elif bookmark := self.bookmarks.get(address[1:]):
            link.set(qn("w:anchor"), bookmark)
        else:
            return None
        return link


def _add_bookmark(paragraph: CT_P, number: int, name: str) -> None:
    """Mark the text of a paragraph as the target of links."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph.insert_element_before(start, "w:r", "w:hyperlink")
    paragraph.append(end)


def add_field(paragraph: Paragraph, code: str, result: str) -> None:
    """Add a field, text that Word computes: by the `code` PAGE, for example, the page number.

    `result` is shown until Word has computed it.
    """
    open_field(paragraph, code)
    paragraph.add_run(result)
    end_field(paragraph)


def open_field(paragraph: Paragraph, code: str, *, is_stale: bool = False) -> None:
    """Begin a field, text that Word computes by `code`, such as a page number.

    What is added next is its text until then; `end_field` ends it. `is_stale`: Word shall compute it on opening the
    file.
    """
    _add_mark(paragraph, "begin", is_stale=is_stale)
    instruction = OxmlElement("w:instrText")
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    instruction.text = code
    paragraph.add_run()._r.append(instruction)  # noqa: SLF001  # python-docx has no fields
    _add_mark(paragraph, "separate")


def end_field(paragraph: Paragraph) -> None:
    """End the field that `open_field` began."""
    _add_mark(paragraph, "end")


def _add_mark(paragraph: Paragraph, kind: str, *, is_stale: bool = False) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if is_stale:
        mark.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(mark)  # noqa: SLF001  # as above
