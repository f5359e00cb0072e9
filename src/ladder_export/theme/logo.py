"""Open and check the pictures of a logo: SVG or PNG, and JPEG for print; find on which backgrounds they are visible."""

from __future__ import annotations

import base64
import io
import warnings
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageFile

from ladder_export.core.brand import BrandFile
from ladder_export.core.problems import Problem
from ladder_export.files.access import NotAFile, OutsideFolder, TooLarge, read_file
from ladder_export.theme.oklch import contrast
from ladder_export.theme.svg_check import BadPicture, checked_svg

MOST_PIXELS = 4_000  # of a side
TOO_MANY, SMALLER = f"more than {MOST_PIXELS:,} pixels on a side", "save it smaller, or as SVG"
MOST_RATIO = 12  # of the sides
TWIN_PX = 512  # of the longer side of a drawing's picture
SAMPLE_PX = 48
SEEN = 2.0  # the contrast from which a part of a logo stands out; a logo is free of WCAG's rules
MOST_SEEN, OPAQUE = 0.6, 128

Kind = Literal["svg", "png", "jpeg"]
MEDIA_TYPES: dict[Kind, str] = {"svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A checked picture of a logo.

    `data` is the picture in the format `kind`; `twin` is the same picture as PNG, empty for a JPEG. `width` and
    `height` have no unit: only their ratio counts.
    """

    kind: Kind
    data: bytes = field(repr=False)
    twin: bytes = field(repr=False)
    width: float
    height: float

    @property
    def media_type(self) -> str:
        """Return the media type of the picture's format, such as `image/png`."""
        return MEDIA_TYPES[self.kind]

    @property
    def address(self) -> str:
        """Return the picture as a `data:` URL, which a web page can contain."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode('ascii')}"

    @property
    def ratio(self) -> float:
        """Return the width divided by the height."""
        return self.width / self.height


def open_picture(folder: Path, file: BrandFile, *, press: bool = False) -> Picture | Problem:
    """Read and check a picture of a logo; return a problem, located where the YAML names the file, if it is unusable.

    `file` is a path in `folder`, the ladder's. With `press`, the picture is for a print shop and must be a CMYK JPEG.
    """
    try:
        return _checked(read_file(folder / file.path, "picture", folder), press=press)
    except BadPicture as fault:
        message = f"the logo '{file.path}' cannot be used: {fault.why}"
        return Problem("bad-logo", message, file.span, help=fault.remedy)
    except OutsideFolder:
        message = f"'{file.path}' is a link out of the ladder's folder"
        return Problem("brand-outside", message, file.span, help="copy the file there")
    except (NotAFile, TooLarge) as fault:
        message = f"the logo '{file.path}' cannot be used: {fault.strerror}"
        return Problem("bad-logo", message, file.span, help="name another file")
    except OSError as fault:
        return missing_picture(file, fault)


def missing_picture(file: BrandFile, fault: OSError) -> Problem:
    """Return the problem to report for a picture that does not exist or cannot be read.

    `fault` is the system's error.
    """
    if isinstance(fault, FileNotFoundError):
        message = f"there is no file '{file.path}' in the ladder's folder"
    else:
        message = f"'{file.path}' cannot be read: {(fault.strerror or str(fault)).lower()}"
    return Problem("brand-file", message, file.span, help="copy it there, or name its path from here")


@lru_cache(maxsize=32)
def _checked(data: bytes, *, press: bool) -> Picture:
    """Return the picture in a file's bytes. Raises BadPicture."""
    picture = _read_picture(data)
    if press and picture.kind != "jpeg":
        raise BadPicture("it is in RGB", "save it as a JPEG in CMYK, with the inks of the press")
    if picture.kind == "jpeg" and not press:
        raise BadPicture("it is a JPEG", "save it as SVG or PNG; a JPEG in CMYK is for 'press'")
    if not 1 / MOST_RATIO <= picture.ratio <= MOST_RATIO:
        raise BadPicture(f"one side of it is more than {MOST_RATIO} times the other", "cut off what is empty")
    if picture.twin and not _has_pixels(picture.twin):
        raise BadPicture("it is empty: nothing of it can be seen", "save it anew from the program that drew it")
    return picture


def _read_picture(data: bytes) -> Picture:
    """Return the picture in a file's bytes, told by how they begin. Raises BadPicture."""
    if data.startswith(b"\x89PNG"):
        return _png(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    if b"<svg" in data:
        clean, width, height = checked_svg(data)
        return Picture("svg", clean, _drawn(clean, width, height), width, height)
    raise BadPicture("it is no picture in SVG or PNG", "save it as SVG, the format that stays sharp")


def _has_pixels(twin: bytes) -> bool:
    """Return whether a PNG has a pixel that is not transparent."""
    with Image.open(io.BytesIO(twin)) as image:
        return bool(image.convert("RGBA").getchannel("A").getbbox())


def _png(data: bytes) -> Picture:
    image = _decoded(data, "PNG")
    plain = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    target = io.BytesIO()
    plain.info.clear()
    plain.save(target, "PNG")
    return Picture("png", target.getvalue(), target.getvalue(), *map(float, plain.size))


def _jpeg(data: bytes) -> Picture:
    image = _decoded(data, "JPEG")
    if image.mode != "CMYK":
        raise BadPicture("it is in RGB", "save it as a JPEG in CMYK, with the inks of the press")
    return Picture("jpeg", data, b"", *map(float, image.size))


def _decoded(data: bytes, kind: str) -> Image.Image:
    tolerant = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint takes what is cut off, too
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):
            image = Image.open(io.BytesIO(data), formats=[kind])
        if max(image.size) > MOST_PIXELS:
            raise BadPicture(f"it has {image.width:,} × {image.height:,} pixels: {TOO_MANY}", SMALLER)
        image.load()
    except Image.DecompressionBombError as fault:
        raise BadPicture(f"it has {TOO_MANY}", SMALLER) from fault
    except (OSError, SyntaxError, ValueError, EOFError) as fault:
        raise BadPicture("it is damaged", "save it anew") from fault
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    return image


def _drawn(data: bytes, width: float, height: float) -> bytes:
    """Return an SVG rendered as PNG."""
    import resvg_py  # noqa: PLC0415  # only brands have drawings

    scale = TWIN_PX / max(width, height)
    width_px, height_px = max(1, round(width * scale)), max(1, round(height * scale))
    try:
        return bytes(
            resvg_py.svg_to_bytes(svg_string=data.decode(), skip_system_fonts=True, width=width_px, height=height_px)
        )
    except ValueError as fault:
        raise BadPicture(f"it cannot be drawn ({fault})") from fault


@lru_cache(maxsize=64)
def stands_out(twin: bytes, ground: str) -> bool:
    """Return whether a logo is visible on a background.

    It is visible if at least the share MOST_SEEN of its opaque pixels has at least the contrast SEEN with the
    background. `twin` is the logo as PNG, `ground` the background colour as `#rrggbb`.
    """
    with Image.open(io.BytesIO(twin)) as image:
        sample = image.convert("RGBA")
    sample.thumbnail((SAMPLE_PX, SAMPLE_PX))
    data = sample.tobytes()
    pixels = Counter(data[at : at + 4] for at in range(0, len(data), 4))
    opaque = [(count, f"#{pixel[:3].hex()}") for pixel, count in pixels.items() if pixel[3] > OPAQUE]
    seen = sum(count for count, color in opaque if contrast(color, ground) >= SEEN)
    return seen >= MOST_SEEN * sum(count for count, _ in opaque)
