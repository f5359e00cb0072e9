"""The documents tell the truth: links lead somewhere, commands exist, examples are valid; UPDATE_GOLDEN=1 renews docs/commands.md."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

import command_page
from ladder_export import __version__
from ladder_export.cli import main
from ladder_export.reading import read
from ladder_export.scaffold import write_schemas

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PAGES = [page for page in PAGES if page.exists()]
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What links can name on a page: its headings, as GitHub and the site spell them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", page.read_text(encoding="utf-8")))
    for link in LINK.findall(text):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def lines_of(page: Path) -> list[str]:
    """Every line that a page tells people to type, as one command each."""
    blocks = [body for _, kind, body in FENCE.findall(page.read_text(encoding="utf-8")) if kind == "console"]
    typed = [line.strip()[2:] for body in blocks for line in body.splitlines() if line.strip().startswith("$ ")]
    return [re.sub(r"\s+#.*", "", line) for line in typed]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_can_be_typed(page: Path) -> None:
    for line in lines_of(page):
        words = shlex.split(line.partition(" > ")[0].partition(" | ")[0])
        while words and (words[0].startswith("sudo") or "=" in words[0]):
            words = words[1:]
        if Path(words[0]).name != "ladder-export":
            assert Path(words[0]).name in {
                "apt-get",
                "brew",
                "dask",
                "docker",
                "eval",
                "git",
                "make",
                "pip",
                "pipx",
                "python3",
                "uvx",
            }, line
            continue
        command: click.Command = main
        context = click.Context(main, info_name="ladder-export")
        arguments = words[1:]
        while isinstance(command, click.Group):
            command = command.commands[arguments[0]]
            arguments = arguments[1:]
        command.make_context(line, arguments, parent=context)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_of_yaml_is_yaml(page: Path) -> None:
    for _, kind, body in FENCE.findall(page.read_text(encoding="utf-8")):
        if kind == "yaml":
            assert yaml.safe_load(body) is not None


def test_the_changelog_and_the_hook_name_this_version() -> None:
    assert f"rev: v{__version__}\n" in (ROOT / "docs/pipelines.md").read_text(encoding="utf-8")
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d[^]]*)\] - \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert released[0] == __version__
    assert re.findall(r"^\[([^]]+)\]: \S+/v(\S+)$", text, re.MULTILINE) == [(name, name) for name in released]


def test_what_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = {path for path in re.findall(r"`([\w./]*/[\w./]*)`", text) if "NAME" not in path}
    assert len(paths) > 15
    roots = (ROOT, ROOT / "src/ladder_export")
    assert sorted(path for path in paths if not any((root / path).exists() for root in roots)) == []
    tables = re.findall(r"`([A-Z]+)`\s+in\s+`([\w./]+)`", text)
    assert len(tables) > 4
    for name, path in tables:
        module = (ROOT / "src/ladder_export" / path).read_text(encoding="utf-8")
        assert re.search(rf"^{name}\b.*=", module, re.MULTILINE), (name, path)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"(?:`|\$ )make ([a-z]+)", text)) <= set(targets)


def blocks(page: str, kind: str) -> list[str]:
    return [body for _, name, body in FENCE.findall((ROOT / "docs" / page).read_text(encoding="utf-8")) if name == kind]


@pytest.mark.parametrize("page", ["ladder.md", "first-ladder.md"])
def test_the_example_of_a_ladder_is_one(page: str, tmp_path: Path) -> None:
    shared, level = blocks(page, "yaml")[:2]
    (tmp_path / "cloud-security").mkdir()
    (tmp_path / "ladder.yaml").write_text(shared, encoding="utf-8")
    (tmp_path / "cloud-security/l3-senior-cloud-security-engineer.yaml").write_text(level, encoding="utf-8")
    ladder, problems = read(tmp_path)
    assert [problem for problem in problems if problem.is_error] == []
    assert [one.code for one in ladder.levels] == ["L3"]


def test_a_newcomer_gets_what_the_first_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typed = [line for line in lines_of(ROOT / "docs/first-ladder.md") if "preview" not in line]
    assert [line.split()[1] for line in typed] == ["new", "build", "check", "build"]
    for line in typed:
        done = CliRunner().invoke(main, shlex.split(line)[1:])
        assert done.exit_code == 0, done.output
    assert (tmp_path / "output/index.html").is_file()


def test_every_command_of_the_readme_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old-ladder").mkdir()
    levels = "".join(f"\n## B{rank}: Baker {rank}\n\n### Dough\n\n- I knead.\n- I ask.\n" for rank in (1, 2))
    (tmp_path / "old-ladder/bakers.md").write_text(f"# Bakers\n{levels}", encoding="utf-8")
    typed = [line.removeprefix("uvx ") for line in lines_of(ROOT / "README.md")]
    ours = [shlex.split(line)[1:] for line in typed if line.startswith("ladder-export ")]
    assert [words[0] for words in ours] == ["new", "doctor", "new", "build", "preview", "import", "workbook", "import"]
    for words in ours:
        if words[0] == "new" or "--output" in words:
            shutil.rmtree("my-ladder", ignore_errors=True)
        if words[0] == "preview":
            command = [sys.executable, "-m", "ladder_export", *words]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as preview:
                assert preview.stdout
                assert preview.stdout.readline().startswith("Showing my-ladder at http://127.0.0.1:")
                preview.send_signal(signal.SIGINT)
            continue
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
    assert (tmp_path / "output/index.html").is_file()
    assert "Nothing to change" in done.output, "the workbook came back as it went out"


def test_the_page_of_commands_is_up_to_date() -> None:
    if "UPDATE_GOLDEN" in os.environ:
        command_page.PAGE.write_text(command_page.page(), encoding="utf-8")
    assert command_page.PAGE.read_text(encoding="utf-8") == command_page.page()


@pytest.mark.parametrize("ladder", sorted((ROOT / "docs/gallery").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_ladder_of_the_gallery_is_clean(ladder: Path) -> None:
    assert read(ladder)[1] == ()


def test_published_schemas_are_those_of_today(tmp_path: Path) -> None:
    folder = ROOT / "docs/schemas"
    if "UPDATE_GOLDEN" in os.environ:
        write_schemas(None, folder)
    described = write_schemas(None, tmp_path)
    assert [name for name in described.names if (folder / name).read_bytes() != (tmp_path / name).read_bytes()] == []
    entries = json.loads((folder / "schemastore.json").read_text(encoding="utf-8"))
    assert {entry["url"].rpartition("/")[2] for entry in entries} <= set(described.names)
