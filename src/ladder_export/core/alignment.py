"""Compare two versions of a list of texts: find the texts that are equal, reworded, moved, removed or added."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal, TypeVar

from ladder_export.core.similar_texts import MAX_WORD_PAIRS, WORD, SectionText, similar_pairs

ChangeKind = Literal["added", "removed", "reworded", "moved", "changed"]

T = TypeVar("T")

WORDS = re.compile(rf"{WORD}|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions of a ladder.

    `level` is the name of the level, empty for text that levels share. `location` is the path of headings to the text,
    outermost first. `before` is the old text, empty for added text; `after` is the new one, empty for removed text.
    `origin` is the former path of a text that moved, else empty. If `is_setting`, `before` and `after` are values of a
    setting, such as a title or a rating, and `location` names that setting. `kind` is `changed` for a setting with a
    new value.
    """

    kind: ChangeKind
    level: str
    location: tuple[str, ...]
    before: str
    after: str
    origin: tuple[str, ...] = ()
    is_setting: bool = False


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """All changes of a ladder since an earlier edition of it; `edition` is the name of that edition."""

    edition: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class DiffRun:
    """A run of words in a word diff: in both texts (`same`), only in the old (`removed`) or new one (`added`)."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class TextEntry:
    """One text of a level, to be compared with the texts of another version of that level.

    `section` is the id of its section, `role` its kind (such as statement or summary), `location` its path of headings,
    outermost first.
    """

    section: str
    role: str
    location: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The result of matching an old list of texts with a new one, as indexes into the two lists, from 0.

    `same` and `reworded` are pairs (index in the old list, index in the new one). `removed` are indexes of texts that
    only the old list has, `added` of texts that only the new list has.
    """

    same: tuple[tuple[int, int], ...]
    reworded: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]


def word_diff(before: str, after: str) -> tuple[DiffRun, ...]:
    """Compare two texts word by word; return runs of words that are the same, removed or added, in reading order.

    For very long texts, one removed and one added run hold everything between the first and the last difference.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    runs: list[DiffRun] = []
    for kind, a, b, c, d in _opcodes(old, new):
        if kind == "equal":
            runs.append(DiffRun("same", "".join(old[a:b])))
            continue
        if a < b:
            runs.append(DiffRun("removed", "".join(old[a:b])))
        if c < d:
            runs.append(DiffRun("added", "".join(new[c:d])))
    return tuple(runs)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return the edit steps between two lists of words, in the format of SequenceMatcher's opcodes, in bounded time."""
    if len(old) * len(new) <= MAX_WORD_PAIRS:
        return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    start = _common_prefix_length(zip(old, new, strict=False))
    end = min(_common_prefix_length(zip(reversed(old), reversed(new), strict=False)), min(len(old), len(new)) - start)
    a, b, c, d = start, len(old) - end, start, len(new) - end
    between = [("replace", 0, b - a, 0, d - c)]
    if (b - a) * (d - c) <= MAX_WORD_PAIRS:
        between = _opcodes(old[a:b], new[c:d])
    return [
        *([("equal", 0, start, 0, start)] if start else ()),
        *((kind, a + i1, a + i2, c + j1, c + j2) for kind, i1, i2, j1, j2 in between),
        *([("equal", b, len(old), d, len(new))] if end else ()),
    ]


