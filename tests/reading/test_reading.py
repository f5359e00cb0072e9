"""What a good ladder reads to: defaults, order, and text that stays what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ladder_export.core.model import Ladder
from ladder_export.documents import DOCUMENTS
from ladder_export.reading import read
from ladder_export.reading.schema import export_models
from ladder_export.reading.text_checks import expand_shortcodes, find_mojibake
from ladder_export.reading.yaml.encoding import cached_lines
from ladder_export.theme import PAPERS

SHARED = """\
title: Engineering ladder
facts:
  horizon: Planning Horizon
  radius: {label: Impact Radius}
sections:
  domain: {title: Domain expertise, icon: ":owl:"}
  culture: Culture
"""


def ladder_of(folder: Path, **files: str) -> Ladder:
    """The ladder of these files, __ standing for a slash; it must read without a warning."""
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    ladder, warnings = read(folder)
    assert [warning for warning in warnings if warning.code != "unused-label"] == []
    return ladder


def test_a_title_and_a_level_with_a_title_are_a_ladder(tmp_path: Path) -> None:
    ladder = ladder_of(tmp_path, ladder="title: Our ladder\n", engineer="title: Engineer\n")
    [level] = ladder.levels
    assert (level.id, level.code, level.title, level.rank) == ("engineer", "", "Engineer", 0)
    assert ladder.track(level.track).title == "Our ladder"
    assert (ladder.language, ladder.edition, ladder.export.documents, ladder.export.page_budget) == ("en", "", None, 1)


def test_a_small_ladder_is_one_file(tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text("title: Ours\nlevels:\n  - {code: L1, title: Señor Engineer}\n  - {id: top, title: Top}\n")
    ladder, _ = read(file)
    assert [(level.id, level.span.line) for level in ladder.levels] == [("top", 4), ("l1-señor-engineer", 3)]
    assert ladder.sources == (ladder.levels[0].source,)
    assert ladder.levels[0].source.path == "small.yaml"


def test_the_folder_is_the_track(tmp_path: Path) -> None:
    ladder = ladder_of(tmp_path, ladder="title: Ours\n", cloud_security__l1="title: Engineer\ncode: L1\n")
    assert [(track.id, track.title) for track in ladder.tracks] == [("cloud_security", "Cloud security")]
    assert ladder.levels[0].source.path == "cloud_security/l1.yaml"
    assert ladder.levels[0].span.file == f"{tmp_path.as_posix()}/cloud_security/l1.yaml"
    assert [source.path for source in ladder.sources] == ["ladder.yaml"]


def test_the_only_track_needs_no_mention(tmp_path: Path) -> None:
    ladder = ladder_of(tmp_path, ladder="title: Ours\ntracks: {cloud: Cloud}\n", l1="title: Engineer\n")
    assert ladder.levels[0].track == "cloud"


@pytest.mark.parametrize(
    ("level", "rank"),
    [("code: L3", 3), ("code: L1.5", 1.5), ("code: Senior", 0), ("code: IC4-2", 4), ("code: L3\nrank: 7", 7)],
)
def test_the_rank_is_the_first_number_of_the_code_unless_said(tmp_path: Path, level: str, rank: float) -> None:
    ladder = ladder_of(tmp_path, ladder="title: Ours\n", l="title: Engineer\n" + level)
    assert ladder.levels[0].rank == rank


def test_levels_come_track_by_track_from_the_lowest_rung(tmp_path: Path) -> None:
    shared = "title: Ours\ntracks: {web: Web, app: App}\n"
    files = {f"{track}__{track}{n}": f"title: T\ncode: L{n}\n" for track in ("app", "web") for n in (10, 9)}
    ladder = ladder_of(tmp_path, ladder=shared, **files)
    assert [level.id for level in ladder.levels] == ["web9", "web10", "app9", "app10"]


def test_facts_and_sections_come_in_the_order_of_the_ladder_then_the_levels_own(tmp_path: Path) -> None:
    level = """\
title: Engineer
facts: {radius: Peers., horizon: Current cycle.}
sections:
  extra: {title: Something else, statements: [One.]}
  culture: {title: Our culture, statements: [Two.]}
  domain: {examples: [text: Three.]}
