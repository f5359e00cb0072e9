"""Parts that documents about a level share: the level's names, the content of the header, and its areas as sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from ladder_export.core.document import (
    Bullets,
    Document,
    DocumentKindName,
    Facts,
    Item,
    Piece,
    Prose,
    Section,
    TrackProgress,
    TrackStep,
)
from ladder_export.core.document_files import Attachment
from ladder_export.core.model import Ladder, Level, Paragraph, Passage, Rating, Statement, Track
from ladder_export.core.radar import Radar, RadarAxis
from ladder_export.core.text import Text, parse, plain_text
from ladder_export.core.ui_strings import UiStrings

NO_VALUE = "–"  # shown where a level has no value


def level_document(
    ladder: Ladder,
    level: Level,
    kind: DocumentKindName,
    header_pieces: tuple[Piece, ...],
    sections: tuple[Section, ...],
) -> Document:
    """Return a document about one level, with the given header and sections.

    `kind` is the kind of document, such as "sheet".
    """
    watermark = ladder.words.draft if level.status == "draft" else ""
    return Document(
        kind=kind,
        slug=level.id,
        level=level.id,
        title=level.title,
        code=level.mark,
        breadcrumbs=breadcrumbs(ladder, level),
        language=ladder.language,
        header_pieces=header_pieces,
        sections=sections,
        footer=footer(ladder, level.code if ladder.brand else "", watermark),
        watermark=watermark,
        credit=ladder.credit,
        author=ladder.organisation or ladder.title,
        description=" ".join(paragraph.plain for paragraph in level.summary),
        sources=tuple(dict.fromkeys((*(source.path for source in ladder.sources), level.source.path))),
        attachments=(Attachment(level.source.path.rpartition("/")[2], level.source.data),),
        span=level.span,
        link=f"{ladder.url.partition('#')[0]}#/{level.id}" if ladder.url else "",
        accent=level.track if ladder.brand and level.track in (color.role for color in ladder.brand.tracks) else "",
    )


def as_form(document: Document, level: Level, name: str) -> Document:
    """Return a document about a level as a form to fill in, without the level's YAML as an attachment.

    `name` is the title of the form, such as "Review": the last of the breadcrumbs and the start of the description.
    """
    return replace(
        document,
        breadcrumbs=(*document.breadcrumbs, name),
        description=f"{name}: {level.name}",
        attachments=(),
    )


def with_sources(document: Document, levels: Iterable[Level]) -> Document:
    """Return the document with the files of these levels added to `sources`, since it also shows their text."""
    paths = (level.source.path for level in levels)
    return replace(document, sources=tuple(dict.fromkeys((*document.sources, *paths))))


def footer(ladder: Ladder, code: str = "", watermark: str = "") -> str:
    """Return the footer of every page: code, ladder, edition, date, watermark, notice, contact, without empty ones."""
    texts = (code, ladder.title, ladder.edition, ladder.date, watermark, ladder.notice, ladder.contact)
    return " · ".join(text for text in texts if text)


def track_document(
    ladder: Ladder, track: Track, levels: Sequence[Level], kind: DocumentKindName, sections: tuple[Section, ...]
) -> Document:
    """Return a document about a track (job family) and the given levels of it, the lowest first.

    `kind` is the kind of document, such as "track-deck". The document's own `level` is empty.
    """
    summary = (Prose((track.summary,)),) if track.summary else ()
    return replace(
        level_document(ladder, levels[0], kind, summary, sections),
        slug=track.id,
        level="",
        track=track.id,
        title=track.title,
        code="",
        breadcrumbs=tuple(name for name in (ladder.organisation, ladder.title, track.family) if name),
        footer=footer(ladder, "", ladder.words.draft if levels[0].status == "draft" else ""),
        link="",
        description=track.summary.plain,
        sources=tuple(dict.fromkeys(source.path for source in (*ladder.sources, *(level.source for level in levels)))),
        attachments=(),
    )


def breadcrumbs(ladder: Ladder, level: Level) -> tuple[str, ...]:
    """Return names of all that a level belongs to, outermost first: organisation, ladder, family, track, kind, grade.

    Names that are empty or repeated are left out.
    """
    track = ladder.track(level.track)
    grade = " ".join(text for text in (level.grade.id, level.grade.title) if text) if level.grade else ""
    names = (ladder.organisation, ladder.title, track.family, track.title, kind_of(ladder, track), grade)
    return tuple(dict.fromkeys(name for name in names if name))


def kind_of(ladder: Ladder, track: Track) -> str:
    """Return the name of a track's kind in the ladder's language, such as "Management"; empty if it has none."""
    return {"ic": ladder.words.ic, "management": ladder.words.management}.get(track.kind, "")


def summary(level: Level) -> tuple[Piece, ...]:
    """Return the level's summary as paragraphs; empty for a level without one."""
    return (Prose(level.summary),) if level.summary else ()


def extends_reference(ladder: Ladder, level: Level) -> tuple[Piece, ...]:
    """Return the sentence that names the level which this one extends; empty if it extends none."""
    if not level.extends:
        return ()
    reference = ladder.words.extends.format(level=f"**{ladder.level(level.extends).name}**")
    return (Prose((parse(reference, ladder.language),)),)


