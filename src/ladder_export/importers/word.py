"""Convert a Word document to HTML; the only module that imports mammoth."""

from __future__ import annotations

import io

from ladder_export.core.problems import BadEnvironment, Problem, Span

SUFFIXES = (".docx",)
HELP_DAMAGED = "open it in a word processor and save it as .docx or as a web page"


def docx_to_html(file: str, raw: bytes) -> bytes | Problem:
    """Return the headings, lists, tables and text of a Word document as HTML, or a problem if it cannot be read.

    `file` is the document's path for messages, `raw` are its bytes. Raises BadEnvironment when mammoth is not
    installed.
    """
    try:
        import mammoth  # noqa: PLC0415  # an extra: few ladders are Word documents
    except ImportError as fault:
        message = "this is a Word document, and the library that reads it is not installed"
        remedy = "pip install 'ladder-export[docx]'"
        raise BadEnvironment(Problem("needs-docx", message, Span(file), help=remedy)) from fault
    try:
        ignored = mammoth.images.img_element(lambda image: {"src": "#", "alt": image.alt_text or ""})
        html: str = mammoth.convert_to_html(io.BytesIO(raw), convert_image=ignored).value
    except Exception as fault:  # noqa: BLE001  # mammoth passes on the exceptions of its ZIP and XML parsers
        return Problem("not-a-document", f"this document cannot be read: {fault}", Span(file), help=HELP_DAMAGED)
    # One line for each element, so that problems have line numbers.
    return html.replace("><", ">\n<").encode()
