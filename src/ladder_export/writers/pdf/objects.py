"""This file takes a PDF that WeasyPrint wrote apart into its objects, as the bytes they are, and puts dictionaries together."""

from __future__ import annotations

import re
import zlib
from array import array
from codecs import BOM_UTF16_BE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pydyf

# What a value is made of (ISO 32000-1 §7.2, §7.3), as pydyf writes it: every parenthesis within a string has its backslash.
TOKEN = re.compile(rb"\((?:\\.|[^\\()])*\)|<<|>>|<[0-9A-Fa-f]*>|[\[\]]|/?[^\s()<>\[\]/]+", re.DOTALL)
REFERENCE = re.compile(rb"(\d+) 0 R")
STREAM = b"\nstream\n"
TRAILER = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


@dataclass(frozen=True, slots=True)
class Loose:
    """A PDF as its objects by number, each as it stands in a file, and the numbers of its catalog and its information."""

    objects: dict[int, bytes]
    root: int
    info: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A PDF's objects while nobody looks at them, in a tenth of the memory: all as one, with their numbers and sizes."""

    numbers: array[int]
    sizes: array[int]
    data: bytes
    root: int
    info: int


def folded(loose: Loose) -> Folded:
    """The objects put away."""
    bodies = loose.objects.values()
    sizes = array("I", map(len, bodies))
    return Folded(array("I", loose.objects), sizes, zlib.compress(b"".join(bodies), 1), loose.root, loose.info)


def unfolded(away: Folded) -> Loose:
    """The objects as they were."""
    data, begin, objects = zlib.decompress(away.data), 0, dict[int, bytes]()
    for number, size in zip(away.numbers, away.sizes, strict=True):
        objects[number] = data[begin : begin + size]
        begin += size
    return Loose(objects, away.root, away.info)


def read(data: bytes) -> Loose:
    """The objects of a file as pydyf writes it compressed: streams one by one, all else in one stream."""
    found = TRAILER.search(data, max(0, len(data) - 64))
    if found is None:
        raise ValueError("this is not a PDF as WeasyPrint writes it")
    table = int(found[1])
    about, rows = _stream(data[data.index(b"obj", table) + 3 : data.rindex(b"endobj")])
    widths = [int(width) for width in about[b"/W"].strip(b"[]").split()]
    offsets, places = dict[int, int](), dict[int, tuple[int, int]]()
    for number, (kind, first, second) in enumerate(_rows(rows, widths)):
        if kind == 1 and first != table:
            offsets[number] = first
        elif kind:
            places[number] = (first, second)
    ends = dict(pairwise([*sorted(offsets.values()), table]))
    objects = {number: _body(data[offset : ends[offset]]) for number, offset in offsets.items()}
    for holder in {holder for holder, _ in places.values() if holder in objects}:
        members = _members(objects.pop(holder))
        objects |= {number: members[index] for number, (inside, index) in places.items() if inside == holder}
    return Loose(objects, referred(about[b"/Root"]), referred(about[b"/Info"]))


def of_layout(pdf: pydyf.PDF) -> Loose:
    """The objects of a PDF that pydyf holds and has not written."""
    objects = {item.number: item.data for item in pdf.objects[1:]}
    catalog, info = int(pdf.catalog.number or 0), int(pdf.info.number or 0)
    return Loose(objects, catalog, info)


def _rows(data: bytes, widths: list[int]) -> Iterator[tuple[int, int, int]]:
    one, two, size = widths[0], widths[0] + widths[1], sum(widths)
    for at in range(0, len(data) - size + 1, size):
        row = data[at : at + size]
        yield row[0], int.from_bytes(row[one:two], "big"), int.from_bytes(row[two:], "big")


def _body(text: bytes) -> bytes:
    return text[text.index(b"obj") + 3 : text.rindex(b"endobj")].strip(b"\n")


def _members(body: bytes) -> list[bytes]:
    """The objects in an object stream."""
    about, data = _stream(body)
    first = int(about[b"/First"])
    places = [first + int(place) for place in data[:first].split()[1::2]]
    return [data[begin:end].strip(b"\n") for begin, end in pairwise([*places, len(data)])]


def _stream(body: bytes) -> tuple[dict[bytes, bytes], bytes]:
    about = entries(body)
    begin = body.index(STREAM) + len(STREAM)
    data = body[begin : begin + int(about[b"/Length"])]
    return about, zlib.decompress(data) if b"/Filter" in about else data


def content(body: bytes) -> bytes:
    """What is in a stream."""
    return _stream(body)[1]


def is_stream(body: bytes) -> bool:
    """Whether an object is a stream."""
    return body.endswith(b"endstream")


def said(body: bytes) -> bytes:
    """An object without the data of its stream."""
    return body[: body.index(STREAM)] if is_stream(body) else body


def references(body: bytes) -> list[int]:
    """The numbers of all objects that one refers to."""
    return [int(number) for number in REFERENCE.findall(said(body))]


def referred(value: bytes) -> int:
    """The number of the object that a value refers to."""
    return int(value.split()[0])


def entries(body: bytes) -> dict[bytes, bytes]:
    """A dictionary's keys, each with its value as it stands there."""
    found, tokens = dict[bytes, bytes](), TOKEN.finditer(body, body.index(b"<<") + 2)
    token = next(tokens)
    while token[0] != b">>":
        key, token = token[0], next(tokens)
        begin, deep = token.start(), 0
        # A value ends before the next key; one that is a name, or begins with a bracket, ends with itself.
        while True:
            deep += (token[0] in (b"<<", b"[")) - (token[0] in (b">>", b"]"))
            end, token = token.end(), next(tokens)
            if not deep and (token[0] == b">>" or token[0].startswith(b"/")):
                break
        found[key] = body[begin:end]
    return found


def dictionary(values: Mapping[bytes, bytes]) -> bytes:
    """A dictionary, as it stands in a file."""
    return b"<<%s>>" % b"".join(b"%s %s" % entry for entry in values.items())


def listed(numbers: list[int]) -> bytes:
    """An array of references."""
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)


def text(value: str) -> bytes:
    """A string, as it stands in a file."""
    written: bytes = pydyf.String(value).data
    return written


def order(value: str) -> bytes:
    """What a string is sorted by in a tree of names: the bytes that it stands for (ISO 32000-1 §7.9.6)."""
    return value.encode() if value.isascii() else BOM_UTF16_BE + value.encode("utf-16-be")
