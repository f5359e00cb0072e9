"""The styles that Word output uses, by the names that Word gives them, and what stands in for a missing one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NORMAL = "Normal"
TABLE_GRID = "Table Grid"
HYPERLINK = "Hyperlink"


@dataclass(frozen=True, slots=True)
class StyleRole:
    """One use of a Word style, such as a list item, and the style that one is made from where a document lacks it.

    `is_expected`: a build warns if it is missing. `kind` is that of the style: paragraph, character or table.
    """

    use: str
    fallback: str = NORMAL
    is_expected: bool = False
    kind: str = "paragraph"


STYLE_ROLES: Mapping[str, StyleRole] = {
    NORMAL: StyleRole("running text", ""),
    "Title": StyleRole("the name of a document", "Heading 1", is_expected=True),
    "Subtitle": StyleRole("what stands below the title of a handbook"),
    "Heading 1": StyleRole("areas; in a handbook its chapters", is_expected=True),
    "Heading 2": StyleRole("questions, areas within others; in a handbook its levels", "Heading 1", is_expected=True),
    "Heading 3": StyleRole("areas of a level in a handbook", "Heading 2"),
    "Heading 4": StyleRole("areas within others in a handbook", "Heading 3"),
    "List Bullet": StyleRole("statements", is_expected=True),
    "List Bullet 2": StyleRole("nested points", "List Bullet"),
    "List Bullet 3": StyleRole("points nested deeper", "List Bullet"),
    TABLE_GRID: StyleRole("tables", "", is_expected=True, kind="table"),
    "Caption": StyleRole("titles of tables in a handbook"),
    "TOC Heading": StyleRole("the title of the contents", "Heading 1"),
    "toc 1": StyleRole("chapters in the contents"),
    "toc 2": StyleRole("levels in the contents"),
    "index heading": StyleRole("entries of the index"),
    "Header": StyleRole("the top of further pages"),
    "Footer": StyleRole("the foot of pages"),
    HYPERLINK: StyleRole("links", "", kind="character"),
    "Lineage": StyleRole("organisation, ladder and track above the title"),
    "Stamp": StyleRole("a watermark such as Draft"),
    "Track": StyleRole("the steps of a track"),
    "Question": StyleRole("questions of an interview"),
    "Label": StyleRole("small headings of lists and fields"),
    "Example": StyleRole("examples", "List Bullet"),
    "Example 2": StyleRole("examples of statements", "List Bullet 2"),
    "Example 3": StyleRole("examples of nested points", "List Bullet 3"),
    "Cell": StyleRole("text in tables"),
    "Cell Heading": StyleRole("heads of tables", "Cell"),
    "Gap": StyleRole("the space after a table"),
    "Credit": StyleRole("the author of the text"),
}


@dataclass(frozen=True, slots=True)
class StyleChoice:
    """The style of a company's Word document for one use ("role"): its id.

    Empty where there is none, so that one is made.
    """

    role: str
    style_id: str


def choose_styles(ids_by_name: Mapping[tuple[str, str], str]) -> tuple[StyleChoice, ...]:
    """Find the style of a company's Word document for each use, among its style ids by kind and name in lower case."""
    return tuple(
        StyleChoice(name, ids_by_name.get((role.kind, name.casefold()), "")) for name, role in STYLE_ROLES.items()
    )
