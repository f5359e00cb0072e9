"""This file is the only door to what WeasyPrint and pydyf keep private and give no public way to."""

from __future__ import annotations

import pydyf
from weasyprint.document import Page
from weasyprint.formatting_structure.boxes import PageBox
from weasyprint.text.fonts import FontConfiguration


def page_box(page: Page) -> PageBox:
    """The box of a page, with all that is on it."""
    box: PageBox = page._page_box  # noqa: SLF001  # pages tell of anchors and links alone
    return box


def pdf_bytes(value: object) -> bytes:
    """A value as pydyf writes it: text, numbers, names and objects."""
    data: bytes = pydyf._to_bytes(value)  # noqa: SLF001  # objects have `data`, numbers in a stream do not
    return data


def remove_font_folder(fonts: FontConfiguration) -> None:
    """Remove the folder of the fonts that a style sheet brought, which cannot be used after that."""
    fonts.__del__()
