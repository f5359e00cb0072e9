"""A user's request to `build` or `check`, before anything is read; open choices come from the ladder, else defaults."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ladder_export.core.alignment import EditionChanges

DEFAULT_THEME = "slate"

# Synonyms of documents, formats and papers; a word may stand for one of each.
SYNONYMS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("slides", "slide", "presentation", "powerpoint", "ppt", "pptx", "keynote"), ("deck", "pptx")),
    **dict.fromkeys(("sheets", "pdf", "one-pager", "onepager", "poster"), ("sheet", "pdf")),
    **dict.fromkeys(("guide", "guides", "promotions"), ("promotion",)),
    **dict.fromkeys(("website", "web", "webpage", "html"), ("site", "html")),
    **dict.fromkeys(("table", "spreadsheet", "excel", "xlsx", "csv"), ("matrix", "xlsx")),
    **dict.fromkeys(("book", "manual"), ("handbook",)),
    **dict.fromkeys(("form",), ("scorecard",)),
    **dict.fromkeys(("interviews", "questions", "interview-guide", "interview-kit"), ("interview",)),
    **dict.fromkeys(("reviews", "appraisal"), ("review",)),
    **dict.fromkeys(("markdown", "text"), ("md",)),
    **dict.fromkeys(("us-letter", "us letter", "us"), ("letter",)),
}


def canonical_name(word: str, names: Sequence[str]) -> str:
    """Return the one of `names` for which a user's word is a synonym, such as another name of a document.

    Empty if none.
    """
    return next((name for name in SYNONYMS.get(word.casefold(), ()) if name in names), "")


NOT_IN_DIGEST = {"shows": False}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents to make. An empty field means the ladder's `export` setting, else everything.

    `pair`: names of two levels, if only documents about the way from the first to the second are made.
    """

    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    press: bool = False
    locale: str = ""
    pair: tuple[str, str] | None = None

    @property
    def is_partial(self) -> bool:
        """Return whether only some documents are selected, so that all other files of the output folder stay."""
        return any((self.documents, self.formats, self.levels, self.tracks, self.press, self.locale, self.pair))


@dataclass(frozen=True, slots=True)
class Request:
    """One call of `build` or `check`.

    Fields marked NOT_IN_DIGEST say where files are and how the work is done; all other fields can change the output.
    `digest` is the digest of the ladder's files taken before reading; empty if unknown. `keep_caches` says that this
    process will build the same ladder again. `since` is a git revision or a path of an earlier edition of the ladder,
    `changes` are those since then, None until that edition is read.
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
    reference_doc: Path | None = None
    force: bool = field(default=False, metadata=NOT_IN_DIGEST)
    cluster: str | None = field(default=None, metadata=NOT_IN_DIGEST)
    keep_caches: bool = field(default=False, metadata=NOT_IN_DIGEST)
    digest: str = field(default="", metadata=NOT_IN_DIGEST)
    since: str | None = field(default=None, metadata=NOT_IN_DIGEST)
    changes: EditionChanges | None = None
