"""What ladders in the wild look like, each a small one of that kind: what is understood, what is left, what is told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from import_shapes import ranking, written
from ladder_export.core.problems import BadRequest, InvalidLadder
from ladder_export.importers import ImportOptions, ImportResult, discover, import_ladder
from ladder_export.importers.discover import CollectedFiles, SourceFile
from ladder_export.importers.front_matter import front_matter
from ladder_export.importers.ir import Page
from ladder_export.importers.markdown_blocks import parse_blocks
from ladder_export.importers.recognise import MIN_SCORE, TIE_MARGIN

CASES = Path(__file__).parent / "dialects"
Files = dict[str, str]


def sources_of(files: Files) -> list[SourceFile]:
    return [SourceFile(path, path, text.encode()) for path, text in files.items()]


def of(files: Files, wishes: ImportOptions | str = "") -> ImportResult:
    options = ImportOptions(wishes) if isinstance(wishes, str) else wishes
    return import_ladder(CollectedFiles(tuple(sources_of(files))), "Ladder", options)


def rungs(result: ImportResult) -> list[tuple[str, str, str]]:
    return [(one.track, one.code, one.title) for one in result.level_summaries]


def told(result: ImportResult) -> list[str]:
    return [one.text for one in result.unplaced]


def doubts(result: ImportResult) -> list[str]:
    return [one.message for one in result.problems if one.code == "unsure"]


def page(title: str, *areas: str, front: str = "") -> str:
    head = f"---\n{front}\n---\n\n" if front else ""
    return f"{head}# {title}\n\n" + "\n\n".join(f"## {area}\n\n- I do {area.casefold()}." for area in areas) + "\n"


README = """# Mill ladder
[![build](https://img.shields.io/x.svg)](https://ci.example) ![licence](https://img.example/badge.png)

> How we grow.

## Table of contents

- [L1](#l1-junior-miller)
- [L2](#l2-miller)

## Overview

| Level | Title | Reach |
|---|---|---|
| L1 | Junior Miller | A stone |
| L2 | Miller | The mill |

---

## L1: Junior Miller

### Craft
- Grinds

## L2: Miller

### Craft
- Plans

## Contributing

Open a request.
"""


def test_a_readme_with_badges_contents_and_an_overview_is_a_ladder() -> None:
    result = of({"README.md": README})
    assert rungs(result) == [("", "L1", "Junior Miller"), ("", "L2", "Miller")]
    assert told(result) == ["Contributing\nOpen a request."]
    assert "reach: A stone\n" in result.files["l1-junior-miller.yaml"]
    assert result.files["ladder.yaml"].startswith("title: Mill ladder\nsummary: How we grow.\n")


def test_a_web_site_in_markdown_is_its_levels_and_no_other_page() -> None:
    site = {
        "docs/_index.md": "---\ntitle: Career\n---\n\n- [Junior](junior-miller/)\n- [Senior](senior-miller/)\n",
        "docs/junior-miller.md": page("Junior Miller", "Craft", front="weight: 30\ntags: [a, b]"),
        "docs/miller.md": page("Miller", "Craft", front="weight: 20"),
        "docs/senior-miller.md": page("Senior Miller", "Craft", front="weight: 10"),
        "docs/style-guide.md": page("Style guide", "Tabs", "Lines"),
        "docs/adr/0001-stones.md": page("1. Use stones", "Status", "Context", "Decision"),
        "docs/0002-water.md": page("2. Use water", "Status", "Context", "Decision"),
        "CONTRIBUTING.md": page("Contributing", "How", "What"),
    }
    result = of(site)
    assert [title for *_, title in rungs(result)] == ["Senior Miller", "Miller", "Junior Miller"], "as the pages say"
    assert {one.file for one in result.left_out} >= {"docs/_index.md", "docs/style-guide.md", "docs/0002-water.md"}
    assert told(result) == []


def test_a_handbook_without_levels_is_no_ladder() -> None:
    pages = {f"{name}.md": page(name.title(), "Health", "Rest") for name in ("benefits", "teams")}
    pages |= {"mail.md": page("Mail", "Short")}
    with pytest.raises(InvalidLadder) as stop:
        of({"benefits.md": pages["benefits.md"].replace("Health", "Money"), "mail.md": pages["mail.md"]})
    assert {problem.code for problem in stop.value.problems} == {"no-dialect"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Mill\n\n## Millers\n\n### Miller I\n- a\n### Miller II\n- b\n\n## Leads\n\n### Lead Miller\n- c\n### Head of Mills\n- d\n",
         [("Millers", "", "Miller I"), ("Millers", "", "Miller II"), ("Leads", "", "Lead Miller"), ("Leads", "", "Head of Mills")]),
        ("# Mill\n\n## Levels\n\n**Junior Miller (L3)**\n- a\n\n**Miller (L4)**\n- b\n",
         [("", "L3", "Junior Miller"), ("", "L4", "Miller")]),
        ("# Mill\n\n### Level 1 - Helper\n\nYou help.\n\n#### Craft\n- a\n### Level 2 - Miller\n\n#### Craft\n- b\n",
         [("", "L1", "Helper"), ("", "L2", "Miller")]),
        ("# Mill\n\n## GRN_III: Miller\n- c\n## GRN_II: Miller\n- b\n## GRN_I - Miller\n- a\n",
         [("", "GRN_I", "Miller"), ("", "GRN_II", "Miller"), ("", "GRN_III", "Miller")]),
        ("# Mill\n\n## GRN_2 Miller\n- b\n## Helper (GRN_1)\n- a\n",
         [("", "GRN_1", "Helper"), ("", "GRN_2", "Miller")]),
        ("# Principal Miller\n- c\n# Senior Miller\n- b\n# Miller\n- a\n",
         [("", "", "Miller"), ("", "", "Senior Miller"), ("", "", "Principal Miller")]),
        ("# Mill\n\n### Miller\n\n| Area | Typical expectation |\n|---|---|\n| Reach | Stone |\n\n### Senior Miller\n\n| Area | Typical expectation |\n|---|---|\n| Reach | Mill |\n",
         [("", "", "Miller"), ("", "", "Senior Miller")]),
    ],
)  # fmt: skip
def test_levels_stand_below_headings_of_every_kind(text: str, expected: list[tuple[str, str, str]]) -> None:
    result = of({"mill.md": text})
    assert rungs(result) == expected
    assert told(result) == []
    assert result.problems == ()


def test_pages_with_the_same_levels_are_areas_or_tracks_and_a_doubt_is_told() -> None:
    def levels(*names: str) -> Files:
        text = "\n\n## Junior\n\n- a\n\n## Senior\n\n- b\n"
        return {f"{name.casefold()}.md": f"# {name}{text}" for name in names}

    areas, tracks, mixed = (
        of(levels("Craft", "Ownership")),
        of(levels("Mill", "Shop")),
        of(levels("Craft", "Ownership", "Mill")),
    )
    assert [one.areas for one in areas.level_summaries] == [2, 2]
    assert doubts(areas) == []
    assert {one.track for one in tracks.level_summaries} == {"Mill", "Shop"}
    assert doubts(mixed) == [
        "please check: Craft, Ownership, Mill have the same levels, so they are imported as areas of one track"
    ]
    assert len(doubts(tracks)) == 1


def test_the_order_is_never_that_of_the_alphabet_in_silence() -> None:
    names = ("Senior Miller", "Junior Miller", "Miller", "Principal Miller", "Staff Miller")
    result = of({f"{name}.md": page(name, "Craft") for name in names})
    assert [title for *_, title in rungs(result)] == [
        "Junior Miller",
        "Miller",
        "Senior Miller",
        "Staff Miller",
        "Principal Miller",
    ]
    assert doubts(result) == []
    unknown = of({f"x/{name}.md": page(name, "Craft", "Reach") for name in ("Stone", "Water")})
    assert "the order of 'Stone', 'Water' is unknown" in "".join(doubts(unknown))


def test_titles_come_from_the_file_where_headings_do_not_tell_levels_apart() -> None:
    grades = of({f"grade-{n}.md": f"# Focus\n\n- I learn {n}.\n\n# Care\n\n- I ask.\n" for n in (1, 2)})
    assert rungs(grades) == [("", "G1", "Grade 1"), ("", "G2", "Grade 2")]
    around = of({
        "README.md": "# Ladder\n\n- [Miller 4](Miller%204.md)\n",
        "Miller 4.md": "#### [README](README.md)\n\n* [Miller 4](Miller%204.md)\n\n### Craft\n\n#### Plans\n\n* I plan.\n",
    })  # fmt: skip
    assert rungs(around) == [("", "", "Miller 4")]
    assert told(around) == []
    assert "title: 'Craft: Plans'" in around.files["miller-4.yaml"] or "Craft: Plans" in around.files["ladder.yaml"]


WEB = """<!doctype html><html><head><title>{0} | Site</title><style>p {{}}</style></head><body>
<nav><a href="all.html">All levels</a></nav><main><h1>{0}</h1><p>Intro of {0}.</p>
<h2>Craft</h2><ul><li>Grinds <em>well</em> &amp; <a href="https://mill.example">fast</a></li></ul>
<details><summary>Examples</summary><ul><li>Once</li></ul></details></main>
<footer>Made by us</footer><script>run()</script></body></html>"""


def test_web_pages_are_read_and_what_is_around_them_told_once() -> None:
    result = of({f"{name}.html": WEB.format(f"{name} Miller") for name in ("Junior", "Senior")})
    assert [title for *_, title in rungs(result)] == ["Junior Miller", "Senior Miller"]
    assert told(result) == ["All levels", "Made by us"]
    [area] = written(result.files).levels[0].sections
    assert [point.text.plain for point in area.own.body] == ["Grinds well & fast"]
    assert [example.text.plain for example in area.own.examples] == ["Once"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("Area,Expectation,Junior,Mid,Senior\nCraft,Writes,Yes,Often,Always\n", ["Craft: Writes"]),
        ("Area,L1 Boy,L2 Miller\nCraft,,\nStones,a,b\n,c,d\nPeople,,\nHelp,e,f\n", ["Craft: Stones", "People: Help"]),
        ("Mill ladder,,\n,,\nArea,L1 Boy,L2 Miller\nCraft,a,b\nArea,L1 Boy,L2 Miller\nHelp,c,d\n", ["Craft", "Help"]),
        ("Skill,About,Awareness,Working,Expert\nDough,Mixing,a,b,c\n", ["Dough"]),
        ("Level,Title,Craft\n1,Boy,a\n2,Miller,b\n", ["Craft"]),
        ("Bereich;Stufe 1: Lehrling;Stufe 2: Geselle\nHandwerk;a;b\n", ["Handwerk"]),
    ],
)
def test_tables_of_every_kind_have_their_levels_found(table: str, expected: list[str]) -> None:
    result = of({"mill.csv": table})
    assert len(result.level_summaries) in (2, 3)
    assert all(one.areas == len(expected) for one in result.level_summaries)
    levels = written(result.files).levels
    assert [section.title for section in levels[0].sections] == expected
    assert result.problems == ()


def test_two_tracks_side_by_side_in_one_table() -> None:
    result = of({"mill.csv": ",Millers,,Leads,\nArea,L1 Boy,L2 Miller,M1 Lead,M2 Head\nCraft,a,b,c,d\n"})
    assert [track for track, *_ in rungs(result)] == ["Millers", "Millers", "Leads", "Leads"]


PROFICIENCY = """Role,Role level,Skill,Skill level,Description,Note
Miller,Junior miller,Stones,Awareness,Knows stones,x
Miller,Junior miller,Water,Awareness,Knows water,
Miller,Miller,Stones,Working,Turns stones,
Miller,Miller,Water,Awareness,Knows water,
"""


def test_a_column_of_proficiencies_becomes_a_scale_with_competencies() -> None:
    result = of({"rows.csv": PROFICIENCY})
    ladder = written(result.files)
    assert [(one.title, [(r.title, r.step) for r in one.ratings]) for one in ladder.levels] == [
        ("Junior miller", [("Stones", "Awareness"), ("Water", "Awareness")]),
        ("Miller", [("Stones", "Working"), ("Water", "Awareness")]),
    ]
    assert "".join(result.files.values()).count("Knows water") == 1, "in the library, once"
    assert told(result) == ["Note\nx"]


def test_columns_that_are_called_otherwise_are_named() -> None:
    rows = {"rows.csv": "Rank of all,What,Said\nL1,Craft,Grinds\nL1,Help,Asks\nL2,Craft,Plans\n"}
    wishes = ImportOptions(columns={"level": "Rank of all", "area": "What", "text": "Said"})
    assert [(one.code, one.areas) for one in of(rows, wishes).level_summaries] == [("L1", 2), ("L2", 1)]
    with pytest.raises(BadRequest, match="has no column 'Wot'; it has 'Rank of all', 'What', 'Said'"):
        of(rows, ImportOptions(columns={"level": "Rank of all", "area": "Wot"}))


def test_data_of_another_shape_asks_for_a_mapping() -> None:
    for name, text in (("mill.yml", "name: Mill\nlevels: [a]\n"), ("mill.json", '{"levels": []}')):
        with pytest.raises(InvalidLadder) as stop:
            of({name: text})
        assert [problem.code for problem in stop.value.problems] == ["needs-mapping"]
    beside = of({"mill.yml": "name: Mill\n", "L1.md": page("L1: Miller", "Craft")})
    assert [one.file for one in beside.left_out] == ["mill.yml"]


def test_the_language_is_guessed_from_the_words() -> None:
    said = {
        "de": "Ich plane die Schicht und bin für das Brot da, wie es in der Stube üblich ist, nicht von allein.",
        "fr": "Je prépare la pâte et les pains pour nous, avec des soins dans une maison qui est sur la place.",
        "ja": "私はパンを焼きます。",
        "": "Bread.",
    }
    for language, text in said.items():
        files = of({"L1.md": page("L1: X", "A").replace("I do a.", text)}).files["ladder.yaml"]
        assert (f"language: {language}\n" in files) is bool(language)


def test_blocks_that_levels_link_are_included_by_their_tracks() -> None:
    result = of({
        "mill/L1.md": page("L1: Miller", "Craft") + "\nSee [all](../Everyone.md).\n",
        "shop/L1.md": page("L1: Seller", "Craft"),
        "Everyone.md": page("Everyone", "Care"),
    })  # fmt: skip
    tracks = {track.id: track.includes for track in written(result.files).tracks}
    assert tracks == {"mill": ("everyone",), "shop": ()}


# Blocks of a page; every W becomes a word of its own.
BLOCKS = (
    "W W.", "W\nW  \nW", "> _W W_.", "- W\n- W W", "- W\n  - W\n\n  W", "1. W\n2. W", "- **W**: W", "**W:** W", "<!-- W -->",
    "<details>\n<summary>W</summary>\n\n- W\n\n</details>", "<details><summary>Examples</summary>\n- W\n</details>", "Examples: W",
    "```W\nW\n```", "<div>\nW <b>W</b>\n</div>", "<table><tr><td>W</td><td><ul><li>W<li>W</ul></td></tr></table>",
    "[W](W.md) [W](https://W.org)", "[![W](badge.W.png)](https://W.org) W", "| W | W |\n|---|---|\n| W<br>W | `W|W` |", "#### W\n\nW",
    "#### W\n\n##### W\n\n- W", "- [W](W.md)\n- [W](W.html)", "<ul><li>W</li><li><p>W</p><ol><li>W</li></ol></li></ul>",
    "<p>W<br>W <i>W</i> <a href='https://W.org'>W</a> <img alt='W' src='W.png'></p>", "<h4>W</h4>\n<p>W</p>", "&lt;W&gt; &amp; W",
)  # fmt: skip
SKELETONS = (
    ("mill.md", "# W\n\n{0}\n\n## L1: W\n\n{1}\n\n### W\n\n{2}\n\n## L2: W\n\n{3}\n"),
    ("mill.md", "# W\n\n{0}\n\n## W\n\n{1}\n\n### Junior\n\n{2}\n\n### Senior\n\n{3}\n\n## W\n\n### Junior\n\n{1}\n\n### Senior\n\n{3}\n"),
    ("mill.md", "---\ntitle: Junior W\nweight: 3\nnote: W\n---\n\n{0}\n\n## W\n\n{1}\n\n{2}\n\n{3}\n\n- W\n"),
    ("mill.md", "# W\n\n{0}\n\n| Area | L1 W | L2 W |\n|---|---|---|\n| W | W | W |\n| W | | |\n| **W** | W W | [W](https://W.org) |\n\n{1}\n\n{2}\n{3}\n"),
    ("mill.html", "<h1>W</h1><p>W</p><h2>Junior W</h2>{0}<h3>W</h3><ul><li>W<p>W</p></li></ul><h2>Senior W</h2>{1}<p>{2}</p><nav>W</nav>{3}"),
)  # fmt: skip


@pytest.mark.parametrize("skeleton", range(len(SKELETONS)))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks=st.lists(st.sampled_from(BLOCKS), min_size=4, max_size=4))
def test_no_reader_loses_a_word(skeleton: int, blocks: list[str]) -> None:
    name, text = SKELETONS[skeleton]
    number = iter(range(1000, 9999))
    source = re.sub("W", lambda _: f"w{next(number)}", text.format(*blocks))
    result = of({name: source})
    typed = set(re.findall(r"w\d{4}", source))
    said = Counter(re.findall(r"w\d{4}", "".join(result.files.values())))
    assert typed - said.keys() == set()
    assert written(result.files).levels


PIECES = (
    *(
        "- ",
        "* ",
        "+ ",
        "> ",
        "1. ",
        "---",
        "===",
        "* * *",
        "# ",
        "## ",
        "W",
        "W #",
        "W",
        "**W**",
        "\n",
        "\n",
        "\n",
        "\n\n",
        "\n\n",
    ),
    *(
        "  ",
        "    ",
        "\t",
        "=",
        "-",
        " ",
        "\n  ",
        "\n- ",
        "\n- W\n",
        "\n  - W\n",
        "\n# W\n",
        "`W`",
        "<",
        "\u00a0",
        "\n    - W\n",
    ),
)


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_what_stands_below_changes_no_block_above(pieces: list[str]) -> None:
    """Plain parts of a page are cut without the parser; what stands below calls for it in all of them."""
    lines = "".join(pieces).split("\n")
    assert (
        parse_blocks(lines) == parse_blocks([*lines, "", "# <b> > `W` ~", "", "***", "W", "===", "", "```", "```"])[:-2]
    )


VALUES = (
    "x",
    '"x y"',
    "yes",
    "null",
    "~",
    "1.10",
    '"a: b"',
    "a - b",
    "a -b",
    "2024-01-01",
    '"é"',
    "a/b.md",
    '"null"',
    "-x",
    '"#x"',
)


@given(st.lists(st.tuples(st.sampled_from(("a", "Title", "nav_order", "A")), st.sampled_from(VALUES)), min_size=1))
def test_settings_that_are_read_without_yaml_are_those_of_yaml(pairs: list[tuple[str, str]]) -> None:
    """A comment, which no simple setting is, calls for YAML."""
    lines = [f"{key}: {value}" for key, value in pairs]
    simple, whole = (front_matter(Page("x.md", "x.md", ("---", *more, "---"))) for more in (lines, [*lines, "# x"]))
    assert (simple.values, simple.lines) == (whole.values, whole.lines)


TABLES = ("W", "- W\n- W\n  - W", "W\nW", "[W](https://W.org)", "![W](W.png)", "Examples:\n- W", "", "")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(st.sampled_from(TABLES), min_size=4, max_size=4), min_size=2, max_size=5).filter(
        lambda rows: any(cell for row in rows for cell in row[2:])  # a table that says nothing of its levels has none
    ),
    st.booleans(),
)
def test_no_cell_of_a_table_loses_a_word(rows: list[list[str]], turned: bool) -> None:  # noqa: FBT001  # drawn
    number = iter(range(1000, 9999))
    table = [["W", "W", "L1 W", "L2 W"], *rows]
    table = [list(column) for column in zip(*table, strict=True)] if turned else table
    quoted = (",".join(f'"{cell}"' for cell in row) for row in table)
    source = re.sub("W", lambda _: f"w{next(number)}", "\n".join(quoted))
    said = set(re.findall(r"w\d{4}", "".join(of({"mill.csv": source}).files.values())))
    assert set(re.findall(r"w\d{4}", source)) - said == set()


@pytest.mark.parametrize("depth", [30, 3000])
@pytest.mark.parametrize("name", ["L1.html", "L1.md"])
def test_deep_nesting_in_html_ends_nothing(name: str, depth: int) -> None:
    head = "<h1>L1: Miller</h1>" if name.endswith("html") else "# L1: Miller\n\n- I grind.\n\n"
    result = of({name: f"{head}{'<div><b>' * depth}deep{'</b></div>' * depth}\n"})
    assert "deep" in "".join(result.files.values())


def test_tags_that_nobody_closes_are_text() -> None:
    result = of({"L1.md": "# L1: Miller\n\n- I use <table> and <summary> and `<details>`.\n- <details of rye>\n"})
    [level] = written(result.files).levels
    assert level.sections[0].own.body[0].text.plain == "I use <table> and <summary> and <details>."
    assert told(result) == ["<details of rye>"]


def test_more_files_or_bytes_than_a_ladder_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        (tmp_path / f"L{number}.md").write_text(page(f"L{number}: Miller", "Craft"), encoding="utf-8")
    for limit, most in (("MAX_FILES", 3), ("MAX_TOTAL_BYTES", 40)):
        with monkeypatch.context() as lower:
            lower.setattr(discover, limit, most)
            with pytest.raises(BadRequest, match="more than a ladder has"):
                discover.collect([tmp_path], None)
    assert len(discover.collect([tmp_path], None).sources) == 4


def test_levels_outside_every_track_are_shown_on_one_of_their_own() -> None:
    result = of(
        {"bakers.md": "# Bakers\n\n## Junior Baker\n\n- a\n\n## Baker\n\n- b\n", "m1.md": page("M1: Miller", "Craft")}
    )
    assert [track for track, *_ in rungs(result)] == ["Bakers", "Bakers", "General"]
    assert {track.title for track in written(result.files).tracks} == {"Bakers", "General"}


def test_a_table_without_levels_is_kept_and_said_to_be_one() -> None:
    result = of({"x.csv": "a,b\n1,2\n", "l1.md": page("L1: Miller", "Craft")})
    assert [(one.text, "this table has neither levels" in one.why) for one in result.unplaced] == [("a,b\n1,2", True)]


# How public ladders say the same things in their own ways: what is understood of each, and what is told.
WILD: list[tuple[str, str, Files, list[tuple[str, str, str]], list[str], int]] = [
    ("an overview of levels that follow, beside chapters about the page", "headings",
     {"mill.md": "# Mill\n\n## Philosophy\n\nWe grow.\n\n## Levels Overview\n\n| Level | Title | Reach |\n|---|---|---|\n| L1 | Boy | Sack |\n"
                 "| L2 | Miller | Mill |\n\n## L1: Boy\n\n### Craft\n- a\n\n## L2: Miller\n\n### Craft\n- b\n\n## Promotion process\n\nTwice.\n"},
     [("", "L1", "Boy"), ("", "L2", "Miller")], ["Craft"], 3),
    ("strong lines as areas, years in parentheses", "headings",
     {"mill.md": "# Mill\n\n## Millers (Levels 1-2)\n\n### Level 1: Boy (0-2 years)\n\n**Scope:** Sacks\n\n**Skills:**\n- a\n- b\n\n**Reach**\n- c\n\n"
                 "### Level 2: Miller\n\n**Skills:**\n- d\n"},
     [("Millers (Levels 1-2)", "L1", "Boy (0-2 years)"), ("Millers (Levels 1-2)", "L2", "Miller")], ["Skills", "Reach"], 0),
    ("numbered areas whose items begin with levels", "headings",
     {"mill.md": "# Growth\n\n### 1. Stones & Water\nGrinding.\n\n**Levels:**\n- **Novice**: a\n- **Expert**: b\n\n### 2. Help\n\n**Levels:**\n- **Novice**: c\n- **Expert**: d\n"},
     [("", "", "Novice"), ("", "", "Expert")], ["Stones & Water", "Help"], 0),
    ("classes and anchors of kramdown", "headings",
     {"mill.md": "# Mill {: .no_toc }\n{: .fs-9 }\n\n## Miller 1 {#one}\n{: .label }\n\n### Craft\n- a\n\n## Miller 2\n\n### Craft\n- b\n"},
     [("", "", "Miller 1"), ("", "", "Miller 2")], ["Craft"], 0),
    ("permanent links beside headings of a web page", "headings",
     {"mill.html": "<h1>Mill<a href='#mill'>¶</a></h1><h2>Miller I <a href='#one'>#</a></h2><h3>Craft</h3><ul><li>a</li></ul>"
                   "<h2>Miller II <a href='#two'>#</a></h2><h3>Craft</h3><ul><li>b</li></ul>"},
     [("", "", "Miller I"), ("", "", "Miller II")], ["Craft"], 0),
    ("levels by numbers below a corner with two words", "matrix",
     {"mill.md": "<table><tr><th>Level/Skill</th><th>Scope</th><th>Help</th></tr><tr><td>1</td><td>a</td><td></td></tr><tr><td>2</td><td>b</td><td>c</td></tr></table>\n"},
     [("", "L1", "Level 1"), ("", "L2", "Level 2")], ["Scope"], 0),
    ("four columns of headings before proficiencies", "matrix",
     {"mill.csv": "Function,Function Objective,Core Competencies,Sub competencies,Basic,Intermediate,Advanced\nMill,Grind it,Stones,Big,a,b,c\n,,,Small,d,e,f\n"},
     [("", "", "Basic"), ("", "", "Intermediate"), ("", "", "Advanced")], ["Mill: Stones: Big", "Mill: Stones: Small"], 1),
    ("tables below headings of two ranks", "matrix",
     {"mill.md": "# Mill\n\n## Work\n\n### Depth\n\n| Level | IC1 | IC2 |\n|---|---|---|\n| **Stones** | a | b |\n\n## Shop\n\n### Depth\n\n| Level | IC1 | IC2 |\n|---|---|---|\n| **Help** | c | d |\n"},
     [("", "IC1", "IC1"), ("", "IC2", "IC2")], ["Work: Depth: Stones", "Shop: Depth: Help"], 0),
    ("a level whose one file has codes, beside a role without a rank and a page of one role", "levels headings",
     {"mill/L1.md": page("L1: Miller", "Craft"), "Designer.md": "# UX Designer\n\n> I draw.\n\n- a\n",
      "Shop.md": "# Shop\n\n## Shop Manager (Town)\n\n**I know what people eat**\n\n- b\n"},
     [("Shop", "", "Shop Manager (Town)"), ("Mill", "L1", "Miller"), ("UX Designer", "", "UX Designer")], ["I know what people eat"], 2),
    ("pages of a web site whose titles stand in their settings, with one area each", "levels",
     {f"content/level-{n}.md": f'+++\ntitle = "Level {n}"\nweight = {n}\n+++\n\n## Craft\n\n- I do {n}.\n' for n in (2, 1)},
     [("", "L1", "Level 1"), ("", "L2", "Level 2")], ["Craft"], 0),
    ("codes in parentheses before another name, and numbered headings", "headings",
     {"mill.md": "# Mill\n\n## 1. Miller II (IC2) — Solid\n\n### Craft\n- a\n\n## 2. Senior Miller (IC3) — Strong\n\n### Craft\n- b\n"},
     [("", "IC2", "Miller II — Solid"), ("", "IC3", "Senior Miller — Strong")], ["Craft"], 0),
    ("lists of levels with lists in them", "headings",
     {"mill.md": "# Mill\n\n- **Junior Miller**\n  - Craft: a\n- **Miller**\n  - Craft: b\n- **Senior Miller**\n  - Craft: c\n"},
     [("", "", "Junior Miller"), ("", "", "Miller"), ("", "", "Senior Miller")], ["Expectations"], 0),
    ("competencies with numbered levels and behaviours", "rows",
     {"mill.csv": "Competency,Level,Behaviours\nRye,1,a\nRye,2,b\nStones,1,c\n"},
     [("", "L1", "Level 1"), ("", "L2", "Level 2")], ["Rye", "Stones"], 0),
    ("codes whose titles are facts, below a heading that says nothing", "headings",
     {"mill.md": "# Mill\n\n## Expectations by level\n\n### E1\n\n**Title**: Boy\n\n#### Craft\n- a\n\n### E2\n\n**Title**: Miller\n\n#### Craft\n- b\n"},
     [("", "E1", "Boy"), ("", "E2", "Miller")], ["Craft"], 0),
    ("a table whose first level says no rank", "matrix",
     {"mill.csv": "Area,Miller,Senior Miller,Staff Miller\nCraft,a,b,c\n"},
     [("", "", "Miller"), ("", "", "Senior Miller"), ("", "", "Staff Miller")], ["Craft"], 0),
    ("ranges of codes, and staff with a plus", "matrix",
     {"mill.md": "# Mill\n\n| Competency | Junior (L1-L2) | Senior (L3) | Staff+ (L4+) |\n|---|---|---|---|\n| **Stones & Water** | a | b | c |\n"},
     [("", "", "Junior (L1-L2)"), ("", "L3", "Senior"), ("", "", "Staff+ (L4+)")], ["Stones & Water"], 0),
    ("headings without a space behind their marks", "headings",
     {"mill.md": "#Mill (v1)\n\n##Craft\n\n####M1\nI ask about #rye.\n\n####M2\nI plan.\n\n##Help\n\n####M1 \nI lend.\n\n####M2\nI lead.\n"},
     [("", "M1", "M1"), ("", "M2", "M2")], ["Craft", "Help"], 0),
    ("areas as labels of a list whose items hold lists", "headings",
     {"mill.md": "# Mill\n\n## Junior Miller\n\n- Craft :\n  - a\n  - b\n- Reach: A stone.\n- **Help**\n\n  - c\n\n## Miller\n\n- Craft:\n  - d\n- Help:\n  - e\n"},
     [("", "", "Junior Miller"), ("", "", "Miller")], ["Craft", "Reach", "Help"], 0),
    ("bold first lines of paragraphs as areas, and a small table of what others call the levels", "headings",
     {"mill.md": "# Mill\n\n## Level definitions\n\n### Miller I\n\n**Years:** 2\n\n**Reach**  \nI know every stone of the mill and most of the people.\n\n**Craft**  \n- a\n\n"
                 "### Miller II\n\n**Reach**  \nI know every mill of the valley and all of the people who own one.\n\n## Elsewhere\n\n| Here | Town |\n|---|---|\n| Miller I | L3 |\n| Miller II | L4 |\n"},
     [("", "", "Miller I"), ("", "", "Miller II")], ["Reach", "Craft"], 1),
    ("remarks that compare a level with others, and ranks with hyphens", "headings",
     {"mill.md": "# Mill\n\n## New-Grad\n\n### Craft\n- a\n\n## Middle Miller\n\n### Craft\n- b\n\n## Mill Manager (equal to a Senior or Staff Miller)\n\n### Craft\n- c\n"},
     [("", "", "New-Grad"), ("", "", "Middle Miller"), ("", "", "Mill Manager (equal to a Senior or Staff Miller)")], ["Craft"], 0),
    ("steps from one level to the next", "headings",
     {"mill.md": "# Mill\n\n## M1 → M2\n\n- a\n\n## M2 → M3\n\n- b\n"},
     [("", "M1", "M1 → M2"), ("", "M2", "M2 → M3")], ["Expectations"], 0),
    ("ratings in words below levels of which one is misspelt", "matrix",
     {"mill.md": "| | Junior | Intermediate | Seniour |\n|---|---|---|---|\n| Rye | Basic | Intermediate | Expert |\n| Stones | | Basic | Expert |\n"},
     [("", "", "Junior"), ("", "", "Intermediate"), ("", "", "Seniour")], ["Rye"], 1),
    ("a level in each row, behind columns with its track and with numbers", "matrix",
     {"mill.md": "| Track | From | Grade | Job Title | Pay |\n|---|---|---|---|---|\n| Millers | 0.0 | M1 | Miller | 10 |\n| Millers | 1.5 | M2 | Senior Miller | 20 |\n| Bakers | 0.0 | B1 | Baker | 12 |\n"},
     [("Millers", "M1", "Miller"), ("Millers", "M2", "Senior Miller"), ("Bakers", "B1", "Baker")], ["Pay"], 0),
    ("a corner that says what rows and columns are", "matrix",
     {"mill.csv": "Category,Parameter,Description,Junior Miller,Senior Miller\nCraft,Stones,What turns.,a,b\n", "bake.md": "| scope/level | Level 1 | Level 2 |\n|---|---|---|\n| Rye | c | d |\n"},
     [("Mill", "", "Junior Miller"), ("Mill", "", "Senior Miller"), ("Bake", "L1", "Level 1"), ("Bake", "L2", "Level 2")], ["Craft: Stones"], 0),
    ("a checklist whose rows are statements, below bold lines", "matrix",
     {"mill.md": "# Mill\n\n**Work**\n\n| Area | Detail | Miller 1 (Green) | Miller 2 |\n|---|---|---|---|\n| Craft | Knows rye | ✅ | |\n| | Knows oats | | ✔️ |\n| Help | Asks everybody who comes by with a sack of rye on the back | x | ❌ |\n| | Sings | - | - |\n\n"
                 "**Shop**\n\n| Area | Detail | Miller 1 (Green) | Miller 2 |\n|---|---|---|---|\n| Till | Sells | | ✅ |\n"},
     [("", "", "Miller 1 (Green)"), ("", "", "Miller 2")], ["Work: Craft", "Work: Help"], 1),
    ("a page in German with remarks, labels and an example", "headings",
     {"karriere.md": "# Müllerei\n\n## Berufseinsteiger (m/w/d)\n\n**Fachlich**\n* Fragt.\n\nBeispiel: Mahlt Roggen.\n\n**Umgang**\n* Hört zu.\n\n## Müller\n\n**Fachlich**\n* Plant.\n\n## Leitender Müller\n\n**Umgang**\n* Führt.\n"},
     [("", "", "Berufseinsteiger (m/w/d)"), ("", "", "Müller"), ("", "", "Leitender Müller")], ["Fachlich", "Umgang"], 0),
    ("tables with the same levels beside a table of others", "matrix",
     {"mill.md": "# Mill\n\n## Heads\n\n| | M1 | M2 |\n|---|---|---|\n| Lead | x | y |\n\n## Millers\n\n### Craft\n\n| | Junior | Senior |\n|---|---|---|\n| Rye | a | b |\n\n### Help\n\n| | Junior | Senior |\n|---|---|---|\n| Team | c | d |\n"},
     [("Heads", "M1", "M1"), ("Heads", "M2", "M2"), ("Millers", "", "Junior"), ("Millers", "", "Senior")], ["Lead"], 0),
    ("anchors, pictures and styles in HTML inside Markdown", "headings",
     {"mill.md": "# <a name='top'></a>Mill\n\n## <a id=\"l1\"></a>L1: <span style='color:red'>Boy</span> :\n\n### Craft <small>of rye</small>\n- a <u>b</u>\n\n## L2: <font size=\"2\">Miller</font>\n\n### Craft\n- c\n"},
     [("", "L1", "Boy"), ("", "L2", "Miller")], ["Craft of rye"], 0),
    ("bold labels on the lines of a paragraph, and texts behind labels after areas", "headings",
     {"mill.md": "# Mill\n\n## Level 1: Boy\n**Reach**: A stone\n**Skills**:\n- a\n\n**Example:** b\n\n**Promotion**: Soon.\n\n## Level 2: Miller\n**Reach**: The mill\n**Skills**:\n- c\n"},
     [("", "L1", "Boy"), ("", "L2", "Miller")], ["Skills", "Promotion"], 0),
    ("headings without text beside levels", "headings",
     {"mill.md": "# Mill\n\n## Friends\n\n### Bakers of the town\n\n### Carters of the town\n\n## Levels\n\n### Miller\n\n| Area | Expectation |\n|---|---|\n| Craft | a |\n\n"
                 "### Senior Miller\n\n| Area | Expectation |\n|---|---|\n| Craft | b |\n"},
     [("", "", "Miller"), ("", "", "Senior Miller")], ["Craft"], 3),
    ("files that count the levels, of which some titles have ranks", "levels",
     {"millers/level-1-boy.md": page("Miller", "Craft"), "millers/level-2-senior.md": page("Senior Miller", "Craft")},
     [("Millers", "L1", "Miller"), ("Millers", "L2", "Senior Miller")], ["Craft"], 0),
    ("menus whose links have spaces", "levels",
     {f"Miller {n}.md": f"### Craft\n\n- I do {n}.\n\n#### [Home](README.md)\n* [Miller 1](Miller 1.md)\n* [Miller 2](Miller 2.md)\n" for n in (1, 2)},
     [("", "", "Miller 1"), ("", "", "Miller 2")], ["Craft"], 2),
    ("pages whose heading is a code and whose files say the title", "levels",
     {"L1-Junior-Miller.md": "# L1\n\n## Craft\n\n- a\n", "L2-Miller.md": "# L2\n\n## Craft\n\n- b\n"},
     [("", "L1", "Junior Miller"), ("", "L2", "Miller")], ["Craft"], 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("files", "levels", "areas", "warnings"), [case[2:] for case in WILD], ids=[case[0] for case in WILD]
)
def test_ladders_in_the_wild(files: Files, levels: list[tuple[str, str, str]], areas: list[str], warnings: int) -> None:
    result = of(files)
    assert rungs(result) == levels
    assert [section.title for section in written(result.files).levels[0].sections] == areas
    assert len(result.problems) == warnings, result.problems


def test_rows_of_a_checklist_are_the_statements_of_the_levels_that_it_marks() -> None:
    result = of(dict(next(case[2] for case in WILD if case[0].startswith("a checklist"))))
    statements = [
        [block.text.plain for section in level.sections for block in section.own.body]
        for level in written(result.files).levels
    ]
    assert statements == [
        ["Knows rye", "Asks everybody who comes by with a sack of rye on the back"],
        ["Knows oats", "Sells"],
    ]
    assert told(result) == ["Help: Sings"]


def test_what_a_page_says_of_an_area_is_above_what_each_level_does_there() -> None:
    text = (
        "# Mill\n\n## Craft\n\nStones and water.\n\n### M1\n\n- I ask.\n\n### M2\n\n- I plan.\n\n"
        "## Help\n\nFor all.\n\n### M2\n\n- I lead.\n\n## Song\n\nSundays.\n\n### M1\n"
    )
    result = of({"mill.md": text})
    levels = written(result.files).levels
    assert [[[block.text.plain for block in section.own.intro] for section in level.sections] for level in levels] == [
        [["Stones and water."]],
        [["Stones and water."], ["For all."]],
    ]
    assert told(result) == ["Song\nSundays."]


def test_no_cell_of_an_overview_is_lost_where_titles_and_facts_meet_others() -> None:
    table = "| Level | Title | Reach |\n|---|---|---|\n| **Entry** | Miller I | A stone |\n| **Mid** | Miller II | The mill |\n"
    alone = written(of({"mill.md": f"# Mill\n\n{table}"}).files).levels
    text = f"# Mill\n\n## Levels\n\n{table}\n" + "".join(
        f"## Miller {step}\n\n**Reach:** the yard\n\n### Craft\n\n- I grind {words}.\n\n"
        for step, words in (("I", "rye for the bakers of the town"), ("II", "oats for the horses of the carters"))
    )
    levels = written(of({"mill.md": text}).files).levels
    assert [[(fact.label, fact.value.plain) for fact in level.facts] for level in (*alone, *levels)] == [
        [("Level", "Entry")],
        [("Level", "Mid")],
        [("Reach", "the yard\nA stone"), ("Level", "Entry")],
        [("Reach", "the yard\nThe mill"), ("Level", "Mid")],
    ]


def test_a_value_of_an_overview_that_is_a_part_of_another_is_kept() -> None:
    table = "| Level | Reach |\n|---|---|\n| Miller I | yard |\n| Miller II | mill |\n"
    text = f"# Mill\n\n## Levels\n\n{table}\n" + "".join(
        f"## Miller {step}\n\n**Reach:** {reach}\n\n### Craft\n\n- I grind {words}.\n\n"
        for step, reach, words in (
            ("I", "the yard", "rye for the bakers of the town"),
            ("II", "mill", "oats for the horses of the carters"),
        )
    )
    levels = written(of({"mill.md": text}).files).levels
    assert [[fact.value.plain for fact in level.facts] for level in levels] == [["the yard\nyard"], ["mill"]]


def test_a_bold_label_among_other_items_is_a_statement_and_a_draft_is_one_in_toml_too() -> None:
    sentences = of({"m2.md": "# M2: Miller\n\n- I own:\n  - a\n- I help:\n  - b\n"})
    assert [section.title for section in written(sentences.files).levels[0].sections] == ["Expectations"]
    text = "+++\ntitle = 'M1: Miller'\ndraft = true\n+++\n\n- I grind.\n- **Oven:** it is hot.\n- I wait.\n"
    [level] = written(of({"m1.md": text}).files).levels
    assert [block.text.plain for block in level.sections[0].own.body] == ["I grind.", "Oven: it is hot.", "I wait."]
    assert (level.facts, level.status) == ((), "draft")


def test_typed_bullets_and_boxes_of_tasks_are_statements_and_code_stays_as_it_is() -> None:
    text = "# M1: Miller\n\n## Craft\n\nI grind:\n• rye\n• **oats**\n\n## Help\n\n- [ ] I ask.\n  1. [x] I wait.\n\n```\n• no\n##no\n```\n"
    [craft, help_] = [section.own for section in written(of({"m1.md": text}).files).levels[0].sections]
    assert [block.text.plain for block in craft.body] == ["rye", "oats"]
    assert [block.text.plain for block in help_.body] == ["I ask.", "• no\n##no"]
    assert [child.text.plain for child in help_.body[0].children] == ["I wait."]


def test_a_sign_inside_a_line_is_no_bullet_although_the_page_has_typed_ones() -> None:
    text = "# M1: Miller\n\n## Craft\n\n• I sift.\n\nI grind rye · oats, 2 • 3 and - [x] corn.\n"
    assert "rye · oats, 2 • 3 and - [x] corn." in "".join(of({"m1.md": text}).files.values())


@pytest.mark.parametrize(
    ("sources", "dialects"),
    [
        *((sources_of(files), kinds.split()) for _, kinds, files, *_ in WILD),
        *(
            (discover.collect([CASES / name / "source"], None).sources, kinds.split())
            for name, kinds in (
                ("topics", "topics headings"),
                ("matrix", "matrix"),
                ("turned", "matrix"),
                ("levels", "levels headings"),
            )
        ),
    ],
    ids=[*(case[0] for case in WILD), "topics", "matrix", "turned", "levels"],
)
def test_of_all_readers_the_right_one_is_first(sources: Sequence[SourceFile], dialects: list[str]) -> None:
    """The confusion matrix: every page that is read against every reader."""
    found = ranking(sources)
    assert {best for best, *_ in found} == set(dialects)
    assert all(score >= MIN_SCORE and margin > TIE_MARGIN for _, score, margin in found), found


def test_a_table_of_numbers_rates_its_levels() -> None:
    table = "| Skill | Junior | Senior |\n|---|---|---|\n| {0} | 1 | {1} |\n"
    result = of(
        {"mill.md": f"# Mill\n\n### Stones\n\n{table.format('Rye', 3)}\n### Shops\n\n{table.format('Help', 4)}"}
    )
    ladder = written(result.files)
    assert [[(one.title, one.step) for one in level.ratings] for level in ladder.levels] == [
        [("Rye", "1"), ("Help", "1")],
        [("Rye", "3"), ("Help", "4")],
    ]
    assert result.problems == ()


def test_a_post_about_growing_is_no_level() -> None:
    with pytest.raises(InvalidLadder):
        of({"post.md": "---\ntitle: From junior to senior miller\n---\n\n# Growing\n\nRead.\n"})


def levels_of(folder: str, *names: str) -> Files:
    """A page a level: `L2-Miller` is a file of that name with a title, areas, examples and facts."""
    body = "> I mill.\n\n- **Horizon**: A day\n\n## :ear_of_rice: Craft\n\n- I grind.\n\n<details>\n<summary>Examples</summary>\n\n- Rye.\n\n</details>\n"
    pages: Files = {}
    for name in names:
        code, _, title = name.removesuffix(".md").partition("-")
        pages[f"{folder}/{name}"] = f"# {code} - {title.replace('-', ' ')}\n\n{body}"
    return pages


def test_a_company_with_folders_of_levels_and_pages_of_roles_comes_in_level_by_level() -> None:
    company = {
        "README.md": "\ufeff# Mill people\n\n## How to use this\n\n1. [Everyone](Everyone.md)\n2. [Leads](Leadership.md)\n",
        "LICENSE": "Apache License\nVersion 2.0\n\nCopyright 2024 Mill\n",
        "Everyone.md": "# Everyone\n\nWe mill.\n\n## I am kind\n\n- I help.\n",
        "Leadership.md": "# Leadership Roles\n\n## Leader\n\n### I lead\n\n- I decide.\n",
        "Designer.md": "# Sack Designer\n> I draw.\n\n- I sketch.\n",
        "Product.md": "# Product Roles\n\n## Product Manager\n\n### I ask\n\n- a\n\n## Senior Product Manager\n\n### I answer\n\n- b\n",
        "Managing.md": "# Managers\n\n## L4 Mill Manager\n\n### Talk\n\n- a\n\n## L5 Senior Mill Manager\n\n### Talk\n\n- b\n",
        **levels_of("Milling", "L3-Senior-Miller.md", "L1-Junior-Miller.md", "L1.0-Graduate-Miller.md", "L2-Miller.md"),
        **levels_of("Safety", "L2-Guard.md", "L2-Fire-Warden.md", "L3-Senior-Guard.md", "L3-Senior-Fire-Warden.md"),
        "Milling/README.md": "# Milling\n\n- [L2](L2-Miller.md)\n",
        "Milling/L3-Senior-Miller.md": "# L3 - Senior Miller\n\nSee [leadership](../Leadership.md).\n\n## Craft\n\n- I plan.\n",
        "Sales/L2-Seller": "**Seller**\n\nSells.\n\n**Craft**\n\n- I greet.\n",
        "Sales/L4-Senior-Seller": "**Senior Seller (IC4)**\n\nSells more.\n\n**Craft**\n\n- I teach.\n",
    }
    result = of(company)
    assert rungs(result) == [
        ("Product Roles", "", "Product Manager"), ("Product Roles", "", "Senior Product Manager"),
        ("Managers", "L4", "Mill Manager"), ("Managers", "L5", "Senior Mill Manager"),
        ("Sack Designer", "", "Sack Designer"),
        ("Milling", "L1.0", "Graduate Miller"), ("Milling", "L1", "Junior Miller"), ("Milling", "L2", "Miller"), ("Milling", "L3", "Senior Miller"),
        ("Guard", "L2", "Guard"), ("Guard", "L3", "Senior Guard"),
        ("Fire Warden", "L2", "Fire Warden"), ("Fire Warden", "L3", "Senior Fire Warden"),
        ("Sales", "L2", "Seller"), ("Sales", "IC4", "Senior Seller"),
    ]  # fmt: skip
    assert told(result) == []
    assert doubts(result) == [
        "please check: 'Sack Designer' has no rank and is the only page of its kind, so it is imported as a track"
    ]
    ladder = written(result.files)
    assert {track.id: track.includes for track in ladder.tracks if track.includes} == {"milling": ("leadership",)}
    assert "licence: Apache-2.0" in result.files["ladder.yaml"]
    assert "# No track includes this yet" in result.files["ladder.yaml"], "of everyone, to which no level links"


def test_pages_of_nothing_but_codes_are_a_ladder() -> None:
    pages = {f"L{n}.md": f"# L{n}\n\n### Overview\n\nAn L{n}.\n\n### Craft\n\n* I do {n}.\n" for n in range(1, 7)}
    result = of({"README.md": "# Ladder\n\nOurs.\n", "LICENSE": "CC0 1.0\n", **pages})
    assert rungs(result) == [("", f"L{n}", f"L{n}") for n in range(1, 7)]
    assert [section.title for section in written(result.files).levels[5].sections] == ["Overview", "Craft"]
    assert [one.file for one in result.left_out] == ["LICENSE", "README.md"]
    assert result.problems == ()


def test_tracks_of_topics_come_in_whole_and_broken_ones_are_told() -> None:
    def track(title: str, *numbers: int, dash: str = "- ") -> str:
        content = "".join(f"      - level: {n}\n        criteria:\n          {dash}I do {n}.\n" for n in numbers)
        return f'---\npath: "/x"\ntitle: "{title}"\nsidebarGroup: "mill"\ntopics:\n  - name: "craft"\n    title:\n    content:\n{content}---\nFor all.\n'

    result = of({
        "frameworks/shop.md": track("🛒 Shop", 2, 3, 1), "frameworks/ops/lead.md": track("🎯 Lead", 2, 3),
        "frameworks/people.md": track("🙂 People", 1, dash="-\t"),
    })  # fmt: skip
    assert rungs(result) == [
        ("🛒 Shop", "L1", "Level 1"), ("🛒 Shop", "L2", "Level 2"), ("🛒 Shop", "L3", "Level 3"),
        ("🎯 Lead", "L2", "Level 2"), ("🎯 Lead", "L3", "Level 3"),
    ]  # fmt: skip
    assert [(one.code, one.span.file if one.span else "") for one in result.problems] == [
        ("unplaced", "frameworks/people.md"),
        ("tab", "frameworks/people.md"),
    ]
