"""What translators may rely on: each catalogue has all words, compiled as they stand, and the plural forms of CLDR."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from ladder_export.core.ui_strings import CATALOGUES, ENGLISH, KEYS, LANGUAGES, plural, ui_strings
from make_words import renew

CATEGORIES = ("zero", "one", "two", "few", "many", "other")


def test_each_language_has_a_catalogue_but_english() -> None:
    assert {path.name for path in CATALOGUES.iterdir()} == set(LANGUAGES) - {"en"}
    assert ui_strings("en") == ui_strings("xx") == ui_strings("../de") == ENGLISH
    assert ui_strings("de-AT").examples == "Beispiele"


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_catalogue_has_every_word_with_its_placeholders_compiled(language: str) -> None:
    source = CATALOGUES / language / "LC_MESSAGES/ladder_export.po"
    with source.open("rb") as po, source.with_suffix(".mo").open("rb") as mo:
        catalogue, compiled = read_po(po, locale=language), GNUTranslations(mo)
    messages = {message.context: message for message in catalogue if message.id}
    assert tuple(messages) == KEYS, "run `make words`"
    for key, message in messages.items():
        english = getattr(ENGLISH, str(key))
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        assert "|".join([message.id] if isinstance(message.id, str) else message.id) == english, key
        assert all(set(re.findall(r"{\w+}", form)) == set(re.findall(r"{\w+}", english)) for form in forms), key
        assert all(forms), key
        assert not message.fuzzy, key
        assert getattr(ui_strings(language), str(key)) == "|".join(forms), f"{key}: run `make words`"
    assert compiled.info()["plural-forms"] == catalogue.plural_forms


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_take_the_plural_form_of_cldr(language: str) -> None:
    locale = Locale(language)
    names = [name for name in CATEGORIES if name in locale.plural_form.tags | {"other"}]
    numbers = (*range(210), 1_000, 1_000_000)
    assert [plural("|".join(names), language, number) for number in numbers] == list(map(locale.plural_form, numbers))


def test_a_language_is_started_by_its_code(tmp_path: Path) -> None:
    target = tmp_path / "pl/LC_MESSAGES/ladder_export.po"
    renew(target)
    text = target.read_text(encoding="utf-8")
    assert 'msgctxt "examples"\nmsgid "Examples"\nmsgstr ""\n' in text
    assert "nplurals=3" in text
