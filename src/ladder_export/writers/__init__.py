"""Writers turn documents into bytes: one module or package per row of `core.formats`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ladder_export.core.document import Document
from ladder_export.core.formats import FORMATS
from ladder_export.core.layout_summary import LayoutSummary
from ladder_export.core.problems import Problem
from ladder_export.theme import RenderSettings


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """The result of a writer: the bytes of one file. Writers never touch the disk.

    `later_pages`: the files of further pages, where each page is a file and `data` is the first. `count`: number of
    pages, slides or lines, in the unit of the format's row in `core.formats`. `layout`: None where nothing is fitted.
    `versions`: versions of the libraries that decide the bytes, by name.
    """

    data: bytes = field(repr=False)
    count: int
    problems: tuple[Problem, ...] = ()
    layout: LayoutSummary | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    later_pages: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def pages(self) -> tuple[bytes, ...]:
        """Return the bytes of all files of the document: one, or one per page."""
        return (self.data, *self.later_pages)


class RenderFailure(Exception):
    """Raised by a writer for a document that this machine cannot render; all other documents still are.

    Only formats that are rendered in the build's own process raise it (`in_own_process` in `core.formats`).
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


Renderer = Callable[[Document, RenderSettings], RenderedFile]


def load_renderer(format_name: str) -> Renderer:
    """Import the writer of a format, with its libraries, and return its function that renders documents."""
    render: Renderer = importlib.import_module(FORMATS[format_name].module).render
    return render


def renderer_versions(format_name: str) -> Mapping[str, str]:
    """Return the versions of the libraries behind a format's writer. Raises BadEnvironment when one is missing."""
    versions: Mapping[str, str] = importlib.import_module(FORMATS[format_name].module).versions()
    return versions
