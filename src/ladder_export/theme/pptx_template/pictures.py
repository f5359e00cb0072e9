"""Remove a picture's metadata: its author, place, program and source file."""

from __future__ import annotations

import re
import struct

from lxml import etree

from ladder_export.theme.office_package import PARSER

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
WORDS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}  # chunks of a PNG
COMMENT, EXIF, IPTC, SCAN, END = 0xFE, 0xE1, 0xED, 0xDA, 0xD9  # markers of a JPEG
# How Exif says that a picture is to be turned, in either order of bytes; such a picture keeps it.
TURNED = re.compile(rb"\x01\x12\x00\x03\x00\x00\x00\x01\x00[\x02-\x08]|\x12\x01\x03\x00\x01\x00\x00\x00[\x02-\x08]\x00")
SVG = "{http://www.w3.org/2000/svg}"
EDITORS = ("inkscape", "sodipodi", "adobe", "figma", "sketch")  # whose names of XML have to do with their files


def without_metadata(content: bytes) -> bytes:
    """Return a picture (PNG, JPEG or SVG) without its metadata; its pixels do not change.

    A file in another format is returned unchanged.
    """
    if content.startswith(PNG):
        return _png(content)
    if content.startswith(JPEG):
        return _jpeg(content)
    return _svg(content) if b"<svg" in content[:2000] else content


def _png(content: bytes) -> bytes:
    kept, at = [PNG], len(PNG)
    while at + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind not in WORDS:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)


def _jpeg(content: bytes) -> bytes:
    kept, at = [JPEG], len(JPEG)
    while at + 4 <= len(content) and content[at] == 0xFF:  # noqa: PLR2004  # how markers begin
        marker, length = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        if marker in (SCAN, END):
            break
        segment = content[at : at + 2 + length]
        if marker not in (COMMENT, EXIF, IPTC) or (marker == EXIF and TURNED.search(segment)):
            kept.append(segment)
        at += 2 + length
    return b"".join(kept) + content[at:]


def _svg(content: bytes) -> bytes:
    try:
        root = etree.fromstring(content, PARSER)
    except etree.XMLSyntaxError:
        return content
    for element in list(root.iter(etree.Element)):
        if element.tag == f"{SVG}metadata" or _is_editors(element.tag):
            if element.getparent() is not None:
                element.getparent().remove(element)
            continue
        for name in filter(_is_editors, element.keys()):
            del element.attrib[name]
    return bytes(etree.tostring(root))


def _is_editors(name: str) -> bool:
    """Return whether an element or attribute belongs to an editor's own namespace."""
    space = name.partition("}")[0].lower()
    return any(editor in space for editor in EDITORS)
