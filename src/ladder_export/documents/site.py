"""The web page of a ladder: every track with its levels, and downloads of all other files."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit, urlunsplit

from ladder_export.core.document import Document, DocumentKindName, Piece, Prose, Section
from ladder_export.core.document_files import Download, SocialCard
from ladder_export.core.manifest import Artefact
from ladder_export.core.model import Ladder, Level, Track
from ladder_export.core.problems import Span
from ladder_export.core.text import Run, Text
from ladder_export.documents import level_parts as parts
from ladder_export.documents.specs import DocumentSpec, single_document

NAME = "index"
CARD = f"{NAME}.png"
LABELS = (
    *("levels", "downloads", "checksums", "file", "size", "find", "tracks", "overview", "matrix"),
    *("nothing", "compare", "shared", "own", "skip", "climb", "draft"),
)


def site(ladder: Ladder) -> Iterator[DocumentSpec]:
    """Yield the one web page of a ladder, as a specification from which it is made on demand."""
    return single_document(ladder, NAME, _make_site)


def _make_site(ladder: Ladder) -> Document:
    """Return a chapter per track, and in each a chapter per active level, the lowest first."""
    chapters = tuple(chapter for track in ladder.tracks if (chapter := track_chapter(ladder, track)).chapters)
    every_source = (source for chapter in chapters for source in chapter.sources)
    return replace(
        front_matter(ladder, "site", NAME, ladder.title, (Prose((ladder.summary,)),) if ladder.summary else ()),
        chapters=chapters,
        sources=tuple(dict.fromkeys((*(source.path for source in ladder.sources), *every_source))),
        labels={name: getattr(ladder.words, name) for name in LABELS},
    )


def add_downloads(ladder: Ladder, document: Document, artefacts: Sequence[Artefact]) -> Document:
    """Return the web page with the output files in its language as downloads.

    Files about a level are downloads of that level, other files of the whole page; pictures of pages are left out. If
    the files include a social card (the picture that other sites show beside a link to the page), the page refers to
    it.
    """
    files: dict[str, list[Download]] = {}
    for artefact in artefacts:
        path = PurePosixPath(artefact.path)
        is_own = path.parts[0] == ladder.locale if ladder.locale else path.parts[0] not in ladder.locales
        if is_own and artefact.document != document.kind and artefact.unit != "pictures":
            relative = path.relative_to(ladder.locale) if ladder.locale else path
            files.setdefault(artefact.level, []).append(_download(ladder, artefact, relative))
    page = _with_downloads(document, {level: tuple(downloads) for level, downloads in files.items()})
    return replace(page, card=_social_card(ladder, document, {artefact.path for artefact in artefacts}))


def _social_card(ladder: Ladder, document: Document, paths: Container[str]) -> SocialCard | None:
    """Return the picture beside the page, with its address on the web; None if it is not made or has no address."""
    path = f"{ladder.locale}/{CARD}" if ladder.locale else CARD
    if not ladder.url or path not in paths:
        return None
    words = (*document.breadcrumbs, document.title, *(track.title for track in document.chapters))
    return SocialCard(urljoin(_folder_address(ladder), CARD), " · ".join(words))


def _folder_address(ladder: Ladder) -> str:
    """Return the address of the folder with the page: that of the ladder's, and below it that of its locale."""
    address = urlsplit(ladder.url)
    folder, _, last = address.path.rpartition("/")
    folder = (
        folder if "." in last else f"{folder}/{last}".rstrip("/")
    )  # what has no suffix is a folder without its slash
    if ladder.locale and not folder.endswith(f"/{ladder.locale}"):
        folder = f"{folder}/{ladder.locale}"
    return urlunsplit((address.scheme, address.netloc, f"{folder}/", "", ""))


def _with_downloads(document: Document, files: dict[str, tuple[Download, ...]]) -> Document:
    """Return a document and its chapters with the downloads of each level; the key "" means no level."""
    chapters = tuple(_with_downloads(chapter, files) for chapter in document.chapters)
    downloads = files.get(document.level, ()) if document.kind != "track" else ()
    return replace(document, chapters=chapters, downloads=downloads)


def _download(ladder: Ladder, artefact: Artefact, path: PurePosixPath) -> Download:
    fallback = artefact.document.replace("-", " ").capitalize()
    name = getattr(ladder.words, artefact.document.replace("-", "_"), fallback)
    if subject := _subject(ladder, artefact, path.stem):
        name = f"{name} {subject}"
    return Download(name, path.as_posix(), artefact.format, artefact.bytes, artefact.sha256)


def _subject(ladder: Ladder, artefact: Artefact, stem: str) -> str:
    """Return the subject of one artefact among several of its kind: a track, or both levels of a document about two; else empty."""
    tracks = {track.id: track.title for track in ladder.tracks}
    if not artefact.level:
        return tracks.get(stem, "")
    names = {level.id: level.code or level.title for level in ladder.levels}
    before, separator, _ = stem.rpartition(f"--{artefact.level}")
    lower = names.get(before, "") if separator else ""
    return f"{lower} → {names[artefact.level]}" if lower else ""


def track_chapter(ladder: Ladder, track: Track) -> Document:
    """Return a chapter about a track with its levels in use, the lowest first."""
    levels = tuple(level_chapter(ladder, level) for level in ladder.active_levels(track.id))
    front = front_matter(ladder, "track", track.id, track.title, (Prose((track.summary,)),) if track.summary else ())
    return replace(
        front,
        breadcrumbs=tuple(name for name in (track.family, parts.kind_of(ladder, track)) if name),
        chapters=levels,
        sources=tuple(source for chapter in levels for source in chapter.sources),
    )


def level_chapter(ladder: Ladder, level: Level) -> Document:
    """Return a level as a chapter of the web page; links to other levels have the form `#/id`."""
    ratings = tuple(Section(ladder.words.ratings, (piece,)) for piece in parts.radar(ladder, level))
    header_pieces = (*parts.summary(level), *_extends(ladder, level), *parts.facts(ladder, level))
    document = parts.level_document(
        ladder, level, "level", header_pieces, (*parts.sections(ladder.words, level), *ratings)
    )
    return replace(document, attachments=(), credit=Text((), ""))


def _extends(ladder: Ladder, level: Level) -> tuple[Piece, ...]:
    """Return the reference to the level that this one extends, as a link if that level is on the page."""
    if not level.extends:
        return ()
    base = ladder.level(level.extends)
    before, _, after = ladder.words.extends.partition("{level}")
    link = Run(base.name, strong=True, href="" if base.status == "retired" else f"#/{base.id}")
    runs = tuple(run for run in (Run(before), link, Run(after)) if run.text)
    return (Prose((Text(runs, ladder.words.extends.format(level=base.name)),)),)


def front_matter(
    ladder: Ladder, kind: DocumentKindName, slug: str, title: str, header_pieces: tuple[Piece, ...]
) -> Document:
    """Return a document about the whole ladder that has a title and header, but no chapters yet.

    `kind` is the kind of document, such as "handbook"; `slug` is the name of its file.
    """
    return Document(
        kind=kind,
        slug=slug,
        level="",
        title=title,
        code="",
        breadcrumbs=(ladder.organisation,) if ladder.organisation else (),
        language=ladder.language,
        header_pieces=header_pieces,
        sections=(),
        footer=parts.footer(ladder),
        watermark="",
        credit=ladder.credit,
        author=ladder.organisation or ladder.title,
        description=ladder.summary.plain or ladder.title,
        sources=(),
        attachments=(),
        span=Span(ladder.sources[0].path if ladder.sources else ""),
        link=ladder.url,
    )
