"""Whatever is edited in a workbook, the ladder becomes what editing its YAML by hand would give, and keeps its comments."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ladder_export.reading.nodes import Data, to_python
from ladder_export.workbook.export import export_workbook
from ladder_export.workbook.import_ import import_workbook
from workbooks import Sheets, edit, row_of
from yaml_texts import ENDS, SIGNS, Item, item, items, level, own_line_comments, parsed


@st.composite
def edits(draw: st.DrawFn, ones: list[Item]) -> list[tuple[str, int, int, str]]:
    """Return edits of a list: what is done, where, where to, and a new text."""
    wanted = st.tuples(
        st.sampled_from(["reword", "remove", "add", "move", "reword child"]),
        st.integers(0, len(ones) - 1),
        st.integers(0, len(ones)),
        st.builds(lambda before, after, at: f"{before}9{at:03}{after}", SIGNS, ENDS, st.integers(0, 999)),
    )
    return draw(st.lists(wanted, max_size=4, unique_by=lambda one: one[3]))


def normal(text: str) -> str:
    """Return a text as a cell holds it."""
    return text.strip()


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[Item], list[Item], list[tuple[str, int, int, str]]]:
    """Return the items of two lists, and edits of the first."""
    statements = draw(items())
    examples = [draw(item(50 + number)) for number in range(draw(st.integers(1, 2)))]
    return statements, examples, draw(edits(statements))


@settings(  # shrinking takes minutes, for each example starts two processes
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(cases())
def test_edits_of_the_workbook_are_edits_of_the_yaml(
    case: tuple[list[Item], list[Item], list[tuple[str, int, int, str]]],
) -> None:
    statements, examples, wanted = case
    text = level(statements, examples)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "ladder/t").mkdir(parents=True)
        files = {"ladder.yaml": "title: 'L'\nsections: {craft: Craft}\n", "t/one.yaml": text}
        files["t/two.yaml"] = level([Item("other", above="# kept")], [Item("one more")]).replace("One", "Two")
        for path, content in files.items():
            (root / "ladder" / path).write_text(content, encoding="utf-8")
        before = to_python(parsed(text))
        assert before["sections"]["craft"]["statements"] == [one.data() for one in statements]  # type: ignore[index, call-overload]
        book = root / "l.xlsx"
        export_workbook(root / "ladder", book, force=False)
        after = apply_edits(book, statements, wanted)
        found = import_workbook(book, root / "ladder", accept=False)
        assert found.conflicts == ()
        assert found.files.keys() <= {"t/one.yaml"}
        found.write()
        new = (root / "ladder/t/one.yaml").read_text(encoding="utf-8")
        section: dict[str, Data] = {"statements": list(after)} if after else {}
        section["examples"] = [one.data() for one in examples]
        expected = {"title": "One", "summary": "I am.", "sections": {"craft": section}}
        assert to_python(parsed(new)) == expected
        assert own_line_comments(new) == own_line_comments(text)
        assert (root / "ladder/t/two.yaml").read_text(encoding="utf-8") == files["t/two.yaml"]
        assert import_workbook(book, root / "ladder", accept=False).files == {}, "a second import changes nothing"


def apply_edits(book: Path, statements: list[Item], wanted: list[tuple[str, int, int, str]]) -> list[Data]:
    """Make the edits in the rows of a workbook; return the statements that a person would have written."""
    groups: list[tuple[list[list[str]], Data]] = []

    def change(sheets: Sheets) -> None:
        rows = sheets["T"]
        first = row_of(rows, normal(statements[0].text))
        at = first
        for one in statements:
            size = 1 + len(one.children)
            groups.append((rows[at : at + size], one.data()))
            at += size
        labels = rows[first][1:3]
        for what, where, there, new in wanted:
            edit_groups(groups, labels, (what, where, there, new))
        rows[first:at] = [row for own, _ in groups for row in own]

    edit(book, change)
    return [data for _, data in groups]


def edit_groups(
    groups: list[tuple[list[list[str]], Data]], labels: list[str], wanted: tuple[str, int, int, str]
) -> None:
    """Make one edit of rows and of what they stand for."""
    what, where, there, new = wanted
    if what == "add":
        groups.insert(min(there, len(groups)), ([["", *labels, "Statement", new]], normal(new)))
    elif where < len(groups):
        rows, data = groups[where]
        if what == "remove":
            del groups[where]
        elif what == "move":
            groups.insert(min(there, len(groups) - 1), groups.pop(where))
        elif what == "reword":
            rows[0] = [*rows[0][:-1], new]
            groups[where] = (rows, {**data, "text": normal(new)} if isinstance(data, dict) else normal(new))
        elif isinstance(data, dict) and isinstance(children := data.get("children"), list):
            rows[1] = [*rows[1][:-1], new]
            child = {**children[0], "text": normal(new)} if isinstance(children[0], dict) else normal(new)
            groups[where] = (rows, {**data, "children": [child, *children[1:]]})
