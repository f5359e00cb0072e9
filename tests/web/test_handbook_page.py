"""The handbook as a page: one long one that needs no script, says everything once and keeps nobody out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import Browser, Page

from editions import handbook
from ladder_export.core.model import Ladder
from ladder_export.files.resources import theme_names
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers.html import single_page
from ladders import texts_of
from writers.test_handbook import BOOK, book_of


def page(of: Ladder, theme: str = "slate") -> str:
    """The handbook of a ladder, for a screen."""
    [document] = handbook(of)
    return single_page.render(document, RenderSettings(open_theme(theme))).data.decode()


@pytest.mark.parametrize("theme", theme_names())
def test_it_is_valid_and_every_link_in_it_leads_somewhere(theme: str) -> None:
    found = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page(BOOK, theme))
    ids = [element.get("id") for element in found.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 23
    links = [link.get("href") for link in found.iter("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert {f"#/{one.id}" for one in BOOK.levels if one.status != "retired"} <= set(links)
    assert list(found.iter("script")) == []
    assert not [element for element in found.iter() if element.get("style") or element.get("src")]


@pytest.mark.parametrize("theme", theme_names())
def test_every_word_of_every_level_in_use_is_there_once_and_its_facts_side_by_side_too(theme: str) -> None:
    found = html5lib.parse(page(BOOK, theme), namespaceHTMLElements=False)
    shown = " ".join("".join(found.find("body").itertext()).split())
    counts = Counter(re.findall(r"\d{6}", shown))
    wanted = {
        said for one in BOOK.levels if one.status != "retired" for said in texts_of(one) if re.search(r"\d{6}", said)
    }
    assert len(wanted) > 200
    facts = {fact.value.plain for one in BOOK.levels for fact in one.facts}
    assert [said for said in wanted if said not in shown or counts[said[-6:]] != 1 + (said in facts)] == []
    assert [one.title for one in BOOK.levels if one.status == "retired" and one.title in shown] == []
    assert shown.count("Draft") == 4, "in the contents, in its chapter, above its facts and at the level"


@pytest.mark.chromium
@pytest.mark.parametrize("theme", theme_names())
def test_nobody_is_kept_out(chromium: Browser, faults: Callable[[Page], list[str]], tmp_path: Path, theme: str) -> None:
    (tmp_path / "handbook.html").write_text(page(book_of(2, 4), theme), encoding="utf-8")
    for width, scheme in ((390, "light"), (1280, "dark")):
        tab = chromium.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
        said = list[str]()
        tab.on("console", lambda message, said=said: said.append(message.text))  # type: ignore[misc]
        tab.goto(f"{(tmp_path / 'handbook.html').as_uri()}#/security-l3")
        assert faults(tab) == []
        assert said == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, "nothing runs off the side"
        box = tab.locator("article[id='/security-l3'] h3").bounding_box()
        assert box
        assert 0 <= box["y"] < 900
        tab.close()
