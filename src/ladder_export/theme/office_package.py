"""Read a PowerPoint or Word file (a ZIP of parts) that is to be a template, and explain why it cannot be one."""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, NoReturn
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
MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
# What people call data that no document takes over. What is not listed is "other data".
DATA_NAMES: Mapping[str, str] = {
    "custom-properties": "custom properties",
    "customXml": "custom XML data",
    "commentAuthors": "names of commenters",
    "authors": "names of commenters",
    "people": "names of commenters",
    "comments": "comments",
    "commentsExtended": "comments",
    "footnotes": "notes",
    "endnotes": "notes",
    "glossaryDocument": "building blocks",
    "tags": "data of add-ins",
    "changesInfo": "the history of changes",
    "revisionInfo": "the history of changes",
    "vbaProject": "macros",
    "extensibility": "buttons of add-ins",
    "origin": "a digital signature",
    "oleObject": "embedded documents",
    "package": "embedded workbooks",
    "control": "form controls",
    "audio": "sounds and films",
    "video": "sounds and films",
    "media": "sounds and films",
}

# What reading the parts of a damaged file raises.
DAMAGE = (etree.XMLSyntaxError, KeyError, AttributeError, ValueError, TypeError, ArithmeticError, StopIteration)

PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)

Members = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class OfficeProgram:
    """An office program whose files can be templates, with the words for it in messages.

    `name` is "PowerPoint" or "Word", `file` what it calls its files ("presentation"), `ending` their file extension
    (".pptx"), `result` what is made from a template ("deck"), `template` what the template is called ("the template of
    decks"). `accepted` are the content types of main parts that can be templates.
    """

    name: str
    file: str
    ending: str
    result: str
    template: str
    accepted: tuple[str, ...]

    def reject(self, shown: str, why: str, remedy: str) -> NoReturn:
        """Raise BadTheme for a file that cannot be a template.

        `shown` is the file as messages name it, `why` the reason, `remedy` what to do.
        """
        message = f"this cannot be {self.template}: {why}"
        raise BadTheme(Problem("bad-template", message, Span(shown), help=remedy))

    def reject_damaged(self, shown: str, why: str) -> NoReturn:
        """Raise BadTheme for a damaged file; `shown` is the file as messages name it, `why` the reason."""
        remedy = f"open it in {self.name}, let it repair the file, and save it anew"
        self.reject(shown, f"it is damaged: {why}", remedy)

    def reject_unreadable(self, shown: str, fault: Exception) -> NoReturn:
        """Raise BadTheme for a file whose parts cannot be read; `fault` is the exception, of a type in DAMAGE.

        `shown` is the file as messages name it.
        """
        missing = f"a part that every {self.file} has is missing or unreadable"
        self.reject_damaged(shown, str(fault) if isinstance(fault, etree.XMLSyntaxError) else missing)


POWERPOINT = OfficeProgram(
    "PowerPoint",
    "presentation",
    ".pptx",
    "deck",
    "the template of decks",
    tuple(MAIN.format(f"presentationml.{kind}") for kind in ("presentation", "template", "slideshow")),
)
WORD = OfficeProgram(
    "Word",
    "document",
    ".docx",
    "document",
    "the reference document",
    tuple(MAIN.format(f"wordprocessingml.{kind}") for kind in ("document", "template")),
)


def read_package(program: OfficeProgram, data: bytes, shown: str) -> tuple[dict[str, bytes], str]:
    """Read a PowerPoint or Word file; return its parts (the files in its ZIP) by name, and the name of the main part.

    `shown` is the file as messages name it. Raises BadTheme if the file is damaged, of another type, protected by a
    password, or has macros.
    """
    if data.startswith(OLE):
        _reject_ole(program, data, shown)
    save = f"save it in {program.name} as {program.ending}"
    try:
        members = _unpacked(program, data, shown)
    except (zipfile.BadZipFile, EOFError, RuntimeError, ValueError, OSError, zlib.error, lzma.LZMAError) as fault:
        program.reject(shown, f"it is no {program.name} file", save)
        raise AssertionError from fault
    main = next((to for kind, to in relationships(members, "").values() if kind == "officeDocument"), "")
    kind = content_type(members, main)
    if "macroEnabled" in kind:
        why = f"it holds macros, which no {program.result} may carry on"
        program.reject(shown, why, f"save it as {program.ending}, which has none")
    if kind not in program.accepted or main not in members:
        program.reject(shown, f"it is no {program.file}", save)
    if STRICT in members[main]:
        remedy = f"save it as an ordinary {program.name} {program.file.capitalize()} ({program.ending})"
        program.reject(shown, "it is saved as Strict Open XML", remedy)
    return members, main


