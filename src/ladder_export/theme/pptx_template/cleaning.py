"""Clean a company's presentation: its design stays; sample slides, names, data and links out of it are removed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from lxml import etree

from ladder_export.files import zip_archive
from ladder_export.theme.office_package import (
    DATA_NAMES,
    TYPE,
    A,
    CleanedPackage,
    Link,
    Members,
    OutsideLink,
    P,
    R,
    links,
    parse_part,
    part_bytes,
    relationships_part,
    relationships_xml,
)
from ladder_export.theme.pptx_template.pictures import without_metadata
from ladder_export.theme.pptx_template.repair import inherit_positions, repair

MAIN_PART = "ppt/presentation.xml"
PRESENTATIONML = "application/vnd.openxmlformats-officedocument.presentationml.{}+xml"
# What LibreOffice and others leave out: auditors miss the first two, and tables are plain without the last.
ADDED: Mapping[str, tuple[str, str]] = {
    "presProps": ("ppt/presProps.xml", f'<p:presentationPr xmlns:p="{P[1:-1]}"/>'),
    "viewProps": ("ppt/viewProps.xml", f'<p:viewPr xmlns:p="{P[1:-1]}"/>'),
    "tableStyles": (
        "ppt/tableStyles.xml",
        f'<a:tblStyleLst xmlns:a="{A[1:-1]}" def="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}"/>',
    ),
}
APP = "docProps/app.xml"  # replaced in every deck; under another name it would stay as it is

# What masters, layouts and the presentation need for their look, by the last word of a relationship's type. All else,
# known or not, is left out: new kinds of data are invented faster than lists of them are renewed.
DESIGN_LINKS = {
    *("slideMaster", "slideLayout", "notesMaster", "handoutMaster", "theme", "themeOverride", "image", "hdphoto"),
    *("presProps", "viewProps", "tableStyles", "font", "chart", "chartStyle", "chartColorStyle", "chartUserShapes"),
    *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
}
# Told elsewhere, replaced, or in every file that PowerPoint saves.
QUIET = {"slide", "notesSlide", "core-properties", "extended-properties", "vmlDrawing", "thumbnail", "printerSettings"}

# Elements that list samples or people, ask for a password, or belong to add-ins.
LISTS = {
    *("sldIdLst", "custShowLst", "custShow", "sldRg", "modifyVerifier", "sectionLst", "custDataLst", "smartTags"),
    *("photoAlbum", "htmlPubPr", "webPr"),
}
GUIDES = {"{EFAFB233-063F-42B5-8137-9DF3F51BA10A}", "{2D200454-40CA-4A62-9FC3-DE9A4176ACB9}"}  # of slides and notes
# What goes with an element that cannot do without a relationship: the nearest of these around it. A fill becomes none.
WHOLES: Mapping[str, tuple[str, ...]] = {
    "blip": (f"{P}pic", f"{A}buBlip", f"{A}blipFill", f"{P}blipFill"),
    "oleObj": (f"{P}graphicFrame",),
    "chart": (f"{P}graphicFrame",),
    "relIds": (f"{P}graphicFrame",),
}
EXTENSION = f"{P}ext"
PATH = re.compile(r"[A-Za-z]:\\|\\\\|/|file:", re.IGNORECASE)  # how a description begins that is a file's name
HEADERS = ("hdr", "ftr", "dt")


def clean_package(members: Members, main: str) -> CleanedPackage:
    """Return the parts of a presentation that decide how decks look, without references to any other part.

    `members` are the parts by name, `main` is the name of the main part. Raises KeyError if a part is missing,
    XMLSyntaxError if one is damaged.
    """
    parts: dict[str, bytes] = {}
    removed: list[str] = []
    outside: list[OutsideLink] = []
    first, others = _parted(links(members, ""), lambda link: _is_first(link, main, members))
    removed += _names(others)
    parts[relationships_part("")] = _relationships(first, main)
    waiting = list(dict.fromkeys(link.target for link in first))
    for part in waiting:  # it grows while it is gone through
        stays, gone = _parted(links(members, part), lambda link: _is_design(link, members))
        outer, inner = _parted(gone, lambda link: link.outside)
        outside += (OutsideLink(part, link.kind, link.target) for link in outer)
        removed += _names(inner)
        name = _named(part, main)
        parts[name] = _part(members, part, {link.number for link in gone})
        if part == main:
            added = _added(stays)
            stays += added
            parts |= {link.target: content for link, content in added.items()}
        if stays:
            parts[relationships_part(name)] = _relationships(stays, main)
        waiting += (link.target for link in stays if link.target not in {*waiting, *parts})
    parts[zip_archive.FIRST_MEMBER] = _types(members, main, parts)
    return CleanedPackage(parts, tuple(dict.fromkeys(removed)), tuple(dict.fromkeys(outside)))


def _parted(all_links: Iterable[Link], is_first: Callable[[Link], bool]) -> tuple[list[Link], list[Link]]:
    """Return the relationships for which something holds, and those for which it does not."""
    every = list(all_links)
    first = list(filter(is_first, every))
    return first, [link for link in every if link not in first]


def _is_design(link: Link, members: Members) -> bool:
    return not link.outside and link.kind in DESIGN_LINKS and link.target in members


def _added(stays: Iterable[Link]) -> dict[Link, bytes]:
    """Return what the presentation itself needs and has not, with its content."""
    there = {link.kind for link in stays}
    return {
        Link(f"rId-{kind}", f"{R[1:-1]}/{kind}", target): content.encode()
        for kind, (target, content) in ADDED.items()
        if kind not in there
    }


def _is_first(link: Link, main: str, members: Members) -> bool:
    """Return whether a relationship of the package leads to the presentation itself, or to a part that decks replace."""
    return link.target == main or (link.kind == "extended-properties" and link.target == APP and APP in members)


def _names(gone: Iterable[Link]) -> list[str]:
    return [DATA_NAMES.get(link.kind, "other data") for link in gone if link.kind not in QUIET | DESIGN_LINKS]


def _named(part: str, main: str) -> str:
    """Return a part's name in decks, where the presentation itself always has the usual name."""
    return MAIN_PART if part == main else part


