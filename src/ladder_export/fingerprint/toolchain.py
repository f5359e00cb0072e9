"""The versions of everything that makes artefacts: this program's own text, installed packages, system libraries, Python."""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from ladder_export import __version__

OWN_SUFFIXES = (".py", ".conf", ".js", ".mo")  # endings of the files that this program consists of
DIST_INFO_NAME = re.compile(r"(?P<name>[A-Za-z0-9_.]+)-(?P<version>[^-]+)\.dist-info")

# Installed packages that decide what is shown; fonts count by their bytes, and what only
# reads arguments or checks keys does not count.
RENDERING_PACKAGES = frozenset(
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
PANGO = ("pango-1.0", "libpango-1.0.so.0", "pango_version", ctypes.c_int)
HARFBUZZ = ("harfbuzz", "libharfbuzz.so.0", "hb_version_string", ctypes.c_char_p)


@cache
def toolchain_id() -> str:
    """Everything that makes artefacts, with its version: this program by its very text, packages, libraries, Python."""
    text = hashlib.sha256()
    for path in our_files():
        text.update(Path(path).read_bytes())
    return f"ladder-export {__version__} {text.hexdigest()[:16]}\n{dependency_versions()}"


def our_files() -> list[str]:
    """The files of this program, found in one walk: a build in which nothing changed waits for it."""
    files: list[str] = []
    for folder, _, names in os.walk(Path(__file__).parents[1]):
        files += [f"{folder}{os.sep}{name}" for name in names if name.endswith(OWN_SUFFIXES)]
    return sorted(files)


@cache
def dependency_versions() -> str:
    """The installed packages and libraries that decide what is shown, a line each."""
    found = dict(reversed(list(_distributions())))  # the first of a name is what Python takes, too
    return "\n".join(
        (
            *(f"{name} {version}" for name, version in sorted(found.items()) if name in RENDERING_PACKAGES),
            f"pango {_library_version(*PANGO)}",
            f"harfbuzz {_library_version(*HARFBUZZ)}",
            f"zlib {zlib.ZLIB_RUNTIME_VERSION}",
            f"python {sys.implementation.name} {sys.version.partition(' ')[0]}",
        )
    )


def _distributions() -> Iterator[tuple[str, str]]:
    """Installed packages as their folders name them: importlib.metadata takes longer to load than all of this file."""
    for place in dict.fromkeys(sys.path):
        with suppress(OSError), os.scandir(place or ".") as entries:
            for entry in entries:
                if found := DIST_INFO_NAME.fullmatch(entry.name):
                    yield re.sub(r"[-_.]+", "-", found["name"]).lower(), found["version"]


def _library_version(short: str, name: str, function: str, kind: type) -> str:
    """What a system library says of itself; empty where it is not found."""
    for file in _library_names(short, name):
        with suppress(OSError, AttributeError):
            ask = getattr(ctypes.CDLL(file), function)
            ask.restype = kind
            return str(ask())
    return ""


def _library_names(short: str, name: str) -> Iterator[str]:
    """What a system library may be called, the usual name first: looking for another one starts programs on Linux."""
    yield name
    from ctypes.util import find_library  # noqa: PLC0415  # see above

    yield find_library(short) or f"lib{short} is not here"
