"""The kinds of document, such as sheet: a table from the name of a kind to the function that makes its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ladder_export.core.document import Document
from ladder_export.core.manifest import Artefact
from ladder_export.core.model import Ladder
from ladder_export.documents.deck import deck
from ladder_export.documents.handbook import handbook
from ladder_export.documents.interview import interview
from ladder_export.documents.json_record import ladder_record
from ladder_export.documents.matrix import matrix
from ladder_export.documents.progression import Transition
from ladder_export.documents.promotion import promotion, promotion_between
from ladder_export.documents.review import review, review_between
from ladder_export.documents.rows import rows
from ladder_export.documents.scorecard import scorecard
from ladder_export.documents.sheet import sheet
from ladder_export.documents.site import add_downloads, site
from ladder_export.documents.specs import DocumentSpec
from ladder_export.documents.track_deck import track_deck

MakeSpecs = Callable[[Ladder], Iterable[DocumentSpec]]
FinalizeDocument = Callable[[Ladder, Document, Sequence[Artefact]], Document]


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A row of the table of documents, such as the sheet: how documents of this kind are made, and their output folder.

    `make_specs` yields a specification for each document of a ladder. `folder` is below the output folder, empty for
    the output folder itself. `make_pair_spec`: makes one document about any two levels that a user names; None for
    kinds without such documents. `finalize_with_artefacts`: completes a document once all others are written; it gets
    every file of the output folder; None for kinds that need no completion. `merged_formats`: formats that are merged
    from files of other kinds. `by_default`: whether documents of this kind are made although neither the command line
    nor the ladder's `export` names them.
    """

    make_specs: MakeSpecs
    folder: str
    make_pair_spec: Callable[[Ladder, Transition], DocumentSpec] | None = None
    finalize_with_artefacts: FinalizeDocument | None = None
    by_default: bool = True
    merged_formats: tuple[str, ...] = ()


DOCUMENTS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "sheet": DocumentKind(sheet, "sheets"),
        "deck": DocumentKind(deck, "decks"),
        "scorecard": DocumentKind(scorecard, "scorecards"),
        "interview": DocumentKind(interview, "interviews", by_default=False),
        "review": DocumentKind(review, "reviews", review_between, by_default=False),
        "promotion": DocumentKind(promotion, "promotions", promotion_between, by_default=False),
        "track-deck": DocumentKind(track_deck, "track-decks", by_default=False),
        "matrix": DocumentKind(matrix, "matrix", by_default=False),
        "handbook": DocumentKind(handbook, "", merged_formats=("pdf",), by_default=False),
        "json": DocumentKind(ladder_record, ""),
        "rows": DocumentKind(rows, "", by_default=False),
        "site": DocumentKind(site, "", finalize_with_artefacts=add_downloads),
    }
)
