"""Find the layout of a presentation for each kind of slide ("role") by its placeholders, whatever its name is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ladder_export.core.problems import BadTheme, Problem, Span, did_you_mean
from ladder_export.theme.pptx_template.layouts import FOOT, Layout, Placeholder
from ladder_export.theme.pptx_template.space import shared_area
from ladder_export.theme.pptx_template.text_style import SINGLE

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
# Points, or a share of a slide where that is less: four lines of three or four words, a title of one line.
NARROWEST, LOWEST, LOWEST_TITLE = (150.0, 0.2), (70.0, 0.13), (17.0, 0.03)
LINES = 4  # of a style that a box must have room for: a number set very large is no text
TOUCHING = 0.05  # of a box: as much of it as a title may reach into
CRAMPED = 0.5  # of the room that the roomiest layout has for content
# Words for what opens a part of a deck, as people name such layouts.
OPENER = re.compile(
    r"section|divider|chapter|abschnitt|kapitel|trenn|intercalaire|chapitre|sectie|hoofdstuk|sección|capítulo|separador"
    r"|divisor|seção|secção|sezione|capitolo|divisori|avsnitt|kapittel|rozdział|sekcj|раздел|глава|セクション|見出し|章|节|區段"
    r"|섹션|구역|מקטע|قسم|فصل",
    re.IGNORECASE,
)
LOW = 0.28  # of a slide's height: a title that begins below opens a section
CROWD = 4  # layouts that a message names


@dataclass(frozen=True, slots=True)
class Choice:
    """The layout of a presentation for one kind of slide ("role"), such as "section".

    `layout` is None if the presentation has none. If no layout is made for the role and another role's layout is used,
    `fallback_for` is that other role; otherwise it is None.
    """

    role: Role
    layout: Layout | None
    fallback_for: Role | None = None


def assign_roles(layouts: Sequence[Layout], named: Mapping[Role, str], shown: str) -> tuple[Choice, ...]:
    """Choose a layout for each kind of slide ("role"): the one named for it, else the best that fits, else a fallback.

    A fallback is the layout of another role. `named` are names of layouts by role, `shown` is the file as messages name
    it. Raises BadTheme if a named layout is missing or does not fit, or if no layout has a title and enough space for
    text.
    """
    if problems := _unfit_layouts(layouts, named, shown):
        raise BadTheme(*problems)
    layouts_by_role: dict[Role, Layout | None] = {}
    home = None
    for role in ("content", *ROLES):
        fitting = [layout for layout in layouts if named.get(role) == layout.name] or _ranked(role, layouts, home)
        layouts_by_role[role] = next(iter(fitting), None)
        home = fitting[0].master if home is None and fitting else home
    if layouts_by_role["content"] is None:
        raise BadTheme(_no_content(layouts, shown))
    return tuple(_settled(role, layouts_by_role) for role in ROLES)


def _ranked(role: Role, layouts: Sequence[Layout], home: int | None) -> list[Layout]:
    """Return the layouts that fit a role, the best first; for content, if no other fits, also section headers and the like."""
    fitting = [layout for layout in layouts if not missing_for_role(role, layout)]
    if not fitting and role == "content":
        fitting = [layout for layout in layouts if not _needs(role, layout)]
    roomiest = max((_area(room) for layout in fitting for room in content_placeholders(layout)[:1]), default=0.0)
    return sorted(fitting, key=lambda layout: _cost(role, layout, home, roomiest))


def missing_for_role(role: Role, layout: Layout) -> str:
    """Return, in words, what a layout lacks for a kind of slide; empty if it fits."""
    return _needs(role, layout) or _differs(role, layout)


def has_text_area(layout: Layout) -> bool:
    """Return whether a layout has a title and a box that is large enough for text."""
    return not _needs("content", layout)


def title_placeholder(layout: Layout) -> Placeholder:
    """Return the placeholder for the title in a slide layout, which must have one."""
    return layout.placeholders_of(*TITLES)[0]


def content_placeholders(layout: Layout) -> tuple[Placeholder, ...]:
    """Return the placeholders of a layout that take content and are large enough for text, the largest first.

    A subtitle counts only if the layout has no other placeholder for content.
    """
    subtitles = layout.placeholders_of("subTitle") if layout.placeholders_of("title") and layout.kind != "title" else ()
    roomy = [
        placeholder for placeholder in layout.placeholders_of(*CONTENT) or subtitles if _is_roomy(placeholder, layout)
    ]
    return tuple(sorted(roomy, key=lambda placeholder: (-_area(placeholder), placeholder.index)))


def _is_roomy(placeholder: Placeholder, layout: Layout) -> bool:
    wide, tall = _limit(NARROWEST, layout.slide.width_pt), _limit(LOWEST, layout.slide.height_pt)
    return placeholder.box.width_pt >= wide and placeholder.box.height_pt >= tall


def _limit(least: tuple[float, float], whole: float) -> float:
    points, share = least
    return min(points, share * whole)


def _settled(role: Role, layouts: Mapping[Role, Layout | None]) -> Choice:
    """Return a role with its layout or a fallback; "two-content" and "blank" have no fallback."""
    others: dict[Role, tuple[Role, ...]] = {
        "title": ("section", "title-only", "content"),
        "section": ("title-only", "title", "content"),
        "title-only": ("content",),
    }
    if layouts[role]:
        return Choice(role, layouts[role])
    fallback = next((other for other in others.get(role, ()) if layouts[other]), None)
    return Choice(role, layouts[fallback] if fallback else None, fallback)


def _cost(role: Role, layout: Layout, home: int | None, roomiest: float) -> tuple[object, ...]:
    """Return the sort key of a layout that fits a role: the lowest wins, and layouts of one master come first."""
    standard, count = STANDARD[role]
    away = home is not None and layout.master != home
    spare = len(_fillable(layout)) - count
    if role != "content":
        return (away, spare > 0, layout.kind != standard, abs(spare))
    room = content_placeholders(layout)[0]
    covered = shared_area(room.box, title_placeholder(layout).box) > TOUCHING * _area(room)
    cramped = covered or _area(room) < CRAMPED * roomiest or _is_display(room)
    opens = layout.kind != standard and bool(OPENER.search(layout.name))
    others = (
        sum(1 for placeholder in _fillable(layout) if placeholder.kind not in TITLES and _is_roomy(placeholder, layout))
        - 1
    )
    plain = not any(level.has_bullets for level in room.levels)
    fills = round(4 * _area(room) / layout.slide.height_pt**2)
    return (away, cramped, opens, others > 0, layout.kind != standard, room.kind != "obj", plain, -fills, abs(spare))


def _is_display(placeholder: Placeholder) -> bool:
    """Return whether a box is made for one large number or word, not for text."""
    style = placeholder.levels[0]
    return LINES * style.size_pt * SINGLE > placeholder.box.height_pt


def _fillable(layout: Layout) -> tuple[Placeholder, ...]:
    return tuple(placeholder for placeholder in layout.placeholders if placeholder.kind not in FOOT)


def _area(placeholder: Placeholder) -> float:
    return placeholder.box.area


def _needs(role: Role, layout: Layout) -> str:
    """Return what a layout lacks even if theme.toml names it for the role; "" if nothing."""
    match role:
        case "blank":
            return ""
        case "content":
            return _no_title(layout) or _missing_text_areas(layout, 1)
        case "two-content":
            return _no_title(layout) or _missing_text_areas(layout, 2)
        case "title" | "section" | "title-only":
            return _no_title(layout)


def _differs(role: Role, layout: Layout) -> str:
    """Return why a layout is made for another role, in words; "" if it is not."""
    match role:
        case "blank" if _fillable(layout):
            return "it has placeholders to fill"
        case "content" if _opens(layout):
            return "it is made to open a deck or a section"
        case "title" if not _is_cover(layout):
            return "it has no subtitle"
        case "section" if not _is_section(layout):
            return "its title stands on top"
        case "title-only" if len(_fillable(layout)) > 1:
            return "it has more than a title"
        case _:
            return ""


def _no_title(layout: Layout) -> str:
    titles = layout.placeholders_of(*TITLES)
    if not titles:
        return f"it has no title placeholder{_outside(layout)}"
    box = titles[0].box
    tall = _limit(LOWEST_TITLE, layout.slide.height_pt)
    small = box.width_pt < _limit(NARROWEST, layout.slide.width_pt) or box.height_pt < tall
    return f"its title has only {_size(titles[0])}" if small else ""


def _missing_text_areas(layout: Layout, wanted: int) -> str:
    if len(content_placeholders(layout)) >= wanted:
        return ""
    there = layout.placeholders_of(*CONTENT)
    if len(there) >= wanted:
        return f"its content placeholder has only {_size(there[0])}"
    return f"it has no {'content placeholder' if wanted == 1 else 'two content placeholders'}{_outside(layout)}"


def _size(placeholder: Placeholder) -> str:
    return f"{placeholder.box.width_pt:.0f} × {placeholder.box.height_pt:.0f} pt{' on the slide' if placeholder.is_clipped else ''}"


def _outside(layout: Layout) -> str:
    return " outside a group" if layout.grouped else ""


def _is_cover(layout: Layout) -> bool:
    return layout.kind == "title" or bool(layout.placeholders_of("ctrTitle") or layout.placeholders_of("subTitle"))


def _is_section(layout: Layout) -> bool:
    alike = len(_fillable(layout)) == STANDARD["section"][1] and _opens(layout)
    return layout.kind == "secHead" or (alike and not _is_cover(layout))


def _opens(layout: Layout) -> bool:
    """Return whether a layout opens a deck or section: by its type, as a title slide, or by a low title beside plain text."""
    if layout.kind == "secHead" or _is_cover(layout):
        return True
    title, room = title_placeholder(layout).box, content_placeholders(layout)[:1]
    stacked = any(
        placeholder.box.left_pt < title.right_pt and title.left_pt < placeholder.box.right_pt for placeholder in room
    )
    return title.top_pt > LOW * layout.slide.height_pt and stacked and room[0].kind == "body"


def _unfit_layouts(layouts: Sequence[Layout], named: Mapping[Role, str], shown: str) -> list[Problem]:
    return [problem for role, name in named.items() if (problem := _unfit(role, name, layouts, shown))]


def _unfit(role: Role, name: str, layouts: Sequence[Layout], shown: str) -> Problem | None:
    """Return the problem with the layout that theme.toml names for a role; None if there is none."""
    token = f"deck.layouts.{role}"
    named = [layout for layout in layouts if layout.name == name]
    if not named:
        near = did_you_mean(name, [layout.name for layout in layouts])
        return Problem("no-such-layout", f"{token} names '{name}', which the template lacks", Span(shown), help=near)
    lack = _needs(role, named[0])  # whoever names a layout knows what else it is for
    if not lack:
        return None
    return Problem("unfit-layout", f"{token} names '{name}', which cannot be it: {lack}", Span(shown))


def _no_content(layouts: Sequence[Layout], shown: str) -> Problem:
    """Return the problem that no layout has a title and text, with what the likeliest ones lack."""
    titled = [layout for layout in layouts if layout.placeholders_of(*TITLES)] or list(layouts)
    named = "; ".join(f"'{layout.name}': {missing_for_role('content', layout)}" for layout in titled[:CROWD])
    return Problem(
        "no-content-layout",
        f"no layout of the template has a title with room for text below ({named or 'it has no layouts'})",
        Span(shown),
        help="in PowerPoint: View > Slide Master > Insert Layout, then Insert Placeholder > Content, and save",
    )
