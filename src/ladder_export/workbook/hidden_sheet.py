"""Checks of the hidden sheet of an edited workbook, which says for each text where in the YAML it belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ladder_export.editing.ladder_nodes import Address, decode_address, encode_address
from ladder_export.reading.slugs import id_fault
from ladder_export.workbook.question_fields import QUESTION_HEADS, STAGE_HEADS
from ladder_export.workbook.question_sheets import ABOUT, AREAS, TALK
from ladder_export.workbook.sheets import (
    AREA,
    COMPETENCY,
    FACT,
    FACTS_SHEET,
    FIELD,
    INTERVIEWS_SHEET,
    KIND,
    LEVEL,
    QUESTIONS_SHEET,
    RATINGS_SHEET,
    RECORDS,
    SHARED_SHEET,
    STATEMENTS,
    TEXT,
    TITLES_SHEET,
    TRACK,
    TRACK_COLUMNS,
    VALUES,
)

# Kind, columns of labels and columns of texts of each sheet that is none of a track.
SHEETS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    SHARED_SHEET: (STATEMENTS, ("Topic", "Step or area", KIND), (TEXT,)),
    FACTS_SHEET: (VALUES, (TRACK, LEVEL, FACT), (TEXT,)),
    RATINGS_SHEET: (VALUES, (TRACK, LEVEL, COMPETENCY), (TEXT,)),
    TITLES_SHEET: (VALUES, ("Of what", "Name", FIELD), (TEXT,)),
    QUESTIONS_SHEET: (RECORDS, (ABOUT, LEVEL), tuple(QUESTION_HEADS.values())),
    INTERVIEWS_SHEET: (RECORDS, (), tuple(STAGE_HEADS.values())),
}

# Addresses as cells hold them, without their brackets.
NAME, POSITION = r'"(?:[^"\\]|\\.)+"', r"\d{1,6}"
SHARED = rf'"",(?:"competencies",{NAME},"steps"|"blocks",{NAME},"sections")'
SUBJECT = rf'"",(?:"sections",{NAME}|"competencies",{NAME}|"blocks",{NAME},"sections",{NAME})'
ITEM = rf'"(?:statements|examples)",{POSITION}(?:,"(?:children|examples)",{POSITION})*'
LEVEL_TEXT = rf'"(?:code|title|summary)"|"(?:facts|ratings)",{NAME}|"sections",{NAME},"title"'
LADDER_TEXT = rf'"(?:tracks|sections|facts|competencies|blocks)",{NAME}(?:,"(?:title|summary|label)")?'
TEXT_PATTERNS = {
    STATEMENTS: rf'(?:{NAME},"sections",{NAME}|{SHARED},{NAME}),(?:"intro"|"summary"|{ITEM})',
    VALUES: rf'{NAME},(?:{LEVEL_TEXT})|"",(?:"title"|"summary"|{LADDER_TEXT})',
    RECORDS: rf'(?:{SUBJECT}|{NAME},"sections",{NAME}),"questions",{POSITION}(?:,{NAME})?|"","interviews",{NAME}(?:,{NAME})?',
}
LABEL_PATTERNS = {
    AREA: rf'"sections",{NAME}',
    "Topic": SHARED,
    ABOUT: SUBJECT,
    **dict.fromkeys((LEVEL, "Step or area", FACT, COMPETENCY, TALK, AREAS), NAME),
}


def require_sheet(name: str, kind: str, columns: tuple[str, ...], texts: tuple[str, ...], track: str) -> None:
    """Raise ValueError if no sheet that the export writes has this name, kind and columns.

    `columns` are the names of label columns, `texts` those of text columns. `track` is the id of the track that the
    sheet is about, empty for other sheets.
    """
    is_track = name not in SHEETS and not id_fault(track, allow_spaces=True)
    expected = (STATEMENTS, TRACK_COLUMNS, (TEXT,)) if is_track else SHEETS[name]
    if (kind, columns, texts) != expected or bool(track) != is_track:
        raise ValueError(name)


def text_address(kind: str, cell: str) -> Address:
    """Return the YAML path that a cell of the hidden sheet holds for a text; `kind` is the kind of the text's sheet.

    Raises ValueError for a cell that holds no path which a text of that kind can have.
    """
    return _address(cell, TEXT_PATTERNS[kind])


def label_address(column: str, cell: str) -> Address:
    """Return the part of a YAML path that a cell of the hidden sheet holds for a label; `column` is the label's column.

    Raises KeyError for an unknown column, ValueError for a cell that holds no path which its labels can have.
    """
    return _address(cell, LABEL_PATTERNS[column])


def _address(cell: str, pattern: str) -> Address:
    address = decode_address(cell)
    if address is None or not re.fullmatch(rf"\[(?:{pattern})\]", encode_address(address)):
        raise ValueError(cell)
    return address
