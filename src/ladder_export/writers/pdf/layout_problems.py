"""Turn faults of a layout into problems: text that does not fit, characters without a font, WeasyPrint's warnings."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ladder_export.core.document import Bullets, Document, Item, Piece, Prose
from ladder_export.core.problems import Problem, Severity
from ladder_export.theme import RenderSettings
from ladder_export.writers.fonts.missing_glyphs import missing_glyphs
from ladder_export.writers.html import render
from ladder_export.writers.layout.fit import FitResult
from ladder_export.writers.pdf.engine import THEME_URL, engine_for
from ladder_export.writers.pdf.overflow import OVERFLOW_PREFIX

MISSING_GLYPH = re.compile(r'notdef glyph.*"(.)" \(U\+[0-9A-F]+\)', re.DOTALL)
MAX_QUOTED_CHARS = 60


def page_budget_problems(document: Document, settings: RenderSettings, result: FitResult) -> Iterator[Problem]:
    """Yield a warning if a document takes more pages than `settings.page_budget` allows.

    `result` is how the document was fitted to its pages.
    """
    pages = result.result.page_count
    if pages <= settings.page_budget:
        return
    first, further = result.result.available_heights
    allowed = 1 + (settings.page_budget - 1) * further / first
    surplus = max(1 - allowed / result.overflow_fill, 0.01)  # as a share of the text
    yield Problem(
        "page-budget",
        f"{document.code or document.title} takes {pages} pages of {settings.paper.name.upper()}, {settings.page_budget} "
        f"allowed: at the smallest readable size {math.ceil(surplus * 100)} % of its text does not fit",
        document.span,
        Severity.WARNING,
        f"cut about {math.ceil(surplus * 100)} % of the text{_share_in_items(document, surplus)}, "
        f"or allow it with 'export: {{page_budget: {pages}}}' in ladder.yaml",
    )


def _share_in_items(document: Document, share: float) -> str:
    """Return how many of a document's statements, examples and paragraphs a share of it is, as words.

    Empty for a document with one of them.
    """
    counts = Counter(kind for section in document.sections for piece in section.pieces for kind in _piece_kinds(piece))
    total = counts.total()
    if total <= 1:
        return ""
    *others, last = (kind for kind in ("statements", "examples", "paragraphs") if counts[kind])
    named = f"{', '.join(others)} and {last}" if others else last
    return f", {math.ceil(share * total)} of its {total} {named}"


def _piece_kinds(piece: Piece) -> Iterator[str]:
    if isinstance(piece, Prose):
        yield from ["paragraphs"] * len(piece.paragraphs)
    elif isinstance(piece, Bullets):
        yield from (kind for item in piece.items for kind in _item_kinds(item, piece.role))


def _item_kinds(item: Item, role: str) -> Iterator[str]:
    yield role
    for child in item.children:
        yield from _item_kinds(child, role)
    for example in item.examples:
        yield from _item_kinds(example, "examples")


def _overflow_problem(lines: Sequence[str], document: Document) -> Problem:
    first = lines[0] if len(lines[0]) <= MAX_QUOTED_CHARS else f"{lines[0][:MAX_QUOTED_CHARS]}…"
    others = f", and so are {len(lines) - 1} more" if len(lines) > 1 else ""
    return Problem(
        "text-overflow",
        f"in the {document.kind} of {document.code or document.title} the line '{first}' is drawn beyond its column or page{others}",
        document.span,
        Severity.WARNING,
        "put a space or a hyphen into its longest word, or set 'overflow-wrap: anywhere' in the theme's print.css",
    )


def warnings_as_problems(logged: Sequence[str], document: Document, settings: RenderSettings) -> Iterator[Problem]:
    """Turn the warnings that WeasyPrint logged during a layout (`logged`) into problems for the user, and yield these.

    Problems about overflowing text and characters without a font are located in the ladder. All other warnings, also
    those about the style sheet, are quoted word for word and located in the theme.
    """
    messages = dict.fromkeys(
        message.replace(THEME_URL, "") for message in (*engine_for(settings).stylesheet_warnings, *logged)
    )
    overflowing, missing, others = list[str](), list[str](), list[str]()
    for message in messages:
        if message.startswith(OVERFLOW_PREFIX):
            overflowing.append(message.removeprefix(OVERFLOW_PREFIX))
        elif match := MISSING_GLYPH.search(message):
            missing.append(match[1])
        else:
            others.append(message)
    if overflowing:
        yield _overflow_problem(overflowing, document)
    for message in others:
        span = render.locate_in_theme(message, settings.theme)
        yield Problem("engine", f"WeasyPrint: {message}", span, Severity.WARNING)
    if missing:
        yield missing_glyphs(missing, document.span)
