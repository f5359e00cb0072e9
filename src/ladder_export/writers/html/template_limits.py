"""This file bounds what templates of a theme may take: processor time, and how long a text they make (Jinja's sandbox has no such bounds)."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sized
from functools import wraps
from typing import Any

from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

CPU_SECONDS = 60  # that one document may take in its template
STEPS_PER_CLOCK_CHECK = 500  # calls and rounds of loops between two looks at the clock
MAX_CHARACTERS = 10_000_000  # of a text that one operation makes
MAX_TOTAL_CHARACTERS = 100_000_000  # characters of a document, or of a block that a template keeps
MAX_NUMBER_BITS = 1_000_000  # of a number
LARGE_WIDTH = re.compile(r"[0-9]{6,}")  # a width in a format, such as %1000000000d


def _join_bounded(parts: Iterable[str]) -> str:
    """The parts in one text. Raises OverflowError as soon as they are too many."""
    collected, remaining = list[str](), MAX_TOTAL_CHARACTERS
    for part in parts:
        remaining -= len(part)
        if remaining < 0:
            raise OverflowError(f"it makes more than {MAX_TOTAL_CHARACTERS:,} characters")
        collected.append(part)
    return "".join(collected)


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which no template takes more time or memory than the limits above."""

    concat = staticmethod(_join_bounded)
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # as Jinja has them
        super().__init__(**options)
        self.deadline = time.thread_time() + CPU_SECONDS
        self.steps = 0
        self.filters = {name: _limited_filter(function) for name, function in self.filters.items()}

    def begin(self) -> None:
        """Give the next document all of its time."""
        self.deadline, self.steps = time.thread_time() + CPU_SECONDS, 0

    def step(self) -> str:
        """Count a call or a round of a loop. Raises TimeoutError when the time is over."""
        self.steps += 1
        if not self.steps % STEPS_PER_CLOCK_CHECK and time.thread_time() > self.deadline:
            raise TimeoutError(f"it takes more than {CPU_SECONDS} seconds")
        return ""

    def chain(self, *parts: object) -> str:
        """What `~` makes of its parts. Raises OverflowError when that is too long."""
        plain = not any(hasattr(part, "__html__") for part in parts)
        chained = "".join(map(str, parts)) if plain else Markup("").join(map(escape, parts))
        _require_bounded(chained)
        return chained

    def call(self, context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # as Jinja has it
        """A call that takes part in all limits."""
        self.step()
        if isinstance(owner := getattr(function, "__self__", None), str):
            _refuse_large(owner, args, kwargs)
        return _require_bounded(super().call(context, function, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  # as Jinja has it
        """An operation. Raises OverflowError for one that would fill the memory."""
        if _is_huge(operator, left, right):
            raise OverflowError(f"'{operator}' makes more than {MAX_CHARACTERS:,} characters")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """A template in which every round of a loop is counted, and every `~` is bounded."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            step = nodes.Call(nodes.EnvironmentAttribute("step"), [], [], None, None)
            loop.body.insert(0, nodes.ExprStmt(step).set_lineno(loop.lineno))
        chains: dict[nodes.Node, nodes.Node] = {}
        for chain in tree.find_all(nodes.Concat):
            chains[chain] = nodes.Call(nodes.EnvironmentAttribute("chain"), chain.nodes, [], None, None)
        _replace(tree, chains)
        tree.set_environment(self)
        return tree


def _replace(tree: nodes.Node, replacements: Mapping[nodes.Node, nodes.Node]) -> None:
    """Put other nodes in the place of some, everywhere below a node."""
    by_id = {id(node): other.set_lineno(node.lineno) for node, other in replacements.items()}
    open_ = [tree]
    while open_:
        node = open_.pop()
        for field, value in node.iter_fields():
            if isinstance(value, list):
                value[:] = [by_id.get(id(item), item) for item in value]
            elif isinstance(value, nodes.Node):
                setattr(node, field, by_id.get(id(value), value))
        open_ += node.iter_child_nodes()


def _limited_filter(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that takes no number for a length that fills the memory, and makes no text that does."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # as Jinja has it
        _refuse_large("", args, kwargs)
        return _require_bounded(function(*args, **kwargs))

    return call


def _refuse_large(owner: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Raises OverflowError for what would make a text too long before it is there to be measured."""
    values = (*args, *kwargs.values())
    texts = [value for value in (owner, *values) if isinstance(value, str) and value]
    is_large = any(isinstance(value, int) and abs(value) > MAX_CHARACTERS for value in values)
    # However often one text stands in another, `replace` makes at most this much of them: the text, what is looked for,
    # what comes instead.
    is_product = len(texts) > 2 and math.prod(map(len, texts[:3])) > MAX_CHARACTERS  # noqa: PLR2004  # as above
    if is_large or is_product or any(map(_has_width, texts)):
        raise OverflowError(f"it makes more than {MAX_CHARACTERS:,} characters")


def _has_width(text: str) -> bool:
    """Whether a text sets the width of what is put into it."""
    return ("{" in text or "%" in text) and LARGE_WIDTH.search(text) is not None


def _require_bounded(value: Any) -> Any:  # noqa: ANN401  # whatever a template works with
    if isinstance(value, str) and len(value) > MAX_CHARACTERS:
        raise OverflowError(f"it makes more than {MAX_CHARACTERS:,} characters")
    return value


def _is_huge(operator: str, left: object, right: object) -> bool:
    match operator, left, right:
        case "**", int(), int():
            return left.bit_length() * right > MAX_NUMBER_BITS
        case "%", str(), _:
            return LARGE_WIDTH.search(left) is not None
        case "+", Sized(), Sized():
            return len(left) + len(right) > MAX_CHARACTERS
        case "*", int(), int():
            return left.bit_length() + right.bit_length() > MAX_NUMBER_BITS
        case ("*", Sized() as repeated, int() as times) | ("*", int() as times, Sized() as repeated):
            return len(repeated) * times > MAX_CHARACTERS
        case _:
            return False
