"""The web page of a ladder: whole, valid, in need of nothing, and usable by everybody in a real browser."""

from __future__ import annotations

import hashlib
import html as entities
import json
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Browser, Page

from conftest import ROOT
from editions import site
from ladder_export.build.verify import verify_output
from ladder_export.core.manifest import Artefact, Manifest
from ladder_export.core.model import Ladder, Level
from ladder_export.core.problems import BadTheme
from ladder_export.core.request import Request, Selection
from ladder_export.core.ui_strings import ui_strings
from ladder_export.documents.site import add_downloads
from ladder_export.pipeline import build
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers.html import single_page
from ladders import ladder, level, numbered_levels, section, texts_of

L3, L4 = "l3-senior-cloud-security-engineer", "l4-lead-cloud-security-engineer"
LOOKS = {name: RenderSettings(open_theme(name)) for name in ("slate", "folio")}


def page(of: Ladder, look: str = "slate", *artefacts: Artefact) -> str:
    """The page of a ladder, with files beside it."""
    [document] = site(of)
    return single_page.render(add_downloads(of, document, artefacts), LOOKS[look]).data.decode()


def tree(text: str) -> Element:
    """The page as a strict reader of HTML sees it; anything not valid raises."""
    found: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return found


def shown(element: Element) -> str:
    """All that is there to be read, spaces made even."""
    return " ".join("".join(element.itertext()).split())


def article(found: Element, of: Level) -> Element:
    [one] = [each for each in found.iter("article") if each.get("id") == f"/{of.id}"]
    return one


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(numbered_levels())
def test_every_text_of_a_level_is_there_once(one: Level) -> None:
    text = shown(article(tree(page(ladder(one))), one))
    counts = Counter(re.findall(r"\d{6}", text))
    wanted = [" ".join(words.split()) for words in texts_of(one) if words]
    assert [words for words in wanted if words not in text] == []
    ratings = {number for rating in one.ratings for number in re.findall(r"\d{6}", f"{rating.title} {rating.step}")}
    # The drawing of ratings says in words, for who cannot see it, what the list beside it says.
    assert [number for number, count in counts.items() if count != 1 and number not in ratings] == []


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_is_valid_and_every_anchor_leads_somewhere(own_ladder: Ladder, look: str) -> None:
    found = tree(page(own_ladder, look))
    ids = [element.get("id") for element in found.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    places = {element.get("href", "")[1:] for element in found.iter("a") if element.get("href", "").startswith("#")}
    views = {place for place in places if place.startswith(("/compare/", "/matrix/"))}
    assert places - set(ids) == {"/", "/compare/", *views}
    assert {f"/{one.id}" for one in own_ladder.levels} <= places


def test_what_a_ladder_says_is_never_code() -> None:
    evil = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} \x22'&"
    hostile = ladder(
        level(
            "L1",
            evil,
            replace(section(evil, evil, examples=(evil,)), title=evil),
            summary=(evil,),
            facts=((evil, evil),),
        ),
    )
    text = page(replace(hostile, title=evil, organisation=evil, words=replace(ui_strings("en"), find=evil)))
    found = tree(text)
    assert len(list(found.iter("script"))) == len(list(found.iter("style"))) == 1
    assert not [element for element in found.iter() if element.tag == "img" or element.get("onerror")]
    assert "{{ 7*7 }}" in shown(found)
    assert entities.escape("<img src=x") in text


def test_a_page_lets_nothing_else_run_and_fetches_nothing(own_ladder: Ladder) -> None:
    found = tree(page(own_ladder))
    [policy] = [one.get("content", "") for one in found.iter("meta") if one.get("http-equiv")]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert not [element for element in found.iter() if element.get("style") or element.get("src")]
    assert [one.get("href", "").partition(",")[0] for one in found.iter("link")] == ["data:image/svg+xml"]
    assert "http" not in "".join(one.text or "" for one in found.iter("style"))


