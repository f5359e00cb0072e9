"""The slide deck of a level: the text of its sheet, divided into topics that can be presented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from ladder_export.core.document import (
    BeforeAfter,
    Bullets,
    Document,
    Facts,
    Piece,
    Prose,
    Section,
    TrackProgress,
)
from ladder_export.core.model import Ladder, Level
from ladder_export.core.text import Text, plain_text
from ladder_export.core.ui_strings import plural
from ladder_export.documents import level_parts as parts
from ladder_export.documents.progression import (
    Transition,
    TransitionChanges,
    changes_between,
    neighbour,
    related_levels,
)
from ladder_export.documents.specs import DocumentSpec, each_level

MAX_CHANGE_ROWS = 8  # with more rows of changes, ratings are left out: the radar shows them


def deck(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield a slide deck for each level, as a specification from which it is made on demand."""
    return each_level(ladder, _make_deck)


def _make_deck(ladder: Ladder, level: Level) -> Document:
    """Return the deck: summary, facts, ratings, changes since the level below, each area, then the next level."""
    document = parts.level_document(
        ladder,
        level,
        "deck",
        header_pieces=(*summary_with_reference(ladder, level), *parts.track_progress(ladder, level)),
        sections=(*deck_sections(ladder, level), *_closing_section(ladder, level)),
    )
    return parts.with_sources(replace(document, labels=labels(ladder)), related_levels(ladder, level))


def labels(ladder: Ladder) -> dict[str, str]:
    """Return the words that a deck shows beside its text: what the mark of new statements means."""
    return {"new": ladder.words.new}


def summary_with_reference(ladder: Ladder, level: Level) -> tuple[Prose, ...]:
    """Return a level's summary, then the sentence that names the level it extends; empty if it has neither."""
    pieces = (*parts.summary(level), *parts.extends_reference(ladder, level))
    paragraphs = tuple(text for piece in pieces if isinstance(piece, Prose) for text in piece.paragraphs)
    return (Prose(paragraphs, ladder.words.summary),) if paragraphs else ()


def deck_sections(ladder: Ladder, level: Level) -> Iterator[Section]:
    """Yield the sections of a level's slides that come between the title slide and the last slide.

    They are its facts, ratings, and changes from the level below, then the level's own areas, with new statements
    marked.
    """
    words, below = ladder.words, neighbour(ladder, level, -1)
    changes = changes_between(ladder, Transition(below, level)) if below else None
    for piece in parts.facts(ladder, level):
        yield Section(words.facts, (piece,))
    for radar in parts.radar(ladder, level):
        yield Section(words.ratings, (radar,))
    if below and changes:
        yield from _change_sections(ladder, Transition(below, level), changes)
    new_statements = _new_statements(changes)
    for section in parts.sections(words, level):
        pieces = tuple(_mark_new(piece, new_statements) for piece in section.pieces)
        yield _with_notes(replace(section, pieces=pieces), ladder.export.examples == "notes")


def _new_statements(changes: TransitionChanges | None) -> frozenset[str]:
    """Return the plain text of the statements that the level below does not have; empty if it has none of them."""
    if not changes or not any(area.reworded or area.unchanged for area in changes.areas):
        return frozenset()
    return frozenset(statement.text.plain for area in changes.areas for statement in area.added)


def _change_sections(ladder: Ladder, transition: Transition, changes: TransitionChanges) -> Iterator[Section]:
    """Yield the changes of a transition as a table, or as counts if no fact or rating differs."""
    words, (lower, upper) = ladder.words, parts.short_names(transition.lower, transition.upper)
    title = words.from_to.format(lower=lower, upper=upper)
    counts = _count_changes(changes)
    if rows := _change_rows(transition):
        count_row = (_count_row(ladder, counts),) if counts["grows"] or counts["stays"] else ()
        headings = (words.fact, transition.lower.name, transition.upper.name)
        yield Section(title, (BeforeAfter((*rows, *count_row), headings),))
        return
    labels = ((words.new, counts["new"]), (words.grows, counts["grows"]), (words.stays, counts["stays"]))
    counted = tuple((label, plain_text(str(count))) for label, count in labels if count)
    if len(counted) > 1:
        yield Section(title, (Facts(counted, ""),))


