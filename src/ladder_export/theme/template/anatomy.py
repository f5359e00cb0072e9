"""This file reads a presentation's layouts as they show: every placeholder with the place and style it inherits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from ladder_export.theme.template.package import Members, related, tree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

EMU = 12700  # a point in the format's own units
INSETS = (7.2, 3.6, 7.2, 3.6)  # left, top, right, bottom where nobody says otherwise
SIZE = 18.0  # likewise
SINGLE = 1.2  # of the size: what a share of a line is counted from
LEVELS = 5
MARGIN = 0.05  # of a slide: what stays free beside a box that would leave it
NEARLY = 0.01  # points: sizes closer than that are the same
FOOT = ("dt", "ftr", "sldNum")  # date, footer and number
NO = ("0", "false")
MARKERS = ("buChar", "buAutoNum", "buBlip")
HOLDS = f"{P}nvSpPr/{P}nvPr/{P}ph"  # what makes a shape a placeholder

# Which placeholder of the master one of a layout takes after, and which of the master's text styles.
PARENTS = {"ctrTitle": "title", "title": "title", "dt": "dt", "ftr": "ftr", "sldNum": "sldNum"}
STYLES = {"title": "titleStyle", "body": "bodyStyle"}


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How one level of a placeholder's text looks.

    Sizes, `margin`, `indent`, `tracking` (between letters) and `gap` (between paragraphs) in
    points, `gap_share` of a line; `leading` in multiples of single, 0 where lines have a fixed height.
    """

    font: str
    size: float
    leading: float
    gap: float
    gap_share: float
    margin: float
    indent: float
    align: str
    tracking: float
    marked: bool
    caps: bool


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A box to be filled: `kind` is its type in the format (`obj` for any content), `insets` in points.

    `placed` says whether the layout itself names the place, `clipped` that this goes beyond the
    slide, of which `box` is the part within; `upright` that text runs across it as usual;
    `columns` counts those of its text. `words` is the text it has in the layout.
    """

    kind: str
    index: int
    box: Box
    insets: tuple[float, float, float, float]
    levels: tuple[TextStyle, ...]
    placed: bool
    clipped: bool
    upright: bool
    columns: int
    words: str


@dataclass(frozen=True, slots=True)
class _Master:
    """What layouts inherit from: a master and its typefaces, the presentation's default text, and the size of slides.

    `bare_covers` says that title slides show no date, footer or number.
    """

    root: etree._Element
    fonts: tuple[str, str]
    default: etree._Element | None
    slide: Box
    bare_covers: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: the name people see, the part it is, its standard type if it has one, and its placeholders.

    `grouped` says that more of them are in groups, which slides never take over.
    """

    name: str
    part: str
    kind: str
    master: int
    placeholders: tuple[Placeholder, ...]
    grouped: bool

    def of(self, *kinds: str) -> tuple[Placeholder, ...]:
        """Its placeholders of these kinds that text can go into, in order."""
        return tuple(one for one in self.placeholders if one.kind in kinds and one.upright)


def layouts(members: Members, main: str) -> tuple[Layout, ...]:
    """Every layout of every master, in the order that people see them; `main` is the presentation's own part."""
    presentation = tree(members, main)
    slide, default = size_of(presentation), presentation.find(f"{P}defaultTextStyle")
    to = related(members, main)
    parts = [to[entry.get(f"{R}id")][1] for entry in presentation.iter(f"{P}sldMasterId")]
    bare = presentation.get("showSpecialPlsOnTitleSld") in NO
    masters = (_Master(tree(members, part), _fonts(members, part), default, slide, bare) for part in parts)
    return tuple(
        layout
        for place, (part, master) in enumerate(zip(parts, masters, strict=True))
        for layout in _of_master(members, part, place, master)
    )


def size_of(presentation: etree._Element) -> Box:
    """The slides of a presentation as a box."""
    size = presentation.find(f"{P}sldSz")
    return Box(0.0, 0.0, int(size.get("cx")) / EMU, int(size.get("cy")) / EMU)


def _of_master(members: Members, part: str, place: int, master: _Master) -> Iterator[Layout]:
    to = related(members, part)
    for entry in master.root.iter(f"{P}sldLayoutId"):
        layout_part = to[entry.get(f"{R}id")][1]
        layout = tree(members, layout_part)
        off = _switched_off(layout, master)
        found = [_placeholder(shape, master) for shape in _shapes(layout) if _kind(shape) not in off]
        name, kind = layout.find(f"{P}cSld").get("name", ""), layout.get("type", "")
        yield Layout(name, layout_part, kind, place, tuple(one for one in found if one), grouped=_has_groups(layout))


def _switched_off(layout: etree._Element, master: _Master) -> set[str]:
    """Which of date, footer and number new slides of a layout do not show."""
    switches = [*layout.findall(f"{P}hf"), *master.root.findall(f"{P}hf")]
    off = {kind for one in switches for kind in FOOT if one.get(kind) in NO}
    return set(FOOT) if master.bare_covers and layout.get("type") == "title" else off


def _fonts(members: Members, master: str) -> tuple[str, str]:
    """The typefaces of titles and of text that a master's theme has."""
    theme = next((target for kind, target in related(members, master).values() if kind == "theme"), "")
    scheme = tree(members, theme) if theme else etree.Element("none")
    faces = [scheme.find(f".//{A}{kind}Font/{A}latin") for kind in ("major", "minor")]
    heading, body = ("" if face is None else face.get("typeface", "") for face in faces)
    return heading, body


def _shapes(root: etree._Element) -> Iterator[etree._Element]:
    """The placeholders that a slide takes over; those in groups it does not."""
    tree = root.find(f"{P}cSld/{P}spTree")
    return (shape for shape in tree.findall(f"{P}sp") if shape.find(HOLDS) is not None)


