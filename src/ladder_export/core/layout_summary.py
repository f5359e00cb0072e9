"""How a document's text was fitted to its pages, as its writer says and manifest.json keeps it."""

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
    """How text was fitted to its pages, for the manifest; None for what a document does not have.

    `scale`: size of its text as a multiple of the theme's. `text_pt`: that size in points. `table_count`: tables that a
    comparison table was divided into. `layout_count`: layouts that it took to find the size. `fill`: used share of the
    fullest column (1.0 is full).
    """

    scale: float | None = None
    text_pt: float | None = None
    table_count: int | None = None
    layout_count: int | None = None
    fill: float | None = None

    def as_json(self) -> dict[str, float]:
        """Return the numbers under their names in manifest.json, without those that are None."""
        values = ((name, getattr(self, field)) for field, name in JSON_NAMES.items())
        return {name: value for name, value in values if value is not None}


def layout_summary_from_json(content: Mapping[str, object]) -> LayoutSummary | None:
    """Return the summary that `as_json` gave; None for one without numbers.

    Raises InvalidManifest for anything else.
    """
    numbers = {field: number(content[name]) for field, name in JSON_NAMES.items() if name in content}
    return LayoutSummary(**numbers) if numbers else None  # type: ignore[arg-type]  # counts are integers in our own manifests
