"""QR codes of web addresses, as SVG."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

ASCII_PUNCTUATION = "%:/?#[]@!$&'()*+,;=~"  # not escaped in an address; readers expect ASCII (RFC 3987 §3.1)
QUIET_MODULES = 4  # the margin that readers need (ISO/IEC 18004)


class QrCode(NamedTuple):
    """A QR code as an SVG path. `side`: width of the square in modules (its small squares), margin included."""

    side: int
    path: str


def qr_code(address: str) -> QrCode:
    """Return the QR code of a web address, with medium error correction."""
    import segno  # noqa: PLC0415  # most ladders have no address

    rows = segno.make_qr(quote(address, safe=ASCII_PUNCTUATION), error="m", boost_error=False).matrix
    parts = list[str]()
    for number, row in enumerate(rows):
        left = QUIET_MODULES
        for dark, group in groupby(row):
            length = len(list(group))
            parts += [f"M{left} {number + QUIET_MODULES}h{length}v1h-{length}z"] if dark else []
            left += length
    return QrCode(len(rows) + 2 * QUIET_MODULES, "".join(parts))
