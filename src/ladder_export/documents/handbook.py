"""This file says what the handbook contains: the whole ladder as one book, with contents, chapters and an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.document import Document, Facts, PrebuiltPages, Prose, Section
from ladder_export.core.document_files import Attachment
from ladder_export.core.model import Block, Ladder, Level, SourceFile, Track
from ladder_export.core.text import Run, Text
from ladder_export.documents import level_parts as parts
from ladder_export.documents.matrix import glance
from ladder_export.documents.sheet import sheet_of
from ladder_export.documents.site import front, level_chapter, track_chapter
from ladder_export.documents.specs import Brief, whole

LABELS = ("handbook", "contents", "levels", "climb", "skip", "draft")
BETWEEN = Run(" · ")
NAME = "handbook"


def handbook(ladder: Ladder) -> Iterator[Brief]:
    """One document."""
    return whole(ladder, NAME, _handbook)


def _handbook(ladder: Ladder) -> Document:
    """What tracks share, a chapter per track with a chapter per level in use, then the index.

    On paper a level's chapter is its sheet, as it is.
    """
    tracks = tuple(chapter for track in ladder.tracks if (chapter := _track(ladder, track)).chapters)
    levels = [ladder.level(level.level) for track in tracks for level in track.chapters]
    sources = {source.path: source for source in (*ladder.sources, *(level.source for level in levels))}
    named = front(ladder, "handbook", NAME, ladder.title, (Prose((ladder.summary,)),) if ladder.summary else ())
    return replace(
        named,
        code=ladder.edition,
        chapters=(*_shared(ladder, tracks), *tracks, *_index(ladder, tracks)),
        sources=tuple(sources),
        attachments=tuple(map(_attached, sources.values())),
        labels={name: getattr(ladder.words, name) for name in LABELS},
    )


def _attached(source: SourceFile) -> Attachment:
    return Attachment(source.path, source.data)


def _track(ladder: Ladder, track: Track) -> Document:
    chapter = track_chapter(ladder, track)
    blocks = tuple(_link(block.title, f"#{_place(block)}") for block in ladder.blocks if block.id in track.includes)
    shared = (Facts(((ladder.words.includes, _listed(blocks)),), ladder.words.includes),) if blocks else ()
    side_by_side = tuple(glance(ladder, ladder.active_levels(track.id)))
    return replace(
        chapter,
        header_pieces=(*chapter.header_pieces, *shared),
        sections=(Section(ladder.words.facts, side_by_side),) if side_by_side else (),
        chapters=tuple(_level(ladder, ladder.level(level.level)) for level in chapter.chapters),
    )


def _level(ladder: Ladder, level: Level) -> Document:
    return replace(level_chapter(ladder, level), prebuilt_pages=PrebuiltPages(sheet_of(ladder, level)))


def _shared(ladder: Ladder, tracks: Sequence[Document]) -> Iterator[Document]:
    """The chapter of the blocks that tracks in use include, each with those tracks."""
    sections = list[Section]()
    for block in ladder.blocks:
        users = tuple(
            _link(track.title, f"#/{track.kind}/{track.slug}")
            for track in tracks
            if block.id in ladder.track(track.slug).includes
        )
        if users:
            sections.append(Section(block.title, (Prose((_listed(users),)),), anchor=_place(block)))
            sections += (
                Section(area.title, parts.pieces(ladder.words, area.own), area.icon, parent=block.title)
                for area in block.sections
            )
    if sections:
        yield replace(front(ladder, "shared", "shared", ladder.words.common, ()), sections=tuple(sections))


def _index(ladder: Ladder, tracks: Sequence[Document]) -> Iterator[Document]:
    """Where every competency and every area is spoken about, by track."""
    levels = [(track.title, ladder.level(level.level)) for track in tracks for level in track.chapters]
    rated = [
        (rating.title, track, _link(f"{level.code or level.title} {rating.step}", f"#/{level.id}"))
        for track, level in levels
        for rating in level.ratings
    ]
    competencies = {title for title, _, _ in rated}  # some are areas of their own
    told = [
        (area.title, track, _link(level.code or level.title, f"#/{level.id}"))
        for track, level in levels
        for area in level.sections
        if area.title not in competencies
    ]
    entries: dict[str, dict[str, list[tuple[Run, ...]]]] = {}
    for title, track, link in (*rated, *told):
        entries.setdefault(title, {}).setdefault(track, []).append(link)
    sections = tuple(
        Section(title, (Facts(tuple((track, _listed(links)) for track, links in by_track.items()), title),))
        for title, by_track in entries.items()
    )
    if sections:
        yield replace(front(ladder, "index", "index", ladder.words.index, ()), sections=sections)


def _place(block: Block) -> str:
    return f"/shared/{block.id}"


def _link(said: str, href: str) -> tuple[Run, ...]:
    return (Run(said, href=href),)


def _listed(links: Iterable[tuple[Run, ...]]) -> Text:
    """Links in a row."""
    runs = [run for link in links for run in (BETWEEN, *link)][1:]
    return Text(tuple(runs), "".join(run.text for run in runs))
