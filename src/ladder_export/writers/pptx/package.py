"""Write the file of a deck (a ZIP of XML parts): its parts, their content types and relationships."""

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
from ladder_export.writers.pptx.deck_cache import DeckBuilder
from ladder_export.writers.slides.model import Slide

PACKAGE_RELATIONSHIPS = "_rels/.rels"
DEFAULT_CONTENT_TYPES = frozenset(default_content_types)
TYPES_NAMESPACE, RELATIONSHIPS_NAMESPACE = NAMESPACE.OPC_CONTENT_TYPES, NAMESPACE.OPC_RELATIONSHIPS

_relative = lru_cache(maxsize=1024)(posixpath.relpath)


def save_deck(
    builder: DeckBuilder,
    document: Document,
    slides: Sequence[Slide],
    own_folders: tuple[str, ...] = validated_archive.OWN_FOLDERS,
) -> bytes:
    """Return the bytes of a finished deck's file.

    `slides` are the contents of its slides in order. `own_folders` are the folders inside the ZIP whose parts this
    program wrote and therefore checks. Raises AssertionError with the fault if a program would offer to repair the
    file.
    """
    core_properties.set_core_properties(builder.deck, document)
    core_properties.write_sections(builder.deck, document, slides)
    return validated_archive.validate_and_zip(
        core_properties.with_app_properties(package_parts(builder), len(slides)), own_folders
    )


def package_parts(builder: DeckBuilder) -> dict[str, bytes]:
    """Return the files inside a deck's ZIP by name, equal to those that python-pptx's `save` would write.

    Parts that are equal in all decks are taken from the base deck; to write them again for every deck, as `save` does,
    takes 1.8 times as long (`tests/benchmarks/libraries.py`).
    """
    package = builder.deck.part.package
    parts = tuple(package.iter_parts())
    members = {
        zip_archive.FIRST_MEMBER: _content_types_xml(parts),
        PACKAGE_RELATIONSHIPS: _relationships_xml(package._rels, "/"),  # noqa: SLF001  # the public way walks through all parts
    }
    for part in parts:
        name = str(part.partname)[1:]
        validated_archive.require(name not in members, f"this part occurs twice: {name}")
        content, relationships = builder.base.shared_parts.get(part) or (
            part.blob,
            _relationships_xml(part.rels, part.partname.baseURI),
        )
        members[name] = content
        if relationships:
            members[str(part.partname.rels_uri)[1:]] = relationships
    return members


def _content_types_xml(parts: Iterable[Part]) -> bytes:
    """Return `[Content_Types].xml`: a default for known file extensions, an override for other parts."""
    endings = {"rels": CONTENT_TYPE.OPC_RELATIONSHIPS, "xml": CONTENT_TYPE.XML}
    names = {}
    for part in parts:
        content_type, ending = part.content_type, part.partname.ext.lower()
        if (ending, content_type) in DEFAULT_CONTENT_TYPES:
            endings[ending] = content_type
        else:
            names[str(part.partname)] = content_type
    root = etree.Element(f"{{{TYPES_NAMESPACE}}}Types", nsmap={None: TYPES_NAMESPACE})
    for ending, content_type in sorted(endings.items()):
        etree.SubElement(root, f"{{{TYPES_NAMESPACE}}}Default", Extension=ending, ContentType=content_type)
    for name, content_type in sorted(names.items()):
        etree.SubElement(root, f"{{{TYPES_NAMESPACE}}}Override", PartName=name, ContentType=content_type)
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


def _relationships_xml(relationships: Mapping[str, _Relationship], folder: str) -> bytes:
    """Return the relationships of a part in that folder, in the order of their numbers; empty for none."""
    root = etree.Element(f"{{{RELATIONSHIPS_NAMESPACE}}}Relationships", nsmap={None: RELATIONSHIPS_NAMESPACE})
    for name, relationship in sorted(
        relationships.items(), key=lambda relationship: (_relationship_number(relationship[0]), relationship[0])
    ):
        target = (
            relationship.target_ref
            if relationship.is_external
            else _relative(relationship.target_part.partname, folder)
        )
        entry = etree.SubElement(
            root, f"{{{RELATIONSHIPS_NAMESPACE}}}Relationship", Id=name, Type=relationship.reltype, Target=target
        )
        if relationship.is_external:
            entry.set("TargetMode", "External")
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True)) if len(root) else b""


def _relationship_number(name: str) -> int:
    return int(name[3:]) if name.startswith("rId") and name[3:].isdigit() else 0
