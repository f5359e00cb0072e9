"""Behaviour that all commands share: colours, defaults, and usage errors as JSON if the command line has --json."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from ladder_export.cli import console, terminal
from ladder_export.cli.defaults import find_defaults
from ladder_export.core.problems import ExitCode, Problem


class Commands(click.Group):
    """A group of commands that refuses empty arguments and options, as scripts pass them for a variable not set."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the name of the command that was typed, the command, and the arguments after it.

        Raises BadParameter for an empty argument or option.
        """
        name, command, rest = super().resolve_command(ctx, args)
        if command and not (isinstance(command, click.Group) or ctx.resilient_parsing):
            context = click.Context(command, ctx, name)
            values, _, parameters = command.make_parser(context).parse_args(list(rest))
            asks_for_help = any(parameter.is_eager for parameter in parameters)
            for parameter in () if asks_for_help else parameters:
                if _is_empty(values.get(parameter.name or "")):
                    raise click.BadParameter("it is empty: give it a value, or leave it out", context, parameter)
        return name, command, rest


def _is_empty(value: object) -> bool:
    """Return whether a typed value is empty, or one of several."""
    if isinstance(value, list | tuple):
        return any(map(_is_empty, value))
    return isinstance(value, str) and not value.strip()


class Program(Commands):
    """The group of all commands; it prints usage errors as JSON if the command line has --json."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401  # Click's own types
    ) -> click.Context:
        """Return Click's context for a command line, with colours if the environment and the terminal allow them.

        Options that were not given have the defaults of pyproject.toml and the user's config.toml.
        """
        defaults = find_defaults(self.commands)
        return super().make_context(
            info_name, args, parent, color=terminal.color_choice(), default_map=defaults, **extra
        )

    def main(self, args: Sequence[str] | None = None, *more: Any, **options: Any) -> Any:  # noqa: ANN401  # as above
        """Run a command line and exit; with --json, a usage error is one JSON object on stdout."""
        arguments = list(sys.argv[1:] if args is None else args)
        if "--json" not in arguments:
            return super().main(args, *more, **options)
        try:
            sys.exit(super().main(args, *more, **{**options, "standalone_mode": False}))
        except click.UsageError as fault:
            remedy = f"see `{fault.ctx.command_path} --help`" if fault.ctx else ""
            console.print_failure([Problem("usage", fault.format_message(), help=remedy)], ExitCode.USAGE, as_json=True)
            sys.exit(int(ExitCode.USAGE))
