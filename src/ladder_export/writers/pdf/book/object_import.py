"""Copy the PDF objects of parts and finished sheets into a handbook, and renumber them as objects of the handbook."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ladder_export.writers.pdf.object_writer import ObjectStreamWriter
from ladder_export.writers.pdf.objects import (
    REFERENCE,
    PdfObjects,
    dictionary,
    entries,
    is_stream,
    parse_reference,
    references,
    without_stream_data,
)

STRING = rb"\((?:\\.|[^\\()])*\)"
# The parts of an object that depend on its file. Other strings are matched too, so that no part within one is.
# Every branch begins with another character, which keeps the search fast.
FILE_SPECIFIC = re.compile(
    rb"(?P<to>\d+) 0 R|(?P<tag>/S /H)(?P<depth>[1-6])|(?P<id>/ID |/Headers )(?P<ids>%s|\[[^\]]*\])|%s"
    rb"|(?P<key>/StructParents? )(?P<at>\d+)" % (STRING, STRING),
    re.DOTALL,
)
STRING_LITERAL = re.compile(STRING, re.DOTALL)
MAY_BE_FILE_SPECIFIC = re.compile(rb"\(|/S /H|/StructParent|/ID |/Headers ")  # more than references
PARENT_TREE_ENTRY = re.compile(rb"(\d+) (\[[^\]]*\]|\d+ 0 R)")  # key and tags of a page, or of an annotation
MAX_HEADING = 6


@dataclass(slots=True)
class SourcePdf:
    """A PDF whose objects are copied into a handbook; `merge_book` changes some of its objects before they are copied.

    `objects` are the bytes of its objects by number, `last_number` is the highest number. `root` is the object number
    of the catalog, `document` that of the tag of the whole document. `pages` are the object numbers of the pages,
    `tags` those of the children of the document's tag. `parent_tree` lists, by the key of a page or an annotation, the
    tags to which its content belongs (ISO 32000-1 §14.7.4.4).

    `book_numbers` maps object numbers to object numbers in the handbook, for objects that have one already.
    `split_bodies` caches the results of `split_at_references`.
    """

    objects: dict[int, bytes]
    root: int
    pages: list[int]
    document: int
    tags: list[int]
    parent_tree: dict[int, bytes]
    book_numbers: dict[int, int] = field(default_factory=dict)
    last_number: int = 0
    split_bodies: dict[int, list[bytes]] = field(default_factory=dict)

    def split_at_references(self, number: int) -> list[bytes]:
        """Split the bytes of a PDF object at its references to other objects.

        The result alternates: bytes, the number of a referenced object as bytes, bytes, and so on. The data of a stream
        is left out. Strings are emptied, because their text may look like a reference.
        """
        if number not in self.split_bodies:
            head = without_stream_data(self.objects[number])
            self.split_bodies[number] = REFERENCE.split(STRING_LITERAL.sub(b"()", head) if b"(" in head else head)
        return self.split_bodies[number]

    def add_object(self, body: bytes = b"") -> int:
        """Add an object to this PDF and return its number."""
        self.last_number += 1
        self.objects[self.last_number] = body
        return self.last_number

    def external_ref(self, number: int) -> int:
        """Add an empty object that stands for the handbook's object `number`; return the new object's number here.

        When objects are copied into the handbook, references to the new object become references to `number`.
        """
        local_number = self.add_object()
        self.book_numbers[local_number] = number
        return local_number


@dataclass(slots=True)
class BookBuilder:
    """A handbook's PDF while it is written.

    `root` is the object number of the page tree's root, `document` that of the tag of the whole book. `pages` and
    `tags` are the object numbers of pages and of top tags so far, in order. `parent_tree_kids` are the object numbers
    of the nodes of the parent tree, one per copied file; `next_key` is the tree's first free key. `files_imported` is
    the number of copied files, which becomes a part of tag ids. `shared_streams` maps the SHA-256 of each stream
    without references, such as a font or a picture, to its object number, so that equal ones are written once.
    """

    writer: ObjectStreamWriter
    root: int
    document: int
    pages: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    parent_tree_kids: list[int] = field(default_factory=list)
    next_key: int = 0
    files_imported: int = 0
    shared_streams: dict[bytes, int] = field(default_factory=dict)


def open_pdf(pdf: PdfObjects, book: BookBuilder) -> SourcePdf:
    """Prepare a PDF for copying its objects into a handbook.

    References to the root of its page tree and to the tag of its document become references to those of the handbook.
    """
    catalog = entries(pdf.objects[pdf.root])
    pages, tag_root = parse_reference(catalog[b"/Pages"]), parse_reference(catalog[b"/StructTreeRoot"])
    tag_tree = entries(pdf.objects[tag_root])
    document = references(tag_tree[b"/K"])[0]
    return SourcePdf(
        dict(pdf.objects),
        pdf.root,
        references(entries(pdf.objects[pages])[b"/Kids"]),
        document,
        references(entries(pdf.objects[document])[b"/K"]),
        {
            int(key): value
            for key, value in PARENT_TREE_ENTRY.findall(pdf.objects[parse_reference(tag_tree[b"/ParentTree"])])
        },
        {pages: book.root, document: book.document},
        max(pdf.objects),
    )


def import_objects(
    book: BookBuilder, source: SourcePdf, starts: Iterable[int], *, assigned: Mapping[int, int], heading_offset: int = 0
) -> None:
    """Copy the PDF objects numbered `starts`, all tags, and everything they refer to, into a handbook.

    `assigned` maps object numbers of `source` to the numbers that the objects get in the book; all others get new
    numbers. `heading_offset` is added to the level of headings: with 2, H1 becomes H3. Ids of tags get a prefix per
    source file, because two files may have the same ids.
    """
    tagged = [number for value in source.parent_tree.values() for number in references(value)]
    new_numbers = _assign_numbers(book, source, _reachable(source, [*starts, *source.tags, *tagged]), assigned)
    rewrite = _make_rewriter(source.book_numbers, book.next_key, book.files_imported, heading_offset)
    new_references = {b"%d" % local_number: b"%d 0 R" % number for local_number, number in source.book_numbers.items()}
    for number in new_numbers:
        body, pieces = source.objects[number], source.split_at_references(number)
        head = without_stream_data(body)
        if MAY_BE_FILE_SPECIFIC.search(head):
            moved = FILE_SPECIFIC.sub(rewrite, head)
        else:
            pieces[1::2] = [new_references[local_number] for local_number in pieces[1::2]]
            moved = b"".join(pieces)
        book.writer.add(source.book_numbers[number], moved + body[len(head) :])
    if source.parent_tree:
        _write_parent_tree_kid(book, source)
    book.files_imported += 1


def _reachable(source: SourcePdf, starts: list[int]) -> list[int]:
    """Return the numbers of the source's objects that can be reached and are not in the book, depth first."""
    pending, seen, reachable = starts[::-1], set(source.book_numbers), list[int]()
    while pending:
        number = pending.pop()
        if number not in seen:
            seen.add(number)
            reachable.append(number)
            pending += map(int, source.split_at_references(number)[-2::-2])
    return reachable


