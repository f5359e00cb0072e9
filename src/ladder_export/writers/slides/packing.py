"""Heights of text on slides, and how list items and long texts are distributed over slides."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import fsum

from ladder_export.core.text import Text, plain_text
from ladder_export.core.text_slices import SENTENCE_END, slice_text
from ladder_export.writers.fonts.text_metrics import (
    LINE_SAFETY,
    SINGLE_SPACING,
    FontPair,
    line_count,
    line_starts,
    text_width,
)
from ladder_export.writers.slides.text_frames import TextFrame

# Joiners, skin tones and second letters of flags: an emoji with them is as wide as one without.
EMOJI_MODIFIERS = re.compile("\u200d.|[\U0001f3fb-\U0001f3ff]|(?<=[\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff]")
SEPARATOR = " · "
GROWN_SIZES_PT = (
    34,
    32,
    30,
    28,
    26,
    24,
    22,
    21,
    20,
    19,
    18,
)  # sizes that text may grow to, in steps that people can see


def pack_into_slides(
    heights_pt: Sequence[float], available_pt: float, gap_pt: float, maximum: int, group_count: int = 0
) -> list[slice]:
    """Distribute list items over slides: return a slice of the items for each slide, few slides of similar height.

    `heights_pt` are the items' heights. A slide has at most `maximum` items, which with `gap_pt` between them are at
    most `available_pt` high; only a single item may be higher. Slides with a single item are avoided. With
    `group_count` there are exactly so many slides, and the result is empty if that is impossible; 0 means as few as
    possible.
    """
    if group_count > 1:
        return _pack_into_groups(heights_pt, available_pt, gap_pt, group_count)
    count = len(heights_pt)
    if count == 1 or (1 < count <= maximum and fsum(heights_pt) + gap_pt * (count - 1) <= available_pt):
        return [slice(0, count)]
    return [] if group_count else _pack_into_fewest(heights_pt, available_pt, gap_pt, maximum)


def _pack_into_fewest(heights_pt: Sequence[float], available_pt: float, gap_pt: float, maximum: int) -> list[slice]:
    """Return as few groups as possible, of about equal height: dynamic programming over the last group's first item."""
    best: list[tuple[int, int, float]] = [(0, 0, 0.0)]
    group_starts = [0]
    for end in range(1, len(heights_pt) + 1):
        options = []
        for start in range(end - 1, max(0, end - maximum) - 1, -1):
            height_pt = fsum(heights_pt[start:end]) + gap_pt * (end - start - 1)
            if height_pt > available_pt and end - start > 1:
                break
            count, orphans, uneven = best[start]
            options.append(((count + 1, orphans + (end - start == 1), uneven + height_pt**2), start))
        cost, start = min(options)
        best.append(cost)
        group_starts.append(start)
    bounds = [len(heights_pt)]
    while bounds[-1]:
        bounds.append(group_starts[bounds[-1]])
    return [slice(start, end) for end, start in pairwise(bounds)][::-1]


def _pack_into_groups(heights_pt: Sequence[float], available_pt: float, gap_pt: float, group_count: int) -> list[slice]:
    """Return exactly `group_count` groups of about equal height; empty if that is impossible."""
    count = len(heights_pt)
    best: dict[int, tuple[tuple[int, int, float], tuple[int, ...]]] = {0: ((0, 0, 0.0), (0,))}

    def cost(start: int, end: int) -> tuple[int, int, float]:
        height_pt, alone = fsum(heights_pt[start:end]) + gap_pt * (end - start - 1), end - start == 1
        return int(height_pt > available_pt and not alone), int(alone), height_pt**2

    for number in range(1, group_count + 1):
        best_groups = {}
        for end in range(number, count - (group_count - number) + 1):
            options = []
            for start in filter(end.__gt__, best):
                before, bounds = best[start]
                (too_tall, orphans, uneven), more = before, cost(start, end)
                options.append(((too_tall + more[0], orphans + more[1], uneven + more[2]), (*bounds, end)))
            best_groups[end] = min(options)
        best = best_groups
    (too_tall, _, _), bounds = best.get(count, ((1, 0, 0.0), ()))
    return [] if too_tall else [slice(start, end) for start, end in pairwise(bounds)]


