"""This package turns documents into bytes: one table from format to writer."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ladder_export.document import Document
from ladder_export.problems import Problem
from ladder_export.theme import Look


@dataclass(frozen=True, slots=True)
class Written:
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


Write = Callable[[Document, Look], Written]


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table: a module with `write` and `engines`, loaded when first used, for it loads an engine.

    `unit` is what its manifest entry counts, `effort` about what a document costs compared with other formats.
    """

    module: str
    unit: str
    effort: int = 1

    def load(self, *, draft: bool = False) -> Write:
        """The writer itself, or what does its `draft` of a document that joins others, if it has that; this imports its engine."""
        write: Write = getattr(importlib.import_module(self.module), "draft" if draft else "write")
        return write

    def engines(self) -> Mapping[str, str]:
        """Versions of the libraries behind the writer. Raises BadEnvironment when one is missing."""
        versions: Mapping[str, str] = importlib.import_module(self.module).engines()
        return versions


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "pdf": Format("ladder_export.writers.pdf", "pages", effort=3),
        "pptx": Format("ladder_export.writers.pptx", "slides"),
        "xlsx": Format("ladder_export.writers.workbook", "lines"),
        "csv": Format("ladder_export.writers.values", "lines"),
        "md": Format("ladder_export.writers.md", "lines"),
        "json": Format("ladder_export.writers.record", "levels"),
        "html": Format("ladder_export.writers.web", "levels"),
    }
)
