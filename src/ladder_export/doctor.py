"""This file examines the machine: every library, font and version a build stands on, and what mends a missing one."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass

from ladder_export import __version__
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import LadderExportError
from ladder_export.files.resources import font_file, theme_names
from ladder_export.theme import open_theme
from ladder_export.writers import engines

NO_ENGINE = "needs no library"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was looked at: whether it is there, what was seen, and the command that mends it."""

    name: str
    healthy: bool
    detail: str
    remedy: str = ""

    def as_json(self) -> dict[str, object]:
        """The finding as JSON members."""
        return asdict(self)


def run_checks() -> tuple[CheckResult, ...]:
    """Everything a build needs, looked at one by one; nothing that is missing hides the rest."""
    return (
        CheckResult("ladder-export", healthy=True, detail=f"{__version__}, Python {platform.python_version()}"),
        *(_writer(name) for name in FORMATS),
        *(_theme(name) for name in theme_names()),
    )


def _writer(name: str) -> CheckResult:
    """A format's engine: it is asked for its versions, which loads it and every library behind it."""
    return _check(
        f"{name} writer",
        lambda: ", ".join(f"{library} {version}" for library, version in engines(name).items()) or NO_ENGINE,
    )


def _theme(name: str) -> CheckResult:
    def check() -> str:
        theme = open_theme(name)
        files = [font_file(theme.folder, font.file) for font in theme.fonts]
        files += [font_file(theme.folder, twin.partition("@")[0]) for twin in (theme.deck.regular, theme.deck.bold)]
        return f"{len(files)} font files"

    return _check(f"theme {name}", check)


def _check(name: str, check: Callable[[], str]) -> CheckResult:
    try:
        return CheckResult(name, healthy=True, detail=check())
    except LadderExportError as missing:
        remedy = "; ".join(problem.help for problem in missing.problems if problem.help)
        return CheckResult(name, healthy=False, detail=str(missing), remedy=remedy)
