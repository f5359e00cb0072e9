"""The record of what was made, to and from JSON."""

import json
from dataclasses import replace

import pytest

from ladder_export.manifest import Artefact, DamagedManifest, Manifest, from_json
from ladder_export.problems import Problem, Severity, Span

WARNING = Problem("page-budget", "two pages", Span("ladder/l3.yaml", 2, 3), Severity.WARNING, "cut a fifth")
SHEET = Artefact(
    path="sheets/l3.pdf",
    edition="sheet",
    level="l3",
    format="pdf",
    bytes=1234,
    sha256="ab" * 32,
    unit="pages",
    count=1,
    sources=("ladder.yaml", "security/l3.yaml"),
    theme="slate 0123456789abcdef",
    layout={"scale": 0.95},
)
MANIFEST = Manifest("1.2.3", {"title": "Ladder"}, {"weasyprint": "70.0"}, (SHEET,))


def test_it_survives_the_way_to_json_and_back() -> None:
    with_problems = replace(MANIFEST, artefacts=(replace(SHEET, problems=(WARNING,)),), problems=(WARNING,))
    for manifest in (MANIFEST, with_problems):
        assert from_json(manifest.to_json()) == manifest


def test_a_file_with_a_problem_is_never_called_clean() -> None:
    assert MANIFEST.clean
    assert not replace(MANIFEST, artefacts=(replace(SHEET, problems=(WARNING,)),)).clean
    assert json.loads(replace(MANIFEST, problems=(WARNING,)).to_json())["clean"] is False


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a/../../b", "..\\x", ""])
def test_a_path_that_leads_out_of_the_folder_is_refused(path: str) -> None:
    content = json.loads(MANIFEST.to_json())
    content["artefacts"][0]["path"] = path
    with pytest.raises(DamagedManifest, match="leads out"):
        from_json(json.dumps(content))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 99}', "null", '{"schema": 1, "tool": 3}', "\x00"])
def test_what_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(DamagedManifest):
        from_json(text)
