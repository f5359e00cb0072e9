"""Locations in the ladder's files of characters that no font of the theme can show."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ladder_export.core.problems import LadderExportError, Problem, Span
from ladder_export.reading.files import find_files
from ladder_export.reading.locales import read_locale
from ladder_export.reading.nodes import scalars
from ladder_export.reading.text_checks import expand_shortcodes
from ladder_export.reading.yaml.encoding import cached_lines
from ladder_export.reading.yaml.parser import parse_yaml
from ladder_export.writers.fonts.missing_glyphs import CODE, missing_characters, missing_glyphs

MAX_TEXTS_PER_FILE = 5  # texts reported individually per file


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a ladder's file, as it is printed, with its source location."""

    source: str
    span: Span
    shown: str


@dataclass(frozen=True)  # no slots, since cached_property needs a __dict__
class GlyphLocations:
    """Find characters for which no font has a glyph in the texts of the ladder at `path`, a file or folder.

    `locale` is the language tag of the translation whose files are searched first; empty for none.
    """

    path: Path
    locale: str = ""

    def locate(self, problems: Iterable[Problem], sources: Sequence[str]) -> tuple[Problem, ...]:
        """Return a document's problems, with those about missing glyphs moved to the texts that contain the characters.

        `sources` are the paths of the document's source files, which are searched first. Problems that already are at
        such a text are moved to where the text is now.
        """
        problems = tuple(problems)
        glyphs = [problem for problem in problems if problem.code == CODE]
        missing = frozenset[str]().union(*map(missing_characters, glyphs))
        located = list[Problem]()
        for problem in problems:
            if problem.code != CODE:
                located.append(problem)
            elif problem is glyphs[0]:
                located += self._located(missing, problem.span, sources)
        return tuple(dict.fromkeys(located))

    def relocate(
        self, problems: Iterable[Problem], sources: tuple[str, ...], spans: Sequence[Span]
    ) -> tuple[Problem, ...]:
        """Return problems stored by an earlier build, moved to the current lines of the ladder.

        `sources` are the paths of the document's source files; `spans` are where it is declared, and after that where
        the documents are declared whose pages it repeats. Problems in a file of the theme keep their location.
        """
        return self.locate((_moved(problem, sources, spans) for problem in problems), sources)

    def _located(self, missing: frozenset[str], span: Span | None, sources: Sequence[str]) -> Iterator[Problem]:
        """Yield one problem per text; other files are searched only for characters not in the document's own files."""
        own = _from_sources(self._texts, sources)
        translated = _from_sources(own, self._translations)
        for group in (translated, own, self._texts):
            here = [text for text in group if not missing.isdisjoint(text.shown)]
            yield from _problems(here, missing)
            missing = missing.difference(*(text.shown for text in here))
        if missing and span:
            yield missing_glyphs(sorted(missing), span)

    @cached_property
    def _translations(self) -> frozenset[str]:
        return (
            frozenset(file.source.path for _, file in read_locale(self.path, self.locale)[0])
            if self.locale
            else frozenset()
        )

    @cached_property
    def _texts(self) -> tuple[_Text, ...]:
        """Return every text that is not pure ASCII; empty if the files can no longer be read."""
        try:
            overlaid = read_locale(self.path, self.locale)[0] if self.locale else []
            files = [*find_files(self.path)[0], *(file for _, file in overlaid)]
        except LadderExportError:
            return ()
        texts = []
        for file in files:
            node, lines = parse_yaml(file.file, file.source.data).node, cached_lines(file.source.data)
            for text, span in scalars(node) if node else ():
                shown = expand_shortcodes(text)
                if not shown.isascii():
                    texts.append(_Text(file.source.path, span.with_excerpt(lines), shown))
        return tuple(texts)


def _moved(problem: Problem, sources: Sequence[str], spans: Sequence[Span]) -> Problem:
    """Return a problem at the nearest of `spans` in its file, at the first of all if none is in it.

    Unchanged if its file is none of `sources`.
    """
    span = problem.span
    source = max((path for path in sources if span and span.file.endswith(path)), key=len, default="")
    if not span or not source:
        return problem
    same_file = [other for other in spans if f"/{other.file}".endswith(f"/{source}")]
    return replace(problem, span=min(same_file, key=lambda other: abs(other.line - span.line), default=spans[0]))


def _from_sources(texts: Iterable[_Text], sources: Container[str]) -> list[_Text]:
    """Return the texts of some source files."""
    return [text for text in texts if text.source in sources]


def _problems(texts: Sequence[_Text], missing: frozenset[str]) -> Iterator[Problem]:
    by_file: dict[str, list[_Text]] = {}
    for text in texts:
        by_file.setdefault(text.source, []).append(text)
    for same in by_file.values():
        for position, text in enumerate(same[:MAX_TEXTS_PER_FILE], 1):
            left = len(same) - position if position == MAX_TEXTS_PER_FILE else 0
            more = f"; the same goes for {left} more text{'' if left == 1 else 's'} of this file" if left else ""
            yield missing_glyphs((char for char in text.shown if char in missing), text.span, more)