def track_progress(ladder: Ladder, level: Level) -> tuple[TrackProgress, ...]:
    """Return the strip that shows where the level is on its track; empty for a track of one level.

    Retired levels of the track are left out, but `level` itself is always shown.
    """
    levels = ladder.active_levels(level.track, besides=level.id)
    steps = tuple(track_step(track_level, is_current=track_level.id == level.id) for track_level in levels)
    return (TrackProgress(steps, ladder.words.climb),) if len(steps) > 1 else ()


def track_step(level: Level, *, is_current: bool) -> TrackStep:
    """Return a level as an entry of the strip that shows its track; a level without a code shows its title instead.

    `is_current`: whether it is the level that the document is about.
    """
    return TrackStep(level.code or level.title, level.title, is_current)


def short_names(lower: Level, upper: Level) -> tuple[str, str]:
    """Return the short names of two levels: each one's code, or its title if it has none.

    If both short names are equal, return the full names.
    """
    names = lower.code or lower.title, upper.code or upper.title
    return names if names[0] != names[1] else (lower.name, upper.name)


def fact_changes(lower: Level, upper: Level) -> list[tuple[str, Text, Text]]:
    """Return the facts in which two levels differ, as rows of label, value at `lower`, value at `upper`.

    A dash stands for a fact that a level lacks.
    """
    before, after = ({fact.id: fact.value for fact in level.facts} for level in (lower, upper))
    labels = {fact.id: fact.label for level in (lower, upper) for fact in level.facts}
    return _differing_rows(
        {name: (labels[name], before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))}
    )


def rating_changes(lower: Level, upper: Level) -> list[tuple[str, Text, Text]]:
    """Return the ratings in which two levels differ, as rows of competency, step at `lower`, step at `upper`.

    A step has its value and the highest value, as in "Proficient (3/5)". A dash stands for a rating that a level lacks.
    """
    before, after = ({rating.competency: rating for rating in level.ratings} for level in (lower, upper))
    return _differing_rows(
        {
            name: (
                (after.get(name) or before[name]).title,
                _step_with_value(before.get(name)),
                _step_with_value(after.get(name)),
            )
            for name in dict.fromkeys((*after, *before))
        }
    )


def _differing_rows(values: Mapping[str, tuple[str, Text | None, Text | None]]) -> list[tuple[str, Text, Text]]:
    none = plain_text(NO_VALUE)
    rows = ((label, before or none, after or none) for label, before, after in values.values())
    return [row for row in rows if row[1].plain != row[2].plain]


def _step_with_value(rating: Rating | None) -> Text | None:
    """Return the step with its value and the highest value, such as `Proficient (3/5)`; None without a rating."""
    return plain_text(f"{rating.step} ({rating.value:g}/{rating.max_value:g})") if rating else None


def facts(ladder: Ladder, level: Level) -> tuple[Piece, ...]:
    """Return the level's facts, such as "Reports to", as a table; empty for a level without facts."""
    rows = tuple((fact.label, fact.value) for fact in level.facts)
    return (Facts(rows, ladder.words.facts),) if rows else ()


def radar(ladder: Ladder, level: Level) -> tuple[Piece, ...]:
    """Return the level's ratings as a radar chart; empty for a level without ratings."""
    if not level.ratings:
        return ()
    axes = tuple(
        RadarAxis(rating.title, rating.step, rating.value, rating.max_value, rating.reached, rating.steps)
        for rating in level.ratings
    )
    steps = {len(rating.steps) for rating in level.ratings}
    return (Radar(axes, steps.pop() if len(steps) == 1 else 0, ladder.words.ratings),)


def sections(words: UiStrings, level: Level) -> Iterator[Section]:
    """Yield the areas of a level as sections of a document.

    Text that an area shares with other levels follows its own text, each such text as a section with its own title.
    """
    for area in level.sections:
        pieces = passage_pieces(words, area.own)
        yield Section(area.title, pieces, area.icon)
        for passage in area.shared_passages:
            yield Section(passage.title, passage_pieces(words, passage), parent=area.title)


def passage_pieces(words: UiStrings, passage: Passage) -> tuple[Prose | Bullets, ...]:
    """Return the text under one heading as pieces of a document: paragraphs, lists of statements, list of examples."""
    pieces = list[Prose | Bullets]()
    for kind, points in groupby((*passage.intro, *passage.body), type):
        if kind is Paragraph:
            pieces.append(Prose(tuple(point.text for point in points)))
        else:
            pieces.append(
                Bullets(
                    "statements", tuple(to_item(statement) for statement in points if isinstance(statement, Statement))
                )
            )
    if passage.examples:
        pieces.append(Bullets("examples", tuple(map(to_item, passage.examples)), words.examples))
    return tuple(pieces)


def to_item(statement: Statement) -> Item:
    """Return a statement as an item of a bullet list, with its nested statements and examples."""
    if not (statement.children or statement.examples):
        return Item(statement.text)
    return Item(statement.text, tuple(map(to_item, statement.children)), tuple(map(to_item, statement.examples)))
