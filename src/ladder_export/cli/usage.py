"""The behaviour that all commands share: colours, defaults, and usage errors as JSON under --json."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from ladder_export.cli import console, terminal
from ladder_export.cli.defaults import find_defaults
from ladder_export.core.problems import ExitCode, Problem


class Program(click.Group):
    """The group of all commands; it prints usage errors as JSON where a command line has --json."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401  # Click's own types
    ) -> click.Context:
        """Return Click's context for a command line, with colours as the terminal allows.

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
