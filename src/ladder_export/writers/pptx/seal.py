"""This file closes a deck: the same bytes for the same slides, and nothing in them that makes a program offer repair."""

from __future__ import annotations

import io
import posixpath
import re
import struct
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from zipfile import ZipFile
from zlib import MAX_WBITS, compressobj, crc32

from lxml import etree
from pptx.presentation import Presentation as Deck

from ladder_export.writers.fixed_date import fixed_date

FIRST = "[Content_Types].xml"  # readers expect it first
MIDNIGHT = (0, 1 << 5 | 1)  # of 1 January 1980, the earliest that a ZIP knows
VERSION, UNIX, DEFLATED, UTF_8 = 20, 3 << 8, 8, 1 << 11
PLAIN_FILE = 0o644 << 16

OURS = ("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesSlides/", "ppt/notesMasters/")
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"


def saved(deck: Deck) -> bytes:
    """The file that python-pptx writes."""
    buffer = io.BytesIO()
    with fixed_date():
        deck.save(buffer)
    return buffer.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The members of a ZIP by name. Raises AssertionError when a name occurs twice."""
    with ZipFile(io.BytesIO(data)) as archive:
        twice = [name for name, count in Counter(archive.namelist()).items() if count > 1]
        insist(not twice, f"these parts occur twice: {', '.join(twice)}")
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes], known: Mapping[bytes, bytes] = MappingProxyType({})) -> bytes:
    """The members as a ZIP that depends on nothing else: no clock, no order of making, no machine.

    `known` are contents that were deflated before. zipfile would deflate them anew, and write the same bytes.
    """
    files, listing = bytearray(), bytearray()
    for name in sorted(members, key=lambda name: (name != FIRST, name)):
        content, path = members[name], name.encode()
        body = known.get(content) or deflated(content)
        flags = 0 if name.isascii() else UTF_8
        sizes = (crc32(content), len(body), len(content), len(path), 0)
        about = struct.pack("<HHHHHIIIHH", VERSION, flags, DEFLATED, *MIDNIGHT, *sizes)
        listing += struct.pack("<4sH", b"PK\1\2", UNIX | VERSION) + about
        listing += struct.pack("<HHHII", 0, 0, 0, PLAIN_FILE, len(files)) + path
        files += b"PK\3\4" + about + path + body
    count = len(members)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(listing), len(files), 0)
    return bytes(files + listing + end)


def deflated(content: bytes) -> bytes:
    """A content as a ZIP holds it."""
    squeezing = compressobj(wbits=-MAX_WBITS)
    return squeezing.compress(content) + squeezing.flush()


def sealed(
    members: Mapping[str, bytes], ours: tuple[str, ...] = OURS, known: Mapping[bytes, bytes] = MappingProxyType({})
) -> bytes:
    """A deck's members, checked and packed; `ours` are the folders of what we drew ourselves, `known` as for `packed`.

    Raises AssertionError with the fault when it would need repair.
    """
    for name, content in members.items():
        if name.endswith(".rels"):
            _check_targets(name, content, members)
        elif name.startswith(ours):
            _check_shapes(name, content)
    _check_sections(members["ppt/presentation.xml"])
    timeless = {name: _timeless(part) for name, part in members.items() if name.endswith(".xlsx")}
    return packed({**members, **timeless}, known)


def _timeless(workbook: bytes) -> bytes:
    """A chart's workbook without the moment it was made."""
    members = unpacked(workbook)
    core = re.sub(rb">[^<>]*</dcterms:", b">1980-01-01T00:00:00Z</dcterms:", members["docProps/core.xml"])
    return packed({**members, "docProps/core.xml": core})


def insist(holds: object, fault: str) -> None:  # a bug of ours must stop a deck even where Python runs without asserts
    """Raises AssertionError with the fault unless the condition holds."""
    if not holds:
        raise AssertionError(fault)


def _check_targets(name: str, content: bytes, members: Mapping[str, bytes]) -> None:
    folder = posixpath.dirname(posixpath.dirname(name))
    for rel in etree.fromstring(content).iter(RELATIONSHIP):
        if rel.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, rel.get("Target", "")))[1:]
        insist(target in members, f"{name}: {rel.get('Id')} leads to {target}, which is not in the deck")


def _check_shapes(name: str, content: bytes) -> None:
    ids = re.findall(rb'<p:cNvPr [^>]*?\bid="(\d+)"', content)
    twice = [number.decode() for number, count in Counter(ids).items() if count > 1]
    insist(not twice, f"{name}: these shape ids occur twice: {', '.join(twice)}")


def _check_sections(content: bytes) -> None:
    root = etree.fromstring(content)
    slides = [entry.get("id") for entry in root.iter(f"{P}sldId")]
    listed = [entry.get("id") for entry in root.iter(f"{P14}sldId")]
    insist(listed == slides, f"the sections list the slides {listed}, the deck has {slides}")
