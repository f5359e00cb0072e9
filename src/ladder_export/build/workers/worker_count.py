"""Choose the number of worker processes before anything is read: one if more would save no time."""

from __future__ import annotations

from dataclasses import replace

from ladder_export.core.formats import FORMATS, formats_of
from ladder_export.core.request import Request, Selection
from ladder_export.files.access import files_below, is_folder

# About one level with long texts: one process makes its documents before workers are ready
# (`make bench`, row "cold: one worker / two workers").
SMALL_LADDER_BYTES = 10_000


def with_worker_count(request: Request) -> Request:
    """Return the request with one worker if starting more would take longer than they save, else unchanged.

    A request that names a worker count or a cluster is returned unchanged too.
    """
    if request.workers or request.cluster:
        return request
    is_small = _ladder_bytes(request) <= SMALL_LADDER_BYTES
    return replace(request, workers=1) if is_small or not _needs_engine(request.selection) else request


def _ladder_bytes(request: Request) -> int:
    """Return the total size of a ladder's YAML files; 0 if there is none."""
    try:
        files = files_below(request.ladder) if is_folder(request.ladder) else [request.ladder]
        return sum(file.stat().st_size for file in files if file.suffix in (".yaml", ".yml"))
    except OSError:
        return 0


def _needs_engine(wanted: Selection) -> bool:
    """Return whether a format with a slow engine may be needed."""
    formats = (
        wanted.formats or {format_name for name in wanted.documents for format_name in formats_of(name)} or set(FORMATS)
    )
    return any(FORMATS[name].has_slow_engine for name in formats)
