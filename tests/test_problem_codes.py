"""The page of problem codes is whole and up to date; UPDATE_GOLDEN=1 writes it anew."""

from __future__ import annotations

import os

import problem_codes


def test_every_code_is_explained_and_no_other() -> None:
    explained = [code for group in problem_codes.MEANINGS.values() for code in group]
    assert len(explained) == len(set(explained))
    assert set(explained) == problem_codes.codes()


def test_the_page_is_up_to_date() -> None:
    if "UPDATE_GOLDEN" in os.environ:
        problem_codes.PAGE.write_text(problem_codes.page(), encoding="utf-8")
    assert problem_codes.PAGE.read_text(encoding="utf-8") == problem_codes.page()
