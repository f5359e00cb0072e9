"""Access private attributes of WeasyPrint and pydyf for all other modules, which use none themselves."""

from __future__ import annotations

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import PageBox
from weasyprint.text.fonts import FontConfiguration


def page_box(page: Page) -> PageBox:
    """Return the box of a laid-out page, which is the root of the tree of all boxes on it."""
    box: PageBox = page._page_box  # noqa: SLF001  # pages tell of anchors and links alone
    return box


def pdf_bytes(value: object) -> bytes:
    """Return a value (text, number, name or object) as the bytes that pydyf writes into a PDF."""
    data: bytes = pydyf._to_bytes(value)  # noqa: SLF001  # objects have `data`, numbers in a stream do not
    return data


def remove_font_folder(fonts: FontConfiguration) -> None:
    """Remove the temporary folder of a style sheet's fonts; `fonts` cannot be used after that."""
    fonts.__del__()
