"""Read the settings above a page (YAML or TOML front matter, as in Jekyll, Hugo, 11ty and Docusaurus)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ladder_export.core.problems import Problem
from ladder_export.importers.ir import Page, Unplaced
from ladder_export.reading.nodes import MappingNode as Node
from ladder_export.reading.nodes import to_python
from ladder_export.reading.yaml.builder import NULL_WORDS
from ladder_export.reading.yaml.parser import parse_yaml

FENCES = ("---", "+++")
EMPTY = 2  # the line that closes empty settings

TITLES = ("title", "name", "role", "linktitle", "sidebar_label", "chapter-title")
FAMILIES = ("sidebargroup", "group", "department")
RANKS = "rank order weight level nav_order sidebar_position position grade eleventynavigation.order".split()
CODES = ("code", "level", "grade", "job-level", "job_level")
TRACKS = ("track", "parent", "family", "job_family", "discipline", "category", "eleventynavigation.parent")
SUMMARIES = ("summary", "description", "excerpt", "subtitle", "intro")

# The settings that ladder-export writes above a level, from which the same ladder is imported.
OWN_KEYS = (
    *("ladder", "organisation", "edition", "language", "ladder-summary", "credit", "track", "track-summary", "family"),
    *("kind", "grade", "grade-title", "extends", "rank"),
)

# Settings about the web site, not about the level.
TECHNICAL = frozenset(
    (
        "layout permalink date lastmod updated published slug id uid url aliases redirect_from toc template"
        " type author authors has_children has_toc nav_exclude search_exclude image images thumbnail banner"
        " cover draft lang language locale css js script math mermaid sidebar theme hide_title"
        " hide_table_of_contents pagination_next pagination_prev path homepage custom_edit_url"
        " eleventyexcludefromcollections eleventynavigation.key last_modified_at version cssclass icon yaml"
        " levels sidebartitle tags"
    ).split()
)


# A setting that needs no YAML parser, as nearly all do.
SIMPLE = re.compile(r'([A-Za-z_][\w-]*): (?:"([^"\\\t]+)"|([A-Za-z0-9][\w./-]*(?: [\w./-]+)*))')


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The settings above a page: their values, and the line of each, by key in lower case.

    `end` is the number of the line that closes the settings, 0 for a page without any. `problems` are errors in them.
    """

    values: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    end: int = 0
    problems: tuple[Problem, ...] = ()

    def text(self, keys: Sequence[str]) -> tuple[str, str]:
        """Return the first of `keys` whose setting has a text, and that text on one line; both empty if none has."""
        for key in keys:
            value = self.values.get(key)
            if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
                return key, " ".join(str(value).split())
        return "", ""

    @property
    def is_own(self) -> bool:
        """Return whether this program wrote the page, as a Markdown file that is now imported again."""
        return "ladder" in self.values and "rank" in self.values

    def own_text(self, key: str) -> str:
        """Return the text of a setting with its line breaks; empty if this program did not write the page."""
        return str(self.values.get(key, "")) if self.is_own else ""

    def number(self, keys: Sequence[str]) -> tuple[str, float | None]:
        """Return the first of `keys` whose setting is a number, and that number; an empty key and None if none is."""
        for key in keys:
            value = str(self.values.get(key, ""))
            if value.replace(".", "", 1).isdigit() and value.isascii():
                return key, float(value)
        return "", None


def closing_fence(page: Page, fence: str) -> int:
    """Return the number of the line that closes the settings above a page: the first after line 1 that equals `fence`.

    Returns 0 if there is none.
    """
    return next((number for number, line in enumerate(page.lines[1:], 2) if line.strip() == fence), 0)


def front_matter(page: Page) -> FrontMatter:
    """Parse the settings above a page; return empty ones for a page without settings.

    Invalid YAML gives a problem with its location; invalid TOML gives no values.
    """
    fence = page.excerpt(1).strip()
    if fence not in FENCES:
        return FrontMatter()
    end = closing_fence(page, fence)
    # A horizontal rule is not a fence: after a fence, settings follow at once and begin with a key.
    if (
        not end
        or not page.excerpt(2).strip()
        or (":" not in page.excerpt(2) and fence == "---" and not page.excerpt(2).startswith("#"))
    ):
        return FrontMatter(end=end if end == EMPTY else 0)  # two fences with nothing between them
    text = "\n".join(page.lines[1 : end - 1])
    return _toml(text, end) if fence == "+++" else _yaml(page, text, end)


def _toml(text: str, end: int) -> FrontMatter:
    """Return settings in TOML."""
    try:
        values = dict(_flatten(tomllib.loads(text)))
    except tomllib.TOMLDecodeError:
        return FrontMatter(end=end)
    return FrontMatter(values, dict.fromkeys(values, 2), end)


def _yaml(page: Page, text: str, end: int) -> FrontMatter:
    """Return settings in YAML."""
    if simple := _simple_values(text):
        return FrontMatter(simple, {key: line for line, key in enumerate(simple, 2)}, end)
    parsed = parse_yaml(page.file, f"#\n{text}".encode())  # so that line numbers are those of the page
    if not isinstance(parsed.node, Node):
        return FrontMatter(end=end, problems=parsed.problems)
    lines = {key.lower(): span.line for key, span in parsed.node.keys.items()}
    return FrontMatter(
        dict(_flatten(to_python(parsed.node))),
        lines,
        end,
        tuple(problem for problem in parsed.problems if problem.is_error),
    )


def _simple_values(text: str) -> dict[str, str]:
    """Return the settings where each is on a line of its own and needs no YAML parser; empty where any is not."""
    lines = [SIMPLE.fullmatch(line) for line in text.split("\n")]
    values = {match[1].lower(): match[2] or match[3] for match in lines if match}
    return values if len(values) == len(lines) and NULL_WORDS.isdisjoint(values.values()) else {}


def _flatten(values: object, before: str = "") -> Iterator[tuple[str, object]]:
    """Yield nested values with keys joined by dots."""
    if isinstance(values, Mapping):
        for key, value in values.items():
            name = f"{before}{str(key).lower()}"
            if isinstance(value, Mapping):
                yield from _flatten(value, f"{name}.")
            else:
                yield name, value


def unused_settings(page: Page, settings: FrontMatter, used: Sequence[str], title: str = "") -> Iterator[Unplaced]:
    """Yield the settings of a page that a ladder has no use for, as one unplaced text, so that none is lost.

    `used` are the keys that the ladder takes. A setting is left out if all its words are in `title`, too. Yields
    nothing if no other setting has a value.
    """
    title_words = set(re.findall(r"\w+", title.casefold()))
    lines = [
        (settings.lines.get(key.partition(".")[0], 1), f"{key}: {_as_text(value)}")
        for key, value in settings.values.items()
        if key not in used
        and key not in TECHNICAL
        and value not in (None, "", "true", "false", [], False, True)
        and not title_words.issuperset(re.findall(r"\w+", _as_text(value).casefold()))
    ]
    if lines:
        why = "these settings of the page are not about a level"
        yield Unplaced(page.file, lines[0][0], "\n".join(text for _, text in lines), why)


def _as_text(value: object) -> str:
    """Return a value as text, the items of a list with commas."""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
