"""The form of a review, and promotion guides between levels that a ladder names, once they are opened again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from editions import promotion, review
from ladder_export.core.document import BlankTable, Bullets, Document, RatingTable
from ladder_export.core.model import Ladder
from ladder_export.core.ui_strings import LANGUAGES
from ladder_export.documents.progression import Transition
from ladder_export.documents.review import review_between
from ladder_export.files.resources import theme_names
from ladder_export.reading import read
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from ladders import ladder, level, section
from writers.pdfs import failures, flat, opened, text

POINTS_PER_MM = 72 / 25.4


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


def pairs(ladder: Ladder) -> Iterator[Document]:
    """The reviews of any two levels of a ladder."""
    for lower, upper in permutations(ladder.levels, 2):
        yield review_between(ladder, Transition(lower, upper)).make_document()


def test_a_review_of_two_levels_says_every_statement_once_and_marks_what_is_new_or_grows(own_ladder: Ladder) -> None:
    words = own_ladder.words
    for document in pairs(own_ladder):
        lower, upper = (own_ladder.level(name) for name in document.slug.split("--"))
        shown = Counter(
            item.text.plain
            for section in document.sections
            for piece in section.pieces
            if isinstance(piece, Bullets)
            for item in piece.items
        )
        expected = {one.text.plain for level in (lower, upper) for area in level.sections for one in area.statements}
        assert shown == Counter(expected)
        own = {one.text.plain for area in lower.sections for one in area.statements}
        for area in document.sections[:-1]:
            lists = {piece.label: piece.items for piece in area.pieces if isinstance(piece, Bullets)}
            assert not own & {item.text.plain for item in lists.get(words.new_at.format(level=upper.code), ())}
            for item in lists.get(words.grows_at.format(level=upper.code), ()):
                assert any(run.changed == "added" for run in item.text.runs) or item.children
            assert [type(piece) for piece in area.pieces[len(lists) :]] == [RatingTable, RatingTable, BlankTable]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_a_review_of_two_levels_is_a_form_whose_fields_follow_the_text(
    theme: str, paper: str, own_ladder: Ladder
) -> None:
    l2, l3 = own_ladder.levels[:2]
    document = review_between(own_ladder, Transition(l2, l3)).make_document()
    written = pdf.render(document, RenderSettings(open_theme(theme), PAPERS[paper]))
    assert (written.problems, failures(written.data, "PDF/UA-1")) == ((), [])
    shown = flat(text(written.data))
    listed = [
        item
        for part in document.sections
        for piece in part.pieces
        if isinstance(piece, Bullets)
        for item in piece.items
    ]
    assert [item.text.plain for item in listed if shown.count(flat(item.text.plain)) != 1] == []
    with opened(written.data) as file:
        fields = [(str(field.T), str(field.TU)) for field in file.Root.AcroForm.Fields]
    names = [name for name, _ in fields]
    areas = len(document.sections) - 1
    assert all(title for _, title in fields)
    assert [name for name in names if name.startswith(("rating-", "notes-", "next-"))] == [
        name
        for area in range(1, areas + 1)
        for name in (f"rating-{area}-1", f"notes-{area}-1", f"rating-{area}-2", f"notes-{area}-2", f"next-{area}")
    ]


@pytest.mark.parametrize("theme", theme_names())
def test_a_pen_finds_room_and_long_text_that_is_typed_gets_smaller(theme: str, own_ladder: Ladder) -> None:
    l2, l3 = own_ladder.levels[:2]
    document = review_between(own_ladder, Transition(l2, l3)).make_document()
    data = pdf.render(document, RenderSettings(open_theme(theme))).data
    with opened(data) as file:
        fields = [
            (field, float(field.Rect[3] - field.Rect[1]))
            for page in file.pages
            for field in page.Annots
            if "/Rect" in field
        ]
        ticks = [abs(height) / POINTS_PER_MM for field, height in fields if "/AP" in field]
        boxes = [(field, abs(height) / POINTS_PER_MM) for field, height in fields if field.get("/Ff") == 1 << 12]
        assert [str(field.DA) for field, _ in boxes if " 0 Tf" not in str(field.DA)] == []
    assert min(ticks) >= 4.9
    assert min(height for _, height in boxes) >= 5.2  # 7 mm with the space around it, which the field leaves out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_review_of_two_levels_speaks_every_language(language: str) -> None:
    lower = level("L1", "Engineer", section("Craft", "I build what others use."))
    upper = level(
        "L2", "Senior", section("Craft", "I build and design what others use."), section("People", "I teach.")
    )
    made_ladder = ladder(lower, upper, language=language)
    document = review_between(made_ladder, Transition(lower, upper)).make_document()
    written = pdf.render(document, RenderSettings(open_theme("slate")))
    labels = [piece.label for part in document.sections for piece in part.pieces if isinstance(piece, Bullets)]
    assert (len(labels), failures(written.data, "PDF/UA-1")) == (3, [])
    if language not in ("ja", "ar"):  # Japanese fonts may be missing, and Arabic is read back in another order
        assert [label for label in labels if flat(label) not in flat(text(written.data))] == []


def test_a_ladder_names_promotions_and_reviews_of_any_two_levels(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(
        "title: Engineering\nsections: {craft: Craft}\npromotions: [[L1, m1], [L1, L2]]\n"
        "reviews: [[L1, Role L2], [l1, L2], ['M1 Role M1', L2]]\n",
        encoding="utf-8",
    )
    for code, track in (("L1", "ic"), ("L2", "ic"), ("M1", "lead")):
        (tmp_path / f"{code.lower()}.yaml").write_text(
            f"code: {code}\ntitle: Role {code}\ntrack: {track}\nsections: {{craft: {{statements: [I do {code}.]}}}}\n",
            encoding="utf-8",
        )
    found, problems = read(tmp_path)
    assert problems == ()
    assert [document.slug for document in promotion(found)] == ["l1--l2", "l1--m1"]
    assert [document.slug for document in review(found)] == ["l1", "l2", "m1", "l1--l2", "m1--l2"]
