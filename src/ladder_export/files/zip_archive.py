"""Write ZIP archives, the container of office documents, in such a way that equal content gives equal bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_MEMBER = "[Content_Types].xml"  # readers of office documents expect it first
UNIX_SYSTEM = 3
REGULAR_FILE_ATTRIBUTES = 0o644 << 16


def deterministic_zip(members: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of files, given as bytes by name; its bytes do not depend on time, order or machine."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in sorted(members, key=lambda name: (name != FIRST_MEMBER, name)):
            entry = ZipInfo(name)  # of 1 January 1980, the earliest day that a ZIP knows
            entry.compress_type, entry.create_system, entry.external_attr = (
                ZIP_DEFLATED,
                UNIX_SYSTEM,
                REGULAR_FILE_ATTRIBUTES,
            )
            archive.writestr(entry, members[name])
    return buffer.getvalue()
