"""This file sums up what a build reads and what makes it, in digests, without loading anything that reads or makes."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path

from ladder_export import __version__
from ladder_export.file_access import Kind, file_digest, files_below, is_file, read_file
from ladder_export.places import font_file, theme_folder
from ladder_export.problems import LadderExportError
from ladder_export.request import Request

BRAND_FILES = (".svg", ".png", ".jpg", ".jpeg", ".ttf", ".otf")
BRANDS = ("_brand.yml", "_brand.yaml")
READ = (".yaml", ".yml", *BRAND_FILES)
OURS = (".py", ".conf", ".js", ".mo")  # endings of the files that this program consists of
DISTRIBUTION = re.compile(r"(?P<name>[A-Za-z0-9_.]+)-(?P<version>[^-]+)\.dist-info")

# Installed packages that decide what is shown; fonts count by their bytes, and what only
# reads arguments or checks keys does not count.
MAKERS = frozenset(
    {
        *(
            "cssselect2",
            "emoji",
            "fonttools",
            "jinja2",
            "lxml",
            "markdown-it-py",
            "pillow",
            "pydyf",
            "pyphen",
        ),
        *("page-validation", "python-pptx", "pyyaml", "tinycss2", "tinyhtml5", "uharfbuzz", "weasyprint", "xlsxwriter"),
    }
)
AT_ONCE = 10_000  # pieces of a value that are digested together: a whole ladder in one text takes 100 MB
PANGO = ("pango-1.0", "libpango-1.0.so.0", "pango_version", ctypes.c_int)
HARFBUZZ = ("harfbuzz", "libharfbuzz.so.0", "hb_version_string", ctypes.c_char_p)


def request_digest(request: Request, ladder: str, theme: str, name: str, fonts: tuple[str, ...]) -> str:
    """What a whole build is a function of: options, ladder and theme (by their digests), its fonts, the makers.

    Fonts and this program count by when they were last changed: reading them takes longer than
    all else. Where that differs, recipes still tell what is the same. Empty where nothing can
    be said, since one of them is not there.
    """
    folder = theme_folder(name)
    if folder is None or not ladder or not theme:
        return ""
    options = tuple(getattr(request, one.name) for one in fields(request) if one.metadata.get("shows", True))
    stamps = (tuple(_font_stamp(folder, font) for font in fonts), tuple(map(_stamp, _our_files())))
    return content_digest((options, ladder, theme, *stamps, versions()))


def ladder_digest(path: Path) -> str:
    """The digest of every file that a reader of the ladder, or a brand, could look at; empty where one cannot be read."""
    if not is_file(path):
        return _files_digest(path, _ladder_files(path, READ), "font")  # fonts are the largest that may lie there
    alone = _files_digest(path, [""], "ladder file")
    try:
        names_brand = b"brand" in read_file(path, "ladder file")
    except OSError:
        return ""
    if names_brand or any(is_file(path.parent / name) for name in BRANDS):  # whose files lie beside it
        files = [name for name in _ladder_files(path.parent, READ) if name.lower().endswith((*BRAND_FILES, *BRANDS))]
        return f"{alone} {_files_digest(path.parent, files, 'font')}"
    return alone


def theme_digest(name: str) -> str:
    """The digest of every file of a theme; empty where there is none of that name."""
    folder = theme_folder(name)
    if folder is None:
        return ""
    try:
        files = [f"/{file.relative_to(folder).as_posix()}" for file in files_below(folder)]
    except OSError:
        return ""
    return _files_digest(folder, files, "font")  # fonts are the largest that may lie there


def _files_digest(root: Path, names: list[str], kind: Kind) -> str:
    digest, place = hashlib.sha256(), str(root)
    try:
        for name in sorted(names):
            data = read_file(place + name, kind, root if name else None, walked=True)
            digest.update(name.encode("utf-8", "surrogateescape") + hashlib.sha256(data).digest())
    except OSError:
        return ""
    return digest.hexdigest() if names else ""


def font_digest(folder: Path, font: str) -> str:
    """The digest of a font's bytes, `path` or `path@weight`; empty where it is not installed."""
    try:
        return _font_digest(font_file(folder, font.partition("@")[0]))
    except (LadderExportError, OSError):
        return ""


@cache
def _font_digest(file: Path) -> str:
    return file_digest(file, "font")


def _font_stamp(folder: Path, font: str) -> str:
    """When a font was last changed; empty where it is not installed."""
    try:
        return _stamp(font_file(folder, font.partition("@")[0]))
    except LadderExportError:
        return ""


def _stamp(path: Path | str) -> str:
    """Size, and the times of the last modification and change: the latter cannot be set by hand."""
    found = os.stat(path)  # noqa: PTH116  # see _ladder_files
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


@cache
def makers() -> str:
    """Everything that makes artefacts, with its version: this program by its very text, packages, libraries, Python."""
    text = hashlib.sha256()
    for path in _our_files():
        text.update(Path(path).read_bytes())
    return f"ladder-export {__version__} {text.hexdigest()[:16]}\n{versions()}"


