"""The keys of a brand, which follow the brand.yml format; and the keys of that format that have no effect here."""

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

# Keys of brand.yml that documents do not use, by the path of the mapping that has them.
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
    """Return the light one of a pair of colours for light and dark pages: paper is light."""
    return (
        value["light"] if isinstance(value, dict) and value.keys() <= {"light", "dark"} and "light" in value else value
    )


def _check_inks(value: tuple[float, ...]) -> tuple[float, ...]:
    """Return the inks; raise PydanticCustomError "bad-inks" unless they are four numbers from 0 to 100."""
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
    """A company's name, in full or short."""

    noun = "'name'"
    short_form_key = "full"
    full: Label = Field("", description="The full name.")


class MetaModel(SchemaModel):
    """The company that the brand belongs to."""

    noun = "'meta'"
    name: BrandNameModel | None = Field(None, description="The name of the company.")


class PictureModel(SchemaModel):
    """An image file, such as a logo."""

    noun = "a logo"
    short_form_key = "path"
    path: InlineText = Field(
        description="Its path, relative to this file, or the name of one of the images.", examples=["logo.svg"]
    )
    alt: InlineText = Field("", description="Alternative text for readers who cannot see it.")


class LogoVariantModel(SchemaModel):
    """A logo for light and dark backgrounds."""

    noun = "a size of the logo"
    short_form_key = "path"
    path: InlineText = Field("", description="The file for all backgrounds.")
    light: PictureModel | None = Field(None, description="The file for light backgrounds.")
    dark: PictureModel | None = Field(None, description="The file for dark backgrounds.")
    alt: InlineText = Field("", description="Alternative text for readers who cannot see it.")


class LogoModel(SchemaModel):
    """The logo: one file, or several for different backgrounds and sizes."""

    noun = "'logo'"
    short_form_key = "light"
    light: PictureModel | None = Field(None, description="The file for light backgrounds: SVG or PNG.")
    dark: PictureModel | None = Field(None, description="The file for dark backgrounds.")
    press: PictureModel | None = Field(None, description="The file for --press: a JPEG in CMYK.")
    images: dict[str, PictureModel] = Field({}, description="Files by name.")
    small: LogoVariantModel | None = Field(None, description="For small spaces, such as a web page's icon.")
    medium: LogoVariantModel | None = Field(None, description="For headers.")
    large: LogoVariantModel | None = Field(None, description="For covers.")
    alt: InlineText = Field(
        "", description="Alternative text for readers who cannot see it; by default the company's name."
    )
    height: LogoHeight = Field(None, description="Its height on a sheet, in millimetres: 4 to 20.", examples=[8])


class ColorModel(SchemaModel):
    """The colours; the primary one is enough."""

    noun = "'color'"
    short_form_key = "primary"
    palette: dict[str, Color] = Field({}, description="Colours by name.")
    primary: Color = Field("", description="The main colour; all others are derived from it.", examples=["#12344d"])
    secondary: Color = Field("", description="The colour of bullets and marks, if not grey.")
    accent: Color = Field("", description="The colour of bullets, marks and small titles.")
    foreground: Color = Field("", description="The colour of text.")
    background: Color = Field("", description="The colour of the page, if it is light.")
    inks: Inks = Field((), description="The primary colour for --press: per cent of cyan, magenta, yellow and black.")


class FontFileModel(SchemaModel):
    """A font file: one style of a family."""

    noun = "a font"
    short_form_key = "path"
    path: InlineText = Field(description="Its path, relative to this file.", examples=["fonts/Octopus-Regular.ttf"])
    weight: Label = Field("", description="400 or 700, or normal or bold; by default taken from the file's name.")
    style: Label = Field("", description="normal or italic; by default taken from the file's name.")


class FontModel(SchemaModel):
    """A font family and its files."""

    noun = "a family"
    family: Label = Field(description="Its name.", examples=["Octopus Sans"])
    source: Label = Field("", description="Only 'file' has an effect: fonts are never downloaded.")
    files: tuple[FontFileModel, ...] = Field((), description="One file per style: TTF or OTF.")


class FontFamilyModel(SchemaModel):
    """The name of the font family of text, titles or slides."""

    noun = "typography"
    short_form_key = "family"
    family: Label = Field("", description="Its name.")


class TypographyModel(SchemaModel):
    """The typefaces of documents."""

    noun = "'typography'"
    short_form_key = "base"
    fonts: tuple[FontModel, ...] = Field((), description="Families with their files.")
    base: FontFamilyModel | None = Field(None, description="The font of text: a family in 'fonts', or a built-in one.")
    headings: FontFamilyModel | None = Field(None, description="The font of titles.")
    deck: FontFamilyModel | None = Field(
        None, description="The font of slides: a family that your readers have installed."
    )


class BrandModel(SchemaModel):
    """The brand of all documents. Text instead of a mapping is the path of a brand file, such as _brand.yml."""

    noun = "'brand'"
    short_form_key = "file"
    file: InlineText = Field("", description="A file with all of these keys, following brand.yml.")
    meta: MetaModel = Field(MetaModel(), description="The company that the brand belongs to.")
    logo: LogoModel | None = Field(None, description="The logo.")
    color: ColorModel = Field(ColorModel(), description="The colours.")
    typography: TypographyModel = Field(TypographyModel(), description="The typefaces.")


def without_unused_keys(node: Node, unused: list[str], path: str = "") -> Node:
    """Return a brand's YAML without the keys of the brand.yml format that have no effect here.

    Their paths, such as `color.tertiary`, are added to `unused`. `path` is the path of `node` itself, empty for the
    whole brand.
    """
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


def colors_by_role(colors: ColorModel) -> Iterator[tuple[str, str]]:
    """Yield the colours that a brand sets, as pairs (role, colour), such as ("primary", "#12344d")."""
    yield from ((role, value) for role in COLOR_ROLES if (value := getattr(colors, role)))
