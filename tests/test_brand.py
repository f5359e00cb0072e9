"""A brand is six lines: its colours can be read wherever they stand, its logo is on every document, and nothing is fetched."""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageDraw

from conftest import ROOT
from ladder_export.cli import main
from ladder_export.core.brand import Brand, BrandColor
from ladder_export.core.manifest import Manifest
from ladder_export.core.problems import BadTheme, InvalidLadder, Span
from ladder_export.core.request import Request, Selection
from ladder_export.pipeline import build
from ladder_export.reading import read
from ladder_export.theme import Theme, open_theme
from ladder_export.theme.brand_palette import PAIRS, guessed_inks, palette, with_accent
from ladder_export.theme.branding import with_brand
from ladder_export.theme.logo import stands_out
from ladder_export.theme.oklch import TEXT, contrast, oklch, to_hex
from writers.pdfs import failures, text
from writers.test_press import profile

THEMES = {name: open_theme(name) for name in ("slate", "folio")}
PLACE = Span("ladder.yaml")
SVG = "http://www.w3.org/2000/svg"
SHAPES = '<circle cx="28" cy="30" r="20" fill="none" stroke="{0}" stroke-width="9"/><rect x="60" y="16" width="170" height="28" fill="{0}"/>'
SHAPE = '<rect width="9" height="9"/>'


def svg(inside: str = SHAPE, head: str = "", box: str = "0 0 240 60") -> bytes:
    return f'{head}<svg xmlns="{SVG}" viewBox="{box}">{inside}</svg>'.encode()


