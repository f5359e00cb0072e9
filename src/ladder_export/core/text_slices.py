"""Cut styled texts: take a range of characters, or the first sentences."""

from __future__ import annotations

import re
from dataclasses import replace

from ladder_export.core.text import Run, Text

SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*\s+|[。！？][」』）]*")


def slice_text(text: Text, start: int, end: int) -> Text:
    """Return the printed characters from `start` to `end` (exclusive), with styles and without outer spaces."""
    plain = text.plain[start:end]
    start += len(plain) - len(plain.lstrip())
    end -= len(plain) - len(plain.rstrip())
    runs, offset = list[Run](), 0
    for run in text.runs:
        if shown := run.text[max(0, start - offset) : max(0, end - offset)]:
            runs.append(replace(run, text=shown))
        offset += len(run.text)
    return Text(tuple(runs), "".join(run.text for run in runs))


def shorten(text: Text, max_letters: int) -> Text:
    """Return as many first sentences of a text as have at most `max_letters` characters, with an ellipsis after them.

    At least the first sentence is returned, however long. A text that is short enough is returned unchanged.
    """
    ends = [match.end() for match in SENTENCE_END.finditer(text.plain)]
    shown = max((end for end in ends if end <= max_letters), default=ends[0] if ends else len(text.plain))
    if len(text.plain) <= max_letters or shown >= len(text.plain):
        return text
    start = slice_text(text, 0, shown)
    return Text((*start.runs, Run(" …")), f"{start.source} …")