def _assign_numbers(
    book: BookBuilder, source: SourcePdf, reached: Iterable[int], assigned: Mapping[int, int]
) -> list[int]:
    """Assign numbers of the book to objects; return the objects that still have to be written."""
    new_numbers = list[int]()
    for number in reached:
        body = source.objects[number]
        is_leaf_stream = is_stream(body) and len(source.split_at_references(number)) == 1
        digest = hashlib.sha256(body).digest() if is_leaf_stream else b""
        if digest in book.shared_streams:
            source.book_numbers[number] = book.shared_streams[digest]
            continue
        source.book_numbers[number] = assigned.get(number) or book.writer.allocate()
        if digest:
            book.shared_streams[digest] = source.book_numbers[number]
        new_numbers.append(number)
    return new_numbers


def _make_rewriter(
    numbers: Mapping[int, int], key: int, files_imported: int, heading_offset: int
) -> Callable[[re.Match[bytes]], bytes]:
    """Return a function that rewrites a match of FILE_SPECIFIC for the book."""

    def rewrite(token: re.Match[bytes]) -> bytes:
        match token.lastgroup:
            case "to":
                return b"%d 0 R" % numbers[int(token["to"])]
            case "at":
                return b"%s%d" % (token["key"], key + int(token["at"]))
            case "depth":
                return b"%s%d" % (token["tag"], min(int(token["depth"]) + heading_offset, MAX_HEADING))
            case "ids":
                return token["id"] + token["ids"].replace(b"(", b"(%d-" % files_imported)
        return token[0]

    return rewrite


def _write_parent_tree_kid(book: BookBuilder, source: SourcePdf) -> None:
    """Write a file's node of the parent tree; its keys begin after those of the files before it."""
    first_key, rewrite = book.next_key, _make_rewriter(source.book_numbers, 0, 0, 0)
    pairs = [
        b"%d %s" % (first_key + key, FILE_SPECIFIC.sub(rewrite, value)) for key, value in source.parent_tree.items()
    ]
    limits = b"[%d %d]" % (first_key + min(source.parent_tree), first_key + max(source.parent_tree))
    number = book.writer.allocate()
    book.writer.add(number, dictionary({b"/Limits": limits, b"/Nums": b"[%s]" % b" ".join(pairs)}))
    book.parent_tree_kids.append(number)
    book.next_key += max(source.parent_tree) + 1
