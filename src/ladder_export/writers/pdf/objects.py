"""Split a PDF of this program into its objects, as bytes, and build dictionaries, arrays and strings of PDF."""

from __future__ import annotations

import re
import zlib
from array import array
from codecs import BOM_UTF16_BE
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from struct import Struct

import pydyf

# The tokens of a value (ISO 32000-1 §7.2, §7.3) as pydyf writes it: every parenthesis within a string is escaped.
TOKEN = re.compile(rb"\((?:\\.|[^\\()])*\)|<<|>>|<[0-9A-Fa-f]*>|[\[\]]|/?[^\s()<>\[\]/]+", re.DOTALL)
REFERENCE = re.compile(rb"(\d+) 0 R")
STREAM = b"\nstream\n"
STARTXREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
XREF_ROW = Struct(">BIH")  # of a cross-reference stream: how an object is stored, and two numbers that say where
IN_FILE, IN_OBJECT_STREAM = 1, 2  # at a position; in which object stream, as its which member


@dataclass(frozen=True, slots=True)
class PdfObjects:
    """A PDF as the bytes of its objects, by object number.

    `root` and `info` are the object numbers of the catalog and of the document information dictionary (ISO 32000-1
    §7.7.2, §14.3.3).
    """

    objects: dict[int, bytes]
    root: int
    info: int


@dataclass(frozen=True, slots=True)
class CompressedObjects:
    """The objects of a PDF in one compressed block, which takes about a tenth of the memory.

    `data` is the block. `numbers` are the object numbers, `sizes` the lengths in bytes of the objects, both in the
    order of the objects in the decompressed block. `root` and `info` are the object numbers of the catalog and of the
    document information dictionary.
    """

    numbers: array[int]
    sizes: array[int]
    data: bytes
    root: int
    info: int


def compress(pdf: PdfObjects) -> CompressedObjects:
    """Pack the objects of a PDF into one compressed block, to save memory; `decompress` unpacks it."""
    bodies = pdf.objects.values()
    sizes = array("I", map(len, bodies))
    return CompressedObjects(array("I", pdf.objects), sizes, zlib.compress(b"".join(bodies), 1), pdf.root, pdf.info)


def decompress(compressed: CompressedObjects) -> PdfObjects:
    """Return the objects of a PDF that `compress` packed."""
    data, start, objects = zlib.decompress(compressed.data), 0, dict[int, bytes]()
    for number, size in zip(compressed.numbers, compressed.sizes, strict=True):
        objects[number] = data[start : start + size]
        start += size
    return PdfObjects(objects, compressed.root, compressed.info)


def read_pdf(data: bytes) -> PdfObjects:
    """Split the bytes of a PDF file into its objects; only files that `object_writer` wrote can be read.

    Such a file has one cross-reference stream, and each object is either a stream or a member of an object stream (ISO
    32000-1 §7.5.7, §7.5.8). Raises ValueError when the file does not end with `startxref`.
    """
    match = STARTXREF.search(data, max(0, len(data) - 64))
    if match is None:
        raise ValueError("this is not a PDF as ladder-export writes it")
    xref_at = int(match[1])
    trailer, xref = _dictionary_and_data(data[xref_at:])
    rows = list(XREF_ROW.iter_unpack(xref))
    offsets = {number: first for number, (kind, first, _) in enumerate(rows) if kind == IN_FILE and first != xref_at}
    ends = dict(pairwise([*sorted(offsets.values()), xref_at]))
    objects = {number: _object_body(data[offset : ends[offset]]) for number, offset in offsets.items()}
    for container in {first for kind, first, _ in rows if kind == IN_OBJECT_STREAM}:
        objects |= _stream_members(objects.pop(container))
    return PdfObjects(objects, parse_reference(trailer[b"/Root"]), parse_reference(trailer[b"/Info"]))


