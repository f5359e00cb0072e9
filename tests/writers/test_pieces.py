"""Long documents laid out piece by piece: the pages are those that they have when they are laid out at once."""

from __future__ import annotations

import re
import weakref
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pikepdf
import pypdfium2
import pytest

from editions import documents_of
from ladder_export.core.document import Document, PrebuiltPages
from ladder_export.documents.sheet import make_sheet
from ladder_export.files.resources import theme_names
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import pdf
from ladder_export.writers.pdf.book import chunked_layout as cut
from ladder_export.writers.pdf.engine import engine_for, weasyprint
from ladders import ladder, level, section
from writers.pdfs import failures, flat, opened

PAPER = {"slate": "a4", "folio": "letter"}
TRACKS = 60
FEW, ALL = 300, 1_000_000  # elements that are laid out at once

Drawn = tuple[int, float, float, float, float]


def seen(data: bytes) -> list[tuple[str, list[Drawn]]]:
    """Of each page what it says, and where everything that is drawn on it stands."""
    return [
        (flat(page.get_textpage().get_text_bounded()), [(one.type, *one.get_bounds()) for one in page.get_objects()])
        for page in pypdfium2.PdfDocument(data)
    ]


def assert_the_same(found: list[tuple[str, list[Drawn]]], wanted: list[tuple[str, list[Drawn]]]) -> None:
    assert [words for words, _ in found] == [words for words, _ in wanted]
    for number, ((_, here), (_, there)) in enumerate(zip(found, wanted, strict=True), 1):
        assert len(here) == len(there), f"as much is drawn on page {number}"
        for one, other in zip(here, there, strict=True):
            assert one == pytest.approx(other, abs=0.02), f"on page {number}"


def book_of(settings: RenderSettings) -> Document:
    """A handbook whose contents and index are long; its sheets are all the same, but for one of two pages."""
    areas = section("Craft", "I build."), section("People", "I help.")
    of = ladder(*(replace(level("L1", f"Engineer {n}", *areas, track=f"t{n}"), id=f"l{n}") for n in range(TRACKS)))
    long = level("L9", "Long", section("Craft", *(f"I build things that last in {n} and more." for n in range(150))))
    made = {
        1: pdf.render(make_sheet(of, of.levels[0]), settings),
        2: pdf.render(make_sheet(ladder(long), long), settings),
    }
    assert [made[count].count for count in made] == [1, 2]

    def bound(one: Document) -> Document:
        own = made[2 if one.slug == "l7" else 1]
        leaf = PrebuiltPages(None, own.data, pages=own.count) if one.prebuilt_pages else None
        return replace(one, chapters=tuple(map(bound, one.chapters)), prebuilt_pages=leaf)

    [document] = documents_of("handbook", of)
    return bound(document)


def led(data: bytes) -> tuple[dict[str, tuple[int, list[float]]], list[tuple[str, int]], list[tuple[int, str]]]:
    """Where names lead, in pages and points; the outline, in pages; the links of each page."""
    with opened(data) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        names = list(file.Root.Names.Dests.Names)
        places = {
            str(key): (numbers[to[0].objgen], [round(float(at), 1) for at in list(to)[2:4]])
            for key, to in zip(names[::2], names[1::2], strict=True)
        }
        entries = [(str(one.Title), numbers[one.Dest[0].objgen]) for one in _entries(file.Root.Outlines)]
        links = [
            (number, str(link.Dest))
            for number, page in enumerate(file.pages, 1)
            for link in page.obj.get("/Annots", ())
            if "/Dest" in link
        ]
    return places, entries, links


def _entries(entry: pikepdf.Object) -> list[pikepdf.Object]:
    below, found = entry.get("/First"), list[pikepdf.Object]()
    while below is not None:
        found += [below, *_entries(below)]
        below = below.get("/Next")
    return found


@cache
def written(theme: str, most: int) -> bytes:
    """The book, laid out so many elements at once; on the paper that PAPER says."""
    settings = RenderSettings(open_theme(theme), PAPERS[PAPER[theme]])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cut, "MAX_ELEMENTS", most)
        return pdf.render(book_of(settings), settings).data


@pytest.mark.parametrize("theme", theme_names())
def test_a_long_book_has_the_pages_links_and_outline_of_one_laid_out_at_once(theme: str) -> None:
    found, wanted = written(theme, FEW), written(theme, ALL)
    assert_the_same(seen(found), seen(wanted))
    assert led(found) == led(wanted)
    assert failures(found) == []


@pytest.mark.parametrize("theme", theme_names())
def test_every_reference_of_a_long_index_is_there_once_with_the_right_page(theme: str) -> None:
    data = written(theme, FEW)
    places, _, links = led(data)
    shown = [words for words, _ in seen(data)]
    begin = places["/index/index"][0]
    assert begin + 2 <= len(shown), "the index has a page that is neither its first nor its last"
    found = [one for words in shown[begin - 1 :] for one in re.findall(r"T(\d+) L1 (\d+)", words)]
    assert found == 2 * [(str(n), str(places[f"/l{n}"][0])) for n in range(TRACKS)]
    counts = Counter(name for number, name in links if number >= begin)
    assert counts == {f"/l{n}": 4 for n in range(TRACKS)}, "in two areas, each by its code and its number"


