"""The picture beside links to the web page: made with an address only, the same bytes everywhere, and nothing beyond its edges."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from conftest import ROOT
from editions import site
from ladder_export.build.verify import verify_output
from ladder_export.core.artefact_path import ArtefactPath
from ladder_export.core.manifest import Artefact, Manifest
from ladder_export.core.model import Ladder
from ladder_export.core.problems import BadOutput
from ladder_export.core.request import Request, Selection
from ladder_export.documents.site import add_downloads
from ladder_export.pipeline import build
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import social_card
from ladder_export.writers.social_card.card_fonts import open_card_fonts
from ladder_export.writers.social_card.drawing import card_characters, card_svg, characters_by_font
from ladders import ladder, level, section

THEMES = {name: open_theme(name) for name in ("slate", "folio")}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60"><rect x="10" y="10" width="220" height="40" fill="{}"/></svg>'
BRAND = 'brand:\n  color: "{}"\n  logo: {{light: logo.svg, alt: Octopus Deploy}}\n'
URL = "url: https://ladder.example.com/\n"
SITE = Selection(documents=("site",))
TEXT_BOTTOM_PX, EDGE_PX = 490, 60
LONG = "A ladder for everybody who designs, writes, tests, runs, repairs, explains, sells and buys software " * 3
TITLES = {
    "short": ("en", "Ladder"),
    "long": ("en", LONG),
    "one word": ("de", "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung"),
    "Arabic": ("ar", "سلم التدرج الوظيفي للهندسة (Octopus 2026)"),
    "long Arabic": ("ar", "سلم التدرج الوظيفي للهندسة والتصميم والبحث " * 8),
    "Hebrew": ("he", "סולם הקריירה של ההנדסה"),
    "Japanese": ("ja", "エンジニアリング・キャリアラダー：成長のための共通言語 🦉" * 3),
    "Korean": ("ko", "엔지니어링 커리어 래더"),
    "marks": ("en", "R&D <b>“Ladder”</b> ]]> \N{COMBINING ACUTE ACCENT}é"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ladder whose web page has an address."""
    shutil.copytree(ROOT / "ladder", tmp_path / "ladder")
    with (tmp_path / "ladder/ladder.yaml").open("a", encoding="utf-8") as file:
        file.write(URL)
    return tmp_path / "ladder"


def built(
    folder: Path, wanted: Selection = SITE, *, theme: str = "slate", workers: int = 1, out: str = "out"
) -> Manifest:
    asked = Request(folder, folder.parent / out, wanted, theme, workers=workers)
    found = build(asked, lambda _done, _jobs: None, time.perf_counter)
    assert isinstance(found, Manifest)
    return found


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data), formats=["PNG"])
    picture.load()
    assert picture.size == (1200, 630)
    return picture.convert("RGB")


def titled(language: str, title: str) -> Ladder:
    made = ladder(level("L1", "Engineer", section("Craft", "I build.")), level("L2", "Lead"), language=language)
    return replace(made, title=title)


