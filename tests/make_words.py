"""This file renews the catalogues of src/ladder_export/locale from `Words`, and starts those of languages named as arguments.

A text whose English changed is left empty, and its former translation stands at the end of the file (`#~`).
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ladder_export.core.ui_strings import CATALOGUES, ENGLISH, KEYS

LICENCE = "# Words of documents, in the language below. The context of a message is its key.\n# Licence: Apache-2.0, as of ladder-export."
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # no clock: the same words make the same files


def template() -> Catalog:
    """Return a catalogue of all words without translations."""
    made = Catalog(project="ladder-export", version="1", creation_date=EPOCH)
    for key in KEYS:
        forms = tuple(getattr(ENGLISH, key).split("|"))
        made.add(forms if len(forms) > 1 else forms[0], context=key)
    return made


def renew(path: Path) -> None:
    """Write a language's .po with the words of today, and its .mo."""
    language = path.parent.parent.name
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = Catalog(language, fuzzy=False)
    if path.is_file():
        with path.open("rb") as source:
            catalogue = read_po(source, locale=language)
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.header_comment = LICENCE
    catalogue.revision_date = EPOCH
    with path.open("wb") as target:
        write_po(target, catalogue, width=0)
    with path.with_suffix(".mo").open("wb") as target:
        write_mo(target, catalogue)


if __name__ == "__main__":
    for code in {path.name for path in CATALOGUES.iterdir()} | set(sys.argv[1:]):
        renew(CATALOGUES / code / "LC_MESSAGES/ladder_export.po")
