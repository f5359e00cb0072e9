"""The columns of interview questions and stages (meetings) in a workbook, and how one cell holds a list of texts."""

from __future__ import annotations

import re

from ladder_export.editing.changes import Change, Whole, paragraphs_change
from ladder_export.reading.nodes import Data, ListNode, Node, ScalarNode

QUESTION_HEADS = {
    "ask": "Question",
    "context": "Context",
    "follow_ups": "Ask next",
    "good": "Good answers",
    "poor": "Poor answers",
    "minutes": "Minutes",
    "stage": "Talk",
    "levels": "For levels",
    "steps": "For steps",
}
STAGE_HEADS = {
    "title": "Talk",
    "minutes": "Minutes",
    "panel": "Panel",
    "areas": "Areas",
    "opening": "Opening",
    "closing": "Closing",
}
NUMBER_KEYS = ("minutes", "opening", "closing")
LINE_KEYS = ("follow_ups", "good", "poor")  # an item per line
NAME_KEYS = ("levels", "steps", "areas")  # items with commas between
BULLET = "• "
BETWEEN_NAMES = re.compile(r"[,;\n]")
# Items that would be read as several, or without their beginning.
LINE_LIKE_SEVERAL, NAME_LIKE_SEVERAL = re.compile(r"^(• |- )|\n"), re.compile(r"^(• |- )|[,;\n]")


def cell_text(key: str, value: str) -> str:
    """Return a question's or stage's field as the text of a workbook cell; `key` is its YAML key, such as "follow_ups".

    In `value`, the items of a list are separated by blank lines; in the cell, by line breaks or commas.
    """
    if key not in (*LINE_KEYS, *NAME_KEYS):
        return value
    items = value.split("\n\n")
    ambiguous, between = (NAME_LIKE_SEVERAL, ", ") if key in NAME_KEYS else (LINE_LIKE_SEVERAL, "\n")
    return "\n".join(BULLET + item for item in items) if any(map(ambiguous.search, items)) else between.join(items)


def value_text(key: str, cell: str) -> str:
    """Return the content of a workbook cell as the value of a question's or stage's field; it reverses `cell_text`.

    `key` is the field's YAML key. In the value, the items of a list are separated by blank lines.
    """
    if key not in (*LINE_KEYS, *NAME_KEYS):
        return cell
    if cell.startswith(BULLET):
        items = re.split(rf"(?:^|\n){BULLET}", cell)
    else:
        items = BETWEEN_NAMES.split(cell) if key in NAME_KEYS else cell.split("\n")
        items = [item.removeprefix("- ") for item in items] if all(item.startswith("- ") for item in items) else items
    return "\n\n".join(filter(None, map(str.strip, items)))


def field_content(key: str, value: str) -> Data:
    """Return the YAML content of a question's or stage's field: a list if the field holds items, else a text.

    `key` is the field's YAML key. In `value`, items are separated by blank lines.
    """
    return list(value.split("\n\n")) if key in (*LINE_KEYS, *NAME_KEYS) else value


def field_change(key: str, node: Node | None, value: str) -> Change:
    """Return the change that gives a question's or stage's field another value; an empty `value` removes the field.

    `node` is the field in the YAML now, None if it is new. In `value`, the items of a list are separated by blank
    lines.
    """
    content = field_content(key, value)
    if not value or not isinstance(content, list):
        return value or Whole.REMOVE
    if isinstance(node, ListNode):
        return paragraphs_change(node, value)
    return value if isinstance(node, ScalarNode) and len(content) == 1 else content
