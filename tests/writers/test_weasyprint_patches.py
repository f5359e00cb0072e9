"""WeasyPrint with our patches writes the same bytes, and a function that is not the one they were made for is left as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.draw import text as draw_text
from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.pdf.fonts import Font
from weasyprint.text import line_break
from weasyprint.text.line_break import Layout

from editions import documents_of
from ladder_export.core.document import Document
from ladder_export.core.model import Ladder
from ladder_export.files.resources import theme_names
from ladder_export.theme import PAPERS, RenderSettings, open_theme, print_profile
from ladder_export.writers import pdf
from ladder_export.writers.pdf import weasyprint_patches as patches
from ladder_export.writers.pdf.engine import engine_for, versions
from ladder_export.writers.pdf.weasyprint_patches import word_breaking
from ladders import ladder, level, rating, section
from writers.test_awkward import LONG
from writers.test_press import profile

TEXTS = {
    "en": (
        "I know **what** I do, *why* I do it, and `how` [others](https://example.org/do) see it, in lines that go on.",
        f"I own the {LONG} class.",
        "A word-by-word, state-of-the-art hyphen\u00adation of un\u00adbreakable things that never ends in its line.",
    ),
    "ja": (
        "作る前に質問し、学んだことを書き留めます。これは長い文章で、行の終わりで折り返され、English words も混ざります。",
    ),
    "he": ("שָׁלוֹם עֲלֵיכֶם, אֲנִי בּוֹנֶה דְּבָרִים שֶׁנִּשְׁאָרִים, with English words, וְגַם שׁוֹאֵל מַדּוּעַ בָּחַרְנוּ בַּדֶּרֶךְ הַזֹּאת.",),
    "ar": ("أسأل قبل أن أبني وأكتب ما تعلمته مع فريقي كله حتى نعرف لماذا اخترنا هذا الطريق دون غيره في مشروع طويل.",),
}


def of(language: str) -> Ladder:
    """Two levels of texts that are hard to break."""
    texts = TEXTS[language] * 3
    areas = [section(f"Area {number}", *texts, examples=texts[:2], icon="🦉") for number in range(3)]
    ratings = tuple(rating(f"c{n}", texts[0][n : n + 9], texts[0][:5], n, 3) for n in range(1, 5))
    lower, upper = (
        replace(level(code, texts[0][:20], *areas, summary=texts[:1], facts=(("Reach", texts[0]),)), ratings=ratings)
        for code in ("L1", "L2")
    )
    return ladder(lower, upper, language=language)


def documents(edition: str, language: str) -> Iterator[Document]:
    return iter(tuple(documents_of(edition, of(language)))[:1])


@pytest.mark.parametrize(
    ("edition", "language"), list(zip(("sheet", "scorecard", "promotion", "matrix"), TEXTS, strict=True))
)
@pytest.mark.parametrize("theme", sorted(theme_names()))
def test_not_a_byte_differs(theme: str, edition: str, language: str) -> None:
    render_settings = RenderSettings(open_theme(theme))
    for document in documents(edition, language):
        ours = pdf.render(document, render_settings)
        with patches.disabled():
            theirs = pdf.render(document, render_settings)
        assert hashlib.sha256(ours.data).hexdigest() == hashlib.sha256(theirs.data).hexdigest()
        assert ours.layout == theirs.layout


@pytest.mark.parametrize(
    "title", ["See verant\u00adwortung leader supercalifragilistic 12,345.6 a\u00adb 1", "end. super x a\u00adb"]
)
@pytest.mark.parametrize("theme", sorted(theme_names()))
def test_not_a_byte_differs_where_words_may_be_parted_further_on(theme: str, title: str) -> None:
    for document in documents_of("sheet", ladder(level("L1", title, section(title, title, title)))):
        ours = pdf.render(document, RenderSettings(open_theme(theme)))
        with patches.disabled():
            assert pdf.render(document, RenderSettings(open_theme(theme))).data == ours.data


@pytest.mark.parametrize("theme", sorted(theme_names()))
def test_not_a_byte_of_a_book_differs(theme: str) -> None:
    (document,) = documents_of("handbook", of("ja"))
    ours = pdf.render(document, RenderSettings(open_theme(theme)))
    with patches.disabled():
        assert pdf.render(document, RenderSettings(open_theme(theme))).data == ours.data


def test_not_a_byte_differs_on_a_press(tmp_path: Path) -> None:
    icc = tmp_path / "press.icc"
    icc.write_bytes(profile())
    theme = open_theme("folio")
    render_settings = RenderSettings(theme, PAPERS["letter"], press=print_profile(theme, icc))
    (document,) = documents("sheet", "en")
    ours = pdf.render(document, render_settings)
    with patches.disabled():
        assert pdf.render(document, render_settings).data == ours.data


OWN = {
    "notes and first letters": (
        "<style>@page { size: 8cm } .note { float: footnote } p::first-letter { font-size: 3em; color: red } p::first-line { color: blue }"
        "li::before { content: attr(title) } q { quotes: '<' '>' }</style><p>Begins <span class=note>A note.</span> here,"
        " and goes on for long enough to need <q>another</q> line of text, and a third one, since it does not end.</p>"
        "<ul><li title=One>a<li title=Two>b</ul>"
    ),
    "edges": (
        "<style>p { margin-inline: 1em 2em; border-start-start-radius: 4px; border-left: 2px solid; outline: 1px dashed red }"
        "div { box-sizing: border-box; width: 60%; min-height: 3em; background: #eee; border-radius: 3px; box-shadow: 1px 1px 2px }"
        ".float { float: right; width: 20% } .away { position: absolute; top: 1cm } .columns { column-count: 2; column-rule: 1px solid }"
        "i { opacity: .5 } b { color: rgb(0 0 0 / 50%) } s { color: rgb(0 0 0) } u { visibility: hidden; outline: 2px solid }</style>"
        "<div class=float>Floats.</div><p>Beside <i>what floats</i> and <b>half</b> <s>seen</s> text <u>that hides</u>, for lines.</p>"
        "<div class=away>Away</div><div>Inside <p>of it</p></div><p style='color: blue'>Its own</p>"
        "<div class=columns>One and two and three and four and five and six and seven and eight and nine.</div>"
    ),
    "selectors": (
        "<style>li:nth-child(2n+1) { color: red } li + li { margin-top: 1em } li:last-child, h2 { font-size: 2em } h2 ~ p { text-indent: 1em }"
        "[title='x' i] { color: green } a[href^=http] { color: blue } :lang(de) em { font-weight: 700 } p:has(em) { line-height: 2 }"
        "p:not(.a):first-of-type::before, .b::after { content: counter(n) ' ' } .a, .b { counter-increment: n; letter-spacing: 1px }"
        "* > * > em { text-decoration: underline } table { margin: 1em; page-break-inside: avoid } .t td { border: 1px solid }"
        "@media print { h2 { color: purple !important } } @page { size: 10cm; @top-left { content: 'Top' } }</style>"
        "<h2 title=X>Title</h2><p class=a>One <em>two</em></p><p class=b lang=de>Drei <em>vier</em> <a href='https://example.org/x'>x</a></p>"
        "<ul><li>1<li title=x>2<li>3<ul><li>4<li>5</ul></ul><table class=t><tr><td>a<td>b</table><table class=t><tr><th>c</table>"
    ),
}


@pytest.mark.parametrize("source", OWN.values(), ids=OWN)
def test_what_a_theme_of_ones_own_may_have_is_set_as_before(source: str) -> None:
    def made() -> bytes:
        data: bytes = engine_for(RenderSettings(open_theme("slate"))).layout(source, "pdf/a-3a").write_pdf()
        return data

    ours = made()
    with patches.disabled():
        assert made() == ours


WORDS = (
    *(
        "I",
        "own",
        "AVATAR",
        "To.",
        "Wave",
        "fjord",
        "office,",
        "state-of-the-art",
        "3/4",
        "naïve",
        "Straße",
        "(once)",
        "“so”",
    ),
    *(
        "e.g.",
        "12",
        "%",
        "a—b",
        "https://example.org/a/b",
        "日本語",
        "שָׁלוֹם",
        "Tomorrow",
        "-",
        "x;",
        "it's",
        "un\u00a0bound",
        "🦉",
        "l\u2028m",
        "·",
    ),
)


TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=18).map(" ".join)
STYLES = ("", "letter-spacing: .03em", "white-space: nowrap", "hyphens: auto", "font-kerning: none")


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=5, deadline=None)
@given(texts=st.lists(TEXT, min_size=30, max_size=30), narrowest=st.floats(0, 20))
def test_lines_end_where_they_did(style: str, texts: list[str], narrowest: float) -> None:
    paragraphs = (f'<p style="width: {narrowest + n * 9.7:.2f}px">{text}</p>' for n, text in enumerate(texts))
    cells = "".join(f"<tr><td>{text}<th>{text}<td> <b>{text} </b> {text}<td></tr>" for text in texts[:6])
    source = f"<style>p, table {{ font: 9.3px Lato; {style} }}</style>{''.join(paragraphs)}<table>{cells}</table>"
    assert len(lines_of_both(source)) >= len(texts)


HEIRS = (
    ("padding: 3px", "width: 61%; border: 2px solid"),
    ("", "font-size: 130%"),
    ("--wide: 4px", "--wide: 40px"),
    ("display: table-cell", "display: flex"),
    ("text-decoration: underline", "text-transform: uppercase; line-height: 3"),
    ("list-style: inside square", "list-style: outside decimal; margin-left: 9%"),
    ("columns: 2; width: 200px", "position: relative; left: 3px; hyphens: auto"),
)
CHILD = (
    ".c { border: inherit; padding: inherit }",
    ".c { width: 60%; margin: 1em .5rem }",
    ".c { padding: 0 var(--wide) }",
    ".c { float: left }",
    ".c { display: table; margin: 7px }",
    ".c { display: inline-block; min-width: 5ch }",
    ".c { position: absolute; right: 1lh }",
    "p.c { display: list-item; margin-left: 3em }",
    "section .c { page: other }",
    ".c { font: inherit; color: inherit; max-width: 60px }",
)


@pytest.mark.parametrize("parents", HEIRS)
@pytest.mark.parametrize("child", CHILD)
def test_children_of_different_parents_stand_where_they_did(parents: tuple[str, str], child: str) -> None:
    inside = (
        "<p class=c>Plain <b>bold <i>and</i></b> words</p><p class=c>More<p>of<table class=c><tr><td>it<th>all</table>"
    )
    divs = "".join(
        f'<div style="{style}"><section>{inside}</section>{inside}</div>' for style in (*parents, parents[0])
    )
    rules = "p.c::before { content: counter(n) ' '; counter-increment: n; margin: inherit } ::marker { color: red }"
    source = f"<style>html {{ font: 9.3px Lato; --wide: 1px }} {rules} {child}</style>{divs}"
    assert len(lines_of_both(source)) > len(inside.split())


PLACES = ("position_x", "position_y", "width", "height", "baseline", "margin_top", "margin_bottom", "margin_left")
MARKS = (
    'p::before { content: "•"; margin-right: .57em; color: red }',
    'p { text-indent: -2em; padding-left: 2em } p::before { content: "–\\2060"; padding: 2px 3px; border: 1px solid }',
    'p { text-align: justify } p::before { content: " x "; margin-left: -4px }',
    'p { text-align: center } p::before { content: "a long mark of words"; vertical-align: top }',
    'p { text-align: end; line-height: 3 } p::before { content: "M"; font-size: 190%; line-height: .6 }',
    'p::before { content: "M"; float: left } p::first-letter { font-size: 200% }',
    'p { direction: rtl } p::before { content: "M"; margin: auto }',
    'p::before { content: "M"; box-decoration-break: clone; padding: 1em } p::first-line { color: red }',
    'p::before { content: "never" " " "broken"; white-space: nowrap } p { white-space: pre-line }',
)
INSIDE = (
    "{}",
    "<b>{}</b>",
    "<b>x</b>{}",
    "<b>x</b> {}",
    "<b>x</b> y {}",
    "{} <b>x</b>",
    "<b> </b> {}",
    "<b>x <i>y</i></b> {}",
)


@pytest.mark.parametrize("style", MARKS)
@settings(max_examples=2, deadline=None)
@given(texts=st.lists(TEXT, min_size=24, max_size=24), narrowest=st.floats(0, 20))
def test_lines_stand_where_they_did(style: str, texts: list[str], narrowest: float) -> None:
    inside = (INSIDE[n % len(INSIDE)].format(text) for n, text in enumerate(texts))
    paragraphs = (f'<p style="width: {narrowest + n * 12.3:.2f}px">{text}</p>' for n, text in enumerate(inside))
    # Where words may break, ours also break across boxes, which WeasyPrint's do not (see test_overflow.py).
    source = f"<style>p {{ font: 9.3px Lato; overflow-wrap: normal }} {style}</style>{''.join(paragraphs)}"
    assert len(lines_of_both(source)) >= len(texts)


def lines_of_both(source: str) -> list[tuple[object, ...]]:
    """What stands where with our functions, which is the same with WeasyPrint's own."""
    ours = lines(source)
    with patches.disabled():
        theirs = lines(source)
    assert ours == theirs
    return ours


