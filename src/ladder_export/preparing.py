"""This file reads a ladder and settles what is to be made of it, how that looks, and what all of it was read from."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property

from ladder_export.document import Document
from ladder_export.editions import EDITIONS
from ladder_export.fresh import intact
from ladder_export.inputs import ladder_digest, request_digest, theme_digest
from ladder_export.manifest import Inputs, Manifest
from ladder_export.model import Ladder, Level
from ladder_export.plan import Job, Plan, plan
from ladder_export.problems import BadTheme, InvalidLadder, Problem
from ladder_export.reading import Known, outline, read
from ladder_export.reading.recall import Memory, valid
from ladder_export.recipes import bases, lasting, recipes
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

    def basis(self, job: Job) -> str:
        """See `bases`; empty where a document tells of more than a ladder."""
        return "" if EDITIONS[job.edition].after else self._bases(job.edition, job.format, job.of)

    @cached_property
    def _bases(self) -> Callable[[str, str, Sequence[Level]], str]:
        return bases(self.ladder, self.look)  # it goes through all files of the ladder


def prepare(request: Request, last: Manifest | None = None) -> Prepared:
    """All of that; files that `last` knows enough of are not read. Raises a LadderExportError with every problem of the stage that stopped."""
    before = request.digest or ladder_digest(request.ladder)  # what is edited from now on counts the next time
    memory = _memory(request, last)
    work = _prepared(request, before, *_planned(request, memory))
    if last and memory and not _is_enough(work, last):
        ladder, warnings, todo = _planned(request)
        work = replace(work, ladder=ladder, warnings=(*warnings, *work.look.theme.warnings), todo=todo)
    return work


def _memory(request: Request, last: Manifest | None) -> Memory | None:
    """What the last build knows of levels, and which words are needed when some change: of all that is made with them, or will be anyway."""
    if last is None or request.force or not last.inputs.digest:
        return None
    whole, sure = intact(request.output, last.artefacts), lasting(last)
    unsure = {
        source for one in last.artefacts if one.path not in whole or one.path not in sure for source in one.sources
    }

    def beside(changed: AbstractSet[str]) -> AbstractSet[str]:
        together = (one.sources for one in last.artefacts if not changed.isdisjoint(one.sources))
        return unsure.union(*together)

    return Memory(valid(last.levels), beside)


def _is_enough(work: Prepared, last: Manifest) -> bool:
    """Whether every document that has to be made is about levels that were read."""
    known = lasting(last)
    return all(
        all(level.is_read for level in job.of) or ((one := known.get(job.path)) and one.basis == work.basis(job))
        for job in work.todo.due(last)
    )


def _prepared(request: Request, before: str, ladder: Ladder, warnings: tuple[Problem, ...], todo: Plan) -> Prepared:
    name = request.theme or ladder.export.theme or "slate"
    before_theme = theme_digest(name)
    theme = open_theme(name)
    if ladder.brand:
        from ladder_export.theme.branding import branded  # noqa: PLC0415  # it loads what opens pictures

        folder = request.ladder if request.ladder.is_dir() else request.ladder.parent
        theme = branded(theme, ladder.brand, folder, press=request.wanted.press)
    theme = dressed(theme, request.deck) if request.deck else theme
    look = Look(
        theme=theme,
        paper=PAPERS[request.paper or ladder.export.paper or "a4"],
        page_budget=ladder.export.page_budget,
        validate=request.validate,
        press=press_of(theme, request.icc) if request.wanted.press else None,
    )
    inputs = Inputs(request_digest(request, before, before_theme, name, theme.font_names), name, theme.font_names)
    return Prepared(ladder, (*warnings, *theme.warnings), todo, look, inputs, recipes(look))


def _theme_problems(request: Request) -> tuple[Problem, ...]:
    """Return what is wrong with the theme that a ladder with errors names: all of it is told at once."""
    try:
        open_theme(request.theme or outline(request.ladder).theme or "slate")
    except BadTheme as stop:
        return stop.problems
    except InvalidLadder:  # there is none
        pass
    return ()


_known: Known = {}


def _planned(request: Request, memory: Memory | None = None) -> tuple[Ladder, tuple[Problem, ...], Plan]:
    """The ladder and what is to be made of it; only files that changed are parsed by one who will be asked again."""
    # A ladder is a million small things without a cycle: looking for one takes a third of the time, then and later.
    gc.disable()
    try:
        ladder, warnings = read(request.ladder, request.wanted.locale, _known if request.again else None, memory)
        return ladder, warnings, plan(ladder, request.wanted)
    except InvalidLadder as stop:
        raise InvalidLadder(*stop.problems, *_theme_problems(request)) from None
    finally:
        if not request.again:
            gc.freeze()
        gc.enable()
