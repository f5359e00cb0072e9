"""Change files of a ladder in place, check that they hold exactly the changed content, and write them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ladder_export.core.artefact_path import ArtefactPath, UnsafePath
from ladder_export.core.problems import InvalidLadder, Problem, Span
from ladder_export.editing.changes import Change, changed_data, stripped
from ladder_export.editing.flow_edit import RangeMismatch
from ladder_export.editing.ladder_nodes import LadderNodes
from ladder_export.editing.yaml_edit import edit_yaml
from ladder_export.files.access import real_path
from ladder_export.files.user_files import require_writable, write_files
from ladder_export.reading.nodes import to_python
from ladder_export.reading.yaml.encoding import cached_lines
from ladder_export.reading.yaml.parser import parse_yaml


def changed_file(nodes: LadderNodes, file: str, change: Change, remedy: str) -> bytes:
    """Return the bytes of a YAML file of a ladder after a change that `simplified` returned.

    Raises InvalidLadder, with `remedy` as its help, if the change would also change other content of the file.
    """
    raw = nodes.files[file].source.data
    before = parse_yaml(file, raw).node
    try:
        data = edit_yaml(raw, change)
    except RangeMismatch as fault:
        text = raw.decode("utf-8-sig")[: fault.offset]
        line = text.count("\n") + 1
        span = Span(file, line, fault.offset - text.rfind("\n")).with_excerpt(cached_lines(raw))
        message = f"this cannot be changed in place: {fault.reason}"
        raise InvalidLadder(Problem("not-in-place", message, span, help=remedy)) from fault
    after = parse_yaml(file, data).node
    expected = stripped(changed_data(before, change))
    if after is None or stripped(to_python(after)) != expected:
        message = "the changes of this file cannot be made in place without changing other texts"
        raise InvalidLadder(Problem("not-in-place", message, Span(file), help=remedy))
    return data


def write_changes(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Write changed files into the ladder's folder `root`, and remove files that are to be removed: all, or none.

    `files` has the new content of each file by its path below `root`, None for a file to remove. Raises InvalidLadder
    for a file that is reached through a link or whose name some system does not allow, BadOutput if a file cannot be
    written.
    """
    written, removed = _checked_paths(root, files)
    write_files(root, written, force=True, removed=removed)


def require_writable_changes(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Check that `write_changes` can write and remove these files, without doing it.

    Raises InvalidLadder for a file that is reached through a link or whose name some system does not allow, BadOutput
    if a file cannot be written.
    """
    written, removed = _checked_paths(root, files)
    require_writable(root, written, force=True, removed=removed)


def _checked_paths(
    root: Path, files: Mapping[str, bytes | None]
) -> tuple[dict[ArtefactPath, bytes], list[ArtefactPath]]:
    """Return the files to be written, and the paths of those to be removed."""
    paths = {path: _writable_path(root, path) for path in files}
    written = {paths[path]: data for path, data in files.items() if data is not None}
    return written, [paths[path] for path, data in files.items() if data is None]


def _writable_path(root: Path, path: str) -> ArtefactPath:
    span = Span((root / path).as_posix())
    if real_path(root / path) != real_path(root) / path:
        message, remedy = (
            "this file is reached through a link, and links are not written through",
            "replace the link by the file",
        )
        raise InvalidLadder(Problem("not-in-place", message, span, help=remedy))
    try:
        return ArtefactPath(path)
    except UnsafePath as fault:
        raise InvalidLadder(
            Problem("not-in-place", f"the name of this file {fault}", span, help="rename it")
        ) from fault
