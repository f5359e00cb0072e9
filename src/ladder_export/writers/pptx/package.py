"""This file turns a deck in the making into its file: what it tells of itself, its parts, the links between them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from lxml import etree
from pptx.opc.constants import CONTENT_TYPE, NAMESPACE
from pptx.opc.package import Part, _Relationship
from pptx.opc.spec import default_content_types

from ladder_export.core.document import Document
from ladder_export.files import zip_archive
from ladder_export.writers.pptx import core_properties, validated_archive
from ladder_export.writers.pptx.deck_cache import Draft
from ladder_export.writers.slides.model import Slide

PACKAGE_LINKS = "_rels/.rels"
BY_ENDING = frozenset(default_content_types)
TYPES, LINKS = NAMESPACE.OPC_CONTENT_TYPES, NAMESPACE.OPC_RELATIONSHIPS

_relative = lru_cache(maxsize=1024)(posixpath.relpath)


def finished(
    draft: Draft, document: Document, slides: Sequence[Slide], ours: tuple[str, ...] = validated_archive.OURS
) -> bytes:
    """The deck's file; `ours` are the folders of what we drew ourselves.

    Raises AssertionError with the fault when a program would offer to repair it.
    """
    core_properties.describe(draft.deck, document)
    core_properties.list_sections(draft.deck, document, slides)
    return validated_archive.sealed(core_properties.counted(members(draft), len(slides)), ours)


def members(draft: Draft) -> dict[str, bytes]:
    """What goes into the file, by name: what python-pptx would save, with the parts that all decks share saved once.

    python-pptx's own `save` would write all of them anew for every deck, which then takes 1.8 times as long
    (`tests/benchmarks/libraries.py`).
    """
    package = draft.deck.part.package
    parts = tuple(package.iter_parts())
    inner = {link for part in parts for link in part.rels.values()}
    outer = {link.rId: link for link in package.iter_rels() if link not in inner}
    found = {zip_archive.FIRST_MEMBER: _content_types(parts), PACKAGE_LINKS: _links(outer, "/")}
    for part in parts:
        name = str(part.partname)[1:]
        validated_archive.insist(name not in found, f"this part occurs twice: {name}")
        content, links = draft.starter.shared.get(part) or (part.blob, _links(part.rels, part.partname.baseURI))
        found[name] = content
        if links:
            found[str(part.partname.rels_uri)[1:]] = links
    return found


def _content_types(parts: Iterable[Part]) -> bytes:
    """What kind each part is of: by its ending where the format knows it, else by its name."""
    endings = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    names = {}
    for part in parts:
        kind, ending = part.content_type, part.partname.ext.lower()
        if (ending, kind) in BY_ENDING:
            endings[ending] = kind
        else:
            names[str(part.partname)] = kind
    root = etree.Element(f"{{{TYPES}}}Types", nsmap={None: TYPES})
    for ending, kind in sorted(endings.items()):
        etree.SubElement(root, f"{{{TYPES}}}Default", Extension=ending, ContentType=kind)
    for name, kind in sorted(names.items()):
        etree.SubElement(root, f"{{{TYPES}}}Override", PartName=name, ContentType=kind)
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


def _links(links: Mapping[str, _Relationship], folder: str) -> bytes:
    """What a part of that folder leads to, in the order of the numbers."""
    root = etree.Element(f"{{{LINKS}}}Relationships", nsmap={None: LINKS})
    for number, link in sorted(links.items(), key=lambda link: (_number(link[0]), link[0])):
        target = link.target_ref if link.is_external else _relative(link.target_part.partname, folder)
        entry = etree.SubElement(root, f"{{{LINKS}}}Relationship", Id=number, Type=link.reltype, Target=target)
        if link.is_external:
            entry.set("TargetMode", "External")
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True)) if len(root) else b""


def _number(number: str) -> int:
    return int(number[3:]) if number.startswith("rId") and number[3:].isdigit() else 0