def _has_groups(root: etree._Element) -> bool:
    return any(group.find(f".//{P}sp/{HOLDS}") is not None for group in root.iter(f"{P}grpSp"))


def _kind(shape: etree._Element) -> str:
    return str(shape.find(HOLDS).get("type", "obj"))


def _placeholder(shape: etree._Element, master: _Master) -> Placeholder | None:
    """The placeholder as it shows; None for one that stands nowhere."""
    kind = _kind(shape)
    parent_kind = PARENTS.get(kind, "body")
    parent = next((one for one in _shapes(master.root) if _kind(one) == parent_kind), None)
    family = [shape] if parent is None else [shape, parent]
    places = [one for one in (member.find(f"{P}spPr/{A}xfrm") for member in family) if one is not None]
    if not places or places[0].find(f"{A}ext") is None:
        return None
    entry = shape.find(HOLDS)
    bodies = [one for one in (member.find(f"{P}txBody/{A}bodyPr") for member in family) if one is not None]
    lists = [member.find(f"{P}txBody/{A}lstStyle") for member in family]
    lists += [master.root.find(f"{P}txStyles/{P}{STYLES.get(parent_kind, 'otherStyle')}"), master.default]
    chain = [one for one in lists if one is not None]
    turned = (
        _first(bodies, "vert", "horz") != "horz" or entry.get("orient") == "vert" or places[0].get("rot", "0") != "0"
    )
    whole = _box(places[0])
    box = _within(whole, master.slide)
    return Placeholder(
        kind=kind,
        index=int(entry.get("idx", "0")),
        box=box,
        insets=_insets(bodies),
        levels=tuple(_style(chain, number, master.fonts) for number in range(1, LEVELS + 1)),
        placed=shape.find(f"{P}spPr/{A}xfrm") is not None,
        clipped=box != whole,
        upright=not turned,
        columns=int(_first(bodies, "numCol", "1")),
        words="".join(run.text or "" for run in shape.iter(f"{A}t")).strip(),
    )


def _box(place: etree._Element) -> Box:
    offset, extent = place.find(f"{A}off"), place.find(f"{A}ext")
    return Box(
        *(int(one.get(side)) / EMU for one, side in ((offset, "x"), (offset, "y"), (extent, "cx"), (extent, "cy")))
    )


def _within(whole: Box, slide: Box) -> Box:
    """What of a box lies on the slide."""
    left, wide = _clipped(whole.left, whole.width, slide.width)
    top, tall = _clipped(whole.top, whole.height, slide.height)
    return Box(left, top, wide, tall)


def _clipped(start: float, length: float, most: float) -> tuple[float, float]:
    """A stretch from 0 to `most`: one that starts inside and goes beyond keeps a margin as wide as before it, at most."""
    if start >= 0 and start + length <= most + NEARLY:
        return start, length
    first = max(0.0, start)
    last = most - min(first, MARGIN * most) if start + length > most + NEARLY else start + length
    return first, max(0.0, last - first)


def _insets(bodies: Sequence[etree._Element]) -> tuple[float, float, float, float]:
    sides = zip(("lIns", "tIns", "rIns", "bIns"), INSETS, strict=True)
    left, top, right, bottom = (float(_first(bodies, side, str(usual * EMU))) / EMU for side, usual in sides)
    return left, top, right, bottom


def _first(elements: Sequence[etree._Element], name: str, otherwise: str) -> str:
    """What the nearest of these elements says of an attribute."""
    return next((str(one.get(name)) for one in elements if one.get(name) is not None), otherwise)


def _style(chain: Sequence[etree._Element], number: int, fonts: tuple[str, str]) -> TextStyle:
    levels = [one for one in (styles.find(f"{A}lvl{number}pPr") for styles in chain) if one is not None]
    runs = [one for one in (level.find(f"{A}defRPr") for level in levels) if one is not None]
    faces = [one for one in (run.find(f"{A}latin") for run in runs) if one is not None]
    font = _first(faces, "typeface", "+mn-lt")
    size = float(_first(runs, "sz", str(SIZE * 100))) / 100
    leading = _spacing(levels, "lnSpc")
    before, after = _spacing(levels, "spcBef"), _spacing(levels, "spcAft")
    return TextStyle(
        font={"+mj-lt": fonts[0], "+mn-lt": fonts[1]}.get(font, font),
        size=size,
        leading=(leading[1] or 1.0) if not leading[0] else 0.0,
        gap=before[0] + after[0],
        gap_share=before[1] + after[1],
        margin=float(_first(levels, "marL", "0")) / EMU,
        indent=float(_first(levels, "indent", "0")) / EMU,
        align=_first(levels, "algn", "l"),
        tracking=max(0.0, float(_first(runs, "spc", "0")) / 100),
        marked=_is_marked(levels),
        caps=_first(runs, "cap", "none") != "none",
    )


def _spacing(levels: Sequence[etree._Element], name: str) -> tuple[float, float]:
    """A spacing as points and as a share of a line; one of them is 0."""
    for level in levels:
        if (found := level.find(f"{A}{name}")) is not None and len(found):
            amount = found[0].get("val", "0")
            value = float(amount.rstrip("%")) * (1000 if amount.endswith("%") else 1)
            return (value / 100, 0.0) if found[0].tag == f"{A}spcPts" else (0.0, value / 100_000)
    return 0.0, 0.0


def _is_marked(levels: Sequence[etree._Element]) -> bool:
    for level in levels:
        for child in level:
            if child.tag == f"{A}buNone":
                return False
            if child.tag in {f"{A}{marker}" for marker in MARKERS}:
                return True
    return False
