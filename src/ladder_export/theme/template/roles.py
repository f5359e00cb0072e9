"""This file finds the layout for each role by the placeholders it has, whatever its name and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ladder_export.problems import BadTheme, Problem, Span, did_you_mean
from ladder_export.theme.template.anatomy import FOOT, Layout, Placeholder

Role = Literal["title", "content", "two-content", "section", "title-only", "blank"]

# The type that Office gives a role's layout, and how many placeholders such a layout has to fill.
STANDARD: Mapping[Role, tuple[str, int]] = {
    "title": ("title", 2),
    "content": ("obj", 2),
    "two-content": ("twoObj", 3),
    "section": ("secHead", 2),
    "title-only": ("titleOnly", 1),
    "blank": ("blank", 0),
}

ROLES = tuple(STANDARD)
TITLES = ("title", "ctrTitle")
CONTENT = ("obj", "body")
NARROWEST, LOWEST = 150.0, 70.0  # points: four lines of three or four words
LOWEST_TITLE = 17.0  # a line at the smallest size
LOW = 0.28  # of a slide's height: a title that begins below opens a section
CROWD = 4  # layouts that a message names


@dataclass(frozen=True, slots=True)
class Choice:
    """The layout of one role, None where the template has none; `instead` is the role it was made for, if another."""

    role: Role
    layout: Layout | None
    instead: Role | None = None


def choose(layouts: Sequence[Layout], height: float, named: Mapping[Role, str], shown: str) -> tuple[Choice, ...]:
    """The layout of every role: the one that is named, else the one whose placeholders fit, else the next best.

    `height` is that of a slide, in points. Raises BadTheme where a named layout is missing or
    unfit, or nothing can hold a title and text.
    """
    problems = [problem for role, name in named.items() if (problem := _unfit(role, name, layouts, shown))]
    if problems:
        raise BadTheme(*problems)
    found: dict[Role, Layout | None] = {}
    home = None
    for role in ("content", *ROLES):
        fitting = [one for one in layouts if named[role] == one.name] if role in named else []
        fitting = fitting or sorted(
            (one for one in layouts if not lacks(role, one, height)), key=lambda one: _cost(role, one, home, height)
        )
        found[role] = fitting[0] if fitting else None
        home = home if home is not None or not fitting else fitting[0].master
    if found["content"] is None:
        raise BadTheme(_no_content(layouts, height, shown))
    return tuple(_settled(role, found) for role in ROLES)


def lacks(role: Role, layout: Layout, height: float) -> str:
    """What a layout would need to serve a role; empty when it has it all."""
    return _needs(role, layout) or _differs(role, layout, height)


def title_of(layout: Layout) -> Placeholder:
    """The placeholder of a layout's title."""
    return layout.of(*TITLES)[0]


def contents_of(layout: Layout) -> tuple[Placeholder, ...]:
    """The placeholders that text goes into, roomy ones only, the roomiest first."""
    roomy = (one for one in layout.of(*CONTENT) if one.box.width >= NARROWEST and one.box.height >= LOWEST)
    return tuple(sorted(roomy, key=lambda one: (-_area(one), one.index)))


def _settled(role: Role, found: Mapping[Role, Layout | None]) -> Choice:
    """A role with its layout, or with the next best: two halves and an empty slide are never replaced."""
    others: dict[Role, tuple[Role, ...]] = {
        "title": ("section", "title-only", "content"),
        "section": ("title-only", "title", "content"),
        "title-only": ("content",),
    }
    if found[role]:
        return Choice(role, found[role])
    instead = next((other for other in others.get(role, ()) if found[other]), None)
    return Choice(role, found[instead] if instead else None, instead)


def _cost(role: Role, layout: Layout, home: int | None, height: float) -> tuple[object, ...]:
    """What orders the layouts that fit a role; the first in the template wins a draw, and one master serves all."""
    standard, count = STANDARD[role]
    away = home is not None and layout.master != home
    spare = len(_fillable(layout)) - count
    room = contents_of(layout)
    kind = room[0].kind if role == "content" and room else ""
    fills = round(4 * _area(room[0]) / height**2) if role == "content" and room else 0
    return (away, spare > 0, layout.kind != standard, kind == "body", -fills, abs(spare))


