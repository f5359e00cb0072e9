"""`translate` starts and renews a translation, and whatever happens to the original, no sentence stands for another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ladder_export.cli import main
from ladder_export.core.model import Ladder, Statement
from ladder_export.core.problems import InvalidLadder, Problem
from ladder_export.reading import read
from ladder_export.reading.json_schema import editor_schemas
from ladder_export.reading.nodes import scalars, to_python
from ladder_export.reading.yaml.parser import parse_yaml
from ladder_export.translation.translate import renew

ENGLISH = """
title: Bakery
levels:
  - id: baker
    title: Baker
    summary: I bake.
    sections:
      oven: {title: Oven, statements: [I heat it., {text: I watch it., children: [all day]}, I clean it.]}
"""
GERMAN = """
# by Ada
title: {of: Bakery, text: Bäckerei}
levels:
  baker:
    title: {of: Baker, text: Bäckerin}
    summary: {of: I bake., text: Ich backe.}  # short
    sections:
      oven:
        title: {of: Oven, text: Ofen}
        statements:
          - {of: I heat it., text: Ich heize ihn.}
          - {of: I watch it., text: Ich hüte ihn., children: [{of: all day, text: den ganzen Tag}]}
          - {of: I clean it., text: Ich putze ihn.}
"""


@pytest.fixture
def ladder(tmp_path: Path) -> Path:
    (tmp_path / "ladder.yaml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales/de.yaml").write_text(GERMAN, encoding="utf-8")
    return tmp_path


def edit(ladder: Path, before: str, after: str, file: str = "ladder.yaml") -> None:
    path = ladder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def statements(ladder: Ladder) -> list[str]:
    return [one.text.plain for section in ladder.levels[0].sections for one in section.own.all_statements]


def codes(problems: Sequence[Problem]) -> list[tuple[str, int]]:
    return [(problem.code, problem.span.line if problem.span else 0) for problem in problems]


def test_a_translation_that_keeps_its_originals_is_clean(ladder: Path) -> None:
    german, problems = read(ladder, "de")
    assert problems == ()
    assert statements(german) == ["Ich heize ihn.", "Ich hüte ihn.", "den ganzen Tag", "Ich putze ihn."]


def test_a_statement_that_was_inserted_moves_no_other(ladder: Path) -> None:
    edit(ladder, "[I heat it.,", "[I light it., I heat it.,")
    german, problems = read(ladder, "de")
    assert statements(german) == ["I light it.", "Ich heize ihn.", "Ich hüte ihn.", "den ganzen Tag", "Ich putze ihn."]
    assert codes(problems) == [("untranslated", 1)]


def test_a_statement_that_was_removed_takes_its_translation_along(ladder: Path) -> None:
    edit(ladder, "[I heat it., ", "[")
    german, problems = read(ladder, "de")
    assert statements(german) == ["Ich hüte ihn.", "den ganzen Tag", "Ich putze ihn."]
    assert codes(problems) == [("stale-translation", 12)]


def test_a_statement_that_was_moved_keeps_its_translation(ladder: Path) -> None:
    edit(ladder, "[I heat it., ", "[I clean it., ")
    edit(ladder, ", I clean it.]", ", I heat it.]")
    german, problems = read(ladder, "de")
    assert statements(german) == ["Ich putze ihn.", "Ich hüte ihn.", "den ganzen Tag", "Ich heize ihn."]
    assert problems == ()


def test_a_statement_that_was_reworded_falls_back_and_is_told_once(ladder: Path) -> None:
    edit(ladder, "I watch it.", "I never leave it.")
    german, problems = read(ladder, "de")
    assert statements(german) == ["Ich heize ihn.", "I never leave it.", "all day", "Ich putze ihn."]
    assert codes(problems) == [("stale-translation", 13)]
    assert "ladder-export translate" in problems[0].help


@pytest.mark.parametrize(("before", "after"), [("title: Baker\n", "title: Cook\n"), ("I bake.", "I cook.")])
def test_a_text_with_a_key_falls_back_too(ladder: Path, before: str, after: str) -> None:
    edit(ladder, before, after)
    german, problems = read(ladder, "de")
    assert after.strip().removeprefix("title: ") in f"{german.levels[0].title} {german.levels[0].summary[0].plain}"
    assert [problem.code for problem in problems] == ["stale-translation"]


def test_a_section_or_level_that_was_removed_is_no_error_for_a_translation_that_says_what_it_was(ladder: Path) -> None:
    (ladder / "ladder.yaml").write_text("title: Bakery\nlevels: [{title: Cook}]\n", encoding="utf-8")
    _, problems = read(ladder, "de")
    assert codes(problems) == [("untranslated", 1), ("stale-translation", 6)]


def test_a_plain_list_of_another_length_falls_back_as_a_whole(ladder: Path) -> None:
    plain = "levels: {baker: {sections: {oven: {statements: [Heizen., Hüten.]}}}}"
    (ladder / "locales/de.yaml").write_text(plain, encoding="utf-8")
    german, problems = read(ladder, "de")
    assert statements(german) == ["I heat it.", "I watch it.", "all day", "I clean it."]
    assert ("stale-translation", 1) in codes(problems)


def test_a_plain_item_among_others_stands_for_its_position_while_nothing_moved(ladder: Path) -> None:
    edit(ladder, "{of: I heat it., text: Ich heize ihn.}", "Ich heize ihn.", "locales/de.yaml")
    assert statements(read(ladder, "de")[0])[0] == "Ich heize ihn."
    edit(ladder, "[I heat it., ", "[I clean it., ")
    edit(ladder, ", I clean it.]", ", I heat it.]")
    german, problems = read(ladder, "de")
    assert statements(german) == ["Ich putze ihn.", "Ich hüte ihn.", "den ganzen Tag", "I heat it."]
    assert [problem.message for problem in problems] == ["the original of this translation is unknown"]


def test_the_command_starts_a_translation_that_is_all_to_do(ladder: Path) -> None:
    done = CliRunner().invoke(main, ["translate", str(ladder), "fr"])
    assert done.exit_code == 0, done.output
    assert "8 texts to translate" in done.output
    french, problems = read(ladder, "fr")
    assert statements(french) == statements(read(ladder)[0])
    assert [problem.message[:20] for problem in problems] == ["8 of 8 texts (100 %)"]


def test_the_command_renews_a_translation_once(ladder: Path) -> None:
    edit(ladder, "I watch it.", "I never leave it.")
    edit(ladder, "title: Baker\n", "title: Cook\n")
    done = CliRunner().invoke(main, ["translate", str(ladder), "DE"])
    assert "2 texts to translate, 2 stale translations marked 'was'" in done.output
    text = (ladder / "locales/de.yaml").read_text(encoding="utf-8")
    assert "- was: I watch it.\n            text: Ich hüte ihn.\n          - of: I never leave it.\n" in text
    assert "text: den ganzen Tag" in text
    assert text.startswith("# by Ada\n")
    assert "      # short\n      text: Ich backe.\n" in text
    again = CliRunner().invoke(main, ["translate", str(ladder), "de"])
    assert again.output.startswith("Nothing new: 2 texts")
    assert (ladder / "locales/de.yaml").read_text(encoding="utf-8") == text


def test_what_was_done_anew_is_clean_once_the_old_words_are_removed(ladder: Path) -> None:
    edit(ladder, "I bake.", "I bake bread.")
    renew(ladder, "de")
    edit(
        ladder,
        '- of: I bake bread.\n        text: ""',
        "- {of: I bake bread., text: Ich backe Brot.}",
        "locales/de.yaml",
    )
    german, problems = read(ladder, "de")
    assert german.levels[0].summary[0].plain == "Ich backe Brot."
    assert [(problem.code, problem.help[:15]) for problem in problems] == [("stale-translation", "translate the n")]


def test_a_reverted_original_has_its_translation_back(ladder: Path) -> None:
    edit(ladder, "I heat it.", "I heat the oven.")
    renew(ladder, "de")
    edit(ladder, "I heat the oven.", "I heat it.")
    assert statements(read(ladder, "de")[0])[0] == "Ich heize ihn."
    renew(ladder, "de")
    assert "was" not in (ladder / "locales/de.yaml").read_text(encoding="utf-8")


def test_words_whose_place_is_gone_are_kept_at_the_end(ladder: Path) -> None:
    (ladder / "ladder.yaml").write_text("title: Bakery\nlevels: [{title: Cook, summary: I bake.}]\n", encoding="utf-8")
    renew(ladder, "de")
    german, problems = read(ladder, "de")
    assert german.levels[0].summary[0].plain == "Ich backe."
    text = (ladder / "locales/de.yaml").read_text(encoding="utf-8")
    assert "\nstale:\n  - was: Baker\n    text: Bäckerin\n" in text
    assert [problem.code for problem in problems] == ["untranslated", "stale-translation"]


def test_plain_words_of_before_are_kept_with_what_they_stood_for(ladder: Path) -> None:
    plain = "title: Bäckerei\nwords: {examples: Etwa}\nlevels: {baker: {summary: [Ich backe., Gern.]}}\n"
    (ladder / "locales/de.yaml").write_text(plain, encoding="utf-8")
    renew(ladder, "de")
    german, _ = read(ladder, "de")
    assert (german.title, german.words.examples) == ("Bäckerei", "Etwa")
    assert [text.plain for text in german.levels[0].summary] == ["Ich backe.", "Gern."]


def test_a_folder_with_a_file_a_level_stays_one(ladder: Path) -> None:
    (ladder / "locales/de.yaml").unlink()
    (ladder / "locales/de").mkdir()
    (ladder / "locales/de/baker.yaml").write_text("title: Bäckerin\n", encoding="utf-8")
    changed, missing, _ = renew(ladder, "de")
    assert {path.name for path in changed} == {"ladder.yaml", "baker.yaml"}
    assert missing == 7
    assert read(ladder, "de")[0].levels[0].title == "Bäckerin"


def test_a_ladder_or_translation_that_cannot_be_read_is_left_alone(ladder: Path) -> None:
    edit(ladder, "by Ada", "by Ada\ntitle: [never closed", "locales/de.yaml")
    before = (ladder / "locales/de.yaml").read_bytes()
    with pytest.raises(InvalidLadder):
        renew(ladder, "de")
    assert (ladder / "locales/de.yaml").read_bytes() == before
    assert CliRunner().invoke(main, ["translate", str(ladder), "no tag"]).exit_code == 2
    assert CliRunner().invoke(main, ["translate"]).exit_code == 2


def test_editors_are_told_what_a_translation_may_hold(ladder: Path) -> None:
    edit(ladder, "I heat it.", "I heat the oven.")
    renew(ladder, "de")
    node = parse_yaml("de.yaml", (ladder / "locales/de.yaml").read_bytes()).node
    validator = Draft7Validator(editor_schemas()["translation.schema.json"])
    assert node is not None
    assert list(validator.iter_errors(to_python(node))) == []
    assert list(validator.iter_errors({"titel": "Bäckerei"}))


# The law: random edits of the original, and whatever is shown in German is the German of what stands there.

texts = st.lists(st.sampled_from([f"I do {name}." for name in "abcdefgh"]), min_size=1, max_size=6)
trees = st.lists(st.tuples(st.sampled_from([f"I do {name}." for name in "stuvwxyz"]), texts), min_size=1, max_size=5)


def english(tree: Sequence[tuple[str, Sequence[str]]]) -> str:
    items = "\n".join(f"        - {{text: {text}, children: [{', '.join(below)}]}}" for text, below in tree)
    return (
        f"title: T\nlevels:\n- id: l\n  title: L\n  sections:\n    craft:\n      title: C\n      statements:\n{items}\n"
    )


def shown_pairs(original: Ladder, german: Ladder) -> Iterator[tuple[str, str]]:
    def below(ours: Sequence[Statement], theirs: Sequence[Statement]) -> Iterator[tuple[str, str]]:
        for one, other in zip(ours, theirs, strict=True):
            yield one.text.plain, other.text.plain
            yield from below(one.children, other.children)

    sections = (original.levels[0].sections[0].own, german.levels[0].sections[0].own)
    yield from below(*(section.statements for section in sections))


def german_words(folder: Path) -> set[str]:
    node = parse_yaml("de.yaml", (folder / "locales/de.yaml").read_bytes()).node
    assert node is not None
    return {text for text, _ in scalars(node) if text.startswith("DE ")}


@settings(deadline=None, max_examples=40)
@given(trees, st.lists(trees, min_size=1, max_size=3))
def test_every_translation_that_is_shown_stands_for_the_original_it_was_made_for(
    first: list[tuple[str, list[str]]], later: list[list[tuple[str, list[str]]]]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ladder.yaml").write_text(english(first), encoding="utf-8")
        renew(folder, "de")
        file = folder / "locales/de.yaml"
        for tree in (first, *later):
            (folder / "ladder.yaml").write_text(english(tree), encoding="utf-8")
            for renewed in (False, True):
                if renewed:
                    before = german_words(folder)
                    renew(folder, "de")
                    assert german_words(folder) >= before
                    assert renew(folder, "de")[0] == ()
                original, german = read(folder)[0], read(folder, "de")[0]
                for ours, theirs in shown_pairs(original, german):
                    assert theirs in (ours, f"DE {ours}")
            lines = file.read_text(encoding="utf-8").split("\n")
            for number, line in enumerate(lines[1:], 1):  # a translator fills in every second text
                if line.strip() == 'text: ""' and number % 2:
                    lines[number] = line.replace('""', f"DE {lines[number - 1].partition('of: ')[2]}")
            file.write_text("\n".join(lines), encoding="utf-8")


def test_removed_translations_keep_the_order_of_their_file(ladder: Path) -> None:
    names = "abcdefgh"
    (ladder / "ladder.yaml").write_text(f"{ENGLISH}facts:\n  kept: Fact kept\n", encoding="utf-8")
    german = "".join(f"  {name}: {{of: Fact {name}, text: Ding {name}}}\n" for name in (*reversed(names), "kept"))
    (ladder / "locales/de.yaml").write_text(f"{GERMAN}facts:\n{german}", encoding="utf-8")
    renew(ladder, "de")
    text = (ladder / "locales/de.yaml").read_text(encoding="utf-8")
    removed = [line.rpartition(" ")[2] for line in text.partition("\nstale:")[2].splitlines() if "text: Ding" in line]
    assert removed == list(reversed(names))
