"""This file writes a PDF object by object, small ones packed tightly, and keeps nothing of it but where each one went.

qpdf would hold all objects, which takes more memory than a large handbook may have (`tests/benchmarks/libraries.py`).
"""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import dataclass, field
from struct import Struct

from ladder_export.writers.pdf.objects import Loose, is_stream

HEAD = b"%%PDF-%s\n%%\xf0\x9f\x96\xa4\n"  # the second line says that what follows is not text
TOGETHER = 200  # objects in one stream
ROW = Struct(">BIH")  # the three columns of a cross-reference stream
FIELDS = b"[1 4 2]"  # and how many bytes each has
FREE = ROW.pack(0, 0, 65535)  # the row of a number that no object has


@dataclass(slots=True)
class Pack:
    """A file in the making: where objects went by their numbers, and the small ones that wait for others to go with.

    All but streams go into object streams (ISO 32000-1 §7.5.7, §7.5.8), which makes a file
    with many tags a third of its size.
    """

    version: str = "1.7"
    out: io.BytesIO = field(default_factory=io.BytesIO)
    rows: bytearray = field(default_factory=lambda: bytearray(FREE))
    waiting: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.out.write(HEAD % self.version.encode())

    def number(self) -> int:
        """A number for an object that is going to be added."""
        self.rows += FREE
        return len(self.rows) // ROW.size - 1

    def add(self, number: int, body: bytes) -> None:
        """An object under its number."""
        if is_stream(body):
            self._write(number, body)
            return
        self.waiting.append((number, body))
        if len(self.waiting) == TOGETHER:
            self._flush()

    def finished(self, root: int, info: int) -> bytes:
        """The whole file, given the numbers of its catalog and its information."""
        if self.waiting:
            self._flush()
        table = self.number()
        position = self.out.tell()
        ROW.pack_into(self.rows, table * ROW.size, 1, position, 0)
        while ends_in_return(bytes(self.rows)):
            self.rows += FREE
        name = hashlib.md5(self.out.getbuffer(), usedforsecurity=False).hexdigest().encode()
        about = b"/Type /XRef/W %s/Size %d" % (FIELDS, len(self.rows) // ROW.size)
        about += b"/Root %d 0 R/Info %d 0 R/ID [<%s> <%s>]" % (root, info, name, name)
        self._put(table, stream(about, bytes(self.rows)))
        self.out.write(b"startxref\n%d\n%%%%EOF\n" % position)
        return self.out.getvalue()

    def _flush(self) -> None:
        holder, places, position = self.number(), list[bytes](), 0
        for index, (number, body) in enumerate(self.waiting):
            ROW.pack_into(self.rows, number * ROW.size, 2, holder, index)
            places.append(b"%d %d" % (number, position))
            position += len(body) + 1
        index_of = b" ".join(places) + b"\n"
        about = b"/Type /ObjStm/N %d/First %d" % (len(places), len(index_of))
        self._write(holder, stream(about, index_of + b"".join(body + b"\n" for _, body in self.waiting)))
        self.waiting.clear()

    def _write(self, number: int, body: bytes) -> None:
        ROW.pack_into(self.rows, number * ROW.size, 1, self.out.tell(), 0)
        self._put(number, body)

    def _put(self, number: int, body: bytes) -> None:
        self.out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))


def whole(loose: Loose, version: str = "1.7") -> bytes:
    """A PDF's objects as a file, each under its number."""
    pack = Pack(version, rows=bytearray(FREE * (max(loose.objects) + 1)))
    for number, body in loose.objects.items():
        pack.add(number, body)
    return pack.finished(loose.root, loose.info)


def stream(about: bytes, data: bytes) -> bytes:
    """A compressed stream; one that would end in a carriage return, which reads as the line's end, has a line end more."""
    compressed = zlib.compress(data + b"\n" * ends_in_return(data))
    return b"<<%s/Filter /FlateDecode/Length %d>>\nstream\n%s\nendstream" % (about, len(compressed), compressed)


def ends_in_return(data: bytes) -> bool:
    """Whether data ends in a carriage return when it is compressed: it then ends in its sum (RFC 1950)."""
    return zlib.adler32(data) & 0xFF == ord("\r")
