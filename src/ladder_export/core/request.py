"""This file is what a user asks for, before anything is read; what is left open is decided by the ladder, then by us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

# What else people call our documents, formats and papers; a word may mean one of each kind.
SYNONYMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("slides", "slide", "presentation", "powerpoint", "ppt", "pptx", "keynote"), ("deck", "pptx")),
    **dict.fromkeys(("sheets", "pdf", "one-pager", "onepager", "poster"), ("sheet", "pdf")),
    **dict.fromkeys(("guide", "guides", "promotions"), ("promotion",)),
    **dict.fromkeys(("website", "web", "webpage", "html"), ("site", "html")),
    **dict.fromkeys(("table", "spreadsheet", "excel", "xlsx", "csv"), ("matrix", "xlsx")),
    **dict.fromkeys(("book", "manual"), ("handbook",)),
    **dict.fromkeys(("form", "interview"), ("scorecard",)),
    **dict.fromkeys(("markdown", "text"), ("md",)),
    **dict.fromkeys(("us-letter", "us letter", "us"), ("letter",)),
}


def canonical_name(word: str, known: Sequence[str]) -> str:
    """Return which of some names a word is another name of; empty where it is none."""
    return next((name for name in SYNONYMS.get(word.casefold(), ()) if name in known), "")


NOT_IN_DIGEST = {"shows": False}


@dataclass(frozen=True, slots=True)
class Selection:
    """What to make. Empty means: whatever the ladder's `export` says, else everything."""

    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    press: bool = False
    locale: str = ""

    @property
    def is_partial(self) -> bool:
        """Whether this asks for a part only, so that artefacts outside it stay as they are."""
        return any((self.documents, self.formats, self.levels, self.tracks, self.press, self.locale))


@dataclass(frozen=True, slots=True)
class Request:
    """One call of `build` or `check`.

    Fields that do not show say where things are and how the work is done; any other can
    change what comes out of it. `digest` is that of the ladder's files, where they were looked at
    before they are read; empty where they were not. `again` says that this process will be asked for the same
    ladder again, so that what it learns is worth keeping.
    """

    ladder: Path = field(metadata=NOT_IN_DIGEST)
    output: Path = field(default=Path("output"), metadata=NOT_IN_DIGEST)
    selection: Selection = field(default_factory=Selection)
    theme: str | None = None
    paper: str | None = None
    workers: int | None = field(default=None, metadata=NOT_IN_DIGEST)
    validate: bool = False
    icc: Path | None = None
    deck: Path | None = None
    force: bool = field(default=False, metadata=NOT_IN_DIGEST)
    cluster: str | None = field(default=None, metadata=NOT_IN_DIGEST)
    keep_caches: bool = field(default=False, metadata=NOT_IN_DIGEST)
    digest: str = field(default="", metadata=NOT_IN_DIGEST)
