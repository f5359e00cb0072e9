"""Read a company's brand (logo, colours, fonts) from ladder.yaml or a brand file; images and fonts stay unopened."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ladder_export.core.brand import Brand, BrandColor, BrandFamily, BrandFile, BrandFont, Logo
from ladder_export.core.problems import Problem, Span, did_you_mean
from ladder_export.reading.files import InputFile, find_brand
from ladder_export.reading.nodes import Node, child, value_span
from ladder_export.reading.resolve.context import ResolveContext
from ladder_export.reading.schema.brand_models import (
    BrandModel,
    LogoModel,
    LogoVariantModel,
    PictureModel,
    colors_by_role,
    without_unused_keys,
)
from ladder_export.reading.validate import validate
from ladder_export.reading.yaml.encoding import cached_lines
from ladder_export.reading.yaml.parser import parse_yaml

HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
DEFAULT_HEIGHT_MM = 8.0
HELP_EMPTY_FILE = "write at least a line 'color: \"#0d3b66\"', or remove the file"
# Words for font weights in file names and settings; longer words first, because they contain others.
WEIGHTS = (
    *(("extralight", 200), ("ultralight", 200), ("semibold", 600), ("demibold", 600), ("extrabold", 800)),
    *(("thin", 100), ("light", 300), ("regular", 400), ("normal", 400), ("medium", 500), ("bold", 700)),
    *(("black", 900), ("heavy", 900)),
)


AddError = Callable[[str, str, Span, str], None]
"""Adds an error: code, message, span, help."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """A brand while it is read: its node, the lines of its file, and the folder that its paths are relative to."""

    node: Node
    lines: Sequence[str]
    model: BrandModel
    folder: str
    add_error: AddError

    def at(self, *path: str | int) -> Span:
        """Return the span of a value with its source line, which later problems of the file it names will show."""
        return value_span(self.node, *path).with_excerpt(self.lines)


def resolve_brand(context: ResolveContext, path: Path, files: list[InputFile]) -> Brand | None:
    """Return the brand of the ladder at a path; None if it has none or its brand file has errors.

    Problems are added to `context`; if a brand file was read, it is added to `files`.
    """
    tracks = tuple(_track_colors(context))
    model, node = context.shared.brand, child(context.node, "brand")
    span = node.span if node else context.node.span
    if node and model.model_fields_set - {"file"}:
        if model.file:
            message = "'brand' names a file and has other keys, too"
            context.add_error("brand-twice", message, span, "move them into the file")
        reader = _Reader(node, cached_lines(context.source.data), model, "", context.add_error)
        return _build_brand(reader, context, tracks, ())
    file = find_brand(path, model.file)
    if isinstance(file, InputFile):
        files.append(file)
        return _brand_in_file(context, file, tracks)
    if file:
        context.problems.append(_not_there(model.file, span) if file.code == "broken-link" else file)
    return Brand(span, tracks=tracks) if tracks else None


def _brand_in_file(context: ResolveContext, file: InputFile, tracks: tuple[BrandColor, ...]) -> Brand | None:
    """Return the brand in a file; None if it has errors, which are added to the context."""
    parsed = parse_yaml(file.file, file.source.data)
    context.problems += (
        replace(problem, help=HELP_EMPTY_FILE) if problem.code == "empty-file" else problem
        for problem in parsed.problems
    )
    if parsed.node is None:
        return None
    unused: list[str] = []
    node = without_unused_keys(parsed.node, unused)
    model = validate(node, BrandModel)
    if isinstance(model, tuple):
        context.problems += model
        return None
    if model.file:
        context.add_error(
            "brand-twice", "a brand's file cannot name another", value_span(node, "file"), "remove the line"
        )
    folder = posixpath.dirname(file.source.path)
    reader = _Reader(node, cached_lines(file.source.data), model, folder, context.add_error)
    return _build_brand(reader, context, tracks, tuple(dict.fromkeys(unused)))


def _not_there(file: str, span: Span) -> Problem:
    return Problem("brand-file", f"there is no file '{file}' in the ladder's folder", span, help="copy it there")


def _build_brand(
    reader: _Reader, context: ResolveContext, tracks: tuple[BrandColor, ...], unused: tuple[str, ...]
) -> Brand:
    model, shared = reader.model, context.shared
    name = model.meta.name.full if model.meta.name else ""
    logo = _logo(reader, model.logo, name or shared.organisation or shared.title) if model.logo else None
    families = {key: _family(reader, key) for key in ("base", "headings", "deck")}
    return Brand(
        span=reader.node.span,
        name=name,
        colors=tuple(_colors(reader)),
        inks=model.color.inks,
        logo=logo,
        fonts=tuple(_fonts(reader)),
        **families,
        tracks=tracks,
        unused=unused,
    )


def _colors(reader: _Reader) -> Iterable[BrandColor]:
    palette = reader.model.color.palette
    for role, value in colors_by_role(reader.model.color):
        span = reader.at("color", role)
        if digits := _hex(value, palette):
            yield BrandColor(role, digits, span)
        else:
            _bad_color(reader.add_error, value, span, list(palette))


def _track_colors(context: ResolveContext) -> Iterable[BrandColor]:
    palette = context.shared.brand.color.palette
    for track, model in context.shared.tracks.items():
        span = value_span(context.node, "tracks", track, "color")
        if model.color and (digits := _hex(model.color, palette)):
            yield BrandColor(track, digits, span)
        elif model.color:
            _bad_color(context.add_error, model.color, span, list(palette))


def _bad_color(add_error: AddError, value: str, span: Span, names: list[str]) -> None:
    near = "" if value in names else did_you_mean(value, names)
    remedy = near if "mean" in near else 'write it as "#12344d", in quotes, or use a name from the palette'
    add_error("bad-color", f"'{value}' is not a colour", span, remedy)


def _hex(value: str, palette: dict[str, str]) -> str:
    """Return a colour as `#rrggbb`, from digits, a palette name or a CSS name; empty if it is none of these."""
    for _ in range(len(palette) + 1):  # names may stand for names
        if value not in palette:
            break
        value = palette[value]
    if HEX.fullmatch(value):
        digits = value[1:].lower()
        return f"#{digits if len(digits) == 6 else ''.join(2 * digit for digit in digits)}"  # noqa: PLR2004  # rrggbb
    from PIL import ImageColor  # noqa: PLC0415  # most colours are written in digits

    try:
        return "#{:02x}{:02x}{:02x}".format(*ImageColor.getrgb(value))
    except ValueError:
        return ""


def _logo(reader: _Reader, model: LogoModel, name: str) -> Logo:
    light, dark = (_picture(reader, model, getattr(model, key), "logo", key) for key in ("light", "dark"))
    variants = {key: variant for key in ("medium", "large", "small") if (variant := getattr(model, key))}
    for key, variant in variants.items():
        light = light or _variant(reader, model, variant, key, "light")
        dark = dark or _variant(reader, model, variant, key, "dark")
    small = variants.get("small")
    return Logo(
        light=light,
        dark=dark,
        small=_variant(reader, model, small, "small", "light") if small else None,
        press=_picture(reader, model, model.press, "logo", "press"),
        alt=_alternative_text(model) or name,
        height_mm=DEFAULT_HEIGHT_MM if model.height is None else model.height,
    )


def _alternative_text(model: LogoModel) -> str:
    """Return the logo's alternative text, else the first one of its files; empty without any."""
    sizes = (model.medium, model.large, model.small)
    pictures: Iterable[PictureModel | LogoVariantModel | None] = (
        *(model.light, model.dark),
        *sizes,
        *model.images.values(),
    )
    return model.alt or next((picture.alt for picture in pictures if picture and picture.alt), "")


