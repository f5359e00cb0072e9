"""How ladders that were written some other way come in: each folder of dialects/ has a source and what becomes of it.

UPDATE_GOLDEN=1 writes the files anew; read the difference before you keep it.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlsxwriter

from ladder_export.cli.import_ import DIALECTS as OFFERED
from ladder_export.core.problems import BadRequest, InvalidLadder, format_problem
from ladder_export.importers import DIALECTS, ImportOptions, ImportResult, import_ladder
from ladder_export.importers.discover import CollectedFiles, SourceFile, collect
from ladder_export.reading import read

CASES = Path(__file__).parent / "dialects"
NAMES = sorted(path.name for path in CASES.iterdir())

PAGE = "# L3: Engineer\n\n## Craft\n\n- I build.\n"


def imported(case: str) -> ImportResult:
    return import_ladder(collect([Path(case, "source")], Path(case, "ladder")), "Imported")


def told(result: ImportResult) -> str:
    """Everything but the files."""
    repairs = [f"{one.file}:{one.line}: {one.was} → {one.now}" for one in result.repairs]
    left_out = [f"left out: {one.file}: {one.why}" for one in result.left_out]
    return "\n\n".join([*repairs, *map(format_problem, result.problems), *left_out]) + "\n"


def of(text: str | bytes, file: str = "L3-engineer.md", dialect: str = "") -> ImportResult:
    data = text.encode() if isinstance(text, str) else text
    return import_ladder(CollectedFiles((SourceFile(file, file, data),)), "Ladder", ImportOptions(dialect))


@pytest.mark.parametrize("case", NAMES)
def test_what_becomes_of_a_source(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    result = imported(case)
    made = {**result.files, "../told.txt": told(result)}
    if "UPDATE_GOLDEN" in os.environ:
        for path, text in made.items():
            file = Path(case, "ladder", path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    lying = {path.relative_to(Path(case, "ladder")).as_posix() for path in Path(case, "ladder").rglob("*.*")}
    assert lying == set(result.files)
    for path, text in made.items():
        assert text == Path(case, "ladder", path).read_text(encoding="utf-8"), path


@pytest.mark.parametrize("case", NAMES)
def test_what_comes_in_is_a_ladder_without_errors(case: str) -> None:
    ladder, _ = read(CASES / case / "ladder")
    assert ladder.levels


def test_the_command_line_offers_the_dialects_there_are() -> None:
    assert tuple(DIALECTS) == OFFERED


def workbook(*sheets: tuple[str, list[list[object]]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for position, row in enumerate(rows):
                sheet.write_row(position, 0, row)
    return stream.getvalue()


def test_each_sheet_of_a_workbook_is_a_track() -> None:
    rows: list[list[object]] = [
        ["", "L1 Junior", "L2 Senior"],
        ["Craft", "Reads\nWrites", "Teaches"],
        ["Years", 1, 2.5],
    ]
    result = of(workbook(("Web", rows), ("Empty", []), ("Data", rows)), "book.xlsx")
    assert (result.levels, result.tracks, result.problems) == (4, 2, ())
    text = result.files["web/l1-junior.yaml"]
    assert "- Reads\n      - Writes\n" in text
    assert '\n      - "1"\n' in text


def test_a_workbook_that_is_none_is_a_problem_with_its_file() -> None:
    with pytest.raises(InvalidLadder, match="workbook cannot be read"):
        of(b"PK\x03\x04 no", "book.xlsx")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("It’s “good”".encode().decode("mac_roman"), "It’s “good”"),
        ("“yes”".encode().decode("cp1252", "replace").replace("\ufffd", "\x9d"), "“yes”"),
        ("don’t".encode().decode("mac_roman").encode().decode("mac_roman"), "don’t"),
        ("naïve café — “é”", "naïve café — “é”"),
    ],
)
def test_garbled_text_is_repaired_and_honest_text_left_alone(typed: str, meant: str) -> None:
    result = of(PAGE.replace("I build.", typed))
    assert meant in result.files["l3-engineer.yaml"]
    assert bool(result.repairs) is (typed != meant)


@pytest.mark.parametrize("encode", ["cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(encode: str) -> None:
    assert "I bübild." in of(PAGE.replace("build", "bübild").encode(encode)).files["l3-engineer.yaml"]


@pytest.mark.parametrize(
    ("heading", "code", "title"),
    [
        ("L3: Engineer", "L3", "Engineer"),
        ("L3 Engineer", "L3", "Engineer"),
        ("IC4 – Engineer", "IC4", "Engineer"),
        ("L1.0: Graduate", "L1.0", "Graduate"),
        ("Level 3: Engineer", "L3", "Engineer"),
        ("Level 3", "L3", "Level 3"),
        ("L3", "L3", "L3"),
    ],
)
def test_a_title_has_its_code_taken_off(heading: str, code: str, title: str) -> None:
    text = of(PAGE.replace("L3: Engineer", heading), "x.md").files["x.yaml"]
    said = [line for line in text.splitlines() if line.startswith(("code:", "title:"))]
    assert said == [f"code: {code}", f"title: {title}"]


def test_where_nothing_is_a_level_each_dialect_says_why() -> None:
    with pytest.raises(InvalidLadder) as stop:
        of("Just a line.", "note.md")
    [problem] = stop.value.problems
    assert problem.code == "no-dialect"
    for dialect in DIALECTS:
        assert f"{dialect}: " in problem.message


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_dialect_that_was_forced_alone_says_why(dialect: str) -> None:
    with pytest.raises(InvalidLadder) as stop:
        of("Just a line.", "note.md", dialect)
    [problem] = stop.value.problems
    assert [name for name in DIALECTS if f"{name}: " in problem.message] == [dialect]


def test_a_cell_may_be_longer_than_a_csv_reader_likes() -> None:
    long = "word " * 30_000
    result = of(f'Area,L1\nCraft,"{long}"\n', "table.csv")
    assert sum(text.count("word") for path, text in result.files.items() if path.endswith(".yaml")) == 30_000


def test_a_dialect_can_be_forced() -> None:
    table = "Area,Oven,Shop\nCraft,Reads,Writes\n"
    assert [level.title for level in of(table, "table.csv", "matrix").level_summaries] == ["Oven", "Shop"]
    for file, dialect in (("table.csv", ""), ("table.md", "matrix"), ("table.csv", "levels")):
        with pytest.raises(InvalidLadder):
            of(table, file, dialect)


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"a\0b", b"\x89PNG...."])
def test_what_is_no_text_stops_nothing_else(data: bytes) -> None:
    result = import_ladder(
        CollectedFiles((SourceFile("a.md", "a.md", data), SourceFile("L3.md", "L3.md", PAGE.encode()))), "Ladder"
    )
    assert [(one.code, one.is_error) for one in result.problems] == [("not-text", True)]
    assert result.levels == 1


def test_ids_are_safe_and_differ() -> None:
    names = ("ladder.md", "CON.md", "locales/x.md", "A/L1.md", "B/L1.md", "???.md")
    result = import_ladder(CollectedFiles(tuple(SourceFile(name, name, PAGE.encode()) for name in names)), "Ladder")
    paths = [path for path in result.files if path != "unplaced.md"]
    assert len({path.casefold() for path in paths}) == len(names) + 1
    assert not any(path.startswith("locales/") for path in paths)


def test_hidden_files_links_and_the_output_are_passed_over(tmp_path: Path) -> None:
    files: dict[str, Callable[[Path], object]] = {
        ".hidden.md": lambda path: path.write_text(PAGE),
        "L3": lambda path: path.write_text(PAGE),
        "L1.0-Graduate": lambda path: path.write_text(PAGE),
        "link.md": lambda path: path.symlink_to(tmp_path / "L3"),
        "picture.png": lambda path: path.write_text("x"),
        "talk.mp4": lambda path: path.write_text("x"),
    }
    for name, make in files.items():
        make(tmp_path / name)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/L9.md").write_text(PAGE)
    gathered = collect([tmp_path], tmp_path / "out")
    assert [one.path for one in gathered.sources] == ["L1.0-Graduate", "L3"]
    assert [one.file.rpartition("/")[2] for one in gathered.left_out] == ["picture.png", "talk.mp4"]
    assert gathered.problems == ()


def test_several_sources_are_a_folder_each(tmp_path: Path) -> None:
    for name in ("web", "data"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "L3.md").write_text(PAGE)
    gathered = collect([tmp_path / "web", tmp_path / "data"], tmp_path / "out")
    assert [one.path for one in gathered.sources] == ["web/L3.md", "data/L3.md"]


def test_a_source_that_is_not_there_is_a_wrong_command(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no file or folder"):
        collect([tmp_path / "nothing"], tmp_path)


def test_a_fact_that_is_there_already_is_kept_as_text() -> None:
    page = PAGE.replace("\n## ", "\n- **Impact radius**: Me\n- **Impact-Radius**: Us\n- **🦉**: Owl\n\n## ", 1)
    text = of(page).files["l3-engineer.yaml"]
    assert "impact-radius: Me\n" in text
    assert '- "**Impact-Radius**: Us"\n' in text
    assert '- "**🦉**: Owl"\n' in text


STRANGE = """---
title: [Web, pages]
topics:
  - name: impact
    title: [Astonishing]
    content:
      - level: 1
        criteria: [five, {deep: [six]}, [seven]]
        exampleCriteria: eight
      - nine
      - level: [ten]
        criteria: eleven
        note: twelve
  - 13
  - name: fourteen
    title: fifteen
    content: sixteen
