"""What the fonts are that ship with the program: as their table says, static, and with every letter that people type."""

from __future__ import annotations

import hashlib
import io
import shutil
import tomllib
import unicodedata
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.TupleVariation import TupleVariation

from conftest import ROOT
from ladder_export.cli import main
from ladder_export.core.problems import BadEnvironment
from ladder_export.files.resources import font_file, theme_names
from ladder_export.theme import open_theme
from ladder_export.writers.fonts.font_subset import static_instance
from ladder_export.writers.fonts.text_metrics import open_font_metrics
from ladder_export.writers.pptx.custom_template.font_substitution import TWINS
from writers.pdfs import failures, opened

FONTS = ROOT / "templates" / "fonts"
TABLE = tomllib.loads((FONTS / "fonts.toml").read_text("utf-8"))["font"]
LETTERS = {
    "LATIN": "AZaz ÀÿĄžǧ ẞ Ếệ",
    "GREEK": "ΑΩαω άώ ς",
    "CYRILLIC": "АЯая ЁёЇїЂђ",
    "HEBREW": "אבת ךםןףץ",
    "ARABIC": "ابتي ءآة ٠٩ پچگی",
}
LEVELS = """\
title: Ladder
levels:
  - {code: L1, title: AAA, id: l1, sections: {craft: {title: AA, statements: [AAAA.]}}}
"""


