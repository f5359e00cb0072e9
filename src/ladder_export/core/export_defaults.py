"""The defaults of `build` that a ladder sets under `export`, for what the command line leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ExportDefaults:
    """Settings of `build` that ladder.yaml makes under `export`; None leaves a choice to the program.

    `page_budget` is the number of pages that a sheet may take. `examples`: where decks show examples. `scorecard`: what
    interviewers rate. `rows`: whose columns the CSV has (another product's, for its import). `handbook`: kinds of its
    optional chapters.
    """

    documents: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    theme: str | None = None
    paper: str | None = None
    page_budget: int = 1
    examples: Literal["slides", "notes"] = "slides"
    scorecard: Literal["areas", "statements"] = "areas"
    rows: Literal["texts", "moodle", "15five"] = "texts"
    handbook: tuple[str, ...] = ()
