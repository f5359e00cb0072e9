"""Turn documents into bytes: each row of the table of formats in `core.formats` has a module or package here."""

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
    """The result of rendering a document: the bytes of a file, or of a file per page. Writers never touch the disk.

    `data` is the file, or the first page's if each page is a file; `later_pages` are the files of the other pages.
    `count` is the number of pages, slides or lines, in the unit of the format's row in `core.formats`. `problems` are
    warnings. `layout` is how text was fitted to pages, None where nothing is fitted. `versions` are the versions of the
    libraries on which the bytes depend, by name.
    """

    data: bytes = field(repr=False)
    count: int
    problems: tuple[Problem, ...] = ()
    layout: LayoutSummary | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    later_pages: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def pages(self) -> tuple[bytes, ...]:
        """Return the bytes of all files of the document: a single file, or one per page in order."""
        return (self.data, *self.later_pages)


class RenderFailure(Exception):
    """Raised by a writer if this machine cannot render a document; the build goes on with the other documents.

    `problem` is what to report. Only formats that are rendered in the build's own process raise it (`in_own_process` in
    `core.formats`).
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


Renderer = Callable[[Document, RenderSettings], RenderedFile]


def load_renderer(format_name: str) -> Renderer:
    """Import the writer of a format (such as "pdf") with its libraries, and return its `render` function."""
    render: Renderer = importlib.import_module(FORMATS[format_name].module).render
    return render


def renderer_versions(format_name: str) -> Mapping[str, str]:
    """Return the versions of the libraries that a format's writer uses, by the library's name.

    Raises BadEnvironment when a library is missing.
    """
    versions: Mapping[str, str] = importlib.import_module(FORMATS[format_name].module).versions()
    return versions
