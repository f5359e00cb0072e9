"""Check that no program will offer to repair a deck, and pack its parts so that equal slides have equal bytes."""

from __future__ import annotations

import io
import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from zipfile import ZipFile

from lxml import etree
from pptx.presentation import Presentation as Deck

from ladder_export.files.zip_archive import deterministic_zip
from ladder_export.writers.fixed_date import fixed_date

OWN_FOLDERS = ("ppt/slides/", "ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesSlides/", "ppt/notesMasters/")
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
P14 = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"


def save_to_bytes(deck: Deck) -> bytes:
    """Return the bytes of a deck's file as python-pptx writes it, with a fixed date."""
    buffer = io.BytesIO()
    with fixed_date():
        deck.save(buffer)
    return buffer.getvalue()


def unzip(data: bytes) -> dict[str, bytes]:
    """Return the files in a ZIP by name. Raises AssertionError if a name occurs twice."""
    with ZipFile(io.BytesIO(data)) as archive:
        twice = [name for name, count in Counter(archive.namelist()).items() if count > 1]
        require(not twice, f"these parts occur twice: {', '.join(twice)}")
        return {name: archive.read(name) for name in archive.namelist()}


def validate_and_zip(members: Mapping[str, bytes], own_folders: tuple[str, ...] = OWN_FOLDERS) -> bytes:
    """Check the files of a deck (by name) and pack them into a ZIP.

    `own_folders` are the folders inside the ZIP whose parts this program wrote; ids of shapes are checked only there.
    Raises AssertionError with the fault if a program would offer to repair the deck.
    """
    for name, content in members.items():
        if name.endswith(".rels"):
            _check_targets(name, content, members)
        elif name.startswith(own_folders):
            _check_shapes(name, content)
    _check_sections(members["ppt/presentation.xml"])
    workbooks = {name: _without_timestamps(data) for name, data in members.items() if name.endswith(".xlsx")}
    return deterministic_zip({**members, **workbooks})


def _without_timestamps(workbook: bytes) -> bytes:
    """Return a chart's workbook without the time at which it was made."""
    members = unzip(workbook)
    core = re.sub(rb">[^<>]*</dcterms:", b">1980-01-01T00:00:00Z</dcterms:", members["docProps/core.xml"])
    return deterministic_zip({**members, "docProps/core.xml": core})


def require(condition: object, fault: str) -> None:  # bugs must stop a deck even if Python runs without asserts
    """Raise AssertionError with the message `fault` unless the condition is true."""
    if not condition:
        raise AssertionError(fault)


def _check_targets(name: str, content: bytes, members: Mapping[str, bytes]) -> None:
    folder = posixpath.dirname(posixpath.dirname(name))
    for rel in etree.fromstring(content).iter(RELATIONSHIP):
        if rel.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/", folder, rel.get("Target", "")))[1:]
        require(target in members, f"{name}: {rel.get('Id')} leads to {target}, which is not in the deck")


def _check_shapes(name: str, content: bytes) -> None:
    ids = re.findall(rb'<p:cNvPr [^>]*?\bid="(\d+)"', content)
    twice = [number.decode() for number, count in Counter(ids).items() if count > 1]
    require(not twice, f"{name}: these shape ids occur twice: {', '.join(twice)}")


def _check_sections(content: bytes) -> None:
    root = etree.fromstring(content)
    slide_ids = [entry.get("id") for entry in root.iter(f"{P}sldId")]
    listed_ids = [entry.get("id") for entry in root.iter(f"{P14}sldId")]
    require(listed_ids == slide_ids, f"the sections list the slides {listed_ids}, the deck has {slide_ids}")
