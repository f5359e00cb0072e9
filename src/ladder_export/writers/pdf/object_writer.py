"""Write a PDF object by object: small objects are compressed together, and only their positions stay in memory.

The library qpdf holds all objects of a file, which takes more memory than a large handbook may use
(`tests/benchmarks/libraries.py`).
"""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import dataclass, field

from ladder_export.writers.pdf.objects import IN_FILE, IN_OBJECT_STREAM, XREF_ROW, PdfObjects, is_stream

FILE_HEADER = (
    b"%%PDF-%s\n%%\xf0\x9f\x96\xa4\n"  # bytes over 127 tell programs that the file is binary (ISO 32000-1 §7.5.2)
)
OBJECTS_PER_STREAM = 200
XREF_WIDTHS = b"[1 4 2]"  # bytes of the columns of XREF_ROW
FREE_ROW = XREF_ROW.pack(0, 0, 65535)  # of an unused object number


@dataclass(slots=True)
class ObjectStreamWriter:
    """A PDF while it is written, object by object.

    All objects that are not streams are packed into object streams (ISO 32000-1 §7.5.7), which makes a file with many
    tags a third of its size. `version` is that of PDF, such as "1.7"; `output` is the file so far. `xref` is the table
    of positions that `finish` writes as a cross-reference stream (§7.5.8), with one XREF_ROW per object number.
    `pending` are the numbers and bytes of the objects that the next object stream will hold.
    """

    version: str = "1.7"
    output: io.BytesIO = field(default_factory=io.BytesIO)
    xref: bytearray = field(default_factory=lambda: bytearray(FREE_ROW))
    pending: list[tuple[int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.output.write(FILE_HEADER % self.version.encode())

    def allocate(self) -> int:
        """Reserve the next free PDF object number and return it."""
        self.xref += FREE_ROW
        return len(self.xref) // XREF_ROW.size - 1

    def add(self, number: int, body: bytes) -> None:
        """Write a PDF object (`body`) under a number that `allocate` returned."""
        if is_stream(body):
            self._write(number, body)
            return
        self.pending.append((number, body))
        if len(self.pending) == OBJECTS_PER_STREAM:
            self._flush()

    def finish(self, root: int, info: int) -> bytes:
        """Write all pending objects and the cross-reference stream; return the bytes of the whole file.

        `root` is the object number of the catalog, `info` that of the document information dictionary.
        """
        if self.pending:
            self._flush()
        xref_number = self.allocate()
        position = self.output.tell()
        XREF_ROW.pack_into(self.xref, xref_number * XREF_ROW.size, IN_FILE, position, 0)
        while compressed_ends_in_cr(bytes(self.xref)):
            self.xref += FREE_ROW
        file_id = hashlib.md5(self.output.getbuffer(), usedforsecurity=False).hexdigest().encode()
        header = b"/Type /XRef/W %s/Size %d" % (XREF_WIDTHS, len(self.xref) // XREF_ROW.size)
        header += b"/Root %d 0 R/Info %d 0 R/ID [<%s> <%s>]" % (root, info, file_id, file_id)
        self._put(xref_number, stream(header, bytes(self.xref)))
        self.output.write(b"startxref\n%d\n%%%%EOF\n" % position)
        return self.output.getvalue()

    def _flush(self) -> None:
        container, positions, position = self.allocate(), list[bytes](), 0
        for index, (number, body) in enumerate(self.pending):
            XREF_ROW.pack_into(self.xref, number * XREF_ROW.size, IN_OBJECT_STREAM, container, index)
            positions.append(b"%d %d" % (number, position))
            position += len(body) + 1
        offset_table = b" ".join(positions) + b"\n"
        header = b"/Type /ObjStm/N %d/First %d" % (len(positions), len(offset_table))
        self._write(container, stream(header, offset_table + b"".join(body + b"\n" for _, body in self.pending)))
        self.pending.clear()

    def _write(self, number: int, body: bytes) -> None:
        XREF_ROW.pack_into(self.xref, number * XREF_ROW.size, IN_FILE, self.output.tell(), 0)
        self._put(number, body)

    def _put(self, number: int, body: bytes) -> None:
        self.output.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))


def write_pdf(pdf: PdfObjects, version: str = "1.7") -> bytes:
    """Return a PDF file with the given objects under their numbers; `version` is that of PDF, such as "1.7"."""
    writer = ObjectStreamWriter(version, xref=bytearray(FREE_ROW * (max(pdf.objects) + 1)))
    for number, body in pdf.objects.items():
        writer.add(number, body)
    return writer.finish(pdf.root, pdf.info)


def stream(header: bytes, data: bytes) -> bytes:
    """Return a PDF stream object with compressed `data`; `header` are the first entries of its dictionary, as bytes.

    If the compressed data ended in a carriage return, PDF readers would take it for a part of the line end before
    `endstream`; in that case a line end is added to the data before compression.
    """
    compressed = zlib.compress(data + b"\n" * compressed_ends_in_cr(data))
    return b"<<%s/Filter /FlateDecode/Length %d>>\nstream\n%s\nendstream" % (header, len(compressed), compressed)


def compressed_ends_in_cr(data: bytes) -> bool:
    """Return whether the last byte of the data, once compressed, would be a carriage return.

    That byte is the last one of the checksum (RFC 1950), so the data need not be compressed to know it.
    """
    return zlib.adler32(data) & 0xFF == ord("\r")
