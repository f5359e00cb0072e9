"""This file gives tests levels whose statements are written in every style that YAML has, with comments between them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from hypothesis import strategies as st

from ladder_export.importers.yaml_writer import is_plain
from ladder_export.reading.nodes import Data, Node
from ladder_export.reading.yaml.parser import parse_yaml

# Each begins with a number that no other text has, behind what YAML, Markdown or spreadsheets may take for something else.
SIGNS = st.sampled_from(
    [
        "",
        "",
        "",
        "- ",
        "* ",
        "=",
        "&",
        "!",
        "%",
        "@",
        "`",
        "[",
        "{",
        "#",
        "'",
        '"',
        ": ",
        "? ",
        "| ",
        "> ",
        "1.",
        "no ",
        "_x0041_",
    ]
)
ENDS = st.sampled_from(
    ["", "", ":", " #", " # c", ": d", "'s", '"', "\\", " é 🦉", " **bold**", " [x](https://example.org)", "  two", " x" * 60, "\n\nnext", "\nline"]
)  # fmt: skip
STYLES = st.sampled_from(["plain", "single", "double", "folded", "literal", "mapping"])
COMMENTS = st.sampled_from(["", "", "# above", "\n", "\n# above\n\n# twice"])


@dataclass
class Item:
    """A statement as it is written, and as its ladder shall hold it."""

    text: str
    style: str = "plain"
    above: str = ""
    beside: str = ""
    children: list[Item] = field(default_factory=list)

    def data(self, *, is_mapping: bool = False) -> Data:
        """Return what the YAML holds."""
        if not (self.children or is_mapping or self.style == "mapping"):
            return self.text
        children: dict[str, Data] = {"children": [one.data() for one in self.children]} if self.children else {}
        return {"text": self.text, **children}


def item(number: int, *, nested: bool = True) -> st.SearchStrategy[Item]:
    """Return a strategy for an item; no two have the same number."""
    children = st.lists(st.just(0), max_size=2 if nested else 0).flatmap(
        lambda ones: st.tuples(*(item(number * 10 + at + 1, nested=False) for at, _ in enumerate(ones)))
    )
    texts = st.builds(lambda before, after: f"{before}{number}{after}", SIGNS, ENDS)
    beside = st.sampled_from(["", "", "  # beside"])
    return st.builds(Item, texts, STYLES, COMMENTS, beside, children.map(list))


@st.composite
def items(draw: st.DrawFn) -> list[Item]:
    """Return a few items."""
    return [draw(item(number)) for number in range(1, 1 + draw(st.integers(1, 5)))]


def scalar(text: str, style: str, indent: str, beside: str) -> str:
    """Return a text in a style that can hold it, with a comment beside it."""
    if style == "plain" and is_plain(text) and "\n" not in text and not text.startswith("- "):
        return text + beside
    if style == "single" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'" + beside
    if style == "folded" and "\n" not in text and "  " not in text:
        return f">-{beside}\n" + "\n".join(
            f"{indent}  {line}" for line in re.findall(r"\S.{0,30}\S*(?=\s|$)|\S+", text)
        )
    if style == "literal":
        return f"|-{beside}\n" + "\n".join(f"{indent}  {line}".rstrip() for line in text.split("\n"))
    return json.dumps(text, ensure_ascii=False) + beside


def lines(ones: list[Item], indent: str) -> str:
    """Return items as YAML."""
    return "".join(_lines(one, indent) for one in ones)


def _lines(one: Item, indent: str) -> str:
    above = "".join(f"{indent}{line}\n" if line else "\n" for line in one.above.split("\n")) if one.above else ""
    if not (one.children or one.style == "mapping"):
        return f"{above}{indent}- {scalar(one.text, one.style, indent, one.beside)}\n"
    own = f"{above}{indent}- text: {scalar(one.text, one.style, indent + '  ', one.beside)}\n"
    return own + (f"{indent}  children:\n{lines(one.children, indent + '    ')}" if one.children else "")


def level(statements: list[Item], examples: list[Item]) -> str:
    """Return the file of a level."""
    return (
        "# head\ntitle: 'One'  # named\nsummary: I am.\n\nsections:\n  craft:\n    statements:\n"
        f"{lines(statements, '      ')}    # between\n    examples:\n{lines(examples, '      ')}# foot\n"
    )


def parsed(text: str) -> Node:
    """Return the node of a YAML text without errors."""
    found = parse_yaml("one.yaml", text.encode())
    assert found.node, found.problems
    return found.node


def own_line_comments(text: str) -> list[str]:
    """Return the comments on lines of their own, in any order."""
    return sorted(
        line.strip()
        for line in text.splitlines()
        if line.strip() in ("# head", "# foot", "# between", "# above", "# twice")
    )
