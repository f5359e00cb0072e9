"""Write a deck's properties (docProps/core.xml and app.xml), and the sections that PowerPoint's slide sorter shows."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from pptx.oxml import parse_xml
from pptx.presentation import Presentation

from ladder_export.core.document import Document
from ladder_export.writers.fixed_date import FIXED_DATE
from ladder_export.writers.pptx.drawingml_text import escape_attribute, printable
from ladder_export.writers.slides.model import Slide

PROGRAM = "ladder-export"
MAX_PROPERTY_CHARACTERS = 255
SECTION_LIST = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
NAMESPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
)
APP_PART = "docProps/app.xml"
APP_XML = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Slides>{slides}</Slides><Application>{program}</Application></Properties>"
)


def set_core_properties(deck: Presentation, document: Document) -> None:
    """Set the title, author, subject, keywords, language and dates of a deck, by which programs list and find files.

    The dates are always the same one. The document's summary is not written.
    """
    core = deck.core_properties
    core.title = _joined(" ", document.code, document.title)
    core.author = _joined("", document.author)
    core.subject = _joined(" · ", *document.breadcrumbs)
    core.keywords = _joined(", ", document.kind, document.code, *document.breadcrumbs)
    core.language = document.language
    core.comments = core.category = ""
    core.last_modified_by = PROGRAM
    core.created = core.modified = FIXED_DATE.replace(tzinfo=None)
    core.revision = 1


def with_app_properties(parts: Mapping[str, bytes], slide_count: int) -> Mapping[str, bytes]:
    """Return the files of a deck with program name and slide count in docProps/app.xml; unchanged without that file.

    `parts` are the files inside the deck's ZIP by name.
    """
    if APP_PART not in parts:
        return parts
    return {**parts, APP_PART: APP_XML.format(slides=slide_count, program=PROGRAM).encode()}


def _joined(joint: str, *parts: str) -> str:
    return printable(joint.join(text for text in parts if text))[:MAX_PROPERTY_CHARACTERS]


def write_sections(deck: Presentation, document: Document, slides: Sequence[Slide]) -> None:
    """Group a deck's slides into named sections (`p14:sectionLst`), as PowerPoint's slide sorter shows them.

    Consecutive slides of the same `heading.group` form a section of that name.
    """
    slide_ids = [entry.get("id") for entry in deck.element.sldIdLst]
    titled = [(slide.heading.group, number) for slide, number in zip(slides, slide_ids, strict=True)]
    sections = []
    for number, (title, pages) in enumerate(groupby(titled, key=itemgetter(0))):
        name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{document.slug}/{number}")).upper()
        ids = "".join(f'<p14:sldId id="{number}"/>' for _, number in pages)
        sections.append(
            f'<p14:section name="{escape_attribute(title)}" id="{{{name}}}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>'
        )
    extensions = deck.element.xpath("p:extLst")
    if not extensions:
        deck.element.append(parse_xml(f"<p:extLst {NAMESPACES}/>"))
        extensions = deck.element.xpath("p:extLst")
    listing = f"<p14:sectionLst>{''.join(sections)}</p14:sectionLst>"
    extensions[0].append(parse_xml(f'<p:ext {NAMESPACES} uri="{SECTION_LIST}">{listing}</p:ext>'))
