"""The handbook: the whole ladder as one book with contents, chapters and an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ladder_export.core.document import Document, Facts, PrebuiltPages, Prose, Section
from ladder_export.core.document_files import Attachment
from ladder_export.core.model import Block, Ladder, Level, SourceFile, Track
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.documents import level_parts as parts
from ladder_export.documents.edition_changes import change_sections
from ladder_export.documents.matrix import overview_grids
from ladder_export.documents.question_chapter import question_chapter
from ladder_export.documents.sheet import make_sheet
from ladder_export.documents.site import front_matter, level_chapter, track_chapter
from ladder_export.documents.specs import DocumentSpec, single_document

LABELS = ("handbook", "contents", "levels", "climb", "skip", "draft")
SEPARATOR = Run(" · ")
NAME = "handbook"


def handbook(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield the one handbook of a ladder, as a specification from which it is made on demand."""
    return single_document(ladder, NAME, _make_handbook)


def _make_handbook(ladder: Ladder) -> Document:
    """Return a chapter of changes, if asked for, one of shared blocks, a chapter per track with a chapter per active level, then the index.

    In a PDF, a level's chapter is its sheet. A chapter of questions for interviews is in it on request only, since
    candidates may read a handbook.
    """
    tracks = tuple(chapter for track in ladder.tracks if (chapter := _track_chapter(ladder, track)).chapters)
    levels = [ladder.level(level.level) for track in tracks for level in track.chapters]
    questions = question_chapter(ladder) if "questions" in ladder.export.handbook else ()
    sources = {source.path: source for source in (*ladder.sources, *(level.source for level in levels))}
    front = front_matter(ladder, "handbook", NAME, ladder.title, (Prose((ladder.summary,)),) if ladder.summary else ())
    return replace(
        front,
        code=ladder.edition,
        chapters=(
            *_changes_chapter(ladder),
            *_shared_chapter(ladder, tracks),
            *tracks,
            *questions,
            *_index_chapter(ladder, tracks),
        ),
        sources=tuple(sources),
        attachments=tuple(map(_attachment, sources.values())),
        labels={name: getattr(ladder.words, name) for name in LABELS},
    )


def _attachment(source: SourceFile) -> Attachment:
    return Attachment(source.path, source.data)


def _track_chapter(ladder: Ladder, track: Track) -> Document:
    chapter = track_chapter(ladder, track)
    blocks = tuple(
        _link(block.title, f"#{_block_anchor(block)}") for block in ladder.blocks if block.id in track.includes
    )
    shared_piece = (Facts(((ladder.words.includes, _joined_links(blocks)),), ladder.words.includes),) if blocks else ()
    overview = tuple(overview_grids(ladder, ladder.active_levels(track.id)))
    return replace(
        chapter,
        header_pieces=(*chapter.header_pieces, *shared_piece),
        sections=(Section(ladder.words.facts, overview),) if overview else (),
        chapters=tuple(_level_chapter(ladder, ladder.level(level.level)) for level in chapter.chapters),
    )


def _level_chapter(ladder: Ladder, level: Level) -> Document:
    return replace(level_chapter(ladder, level), prebuilt_pages=PrebuiltPages(make_sheet(ladder, level)))


def _changes_chapter(ladder: Ladder) -> Iterator[Document]:
    """Yield the chapter that says what changed since an earlier edition; nothing if there is none to compare with."""
    if ladder.since:
        opening = Prose((plain_text(ladder.words.since.format(edition=ladder.since.edition)),))
        front = front_matter(ladder, "changes", "changes", ladder.words.changes, (opening,))
        yield replace(front, sections=tuple(change_sections(ladder)))


def _shared_chapter(ladder: Ladder, tracks: Sequence[Document]) -> Iterator[Document]:
    """Yield the chapter of shared blocks, each with links to the tracks that include it; nothing without any."""
    sections = list[Section]()
    for block in ladder.blocks:
        tracks_using = tuple(
            _link(track.title, f"#/{track.kind}/{track.slug}")
            for track in tracks
            if block.id in ladder.track(track.slug).includes
        )
        if tracks_using:
            sections.append(Section(block.title, (Prose((_joined_links(tracks_using),)),), anchor=_block_anchor(block)))
            sections += (
                Section(area.title, parts.passage_pieces(ladder.words, area.own), area.icon, parent=block.title)
                for area in block.sections
            )
    if sections:
        yield replace(front_matter(ladder, "shared", "shared", ladder.words.common, ()), sections=tuple(sections))


def _index_chapter(ladder: Ladder, tracks: Sequence[Document]) -> Iterator[Document]:
    """Yield the index: for each competency and area, links to the levels that mention it, by track."""
    entries: dict[str, dict[str, list[tuple[Run, ...]]]] = {}
    for title, track, link in _index_entries(ladder, tracks):
        entries.setdefault(title, {}).setdefault(track, []).append(link)
    sections = tuple(
        Section(title, (Facts(tuple((track, _joined_links(links)) for track, links in by_track.items()), title),))
        for title, by_track in entries.items()
    )
    if sections:
        yield replace(front_matter(ladder, "index", "index", ladder.words.index, ()), sections=sections)


def _index_entries(ladder: Ladder, tracks: Sequence[Document]) -> Iterator[tuple[str, str, tuple[Run, ...]]]:
    """Yield title, track and link of each rating of each level, then of each area that is no competency."""
    levels = [(track.title, ladder.level(level.level)) for track in tracks for level in track.chapters]
    for track, level in levels:
        for rating in level.ratings:
            yield rating.title, track, _level_link(level, f" {rating.step}")
    competencies = {rating.title for _, level in levels for rating in level.ratings}
    for track, level in levels:
        for area in level.sections:
            if area.title not in competencies:
                yield area.title, track, _level_link(level)


def _level_link(level: Level, behind: str = "") -> tuple[Run, ...]:
    """Return a link with the code of a level, or its title if it has none, and more text behind it."""
    return _link(f"{level.code or level.title}{behind}", f"#/{level.id}")


def _block_anchor(block: Block) -> str:
    return f"/shared/{block.id}"


def _link(text: str, href: str) -> tuple[Run, ...]:
    return (Run(text, href=href),)


def _joined_links(links: Iterable[tuple[Run, ...]]) -> Text:
    """Return links in one line, separated by dots."""
    runs = [run for link in links for run in (SEPARATOR, *link)][1:]
    return Text(tuple(runs), "".join(run.text for run in runs))