def _fillable(layout: Layout) -> tuple[Placeholder, ...]:
    return tuple(one for one in layout.placeholders if one.kind not in FOOT)


def _area(one: Placeholder) -> float:
    return one.box.width * one.box.height


def _needs(role: Role, layout: Layout) -> str:
    """What a layout must have even when it is named for the role; empty when it has."""
    match role:
        case "blank":
            return ""
        case "content":
            return _no_title(layout) or _no_room(layout, 1)
        case "two-content":
            return _no_title(layout) or _no_room(layout, 2)
        case "title" | "section" | "title-only":
            return _no_title(layout)


def _differs(role: Role, layout: Layout, height: float) -> str:
    """Why a layout that could serve a role is made for another one; empty when it is not."""
    match role:
        case "blank":
            return "it has placeholders to fill" if _fillable(layout) else ""
        case "content":
            return "it is made to open a deck or a section" if _opens(layout, height) else ""
        case "title":
            return "" if _is_cover(layout) else "it has no subtitle"
        case "section":
            return "" if _is_section(layout, height) else "its title stands on top"
        case "title-only":
            return "it has more than a title" if len(_fillable(layout)) > 1 else ""
        case "two-content":
            return ""


def _no_title(layout: Layout) -> str:
    titles = layout.of(*TITLES)
    if not titles:
        return f"it has no title placeholder{_outside(layout)}"
    box = titles[0].box
    small = box.width < NARROWEST or box.height < LOWEST_TITLE
    return f"its title has only {_size(titles[0])}" if small else ""


def _no_room(layout: Layout, wanted: int) -> str:
    if len(contents_of(layout)) >= wanted:
        return ""
    there = layout.of(*CONTENT)
    if len(there) >= wanted:
        return f"its content placeholder has only {_size(there[0])}"
    return f"it has no {'content placeholder' if wanted == 1 else 'two content placeholders'}{_outside(layout)}"


def _size(one: Placeholder) -> str:
    return f"{one.box.width:.0f} × {one.box.height:.0f} pt{' on the slide' if one.clipped else ''}"


def _outside(layout: Layout) -> str:
    return " outside a group" if layout.grouped else ""


def _is_cover(layout: Layout) -> bool:
    return layout.kind == "title" or bool(layout.of("ctrTitle") or layout.of("subTitle"))


def _is_section(layout: Layout, height: float) -> bool:
    alike = len(_fillable(layout)) == STANDARD["section"][1] and _opens(layout, height)
    return layout.kind == "secHead" or (alike and not _is_cover(layout))


def _opens(layout: Layout, height: float) -> bool:
    """Whether a layout announces what follows: typed so, or a cover, or with a low title over or under plain text."""
    if layout.kind == "secHead" or _is_cover(layout):
        return True
    title, room = title_of(layout).box, contents_of(layout)[:1]
    stacked = any(one.box.left < title.left + title.width and title.left < one.box.left + one.box.width for one in room)
    return title.top > LOW * height and stacked and room[0].kind == "body"


def _unfit(role: Role, name: str, layouts: Sequence[Layout], shown: str) -> Problem | None:
    """What is wrong with the layout that theme.toml names for a role, if anything."""
    token = f"deck.layouts.{role}"
    named = [one for one in layouts if one.name == name]
    if not named:
        near = did_you_mean(name, [one.name for one in layouts])
        return Problem("no-such-layout", f"{token} names '{name}', which the template lacks", Span(shown), help=near)
    lack = _needs(role, named[0])  # whoever names a layout knows what else it is for
    if not lack:
        return None
    return Problem("unfit-layout", f"{token} names '{name}', which cannot be it: {lack}", Span(shown))


def _no_content(layouts: Sequence[Layout], height: float, shown: str) -> Problem:
    """That no layout holds a title and text, and what the likeliest of them lack."""
    titled = [one for one in layouts if one.of(*TITLES)] or list(layouts)
    named = "; ".join(f"'{one.name}': {lacks('content', one, height)}" for one in titled[:CROWD])
    return Problem(
        "no-content-layout",
        f"no layout of the template has a title with room for text below ({named or 'it has no layouts'})",
        Span(shown),
        help="in PowerPoint: View > Slide Master > Insert Layout, then Insert Placeholder > Content, and save",
    )
