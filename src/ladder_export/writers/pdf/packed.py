"""This file packs the small objects of a PDF tightly, which makes one with many tags a third of its size."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

ENTRY = re.compile(rb"(\d{10}) \d{5} ([fn]) ?[\r\n]{1,2}")
TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)
SIZE = re.compile(rb"/Size \d+")
TOGETHER = 200  # objects in one stream
FIELDS = (1, 4, 2)  # bytes of the three columns of a cross-reference stream
FREE = (0, 0, 65535)  # its row for a number that no object has


def packed(data: bytes) -> bytes:
    """The same objects under the same numbers, all but streams in object streams (ISO 32000-1 §7.5.7, §7.5.8).

    Takes what qpdf writes without object streams: objects in a row, numbered from 1, in one
    table. qpdf's own object streams may end in a carriage return, which strict checkers
    take for the end of the line: by chance one in 256 does.
    """
    trailer, table = _read(data)
    offsets = [offset for offset in table if offset]
    ends = dict(pairwise([*sorted(offsets), data.rfind(b"xref\n0 ")]))
    whole, small = dict[int, bytes](), dict[int, bytes]()
    for number, offset in enumerate(table):
        if offset:
            text = data[offset : ends[offset]]
            body = text[text.index(b"obj") + 3 : text.rindex(b"endobj")].strip(b"\n")
            (whole if body.endswith(b"endstream") else small)[number] = body
    return _written(data[: min(offsets)], trailer, len(table), whole, small)


def _read(data: bytes) -> tuple[bytes, list[int]]:
    """What the trailer says, and the offset of each object by its number, 0 for none."""
    found = TRAILER.search(data, data.rfind(b"trailer"))
    if found is None:
        raise ValueError("this is not a PDF with a cross-reference table")
    entries = ENTRY.findall(data, int(found[2]), found.start())
    return found[1].strip(), [int(offset) if kind == b"n" else 0 for offset, kind in entries]


def _written(head: bytes, trailer: bytes, size: int, whole: dict[int, bytes], small: dict[int, bytes]) -> bytes:
    out, position = [head], len(head)
    rows: dict[int, tuple[int, int, int]] = {0: FREE}

    def add(number: int, body: bytes) -> None:
        nonlocal position
        rows[number] = (1, position, 0)
        text = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        out.append(text)
        position += len(text)

    for number, body in whole.items():
        add(number, body)
    numbers, holder = list(small), size
    for begin in range(0, len(numbers), TOGETHER):
        members = numbers[begin : begin + TOGETHER]
        add(holder, _object_stream([(number, small[number]) for number in members]))
        rows.update({number: (2, holder, index) for index, number in enumerate(members)})
        holder += 1
    rows[holder] = (1, position, 0)
    columns = [rows.get(number, FREE) for number in range(holder + 1)]
    table = b"".join(map(_row, columns))
    while ends_in_return(table):
        table += _row(FREE)
    said = SIZE.sub(b"/Size %d" % (len(table) // sum(FIELDS)), trailer)
    about = b"/Type /XRef /W [ %d %d %d ] %s" % (*FIELDS, said)
    out.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (holder, _stream(about, table), position))
    return b"".join(out)


def _row(values: tuple[int, int, int]) -> bytes:
    return b"".join(value.to_bytes(width, "big") for value, width in zip(values, FIELDS, strict=True))


def _object_stream(members: list[tuple[int, bytes]]) -> bytes:
    places, position = [], 0
    for number, body in members:
        places.append(b"%d %d" % (number, position))
        position += len(body) + 1
    index = b" ".join(places) + b"\n"
    data = index + b"\n".join(body for _, body in members) + b"\n"
    about = b"/Type /ObjStm /N %d /First %d" % (len(members), len(index))
    return _stream(about, data + b"\n" * ends_in_return(data))


def _stream(about: bytes, data: bytes) -> bytes:
    compressed = zlib.compress(data)
    return b"<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (about, len(compressed), compressed)


def ends_in_return(data: bytes) -> bool:
    """Whether data ends in a carriage return when it is compressed: it then ends in its sum (RFC 1950)."""
    return zlib.adler32(data) & 0xFF == ord("\r")
