"""What GitHub's runner is told: problems in the margin of their files, and what was made as the job's summary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ladder_export.cli import main

SHARED = "title: Ladder *one*\ntracks: {eng: Engineering}\nexport: {documents: [deck, json, scorecard]}\n"
LEVEL = "code: L{0}\ntitle: Engineer {0}\nsummary: I build things that last.\n"


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A job of a runner, with a ladder below the checkout; the file of its summary."""
    checkout = tmp_path / "checkout"
    (checkout / "docs/career/eng").mkdir(parents=True)
    (checkout / "docs/career/ladder.yaml").write_text(SHARED, encoding="utf-8")
    for number in (1, 2):
        (checkout / f"docs/career/eng/l{number}.yaml").write_text(LEVEL.format(number), encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(checkout))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.chdir(checkout / "docs")
    return tmp_path / "summary.md"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def annotated(done: Result) -> list[str]:
    return [line.partition("file=")[2].partition(",")[0] for line in done.stderr.splitlines() if line.startswith("::")]


@pytest.mark.parametrize(
    ("inside", "named"), [("docs", "career"), ("docs/career", "."), ("", "docs/career"), ("docs/career/eng", "..")]
)
def test_annotations_are_seen_from_the_checkout_wherever_the_command_runs(
    summary: Path, monkeypatch: pytest.MonkeyPatch, inside: str, named: str
) -> None:
    checkout = summary.parent / "checkout"
    (checkout / "docs/career/eng/l2.yaml").write_text("titel: Engineer\n", encoding="utf-8")
    monkeypatch.chdir(checkout / inside)
    assert set(annotated(call("check", named))) == {"docs/career/eng/l2.yaml"}
    assert set(annotated(call("check", str(checkout / "docs/career")))) == {"docs/career/eng/l2.yaml"}


def test_warnings_stand_in_the_margin_also_with_json(summary: Path) -> None:
    level = summary.parent / "checkout/docs/career/eng/l2.yaml"
    level.write_text(level.read_text(encoding="utf-8").replace("that last", "that  last"), encoding="utf-8")
    for command in ("check", "build"):
        done = call(command, "career", "--json")
        assert json.loads(done.stdout)["exit"] == 0
        assert annotated(done) == ["docs/career/eng/l2.yaml"]


def test_a_file_outside_the_checkout_keeps_its_path(summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (summary.parent / "checkout/docs/career/eng/l2.yaml").write_text("titel: Engineer\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(summary.parent / "elsewhere"))
    assert set(annotated(call("check", "career"))) == {"career/eng/l2.yaml"}


def test_a_job_summary_says_what_was_made(summary: Path) -> None:
    assert call("build", "career", "-q").exit_code == 0
    heading, _, verdict, _, *table, _, made, end = summary.read_text(encoding="utf-8").split("\n")
    assert (heading, verdict) == ("### ladder-export", r"**Ladder \*one\*** in `output`: no problems")
    assert [row.rpartition("|")[0].rpartition("|")[0] for row in table] == [
        "| document | format | files | length ",
        "|---|---|--:|--:",
        "| deck | pptx | 2 | 4 slides ",
        "| json | json | 1 | 2 levels ",
        "| scorecard | pdf | 2 | 2 pages ",
    ]
    assert (made, end) == ("5 made, 0 unchanged.", "")
    assert call("build", "career", "-q").exit_code == 0
    assert summary.read_text(encoding="utf-8").endswith("\n0 made, 5 unchanged.\n"), "steps of a job add to its summary"


def test_a_job_summary_says_why_nothing_was_made_and_takes_no_markup_from_a_ladder(summary: Path) -> None:
    level = "title: Engineer\nextends: <img src=x>`|**l9**\n"
    (summary.parent / "checkout/docs/career/eng/l2.yaml").write_text(level, encoding="utf-8")
    assert call("build", "career").exit_code == 3
    _, _, verdict, _, *problems, _ = summary.read_text(encoding="utf-8").split("\n")
    assert verdict.startswith("**build failed: 1 error")
    assert verdict.endswith("; nothing was made**")
    (error,) = [line for line in problems if line.startswith("- career/eng/l2.yaml:2:10: error: ")]
    assert r"&lt;img src=x&gt;\`\|\*\*l9\*\*" in error


def test_a_summary_that_cannot_be_written_is_told_and_fails_nothing(
    summary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary.parent))
    done = call("build", "career", "-q")
    assert (done.exit_code, done.stderr) == (0, "The job summary could not be written: Is a directory\n")
