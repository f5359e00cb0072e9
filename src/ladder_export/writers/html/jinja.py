"""Render the Jinja templates of themes in a sandbox that shows them documents only; no other module imports Jinja."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from traceback import walk_tb
from typing import assert_never

from jinja2 import FunctionLoader, StrictUndefined, Template, TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup, escape

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    EvidenceTable,
    Facts,
    FormFields,
    Grid,
    Piece,
    Prose,
    RatingTable,
    TrackProgress,
)
from ladder_export.core.problems import BadTheme, Problem, Span
from ladder_export.core.radar import Radar
from ladder_export.core.text import Run, Text
from ladder_export.theme import Theme
from ladder_export.writers.html.template_limits import LimitedEnvironment
from ladder_export.writers.layout.track_strip import fits_beside_strip, is_one_row, visible_steps

# Words that contain hyphens: PDF readers take a hyphen at the end of a line for one that hyphenation added,
# so these words are not broken.
HYPHENATED = re.compile(r"(?<![\w-])(?=[\w-]{3,24}(?![\w-]))\w+(?:-\w+)+")

# WeasyPrint 70 breaks a line too early if everything but its last space fits and another element follows.
# It does not count a space that is an element of its own.
BEFORE_TAG = re.compile(r" (?=<(?:/?(?:code|del|em|ins|span|strong)|a)\b)")

MAX_UNBROKEN_LINK = 60  # characters of a link without a line break
MAX_WORD_LENGTH = 24  # characters: a quarter of the page's width
MAX_ENDING_WORDS, MIN_ENDING_LENGTH = (
    4,
    14,
)  # words of a summary that are kept together, to make a line of so many characters

WORD_START = re.compile(r"(?<!^)(?=[A-Z])")
READABLE_MODULES = frozenset(f"ladder_export.core.{name}" for name in ("document", "document_files", "radar", "text"))
HIDDEN_FIELDS = frozenset({"span", "prebuilt_pages"})  # they hold file paths, which differ between machines


def macro_name(piece: Piece) -> str:
    """Return the name of the macro in pieces.html.j2 that shows a piece of content, such as a list or table.

    Only known types of piece have one; a type checker reports a new type that is missing here.
    """
    match piece:
        case (
            Prose()
            | Bullets()
            | Facts()
            | TrackProgress()
            | Radar()
            | FormFields()
            | RatingTable()
            | BeforeAfter()
            | EvidenceTable()
            | BlankTable()
            | Grid()
        ):
            return WORD_START.sub("_", type(piece).__name__).lower()
        case _:
            assert_never(piece)


def inline(text: Text, *, keep_ending: bool = False) -> Markup:
    """Return a text with its styles as escaped HTML, to be put inside a paragraph.

    `keep_ending`: keep the last words together, so that no word is alone on the last line.
    """
    html = "".join(map(_run, text.runs))
    if keep_ending and text.runs and (tail := _ending(text)):
        last = text.runs[-1]
        before, after = (replace(last, text=half) for half in (last.text[: -len(tail)], tail))
        html = "".join(map(_run, (*text.runs[:-1], before))) + f'<span class="whole">{_run(after)}</span>'
    return Markup(BEFORE_TAG.sub("<span> </span>", html))  # noqa: S704  # escaped run by run


def labelled_lists(pieces: Sequence[Piece], role: str) -> list[Bullets]:
    """Return the bullet lists of a role, such as "statements", that have a label; used by templates.

    For example, a scorecard has a list for each of three levels, with the level's name in its label.
    """
    return [piece for piece in pieces if isinstance(piece, Bullets) and piece.role == role and piece.label]


def _ending(text: Text) -> str:
    """Return the last words of a text that together make a line of their own; empty if its last run has too few."""
    words = text.runs[-1].text.rsplit(" ", MAX_ENDING_WORDS)[1:]
    tails = (" ".join(words[start:]) for start in range(len(words) - 2, -1, -1))
    tail = next((tail for tail in tails if len(tail) >= MIN_ENDING_LENGTH), "")
    return tail if len(tail) <= MAX_WORD_LENGTH and not text.runs[-1].href and "\n" not in tail else ""


def has_long_word(text: Text | str) -> bool:
    """Return whether a text has a word so long that it must be broken to fit on a line of a narrow column."""
    words = (text if isinstance(text, str) else text.plain).split()
    return any(2 * len(word) > MAX_WORD_LENGTH and sum(map(_ems, word)) > MAX_WORD_LENGTH for word in words)


def _ems(char: str) -> int:
    """Return a character's width in units of an ordinary one: 2 for ideographs and emoji."""
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _run(run: Run) -> str:
    return "<br>".join(_styled_line(run, line) for line in run.text.split("\n"))