def test_no_more_is_laid_out_at_once_than_may_be_and_each_piece_goes_before_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = RenderSettings(open_theme("slate"))
    document = book_of(settings)
    alive, sizes = list[weakref.ref[weasyprint.Document]](), list[int]()
    make = cut._layout_chunk  # noqa: SLF001  # seen from inside

    def piece(*arguments: object) -> object:
        assert [one for one in alive if one() is not None] == []
        made = make(*arguments)  # type: ignore[arg-type]  # handed on
        alive.append(weakref.ref(made.rendered))
        boxes = [box for page in made.rendered.pages for box in page._page_box.children[0].descendants()]  # noqa: SLF001
        sizes.append(len({box.element for box in boxes}))
        return made

    monkeypatch.setattr(cut, "MAX_ELEMENTS", FEW)
    monkeypatch.setattr(cut, "PAGES_PER_COLLECTION", 0)
    monkeypatch.setattr(cut, "_layout_chunk", piece)
    pdf.render(document, settings)
    assert len(sizes) > TRACKS * cut.ELEMENTS_PER_SHEET_PAGE / FEW
    assert max(sizes) <= FEW + 10


HEAD = "<!DOCTYPE html><html lang='en'><head><title>x</title><style>%s</style></head><body>%s</body></html>"
STYLE = """
@page { margin: 20mm; @bottom-right { content: none } @bottom-left { content: string(part) " " counter(page) } }
section { padding-top: 9mm; border-top: 2pt solid #123; bookmark-level: 2; bookmark-label: attr(title) }
section { string-set: part attr(title) }
section::before { content: "begins: " attr(title) } section + section { margin-top: 5mm }
p { margin: 4mm 0 } p::before { content: "¶ " } h3 + p { margin-top: 0 } .own { break-before: page }
table { border-collapse: collapse; table-layout: fixed; width: 100% } td { border-bottom: 1pt solid #456; border-top: .2pt solid red }
tr:nth-child(even) td { background: #eee } tr:first-child td { padding-top: 7mm } tr:last-child td { font-weight: 700 }
ul.separate { border: 1pt solid #789 } ul.separate > li:first-child { padding-top: 3mm }
"""


def rows(count: int, cell: str = "td") -> str:
    return "".join(f"<tr><{cell}>Row {n}</{cell}><td>said {n}</td></tr>" for n in range(count))


BODIES = {
    "a table": f"<section title=A><h3>Heading</h3><table>{rows(150)}</table></section>",
    "a table whose head is on every page": f"<section title=A><table><thead><tr><td>Head</td><td>of it</td></tr>"
    f"</thead><tbody>{rows(150)}</tbody></table></section>",
    "paragraphs": "<section title=A>"
    + "".join(f"<p>Paragraph {n}. {'Words. ' * n}</p>" for n in range(90))
    + "</section>",
    "sections": "".join(f"<section title=S{n}><h3>Heading {n}</h3><p>Text.</p></section>" for n in range(70)),
    "breaks of their own": "".join(f"<p class='{'own' if n % 9 == 0 else ''}'>Paragraph {n}</p>" for n in range(90)),
    "a list": f"<ul class=separate>{''.join(f'<li>Point {n}<ul><li>in it</li></ul></li>' for n in range(120))}</ul>",
    "a text longer than a piece": f"<section title=A><p>{'<b>Words</b> of text. ' * 900}</p><p>It was longer than a piece.</p></section>",
    "a style further down": f"<section title=A><style>p {{ color: #222 }}</style>{'<p>Text.</p>' * 90}</section>",
    "a text and more": f"<section title=A><p>{'Words of text. ' * 2000}</p>{'<p>More.</p>' * 60}</section>",
}


def laid(body: str, leaves: Mapping[str, int]) -> tuple[list[list[tuple[str, list[Drawn]]]], list[tuple[object, ...]]]:
    """The pages of each piece, and all bookmarks."""
    found, marks = list[list[tuple[str, list[Drawn]]]](), list[tuple[object, ...]]()
    engine = engine_for(RenderSettings(open_theme("slate")))
    for rendered in cut.layout_in_chunks(engine, HEAD % (STYLE, body), 7, leaves):
        marks += [tuple(mark[:2]) for page in rendered.pages for mark in page.bookmarks]
        found.append(seen(rendered.write_pdf(pdf_variant="pdf/a-3a")))
        del rendered
    return found, marks


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_pages_do_not_tell_where_a_piece_ended(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [whole], wanted = laid(body, {})
    monkeypatch.setattr(cut, "MAX_ELEMENTS", 35)
    found, marks = laid(body, {})
    assert len(found) > 1 or "longer than" in body
    assert_the_same([page for piece in found for page in piece], whole)
    assert marks == wanted


def test_pages_that_belong_together_are_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "".join(f"<p class=own id=l{n}>Level {n}</p><p class=own>on</p><p class=own>and on</p>" for n in range(9))
    monkeypatch.setattr(cut, "MAX_ELEMENTS", 10)
    monkeypatch.setattr(cut, "ELEMENTS_PER_SHEET_PAGE", 0)
    found, _ = laid(body, {f"l{n}": 3 for n in range(9)})
    assert len(found) > 1
    assert sum(map(len, found)) == 27
    assert {len(piece) % 3 for piece in found} == {0}
