"""The ladder as tables that the platforms Moodle and 15Five import; docs/documents.md links to their descriptions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ladder_export.core.document import Document, GridLine
from ladder_export.core.model import Ladder, Level, Paragraph, Passage, Statement, Track
from ladder_export.core.model import Section as Area
from ladder_export.core.text import Run, Text, plain_text
from ladder_export.core.ui_strings import UiStrings
from ladder_export.documents.row_table import row_table, text_row

MOODLE_COLUMNS = (
    *("Parent ID number", "ID number", "Short name", "Description", "Description format", "Scale values"),
    *("Scale configuration", "Rule type (optional)", "Rule outcome (optional)", "Rule config (optional)"),
    *("Cross-referenced competency ID numbers", "Exported ID (optional)", "Is framework", "Taxonomy"),
)
HTML = "1"  # Moodle's number of the format
TAXONOMIES = "domain,level,skill,behaviour"  # what Moodle calls tracks, levels, areas and statements
MAX_ID_LENGTH = 100  # characters that Moodle keeps of an id
ID_DIGEST_LENGTH = 16
PROFICIENT = 3  # the step of the usual scale that says "shown"
FIFTEEN_FIVE_COLUMNS = ("Path", "Job title", "Competency", "Skill", "Key behavior")


def fifteen_five_path(ladder: Ladder, track: Track, levels: tuple[Level, ...], slug: str) -> Document:
    """Return a track as a table that 15Five imports as a career path: a row per paragraph, statement, nested statement.

    Each area is a competency in 15Five. The column Skill is empty, since 15Five takes only one behavior of each skill.
    `slug` is the name of the file.
    """
    rows = tuple(
        text_row((track.title, level.title, area.title, ""), text)
        for level in levels
        for area in level.sections
        for text in _expectations(area)
    )
    return row_table(ladder, levels, slug, FIFTEEN_FIVE_COLUMNS, rows, is_verbatim=True)


def _expectations(area: Area) -> Iterator[Text]:
    for passage in area.passages:
        for point in (*passage.intro, *passage.body):
            yield point.text
            if isinstance(point, Statement):
                yield from _nested(point.children)


def _nested(statements: Iterable[Statement]) -> Iterator[Text]:
    for statement in statements:
        yield statement.text
        yield from _nested(statement.children)


def moodle_framework(ladder: Ladder, levels: tuple[Level, ...], slug: str) -> Document:
    """Return the ladder as a table that Moodle imports as a competency framework.

    It is a tree of tracks, levels, areas and statements. In Moodle, the description of a level has its summary, facts
    and ratings; that of an area has its paragraphs and examples; that of a statement has its nested statements and
    examples. `slug` is the name of the file.
    """
    scale, shown = _scale(ladder.words.legend.split(" · "), PROFICIENT)
    name = " ".join(filter(None, (ladder.title, ladder.edition)))
    framework = ("", name, ladder.title, _paragraphs([ladder.summary]), HTML, scale, shown)
    rows = [_row((*framework, "", "", "", "", "", "1", TAXONOMIES))]
    for track in ladder.tracks:
        own = [level for level in levels if level.track == track.id]
        if own:
            rows.append(_competency("", f"track/{track.id}", track.title, _paragraphs([track.summary])))
        for level in own:
            parent = f"level/{level.id}"
            rows.append(_competency(f"track/{track.id}", parent, level.name, _level_description(level)))
            rows += _areas(ladder.words, level, parent)
    return row_table(ladder, levels, slug, MOODLE_COLUMNS, tuple(rows), is_verbatim=True)


def _areas(words: UiStrings, level: Level, parent: str) -> Iterator[GridLine]:
    """Yield each area, rated on the scale of its competency if it has one, and after it its statements."""
    for area in level.sections:
        identity = f"{parent}/{area.id}"
        rating = next((rating for rating in level.ratings if rating.competency == area.id), None)
        scale = _scale(rating.steps, rating.reached) if rating else ("", "")
        about = "".join(_passage_description(words, passage) for passage in area.passages)
        yield _competency(parent, identity, area.title, about, scale)
        for number, statement in enumerate(area.statements, 1):
            text = _paragraphs([statement.text]) + _below(words, statement)
            yield _competency(identity, f"{identity}/{number}", statement.text.plain, text)


def _competency(parent: str, identity: str, name: str, about: str, scale: tuple[str, str] = ("", "")) -> GridLine:
    """Return the row of a competency without rules: these are Moodle's outcome 0 and the configuration null."""
    return _row((_short(parent), _short(identity), name, about, HTML, *scale, "", "0", "null", "", "", "", ""))


def _row(cells: Sequence[str]) -> GridLine:
    return text_row(cells[:-1], plain_text(cells[-1]))


def _short(identity: str) -> str:
    """Return an id that Moodle keeps whole: one that is too long ends in its digest."""
    if len(identity) <= MAX_ID_LENGTH:
        return identity
    digest = hashlib.sha256(identity.encode()).hexdigest()[:ID_DIGEST_LENGTH]
    return f"{identity[: MAX_ID_LENGTH - ID_DIGEST_LENGTH - 1]}-{digest}"


def _scale(steps: Sequence[str], proficient: int) -> tuple[str, str]:
    """Return the steps of a scale as Moodle has them, and its settings: from which step (from 1) one is proficient.

    Moodle puts the number of its own scale in the place of `scaleid`.
    """
    settings = [{"scaleid": "0"}] + [
        {"id": number, "scaledefault": int(number == proficient), "proficient": 1}
        for number in range(max(1, proficient), len(steps) + 1)
    ]
    return ",".join(step.replace(",", " ") for step in steps), json.dumps(settings, separators=(",", ":"))


def _level_description(level: Level) -> str:
    lines = [(fact.label, fact.value) for fact in level.facts]
    lines += [(rating.title, plain_text(rating.step)) for rating in level.ratings]
    items = "".join(f"<li><strong>{escape(label)}:</strong> {_html(text)}</li>" for label, text in lines)
    return _paragraphs(level.summary) + (f"<ul>{items}</ul>" if items else "")


def _passage_description(words: UiStrings, passage: Passage) -> str:
    points = (*passage.intro, *passage.body)
    paragraphs = _paragraphs(point.text for point in points if isinstance(point, Paragraph))
    return paragraphs + _examples(words, passage.examples)


def _below(words: UiStrings, statement: Statement) -> str:
    """Return what is nested in a statement, and its examples."""
    return _list(words, statement.children) + _examples(words, statement.examples)


def _examples(words: UiStrings, examples: Sequence[Statement]) -> str:
    return f"<p>{escape(words.examples)}:</p>{_list(words, examples)}" if examples else ""


def _list(words: UiStrings, statements: Sequence[Statement]) -> str:
    items = "".join(f"<li>{_html(statement.text)}{_below(words, statement)}</li>" for statement in statements)
    return f"<ul>{items}</ul>" if items else ""


def _paragraphs(texts: Iterable[Text]) -> str:
    return "".join(f"<p>{_html(text)}</p>" for text in texts if text)


def _html(text: Text) -> str:
    return "".join(map(_run, text.runs))


def _run(run: Run) -> str:
    """Return a run as HTML."""
    html = "<br>" if run.text == "\n" else escape(run.text)
    for tag, is_set in (("code", run.code), ("em", run.emphasis), ("strong", run.strong)):
        html = f"<{tag}>{html}</{tag}>" if is_set else html
    return f'<a href="{escape(run.href)}">{html}</a>' if run.href else html
