"""A user's request to `build` or `check`, before any file is read; options that are not given come from the ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command loads this module, few compare texts
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
    """Return the one of `names` that a user's word is a synonym of, such as `deck` for "slides"; empty if none."""
    return next((name for name in SYNONYMS.get(word.casefold(), ()) if name in names), "")


NOT_IN_DIGEST = {"shows": False}


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents that a user asks for, by kind, format, level and track; an empty field is no restriction.

    For `documents` and `formats`, empty means those that the ladder lists under `export`, else all. `press`: make files
    for a printing press. `locale`: the language tag of a translation, empty for the original language. `pair`: the
    names of two levels; only documents about the step from the first to the second are made.
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
        """Return whether only some documents are selected; a build then leaves all other files in the output folder."""
        return any((self.documents, self.formats, self.levels, self.tracks, self.press, self.locale, self.pair))


@dataclass(frozen=True, slots=True)
class Request:
    """One call of `build` or `check`; an option that is None was not given.

    Fields marked NOT_IN_DIGEST say where files are and how the work is done; all other fields can change the output.
    `digest` is the digest of the ladder's files before they are read, empty if unknown. `validate`: check PDFs against
    PDF/A and PDF/UA. `icc` is the colour profile of a printing press, `deck` a PowerPoint template, `reference_doc` a
    Word template. `workers` is the number of processes, `cluster` the address of a Dask scheduler that renders instead.
    `force`: make files again that are up to date. `keep_caches`: this process will build the same ladder again. `since`
    is an earlier edition of the ladder, as a git revision or a path; `changes` are the changes since then, None until
    that edition is read.
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
