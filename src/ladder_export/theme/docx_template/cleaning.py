"""Clean a company's Word document: styles, page, header and footer stay; text, data and outside links are removed."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from ladder_export.files import zip_archive
from ladder_export.theme.office_package import (
    DATA_NAMES,
    TYPE,
    WORD,
    CleanedPackage,
    Link,
    Members,
    OutsideLink,
    R,
    content_type,
    links,
    parse_part,
    part_bytes,
    relationships_part,
    relationships_xml,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN_PART = "word/document.xml"
NUMBERING = Link("rId-numbering", f"{R[1:-1]}/numbering", "word/numbering.xml")
NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
# What each part needs for its look, by the last word of a relationship's type. All else, known or not, is left out.
DESIGN_LINKS: Mapping[str, tuple[str, ...]] = {
    "document": ("styles", "numbering", "settings", "fontTable", "theme", "header", "footer"),
    "hdr": ("image", "hyperlink"),
    "ftr": ("image", "hyperlink"),
    "numbering": ("image",),
    "theme": ("image",),
    "fonts": ("font",),
}
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "settings": "settings",
    "fontTable": "fonts",
    "theme": "theme",
    "header": "hdr",
    "footer": "ftr",
}
# Left out without a word: in every file that Word saves, or a copy of something else.
QUIET = {
    *("core-properties", "extended-properties", "thumbnail", "webSettings", "stylesWithEffects", "printerSettings"),
    *("image", "hyperlink", "attachedTemplate", "header", "footer", "footnotes", "endnotes"),
}
# Settings about a document's history, its protection, its author's mailing or its text.
LEFT_OUT_SETTINGS = {
    *("attachedTemplate", "mailMerge", "docVars", "rsids", "footnotePr", "endnotePr", "trackRevisions", "revisionView"),
    *("saveThroughXslt", "attachedSchema", "updateFields", "writeProtection", "documentProtection", "formsDesign"),
    *("removePersonalInformation", "removeDateAndTime"),
}
PROTECTION = ("writeProtection", "documentProtection")
USED = (f"{W}headerReference", f"{W}footerReference")
LEFT_OUT_OF_PAGES = tuple(
    f"{W}{name}" for name in ("footnotePr", "endnotePr", "printerSettings", "sectPrChange", "type")
)
# A page of Letter with margins of an inch, as Word has them where a document says nothing.
PAGE_SIZE = {f"{W}w": "12240", f"{W}h": "15840"}
PAGE_MARGINS = dict.fromkeys((f"{W}{side}" for side in ("top", "right", "bottom", "left")), "1440") | {
    f"{W}header": "720",
    f"{W}footer": "720",
    f"{W}gutter": "0",
}
SAFE_SCHEMES = ("http", "https", "mailto")
# What goes with an element that uses a relationship that is gone; a link or picture stays without its target.
WHOLES = (f"{W}object", f"{W}drawing", f"{W}pict")
BARE = ("hyperlink", "blip", "imagedata")


def clean_document(members: Members, main: str, shown: str) -> CleanedPackage:
    """Return the parts of a Word file that decide how documents look, without text, data and links out of the file.

    `members` are the files inside its ZIP by name, `main` is the name of the main part, `shown` the file as messages
    name it. Raises BadTheme, KeyError or XMLSyntaxError if a part is missing or damaged.
    """
    cleaning = _Cleaning(members, shown)
    cleaning.left_out += _names(link for link in links(members, "") if link.target != main)
    cleaning.add(main, MAIN_PART, _page_alone(parse_part(members, main)), WORD.accepted[0])
    parts, start = cleaning.parts, Link("rId1", f"{R[1:-1]}/officeDocument", MAIN_PART)
    parts[relationships_part("")] = relationships_xml([start])
    parts[zip_archive.FIRST_MEMBER] = _content_types(cleaning.types)
    return CleanedPackage(parts, tuple(dict.fromkeys(cleaning.left_out)), tuple(dict.fromkeys(cleaning.outside)))


@dataclass(slots=True)
class _Cleaning:
    """The parts that were added so far with their content types, what was left out, and links out of the file."""

    members: Members
    shown: str
    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    outside: list[OutsideLink] = field(default_factory=list)

    def add(self, source: str, name: str, root: etree._Element, content: str) -> None:
        """Keep a part under a name, and the parts that it needs."""
        self.types[name] = content
        needed, gone = list[Link](), list[Link]()
        for link in links(self.members, source):
            (needed if _is_design(link, root, self.members) else gone).append(link)
        _forget(root, {link.number for link in gone})
        self.left_out += [*_names(gone), *_left_out_settings(root)]
        if name == MAIN_PART:
            needed += self._numbering(needed)
        elif etree.QName(root).localname != "settings":  # its links are to people's own templates and data
            self.outside += [OutsideLink(source, link.kind, link.target) for link in gone if link.outside]
        for link in needed:
            self._follow(link)
        self.parts[name] = part_bytes(root)
        self.parts |= {relationships_part(name): relationships_xml(needed)} if needed else {}

    def _follow(self, link: Link) -> None:
        """Keep the part that a relationship leads to, if it was not added before."""
        if link.outside or link.target in self.types:
            return
        content = content_type(self.members, link.target)
        if not content:
            WORD.reject_damaged(self.shown, f"{link.target} has no content type")
        if link.kind not in ROOTS:
            self.types[link.target], self.parts[link.target] = content, self.members[link.target]
            return
        root = parse_part(self.members, link.target)
        if etree.QName(root).localname != ROOTS[link.kind]:
            WORD.reject_damaged(self.shown, f"{link.target} holds something else")
        self.add(link.target, link.target, root, content)

    def _numbering(self, needed: Iterable[Link]) -> list[Link]:
        """Return an empty list of numberings where the document has none, since lists that are made need one."""
        if any(link.kind == "numbering" for link in needed):
            return []
        self.parts[NUMBERING.target] = part_bytes(etree.Element(f"{W}numbering", nsmap={"w": W[1:-1]}))
        self.types[NUMBERING.target] = NUMBERING_TYPE
        return [NUMBERING]


def _is_design(link: Link, root: etree._Element, members: Members) -> bool:
    """Return whether a part needs a relationship for its look; headers and footers count where they are used."""
    if link.kind not in DESIGN_LINKS.get(etree.QName(root).localname, ()):
        return False
    if link.outside:
        return link.kind == "hyperlink" and urlsplit(link.target).scheme.lower() in SAFE_SCHEMES
    is_used = link.kind not in ("header", "footer") or any(
        element.get(f"{R}id") == link.number for element in root.iter()
    )
    return is_used and link.target in members


def _names(gone: Iterable[Link]) -> list[str]:
    return [DATA_NAMES.get(link.kind, "other data") for link in gone if link.kind not in QUIET]


def _page_alone(document: etree._Element) -> etree._Element:
    """Return a document with nothing but the page of the last section, with the headers and footers it inherits."""
    former = set(document.iterfind(f".//{W}sectPrChange/{W}sectPr"))
    sections = [section for section in document.iter(f"{W}sectPr") if section not in former]
    page = etree.Element(f"{W}document", nsmap={"w": W[1:-1], "r": R[1:-1]})
    section = copy.deepcopy(sections[-1]) if sections else etree.Element(f"{W}sectPr")
    etree.SubElement(page, f"{W}body").append(section)
    for child in list(section.iterchildren(*USED, *LEFT_OUT_OF_PAGES)):
        section.remove(child)
    references = [reference for every in sections for reference in every.iterchildren(*USED)]
    used = {(reference.tag, reference.get(f"{W}type")): reference for reference in references}
    for number, reference in enumerate(used.values()):
        section.insert(number, copy.deepcopy(reference))
    _add_page_size(section, len(used))
    return page


def _add_page_size(section: etree._Element, position: int) -> None:
    """Add size and margins at a position, where a section has none."""
    size = section.find(f"{W}pgSz")
    if size is None:
        size = etree.Element(f"{W}pgSz", PAGE_SIZE)
        section.insert(position, size)
    if section.find(f"{W}pgMar") is None:
        size.addnext(etree.Element(f"{W}pgMar", PAGE_MARGINS))


def _forget(root: etree._Element, gone: set[str]) -> None:
    """Remove what uses relationships that are gone; of a link and a picture only the target."""
    for element in list(root.iter(etree.Element)):
        for name in [name for name in element.keys() if name.startswith(R) and element.get(name) in gone]:  # noqa: SIM118  # no dictionary
            if etree.QName(element).localname in BARE:
                del element.attrib[name]
            else:
                whole = next((ancestor for ancestor in element.iterancestors(*WHOLES)), element)
                if whole.getparent() is not None:
                    whole.getparent().remove(whole)


def _left_out_settings(root: etree._Element) -> list[str]:
    """Remove settings that are no design, and return the names of those that people miss."""
    if root.tag != f"{W}settings":
        return []
    unwanted = [
        child for child in root.iterchildren(etree.Element) if etree.QName(child).localname in LEFT_OUT_SETTINGS
    ]
    for child in unwanted:
        root.remove(child)
    is_protected = any(etree.QName(child).localname in PROTECTION for child in unwanted)
    return ["protection against changes"] if is_protected else []


def _content_types(types: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{TYPE}Types", nsmap={None: TYPE[1:-1]})
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{TYPE}Default", Extension="rels", ContentType=relations)
    for name, content in types.items():
        etree.SubElement(root, f"{TYPE}Override", PartName=f"/{name}", ContentType=content)
    return part_bytes(root)
