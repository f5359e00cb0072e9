"""The handbook's chapter on what changed since an earlier edition of the ladder: before and after, level by level."""

from __future__ import annotations

from collections.abc import Iterator

from ladder_export.core.alignment import Change
from ladder_export.core.document import BeforeAfter, Prose, Section
from ladder_export.core.model import Ladder
from ladder_export.core.text import Text, is_rtl, plain_text
from ladder_export.documents.word_diff import mark_texts

Row = tuple[str, Text, Text]

DASH = plain_text("–")  # in the place of a text that was not there, or no longer is
PRINTED_SETTINGS = ("title", "code", "summary", "track", "section", "fact")
TRACK, RATING = "track ", "rating "  # settings of a track and ratings have its id and their name after it


def change_sections(ladder: Ladder) -> Iterator[Section]:
    """Yield the sections of the handbook's chapter on changes since an earlier edition.

    The first section shows changes of text that all levels share, and levels that were added or removed; then follows a
    section for each changed level. If nothing changed that a handbook prints, a single section without a title says so.
    """
    words, rows = ladder.words, dict[str, list[Row]]()
    for change in ladder.since.changes if ladder.since else ():
        if _is_printed(change):
            title = change.level if change.location else ""
            rows.setdefault(title or words.overview, []).append(_row(change, ladder))
    headings = (words.area, words.before, words.now)
    yield from (Section(title, (BeforeAfter(tuple(of_level), headings),)) for title, of_level in rows.items())
    if not rows:
        yield Section("", (Prose((plain_text(words.no_changes),)),))


def _is_printed(change: Change) -> bool:
    """Return whether a handbook prints what changed; a text with another place among its neighbours is no change."""
    if change.kind == "moved":
        return bool(change.origin) and change.origin != change.location
    if not change.is_setting:
        return True
    key = change.location[0]
    return key in PRINTED_SETTINGS or (key.startswith((TRACK, RATING)) and not key.endswith(", kind"))


def _row(change: Change, ladder: Ladder) -> Row:
    """Return the place, the former and the new text of a change, with the words marked in which both differ."""
    if not change.location:  # a whole level
        place, before, after = (
            ladder.words.levels,
            *((change.level if text else "") for text in (change.before, change.after)),
        )
    else:
        place, before, after = _path(change, ladder), change.before, change.after
    if before and after:
        return place, *mark_texts(before, after)
    return place, plain_text(before) if before else DASH, plain_text(after) if after else DASH


def _path(change: Change, ladder: Ladder) -> str:
    """Return where a change is in the ladder's language; of a text that moved, also where it was."""
    here, there = (" › ".join(_names(location, ladder)) for location in (change.location, change.origin))
    arrow = "←" if is_rtl(ladder.language) else "→"
    return f"{there} {arrow} {here}" if there and there != here else here


def _names(location: tuple[str, ...], ladder: Ladder) -> Iterator[str]:
    """Yield the parts of a path as a handbook names them."""
    words = ladder.words
    if location[:1] in (("section",), ("fact",)):  # the second part is an id
        yield words.area if location[0] == "section" else words.fact
        return
    own = {"title": words.title, "code": words.title, "track": words.track, "summary": words.summary}
    for name in location:
        if name.startswith(TRACK):
            track, _, member = name.removeprefix(TRACK).partition(", ")
            yield next((known.title for known in ladder.tracks if known.id == track), track)
            yield from (words.summary,) if member == "summary" else ()
        else:
            yield {**own, "examples": words.examples}.get(name, name.removeprefix(RATING))
