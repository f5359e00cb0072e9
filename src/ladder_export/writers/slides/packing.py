"""Heights of text on slides, and how items and long texts are distributed over slides."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
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
    """Distribute list items over slides: return groups of items as slices, as few as possible and of even height.

    `heights_pt` are the items' heights. No group has more than `maximum` items or is taller than `available_pt`, with
    `gap_pt` between items, unless it is a single item; single items are avoided. With `group_count` there are exactly
    so many groups; the result is empty if that is impossible. 0 leaves the number open. Dynamic programming over the
    last group's start.
    """
    if group_count > 1:
        return _pack_into_groups(heights_pt, available_pt, gap_pt, group_count)
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
    """Yield text sizes to try, in points: from `largest_pt` down to `size_pt`, then smaller ones.

    The smaller ones are those of `shrink_sizes` with the other parameters.
    """
    yield from (step for step in GROWN_SIZES_PT if size_pt < step <= largest_pt)
    yield from shrink_sizes(size_pt, least_share, smallest_pt)


def shrink_sizes(size_pt: float, least_share: float, smallest_pt: float) -> Iterator[float]:
    """Yield text sizes to try: `size_pt` and the whole points below it.

    They go down to `least_share` of it and never below `smallest_pt`.
    """
    yield size_pt
    yield from range(math.ceil(size_pt) - 1, math.ceil(max(smallest_pt, size_pt * least_share)) - 1, -1)


def text_height_pt(text: Text, fonts: FontPair, frame: TextFrame, *, strong: bool = False) -> float:
    """Return the height in points of a text in a text box's width and text size; `strong` sets all of it in bold."""
    if strong:
        lines = len(line_starts(text, fonts, frame.size_pt, frame.width_pt, strong=True))
    else:
        lines = line_count(text, fonts, frame.size_pt, frame.width_pt)
    return lines * frame.size_pt * SINGLE_SPACING * frame.line_spacing


def ellipsize(words: str, fonts: FontPair, frame: TextFrame) -> str:
    """Shorten a line of text with ellipses so that it fits a text box; empty if nothing fits.

    The longest of the parts between middle dots are shortened first. No word is so long that it would break.
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
    """Return whether a section's icon is as narrow as a single emoji, since some people write words there."""
    return (
        text_width(plain_text(EMOJI_MODIFIERS.sub("", candidate)), fonts, frame.size_pt) <= frame.width_pt * LINE_SAFETY
    )


def split_text(text: Text, fonts: FontPair, frame: TextFrame) -> list[Text]:
    """Split a text into as few parts as fit a text box each, of about equal length, between sentences if possible."""
    maximum = max(1, int(frame.height_pt // (frame.size_pt * SINGLE_SPACING * frame.line_spacing)))
    parts = []
    while len(starts := line_starts(text, fonts, frame.size_pt, frame.width_pt)) > maximum:
        aim = starts[math.ceil(len(starts) / math.ceil(len(starts) / maximum))]
        ends = [match.end() for match in SENTENCE_END.finditer(text.plain, 0, starts[maximum])]
        offset = min((end for end in ends if end > aim / 2), key=lambda end: abs(end - aim), default=aim)
        parts.append(slice_text(text, 0, offset))
        text = slice_text(text, offset, len(text.plain))
    return [*parts, text]
