"""The levels of a track as a staircase: rising columns, or rows where titles are long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import product, repeat, takewhile

from ladder_export.core.document import TrackProgress, TrackStep
from ladder_export.core.text import plain_text
from ladder_export.writers.fonts.text_metrics import LINE_SAFETY, SINGLE_SPACING, FontPair, text_width, widest_word
from ladder_export.writers.slides.packing import text_height_pt
from ladder_export.writers.slides.staircase_model import Staircase, StaircaseStep
from ladder_export.writers.slides.text_frames import TextFrame

MIN_STEP_SHARE = 0.42  # height of the lowest step as a share of the tallest
MIN_ROW_SHARE = 0.42  # length of the shortest row as a share of the longest
LOWEST_TURNED_SHARES = (MIN_STEP_SHARE, 0.55, 0.65, 0.75)  # shares to try where codes run upwards
TURNED_MARGIN_PT = 2.0  # beside lines that run upwards
MAX_STEP_SHARE = 0.34  # of the frame's width for one step, because two steps from edge to edge are no staircase
STEP_PADDINGS_PT = (10.0, 5.0)  # between a step's edge and its text: the usual one, and one for narrow columns
KERNING_MARGIN_PT = 2.0  # spare width of a word, because programs kern differently
STEP_GAP_SHARE = 0.05  # gap between two steps as a share of a step's width
MAX_ROW_HEIGHT_PT, MIN_ROW_HEIGHT_PT = 48.0, 20.0
TITLE_SCALE = 0.7  # size of a title as a share of its code's size


def column_staircase(
    progress: TrackProgress,
    frame: TextFrame,
    sizes_pt: Sequence[float],
    fonts: FontPair,
    max_share: float = MAX_STEP_SHARE,
) -> Staircase:
    """Return a picture of a track's levels as rising columns, with as much text as fits into all of them.

    `sizes_pt` are the sizes to try for codes in points, largest first. No column is wider than `max_share` of the frame.
    Codes that are wider than a column are turned by a quarter. If not even these fit, the columns are blank; the
    staircase's description still says everything.
    """
    track_steps, smallest_pt, description = progress.steps, sizes_pt[-1], staircase_description(progress)
    empty_steps = tuple(_empty_columns(track_steps, frame, max_share))
    for with_words, padding_pt, size_pt in product((_in_full, _code_and_title, _code_only), STEP_PADDINGS_PT, sizes_pt):
        candidates = (
            with_words(step, track_step, size_pt, smallest_pt)
            for step, track_step in zip(empty_steps, track_steps, strict=True)
        )
        words_fit = partial(_words_fit, fonts, frame.line_spacing, padding_pt)
        fitting = tuple(takewhile(words_fit, candidates))
        if len(fitting) == len(track_steps):
            return Staircase(fitting, description, padding_pt)
    return _turned_staircase(progress, frame, sizes_pt, fonts, max_share) or Staircase(
        empty_steps, description, STEP_PADDINGS_PT[0]
    )


def _turned_staircase(
    progress: TrackProgress, frame: TextFrame, sizes_pt: Sequence[float], fonts: FontPair, max_share: float
) -> Staircase | None:
    """Return rising columns whose codes run upwards, the lowest as low as its code allows; None if that is too high.

    Codes may take several lines, as those that are also titles do.
    """
    padding_pt = STEP_PADDINGS_PT[-1]

    def words_fit(step: StaircaseStep) -> bool:
        line_pt = step.width_pt - TURNED_MARGIN_PT + 2 * padding_pt
        lying = replace(step, width_pt=step.height_pt, height_pt=line_pt)
        return _words_fit(fonts, frame.line_spacing, padding_pt, lying)

    for lowest_share, size_pt in product(LOWEST_TURNED_SHARES, sizes_pt):
        columns = _empty_columns(progress.steps, frame, max_share, lowest_share)
        candidates = map(_code_only, columns, progress.steps, repeat(size_pt), repeat(size_pt))
        fitting = tuple(takewhile(words_fit, candidates))
        if len(fitting) == len(progress.steps):
            return Staircase(fitting, staircase_description(progress), padding_pt, is_turned=True)
    return None


def _empty_columns(
    track_steps: Sequence[TrackStep], frame: TextFrame, max_share: float, lowest_share: float = MIN_STEP_SHARE
) -> Iterator[StaircaseStep]:
    """Yield columns without text at the right of the frame; the lowest has `lowest_share` of its height."""
    pitch_pt = min(frame.width_pt / len(track_steps), max_share * frame.width_pt)
    gap_pt, last = STEP_GAP_SHARE * pitch_pt, max(1, len(track_steps) - 1)
    start_pt = frame.width_pt - pitch_pt * len(track_steps) + gap_pt
    for number, track_step in enumerate(track_steps):
        share = lowest_share + (1 - lowest_share) * (number / last if len(track_steps) > 1 else 1)
        height_pt = share * frame.height_pt
        left_pt, top_pt = start_pt + number * pitch_pt, frame.height_pt - height_pt
        yield _empty_step(track_step, left_pt, top_pt, pitch_pt - gap_pt, height_pt)


def row_staircase(
    progress: TrackProgress, frame: TextFrame, sizes_pt: Sequence[float], fonts: FontPair
) -> Staircase | None:
    """Draw the levels of a track as rows that are longer the higher they are, each with code and title on one line.

    `sizes_pt` are text sizes to try, in points, largest first. None if the text fits at no size.
    """
    count = len(progress.steps)
    pitch_pt = min(MAX_ROW_HEIGHT_PT, frame.height_pt / count)
    height_pt = pitch_pt * (1 - STEP_GAP_SHARE * 2)
    names = [step_name(track_step) for track_step in progress.steps]
    for size_pt in sizes_pt:
        widest_pt = (
            max(text_width(plain_text(words), fonts, size_pt, strong=True) for words in names) / LINE_SAFETY
            + 2 * STEP_PADDINGS_PT[0]
        )
        if (
            height_pt < max(MIN_ROW_HEIGHT_PT, size_pt * SINGLE_SPACING * frame.line_spacing)
            or widest_pt > frame.width_pt
        ):
            continue
        shortest_pt = max(MIN_ROW_SHARE * frame.width_pt, widest_pt)
        steps = []
        for number, track_step in enumerate(progress.steps):
            share = number / (count - 1) if count > 1 else 1
            width_pt = shortest_pt + (frame.width_pt - shortest_pt) * share
            top_pt = frame.height_pt - (number + 1) * pitch_pt - (frame.height_pt - count * pitch_pt) / 2
            step = _empty_step(track_step, 0.0, top_pt, width_pt, height_pt)
            code, title = _code(track_step), track_step.title
            steps.append(replace(step, code=code, title=title, size_pt=size_pt, small_size_pt=size_pt))
        return Staircase(tuple(steps), staircase_description(progress), STEP_PADDINGS_PT[0], is_horizontal=True)
    return None


def step_name(track_step: TrackStep) -> str:
    """Return code and title of a level; only the title if it has no code or both are the same."""
    return track_step.title if track_step.code in (track_step.title, "") else f"{track_step.code} {track_step.title}"


def staircase_description(progress: TrackProgress) -> str:
    """Return the levels of a track as a sentence for screen readers, with the current level in brackets."""
    marked = (
        f"[{step_name(track_step)}]" if track_step.is_current else step_name(track_step)
        for track_step in progress.steps
    )
    return f"{progress.label}: {' · '.join(marked)}"


def _empty_step(
    track_step: TrackStep, left_pt: float, top_pt: float, width_pt: float, height_pt: float
) -> StaircaseStep:
    name, href = step_name(track_step), track_step.href
    is_current, is_previous = track_step.is_current, track_step.is_previous
    return StaircaseStep(name, "", "", "", is_current, is_previous, href, left_pt, top_pt, width_pt, height_pt)


def _in_full(step: StaircaseStep, track_step: TrackStep, size_pt: float, smallest_pt: float) -> StaircaseStep:
    return replace(_code_and_title(step, track_step, size_pt, smallest_pt), about=track_step.about)


def _code_and_title(step: StaircaseStep, track_step: TrackStep, size_pt: float, smallest_pt: float) -> StaircaseStep:
    small_size_pt = max(smallest_pt, round(size_pt * TITLE_SCALE))
    code, title = _code(track_step), track_step.title
    return replace(step, code=code, title=title, size_pt=size_pt, small_size_pt=small_size_pt)


def _code_only(step: StaircaseStep, track_step: TrackStep, size_pt: float, smallest_pt: float) -> StaircaseStep:
    return replace(step, code=track_step.code, size_pt=size_pt, small_size_pt=smallest_pt)


def _code(track_step: TrackStep) -> str:
    """Return a step's code; empty if it is also the title, which says it already."""
    return track_step.code if track_step.code != track_step.title else ""


def _words_fit(fonts: FontPair, line_spacing: float, padding_pt: float, step: StaircaseStep) -> bool:
    """Tell whether a step's text fits without breaking a word."""
    inner_width_pt, height_pt = step.width_pt - 2 * padding_pt, 2 * padding_pt
    for words, size_pt, strong in (
        (step.code, step.size_pt, True),
        (step.title, step.small_size_pt, not step.code),
        (step.about, step.small_size_pt, False),
    ):
        if not words:
            continue
        text = plain_text(words)
        if widest_word(text, fonts, size_pt, strong=strong) > inner_width_pt * LINE_SAFETY - KERNING_MARGIN_PT:
            return False
        frame = TextFrame(inner_width_pt, step.height_pt, size_pt, line_spacing)
        height_pt += text_height_pt(text, fonts, frame, strong=strong)
    return height_pt + (padding_pt / 2 if step.about else 0) <= step.height_pt
