"""Differences of two ladders as lines for a terminal, as Markdown for a pull request, and as JSON."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import click

from ladder_export.cli import console, terminal
from ladder_export.cli.github import escaped
from ladder_export.cli.terminal import echo
from ladder_export.core.alignment import Change, word_diff
from ladder_export.core.problems import ExitCode
from ladder_export.diff.compare import Comparison

SIGNS = {"added": "+", "removed": "-", "reworded": "~", "moved": ">", "changed": "="}
COLORS = {"added": "green", "removed": "red", "reworded": "yellow", "moved": "blue", "changed": "cyan"}
ORDER = tuple(SIGNS)
SHARED = "All levels"


def print_changes(sides: Comparison, code: ExitCode, *, markdown: bool, as_json: bool) -> None:
    """Print the differences between two ladders, levels or revisions on stdout: as lines, Markdown or JSON.

    `code` is the exit code of the command, shown in JSON.
    """
    if as_json:
        console.print_json(changes_as_json(sides.changes, sides.before, sides.after), code)
    elif markdown:
        echo(as_markdown(sides.changes, sides.before, sides.after))
    else:
        echo(as_lines(sides.changes, colored=terminal.is_colored(sys.stdout)))


def as_lines(changes: Sequence[Change], *, colored: bool) -> str:
    """Return changes as lines for a terminal.

    If `colored`, removed words are red and added ones green, else they are in brackets: `[-removed-]`, `{+added+}`.
    """
    lines: list[str] = []
    for level, group in _by_level(changes):
        lines += ["", click.style(level, bold=True) if colored else level]
        for change in group:
            sign = f"{SIGNS[change.kind]} "
            lines.append(
                f"  {click.style(sign, fg=COLORS[change.kind]) if colored else sign}{_line(change, colored=colored)}"
            )
    return "\n".join([*lines, "", summarize_changes(changes)]).lstrip("\n")


def as_markdown(changes: Sequence[Change], before: str, after: str) -> str:
    """Return changes as Markdown that GitHub shows in a pull request; `before` and `after` name what was compared."""
    lines = [f"## {escaped(before)} → {escaped(after)}", "", summarize_changes(changes) + "."]
    for level, group in _by_level(changes):
        lines += ["", f"### {escaped(level)}", ""]
        lines += [f"- {_item(change)}" for change in group]
    return "\n".join(lines)


def changes_as_json(changes: Sequence[Change], before: str, after: str) -> dict[str, object]:
    """Return changes as one JSON object; `before` and `after` name what was compared."""
    counts = Counter[str](change.kind for change in changes)
    return {
        "before": before,
        "after": after,
        "counts": {kind: count for kind in ORDER if (count := counts[kind])},
        "changes": [
            {
                "kind": change.kind,
                "level": change.level,
                "place": list(change.location),
                "before": change.before,
                "after": change.after,
                "origin": list(change.origin),
                "words": [[run.kind, run.text] for run in word_diff(change.before, change.after)],
            }
            for change in changes
        ],
    }


def summarize_changes(changes: Sequence[Change]) -> str:
    """Return the number of changes as words: `2 added, 1 reworded`, or `no differences`."""
    counts = Counter[str](change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {kind}" for kind in ORDER if counts[kind]) or "no differences"


def _by_level(changes: Iterable[Change]) -> Iterator[tuple[str, list[Change]]]:
    for level, group in groupby(changes, key=lambda change: change.level or SHARED):
        yield level, list(group)


def _location(parts: Sequence[str]) -> str:
    return " › ".join(parts)


def _line(change: Change, *, colored: bool) -> str:
    place = f"{_location(change.location)}: " if change.location else ""
    origin = f" (from {_location(change.origin)})" if change.origin and change.origin != change.location else ""
    if change.kind == "changed":
        return f"{place}{change.before} → {change.after}"
    if change.kind == "reworded":
        return (
            place
            + "".join(_diff_run(run.kind, run.text, colored=colored) for run in word_diff(change.before, change.after))
            + origin
        )
    return f"{place}{change.after or change.before}{origin}"


def _diff_run(kind: str, text: str, *, colored: bool) -> str:
    if kind == "same":
        return text
    if colored:
        return (
            click.style(text, fg="red", strikethrough=True)
            if kind == "removed"
            else click.style(text, fg="green", underline=True)
        )
    return f"[-{text}-]" if kind == "removed" else f"{{+{text}+}}"


def _item(change: Change) -> str:
    place = f" in *{escaped(_location(change.location))}*" if change.location else ""
    origin = (
        f" (from *{escaped(_location(change.origin))}*)" if change.origin and change.origin != change.location else ""
    )
    match change.kind:
        case "reworded":
            tags = {"same": "", "removed": "del", "added": "ins"}
            text = "".join(_tagged(tags[run.kind], run.text) for run in word_diff(change.before, change.after))
        case "changed":
            text = f"{escaped(change.before)} → {escaped(change.after)}"
        case "removed":
            text = _tagged("del", change.before)
        case _:
            text = escaped(change.after)
    return f"**{change.kind}**{place}{origin}: {text}"


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{escaped(text)}</{tag}>" if tag else escaped(text)
