"""This file holds the arguments and options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from ladder_export.cli import completion
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import printable
from ladder_export.core.request import canonical_name

PAPERS = ("a4", "letter")

Command = TypeVar("Command", bound=Callable[..., Any])


def editions() -> tuple[str, ...]:
    """The kinds of documents there are."""
    from ladder_export.documents import DOCUMENTS  # noqa: PLC0415  # most builds name none, and some take less time

    return tuple(DOCUMENTS)


def formats() -> tuple[str, ...]:
    """The formats there are."""
    return tuple(FORMATS)


class Known(click.ParamType[str]):
    """One of a list of names that is only made when somebody names one, or asks for help."""

    name = "known"

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  # Click's own types
        """The name itself, which may be typed in capitals. Fails for any other, with what is probably meant."""
        names = self._names()
        if str(value).lower() not in names and (synonym := canonical_name(str(value), names)):
            self.fail(f"{value!r} is not one of {', '.join(names)}: did you mean '{synonym}'?", param, ctx)
        return click.Choice(names, case_sensitive=False).convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """All names, for help."""
        return click.Choice(self._names()).get_metavar(param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002  # Click's own
        """Offer the names that begin so."""
        return completion.matching(self._names(), incomplete)


LADDER = click.argument("ladder", type=click.Path(path_type=Path), default=completion.default_ladder)


SELECTING = (
    click.option(
        "-l",
        "--level",
        multiple=True,
        metavar="GLOB",
        shell_complete=completion.levels,
        help="Only levels whose id or code matches: L3, 'l3-*'.",
    ),
    click.option(
        "-t",
        "--track",
        multiple=True,
        metavar="ID",
        shell_complete=completion.tracks,
        help="Only levels of this track.",
    ),
    click.option(
        "--locale",
        metavar="TAG",
        default="",
        shell_complete=completion.locales,
        help="In this language: locales/TAG.yaml; capitals do not count.",
    ),
    click.option(
        "--theme",
        metavar="NAME",
        shell_complete=completion.themes,
        help="A built-in theme, or the folder of your own.",
    ),
    click.option(
        "--deck",
        type=click.Path(path_type=Path),
        metavar="FILE.pptx",
        help="Your own PowerPoint template for the decks: ladder-export theme inspect.",
    ),
    click.option("--paper", type=click.Choice(PAPERS, case_sensitive=False), help="Paper of the sheets."),
)

ADDRESS = re.compile(r"((tcp|tls)://)?([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})/?")


def _address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check the address of a scheduler before anything is read."""
    found = ADDRESS.fullmatch(value) if value is not None else None
    if value is not None and not (found and 0 < int(found["port"]) < 65_536):  # noqa: PLR2004  # ports have 16 bits
        raise click.BadParameter(f"'{printable(value)}' is no address of a scheduler, such as tcp://host:8786")
    return value


_CHOOSING = (
    click.option("-e", "--edition", multiple=True, type=Known(editions), help="Only this kind of document."),
    click.option("-f", "--format", multiple=True, type=Known(formats), help="Only this format."),
    *SELECTING,
    click.option(
        "-j", "--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes [default: as many as pay off]."
    ),
    click.option(
        "--cluster",
        metavar="ADDRESS",
        callback=_address,
        help="Work on a Dask scheduler's workers: tcp://host:8786 (needs an extra).",
    ),
    click.option(
        "--press", is_flag=True, help="Sheets for a print shop, into press/: PDF/X-4, bleed, crop marks, CMYK."
    ),
    click.option("--icc", type=click.Path(path_type=Path), metavar="FILE", help="The colour profile of the press."),
    click.option("--validate", is_flag=True, help="Check every PDF against PDF/A-3a and PDF/UA-1 first."),
    click.option("--strict", is_flag=True, help="Treat warnings as failure (exit 1)."),
    click.option(
        "--json",
        "as_json",
        is_flag=True,
        allow_from_autoenv=False,
        help="Print one JSON object on stdout, nothing else.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Print nothing but what is wrong."),
)


def _output(told: str) -> Callable[[Command], Command]:
    kind = click.Path(path_type=Path)
    return click.option("-o", "--output", type=kind, default=Path("output"), show_default=True, help=told)


BUILDING = (LADDER, _output("Where it goes."), *_CHOOSING)
CHECKING = (LADDER, _output("Where the last build went: what it found holds while nothing changes."), *_CHOOSING)


def sharing(options: Sequence[Callable[[Any], Any]]) -> Callable[[Command], Command]:
    """The arguments and options that several commands share, in the order that help lists them."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add
