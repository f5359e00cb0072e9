"""The page of all commands and options, made from the command line itself (`make golden` renews it)."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

from ladder_export.cli import main

PAGE = Path(__file__).parent.parent / "docs/commands.md"

HEAD = """# Commands

Every command has `--help`. LADDER is a folder or a file. Without it, a command uses the folder you are in if it holds
`ladder.yaml`, else the folder `ladder`. Options marked *repeatable* may be given more than once. A build of some levels or
documents leaves the files of the others unchanged. `--edition` and `-e` are the old names of `--document`.
[Defaults of options](pipelines.md#defaults-for-a-repository) can be set for a repository or in the environment;
[exit codes](output.md#exit-codes) are the same everywhere.
"""


def commands(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command by the words that one types, groups left out."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}", command


def page() -> str:
    """The page, as Markdown."""
    return "\n".join([HEAD, *(line for name, command in commands(main) for line in _section(name, command))])


def _section(name: str, command: click.Command) -> Iterator[str]:
    """What the page says of one command."""
    context = click.Context(command, info_name=f"ladder-export {name}")
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## {name}\n\n```text\nladder-export {name} {usage}\n```\n"
    yield f"{_plain(command.help or '')}\n"
    options = [one for one in command.params if isinstance(one, click.Option)]
    if options:
        yield "| Option | Means |\n|---|---|"
        yield from (_row(option, context) for option in options)
        yield ""


def _plain(text: str) -> str:
    """A help text as Markdown: paragraphs that Click must not wrap, which a backspace marks, are shown as they are."""
    paragraphs = re.split(r"\n\s*\n", inspect.cleandoc(text))
    return "\n\n".join(f"```text\n{one[2:]}\n```" if one.startswith("\b\n") else one for one in paragraphs)


def _row(option: click.Option, context: click.Context) -> str:
    """One row of the table: every spelling with its value, then what it means."""
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    one_of = ""
    if value.startswith(" ["):
        names = value[2:-1].split("|")
        value, one_of = " NAME", f" One of {', '.join(names)}."
    default = f" The default is {option.show_default}." if isinstance(option.show_default, str) else ""
    cells = (
        f"`{', '.join(option.opts)}{value}`",
        (option.help or "").replace(" (repeatable).", ". *Repeatable.*") + one_of + default,
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
