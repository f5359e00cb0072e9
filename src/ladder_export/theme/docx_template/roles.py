"""List the styles that Word output uses, under the names that Word gives them, and replacements for missing ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NORMAL = "Normal"
TABLE_GRID = "Table Grid"
HYPERLINK = "Hyperlink"


@dataclass(frozen=True, slots=True)
class StyleRole:
    """A style that Word output uses.

    `use` says for what, in words. If the company's document lacks the style, it is made from the style named
    `fallback`, empty for none; if `is_expected`, the build then warns. `kind` is paragraph, character or table.
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
    """The style of a company's Word document for one use.

    `role` is a key of STYLE_ROLES, such as "Heading 1". `style_id` is the id of the document's style of that name,
    empty if it has none.
    """

    role: str
    style_id: str


def choose_styles(ids_by_name: Mapping[tuple[str, str], str]) -> tuple[StyleChoice, ...]:
    """Find the style of a company's Word document for each of STYLE_ROLES.

    `ids_by_name` has the document's style ids by kind (such as "paragraph") and name in lower case.
    """
    return tuple(
        StyleChoice(name, ids_by_name.get((role.kind, name.casefold()), "")) for name, role in STYLE_ROLES.items()
    )
