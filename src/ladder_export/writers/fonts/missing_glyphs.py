"""The problem to report for characters that no font can show; other code can read the characters from it again."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ladder_export.core.problems import Problem, Span

CODE = "missing-glyph"
MAX_NUMBERED = 5  # characters named with their code points
ASCII_END = 0x7E
# Unicode names of scripts, and the extra of this package that contains a font for them.
EXTRAS = (("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("CJK", "zh"), ("HANGUL", "ko"))


def missing_glyphs(characters: Iterable[str], span: Span, suffix: str = "") -> Problem:
    """Return the problem to report at `span` for characters that no font can show.

    Its message names all of them and ends with `suffix`.
    """
    missing = tuple(dict.fromkeys(characters))
    numbered = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:MAX_NUMBERED])
    others = f" and {' '.join(missing[MAX_NUMBERED:])}" if missing[MAX_NUMBERED:] else ""
    extras = dict.fromkeys(
        extra for char in missing for script, extra in EXTRAS if script in unicodedata.name(char, "")
    )
    installs = "; ".join(f"run: python -m pip install 'ladder-export[{extra}]'" for extra in extras)
    return Problem(
        "missing-glyph",
        f"no font of the theme has {numbered}{others}: boxes are printed instead{suffix}",
        span,
        help=installs or "add a font that has it under [[fonts]] in the theme's theme.toml",
    )


def missing_characters(problem: Problem) -> frozenset[str]:
    """Return the characters that a problem made by `missing_glyphs` names; all other words of its message are ASCII."""
    return frozenset(char for char in problem.message if ord(char) > ASCII_END)
