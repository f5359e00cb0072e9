"""Open a company's presentation as the template of decks, and find its layout for each kind of slide."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ladder_export.core.problems import BadTheme, Problem, Severity, Span
from ladder_export.files import zip_archive
from ladder_export.files.access import read_file
from ladder_export.theme import office_package
from ladder_export.theme.office_package import POWERPOINT, Members, OutsideLink
from ladder_export.theme.pptx_template.cleaning import MAIN_PART, clean_package
from ladder_export.theme.pptx_template.layouts import Layout, layouts, slide_rect
from ladder_export.theme.pptx_template.roles import Choice, Role, assign_roles, has_text_area

LEADS = {"hyperlink": "links to", "image": "shows a picture that is not in the file:"}
PART_NAMES = {
    "ppt/slideMasters/": "the slide master",
    "ppt/slideLayouts/": "the layout",
    "ppt/notesMasters/": "the notes master",
    "ppt/handoutMasters/": "the handout master",
    "ppt/theme/": "the theme",
}
LINK_HELP = "in PowerPoint: View > Slide Master, remove the link, or insert the picture itself, and save"


@dataclass(frozen=True, slots=True)
class Template:
    """A company's presentation that serves as the template of decks.

    It holds the presentation's content, so that worker processes need no file. `name` is the name of the file, `digest`
    the SHA-256 of its bytes. `data` is the cleaned presentation, without slides, names and links to other files.
    `width` and `height` are a slide's, in points. `samples` is the number of removed slides; `left_out` names, in
    words, what else was removed. `warnings` are shown by every build with the template. `layouts` are all slide
    layouts, `choices` has the layout for each kind of slide.
    """

    name: str
    data: bytes = field(repr=False)
    digest: str
    width: float
    height: float
    samples: int
    left_out: tuple[str, ...]
    warnings: tuple[Problem, ...]
    layouts: tuple[Layout, ...]
    choices: tuple[Choice, ...]

    def layout(self, role: Role) -> Layout | None:
        """Return the layout for a kind of slide, such as "content".

        None only for "two-content" and "blank", if the template has no such layout.
        """
        return next(choice.layout for choice in self.choices if choice.role == role)


def open_template(file: Path, named: Mapping[Role, str]) -> Template:
    """Open a presentation as the template of decks.

    `named` are names of layouts that the user chose, by kind of slide. Raises BadTheme when the file cannot be read, is
    no presentation that can be a template, or has no layout for text.
    """
    shown = file.as_posix()
    try:
        data = read_file(file, "template")
    except OSError as fault:
        problem = Problem("bad-template", f"the template cannot be read: {fault.strerror}", Span(shown))
        raise BadTheme(problem) from fault
    try:
        members, main = office_package.read_package(POWERPOINT, data, shown)
        samples = sum(1 for _ in office_package.parse_part(members, main).iter(f"{office_package.P}sldId"))
        clean = clean_package(members, main)
        slide = slide_rect(office_package.parse_part(clean.members, MAIN_PART))
        available = layouts(clean.members, MAIN_PART)
        if not any(has_text_area(layout) for layout in available):
            available = layouts(clean.members, MAIN_PART, generous=True)
    except office_package.DAMAGE as fault:
        POWERPOINT.reject_unreadable(shown, fault)
    return Template(
        name=file.name,
        data=zip_archive.deterministic_zip(clean.members),
        digest=hashlib.sha256(data).hexdigest(),
        width=slide.width_pt,
        height=slide.height_pt,
        samples=samples,
        left_out=clean.left_out,
        warnings=tuple(_warning(link, members, shown) for link in clean.outside),
        layouts=available,
        choices=assign_roles(available, named, shown),
    )


def _warning(link: OutsideLink, members: Members, shown: str) -> Problem:
    """Return the warning about a link out of the template, which decks do not have."""
    leads = LEADS.get(link.kind, "refers to")
    message = f"{_named(link.part, members)} ({link.part}) {leads} {link.target}; decks are made without it"
    return Problem("template-link", message, Span(shown), Severity.WARNING, help=LINK_HELP)


def _named(part: str, members: Members) -> str:
    """Return what PowerPoint calls a part."""
    kind = next((name for folder, name in PART_NAMES.items() if part.startswith(folder)), "the presentation")
    name = office_package.parse_part(members, part).find(f"{office_package.P}cSld") if kind == "the layout" else None
    return kind if name is None else f"{kind} '{name.get('name', '')}'"
