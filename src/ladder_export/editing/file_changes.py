"""Change files of a ladder in place, and check that they then hold exactly what the change says (pure)."""

from __future__ import annotations

from ladder_export.core.problems import InvalidLadder, Problem, Span
from ladder_export.editing.changes import Change, changed_data, stripped
from ladder_export.editing.flow_edit import RangeMismatch
from ladder_export.editing.ladder_nodes import LadderNodes
from ladder_export.editing.yaml_edit import edit_yaml
from ladder_export.reading.nodes import to_python
from ladder_export.reading.yaml.encoding import cached_lines
from ladder_export.reading.yaml.parser import parse_yaml


def changed_file(nodes: LadderNodes, file: str, change: Change, remedy: str) -> bytes:
    """Return the bytes of a file after a simplified change of its whole content.

    Raises InvalidLadder, with `remedy` as help, if the file would not hold exactly what the change says.
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
