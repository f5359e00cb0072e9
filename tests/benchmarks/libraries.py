"""This file measures what kept libraries would take in the place of our own code: `python tests/benchmarks/libraries.py`."""

from __future__ import annotations

import io
import resource
from pathlib import Path
from time import process_time

import measuring
import pikepdf

from ladder_export.core.document import Document
from ladder_export.core.model import Ladder
from ladder_export.documents import DOCUMENTS
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf, pptx
from ladder_export.writers.pptx import package, validated_archive

LADDER = Path(__file__).parents[2] / "ladder"
BOOKS = (200, 1000)  # levels
ROUNDS = 15


def main() -> None:
    """Print what decks take that python-pptx saves, and books that pikepdf joins."""
    ladder, settings = read(LADDER)[0], RenderSettings(open_theme("slate"))
    print(*_decks(documents("deck", ladder), settings), sep="\n")  # noqa: T201  # for a terminal
    sheets = [pdf.render(document, settings).data for document in documents("sheet", ladder)]
    for levels in BOOKS:
        print(_book(sheets, levels), flush=True)  # noqa: T201  # as above


def documents(edition: str, ladder: Ladder) -> list[Document]:
    """The documents of an edition."""
    return [brief.make_document() for brief in DOCUMENTS[edition].make_specs(ladder)]


def _decks(decks: list[Document], settings: RenderSettings) -> list[str]:
    own = package.package_parts

    def ours() -> None:
        for deck in decks:
            pptx.render(deck, settings)

    def saved() -> None:
        package.package_parts = lambda builder: validated_archive.unzip(validated_archive.save_to_bytes(builder.deck))
        ours()
        package.package_parts = own

    took = measuring.calls(ROUNDS, ours, saved)
    names = ("a deck, its shared parts saved once", "a deck that python-pptx saves")
    return [f"{name:<40} {seconds / len(decks) * 1000:6.1f} ms" for name, seconds in zip(names, took, strict=True)]


def _book(sheets: list[bytes], levels: int) -> str:
    """Sheets with their trees of tags in one file: less than a book needs, whose tags, ids and links change, too."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
    book = pikepdf.new()
    for number in range(levels):
        sheet = pikepdf.open(io.BytesIO(sheets[number % len(sheets)]))
        book.pages.extend(sheet.pages)
        book.Root[f"/Tags{number}"] = book.copy_foreign(sheet.make_indirect(sheet.Root.StructTreeRoot.K))
    book.save(io.BytesIO(), deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return f"{f'pikepdf joins {levels} sheets':<40} {process_time() - began:6.1f} s, {more:.0f} MB more"


if __name__ == "__main__":
    main()
