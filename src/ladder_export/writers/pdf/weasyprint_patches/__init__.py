"""Replace functions of WeasyPrint 70.0 by faster ones and fix two of its faults; see README.md and UPSTREAM.md.

`PATCHES` lists everything that this program replaces in another package. The patches of a module are applied if the
source of each function that they replace or rely on has the digest in `PATCHES`, and the patches of all modules in
`REQUIRED` for it are applied. Otherwise WeasyPrint's own functions stay, and the output is the same but takes longer.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from importlib import import_module
from typing import Any, NamedTuple

SUPPORTED_VERSION = "70.0"  # of WeasyPrint: the digests below are of its sources
PLAIN_ENGINE = "LADDER_EXPORT_PLAIN_ENGINE"  # the environment variable that leaves all but FIXES off
FIXES = frozenset({"font_subsets", "word_breaking"})  # they change bytes, so they are never off


class Patch(NamedTuple):
    """A function of another package (`target`) and the function of this package that replaces it.

    It is replaced only if the source of the installed package's function has the digest `digest`.
    """

    module: str  # of this package; rows of one module are applied together or not at all
    function: str  # in that module; empty for a target that is relied on and not replaced
    target: str  # "package.module:Class.attribute", "package.module:function" or "package.module"
    digest: str  # of the target's source


PATCHES: tuple[Patch, ...] = (
    Patch("font_subsets", "subset", "weasyprint.pdf.fonts:Font.subset", "61ed6bc2e9a7e43a"),
    Patch("word_breaking", "can_break_text", "weasyprint.text.line_break:can_break_text", "4f3fb5ef1c239df9"),
    Patch("word_breaking", "split_first_line", "weasyprint.text.line_break:split_first_line", "39ad1016863ca34d"),
    Patch("word_breaking", "get_next_linebox", "weasyprint.layout.inline:get_next_linebox", "67af458c2545e74f"),
    Patch("html_input", "chars_until", "tinyhtml5.inputstream:HTMLUnicodeInputStream.chars_until", "dfe353323dff1fdc"),
    Patch("computed_values", "computed_init", "weasyprint.css:ComputedStyle.__init__", "ffbc48647d0d85e2"),
    Patch("computed_values", "computed_missing", "weasyprint.css:ComputedStyle.__missing__", "b318d8efc8ac79d7"),
    Patch("style_sharing", "style_for_init", "weasyprint.css:StyleFor.__init__", "b1e725a7552502aa"),
    Patch("style_sharing", "", "cssselect2", "72a31505ee09e256"),
    Patch("style_sharing", "", "cssselect2.compiler", "a0657f590793455b"),
    Patch(
        "skip_empty_decorations",
        "layout_box_backgrounds",
        "weasyprint.layout.background:layout_box_backgrounds",
        "617a870678c82755",
    ),
    Patch(
        "skip_empty_decorations",
        "page_values",
        "weasyprint.formatting_structure.boxes:ParentBox.page_values",
        "9bcfda076d1961e6",
    ),
    Patch("box_geometry", "resolve_percentages", "weasyprint.layout.percent:resolve_percentages", "71673078096fcf87"),
    Patch(
        "box_geometry",
        "is_in_normal_flow",
        "weasyprint.formatting_structure.boxes:Box.is_in_normal_flow",
        "5f49d6ab23da7e51",
    ),
    Patch("box_geometry", "descendants", "weasyprint.formatting_structure.boxes:Box.descendants", "c15a877f61361343"),
    Patch(
        "box_geometry",
        "process_whitespace",
        "weasyprint.formatting_structure.boxes:TextBox.process_whitespace",
        "76bdbeb747c0ae63",
    ),
    Patch("pango_layouts", "setup", "weasyprint.text.line_break:Layout.setup", "fb227a55094f41d4"),
    Patch("pango_layouts", "set_text", "weasyprint.text.line_break:Layout.set_text", "fe23ca9937dbf520"),
    Patch("pango_layouts", "deactivate", "weasyprint.text.line_break:Layout.deactivate", "bfec3ec8406e1c82"),
    Patch("pango_layouts", "reactivate", "weasyprint.text.line_break:Layout.reactivate", "0b89ee097104b713"),
    Patch("pango_layouts", "strut", "weasyprint.text.line_break:strut", "b57885b70dd08efe"),
    Patch("line_breaking", "split_first_line", "weasyprint.text.line_break:split_first_line", "39ad1016863ca34d"),
    Patch("glyph_runs", "draw_first_line", "weasyprint.draw.text:draw_first_line", "1bb8eae6d88e71b1"),
)

REQUIRED = {
    "style_sharing": ("computed_values",),
    "line_breaking": ("word_breaking", "pango_layouts"),
}
"""The modules that a module calls: it is applied only when they are."""

Replaced = tuple[Any, str, object]
"""An owner, the name of its attribute, and the original value."""

_applied: dict[str, list[Replaced]] = {}


def apply() -> None:
    """Apply every patch whose target has the expected source and that is not applied yet.

    If the environment variable LADDER_EXPORT_PLAIN_ENGINE is set and not 0, apply FIXES only. Call this before those
    modules of WeasyPrint are imported that import functions by name: they would go on calling the original functions.
    """
    _apply(frozenset() if os.environ.get(PLAIN_ENGINE, "0") == "0" else _modules() - FIXES)


def state() -> str:
    """Return "active", or a sentence that says which patches of WeasyPrint are off and why."""
    if os.environ.get(PLAIN_ENGINE, "0") != "0":
        return f"off, as {PLAIN_ENGINE} says"
    missing = [module for module in _modules() if module not in _applied]
    if not missing:
        return "active"
    return f"without {', '.join(sorted(missing))}, which fit WeasyPrint {SUPPORTED_VERSION} only; PDFs take longer"


@contextmanager
def disabled(*modules: str) -> Iterator[None]:
    """Turn patches of WeasyPrint off inside the `with` block: those of `modules`, and of modules that require these.

    Without `modules`, turn off all patches except FIXES.
    """
    _undo()
    _apply(frozenset(modules) or _modules() - FIXES)
    try:
        yield
    finally:
        _undo()
        apply()


@cache
def source_digest(target: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of a function's source; empty when there is no such function.

    `target` names the function, as in "package.module:name". Call this before the function is replaced: the first
    result is cached and returned afterwards.
    """
    try:
        owner, name = _find_owner(target)
        function = vars(owner)[name] if name else owner
        source = inspect.getsource(getattr(function, "fget", None) or getattr(function, "func", function))
    except (ImportError, AttributeError, KeyError, OSError, TypeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _find_owner(target: str) -> tuple[Any, str]:
    """Return the owner of a target and the name of its attribute; the name is empty for a module."""
    module, _, path = target.partition(":")
    *owners, name = path.split(".")
    owner: object = import_module(module)
    for step in owners:
        owner = getattr(owner, step)
    return owner, name


def _modules() -> frozenset[str]:
    return frozenset(patch.module for patch in PATCHES)


def _apply(off: frozenset[str]) -> None:
    """Apply modules in the order of PATCHES, in which a required module comes before those that require it."""
    for module in dict.fromkeys(patch.module for patch in PATCHES):
        rows = [patch for patch in PATCHES if patch.module == module]
        if module not in off and module not in _applied and _fits(module, rows):
            functions, _applied[module] = import_module(f"{__name__}.{module}"), []
            for patch in filter(lambda row: row.function, rows):
                _replace(module, patch.target, getattr(functions, patch.function))


def _fits(module: str, rows: Iterable[Patch]) -> bool:
    """Return whether everything that a module replaces, relies on and requires has the digest it was written for."""
    required = REQUIRED.get(module, ())
    return all(module_name in _applied for module_name in required) and all(
        source_digest(row.target) == row.digest for row in rows
    )


def _replace(module: str, target: str, replacement: Callable[..., object]) -> None:
    owner, name = _find_owner(target)
    for holder, attribute in [(owner, name)] if inspect.isclass(owner) else _modules_holding(vars(owner)[name]):
        original = vars(holder)[attribute]
        _applied[module].append((holder, attribute, original))
        setattr(
            holder,
            attribute,
            property(replacement) if isinstance(original, property | cached_property) else replacement,
        )


def _modules_holding(function: object) -> list[tuple[object, str]]:
    """Return the loaded modules of WeasyPrint and pydyf that hold a function, each with its name there."""
    return [
        (module, name)
        for title, module in list(sys.modules.items())
        if title.partition(".")[0] in {"weasyprint", "pydyf"}
        for name, value in list(vars(module).items())
        if value is function
    ]


def _undo() -> None:
    for replaced in reversed(list(_applied.values())):
        for owner, name, original in reversed(replaced):
            setattr(owner, name, original)
    _applied.clear()
