"""Themes extend themes: tokens, templates, style sheets, pictures and fonts, and what is wrong is told at its place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import ROOT
from ladder_export.build.watch import watched_folders
from ladder_export.build.workers.dask import _make_payload
from ladder_export.cli import main
from ladder_export.core.problems import BadTheme
from ladder_export.core.request import Request
from ladder_export.fingerprint.inputs import theme_digest
from ladder_export.theme import RenderSettings, Theme, open_theme
from ladder_export.theme.inheritance import merge_tokens
from ladder_export.theme.style_slots import Sheet, UnknownSlot, extend_sheet, parse_sheet
from ladder_export.writers.html.jinja import render_template

SIX_LINES = """\
extends = "slate"
[colors]
accent = "#7c3aed"
[logo]
file = "logo.svg"
alt = "Octopus"
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10" fill="#7c3aed"/></svg>'
LEVEL = "title: L\nlevels: [{code: L1, title: Engineer, sections: {craft: {title: Craft, statements: [I build.]}}}]\n"


def theme(folder: Path, tokens: str, **files: str) -> Theme:
    """A theme in a folder: its tokens and other files, in whose names `__` is a point."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "theme.toml").write_text(tokens, encoding="utf-8")
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return open_theme(str(folder))


def problems(folder: Path, tokens: str, **files: str) -> list[str]:
    with pytest.raises(BadTheme) as stop:
        theme(folder, tokens, **files)
    return [f"{Path(p.span.file).name if p.span else ''} {p.code}: {p.message} ({p.help})" for p in stop.value.problems]


def size(name: str) -> int:
    files = (ROOT / "templates" / name).iterdir()
    return sum(1 for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


@pytest.mark.parametrize(("name", "most"), [("base", 1_100), ("slate", 350), ("folio", 350)])
def test_a_built_in_theme_holds_only_what_differs(name: str, most: int) -> None:
    assert size(name) <= most


@pytest.mark.parametrize("name", ["base", "slate", "folio"])
@pytest.mark.parametrize("file", ["print.css", "site.css", "handbook.css"])
def test_slots_of_a_style_sheet_hold_whole_rules(name: str, file: str) -> None:
    for _, lines in parse_sheet((ROOT / "templates" / name / file).read_text(encoding="utf-8"), file).parts:
        rules = re.sub(r"/\*.*?\*/", "", "".join(line.text for line in lines), flags=re.DOTALL)
        assert "*/" not in rules
        depth = rules.count("{") - rules.count("}")
        assert depth == 0 or file != "print.css", rules[:80]  # of those for screens, @media has slots inside


def test_the_base_is_not_offered_as_a_theme_to_build_with() -> None:
    with pytest.raises(BadTheme) as stop:
        open_theme("base")
    assert stop.value.problems[0].help == "choose one of: folio, slate"


def test_a_theme_of_one_colour_and_one_logo_is_six_lines(tmp_path: Path) -> None:
    assert len(SIX_LINES.splitlines()) == 6
    own, slate = theme(tmp_path / "brand", SIX_LINES, logo__svg=LOGO), open_theme("slate")
    assert own.logo
    assert (own.colors.accent, own.colors.brand, own.logo.alt) == ("#7c3aed", slate.colors.brand, "Octopus")
    assert own.info.title == slate.info.title
    assert own.fonts == slate.fonts


def test_a_logo_that_is_not_there_is_told_at_its_token(tmp_path: Path) -> None:
    with pytest.raises(BadTheme) as stop:
        theme(tmp_path / "brand", SIX_LINES)
    (problem,) = stop.value.problems
    assert problem.span
    assert (Path(problem.span.file).name, problem.span.line) == ("theme.toml", 5)


def test_tables_are_merged_and_a_childs_value_wins() -> None:
    parent: dict[str, object] = {"sheet": {"text": 9, "foot": 16}, "deck": {"layouts": {"title": "A", "blank": "B"}}}
    child: dict[str, object] = {"extends": "x", "sheet": {"text": 10}, "deck": {"layouts": {"title": "C"}}}
    merged = {"sheet": {"text": 10, "foot": 16}, "deck": {"layouts": {"title": "C", "blank": "B"}}}
    assert merge_tokens([child, parent]) == merged


def test_a_childs_fonts_come_first_and_replace_the_same_face() -> None:
    parent: dict[str, object] = {"fonts": [{"family": "A", "weight": 400, "file": "a"}, {"family": "B", "weight": 400}]}
    child: dict[str, object] = {
        "fonts": [{"family": "C", "weight": 400}, {"family": "A", "weight": 400, "file": "own"}]
    }
    assert [(font["family"], font.get("file")) for font in merge_tokens([child, parent])["fonts"]] == [  # type: ignore[attr-defined]
        ("C", None),
        ("A", "own"),
        ("B", None),
    ]


def sheet(text: str) -> Sheet:
    return parse_sheet(text, "x.css")


def css(sheet: Sheet) -> str:
    return "".join(line.text for line in sheet.lines)


def test_a_style_sheet_fills_slots_in_place_and_adds_its_other_rules_at_the_end() -> None:
    parent = sheet("a {}\n/* slot one */\nb {}\n/* slot two: */\nold {}\n/* end */\nc {}\n")
    assert css(parent) == "a {}\nb {}\nold {}\nc {}\n"
    child = extend_sheet(parent, sheet("d {}\n/* slot two: */\nnew {}\n/* slot one: */\none {}\n/* end */\ne {}"))
    assert css(child) == "a {}\none {}\nb {}\nnew {}\nc {}\nd {}\ne {}"
    assert css(extend_sheet(child, sheet("/* slot one: */\nthird {}\n"))) == (
        "a {}\nthird {}\nb {}\nnew {}\nc {}\nd {}\ne {}\n"
    )


def test_a_slot_that_the_parent_lacks_is_told() -> None:
    with pytest.raises(UnknownSlot):
        extend_sheet(sheet("/* slot one */\n"), sheet("/* slot on: */\na {}\n"))


def test_an_unknown_slot_is_told_at_its_line(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "brand", 'extends = "slate"\n', print__css="p {}\n/* slot title: */\nh1 {}\n")
    assert problem.startswith("print.css unknown-slot: ")
    assert problem.endswith("(did you mean 'titles'?)")


def test_lines_of_a_joined_style_sheet_are_told_where_they_were_written(tmp_path: Path) -> None:
    own = theme(tmp_path / "brand", 'extends = "slate"\n', print__css="\np { color: red }\n")
    lines = own.files["print.css"].splitlines()
    assert own.span("print.css", lines.index("p { color: red }") + 1).file.endswith("brand/print.css")
    assert own.span("print.css", lines.index("p { color: red }") + 1).line == 2
    page = next(number for number, line in enumerate(lines, 1) if line.startswith("@page {"))
    assert own.span("print.css", page).file.endswith("base/print.css")


def test_a_template_that_a_theme_lacks_is_its_parents(tmp_path: Path) -> None:
    own = theme(tmp_path / "brand", 'extends = "slate"\n')
    assert own.files["sheet.html.j2"] == open_theme("slate").files["sheet.html.j2"]


def test_a_template_fills_blocks_of_its_parents(tmp_path: Path) -> None:
    parent = theme(
        tmp_path / "brand/house", 'extends = "slate"\n', own__html__j2="<p>{% block a %}house{% endblock %}</p>"
    )
    assert render_template(parent, "own.html.j2", {}) == "<p>house</p>"
    child = theme(
        tmp_path / "brand",
        'extends = "house"\n',
        own__html__j2='{% extends "house/own.html.j2" %}{% block a %}{{ super() }} and brand{% endblock %}',
    )
    assert render_template(child, "own.html.j2", {}) == "<p>house and brand</p>"


def test_macros_of_a_child_replace_those_of_its_parent_one_by_one(tmp_path: Path) -> None:
    show = '{% import "pieces.html.j2" as show %}{{ show.long("x" * 99) }}|{{ show.title(document) }}'
    macro = "{% macro title(document) %}{{ document.title | upper }}{% endmacro %}"
    own = theme(tmp_path / "brand", 'extends = "folio"\n', pieces__html__j2=macro, own__html__j2=show)
    assert render_template(own, "own.html.j2", {"document": {"title": "engineer"}}) == ' class="long"|ENGINEER'


def test_a_mistake_in_a_parents_template_is_told_there(tmp_path: Path) -> None:
    theme(tmp_path / "brand/house", 'extends = "slate"\n', own__html__j2="\n{{ 1 / 0 }}{% block a %}{% endblock %}")
    child = theme(tmp_path / "brand", 'extends = "house"\n', own__html__j2='{% extends "house/own.html.j2" %}')
    with pytest.raises(BadTheme) as stop:
        render_template(child, "own.html.j2", {})
    span = stop.value.problems[0].span
    assert span
    assert (span.file.endswith("brand/house/own.html.j2"), span.line) == (True, 2)


def test_a_mistake_in_a_parents_tokens_is_told_there(tmp_path: Path) -> None:
    (tmp_path / "brand/house").mkdir(parents=True)
    (tmp_path / "brand/house/theme.toml").write_text('extends = "slate"\n[sheet]\ntext = "x"\n', encoding="utf-8")
    with pytest.raises(BadTheme) as stop:
        theme(tmp_path / "brand", 'extends = "house"\n[colors]\nink = "red"\n')
    told = [(Path(p.span.file).parent.name, p.span.line) for p in stop.value.problems if p.span]
    assert sorted(told) == [("brand", 3), ("house", 3)]


def test_pictures_and_fonts_of_a_parent_are_found(tmp_path: Path) -> None:
    theme(tmp_path / "brand/house", 'extends = "slate"\n', mark__svg=LOGO)
    shutil.copy(ROOT / "templates/fonts/Lato-Regular.ttf", tmp_path / "brand/house/Own.ttf")
    font = '[[fonts]]\nfamily = "Own"\nfile = "Own.ttf"\nweight = 400\n'
    theme(tmp_path / "brand/house", f'extends = "slate"\n{font}')
    own = theme(tmp_path / "brand", 'extends = "house"\n')
    assert set(own.pictures) == {"mark.svg"}
    assert own.families()[0] == "Own"
    assert own.font_location("Own.ttf")[0] == tmp_path / "brand/house"
    assert {"Own.ttf", "mark.svg"} <= set(_make_payload(RenderSettings(own)).files)  # as a cluster gets them


@pytest.mark.parametrize("parent", ["../house", "/house", "house/../../house", "..\\\\house", "linked"])
def test_a_parent_outside_the_folder_is_refused(tmp_path: Path, parent: str) -> None:
    theme(tmp_path / "house", 'extends = "slate"\n')
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand/linked").symlink_to(tmp_path / "house")
    (problem,) = problems(tmp_path / "brand", f'extends = "{parent}"\n')
    assert problem.startswith("theme.toml outside-theme: ")


def test_a_parent_cannot_reach_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "brand/house").mkdir(parents=True)
    (tmp_path / "secret.css").write_text("secret", encoding="utf-8")
    (tmp_path / "brand/house/theme.toml").write_text('extends = "slate"\n', encoding="utf-8")
    (tmp_path / "brand/house/more.css").symlink_to(tmp_path / "secret.css")
    (problem,) = problems(tmp_path / "brand", 'extends = "house"\n')
    assert problem.startswith("more.css outside-theme: ")


def test_a_template_cannot_include_what_no_theme_has(tmp_path: Path) -> None:
    own = theme(tmp_path / "brand", 'extends = "slate"\n', own__html__j2='{% include "../slate/theme.toml" %}')
    with pytest.raises(BadTheme, match="lacks"):
        render_template(own, "own.html.j2", {})


def test_a_parent_that_does_not_exist_is_told_with_a_guess(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "brand", 'extends = "slade"\n')
    assert problem == "theme.toml bad-parent: there is no theme 'slade' to extend (did you mean 'slate'?)"


def test_themes_that_extend_each_other_in_a_circle_are_told(tmp_path: Path) -> None:
    (tmp_path / "brand/house").mkdir(parents=True)
    (tmp_path / "brand/house/theme.toml").write_text('extends = "room"\n', encoding="utf-8")
    (tmp_path / "brand/house/room").symlink_to(tmp_path / "brand/house")
    (problem,) = problems(tmp_path / "brand", 'extends = "house"\n')
    assert problem.startswith("theme.toml bad-parent: themes extend each other in a circle: brand → house → room")


def test_a_theme_that_extends_itself_by_name_extends_the_built_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    theme(tmp_path / "templates/slate", 'extends = "slate"\n[colors]\nink = "#000000"\n')
    assert open_theme("slate").colors.ink == "#000000"


def test_a_change_of_a_parent_builds_everything_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.yaml").write_text(LEVEL, encoding="utf-8")
    theme(Path("brand/house"), 'extends = "slate"\n', print__css="p { color: red }\n")
    theme(Path("brand"), 'extends = "house"\n')
    build = ["build", "one.yaml", "--theme", "./brand", "-e", "sheet", "-j1"]
    assert CliRunner().invoke(main, build).exit_code == 0
    assert "theme changed" not in CliRunner().invoke(main, [*build, "--explain"]).output
    before = theme_digest("./brand")
    Path("brand/house/print.css").write_text("p { color: blue }\n", encoding="utf-8")
    assert theme_digest("./brand") != before
    assert "theme changed" in CliRunner().invoke(main, [*build, "--explain"]).output


def test_a_change_of_a_parent_elsewhere_is_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    theme(tmp_path / "templates/ours", 'extends = "slate"\n')
    theme(tmp_path / "brand", 'extends = "ours"\n')
    before = theme_digest("./brand"), open_theme("./brand").digest
    theme(tmp_path / "templates/ours", 'extends = "slate"\n[colors]\nink = "#000000"\n')
    assert theme_digest("./brand") != before[0]
    assert open_theme("./brand").digest != before[1]
    assert (tmp_path / "templates/ours").resolve() in watched_folders(Request(tmp_path, tmp_path / "o"), "./brand")