def _part(members: Members, part: str, gone: set[str]) -> bytes:
    """Return a part's content without data that its design does not need, and with what PowerPoint needs."""
    if not part.endswith(".xml") or part == APP:
        return without_metadata(members[part])
    root = parse_part(members, part)
    _forget(root, gone)
    _scrub(root)
    repair(root)
    for link in links(members, part) if root.tag == f"{P}sldLayout" else ():
        if link.kind == "slideMaster" and link.target in members:
            inherit_positions(root, parse_part(members, link.target))
    return part_bytes(root)


def _relationships(stays: Iterable[Link], main: str) -> bytes:
    """Return the XML of a part's relationships."""
    return relationships_xml(replace(link, target=_named(link.target, main)) for link in stays)


def _types(members: Members, main: str, parts: Members) -> bytes:
    """Return the list of content types for the parts that stay, with the type of an ordinary presentation."""
    root, listed = (
        parse_part(members, zip_archive.FIRST_MEMBER),
        {f"/{part}".lower() for part in parts} - {f"/{main}".lower()},
    )
    for override in list(root.iter(f"{TYPE}Override")):
        if override.get("PartName", "").lower() not in listed:
            root.remove(override)
    types = {MAIN_PART: "presentation.main", **{part: kind for kind, (part, _) in ADDED.items()}}
    named = {override.get("PartName", "").lower() for override in root.iter(f"{TYPE}Override")}
    for part, kind in types.items():
        if part in parts and f"/{part}".lower() not in named:
            etree.SubElement(root, f"{TYPE}Override", PartName=f"/{part}", ContentType=PRESENTATIONML.format(kind))
    return part_bytes(root)


def _forget(root: etree._Element, gone: set[str]) -> None:
    """Remove from a part what lists samples or people, or uses a removed relationship."""
    for element in list(root.iter(etree.Element)):
        targets = [name for name in element.keys() if name.startswith(R)]  # noqa: SIM118  # no dictionary
        lost = [name for name in targets if element.get(name) in gone]
        if etree.QName(element).localname in LISTS or _is_foreign(element, root):
            _take_out(element, root)
        elif lost == targets != []:
            _take_out(_whole(element), root)
        else:  # a picture may be both embedded and linked
            for name in lost:
                del element.attrib[name]


def _is_foreign(element: etree._Element, root: etree._Element) -> bool:
    """Return whether an element is an extension of the presentation other than its guides, such as sections."""
    return bool(element.tag == EXTENSION and root.tag == f"{P}presentation" and element.get("uri") not in GUIDES)


def _whole(element: etree._Element) -> etree._Element:
    """Return the element that has to be removed together with an element."""
    wanted = WHOLES.get(etree.QName(element).localname, ())
    around = (next((ancestor for ancestor in element.iterancestors(tag)), None) for tag in wanted)
    return next((ancestor for ancestor in around if ancestor is not None), element)


def _take_out(element: etree._Element, root: etree._Element) -> None:
    parent = element.getparent()
    if parent is None or root not in element.iterancestors():
        return  # it went with another of its elements
    unwanted = parent if parent.tag == EXTENSION else element  # an extension is nothing without what it holds
    if unwanted.tag in (f"{A}blipFill", f"{P}blipFill"):
        unwanted.addprevious(etree.Element(f"{A}noFill"))
    elif unwanted.tag == f"{P}graphicFrame" and (shown := unwanted.find(f".//{P}oleObj/{P}pic")) is not None:
        unwanted.addprevious(shown)  # what an embedded document looks like
    unwanted.getparent().remove(unwanted)


def _scrub(root: etree._Element) -> None:
    """Remove traces of a file's history: paths in descriptions, and text in headers of handouts."""
    for named in root.iter(f"{P}cNvPr"):
        for attribute in ("descr", "title"):
            if PATH.match(named.get(attribute, "")):
                del named.attrib[attribute]
    if root.tag in (f"{P}notesMaster", f"{P}handoutMaster"):
        for shape in root.iter(f"{P}sp"):
            holder = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
            for words in shape.iter(f"{A}t") if holder is not None and holder.get("type") in HEADERS else ():
                words.text = ""
