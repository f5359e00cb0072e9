"""This file takes files into a book, object by object, under numbers of the book's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ladder_export.writers.pdf.object_writer import Pack
from ladder_export.writers.pdf.objects import (
    REFERENCE,
    Loose,
    dictionary,
    entries,
    is_stream,
    references,
    referred,
    said,
)

STRING = rb"\((?:\\.|[^\\()])*\)"
# What in an object depends on the file that it is in; other strings are matched, so that nothing in one is.
# Every branch begins with a character of its own: only then is the search for one quick.
OWN = re.compile(
    rb"(?P<to>\d+) 0 R|(?P<tag>/S /H)(?P<depth>[1-6])|(?P<id>/ID |/Headers )(?P<ids>%s|\[[^\]]*\])|%s"
    rb"|(?P<key>/StructParents? )(?P<at>\d+)" % (STRING, STRING),
    re.DOTALL,
)
LITERAL = re.compile(STRING, re.DOTALL)
MORE = re.compile(rb"\(|/S /H|/StructParent|/ID |/Headers ")  # where more than references may be the file's own
PARENT = re.compile(rb"(\d+) (\[[^\]]*\]|\d+ 0 R)")  # what content of a page belongs to, or an annotation
DEEPEST = 6


@dataclass(slots=True)
class Source:
    """A file to be taken in: objects, pages, the tag of the whole document and those right below it.

    `parents` say by key which tags a page's content belongs to, or an annotation. All of it may
    be changed before. `numbers` are the book's for what is not taken from here, or is known already.
    """

    objects: dict[int, bytes]
    root: int
    pages: list[int]
    document: int
    tags: list[int]
    parents: dict[int, bytes]
    numbers: dict[int, int] = field(default_factory=dict)
    last: int = 0
    pieces: dict[int, list[bytes]] = field(default_factory=dict)

    def apart(self, number: int) -> list[bytes]:
        """An object without strings and its stream's data, cut at references, whose numbers stand between.

        Cut once for all that is asked of it (measured: a tenth of what joining takes). Strings may say anything.
        """
        if number not in self.pieces:
            head = said(self.objects[number])
            self.pieces[number] = REFERENCE.split(LITERAL.sub(b"()", head) if b"(" in head else head)
        return self.pieces[number]

    def new(self, body: bytes = b"") -> int:
        """One more object; its number."""
        self.last += 1
        self.objects[self.last] = body
        return self.last

    def refer(self, number: int) -> int:
        """What to refer to in here for an object of the book."""
        own = self.new()
        self.numbers[own] = number
        return own


@dataclass(slots=True)
class Book:
    """A book in the making: its pages and tags in order, and the branches of the tree that leads from content to tags.

    `key` is the next one that is free in that tree, `taken` how many files were taken in,
    `shared` are streams that are there already, by their sum.
    """

    pack: Pack
    root: int
    document: int
    pages: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    branches: list[int] = field(default_factory=list)
    key: int = 0
    taken: int = 0
    shared: dict[bytes, int] = field(default_factory=dict)


def opened(loose: Loose, book: Book) -> Source:
    """A file whose pages and tags are going to be the book's."""
    about = entries(loose.objects[loose.root])
    pages, structure = referred(about[b"/Pages"]), referred(about[b"/StructTreeRoot"])
    tree = entries(loose.objects[structure])
    document = references(tree[b"/K"])[0]
    return Source(
        dict(loose.objects),
        loose.root,
        references(entries(loose.objects[pages])[b"/Kids"]),
        document,
        references(entries(loose.objects[document])[b"/K"]),
        {int(key): value for key, value in PARENT.findall(loose.objects[referred(tree[b"/ParentTree"])])},
        {pages: book.root, document: book.document},
        max(loose.objects),
    )


def take(book: Book, source: Source, starts: Iterable[int], *, written: Mapping[int, int], deeper: int = 0) -> None:
    """Everything that can be reached from what is left of a source, under fresh numbers or those that `written` gives.

    Headings go so many levels `deeper`; ids are the file's own among all that were taken in.
    """
    below = [number for value in source.parents.values() for number in references(value)]
    fresh = _numbered(book, source, _reached(source, [*starts, *source.tags, *below]), written)
    move = _mover(source.numbers, book.key, book.taken, deeper)
    there = {b"%d" % own: b"%d 0 R" % number for own, number in source.numbers.items()}
    for number in fresh:
        body, pieces = source.objects[number], source.apart(number)
        head = said(body)
        if MORE.search(head):
            moved = OWN.sub(move, head)
        else:
            pieces[1::2] = [there[own] for own in pieces[1::2]]
            moved = b"".join(pieces)
        book.pack.add(source.numbers[number], moved + body[len(head) :])
    if source.parents:
        _branch(book, source)
    book.taken += 1


def _reached(source: Source, starts: list[int]) -> list[int]:
    """Everything that the source has and that one gets to, in the order in which one does."""
    waiting, known, found = starts[::-1], set(source.numbers), list[int]()
    while waiting:
        number = waiting.pop()
        if number not in known:
            known.add(number)
            found.append(number)
            waiting += map(int, source.apart(number)[-2::-2])
    return found


def _numbered(book: Book, source: Source, reached: Iterable[int], written: Mapping[int, int]) -> list[int]:
    """Gives objects their numbers; those that the book does not have yet."""
    fresh = list[int]()
    for number in reached:
        body = source.objects[number]
        alone = is_stream(body) and len(source.apart(number)) == 1
        name = hashlib.sha256(body).digest() if alone else b""
        if name in book.shared:
            source.numbers[number] = book.shared[name]
            continue
        source.numbers[number] = written.get(number) or book.pack.number()
        if name:
            book.shared[name] = source.numbers[number]
        fresh.append(number)
    return fresh


def _mover(numbers: Mapping[int, int], key: int, taken: int, deeper: int) -> Callable[[re.Match[bytes]], bytes]:
    """What becomes of a piece of an object in the book."""

    def move(found: re.Match[bytes]) -> bytes:
        match found.lastgroup:
            case "to":
                return b"%d 0 R" % numbers[int(found["to"])]
            case "at":
                return b"%s%d" % (found["key"], key + int(found["at"]))
            case "depth":
                return b"%s%d" % (found["tag"], min(int(found["depth"]) + deeper, DEEPEST))
            case "ids":
                return found["id"] + found["ids"].replace(b"(", b"(%d-" % taken)
        return found[0]

    return move


def _branch(book: Book, source: Source) -> None:
    """A branch of the tree that leads from content to tags; keys begin where the last one's ended."""
    key, move = book.key, _mover(source.numbers, 0, 0, 0)
    pairs = [b"%d %s" % (key + own, OWN.sub(move, value)) for own, value in source.parents.items()]
    limits = b"[%d %d]" % (key + min(source.parents), key + max(source.parents))
    number = book.pack.number()
    book.pack.add(number, dictionary({b"/Limits": limits, b"/Nums": b"[%s]" % b" ".join(pairs)}))
    book.branches.append(number)
    book.key += max(source.parents) + 1