"""
    [read_level] = ladder_of(tmp_path, ladder=SHARED, l1=level).levels
    assert [(fact.label, fact.value.plain) for fact in read_level.facts] == [
        ("Planning Horizon", "Current cycle."),
        ("Impact Radius", "Peers."),
    ]
    assert [(section.title, section.icon) for section in read_level.sections] == [
        ("Domain expertise", "🦉"),
        ("Our culture", ""),
        ("Something else", ""),
    ]
    assert [example.text.plain for example in read_level.sections[0].own.examples] == ["Three."]
    assert read_level.sections[0].own.examples[0].span.line == 6


def test_a_ladder_without_facts_takes_any(tmp_path: Path) -> None:
    ladder = ladder_of(tmp_path, ladder="title: Ours\n", l1="title: E\nfacts: {planning-horizon: Cycle}\n")
    assert ladder.levels[0].facts[0].label == "Planning horizon"


@pytest.mark.parametrize("typed", ["1.10", "no", "on", "012", "1:30", "2026-01-01", "1e3", "0x10", ".5", "true", "="])
def test_what_is_typed_is_what_is_printed(tmp_path: Path, typed: str) -> None:
    ladder = ladder_of(tmp_path, ladder=f"title: Ours\nedition: {typed}\n", l1=f"title: E\ncode: {typed}\n")
    assert (ladder.edition, ladder.levels[0].code) == (typed, typed)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_marks_of_other_systems_are_fine(tmp_path: Path, ending: str) -> None:
    level = ending.join(["\ufefftitle: Engineer", "sections:", "  domain:", "    statements:", "      - I ship."])
    ladder = ladder_of(tmp_path, ladder="\ufeff" + SHARED.replace("\n", ending), l1=level)
    assert ladder.levels[0].title == "Engineer"
    assert ladder.levels[0].sections[0].own.statements[0].span.line == 5
    assert ladder.levels[0].source.data == level.encode()


def test_text_is_inline_markdown_in_the_language_of_the_ladder(tmp_path: Path) -> None:
    ladder = ladder_of(
        tmp_path, ladder="title: Ours\nlanguage: de\nsummary: 'Ein **\"Wort\"** :owl:'\n", l1="title: E\n"
    )
    assert ladder.summary.plain == "Ein „Wort“ 🦉"
    assert ladder.summary.runs[1].strong


def test_a_summary_is_text_or_paragraphs(tmp_path: Path) -> None:
    ladder = ladder_of(
        tmp_path, ladder="title: O\n", l1="title: E\nsummary: One\n", l2="title: E\nrank: 1\nsummary: [A, B]\n"
    )
    assert [[text.plain for text in level.summary] for level in ladder.levels] == [["One"], ["A", "B"]]


def test_export_defaults_are_kept(tmp_path: Path) -> None:
    export = "export: {documents: [deck], formats: [pptx], theme: folio, paper: letter, page_budget: 2}\n"
    defaults = ladder_of(tmp_path, ladder="title: O\n" + export, l1="title: E\n").export
    assert (defaults.documents, defaults.formats) == (("deck",), ("pptx",))
    assert (defaults.theme, defaults.paper, defaults.page_budget) == ("folio", "letter", 2)
    former = ladder_of(tmp_path, ladder="title: O\n" + export.replace("documents", "editions")).export
    assert former == defaults


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (":octopus: and :+1:", "🐙 and 👍"),
        ("`:octopus:` is :octopus:", "`:octopus:` is 🐙"),
        ("``a ` :owl:`` :owl: `:owl:`", "``a ` :owl:`` 🦉 `:owl:`"),
        ("at 10:30:45 :nothing:", "at 10:30:45 :nothing:"),
    ],
)
def test_shortcodes_become_emoji_outside_code(typed: str, shown: str) -> None:
    assert expand_shortcodes(typed) == shown


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252"])
@pytest.mark.parametrize("word", ["é", "ö", "—", "’", "•", "€"])
def test_garbled_text_is_noticed_and_mended(word: str, encoding: str) -> None:
    stretch = word.encode().decode(encoding)
    assert list(find_mojibake(f"a {stretch} b")) == [(stretch, word)]


@pytest.mark.parametrize("emoji", ["🦉", "🌱", "🧭", "🏆"])
def test_garbled_emoji_are_noticed_even_without_their_first_byte(emoji: str) -> None:
    stretch = emoji.encode().decode("mac_roman")
    assert list(find_mojibake(stretch)) == [(stretch, emoji)]
    assert list(find_mojibake(stretch[1:])) == [(stretch[1:], emoji)]


@pytest.mark.parametrize(
    "text", ["„Spaß“ – schön", "«été» l’état…", "IRMÃ”", "Привет", "日本語。", "naïve café — €5", "🦉🌱"]
)
def test_honest_text_is_left_alone(text: str) -> None:
    assert list(find_mojibake(text)) == []


def test_the_names_the_schema_knows_are_those_that_exist() -> None:
    assert set(export_models.DOCUMENTS) == set(DOCUMENTS)
    assert set(export_models.PAPERS) == set(PAPERS)


def test_a_file_is_taken_apart_once_however_many_levels_it_lists(tmp_path: Path) -> None:
    levels = "".join(f"  - {{id: l{number}, code: L{number}, title: Engineer}}\n" for number in range(20))
    file = tmp_path / "ladder.yaml"
    file.write_text(f"title: Ladder\nlevels:\n{levels}", encoding="utf-8")
    before = cached_lines.cache_info().misses
    ladder, _ = read(file)
    assert [level.span.excerpt for level in ladder.levels] == levels.splitlines()
    assert cached_lines.cache_info().misses - before == 1
