"""This file says what a deck tells about itself: who made it, what it is called, which slides belong together."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from pptx.oxml import parse_xml
from pptx.presentation import Presentation

from ladder_export.core.document import Document
from ladder_export.writers.pptx.drawingml_text import attribute, printable
from ladder_export.writers.slides.model import Slide

PROGRAM = "ladder-export"
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the clock is never printed; ZIP knows no earlier day either
LONGEST = 255  # characters of a core property
SECTION_LIST = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
NAMESPACES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
)
APP_PART = "docProps/app.xml"
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Slides>{slides}</Slides><Application>{program}</Application></Properties>"
)


def describe(deck: Presentation, document: Document) -> None:
    """Fills the properties that programs list and search; the summary stays out, it is said once, on a slide."""
    core = deck.core_properties
    core.title = _value(" ", document.code, document.title)
    core.author = _value("", document.author)
    core.subject = _value(" · ", *document.breadcrumbs)
    core.keywords = _value(", ", document.kind, document.code, *document.breadcrumbs)
    core.language = document.language
    core.comments = core.category = ""
    core.last_modified_by = PROGRAM
    core.created = core.modified = EPOCH.replace(tzinfo=None)
    core.revision = 1


def counted(members: Mapping[str, bytes], count: int) -> Mapping[str, bytes]:
    """A deck's members, with the part that says which program made it and how many slides, if it has that part."""
    if APP_PART not in members:
        return members
    return {**members, APP_PART: APP.format(slides=count, program=PROGRAM).encode()}


def _value(joint: str, *parts: str) -> str:
    return printable(joint.join(part for part in parts if part))[:LONGEST]


def list_sections(deck: Presentation, document: Document, slides: Sequence[Slide]) -> None:
    """Gathers the slides of each section of the document under its title, as the slide sorter shows them."""
    listed = [entry.get("id") for entry in deck.element.sldIdLst]
    titled = [(slide.heading.group, number) for slide, number in zip(slides, listed, strict=True)]
    sections = []
    for place, (title, pages) in enumerate(groupby(titled, key=itemgetter(0))):
        name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{document.slug}/{place}")).upper()
        ids = "".join(f'<p14:sldId id="{number}"/>' for _, number in pages)
        sections.append(
            f'<p14:section name="{attribute(title)}" id="{{{name}}}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>'
        )
    extensions = deck.element.xpath("p:extLst")
    if not extensions:
        deck.element.append(parse_xml(f"<p:extLst {NAMESPACES}/>"))
        extensions = deck.element.xpath("p:extLst")
    listing = f"<p14:sectionLst>{''.join(sections)}</p14:sectionLst>"
    extensions[0].append(parse_xml(f'<p:ext {NAMESPACES} uri="{SECTION_LIST}">{listing}</p:ext>'))
