"""The GitHub Action: its steps as a runner runs them, on a ladder in a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
LEVEL = "code: L{0}\ntitle: Miller {0}\nsections: {{craft: {{title: Craft, statements: [I mill {1}.]}}}}\n"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the action's steps are bash")


def step(name: str) -> dict[str, object]:
    return next(one for one in ACTION["runs"]["steps"] if str(one.get("run", "")).strip('"').endswith(f"/{name}"))


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """A runner's environment, in which `install` has been: ladder-export is in RUNNER_TEMP."""
    bin_folder = tmp_path / "temp/ladder-export/bin"
    bin_folder.mkdir(parents=True)
    for name in ("python", "ladder-export"):
        (bin_folder / name).symlink_to(Path(sys.executable).parent / name)
    repository = tmp_path / "repository"
    (repository / "mill").mkdir(parents=True)
    (repository / "ladder.yaml").write_text("title: Mill\nlanguage: en\n", encoding="utf-8")
    for number in (1, 2):
        text = LEVEL.format(number, "grain")
        (repository / f"mill/l{number}-miller.yaml").write_text(text, encoding="utf-8")
    return os.environ | {
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_WORKSPACE": str(repository),
        "RUNNER_TEMP": str(tmp_path / "temp"),
    }


def run(name: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / ".ci/action" / name],
        cwd=environment["GITHUB_WORKSPACE"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def variable(name: str) -> str:
    """The environment variable that hands an input on to the steps."""
    return f"INPUT_{name.upper().replace('-', '_')}"


def build(environment: dict[str, str], **inputs: str) -> tuple[int, dict[str, str]]:
    """Run the step `build` with the inputs' defaults and these; return its exit code and outputs."""
    Path(environment["GITHUB_OUTPUT"]).unlink(missing_ok=True)
    given = {name: str(row.get("default", "")) for name, row in ACTION["inputs"].items()} | inputs
    done = run("build", environment | {variable(name): value for name, value in given.items()})
    lines = Path(environment["GITHUB_OUTPUT"]).read_text(encoding="utf-8").splitlines()
    return done.returncode, dict(line.split("=", 1) for line in lines)


def test_every_input_reaches_a_step_and_every_output_comes_from_one() -> None:
    given = {name for one in ACTION["runs"]["steps"] for name in one.get("env", {}) if name.startswith("INPUT_")}
    elsewhere = {"cache", "comment", "python-version", "token"}
    assert given == {variable(name) for name in ACTION["inputs"] if name not in elsewhere}
    for name in given:
        assert name in "".join(path.read_text(encoding="utf-8") for path in (ROOT / ".ci/action").iterdir())
    for name, row in ACTION["outputs"].items():
        assert row["value"] == f"${{{{ steps.build.outputs.{name} }}}}"
        assert step("build")["id"] == "build"


def test_a_build_says_what_was_made(runner: dict[str, str]) -> None:
    code, outputs = build(runner, documents="json deck", levels="L1  l2-*", arguments="--force")
    assert code == 0
    assert outputs == {
        "made": "3", "files": "3", "errors": "0", "warnings": "0", "exit-code": "0", "manifest": "output/manifest.json",
    }  # fmt: skip
    assert (Path(runner["GITHUB_WORKSPACE"]) / outputs["manifest"]).is_file()
    assert "| deck | pptx | 2 |" in Path(runner["GITHUB_STEP_SUMMARY"]).read_text(encoding="utf-8")
    assert build(runner, documents="json deck")[1]["made"] == "0"


def test_a_ladder_with_errors_fails_the_step(runner: dict[str, str]) -> None:
    (Path(runner["GITHUB_WORKSPACE"]) / "mill/l1-miller.yaml").write_text("titel: Miller\n", encoding="utf-8")
    code, outputs = build(runner, documents="json")
    assert (code, outputs["exit-code"], outputs["made"], outputs["manifest"]) == (3, "3", "0", "")
    assert int(outputs["errors"]) > 0


def test_a_pull_request_gets_one_comment_that_is_renewed(runner: dict[str, str], tmp_path: Path) -> None:
    """GitHub's own `gh` is the other side here: a script in its place says what it was asked for."""
    repository = Path(runner["GITHUB_WORKSPACE"])

    git_program = shutil.which("git")
    assert git_program, "diff needs git"

    def git(*arguments: str) -> None:
        author = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run([git_program, *author, *arguments], cwd=repository, check=True)

    git("init", "--quiet", "--initial-branch=main")
    git("add", ".")
    git("commit", "--quiet", "--message=A ladder")
    git("remote", "add", "origin", str(repository))
    (repository / "mill/l2-miller.yaml").write_text(LEVEL.format(2, "flour"), encoding="utf-8")
    script = tmp_path / "bin/gh"
    script.parent.mkdir()
    script.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$*" >>"{tmp_path}/asked"\n[ ! -e "{tmp_path}/known" ] || case $* in *--jq*) echo 7;; esac\n'
    )
    script.chmod(0o755)
    environment = runner | {
        "PATH": f"{script.parent}:{runner['PATH']}", "BASE": "main", "PULL_REQUEST": "5", "GH_TOKEN": "secret",
        "GITHUB_REPOSITORY": "mill/ladder", "GITHUB_SERVER_URL": "https://github.example", "INPUT_LADDER": ".",
    }  # fmt: skip
    first = run("comment", environment)
    assert first.returncode == 0, first.stderr
    (tmp_path / "known").touch()
    assert run("comment", environment).returncode == 0
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert "--method POST repos/mill/ladder/issues/5/comments" in asked[1]
    assert "--method PATCH repos/mill/ladder/issues/comments/7" in asked[3]
    comment = (tmp_path / "temp/comment.md").read_text(encoding="utf-8")
    assert "flour" in comment
    assert "secret" not in comment + first.stdout + first.stderr
