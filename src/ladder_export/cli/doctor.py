"""The command `doctor`: check the libraries, fonts and versions of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ladder_export.cli import console
from ladder_export.cli.options import JSON
from ladder_export.cli.terminal import echo
from ladder_export.core.problems import ExitCode

if TYPE_CHECKING:
    from ladder_export.doctor import CheckResult


@click.command()
@JSON
def doctor(*, as_json: bool) -> None:
    """List the libraries, fonts and versions of this machine, and the command that installs each missing one."""

    def run() -> ExitCode:
        from ladder_export.doctor import run_checks  # noqa: PLC0415  # --help loads no engine

        findings = run_checks()
        code = ExitCode.CLEAN if all(finding.healthy for finding in findings) else ExitCode.ENVIRONMENT
        print_doctor(findings, code, as_json=as_json)
        return code

    console.run_and_exit(run, as_json=as_json)


def print_doctor(findings: Sequence[CheckResult], code: ExitCode, *, as_json: bool) -> None:
    """Print every check, then the commands that install what is missing. `code` is the exit code, shown in JSON."""
    healthy = code is ExitCode.CLEAN
    if as_json:
        console.print_json({"healthy": healthy, "findings": [finding.as_json() for finding in findings]}, code)
        return
    for finding in findings:
        mark = click.style("ok     ", fg="green") if finding.healthy else click.style("missing", fg="red", bold=True)
        echo(f"{mark} {finding.name}: {finding.detail}")
    if healthy:
        echo("This machine is ready.", fg="green")
        return
    echo("This machine is not ready. To fix it:", fg="red")
    for remedy in dict.fromkeys(finding.remedy for finding in findings if finding.remedy and not finding.healthy):
        echo(remedy)