def test_the_table_tells_of_every_file_and_no_other() -> None:
    files = {file.name for file in FONTS.glob("*.[to]tf")}
    assert {entry["file"] for entry in TABLE} == files
    texts = {file.relative_to(FONTS).as_posix() for file in (FONTS / "licences").iterdir()}
    assert {entry["licence-file"] for entry in TABLE if "licence-file" in entry} == texts
    assert all("Open Font License" in (FONTS / name).read_text("utf-8") for name in texts)


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry["file"])
def test_a_font_is_what_the_table_says(entry: dict[str, str]) -> None:
    data = (FONTS / entry["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    with TTFont(io.BytesIO(data)) as font:
        named = font["name"].getDebugName(16) or font["name"].getDebugName(1)
        assert named.startswith(entry["family"])
        assert "fvar" not in font
        if "source" in entry:
            assert entry["version"] in font["name"].getDebugName(5)
    assert ("source" in entry) != ("parts" in entry)
    assert set(entry.get("parts", ())) <= {one["file"] for one in TABLE}


@pytest.mark.parametrize("theme", theme_names())
def test_a_theme_uses_fonts_that_ship_and_extras_for_large_scripts(theme: str) -> None:
    opened_theme = open_theme(theme)
    shipped = {f"fonts/{entry['file']}" for entry in TABLE}
    optional = {font.file for font in opened_theme.fonts if font.optional}
    named = {name for name in opened_theme.font_names if not name.startswith("pylopdf_fonts_")}
    assert named <= shipped
    assert not optional & shipped


@pytest.mark.parametrize("theme", theme_names())
def test_a_font_of_fields_has_the_letters_that_people_type(theme: str) -> None:
    with TTFont(font_file(Path(), open_theme(theme).sheet.fields)) as font:
        has = font.getBestCmap()
    for script, letters in LETTERS.items():
        assert [letter for letter in letters if ord(letter) not in has] == [], script
        assert any(script in unicodedata.name(letter) for letter in letters)
    assert set("0123456789 .,:;!?()[]{}'\"„“”‚‘’«»–—…·•€$£¥%&@#*+-=<>/\\|_^~№™©®°§") <= set(map(chr, has))
    assert 0xFEFF not in has  # PDF/UA-1


def test_twins_are_measured_with_a_font_of_the_same_widths() -> None:
    for weight in ("Regular", "Bold"):
        for twin in sorted(set(TWINS.values())):
            assert open_font_metrics(Path(), f"fonts/{twin}-{weight}.ttf").widths
    calibri = open_font_metrics(Path(), f"fonts/{TWINS['calibri']}-Regular.ttf")
    assert [round(calibri.widths[ord(char)] * 2048) for char in "n W"] == [1076, 463, 1822]
    georgia = open_font_metrics(Path(), f"fonts/{TWINS['georgia']}-Regular.ttf")
    assert [round(georgia.widths[ord(char)] * 2048) for char in "n W"] == [1210, 494, 1998]


def test_a_font_that_was_a_package_once_says_what_to_write(tmp_path: Path) -> None:
    for old, new in (
        ("fontpkg_lato/files/Lato-Italic.ttf", "fonts/Lato-Italic.ttf"),
        ("manimgx_fonts/NotoEmoji[wght].ttf", "fonts/NotoEmoji-Regular.ttf"),
    ):
        with pytest.raises(BadEnvironment) as stop:
            font_file(tmp_path, old)
        assert f'"{new}"' in stop.value.problems[0].help


def variable_font() -> bytes:
    """A font whose letters are 500 units wide at the weight of 400 and 800 at that of 700, with a mark of byte order."""
    codes = dict.fromkeys((*range(0x20, 0x250), *range(0x2010, 0x2045), 0xFEFF), "A")
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap(codes)
    pen = TTGlyphPen(None)
    for place in ((50, 0), (50, 700), (450, 700), (450, 0)):
        (pen.lineTo if place != (50, 0) else pen.moveTo)(place)
    pen.closePath()
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "A": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "A": (500, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Varied", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
    wider = [(0, 0), (0, 0), (300, 0), (300, 0), (0, 0), (300, 0), (0, 0), (0, 0)]
    builder.setupGvar({"A": [TupleVariation({"wght": (0, 1, 1)}, wider)]})
    builder.font.recalcTimestamp = False
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()


@pytest.mark.parametrize(("weight", "wide"), [(400, 500), (550, 650), (700, 800)])
def test_a_variable_font_is_static_at_any_weight(weight: int, wide: int, tmp_path: Path) -> None:
    with TTFont(io.BytesIO(static_instance(variable_font(), weight))) as font:
        assert not {"fvar", "gvar", "STAT"} & set(font.keys())
        assert font["hmtx"]["A"][0] == wide
        assert font["glyf"]["A"].xMax == wide - 50
        assert 0xFEFF in font.getBestCmap()
    with TTFont(io.BytesIO(static_instance(variable_font(), weight, without=0xFEFF))) as font:
        assert 0xFEFF not in font.getBestCmap()
        assert len(font.getBestCmap()) > 500
    (tmp_path / "own.ttf").write_bytes(variable_font())
    assert open_font_metrics(tmp_path, f"own.ttf@{weight}").widths[ord("A")] == wide / 1000


def test_a_variable_font_of_cubic_outlines_becomes_one_that_a_pdf_can_hold() -> None:
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef", "A"])
    builder.setupCharacterMap({ord("A"): "A"})
    pen = T2CharStringPen(None, None, CFF2=True)
    pen.moveTo((50, 0))
    pen.lineTo((50, 700))
    pen.lineTo((450, 0))
    pen.closePath()
    builder.setupHorizontalMetrics({".notdef": (500, 50), "A": (500, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Varied", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
    builder.setupCFF2(dict.fromkeys((".notdef", "A"), pen.getCharString()))
    target = io.BytesIO()
    builder.save(target)
    with TTFont(io.BytesIO(static_instance(target.getvalue(), 500))) as font:
        assert not {"fvar", "CFF2"} & set(font.keys())
        assert "CFF " in font


def test_a_theme_may_name_a_variable_font_for_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(LEVELS, encoding="utf-8")
    shutil.copytree(ROOT / "templates/slate", tmp_path / "brand")
    (tmp_path / "brand/own.ttf").write_bytes(variable_font())
    tokens = (tmp_path / "brand/theme.toml").read_text("utf-8")
    tokens = tokens.replace(
        "[sheet]", '[deck]\nbold = "fonts/Arimo-Bold.ttf"\n\n[sheet]\nfields = "fonts/SlateFields.ttf"'
    )
    for old, new in (
        ("fonts/Lato-Regular.ttf", "own.ttf"),
        ("fonts/SlateFields.ttf", "own.ttf"),
        ("fonts/Lato-Bold.ttf", "own.ttf"),
        ("fonts/Arimo-Bold.ttf", "own.ttf@700"),
    ):
        assert old in tokens
        tokens = tokens.replace(old, new)
    (tmp_path / "brand/theme.toml").write_text(tokens, "utf-8")
    made = []
    for output in ("one", "two"):
        editions = [part for edition in ("sheet", "scorecard", "deck", "site") for part in ("-d", edition)]
        done = CliRunner().invoke(
            main, ["build", "one.yaml", "--theme", "./brand", "-q", "-j1", "-o", output, *editions]
        )
        assert done.exit_code == 0, done.output
        files = sorted(file for file in Path(output).rglob("*.*") if file.name != "manifest.json")
        made.append([file.read_bytes() for file in files])
    assert made[0] == made[1]
    sheet, form = (Path(f"one/{folder}/l1.pdf").read_bytes() for folder in ("sheets", "scorecards"))
    assert failures(sheet) == []
    assert failures(form, "PDF/UA-1") == []
    with opened(sheet) as file:
        faces = [item for item in file.objects if isinstance(item, pikepdf.Dictionary) and "/FontDescriptor" in item]
        widths = {int(wide) for face in faces for wide in face.W[1]}
    assert {500, 800} <= widths
