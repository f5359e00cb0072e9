"""This package says what each kind of document contains: one table from edition to the function that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ladder_export.core.document import Document
from ladder_export.core.manifest import Artefact
from ladder_export.core.model import Ladder
from ladder_export.documents.deck import deck
from ladder_export.documents.handbook import handbook
from ladder_export.documents.json_record import data
from ladder_export.documents.matrix import matrix
from ladder_export.documents.promotion import promotion
from ladder_export.documents.rows import rows
from ladder_export.documents.scorecard import scorecard
from ladder_export.documents.sheet import sheet
from ladder_export.documents.site import site, with_downloads
from ladder_export.documents.specs import Brief
from ladder_export.documents.track_deck import track_deck

Edition = Callable[[Ladder], Iterable[Brief]]
After = Callable[[Ladder, Document, Sequence[Artefact]], Document]


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table: which documents there are, and where they go; `formats` says in which formats.

    With `after`, they are completed and written once all others are: it gets everything that
    then lies in the output folder.
    Formats that it `joins` are put together from files of other editions, once those are there.
    An edition that is not made by default waits to be asked for, by the command line or the ladder's `export`.
    """

    documents: Edition
    folder: str
    after: After | None = None
    by_default: bool = True
    joins: tuple[str, ...] = ()


EDITIONS: Mapping[str, Kind] = MappingProxyType(
    {
        "sheet": Kind(sheet, "sheets"),
        "deck": Kind(deck, "decks"),
        "scorecard": Kind(scorecard, "scorecards"),
        "promotion": Kind(promotion, "promotions", by_default=False),
        "track-deck": Kind(track_deck, "track-decks", by_default=False),
        "matrix": Kind(matrix, "matrix", by_default=False),
        "handbook": Kind(handbook, "", joins=("pdf",), by_default=False),
        "json": Kind(data, ""),
        "rows": Kind(rows, "", by_default=False),
        "site": Kind(site, "", after=with_downloads),
    }
)
