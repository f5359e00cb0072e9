"""Versions of everything that makes the output: this program, installed packages, system libraries, Python."""

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

OWN_SUFFIXES = (".py", ".conf", ".js", ".mo")  # suffixes of this program's files
DIST_INFO_NAME = re.compile(r"(?P<name>[A-Za-z0-9_.]+)-(?P<version>[^-]+)\.dist-info")

# Installed packages that affect the output. Fonts count by their bytes; packages that only
# parse arguments or check keys do not count.
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
        *(
            "page-validation",
            "pypdfium2",
            "python-pptx",
            "pyyaml",
            "resvg-py",
            "tinycss2",
            "tinyhtml5",
            "uharfbuzz",
            "weasyprint",
            "xlsxwriter",
        ),
    }
)
PANGO = ("pango-1.0", "libpango-1.0.so.0", "pango_version", ctypes.c_int)
HARFBUZZ = ("harfbuzz", "libharfbuzz.so.0", "hb_version_string", ctypes.c_char_p)


@cache
def toolchain_id() -> str:
    """Return the versions of this program and of everything it uses to make output, one per line.

    This program's line has a digest of its source, so that any change of the source changes it.
    """
    text = hashlib.sha256()
    for path in our_files():
        text.update(Path(path).read_bytes())
    return f"ladder-export {__version__} {text.hexdigest()[:16]}\n{dependency_versions()}"


def our_files() -> list[str]:
    """Return the paths of this program's own files, sorted; they show whether the program has changed."""
    files: list[str] = []
    for folder, _, names in os.walk(Path(__file__).parents[1]):
        files += [f"{folder}{os.sep}{name}" for name in names if name.endswith(OWN_SUFFIXES)]
    return sorted(files)


@cache
def dependency_versions() -> str:
    """Return the versions of Python and of all packages and system libraries that affect output, one per line."""
    versions = dict(reversed(list(_distributions())))  # the first of a name wins, as in Python's own search
    return "\n".join(
        (
            *(f"{name} {version}" for name, version in sorted(versions.items()) if name in RENDERING_PACKAGES),
            f"pango {_library_version(*PANGO)}",
            f"harfbuzz {_library_version(*HARFBUZZ)}",
            f"zlib {zlib.ZLIB_RUNTIME_VERSION}",
            f"python {sys.implementation.name} {sys.version.partition(' ')[0]}",
        )
    )


def _distributions() -> Iterator[tuple[str, str]]:
    """Yield names and versions of installed packages, from folder names: faster than importlib.metadata."""
    for place in dict.fromkeys(sys.path):
        with suppress(OSError), os.scandir(place or ".") as entries:
            for entry in entries:
                if match := DIST_INFO_NAME.fullmatch(entry.name):
                    yield re.sub(r"[-_.]+", "-", match["name"]).lower(), match["version"]


def _library_version(short: str, name: str, function: str, kind: type) -> str:
    """Return the version that a system library reports; empty if it is not found."""
    for file in _library_names(short, name):
        with suppress(OSError, AttributeError):
            ask = getattr(ctypes.CDLL(file), function)
            ask.restype = kind
            return str(ask())
    return ""


def _library_names(short: str, name: str) -> Iterator[str]:
    """Yield possible file names of a system library, the usual one first.

    Searching for another starts programs on Linux.
    """
    yield name
    from ctypes.util import find_library  # noqa: PLC0415  # see above

    yield find_library(short) or f"lib{short} is not here"
