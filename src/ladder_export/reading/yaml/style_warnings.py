"""Warn of text in YAML that is valid but probably not as its author meant it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, compress, islice

from ladder_export.core.problems import Problem, Severity, Span
from ladder_export.reading.nodes import ListNode, MappingNode, Node, ScalarNode, scalars
from ladder_export.reading.schema.field_types import MAX_TEXT_CHARACTERS
from ladder_export.reading.text_checks import (
    direction_override,
    doubled_spaces,
    expand_shortcodes,
    find_emoji,
    find_html_tag,
    find_mojibake,
)
from ladder_export.reading.yaml.colons import TEXT_LISTS
from ladder_export.reading.yaml.encoding import cached_lines
from ladder_export.reading.yaml.syntax_errors import yaml_quote

MAX_WARNINGS_PER_TEXT = 50  # of one check
# More than one space between words or before a value. The pattern begins with the spaces, so that the search skips fast.
GAP = re.compile(rb"  (?<=\S  ) *\S")
NO_BREAK = b"\xc2\xa0"
WIDE_GAP = re.compile(rb"\S(?: |\xc2\xa0){2,}(?=\S)")

TYPOGRAPHIC = re.compile("[“„«‘‚‹]([^“”„«»‘‚‹›]*)[”“»’‘›]")
WORD = re.compile(r"[^\W\d_]{2,}")
UNFINISHED_SENTENCE = re.compile(r".*[^\s.!?:;…]", re.DOTALL)  # text that does not end a sentence
PROSE = ("text", "prose", "summary", "intro", "of", "was", "ask", "context", "follow_ups", "good", "poor")


def style_warnings(node: Node, raw: bytes) -> tuple[Problem, ...]:
    """Return warnings about text in YAML that is valid but probably a mistake; `raw` are the bytes of the file.

    To save time, a check runs only if the bytes contain a character that it looks for.
    """
    escapes, gaps, is_wide = b"\\" in raw, WIDE_GAP if NO_BREAK in raw else GAP, not raw.isascii()
    checks = {
        _mojibake_warnings: escapes or is_wide,
        _direction_warnings: escapes or is_wide,
        _doubled_space_warnings: escapes or gaps.search(raw),
        _html_warnings: b"<" in raw,
        _value_warnings: is_wide or b"[" in raw or b"icon" in raw,
    }
    selected = list(compress(checks, checks.values()))
    lines = cached_lines(raw) if selected else ()
    return tuple(chain.from_iterable(check(node, lines) for check in selected))


def _direction_warnings(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    """Warn of invisible characters that change the direction of text, so that people read other words than programs."""
    for text, span in _short_texts(node):
        if char := direction_override(text):
            message = f"an invisible character (U+{ord(char):04X}) reverses the direction of this text"
            remedy = (
                "remove it: languages written from right to left do not need it; an isolate must be closed (U+2069)"
            )
            yield Problem("turned-text", message, _span_of(span, lines, char), Severity.WARNING, remedy)


def _html_warnings(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    for text, span in _short_texts(node):
        if tag := find_html_tag(text):
            message = f"'{tag}' is HTML, which is printed as typed"
            remedy = "write **strong**, *emphasis* or `code` instead, or remove it"
            yield Problem("html-tag", message, _span_of(span, lines, tag), Severity.WARNING, remedy)


def _value_warnings(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    """Warn of values that are not what they look like: icons that are words, printed quotation marks, cut sentences."""
    if isinstance(node, ListNode):
        for item in node.items:
            yield from _value_warnings(item, lines)
    elif isinstance(node, MappingNode):
        for key, value in node.values.items():
            if isinstance(value, ScalarNode):
                yield from (
                    _icon_warnings(value)
                    if key == "icon"
                    else ()
                    if key in PROSE
                    else _quotation_mark_warnings(value, lines)
                )
            else:
                yield from (
                    _cut_sentence_warnings(value, lines) if key in TEXT_LISTS and isinstance(value, ListNode) else ()
                )
                yield from _value_warnings(value, lines)


def _icon_warnings(value: ScalarNode) -> Iterator[Problem]:
    text = (value.text or "").strip()
    if WORD.search(expand_shortcodes(text)):
        shown = find_emoji(text)
        remedy = (
            f"did you mean :{text.strip(':').lower()}: ({shown})?" if shown else "use an emoji, such as 🦉 or :owl:"
        )
        yield Problem("icon-word", f"the icon '{text}' is printed as a word", value.span, Severity.WARNING, remedy)


def _quotation_mark_warnings(value: ScalarNode, lines: Sequence[str]) -> Iterator[Problem]:
    match = TYPOGRAPHIC.fullmatch((value.text or "").strip())
    if match and lines[value.span.line - 1][value.span.column - 1] not in "\"'":
        message = f"the quotation marks around {match[0]} are printed"
        remedy = f"remove them; where YAML needs quotes, type straight ones: {yaml_quote(match[1])}"
        yield Problem("printed-quotes", message, value.span, Severity.WARNING, remedy)


def _cut_sentence_warnings(node: ListNode, lines: Sequence[str]) -> Iterator[Problem]:
    """Warn of the first item in brackets that continues the sentence of the item before it."""
    if lines[node.span.line - 1][node.span.column - 1] != "[":
        return
    texts = [item.text.strip() if isinstance(item, ScalarNode) and item.text else "" for item in node.items]
    for position in range(1, len(texts)):
        before, after = texts[position - 1], texts[position]
        if texts[0][:1].isupper() and UNFINISHED_SENTENCE.fullmatch(before) and after[:1].islower() and " " in after:
            message = f"the comma before '{after}' splits this sentence into {len(texts)} items"
            whole = ", ".join(texts)
            remedy = f"put the whole text in quotes ({yaml_quote(whole)}), or begin it on a line of its own with '- '"
            yield Problem("cut-sentence", message, node.items[position].span, Severity.WARNING, remedy)
            return


def _short_texts(node: Node) -> Iterator[tuple[str, Span]]:
    """Return every text within the length limit; longer ones have an error of their own."""
    return ((text, span) for text, span in scalars(node) if len(text) <= MAX_TEXT_CHARACTERS)


def _doubled_space_warnings(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    for text, span in _short_texts(node):
        for excerpt in islice(doubled_spaces(text), MAX_WARNINGS_PER_TEXT):
            message = f"there is more than one space in '{excerpt}'"
            yield Problem(
                "doubled-space", message, _span_of(span, lines, excerpt), Severity.WARNING, "type a single space"
            )


def _mojibake_warnings(node: Node, lines: Sequence[str]) -> Iterator[Problem]:
    for text, span in _short_texts(node):
        for excerpt, meant in islice(find_mojibake(text), MAX_WARNINGS_PER_TEXT):
            message = f"'{excerpt}' is garbled text"
            remedy = f"it was probably '{meant}', read with the wrong encoding: retype it or paste it again"
            yield Problem("mojibake", message, _span_of(span, lines, excerpt), Severity.WARNING, remedy)


def _span_of(span: Span, lines: Sequence[str], excerpt: str) -> Span:
    """Return the span of an excerpt within the first line of a text; the text's own span if it is not there."""
    start = span.column - 1  # search no further than the longest text reaches
    column = lines[span.line - 1].find(excerpt, start, start + 2 * MAX_TEXT_CHARACTERS)
    return Span(span.file, span.line, column + 1, len(excerpt), None) if column >= 0 else span