def _our_files() -> list[str]:
    """The files of this program, found in one walk: a build in which nothing changed waits for it."""
    walk = os.walk(Path(__file__).parent)
    return sorted(os.path.join(place, name) for place, _, names in walk for name in names if name.endswith(OURS))  # noqa: PTH118  # see _ladder_files


@cache
def versions() -> str:
    """The installed packages and libraries that decide what is shown, a line each."""
    found = dict(reversed(list(_distributions())))  # the first of a name is what Python takes, too
    return "\n".join(
        (
            *(f"{name} {version}" for name, version in sorted(found.items()) if name in MAKERS),
            f"pango {_library_version(*PANGO)}",
            f"harfbuzz {_library_version(*HARFBUZZ)}",
            f"zlib {zlib.ZLIB_RUNTIME_VERSION}",
            f"python {sys.implementation.name} {sys.version.partition(' ')[0]}",
        )
    )


def content_digest(value: object) -> str:
    """A digest of a value made of frozen dataclasses, tuples, mappings, text, numbers, bytes and files.

    Equal values have equal digests, in every process and on every machine.
    """
    digest, parts = hashlib.sha256(), list[str]()

    def say(part: str) -> None:
        parts.append(part)
        if len(parts) == AT_ONCE:
            put()

    def put() -> None:
        digest.update("".join(parts).encode("utf-8", "surrogatepass"))
        parts.clear()

    _spell((value,), say)
    put()
    return digest.hexdigest()


def spelled(value: object) -> str:
    """The value in one text that no other value has; all of its own text stands in it as it is."""
    parts: list[str] = []
    _spell((value,), parts.append)
    return "".join(parts)


def _spell(values: Iterable[object], say: Callable[[str], object]) -> None:
    """Tells types apart in the order of how often they come: thousands of documents go through here in every build."""
    for value in values:
        kind = type(value)
        if kind is str:
            say(f"{len(value)}'{value}")  # type: ignore[arg-type]  # mypy does not take a type for a check
        elif isinstance(value, tuple):
            say("(")
            _spell(value, say)
            say(")")
        elif parts := _parts_of(kind):
            say(f"{kind.__name__}(")
            _spell(parts(value), say)
            say(")")
        else:
            say(f"={_said(value)};")


def _said(value: object) -> str:
    match value:
        case None | bool() | str() | int() | float():
            return repr(value)
        case bytes():
            return f"bytes {hashlib.sha256(value).hexdigest()}"
        case Path():
            return f"file {_option_digest(value)}"
        case dict():
            return f"mapping {content_digest(tuple(value.items()))}"
        case _ if dump := getattr(value, "model_dump", None):  # tokens of a theme, which are pydantic's
            return content_digest(dump())
        case _:
            raise TypeError(f"a {type(value).__name__} has no digest")


def _option_digest(file: Path) -> str:
    """The digest of a file that an option names: a template or a profile; empty where it cannot be read."""
    try:
        return file_digest(file, "template")  # the larger of the two
    except OSError:
        return ""


Parts = Callable[[object], tuple[object, ...]]

_known_parts: dict[type, Parts | None] = {}


def _parts_of(kind: type) -> Parts | None:
    """How to take the fields out of a dataclass, all at once; None for anything else."""
    if kind not in _known_parts:
        names = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
        get = attrgetter(*names) if names else None
        _known_parts[kind] = get if len(names) != 1 else lambda value: (getattr(value, names[0]),)
    return _known_parts[kind]


def _ladder_files(path: Path, endings: tuple[str, ...]) -> list[str]:
    """What to put behind a folder's path to name every file below it with those endings; nothing where one may be hidden.

    Strings, not paths: there may be thousands, in a build that takes no time otherwise.
    """
    root, faults, names = str(path), list[OSError](), list[str]()
    for folder, folders, files in os.walk(root, onerror=faults.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = f"{folder[len(root) :]}{os.sep}"
        names += [below + name for name in files if name.lower().endswith(endings)]
    return [] if faults else names


def _distributions() -> Iterator[tuple[str, str]]:
    """Installed packages as their folders name them: importlib.metadata takes longer to load than all of this file."""
    for place in dict.fromkeys(sys.path):
        with suppress(OSError), os.scandir(place or ".") as entries:
            for entry in entries:
                if found := DISTRIBUTION.fullmatch(entry.name):
                    yield re.sub(r"[-_.]+", "-", found["name"]).lower(), found["version"]


def _library_version(short: str, name: str, function: str, kind: type) -> str:
    """What a system library says of itself; empty where it is not found."""
    for file in _names(short, name):
        with suppress(OSError, AttributeError):
            ask = getattr(ctypes.CDLL(file), function)
            ask.restype = kind
            return str(ask())
    return ""


def _names(short: str, name: str) -> Iterator[str]:
    """What a system library may be called, the usual name first: looking for another one starts programs on Linux."""
    yield name
    from ctypes.util import find_library  # noqa: PLC0415  # see above

    yield find_library(short) or f"lib{short} is not here"
