"""Limits on the processor time and the text length of theme templates, which may come from others; Jinja has none."""

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

CPU_SECONDS = 60  # per document
STEPS_PER_CLOCK_CHECK = 500  # calls and rounds of loops
MAX_CHARACTERS = 10_000_000  # of the result of one operation
MAX_TOTAL_CHARACTERS = 100_000_000  # of a document, or of a block that a template assigns
MAX_NUMBER_BITS = 1_000_000
LARGE_WIDTH = re.compile(r"[0-9]{6,}")  # a width in a format, such as %1000000000d


def _join_bounded(parts: Iterable[str]) -> str:
    """Return the parts as one text. Raises OverflowError as soon as they exceed MAX_TOTAL_CHARACTERS."""
    collected, remaining = list[str](), MAX_TOTAL_CHARACTERS
    for text in parts:
        remaining -= len(text)
        if remaining < 0:
            raise OverflowError(f"it makes more than {MAX_TOTAL_CHARACTERS:,} characters")
        collected.append(text)
    return "".join(collected)


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """A Jinja sandbox that stops templates which take too much time or memory."""

    concat = staticmethod(_join_bounded)
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # as Jinja has them
        super().__init__(**options)
        self.deadline = time.thread_time() + CPU_SECONDS
        self.steps = 0
        self.filters = {name: _limited_filter(function) for name, function in self.filters.items()}

    def restart_clock(self) -> None:
        """Start measuring processor time again, for the next document."""
        self.deadline, self.steps = time.thread_time() + CPU_SECONDS, 0

    def step(self) -> str:
        """Count a call or a round of a loop in a template; return an empty string.

        Raises TimeoutError after CPU_SECONDS of processor time.
        """
        self.steps += 1
        if not self.steps % STEPS_PER_CLOCK_CHECK and time.thread_time() > self.deadline:
            raise TimeoutError(f"it takes more than {CPU_SECONDS} seconds")
        return ""

    def chain(self, *parts: object) -> str:
        """Return the values of a template's `a ~ b` joined to one string. Raises OverflowError if that is too long."""
        plain = not any(hasattr(text, "__html__") for text in parts)
        chained = "".join(map(str, parts)) if plain else Markup("").join(map(escape, parts))
        _require_bounded(chained)
        return chained

    def call(self, context: Context, function: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # as Jinja has it
        """Call a function of a template and return its result.

        Raises TimeoutError if the template's time is used up, OverflowError if the result is too long a text.
        """
        self.step()
        if isinstance(owner := getattr(function, "__self__", None), str):
            _refuse_large(owner, args, kwargs)
        return _require_bounded(super().call(context, function, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  # as Jinja has it
        """Return the result of a template's operator, such as `*`.

        Raises OverflowError if it would be too long a text or too large a number.
        """
        if _is_huge(operator, left, right):
            raise OverflowError(f"'{operator}' makes more than {MAX_CHARACTERS:,} characters")
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Return a parsed template with `step` called in each round of a loop, and `chain` instead of `~`."""
        tree = super()._parse(source, name, filename)
        open_: list[nodes.Node] = [tree]
        while open_:
            node = open_.pop()
            for field, value in node.iter_fields():
                if isinstance(value, list):
                    value[:] = map(self._limited, value)
                elif isinstance(value, nodes.Node):
                    setattr(node, field, self._limited(value))
            open_ += node.iter_child_nodes()
            if isinstance(node, nodes.For):
                node.body.insert(0, nodes.ExprStmt(self._call("step", [], node.lineno), lineno=node.lineno))
        return tree

    def _limited(self, item: Any) -> Any:  # noqa: ANN401  # a node, or another value of a field
        """Return a call of `chain` for a node that joins texts with `~`; everything else unchanged."""
        return self._call("chain", item.nodes, item.lineno) if isinstance(item, nodes.Concat) else item

    def _call(self, method: str, arguments: list[nodes.Expr], lineno: int) -> nodes.Call:
        function = nodes.EnvironmentAttribute(method, lineno=lineno, environment=self)
        return nodes.Call(function, arguments, [], None, None, lineno=lineno, environment=self)


def _limited_filter(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that refuses lengths which would fill the memory, and results that do."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # as Jinja has it
        _refuse_large("", args, kwargs)
        return _require_bounded(function(*args, **kwargs))

    return call


def _refuse_large(owner: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
    """Raise OverflowError for arguments that would make a text too long, before it is made."""
    values = (*args, *kwargs.values())
    texts = [value for value in (owner, *values) if isinstance(value, str) and value]
    is_large = any(isinstance(value, int) and abs(value) > MAX_CHARACTERS for value in values)
    # `replace` can make at most the product of three lengths: the text, the searched text and its replacement.
    is_product = len(texts) > 2 and math.prod(map(len, texts[:3])) > MAX_CHARACTERS  # noqa: PLR2004  # as above
    if is_large or is_product or any(map(_has_width, texts)):
        raise OverflowError(f"it makes more than {MAX_CHARACTERS:,} characters")


def _has_width(text: str) -> bool:
    """Return whether a format string sets a large width."""
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
