"""WeasyPrint made quicker makes the same bytes, and another version of it is left as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
import weasyprint
from weasyprint.text.line_break import Layout

from editions import documents_of
from ladder_export.document import Document
from ladder_export.model import Ladder, Rating
from ladder_export.places import theme_names
from ladder_export.theme import Look, open_theme
from ladder_export.writers import pdf
from ladder_export.writers.pdf import quicker
from ladder_export.writers.pdf.engine import engine_for
from ladders import PLACE, ladder, level, section
from writers.test_awkward import LONG

TEXTS = {
    "en": (
        "I know **what** I do, *why* I do it, and `how` [others](https://example.org/do) see it, in lines that go on.",
        f"I own the {LONG} class.",
        "A word-by-word, state-of-the-art hyphen\u00adation of un\u00adbreakable things that never ends in its line.",
    ),
    "ja": (
        "作る前に質問し、学んだことを書き留めます。これは長い文章で、行の終わりで折り返され、English words も混ざります。",
    ),
    "ar": ("أسأل قبل أن أبني وأكتب ما تعلمته مع فريقي كله حتى نعرف لماذا اخترنا هذا الطريق دون غيره في مشروع طويل.",),
}


def of(language: str) -> Ladder:
    """Two levels of texts that are hard to break."""
    texts = TEXTS[language] * 3
    areas = [section(f"Area {number}", *texts, examples=texts[:2], icon="🦉") for number in range(3)]
    ratings = tuple(Rating(f"c{n}", texts[0][n : n + 9], texts[0][:5], n, 3, 3, PLACE) for n in range(1, 5))
    lower, upper = (
        replace(level(code, texts[0][:20], *areas, summary=texts[:1], facts=(("Reach", texts[0]),)), ratings=ratings)
        for code in ("L1", "L2")
    )
    return ladder(lower, upper, language=language)


def documents(edition: str, language: str) -> Iterator[Document]:
    return iter(tuple(documents_of(edition, of(language)))[:1])


@pytest.mark.parametrize(("edition", "language"), list(product(("sheet", "scorecard", "promotion", "matrix"), TEXTS)))
@pytest.mark.parametrize("theme", sorted(theme_names()))
def test_not_a_byte_differs(theme: str, edition: str, language: str) -> None:
    look = Look(open_theme(theme))
    for document in documents(edition, language):
        ours = pdf.write(document, look)
        with quicker.as_it_was():
            theirs = pdf.write(document, look)
        assert hashlib.sha256(ours.data).hexdigest() == hashlib.sha256(theirs.data).hexdigest()
        assert ours.layout == theirs.layout


def test_notes_and_first_letters_that_a_theme_of_ones_own_has_are_set_as_before() -> None:
    source = (
        "<style>@page { size: 8cm } .note { float: footnote } p::first-letter { font-size: 3em; color: red } p::first-line { color: blue }"
        "li::before { content: attr(title) } q { quotes: '<' '>' }</style><p>Begins <span class=note>A note.</span> here,"
        " and goes on for long enough to need <q>another</q> line of text, and a third one, since it does not end.</p>"
        "<ul><li title=One>a<li title=Two>b</ul>"
    )

    def made() -> bytes:
        data: bytes = engine_for(Look(open_theme("slate"))).layout(source, "pdf/a-3a").write_pdf()
        return data

    ours = made()
    with quicker.as_it_was():
        assert made() == ours


def test_another_version_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = Layout.setup
    with quicker.as_it_was():
        theirs = Layout.setup
        assert theirs is not ours
        monkeypatch.setattr(weasyprint, "__version__", "70.1")
        quicker.hasten()
        assert Layout.setup is theirs
        monkeypatch.undo()
    assert Layout.setup is ours
