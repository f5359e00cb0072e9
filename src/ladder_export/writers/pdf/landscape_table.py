"""This file sets a grid on paper turned round, and says on top of a page which line goes on there."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from xml.etree.ElementTree import Element

from ladder_export.core.document import Document, Grid
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.text_metrics import sheet_faces
from ladder_export.writers.html import render
from ladder_export.writers.layout.table_layout import Arrangement, arrangements
from ladder_export.writers.pdf.engine import Engine, TableRowBox, weasyprint, whereabouts
from ladder_export.writers.pdf.weasyprint_patches.internals import page_box

GOES_ON = "@top-left"  # the margin box in which a theme says which line goes on
NEAR = 16  # CSS pixels below the heads of columns, within which a line that begins there has its title


def laid_out(
    engine: Engine, document: Document, settings: RenderSettings, grid: Grid
) -> tuple[Arrangement, weasyprint.Document]:
    """The best arrangement and its pages, after one layout; after two where the estimate did not hold.

    One more for each line whose title would be parted from it: that line begins on the next page.
    """

    def lay(arrangement: Arrangement, pushed: AbstractSet[str] = frozenset()) -> weasyprint.Document:
        return engine.layout(render.across(document, settings, arrangement, pushed), "pdf/a-3a")

    wanted = arrangements(grid, sheet_faces(settings.theme), settings)
    found = next(wanted)
    rendered = lay(found)
    if len(rendered.pages) > found.pages and (other := next(wanted, None)):
        again = lay(other)
        if len(again.pages) < len(rendered.pages):
            found, rendered = other, again
    pushed = frozenset[str]()
    while parted := next((place for place in _parted(rendered) if place not in pushed), ""):
        pushed |= {parted}
        rendered = lay(found, pushed)
    for page in rendered.pages:
        if _begins_a_line(page):
            _say_nothing(page)
    return found, rendered


def _parted(rendered: weasyprint.Document) -> Iterator[str]:
    """The places of lines whose title does not stand where their cells begin, or stands there alone."""
    seen = set[Element]()
    for page in rendered.pages:
        for row in page_box(page).descendants():
            if not isinstance(row, TableRowBox) or row.element in seen:
                continue
            seen.add(row.element)
            title, *cells = row.children
            said = [bool(list(cell.descendants(placeholders=False))[1:]) for cell in cells]
            place = next((name for one in row.element.iter() if (name := one.get("data-place"))), "")
            shown = any(
                box.element.get("data-place") == place for box in title.descendants() if box.element is not None
            )
            if place.startswith("line-") and any(said) != shown:
                yield place


def _begins_a_line(page: weasyprint.document.Page) -> bool:
    """Whether the first line on a page has its title there; True where there is none at all."""
    found = whereabouts(page)
    heads = [box[3] for name, box in found.items() if name.startswith("head-")]
    titles = [box[1] for name, box in found.items() if name.startswith("line-")]
    return not heads or any(abs(top - heads[0]) < NEAR for top in titles)


def _say_nothing(page: weasyprint.document.Page) -> None:
    """CSS knows which line came last before a page, but not whether it is over; WeasyPrint has no way to tell it."""
    box = page_box(page)
    box.children = [child for child in box.children if getattr(child, "at_keyword", "") != GOES_ON]
