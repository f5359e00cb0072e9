"""Output to a terminal: printing, whether colours are allowed, the terminal's width, and the width of text on it."""

from __future__ import annotations

import os
from typing import TextIO

import click

from ladder_export.core.problems import cell_width

DEFAULT_COLUMNS = 80  # where a terminal does not report its width


class Unwritable(Exception):  # no fault: nobody listens any longer, or the disk is full
    """Raised when standard output or standard error cannot be written; `__cause__` is the OSError."""


def echo(
    text: str = "", *, err: bool = False, nl: bool = True, fg: str | None = None, bold: bool | None = None
) -> None:
    """Print text on standard output, or standard error with `err`; every text of the commands goes through here.

    `nl` ends the line, `fg` is the colour of the text by Click's names. Raises Unwritable if the text cannot be
    written, as on a full disk.
    """
    shown = click.style(text, fg=fg, bold=bold) if fg or bold else text
    try:
        click.echo(shown, err=err, nl=nl)
    except OSError as fault:
        raise Unwritable from fault


def color_choice() -> bool | None:
    """Return whether the environment asks for colours; None if it does not say, so that only terminals get colours.

    The variable NO_COLOR counts first (no-color.org), then FORCE_COLOR, where `0` means no colours, then TERM=dumb.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if force := os.environ.get("FORCE_COLOR"):
        return force != "0"
    return False if is_dumb() else None


def is_dumb() -> bool:
    """Return whether the terminal can only print plain lines, without colours or redrawing (TERM=dumb)."""
    return os.environ.get("TERM") == "dumb"


def is_colored(stream: TextIO) -> bool:
    """Return whether the running command may write colours to a stream, which is stdout or stderr."""
    choice = click.get_current_context().color
    return stream.isatty() if choice is None else choice


def columns(stream: TextIO) -> int:
    """Return the present width of the terminal behind a stream, in columns; DEFAULT_COLUMNS if there is no terminal."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or DEFAULT_COLUMNS
    except OSError:
        return DEFAULT_COLUMNS


def width_cells(text: str) -> int:
    """Return how many columns (cells) a text takes on a terminal; some characters take two, some none."""
    return sum(map(cell_width, text))


def cut(text: str, cells: int) -> str:
    """Shorten a text to a number of terminal columns (`cells`): an ellipsis, then as much of the text's end as fits.

    A text that fits is returned unchanged. The end is shown because paths of files begin alike. With zero cells, the
    result is empty.
    """
    if width_cells(text) <= cells:
        return text
    while text and width_cells(text) >= cells:
        text = text[1:]
    return f"…{text}" if cells > 0 else ""
