"""The table of output formats, such as PDF and CSV; each row names the module of `writers` that writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

Unit = Literal["pages", "slides", "paragraphs", "lines", "levels", "pictures"]
DocumentName = Literal[
    "sheet",
    "deck",
    "scorecard",
    "interview",
    "review",
    "promotion",
    "track-deck",
    "matrix",
    "rows",
    "handbook",
    "site",
    "json",
]
UNITS: tuple[Unit, ...] = get_args(Unit)


@dataclass(frozen=True, slots=True)
class Format:
    """The properties of an output format that are needed before its engine (the library that writes it) is loaded.

    `writer`: the module below `ladder_export.writers` with the functions `render` and `versions`, imported on first
    use.
    `unit`: the unit in which the manifest gives a file's length. `documents`: the kinds of document that the format
    has.
    `relative_cost`: the approximate time per document, relative to other formats.
    `is_on_request`: made only if the command line or the ladder asks for the format.
    `is_foldered_by_track`: files of levels are in a folder per track, since people edit them and import them again.
    `has_slow_engine`: the engine takes longer to load than most documents to write, so the fork server loads it.
    `is_silent`: the writer reports no problems; only opening the theme and template can.
    `companion_of`: a format; whenever it is made, this one is made, too. Users cannot ask for a companion by name.
    `needs_address`: made only if the ladder gives the address of its web page.
    `extra`: the optional dependency group ("extra" of the Python package) that it needs; empty for none.
    `extension`: the file name extension, empty if it is the format's name.
    `in_own_process`: kinds of document that the build makes in its own process, since making them starts another
    program that must end with the build.
    """

    writer: str
    unit: Unit
    documents: tuple[DocumentName, ...]
    relative_cost: int = 1
    is_on_request: bool = False
    is_foldered_by_track: bool = False
    has_slow_engine: bool = False
    is_silent: bool = False
    companion_of: str = ""
    needs_address: bool = False
    extra: str = ""
    extension: str = ""
    in_own_process: tuple[DocumentName, ...] = ()

    @property
    def module(self) -> str:
        """Return the full name of the Python module that writes the format, such as `ladder_export.writers.pdf`."""
        return f"ladder_export.writers.{self.writer}"


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "pdf": Format(
            "pdf",
            "pages",
            ("sheet", "scorecard", "interview", "review", "promotion", "matrix", "handbook"),
            relative_cost=3,
            has_slow_engine=True,
        ),
        "pptx": Format(
            "pptx", "slides", ("deck", "promotion", "track-deck", "matrix"), has_slow_engine=True, is_silent=True
        ),
        "docx": Format(
            "docx",
            "paragraphs",
            ("sheet", "scorecard", "interview", "review", "promotion", "handbook"),
            is_on_request=True,
            is_silent=True,
        ),
        "xlsx": Format("data.xlsx", "lines", ("review", "matrix", "rows"), is_silent=True),
        "csv": Format("data.csv", "lines", ("matrix", "rows"), is_silent=True),
        "md": Format(
            "data.markdown", "lines", ("sheet",), is_on_request=True, is_foldered_by_track=True, is_silent=True
        ),
        "json": Format("data.json", "levels", ("json",), is_silent=True),
        "html": Format("html.single_page", "levels", ("handbook", "site")),
        "png": Format(
            "png",
            "pictures",
            ("sheet", "matrix", "deck", "track-deck"),
            relative_cost=10,
            is_on_request=True,
            has_slow_engine=True,
            extra="png",
            in_own_process=("deck", "track-deck"),
        ),
        "card": Format(
            "social_card",
            "pictures",
            ("site",),
            is_silent=True,
            companion_of="html",
            needs_address=True,
            extension="png",
        ),
    }
)


FORMAT_NAMES = tuple(name for name, row in FORMATS.items() if not row.companion_of)
"""The formats that a user can ask for."""


def formats_of(document: str) -> tuple[str, ...]:
    """Return the names of the formats in which a kind of document, such as sheet, can be written."""
    return tuple(name for name, row in FORMATS.items() if document in row.documents)
