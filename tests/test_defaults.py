"""Defaults of options: what the command line says comes first, then the environment, the repository and the user."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ladder_export.cli import main


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a ladder in `career`, and a user without settings; one stands in a folder of it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home/config"))
    for name in ("home/config/ladder-export", "repository/docs"):
        (tmp_path / name).mkdir(parents=True)
    level = "code: L1\ntitle: Miller\nsections: {craft: {title: Craft, statements: [I mill.]}}\n"
    (tmp_path / "repository/career/mill").mkdir(parents=True)
    (tmp_path / "repository/career/ladder.yaml").write_text("title: Mill\nlanguage: en\n", encoding="utf-8")
    (tmp_path / "repository/career/mill/l1-miller.yaml").write_text(level, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "repository/docs")
    return tmp_path / "repository"


def settings(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.ladder-export]\n{text}\n", encoding="utf-8")


def planned(*arguments: str) -> tuple[str, list[str]]:
    done = CliRunner().invoke(main, ["build", "--dry-run", "--json", *arguments])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    return Path(told["output"]).resolve().name, told["plan"]


def test_the_nearest_source_of_a_default_counts(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = Path.home() / "config/ladder-export/config.toml"
    settings(repository, 'ladder = "career"\ndocument = ["json"]')
    user.write_text('output = "of-the-user"\n', encoding="utf-8")
    assert planned() == ("of-the-user", ["ladder.json"])

    settings(repository, 'ladder = "career"\ndocument = "json"\noutput = "of-the-repository"')
    assert planned() == ("of-the-repository", ["ladder.json"])
    assert not list(repository.rglob("of-the-*")), "a dry run writes nothing"

    monkeypatch.setenv("LADDER_EXPORT_DOCUMENT", "deck json")
    monkeypatch.setenv("LADDER_EXPORT_OUTPUT", "of-the-environment")
    assert planned() == ("of-the-environment", ["decks/l1-miller.pptx", "ladder.json"])
    assert planned("-e", "sheet", "-o", "named") == ("named", ["sheets/l1-miller.pdf"])


def test_documents_may_go_by_their_former_name(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(repository, 'ladder = "career"\nedition = "json"')
    assert planned()[1] == ["ladder.json"]
    monkeypatch.setenv("LADDER_EXPORT_EDITION", "deck")
    assert planned()[1] == ["decks/l1-miller.pptx"]
    monkeypatch.setenv("LADDER_EXPORT_DOCUMENT", "sheet")
    assert planned()[1] == ["sheets/l1-miller.pdf"]
    assert planned("--edition", "json", "-e", "deck", "-d", "sheet")[1] == [
        "sheets/l1-miller.pdf",
        "decks/l1-miller.pptx",
        "ladder.json",
    ]
    assert "edition" not in CliRunner().invoke(main, ["build", "--help"]).output


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("docment = 'json'", "pyproject.toml: 'docment' is not a setting. did you mean 'document'?"),
        ("edition = 'json'\ndocument = 'deck'", "pyproject.toml: 'edition' is the old name of 'document': remove it"),
        ("strict = 'yes'", "pyproject.toml: 'strict' cannot be 'yes'"),
        ("cluster = 'tcp://elsewhere:8786'", "pyproject.toml: 'cluster' is not a setting"),
        ("output = '../../elsewhere'", "'output' must be a folder below the one that holds this file"),
        ("document = 'book'", "'book' is not one of"),
        ("since = ''", "pyproject.toml: 'since' cannot be ''"),
        ("output = ", "pyproject.toml is not valid TOML"),
    ],
)
def test_what_is_no_default_is_told_with_its_file(repository: Path, text: str, told: str) -> None:
    settings(repository, text)
    done = CliRunner().invoke(main, ["build", "../career"])
    assert done.exit_code == 2
    assert told in " ".join(done.output.split())


def test_a_user_sets_how_to_work_and_not_what_is_made(repository: Path) -> None:
    (Path.home() / "config/ladder-export/config.toml").write_text("theme = 'folio'\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(repository / "career")])
    assert done.exit_code == 2
    assert "config.toml: 'theme' is not a setting" in " ".join(done.output.split())


@pytest.mark.parametrize(
    "text",
    [
        '[tool]\nladder-export = {document = "json"}',
        'tool.ladder-export.document = "json"',
        '[ tool . "ladder-export" ]\ndocument = "json"',
        '[tool.ladder-export]\ndocument = "json"',
    ],
)
def test_a_table_is_found_however_toml_spells_it(repository: Path, text: str) -> None:
    (repository / "pyproject.toml").write_text(f"{text}\n", encoding="utf-8")
    assert planned("../career")[1] == ["ladder.json"]
