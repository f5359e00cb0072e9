"""Name the font subsets of a PDF by their bytes: WeasyPrint uses Pango's names, whose spelling depends on Pango's version."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from ladder_export.writers.pdf.weasyprint_patches.internals import pdf_bytes

SUBSET_NAME = re.compile(rb"/([A-Z]{6})\+(.+)")  # a subset's name (ISO 32000-1 §9.6.4)
FONT_OPERATOR = re.compile(rb"/([A-Z]{6})( [\d.]+ Tf)")  # the operator, as WeasyPrint writes it

# The resource name of the font of fields. PDFium (Chrome, Edge) uses a field's own font for letters outside Latin only if
# it is a symbol font, which it recognises by this name (pdfium 2026, CPDF_BAFontMap).
FIELD_FONT = b"Wingdings"


def rename_fonts(objects: Sequence[pydyf.Object]) -> None:
    """Give every font in a PDF a name prefix made from its name, file and text, before streams are compressed.

    The same document so has the same bytes everywhere. Two subsets of one font get different tags, as ISO 32000-1
    §9.6.4 asks, also in a book that merges files. Pages select a font by its tag, because WeasyPrint uses the tag as
    the name of the resource.
    """
    fonts = [item for item in objects if isinstance(item, pydyf.Dictionary) and item.get("ToUnicode")]
    tags = {font["BaseFont"][1:7]: _new_tag(font, objects) for font in fonts}
    field_font_tags = {match[1] for item in objects if (match := FONT_OPERATOR.search(_default_appearance(item)))}
    names = {old: FIELD_FONT if old in field_font_tags else new for old, new in tags.items()}
    resource_keys = {old.decode(): new.decode() for old, new in names.items()}
    for item in objects if fonts else ():
        if isinstance(item, pydyf.Dictionary):
            _rename_entries(item, tags, names)
            if item.keys() & resource_keys.keys():  # the resources that pages share
                for old in list(item):
                    item[resource_keys.get(old, old)] = item.pop(old)
        elif isinstance(item, pydyf.Stream) and not {"Length1", "Params", "N"} & item.extra.keys():
            item.stream = [_with_new_tags(operation, names) for operation in item.stream]


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


def _rename_entries(item: pydyf.Dictionary, tags: Mapping[bytes, bytes], names: Mapping[bytes, bytes]) -> None:
    for key in ("BaseFont", "FontName"):
        if (value := SUBSET_NAME.fullmatch(item.get(key, b""))) and value[1] in tags:
            item[key] = b"/%s+%s" % (tags[value[1]], value[2])
    if appearance := _default_appearance(item):
        item["DA"] = pydyf.String(_with_new_tags(appearance, names))


def _with_new_tags(operation: object, names: Mapping[bytes, bytes]) -> object:
    if not isinstance(operation, bytes) or not operation.endswith(b" Tf"):
        return operation
    return FONT_OPERATOR.sub(lambda value: b"/%s%s" % (names.get(value[1], value[1]), value[2]), operation)
