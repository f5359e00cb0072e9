"""This file says what an engineer and a manager fill in together on the way from one level to the next."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Bullets,
    Document,
    EvidenceItem,
    EvidenceTable,
    FormFields,
    Item,
    Piece,
    Prose,
    Section,
)
from ladder_export.core.model import Ladder, Statement
from ladder_export.core.text import Run, Text, is_rtl, literal, parse
from ladder_export.core.ui_strings import UiStrings
from ladder_export.documents import level_parts as parts
from ladder_export.documents.progression import Area, Outcome, Step, chain, outcome, steps
from ladder_export.documents.specs import Brief
from ladder_export.documents.word_diff import plain, reworded

PLANNED = 5  # rows of the plan


def promotion(ladder: Ladder) -> Iterator[Brief]:
    """One form per step, which belongs to the level that it leads to."""
    for step in steps(ladder):
        of = (*chain(ladder, step.lower), *chain(ladder, step.upper))
        yield Brief(_slug(step), partial(_promotion_by, ladder, step), of, level=step.upper.id)


def _promotion_by(ladder: Ladder, step: Step) -> Document:
    """Who meets when, what changes at a glance, each area's statements, a plan, and what comes of it.

    Every statement of the upper level stands on it once: as new or as grown, then with room for evidence, or as one
    that stays. Those of the lower level are there once too: as what grew was worded before, among what stays, or at
    the end, as still expected: most ladders say at a level only what comes on top. What
    holds on because the upper level extends the lower one stays; of levels further below only their names are given,
    for whoever takes this step has met them. Of facts and ratings, those that differ are shown. Paragraphs and
    examples stay away, as on the scorecard: they are on the sheet.
    """
    found = outcome(ladder, step)
    opening = (*_opening(ladder, step, found), *parts.climb(ladder, step.upper))
    ends = (_plan(ladder.words), _signed(ladder.words), *_still_expected(ladder.words, step, found))
    sections = (*_contrasts(ladder, step), *_areas(ladder.words, found), *ends)
    return _identified(ladder, step, found, parts.document(ladder, step.upper, "promotion", opening, sections))


def _slug(step: Step) -> str:
    return f"{step.lower.id}--{step.upper.id}"


def _identified(ladder: Ladder, step: Step, found: Outcome, document: Document) -> Document:
    """The document as one about both levels."""
    lower, upper, words = step.lower, step.upper, ladder.words
    codes = (lower.code, upper.code) if lower.code and upper.code else ()
    names = (lower.title, upper.title) if codes else (lower.name, upper.name)
    read = (*ladder.sources, *(level.source for level in (lower, *found.held, upper)))
    stamp = words.draft if "draft" in (lower.status, upper.status) else ""
    stamped = (stamp,) if stamp and not document.watermark else ()
    return replace(
        document,
        slug=_slug(step),
        title=_towards(ladder, *names),
        code=_towards(ladder, *codes) if codes else "",
        breadcrumbs=(*_lineage(ladder, step, document), words.promotion),
        description=f"{words.promotion}: {_towards(ladder, lower.name, upper.name)}",
        sources=tuple(dict.fromkeys(source.path for source in read)),
        watermark=stamp,
        footer=" · ".join((document.footer, *stamped)),
        attachments=(),
    )


def _lineage(ladder: Ladder, step: Step, document: Document) -> Iterator[str]:
    """Yield what the upper level is a part of, with both tracks where the step leads from one to another."""
    before, after = ladder.track(step.lower.track).title, ladder.track(step.upper.track).title
    yield from (_towards(ladder, before, after) if part == after else part for part in document.breadcrumbs)


def _towards(ladder: Ladder, before: str, after: str) -> str:
    """Both names with an arrow that points the way they are read; one name where they are the same."""
    if before == after:
        return after
    latin = all(any(unicodedata.bidirectional(char) == "L" for char in name) for name in (before, after))
    return f"{before} {'←' if is_rtl(ladder.language) and not latin else '→'} {after}"


def _opening(ladder: Ladder, step: Step, found: Outcome) -> Iterator[Piece]:
    """The names to be filled in; then how much there is to do, what holds on, and how marks are read."""
    words = ladder.words
    yield FormFields((words.engineer, words.manager, words.date), words.meeting)
    totals = Counter[str]()
    for area in found.areas:
        totals.update(new=len(area.new), grows=len(area.grows), stays=len(area.stays), gone=len(area.gone))
    labels = (
        words.new,
        words.grows,
        words.stays,
        words.gone.format(level=parts.short_names(step.lower, step.upper)[0]),
    )
    counts = [(label, count) for label, count in zip(labels, totals.values(), strict=False) if count]
    said = [_tally(counts)] if counts else []
    if found.held:
        names = " · ".join(f"**{level.name}**" for level in found.held)
        said.append(parse(words.held.format(level=names), ladder.language))
    if totals["grows"]:
        said.append(literal(words.marks))
    if _is_worded_anew(found):
        said.append(literal(words.anew.format(level=parts.short_names(step.lower, step.upper)[1])))
    if said:
        yield Prose(tuple(said))


def _is_worded_anew(found: Outcome) -> bool:
    """Whether the upper level has a wording of its own for everything, so that "new" would say nothing of a statement."""
    return any(area.gone for area in found.areas) and not any(area.grows or area.stays for area in found.areas)


def _tally(counts: list[tuple[str, int]]) -> Text:
    joined: list[Run] = []
    for label, count in counts:
        joined += [Run(f"{' · ' if joined else ''}{label}: "), Run(str(count), strong=True)]
    return Text(tuple(joined), " · ".join(f"{label}: {count}" for label, count in counts))


def _contrasts(ladder: Ladder, step: Step) -> Iterator[Section]:
    """Facts and ratings that differ, as they were and as they become."""
    words, heads = ladder.words, parts.short_names(step.lower, step.upper)
    for title, label, rows in (
        (words.facts, words.fact, parts.fact_changes(step.lower, step.upper)),
        (words.ratings, words.competency, parts.rating_changes(step.lower, step.upper)),
    ):
        if rows:
            yield Section(title, (BeforeAfter(tuple(rows), (label, *heads)),))


def _areas(words: UiStrings, found: Outcome) -> Iterator[Section]:
    new = words.statement if _is_worded_anew(found) else words.new
    for area in found.areas:
        if pieces := tuple(_pieces(words, area, new)):
            yield Section(area.title, pieces, area.icon)


def _pieces(words: UiStrings, area: Area, new: str) -> Iterator[Piece]:
    headings = (words.statement, words.evidence)
    if area.new:
        yield EvidenceTable(tuple(EvidenceItem(plain(one)) for one in area.new), new, headings, words.before)
    if area.grows:
        pairs = (reworded(before, after) for before, after in area.grows)
        yield EvidenceTable(
            tuple(EvidenceItem(after, before) for before, after in pairs), words.grows, headings, words.before
        )
    if area.stays:
        yield Bullets("statements", _items(area.stays), words.stays)


def _still_expected(words: UiStrings, step: Step, found: Outcome) -> Iterator[Section]:
    """What the upper level does not repeat, area by area."""
    items = tuple(
        Item(Text((Run(area.title, strong=True),), area.title), _items(area.gone)) for area in found.areas if area.gone
    )
    if items:
        yield Section(
            words.gone.format(level=parts.short_names(step.lower, step.upper)[0]), (Bullets("statements", items),)
        )


def _items(statements: Iterable[Statement]) -> tuple[Item, ...]:
    return tuple(map(plain, statements))


def _plan(words: UiStrings) -> Section:
    return Section(words.plan, (BlankTable((words.action, words.deadline, words.support), PLANNED),))


def _signed(words: UiStrings) -> Section:
    """Room for what is decided, and for who signs it."""
    signatures = BlankTable((words.engineer, words.manager, words.date), 1)
    return Section(words.outcome, (BlankTable((words.decision, words.effective), 1), signatures))
