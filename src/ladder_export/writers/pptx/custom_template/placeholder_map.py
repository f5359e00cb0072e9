"""This file says what room the placeholders of a company's template leave for our text, and how large it is set there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ladder_export.core.document import Document, Piece, Prose, Section, TrackProgress
from ladder_export.core.text import is_rtl, plain_text
from ladder_export.theme import Theme
from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.layouts import Layout, Placeholder
from ladder_export.theme.pptx_template.roles import Role, contents_of, title_of
from ladder_export.theme.pptx_template.text_style import TextStyle
from ladder_export.writers.fonts.text_metrics import SINGLE_SPACING, FontPair
from ladder_export.writers.pptx import geometry
from ladder_export.writers.pptx.custom_template.font_substitution import faces, tall
from ladder_export.writers.pptx.geometry import Rect
from ladder_export.writers.slides.packing import text_height_pt
from ladder_export.writers.slides.text_frames import DeckGeometry, Panel, TextFrame

SEARCHED = 3  # levels of an outline that may be the one with bullets
CHART_SHARE = 0.5  # of the width, for a chart beside a table
BETWEEN = 0.03  # of the width, that parts them
SMALL = (720.0, 405.0)  # points: on smaller slides text may be smaller in proportion, for they are shown as large
STEP = 2  # points between the sizes that are tried
NOWHERE = TextFrame(1, 0, 1)
TOUCHING = 4.0  # points that boxes side by side may share


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder that we fill, and the level (from 1) of its text."""

    holder: Placeholder
    level: int = 1

    @property
    def style(self) -> TextStyle:
        """How its text looks where we say nothing."""
        return self.holder.levels[self.level - 1]

    def room(self, size: float, stretch: float) -> TextFrame:
        """Its inside for text of a size, in points; lines are `stretch` times as tall as their style says."""
        (left, top, right, bottom), box = self.holder.insets, self.holder.box
        leading = (self.style.leading or 1.0) * stretch  # lines of a fixed height are set single
        return TextFrame(max(1.0, box.width - left - right), max(0.0, box.height - top - bottom), size, leading)

    def gap(self, size: float) -> float:
        """What parts its paragraphs, in points."""
        return self.style.gap + self.style.gap_share * size * SINGLE_SPACING


@dataclass(frozen=True, slots=True)
class Halves:
    """The company's layout for two things side by side: what starts the line, and what stands beside it."""

    layout: Layout
    heading: Place
    first: Place
    second: Place


@dataclass(frozen=True, slots=True)
class Plan:
    """Which layouts a deck takes, which of their placeholders hold what, and what to measure with.

    `subtitle` is None where the title slide has none that could hold the lineage; the cover and
    the chapter may have titles in a style of their own; `stretch` is how much taller lines may
    get than their size says, `scale` what small slides make of the theme's sizes.
    """

    cover: Layout
    chapter: Layout
    content: Layout
    title: Place
    subtitle: Place | None
    heading: Place
    chapter_title: Place
    body: Place
    faces: FontPair
    cover_faces: FontPair
    chapter_faces: FontPair
    stretch: float
    scale: float
    halves: Halves | None = None


def plan(template: Template, theme: Theme, document: Document) -> Plan:
    """How a document goes into a template. Raises BadEnvironment when a font to measure with is missing."""
    cover, chapter, content = (_layout(template, role) for role in ("title", "section", "content"))
    heading, body = Place(title_of(content)), _outline(contents_of(content)[0])
    title, chapter_title, beneath = Place(title_of(cover)), Place(title_of(chapter)), _beneath(cover)
    halves = find_halves(template, rtl=is_rtl(document.language))
    scale = min(1.0, content.slide.width / SMALL[0], content.slide.height / SMALL[1])
    beside = (halves.first, halves.second) if halves else ()
    styles = tuple(dict.fromkeys(one.style for one in (body, beneath, *beside) if one))
    found, of_cover, of_chapter = (faces(theme, one.style, *styles) for one in (heading, title, chapter_title))
    stretch = geometry.line_height_factor(document.language) * max(
        tall(face) for one in (found, of_cover, of_chapter) for face in (one.regular, one.bold)
    )
    if beneath:
        room = beneath.room(min(beneath.style.size, scale * theme.deck.statements), stretch)
        fits = text_height_pt(plain_text(" · ".join(document.breadcrumbs)), found, room) <= room.height_pt
        beneath = beneath if fits else None
    return Plan(
        cover,
        chapter,
        content,
        title,
        beneath,
        heading,
        chapter_title,
        body,
        found,
        of_cover,
        of_chapter,
        stretch,
        scale,
        halves,
    )


def find_halves(template: Template, *, rtl: bool) -> Halves | None:
    """The layout for two things side by side, if it has two roomy boxes that stand so and titles like all others."""
    layout = template.layout("two-content")
    rooms = sorted(contents_of(layout)[:2], key=lambda one: one.box.left) if layout else []
    if layout is None or len(rooms) < 2 or rooms[0].box.left + rooms[0].box.width > rooms[1].box.left + TOUCHING:  # noqa: PLR2004  # two
        return None
    first, second = reversed(rooms) if rtl else rooms
    return Halves(layout, Place(title_of(layout)), _outline(first), _outline(second))


def identified(document: Document, template: Template) -> Document:
    """The document with what its footer tells, such as the edition, in its lineage where slides have no footer."""
    if _layout(template, "content").of("ftr") or not document.footer:
        return document
    return replace(document, breadcrumbs=tuple(dict.fromkeys((*document.breadcrumbs, *document.footer.split(" · ")))))