def test_a_theme_without_a_page_is_told(own_ladder: Ladder, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates/slate", tmp_path / "own")
    shutil.copytree(ROOT / "templates/base", tmp_path / "own/base")
    for file in (tmp_path / "own").rglob("site.*"):
        file.unlink()
    [document] = site(own_ladder)
    with pytest.raises(BadTheme, match=r"site\.html\.j2"):
        single_page.render(document, RenderSettings(open_theme(str(tmp_path / "own"))))


@pytest.mark.parametrize("language", ["de", "ar", "ja"])
def test_the_page_speaks_the_ladders_language(language: str) -> None:
    found = tree(page(replace(ladder(level("L1", "A", section("B", "C.")), language=language), language=language)))
    assert found.get("lang") == language
    assert found.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert ui_strings(language).find in shown(found)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    ("words", "family"),
    [("I write code.", ""), ("私はコードを書く。", "Noto Sans JP"), ("أكتب", "IBM Plex Sans Arabic")],
)
def test_a_page_names_the_families_it_brings_and_no_other(look: str, words: str, family: str) -> None:
    brought = page(ladder(level("L3", "Senior", section("Craft", words))), look)
    (listed,) = re.findall(r"--fonts:([^}]*)}", brought)
    families = listed.replace('"', "").split(",")
    assert families == list(dict.fromkeys(re.findall(r'@font-face{font-family:"([^"]*)"', brought)))
    assert [
        one for one in families if one in ("Noto Sans JP", "Noto Sans KR", "Noto Sans SC", "IBM Plex Sans Arabic")
    ] == ([family] if family else [])


def artefact(path: str, one: str = "") -> Artefact:
    return Artefact(path, "sheet", one, "pdf", 1_234_567, "ab" * 32, "pages", 1, (), "")


def test_each_level_leads_to_its_own_files_in_its_own_language() -> None:
    two = replace(ladder(level("L1", "A", section("B", "C."))), locales=("de",))
    files = (artefact("sheets/l1.pdf", "l1"), artefact("de/sheets/l1.pdf", "l1"), artefact("handbook.pdf"))

    def links(found: Element) -> Iterator[str]:
        return (one.get("href", "") for one in found.iter("a") if "download" in one.attrib)

    found = tree(page(two, "slate", *files))
    assert list(links(found)) == ["handbook.pdf", "sheets/l1.pdf"]
    assert "1.2 MB" in shown(found)
    assert list(links(tree(page(replace(two, locale="de"), "slate", *files)))) == ["sheets/l1.pdf"]


def test_a_reference_to_a_level_on_the_page_is_a_link() -> None:
    first, second = level("L1", "A", section("B", "C.")), replace(level("L2", "D", section("B", "E.")), extends="l1")
    found = tree(page(ladder(first, second)))
    assert "#/l1" in [one.get("href") for one in article(found, second).iter("a") if shown(one) == "L1 A"]
    gone = tree(page(ladder(replace(first, status="retired"), second)))
    assert "#/l1" not in [one.get("href") for one in gone.iter("a")]


@pytest.mark.chromium
@pytest.mark.parametrize("look", LOOKS)
def test_nobody_is_kept_out(
    chromium: Browser, faults: Callable[[Page], list[str]], own_ladder: Ladder, tmp_path: Path, look: str
) -> None:
    (tmp_path / "index.html").write_text(page(own_ladder, look, artefact("handbook.pdf")), encoding="utf-8")
    for width, scheme in ((390, "light"), (1280, "dark")):
        tab = chromium.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
        for view in ("", f"#/{L3}", f"#/compare/{L3}/{L4}", "#/matrix/cloud-security"):
            tab.goto("about:blank")
            tab.goto(f"{(tmp_path / 'index.html').as_uri()}{view}")
            assert faults(tab) == []
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, "nothing runs off the side"
        tab.close()


