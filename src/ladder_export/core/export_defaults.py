"""The defaults of `build` that a ladder sets under `export`, for what the command line leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ExportDefaults:
    """The defaults of `build` that a ladder sets; None leaves a choice to the program."""

    documents: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    theme: str | None = None
    paper: str | None = None
    page_budget: int = 1
    examples: Literal["slides", "notes"] = "slides"
    scorecard: Literal["areas", "statements"] = "areas"
    rows: Literal["texts", "moodle", "15five"] = "texts"
    handbook: tuple[str, ...] = ()