def meta(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', page))


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize(
    ("primary", "shape"), [("", ""), ("#ffd100", "#c1121f"), ("#0d3b66", "#ffffff"), ("#000000", "#0d3b66")]
)
def test_the_page_names_its_picture(folder: Path, theme: str, primary: str, shape: str) -> None:
    if primary:
        (folder / "logo.svg").write_text(LOGO.format(shape), encoding="utf-8")
        with (folder / "ladder.yaml").open("a", encoding="utf-8") as file:
            file.write(BRAND.format(primary))
    wanted = Selection(documents=("sheet", "site"), levels=("L3",))
    manifest = built(folder, wanted, theme=theme)
    out = folder.parent / "out"
    data = (out / "index.png").read_bytes()
    picture = opened(data)
    if primary:
        colors = {color for _, color in picture.getcolors(1 << 20) or ()}
        assert tuple(bytes.fromhex(shape[1:])) in colors
    [artefact] = [one for one in manifest.artefacts if one.path == "index.png"]
    assert (artefact.sha256, artefact.bytes) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (artefact.unit, artefact.length, artefact.format) == ("pictures", 1, "card")
    tags = meta((out / "index.html").read_text(encoding="utf-8"))
    assert tags["og:image"] == "https://ladder.example.com/index.png"
    assert tags["og:image:alt"] == "Octopus · Engineering ladder · Cloud Security Engineering"
    assert (tags["og:image:type"], tags["og:image:width"], tags["og:image:height"]) == ("image/png", "1200", "630")
    assert tags["twitter:card"] == "summary_large_image"
    assert len(data) < 100_000


def test_the_picture_has_the_same_bytes_from_any_number_of_workers(folder: Path) -> None:
    wanted = Selection(documents=("sheet", "site"), levels=("L3",))
    for workers in (1, 2):
        built(folder, wanted, workers=workers, out=str(workers))
    one, two = ((folder.parent / out / "index.png").read_bytes() for out in ("1", "2"))
    assert one == two


def test_without_an_address_there_is_no_picture_and_one_that_was_there_goes(folder: Path) -> None:
    out = folder.parent / "out"
    built(folder)
    assert verify_output(out) == ()
    said = (folder / "ladder.yaml").read_text(encoding="utf-8")
    (folder / "ladder.yaml").write_text(said.replace(URL, ""), encoding="utf-8")
    manifest = built(folder)
    assert not (out / "index.png").exists()
    assert "index.png" not in {one.path for one in manifest.artefacts}
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "og:image" not in page
    assert "twitter:card" not in page


def test_the_picture_is_verified_and_mended_and_a_file_of_somebody_else_stays(folder: Path) -> None:
    out = folder.parent / "out"
    out.mkdir()
    (out / "index.png").write_bytes(b"mine")
    with pytest.raises(BadOutput) as stop:
        built(folder)
    assert [problem.code for problem in stop.value.problems] == ["foreign-file"]
    assert [(file.name, file.read_bytes()) for file in out.iterdir()] == [("index.png", b"mine")]
    (out / "index.png").unlink()
    built(folder)
    data = (out / "index.png").read_bytes()
    (out / "index.png").write_bytes(data[:-1])
    assert verify_output(out) != ()
    built(folder)
    assert (out / "index.png").read_bytes() == data


def test_it_is_made_with_the_page_and_stays_with_it(folder: Path) -> None:
    out = folder.parent / "out"
    assert {
        one.path for one in built(folder, Selection(documents=("sheet",))).artefacts if one.format == "card"
    } == set()
    built(folder, Selection(formats=("html",)))
    assert "og:image" in meta((out / "index.html").read_text(encoding="utf-8"))
    built(folder, Selection(documents=("sheet",), levels=("L3",)))
    assert (out / "index.png").exists()
    assert "og:image" in meta((out / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("theme", sorted(THEMES))
@pytest.mark.parametrize("kind", sorted(TITLES))
def test_whatever_the_title_it_stays_between_the_margins_and_every_character_has_its_font(
    kind: str, theme: str
) -> None:
    [document] = site(titled(*TITLES[kind]))
    settings = RenderSettings(THEMES[theme])
    first, again = (social_card.render(document, settings).data for _ in range(2))
    assert first == again
    picture = opened(first)
    ground = tuple(bytes.fromhex(settings.theme.colors.brand[1:]))
    for left in (0, 1200 - EDGE_PX):
        edge = picture.crop((left, 0, left + EDGE_PX, TEXT_BOTTOM_PX))
        assert edge.getcolors() == [(EDGE_PX * TEXT_BOTTOM_PX, ground)]
    for top, bottom in ((0, EDGE_PX), (475, 490)):
        assert picture.crop((0, top, 1200, bottom)).getcolors() == [(1200 * (bottom - top), ground)]
    fonts = open_card_fonts(settings.theme, document.language, card_characters(document))
    drawing = card_svg(document, settings.theme, fonts, rtl=document.language in ("ar", "he"))
    named = {font.name: font for font in (*fonts.text, *fonts.titles)}
    for name, characters in characters_by_font(drawing).items():
        visible = {
            char for char in characters if not char.isspace() and char not in "\u202b\u202c\N{COMBINING ACUTE ACCENT}"
        }
        assert {char for char in visible if ord(char) not in named[name].metrics.widths} == set()


def test_what_reads_from_the_right_begins_there() -> None:
    [left], [right] = site(titled("en", "Ladder")), site(titled("ar", "سلم"))
    sides = [opened(social_card.render(one, RenderSettings(THEMES["slate"])).data) for one in (left, right)]
    ground = (0x12, 0x34, 0x4D)
    halves = [[picture.crop(box).getcolors() for box in ((0, 0, 600, 475), (600, 0, 1200, 475))] for picture in sides]
    alone = [(600 * 475, ground)]
    assert halves[0][1] == alone
    assert halves[1][0] == alone


def test_many_tracks_and_levels_are_shown_as_far_as_they_fit() -> None:
    levels = [level(f"L{n}", f"Level {n}", track=f"a track with number {n % 15}") for n in range(60)]
    levels += [level(f"M{n}", f"Level {n}", track="management") for n in range(30)]
    [document] = site(ladder(*levels))
    fonts = open_card_fonts(THEMES["slate"], "en", card_characters(document))
    drawing = card_svg(document, THEMES["slate"], fonts, rtl=False)
    shown = re.findall(r">([^<>]*\+\d+)</tspan>", drawing)
    assert len(shown) == 1
    assert int(shown[0].rpartition("+")[2]) + shown[0].count("A Track") == len(document.chapters)
    assert drawing.count("fill-opacity") == 12
    opened(social_card.render(document, RenderSettings(THEMES["slate"])).data)
    [empty] = site(ladder())
    opened(social_card.render(empty, RenderSettings(THEMES["slate"])).data)


@pytest.mark.parametrize(
    ("url", "locale", "address"),
    [
        ("https://x.example", "", "https://x.example/index.png"),
        ("https://x.example/ladder", "", "https://x.example/ladder/index.png"),
        ("https://x.example/v1.2/", "", "https://x.example/v1.2/index.png"),
        ("https://x.example/l/index.html?a=b#top", "", "https://x.example/l/index.png"),
        ("https://x.example/ladder/", "de", "https://x.example/ladder/de/index.png"),
        ("https://x.example/ladder/de/", "de", "https://x.example/ladder/de/index.png"),
    ],
)
def test_the_address_is_that_of_the_page_s_folder(url: str, locale: str, address: str) -> None:
    made = replace(ladder(level("L1", "Engineer")), url=url, locale=locale)
    [document] = site(made)
    path = ArtefactPath(f"{locale}/index.png" if locale else "index.png")
    card = Artefact(path, "site", "", "png", 1, "0" * 64, "pictures", 1, (), "", {}, ())
    found = add_downloads(made, document, (card,))
    assert found.card
    assert found.card.address == address
    assert found.downloads == ()
    assert add_downloads(made, document, ()).card is None
