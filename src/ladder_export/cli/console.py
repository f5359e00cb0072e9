"""Print problems and results for people, and choose the exit code of a command."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from ladder_export.cli import github
from ladder_export.cli.terminal import Unwritable, echo
from ladder_export.core.problems import ExitCode, LadderExportError, Problem, format_problem, sort_by_location
from ladder_export.files.access import is_folder
from ladder_export.process.signals import pending_interrupt

EXIT_BROKEN_PIPE = 141  # as a shell reports a program whose reader has gone
COLORS = {"error": "red", "warning": "yellow"}


def run_and_exit(run: Callable[[], ExitCode], *, as_json: bool, output: Path | None = None) -> NoReturn:
    """Run a command and exit with its code; print an exception as problems and exit with the code that belongs to it.

    With `as_json`, the problems are one JSON object. `output` is the folder that the command would change, None if it
    changes no folder. If stdout or stderr cannot be written, the exit code is EXIT_BROKEN_PIPE if the program reading
    them has ended (as in `… | head`), 1 if the disk is full.
    """
    try:
        code = _exit_code(run, output, as_json=as_json)
    except Unwritable as stop:
        code = EXIT_BROKEN_PIPE
        if not isinstance(stop.__cause__, BrokenPipeError):  # a reader that has gone knows why
            code = int(ExitCode.NOT_CLEAN)
            with suppress(Unwritable):
                echo(f"The output could not be written: {getattr(stop.__cause__, 'strerror', '')}", err=True)
    sys.exit(code)


def _exit_code(run: Callable[[], ExitCode], output: Path | None, *, as_json: bool) -> int:
    """Return the exit code of a command, after printing what it raised."""
    try:
        return int(run())
    except Unwritable:
        raise
    except Exception as fault:  # the one place that may: a bug must not look like success
        if interruption := pending_interrupt():
            raise interruption from fault
        if isinstance(fault, LadderExportError):
            print_failure(fault.problems, fault.exit_code, output, as_json=as_json)
            return int(fault.exit_code)
        import traceback  # noqa: PLC0415  # for a bug only

        traceback.print_exc()
        bug = Problem(
            "bug", f"{type(fault).__name__}: {fault}", help="this is a bug in ladder-export: report the lines above"
        )
        print_failure([bug], ExitCode.BUG, output, as_json=as_json)
        return int(ExitCode.BUG)


def print_failure(problems: Sequence[Problem], code: ExitCode, output: Path | None = None, *, as_json: bool) -> None:
    """Print why a command failed; with `output`, also that the files of that folder are unchanged or do not exist.

    `code` is the exit code, shown with `as_json`.
    """
    ordered = sort_by_location(problems)
    if as_json:
        print_json({"clean": False, "problems": [problem.as_json() for problem in ordered]}, code)
    print_problems(ordered, quiet=as_json)
    context = click.get_current_context(silent=True)
    command = _command_name(context)
    verdict = f"{command or 'ladder-export'} failed: {summarize_problems(ordered)}"
    if output:
        verdict += f"; {output.as_posix()} unchanged" if is_folder(output) else "; nothing was made"
    github.summarize_failure(verdict, ordered)
    if not as_json:
        echo(verdict, fg="red", err=True)


def _command_name(context: click.Context | None) -> str:
    """Return the command as typed after the program, such as `theme copy`; empty without one.

    Click's own path of it holds `-m` where the program was called as a module.
    """
    if not context or not context.parent:
        return ""
    return f"{_command_name(context.parent)} {context.info_name}".strip()


def print_problems(problems: Sequence[Problem], *, quiet: bool = False) -> None:
    """Print every problem in full on stderr unless `quiet`; on GitHub's runners, always add annotations."""
    for problem in () if quiet else problems:
        head, _, rest = format_problem(problem).partition("\n")
        echo(head, fg=COLORS[problem.severity], bold=True, err=True)
        if rest:
            echo(rest, err=True)
    github.annotate(problems)


def print_check_summary(problems: Sequence[Problem], what: str, code: ExitCode, *, as_json: bool, quiet: bool) -> None:
    """Print the problems that a check found, then a line that begins with `what`, such as `Checked ladder`.

    With `as_json`, print one JSON object instead; with `quiet`, leave out the line.
    """
    print_problems(problems, quiet=as_json)
    if as_json:
        print_json({"clean": not problems, "problems": [problem.as_json() for problem in problems]}, code)
    elif not quiet:
        echo(f"{what}: {summarize_problems(problems)}", fg="yellow" if problems else "green")


def summarize_problems(problems: Sequence[Problem]) -> str:
    """Return the number of problems as words: `2 errors, 1 warning`, or `no problems`."""
    errors = sum(problem.is_error for problem in problems)
    counts = ((errors, "error"), (len(problems) - errors, "warning"))
    return ", ".join(pluralize(count, noun) for count, noun in counts if count) or "no problems"


def exit_code(problems: Sequence[Problem], *, strict: bool) -> ExitCode:
    """Return the exit code of a command that finished: 1 for an error, or with `strict` a warning; else 0."""
    is_wrong = any(strict or problem.is_error for problem in problems)
    return ExitCode.NOT_CLEAN if is_wrong else ExitCode.CLEAN


def pluralize(count: int, noun: str) -> str:
    """Return a number with a noun, such as `1 level`, `2 levels` or `2 guesses`."""
    ending = "es" if noun.endswith("s") else "s"
    return f"{count} {noun}{'' if count == 1 else ending}"


def shell_word(path: Path) -> str:
    """Return a path quoted as one argument for a shell, so that users can copy it from a message."""
    import shlex  # noqa: PLC0415  # for lines that name the next command only

    return shlex.quote(path.as_posix())


def print_json(content: Mapping[str, object], code: ExitCode) -> None:
    """Print one JSON object on stdout: `content`, with the exit code of the command as an additional member `exit`."""
    echo(json.dumps({"exit": int(code), **content}, ensure_ascii=False, indent=2))
