"""Find the texts that are one text reworded: removed and added ones that have enough words in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

T = TypeVar("T")
WordSet = TypeVar("WordSet", int, frozenset[int])

MIN_SIMILARITY = 0.55  # share of equal words from which two texts of one section are one text reworded ...
MIN_SIMILARITY_ELSEWHERE = 0.75  # ... and of different sections
MIN_COMMON_WORDS = 2  # common words that a reworded text must have: "I lead." is not "I hire." reworded
MAX_WORD_PAIRS = 250_000  # pairs of words up to which two texts are aligned; time grows with the cube of their length
MAX_SCORED_WORD_PAIRS = 4_000_000  # pairs of words aligned per list of texts; beyond that, words are only counted
MAX_TEXT_PAIRS = 250_000  # pairs of texts that are compared; of more, only those at similar positions
MAX_BITS = 16_384  # different words up to which a set of them is an integer; with more, integers take too much memory
WORD = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['’][^\W_]+)*"
WORDS_WITHOUT_SPACE = re.compile(rf"{WORD}|\S")

SectionText = tuple[str, str]
"""The id of a section, and a text in it."""

WordNumbers = dict[tuple[str, int], int]
"""The number of each word and its occurrence in a text: the first `the`, the second `the`."""

NumberedText = tuple[str, Sequence[int]]
"""The id of a section, and the numbers of all words of a text in it."""


def similar_pairs(removed: Sequence[SectionText], added: Sequence[SectionText]) -> list[tuple[int, int]]:
    """Return pairs of indexes of a removed and an added text that are one text reworded, the most similar first."""
    scored, aligned_pairs = list[tuple[float, int, int]](), 0
    for bound, needed, old, new in _likely_pairs(removed, added):
        before, after = _words(removed[old][1]), _words(added[new][1])
        size, score = len(before) * len(after), bound
        if size <= min(MAX_WORD_PAIRS, MAX_SCORED_WORD_PAIRS - aligned_pairs):
            aligned_pairs += size
            score = SequenceMatcher(None, before, after, autojunk=False).ratio()
        if score >= needed:
            scored.append((-score, old, new))
    return _best_pairs(scored)


def _likely_pairs(
    removed: Sequence[SectionText], added: Sequence[SectionText]
) -> Iterator[tuple[float, float, int, int]]:
    """Return pairs of texts that have enough words in common, in whatever order; this rules out most pairs cheaply.

    Each has the highest similarity that it can have, the one that it needs, and the indexes of the two texts.
    """
    numbers = WordNumbers()
    olds, news = ([(section, _numbered_words(text, numbers)) for section, text in side] for side in (removed, added))
    letters = [number for (word, _), number in numbers.items() if word[:1].isalnum()]
    if len(numbers) > MAX_BITS:
        return _pairs_in_common(olds, news, letters, frozenset, len)
    return _pairs_in_common(olds, news, letters, _bits, int.bit_count)


def _pairs_in_common(
    removed: Sequence[NumberedText],
    added: Sequence[NumberedText],
    letters: Sequence[int],
    make_set: Callable[[Iterable[int]], WordSet],
    size: Callable[[WordSet], int],
) -> Iterator[tuple[float, float, int, int]]:
    """Yield the pairs of `_likely_pairs`, from sets of words that `make_set` makes and `size` counts.

    `letters` are the numbers of words that are no signs.
    """
    letter_set = make_set(letters)
    olds = [(old, section, make_set(words), len(words)) for old, (section, words) in enumerate(removed)]
    for new, (section, new_words) in enumerate(added):
        words, count = make_set(new_words), len(new_words)
        for old, old_section, old_words, old_count in _candidates(olds, new, len(added)):
            needed = MIN_SIMILARITY if old_section == section else MIN_SIMILARITY_ELSEWHERE
            common = words & old_words
            bound = 2 * size(common) / ((count + old_count) or 1)
            if bound >= needed and size(common & letter_set) >= MIN_COMMON_WORDS:
                yield bound, needed, old, new


def _bits(numbers: Iterable[int]) -> int:
    """Return a set of numbers as an integer with the bit of each: what two have in common takes one operation."""
    return sum(1 << number for number in numbers)


def _numbered_words(text: str, numbers: WordNumbers) -> list[int]:
    """Return the number of each word of a text; words that have none yet get one in `numbers`."""
    counts = dict[str, int]()
    result = []
    for word in _words(text):
        counts[word] = occurrence = counts.get(word, 0) + 1
        result.append(numbers.setdefault((word, occurrence), len(numbers)))
    return result


@lru_cache(maxsize=4096)  # a level is compared with the one below it and the one above
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORDS_WITHOUT_SPACE.findall(text.casefold()))


def _candidates(removed: Sequence[T], number: int, count: int) -> Sequence[T]:
    """Return the removed texts to compare with added text `number` of `count`: all, unless that is too many."""
    width = max(1, MAX_TEXT_PAIRS // count)
    start = max(0, min(number * len(removed) // count - width // 2, len(removed) - width))
    return removed[start : start + width]


def _best_pairs(scored: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Return pairs in order of their scores, lowest first; each index is used once."""
    pairs: list[tuple[int, int]] = []
    taken_old, taken_new = set[int](), set[int]()
    for _, old, new in sorted(scored):
        if old not in taken_old and new not in taken_new:
            pairs.append((old, new))
            taken_old.add(old)
            taken_new.add(new)
    return pairs
