"""The command `brand`: show a ladder's logo, colours and typefaces on the terminal and on one page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ladder_export.cli import completion, console
from ladder_export.cli.options import JSON
from ladder_export.cli.terminal import echo
from ladder_export.cli.usage import Commands
from ladder_export.core.problems import ExitCode

if TYPE_CHECKING:
    from ladder_export.brand_report import BrandReport, ColorPair


@click.group(cls=Commands)
def brand() -> None:
    """Show your brand as documents will use it: logo, colours and typefaces."""


@brand.command()
@click.argument("ladder", type=click.Path(path_type=Path), default=completion.default_ladder)
@click.option(
    "--theme",
    metavar="NAME",
    shell_complete=completion.themes,
    help="Name or folder of a theme [default: the ladder's].",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE.pdf", help="Also write a page that shows it."
)
@JSON
def show(ladder: Path, theme: str | None, output: Path | None, *, as_json: bool) -> None:
    """Show the brand of LADDER: its logo, its typefaces, and its colours with their contrast.

    Contrast is measured by WCAG 2: text needs 4.5. Parts of the brand that no document uses are listed too.
    """

    def run() -> ExitCode:
        from ladder_export.brand_report import make_brand_report  # noqa: PLC0415  # --help loads no engine

        report = make_brand_report(ladder, theme, output)
        if as_json:
            console.print_json(report.as_json(), ExitCode.CLEAN)
        else:
            _print_report(report, output)
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=as_json)


def _print_report(report: BrandReport, output: Path | None) -> None:
    """Print the report, a line for each colour, pair and picture."""
    echo(f"{report.name}, in the theme {report.theme}", bold=True)
    for role, color in report.colors:
        echo(f"{role:<12} {_swatch(color)} {color}")
    _print_pairs("on paper", report.light)
    _print_pairs("on a dark screen", report.dark)
    for ground, picture, plate in report.logo:
        echo(f"logo on {ground:<12} the picture for {picture} backgrounds{f', on a panel of {plate}' if plate else ''}")
    if report.typefaces:
        echo(f"typefaces    {', '.join(report.typefaces)}")
    echo(f"slides       {report.deck}")
    if report.unused:
        echo(f"not used     {', '.join(report.unused)}")
    console.print_problems(report.problems)
    if output:
        echo(f"Wrote {output.as_posix()}", fg="green")


def _print_pairs(where: str, pairs: Sequence[ColorPair]) -> None:
    if pairs:
        echo(f"{where}:")
    for pair in pairs:
        words = click.style(f" {pair.text.replace('_', '-')} ", fg=_rgb(pair.color), bg=_rgb(pair.on))
        echo(
            f"  {words}{' ' * max(0, 16 - len(pair.text))} {pair.color} on {pair.ground} {pair.on}  {pair.contrast:>5.1f}"
        )


def _swatch(color: str) -> str:
    return click.style("    ", bg=_rgb(color))


def _rgb(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue
