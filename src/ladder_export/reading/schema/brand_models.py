"""This file says which keys a brand may have, after the convention of brand.yml, and which of the convention have no effect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, FiniteFloat, WithJsonSchema
from pydantic_core import PydanticCustomError

from ladder_export.reading.nodes import ListNode, MappingNode, Node
from ladder_export.reading.schema.field_types import (
    NUMBER_PATTERN,
    TEXT_SCHEMA,
    InlineText,
    JsonSchema,
    Label,
    SchemaModel,
    not_null,
)

COLOR_ROLES = ("primary", "secondary", "accent", "foreground", "background")
COLOR_SCHEMA: JsonSchema = {"anyOf": [TEXT_SCHEMA, {"type": "object", "required": ["light"]}]}

# Keys of the convention that documents have no use for, by the part that has them.
UNUSED_KEYS: dict[str, tuple[str, ...]] = {
    "": ("defaults",),
    "meta.name": ("short",),
    "meta": ("link", "description", "version", "license", "licence"),
    "color": ("tertiary", "success", "info", "warning", "danger", "light", "dark", "link"),
    "typography": ("monospace", "monospace-inline", "monospace-block", "link"),
    "typography.base": ("size", "weight", "line-height", "style", "color"),
    "typography.headings": ("size", "weight", "line-height", "style", "color"),
    "typography.fonts": ("weight", "style", "display"),
}


def _light_variant(value: object) -> object:
    """A colour may be told for light and dark pages apart; paper is light."""
    return (
        value["light"] if isinstance(value, dict) and value.keys() <= {"light", "dark"} and "light" in value else value
    )


def _check_inks(value: tuple[float, ...]) -> tuple[float, ...]:
    if len(value) != 4 or not all(0 <= percent <= 100 for percent in value):  # noqa: PLR2004  # inks, and per cent
        raise PydanticCustomError("bad-inks", "")
    return value


Color = Annotated[InlineText, BeforeValidator(_light_variant), WithJsonSchema(COLOR_SCHEMA)]
Inks = Annotated[
    tuple[float, ...],
    AfterValidator(_check_inks),
    WithJsonSchema(
        {
            "type": "array",
            "minItems": 4,
            "maxItems": 4,
            "items": {
                "type": ["number", "string"],
                "minimum": 0,
                "maximum": 100,
                "pattern": NUMBER_PATTERN.replace("[-+]?", r"\+?", 1),
            },
        }
    ),
]
LogoHeight = Annotated[
    FiniteFloat | None,
    BeforeValidator(not_null),
    Field(ge=4, le=20),
    WithJsonSchema({"type": ["number", "string"], "minimum": 4, "maximum": 20, "pattern": NUMBER_PATTERN}),
]


class BrandNameModel(SchemaModel):
    """A name, short and in full."""

    noun = "'name'"
    short_form_key = "full"
    full: Label = Field("", description="The whole name.")


class MetaModel(SchemaModel):
    """Whose brand it is."""

    noun = "'meta'"
    name: BrandNameModel | None = Field(None, description="The name of the company.")


class PictureModel(SchemaModel):
    """A file with a picture."""

    noun = "a logo"
    short_form_key = "path"
    path: InlineText = Field(description="Its path from here, or the name of one of the images.", examples=["logo.svg"])
    alt: InlineText = Field("", description="What it says to who cannot see it.")


class LogoVariantModel(SchemaModel):
    """A logo on light and on dark grounds."""

    noun = "a size of the logo"
    short_form_key = "path"
    path: InlineText = Field("", description="The file for all grounds.")
    light: PictureModel | None = Field(None, description="The file for light grounds.")
    dark: PictureModel | None = Field(None, description="The file for dark grounds.")
    alt: InlineText = Field("", description="What it says to who cannot see it.")


class LogoModel(SchemaModel):
    """The logo: one file, or several for grounds and sizes."""

    noun = "'logo'"
    short_form_key = "light"
    light: PictureModel | None = Field(None, description="The file for light grounds: SVG or PNG.")
    dark: PictureModel | None = Field(None, description="The file for dark grounds.")
    press: PictureModel | None = Field(None, description="The file for --press: a JPEG in CMYK.")
    images: dict[str, PictureModel] = Field({}, description="Files by name.")
    small: LogoVariantModel | None = Field(None, description="Where there is little room, such as a page's icon.")
    medium: LogoVariantModel | None = Field(None, description="In headers.")
    large: LogoVariantModel | None = Field(None, description="On covers.")
    alt: InlineText = Field("", description="What it says to who cannot see it; the company's name when left out.")
    height: LogoHeight = Field(
        None, description="How tall it stands on a sheet, in millimetres: 4 to 20.", examples=[8]
    )


class ColorModel(SchemaModel):
    """The colours: one primary is enough."""

    noun = "'color'"
    short_form_key = "primary"
    palette: dict[str, Color] = Field({}, description="Colours by name.")
    primary: Color = Field("", description="The main colour; all others are derived from it.", examples=["#12344d"])
    secondary: Color = Field("", description="The colour of marks, where it is no grey.")
    accent: Color = Field("", description="The colour of marks and small titles.")
    foreground: Color = Field("", description="The colour of text.")
    background: Color = Field("", description="The colour of paper, where it is light.")
    inks: Inks = Field((), description="The primary in per cent of cyan, magenta, yellow and black, for --press.")


class FontFileModel(SchemaModel):
    """A file with a face."""

    noun = "a font"
    short_form_key = "path"
    path: InlineText = Field(description="Its path from here.", examples=["fonts/Octopus-Regular.ttf"])
    weight: Label = Field("", description="400 or 700, or normal or bold; the name of the file when left out.")
    style: Label = Field("", description="normal or italic; the name of the file when left out.")


class FontModel(SchemaModel):
    """A family and its files."""

    noun = "a family"
    family: Label = Field(description="Its name.", examples=["Octopus Sans"])
    source: Label = Field("", description="Only 'file' brings a font: nothing is fetched.")
    files: tuple[FontFileModel, ...] = Field((), description="Its faces, a file each: TTF or OTF.")


class FontFamilyModel(SchemaModel):
    """A family that something is set in."""

    noun = "typography"
    short_form_key = "family"
    family: Label = Field("", description="Its name.")


class TypographyModel(SchemaModel):
    """The typefaces."""

    noun = "'typography'"
    short_form_key = "base"
    fonts: tuple[FontModel, ...] = Field((), description="Families with their files.")
    base: FontFamilyModel | None = Field(None, description="What text is set in: a family of 'fonts', or one we ship.")
    headings: FontFamilyModel | None = Field(None, description="What titles are set in.")
    deck: FontFamilyModel | None = Field(None, description="What slides are set in: a family that readers have.")


class BrandModel(SchemaModel):
    """The brand that all documents carry; text alone is the path of a file with it, such as _brand.yml."""

    noun = "'brand'"
    short_form_key = "file"
    file: InlineText = Field("", description="A file with all of this, after the convention of brand.yml.")
    meta: MetaModel = Field(MetaModel(), description="Whose brand it is.")
    logo: LogoModel | None = Field(None, description="The logo.")
    color: ColorModel = Field(ColorModel(), description="The colours.")
    typography: TypographyModel = Field(TypographyModel(), description="The typefaces.")


def without_unused_keys(node: Node, unused: list[str], path: str = "") -> Node:
    """Return a brand without the keys that have no effect here, which are added to `unused` as `color.tertiary`."""
    if isinstance(node, ListNode):
        return replace(node, items=tuple(without_unused_keys(item, unused, path) for item in node.items))
    if not isinstance(node, MappingNode):
        return node
    dropped = [key for key in node.values if key in UNUSED_KEYS.get(path, ())]
    unused += (".".join(filter(None, (path, key))) for key in dropped)
    values = {
        key: without_unused_keys(value, unused, ".".join(filter(None, (path, key))))
        for key, value in node.values.items()
        if key not in dropped
    }
    return replace(node, values=values)


def colors_by_role(part: ColorModel) -> Iterator[tuple[str, str]]:
    """Return the colours that are named, by role."""
    yield from ((role, value) for role in COLOR_ROLES if (value := getattr(part, role)))
