"""This file gives tests the project's own ladder, built once, and the fonts that a deck's readers have."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

import auditors
from ladder_export.core.manifest import Manifest
from ladder_export.core.model import Ladder
from ladder_export.core.request import Request
from ladder_export.pipeline import build
from ladder_export.reading import read

ROOT = Path(__file__).parent.parent

for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY"):
    os.environ.pop(name, None)  # what a runner or a terminal asks for is asked for by the tests that want it

# A slow machine breaks no law. A commit passes or fails whatever the day: only `make attack` draws other examples each time.
settings.register_profile("drawn anew", parent=settings.default, deadline=None)
settings.register_profile("same verdict", parent=settings.get_profile("drawn anew"), derandomize=True)
settings.load_profile("same verdict")


# A test is slow if it has such a fixture or marker, or if its module uses one of these modules or something from one.
SLOW_FIXTURES = frozenset(("own_output", "audit", "reader_fonts", "fonts", "chromium"))
SLOW_MARKERS = ("chromium", "libreoffice", "colour_emoji")
SLOW_MODULES = (
    *("subprocess", "multiprocessing", "socket", "distributed", "playwright", "interrupts", "auditors", "pdfs"),
    *("ladder_export.cli", "ladder_export.pipeline", "ladder_export.build.run", "ladder_export.build.workers"),
    *("ladder_export.writers.pdf", "ladder_export.writers.pptx", "ladder_export.writers.docx"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark slow tests by what they use, so that `make quick` can leave them out."""
    for item in items:
        if isinstance(item, pytest.Function) and not item.get_closest_marker("quick") and _is_slow(item):
            item.add_marker("slow")


def _is_slow(item: pytest.Function) -> bool:
    if SLOW_FIXTURES.intersection(item.fixturenames) or any(map(item.get_closest_marker, SLOW_MARKERS)):
        return True
    names = (
        value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", ""))
        for value in vars(item.module).values()
    )
    return any(f"{name}.".startswith(f"{slow}.") for name in names for slow in SLOW_MODULES)


@pytest.fixture(scope="session")
def own_ladder() -> Ladder:
    """The ladder of this repository."""
    ladder, warnings = read(ROOT / "ladder")
    assert warnings == ()
    return ladder


@pytest.fixture(scope="session")
def own_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `make export` makes of it."""
    output = tmp_path_factory.mktemp("own") / "output"
    manifest = build(Request(ROOT / "ladder", output), lambda _done, _jobs: None, time.perf_counter)
    assert isinstance(manifest, Manifest)
    assert manifest.is_clean
    return output


@pytest.fixture(scope="session")
def reader_fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A font configuration in which Arial is Arimo, so that what measures text measures with the right widths."""
    return auditors.reader_fonts(tmp_path_factory.mktemp("fonts"))


@pytest.fixture
def fonts(reader_fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test and the programs that it starts have the fonts of a deck's readers, and no other."""
    monkeypatch.setenv("FONTCONFIG_FILE", str(reader_fonts))


@pytest.fixture
def audit(fonts: None) -> auditors.Audit:
    """What auditors say of a deck, measured with the fonts of its readers."""
    del fonts
    return auditors.audit
