"""Everything a build needs before it renders: the ladder, the plan, the render settings, the cache of levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ladder_export.build.cache_key import cache_key_function
from ladder_export.build.plan import Plan, plan
from ladder_export.core.document import Document
from ladder_export.core.manifest import CacheKey, Fingerprint
from ladder_export.core.model import Ladder
from ladder_export.core.problems import BadTheme, InvalidLadder, Problem
from ladder_export.core.request import DEFAULT_THEME, Request
from ladder_export.fingerprint.inputs import ladder_digest, request_digest, theme_digest
from ladder_export.reading import read
from ladder_export.reading.ladder_index import index_ladder
from ladder_export.reading.resolve.level_cache import MIN_CACHED_FILES, LevelCache, load
from ladder_export.theme import (
    PAPERS,
    RenderSettings,
    Theme,
    open_theme,
    print_profile,
    with_deck_template,
    with_reference,
)


@dataclass(frozen=True, slots=True)
class BuildContext:
    """Everything a build knows before it renders: ladder, warnings, plan of documents and render settings.

    `warnings` are problems of the ladder and the theme that do not stop the build. `fingerprint` is the digest of all
    inputs, `cache_key` computes the key of a document in a format (by the format's name), `levels` is the cache of
    levels that were read.
    """

    ladder: Ladder
    warnings: tuple[Problem, ...]
    plan: Plan
    settings: RenderSettings
    fingerprint: Fingerprint
    cache_key: Callable[[Document, str], CacheKey]
    levels: LevelCache


def load_context(request: Request) -> BuildContext:
    """Read the ladder that the user asks for, plan its documents and open its theme.

    Raises a LadderExportError with every problem of the step that fails: InvalidLadder, BadRequest or BadTheme.
    """
    before = request.digest or ladder_digest(
        request.ladder
    )  # taken before reading: later edits count for the next build
    levels = _level_cache(request)
    ladder, warnings, planned = _read_and_plan(request, levels)
    name = request.theme or ladder.export.theme or DEFAULT_THEME
    before_theme = theme_digest(name)
    theme = _open_theme(request, ladder, name)
    settings = RenderSettings(
        theme=theme,
        paper=PAPERS[request.paper or ladder.export.paper or "a4"],
        page_budget=ladder.export.page_budget,
        validate=request.validate,
        press=print_profile(theme, request.icc) if request.selection.press else None,
    )
    digest = request_digest(request, before, before_theme, name, theme.font_names)
    fingerprint = Fingerprint(digest, name, theme.font_names)
    return BuildContext(
        ladder, (*warnings, *theme.warnings), planned, settings, fingerprint, cache_key_function(settings), levels
    )


def _open_theme(request: Request, ladder: Ladder, name: str) -> Theme:
    """Return the theme of that name in the ladder's brand, with the templates that the request names."""
    theme = open_theme(name, press=request.selection.press)
    if ladder.brand:
        from ladder_export.theme.branding import with_brand  # noqa: PLC0415  # it loads an image library

        folder = request.ladder if request.ladder.is_dir() else request.ladder.parent
        theme = with_brand(theme, ladder.brand, folder, press=request.selection.press)
    theme = with_deck_template(theme, request.deck) if request.deck else theme
    return with_reference(theme, request.reference_doc) if request.reference_doc else theme


def _theme_problems(request: Request) -> tuple[Problem, ...]:
    """Return the problems of the theme that an invalid ladder names, so that all are reported at once."""
    try:
        open_theme(request.theme or index_ladder(request.ladder).theme or DEFAULT_THEME)
    except BadTheme as stop:
        return stop.problems
    except InvalidLadder:  # its theme is unknown
        pass
    return ()


_process_cache = LevelCache()  # for a process that builds the same ladder repeatedly


def _level_cache(request: Request) -> LevelCache:
    """Return the cache of levels that need not be parsed again while their files are unchanged."""
    if request.keep_caches:
        return _process_cache
    return LevelCache(MIN_CACHED_FILES) if request.force else load(request.output)


def _read_and_plan(request: Request, levels: LevelCache) -> tuple[Ladder, tuple[Problem, ...], Plan]:
    """Return the ladder, its warnings and its plan."""
    try:
        ladder, warnings = read(request.ladder, request.selection.locale, levels)
        ladder = replace(ladder, since=request.changes) if request.changes else ladder
        return ladder, warnings, plan(ladder, request.selection)
    except InvalidLadder as stop:
        raise InvalidLadder(*stop.problems, *_theme_problems(request)) from None
