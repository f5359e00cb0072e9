"""Write a text as a YAML scalar (plain, quoted or block) in the style of the one it replaces."""

from __future__ import annotations

import json
import re

from ladder_export.importers.yaml_writer import WIDTH, entry_lines, is_plain, wrapped_lines
from ladder_export.reading.yaml.syntax_errors import yaml_quote

NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")  # that needs no quotes if the number before had none


def scalar_source(new: str, old: str, style: str, indent: int, *, is_flow: bool) -> list[str]:
    """Return the lines of YAML source for the text `new`, in the style of the scalar that it replaces.

    `old` is the source of that scalar; `style` is its first character: a quote, "|", ">", or empty if it is plain.
    `indent` is the column of its key or dash. With `is_flow`, it is inside brackets or braces, where YAML allows no
    block style. The first line is without indent.
    """
    if NUMBER.fullmatch(new) and NUMBER.fullmatch(old):
        return [new]
    if is_flow:
        return [_quoted(new, style)]
    if style in ("|", ">"):
        return _block(new, old, style, indent)
    if style and "\n" not in new and len(new) < WIDTH:
        return [_quoted(new, style)]
    first, *rest = entry_lines("x", new, indent)
    return [first.partition("x: ")[2], *rest]


def _quoted(new: str, style: str) -> str:
    """Return a text in quotes, as far as possible in those of `style`; in braces, plain text may not hold all signs."""
    if "\n" in new:
        return json.dumps(new, ensure_ascii=False)
    if style == "'":
        return "'" + new.replace("'", "''") + "'"
    if not style and is_plain(new) and not set(new) & set(",[]{}") and ":" not in new:
        return new
    return yaml_quote(new)


def _block(new: str, old: str, style: str, indent: int) -> list[str]:
    """Return a text below the first line of the block it replaces, indented as that is."""
    head, *lines = old.splitlines()
    first = next((line for line in lines if line.strip()), "")
    column = len(first) - len(first.lstrip(" ")) or indent + 2
    if style == "|":
        texts = new.split("\n")
    else:
        # A folded block shows a line break for each empty line.
        texts = [
            line
            for number, line_text in enumerate(new.split("\n"))
            for line in _folded(line_text, number, WIDTH - column)
        ]
    return [head.rstrip(), *(" " * column + line if line else "" for line in texts)]


def _folded(text: str, number: int, width: int) -> list[str]:
    """Return the lines of a part of a folded text, the first one behind an empty line unless it begins the text."""
    lines = wrapped_lines(text, width) if text else []
    return ["", *lines] if number else lines
