"""Every command of docs/ is run as it is written, in a folder that has what its page speaks of; README's have a test of their own."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import docx
import pptx
import pytest
from click.testing import CliRunner

from ladder_export.cli import main
from test_docs import FENCE, PAGES, ROOT, lines_of
from writers.test_press import profile

TRACK = "tracks:\n  management: Management\n"
MANAGER = (
    "code: M1\ntitle: Engineering Manager\ntrack: management\nsections: {business: {statements: [I grow a team.]}}\n"
)
NOT_HERE = {
    "preview": "started by the README's test and those of the preview in a browser",
    "--cluster": "needs a scheduler, which tests/test_cluster.py starts",
    "/mnt/c": "a path of Windows",
}


def commands_of(page: Path) -> list[str]:
    """What a page tells people to type of ours, but for what needs another machine."""
    ours = [line for line in lines_of(page) if re.match(r"(\S*/)?ladder-export ", line)]
    return [line for line in ours if not any(word in line for word in NOT_HERE)]


def revision(folder: Path, *names: str) -> None:
    """Commit everything, under names that the pages have for it."""
    git = ["git", "-c", "user.name=me", "-c", "user.email=me@example.com"]
    subprocess.run([*git, "add", "ladder"], cwd=folder, check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "ladder"], cwd=folder, check=True)
    for name in names:
        subprocess.run([*git, "tag", name], cwd=folder, check=True)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a ladder and its earlier editions, a company's templates, and ladders of other forms."""
    folder = tmp_path / "desk"
    shutil.copytree(ROOT / "ladder", folder / "ladder")
    (folder / "ladder/_brand.yml").write_text('color: {primary: "#7a1f3d"}\n', encoding="utf-8")
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=folder, check=True)  # noqa: S607  # the machine's git
    revision(folder, "v2025", "v2025.2")
    level = folder / "ladder/cloud-security/l3-senior-cloud-security-engineer.yaml"
    level.write_text(level.read_text(encoding="utf-8").replace("I ", "We ", 1), encoding="utf-8")
    revision(folder, "v2026")
    shutil.copytree(folder / "ladder", folder / "my-ladder")
    shutil.copytree(ROOT / "ladder", tmp_path / "old-ladder")
    mine = folder / "my-ladder/ladder.yaml"
    mine.write_text(mine.read_text(encoding="utf-8").replace("tracks:\n", TRACK), encoding="utf-8")
    (folder / "my-ladder/m1.yaml").write_text(MANAGER, encoding="utf-8")
    pptx.Presentation().save(str(folder / "brand.pptx"))
    docx.Document().save(str(folder / "brand.docx"))
    (folder / "FOGRA39.icc").write_bytes(profile())
    (folder / "handbook").mkdir()
    (folder / "handbook/b1.md").write_text("# B1: Baker\n\n## Dough\n\n- I knead.\n", encoding="utf-8")
    bodies = [body for _, kind, body in FENCE.findall((ROOT / "docs/importing.md").read_text(encoding="utf-8")) if kind]
    (folder / "ladder.json").write_text(next(body for body in bodies if body.startswith('{"name"')), encoding="utf-8")
    (folder / "map.yaml").write_text(next(body for body in bodies if body.startswith("title: name")), encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.parent.name == "docs" and commands_of(page)], ids=lambda page: page.stem
)
def test_every_command_of_a_page_does_its_work(page: Path, desk: Path) -> None:
    for line in commands_of(page):
        words = shlex.split(line.partition(" | ")[0])[1:]
        made = words[1] if words[0] == "new" else words[-1] if "--output" in words else ""
        if made:  # such a command begins with nothing
            shutil.rmtree(desk / made, ignore_errors=True)
        done = CliRunner().invoke(main, words)
        assert done.exit_code in {0, 1}, f"{line}\n{done.output}"
        assert done.exception is None or isinstance(done.exception, SystemExit), line
        assert done.exit_code == 0 or "warning" in done.output, f"{line}\n{done.output}"
