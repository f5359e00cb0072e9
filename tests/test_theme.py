"""A theme is checked when it is opened, every fault at its line."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from ladder_export.core.problems import BadEnvironment, BadTheme
from ladder_export.files.resources import font_file, theme_names
from ladder_export.theme import open_theme

SLATE = (ROOT / "templates/slate/theme.toml").read_text(encoding="utf-8")


def problems(folder: Path, tokens: str) -> list[str]:
    (folder / "theme.toml").write_text(tokens, encoding="utf-8")
    with pytest.raises(BadTheme) as stop:
        open_theme(str(folder))
    return [f"{p.span.line if p.span else 0} {p.code}: {p.message} ({p.help})" for p in stop.value.problems]


@pytest.mark.parametrize("name", theme_names())
def test_every_built_in_theme_opens_and_has_its_fonts(name: str) -> None:
    theme = open_theme(name)
    assert theme.info.description
    assert all(font_file(theme.folder, font.file).is_file() for font in theme.fonts)
    assert len(theme.digest) == 64


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", theme_names())
def test_text_has_contrast_of_at_least_4_5_to_1(name: str) -> None:
    colors = open_theme(name).colors.model_dump()
    grounds = {
        "paper": ("ink", "heading", "quiet", "accent"),
        "band": ("ink", "quiet"),
        "brand": ("on_brand", "on_brand_quiet", "on_brand_accent"),
        "on_brand_accent": ("brand",),
    }
    for ground, texts in grounds.items():
        for text in texts:
            light, dark = sorted((luminance(colors[ground]), luminance(colors[text])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{text} on {ground}"


def test_every_fault_of_a_theme_is_told_at_its_line(tmp_path: Path) -> None:
    broken = (
        SLATE.replace("accent = ", "acent = ")
        .replace('"#17242e"', '"black"')
        .replace("[sheet]", '[sheet]\nlargest = "big"')
    )
    lines = broken.splitlines()
    accent, ink, largest = (
        next(n for n, line in enumerate(lines, 1) if line.startswith(word)) for word in ("acent", "ink", "largest")
    )
    told = problems(tmp_path, broken)
    assert f"{accent} unknown-token: 'colors.acent' is not a token (did you mean 'accent'?)" in told
    assert any(line.startswith(f"{ink} bad-token: the token 'colors.ink' does not hold") for line in told)
    assert any(line.startswith(f"{largest} bad-token: the token 'sheet.largest' does not hold") for line in told)
    assert any("missing-token: the token 'colors.accent' is missing (add 'accent = …')" in line for line in told)


@pytest.mark.parametrize("family", ['La\\"to', "La'to", "La\\nto", "La;to", "", "x" * 101])
def test_a_family_of_fonts_that_css_would_not_take_for_a_name_is_told_at_its_line(tmp_path: Path, family: str) -> None:
    line = next(n for n, said in enumerate(SLATE.splitlines(), 1) if said == 'family = "Lato"')
    (told,) = problems(tmp_path, SLATE.replace('family = "Lato"', f'family = "{family}"', 1))
    assert told.startswith(f"{line} bad-token: the token 'fonts.0.family' ")


def test_toml_that_is_none_is_told_at_its_line(tmp_path: Path) -> None:
    (line,) = problems(tmp_path, "[theme]\ntitle = \n")
    assert line.startswith("2 theme-syntax")


def test_an_unknown_theme_says_which_there_are() -> None:
    with pytest.raises(BadTheme) as stop:
        open_theme("slade")
    assert stop.value.problems[0].help == "did you mean 'slate'?"


def test_a_font_that_is_not_installed_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment) as stop:
        font_file(tmp_path, "fontpkg_nowhere/files/Nowhere.ttf")
    assert stop.value.problems[0].help == "run: python -m pip install fontpkg-nowhere"


def test_the_digest_changes_with_every_file(tmp_path: Path) -> None:
    for file in (ROOT / "templates/slate").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    same = open_theme(str(tmp_path)).digest
    assert same == open_theme("slate").digest
    (tmp_path / "print.css").write_text("body{}", encoding="utf-8")
    assert open_theme(str(tmp_path)).digest != same


def test_a_theme_cannot_reach_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("secret", encoding="utf-8")
    for number, reach in enumerate(("../secret.css", str(tmp_path / "secret.css"))):
        folder = shutil.copytree(ROOT / "templates/slate", tmp_path / f"theme{number}")
        tokens = folder / "theme.toml"
        source = tokens.read_text(encoding="utf-8")
        tokens.write_text(re.sub(r'file = "[^"]+Lato-Regular[^"]*"', f'file = "{reach}"', source), encoding="utf-8")
        with pytest.raises(BadTheme, match="is outside"):
            open_theme(str(folder))
    linked = shutil.copytree(ROOT / "templates/slate", tmp_path / "linked")
    (linked / "more.css").symlink_to(tmp_path / "secret.css")
    with pytest.raises(BadTheme, match="is outside"):
        open_theme(str(linked))


def test_a_template_that_is_not_text_is_told(tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "templates/slate", tmp_path / "theme")
    (folder / "print.css").write_bytes(b"\xff\xfe")
    with pytest.raises(BadTheme, match=r"print\.css cannot be read"):
        open_theme(str(folder))
