"""Open a company's Word document as a template, from which documents take styles, page size, header and footer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ladder_export.core.problems import BadTheme, Problem, Severity, Span
from ladder_export.files import zip_archive
from ladder_export.files.access import read_file
from ladder_export.theme.docx_template.cleaning import MAIN_PART, W, clean_document
from ladder_export.theme.docx_template.roles import STYLE_ROLES, StyleChoice, choose_styles
from ladder_export.theme.office_package import (
    DAMAGE,
    WORD,
    Members,
    OutsideLink,
    parse_part,
    read_package,
    relationships,
)

TWIPS_PER_MM = 1440 / 25.4
STYLE_HELP = (
    "in Word: use each of these styles once, delete the text again and save; to see all styles: "
    "ladder-export theme inspect FILE.docx"
)
LINK_HELP = "in Word: open the header or footer, remove the link, or insert the picture itself, and save"


@dataclass(frozen=True, slots=True)
class ReferenceDocument:
    """A company's Word document that serves as the template of Word output.

    It holds the document's content, so that worker processes need no file. `name` is the name of the file, `digest` the
    SHA-256 of its bytes. `data` is the cleaned document, without text, names and links to other files. `styles` has the
    company's style for each use. `width_mm` and `height_mm` are the size of a page. `running` says which of "header"
    and "footer" pages have. `left_out` names, in words, what was removed. `warnings` are shown by every build with the
    template.
    """

    name: str
    data: bytes = field(repr=False)
    digest: str
    styles: tuple[StyleChoice, ...]
    width_mm: float
    height_mm: float
    running: tuple[str, ...]
    left_out: tuple[str, ...]
    warnings: tuple[Problem, ...]


def open_reference(file: Path) -> ReferenceDocument:
    """Open a Word document as the template of Word output. Raises BadTheme when it cannot be read or used as one."""
    shown = file.as_posix()
    try:
        data = read_file(file, "template")
    except OSError as fault:
        problem = Problem("bad-template", f"the reference document cannot be read: {fault.strerror}", Span(shown))
        raise BadTheme(problem) from fault
    try:
        members, main = read_package(WORD, data, shown)
        cleaned = clean_document(members, main, shown)
        page = next(parse_part(cleaned.members, MAIN_PART).iter(f"{W}sectPr"))
        styles = choose_styles(_style_ids(cleaned.members))
        width_mm, height_mm = _page_size_mm(page)
    except DAMAGE as fault:
        WORD.reject_unreadable(shown, fault)
    return ReferenceDocument(
        name=file.name,
        data=zip_archive.deterministic_zip(cleaned.members),
        digest=hashlib.sha256(data).hexdigest(),
        styles=styles,
        width_mm=width_mm,
        height_mm=height_mm,
        running=tuple(name for name in ("header", "footer") if page.find(f"{W}{name}Reference") is not None),
        left_out=cleaned.left_out,
        warnings=(*(_link_warning(link, shown) for link in cleaned.outside), *_style_warnings(styles, shown)),
    )


def _style_ids(members: Members) -> dict[tuple[str, str], str]:
    """Return the ids of styles by kind and name in small letters; the first of a name counts."""
    part = next(to for kind, to in relationships(members, MAIN_PART).values() if kind == "styles")
    ids = dict[tuple[str, str], str]()
    for style in parse_part(members, part).iterchildren(f"{W}style"):
        name, kind = style.find(f"{W}name"), style.get(f"{W}type", "paragraph")
        key = "normal" if kind == "paragraph" and style.get(f"{W}default") in ("1", "true", "on") else ""
        ids.setdefault(
            (kind, key or ("" if name is None else name.get(f"{W}val", "").casefold())), style.get(f"{W}styleId", "")
        )
    return ids


def _page_size_mm(section: etree._Element) -> tuple[float, float]:
    """Return width and height of a page; those of Letter where the document has none, as in Word."""
    size = section.find(f"{W}pgSz")
    sides = ("12240", "15840") if size is None else (size.get(f"{W}w", "12240"), size.get(f"{W}h", "15840"))
    width, height = (round(float(side) / TWIPS_PER_MM, 1) for side in sides)
    return width, height


def _link_warning(link: OutsideLink, shown: str) -> Problem:
    """Return the warning about a link out of the document, which documents do not have."""
    message = f"its {link.part} refers to {link.target}; documents are made without it"
    return Problem("template-link", message, Span(shown), Severity.WARNING, help=LINK_HELP)


def _style_warnings(styles: tuple[StyleChoice, ...], shown: str) -> tuple[Problem, ...]:
    """Return one warning that names the expected styles that are missing; none where all are there."""
    missing = [choice.role for choice in styles if STYLE_ROLES[choice.role].is_expected and not choice.style_id]
    if not missing:
        return ()
    stand_ins = (f"'{name}' ({stand_in})" for name in missing for stand_in in [_stand_in(name)])
    message = f"styles are missing, and others stand in for them: {', '.join(stand_ins)}"
    return (Problem("template-style", message, Span(shown), Severity.WARNING, help=STYLE_HELP),)


def _stand_in(name: str) -> str:
    fallback = STYLE_ROLES[name].fallback
    return f"made from '{fallback}'" if fallback else "plain lines"
