"""This file opens the ZIP that a presentation is, or says in words what else was handed in."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NoReturn

from lxml import etree

from ladder_export.problems import BadTheme, Problem, Span

LARGEST = 500_000_000  # bytes of all parts together: what is larger is no template but an attack, or full of films
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how files of the old Office begin, and files behind a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

CONTENT_TYPES = "[Content_Types].xml"
TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
STRICT = b"http://purl.oclc.org/ooxml/"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
ACCEPTED = tuple(MAIN.format(kind) for kind in ("presentation", "template", "slideshow"))

PARSER = etree.XMLParser(resolve_entities=False, no_network=True)

Members = Mapping[str, bytes]


def opened(data: bytes, shown: str) -> tuple[dict[str, bytes], str]:
    """All parts of a presentation by name, and the name of its main part.

    `shown` is the file as the user named it. Raises BadTheme for whatever is not a whole .pptx, .potx or .ppsx.
    """
    if data.startswith(OLE):
        _refuse_ole(data, shown)
    try:
        members = _unpacked(data, shown)
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError, OSError, zlib.error, lzma.LZMAError) as fault:
        refuse(shown, "it is no PowerPoint file", "save it in PowerPoint as .pptx")
        raise AssertionError from fault
    main = next((to for kind, to in related(members, "").values() if kind.endswith("/officeDocument")), "")
    kind = _content_type(members, main)
    if "macroEnabled" in kind:
        refuse(shown, "it holds macros, which every deck would carry on", "save it as .pptx, which has none")
    if kind not in ACCEPTED or main not in members:
        refuse(shown, "it is no presentation", "save it in PowerPoint as .pptx")
    if STRICT in members[main]:
        refuse(shown, "it is saved as Strict Open XML", "save it as an ordinary PowerPoint Presentation (.pptx)")
    return members, main


def refuse(shown: str, why: str, remedy: str) -> NoReturn:
    """Raises BadTheme: this file cannot be a template."""
    raise BadTheme(Problem("bad-template", f"this cannot be the template of decks: {why}", Span(shown), help=remedy))


def tree(members: Members, part: str) -> etree._Element:
    """A part's XML. Raises KeyError or XMLSyntaxError where it is missing or damaged."""
    return etree.fromstring(members[part], PARSER)


def related(members: Members, part: str) -> dict[str, tuple[str, str]]:
    """Kind and target of each relationship of a part (`""`: the package) to another part, by id."""
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    for rel in tree(members, rels).iter(f"{PACKAGE}Relationship") if rels in members else ():
        if rel.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, rel.get("Target", "")))[1:]
            found[rel.get("Id", "")] = (rel.get("Type", ""), target)
    return found


def _unpacked(data: bytes, shown: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            refuse(shown, f"unpacked it is larger than {LARGEST // 1_000_000} MB", "take its films out")
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            refuse_damaged(shown, f"{twice[0]} occurs twice")
        return {name: archive.read(name) for name in names}


def _content_type(members: Members, part: str) -> str:
    if CONTENT_TYPES not in members:
        return ""
    overrides: Iterator[etree._Element] = tree(members, CONTENT_TYPES).iter(f"{TYPE}Override")
    return next((one.get("ContentType", "") for one in overrides if one.get("PartName") == f"/{part}"), "")


def refuse_damaged(shown: str, why: str) -> NoReturn:
    """Raises BadTheme: this file was a presentation once."""
    refuse(shown, f"it is damaged: {why}", "open it in PowerPoint, let it repair the file, and save it anew")


def _refuse_ole(data: bytes, shown: str) -> NoReturn:
    if ENCRYPTED in data:
        refuse(shown, "it is protected by a password", "save a copy without one: File > Info > Protect Presentation")
    refuse(shown, "it is a file of the old Office", "open it in PowerPoint and save it as .pptx")
