"""Numbers on how a document's text was fitted to its pages, as its writer reports them for manifest.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ladder_export.core.json_checks import number

JSON_NAMES = {
    "scale": "scale",
    "text_pt": "text_pt",
    "table_count": "tables",
    "layout_count": "layouts",
    "fill": "fill",
}


@dataclass(frozen=True, slots=True)
class LayoutSummary:
    """How text was fitted to pages; a number is None where it does not apply to the document.

    `scale`: size of the text as a multiple of the theme's text size. `text_pt`: that size in points. `table_count`:
    number of tables into which a wide comparison table was split. `layout_count`: number of layouts tried until the
    size was found. `fill`: how full the fullest column is (1.0 is full).
    """

    scale: float | None = None
    text_pt: float | None = None
    table_count: int | None = None
    layout_count: int | None = None
    fill: float | None = None

    def as_json(self) -> dict[str, float]:
        """Return the numbers that are not None, under the names that they have in manifest.json."""
        values = ((name, getattr(self, field)) for field, name in JSON_NAMES.items())
        return {name: value for name, value in values if value is not None}


def layout_summary_from_json(content: Mapping[str, object]) -> LayoutSummary | None:
    """Return the summary that `LayoutSummary.as_json` returned as `content`; None if `content` has none of its numbers.

    Raises InvalidManifest if one of the values is not a number.
    """
    numbers = {field: number(content[name]) for field, name in JSON_NAMES.items() if name in content}
    return LayoutSummary(**numbers) if numbers else None  # type: ignore[arg-type]  # counts are integers in our own manifests
