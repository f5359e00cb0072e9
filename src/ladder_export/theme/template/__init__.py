"""This package opens a company's own presentation as the template of decks: what it is, its layouts, what each is for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ladder_export.file_access import read_file
from ladder_export.problems import BadTheme, Problem, Span
from ladder_export.theme.template import package
from ladder_export.theme.template.anatomy import Layout, P, layouts, size_of
from ladder_export.theme.template.roles import Choice, Role, choose


@dataclass(frozen=True, slots=True)
class Template:
    """A presentation that decks take their looks from, as a value: workers need no file.

    `name` is the file's; width and height are a slide's, in points; `samples` counts the slides
    it came with, which no deck keeps; `choices` has every role once; `digest` is of `data`.
    """

    name: str
    data: bytes = field(repr=False)
    digest: str
    width: float
    height: float
    samples: int
    layouts: tuple[Layout, ...]
    choices: tuple[Choice, ...]

    def layout(self, role: Role) -> Layout | None:
        """The layout that serves a role; None for two halves or an empty slide that the template does not have."""
        return next(choice.layout for choice in self.choices if choice.role == role)


def open_template(file: Path, named: Mapping[Role, str]) -> Template:
    """The template in that file; `named` are layouts that roles must have, by their names.

    Raises BadTheme when it cannot be read, is no presentation that decks can start from, or has
    no layout for text.
    """
    shown = file.as_posix()
    try:
        data = read_file(file, "template")
    except OSError as fault:
        problem = Problem("bad-template", f"the template cannot be read: {fault.strerror}", Span(shown))
        raise BadTheme(problem) from fault
    try:
        members, main = package.opened(data, shown)
        root = package.tree(members, main)
        slide = size_of(root)
        found = layouts(members, main)
        samples = sum(1 for _ in root.iter(f"{P}sldId"))
    except etree.XMLSyntaxError as fault:
        package.refuse_damaged(shown, str(fault))
    except (KeyError, AttributeError, ValueError, TypeError):
        package.refuse_damaged(shown, "a part that every presentation has is missing or unreadable")
    return Template(
        name=file.name,
        data=data,
        digest=hashlib.sha256(data).hexdigest(),
        width=slide.width,
        height=slide.height,
        samples=samples,
        layouts=found,
        choices=choose(found, slide.height, named, shown),
    )
