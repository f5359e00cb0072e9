"""Convert styled text back into inline Markdown, with as few backslash escapes as possible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, product
from operator import attrgetter

from ladder_export.core.text import EXTERNAL_LINK, Run, parse

AS_TYPED = "und"  # an undetermined language: quotation marks stay as they are
ESCAPED = ("", "*_", "[]", "<&", "\\`*_[]<>&")  # tried in this order, since 5 * 3 needs no backslash
EMPHASIS_MARKS = "*_"  # the second one beside strong text

# Where marks may begin and end: never at a space, and at no sign where Markdown would not take the marks otherwise.
NO_SPACE = re.compile(r"\S")
NO_SIGN = re.compile(r"[^\W_]")
BREAK = re.compile(r"(?<![^\S\r\n])[^\S\r\n]*+[\r\n]\s*")
BACKTICKS = re.compile("`+")

StyledChar = tuple[str, Run]
"""A character with its style: a run without text. Spaces have none."""
NO_STYLE = Run("")


def source_runs(source: str) -> tuple[Run, ...]:
    """Parse inline Markdown into runs of one style each, without replacing quotation marks by typographic ones."""
    return parse(source, AS_TYPED).runs


def to_markdown(runs: Sequence[Run]) -> str:
    """Return inline Markdown that prints the same characters in the same styles as the runs.

    A line break becomes an empty line; spaces around it are dropped. A link that our Markdown cannot hold becomes its
    text. A style that Markdown cannot express at its position, such as bold that begins with a bracket inside a word,
    is dropped. No other character is lost.
    """
    characters = _settled(runs)
    wanted = list(_runs(characters))
    plain = [char for char, _ in characters]
    signature = _signature(characters)
    nearly = ""
    for escaped, mark, inner in product(ESCAPED, EMPHASIS_MARKS, (NO_SPACE, NO_SIGN)):
        source = _source(wanted, escaped, mark, inner)
        shown = _signature(list(_characters(source_runs(source))))
        if shown == signature:
            return source
        if not nearly and [char for char, _ in shown] == plain:
            nearly = source
    return nearly or _source([Run(run.text) for run in wanted], ESCAPED[-1], "*", NO_SPACE)


def _settled(runs: Iterable[Run]) -> list[StyledChar]:
    """Return the characters of runs without outer spaces, and with one line feed for each line break."""
    characters = list(_characters(replace(run, text=run.text.replace("\t", " "), changed="") for run in runs))
    text = "".join(char for char, _ in characters)
    settled: list[StyledChar] = []
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    for match in BREAK.finditer(text, start, end):
        settled += [*characters[start : match.start()], ("\n", NO_STYLE)]
        start = match.end()
    return settled + characters[start:end]


def _characters(runs: Iterable[Run]) -> Iterator[StyledChar]:
    for run in runs:
        style = replace(run, text="", href=run.href if link_target(run.href) else "")
        yield from ((char, style) for char in run.text)


def _runs(characters: Iterable[StyledChar]) -> Iterator[Run]:
    for style, group in groupby(characters, key=lambda character: character[1]):
        yield replace(style, text="".join(char for char, _ in group))


def _signature(characters: Sequence[StyledChar]) -> list[StyledChar]:
    """Return characters as they can be compared: spaces without style, links as browsers read them."""
    shown = {style: replace(style, href=link_target(style.href)) for style in {style for _, style in characters}}
    return [(char, NO_STYLE if char.isspace() else shown[style]) for char, style in characters]


def link_target(href: str) -> str:
    """Return a link's address as written in our Markdown; empty for an unsupported one, such as `javascript:…`."""
    if not EXTERNAL_LINK.match(href) or re.search(r"[<>\s]", href):
        return ""
    return source_runs(f"[x](<{href}>)")[0].href


def _source(runs: Iterable[Run], escaped: str, mark: str, inner: re.Pattern[str]) -> str:
    """Return runs as Markdown: links around strong text around emphasis."""

    def plain(runs: Iterable[Run]) -> str:
        return "".join(_plain(run, escaped) for run in runs)

    def emphasized(runs: Iterable[Run]) -> str:
        return _grouped(runs, "emphasis", plain, lambda text, _: _marked(text, mark, inner))

    def strong(runs: Iterable[Run]) -> str:
        return _grouped(runs, "strong", emphasized, lambda text, _: _marked(text, "**", inner))

    return _grouped(runs, "href", strong, _linked)


def _grouped(
    runs: Iterable[Run], style: str, inner: Callable[[Iterable[Run]], str], wrap: Callable[[str, str], str]
) -> str:
    """Return runs as Markdown, with `wrap` around those that share a style; it gets their Markdown and the style."""
    texts = ((value, inner(group)) for value, group in groupby(runs, key=attrgetter(style)))
    return "".join(wrap(text, value) if value and text.strip() else text for value, text in texts)


def _linked(text: str, href: str) -> str:
    return f"[{text}]({_destination(href)})"


def _destination(href: str) -> str:
    return f"<{href}>" if set(href) & set("()") else href


def _marked(text: str, mark: str, inner: re.Pattern[str]) -> str:
    first, last = inner.search(text), inner.search(text[::-1])
    if not (first and last):
        return text
    start, end = first.start(), len(text) - last.start()
    return f"{text[:start]}{mark}{text[start:end]}{mark}{text[end:]}"


def _plain(run: Run, escaped: str) -> str:
    """Return a run without its bold, italic and link."""
    if run.code and run.text.strip():
        fence = "`" * (1 + max(map(len, BACKTICKS.findall(run.text)), default=0))
        space = " " if run.text[0] in "` " or run.text[-1] in "` " else ""
        return f"{fence}{space}{run.text}{space}{fence}"
    text = run.text.replace("\n", "\n\n")
    return re.sub(f"[{re.escape(escaped)}]", r"\\\g<0>", text) if escaped else text
