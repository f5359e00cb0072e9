"""Whatever is edited in the form, the YAML holds what was meant, and every other text is written as it was."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ladder_export.core.inline_markdown import source_runs
from ladder_export.core.text import Run
from ladder_export.editing.edit import Edit, Overtaken, edited_files
from ladder_export.editing.form import Form, TextList, make_form
from ladder_export.editing.ladder_nodes import Address, read_nodes
from ladder_export.reading import read_changed
from ladder_export.reading.nodes import ListNode, resolve_path, to_python
from ladder_export.reading.yaml.source_ranges import SourceRange, source_ranges
from yaml_texts import ENDS, SIGNS, Item, items, level, own_line_comments, parsed

LADDER = "title: 'L'\nsections: {craft: Craft}\n"
CRAFT: Address = ("one", "sections", "craft")
TEXTS = st.builds(lambda before, number, after: f"{before}9{number:03}{after}", SIGNS, st.integers(0, 999), ENDS)
ACTIONS = st.sampled_from(["set", "clear", "add", "move", "remove", "add point", "set point"])
EDITS = st.lists(  # no two bring the same text, so that each edit can be told from the one before
    st.tuples(ACTIONS, st.integers(0, 5), st.integers(0, 5), TEXTS),
    min_size=1,
    max_size=6,
    unique_by=lambda edit: edit[3],
)


@dataclass
class Text:
    """A statement or point as it shall be: its words, and its source in the file as long as nobody edits it."""

    words: list[str]
    source: str = ""
    points: list[Text] = field(default_factory=list)


def read_texts(raw: bytes) -> list[Text]:
    """Return the statements of a file."""
    text = raw.decode()
    path = (*CRAFT[1:], "statements")
    top, (node, rest) = source_ranges(raw, text), resolve_path(parsed(text), path)
    ranges = top.at(path) if top else None
    if ranges is None or rest != path or not isinstance(node, ListNode):
        return []
    return [_text(text, to_python(item), one) for item, one in zip(node.items, ranges.items, strict=True)]


def _text(text: str, data: object, ranges: SourceRange) -> Text:
    if not isinstance(data, dict):
        return Text(words(str(data)), text[ranges.start : ranges.end])
    own = ranges.keys["text"][1]
    points = zip(data.get("children", ()), ranges.keys["children"][1].items if "children" in data else (), strict=True)
    return Text(words(data["text"]), text[own.start : own.end], [_text(text, *point) for point in points])


def words(source: str) -> list[str]:
    """Return the words that Markdown prints."""
    return "".join(run.text for run in source_runs(source)).split()


def same(now: list[Text], meant: list[Text]) -> bool:
    """Return whether texts are those that were meant; what was not edited must have its source."""
    return len(now) == len(meant) and all(
        one.words == other.words and (not other.source or one.source == other.source) and same(one.points, other.points)
        for one, other in zip(now, meant, strict=True)
    )


def make_edit(form: Form, meant: list[Text], wanted: tuple[str, int, int, str]) -> Edit | None:
    """Make an edit of what is meant, and return it as the form would send it; None if there is nothing to edit."""
    action, where, there, new = wanted
    lists = {texts.address: texts for texts in form.all_lists}
    texts, runs = lists[*CRAFT, "statements"], (Run(new),)
    typed = " ".join(new.split()).split()
    if action == "add":
        position = min(where, len(meant))
        meant.insert(position, Text(typed))
        return Edit("add", texts.address, texts.seen, position, runs=runs)
    if where >= len(meant):
        return None
    if action in ("remove", "clear"):
        del meant[where]
        cleared = texts.items[where].field
        return (
            Edit("set", cleared.address, cleared.seen)
            if action == "clear"
            else Edit("remove", texts.address, texts.seen, where)
        )
    if action == "move":
        there = min(there, len(meant) - 1)
        meant.insert(there, meant.pop(where))
        return Edit("move", texts.address, texts.seen, where, there)
    points = lists[*texts.address, where, "children"]
    if action == "set":
        meant[where].words, meant[where].source = typed, ""
        return Edit("set", texts.items[where].field.address, texts.items[where].field.seen, runs=runs)
    return _edit_point(points, meant[where], there, new, is_new=action == "add point")


def _edit_point(points: TextList, parent: Text, where: int, new: str, *, is_new: bool) -> Edit | None:
    if is_new:
        position = min(where, len(parent.points))
        parent.points.insert(position, Text(new.split()))
        parent.source = parent.source if len(parent.points) > 1 else ""  # text alone becomes a mapping
        return Edit("add", points.address, points.seen, position, runs=(Run(new),))
    if where >= len(parent.points):
        return None
    parent.points[where] = Text(new.split(), points=parent.points[where].points)
    field_ = points.items[where].field
    return Edit("set", field_.address, field_.seen, runs=(Run(new),))


@settings(max_examples=150, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
@given(items(), EDITS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([b"", b"\xef\xbb\xbf"]))
def test_edits_of_the_form_are_edits_of_the_yaml(
    statements: list[Item], wanted: list[tuple[str, int, int, str]], newline: str, mark: bytes
) -> None:
    text = level(statements, [Item("50 example")])
    with tempfile.TemporaryDirectory() as folder:
        root, file = Path(folder), Path(folder, "t/one.yaml")
        file.parent.mkdir()
        (root / "ladder.yaml").write_text(LADDER, encoding="utf-8")
        file.write_bytes(mark + text.replace("\n", newline).encode())
        meant = read_texts(file.read_bytes().removeprefix(mark))
        now = b""
        for edit in wanted:
            apply(root, file, meant, edit)
            now = file.read_bytes().removeprefix(mark)
            assert same(read_texts(now), meant)
        after = now.decode().replace(newline, "\n")
        assert after.startswith(text[: text.index("    statements:")])
        assert after.endswith(text[text.index("    # between") :])
        assert own_line_comments(after) == own_line_comments(text)
        assert "\r" not in after, "no line end of another kind"


def apply(root: Path, file: Path, meant: list[Text], wanted: tuple[str, int, int, str]) -> None:
    """Make an edit, and read the ladder again; the same edit is then refused, unless it changed nothing."""
    nodes = read_nodes(root)
    form = make_form(nodes, "one")
    assert form
    edit = make_edit(form, meant, wanted)
    if edit is None:
        return
    files = edited_files(nodes, form, edit)
    read_changed(root, files)
    assert files.keys() <= {"t/one.yaml"}
    if files:
        file.write_bytes(files["t/one.yaml"])
        changed = read_nodes(root)
        again = make_form(changed, "one")
        assert again
        with pytest.raises(Overtaken):
            edited_files(changed, again, edit)
