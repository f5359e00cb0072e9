"""This file fills in the templates of a theme, which may look at a document and at nothing else (Jinja's only door)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import fsum
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
    Radar,
    RatingTable,
    TrackProgress,
)
from ladder_export.core.problems import BadTheme, Problem, Span
from ladder_export.core.text import Run, Text
from ladder_export.theme import Theme
from ladder_export.writers.html.template_limits import LimitedEnvironment
from ladder_export.writers.layout.track_strip import visible_steps

# Words with hyphens of their own: breaking them is ugly, and programs that read PDFs take
# a hyphen at the end of a line for one that the line break made.
HYPHENATED = re.compile(r"(?<![\w-])(?=[\w-]{3,24}(?![\w-]))\w+(?:-\w+)+")

# WeasyPrint 70 breaks a line at its first space where all of it but its last space would fit
# and another element follows: a space of its own is not counted.
BEFORE_TAG = re.compile(r" (?=<(?:/?(?:code|del|em|ins|span|strong)|a)\b)")

MAX_UNBROKEN_LINK = 60  # characters of a link that a theme may keep on one line
MAX_WORD_LENGTH = 24  # characters: what a quarter of the page holds
MAX_ENDING_WORDS, MIN_ENDING_LENGTH = (
    4,
    14,
)  # of a summary: how many may be kept together to make a line of so many characters

WORD_START = re.compile(r"(?<!^)(?=[A-Z])")
READABLE_MODULES = frozenset(
    {"ladder_export.core.document", "ladder_export.core.document_files", "ladder_export.core.text"}
)
HIDDEN_FIELDS = frozenset({"span", "leaf"})  # paths of files, which differ from machine to machine


def macro_name(piece: Piece) -> str:
    """The macro of pieces.html.j2 that shows a piece; a new piece is a type error here."""
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
    """Runs to escaped inline HTML; with `closing`, the last words stay together, so that none is alone on the last line."""
    html = "".join(map(_run, text.runs))
    if keep_ending and text.runs and (tail := _ending(text)):
        last = text.runs[-1]
        before, after = (replace(last, text=part) for part in (last.text[: -len(tail)], tail))
        html = "".join(map(_run, (*text.runs[:-1], before))) + f'<span class="whole">{_run(after)}</span>'
    return Markup(BEFORE_TAG.sub("<span> </span>", html))  # noqa: S704  # escaped run by run


def labelled_lists(pieces: Sequence[Piece], role: str) -> list[Bullets]:
    """Return the lists of a role among pieces that have a label, such as what three levels expect."""
    return [piece for piece in pieces if isinstance(piece, Bullets) and piece.role == role and piece.label]


def _ending(text: Text) -> str:
    """The last words of a text that together are long enough for a line of their own; none where its last run has too few."""
    words = text.runs[-1].text.rsplit(" ", MAX_ENDING_WORDS)[1:]
    tails = (" ".join(words[start:]) for start in range(len(words) - 2, -1, -1))
    tail = next((tail for tail in tails if len(tail) >= MIN_ENDING_LENGTH), "")
    return tail if len(tail) <= MAX_WORD_LENGTH and not text.runs[-1].href and "\n" not in tail else ""


def has_long_word(text: Text | str) -> bool:
    """Whether a word of the text may be too long for a line."""
    words = (text if isinstance(text, str) else text.plain).split()
    return any(len(word) > MAX_WORD_LENGTH or fsum(map(_ems, word)) > MAX_WORD_LENGTH for word in words)


def _ems(char: str) -> int:
    """How wide a character is, in usual ones: an emoji is as wide as two."""
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _run(run: Run) -> str:
    return "<br>".join(_styled_line(run, line) for line in run.text.split("\n"))


def _styled_line(run: Run, line: str) -> str:
    """A piece of a run without a break.

    A link has nothing inside but its words: each element in it becomes one of its own, which PDF/UA refuses.
    """
    html = str(escape(line))
    if line and run.href:
        class_ = ' class="long"' if has_long_word(line) or len(line) > MAX_UNBROKEN_LINK else ""
        html = f'<a href="{escape(run.href)}"{class_}>{html}</a>'
    elif line:
        html = HYPHENATED.sub(r'<span class="whole">\g<0></span>', html)
    change_tag = {"added": "ins", "removed": "del"}.get(run.changed, "")
    for applies, tag in ((run.code, "code"), (run.emphasis, "em"), (run.strong, "strong"), (change_tag, change_tag)):
        if line and applies:
            html = f"<{tag}>{html}</{tag}>"
    return html


class _Sandbox(LimitedEnvironment):
    """Jinja's sandbox with limits, quick about our own frozen values: a page of 1,000 levels looks into them 600,000 times."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may see this; of our own, everything that is public and says nothing of this machine."""
        if type(obj).__module__ in READABLE_MODULES and not attr.startswith("_"):
            return attr not in HIDDEN_FIELDS
        return super().is_safe_attribute(obj, attr, value)


@lru_cache(maxsize=4)
def _environment(digest: str, files: tuple[tuple[str, str], ...]) -> _Sandbox:
    """One environment a theme; `digest` is the key that spares comparing the files."""
    del digest
    sources = dict(files)
    # Named in tracebacks as the theme names them, which is how the place of a fault is found.
    loader = FunctionLoader(lambda name: (sources[name], name, None) if name in sources else None)
    environment = _Sandbox(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["inline"] = inline
    environment.filters["macro"] = macro_name
    environment.filters["visible_steps"] = visible_steps
    environment.filters["labelled"] = labelled_lists
    environment.tests["long"] = has_long_word
    return environment


def _template(theme: Theme, name: str) -> Template:
    environment = _environment(theme.form, tuple(theme.files.items()))
    environment.begin()
    return environment.get_template(name)


def render_template(theme: Theme, name: str, values: Mapping[str, object]) -> str:
    """A template of the theme with these values. Raises BadTheme, naming the template and the line, or what is missing."""
    try:
        return _template(theme, name).render(**values)
    except TemplateSyntaxError as error:
        span = Span((theme.folder / (error.filename or error.name or name)).as_posix(), error.lineno)
        raise BadTheme(Problem("template-syntax", f"the template is not Jinja: {error.message}", span)) from error
    except TemplateNotFound as error:
        theme.file(str(error.name or name))
        raise AssertionError(f"{error.name} is there and was not found") from error
    except Exception as error:  # whatever a template asks for can fail as Python does
        if _failed_in_values(error):
            raise
        message = error.message if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
        raise BadTheme(
            Problem("template-fault", f"the template fails: {message}", _fault_location(error, theme, name))
        ) from error


def _failed_in_values(error: Exception) -> bool:
    """Whether our own values failed, which is no fault of the template that asked them."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return frames[-1].f_globals.get("__name__") in READABLE_MODULES


def _fault_location(error: Exception, theme: Theme, name: str) -> Span:
    """The line of a template that a fault came from: Jinja rewrites tracebacks to their names.

    It is the innermost, but where templates go round in a circle, which ends anywhere.
    """
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    lines = [(file, line) for file, line in frames if file in theme.files] or [(name, 1)]
    file, line = lines[0 if isinstance(error, RecursionError) else -1]
    return Span((theme.folder / file).as_posix(), line)
