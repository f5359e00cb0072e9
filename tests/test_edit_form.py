"""The form has every text of a level with its place, and what cannot be changed there is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from ladder_export.core.problems import InvalidLadder
from ladder_export.core.text import Run
from ladder_export.editing.edit import Edit, Overtaken, edited_files
from ladder_export.editing.field_problems import problems_by_field
from ladder_export.editing.form import Field, Form, make_form
from ladder_export.editing.ladder_nodes import Address, LadderNodes, read_nodes
from ladder_export.preview.editor import Editor

LADDER = """\
title: L
sections: {craft: {title: Craft, icon: 🛠}, people: People}
facts: {scope: {label: Scope, aliases: [Reach]}}
scales: {depth: {steps: [Uses, Teaches]}}
competencies:
  cloud: {title: Cloud, section: craft, scale: depth, steps: {Uses: {summary: All of it., statements: [I use clouds.]}}}
blocks: {all: {title: Everyone, sections: {people: {statements: [I am kind.]}}}}
tracks: {eng: {title: Engineering, includes: [all]}}
levels:
  - code: L1
    title: One  # the first
    track: eng
    facts: {Reach: Mine}
    ratings: {cloud: Uses}
    sections:
      craft:
        statements: [I build., {text: I test <b>., examples: &same [I tested.]}]
        examples: *same
  - {code: L2, title: Two, track: eng, extends: L1, ratings: {cloud: Uses}}
"""


@pytest.fixture
def nodes(tmp_path: Path) -> LadderNodes:
    """The nodes of a ladder in one file."""
    (tmp_path / "ladder.yaml").write_text(LADDER, encoding="utf-8")
    return read_nodes(tmp_path)


def form_of(nodes: LadderNodes, entry: str) -> Form:
    """Return the form of an entry that there is."""
    form = make_form(nodes, entry)
    assert form
    return form


def words(field: Field) -> str:
    """Return the text of a field."""
    return "".join(run.text for run in field.runs)


def setting(nodes: LadderNodes, entry: str, address: Address, text: str) -> str:
    """Return ladder.yaml with a text set."""
    form = form_of(nodes, entry)
    field = next(field for field in form.all_fields if field.address == address)
    files = edited_files(nodes, form, Edit("set", address, field.seen, runs=(Run(text),)))
    return files["ladder.yaml"].decode()


def test_every_text_of_a_level_is_there_with_its_origin(nodes: LadderNodes) -> None:
    form = form_of(nodes, "l1-one")
    texts = {words(field): field for field in form.all_fields if field.runs}
    assert list(texts) == [
        *("L1", "One", "Mine", "Uses", "Craft", "All of it.", "People"),
        *("I build.", "I test <b>.", "I tested.", "I use clouds.", "I am kind."),
    ]
    assert {text: field.levels for text, field in texts.items() if field.levels} == {
        **dict.fromkeys(("Craft", "All of it.", "I use clouds.", "People", "I am kind."), 2)
    }
    assert texts["I use clouds."].address == ("", "competencies", "cloud", "steps", "Uses", "statements", 0)
    assert (texts["Mine"].label, texts["Mine"].address) == ("Scope", ("l1-one", "facts", "Reach"))
    assert texts["Uses"].choices == ("Uses", "Teaches")
    assert [passage.title for area in form.areas for passage in area.passages] == ["", "Cloud · Uses", "", "Everyone"]
    assert form_of(nodes, "l2-two").extends == ("l1-one", "L1 One")


def test_the_ladder_and_its_tracks_have_titles_and_summaries(nodes: LadderNodes) -> None:
    assert [field.address for field in form_of(nodes, "/").fields] == [("", "title"), ("", "summary")]
    changed = setting(nodes, "/eng", ("", "tracks", "eng", "title"), "Craftspeople")
    assert changed == LADDER.replace("title: Engineering", "title: Craftspeople")
    assert make_form(nodes, "/nowhere") is None
    assert make_form(nodes, "nobody") is None


def test_a_level_whose_id_follows_its_title_is_shown_under_its_new_id(nodes: LadderNodes, tmp_path: Path) -> None:
    editor, address = Editor(tmp_path), ("l2-two", "title")
    field = next(field for field in form_of(nodes, "l2-two").all_fields if field.address == address)
    editor.save("l2-two", Edit("set", address, field.seen, runs=(Run("Second"),)))
    assert editor.entry_after("l2-two") == "l2-second"
    editor.undo(1)
    assert editor.entry_after("l2-second") == "l2-two"
    assert [editor.entry_after(entry) for entry in ("/", "/eng", "nobody")] == ["/", "/eng", "nobody"]


def test_a_level_that_is_listed_in_ladder_yaml_is_changed_there(nodes: LadderNodes) -> None:
    assert setting(nodes, "l1-one", ("l1-one", "title"), "First") == LADDER.replace("One  #", "First  #")
    statement = ("l1-one", "sections", "craft", "statements", 0)
    assert setting(nodes, "l1-one", statement, "I make.") == LADDER.replace("I build.", "I make.")
    shared = ("", "blocks", "all", "sections", "people", "statements", 0)
    assert setting(nodes, "l2-two", shared, "I am fair.") == LADDER.replace("I am kind.", "I am fair.")


def test_what_cannot_be_changed_in_place_is_told(nodes: LadderNodes) -> None:
    form = form_of(nodes, "l1-one")
    anchored = next(field for field in form.all_fields if words(field) == "I tested.")
    title = next(field for field in form.all_fields if field.address == ("l1-one", "title"))
    for field, text, reason in ((anchored, "Other", "anchor"), (title, "", "needs a text"), (title, "a\x00", "U+0000")):
        with pytest.raises(InvalidLadder, match=reason.replace("+", r"\+")):
            edited_files(nodes, form, Edit("set", field.address, field.seen, runs=(Run(text),)))
    with pytest.raises(Overtaken):
        edited_files(nodes, form, Edit("set", title.address, "what it was before", runs=(Run("First"),)))


def test_a_place_that_the_list_does_not_have_is_no_place_to_add_at(nodes: LadderNodes) -> None:
    form = form_of(nodes, "l1-one")
    texts = next(texts for texts in form.all_lists if texts.address == ("l1-one", "sections", "craft", "statements"))
    for position in (-1, 3, 2**70):
        with pytest.raises(Overtaken):
            edited_files(nodes, form, Edit("add", texts.address, texts.seen, position, runs=(Run("New."),)))


def test_a_problem_stands_beside_its_text(nodes: LadderNodes) -> None:
    about = problems_by_field(nodes, form_of(nodes, "l1-one"), nodes.warnings)
    codes = {address: [problem.code for problem in problems] for address, problems in about}
    assert codes[("l1-one", "sections", "craft", "statements", 1)] == ["html-tag"]
    assert ["html-tag"] not in [those for address, those in codes.items() if address[-1] != 1]
