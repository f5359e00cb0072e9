"""This module decides, before anything is read, whether a build is worth worker processes."""

from __future__ import annotations

from dataclasses import replace

from ladder_export.core.formats import FORMATS, formats_of
from ladder_export.core.request import Request, Selection
from ladder_export.files.access import files_below, is_folder

# Bytes of YAML, those of one level with long texts: its documents are made by one process before workers are ready
# (`make bench`, row "cold: one worker / two workers").
SMALL_LADDER_BYTES = 10_000


def with_worker_count(request: Request) -> Request:
    """The request with one worker where more would cost more than they save; as it is where it names a count or a cluster."""
    if request.workers or request.cluster:
        return request
    is_small = _ladder_bytes(request) <= SMALL_LADDER_BYTES
    return replace(request, workers=1) if is_small or not _needs_engine(request.selection) else request


def _ladder_bytes(request: Request) -> int:
    """How large a ladder's files are together; 0 where there is none."""
    try:
        files = files_below(request.ladder) if is_folder(request.ladder) else [request.ladder]
        return sum(file.stat().st_size for file in files if file.suffix in (".yaml", ".yml"))
    except OSError:
        return 0


def _needs_engine(wanted: Selection) -> bool:
    """Whether a format may be asked for whose engine is slow to load."""
    formats = wanted.formats or {one for name in wanted.documents for one in formats_of(name)} or set(FORMATS)
    return any(FORMATS[name].has_slow_engine for name in formats)
