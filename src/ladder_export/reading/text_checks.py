"""Checks of text: emoji shortcodes, wrong encoding (mojibake), HTML, bidi control characters, links and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ladder_export.core.text import Text, split_code

SHORTCODE = re.compile(r":[a-zA-Z0-9_+'’.&()-]+:")
HTML_TAG = re.compile(
    r"(?<!\\)(?:<!--(?:(?!<!--).)*?-->|</?(?:a|abbr|b|big|blockquote|br|center|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|"
    r"mark|ol|p|pre|s|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]*)?/?>)",
    re.IGNORECASE | re.DOTALL,
)
DEAD_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(([^()\s]+)\)")
PICTURE = re.compile(r"(?<!\\)!\[")
EMPTY_LINK = re.compile(r"(?<![!\\])\[\s*\]\(\s*<?((?:https?://|mailto:)[^\s()<>]+)", re.IGNORECASE)
WORD = re.compile(r"\S+")
SPACES = " \u00a0"
OVERRIDES, ISOLATES = re.compile("[\u202a-\u202e]"), re.compile("[\u2066-\u2069]")  # Unicode Annex 9
END_OF_ISOLATE = "\u2069"
NOT_ASCII = re.compile("[^\x00-\x7f]{2,}")

# Characters that repaired mojibake consists of: accented Latin letters, punctuation, currencies, symbols, emoji.
PLAUSIBLE_TEXT = re.compile("[\xa0-\u017f\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\ufe0f\U0001f000-\U0001faff]+")

# Closing marks after a letter are common in correct text, and look like mojibake.
AFTER_A_LETTER = "”“’‘»›–—…"

# In Mac Roman, the first byte of an emoji is a private-use character, which editors often drop.
LOST_EMOJI_BYTE = "\uf8ff"


def expand_shortcodes(text: str) -> str:
    """Replace emoji shortcodes such as `:octopus:` by the emoji, except in code; unknown ones stay as typed."""
    if ":" not in text or not SHORTCODE.search(text):
        return text
    import emoji  # noqa: PLC0415  # its table of names is large, and few ladders use shortcodes

    pieces = split_code(text)
    pieces[::2] = [emoji.emojize(piece, language="alias") for piece in pieces[::2]]
    return "".join(pieces)


def find_emoji(name: str) -> str:
    """Return the emoji with a name such as "octopus" or ":octopus:", with any capitals; empty if there is none."""
    import emoji  # noqa: PLC0415  # as above

    code = f":{name.strip(':').strip().lower().replace(' ', '_')}:"
    shown = emoji.emojize(code, language="alias")
    return "" if shown == code else shown


def find_html_tag(text: str) -> str:
    """Return the first HTML tag in a text, such as `<br>`, except in code; empty if there is none."""
    if "<" not in text:
        return ""
    tags = (tag[0] for piece in split_code(text)[::2] for tag in HTML_TAG.finditer(piece))
    return next(tags, "")


def find_mojibake(text: str) -> Iterator[tuple[str, str]]:
    """Yield each run of characters that was decoded with a wrong encoding, and the text it should be: ("Ã¤", "ä")."""
    for run in NOT_ASCII.findall(text):
        if len(run) == 2 and run[1] in AFTER_A_LETTER:  # noqa: PLR2004  # a letter and its mark
            continue
        if meant := _repair_mojibake(run):
            yield run, meant


def _repair_mojibake(run: str) -> str:
    for encoding, lost in (("mac_roman", ""), ("cp1252", ""), ("latin-1", ""), ("mac_roman", LOST_EMOJI_BYTE)):
        try:
            decoded = b"".join(_byte(char, encoding) for char in lost + run).decode("utf-8")
        except UnicodeError:
            continue
        if PLAUSIBLE_TEXT.fullmatch(decoded):
            return decoded
    return ""


def _byte(char: str, encoding: str) -> bytes:
    """Return the byte that was decoded as this character; bytes that cp1252 leaves undefined decode as latin-1."""
    return char.encode("latin-1" if encoding == "cp1252" and "\x80" <= char <= "\x9f" else encoding)


def doubled_spaces(text: str) -> Iterator[str]:
    """Yield each two words with more than one space between them, with these spaces; code is left out."""
    for piece in split_code(text)[::2] if "  " in text or "\u00a0" in text else ():
        for word, following in pairwise(WORD.finditer(piece)):
            gap = piece[word.end() : following.start()]
            if len(gap) > 1 and not gap.strip(SPACES):
                yield piece[word.start() : following.end()]


def direction_override(text: str) -> str:
    """Return the first bidi control character that overrides the direction of text; empty if there is none.

    Else return an isolate (U+2066 to U+2068) that no U+2069 closes, or a U+2069 that closes none.
    """
    if overriding := OVERRIDES.search(text):
        return overriding[0]
    open_ = ""
    for char in ISOLATES.findall(text):
        if char != END_OF_ISOLATE:
            open_ += char
        elif open_:
            open_ = open_[:-1]
        else:
            return END_OF_ISOLATE
    return open_[:1]


def has_stray_emphasis(text: Text) -> bool:
    """Return whether the text would be printed with `**` in it, because the mark has no partner."""
    return any("**" in run.text for run in text.runs if not run.code)


def unprintable_links(text: Text) -> Iterator[tuple[str, bool]]:
    """Yield the address of each link or picture that is printed as typed, with True for a picture.

    These are pictures, and links to other than http, https and mailto.
    """
    shown = "".join("\0" if run.code else run.text for run in text.runs if not run.href)
    for picture, _, target in DEAD_LINK.findall(shown):
        yield target, bool(picture)


def linked_pictures(text: Text) -> Iterator[str]:
    """Yield the address of each picture that is printed as a link: `![text](https://…)` becomes "!" and a link."""
    if PICTURE.search(text.source):
        for mark, run in pairwise(text.runs):
            if run.href and not mark.href and mark.text.endswith("!"):
                yield run.href


def empty_links(text: Text) -> Iterator[str]:
    """Yield the address of each link without text, such as `[](https://…)`, which prints nothing."""
    for piece in split_code(text.source)[::2]:
        yield from (match[1] for match in EMPTY_LINK.finditer(piece))
