"""Read a presentation's layouts, and each placeholder in them with the position and style that it inherits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from ladder_export.theme.office_package import A, Members, P, R, find_each, parse_part, relationships
from ladder_export.theme.pptx_template.colors import Colors, Palette, fill, ground, palette
from ladder_export.theme.pptx_template.space import (
    Shape,
    background_of,
    grow_box,
    is_hidden,
    rect_of,
    shapes,
    uncovered_part,
)
from ladder_export.theme.pptx_template.text_style import NO, TextStyle, first_attribute, parse_number, text_style
from ladder_export.theme.slide_rect import EMU_PER_PT, Rect

INSETS = (7.2, 3.6, 7.2, 3.6)  # left, top, right, bottom where nobody says otherwise
LEVELS = 5
MARGIN = 0.05  # of a slide: what stays free beside a box that would leave it
NEARLY = 0.01  # points: sizes closer than that are the same
FOOT = ("dt", "ftr", "sldNum")  # date, footer and number
TEXT = ("obj", "body")  # kinds of boxes for statements
FITTING = tuple(f"{A}{tag}" for tag in ("noAutofit", "normAutofit", "spAutoFit"))
USUAL = (720.0, 540.0)  # points: slides of a presentation that does not say how large they are
HOLDS = f"{P}nvSpPr/{P}nvPr/{P}ph"  # what makes a shape a placeholder

# Which placeholder of the master one of a layout takes after, and which of the master's text styles.
PARENTS = {"ctrTitle": "title", "title": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
STYLES = {"title": "titleStyle", "body": "bodyStyle"}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder of a slide layout, with the position and the styles that it inherits; lengths are in points.

    `kind` is its type, such as "title" ("obj": any content). `box` is where text may be: on the slide, clear of
    pictures. `has_position`: the layout sets its position; `is_clipped`: that is partly off the slide; `is_adjusted`:
    `box` differs from it; `is_hidden`: a picture covers it. `insets` are its margins (left, top, right, bottom),
    `levels` the styles of indent levels. `growth_anchor` is the anchor of its text (`t`, `ctr`, `b`) if the box may
    grow, else "". `text` is its text in the layout, which asks for text if `is_prompt`. `fill_colors` are those of its
    fill, None without one; `background_colors` those behind it, () if unknown.
    """

    kind: str
    index: int
    box: Rect
    insets: tuple[float, float, float, float]
    levels: tuple[TextStyle, ...]
    has_position: bool
    is_clipped: bool
    growth_anchor: str
    is_horizontal: bool
    column_count: int
    text: str
    is_prompt: bool
    fill_colors: Colors | None
    is_adjusted: bool = False
    is_hidden: bool = False
    background_colors: Colors = ()


@dataclass(frozen=True, slots=True)
class _Master:
    """The master that layouts inherit from, its theme, the presentation's default text, and the size of slides.

    `bare_covers` says that title slides show no date, footer or number, `generous` that whatever holds text may grow.
    """

    root: etree._Element
    theme: etree._Element | None
    fonts: tuple[str, str]
    default: etree._Element | None
    slide: Rect
    bare_covers: bool
    generous: bool

    def styles(self, name: str) -> list[etree._Element]:
        """Return the text styles that hold where a placeholder says nothing: the master's of this name, the presentation's."""
        return find_each([self.root], f"{P}txStyles/{P}{name}") + ([] if self.default is None else [self.default])


@dataclass(frozen=True, slots=True)
class Layout:
    """A slide layout: its name in PowerPoint, its part of the file, its type (`kind`, empty if none), its placeholders.

    `master` is the index of its master. `grouped`: some placeholders are in groups, which slides never copy. `slide` is
    the size of slides, `palette` has the colours by name. `rtl_tables`: text in tables runs from right to left.
    """

    name: str
    part: str
    kind: str
    master: int
    placeholders: tuple[Placeholder, ...]
    grouped: bool
    slide: Rect
    palette: Palette = field(repr=False)
    rtl_tables: bool

    def placeholders_of(self, *kinds: str) -> tuple[Placeholder, ...]:
        """Return the placeholders of these types (such as "title") whose text is horizontal, in the layout's order."""
        return tuple(
            placeholder for placeholder in self.placeholders if placeholder.kind in kinds and placeholder.is_horizontal
        )


