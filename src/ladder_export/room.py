"""This file gives calls room on Python's stack, which else gets a piece of memory and gives it back whenever its edge is crossed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")

# Python (3.11 and later) has frames in pieces of 16 kB, and lets go of an empty one at once:
# layout goes up and down there, which cost 260 pieces a sheet (measured: 3 % of it). A frame that
# asks for more gets the next power of two, and what it leaves is for all that it calls.
SLOTS = 40_000  # of 8 bytes: of 512 kB, 200 are left


def with_room(call: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """What the call comes to, with room for all that it calls."""
    return call(*given, **named)


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
