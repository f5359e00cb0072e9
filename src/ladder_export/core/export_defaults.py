"""The defaults for options of `build` that a ladder sets under the key `export`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ExportDefaults:
    """Defaults for options of `build`, as ladder.yaml sets them under `export`; None where it sets none.

    `page_budget` is the largest number of pages of a sheet. `examples`: decks show examples on slides or in speaker
    notes. `scorecard`: interviewers rate each area or each statement. `rows`: the columns of the CSV file are our own
    (`texts`), or those that Moodle or 15Five imports. `handbook`: optional chapters that a handbook has, such as
    `questions`.
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
