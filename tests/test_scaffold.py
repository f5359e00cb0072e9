"""What `new` and `schema` write: a ladder that builds at once, and help for editors that works offline."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ladder_export.cli import main
from ladder_export.core.problems import BadOutput
from ladder_export.reading import read
from ladder_export.scaffold import create_ladder, write_schemas


def test_a_new_ladder_is_read_without_a_single_problem(tmp_path: Path) -> None:
    paths = create_ladder(tmp_path / "ladder")
    ladder, problems = read(tmp_path / "ladder")
    assert problems == ()
    assert [level.code for level in ladder.levels] == ["L1", "L2"]
    assert {level.ratings[0].title for level in ladder.levels} == {"Technology"}
    assert set(paths) == {path for path in (tmp_path / "ladder").rglob("*.*") if path.is_file()}
    editor = json.loads((tmp_path / "ladder/.vscode/extensions.json").read_text(encoding="utf-8"))
    assert editor == {"recommendations": ["redhat.vscode-yaml"]}


def test_every_file_names_its_schema_which_is_there(tmp_path: Path) -> None:
    create_ladder(tmp_path / "ladder")
    for file in (tmp_path / "ladder").rglob("*.yaml"):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        assert (file.parent / first.partition("$schema=")[2]).is_file()


def test_it_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["new", "ladder"]).exit_code == 0
    done = CliRunner().invoke(main, ["build", "-d", "deck", "-q"])
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "output/manifest.json").read_text(encoding="utf-8"))["clean"] is True


def test_what_is_there_already_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("title: Mine\n", encoding="utf-8")
    with pytest.raises(BadOutput, match="already"):
        create_ladder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(("ci", "workflow"), [("github", ".github/workflows/ladder.yml"), ("gitlab", ".gitlab-ci.yml")])
def test_a_workflow_stands_where_its_service_looks_for_it(tmp_path: Path, ci: str, workflow: str) -> None:
    create_ladder(tmp_path / "alone", ci)
    assert "ladder-export" in (tmp_path / "alone" / workflow).read_text(encoding="utf-8")
    assert (tmp_path / "alone/.gitignore").read_text(encoding="utf-8") == "/output/\n"

    (tmp_path / "shared/.git").mkdir(parents=True)
    create_ladder(tmp_path / "shared/our career", ci)
    assert "'our career'" in (tmp_path / "shared" / workflow).read_text(encoding="utf-8")
    assert sorted(path.name for path in (tmp_path / "shared").iterdir()) == sorted(
        [".git", "our career", Path(workflow).parts[0]]
    )
    with pytest.raises(BadOutput, match="already exists"):
        create_ladder(tmp_path / "shared/another", ci)
    assert not (tmp_path / "shared/another").exists()


def test_a_folder_that_cannot_be_written_is_exit_6(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = CliRunner().invoke(main, ["new", str(tmp_path / "file/ladder")])
    assert done.exit_code == 6
    assert "cannot be written" in done.output


def test_the_schema_is_renewed_in_place(tmp_path: Path) -> None:
    create_ladder(tmp_path / "ladder")
    before = (tmp_path / "ladder/level.schema.json").read_bytes()
    described = write_schemas(tmp_path / "ladder", tmp_path / "ladder")
    after = (tmp_path / "ladder/level.schema.json").read_bytes()
    schemas = ("export.schema.json", "ladder.schema.json", "level.schema.json", "translation.schema.json")
    assert described.names == schemas
    assert before != after
    assert b'"Planning Horizon"' in after


def test_the_first_lines_for_editors_are_those_of_the_starter(tmp_path: Path) -> None:
    create_ladder(tmp_path / "ladder")
    (tmp_path / "ladder/locales").mkdir()
    for folder in ("ladder", "schemas"):
        lines = write_schemas(tmp_path / "ladder", tmp_path / folder).lines
        kinds = {"ladder.yaml": "ladder", "engineering/*.yaml": "level", "locales/*.yaml": "translation"}
        assert set(lines) == set(kinds)
        for file, schema in lines.items():
            assert schema.rpartition("/")[2] == f"{kinds[file]}.schema.json"
            assert (tmp_path / "ladder" / file).parent.joinpath(schema).resolve().is_file()
    first = (tmp_path / "ladder/engineering/l1-engineer.yaml").read_text(encoding="utf-8").split("\n")[0]
    done = CliRunner().invoke(main, ["schema", str(tmp_path / "ladder"), "-o", str(tmp_path / "ladder")])
    assert f"First line of engineering/*.yaml: {first}\n" in done.output
    assert "First line of ladder.yaml: # yaml-language-server: $schema=ladder.schema.json\n" in done.output


def test_a_ladder_with_errors_is_described_all_the_same(tmp_path: Path) -> None:
    create_ladder(tmp_path / "ladder")
    level = tmp_path / "ladder/engineering/l1-engineer.yaml"
    level.write_text(level.read_text(encoding="utf-8") + "unheard: of\nsummary: twice\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["schema", str(tmp_path / "ladder"), "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "The ladder has 1 error. To see all, run: ladder-export check" in done.output
    properties = json.loads((tmp_path / "level.schema.json").read_text(encoding="utf-8"))["properties"]
    assert properties["facts"]["properties"]["horizon"]["title"] == "Planning Horizon"
    assert properties["extends"]["examples"] == ["l1-engineer", "l2-senior-engineer"]


def test_no_sentence_of_the_starter_is_cut_in_two(tmp_path: Path) -> None:
    create_ladder(tmp_path / "ladder")
    ladder, _ = read(tmp_path / "ladder")
    said = {
        one.text.plain
        for level in ladder.levels
        for section in level.sections
        for passage in section.passages
        for one in passage.all_statements
    }
    assert {
        "I ask when I am stuck, and I say what I tried.",
        "I proposed the boring database, and wrote down why.",
    } < said
