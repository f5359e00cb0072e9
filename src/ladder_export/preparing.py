"""This file reads a ladder and settles what is to be made of it, how that looks, and what all of it was read from."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ladder_export.document import Document
from ladder_export.inputs import ladder_digest, request_digest, theme_digest
from ladder_export.manifest import Inputs
from ladder_export.model import Ladder, Level
from ladder_export.plan import Plan, plan
from ladder_export.problems import Problem
from ladder_export.reading import Known, read
from ladder_export.recipes import bases, recipes
from ladder_export.request import Request
from ladder_export.theme import PAPERS, Look, dressed, open_theme, press_of


@dataclass(frozen=True)  # without slots, for what only builds ask for is made then
class Prepared:
    """A ladder that was read, with what is to be made of it, how that looks, and what all of it was read from."""

    ladder: Ladder
    warnings: tuple[Problem, ...]
    todo: Plan
    look: Look
    inputs: Inputs
    recipe: Callable[[Document, str], str]

    @cached_property
    def basis(self) -> Callable[[str, str, Sequence[Level]], str]:
        """See `bases`: it goes through all files of the ladder."""
        return bases(self.ladder, self.look)


def prepare(request: Request) -> Prepared:
    """All of that. Raises a LadderExportError with every problem of the stage that stopped."""
    before = request.digest or ladder_digest(request.ladder)  # what is edited from now on counts the next time
    ladder, warnings, todo = _planned(request)
    name = request.theme or ladder.export.theme or "slate"
    before_theme = theme_digest(name)
    theme = open_theme(name)
    theme = dressed(theme, request.deck) if request.deck else theme
    look = Look(
        theme=theme,
        paper=PAPERS[request.paper or ladder.export.paper or "a4"],
        page_budget=ladder.export.page_budget,
        validate=request.validate,
        press=press_of(theme, request.icc) if request.wanted.press else None,
    )
    inputs = Inputs(request_digest(request, before, before_theme, name, theme.font_names), name, theme.font_names)
    return Prepared(ladder, warnings, todo, look, inputs, recipes(look))


_known: Known = {}


def _planned(request: Request) -> tuple[Ladder, tuple[Problem, ...], Plan]:
    """The ladder and what is to be made of it; only files that changed are parsed by one who will be asked again."""
    # A ladder is a million small things without a cycle: looking for one takes a third of the time, then and later.
    gc.disable()
    try:
        ladder, warnings = read(request.ladder, request.wanted.locale, _known if request.again else None)
        return ladder, warnings, plan(ladder, request.wanted)
    finally:
        if not request.again:
            gc.freeze()
        gc.enable()
