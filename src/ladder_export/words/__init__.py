"""This package holds the words that we add to a ladder's own, such as "Examples", in every language we speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType

from ladder_export.words.arabic import ARABIC
from ladder_export.words.english import ENGLISH, Words
from ladder_export.words.french import FRENCH
from ladder_export.words.german import GERMAN
from ladder_export.words.japanese import JAPANESE
from ladder_export.words.spanish import SPANISH

__all__ = ["BUILT_IN", "ENGLISH", "KEYS", "Words", "words_of"]

KEYS: tuple[str, ...] = tuple(field.name for field in fields(Words))

BUILT_IN: Mapping[str, Words] = MappingProxyType(
    {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "ja": JAPANESE, "ar": ARABIC}
)


def words_of(language: str) -> Words:
    """The words of a BCP 47 language; English where we do not speak it."""
    return BUILT_IN.get(language.partition("-")[0].lower(), ENGLISH)
