"""The command `build`: render what changed, once or after every save."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from ladder_export.build.publish import interruption_outcome, previous_manifest, recover
from ladder_export.build.up_to_date import reusable_manifest
from ladder_export.build.workers.worker_count import with_worker_count
from ladder_export.cli import console, github
from ladder_export.cli.defaults import ENVIRONMENT
from ladder_export.cli.options import BUILD_OPTIONS, apply_options, make_request, with_changes
from ladder_export.cli.progress import Progress, progress
from ladder_export.cli.terminal import echo
from ladder_export.core.manifest import Manifest
from ladder_export.core.problems import ExitCode, LadderExportError, sort_by_location
from ladder_export.core.request import DEFAULT_THEME, Request
from ladder_export.fingerprint.inputs import ladder_digest
from ladder_export.process.signals import Interrupted, ignore_signals, pending_interrupt

if TYPE_CHECKING:
    from ladder_export.build.up_to_date import Freshness

PAGE = "index.html"  # what people open first, where it was built


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How much is printed of a build, and whether warnings make it fail (`strict`).

    `as_json` prints one JSON object and nothing else. `explain` prints each file with the reason why it is made,
    `verbose` also with its size and its number of pages or slides. `quiet` prints only problems.
    """

    as_json: bool
    quiet: bool
    verbose: bool
    explain: bool
    strict: bool


@click.command(context_settings=ENVIRONMENT)
@apply_options(BUILD_OPTIONS)
@click.option("--dry-run", is_flag=True, help="List the files that a build would make, without making them.")
@click.option("--explain", is_flag=True, help="Show why each file is made; with --dry-run, why it would be.")
@click.option("--force", is_flag=True, help="Rebuild everything, including unchanged files.")
@click.option("--watch", "is_watching", is_flag=True, help="Build again after every save, until you press Ctrl-C.")
@click.option("-v", "--verbose", is_flag=True, help="Show why each file is made, its size and its length.")
def build(  # noqa: PLR0913  # one a flag
    *,
    dry_run: bool,
    explain: bool,
    is_watching: bool,
    verbose: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
    **options: Any,  # noqa: ANN401  # Click's own types
) -> None:
    """Make the documents of LADDER and put them into the output folder.

    LADDER is a folder or a file; by default the folder you are in, if it holds ladder.yaml,
    else the folder ladder. Only files whose content changed are made again. Only files
    that an earlier build made are replaced or deleted, and only if the whole build succeeds.
    """
    if is_watching and (dry_run or as_json):
        raise click.UsageError("--watch never ends, so it cannot be combined with --dry-run or --json")

    def run() -> ExitCode:
        request = make_request(**options)
        if dry_run:
            from ladder_export import pipeline  # noqa: PLC0415  # --help loads no engine

            print_plan(
                pipeline.plan_only(with_changes(request)), request.output, as_json=as_json, explain=explain or verbose
            )
            return ExitCode.CLEAN
        shown = OutputOptions(as_json=as_json, quiet=quiet, verbose=verbose, explain=explain, strict=strict)
        return watch(request, shown) if is_watching else build_once(request, shown)

    console.run_and_exit(run, as_json=as_json, output=options["output"])


def build_once(request: Request, options: OutputOptions) -> ExitCode:
    """Run one build, print its progress and a summary, and return the exit code.

    Raises a LadderExportError if it fails.
    """
    start_seconds = time.perf_counter()
    silent = options.quiet or options.as_json
    with progress(time.perf_counter, silent=silent, verbose=options.verbose, explain=options.explain) as shown:
        if (recovered := recover(request.output)) and not options.quiet:
            echo(recovered, err=True)
        manifest = _build_stale(with_changes(request), shown)
    seconds = time.perf_counter() - start_seconds
    code = console.exit_code(manifest.all_problems, strict=options.strict)
    if options.verbose and not silent:
        libraries = ", ".join(f"{name} {version}" for name, version in sorted(manifest.libraries.items()))
        echo(f"Made with {libraries}")
    print_build_summary(manifest, request.output, seconds, shown.reasons, code=code, options=options)
    return code


def _build_stale(request: Request, shown: Progress) -> Manifest:
    """Return the manifest of a build; of the last one, where nothing changed at all."""
    last = previous_manifest(request.output)
    try:
        if last and not request.force:
            request = replace(request, digest=ladder_digest(request.ladder))
        return reusable_manifest(request, last) or _run_build(request, shown)
    except BaseException:
        if stop := pending_interrupt():
            stop.outcome = interruption_outcome(request.output, last)
        raise


