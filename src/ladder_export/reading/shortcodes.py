"""This file replaces :shortcodes: by the emoji they mean."""

from __future__ import annotations

import re

SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:")


def expanded(text: str) -> str:
    """The text with every known shortcode as its emoji; what is unknown stays as typed."""
    if not SHORTCODE.search(text):
        return text
    import emoji  # noqa: PLC0415  # its tables take longer to load than most ladders to read

    return emoji.emojize(text, language="alias", variant=None)
