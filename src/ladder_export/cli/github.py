"""Annotations and the job summary that GitHub's runners show."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ladder_export.cli.terminal import echo
from ladder_export.core.problems import Problem, printable

if TYPE_CHECKING:
    from ladder_export.core.manifest import Artefact, Manifest

IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = {**IN_MESSAGE, **str.maketrans({":": "%3A", ",": "%2C"})}
MARKUP = re.compile(r"([\\`*_\[\]#|~@])")  # what Markdown would take for more than text; HTML is escaped besides
MOST_PROBLEMS = 100  # in a summary, which GitHub takes up to 1 MiB of


def annotate(problems: Iterable[Problem]) -> None:
    """Show each problem at its line in GitHub's web interface, by workflow commands (`::error file=…::`) on stderr.

    Print nothing if the program does not run on a GitHub runner.
    """
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in problems:
            echo(_annotation(problem), err=True)


def summarize_build(manifest: Manifest, output: Path, new: int, verdict: str, problems: Sequence[Problem]) -> None:
    """Add a table of the output files to the summary page of a GitHub job: a row for each kind of document and format.

    `new` is the number of files that were made, `verdict` the number of problems in words, such as "2 warnings".
    """
    unchanged = len(manifest.artefacts) - new
    lines = [f"**{escaped(manifest.ladder.title)}** in `{output.as_posix()}`: {escaped(verdict)}", ""]
    lines += ["| document | format | files | length | kB |", "|---|---|--:|--:|--:|", *_rows(manifest.artefacts), ""]
    lines += [f"{new} made, {unchanged} unchanged.", *_listed(problems)]
    _summarize(lines)


def summarize_failure(verdict: str, problems: Sequence[Problem]) -> None:
    """Add to the summary page of a GitHub job why the command failed.

    `verdict` is a sentence that says so, such as "build failed: 2 errors"; `problems` are the reasons.
    """
    _summarize([f"**{escaped(verdict)}**", "", *_listed(problems)])


def escaped(text: str) -> str:
    """Return a text as one line of Markdown in which its characters are shown as they are, not read as Markdown."""
    return MARKUP.sub(r"\\\1", html.escape(text, quote=False)).replace("\n", "<br>")


def _annotation(problem: Problem) -> str:
    """Return the workflow command that annotates a file with a problem (GitHub: workflow commands, "Setting a message")."""
    place = (
        {"file": printable(_in_workspace(problem.span.file)), "line": problem.span.line, "col": problem.span.column}
        if problem.span
        else {}
    )
    values = {name: str(value).translate(IN_PROPERTY) for name, value in {**place, "title": problem.code}.items()}
    message = f"{problem.message}. {problem.help}" if problem.help else problem.message
    inside = ",".join(f"{name}={value}" for name, value in values.items())
    return f"::{problem.severity} {inside}::{message.translate(IN_MESSAGE)}"


def _in_workspace(file: str) -> str:
    """Return a path as seen from the checkout, wherever the command runs; one outside it stays as it is."""
    workspace = os.environ.get("GITHUB_WORKSPACE")
    whole = Path(os.path.realpath(Path(file).parent)) / Path(file).name  # a link itself may be what is checked out
    root = os.path.realpath(workspace) if workspace else ""
    return whole.relative_to(root).as_posix() if root and whole.is_relative_to(root) else file


def _rows(artefacts: Sequence[Artefact]) -> Iterator[str]:
    """Return a row for each kind of document and format: number of files, length and size."""
    together = sorted(artefacts, key=lambda artefact: (artefact.document, artefact.format))
    for (document, kind), group in groupby(together, key=lambda artefact: (artefact.document, artefact.format)):
        same = list(group)
        length = f"{sum(artefact.length for artefact in same)} {same[0].unit}"
        size = sum(artefact.bytes for artefact in same) / 1024
        yield f"| {document} | {kind} | {len(same)} | {length} | {size:.0f} |"


def _listed(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems[:MOST_PROBLEMS]:
        place = f"{problem.span.file}:{problem.span.line}:{problem.span.column}: " if problem.span else ""
        yield f"- {escaped(printable(place))}{problem.severity}: {escaped(problem.message)}"
    if len(problems) > MOST_PROBLEMS:
        yield f"- and {len(problems) - MOST_PROBLEMS} more"


def _summarize(lines: Iterable[str]) -> None:
    """Append Markdown to the file that GitHub's runner shows under the job, where it named one."""
    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    try:
        with Path(name).open("a", encoding="utf-8") as file:
            file.write("### ladder-export\n\n" + "\n".join(lines) + "\n")
    except OSError as fault:
        echo(f"The job summary could not be written: {fault.strerror}", err=True)
