"""Parse inline Markdown into styled runs of text, so that writers of documents see no markup."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # not needed to print texts that are already parsed
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
MARKUP = re.compile(r"[\x00\r\n\\`*_\[\]<>&!\"']")  # characters with a meaning in inline Markdown, and quotation marks
EXTERNAL_LINK = re.compile(r"(https?://|mailto:)\S", re.IGNORECASE)

# Markup that is printed as typed unless escaped: code, tags, links.
BACKTICKS = re.compile(r"`+")
BACKTICKS_OR_ESCAPE = re.compile(r"`+|\\[!-/:-@\[-`{-~]")
TAG = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?://|mailto:)[^<>\s]*>)", re.IGNORECASE)
LINK = re.compile(r"(?P<picture>!?)\[(?=[^\[\]]*\]\((?P<target>[^()\s]*))")

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

BREAK_TEXT = {"softbreak": " ", "hardbreak": "\n"}

# Opening and closing double and single marks, by language; a language that is
# not listed keeps the marks as typed.
QUOTATION_MARKS = {
    "en": "“”‘’",
    "es": "«»“”",
    "de": "„“‚‘",
    "fr": ("«\N{NARROW NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}»", "“", "”"),
    "it": "«»“”",
    "nl": "“”‘’",
    "pt": "“”‘’",
}


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text in one style, with a link if `href` is not empty. A line break is a run whose text is a line feed.

    `changed` marks a run that was added to, or removed from, a text in comparison with its other version.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""
    changed: Literal["", "added", "removed"] = ""


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """Inline text: the runs that are printed (`shown`), and the Markdown `source` they were parsed from.

    If the text is a single run without style, as most are, `shown` is a plain string, to save memory.
    """

    shown: str | tuple[Run, ...]
    source: str

    def __init__(self, shown: str | tuple[Run, ...], source: str) -> None:
        if isinstance(shown, str):
            shown = shown or ()
        elif len(shown) == 1 and shown[0].text and shown[0] == Run(shown[0].text):
            shown = shown[0].text
        object.__setattr__(self, "shown", shown)
        object.__setattr__(self, "source", source)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the text as runs of one style each, in reading order."""
        return (Run(self.shown),) if isinstance(self.shown, str) else self.shown

    @property
    def plain(self) -> str:
        """Return the printed characters without their styles."""
        return self.shown if isinstance(self.shown, str) else "".join(run.text for run in self.shown)

    def __bool__(self) -> bool:
        """Return whether there is anything to print."""
        return bool(self.shown)


@lru_cache(maxsize=16)
def _parser(language: str) -> MarkdownIt:
    """Return a parser for CommonMark's inline rules without images and HTML; links are http, https and mailto."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  # as above

    quotes = QUOTATION_MARKS.get(language.partition("-")[0].lower())
    options = {"html": False, "typographer": quotes is not None, "quotes": list(quotes or "“”‘’")}
    parser = MarkdownIt("commonmark", options).disable("image")
    if quotes is not None:
        parser.enable("smartquotes")
    parser.validateLink = lambda url: bool(EXTERNAL_LINK.match(url))  # type: ignore[method-assign]  # the documented way
    return parser


def parse(source: str, language: str = "en") -> Text:
    """Parse inline Markdown into runs; straight quotation marks become those of the language (a BCP 47 tag).

    Supported are `**strong**`, `*emphasis*`, `` `code` ``, `[links](https://…)`, also to http and mailto, and line
    breaks. Raw HTML, images and other links are printed as typed, so that no character is lost.
    """
    stripped = source.strip()
    if not MARKUP.search(stripped):  # true of most statements, and ten times as fast as the parser
        return Text(stripped, source)
    return _parse_markup(source, language)


@lru_cache(maxsize=65_536)  # levels share texts, and a watched ladder is read again and again
def _parse_markup(source: str, language: str) -> Text:
    tokens = _parser(language).parseInline(BLANK_LINES.sub("  \n", source.strip()))
    return Text(_merge_runs(_runs(tokens[0].children or ())), source)


def escape_unsupported(source: str) -> str:
    """Return Markdown with a backslash before HTML, images and unsupported links, so that they print as typed."""
    pieces = split_code(source, escapes=True)
    pieces[::2] = [LINK.sub(_escape_link, TAG.sub(r"\\<", piece)) for piece in pieces[::2]]
    return "".join(pieces)


def split_code(source: str, *, escapes: bool = False) -> list[str]:
    r"""Split Markdown into text (at even indexes) and code spans with their backticks (at odd indexes).

    The first and the last item are text, possibly empty. If `escapes`, an escape such as `\*` is an item at an odd
    index, too, and an escaped backtick begins no code span.
    """
    if "`" not in source and not escapes:
        return [source]
    runs: dict[
        int, list[int]
    ] = {}  # start offsets of backtick runs, by length; a single pattern would take quadratic time
    for run in BACKTICKS.finditer(source):
        runs.setdefault(len(run[0]), []).append(run.start())
    pieces, done = list[str](), 0
    for match in (BACKTICKS_OR_ESCAPE if escapes else BACKTICKS).finditer(source):
        start, end = match.span()
        if start < done:
            continue
        if match[0][0] == "`":
            if source[max(0, start - 1) : start] == "`":  # the first of them is escaped
                continue
            same = runs[end - start]
            closing = bisect_left(same, end)
            if closing == len(same):
                continue
            end = same[closing] + end - start
        pieces += (source[done:start], source[start:end])
        done = end
    return [*pieces, source[done:]]


def _escape_link(match: re.Match[str]) -> str:
    live = bool(EXTERNAL_LINK.match(match["target"]))
    return ("\\!" if match["picture"] else "") + ("[" if live else "\\[")


def plain_text(shown: str) -> Text:
    """Return a string as text without styles, such as a title; characters like `*` are printed as they are."""
    return Text(shown, shown)


def is_rtl(language: str) -> bool:
    """Return whether a language (a BCP 47 tag) is written from right to left."""
    return language.partition("-")[0].lower() in RIGHT_TO_LEFT


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    styles = [Run("")]
    for token in tokens:
        match token.type:
            case "strong_open":
                styles.append(replace(styles[-1], strong=True))
            case "em_open":
                styles.append(replace(styles[-1], emphasis=True))
            case "link_open":
                styles.append(replace(styles[-1], href=str(token.attrs["href"])))
            case "strong_close" | "em_close" | "link_close":
                styles.pop()
            case _:
                shown = BREAK_TEXT.get(token.type, token.content)
                yield replace(styles[-1], text=shown, code=token.type == "code_inline")


def _merge_runs(runs: Iterator[Run]) -> tuple[Run, ...]:
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)
