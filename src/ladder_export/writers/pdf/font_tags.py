"""Give the font subsets of a PDF names made from their bytes, so that the same document has the same bytes everywhere.

WeasyPrint makes these names from Pango's names of fonts, whose spelling depends on Pango's version.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pydyf

from ladder_export.writers.pdf.weasyprint_patches.internals import pdf_bytes

SUBSET_NAME = re.compile(rb"/([A-Z]{6})\+(.+)")  # a subset's name (ISO 32000-1 §9.6.4)
FONT_OPERATOR = re.compile(rb"/([A-Z]{6})( [\d.]+ Tf)")  # the operator, as WeasyPrint writes it

# The resource name of the font of fields. PDFium (Chrome, Edge) uses a field's own font for letters outside Latin only if
# it is a symbol font, which it recognises by this name (pdfium 2026, CPDF_BAFontMap).
FIELD_FONT = b"Wingdings"


def rename_fonts(objects: Sequence[pydyf.Object]) -> None:
    """Replace the tag of every font subset in a PDF (ABCDEF in "ABCDEF+Lato") by one made from its name, file and text.

    The same document then has the same bytes everywhere, and two subsets of one font have different tags, as ISO
    32000-1 §9.6.4 asks, also in a book that merges files. `objects` are all objects of the PDF; they are changed in
    place, and their streams must not be compressed yet. Operators that select a font are changed too, because
    WeasyPrint names font resources by the tag.
    """
    dictionaries = [item for item in objects if isinstance(item, pydyf.Dictionary)]
    tags = {font["BaseFont"][1:7]: _new_tag(font, objects) for font in dictionaries if font.get("ToUnicode")}
    field_fonts = {match[1] for item in dictionaries if (match := FONT_OPERATOR.search(_default_appearance(item)))}
    names = tags | dict.fromkeys(field_fonts & tags.keys(), FIELD_FONT)
    for item in objects:
        _rename_in_object(item, tags, names)


def _default_appearance(item: pydyf.Object) -> bytes:
    """Return the default appearance of a field (ISO 32000-1 §12.7.3.3); empty for other objects."""
    value = item.get("DA") if isinstance(item, pydyf.Dictionary) else None
    return value.string if isinstance(value, pydyf.String) and isinstance(value.string, bytes) else b""


def _new_tag(font: pydyf.Dictionary, objects: Sequence[pydyf.Object]) -> bytes:
    """Return the six letters of a font's tag.

    Fonts made of pictures (Type 3) have no file; their tag depends on name and text.
    """
    digest = hashlib.sha256(font["BaseFont"][7:])
    references = [font["ToUnicode"]]
    if descendants := font.get("DescendantFonts"):
        descriptor = _object_at(_object_at(descendants[0], objects)["FontDescriptor"], objects)
        references.append(descriptor.get("FontFile2") or descriptor["FontFile3"])
    for reference in references:
        for operation in _object_at(reference, objects).stream:
            digest.update(operation if isinstance(operation, bytes) else pdf_bytes(operation))
    return bytes(ord("A") + number % 26 for number in digest.digest()[:6])


def _object_at(reference: bytes, objects: Sequence[pydyf.Object]) -> Any:  # noqa: ANN401  # a dictionary or a stream, as the key says
    return objects[int(reference.split()[0])]


def _rename_in_object(item: pydyf.Object, tags: Mapping[bytes, bytes], names: Mapping[bytes, bytes]) -> None:
    if isinstance(item, pydyf.Stream):
        item.stream = [_with_new_name(operation, names) for operation in item.stream]
    elif isinstance(item, pydyf.Dictionary):
        _rename_entries(item, tags, names)


def _rename_entries(item: pydyf.Dictionary, tags: Mapping[bytes, bytes], names: Mapping[bytes, bytes]) -> None:
    for key in ("BaseFont", "FontName"):
        if (value := SUBSET_NAME.fullmatch(item.get(key, b""))) and value[1] in tags:
            item[key] = b"/%s+%s" % (tags[value[1]], value[2])
    if appearance := _default_appearance(item):
        item["DA"] = pydyf.String(FONT_OPERATOR.sub(partial(_new_operator, names), appearance))
    if any(key.encode() in names for key in item):  # the resources that pages share
        for key in list(item):
            item[names.get(key.encode(), key.encode()).decode()] = item.pop(key)


def _with_new_name(operation: object, names: Mapping[bytes, bytes]) -> object:
    """Return a part of a stream, renamed if it selects a font; parts of files and pictures never look like that."""
    match = FONT_OPERATOR.fullmatch(operation) if isinstance(operation, bytes) else None
    return _new_operator(names, match) if match else operation


def _new_operator(names: Mapping[bytes, bytes], match: re.Match[bytes]) -> bytes:
    return b"/%s%s" % (names.get(match[1], match[1]), match[2])