def watch(request: Request, options: OutputOptions) -> ExitCode:
    """Build now and after every save until Ctrl-C; return the exit code 0.

    A build that fails prints its problems and does not end this. Raises InvalidLadder if the path has no ladder.
    """
    from ladder_export.build.watch import iter_changes  # noqa: PLC0415  # as above
    from ladder_export.reading.files import require_ladder  # noqa: PLC0415  # --help loads no engine

    require_ladder(request.ladder)  # a mistyped path is not mended by a save
    warm = replace(request, keep_caches=True)
    theme = _build_for_watch(warm, options)
    warm = replace(warm, force=False)
    from ladder_export.build.workers import preload  # noqa: PLC0415  # the first save finds the engines loaded

    del preload
    if not options.quiet:
        echo(f"Watching {request.ladder.as_posix()} for changes. Press Ctrl-C to stop.", err=True)
    try:
        for _ in iter_changes(warm, theme):
            if not reusable_manifest(warm, previous_manifest(warm.output)):
                theme = _build_for_watch(warm, options)
    except (Interrupted, KeyboardInterrupt):  # watchfiles turns the first into the second
        ignore_signals()
        echo(err=True)
    return ExitCode.CLEAN


def _build_for_watch(request: Request, options: OutputOptions) -> str:
    """Build, and return the theme to watch with the ladder from now on. Problems are printed, not raised."""
    theme = request.theme or DEFAULT_THEME
    try:
        build_once(request, options)
    except LadderExportError as stop:
        console.print_failure(stop.problems, stop.exit_code, request.output, as_json=False)
        return theme
    last = previous_manifest(request.output)
    return (last.fingerprint.theme if last else "") or theme


def _run_build(request: Request, shown: Progress) -> Manifest:
    request = with_worker_count(request)
    manifest: Manifest = load_pipeline(request).build(request, shown.advance, time.perf_counter)
    return manifest


def load_pipeline(request: Request) -> ModuleType:
    """Import the module `pipeline` and return it; importing it only when needed keeps an unchanged build fast.

    If the build will use worker processes, they begin to load the PDF and deck engines meanwhile.
    """
    if not request.cluster and request.workers != 1:
        from ladder_export.build.workers import forkserver  # noqa: PLC0415  # an unchanged build loads none of this

        forkserver.start_fork_server()
    from ladder_export import pipeline  # noqa: PLC0415  # as above

    return pipeline


def print_plan(plan: Sequence[tuple[str, Freshness]], output: Path, *, as_json: bool, explain: bool) -> None:
    """Print the files that a build would make (--dry-run), with `explain` also why each would be made.

    `plan` holds the path of each file and whether it is up to date.
    """
    reasons = {path: str(freshness) for path, freshness in plan if freshness.is_stale}
    if as_json:
        content = {"output": output.as_posix(), "plan": [path for path, _ in plan], "made": _reasons_as_json(reasons)}
        console.print_json(content, ExitCode.CLEAN)
        return
    for path, freshness in plan:
        echo(f"{(output / path).as_posix()}{f': {freshness}' if explain else ''}")
    share = f"{len(reasons)} of " if len(reasons) < len(plan) else ""
    echo(f"Would make {share}{console.pluralize(len(plan), 'file')} in {output.as_posix()}")


def print_build_summary(  # noqa: PLR0913  # all that the last line says
    manifest: Manifest,
    output: Path,
    seconds: float,
    reasons: Mapping[str, str],
    *,
    code: ExitCode,
    options: OutputOptions,
) -> None:
    """Print every problem, then one line: how many files were made, how long it took, what to open.

    `seconds` is the time of the build. `reasons` says why each document was made, by the path of its file.
    """
    reasons = {file.path: reasons[file.document_path] for file in manifest.artefacts if file.document_path in reasons}
    problems = sort_by_location(manifest.all_problems)
    verdict = console.summarize_problems(problems)
    github.summarize_build(manifest, output, len(reasons), verdict, problems)
    console.print_problems(problems, quiet=options.as_json)
    unchanged = len(manifest.artefacts) - len(reasons)
    if options.as_json:
        head = {"output": output.as_posix(), "seconds": round(seconds, 3), "unchanged": unchanged}
        content = {**head, "made": _reasons_as_json(reasons), **json.loads(manifest.to_json())}
        console.print_json(content, code)
    elif not options.quiet:
        line = _build_sentence(len(reasons), unchanged, seconds)
        line += f", with {verdict}" if problems else ""
        echo(f"{line}. Open {_first_to_open(manifest, output)}", fg="yellow" if problems else "green")


def _build_sentence(rebuilt: int, unchanged: int, seconds: float) -> str:
    """Return `Made 8 files in 2.1 s (3 unchanged)` or `Nothing to make: 11 files up to date`."""
    if not rebuilt:
        return f"Nothing to make: {console.pluralize(unchanged, 'file')} up to date"
    return f"Made {console.pluralize(rebuilt, 'file')} in {seconds:.1f} s" + (
        f" ({unchanged} unchanged)" if unchanged else ""
    )


def _first_to_open(manifest: Manifest, output: Path) -> str:
    """Return the path of the web page, else of the only file, else of the output folder."""
    paths = [str(artefact.path) for artefact in manifest.artefacts]
    only = paths[0] if len(paths) == 1 else ""
    page = next((path for path in paths if path.rpartition("/")[2] == PAGE), only)
    return (output / page).as_posix() if page else f"the folder {output.as_posix()}"


def _reasons_as_json(reasons: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"path": path, "reason": reason} for path, reason in sorted(reasons.items())]
