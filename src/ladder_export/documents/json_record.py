"""The document `ladder.json`: the whole ladder as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from ladder_export.core.document import Document
from ladder_export.core.json_record import (
    VERSION,
    LadderRecord,
    LevelRecord,
    PassageRecord,
    ProseRecord,
    SectionRecord,
    StatementRecord,
    TextRecord,
    TrackRecord,
)
from ladder_export.core.model import Ladder, Level, Paragraph, Passage, Section, Statement, Track
from ladder_export.core.problems import Span
from ladder_export.core.text import Text
from ladder_export.documents.specs import DocumentSpec, single_document

NAME = "ladder"


def ladder_record(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield the one data document of the whole ladder, as a specification from which it is made on demand."""
    return single_document(ladder, NAME, _make_record)


def _make_record(ladder: Ladder) -> Document:
    """Return a document whose record holds every level, including retired ones."""
    record: LadderRecord = {
        "version": VERSION,
        "title": ladder.title,
        "organisation": ladder.organisation,
        "language": ladder.language,
        "edition": ladder.edition,
        "summary": _text(ladder.summary),
        "credit": _text(ladder.credit),
        "tracks": tuple(_track(ladder, track) for track in ladder.tracks),
    }
    sources = (*(source.path for source in ladder.sources), *(level.source.path for level in ladder.levels))
    return Document(
        kind="json",
        slug=NAME,
        level="",
        title=ladder.title,
        code="",
        breadcrumbs=(),
        language=ladder.language,
        header_pieces=(),
        sections=(),
        footer="",
        watermark="",
        credit=ladder.credit,
        author=ladder.organisation or ladder.title,
        description=ladder.summary.plain,
        sources=tuple(dict.fromkeys(sources)),
        attachments=(),
        span=Span(ladder.sources[0].path if ladder.sources else ""),
        record=cast("dict[str, object]", record),
    )


def _track(ladder: Ladder, track: Track) -> TrackRecord:
    return {
        "id": track.id,
        "title": track.title,
        "summary": _text(track.summary),
        "family": track.family,
        "kind": track.kind,
        "levels": tuple(_level(level) for level in ladder.levels_of(track.id)),
    }


def _level(level: Level) -> LevelRecord:
    return {
        "id": level.id,
        "code": level.code,
        "title": level.title,
        "rank": level.rank,
        "grade": {"id": level.grade.id, "title": level.grade.title} if level.grade else None,
        "status": level.status,
        "extends": level.extends,
        "source": level.source.path,
        "summary": tuple(map(_text, level.summary)),
        "facts": tuple({"id": fact.id, "label": fact.label, "value": _text(fact.value)} for fact in level.facts),
        "ratings": tuple(
            {
                "competency": rating.competency,
                "title": rating.title,
                "step": rating.step,
                "value": rating.value,
                "most": rating.max_value,
            }
            for rating in level.ratings
        ),
        "sections": tuple(map(_section, level.sections)),
    }


def _section(section: Section) -> SectionRecord:
    passages = tuple(map(_passage, section.passages))
    return {"id": section.id, "title": section.title, "icon": section.icon, "passages": passages}


def _passage(passage: Passage) -> PassageRecord:
    return {
        "title": passage.title,
        "intro": tuple(_text(paragraph.text) for paragraph in passage.intro),
        "points": tuple(_statement(point) if isinstance(point, Statement) else _prose(point) for point in passage.body),
        "examples": tuple(map(_statement, passage.examples)),
    }


def _statement(statement: Statement) -> StatementRecord:
    return {
        **_text(statement.text),
        "kind": "statement",
        "children": tuple(map(_statement, statement.children)),
        "examples": tuple(map(_statement, statement.examples)),
    }


def _prose(paragraph: Paragraph) -> ProseRecord:
    return {**_text(paragraph.text), "kind": "prose"}


def _text(text: Text) -> TextRecord:
    return {"text": text.plain, "markdown": text.source}
