"""The commands `theme list`, `theme copy` (starts a theme of one's own) and `theme inspect` (reports on a template)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ladder_export.cli import completion, console
from ladder_export.cli.options import JSON
from ladder_export.cli.terminal import echo
from ladder_export.cli.usage import Commands
from ladder_export.core.problems import ExitCode
from ladder_export.core.request import DEFAULT_THEME

if TYPE_CHECKING:
    from ladder_export.theme_tools import Inspection, LayoutUse, ReferenceInspection

WORD_SUFFIXES = (".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot")


@click.group(cls=Commands)
def theme() -> None:
    """List themes, copy one to change it, or inspect your own PowerPoint or Word template."""


@theme.command("list")
@JSON
def list_themes(*, as_json: bool) -> None:
    """List the built-in themes, by the names that --theme takes."""

    def run() -> ExitCode:
        from ladder_export import theme_tools  # noqa: PLC0415  # --help loads no engine

        summaries = theme_tools.themes()
        if as_json:
            console.print_json({"themes": [asdict(summary) for summary in summaries]}, ExitCode.CLEAN)
        for summary in () if as_json else summaries:
            echo(f"{click.style(f'{summary.name:<10}', bold=True)} {summary.description}")
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=as_json)


@theme.command("copy")
@click.argument("name", shell_complete=completion.themes)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--full", is_flag=True, help="Copy every file, so that later versions of NAME change nothing.")
def copy_theme(name: str, folder: Path, *, full: bool) -> None:
    """Make a theme of your own in FOLDER that starts from the theme NAME.

    It is a short file that says what can be changed. The rest comes from NAME.
    """

    def run() -> ExitCode:
        from ladder_export import theme_tools  # noqa: PLC0415  # as above

        files = theme_tools.copy_theme(name, folder, full=full)
        count = f"{len(files)} {'file' if len(files) == 1 else 'files'}"
        echo(f"Wrote {count} to {folder.as_posix()}: {', '.join(files)}")
        echo(f"Change them, then run: ladder-export build --theme {_as_folder(folder)}", fg="green")
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=False)


@theme.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--theme",
    "name",
    metavar="NAME",
    default=DEFAULT_THEME,
    show_default=True,
    shell_complete=completion.themes,
    help="Theme whose sizes and layout names are used (PowerPoint).",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write a thumbnail of each of these layouts to the folder DIR (PowerPoint; needs LibreOffice).",
)
@JSON
def inspect(file: Path, name: str, output: Path | None, *, as_json: bool) -> None:
    """Show what a template contains, and how it is used.

    Of a PowerPoint file: which layout each kind of slide uses. Of a Word file: which style each kind of text uses.
    """
    is_word = file.suffix.lower() in WORD_SUFFIXES
    if is_word and output:
        raise click.UsageError("--output draws the layouts of a PowerPoint template; a Word document has none")

    def run() -> ExitCode:
        from ladder_export import theme_tools  # noqa: PLC0415  # as above

        if is_word:
            reference = theme_tools.inspect_reference(file)
            if as_json:
                console.print_json(reference.as_json(), ExitCode.CLEAN)
            else:
                _print_reference(reference)
            return ExitCode.CLEAN
        inspection, template = theme_tools.inspect_template(file, name)
        drawn = theme_tools.write_thumbnails(template, output) if output else ()
        if as_json:
            console.print_json(
                {**inspection.as_json(), "thumbnails": [path.as_posix() for path in drawn]}, ExitCode.CLEAN
            )
        else:
            _print_inspection(inspection, drawn, asked=output is not None)
        return ExitCode.CLEAN

    console.run_and_exit(run, as_json=as_json)


def _print_inspection(inspection: Inspection, drawn: Sequence[Path], *, asked: bool) -> None:
    """Print the inspection: fonts, layouts, warnings, and the layout of each kind of slide."""
    echo(f"{inspection.file}: slides of {inspection.width:g} × {inspection.height:g} inches", bold=True)
    echo(f"fonts        {', '.join(inspection.fonts)}")
    if inspection.fonts_without_metrics:
        echo(
            f"             {', '.join(inspection.fonts_without_metrics)}: exact widths unknown, so text gets extra space"
        )
    echo(f"layouts      {', '.join(inspection.layouts)}")
    samples = (
        f"{inspection.sample_slides} sample {'slide' if inspection.sample_slides == 1 else 'slides'}"
        if inspection.sample_slides
        else ""
    )
    if left_out := list(filter(None, (samples, *inspection.left_out))):
        echo(f"left out     {', '.join(left_out)}")
    for warning in inspection.warnings:
        echo(f"{click.style('warning', fg='yellow')}      {warning}")
    for used in inspection.roles:
        echo("\n".join(_role(used)))
    if drawn:
        echo(f"thumbnails   {drawn[0].parent.as_posix()}/: {', '.join(path.name for path in drawn)}")
    elif asked:
        echo("thumbnails   none: LibreOffice is not installed or failed to draw them")


def _print_reference(inspection: ReferenceInspection) -> None:
    """Print the inspection: page, header and footer, warnings, and the style of each kind of text."""
    echo(f"{inspection.file}: pages of {inspection.width_mm:g} × {inspection.height_mm:g} mm", bold=True)
    echo(f"stays        {' and '.join(inspection.running) or 'no header or footer: ours are added'}")
    echo(f"left out     {', '.join(('its text', *inspection.left_out))}")
    for warning in inspection.warnings:
        echo(f"{click.style('warning', fg='yellow')}      {warning}")
    for used in inspection.styles:
        missing = f"made from {used.fallback}" if used.fallback else "made anew"
        style = click.style(used.style, fg="green") if used.style else click.style(missing, fg="yellow")
        echo(f"{used.role:<14} {style}: {used.use}")


def _role(used: LayoutUse) -> list[str]:
    """Return the lines about a kind of slide: its layout, what it lacks, and a picture of it."""
    layout = click.style(used.layout, fg="green") if used.layout else click.style("none", fg="yellow")
    details = "; ".join(filter(None, (used.text_area, used.fallback_role and f"in place of a {used.role} layout")))
    first = f"{used.role:<12} {layout}{f' ({details})' if details else ''}: {used.use}"
    return [first, *(f"             {line}" for line in (used.missing, *used.sketch) if line)]


def _as_folder(folder: Path) -> str:
    """Return the path of a folder in a form that is not the name of a built-in theme."""
    shown = folder.as_posix()
    return shown if "/" in shown or shown.startswith(".") else f"./{shown}"
