"""This package turns documents into bytes: a module or package per row of `formats`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ladder_export.core.document import Document
from ladder_export.core.formats import FORMATS
from ladder_export.core.problems import Problem
from ladder_export.theme import RenderSettings


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """What a writer gives back; it never touches the disk.

    `count` is how many pages, slides or lines there are; `layout` are measured facts about the
    fit for the manifest, such as the scale and the number of layouts it took; `engines` are
    the versions of the libraries that made the bytes.
    """

    data: bytes = field(repr=False)
    count: int
    problems: tuple[Problem, ...] = ()
    layout: Mapping[str, float] = field(default_factory=dict)
    engines: Mapping[str, str] = field(default_factory=dict)


Renderer = Callable[[Document, RenderSettings], RenderedFile]


def load(extension: str) -> Renderer:
    """Return a format's writer; this imports its engine."""
    write: Renderer = importlib.import_module(FORMATS[extension].module).write
    return write


def engines(extension: str) -> Mapping[str, str]:
    """Return the versions of the libraries behind a format's writer. Raises BadEnvironment when one is missing."""
    versions: Mapping[str, str] = importlib.import_module(FORMATS[extension].module).engines()
    return versions