---

## Level 1: Seventeen

**Eighteen:** nineteen

- twenty

## Level 1: Twentyone

**Eighteen:** twentytwo

- twentythree
"""


def test_values_of_a_shape_that_no_topic_has_are_told_and_none_is_lost() -> None:
    result = of(STRANGE, "web.md")
    placed = "".join(text for path, text in result.files.items() if path.endswith(".yaml"))
    kept = "\n".join(one.text for one in result.unplaced)
    words = set(re.findall(r"\w+", STRANGE.casefold())) - {
        *("title", "topics", "name", "content", "level", "criteria", "note", "deep"),
        *("examplecriteria", "1"),  # the number is in the code, L1
    }
    said = set(re.findall(r"\w+", (placed + kept).casefold()))
    assert words - said == set()
    assert {"13", "title: Web, pages"} <= {one.text for one in result.unplaced}
    assert "Seventeen" in placed
    assert "eighteen: nineteen" in placed
    assert "Eighteen: twentytwo" in placed


@pytest.mark.parametrize("front", ["topics: []\ntopics: [x]", "topics: [!lost x]"])
def test_a_page_of_which_yaml_takes_words_away_is_kept_whole(front: str) -> None:
    beside = SourceFile("L3-engineer.md", "L3-engineer.md", PAGE.encode())
    result = import_ladder(
        CollectedFiles((beside, SourceFile("web.md", "web.md", f"---\n{front}\n---\n".encode()))), "Ladder"
    )
    assert f"---\n{front}\n---" in {one.text for one in result.unplaced}


def test_what_yaml_takes_for_a_comment_is_told() -> None:
    front = "topics:\n  - name: a\n    content:\n      criteria: b #lost"
    assert [one.text for one in of(f"---\n{front}\n---\n", "web.md").unplaced] == ["#lost"]


def test_a_page_with_control_characters_as_escapes_is_kept_whole() -> None:
    page = '---\ntopics:\n  - name: a\n    content: {criteria: "b\\x07"}\n---\n'
    beside = SourceFile("L3-engineer.md", "L3-engineer.md", PAGE.encode())
    result = import_ladder(CollectedFiles((beside, SourceFile("web.md", "web.md", page.encode()))), "Ladder")
    assert page.strip() in {one.text for one in result.unplaced}
    assert "control-character" in {problem.code for problem in result.problems}


TABLE = """# L3: Engineer