@pytest.mark.chromium
def test_from_disk_a_level_is_found_two_are_compared_and_a_file_is_what_the_manifest_says(
    chromium: Browser, own_output: Path
) -> None:
    tab, said, asked = chromium.new_page(), list[str](), list[str]()
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda fault: said.append(str(fault)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((own_output / "index.html").as_uri())

    tab.get_by_label("Find a level").fill("VULNERABILITY reviewed")
    assert tab.locator("#count").inner_text() == "1 / 3"
    assert tab.locator(".place mark").all_inner_texts() == ["reviewed", "vulnerability"]
    tab.get_by_label("Find a level").press("Tab")
    tab.get_by_role("link", name="L3 Senior Cloud Security Engineer").click()
    tab.locator("article:visible").wait_for()  # the page hears of its address a moment later
    assert tab.locator("article:visible").count() == 1
    assert tab.title().startswith("L3 Senior Cloud Security Engineer · ")
    assert tab.evaluate("document.activeElement.tagName") == "H2"
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none", "a title is no control"
    tab.reload()
    assert tab.evaluate("scrollY") == 0, "an address leads to a level with its head in sight"

    tab.get_by_role("link", name="Compare: L3 – L4").click()
    rows = tab.locator(".grid .row")
    assert rows.nth(1).locator("h3").all_inner_texts() == ["🦉Domain expertise"] * 2
    tab.get_by_label("Compare: B").select_option(L3)
    assert tab.url.endswith(f"#/compare/{L3}/{L3}")
    assert tab.locator(".grid li:not(.shared), .grid .own").count() == 0, "a level has everything in common with itself"
    tab.go_back()

    tab.locator("article:visible").get_by_role("link", name="Matrix").click()
    table = tab.locator(".matrix table")
    table.wait_for()
    assert [one.split()[0] for one in table.locator("thead th").all_inner_texts()] == ["L2", "L3", "L4"]
    assert "Domain expertise" in table.locator("tbody th").all_inner_texts()
    assert table.locator(".examples").count() == 0
    tab.go_back()

    with tab.expect_download() as waiting:
        tab.locator("article:visible a[href^='sheets/']").click(
            modifiers=["Alt"]
        )  # from disk, a plain click opens a PDF
    manifest = json.loads((own_output / "manifest.json").read_text(encoding="utf-8"))
    [known] = [one for one in manifest["artefacts"] if one["path"] == f"sheets/{L3}.pdf"]
    assert hashlib.sha256(Path(waiting.value.path()).read_bytes()).hexdigest() == known["sha256"]
    tab.locator("article:visible").get_by_text("Checksums").click()
    assert known["sha256"] in tab.locator("article:visible").inner_text()
    assert said == []
    assert {url.partition(":")[0] for url in asked} <= {"file", "data"}
    tab.close()


@pytest.mark.chromium
def test_without_scripts_everything_can_be_read_and_anchors_hold(chromium: Browser, own_output: Path) -> None:
    tab = chromium.new_context(java_script_enabled=False).new_page()
    tab.goto(f"{(own_output / 'index.html').as_uri()}#/{L4}")
    assert tab.locator("article:visible").count() == 3
    assert tab.locator(f"article[id='/{L4}'] h2").bounding_box()["y"] < 720  # type: ignore[index]
    assert tab.get_by_label("Find a level").is_hidden()
    tab.context.close()


@pytest.mark.chromium
def test_a_thousand_levels_can_be_browsed(chromium: Browser, tmp_path: Path) -> None:
    many = [
        replace(
            level(f"L{n}", f"Engineer {n}", section("Craft", *(f"I do {n} {m}." for m in range(20)))),
            track=f"track-{n % 20}",
        )
        for n in range(1000)
    ]
    (tmp_path / "index.html").write_text(page(ladder(*many)), encoding="utf-8")
    tab = chromium.new_page()
    tab.goto((tmp_path / "index.html").as_uri())
    tab.get_by_label("Find a level").fill("777 13.")
    assert tab.locator("#count").inner_text() == "1 / 1000"
    tab.get_by_role("link", name="L777 Engineer 777", exact=True).click()
    assert tab.locator("article:visible h2").inner_text() == "L777 Engineer 777"
    tab.close()


def test_checksums_follow_a_build_of_a_part(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ladder", tmp_path / "ladder")
    output = tmp_path / "output"

    def built(*editions: str) -> Manifest:
        request = Request(
            tmp_path / "ladder", output, Selection(editions, levels=("L3",) if "deck" in editions else ())
        )
        return build(request, lambda _outcome, _jobs: None, time.perf_counter)

    built("deck")
    assert not (output / "index.html").exists(), "nobody asked for it"
    built("site")
    file = tmp_path / "ladder/cloud-security/l3-senior-cloud-security-engineer.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("advanced", "brilliant"), encoding="utf-8")
    [deck] = [one for one in built("deck").artefacts if one.format == "pptx"]
    assert deck.sha256 in (output / "index.html").read_text(encoding="utf-8")
    assert verify_output(output) == ()