def _variant(reader: _Reader, logo: LogoModel, variant: LogoVariantModel, size: str, ground: str) -> BrandFile | None:
    picture: PictureModel | None = getattr(variant, ground)
    if picture is None and variant.path and ground == "light":
        return _named_file(reader, logo, variant.path, ("logo", size))
    return _picture(reader, logo, picture, "logo", size, ground)


def _picture(reader: _Reader, logo: LogoModel, picture: PictureModel | None, *path: str) -> BrandFile | None:
    return _named_file(reader, logo, picture.path, path) if picture else None


def _named_file(reader: _Reader, logo: LogoModel, name: str, path: tuple[str, ...]) -> BrandFile | None:
    """Return the file that `name` means: a path, or a key of the logo's `images`."""
    if name in logo.images:
        return _file_in_ladder(reader, logo.images[name].path, reader.at("logo", "images", name))
    return _file_in_ladder(reader, name, reader.at(*path))


def _file_in_ladder(reader: _Reader, path: str, span: Span) -> BrandFile | None:
    """Return a file by its path relative to the brand; None, with an error, if it is outside the ladder's folder."""
    whole = posixpath.normpath(posixpath.join(reader.folder, path))
    if ADDRESS.match(path):
        reader.add_error(
            "brand-outside",
            "this is a web address, but files are never downloaded",
            span,
            "copy the file into the ladder's folder",
        )
    elif path.startswith("/") or whole.split("/")[0] == ".." or "\\" in path:
        remedy = "copy it into that folder, and give its path from there"
        reader.add_error("brand-outside", f"'{path}' is outside the ladder's folder", span, remedy)
    else:
        return BrandFile(whole, span)
    return None


def _fonts(reader: _Reader) -> Iterable[BrandFont]:
    for number, font in enumerate(reader.model.typography.fonts):
        for position, file in enumerate(font.files):
            span = reader.at("typography", "fonts", number, "files", position)
            if path := _file_in_ladder(reader, file.path, span):
                stem = posixpath.basename(file.path).lower()
                italic = "italic" in (file.style.lower() or stem) or "oblique" in (file.style.lower() or stem)
                weight = _weight(file.weight.lower() or stem)
                yield BrandFont(font.family, path, weight, "italic" if italic else "normal")


def _weight(description: str) -> int:
    if description.isdigit() and 1 <= int(description) <= 1000:  # noqa: PLR2004  # CSS Fonts 4
        return int(description)
    plain = description.replace("-", "").replace("_", "").replace(" ", "")
    return next((weight for name, weight in WEIGHTS if name in plain), 400)


def _family(reader: _Reader, key: str) -> BrandFamily | None:
    family = getattr(reader.model.typography, key)
    return BrandFamily(family.family, reader.at("typography", key)) if family and family.family else None
