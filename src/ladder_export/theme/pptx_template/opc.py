"""Read the OPC package (ZIP) of a presentation, and explain why a file is none."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import unquote

from lxml import etree

from ladder_export.core.problems import BadTheme, Problem, Span
from ladder_export.files import zip_archive

LARGEST = 500_000_000  # bytes of all parts together: what is larger is no template but an attack, or full of films
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how files of the old Office begin, and files behind a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
STRICT = b"http://purl.oclc.org/ooxml/"
MAIN = "application/vnd.openxmlformats-officedocument.presentationml.{}.main+xml"
ACCEPTED = tuple(MAIN.format(kind) for kind in ("presentation", "template", "slideshow"))

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)

Members = Mapping[str, bytes]


def read_package(data: bytes, shown: str) -> tuple[dict[str, bytes], str]:
    """Return the parts of a presentation by name, and the name of its main part.

    `shown` is the file as the user named it. Raises BadTheme for whatever is not a whole .pptx, .potx or .ppsx.
    """
    if data.startswith(OLE):
        _reject_ole(data, shown)
    try:
        members = _unpacked(data, shown)
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError, OSError, zlib.error, lzma.LZMAError) as fault:
        reject(shown, "it is no PowerPoint file", "save it in PowerPoint as .pptx")
        raise AssertionError from fault
    main = next((to for kind, to in relationships(members, "").values() if kind == "officeDocument"), "")
    kind = content_type(members, main)
    if "macroEnabled" in kind:
        reject(shown, "it holds macros, which no deck may carry on", "save it as .pptx, which has none")
    if kind not in ACCEPTED or main not in members:
        reject(shown, "it is no presentation", "save it in PowerPoint as .pptx")
    if STRICT in members[main]:
        reject(shown, "it is saved as Strict Open XML", "save it as an ordinary PowerPoint Presentation (.pptx)")
    return members, main


def reject(shown: str, why: str, remedy: str) -> NoReturn:
    """Raise BadTheme because a file cannot be a template; `shown` is its name for the user, `remedy` what to do."""
    raise BadTheme(Problem("bad-template", f"this cannot be the template of decks: {why}", Span(shown), help=remedy))


def parse_part(members: Members, part: str) -> etree._Element:
    """Return a part's XML. Raises KeyError if it is missing, XMLSyntaxError if it is damaged."""
    return etree.fromstring(members[part], PARSER)


def find_each(elements: Iterable[etree._Element], path: str) -> list[etree._Element]:
    """Return the first descendant of each element at an ElementPath, in order; elements without one are left out."""
    return [match for element in elements if (match := element.find(path)) is not None]


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of a part: its id, its type, and its target, which is a part's name unless it is `outside`."""

    number: str
    type: str
    target: str
    outside: bool = False

    @property
    def kind(self) -> str:
        """Return the last word of the relationship's type, which is the same in all variants of the format."""
        return self.type.rpartition("/")[2]


def links(members: Members, part: str) -> tuple[Link, ...]:
    """Return every relationship of a part (`""`: the package), in the order of the file."""
    folder = posixpath.dirname(part)
    rels = relationships_part(part)
    elements = parse_part(members, rels).iter(f"{PACKAGE}Relationship") if rels in members else ()
    return tuple(_link(rel, folder, members) for rel in elements)


def relationships(members: Members, part: str) -> dict[str, tuple[str, str]]:
    """Return kind and target of each relationship of a part (`""`: the package) to another part, by id."""
    return {link.number: (link.kind, link.target) for link in links(members, part) if not link.outside}


def relationships_part(part: str) -> str:
    """Return the name of the member that holds a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def content_type(members: Members, part: str) -> str:
    """Return the type that the package gives a part: by its name, else by its ending; empty where it gives none."""
    if zip_archive.FIRST_MEMBER not in members:
        return ""
    types, ending = parse_part(members, zip_archive.FIRST_MEMBER), part.rpartition(".")[2].lower()
    named = (
        element
        for element in types.iter(f"{TYPE}Override")
        if element.get("PartName", "").lower() == f"/{part}".lower()
    )
    usual = (element for element in types.iter(f"{TYPE}Default") if element.get("Extension", "").lower() == ending)
    entry = next(named, None)
    entry = next(usual, None) if entry is None else entry
    return "" if entry is None else str(entry.get("ContentType", ""))


def _link(rel: etree._Element, folder: str, members: Members) -> Link:
    outside, target = rel.get("TargetMode") == "External", rel.get("Target", "")
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target))[1:]
        if target not in members:  # names are the same whatever their case, and may be escaped
            alike = unquote(target).lower()
            target = next((name for name in members if name.lower() == alike), target)
    return Link(rel.get("Id", ""), rel.get("Type", ""), target, outside)


def _unpacked(data: bytes, shown: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            reject(shown, f"unpacked it is larger than {LARGEST // 1_000_000} MB", "take its films out")
        files = [(entry.filename.replace("\\", "/"), entry) for entry in archive.infolist() if not entry.is_dir()]
        twice = [name for name, count in Counter(name for name, _ in files).items() if count > 1]
        if twice:
            reject_damaged(shown, f"{twice[0]} occurs twice")
        return {name: archive.read(entry) for name, entry in files}


def reject_damaged(shown: str, why: str) -> NoReturn:
    """Raise BadTheme because a presentation is damaged; `shown` is its name for the user, `why` the reason."""
    reject(shown, f"it is damaged: {why}", "open it in PowerPoint, let it repair the file, and save it anew")


def _reject_ole(data: bytes, shown: str) -> NoReturn:
    if ENCRYPTED in data:
        reject(shown, "it is protected by a password", "save a copy without one: File > Info > Protect Presentation")
    reject(shown, "it is a file of the old Office", "open it in PowerPoint and save it as .pptx")