def png(size: tuple[int, int] = (320, 120), mode: str = "RGBA", kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    picture = Image.new(mode, size)
    if mode == "RGBA":
        ImageDraw.Draw(picture).ellipse((0, 0, *size), fill=(230, 0, 110, 255))
    picture.save(target, kind)
    return target.getvalue()


def resized(side: int) -> bytes:
    """A PNG that says it is a square of so many pixels."""
    data = png()
    header = data[12:16] + struct.pack(">II", side, side) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


LOGOS = {
    "wide.svg": svg(SHAPES.format("#0d3b66")),
    "white.svg": svg(SHAPES.format("#ffffff")),
    "tall.svg": svg(
        '<path d="M30 2 58 30 30 58 2 30Z" fill="#c1121f"/><path d="M6 66H54V74H6z" fill="#c1121f"/>', box="0 0 60 100"
    ),
    "badge.png": png(),
    "inks.jpg": png(mode="CMYK", kind="JPEG"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ladder of two tracks beside every logo."""
    shutil.copytree(ROOT / "ladder", tmp_path / "ladder")
    for name, data in LOGOS.items():
        (tmp_path / "ladder" / name).write_bytes(data)
    return tmp_path / "ladder"


def say(folder: Path, lines: str) -> None:
    with (folder / "ladder.yaml").open("a", encoding="utf-8") as file:
        file.write(lines)


def made(folder: Path, *editions: str, theme: str = "slate", validate: bool = False, workers: int = 1) -> Manifest:
    levels = ("L3", "L4") if "promotion" in editions else ("L3",)
    wanted = Selection(documents=editions, levels=levels)
    asked = Request(folder, folder.parent / "out", wanted, theme, validate=validate, workers=workers)
    found = build(asked, lambda _done, _jobs: None, time.perf_counter)
    assert isinstance(found, Manifest)
    return found


@given(st.sampled_from(sorted(THEMES)), st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF), st.booleans())
def test_whatever_the_colours_are_text_can_be_read(theme: str, primary: int, secondary: int, both: bool) -> None:  # noqa: FBT001  # hypothesis gives it
    roles = {"primary": primary} | ({"secondary": secondary} if both else {})
    colors = tuple(BrandColor(role, f"#{value:06x}", PLACE) for role, value in roles.items())
    found = palette(Brand(PLACE, colors=colors), THEMES[theme].colors, THEMES[theme].dark)
    assert found.dark
    for tokens in (found.colors, found.dark, with_accent(found.colors, f"#{secondary:06x}")):
        for words, ground in PAIRS:
            assert contrast(getattr(tokens, words), getattr(tokens, ground)) >= TEXT, (words, ground)
    assert guessed_inks(found.colors, "", (), "").paper == (0, 0, 0, 0)


@given(st.integers(0, 0xFFFFFF))
def test_a_colour_that_is_not_moved_stays(color: int) -> None:
    assert to_hex(oklch(f"#{color:06x}")) == f"#{color:06x}"


def test_contrasts_are_those_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    ("theme", "primary", "logo"),
    [
        ("slate", "#ffd100", "tall.svg"),
        ("slate", "#000000", "white.svg"),
        ("folio", "#e4002b", "badge.png"),
        ("folio", "#f7c5cc", "white.svg"),
    ],
)
def test_six_lines_dress_sheet_deck_and_page(
    folder: Path, theme: str, primary: str, logo: str, audit: Callable[[Path], list[str]]
) -> None:
    say(folder, f'brand:\n  color: "{primary}"\n  logo: {{light: {logo}, alt: Octopus Deploy}}\n')
    brand = read(folder)[0].brand
    assert brand
    settings = with_brand(open_theme(theme), brand, folder)
    manifest = made(folder, "sheet", "deck", "site", theme=theme)
    assert {problem.code for problem in manifest.problems} <= {"low-contrast"}
    out = folder.parent / "out"
    sheet = (out / "sheets/l3-senior-cloud-security-engineer.pdf").read_bytes()
    assert set(colors_of(sheet)) <= {*settings.colors.model_dump().values(), *drawn_in(logo), *plates(settings)}
    assert alternatives(sheet)[0] == "Octopus Deploy"
    assert failures(sheet, "PDF/A-3a", "PDF/UA-1") == []
    deck = out / "decks/l3-senior-cloud-security-engineer.pptx"
    assert audit(deck) == []
    slots = theme_colors(deck)
    for words, ground in [
        ("dk1", "lt1"),
        ("dk2", "lt1"),
        ("accent1", "lt1"),
        ("accent4", "lt1"),
        ("dk2", "lt2"),
        ("accent3", "accent2"),
        ("accent5", "accent2"),
    ]:
        assert contrast(slots[words], slots[ground]) >= TEXT, (words, ground)
    assert pictures_of(deck) >= {"ppt/media/logo-light.png"}
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count('alt="Octopus Deploy"') >= 1
    assert '<link rel="icon" href="data:image/' in page
    for tokens in re.findall(r":root\{[^}]*--ink:[^}]*\}", page):
        said = dict(re.findall(r"--([\w-]+):(#\w{6})", tokens))
        for words, ground in PAIRS:
            assert contrast(said[words.replace("_", "-")], said[ground]) >= TEXT


def test_every_document_carries_the_brand_and_is_valid(folder: Path) -> None:
    (folder / "_brand.yml").write_text(
        'meta: {name: Octopus Deploy}\ncolor: {primary: "#0d3b66", secondary: "#b5179e"}\n'
        "logo: {medium: {light: wide.svg, dark: white.svg}, small: badge.png}\n"
    )
    say(folder, "date: 1 March 2026\nnotice: For growth, not a rating.\nurl: https://ladder.example.com/\n")
    manifest = made(folder, "sheet", "scorecard", "promotion", "matrix", "handbook", validate=True)
    assert manifest.is_clean
    first = pages_in(folder.parent / "out")
    assert len(first) == 8
    for name, data in first.items():
        assert "Octopus Deploy" in alternatives(data), name
        assert "Engineering ladder · 2026.1 · 1 March 2026 · For growth, not a rating." in text(data)
    handbook, sheets = text(first["handbook.pdf"]), folder.parent / "out/sheets"
    for code, level in (("L3", "l3-senior-cloud-security-engineer"), ("L4", "l4-lead-cloud-security-engineer")):
        assert f"{code} · Engineering ladder" in handbook
        link = f"https://ladder.example.com/#/{level}"
        assert alternatives((sheets / f"{level}.pdf").read_bytes()) == ["Octopus Deploy", link]
    shutil.rmtree(folder.parent / "out")
    made(folder, "sheet", "promotion", workers=2)
    again = pages_in(folder.parent / "out")
    assert len(again) == 4
    assert again.items() <= first.items()


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_a_short_strip_of_levels_stays_in_one_row_beside_a_wide_logo(folder: Path, theme: str) -> None:
    (folder / "wide.svg").write_bytes(svg(box="0 0 600 80"))
    say(folder, "brand: {logo: wide.svg}\n")
    made(folder, "promotion", "sheet", theme=theme)
    for name in (
        "promotions/l3-senior-cloud-security-engineer--l4-lead-cloud-security-engineer",
        "sheets/l3-senior-cloud-security-engineer",
    ):
        with pypdfium2.PdfDocument(folder.parent / "out" / f"{name}.pdf") as file:
            page = file[0].get_textpage()
            steps = page.search("L2 L3 L4").get_next()
            assert steps
            first, length = steps
            assert abs(page.get_charbox(first)[1] - page.get_charbox(first + length - 1)[1]) < 1, "points: one row"


def test_a_colour_that_nearly_holds_is_not_said_to_hold(folder: Path) -> None:
    say(folder, 'brand: {color: {primary: "#777777", foreground: "#eeeeee"}}\n')
    told = {problem.message: problem.help for problem in made(folder, "sheet").problems}
    assert not [message for message in told if "a contrast of 4.5 " in message]
    assert [message[:35] for message, remedy in told.items() if "it: foreground:" in remedy] == [
        "the foreground #eeeeee has a contra"
    ]


def test_an_empty_brand_file_is_told_what_a_brand_is_made_of(folder: Path) -> None:
    (folder / "_brand.yml").write_text("", encoding="utf-8")
    with pytest.raises(InvalidLadder) as told:
        read(folder)
    (problem,) = told.value.problems
    assert (problem.code, problem.span.file) == ("empty-file", str(folder / "_brand.yml"))
    assert problem.help == "write at least a line 'color: \"#0d3b66\"', or remove the file"


def test_without_a_brand_nothing_says_so(folder: Path) -> None:
    made(folder, "sheet")
    sheet = folder.parent / "out/sheets/l3-senior-cloud-security-engineer.pdf"
    assert alternatives(sheet.read_bytes()) == []
    assert "L3 · Engineering" not in text(sheet.read_bytes())


def test_another_logo_makes_documents_anew_and_the_same_does_not(folder: Path) -> None:
    say(folder, 'brand: {color: "#0d3b66", logo: white.svg}\n')
    run = CliRunner()
    command = ["build", str(folder), "-o", str(folder.parent / "out"), "-d", "sheet", "-l", "L3", "-j1"]
    assert "Made 1 file" in run.invoke(main, command).output
    assert "Nothing to make: 1 file up to date" in run.invoke(main, command).output
    (folder / "white.svg").write_bytes(svg(SHAPES.format("#eeeeee")))
    assert "Made 1 file" in run.invoke(main, command).output


def test_tracks_have_accents_of_their_own(folder: Path) -> None:
    lines = (folder / "ladder.yaml").read_text(encoding="utf-8")
    track = '{title: Cloud Security Engineering, color: "#b5179e"}'
    (folder / "ladder.yaml").write_text(
        lines.replace("cloud-security: Cloud Security Engineering", f"cloud-security: {track}")
    )
    brand = read(folder)[0].brand
    assert brand
    accent = with_brand(THEMES["slate"], brand, folder).in_track("cloud-security").colors.accent
    made(folder, "sheet", "deck", "site")
    out = folder.parent / "out"
    assert accent in colors_of((out / "sheets/l3-senior-cloud-security-engineer.pdf").read_bytes())
    assert theme_colors(out / "decks/l3-senior-cloud-security-engineer.pptx")["accent1"] == accent
    assert re.search(
        rf'\[data-track="[^"]+"\][^{{]*\{{--accent:{accent}', (out / "index.html").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_typefaces_come_from_files_or_from_what_ships(folder: Path, theme: str) -> None:
    (folder / "fonts").mkdir()
    shutil.copy(ROOT / "templates/fonts/Gelasio-Regular.ttf", folder / "fonts/Octo-Regular.ttf")
    say(folder, "brand:\n  typography:\n    fonts: [{family: Octo Serif, files: [fonts/Octo-Regular.ttf]}]\n")
    say(folder, "    base: Octo Serif\n    headings: IBM Plex Serif\n    deck: Georgia\n")
    manifest = made(folder, "sheet", "deck", theme=theme)
    assert manifest.is_clean
    out = folder.parent / "out"
    fonts = fonts_of((out / "sheets/l3-senior-cloud-security-engineer.pdf").read_bytes())
    for family in ("Octo-Serif", "IBM"):
        assert any(family in name for name in fonts), fonts
    part = member(out / "decks/l3-senior-cloud-security-engineer.pptx", "ppt/theme/theme1.xml")
    assert set(re.findall(rb'<a:latin typeface="([^"]+)"', part)) == {b"Georgia"}


HOSTILE = {
    "script": (svg("<script>alert(1)</script>"), "it holds a program"),
    "handler": (svg('<rect onload="alert(1)" width="9" height="9"/>'), "it holds a program"),
    "html": (svg("<foreignObject><p/></foreignObject>"), "it holds a program"),
    "elsewhere": (svg('<use href="https://example.com/x.svg#a"/>'), "it refers to another file"),
    "file": (svg('<image href="/etc/passwd"/>'), "it holds another picture or recording"),
    "paint": (svg('<rect fill="url(http://example.com/#a)" width="9" height="9"/>'), "it refers to another file"),
    "set of pictures": (
        svg(f'<style>rect{{fill:image-set("http://example.com/x.png" 1x)}}</style>{SHAPE}'),
        "it refers to another file",
    ),
    "film": (svg('<rect width="9" height="9"><animate attributeName="x" to="50"/></rect>'), "it moves"),
    "nothing": (svg("<g/>"), "it is empty: nothing of it can be seen"),
    "white on nothing": (png(mode="LA"), "it is empty: nothing of it can be seen"),
    "import": (svg("<style>@import 'http://example.com/x.css'</style>"), "its style sheet has more than rules"),
    "escape": (svg("<style>rect{fill:u\\72l(http://example.com)}</style>"), "it refers to another file"),
    "entities": (svg("&b;", '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'), "it declares entities"),
    "bomb": (
        svg(
            "".join(f'<g id="g{n}"><use href="#g{n + 1}"/><use href="#g{n + 1}"/></g>' for n in range(40))
            + f'<g id="g40">{SHAPE}</g>'
        ),
        "it draws more than 20,000 shapes",
    ),
    "masks": (
        svg(f'<mask id="m">{SHAPE}</mask>' + '<rect mask="url(#m)" width="240" height="60"/>' * 200),
        "it draws more than 20,000 shapes",
    ),
    "long": (svg('<path d="' + "L9 9L0 0" * 60_000 + '"/>'), "it has more than 400 kB"),
    "circle": (svg('<g id="a"><use href="#a"/></g>'), "a part of it refers to itself"),
    "deep": (svg("<g>" * 5000 + "</g>" * 5000), "it is no SVG"),
    "text": (svg("<text>Octopus</text>"), "it holds text, which looks different on every machine"),
    "sizeless": (f'<svg xmlns="{SVG}">{SHAPE}</svg>'.encode(), "it does not say how large it is"),
    "broken": (b"<svg", "it is no SVG"),
    "words": (b"not a picture", "it is no picture in SVG or PNG"),
    "photo": (png(mode="RGB", kind="JPEG"), "it is in RGB"),
    "cut off": (LOGOS["badge.png"][:-400], "it is damaged"),
    "huge": (png((20_000, 4)), "it has 20,000 × 4 pixels: more than 4,000 pixels on a side"),
    "large": (resized(10_000), "it has 10,000 × 10,000 pixels: more than 4,000 pixels on a side"),
    "very large": (resized(20_000), "it has more than 4,000 pixels on a side"),
    "flat": (resized(0), "it is damaged"),
    "thread": (png((2_000, 4)), "one side of it is more than 12 times the other"),
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_a_hostile_logo_is_refused_at_its_place(folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, why = HOSTILE[kind]
    (folder / "logo.any").write_bytes(data)
    say(folder, "brand: {logo: logo.any}\n")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: pytest.fail("something is fetched"))
    with pytest.raises(BadTheme) as told:
        made(folder, "sheet")
    problem = told.value.problems[0]
    assert (problem.code, len(told.value.problems)) == ("bad-logo", 1)
    assert problem.message.startswith(f"the logo 'logo.any' cannot be used: {why}")
    assert " object at 0x" not in problem.message
    assert problem.help
    assert problem.span
    assert problem.span.excerpt == "brand: {logo: logo.any}"


def test_a_logo_outside_or_missing_is_refused(folder: Path) -> None:
    (folder / "link.svg").symlink_to("/etc/passwd")
    say(folder, "brand: {logo: {light: link.svg, dark: nowhere.svg}}\n")
    with pytest.raises(BadTheme) as told:
        made(folder, "sheet")
    assert [problem.code for problem in told.value.problems] == ["brand-outside", "brand-file"]


def test_a_press_takes_a_logo_in_its_inks_only(folder: Path) -> None:
    (folder.parent / "press.icc").write_bytes(profile())
    say(folder, 'brand:\n  color: "#0d3b66"\n  logo: {light: wide.svg, dark: white.svg}\n')
    asked = Request(
        folder,
        folder.parent / "out",
        Selection(("sheet",), levels=("L3",), press=True),
        icc=folder.parent / "press.icc",
        workers=1,
    )
    with pytest.raises(BadTheme) as told:
        build(asked, lambda _done, _jobs: None, time.perf_counter)
    assert [problem.code for problem in told.value.problems] == ["rgb-logo"]
    with (folder / "ladder.yaml").open("a", encoding="utf-8") as file:
        file.write("  meta: {name: Octopus}\n")
    lines = (
        (folder / "ladder.yaml")
        .read_text(encoding="utf-8")
        .replace("dark: white.svg}", "dark: white.svg, press: inks.jpg}")
    )
    (folder / "ladder.yaml").write_text(lines, encoding="utf-8")
    manifest = build(asked, lambda _done, _jobs: None, time.perf_counter)
    assert isinstance(manifest, Manifest)
    assert [problem.code for problem in manifest.problems] == ["guessed-inks"]
    data = next((folder.parent / "out").rglob("*.pdf")).read_bytes()
    assert colors_of(data) == []
    assert b"/DeviceCMYK" in data


def test_pictures_of_a_theme_are_found_and_nothing_beside_it(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(ROOT / "templates/slate", own)
    (own / "art").mkdir()
    (own / "art/logo.png").write_bytes(LOGOS["badge.png"])
    plain = open_theme(str(own))
    page = (ROOT / "templates/base/page.html.j2").read_text(encoding="utf-8")
    (own / "page.html.j2").write_text(
        page.replace("<main>", '<img src="art/logo.png" alt="Badge"><main>', 1), encoding="utf-8"
    )
    for css in ("print.css", "site.css"):
        with (own / css).open("a", encoding="utf-8") as file:
            file.write("main { background: url(art/logo.png) no-repeat }\n")
    manifest = made(folder, "sheet", "site", theme=str(own), workers=2)
    assert manifest.is_clean
    out = tmp_path / "out"
    assert alternatives((out / "sheets/l3-senior-cloud-security-engineer.pdf").read_bytes()) == ["Badge"]
    assert "url(data:image/png;base64," in (out / "index.html").read_text(encoding="utf-8")
    before = open_theme(str(own)).digest
    (own / "art/logo.png").write_bytes(png((300, 100)))
    assert len({plain.digest, before, open_theme(str(own)).digest}) == 3
    (own / "page.html.j2").write_text(
        page.replace("<main>", '<img src="../ladder/badge.png" alt="x"><main>', 1), encoding="utf-8"
    )
    told = [problem.message for problem in made(folder, "sheet", theme=str(own)).all_problems]
    assert told
    assert all("the theme's folder has no picture" in message for message in told)


def test_brand_show_tells_all_of_it(folder: Path) -> None:
    for name in ("logos", "fonts"):
        (folder / "look" / name).mkdir(parents=True)
    for name in LOGOS:
        shutil.copy(folder / name, folder / "look/logos" / name)
    for name in ("Example-Regular.ttf", "Example-BoldItalic.ttf"):
        shutil.copy(ROOT / "templates/fonts/Lato-Regular.ttf", folder / "look/fonts" / name)
    run, said = CliRunner(), ""
    own = (folder / "ladder.yaml").read_text(encoding="utf-8")
    for name in sorted(path.name for path in (ROOT / "tests/brands").glob("*.yml")):
        shutil.copy(ROOT / "tests/brands" / name, folder / "look/brand.yml")
        (folder / "ladder.yaml").write_text(f"{own}\nbrand: look/brand.yml\n", encoding="utf-8")
        done = run.invoke(main, ["brand", "show", str(folder), "-o", str(folder.parent / f"{name}.pdf")])
        assert done.exit_code == 0, done.output
        said += f"--- {name}\n{done.output.replace(folder.parent.as_posix(), '…')}"
        page = (folder.parent / f"{name}.pdf").read_bytes()
        assert failures(page, "PDF/A-3a", "PDF/UA-1") == []
    golden = ROOT / "tests/brands/shown.txt"
    if "UPDATE_GOLDEN" in os.environ:
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
    (folder / "ladder.yaml").write_text(own, encoding="utf-8")
    shutil.rmtree(folder / "look")
    bare = run.invoke(main, ["brand", "show", str(folder)])
    assert (bare.exit_code, "this ladder has no brand" in bare.output) == (2, True)


@pytest.mark.parametrize(
    ("color", "ground", "seen"),
    [("#ffffff", "#ffffff", False), ("#ffffff", "#0d3b66", True), ("#ffd100", "#ffffff", False)],
)
def test_a_logo_that_cannot_be_told_from_its_ground_is_known(color: str, ground: str, seen: bool) -> None:  # noqa: FBT001  # a row of the table
    target = io.BytesIO()
    Image.new("RGBA", (90, 30), color).save(target, "PNG")
    assert stands_out(target.getvalue(), ground) is seen


def pages_in(output: Path) -> dict[str, bytes]:
    """Every PDF of an output folder by its path there."""
    return {file.relative_to(output).as_posix(): file.read_bytes() for file in output.rglob("*.pdf")}


def colors_of(data: bytes) -> list[str]:
    """The colours that text and shapes are filled with, as `#rrggbb`."""
    found = list[str]()
    with pikepdf.open(io.BytesIO(data)) as file:
        for item in file.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
                plain = item.read_bytes()
                for parts in re.findall(rb"(?<!\S)([\d.]+) ([\d.]+) ([\d.]+) rg\b", plain):
                    found.append("#" + "".join(f"{round(float(part) * 255):02x}" for part in parts))
    return found


def alternatives(data: bytes) -> list[str]:
    """What a PDF's figures say to who cannot see them, each once."""
    with pikepdf.open(io.BytesIO(data)) as file:
        found = [str(item["/Alt"]) for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item]
    return list(dict.fromkeys(found))


def fonts_of(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = (item for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item)
        return {str(font["/BaseFont"]) for font in fonts}


def member(file: Path, name: str) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read(name)


def theme_colors(deck: Path) -> dict[str, str]:
    """The colours of a deck's theme part by their slots."""
    root = etree.fromstring(member(deck, "ppt/theme/theme1.xml"))
    scheme = root.find(".//{*}clrScheme")
    assert scheme is not None
    return {etree.QName(slot).localname: f"#{slot[0].get('val', '').lower()}" for slot in scheme}


def pictures_of(deck: Path) -> set[str]:
    with zipfile.ZipFile(deck) as archive:
        return {name for name in archive.namelist() if name.startswith("ppt/media/")}


def drawn_in(logo: str) -> Iterator[str]:
    yield from re.findall(r"#[0-9a-f]{6}", LOGOS[logo].decode("latin-1")) if logo.endswith(".svg") else ()
    yield "#000000"  # what the engine sets before it draws


def plates(theme: Theme) -> Iterator[str]:
    assert theme.logo
    yield from (placed.plate for placed in theme.logo.placed.values())
