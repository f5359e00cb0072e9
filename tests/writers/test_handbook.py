"""What the handbook is, once it is opened again: every sheet in its place, one book by numbers, links and tags."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from editions import handbook
from ladder_export.core.document import Document, PrebuiltPages
from ladder_export.core.model import Block, Ladder
from ladder_export.core.problems import BadOutput, BadTheme
from ladder_export.core.text import parse, plain_text
from ladder_export.core.ui_strings import ui_strings
from ladder_export.documents.sheet import make_sheet
from ladder_export.files.resources import theme_names
from ladder_export.theme import PAPERS, RenderSettings, open_theme
from ladder_export.writers import RenderedFile, pdf
from ladder_export.writers.pdf import objects as pdf_objects
from ladder_export.writers.pdf.object_writer import ObjectStreamWriter, stream
from ladders import ladder, level, rating, section, texts_of
from writers.pdfs import failures, flat, opened, text

TRACKS = ("security", "site-reliability", "design")
SHARED = section("Values", "I am kind and say so in 900001.", icon="🏆")


def book_of(tracks: int = 3, rungs: int = 8, language: str = "en") -> Ladder:
    """A ladder whose texts carry numbers of their own; its last track has a draft and a retired level."""
    number = iter(range(100_000, 900_000))

    def say(what: str) -> str:
        return f"{what} {next(number)}"

    levels = [
        replace(
            level(
                f"L{rung}",
                f"Engineer {track[:3]}-{rung}",
                section("Craft", *(say("I build things that last,") for _ in range(4)), examples=(say("I did so"),)),
                section("People", say("I listen before I speak,"), say("I help")),
                summary=(say("Somebody who can be relied upon,"),),
                facts=(("Horizon", say("a year")), ("Radius", say("peers"))),
                track=track,
                status="current" if track != TRACKS[2] or rung < rungs - 1 else ("draft", "retired")[rung - rungs + 1],
            ),
            id=f"{track}-l{rung}",
            extends=f"{track}-l{rung - 1}" if rung > 1 else "",
            ratings=(rating("tech", "Technology", f"Step {rung}", rung, 8),) * (rung > 2),
        )
        for track in TRACKS[:tracks]
        for rung in range(1, rungs + 1)
    ]
    made = ladder(*levels, language=language)
    return replace(
        made,
        words=ui_strings(language),
        summary=parse("What we expect of **each other**."),
        credit=parse("After [*People*](https://example.org)"),
        blocks=(Block("everyone", "Everyone", (SHARED,)),),
        tracks=tuple(replace(track, includes=("everyone",), family="Platform") for track in made.tracks),
    )


def document(of: Ladder) -> Document:
    [made] = handbook(of)
    return made


def in_use(of: Ladder) -> list[str]:
    return [one.id for one in of.levels if one.status != "retired"]


BOOK = book_of()
PAPER = {"slate": "a4", "folio": "letter"}


@cache
def written(theme: str) -> RenderedFile:
    """The book, made once; on the paper that PAPER says."""
    return pdf.render(document(BOOK), RenderSettings(open_theme(theme), PAPERS[PAPER[theme]]))


def pages(data: bytes) -> list[str]:
    file = pypdfium2.PdfDocument(data)
    return [flat(file[number].get_textpage().get_text_bounded()) for number in range(len(file))]


def bookmarks(entry: pikepdf.Object, deep: int = 0) -> Iterator[tuple[int, str, pikepdf.Object]]:
    below = entry.get("/First")
    while below is not None:
        yield deep, str(below.Title), below.Dest[0]
        yield from bookmarks(below, deep + 1)
        below = below.get("/Next")


@pytest.mark.parametrize("theme", theme_names())
def test_a_book_of_many_sheets_keeps_both_standards(theme: str) -> None:
    made, paper = written(theme), PAPERS[PAPER[theme]]
    assert made.problems == ()
    assert failures(made.data) == []
    with opened(made.data) as file:
        assert made.count == len(file.pages) == 1 + 1 + 1 + 3 + 23 + 1
        sizes = {tuple(round(float(side) / 72 * 25.4, 2) for side in list(page.MediaBox)[2:]) for page in file.pages}
        assert sizes == {(paper.width, paper.height)}


@pytest.mark.parametrize("theme", theme_names())
def test_every_word_of_every_level_in_use_is_there_once_and_its_facts_side_by_side_too(theme: str) -> None:
    shown = text(written(theme).data)
    counts = Counter(re.findall(r"\d{6}", shown))
    wanted = [number for one in BOOK.levels if one.status != "retired" for said in texts_of(one)
              for number in re.findall(r"\d{6}", said)]  # fmt: skip
    assert len(wanted) > 200
    used = [one for one in BOOK.levels if one.status != "retired"]
    facts = {number for one in used for fact in one.facts for number in re.findall(r"\d{6}", fact.value.plain)}
    assert [number for number in wanted if counts[number] != 1 + (number in facts)] == []
    retired = next(one for one in BOOK.levels if one.status == "retired")
    assert retired.title not in shown
    assert "Draft" in shown
    assert counts["900001"] == 1, "shared text stands in its chapter, and in levels that include it"


def test_contents_index_and_feet_tell_the_number_of_the_page_that_links_and_bookmarks_lead_to() -> None:
    data = written("slate").data
    shown = pages(data)
    with opened(data) as file:
        numbers = {page.obj.objgen: number for number, page in enumerate(file.pages, 1)}
        names = list(file.Root.Names.Dests.Names)
        places = {str(key): numbers[to[0].objgen] for key, to in zip(names[::2], names[1::2], strict=True)}
        tree = [(deep, title, numbers[page.objgen]) for deep, title, page in bookmarks(file.Root.Outlines)]
        links = {
            (str(link.Dest), str(link.Contents))
            for page in file.pages
            for link in page.obj.get("/Annots", ())
            if "/Dest" in link
        }
    contents, index = shown[1], shown[-1]
    for one in in_use(BOOK):
        name, at = BOOK.level(one).name, places[f"/{one}"]
        assert f"{name} {at}" in contents.replace(" Draft", "")
        assert BOOK.level(one).summary[0].plain in shown[at - 1]
        assert re.search(rf"{BOOK.level(one).code} {at}\b", index)
        assert (1, name, at) in tree
        assert (f"/{one}", name) in links
    assert [title for deep, title, _ in tree if deep == 0] == [
        *("Engineering ladder", "Contents", "Shared expectations"),
        *(track.title for track in BOOK.tracks),
        "Index",
    ]
    assert [
        number for number, page in enumerate(shown[1:], 2) if not re.search(rf"(2026\.1|Draft) ?{number}$", page)
    ] == []
    assert not any(re.search(r"\d / \d", page) for page in shown), "no sheet says its own number"


def test_the_sheets_are_those_that_were_brought() -> None:
    """Other sheets are bound in than the documents say: what shows up was not laid out again."""
    of = book_of(1, 2)
    other = replace(of, levels=tuple(replace(one, title=f"Bound {one.code}") for one in of.levels))
    settings = RenderSettings(open_theme("slate"))
    made = {one.id: pdf.render(make_sheet(other, one), settings) for one in other.levels}

    def bound(one: Document) -> Document:
        leaf = PrebuiltPages(None, made[one.slug].data, made[one.slug].count) if one.prebuilt_pages else None
        return replace(one, chapters=tuple(map(bound, one.chapters)), prebuilt_pages=leaf)

    shown = pages(pdf.render(bound(document(of)), settings).data)
    assert ["Bound L1" in shown[4], "Bound L2" in shown[5]] == [True, True]
    assert "L1 Engineer sec-1 5" in shown[1]


def test_brought_or_made_here_twice_or_once_the_bytes_are_the_same() -> None:
    of, settings = book_of(2, 2), RenderSettings(open_theme("folio"))

    def bound(one: Document) -> Document:
        made = pdf.render(one.prebuilt_pages.document, settings) if one.prebuilt_pages else None
        leaf = PrebuiltPages(None, made.data, made.count) if made and one.prebuilt_pages else None
        return replace(one, chapters=tuple(map(bound, one.chapters)), prebuilt_pages=leaf)

    first = pdf.render(document(of), settings).data
    assert pdf.render(document(of), settings).data == first
    assert pdf.render(bound(document(of)), settings).data == first


def test_a_sheet_that_lies_in_a_file_is_taken_from_there_and_nothing_is_where_that_has_changed(tmp_path: Path) -> None:
    of, settings = book_of(1, 2), RenderSettings(open_theme("slate"))
    made = {one.id: pdf.render(make_sheet(of, one), settings).data for one in of.levels}
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)

    def bound(one: Document) -> Document:
        leaf = one.prebuilt_pages and PrebuiltPages(
            None, file=str(tmp_path / one.slug), sha256=sum_of(made[one.slug]), pages=1
        )
        return replace(one, chapters=tuple(map(bound, one.chapters)), prebuilt_pages=leaf)

    wanted = pdf.render(document(of), settings).data
    assert pdf.render(bound(document(of)), settings).data == wanted
    (tmp_path / "security-l1").write_bytes(b"something else")
    with pytest.raises(BadOutput, match="changed while it was added to the handbook"):
        pdf.render(bound(document(of)), settings)
    (tmp_path / "security-l1").unlink()
    with pytest.raises(BadOutput, match="changed while it was added to the handbook"):
        pdf.render(bound(document(of)), settings)


def test_words_that_read_like_a_reference_lead_to_nothing() -> None:
    of = book_of(1, 2)
    said = "Engineer 1 0 R 2 0 R 3 0 R 99999 0 R"
    of = replace(of, title="Ladder 99999 0 R", levels=tuple(replace(one, title=said) for one in of.levels))
    data = pdf.render(document(of), RenderSettings(open_theme("slate"))).data
    assert said in pages(data)[4]
    with opened(data) as file:
        kinds = [str(one.get("/Type", "")) for one in file.objects if isinstance(one, pikepdf.Dictionary)]
        assert [kinds.count(kind) for kind in ("/Catalog", "/StructTreeRoot", "/Pages")] == [1, 1, 1]


def sum_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_sheet_of_two_pages_takes_two() -> None:
    long = section("Craft", *(f"I build things that last in {n} and everything around it." for n in range(150)))
    of = ladder(
        level("L1", "First", section("A", "B.")), level("L2", "Long", long), level("L3", "Last", section("C", "D."))
    )
    made = pdf.render(document(of), RenderSettings(open_theme("slate")))
    shown = pages(made.data)
    assert [problem.code for problem in made.problems] == ["page-budget"]
    assert "L3 Last 7" in shown[1]
    assert "D." in shown[-2]
    assert text(made.data).count("in 149 and") == 1
    assert failures(made.data) == []


def test_tags_make_one_tree_in_which_every_id_is_its_own() -> None:
    with opened(written("slate").data) as file:
        pages_of = {page.obj.objgen for page in file.pages}
        found = list(_walk(file.Root.StructTreeRoot.K[0]))
    assert {element.Pg.objgen for element in found if "/Pg" in element} == pages_of
    ids = [bytes(element.ID) for element in found if "/ID" in element]
    assert len(ids) == len(set(ids)) > 40
    heads = {header for element in found if "/A" in element for header in map(bytes, element.A.get("/Headers", ()))}
    assert heads <= set(ids)
    levels = [int(str(element.S)[2:]) for element in found if re.fullmatch(r"/H\d", str(element.S))]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


def _walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield element
    for kid in element.get("/K", ()):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            assert kid.P.objgen == element.objgen
            yield from _walk(kid)


def test_sources_travel_once_and_what_sheets_have_in_common_is_there_once() -> None:
    with opened(written("slate").data) as file:
        files = list(map(str, list(file.Root.Names.EmbeddedFiles.Names)[::2]))
        assert files == sorted({"ladder.yaml", *(BOOK.level(one).source.path for one in in_use(BOOK))})
        assert {str(one.AFRelationship) for one in file.Root.AF} == {"/Source"}
        assert len(file.Root.OutputIntents) == 1
        profiles = [
            one for one in file.objects if isinstance(one, pikepdf.Stream) and "/N" in one and "/Type" not in one
        ]
        assert len(profiles) == 1
        assert str(file.Root.Lang) == "en"
        assert str(file.docinfo.Title) == "Engineering ladder · Handbook"


def test_a_font_name_stands_for_one_set_of_glyphs() -> None:
    files: dict[str, set[bytes]] = {}
    with opened(written("slate").data) as file:
        for item in file.objects:
            if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item:
                files.setdefault(str(item.FontName), set()).add(item.FontFile2.read_bytes())
    assert len(files) > 5
    assert {name for name, those in files.items() if len(those) > 1} == set()


def test_no_stream_ends_so_that_it_reads_as_shorter() -> None:
    assert b"\r\nendstream" not in written("slate").data + written("folio").data


@pytest.mark.parametrize("language", ["ja", "ar"])
def test_it_speaks_the_language_of_its_ladder(language: str) -> None:
    of = book_of(1, 2, language)
    made = pdf.render(document(of), RenderSettings(open_theme("slate")))
    assert made.problems == ()
    assert failures(made.data) == []
    if language == "ja":
        assert {ui_strings("ja").handbook, ui_strings("ja").contents, ui_strings("ja").index} <= set(
            text(made.data).split()
        )


def test_a_template_without_a_place_for_a_level_is_told() -> None:
    theme = open_theme("slate")
    cut = theme.files["handbook.html.j2"].replace('class="leaf" id="/{{ level.slug }}"', 'class="leaf"')
    broken = replace(theme, digest="cut", files={**theme.files, "handbook.html.j2": cut})
    with pytest.raises(BadTheme, match="'/security-l1'") as caught:
        pdf.render(document(book_of(1, 1)), RenderSettings(broken))
    [problem] = caught.value.problems
    assert problem.span
    assert problem.span.file.endswith("base/handbook.html.j2")


def test_a_template_that_shows_all_of_the_book_in_each_part_is_told() -> None:
    theme = open_theme("folio")
    whole = theme.files["base/handbook.html.j2"].replace("for part in chapters", "for part in document.chapters")
    broken = replace(theme, digest="whole", files={**theme.files, "base/handbook.html.j2": whole})
    with pytest.raises(BadTheme, match="a part of the handbook that it does not belong to") as caught:
        pdf.render(document(book_of(2, 1)), RenderSettings(broken))
    [problem] = caught.value.problems
    assert "`chapters`" in problem.help
    assert problem.span
    assert problem.span.file.endswith("folio/handbook.html.j2")


def test_a_template_without_room_for_a_second_page_is_told() -> None:
    theme = open_theme("slate")
    cut = theme.files["handbook.html.j2"].replace("range(pages[level.slug] - 1)", "range(0)")
    broken = replace(theme, digest="room", files={**theme.files, "handbook.html.j2": cut})
    long = section("Craft", *(f"I build things that last in {n} and everything around it." for n in range(150)))
    with pytest.raises(BadTheme, match="'/l2'"):
        pdf.render(document(ladder(level("L1", "Long", long), level("L2", "Last"))), RenderSettings(broken))


def test_a_ladder_with_nothing_to_look_up_or_to_share_has_neither_chapter() -> None:
    bare = ladder(level("L1", "Engineer", summary=("I am.",)))
    shown = pages(pdf.render(document(replace(bare, credit=plain_text(""))), RenderSettings(open_theme("folio"))).data)
    assert len(shown) == 4
    assert "Index" not in shown[1]


def test_packing_keeps_every_object_whatever_its_text() -> None:
    texts = [f"{n} endobj\nstream\nxref\n0 \\( obj endstream {'é' * (n % 7)}" for n in range(600)]

    def made() -> bytes:
        writer = ObjectStreamWriter()
        root, pages, page, held = (writer.allocate() for _ in range(4))
        kept = [writer.allocate() for _ in texts]
        for number, one in zip(kept, texts, strict=True):
            writer.add(number, pdf_objects.dictionary({b"/T": pdf_objects.pdf_string(one)}))
        writer.add(held, stream(b"", b"endobj xref\n0 trailer"))
        writer.add(pages, b"<</Type /Pages/Count 1/Kids [%d 0 R]>>" % page)
        writer.add(page, b"<</Type /Page/Parent %d 0 R/MediaBox [0 0 9 9]/Resources <<>>>>" % pages)
        about = {b"/Type": b"/Catalog", b"/Pages": b"%d 0 R" % pages, b"/Kept": pdf_objects.reference_array(kept)}
        writer.add(root, pdf_objects.dictionary(about | {b"/Stream": b"%d 0 R" % held}))
        return writer.finish(root, writer.allocate())

    data = made()
    assert len(data) < sum(map(len, texts)) / 2
    assert made() == data
    with opened(data) as file:
        assert file.check_pdf_syntax() == []
        assert [str(one.T) for one in file.Root.Kept] == texts
        assert file.Root.Stream.read_bytes() == b"endobj xref\n0 trailer"
        assert len(file.pages) == 1


def test_a_file_taken_apart_has_every_object_that_another_program_finds() -> None:
    data = pdf.render(make_sheet(BOOK, BOOK.levels[3]), RenderSettings(open_theme("slate"))).data
    found = pdf_objects.read_pdf(data)
    with opened(data) as file:
        streams = {one.objgen[0]: one for one in file.objects if isinstance(one, pikepdf.Stream)}
        tags = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") is not None]
        root, info = file.trailer.Root.objgen[0], file.trailer.Info.objgen[0]
        assert (found.root, found.info) == (root, info)
        assert (
            len(tags)
            == sum(b"/StructElem" in pdf_objects.without_stream_data(body) for body in found.objects.values())
            > 50
        )
        for number, body in found.objects.items():
            if pdf_objects.is_stream(body):
                assert pdf_objects.stream_data(body) == streams.pop(number).read_bytes()
        assert {str(one.get("/Type")) for one in streams.values()} <= {"/ObjStm", "/XRef"}


def test_objects_that_were_put_away_are_as_they_were() -> None:
    objects = {3: b"<</A 1>>", 1: b"", 70_000: b"<<>>\nstream\n\x00\xff\nendstream"}
    away = pdf_objects.compress(pdf_objects.PdfObjects(objects, 3, 1))
    assert pdf_objects.decompress(away) == pdf_objects.PdfObjects(objects, 3, 1)
    assert list(pdf_objects.decompress(away).objects) == list(objects)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (rb"/A (a \(b\) >> /B \\)", rb"(a \(b\) >> /B \\)"),
        (b"/A <</C [1 (]) <feff>]/D /E>>", b"<</C [1 (]) <feff>]/D /E>>"),
        (b"/A 12 0 R", b"12 0 R"),
        (b"/A/B", b"/B"),
        (b"/A []", b"[]"),
        (b"/A -.5", b"-.5"),
    ],
)
def test_a_dictionary_is_told_apart_whatever_its_values(written: bytes, value: bytes) -> None:
    found = pdf_objects.entries(b"<</First 1 0 R%s/Last true>>\nstream\n>> /A (\nendstream" % written)
    assert found == {b"/First": b"1 0 R", b"/A": value, b"/Last": b"true"}


def test_numbers_follow_when_the_books_own_text_takes_more_pages_than_one() -> None:
    of = book_of(3, 3)
    blocks = tuple(
        Block(f"b{n}", f"Block {n}", (section(f"Values {n}", *(f"I say so {n}-{m}." for m in range(9))),))
        for n in range(12)
    )
    tracks = tuple(replace(track, includes=tuple(block.id for block in blocks)) for track in of.tracks)
    shown = pages(
        pdf.render(document(replace(of, blocks=blocks, tracks=tracks)), RenderSettings(open_theme("slate"))).data
    )
    openings = [number for number, page in enumerate(shown, 1) if "Also holds here" in page]
    assert openings[0] == 3 + 4, "after cover, contents and four pages of shared text"
    for number in range(12):
        [place] = [at for at, page in enumerate(shown, 1) if f"I say so {number}-0." in page]
        assert [re.findall(rf"Block {number} (\d+)", shown[at - 1]) for at in openings] == [[str(place)]] * 3
    for track, at in zip(tracks, openings, strict=True):
        assert f"{track.title} {at}" in shown[1]
        assert f"{track.title} {at}" in shown[2]