def from_pydyf(pdf: pydyf.PDF) -> PdfObjects:
    """Return the objects of a PDF that the library pydyf holds in memory, as bytes."""
    objects = {item.number: item.data for item in pdf.objects[1:]}
    catalog, info = int(pdf.catalog.number or 0), int(pdf.info.number or 0)
    return PdfObjects(objects, catalog, info)


def _object_body(text: bytes) -> bytes:
    return text[text.index(b"obj") + 3 : text.rindex(b"endobj")].strip(b"\n")


def _stream_members(body: bytes) -> dict[int, bytes]:
    """Return the objects in an object stream by their numbers, in order."""
    header, data = _dictionary_and_data(body)
    first = int(header[b"/First"])
    numbers_and_offsets = list(map(int, data[:first].split()))
    bounds = pairwise([*(first + offset for offset in numbers_and_offsets[1::2]), len(data)])
    return {
        number: data[start:end].strip(b"\n")
        for number, (start, end) in zip(numbers_and_offsets[::2], bounds, strict=True)
    }


def _dictionary_and_data(body: bytes) -> tuple[dict[bytes, bytes], bytes]:
    header = entries(body)
    start = body.index(STREAM) + len(STREAM)
    data = body[start : start + int(header[b"/Length"])]
    return header, zlib.decompress(data) if b"/Filter" in header else data


def stream_data(body: bytes) -> bytes:
    """Return the decompressed data of a PDF stream object."""
    return _dictionary_and_data(body)[1]


def is_stream(body: bytes) -> bool:
    """Return whether a PDF object, given as bytes, is a stream."""
    return body.endswith(b"endstream")


def without_stream_data(body: bytes) -> bytes:
    """Return the bytes of a PDF object without the data of its stream; return other objects unchanged."""
    return body[: body.index(STREAM)] if is_stream(body) else body


def references(body: bytes) -> list[int]:
    """Return the numbers of the objects that a PDF object refers to, in order, with repetitions."""
    return [int(number) for number in REFERENCE.findall(without_stream_data(body))]


def parse_reference(value: bytes) -> int:
    """Return the object number in a PDF reference such as `12 0 R`."""
    return int(value.split()[0])


def entries(body: bytes) -> dict[bytes, bytes]:
    """Return the entries of a PDF dictionary object: the bytes of each value by its key, such as b"/Type".

    Of a stream object, return the entries of the stream's dictionary.
    """
    values, tokens = dict[bytes, bytes](), TOKEN.finditer(body, body.index(b"<<") + 2)
    token = next(tokens)
    while token[0] != b">>":
        key, token = token[0], next(tokens)
        start, depth = token.start(), 0
        # A value ends before the next key or the dictionary's end; within brackets, neither counts.
        while True:
            depth += (token[0] in (b"<<", b"[")) - (token[0] in (b">>", b"]"))
            end, token = token.end(), next(tokens)
            if not depth and (token[0] == b">>" or token[0].startswith(b"/")):
                break
        values[key] = body[start:end]
    return values


def dictionary(values: Mapping[bytes, bytes]) -> bytes:
    """Return the bytes of a PDF dictionary object with these keys (such as b"/Type") and values."""
    return b"<<%s>>" % b"".join(b"%s %s" % entry for entry in values.items())


def reference_array(numbers: list[int]) -> bytes:
    """Return the bytes of a PDF array of references to the objects with these numbers, as `[12 0 R 13 0 R]`."""
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)


def pdf_string(value: str) -> bytes:
    """Return text as the bytes of a PDF string object, such as b"(text)"."""
    literal: bytes = pydyf.String(value).data
    return literal


def name_tree_key(value: str) -> bytes:
    """Return the bytes by which a PDF name tree (a sorted table of names, ISO 32000-1 §7.9.6) sorts a string.

    They are ASCII, or UTF-16 with a byte order mark for other text.
    """
    return value.encode() if value.isascii() else BOM_UTF16_BE + value.encode("utf-16-be")