def _common_prefix_length(pairs: Iterable[tuple[str, str]]) -> int:
    """Return how many pairs precede the first one whose words differ."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def diff_texts(level: str, before: Sequence[TextEntry], after: Sequence[TextEntry]) -> Iterator[Change]:
    """Yield the changes of a level's texts between two versions: moved, reworded, removed and added texts.

    `level` is the level's name, which each change gets; `before` and `after` are the texts of the two versions.
    """
    alignment = align(before, after)
    yield from _moved_texts(level, before, after, alignment.same)
    for old, new in alignment.reworded:
        origin = before[old].location if before[old].section != after[new].section else ()
        yield Change("reworded", level, after[new].location, before[old].text, after[new].text, origin)
    yield from (Change("removed", level, before[n].location, before[n].text, "") for n in alignment.removed)
    yield from (Change("added", level, after[n].location, "", after[n].text) for n in alignment.added)


def align(before: Sequence[TextEntry], after: Sequence[TextEntry]) -> Alignment:
    """Match the texts of two versions: equal texts first, then the most similar ones, which count as reworded."""
    same = _equal_pairs(before, after)
    left, came = _unpaired_indexes(before, 0, same), _unpaired_indexes(after, 1, same)
    pairs = similar_pairs(_section_texts(before, left), _section_texts(after, came))
    alike = [(left[old], came[new]) for old, new in pairs]
    olds, news = {old for old, _ in alike}, {new for _, new in alike}
    return Alignment(
        tuple(same),
        tuple(alike),
        tuple(n for n in left if n not in olds),
        tuple(n for n in came if n not in news),
    )


def _unpaired_indexes(texts_: Sequence[TextEntry], side: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    taken = {pair[side] for pair in pairs}
    return [n for n in range(len(texts_)) if n not in taken]


def _section_texts(entries: Sequence[TextEntry], indexes: Iterable[int]) -> list[SectionText]:
    return [(entries[n].section, entries[n].text) for n in indexes]


def _equal_pairs(before: Sequence[TextEntry], after: Sequence[TextEntry]) -> list[tuple[int, int]]:
    """Return pairs of indexes of equal texts, preferring those with the same section and role."""
    pairs: list[tuple[int, int]] = []
    free_old, free_new = set(range(len(before))), set(range(len(after)))
    for key in (lambda e: (e.section, e.role, e.text), lambda e: (e.section, e.text), lambda e: e.text):
        places: dict[object, deque[int]] = {}
        for n in sorted(free_old):
            places.setdefault(key(before[n]), deque()).append(n)
        pairs += [
            (old_positions.popleft(), n) for n in sorted(free_new) if (old_positions := places.get(key(after[n])))
        ]
        free_old -= {old for old, _ in pairs}
        free_new -= {new for _, new in pairs}
    return sorted(pairs, key=lambda pair: pair[1])


def _moved_texts(
    level: str, before: Sequence[TextEntry], after: Sequence[TextEntry], same: Sequence[tuple[int, int]]
) -> Iterator[Change]:
    """Yield a change for each equal text whose section or role differs, or whose order among its neighbours changed."""
    stayed: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for old, new in same:
        here, there = before[old], after[new]
        if (here.section, here.role) != (there.section, there.role):
            yield Change("moved", level, there.location, here.text, there.text, here.location)
        else:
            stayed.setdefault((here.section, here.role), []).append((old, new))
    for pairs in stayed.values():
        olds = [old for old, _ in pairs]
        for old in moved_items(olds, sorted(olds)):
            entry = before[old]
            yield Change("moved", level, entry.location, entry.text, entry.text, entry.location)


def moved_items(items: Sequence[T], expected: Sequence[T]) -> list[T]:
    """Return the smallest set of items that must move to bring `items` into the order of `expected`; empty if in order.

    Both lists hold the same items. Used to report what was reordered.
    """
    rank = {item: n for n, item in enumerate(expected)}
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, item in enumerate(items):
        at = bisect_left(tails, rank[item])
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [rank[item]]
        ends[at : at + 1] = [position]
    kept: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(position)
        position = before[position]
    return [item for position, item in enumerate(items) if position not in kept]


def merged_order(orders: Iterable[Iterable[str]]) -> list[str]:
    """Merge lists of names into one list without duplicates, which keeps the order of each list where they agree."""
    merged, names = list[str](), set[str]()
    for order in orders:
        next_index = 0
        for name in order:
            if name not in names:
                names.add(name)
                merged.insert(next_index, name)
            with suppress(ValueError):  # the name is further up
                next_index = merged.index(name, next_index) + 1
    return merged
