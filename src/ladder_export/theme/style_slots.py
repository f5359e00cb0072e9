"""Join a theme's style sheet with that of the theme it extends.

A slot is a named run of lines between marking comments. The theme's lines replace those of slots of the same name; its
other lines are added at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

SLOT = re.compile(r"\s*/\* slot ([a-z0-9-]+)(:?) \*/\s*")
END = re.compile(r"\s*/\* end \*/\s*")


class Line(NamedTuple):
    """A line of a style sheet; `file` and `number` (from 1) say where it was written, for messages."""

    text: str
    file: str
    number: int


class UnknownSlot(ValueError):
    """Raised if a style sheet replaces a slot (a named run of lines) that the extended style sheet lacks.

    `name` is the slot, `line` its first line, `available` are the names of the slots that there are.
    """

    def __init__(self, name: str, line: Line, available: Sequence[str]) -> None:
        super().__init__(name)
        self.name, self.line, self.available = name, line, tuple(available)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet (CSS), divided into runs of lines; each run is a slot, which extending themes may replace, or not.

    `parts` are the runs in order, each with the name of its slot (empty for lines outside of slots) and its lines. A
    slot may have no lines.
    """

    parts: tuple[tuple[str, tuple[Line, ...]], ...] = ()

    @property
    def slots(self) -> tuple[str, ...]:
        """Return the names of the style sheet's slots (runs of lines that extending themes may replace), in order."""
        return tuple(name for name, _ in self.parts if name)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return all lines of the style sheet, without the comments that mark slots."""
        return tuple(line for _, lines in self.parts for line in lines)


def parse_sheet(text: str, file: str) -> Sheet:
    """Split a style sheet at the comments that mark its slots (runs of lines that extending themes may replace).

    `/* slot name */` marks a slot without lines. `/* slot name: */` begins a slot, which ends at `/* end */`, at the
    next mark or with the file. `file` is the path of the style sheet, for messages.
    """
    parts = [_Part("")]
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if match := SLOT.fullmatch(line):
            parts += [_Part(match[1])] if match[2] else [_Part(match[1]), _Part("")]
        elif END.fullmatch(line):
            parts.append(_Part(""))
        else:
            parts[-1].lines.append(Line(line, file, number))
    return Sheet(tuple((run.slot, tuple(run.lines)) for run in parts if run.slot or run.lines))


def extend_sheet(parent: Sheet, child: Sheet) -> Sheet:
    """Return a theme's style sheet (`child`) joined with the one that it extends (`parent`).

    The child's lines replace those of the parent's slots of the same name; its lines outside of slots come at the end.
    Raises UnknownSlot for a slot that the parent lacks.
    """
    filled = {name: lines for name, lines in child.parts if name}
    for name in filled.keys() - set(parent.slots):
        line = next(iter(filled[name]), Line("", "", 1))
        raise UnknownSlot(name, line, parent.slots)
    inherited = tuple((name, filled.get(name, lines) if name else lines) for name, lines in parent.parts)
    added = tuple((name, lines) for name, lines in child.parts if not name and _has_rules(lines))
    return Sheet((*_ended(inherited), *added))


@dataclass(slots=True)
class _Part:
    slot: str
    lines: list[Line] = field(default_factory=list)


def _has_rules(lines: Iterable[Line]) -> bool:
    return any(line.text.strip() for line in lines)


def _ended(parts: Iterable[tuple[str, tuple[Line, ...]]]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Yield the parts, in which each line ends: the last one of a file may not."""
    for name, lines in parts:
        yield name, tuple(line if line.text.endswith("\n") else line._replace(text=f"{line.text}\n") for line in lines)
