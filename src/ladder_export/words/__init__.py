"""This package holds the words that we add to a ladder's own, such as "Examples", in every language we speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType

from ladder_export.words.arabic import ARABIC
from ladder_export.words.english import ENGLISH, Words
from ladder_export.words.french import FRENCH
from ladder_export.words.german import GERMAN
from ladder_export.words.japanese import JAPANESE
from ladder_export.words.spanish import SPANISH

__all__ = ["BUILT_IN", "ENGLISH", "KEYS", "Words", "plural", "words_of"]

KEYS: tuple[str, ...] = tuple(field.name for field in fields(Words))

BUILT_IN: Mapping[str, Words] = MappingProxyType(
    {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "ja": JAPANESE, "ar": ARABIC}
)


def _one_or_more(number: int) -> int:
    return int(number != 1)


def _up_to_one_or_more(number: int) -> int:
    return int(number > 1)


def _always_the_same(number: int) -> int:
    del number
    return 0


# Which of a language's plural forms a number takes (CLDR 47, plurals.xml). Arabic words of ours name no noun beside a
# number; the millions that French and Spanish tell apart are never reached.
PLURALS: Mapping[str, Callable[[int], int]] = MappingProxyType(
    {"fr": _up_to_one_or_more, "ja": _always_the_same, "ar": _always_the_same}
)


def plural(forms: str, language: str, number: int) -> str:
    """Return the form that a number takes in a BCP 47 language; forms stand with a `|` between them."""
    every = forms.split("|")
    return every[min(PLURALS.get(_primary(language), _one_or_more)(number), len(every) - 1)].strip()


def words_of(language: str) -> Words:
    """The words of a BCP 47 language; English where we do not speak it."""
    return BUILT_IN.get(_primary(language), ENGLISH)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