def parse_part(members: Members, part: str) -> etree._Element:
    """Parse the XML of the part named `part`. Raises KeyError if it is missing, XMLSyntaxError if it is damaged.

    `members` are the parts of an office file by name.
    """
    return etree.fromstring(members[part], PARSER)


def find_each(elements: Iterable[etree._Element], path: str) -> list[etree._Element]:
    """Return the first match of an ElementPath below each XML element, in order.

    Elements without a match are left out, so the result may be shorter.
    """
    return [match for element in elements if (match := element.find(path)) is not None]


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of a part of an office file: its id (`number`), its type (a URL) and its target.

    The target is the name of a part; if `outside`, it is an address outside the file.
    """

    number: str
    type: str
    target: str
    outside: bool = False

    @property
    def kind(self) -> str:
        """Return the last word of the type, such as "slideLayout", which is equal in all variants of the format."""
        return self.type.rpartition("/")[2]


class OutsideLink(NamedTuple):
    """A link of a template to something outside its file.

    `part` is the name of the part that has the link, `kind` the kind of relationship (such as "image"), `target` the
    address.
    """

    part: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class CleanedPackage:
    """A template after cleaning.

    `members` are its remaining parts by name, `left_out` says in words what was removed, `outside` are the links out of
    the file that were removed.
    """

    members: Mapping[str, bytes]
    left_out: tuple[str, ...]
    outside: tuple[OutsideLink, ...]


def links(members: Members, part: str) -> tuple[Link, ...]:
    """Return all relationships of a part of an office file, in the file's order.

    `members` are the parts by name; `part` is a part's name, "" for the relationships of the file itself.
    """
    folder = posixpath.dirname(part)
    rels = relationships_part(part)
    elements = parse_part(members, rels).iter(f"{PACKAGE}Relationship") if rels in members else ()
    return tuple(_link(rel, folder, members) for rel in elements)


def relationships(members: Members, part: str) -> dict[str, tuple[str, str]]:
    """Return the kind and the target of each relationship of a part to another part, by the relationship's id.

    `members` are the parts of an office file by name; `part` is a part's name, "" for the relationships of the file
    itself.
    """
    return {link.number: (link.kind, link.target) for link in links(members, part) if not link.outside}


def relationships_part(part: str) -> str:
    """Return the name of the part that holds the relationships of `part`.

    For `ppt/slides/slide1.xml` it is `ppt/slides/_rels/slide1.xml.rels`.
    """
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relationships_xml(needed: Iterable[Link]) -> bytes:
    """Return relationships as the XML of a relationships part, such as `_rels/slide1.xml.rels`."""
    root = etree.Element(f"{PACKAGE}Relationships", nsmap={None: PACKAGE[1:-1]})
    for link in needed:
        target = {"Target": link.target, "TargetMode": "External"} if link.outside else {"Target": f"/{link.target}"}
        etree.SubElement(root, f"{PACKAGE}Relationship", {"Id": link.number, "Type": link.type, **target})
    return part_bytes(root)


def part_bytes(root: etree._Element) -> bytes:
    """Return an XML element as the bytes of a part, with an XML declaration."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def content_type(members: Members, part: str) -> str:
    """Return the content type of a part of an office file; empty if the file gives it none.

    It is the type given for the part's name, else the type for its file extension. `members` are the parts by name.
    """
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


def _unpacked(program: OfficeProgram, data: bytes, shown: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            program.reject(shown, f"unpacked it is larger than {LARGEST // 1_000_000} MB", "take its films out")
        files = [(entry.filename.replace("\\", "/"), entry) for entry in archive.infolist() if not entry.is_dir()]
        twice = [name for name, count in Counter(name for name, _ in files).items() if count > 1]
        if twice:
            program.reject_damaged(shown, f"{twice[0]} occurs twice")
        return {name: archive.read(entry) for name, entry in files}


def _reject_ole(program: OfficeProgram, data: bytes, shown: str) -> NoReturn:
    if ENCRYPTED in data:
        remedy = f"save a copy without one: File > Info > Protect {program.file.capitalize()}"
        program.reject(shown, "it is protected by a password", remedy)
    why, remedy = "it is a file of the old Office", f"open it in {program.name} and save it as {program.ending}"
    program.reject(shown, why, remedy)
