"""This file names the fonts of a PDF by their bytes: WeasyPrint names them by what Pango calls them, which its versions spell differently."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from ladder_export.writers.pdf.weasyprint_patches.internals import pdf_bytes

TAG = re.compile(rb"/([A-Z]{6})\+(.+)")  # a subset's name (ISO 32000-1 §9.6.4)
SET_FONT = re.compile(rb"/([A-Z]{6})( [\d.]+ Tf)")  # the operator, as WeasyPrint writes it

# What pages and fields call the font that people type in. PDFium, in Chrome and Edge, sets other letters than Western ones
# in a field's own font only if it takes it for one of symbols, which it tells by this name alone (pdfium 2026, CPDF_BAFontMap).
FIELD_FONT = b"Wingdings"


def rename_fonts(objects: Sequence[pydyf.Object]) -> None:
    """Gives every font of a PDF, which is not compressed yet, a tag made of its name, its file and its text.

    Two subsets of a face so have two tags, as the standard asks, also in a book that joins files.
    Pages refer to a font by its tag, which WeasyPrint uses for that, too.
    """
    fonts = [item for item in objects if isinstance(item, pydyf.Dictionary) and item.get("ToUnicode")]
    tags = {font["BaseFont"][1:7]: _new_tag(font, objects) for font in fonts}
    typed = {found[1] for item in objects if (found := SET_FONT.search(_default_appearance(item)))}
    names = {old: FIELD_FONT if old in typed else new for old, new in tags.items()}
    keys = {old.decode(): new.decode() for old, new in names.items()}
    for item in objects if fonts else ():
        if isinstance(item, pydyf.Dictionary):
            _rename_entries(item, tags, names)
            if item.keys() & keys.keys():  # the resources that pages share
                for old in list(item):
                    item[keys.get(old, old)] = item.pop(old)
        elif isinstance(item, pydyf.Stream) and not {"Length1", "Params", "N"} & item.extra.keys():
            item.stream = [_renamed(part, names) for part in item.stream]


def _default_appearance(item: pydyf.Object) -> bytes:
    """How what is typed into a field looks; empty for what is no field."""
    found = item.get("DA") if isinstance(item, pydyf.Dictionary) else None
    return found.string if isinstance(found, pydyf.String) and isinstance(found.string, bytes) else b""


def _new_tag(font: pydyf.Dictionary, objects: Sequence[pydyf.Object]) -> bytes:
    """Six letters for a composite font or, without a file, for one made of pictures."""
    digest = hashlib.sha256(font["BaseFont"][7:])
    parts = [font["ToUnicode"]]
    if descendants := font.get("DescendantFonts"):
        descriptor = _at(_at(descendants[0], objects)["FontDescriptor"], objects)
        parts.append(descriptor.get("FontFile2") or descriptor["FontFile3"])
    for reference in parts:
        for part in _at(reference, objects).stream:
            digest.update(part if isinstance(part, bytes) else pdf_bytes(part))
    return bytes(ord("A") + number % 26 for number in digest.digest()[:6])


def _at(reference: bytes, objects: Sequence[pydyf.Object]) -> Any:  # noqa: ANN401  # a dictionary or a stream, as the key says
    return objects[int(reference.split()[0])]


def _rename_entries(item: pydyf.Dictionary, tags: Mapping[bytes, bytes], names: Mapping[bytes, bytes]) -> None:
    for key in ("BaseFont", "FontName"):
        if (found := TAG.fullmatch(item.get(key, b""))) and found[1] in tags:
            item[key] = b"/%s+%s" % (tags[found[1]], found[2])
    if appearance := _default_appearance(item):
        item["DA"] = pydyf.String(_renamed(appearance, names))


def _renamed(part: object, names: Mapping[bytes, bytes]) -> object:
    if not isinstance(part, bytes) or not part.endswith(b" Tf"):
        return part
    return SET_FONT.sub(lambda found: b"/%s%s" % (names.get(found[1], found[1]), found[2]), part)
