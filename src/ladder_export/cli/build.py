"""This file builds, once or again at every save, and says what came of it (the clock's door)."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from types import ModuleType

from ladder_export.build.publish import interruption_outcome, previous_manifest, recover
from ladder_export.build.up_to_date import reusable_manifest
from ladder_export.build.workers.worker_count import with_worker_count
from ladder_export.cli import console
from ladder_export.cli.progress import Progress, progress
from ladder_export.cli.terminal import echo
from ladder_export.core.manifest import Manifest
from ladder_export.core.problems import ExitCode, LadderExportError
from ladder_export.core.request import Request
from ladder_export.fingerprint.inputs import ladder_digest
from ladder_export.process.signals import Interrupted, ignore_signals, pending_interrupt


@dataclass(frozen=True, slots=True)
class Telling:
    """How much is said of a build, and whether warnings fail. `explain` says why each artefact is made, `verbose` more of it."""

    as_json: bool
    quiet: bool
    verbose: bool
    explain: bool
    strict: bool


def build(request: Request, telling: Telling) -> ExitCode:
    """One build, told from beginning to end."""
    began = time.perf_counter()
    silent = telling.quiet or telling.as_json
    with progress(time.perf_counter, silent=silent, verbose=telling.verbose, explain=telling.explain) as shown:
        if recovered := recover(request.output):
            console.say_recovered(recovered, quiet=telling.quiet)
        manifest = _build(request, shown)
    seconds = time.perf_counter() - began
    wrong = any(telling.strict or problem.is_error for problem in manifest.all_problems)
    code = ExitCode.NOT_CLEAN if wrong else ExitCode.CLEAN
    if not silent:
        _say_more(telling, manifest, shown)
    console.say_built(
        manifest, request.output, seconds, shown.reasons, code, as_json=telling.as_json, quiet=telling.quiet
    )
    return code


def _build(request: Request, shown: Progress) -> Manifest:
    last = previous_manifest(request.output)
    try:
        if last and not request.force:
            request = replace(request, digest=ladder_digest(request.ladder))
        return reusable_manifest(request, last) or _built(request, shown)
    except BaseException:
        if stop := pending_interrupt():
            stop.outcome = interruption_outcome(request.output, last)
        raise


def _say_more(telling: Telling, manifest: Manifest, shown: Progress) -> None:
    if telling.explain and not shown.reasons:
        echo("nothing is made: everything is up to date", err=True)
    if telling.verbose:
        libraries = ", ".join(f"{name} {version}" for name, version in sorted(manifest.libraries.items()))
        echo(f"made with {libraries}")


def watch(request: Request, telling: Telling) -> ExitCode:
    """Builds until Ctrl-C, one at a time; what is wrong is told and may be mended."""
    from ladder_export.build.watch import iter_changes  # noqa: PLC0415  # as above
    from ladder_export.reading.files import require_ladder  # noqa: PLC0415  # --help loads no engine

    require_ladder(request.ladder)  # a mistyped path is not mended by a save
    warm = replace(request, keep_caches=True)
    theme = _attempt(warm, telling)
    warm = replace(warm, force=False)
    from ladder_export.build.workers import preload  # noqa: PLC0415  # the first save finds the engines loaded

    del preload
    if not telling.quiet:
        echo(f"watching {request.ladder.as_posix()}; Ctrl-C ends it", err=True)
    try:
        for _ in iter_changes(warm, theme):
            if not reusable_manifest(warm, previous_manifest(warm.output)):
                theme = _attempt(warm, telling)
    except (Interrupted, KeyboardInterrupt):  # watchfiles turns the first into the second
        ignore_signals()
        echo(err=True)
    return ExitCode.CLEAN


def _attempt(request: Request, telling: Telling) -> str:
    """A build, told whether or not it succeeds; the theme to watch with the ladder from now on."""
    theme = request.theme or "slate"
    try:
        build(request, telling)
    except LadderExportError as stop:
        console.say_stopped(stop.problems, stop.exit_code, request.output, as_json=False)
        return theme
    made = previous_manifest(request.output)
    return (made.fingerprint.theme if made else "") or theme


def _built(request: Request, shown: Progress) -> Manifest:
    request = with_worker_count(request)
    manifest: Manifest = pipeline_for(request).build(request, shown.show, time.perf_counter)
    return manifest


def pipeline_for(request: Request) -> ModuleType:
    """The pipeline, loaded when it is needed; where there will be workers, the fork server loads engines meanwhile."""
    if not request.cluster and request.workers != 1:
        from ladder_export.build.workers import forkserver  # noqa: PLC0415  # what is unchanged is told before any of this is loaded

        forkserver.start_fork_server()
    from ladder_export import pipeline  # noqa: PLC0415  # as above

    return pipeline