def addressed(document: Document, fitted: Plan) -> Document:
    """The document as a company's deck has it: the code in the title, the climb as a table, no icons, its lineage kept."""
    climbs = [piece for piece in document.header_pieces if isinstance(piece, TrackProgress)]
    opening: list[Piece] = [piece for piece in document.header_pieces if not isinstance(piece, TrackProgress)]
    if document.breadcrumbs and not fitted.subtitle:
        opening.insert(0, Prose((plain_text(" · ".join(document.breadcrumbs)),)))
    sections = (*(Section(climb.label, (climb,)) for climb in climbs), *document.sections)
    return replace(
        document,
        title=" · ".join(part for part in (document.code, document.title) if part),
        code="",
        header_pieces=tuple(opening),
        sections=tuple(replace(section, icon="", title=_announced(section)) for section in sections),
    )


def _announced(section: Section) -> str:
    """A section's title, with what ours says above that of a chapter."""
    parts = (section.eyebrow, section.title) if section.chapter else (section.title,)
    return " · ".join(part for part in parts if part)


def sizes(fitted: Plan, theme: Theme, document: Document) -> Iterator[DeckGeometry]:
    """The rooms for our text, at the template's size first, then smaller, at the theme's last.

    A template expects less text than a level has, so its size is tried, not insisted on.
    """
    largest, usual = fitted.body.style.size, min(fitted.body.style.size, fitted.scale * theme.deck.statements)
    steps = range(round(largest), round(usual), -STEP)
    for size in (*steps, usual):
        yield _sizes(fitted, theme, document, size)


def _sizes(fitted: Plan, theme: Theme, document: Document, size: float) -> DeckGeometry:
    smallest, quiet = fitted.scale * theme.deck.smallest, min(size, size * theme.deck.examples / theme.deck.statements)
    halves, stretch = fitted.halves, fitted.stretch
    filled = (fitted.body, halves.first, halves.second) if halves else (fitted.body,)
    panel = (
        Panel(
            halves.heading.room(halves.heading.style.size, stretch),
            halves.first.room(size, stretch),
            halves.second.room(quiet, stretch),
        )
        for halves in (halves,)
        if halves
    )
    return DeckGeometry(
        cover=fitted.title.room(fitted.title.style.size, fitted.stretch),
        summary=_summary(fitted, document, fitted.scale * theme.deck.statements),
        staircase=NOWHERE,  # shapes that no placeholder holds have no place in a company's layout
        heading=fitted.heading.room(fitted.heading.style.size, fitted.stretch),
        body=fitted.body.room(size, fitted.stretch),
        mark_size_pt=0,
        icon=NOWHERE,
        examples_size_pt=quiet,
        smallest_size_pt=min(smallest, size),
        paragraph_gap_pt=max(place.gap(size) for place in filled),
        indent_pt=max(place.style.margin + max(0.0, place.style.indent) for place in filled) or size,
        cell_padding_pt=geometry.CELL_PADDING_PT,
        table=_beside(fitted, size, smallest),
        chart=_beside(fitted, min(smallest, size), smallest, 0),
        cell_line_spacing=fitted.stretch,
        panels=tuple(panel),
    )


def inside(place: Place) -> Rect:
    """A placeholder without its insets."""
    (left, top, right, bottom), box = place.holder.insets, place.holder.box
    return Rect(box.left + left, box.top + top, box.width - left - right, box.height - top - bottom)


def halves(place: Place) -> tuple[Rect, Rect]:
    """The inside of a placeholder for two things side by side: a chart and the table of what it shows."""
    whole = inside(place)
    chart = replace(whole, width_pt=CHART_SHARE * whole.width_pt)
    between = BETWEEN * whole.width_pt
    left = chart.left_pt + chart.width_pt + between
    return chart, replace(whole, left_pt=left, width_pt=whole.width_pt - chart.width_pt - between)


def _beside(fitted: Plan, size: float, largest: float, half: int = 1) -> TextFrame:
    frame = halves(fitted.body)[half]
    return TextFrame(frame.width_pt, frame.height_pt, min(size, largest), fitted.stretch)


def _summary(fitted: Plan, document: Document, largest: float) -> TextFrame:
    """What the lineage leaves of the subtitle."""
    if not fitted.subtitle:
        return NOWHERE
    room = fitted.subtitle.room(min(fitted.subtitle.style.size, largest), fitted.stretch)
    lineage = text_height_pt(plain_text(" · ".join(document.breadcrumbs)), fitted.faces, room)
    return replace(room, height_pt=max(0.0, room.height_pt - lineage - fitted.subtitle.gap(room.size_pt)))


def _layout(template: Template, role: Role) -> Layout:
    layout = template.layout(role)
    if layout is None:
        raise AssertionError(f"no template is opened without a layout for {role}")
    return layout


def _outline(holder: Placeholder) -> Place:
    """The level that statements go to: the first with bullets, for some templates begin with plain text."""
    marked = (number for number in range(1, SEARCHED + 1) if holder.levels[number - 1].marked)
    return Place(holder, next(marked, 1))


def _beneath(cover: Layout) -> Place | None:
    """What the title slide has for a line below the title: a subtitle, else any text."""
    holders: Sequence[Placeholder] = cover.of("subTitle") or cover.of("body") or cover.of("obj")
    return Place(holders[0]) if holders else None
