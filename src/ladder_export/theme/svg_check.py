"""Check that an SVG is safe: it has only shapes, no addresses and no entities, and is not too large."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES = 400_000
MOST_SHAPES = 20_000  # once everything that is used again is counted again
LAYER = 200  # shapes that one counts for which is drawn on a layer of its own, or with other shapes in it
LAYERED = re.compile(r"opacity|mask|clip-path|url\(|blend|isolation|dash")
REFERENCE = re.compile(r"url\(\s*['\"]?\s*([^'\")\s]*)")
NAMED_FILE = re.compile(r"\b(?:image-set|image|src)\(", re.IGNORECASE)  # which may have an address without url()
NUMBER = re.compile(r"\s*([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\s*(?:px|pt|pc|mm|cm|in)?\s*")

WHY = {
    **dict.fromkeys(("script", "handler", "foreignObject", "iframe"), "it holds a program"),
    **dict.fromkeys(("image", "feImage", "audio", "video"), "it holds another picture or recording"),
    **dict.fromkeys(("text", "tspan", "textPath"), "it holds text, which looks different on every machine"),
    **dict.fromkeys(("animate", "animateMotion", "animateTransform", "set"), "it moves"),
    "a": "it holds a link",
    "filter": "it has effects that no printer shows",
}
REMEDIES = {
    "text": "convert its text to paths in the program that drew it "
    "(Inkscape: Path, Object to Path; Illustrator: Type, Create Outlines), or save the logo as PNG"
}
SIMPLER = "have a simpler one drawn"
REMEDY = "save it anew from the program that drew it, as plain SVG"


class BadPicture(Exception):
    """Raised for a picture that cannot be used.

    `why` is the reason, as a clause such as "it is damaged"; `remedy` says what to do.
    """

    def __init__(self, why: str, remedy: str = REMEDY) -> None:
        super().__init__(why)
        self.why, self.remedy = why, remedy


def checked_svg(data: bytes) -> tuple[bytes, float, float]:
    """Check an SVG; return it without document type and comments, and its width and height.

    Width and height have no unit: only their ratio counts. Raises BadPicture if the SVG has anything except shapes and
    their styles, such as scripts, links or fonts.
    """
    if len(data) > MOST_BYTES:
        raise BadPicture(f"it has more than {MOST_BYTES // 1000} kB", SIMPLER)
    if b"<!ENTITY" in data:
        raise BadPicture("it declares entities")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise BadPicture(f"it is no SVG ({fault.msg})") from fault
    if root.tag != f"{SVG}svg":
        raise BadPicture("it is no SVG")
    elements = list(root.iter(tag=etree.Element))
    for element in elements:
        _require_plain(element)
    if _shapes(root, elements) > MOST_SHAPES:
        message = f"it draws more than {MOST_SHAPES:,} shapes, of which masks and the like count {LAYER}"
        raise BadPicture(message, SIMPLER)
    width, height = _size(root)
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return etree.tostring(root), width, height


def _require_plain(element: etree._Element) -> None:
    """Raise BadPicture for an element that runs a script, loads a file or links to anything."""
    name = etree.QName(element).localname
    if name in WHY:
        raise BadPicture(WHY[name], REMEDIES.get(name, REMEDY))
    for key, value in element.attrib.items():
        attribute = etree.QName(key).localname
        if attribute.startswith("on"):
            raise BadPicture("it holds a program")
        if attribute == "href" and not value.strip().startswith("#"):
            raise BadPicture("it refers to another file")
        _require_own(str(value))
    if name == "style":
        if "@" in (element.text or ""):
            raise BadPicture("its style sheet has more than rules")
        _require_own(element.text or "")


def _require_own(text: str) -> None:
    if "\\" in text or NAMED_FILE.search(text) or any(not target.startswith("#") for target in REFERENCE.findall(text)):
        raise BadPicture("it refers to another file")


def _shapes(root: etree._Element, elements: list[etree._Element]) -> int:
    """Return how many elements are drawn, references counted in full. Raises BadPicture for a reference to itself."""
    named = {element.get("id"): element for element in elements if element.get("id")}
    styled = any(LAYERED.search(style.text or "") for style in root.iter(f"{SVG}style"))
    counted: dict[etree._Element, int] = {}  # 0 while an element is counted

    def count(element: etree._Element) -> int:
        if element not in counted:
            counted[element] = 0
            used = map(named.__getitem__, filter(named.__contains__, _references(element)))
            weight = LAYER if styled or _is_layered(element) else 1
            total = weight + sum(map(count, (*element.iterchildren(etree.Element), *used)))
            counted[element] = min(total, MOST_SHAPES + 1)
        if not counted[element]:
            raise BadPicture("a part of it refers to itself")
        return counted[element]

    try:
        return count(root)
    except RecursionError as fault:
        raise BadPicture("its parts nest too deeply") from fault


def _is_layered(element: etree._Element) -> bool:
    """Return whether an element is drawn on a layer of its own."""
    return bool(LAYERED.search(" ".join(f"{key}:{value}" for key, value in element.attrib.items())))


def _references(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if etree.QName(key).localname == "href":
            yield value.strip()[1:]
        else:
            yield from (target[1:] for target in REFERENCE.findall(str(value)))


def _size(root: etree._Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", (root.get("viewBox") or "").strip())
    sides = [NUMBER.fullmatch(root.get(side) or "") for side in ("width", "height")]
    if len(box) == 4 and all(map(NUMBER.fullmatch, box[2:])):  # noqa: PLR2004  # left, top, width and height
        width, height = float(box[2]), float(box[3])
    elif sides[0] and sides[1]:
        width, height = float(sides[0][1]), float(sides[1][1])
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    else:
        raise BadPicture("it does not say how large it is", "give it a viewBox")
    if not 0 < width < 1e6 or not 0 < height < 1e6:  # noqa: PLR2004  # what drawings have
        raise BadPicture("it has no size")
    return width, height
