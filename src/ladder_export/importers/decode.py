"""Decode the bytes of a source into lines of text, in any common encoding.

Repair text decoded wrongly before (mojibake).
"""

from __future__ import annotations

from ladder_export.core.problems import Problem, Span
from ladder_export.files.access import MAX_BYTES_BY_KIND
from ladder_export.importers.ir import Page, Repair
from ladder_export.reading.text_checks import NOT_ASCII, find_mojibake
from ladder_export.reading.yaml.encoding import BINARY_SIGNATURES, CONTROL, UNSEEN_BREAKS, UTF_16_MARKS, split_lines

MAX_BYTES = MAX_BYTES_BY_KIND["source"]  # public-sector tables reach 3 MB

MAX_REPAIR_PASSES = 3  # text decoded wrongly twice is common, more often is rare

# The five bytes that Windows-1252 leaves undefined, as control characters of the same number.
UNDEFINED = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}

HELP_NOT_TEXT = "save it as UTF-8 text, or leave it out"


def decode_page(file: str, path: str, raw: bytes) -> tuple[Page, tuple[Repair, ...]] | Problem:
    """Decode the bytes of a file to a page of text, and return it with the repairs of wrongly encoded characters.

    `file` is the file's path as the user would type it, `path` its path below the imported folder. Returns a Problem if
    the bytes are not text or too many.
    """
    if len(raw) > MAX_BYTES:
        message = f"this file has more than {MAX_BYTES // 1_000_000} MB"
        return Problem("too-large", message, Span(file), help="is this the right file?")
    for magic, kind in BINARY_SIGNATURES.items():
        if raw.startswith(magic):
            return Problem("not-text", f"this is {kind}, which cannot be imported", Span(file), help=HELP_NOT_TEXT)
    text, repairs = _decode_bytes(file, raw)
    if "\0" in text:
        return Problem("not-text", "this file is not text: it contains zero bytes", Span(file), help=HELP_NOT_TEXT)
    lines = []
    for number, line in enumerate(split_lines(text), 1):
        if line.isascii() and line.isprintable():  # true of nearly every line
            lines.append(line)
            continue
        clean, replaced = repair_mojibake(line)
        repairs += [Repair(file, number, was, now) for was, now in replaced]
        # Remaining control characters are invisible, and not allowed in YAML.
        lines.append(CONTROL.sub("", clean.translate(UNSEEN_BREAKS)))
    return Page(file, path, tuple(lines)), tuple(repairs)


def repair_mojibake(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Repair characters that come from a wrong encoding, such as `Ã¤` for `ä`.

    Returns the repaired text, and each garbled run of characters with its replacement.
    """
    changes: list[tuple[str, str]] = []
    for _ in range(MAX_REPAIR_PASSES):
        replacements = dict(find_mojibake(text))
        if not replacements:
            break
        text = NOT_ASCII.sub(lambda match: replacements.get(match[0], match[0]), text)  # noqa: B023  # called at once
        changes += replacements.items()
    return text, tuple(changes)


def _decode_bytes(file: str, raw: bytes) -> tuple[str, list[Repair]]:
    """Decode UTF-8, or UTF-16 with a byte order mark; anything else as Windows-1252.

    Old editors and spreadsheets use that encoding. The repairs name the encoding if it is not UTF-8.
    """
    if raw.startswith(UTF_16_MARKS):
        return raw.decode("utf-16", "replace"), [Repair(file, 1, "UTF-16", "UTF-8")]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return raw.decode("cp1252", "surrogateescape").translate(UNDEFINED), [Repair(file, 1, "Windows-1252", "UTF-8")]
