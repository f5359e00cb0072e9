"""This file empties a company's template: masters, layouts, notes master and theme stay; sample slides leave no trace."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.slide import SlideLayout

from ladder_export.theme.template import Template
from ladder_export.theme.template.package import CONTENT_TYPES, MAIN, PACKAGE, opened, refuse_damaged, related, tree
from ladder_export.writers.pptx import seal
from ladder_export.writers.pptx.starter import Starter, starter

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SAVED_AS = MAIN.format("presentation").encode()
OTHER_KINDS = tuple(MAIN.format(kind).encode() for kind in ("template", "slideshow"))

# What shows or tells of sample slides, of people who worked on them, of a printer or a signature: the last word of
# the relationship that leads to it.
SAMPLE_KINDS = {
    "slide",
    "thumbnail",
    "commentAuthors",
    "authors",
    "printerSettings",
    "changesInfo",
    "revisionInfo",
    "origin",
}
# Elements that list sample slides, or ask for a password before the deck may be changed.
SAMPLE_LISTS = {"sldIdLst", "custShowLst", "custShow", "sldRg", "modifyVerifier", "sectionLst"}
EXTENSION = "{http://schemas.openxmlformats.org/presentationml/2006/main}ext"


def emptied(template: Template) -> Starter:
    """Decks without slides that look as the template does. Raises BadTheme when python-pptx finds parts of it damaged."""
    try:
        made, there = _emptied(template.data)
    except (etree.XMLSyntaxError, PythonPptxError, KeyError, ValueError, AttributeError, TypeError) as fault:
        refuse_damaged(template.name, str(fault))
    for layout in (choice.layout for choice in template.choices if choice.layout):
        if not {holder.index for holder in layout.placeholders} <= there.get(layout.part, set()):
            refuse_damaged(template.name, f"slides cannot be made from its layout '{layout.name}'")
    return made


def _indices(layout: SlideLayout) -> Iterator[int]:
    for holder in layout.placeholders:  # type: ignore[misc]  # python-pptx annotates its iteration wrongly
        holder.placeholder_format.type  # noqa: B018  # looks up each, as adding a slide does
        yield holder.placeholder_format.idx


@lru_cache(maxsize=4)
def _emptied(data: bytes) -> tuple[Starter, Mapping[str, set[int]]]:
    """What decks start from, and the numbers of the placeholders of each layout."""
    made = starter(_without_samples(data))
    return made, {part: set(_indices(layout)) for part, layout in made.layouts.items()}


def _without_samples(data: bytes) -> bytes:
    """What no relationship leads to any more is left out when python-pptx saves."""
    members, main = opened(data, "")
    for kind in OTHER_KINDS:
        members[CONTENT_TYPES] = members[CONTENT_TYPES].replace(kind, SAVED_AS)
    samples = {to for kind, to in related(members, main).values() if kind.endswith("/slide")}
    for rels in [name for name in members if name.endswith(".rels")]:
        part = posixpath.join(posixpath.dirname(posixpath.dirname(rels)), posixpath.basename(rels)[: -len(".rels")])
        links = related(members, part).items()
        gone = {number for number, (kind, to) in links if to in samples or kind.rpartition("/")[2] in SAMPLE_KINDS}
        if part not in samples:
            _cut(members, rels, gone)
        if part in members.keys() - samples and (gone or part == main):
            _forget(members, part, gone)
    for part in [name for name in members if posixpath.basename(name) == "presProps.xml"]:
        _forget(members, part, set())
    return seal.saved(Presentation(io.BytesIO(seal.packed(members))))


def _cut(members: dict[str, bytes], rels: str, gone: set[str]) -> None:
    """Takes these relationships out."""
    root = tree(members, rels)
    for rel in [rel for rel in root.iter(f"{PACKAGE}Relationship") if rel.get("Id", "") in gone]:
        root.remove(rel)
    members[rels] = etree.tostring(root)


def _forget(members: dict[str, bytes], part: str, gone: set[str]) -> None:
    """Takes out the elements of one part that name samples, whether by a list of them or by a relationship."""
    root = tree(members, part)
    for element in list(root.iter(etree.Element)):
        named = any(name.startswith(R) and value in gone for name, value in element.attrib.items())
        if named or etree.QName(element).localname in SAMPLE_LISTS:
            parent = element.getparent()
            unwanted = parent if parent.tag == EXTENSION else element  # an extension is nothing without what it holds
            if unwanted.getparent() is not None:  # else it went with another of its elements
                unwanted.getparent().remove(unwanted)
    members[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
