"""Put the brand's logo on the slide layouts of our decks, as a native picture: SVG, with a PNG for older programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from ladder_export.theme.placed_logo import Ground, PlacedLogo
from ladder_export.theme.slide_rect import Rect
from ladder_export.writers.pptx.geometry import xfrm_xml

FIRST_ID = 40  # of shapes on a layout, behind those of ours
PADDING_PT = 4.0  # of a plate
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # where [MS-ODRAWXML] has an SVG beside its picture
TYPES = "[Content_Types].xml"
MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml"}


def with_logo(
    parts: Mapping[str, bytes], logo: PlacedLogo, rects: Mapping[str, tuple[Ground, Rect]], mirror_width_pt: float
) -> dict[str, bytes]:
    """Return the files of a deck with the brand's logo added to its slide layouts.

    `parts` are the files inside the deck's ZIP by name. `rects` gives, by the name of a layout's file, the kind of
    background there and the rectangle for the logo. `mirror_width_pt` is the slide's width in points if positions are
    mirrored for a right-to-left language, else 0.
    """
    changed, media = dict(parts), dict[str, bytes]()
    for part, (ground, rect) in rects.items():
        files = {f"ppt/media/logo-{logo.placed[ground].picture}.{kind}": data for kind, data in _files(logo, ground)}
        media |= files
        shapes = _shapes(logo, ground, rect, [f"rIdLogo{number}" for number in range(len(files))], mirror_width_pt)
        changed[part] = changed[part].replace(b"</p:spTree>", f"{shapes}</p:spTree>".encode())
        folder, _, name = part.rpartition("/")
        links = f"{folder}/_rels/{name}.rels"
        changed[links] = changed[links].replace(
            b"</Relationships>", f"{_relationships_xml(files)}</Relationships>".encode()
        )
    return {**changed, **media, TYPES: _with_types(changed[TYPES], media)}


def _files(logo: PlacedLogo, ground: Ground) -> Iterator[tuple[str, bytes]]:
    picture = logo.pictures[logo.placed[ground].picture]
    yield "png", picture.twin
    if picture.kind == "svg":
        yield "svg", picture.data


def _relationships_xml(files: Mapping[str, bytes]) -> str:
    return "".join(
        f'<Relationship Id="rIdLogo{number}" Type="{RELATIONSHIP}" Target="/{name}"/>'
        for number, name in enumerate(files)
    )


def _with_types(content: bytes, media: Mapping[str, bytes]) -> bytes:
    """Return `[Content_Types].xml` with the types of the pictures."""
    missing = [kind for kind in MEDIA_TYPES if any(name.endswith(kind) for name in media)]
    added = "".join(
        f'<Default Extension="{kind}" ContentType="{MEDIA_TYPES[kind]}"/>'
        for kind in missing
        if f'Extension="{kind}"'.encode() not in content
    )
    head, mark, rest = content.partition(b"<Default ")
    return head + added.encode() + mark + rest


def _shapes(logo: PlacedLogo, ground: Ground, rect: Rect, links: list[str], mirror_width_pt: float) -> str:
    """Return the picture, as large as its rectangle allows, at its far end, on a plate if it needs one."""
    name, plate = logo.placed[ground]
    ratio, padding_pt = logo.pictures[name].ratio, PADDING_PT if plate else 0.0
    height_pt = min(rect.height_pt - 2 * padding_pt, (rect.width_pt - 2 * padding_pt) / ratio)
    width_pt = height_pt * ratio
    left_pt, top_pt = (
        rect.left_pt + rect.width_pt - width_pt - padding_pt,
        rect.top_pt + (rect.height_pt - height_pt) / 2,
    )
    around = Rect(left_pt - padding_pt, top_pt - padding_pt, width_pt + 2 * padding_pt, height_pt + 2 * padding_pt)
    behind = _plate(around.mirrored_for_rtl(mirror_width_pt, rtl=mirror_width_pt > 0), plate) if plate else ""
    return behind + _picture(
        Rect(left_pt, top_pt, width_pt, height_pt).mirrored_for_rtl(mirror_width_pt, rtl=mirror_width_pt > 0),
        logo.alt,
        links,
    )


def _plate(rect: Rect, color: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{FIRST_ID}" name="Logo plate"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr>{xfrm_xml(rect)}<a:prstGeom prst="roundRect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{color[1:].upper()}"/></a:solidFill></p:spPr></p:sp>'
    )


def _picture(rect: Rect, alt: str, links: list[str]) -> str:
    drawing = (
        f'<a:extLst><a:ext uri="{SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{SVG}" r:embed="{links[1]}"/></a:ext></a:extLst>'
        if links[1:]
        else ""
    )
    return (
        f'<p:pic><p:nvPicPr><p:cNvPr id="{FIRST_ID + 1}" name="Logo" descr="{escape(alt)}"/>'
        '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/></p:nvPicPr>'
        f'<p:blipFill><a:blip r:embed="{links[0]}">{drawing}</a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
        f'<p:spPr>{xfrm_xml(rect)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