def layouts(members: Members, main: str, *, generous: bool = False) -> tuple[Layout, ...]:
    """Return the layouts of all masters of a presentation, in PowerPoint's order.

    `members` are its parts by name, `main` is the name of the main part. With `generous`, every text box may grow into
    the empty space below it, as people enlarge boxes that are too low.
    """
    presentation = parse_part(members, main)
    slide, default = slide_rect(presentation), presentation.find(f"{P}defaultTextStyle")
    to = relationships(members, main)
    parts = [to[entry.get(f"{R}id")][1] for entry in presentation.iter(f"{P}sldMasterId")]
    bare = presentation.get("showSpecialPlsOnTitleSld") in NO
    roots = ((parse_part(members, part), _theme(members, part)) for part in parts)
    masters = (_Master(root, theme, _fonts(theme), default, slide, bare, generous) for root, theme in roots)
    return tuple(
        layout
        for number, (part, master) in enumerate(zip(parts, masters, strict=True))
        for layout in _of_master(members, part, number, master)
    )


def slide_rect(presentation: etree._Element) -> Rect:
    """Return the size of slides in points; USUAL if the presentation says none. Raises ValueError for a size of 0."""
    size = presentation.find(f"{P}sldSz")
    if size is None:
        return Rect(0.0, 0.0, *USUAL)
    wide, tall = int(size.get("cx")), int(size.get("cy"))
    if min(wide, tall) < EMU_PER_PT:
        raise ValueError("slides without a size")
    return Rect(0.0, 0.0, wide / EMU_PER_PT, tall / EMU_PER_PT)


def _theme(members: Members, master: str) -> etree._Element | None:
    """Return the theme of a master; None if it has none."""
    name = next((target for kind, target in relationships(members, master).values() if kind == "theme"), "")
    return parse_part(members, name) if name else None


def _of_master(members: Members, part: str, number: int, master: _Master) -> Iterator[Layout]:
    to = relationships(members, part)
    for entry in master.root.iter(f"{P}sldLayoutId"):
        layout_part = to[entry.get(f"{R}id")][1]
        yield _layout(parse_part(members, layout_part), layout_part, number, master)


def _layout(root: etree._Element, part: str, number: int, master: _Master) -> Layout:
    off = _switched_off(root, master)
    named_colors = palette(
        master.theme, master.root.find(f"{P}clrMap"), root.find(f"{P}clrMapOvr/{A}overrideClrMapping")
    )
    placeholders = [_placeholder(shape, master, named_colors) for shape in _shapes(root) if _kind(shape) not in off]
    behind = ground((root, master.root), master.theme, named_colors)
    shown = shapes((root,) if root.get("showMasterSp") in NO else (master.root, root), named_colors)
    return Layout(
        name=root.find(f"{P}cSld").get("name", ""),
        part=part,
        kind=root.get("type", ""),
        master=number,
        placeholders=tuple(
            _settled([placeholder for placeholder in placeholders if placeholder], shown, behind, master.slide)
        ),
        grouped=_has_groups(root),
        slide=master.slide,
        palette=named_colors,
        rtl_tables=text_style(master.styles("otherStyle"), 1, master.fonts).rtl,
    )


def _settled(
    placeholders: Sequence[Placeholder], shown: Sequence[Shape], behind: Colors, slide: Rect
) -> Iterator[Placeholder]:
    """Yield the placeholders of a layout with the space that text really has."""
    for placeholder in placeholders:
        box = placeholder.box
        if placeholder.growth_anchor:
            box = grow_box(
                box, [other.box for other in placeholders if other is not placeholder], slide, placeholder.growth_anchor
            )
        if placeholder.kind not in FOOT:
            box = uncovered_part(box, shown, slide)
        yield replace(
            placeholder,
            box=box,
            is_adjusted=placeholder.is_clipped or box != placeholder.box,
            is_hidden=is_hidden(placeholder.box, shown, slide),
            background_colors=background_of(box, shown, behind),
        )


def _switched_off(layout: etree._Element, master: _Master) -> set[str]:
    """Return which of date, footer and number a layout's new slides do not show."""
    switches = [*layout.findall(f"{P}hf"), *master.root.findall(f"{P}hf")]
    off = {kind for switch in switches for kind in FOOT if switch.get(kind) in NO}
    return set(FOOT) if master.bare_covers and layout.get("type") == "title" else off


