"""The laws of import: nothing is lost on the way in, and what goes out as Markdown comes back the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from editions import documents_of
from import_shapes import written
from ladder_export.core.document import Document
from ladder_export.core.model import Ladder, Paragraph, Passage, Statement
from ladder_export.core.text import parse
from ladder_export.importers import import_ladder
from ladder_export.importers.compose import as_yaml, make_files
from ladder_export.importers.discover import CollectedFiles, SourceFile
from ladder_export.importers.ir import ImportedLadder, ImportedLevel, ImportedSection, ImportedTrack, Point, Prose
from ladder_export.reading.slugs import slug
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers.data import markdown

LOOK = RenderSettings(open_theme("slate"), PAPERS["a4"], page_budget=1)

# Whole ladders take minutes to shrink; what fails is shown as it was drawn.
UNSHRUNK = (Phase.explicit, Phase.generate)

# What means something to Markdown, YAML or HTML, alone and at the start of a line.
NASTY = [
    "**bold**",
    "*it*",
    "_em_",
    "`code`",
    "a_b_c",
    "#",
    "-",
    "+",
    "*",
    ">",
    "|",
    "~~~",
    "```",
    "---",
    "===",
    "1.",
    "23)",
    "<b>",
    "</b>",
    "<details>",
    "<br>",
    "<https://x.org>",
    "&amp;",
    "![p](q.png)",
    "[l](https://x.org/a_b)",
    "[d](d.md)",
    "[r]:",
    "\\*",
    "\\",
    "key:",
    "#tag",
    "'q'",
    '"q"',
    "{x}",
    "[x]",
    "%",
    "@",
    "!",
    "&",
    "~",
    "null",
    "no",
    "1.10",
    "日本",
    "🦉",
    "…",
    "é",
]

words = st.sampled_from(("I", "build", "things", "that", "last", "über", *NASTY))
texts = st.lists(words, min_size=1, max_size=9).map(" ".join)
NAMES = (
    "Domain expertise",
    "Ways of working",
    "Über uns",
    "日本",
    "R&D",
    "C++ craft",
    "People's growth",
    "A-B",
    "Planning",
)
titles = st.sampled_from(NAMES)


def points(text: st.SearchStrategy[str], *, with_examples: bool = True) -> st.SearchStrategy[Point]:
    simple = st.builds(Point, text)
    few = st.lists(st.builds(Point, text, st.lists(simple, max_size=1).map(tuple)), max_size=2).map(tuple)
    return st.builds(Point, text, few, few if with_examples else st.just(()))


def sections(text: st.SearchStrategy[str]) -> st.SearchStrategy[ImportedSection]:
    """Areas as a page can say them: paragraphs between points come after a point."""

    def after_a_point(parts: tuple[Point | Prose, ...]) -> tuple[Point | Prose, ...]:
        first = next((place for place, part in enumerate(parts) if isinstance(part, Point)), len(parts))
        return parts[first:]

    return st.builds(
        ImportedSection,
        titles,
        st.sampled_from(["", "🦉", "👨‍💻"]),
        intro=st.lists(text, min_size=1, max_size=2).map(tuple),
        points=st.lists(points(text) | st.builds(Prose, text), max_size=4).map(tuple).map(after_a_point),
        examples=st.lists(points(text, with_examples=False), max_size=3).map(tuple),
    )


@st.composite
def drafts(draw: st.DrawFn, text: st.SearchStrategy[str] = texts) -> ImportedLadder:
    """Ladders as any dialect could hand them in."""
    tracks = draw(st.lists(titles, min_size=1, max_size=2, unique_by=slug))
    labels = draw(st.lists(titles, max_size=3, unique_by=slug))
    levels = draw(
        st.lists(
            st.builds(
                ImportedLevel,
                stem=titles.map(slug),
                title=titles,
                code=st.sampled_from(["L1", "L2", "IC3", "L1.0"]),
                track=st.sampled_from([slug(track) for track in tracks]),
                summary=st.lists(text, max_size=2).map(tuple),
                facts=st.tuples(*(text for _ in labels)).map(lambda values: tuple(zip(labels, values, strict=True))),
                sections=st.lists(sections(text), max_size=4).map(tuple),
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda level: level.code,  # the same code twice is what import tells tracks by
        )
    )
    return ImportedLadder(draw(titles), tuple(levels), tuple(ImportedTrack(slug(track), track) for track in tracks))


def ladder_of(draft: ImportedLadder) -> Ladder:
    return written(as_yaml(make_files(draft, "Ladder")))


def as_point(statement: Statement) -> Point:
    return Point(
        statement.text.source, tuple(map(as_point, statement.children)), tuple(map(as_point, statement.examples))
    )


def as_section(title: str, icon: str, own: Passage) -> ImportedSection:
    return ImportedSection(
        title,
        icon,
        tuple(paragraph.text.source for paragraph in own.intro),
        tuple(Prose(point.text.source) if isinstance(point, Paragraph) else as_point(point) for point in own.body),
        tuple(map(as_point, own.examples)),
    )


def said(levels: Iterable[ImportedLevel]) -> Counter[object]:
    """What levels say, whatever ids they have."""
    return Counter(
        (level.code, level.title, level.track, level.summary, level.facts, level.sections) for level in levels
    )


def as_levels(ladder: Ladder) -> Iterator[ImportedLevel]:
    for level in ladder.levels:
        yield ImportedLevel(
            stem=level.id,
            title=level.title,
            code=level.code,
            track=level.track,
            summary=tuple(paragraph.source for paragraph in level.summary),
            facts=tuple((fact.label, fact.value.source) for fact in level.facts),
            sections=tuple(as_section(area.title, area.icon, area.own) for area in level.sections),
        )


@settings(max_examples=12, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_any_ladder_in_yaml_is_the_same_ladder(draft: ImportedLadder) -> None:
    ladder = ladder_of(draft)
    assert ladder.title == draft.title
    assert said(as_levels(ladder)) == said(draft.levels)


def exported(ladder: Ladder) -> list[SourceFile]:
    """Every level as Markdown, in the folder of its track."""
    documents: Iterable[Document] = documents_of("sheet", ladder)
    tracks = {level.id: level.track for level in ladder.levels}
    return [
        SourceFile(
            f"{document.slug}.md", f"{tracks[document.level]}/{document.slug}.md", markdown.render(document, LOOK).data
        )
        for document in documents
    ]


def shown(levels: Iterable[ImportedLevel]) -> Counter[object]:
    """What readers see of levels: escapes in Markdown may differ."""

    def seen(part: object) -> object:
        match part:
            case str():
                return parse(part, "").runs
            case Point(text=text, children=children, examples=examples):
                return seen(text), seen(children), seen(examples)
            case Prose(text=text):
                return "prose", seen(text)
            case ImportedSection():
                return part.title, part.icon, seen((part.intro, part.points, part.examples))
            case _:
                return tuple(map(seen, part)) if isinstance(part, tuple) else part

    return Counter((lv.code, lv.title, lv.track, seen(lv.summary), seen(lv.facts), seen(lv.sections)) for lv in levels)


@settings(max_examples=12, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_any_ladder_in_markdown_comes_back_the_same(draft: ImportedLadder) -> None:
    before = ladder_of(draft)
    imported = import_ladder(CollectedFiles(tuple(exported(before))), "Ladder")
    assert imported.unplaced == ()
    assert shown(as_levels(written(imported.files))) == shown(as_levels(before))


# Blocks of a page; every W becomes a word of its own.
BLOCKS = (
    "# W W", "## 🦉 W", "### W **W**", "W\n===", "W W.", "W\nW  \nW", "> _W W_.\n> W", "- W\n- W W", "* W\n\n  W\n* W",
    "- W\n  - W\n    - W\n\n  W\n- W", "1. W\n2. W", "- **W**: W\n- **W W**: W", "**W:** W\n**W**: W", "- W: W",
    "<details>\n<summary>Examples</summary>\n\n- W\n\n</details>", "<details><summary>Examples</summary>\n- W\n- W\n</details>",
    "<details>\n<summary>W</summary>\nW\n</details>", "**Examples**\n\n- W", "Examples: W", "**W", "***W\n- W", "---",
    "    W W", "```W\nW\n```", "<!-- W -->", "W <!-- W --> <br> W", "<div>\nW\n</div>", "- <b>W</b>\n  <i>W</i>",
    "[W](W.md) [W](https://W.org)", "![W](W.png 'W')", "[W][ref]\n\n[ref]: https://W.org", "[W]: W", "| W | W |\n|---|---|",
    "W\n| W | W |\n|:--|---|\n| W | W | W |\n| | W", "- W | W\n  --|--\n  W | W", "> |W|\n> |-|\n> |W \\| W|",
    "- W\n\n  **Examples**\n\n  - W", "- - W", "-\n  W", "> - W\n>   - W", "> ## W", "W `W W` \\* &amp; :W:",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=7), st.booleans())
def test_every_word_of_a_page_is_in_the_ladder_once_or_told_once(blocks: list[str], windows: bool) -> None:  # noqa: FBT001  # drawn
    assume("W" in "".join(blocks))  # a page that says nothing is left out
    number = iter(range(1000, 9999))
    named = [block.replace("ref", f"r{place}") for place, block in enumerate(blocks)]
    page = re.sub("W", lambda _: f"w{next(number)}", "\n\n".join(named))
    page = page.replace("\n", "\r\n") if windows else page
    imported = import_ladder(CollectedFiles((SourceFile("L3-x.md", "L3-x.md", page.encode()),)), "Ladder")
    kept = repr(list(as_levels(written(imported.files)))) + repr(imported.unplaced)
    # A heading with nothing but deeper headings below it stands before each of these.
    headings = set(re.findall(r"w\d{4}", "\n".join(re.findall(r"(?m)^(?:> )?#+ .*|^w.*\n===", page.replace("\r", "")))))
    said, typed = Counter(re.findall(r"w\d{4}", kept)), Counter(re.findall(r"w\d{4}", page))
    assert said.keys() == typed.keys()
    assert {word for word, times in said.items() if times != typed[word]} <= headings


def test_our_own_levels_survive_garbling_and_come_back_word_for_word(own_ladder: Ladder) -> None:
    before = exported(own_ladder)
    hurt = [SourceFile(one.file, one.path, one.data.decode().encode().decode("mac_roman").encode()) for one in before]
    imported = import_ladder(CollectedFiles(tuple(hurt)), "Ladder")
    assert {repair.now for repair in imported.repairs} >= {"🦉", "🌱", "🧭", "🏆"}
    assert imported.problems == ()
    assert [one.data for one in exported(written(imported.files))] == [one.data for one in before]


def test_a_tag_in_code_is_code() -> None:
    page = "# L1: Engineer\n\n## Craft\n\n- I write `<details>` and ``<summary>x</summary>`` by hand.\n"
    (imported,) = written(
        import_ladder(CollectedFiles((SourceFile("l1.md", "craft/l1.md", page.encode()),)), "Ladder").files
    ).levels
    (point,) = imported.sections[0].own.body
    assert point.text.plain == "I write <details> and <summary>x</summary> by hand."
