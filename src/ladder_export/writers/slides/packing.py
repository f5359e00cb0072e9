"""This file knows how full a slide gets: how tall text is, how one that is too tall is parted, what goes together."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import fsum

from ladder_export.core.text import Run, Text, literal
from ladder_export.writers.fonts.text_metrics import SAFETY, SINGLE, Faces, line_count, line_starts, width
from ladder_export.writers.slides.text_frames import Room

# What emoji are composed with: all of it together is as wide as one.
COMPOSED = re.compile("\u200d.|[\U0001f3fb-\U0001f3ff]|(?<=[\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff]")
DOT = " · "
STEPS = (34, 32, 30, 28, 26, 24, 22, 21, 20, 19, 18)  # sizes that text grows to, in points
SENTENCE_END = re.compile(r"[.!?…][”’»\")\]]*\s+|[。！？][」』）]*")


def pack(heights: Sequence[float], room: float, gap: float, most: int, groups: int = 0) -> list[slice]:
    """Which items go together: as few groups as possible, then no group of one, then as even as can be.

    No group has more than `most` items or is taller than `room` points, gaps included,
    unless it is a single item. With `groups` there are so many if that is possible, else none.
    """
    if groups > 1:
        return _divided(heights, room, gap, groups)
    best: list[tuple[int, int, float]] = [(0, 0, 0.0)]
    begins = [0]
    for end in range(1, len(heights) + 1):
        options = []
        for begin in range(end - 1, max(0, end - most) - 1, -1):
            tall = fsum(heights[begin:end]) + gap * (end - begin - 1)
            if tall > room and end - begin > 1:
                break
            count, orphans, uneven = best[begin]
            options.append(((count + 1, orphans + (end - begin == 1), uneven + tall**2), begin))
        cost, begin = min(options)
        best.append(cost)
        begins.append(begin)
    bounds = [len(heights)]
    while bounds[-1]:
        bounds.append(begins[bounds[-1]])
    return [slice(begin, end) for end, begin in pairwise(bounds)][::-1]


def _divided(heights: Sequence[float], room: float, gap: float, groups: int) -> list[slice]:
    """So many groups in order, none empty, no group of one where that is possible, about as tall as each other."""
    count = len(heights)
    best: dict[int, tuple[tuple[int, int, float], tuple[int, ...]]] = {0: ((0, 0, 0.0), (0,))}

    def cost(begin: int, end: int) -> tuple[int, int, float]:
        tall, alone = fsum(heights[begin:end]) + gap * (end - begin - 1), end - begin == 1
        return int(tall > room and not alone), int(alone), tall**2

    for number in range(1, groups + 1):
        found = {}
        for end in range(number, count - (groups - number) + 1):
            options = []
            for begin in filter(end.__gt__, best):
                before, bounds = best[begin]
                (too_tall, orphans, uneven), more = before, cost(begin, end)
                options.append(((too_tall + more[0], orphans + more[1], uneven + more[2]), (*bounds, end)))
            found[end] = min(options)
        best = found
    (too_tall, _, _), bounds = best.get(count, ((1, 0, 0.0), ()))
    return [] if too_tall else [slice(begin, end) for begin, end in pairwise(bounds)]


def growing(largest: float, size: float, share: float, smallest: float) -> Iterator[float]:
    """Sizes from the largest down in steps that the eye tells apart, and as `gently` below the usual size."""
    yield from (step for step in STEPS if size < step <= largest)
    yield from gently(size, share, smallest)


def gently(size: float, share: float, smallest: float) -> Iterator[float]:
    """The size and the whole points below it, down to a share of it and never under the smallest."""
    yield size
    yield from range(math.ceil(size) - 1, math.ceil(max(smallest, size * share)) - 1, -1)


def height(text: Text, faces: Faces, room: Room, *, strong: bool = False) -> float:
    """How tall a text is, in points, when set at the room's size and width."""
    if strong:
        lines = len(line_starts(text, faces, room.size, room.width, strong=True))
    else:
        lines = line_count(text, faces, room.size, room.width)
    return lines * room.size * SINGLE * room.leading


def shortened(words: str, faces: Faces, room: Room) -> str:
    """The words, if need be with ellipses in the longest of the parts that middle dots part, so that they fit.

    None of them is so long that it would have to be broken.
    """

    def fits(said: str) -> bool:
        long = any(width(literal(word), faces, room.size) > room.width * SAFETY for word in said.split())
        return not long and height(literal(said), faces, room) <= room.height

    if fits(words):
        return words
    for parts in (words.split(DOT), [words]):
        options = [_cut(parts, most) for most in range(1, max(map(len, parts)) + 1)]
        if fitting := bisect_left(options, 1, key=lambda said: not fits(said)):
            return options[fitting - 1]
    return ""


def _cut(parts: Sequence[str], most: int) -> str:
    return DOT.join(part if len(part) <= most else f"{part[:most].rstrip()}…" for part in parts)


def is_icon(said: str, faces: Faces, room: Room) -> bool:
    """Whether what was given as an icon has the size of one: some are words."""
    return width(literal(COMPOSED.sub("", said)), faces, room.size) <= room.width * SAFETY


def portions(text: Text, faces: Faces, room: Room) -> list[Text]:
    """A text in as many even parts as it takes to fit the room: one, but for a text larger than a slide."""
    most = max(1, int(room.height // (room.size * SINGLE * room.leading)))
    parts = []
    while len(starts := line_starts(text, faces, room.size, room.width)) > most:
        aim = starts[math.ceil(len(starts) / math.ceil(len(starts) / most))]
        ends = [found.end() for found in SENTENCE_END.finditer(text.plain, 0, starts[most])]
        at = min((end for end in ends if end > aim / 2), key=lambda end: abs(end - aim), default=aim)
        parts.append(_part(text, 0, at))
        text = _part(text, at, len(text.plain))
    return [*parts, text]


def _part(text: Text, begin: int, end: int) -> Text:
    """A stretch of a text in its styles, without white space around it."""
    plain = text.plain[begin:end]
    begin += len(plain) - len(plain.lstrip())
    end -= len(plain) - len(plain.rstrip())
    runs, at = list[Run](), 0
    for run in text.runs:
        shown = run.text[max(0, begin - at) : max(0, end - at)]
        if shown:
            runs.append(replace(run, text=shown))
        at += len(run.text)
    return Text(tuple(runs), "".join(run.text for run in runs))
