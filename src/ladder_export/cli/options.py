"""Arguments and options that several commands share, and the request that they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from ladder_export.cli import completion
from ladder_export.core.formats import FORMAT_NAMES
from ladder_export.core.problems import BadRequest, Problem, printable
from ladder_export.core.request import Request, Selection, canonical_name

PAPERS = ("a4", "letter")

Command = TypeVar("Command", bound=Callable[..., Any])


def documents() -> tuple[str, ...]:
    """Return the names of all kinds of document, such as "sheet" and "deck", which --document takes."""
    from ladder_export.documents import DOCUMENTS  # noqa: PLC0415  # most builds name none, and some take less time

    return tuple(DOCUMENTS)


def formats() -> tuple[str, ...]:
    """Return the names of all formats, such as "pdf" and "pptx", which --format takes."""
    return FORMAT_NAMES


class LazyChoice(click.ParamType[str]):
    """A Click option type for one name of a list that is made only when needed, since making it imports modules."""

    name = "choice"

    def __init__(self, names: Callable[[], Sequence[str]]) -> None:
        self._names = names

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  # Click's own types
        """Return the typed name in lower case. Fail for a name not in the list, and suggest the most similar one."""
        names = self._names()
        if str(value).lower() not in names and (synonym := canonical_name(str(value), names)):
            self.fail(f"{value!r} is not one of {', '.join(names)}: did you mean '{synonym}'?", param, ctx)
        return click.Choice(names, case_sensitive=False).convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Return all names, joined by `|`, as help shows them behind the option."""
        return click.Choice(self._names()).get_metavar(param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002  # Click's own
        """Return the names that begin with what was typed, for shell completion."""
        return completion.matching(self._names(), incomplete)


class RenamedOption(click.Option):
    """A repeatable option with a new name; its former names are accepted too, though help does not list them."""

    def __init__(self, *args: Any, former_flags: Sequence[str], **attributes: Any) -> None:  # noqa: ANN401  # Click's own types
        super().__init__(*args, **attributes)
        self.former_flags = tuple(former_flags)

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:  # noqa: ANN401  # Click keeps its parser's type private
        """Add the option's present flags to Click's parser, then its former ones; all values go into one list."""
        super().add_to_parser(parser, ctx)
        parser.add_option(obj=self, opts=self.former_flags, dest=self.name, action="append", nargs=1)


LADDER = click.argument("ladder", type=click.Path(path_type=Path), default=completion.default_ladder)
JSON = click.option(
    "--json",
    "as_json",
    is_flag=True,
    allow_from_autoenv=False,
    help="Print one JSON object to stdout and nothing else.",
)
QUIET = click.option("-q", "--quiet", is_flag=True, help="Print only problems.")

SELECTION_OPTIONS = (
    click.option(
        "-l",
        "--level",
        multiple=True,
        metavar="GLOB",
        shell_complete=completion.levels,
        help="Only levels whose id or code matches, such as L3 or 'l3-*' (repeatable).",
    ),
    click.option(
        "-t",
        "--track",
        multiple=True,
        metavar="ID",
        shell_complete=completion.tracks,
        help="Only levels of this track (repeatable).",
    ),
    click.option(
        "--locale",
        metavar="TAG",
        default="",
        shell_complete=completion.locales,
        help="Language of the documents: TAG stands for the translation locales/TAG.yaml.",
    ),
    click.option(
        "--theme",
        metavar="NAME",
        shell_complete=completion.themes,
        help="Name of a built-in theme, or folder of your own.",
    ),
    click.option(
        "--deck",
        type=click.Path(path_type=Path),
        metavar="FILE.pptx",
        help="Your PowerPoint template for the decks. To see how it is used: ladder-export theme inspect.",
    ),
    click.option("--paper", type=click.Choice(PAPERS, case_sensitive=False), help="Paper size of the sheets."),
)

ADDRESS = re.compile(r"((tcp|tls)://)?([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})/?")


def _address(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Return the address of a scheduler. Raise BadParameter, before anything is read, for what is none."""
    match = ADDRESS.fullmatch(value) if value is not None else None
    if value is not None and not (match and 0 < int(match["port"]) < 65_536):  # noqa: PLR2004  # ports have 16 bits
        raise click.BadParameter(f"'{printable(value)}' is not the address of a scheduler, such as tcp://host:8786")
    return value


_REQUEST_OPTIONS = (
    click.option(
        "-d",
        "--document",
        cls=RenamedOption,
        former_flags=("-e", "--edition"),
        envvar=("LADDER_EXPORT_DOCUMENT", "LADDER_EXPORT_EDITION"),
        multiple=True,
        type=LazyChoice(documents),
        help="Only this kind of document (repeatable).",
    ),
    click.option("-f", "--format", multiple=True, type=LazyChoice(formats), help="Only this file format (repeatable)."),
    *SELECTION_OPTIONS,
    click.option(
        "--from",
        "lower",
        metavar="LEVEL",
        shell_complete=completion.levels,
        help="With --to: the promotion guide from this level to that one, by id, code or title; with -d review, a review.",
    ),
    click.option(
        "--to", "upper", metavar="LEVEL", shell_complete=completion.levels, help="The level that --from leads to."
    ),
    click.option(
        "--reference-doc",
        type=click.Path(path_type=Path),
        metavar="FILE.docx",
        help="Your Word template for Word documents: its styles, page, header and footer. To see how it is used: "
        "ladder-export theme inspect.",
    ),
    click.option(
        "-j",
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Number of worker processes [default: chosen from CPU count and number of files].",
    ),
    click.option(
        "--cluster",
        metavar="ADDRESS",
        callback=_address,
        help="Render on a Dask cluster; ADDRESS of its scheduler, such as tcp://host:8786 (needs the extra 'cluster').",
    ),
    click.option(
        "--since",
        metavar="REV",
        help="Handbooks say what changed since this git revision, or since the ladder at this path.",
    ),
    click.option("--press", is_flag=True, help="Sheets for a print shop: PDF/X-4 with bleed, crop marks and CMYK."),
    click.option(
        "--icc", type=click.Path(path_type=Path), metavar="FILE", help="Colour profile of the printing press."
    ),
    click.option(
        "--validate",
        is_flag=True,
        help="Check that every PDF conforms to PDF/A-3a and PDF/UA-1 (needs the extra 'validate').",
    ),
    click.option("--strict", is_flag=True, help="Treat warnings as errors: exit code 1."),
    JSON,
    QUIET,
)


def _output(meaning: str) -> Callable[[Command], Command]:
    kind = click.Path(path_type=Path)
    return click.option("-o", "--output", type=kind, default=Path("output"), show_default=True, help=meaning)


BUILD_OPTIONS = (LADDER, _output("Output folder."), *_REQUEST_OPTIONS)
CHECK_OPTIONS = (
    LADDER,
    _output("Output folder of the last build; its results are reused for unchanged documents."),
    *_REQUEST_OPTIONS,
)


def apply_options(options: Sequence[Callable[[Any], Any]]) -> Callable[[Command], Command]:
    """Return a decorator that adds arguments and options to a command, in the order that help lists them."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def with_changes(request: Request) -> Request:
    """Return the request with the changes of the ladder since the earlier edition that `request.since` names.

    A request that names no earlier edition is returned unchanged. Raises BadRequest for an edition that does not exist,
    InvalidLadder for one with errors.
    """
    if not request.since:
        return request
    from ladder_export.diff.compare import changes_since  # noqa: PLC0415  # most builds compare nothing

    return replace(request, changes=changes_since(request.since, request.ladder, request.selection.locale))


def make_request(ladder: Path, output: Path, **options: Any) -> Request:  # noqa: ANN401  # Click's own types
    """Return the request that a command's arguments make; `options` are BUILD_OPTIONS or CHECK_OPTIONS with values.

    Raises BadRequest for options that cannot be combined.
    """
    pair = _pair(options)
    names = ("document", "format", "level", "track", "press", "locale")
    selection = replace(Selection(*(options.pop(name) for name in names)), pair=pair)
    others = {name: value for name, value in options.items() if name not in ("jobs", "lower", "upper")}
    return Request(ladder, output, selection, workers=options["jobs"], **others)


def _pair(options: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the names of two levels, None without any. Raises BadRequest for options that do not go with them."""
    lower, upper = options["lower"], options["upper"]
    if lower is None and upper is None:
        return None
    if lower is None or upper is None:
        raise BadRequest(Problem("usage", "--from and --to belong together", help="name both levels"))
    if others := [f"--{name}" for name in ("level", "track", "press") if options[name]]:
        raise BadRequest(
            Problem("usage", f"--from and --to do not go with {' and '.join(others)}", help="leave it out")
        )
    return lower, upper
