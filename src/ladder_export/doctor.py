"""Check that everything a build needs is installed: libraries, fonts and themes.

Each check that fails names the command that fixes it.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass

from ladder_export import __version__
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import LadderExportError
from ladder_export.files.resources import font_file, theme_names
from ladder_export.theme import open_theme
from ladder_export.writers import renderer_versions

NO_ENGINE = "needs no library"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check: what was checked (`name`), and whether it works (`healthy`).

    `detail` is its version, or the error. `remedy` is the command that fixes it; empty where `healthy` is true, or
    where no command is known.
    """

    name: str
    healthy: bool
    detail: str
    remedy: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the result as keys and values of a JSON object."""
        return asdict(self)


def run_checks() -> tuple[CheckResult, ...]:
    """Return the result of every check: this program, each format's libraries, each built-in theme's fonts.

    A check that fails does not keep the others from running.
    """
    return (
        CheckResult("ladder-export", healthy=True, detail=f"{__version__}, Python {platform.python_version()}"),
        *(_writer(name) for name in FORMATS),
        *(_theme(name) for name in theme_names()),
    )


def _writer(name: str) -> CheckResult:
    """Check a format: asking its engine for versions loads the engine and every library that it needs.

    The libraries of an extra may be missing.
    """
    result = _check(
        f"{name} writer",
        lambda: ", ".join(f"{library} {version}" for library, version in renderer_versions(name).items()) or NO_ENGINE,
    )
    if result.healthy or not FORMATS[name].extra:
        return result
    return CheckResult(result.name, healthy=True, detail=f"not installed, needed for `-f {name}` only; {result.remedy}")


def _theme(name: str) -> CheckResult:
    """Check that the fonts of a built-in theme can be read."""

    def check() -> str:
        theme = open_theme(name)
        twins = [twin.partition("@")[0] for twin in (theme.deck.regular, theme.deck.bold)]
        files = [font_file(*theme.font_location(font)) for font in (*(font.file for font in theme.fonts), *twins)]
        return f"{len(files)} font files"

    return _check(f"theme {name}", check)


def _check(name: str, check: Callable[[], str]) -> CheckResult:
    """Run a check, which returns what to show or raises LadderExportError, and return its result."""
    try:
        return CheckResult(name, healthy=True, detail=check())
    except LadderExportError as fault:
        remedy = "; ".join(problem.help for problem in fault.problems if problem.help)
        return CheckResult(name, healthy=False, detail=str(fault), remedy=remedy)
