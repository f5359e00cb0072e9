"""This file is what people see: problems, progress, and a last line that tells the truth."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ladder_export.problems import Exit, LadderExportError, Problem, by_place, printable, shown
from ladder_export.signals import received

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from ladder_export.doctor import Finding
    from ladder_export.executor import Outcome
    from ladder_export.manifest import Manifest
    from ladder_export.request import Request
    from ladder_export.scaffold import Described

UNHEARD = 141  # as a shell tells of a program whose reader is gone
IN_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTY = {**IN_MESSAGE, **str.maketrans({":": "%3A", ",": "%2C"})}
COLORS = {"error": "red", "warning": "yellow"}


def guarded(run: Callable[[], Exit], *, as_json: bool) -> NoReturn:
    """Runs a command and leaves with its exit code; whatever it raises becomes words and the right code.

    Where nobody hears these, nothing is wrong with the ladder or with us: what was done is done.
    """
    try:
        code = _code(run, as_json=as_json)
    except OSError as fault:
        if not _is_unheard(fault):
            raise
        code = UNHEARD
        if not isinstance(fault, BrokenPipeError):  # who reads on knows best why no longer
            code = int(Exit.NOT_CLEAN)
            with suppress(OSError):
                click.echo(f"what there is to say could not be written: {fault.strerror}", err=True)
    sys.exit(code)


def _is_unheard(fault: BaseException) -> bool:
    """Whether a terminal, pipe or file took no words: all that we say goes through one function."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return isinstance(fault, OSError) and trace is not None and trace.tb_frame.f_code is click.echo.__code__


def _code(run: Callable[[], Exit], *, as_json: bool) -> int:
    """The exit code of a command, after what it raises was told."""
    try:
        return int(run())
    except LadderExportError as stop:
        say_stopped(stop.problems, stop.exit_code, as_json=as_json)
        return int(stop.exit_code)
    except Exception as fault:  # the one place that may: a bug must not look like success
        if _is_unheard(fault):
            raise
        if interruption := received():
            raise interruption from fault
        import traceback  # noqa: PLC0415  # for a bug only

        traceback.print_exc()
        bug = Problem(
            "bug", f"{type(fault).__name__}: {fault}", help="this is a fault of ladder-export: report the lines above"
        )
        say_stopped([bug], Exit.BUG, as_json=as_json)
        return int(Exit.BUG)


def say_stopped(problems: Sequence[Problem], code: Exit, *, as_json: bool) -> None:
    """Why nothing was made."""
    ordered = by_place(problems)
    if as_json:
        print_json({"clean": False, "exit": int(code), "problems": [problem.as_json() for problem in ordered]})
    say_problems(ordered, quiet=as_json)
    if not as_json:
        click.secho(f"stopped: {tally(ordered)}; nothing was published", fg="red", err=True)


def say_problems(problems: Sequence[Problem], *, quiet: bool = False) -> None:
    """Every problem in full, on stderr."""
    for problem in () if quiet else problems:
        head, _, rest = shown(problem).partition("\n")
        click.secho(head, fg=COLORS[problem.severity], bold=True, err=True)
        if rest:
            click.echo(rest, err=True)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        for problem in problems:
            click.echo(_annotation(problem), err=True)


def _annotation(problem: Problem) -> str:
    """A problem as GitHub's runner shows it in the margin of the file (workflow commands, "Setting a message")."""
    place = (
        {"file": printable(problem.span.file), "line": problem.span.line, "col": problem.span.column}
        if problem.span
        else {}
    )
    values = {name: str(value).translate(IN_PROPERTY) for name, value in {**place, "title": problem.code}.items()}
    told = f"{problem.message}. {problem.help}" if problem.help else problem.message
    inside = ",".join(f"{name}={value}" for name, value in values.items())
    return f"::{problem.severity} {inside}::{told.translate(IN_MESSAGE)}"


def say_plan(paths: Sequence[str], output: Path, *, as_json: bool) -> None:
    """What a build would make."""
    if as_json:
        print_json({"output": output.as_posix(), "plan": list(paths)})
        return
    for path in paths:
        click.echo((output / path).as_posix())
    click.echo(f"{counted(len(paths), 'artefact')} would be made in {output.as_posix()}")


def say_built(  # noqa: PLR0913  # all that a last line says
    manifest: Manifest, request: Request, seconds: float, made: int, *, as_json: bool, quiet: bool
) -> None:
    """What now lies in the output folder, how much of it is unchanged, how long it took, and whether it is clean."""
    problems, fresh = by_place(manifest.every_problem), len(manifest.artefacts) - made
    output = request.output
    if as_json:
        told = {"output": output.as_posix(), "seconds": round(seconds, 3), "fresh": fresh}
        print_json({**told, **json.loads(manifest.to_json())})
        return
    say_problems(problems)
    if not quiet:
        count = counted(len(manifest.artefacts), "artefact")
        line = f"{count} in {output.as_posix()}, {fresh} unchanged, {seconds:.1f} s: {tally(problems)}"
        click.secho(line, fg="yellow" if problems else "green")


