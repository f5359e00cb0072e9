"""Repair slide masters and layouts that other programs wrote, so that they follow PowerPoint's rules."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import chain, count, filterfalse

from lxml import etree

from ladder_export.theme.office_package import A, P, find_each

HOLDER = f"{P}nvSpPr/{P}nvPr/{P}ph"
# Kinds of placeholders of layouts that have what masters have.
STACKED = (["title"], ["obj", "title"], ["body", "title"], ["subTitle", "title"])
TITLES, FOOT = ("title", "ctrTitle"), ("dt", "ftr", "sldNum")
STYLES = (("titleStyle", ("title",)), ("bodyStyle", ("body",)))  # the master's text styles, and whose words show them
DEEPEST = 9  # levels of an outline
# What a paragraph and a run may say that a style may not.
OF_PARAGRAPHS, OF_RUNS = ("lvl",), ("lang", "altLang", "dirty", "err", "smtClean", "bmk")
UNSTYLED = {f"{A}{tag}" for tag in ("defRPr", "extLst", "hlinkClick", "hlinkMouseOver")}


def repair(root: etree._Element) -> None:
    """Repair the XML of a slide master or layout in place; XML with another root element is not changed.

    Shapes and placeholders get unique numbers, and a master without text styles gets some.
    """
    if root.tag in (f"{P}sldMaster", f"{P}sldLayout", f"{P}notesMaster", f"{P}handoutMaster"):
        _number_shapes(root)
    if root.tag == f"{P}sldLayout":
        _number_placeholders(root)
    if root.tag == f"{P}sldMaster" and root.find(f"{P}txStyles") is None:
        _restore_styles(root)


def inherit_positions(layout: etree._Element, master: etree._Element) -> None:
    """Remove the positions of a slide layout's title and single content box, so that those of its master are inherited.

    Only layouts with a master that LibreOffice wrote are changed, which is known by its lack of text styles:
    LibreOffice writes the positions of one layout into all layouts.
    """
    kinds = {shape: holder.get("type", "obj") for shape, holder in _holders(layout)}
    filled = {shape: kind for shape, kind in kinds.items() if kind not in FOOT}
    if master.find(f"{P}txStyles") is not None or not _is_stacked(master) or sorted(filled.values()) not in STACKED:
        return
    for place in find_each(filled, f"{P}spPr/{A}xfrm"):
        place.getparent().remove(place)


def _holders(root: etree._Element) -> list[tuple[etree._Element, etree._Element]]:
    """Return every shape that is a placeholder, with what makes it one."""
    return [(shape, holder) for shape in root.iter(f"{P}sp") for holder in shape.findall(HOLDER)]


def _is_stacked(master: etree._Element) -> bool:
    """Return whether a master has a title with its text below."""
    sides = {}
    for shape in master.iter(f"{P}sp"):
        holder, place = shape.find(HOLDER), shape.find(f"{P}spPr/{A}xfrm")
        if holder is not None and place is not None:
            sides[holder.get("type")] = int(place.find(f"{A}off").get("y")), int(place.find(f"{A}ext").get("cy"))
    return "title" in sides and "body" in sides and sum(sides["title"]) <= sides["body"][0]


def _number_shapes(root: etree._Element) -> None:
    """Give each shape an id of its own; the first of several keeps it, for animations and connectors name it."""
    named = [element for element in root.iter(etree.Element) if element.tag == f"{P}cNvPr"]
    taken = {element.get("id", "") for element in named}
    seen: set[str] = {"0"}  # no id for a shape
    free = filterfalse(taken.__contains__, map(str, count(2)))
    for element in named:
        if element.get("id", "0") in seen:
            element.set("id", next(free))
        seen.add(element.get("id", ""))


def _number_placeholders(root: etree._Element) -> None:
    """Give each placeholder of a layout a number of its own, the title 0.

    LibreOffice and others write no numbers, which then all count as 0. Slides are paired with a layout by type and
    number, a layout with its master by type alone.
    """
    holders = [holder for _, holder in _holders(root)]
    titles = [holder for holder in holders if holder.get("type") in TITLES]
    taken = {holder.get("idx", "0") for holder in holders}
    free = filterfalse(taken.__contains__, map(str, count(1)))
    seen = {"0"}
    for holder in holders:
        number = holder.get("idx", "0")
        if holder in titles[:1]:
            holder.attrib.pop("idx", None)
        elif number in seen or not number.isdecimal():
            holder.set("idx", next(free))
        seen.add(holder.get("idx", "0"))


def _restore_styles(master: etree._Element) -> None:
    """Write the text styles of a master that has none from the words in its placeholders, where LibreOffice keeps them."""
    styles = etree.Element(f"{P}txStyles")
    for name, kinds in STYLES:
        style = etree.SubElement(styles, f"{P}{name}")
        shapes = [shape for shape, holder in _holders(master) if holder.get("type") in kinds]
        style.extend(level for _, level in sorted(chain.from_iterable(map(_levels, shapes[:1]))))
    etree.SubElement(styles, f"{P}otherStyle")
    tags = {f"{P}{tag}" for tag in ("sldLayoutIdLst", "transition", "timing", "hf")}
    before = [child for child in master if child.tag in tags]
    (before[-1] if before else master.find(f"{P}clrMap")).addnext(styles)


def _levels(shape: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield the number of each outline level, from 1, with the style of its first paragraph."""
    seen = set()
    for paragraph in shape.iter(f"{A}p"):
        properties, run = paragraph.find(f"{A}pPr"), paragraph.find(f"{A}r/{A}rPr")
        number = 1 + int("0" if properties is None else properties.get("lvl", "0"))
        if number in seen or number > DEEPEST:
            continue
        seen.add(number)
        level = etree.Element(f"{A}lvl{number}pPr")
        if properties is not None:
            _take_over(properties, level, OF_PARAGRAPHS)
        if run is not None:
            _take_over(run, etree.SubElement(level, f"{A}defRPr"), OF_RUNS)
        yield number, level


def _take_over(source: etree._Element, target: etree._Element, but: tuple[str, ...]) -> None:
    for name, value in source.attrib.items():
        if name not in but:
            target.set(name, value)
    target.extend(copy.deepcopy(child) for child in source if child.tag not in UNSTYLED)