def _fonts(theme: etree._Element | None) -> tuple[str, str]:
    """Return a theme's fonts for titles and for text; "" for one that is not set."""
    scheme = etree.Element("none") if theme is None else theme
    faces = [scheme.find(f".//{A}{kind}Font/{A}latin") for kind in ("major", "minor")]
    heading, body = ("" if face is None else face.get("typeface", "") for face in faces)
    return heading, body


def _shapes(root: etree._Element) -> Iterator[etree._Element]:
    """Return the placeholders that a slide copies, which excludes those in groups."""
    tree = root.find(f"{P}cSld/{P}spTree")
    return (shape for shape in tree.findall(f"{P}sp") if shape.find(HOLDS) is not None)


def _has_groups(root: etree._Element) -> bool:
    return any(group.find(f".//{P}sp/{HOLDS}") is not None for group in root.iter(f"{P}grpSp"))


def _kind(shape: etree._Element) -> str:
    return str(shape.find(HOLDS).get("type", "obj"))


def _placeholder(shape: etree._Element, master: _Master, named_colors: Palette) -> Placeholder | None:
    """Return a shape as a placeholder; None if it has no position."""
    kind = _kind(shape)
    parent_kind = PARENTS.get(kind, "body")
    family = [shape, *[parent for parent in _shapes(master.root) if _kind(parent) == parent_kind][:1]]
    places = find_each(family, f"{P}spPr/{A}xfrm")
    if not places or places[0].find(f"{A}ext") is None:
        return None
    entry = shape.find(HOLDS)
    bodies = find_each(family, f"{P}txBody/{A}bodyPr")
    chain = [*find_each(family, f"{P}txBody/{A}lstStyle"), *master.styles(STYLES.get(parent_kind, "otherStyle"))]
    whole = rect_of(places[0])
    box = _within(whole, master.slide)
    return Placeholder(
        kind=kind,
        index=int(entry.get("idx", "0")),
        box=box,
        insets=_insets(bodies),
        levels=tuple(text_style(chain, number, master.fonts) for number in range(1, LEVELS + 1)),
        has_position=shape.find(f"{P}spPr/{A}xfrm") is not None,
        is_clipped=box != whole,
        growth_anchor=_grows(bodies, generous=master.generous and kind in TEXT),
        is_horizontal=_is_horizontal(bodies, entry, places[0]),
        column_count=int(first_attribute(bodies, "numCol", "1")),
        text="".join(run.text or "" for run in shape.iter(f"{A}t")).strip(),
        is_prompt=entry.get("hasCustomPrompt", "0") not in NO,
        fill_colors=next(
            filter(
                lambda colors: colors is not None, (fill(holder.find(f"{P}spPr"), named_colors) for holder in family)
            ),
            None,
        ),
    )


def _is_horizontal(bodies: Sequence[etree._Element], entry: etree._Element, position: etree._Element) -> bool:
    """Return whether the text of a box is horizontal."""
    is_turned = entry.get("orient") == "vert" or position.get("rot", "0") != "0"
    return not is_turned and first_attribute(bodies, "vert", "horz") == "horz"


def _grows(bodies: Sequence[etree._Element], *, generous: bool) -> str:
    """Return where the text of a growing box is anchored; "" for a box that does not grow."""
    said = next((child.tag for body in bodies for child in body if child.tag in FITTING), "")
    return first_attribute(bodies, "anchor", "t") if generous or said == f"{A}spAutoFit" else ""


def _within(whole: Rect, slide: Rect) -> Rect:
    """Return the part of a box that lies on the slide."""
    left, wide = _clipped(whole.left_pt, whole.width_pt, slide.width_pt)
    top, tall = _clipped(whole.top_pt, whole.height_pt, slide.height_pt)
    return Rect(left, top, wide, tall)


def _clipped(start: float, length: float, most: float) -> tuple[float, float]:
    """Return a length within 0 to `most`; one that starts inside and ends outside gets a margin as wide as the one before it."""
    if start >= 0 and start + length <= most + NEARLY:
        return start, length
    first = max(0.0, start)
    last = most - min(first, MARGIN * most) if start + length > most + NEARLY else start + length
    return first, max(0.0, last - first)


def _insets(bodies: Sequence[etree._Element]) -> tuple[float, float, float, float]:
    sides = zip(("lIns", "tIns", "rIns", "bIns"), INSETS, strict=True)
    left, top, right, bottom = (
        parse_number(first_attribute(bodies, side, str(usual * EMU_PER_PT))) / EMU_PER_PT for side, usual in sides
    )
    return left, top, right, bottom