def say_checked(problems: Sequence[Problem], ladder: Path, *, as_json: bool, quiet: bool) -> None:
    """What `check` found."""
    if as_json:
        print_json({"clean": not problems, "problems": [problem.as_json() for problem in problems]})
        return
    say_problems(problems)
    if not quiet:
        click.secho(f"{ladder.as_posix()}: {tally(problems)}", fg="yellow" if problems else "green")


def say_serving(ladder: Path, address: str, *, quiet: bool) -> None:
    """Where the preview is to be seen."""
    click.echo(
        address if quiet else f"{ladder.as_posix()} is shown at {address} and follows every save; Ctrl-C ends it"
    )


def say_started(folder: Path, names: Sequence[str]) -> None:
    """What `new` wrote, and how to go on."""
    for name in names:
        click.echo((folder / name).as_posix())
    import shlex  # noqa: PLC0415  # for this line only

    click.secho(f"a ladder to begin with; see it: ladder-export build {shlex.quote(folder.as_posix())}", fg="green")


def say_translated(paths: Sequence[Path], missing: int, stale: int, *, quiet: bool) -> None:
    """What `translate` wrote, and what is left to do."""
    if quiet:
        return
    for path in paths:
        click.echo(path.as_posix())
    left = [f"{counted(missing, 'text')} to translate"] if missing else []
    left += [f"{counted(stale, 'stale translation')} marked 'was'"] if stale else []
    done = "" if paths else "nothing to add: "
    click.secho(f"{done}{', '.join(left) or 'all is translated'}", fg="yellow" if left else "green")


def say_described(folder: Path, described: Described) -> None:
    """What `schema` wrote, and how editors find it."""
    for name in described.names:
        click.echo((folder / name).as_posix())
    for file, schema in described.lines.items():
        click.echo(f"first line of {file}: # yaml-language-server: $schema={schema}")
    if described.errors:
        click.secho(f"the ladder has {counted(described.errors, 'mistake')}: ladder-export check", fg="yellow")


def say_findings(findings: Sequence[Finding], *, as_json: bool) -> None:
    """What `doctor` found, each with the command that mends it."""
    healthy = all(finding.healthy for finding in findings)
    if as_json:
        print_json({"healthy": healthy, "findings": [finding.as_json() for finding in findings]})
        return
    for finding in findings:
        mark = click.style("ok     ", fg="green") if finding.healthy else click.style("missing", fg="red", bold=True)
        click.echo(f"{mark} {finding.name}: {finding.detail}")
        if finding.remedy and not finding.healthy:
            click.echo(f"        {finding.remedy}")
    click.secho("this machine is ready" if healthy else "this machine is not ready", fg="green" if healthy else "red")


def tally(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`, or that it is clean."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    counts = [counted(n, name) for n, name in ((errors, "error"), (warnings, "warning")) if n]
    return ", ".join(counts) or "clean"


@dataclass(slots=True)
class Progress:
    """A bar on a terminal, plain lines elsewhere, each artefact with the time it took; it counts in any case."""

    silent: bool
    verbose: bool
    stack: ExitStack
    bar: ProgressBar[Outcome | None] | None = None
    finished: int = 0
    made: int = 0

    def tell(self, outcome: Outcome, jobs: int) -> None:
        """One of so many jobs has come to an end."""
        self.finished += 1
        self.made += hasattr(outcome, "written")
        if self.silent:
            return
        if self.verbose or not sys.stderr.isatty():
            more = _details(outcome) if self.verbose else ""
            click.echo(f"{self.finished:>{len(str(jobs))}}/{jobs}  {_line(outcome)}{more}", err=True)
            return
        if self.bar is None:
            shown = click.progressbar(length=jobs, item_show_func=_line, file=sys.stderr, show_eta=False)
            self.bar = self.stack.enter_context(shown)
        self.bar.update(1, outcome)


@contextmanager
def progress(*, silent: bool, verbose: bool) -> Iterator[Progress]:
    """What tells how a build goes on, until it ends."""
    with ExitStack() as stack:
        yield Progress(silent, verbose, stack)


def _line(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    seconds = getattr(outcome, "seconds", None)
    return f"{outcome.job.path}  {'lost' if seconds is None else f'{seconds:.2f} s'}"


def _details(outcome: Outcome) -> str:
    written = getattr(outcome, "written", None)
    if written is None:
        return ""
    facts = [f"{len(written.data) / 1024:.0f} kB", f"{written.count} long"]
    facts += [f"{name} {value:g}" for name, value in written.layout.items()]
    return "  " + ", ".join(facts)


def counted(count: int, name: str) -> str:
    """`1 level`, `2 levels`, `2 guesses`."""
    ending = "es" if name.endswith("s") else "s"
    return f"{count} {name}{'' if count == 1 else ending}"


def print_json(content: Mapping[str, object]) -> None:
    """One JSON object on stdout."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))
