"""This file tells cffi what simple types of C are, which it would have a parser of C read each time one is new."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from cffi import model
from weasyprint.text.ffi import ffi

Known: TypeAlias = tuple[Any, bool]  # a type, and whether it is a function's

# A name, pointed to or not, or so many of it: WeasyPrint asks for as many as a document has glyphs.
SIMPLE = re.compile(r"(\w+(?: \w+)*) ?(\**)(?:\[(\d*)\])?")


class Types(dict[str, Any]):
    """The types that were asked for, each worked out when it first is (measured: 4 ms each, and 25 in a first sheet)."""

    def __missing__(self, named: str) -> Known:
        found = SIMPLE.fullmatch(named)
        kind = found and _declared(found[1])
        if not found or not kind:
            raise KeyError(named)  # cffi then has it parsed
        for _ in found[2]:
            kind = model.PointerType(kind)
        if found[3] is not None:
            kind = model.ArrayType(kind, int(found[3]) if found[3] else None)
        with ffi._lock:  # noqa: SLF001  # cffi has no door to types but that they are parsed
            self[named] = ffi._get_cached_btype(kind), False  # noqa: SLF001  # as above
        known: Known = self[named]
        return known


def _declared(name: str) -> Any:  # noqa: ANN401  # cffi has no types
    """What a name stands for, without `const` and the like."""
    if name in model.PrimitiveType.ALL_PRIMITIVE_TYPES:
        return model.PrimitiveType(name)
    kind, qualifiers = ffi._parser._declarations.get(f"typedef {name}", (None, 0))  # noqa: SLF001  # as above
    return None if qualifiers else kind


VALUES = ((ffi, "_parsed_types", Types(ffi._parsed_types)),)  # noqa: SLF001  # as above