def _styled_line(run: Run, line: str) -> str:
    """Return the HTML of a run's line, without a line break.

    A link contains text only: each element inside would become a link of its own, which PDF/UA does not allow.
    """
    html = str(escape(line))
    if line and run.href:
        link_class = ' class="long"' if has_long_word(line) or len(line) > MAX_UNBROKEN_LINK else ""
        html = f'<a href="{escape(run.href)}"{link_class}>{html}</a>'
    elif line:
        html = HYPHENATED.sub(r'<span class="whole">\g<0></span>', html)
    change_tag = {"added": "ins", "removed": "del"}.get(run.changed, "")
    for applies, tag in ((run.code, "code"), (run.emphasis, "em"), (run.strong, "strong"), (change_tag, change_tag)):
        if line and applies:
            html = f"<{tag}>{html}</{tag}>"
    return html


class _Sandbox(LimitedEnvironment):
    """Jinja's sandbox with limits, and a fast path for our own frozen types, which large pages read very often."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Return whether a template may read an attribute; of our types, all public ones except HIDDEN_FIELDS."""
        if type(obj).__module__ in READABLE_MODULES and not attr.startswith("_"):
            return attr not in HIDDEN_FIELDS
        return super().is_safe_attribute(obj, attr, value)


@lru_cache(maxsize=4)
def _environment(digest: str, files: tuple[tuple[str, str], ...], masthead: bool, facts: str) -> _Sandbox:  # noqa: FBT001  # tokens
    """Return the environment of a theme; `digest` is a cache key that avoids comparing the files."""
    del digest
    sources = dict(files)
    # Tracebacks show these names, by which `_fault_location` finds the template.
    loader = FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None)
    environment = _Sandbox(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, optimized=False
    )
    environment.filters["inline"] = inline
    environment.filters["macro"] = macro_name
    environment.filters["visible_steps"] = visible_steps
    environment.tests["beside"] = fits_beside_strip
    environment.tests["one_row"] = is_one_row
    environment.filters["labelled"] = labelled_lists
    environment.tests["long"] = has_long_word
    environment.globals["tokens"] = {"masthead": masthead, "facts": facts}
    return environment


def _template(theme: Theme, name: str) -> Template:
    environment = _environment(
        theme.digest_without_accent, tuple(theme.files.items()), theme.sheet.masthead, theme.sheet.facts
    )
    environment.restart_clock()
    return environment.get_template(name)


def render_template(theme: Theme, name: str, values: Mapping[str, object]) -> str:
    """Fill in a template of the theme, a file with this name, with values; return the HTML.

    Raises BadTheme with the template's line for an error in it, and with the file's name for a missing template.
    """
    try:
        return _template(theme, name).render(**values)
    except TemplateSyntaxError as error:
        span = theme.span(error.filename or error.name or name, error.lineno)
        raise BadTheme(Problem("template-syntax", f"the template is not Jinja: {error.message}", span)) from error
    except TemplateNotFound as error:
        theme.file(str(error.name or name))
        raise AssertionError(f"{error.name} is there and was not found") from error
    except Exception as error:  # templates can raise any error
        if _failed_in_values(error):
            raise
        message = error.message if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
        raise BadTheme(
            Problem("template-fault", f"the template fails: {message}", _fault_location(error, theme, name))
        ) from error


def _failed_in_values(error: Exception) -> bool:
    """Return whether one of our own values raised the error, which is no fault of the template."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return frames[-1].f_globals.get("__name__") in READABLE_MODULES


def _fault_location(error: Exception, theme: Theme, name: str) -> Span:
    """Return the template line that raised an error; Jinja puts template lines into tracebacks.

    It is the innermost one. Templates that include each other without end fail anywhere: then it is the line that
    closes the circle.
    """
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    lines = [(file, line) for file, line in frames if file in theme.files] or [(name, 1)]
    repeated = (number for number in range(1, len(lines)) if lines[number] in lines[:number])
    file, line = lines[next(repeated, 1) - 1 if isinstance(error, RecursionError) else -1]
    return theme.span(file, line)