def candidate_sizes(largest_pt: float, size_pt: float, least_share: float, smallest_pt: float) -> Iterator[float]:
    """Yield text sizes to try, in points, descending: from `largest_pt` to `size_pt`, then smaller ones.

    The smaller sizes are whole points down to `least_share` of `size_pt`, but not below `smallest_pt`.
    """
    yield from (step for step in GROWN_SIZES_PT if size_pt < step <= largest_pt)
    yield from shrink_sizes(size_pt, least_share, smallest_pt)


def shrink_sizes(size_pt: float, least_share: float, smallest_pt: float) -> Iterator[float]:
    """Yield text sizes to try, in points, descending: `size_pt` and the whole points below it.

    They end at `least_share` of `size_pt`, but not below `smallest_pt`.
    """
    yield size_pt
    yield from range(math.ceil(size_pt) - 1, math.ceil(max(smallest_pt, size_pt * least_share)) - 1, -1)


def text_height_pt(text: Text, fonts: FontPair, frame: TextFrame, *, strong: bool = False) -> float:
    """Return the height in points of a text, broken into lines of the text box's width and set in its text size.

    `strong` sets all of it in bold.
    """
    if strong:
        lines = len(line_starts(text, fonts, frame.size_pt, frame.width_pt, strong=True))
    else:
        lines = line_count(text, fonts, frame.size_pt, frame.width_pt)
    return lines * frame.size_pt * SINGLE_SPACING * frame.line_spacing


@lru_cache(maxsize=64)
def ellipsize(words: str, fonts: FontPair, frame: TextFrame) -> str:
    """Shorten a line of text with ellipses so that it fits a text box; empty if nothing fits.

    The text may have parts with middle dots between them (`A · B`); the longest parts are shortened first. No word of
    the result is wider than the box.
    """

    def fits(candidate: str) -> bool:
        long = any(
            text_width(plain_text(word), fonts, frame.size_pt) > frame.width_pt * LINE_SAFETY
            for word in candidate.split()
        )
        return not long and text_height_pt(plain_text(candidate), fonts, frame) <= frame.height_pt

    if fits(words):
        return words
    for parts in (words.split(SEPARATOR), [words]):
        options = [_truncate_parts(parts, maximum) for maximum in range(1, max(map(len, parts)) + 1)]
        if fitting_count := bisect_left(options, 1, key=lambda candidate: not fits(candidate)):
            return options[fitting_count - 1]
    return ""


def _truncate_parts(parts: Sequence[str], maximum: int) -> str:
    return SEPARATOR.join(text if len(text) <= maximum else f"{text[:maximum].rstrip()}…" for text in parts)


def is_icon(candidate: str, fonts: FontPair, frame: TextFrame) -> bool:
    """Return whether the icon that a section names is as narrow as a single emoji; some people write a word as icon.

    `frame` is the text box of the icon.
    """
    return (
        text_width(plain_text(EMOJI_MODIFIERS.sub("", candidate)), fonts, frame.size_pt) <= frame.width_pt * LINE_SAFETY
    )


def split_text(text: Text, fonts: FontPair, frame: TextFrame) -> list[Text]:
    """Split a text into as few parts as possible that each fit the text box `frame`.

    The parts are about equally long; they end between sentences if possible, else between lines.
    """
    maximum = max(1, int(frame.height_pt // (frame.size_pt * SINGLE_SPACING * frame.line_spacing)))
    parts = []
    while len(starts := line_starts(text, fonts, frame.size_pt, frame.width_pt)) > maximum:
        aim = starts[math.ceil(len(starts) / math.ceil(len(starts) / maximum))]
        ends = [match.end() for match in SENTENCE_END.finditer(text.plain, 0, starts[maximum])]
        offset = min((end for end in ends if end > aim / 2), key=lambda end: abs(end - aim), default=aim)
        parts.append(slice_text(text, 0, offset))
        text = slice_text(text, offset, len(text.plain))
    return [*parts, text]
