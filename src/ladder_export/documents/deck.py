"""This file says what the slide deck of a level contains: the sheet's words, cut into things one can present."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ladder_export.core.document import BeforeAfter, Bullets, Document, Facts, Piece, Prose, Section, TrackProgress
from ladder_export.core.model import Ladder, Level
from ladder_export.core.text import Text, literal
from ladder_export.core.ui_strings import plural
from ladder_export.documents import level_parts as parts
from ladder_export.documents.progression import Outcome, Step, chain, outcome
from ladder_export.documents.specs import Brief, each_level

MOST_RATINGS = 8  # rows of what changes, up to which ratings are among them: else the profile says it


def deck(ladder: Ladder) -> Iterator[Brief]:
    """One document per level."""
    return each_level(ladder, _deck_of)


def _deck_of(ladder: Ladder, level: Level) -> Document:
    """Summary, facts, profile and what changes; then each area; at the end the next level."""
    document = parts.document(
        ladder,
        level,
        "deck",
        opening=(*introduced(ladder, level), *parts.climb(ladder, level)),
        sections=(*slides(ladder, level), *_closing(ladder, level)),
    )
    read = (other.source.path for other in beside(ladder, level))  # their words decide what is new, and what is next
    return replace(document, sources=tuple(dict.fromkeys((*document.sources, *read))))


def introduced(ladder: Ladder, level: Level) -> tuple[Prose, ...]:
    """The summary, and below it the reference to the level that this one extends."""
    pieces = (*parts.summary(level), *parts.extends(ladder, level))
    paragraphs = tuple(text for piece in pieces if isinstance(piece, Prose) for text in piece.paragraphs)
    return (Prose(paragraphs, ladder.words.summary),) if paragraphs else ()


def slides(ladder: Ladder, level: Level) -> Iterator[Section]:
    """A level without its title and its end: facts, profile, what changes, then its areas."""
    words, below = ladder.words, _neighbour(ladder, level, -1)
    found = outcome(ladder, Step(below, level)) if below else None
    for piece in parts.facts(ladder, level):
        yield Section(words.facts, (piece,))
    for radar in parts.radar(ladder, level):
        yield Section(words.ratings, (radar,))
    if below and found:
        yield from _changes(ladder, Step(below, level), found)
    new = _new(found)
    for section in parts.areas(words, level):
        marked = replace(section, pieces=tuple(_marked(piece, new) for piece in section.pieces))
        yield _for_presenter(marked, ladder.export.examples == "notes")


def _new(found: Outcome | None) -> frozenset[str]:
    """The statements that the level below does not ask for, as they are read."""
    return frozenset(one.text.plain for area in found.areas for one in area.new) if found else frozenset()


def beside(ladder: Ladder, level: Level) -> tuple[Level, ...]:
    """The levels whose words the deck counts or shows besides its own: those below and above, and what these extend."""
    neighbours = [_neighbour(ladder, level, step) for step in (-1, 1)]
    below = [*chain(ladder, level)[1:], *(chain(ladder, neighbours[0]) if neighbours[0] else ())]
    found = (*below, neighbours[1])
    return tuple({other.id: other for other in found if other and other.id != level.id}.values())


def _neighbour(ladder: Ladder, level: Level, step: int) -> Level | None:
    """The level in use that many rungs up."""
    climb = ladder.active_levels(level.track, besides=level.id)
    place = climb.index(level) + step
    return climb[place] if 0 <= place < len(climb) else None


def _changes(ladder: Ladder, step: Step, found: Outcome) -> Iterator[Section]:
    """What is asked before and after the step; nothing where nothing can be set side by side."""
    words, (lower, upper) = ladder.words, parts.short_names(step.lower, step.upper)
    title = words.from_to.format(lower=lower, upper=upper)
    counts = _counts(found)
    if rows := _rows(step):
        counted = (_counted(ladder, counts),) if counts["grows"] or counts["stays"] else ()
        headings = (words.fact, step.lower.name, step.upper.name)
        yield Section(title, (BeforeAfter((*rows, *counted), headings),))
        return
    kinds = ((words.new, counts["new"]), (words.grows, counts["grows"]), (words.stays, counts["stays"]))
    several = tuple((label, literal(str(count))) for label, count in kinds if count)
    if len(several) > 1:
        yield Section(title, (Facts(several, ""),))


def _rows(step: Step) -> list[tuple[str, Text, Text]]:
    """What both levels say of a fact or, where these are few, of a rating, and not the same."""
    facts, ratings = parts.fact_changes(step.lower, step.upper), parts.rating_changes(step.lower, step.upper)
    rows = [*facts, *(ratings if len(facts) + len(ratings) <= MOST_RATINGS else ())]
    return [row for row in rows if row[1].plain != parts.NOTHING]


def _counts(found: Outcome) -> Counter[str]:
    """How many statements are new, grow, stay and are gone."""
    counts = Counter[str]()
    for area in found.areas:
        counts.update(new=len(area.new), grows=len(area.grows), stays=len(area.stays), gone=len(area.gone))
    return counts


def _counted(ladder: Ladder, counts: Counter[str]) -> tuple[str, Text, Text]:
    """How many statements there are before and after, and how many of these are new, grow and stay."""
    words = ladder.words
    kinds = (
        (words.count_new, counts["new"]),
        (words.count_grown, counts["grows"]),
        (words.count_same, counts["stays"]),
    )
    said = ", ".join(plural(form, ladder.language, n).format(n=n) for form, n in kinds if n)
    before, after = counts.total() - counts["new"], counts.total() - counts["gone"]
    return words.statements, literal(str(before)), literal(f"{after}: {said}")


def _statements(piece: Bullets) -> Sequence[object]:
    return piece.items if piece.role == "statements" else ()


def _marked(piece: Piece, new: frozenset[str]) -> Piece:
    """A list whose statements are marked where they are new; where all or none are, a mark would say nothing."""
    if not isinstance(piece, Bullets) or not _statements(piece):
        return piece
    fresh = [item.text.plain in new for item in piece.items]
    if all(fresh) or not any(fresh):
        return piece
    return replace(piece, items=tuple(replace(item, is_new=n) for item, n in zip(piece.items, fresh, strict=True)))


def _for_presenter(section: Section, examples_in_notes: bool) -> Section:  # noqa: FBT001  # the ladder's one choice
    """A section with its introduction and examples in its notes, and there alone if the ladder wants it so."""
    intro = section.pieces[:1] if section.pieces and isinstance(section.pieces[0], Prose) else ()
    shown, notes = list[Piece](), list[Piece](intro)
    for piece in section.pieces:
        if not isinstance(piece, Bullets):
            shown.append(piece)
            continue
        cases = tuple(item for item in piece.items if item.examples)
        if piece.role == "examples":
            notes.append(piece)
        elif cases:
            notes.append(Bullets("statements", cases))
        if not examples_in_notes:
            shown.append(piece)
        elif piece.role == "statements":
            shown.append(replace(piece, items=tuple(replace(item, examples=()) for item in piece.items)))
    return replace(section, pieces=tuple(shown), notes=tuple(notes))


def _closing(ladder: Ladder, level: Level) -> Iterator[Section]:
    """Where one goes from here: the next level with its summary, its step lit; nothing on a track of one level."""
    above, below = (_neighbour(ladder, level, step) for step in (1, -1))
    if above:
        levels = ladder.active_levels(level.track, besides=level.id)
        rungs = (parts.rung(one, here=one.id == above.id) for one in levels)
        marked = (
            replace(rung, is_previous=one.id == level.id, href=f"{one.id}.pptx" if rung.is_current else "")
            for rung, one in zip(rungs, levels, strict=True)
        )
        summary = (Prose(above.summary[:1]),) if above.summary else ()
        pieces = (*summary, TrackProgress(tuple(marked), ladder.words.climb))
        yield Section(above.name, pieces, chapter=True, eyebrow=ladder.words.next_step)
    elif below:
        yield Section(ladder.words.last, parts.climb(ladder, level), chapter=True)
