"""The form of a review, and promotion guides between levels that a ladder names, once they are opened again."""

from __future__ import annotations

from pathlib import Path

import pytest

from editions import promotion, review
from ladder_export.core.model import Ladder
from ladder_export.files.resources import theme_names
from ladder_export.reading import read
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from writers.pdfs import failures, flat, opened, text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_both_sides_rate_every_area_beside_its_statements(theme: str, paper: str, own_ladder: Ladder) -> None:
    for document in review(own_ladder):
        written = pdf.render(document, RenderSettings(open_theme(theme), PAPERS[paper]))
        assert written.problems == ()
        shown = flat(text(written.data))
        level = own_ladder.level(document.level)
        expected = [one.text.plain for area in level.sections for one in area.own.statements]
        assert [words for words in expected if shown.count(flat(words)) != 1] == []
        with opened(written.data) as file:
            fields = {str(field.T): str(field.TU) for field in file.Root.AcroForm.Fields}
        assert all(fields.values())
        assert len([name for name in fields if name.startswith("rating-")]) == 2 * len(level.sections)
        assert len([name for name in fields if name.startswith("notes-")]) == 2 * len(level.sections)
        assert failures(written.data, "PDF/UA-1") == []


def test_a_ladder_names_promotions_from_one_track_to_another(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(
        "title: Engineering\nsections: {craft: Craft}\npromotions: [[L1, m1], [L1, L2]]\n", encoding="utf-8"
    )
    for code, track in (("L1", "ic"), ("L2", "ic"), ("M1", "lead")):
        (tmp_path / f"{code.lower()}.yaml").write_text(
            f"code: {code}\ntitle: Role {code}\ntrack: {track}\nsections: {{craft: {{statements: [I do {code}.]}}}}\n",
            encoding="utf-8",
        )
    found, problems = read(tmp_path)
    assert problems == ()
    assert [document.slug for document in promotion(found)] == ["l1--l2", "l1--m1"]
