"""A call with room is the call, and does not have memory mapped whenever it crosses the edge of a piece of Python's stack."""

from __future__ import annotations

import sys

import pytest

from ladder_export.room import with_room

CALLS, DEEPEST = 100, 150


def test_it_comes_to_the_same() -> None:
    def add(one: int, *, other: int) -> int:
        return one + other

    assert with_room(add, 1, other=2) == 3
    with pytest.raises(ZeroDivisionError):
        with_room(lambda: 1 // 0)


def leaf() -> int:
    a = b = c = d = e = f = g = h = 1
    return a + b + c + d + e + f + g + h


def mapped(depth: int) -> int:
    """How many pages of memory come anew while many calls are made at a depth."""
    import resource  # noqa: PLC0415  # not on Windows

    if depth:
        return mapped(depth - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        leaf()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def most() -> int:
    return max(mapped(depth) for depth in range(DEEPEST))


@pytest.mark.skipif(sys.platform != "linux", reason="counts pages as Linux does")
def test_no_depth_has_memory_mapped_at_every_call() -> None:
    if most() < CALLS:
        pytest.skip("this Python does not give pieces of its stack back")
    assert with_room(most) < CALLS