def lines(source: str) -> list[tuple[object, ...]]:
    """What stands where on the pages of a document."""
    pages = engine_for(RenderSettings(open_theme("slate"))).layout(source, "pdf/a-3a").pages
    boxes = (box for page in pages for box in page._page_box.descendants())  # noqa: SLF001  # there is no other door
    return [
        (getattr(box, "text", ""), *(getattr(box, name) for name in PLACES))
        for box in boxes
        if isinstance(box, (LineBox, InlineBox, TextBox))
    ]


def test_a_patch_is_only_applied_to_the_function_it_was_made_for(monkeypatch: pytest.MonkeyPatch) -> None:
    setup, split, draw = Layout.setup, line_break.split_first_line, draw_text.draw_first_line
    with patches.disabled():
        assert Layout.setup is not setup
        assert line_break.split_first_line is not split
        changed = [
            row._replace(digest="of another source") if row.function == "setup" else row for row in patches.PATCHES
        ]
        monkeypatch.setattr(patches, "PATCHES", tuple(changed))
        patches.apply()
        assert Layout.setup is not setup
        assert line_break.split_first_line is not split  # which requires pango_layouts
        assert draw_text.draw_first_line is draw
        assert patches.state() == (
            "without line_breaking, pango_layouts, which fit WeasyPrint 70.0 only; PDFs take longer"
        )
        monkeypatch.undo()
    assert (Layout.setup, line_break.split_first_line) == (setup, split)
    assert versions()["weasyprint patches"] == patches.state() == "active"


def test_a_plain_engine_keeps_what_decides_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    subset, split = Font.subset, line_break.split_first_line
    with patches.disabled():
        monkeypatch.setenv(patches.PLAIN_ENGINE, "1")
        patches.apply()
        assert Font.subset is subset
        assert line_break.split_first_line is word_breaking.split_first_line is not split
        assert patches.state() == "off, as LADDER_EXPORT_PLAIN_ENGINE says"
        monkeypatch.undo()


def test_every_patch_is_listed_and_described() -> None:
    """A function that differs from WeasyPrint's by name only, or that no document explains, would not be found again."""
    folder = Path(patches.__file__).parent
    described = (folder / "UPSTREAM.md").read_text(encoding="utf-8")
    for patch in patches.PATCHES:
        assert patches.source_digest(patch.target) == patch.digest
        assert f"`{patch.target.partition(':')[2] or patch.target}`" in described
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__", "selector_matching", "internals"}
    assert modules == {patch.module for patch in patches.PATCHES}
