"""This file puts finished sheets into the blank pages that a book was laid out with (pikepdf's only door)."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from ladder_export.writers.pdf.packed import ends_in_return, packed

MARKED = re.compile(rb"/\w+\s<</MCID \d+>>\sBDC\b")
FOOT = "/Foot"  # the book's own foot of a page, among the page's resources
# A level is below its track, which is below the book's title.
DEEPER = {f"/H{depth}": Name(f"/H{min(depth + 2, 6)}") for depth in range(1, 7)}


class Insert(NamedTuple):
    """A sheet: the anchor of the first blank page it goes to, what is said of links there, and the sheet as a PDF."""

    anchor: str
    name: str
    data: bytes


class NoPlace(LookupError):
    """An anchor that the frame does not have."""


@dataclass(slots=True)
class _Book:
    """A book in the making: its pages in order, what leads from marked content to its tags, and the streams it has.

    `moved` are the pages that took the places of blank ones, by the number of the blank one's object.
    """

    pdf: pikepdf.Pdf
    pages: list[Object]
    parents: list[tuple[int, Object]]
    moved: dict[int, Object] = field(default_factory=dict)
    streams: dict[bytes, Object] = field(default_factory=dict)

    def key(self) -> int:
        """The next free key of the tree that leads from content to tags."""
        return self.parents[-1][0] + 1 if self.parents else 0


def engines() -> dict[str, str]:
    """Versions of the libraries that decide the bytes."""
    return {"pikepdf": pikepdf.__version__, "qpdf": pikepdf.__libqpdf_version__}


def joined(frame: bytes, inserts: Sequence[Insert], names: Mapping[str, str]) -> bytes:
    """The frame with the pages of every insert in the places of its blank ones.

    A sheet brings its pages, tags and links, but neither its foot, which is the book's, nor its
    bookmarks and attachments. `names` say where links to an anchor lead. Raises NoPlace for an
    anchor that the frame does not have.
    """
    with pikepdf.open(io.BytesIO(frame)) as pdf:
        numbers = _pairs(pdf.Root.StructTreeRoot.ParentTree.Nums)
        book = _Book(pdf, [page.obj for page in pdf.pages], [(int(key), value) for key, value in numbers])
        places = {page.objgen[0]: place for place, page in enumerate(book.pages)}
        anchors = {str(name): target for name, target in _pairs(pdf.Root.Names.Dests.Names)}
        seen = set[int]()
        for page in book.pages:
            _share(book, page.Resources, seen)
            _named(page, names)
        tags = _tags_by_page(pdf.Root.StructTreeRoot.K[0])
        for number, insert in enumerate(inserts):
            if insert.anchor not in anchors:
                raise NoPlace(insert.anchor)
            _put(book, places[anchors[insert.anchor][0].objgen[0]], number, insert.data, tags)
        _lead(book, [target for _, target in anchors.items()])
        blank = frozenset(book.moved)
        _renew_tree(book, blank)
        root = pdf.Root.Pages
        root.Kids, root.Count = Array(book.pages), len(book.pages)
        for page in book.pages:
            page.Parent = root
        _sort_attachments(pdf)
        target = io.BytesIO()
        pdf.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
            deterministic_id=True,
        )
    return packed(target.getvalue())


def _put(book: _Book, place: int, number: int, data: bytes, tags: Mapping[int, list[Object]]) -> None:
    """A sheet into the blank pages from a place on."""
    with pikepdf.open(io.BytesIO(data)) as sheet:
        _prepare(sheet, number)
        for each in sheet.pages:
            book.pdf.pages.append(each)
        count = len(sheet.pages)
        fresh = [page.obj for page in book.pdf.pages[-count:]]
        root = book.pdf.copy_foreign(sheet.Root.StructTreeRoot)  # after the pages, so that tags point to their copies
    parents = {int(key): value for key, value in _pairs(root.ParentTree.Nums)}
    first, blanks = book.key(), book.pages[place : place + count]
    for offset, (page, blank) in enumerate(zip(fresh, blanks, strict=True)):
        spans = list(parents[int(page.StructParents)])
        own = _without_foot(spans)
        parents[int(page.StructParents)] = book.pdf.make_indirect(Array(spans[:own]))
        _share(book, page.Resources, set())
        _compose(book, page, blank, range(own, len(spans)), offset)
        page.StructParents = first + int(page.StructParents)
        for annotation in page.get("/Annots", ()):
            annotation.StructParent = first + int(annotation.StructParent)
        book.moved[blank.objgen[0]] = page
        book.pages[place + offset] = page
    book.parents += [(first + key, value) for key, value in sorted(parents.items())]
    _hang(tags[blanks[0].objgen[0]][0], fresh[0], root.K[0])


def _prepare(sheet: pikepdf.Pdf, number: int) -> None:
    """Headings go below those of the book; ids, which headers of tables have, are its own among all sheets."""
    for element in sheet.objects:
        if not isinstance(element, Dictionary) or element.get("/Type") != Name.StructElem:
            continue
        element.S = DEEPER.get(str(element.S), element.S)
        if "/ID" in element:
            element.ID = _own(number, element.ID)
        if "/A" in element and "/Headers" in element.A:
            element.A.Headers = Array([_own(number, header) for header in element.A.Headers])


def _own(number: int, name: Object) -> pikepdf.String:
    return pikepdf.String(f"{number}-{name}")


def _without_foot(spans: Sequence[Object]) -> int:
    """How many of a page's marked contents belong to its text: the foot, which comes last, hangs on no tag."""
    count = len(spans)
    while count and not _is_reached(spans[count - 1]):
        count -= 1
    return count