## Craft

- I build.

Before it.
| When | What |
|------|:----:|
| Q1 | One \\| two |
| Q2 | `three` | four |

```python
def five():
    return "six"
```

- I test.

  > | seven | eight |
  > |---|---|
  > | nine | ten |
"""


def test_rows_of_a_table_and_lines_of_code_stay_apart() -> None:
    result = of(TABLE)
    with TemporaryDirectory() as name:
        for path, text in result.files.items():
            Path(name, path).write_text(text, encoding="utf-8")
        [level] = read(Path(name))[0].levels
    points = [point.text.plain for point in level.sections[0].own.body]
    assert points == [
        *("I build.", "Before it.", "When | What\nQ1 | One | two\nQ2 | three | four"),
        *("python", 'def five():\nreturn "six"', "I test.\nseven | eight\nnine | ten"),
    ]
    assert result.unplaced == ()


FENCED = """# L3: Miller

## Mill

- I grind

```
<details open><summary>Examples</summary>
- rye
</details>
```

<pre>
hull
</pre>

## Yard

-
- real
1.
"""


def test_tags_in_code_stay_code_and_empty_items_are_nothing() -> None:
    result = of(FENCED)
    assert not [char for text in result.files.values() for char in text if char < "\n"]
    with TemporaryDirectory() as name:
        for path, text in result.files.items():
            Path(name, path).write_text(text, encoding="utf-8")
        [level] = read(Path(name))[0].levels
    mill, yard = level.sections
    assert mill.own.body[1].text.plain.splitlines() == [
        "<details open><summary>Examples</summary>",
        *("- rye", "</details>"),
    ]
    assert [point.text.plain for point in yard.own.body] == ["real"]
    assert mill.own.body[2].text.plain == "hull"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("x <details of bread> y", "x <details of bread> y"),
        ('[oven][o]\n\n[o]: https://o.org "hot"', '[oven](https://o.org "hot")'),
    ],
)
def test_words_in_what_looks_like_markup_stay(line: str, shown: str) -> None:
    result = of(f"# L3: Miller\n\n## Mill\n\n{line}\n")
    assert shown in result.files["l3-engineer.yaml"]
    assert result.unplaced == ()


def test_what_the_heads_of_a_table_say_beside_a_title_is_told() -> None:
    rows = "Area,L1 [Boy](https://b.org),L2\n[Craft](https://c.org),a,b\nSilence,,\n![Logo](l.png) Care,c,d\n"
    told = [one.text for one in of(rows, "table.csv").unplaced]
    assert sorted(told) == ["https://b.org", "https://c.org", "l.png"]
