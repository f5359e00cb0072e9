"""This file says which keys a brand may have, after the convention of brand.yml, and which of the convention have no effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, FiniteFloat, WithJsonSchema
from pydantic_core import PydanticCustomError

from ladder_export.reading.nodes import Listing, Mapping, Node
from ladder_export.reading.schema.field_types import TEXT, WRITTEN, JsonSchema, Label, Line, Part, said

ROLES = ("primary", "secondary", "accent", "foreground", "background")
COLOR: JsonSchema = {"anyOf": [TEXT, {"type": "object", "required": ["light"]}]}

# Keys of the convention that documents have no use for, by the part that has them.
UNUSED: dict[str, tuple[str, ...]] = {
    "": ("defaults",),
    "meta.name": ("short",),
    "meta": ("link", "description", "version", "license", "licence"),
    "color": ("tertiary", "success", "info", "warning", "danger", "light", "dark", "link"),
    "typography": ("monospace", "monospace-inline", "monospace-block", "link"),
    "typography.base": ("size", "weight", "line-height", "style", "color"),
    "typography.headings": ("size", "weight", "line-height", "style", "color"),
    "typography.fonts": ("weight", "style", "display"),
}


def _light(value: object) -> object:
    """A colour may be told for light and dark pages apart; paper is light."""
    return (
        value["light"] if isinstance(value, dict) and value.keys() <= {"light", "dark"} and "light" in value else value
    )


def _four(value: tuple[float, ...]) -> tuple[float, ...]:
    if len(value) != 4 or not all(0 <= one <= 100 for one in value):  # noqa: PLR2004  # inks, and per cent
        raise PydanticCustomError("bad-inks", "")
    return value


Color = Annotated[Line, BeforeValidator(_light), WithJsonSchema(COLOR)]
Inks = Annotated[
    tuple[float, ...],
    AfterValidator(_four),
    WithJsonSchema(
        {
            "type": "array",
            "minItems": 4,
            "maxItems": 4,
            "items": {
                "type": ["number", "string"],
                "minimum": 0,
                "maximum": 100,
                "pattern": WRITTEN.replace("[-+]?", r"\+?", 1),
            },
        }
    ),
]
Height = Annotated[
    FiniteFloat | None,
    BeforeValidator(said),
    Field(ge=4, le=20),
    WithJsonSchema({"type": ["number", "string"], "minimum": 4, "maximum": 20, "pattern": WRITTEN}),
]


class BrandNamePart(Part):
    """A name, short and in full."""

    noun = "'name'"
    short = "full"
    full: Label = Field("", description="The whole name.")


class MetaPart(Part):
    """Whose brand it is."""

    noun = "'meta'"
    name: BrandNamePart | None = Field(None, description="The name of the company.")


class PicturePart(Part):
    """A file with a picture."""

    noun = "a logo"
    short = "path"
    path: Line = Field(description="Its path from here, or the name of one of the images.", examples=["logo.svg"])
    alt: Line = Field("", description="What it says to who cannot see it.")


class VariantPart(Part):
    """A logo on light and on dark grounds."""

    noun = "a size of the logo"
    short = "path"
    path: Line = Field("", description="The file for all grounds.")
    light: PicturePart | None = Field(None, description="The file for light grounds.")
    dark: PicturePart | None = Field(None, description="The file for dark grounds.")
    alt: Line = Field("", description="What it says to who cannot see it.")


class LogoPart(Part):
    """The logo: one file, or several for grounds and sizes."""

    noun = "'logo'"
    short = "light"
    light: PicturePart | None = Field(None, description="The file for light grounds: SVG or PNG.")
    dark: PicturePart | None = Field(None, description="The file for dark grounds.")
    press: PicturePart | None = Field(None, description="The file for --press: a JPEG in CMYK.")
    images: dict[str, PicturePart] = Field({}, description="Files by name.")
    small: VariantPart | None = Field(None, description="Where there is little room, such as a page's icon.")
    medium: VariantPart | None = Field(None, description="In headers.")
    large: VariantPart | None = Field(None, description="On covers.")
    alt: Line = Field("", description="What it says to who cannot see it; the company's name when left out.")
    height: Height = Field(None, description="How tall it stands on a sheet, in millimetres: 4 to 20.", examples=[8])


class ColorPart(Part):
    """The colours: one primary is enough."""

    noun = "'color'"
    short = "primary"
    palette: dict[str, Color] = Field({}, description="Colours by name.")
    primary: Color = Field("", description="The main colour; all others are derived from it.", examples=["#12344d"])
    secondary: Color = Field("", description="The colour of marks, where it is no grey.")
    accent: Color = Field("", description="The colour of marks and small titles.")
    foreground: Color = Field("", description="The colour of text.")
    background: Color = Field("", description="The colour of paper, where it is light.")
    inks: Inks = Field((), description="The primary in per cent of cyan, magenta, yellow and black, for --press.")


class FontFilePart(Part):
    """A file with a face."""

    noun = "a font"
    short = "path"
    path: Line = Field(description="Its path from here.", examples=["fonts/Octopus-Regular.ttf"])
    weight: Label = Field("", description="400 or 700, or normal or bold; the name of the file when left out.")
    style: Label = Field("", description="normal or italic; the name of the file when left out.")


class FontPart(Part):
    """A family and its files."""

    noun = "a family"
    family: Label = Field(description="Its name.", examples=["Octopus Sans"])
    source: Label = Field("", description="Only 'file' brings a font: nothing is fetched.")
    files: tuple[FontFilePart, ...] = Field((), description="Its faces, a file each: TTF or OTF.")


class FamilyPart(Part):
    """A family that something is set in."""

    noun = "typography"
    short = "family"
    family: Label = Field("", description="Its name.")


class TypographyPart(Part):
    """The typefaces."""

    noun = "'typography'"
    short = "base"
    fonts: tuple[FontPart, ...] = Field((), description="Families with their files.")
    base: FamilyPart | None = Field(None, description="What text is set in: a family of 'fonts', or one we ship.")
    headings: FamilyPart | None = Field(None, description="What titles are set in.")
    deck: FamilyPart | None = Field(None, description="What slides are set in: a family that readers have.")


class BrandPart(Part):
    """The brand that all documents carry; text alone is the path of a file with it, such as _brand.yml."""

    noun = "'brand'"
    short = "file"
    file: Line = Field("", description="A file with all of this, after the convention of brand.yml.")
    meta: MetaPart = Field(MetaPart(), description="Whose brand it is.")
    logo: LogoPart | None = Field(None, description="The logo.")
    color: ColorPart = Field(ColorPart(), description="The colours.")
    typography: TypographyPart = Field(TypographyPart(), description="The typefaces.")


def used(node: Node, unused: list[str], place: str = "") -> Node:
    """Return a brand without the keys that have no effect here, which are added to `unused` as `color.tertiary`."""
    if isinstance(node, Listing):
        return replace(node, items=tuple(used(item, unused, place) for item in node.items))
    if not isinstance(node, Mapping):
        return node
    dropped = [key for key in node.values if key in UNUSED.get(place, ())]
    unused += (".".join(filter(None, (place, key))) for key in dropped)
    kept = {
        key: used(value, unused, ".".join(filter(None, (place, key))))
        for key, value in node.values.items()
        if key not in dropped
    }
    return replace(node, values=kept)


def colors_of(part: ColorPart) -> Iterator[tuple[str, str]]:
    """Return the colours that are named, by role."""
    yield from ((role, value) for role in ROLES if (value := getattr(part, role)))