def _is_reached(element: Object) -> bool:
    """Whether one gets to a tag by going down from the document."""
    while str(element.S) != "/Document" and (parent := element.get("/P")) is not None:
        if all(kid.objgen != element.objgen for kid in _kids(parent)):
            return False
        element = parent
    return True


def _kids(element: Object) -> Iterator[Object]:
    """The tags right below a tag."""
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


def _compose(book: _Book, page: Object, blank: Object, foot: range, offset: int) -> None:
    """The content of a page: the sheet without its foot, then the book's own as decoration."""
    content = page.Contents.read_bytes()
    for number in foot:
        content = re.sub(rb"/\w+\s<</MCID %d>>\sBDC\s.*?\sEMC\b" % number, b"", content, flags=re.DOTALL)
    name = f"{FOOT}{offset}"
    resources = page.Resources
    if "/XObject" not in resources:
        resources.XObject = Dictionary()
    resources.XObject[name] = _stream(
        book,
        MARKED.sub(b"/Artifact BMC", blank.Contents.read_bytes()),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=blank.MediaBox,
        Resources=blank.Resources,
    )
    page.Contents = _stream(book, b"q\n%s\nQ\nq %s Do Q" % (content, name.encode()))


def _stream(book: _Book, data: bytes, **extra: Object) -> Object:
    """A compressed stream that does not end in a carriage return, which would read as the line's end."""
    data += b"\n" * ends_in_return(data)
    return book.pdf.make_stream(zlib.compress(data), Filter=Name.FlateDecode, **extra)


def _share(book: _Book, holder: Object, seen: set[int]) -> None:
    """Replaces every stream below a dictionary or array by the one of the same bytes that the book has already."""
    if holder.is_indirect:
        if holder.objgen[0] in seen:
            return
        seen.add(holder.objgen[0])
    keys = range(len(holder)) if isinstance(holder, Array) else list(holder.keys())
    for key in keys:
        value = holder[key]
        if isinstance(value, pikepdf.Stream):
            holder[key] = book.streams.setdefault(_digest(value), value)
        elif isinstance(value, Dictionary | Array):
            _share(book, value, seen)


def _digest(stream: pikepdf.Stream) -> bytes:
    return hashlib.sha256(stream.stream_dict.unparse() + stream.read_raw_bytes()).digest()


def _tags_by_page(document: Object) -> dict[int, list[Object]]:
    """Tags right below the document by the page they stand on."""
    found: dict[int, list[Object]] = {}
    for element in _kids(document):
        found.setdefault(element.Pg.objgen[0], []).append(element)
    return found


def _hang(element: Object, page: Object, sheet: Object) -> None:
    """The tags of a sheet below the innermost of those that its first page was laid out with."""
    element.Pg = page
    while (inner := next(_kids(element), None)) is not None:
        element = inner
        element.Pg = page
    for kid in sheet.K:
        kid.P = element
    element.K = sheet.K


def _renew_tree(book: _Book, blank: frozenset[int]) -> None:
    """The tree that leads from content to tags, without the feet of blank pages; tags of those that hold nothing go."""
    root = book.pdf.Root.StructTreeRoot
    unused = set()
    for number in blank:
        page = book.pdf.get_object(number, 0)
        unused.add(int(page.StructParents))
    numbers = [item for key, value in book.parents if key not in unused for item in (key, value)]
    root.ParentTree.Nums = Array(numbers)
    root.ParentTreeNextKey = book.key()
    document = root.K[0]
    document.K = Array([kid for kid in _kids(document) if kid.Pg.objgen[0] not in blank])


def _lead(book: _Book, targets: list[Object]) -> None:
    """What leads to blank pages leads to those that took their places."""
    if "/Outlines" in book.pdf.Root:
        targets += [entry.Dest for entry in _entries(book.pdf.Root.Outlines)]
    for target in targets:
        target[0] = book.moved.get(target[0].objgen[0], target[0])


def _entries(entry: Object) -> Iterator[Object]:
    """Every bookmark."""
    below = entry.get("/First")
    while below is not None:
        yield below
        yield from _entries(below)
        below = below.get("/Next")


def _named(page: Object, names: Mapping[str, str]) -> None:
    """Links within the book say what they lead to, instead of its anchor."""
    for annotation in page.get("/Annots", ()):
        if "/Dest" in annotation:
            annotation.Contents = pikepdf.String(names.get(str(annotation.Dest), str(annotation.Dest)))


def _sort_attachments(pdf: pikepdf.Pdf) -> None:
    """A tree of names has to be in their order."""
    if "/EmbeddedFiles" in pdf.Root.get("/Names", Dictionary()):
        files = sorted(_pairs(pdf.Root.Names.EmbeddedFiles.Names), key=lambda pair: bytes(pair[0]))
        pdf.Root.Names.EmbeddedFiles.Names = Array([part for pair in files for part in pair])


def _pairs(flat: Object) -> list[tuple[Object, Object]]:
    """Keys and values of a tree's leaf."""
    items = list(flat)
    return list(zip(items[::2], items[1::2], strict=True))
