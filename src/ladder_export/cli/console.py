"""This file is what people see: problems, progress, and a last line that tells the truth."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from ladder_export.cli import github
from ladder_export.cli.terminal import Unwritable, echo
from ladder_export.core.problems import ExitCode, LadderExportError, Problem, format_problem, sort_by_location
from ladder_export.files.access import is_folder
from ladder_export.process.signals import pending_interrupt

if TYPE_CHECKING:
    from ladder_export.build.up_to_date import Freshness
    from ladder_export.core.manifest import Manifest
    from ladder_export.doctor import CheckResult
    from ladder_export.scaffold import WrittenSchemas

UNHEARD = 141  # as a shell tells of a program whose reader is gone
COLORS = {"error": "red", "warning": "yellow"}


def guarded(run: Callable[[], ExitCode], *, as_json: bool, output: Path | None = None) -> NoReturn:
    """Runs a command and leaves with its exit code; whatever it raises becomes words and the right code.

    `output` is the folder that a command would have changed, where it has one.

    Where nobody hears these, nothing is wrong with the ladder or with us: what was done is done.
    """
    try:
        code = _code(run, output, as_json=as_json)
    except Unwritable as stop:
        code = UNHEARD
        if not isinstance(stop.__cause__, BrokenPipeError):  # who reads on knows best why no longer
            code = int(ExitCode.NOT_CLEAN)
            with suppress(Unwritable):
                echo(f"what there is to say could not be written: {getattr(stop.__cause__, 'strerror', '')}", err=True)
    sys.exit(code)


def _code(run: Callable[[], ExitCode], output: Path | None, *, as_json: bool) -> int:
    """The exit code of a command, after what it raises was told."""
    try:
        return int(run())
    except Unwritable:
        raise
    except Exception as fault:  # the one place that may: a bug must not look like success
        if interruption := pending_interrupt():
            raise interruption from fault
        if isinstance(fault, LadderExportError):
            say_stopped(fault.problems, fault.exit_code, output, as_json=as_json)
            return int(fault.exit_code)
        import traceback  # noqa: PLC0415  # for a bug only

        traceback.print_exc()
        bug = Problem(
            "bug", f"{type(fault).__name__}: {fault}", help="this is a fault of ladder-export: report the lines above"
        )
        say_stopped([bug], ExitCode.BUG, output, as_json=as_json)
        return int(ExitCode.BUG)


def say_stopped(problems: Sequence[Problem], code: ExitCode, output: Path | None = None, *, as_json: bool) -> None:
    """Why a command did nothing, and what became of the files that it would have replaced: nothing."""
    ordered = sort_by_location(problems)
    if as_json:
        print_json({"clean": False, "problems": [problem.as_json() for problem in ordered]}, code)
    say_problems(ordered, quiet=as_json)
    verdict = tally(ordered, "mistake" if code is ExitCode.INVALID_LADDER else "error")
    if output:
        is_there = is_folder(output)
        verdict += f"; your files in {output.as_posix()}/ are as they were" if is_there else "; nothing was made"
    github.summarize_failure(verdict, ordered)
    if not as_json:
        echo(verdict, fg="red", err=True)


def say_problems(problems: Sequence[Problem], *, quiet: bool = False) -> None:
    """Every problem in full, on stderr."""
    for problem in () if quiet else problems:
        head, _, rest = format_problem(problem).partition("\n")
        echo(head, fg=COLORS[problem.severity], bold=True, err=True)
        if rest:
            echo(rest, err=True)
    github.annotate(problems)


def say_recovered(sentence: str, *, quiet: bool) -> None:
    """Say what became of a build that was killed."""
    if not quiet:
        echo(sentence, err=True)


def say_plan(plan: Sequence[tuple[str, Freshness]], output: Path, *, as_json: bool, explain: bool) -> None:
    """What a build would make, and why."""
    reasons = {path: str(one) for path, one in plan if one.is_stale}
    if as_json:
        content = {"output": output.as_posix(), "plan": [path for path, _ in plan], "made": _made(reasons)}
        print_json(content, ExitCode.CLEAN)
        return
    for path, freshness in plan:
        echo(f"{(output / path).as_posix()}{f': {freshness}' if explain else ''}")
    few = f"{len(reasons)} of " if len(reasons) < len(plan) else ""
    echo(f"{few}{counted(len(plan), 'artefact')} would be made in {output.as_posix()}")


def _made(reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """Which artefacts are made, and why, as JSON."""
    return [{"path": path, "reason": reason} for path, reason in sorted(reasons.items())]


def say_built(  # noqa: PLR0913  # all that a last line says
    manifest: Manifest,
    output: Path,
    seconds: float,
    reasons: Mapping[str, str],
    code: ExitCode,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """What now lies in the output folder, what of it was made and why, how long it took, and whether it is clean."""
    problems, fresh = sort_by_location(manifest.all_problems), len(manifest.artefacts) - len(reasons)
    github.summarize_build(manifest, output, len(reasons), tally(problems), problems)
    say_problems(problems, quiet=as_json)
    if as_json:
        told = {"output": output.as_posix(), "seconds": round(seconds, 3), "fresh": fresh, "made": _made(reasons)}
        print_json({**told, **json.loads(manifest.to_json())}, code)
    elif not quiet:
        count = counted(len(manifest.artefacts), "artefact")
        line = f"{count} in {output.as_posix()}, {fresh} unchanged, {seconds:.1f} s: {tally(problems)}"
        echo(line, fg="yellow" if problems else "green")


def say_checked(problems: Sequence[Problem], ladder: Path, code: ExitCode, *, as_json: bool, quiet: bool) -> None:
    """What `check` found."""
    say_problems(problems, quiet=as_json)
    if as_json:
        print_json({"clean": not problems, "problems": [problem.as_json() for problem in problems]}, code)
    elif not quiet:
        echo(f"{ladder.as_posix()}: {tally(problems)}", fg="yellow" if problems else "green")


def say_serving(ladder: Path, address: str, *, quiet: bool) -> None:
    """Where the preview is to be seen."""
    echo(address if quiet else f"{ladder.as_posix()} is shown at {address} and follows every save; Ctrl-C ends it")


def say_started(folder: Path, paths: Sequence[Path]) -> None:
    """Print what `new` wrote, and how to see, edit and share it."""
    import shlex  # noqa: PLC0415  # for these lines only

    for path in paths:
        echo(path.as_posix())
    ladder = shlex.quote(folder.as_posix())
    echo(f"see it:    ladder-export build {ladder}, then open output/index.html", fg="green")
    level = next((path for path in paths if path.parent.parent == folder and path.suffix == ".yaml"), folder)
    echo(f"edit it:   {level.as_posix()}; ladder-export preview {ladder} shows every save", fg="green")
    shared = any(path.suffix == ".yml" for path in paths)
    how = (
        "commit and push all of it"
        if shared
        else "the folder output/, or a workflow: ladder-export new DIR --ci github"
    )
    echo(f"share it:  {how}", fg="green")


def say_translated(paths: Sequence[Path], missing: int, stale: int, *, quiet: bool) -> None:
    """What `translate` wrote, and what is left to do."""
    if quiet:
        return
    for path in paths:
        echo(path.as_posix())
    left = [f"{counted(missing, 'text')} to translate"] if missing else []
    left += [f"{counted(stale, 'stale translation')} marked 'was'"] if stale else []
    done = "" if paths else "nothing to add: "
    echo(f"{done}{', '.join(left) or 'all is translated'}", fg="yellow" if left else "green")


def say_described(folder: Path, described: WrittenSchemas) -> None:
    """What `schema` wrote, and how editors find it."""
    for name in described.names:
        echo((folder / name).as_posix())
    for file, schema in described.lines.items():
        echo(f"first line of {file}: # yaml-language-server: $schema={schema}")
    if described.errors:
        echo(f"the ladder has {counted(described.errors, 'mistake')}: ladder-export check", fg="yellow")


def say_findings(findings: Sequence[CheckResult], code: ExitCode, *, as_json: bool) -> None:
    """What `doctor` found, each with the command that mends it."""
    healthy = code is ExitCode.CLEAN
    if as_json:
        print_json({"healthy": healthy, "findings": [finding.as_json() for finding in findings]}, code)
        return
    remedies = list[str]()
    for finding in findings:
        mark = click.style("ok     ", fg="green") if finding.healthy else click.style("missing", fg="red", bold=True)
        echo(f"{mark} {finding.name}: {finding.detail}")
        remedies.append("" if finding.healthy else finding.remedy)
    echo(f"this machine is {'' if healthy else 'not '}ready", fg="green" if healthy else "red")
    for remedy in filter(None, dict.fromkeys(remedies)):
        echo(remedy)


def tally(problems: Sequence[Problem], error: str = "error") -> str:
    """`2 errors, 1 warning`, or that it is clean; errors in what somebody wrote may be called mistakes."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    counts = [counted(n, name) for n, name in ((errors, error), (warnings, "warning")) if n]
    return ", ".join(counts) or "clean"


def counted(count: int, name: str) -> str:
    """`1 level`, `2 levels`, `2 guesses`."""
    ending = "es" if name.endswith("s") else "s"
    return f"{count} {name}{'' if count == 1 else ending}"


def print_json(content: Mapping[str, object], code: ExitCode) -> None:
    """Print one JSON object on stdout, with the exit code that the command ends with."""
    echo(json.dumps({"exit": int(code), **content}, ensure_ascii=False, indent=2))
