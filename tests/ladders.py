"""This file makes ladders for tests: small ones by hand, any kind by hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from hypothesis import strategies as st

from ladder_export.core.export_defaults import ExportDefaults
from ladder_export.core.model import (
    Fact,
    Ladder,
    Level,
    Paragraph,
    Passage,
    Rating,
    Section,
    SourceFile,
    Statement,
    Track,
)
from ladder_export.core.problems import Span
from ladder_export.core.text import parse, plain_text
from ladder_export.core.ui_strings import ui_strings

PLACE = Span("ladder/level.yaml")


def statements(*texts: str) -> tuple[Statement, ...]:
    """Statements as the reader would make them."""
    return tuple(Statement(parse(text), PLACE) for text in texts)


def section(title: str, *texts: str, examples: tuple[str, ...] = (), icon: str = "") -> Section:
    """One area of a level."""
    own = Passage("", (), statements(*texts), statements(*examples), PLACE)
    return Section(title.lower(), title, icon, own, (), PLACE)


def level(  # noqa: PLR0913  # the parts of a level
    code: str,
    title: str,
    *sections: Section,
    summary: tuple[str, ...] = (),
    facts: tuple[tuple[str, str], ...] = (),
    track: str = "security",
    status: Literal["current", "draft", "retired"] = "current",
) -> Level:
    """One level; its id is its code in lower case."""
    return Level(
        id=code.lower(),
        code=code,
        title=title,
        track=track,
        grade=None,
        extends="",
        ratings=(),
        rank=float("".join(filter(str.isdigit, code)) or 0),
        status=status,
        summary=tuple(parse(paragraph) for paragraph in summary),
        facts=tuple(Fact(label.lower(), label, parse(value), PLACE) for label, value in facts),
        sections=sections,
        span=PLACE,
        source=SourceFile(f"{track}/{code.lower()}.yaml", f"code: {code}\ntitle: {title}\n".encode()),
    )


def ladder(*levels: Level, language: str = "en", export: ExportDefaults | None = None) -> Ladder:
    """A ladder of these levels; their tracks are declared."""
    tracks = dict.fromkeys(one.track for one in levels)
    return Ladder(
        title="Engineering ladder",
        organisation="Octopus",
        language=language,
        edition="2026.1",
        summary=plain_text(""),
        credit=plain_text(""),
        words=ui_strings(language),
        declarations=(),
        tracks=tuple(Track(name, name.title(), plain_text("")) for name in tracks),
        levels=levels,
        export=export or ExportDefaults(),
        sources=(SourceFile("ladder.yaml", b"title: Engineering ladder\n"),),
    )


def rating(competency: str, title: str, step: str, value: int, most: int) -> Rating:
    """A rating on a scale whose steps are numbered."""
    return Rating(competency, title, step, value, most, value, tuple(map(str, range(1, most + 1))), PLACE)


POINTS = (
    "I ask before I build.",
    "I competently demonstrate my lived experience of server operating systems, network, and security fundamentals.",
    "I can confidently step outside my comfort zone and adapt quickly to new technologies.",
    "I identify, qualify and reduce technical debt as appropriate to my priorities, and tell people what I learnt from it.",
)
LESSONS = (
    "I ran a knowledge-sharing session.",
    "I made pragmatic decisions to ship a product. I engaged stakeholders and kept them informed.",
)
JAPANESE = (
    "私はチームの専門分野に精通しています。",
    "新しい技術に自信を持って素早く適応し、得意分野の外へ踏み出すことができます。",
)
ARABIC = ("أسأل قبل أن أبني.", "أستطيع أن أتكيف بسرعة مع التقنيات الجديدة وأن أخرج بثقة من منطقة راحتي.")
TITLES = ("Delivery", "Teaching and Mentoring", "Business awareness")


def texts(count: int, texts_to_repeat: tuple[str, ...], first: int = 0) -> tuple[str, ...]:
    """So many different texts, each of them one of those to repeat and a number."""
    return tuple(f"{texts_to_repeat[number % len(texts_to_repeat)]} {number}" for number in range(first, first + count))


def stress_ladders() -> Iterator[tuple[str, Ladder]]:
    """Ladders of two levels and more, each of them extreme in one way, by what is extreme."""

    def levels(*counts: tuple[int, int], words: tuple[str, ...] = POINTS, most: int = 3) -> Iterator[Level]:
        for number in range(1, most):
            areas = (
                section(f"{TITLES[area % 3]} {area}", *texts(some, words, number), examples=texts(few, LESSONS, area))
                for area, (some, few) in enumerate(counts)
            )
            facts = (("Planning Horizon", f"{number} cycles"), ("Impact Radius", f"{number} teams"))
            yield level(f"L{number}", f"{number}. Engineer", *areas, summary=words[:1], facts=facts)

    yield "61 points", ladder(*levels((9, 6), (10, 6), (12, 6), (12, 0)))
    yield "one area", ladder(*levels((4, 1), most=4))
    yield "one point", ladder(*levels((1, 0)))
    yield "fifteen areas", ladder(*levels(*((1 + area % 5, area % 3) for area in range(15))))
    yield "no examples", ladder(*levels((2, 0), (4, 0), (6, 0), (8, 0)))
    yield "only examples", ladder(*levels((0, 2), (0, 4), (0, 8)))
    yield "japanese", ladder(*levels((3, 2), (5, 0), words=JAPANESE), language="ja")
    yield "arabic", ladder(*levels((3, 2), (5, 0), words=ARABIC), language="ar")
    codes = (replace(one, code=f"CLOUD-SEC-{number:02}") for number, one in enumerate(levels((4, 2), (3, 1), most=13)))
    yield "twelve levels", ladder(*codes)
    rated = (
        replace(one, ratings=tuple(rating(f"c{area}", f"Skill {area}", "Owns", 1 + area % 4, 5) for area in range(5)))
        for one in levels((3, 0), (1, 1))
    )
    yield "ratings", ladder(*rated)
    prose = texts(9, (" ".join(POINTS),))
    yield (
        "prose",
        ladder(level("L1", "Engineer", section("Craft", *prose[:2])), level("L2", "Lead", section("Craft", *prose))),
    )


LETTERS = "abcdefghijklmnopqrstuvwxyzäéñøßABCDEFGHIJKLMNOPQRSTUVWXYZ"

words = st.text(LETTERS, min_size=1, max_size=12)
sentences = st.lists(words, min_size=1, max_size=30).map(" ".join)


@st.composite
def numbered_levels(draw: st.DrawFn, first: int = 100_000) -> Level:
    """A level of up to 2,000 words in which every text is marked with a number of its own, so that it can be found."""
    number = iter(range(first, 1_000_000))

    def texts(most: int, least: int = 0) -> tuple[str, ...]:
        return tuple(f"{draw(sentences)} {next(number)}" for _ in range(draw(st.integers(least, most))))

    def statement(depth: int) -> Statement:
        deeper = draw(st.integers(0, 3)) == 0 and depth < 3
        children = tuple(statement(depth + 1) for _ in range(2 if deeper else 0))
        return Statement(parse(texts(1, least=1)[0]), PLACE, children, statements(*texts(2)) if deeper else ())

    def passage(title: str) -> Passage:
        points: list[Statement | Paragraph] = [statement(0) for _ in range(draw(st.integers(0, 9)))]
        if draw(st.booleans()):
            points.insert(draw(st.integers(0, len(points))), Paragraph(parse(texts(1, least=1)[0]), PLACE))
        intro = tuple(Paragraph(parse(text), PLACE) for text in texts(1))
        return Passage(title, intro, tuple(points), statements(*texts(6)), PLACE)

    def area() -> Section:
        brought = tuple(passage(f"Part {next(number)}") for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))))
        return Section(f"area-{next(number)}", f"Area {next(number)}", "", passage(""), brought, PLACE)

    ratings = tuple(
        rating(f"c{axis}", f"Competency {next(number)}", f"Step {next(number)}", draw(st.integers(0, 5)), 5)
        for axis in range(draw(st.sampled_from([0, 0, 2, 5])))
    )
    sections = tuple(area() for _ in range(draw(st.integers(1, 6))))
    facts = tuple((f"Fact {next(number)}", f"{draw(words)} {next(number)}") for _ in range(draw(st.integers(0, 6))))
    return replace(level("L3", "Senior Engineer", *sections, summary=texts(2), facts=facts), ratings=ratings)


def texts_of(level: Level) -> Iterator[str]:
    """Every text of a level, as a reader sees it, that all documents about it promise."""
    yield from (paragraph.plain for paragraph in level.summary)
    for fact in level.facts:
        yield from (fact.label, fact.value.plain)
    for rating in level.ratings:
        yield from (rating.title, rating.step)
    for area in level.sections:
        yield area.title
        for passage in area.passages:
            yield passage.title
            yield from (one.text.plain for one in (*passage.intro, *passage.body))
            nested = (one for statement in passage.statements for one in statement.nested if one is not statement)
            yield from (one.text.plain for one in nested)
            yield from (one.text.plain for example in passage.examples for one in example.nested)