def _change_rows(transition: Transition) -> list[tuple[str, Text, Text]]:
    """Return the facts, and ratings if there are few, that both levels have and in which they differ."""
    facts, ratings = (
        parts.fact_changes(transition.lower, transition.upper),
        parts.rating_changes(transition.lower, transition.upper),
    )
    rows = [*facts, *(ratings if len(facts) + len(ratings) <= MAX_CHANGE_ROWS else ())]
    return [row for row in rows if row[1].plain != parts.NO_VALUE]


def _count_changes(changes: TransitionChanges) -> Counter[str]:
    """Count the statements that are added, reworded, unchanged and removed."""
    counts = Counter[str]()
    for area in changes.areas:
        counts.update(new=len(area.added), grows=len(area.reworded), stays=len(area.unchanged), gone=len(area.removed))
    return counts


def _count_row(ladder: Ladder, counts: Counter[str]) -> tuple[str, Text, Text]:
    """Return the row that counts statements before and after, and how many of those are new, grown and unchanged."""
    words = ladder.words
    kinds = (
        (words.count_new, counts["new"]),
        (words.count_grown, counts["grows"]),
        (words.count_same, counts["stays"]),
    )
    breakdown = ", ".join(plural(form, ladder.language, n).format(n=n) for form, n in kinds if n)
    before, after = counts.total() - counts["new"], counts.total() - counts["gone"]
    return words.statements, plain_text(str(before)), plain_text(f"{after}: {breakdown}")


def _mark_new(piece: Piece, new: frozenset[str]) -> Piece:
    """Return a list of statements with the new ones marked; any other piece unchanged."""
    if not isinstance(piece, Bullets) or piece.role != "statements":
        return piece
    return replace(piece, items=tuple(replace(item, is_new=item.text.plain in new) for item in piece.items))


def _with_notes(section: Section, examples_in_notes: bool) -> Section:  # noqa: FBT001  # the ladder's one choice
    """Return a section with introduction and examples in its notes, and examples only there if so wanted."""
    intro = section.pieces[:1] if section.pieces and isinstance(section.pieces[0], Prose) else ()
    notes = (*intro, *chain.from_iterable(map(_notes, section.pieces)))
    shown = chain.from_iterable(map(_without_examples, section.pieces)) if examples_in_notes else section.pieces
    return replace(section, pieces=tuple(shown), notes=notes)


def _notes(piece: Piece) -> Iterator[Piece]:
    """Yield what of a piece is in the notes: examples, and the statements that have some."""
    if isinstance(piece, Bullets) and piece.role == "examples":
        yield piece
    elif isinstance(piece, Bullets) and (items := tuple(item for item in piece.items if item.examples)):
        yield Bullets("statements", items)


def _without_examples(piece: Piece) -> Iterator[Piece]:
    """Yield a piece without its examples; nothing for a list of examples."""
    if not isinstance(piece, Bullets):
        yield piece
    elif piece.role == "statements":
        yield replace(piece, items=tuple(replace(item, examples=()) for item in piece.items))


def _closing_section(ladder: Ladder, level: Level) -> Iterator[Section]:
    """Yield the next level with its summary; at the top of a track, the track; nothing for a track of one level."""
    above, below = (neighbour(ladder, level, step) for step in (1, -1))
    if above:
        levels = ladder.active_levels(level.track, besides=level.id)
        steps = (parts.track_step(step_level, is_current=step_level.id == above.id) for step_level in levels)
        linked = (
            replace(
                step, is_previous=step_level.id == level.id, href=f"{step_level.id}.pptx" if step.is_current else ""
            )
            for step, step_level in zip(steps, levels, strict=True)
        )
        summary = (Prose(above.summary[:1]),) if above.summary else ()
        pieces = (*summary, TrackProgress(tuple(linked), ladder.words.climb))
        yield Section(above.name, pieces, chapter=True, eyebrow=ladder.words.next_step)
    elif below:
        yield Section(ladder.words.last, parts.track_progress(ladder, level), chapter=True)
