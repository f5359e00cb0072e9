"""A level as Markdown: the shape people know, and nothing in it that means something it did not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editions import documents_of
from ladder_export.core.document import Bullets, Document, Facts, Item, Prose, Section
from ladder_export.core.radar import Radar, RadarAxis
from ladder_export.core.text import parse
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import renderer_versions
from ladder_export.writers.data import markdown
from ladders import ladder, level, section

LOOK = RenderSettings(open_theme("slate"), PAPERS["a4"], page_budget=1)
[BARE] = documents_of("sheet", ladder(level("L3", "Engineer")))


def written(document: Document) -> str:
    """What is written below the settings that say whose level it is."""
    text = markdown.render(document, LOOK).data.decode()
    return text.partition("\n---\n\n")[2] or text


def line(source: str) -> str:
    """How one statement is written."""
    bullets = Bullets("statements", (Item(parse(source)),))
    return written(replace(BARE, sections=(Section("Craft", (bullets,)),))).split("## Craft\n\n- ")[1].rstrip("\n")


def test_a_level_has_the_shape_that_people_know() -> None:
    area = section("Craft", "I build.", "I test.", examples=("I built one.",), icon="🦉")
    [document] = documents_of(
        "sheet",
        ladder(level("L3", "Engineer", area, summary=("_I build things._",), facts=(("Horizon", "Two cycles."),))),
    )
    assert written(document) == (
        "# L3: Engineer\n\n> _I build things._\n\n- **Horizon**: Two cycles.\n\n## 🦉 Craft\n\n- I build.\n- I test.\n\n"
        "<details>\n<summary>Examples</summary>\n\n- I built one.\n\n</details>\n"
    )
    made = markdown.render(document, LOOK)
    assert made.count == made.data.decode().count("\n")
    settings = made.data.decode().split("---\n")[1].splitlines()
    assert settings[0] == 'ladder: "Engineering ladder"'
    assert settings[-1] == 'rank: "3"'


def test_everything_else_a_sheet_can_say() -> None:
    nested = Item(parse("I lead."), (Item(parse("a team"), (Item(parse("of five")),)),), (Item(parse("I led one.")),))
    document = replace(
        BARE,
        record={},
        watermark="Draft",
        credit=parse("From *Harbour* -- CC0"),
        header_pieces=(Prose((parse("One."), parse("Two."))), Facts((("A*b", parse("c\\\nd")),), "At a glance")),
        sections=(
            Section("Craft", (Prose((parse("Read on."),)), Bullets("statements", (nested, Item(parse("I end.")))))),
            Section("Everyone", (Prose((parse("Be kind."),)),), parent="Craft"),
            Section("Profile", (Radar((RadarAxis("Depth", "Adopts", 1, 5),), 5, "Profile"),)),
        ),
    )
    assert written(document) == (
        "# L3: Engineer\n\n**Draft**\n\n> One.\n>\n> Two.\n\n- **A\\*b**: c\\\n  d\n\n## Craft\n\nRead on.\n\n"
        "- I lead.\n  - a team\n    - of five\n\n  **Examples**\n\n  - I led one.\n\n- I end.\n\n"
        "### Everyone\n\nBe kind.\n\n## Profile\n\n- **Depth**: Adopts\n\n<!-- From Harbour - - CC0 -->\n"
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("# no heading", "\\# no heading"),
        ("#tag", "#tag"),
        ("1. no list", "1\\. no list"),
        ("2026 was good", "2026 was good"),
        ("- no list", "\\- no list"),
        ("*emphasis* stays", "*emphasis* stays"),
        ("> no quote", "\\> no quote"),
        ("---", "\\---"),
        ("<b>no HTML</b>", "\\<b>no HTML\\</b>"),
        ("<https://example.org> stays", "<https://example.org> stays"),
        ("`<b>` stays", "`<b>` stays"),
        ("![no](picture.png)", "\\!\\[no](picture.png)"),
        ("[here](https://example.org)", "[here](https://example.org)"),
        ("a\nb  \nc\n\nd", "a b\\\n  c\\\n  d"),
    ],
)
def test_only_what_meant_something_means_something(source: str, shown: str) -> None:
    assert line(source) == shown


def test_a_code_without_a_name_is_said_once() -> None:
    assert written(replace(BARE, code="L3", title="L3")) == "# L3\n"
    assert written(replace(BARE, code="", title="Engineer *")) == "# Engineer \\*\n"


def test_no_library_has_a_say_in_it() -> None:
    assert renderer_versions("md") == {}
