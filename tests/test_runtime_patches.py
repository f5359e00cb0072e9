"""Code of others is changed at run time in the places that docs/architecture.md lists, and nowhere else."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import TypeGuard

import pytest

from conftest import ROOT
from ladder_export.process.gc_policy import GC_THRESHOLD

SOURCE = ROOT / "src/ladder_export"
CHANGING_METHODS = {"append", "clear", "extend", "insert", "pop", "setdefault", "update"}


def foreign_names(tree: ast.AST) -> set[str]:
    """Return the names under which a module knows modules, and parts of modules, that are not ours."""
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name.partition(".")[0] for alias in node.names if not is_ours(alias.name)}
        elif isinstance(node, ast.ImportFrom) and not is_ours(node.module or ""):
            found |= {alias.asname or alias.name for alias in node.names}
    return found


def is_ours(module: str) -> bool:
    return module.partition(".")[0] == "ladder_export"


def root(node: ast.expr) -> str:
    """Return the name that an attribute, an item or a call of something is reached by; empty for a plain name."""
    if not isinstance(node, (ast.Attribute, ast.Subscript)):
        return ""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def changed(node: ast.AST) -> Iterator[ast.expr]:
    """Return what a statement or call changes."""
    match node:
        case ast.Assign(targets=targets) | ast.Delete(targets=targets):
            yield from targets
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            yield target
        case ast.Call(func=ast.Name(id="setattr" | "delattr"), args=[owner, *_]):
            yield owner
        case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in CHANGING_METHODS:
            yield owner


def patches(source: str) -> set[str]:
    """Return the code of others that some source changes, as `module.attribute`; all that `setattr` may change counts."""
    tree = ast.parse(source)
    foreign = foreign_names(tree)
    setters = {ast.unparse(node.args[0]) for node in ast.walk(tree) if is_setter(node)}
    found = {ast.unparse(target) for node in ast.walk(tree) for target in changed(node) if root(target) in foreign}
    return {name.removesuffix("[VARIABLE]") for name in found | (setters - {"self"})}


def is_setter(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("setattr", "delattr")


def listed() -> dict[str, set[str]]:
    """Return what docs/architecture.md lists: changes by file below the source, or by a folder's `*`."""
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8").partition("## Runtime patches")[2]
    rows = re.findall(
        r"^\| `([^`]+)` \| (?:`([^`]+)`|[^|]+) \|.*\|$", text.partition("What is no patch")[0], re.MULTILINE
    )
    return {file: {change for name, change in rows if name == file} for file, _ in rows}


def test_source_changes_code_of_others_only_where_it_is_listed() -> None:
    table = listed()
    found = {
        file.relative_to(SOURCE).as_posix(): patched
        for file in SOURCE.rglob("*.py")
        if (patched := patches(file.read_text(encoding="utf-8")))
    }
    packages = tuple(name.removesuffix("*") for name in table if name.endswith("*"))
    outside = {file: patched for file, patched in found.items() if not file.startswith(packages)}
    assert outside == {file: changes for file, changes in table.items() if not file.endswith("*")}
    assert all(any(file.startswith(package) for file in found) for package in packages)


@pytest.mark.parametrize(
    ("source", "patched"),
    [
        ("import sys\nsys.excepthook = print", {"sys.excepthook"}),
        ("import ctypes.util as u\ndef f():\n    u.find_library = None", {"u.find_library"}),
        ("from weasyprint.text import fonts\nfonts.Font.subset += 1", {"fonts.Font.subset"}),
        ("import sys\nsys.modules['a'] = 1", {"sys.modules['a']"}),
        ("import sys\nsys.modules.update(a=1)", {"sys.modules"}),
        ("def put(owner):\n    setattr(owner, 'name', 1)", {"owner"}),
        ("import sys\ndel sys.path[0]", {"sys.path[0]"}),
        ("from ladder_export import words\nwords.now = 1\nhere = words.x", set()),
    ],
)
def test_changes_are_found(source: str, patched: set[str]) -> None:
    assert patches(source) == patched


def test_the_command_collects_rarely_and_not_at_its_end_and_leaves_plug_ins_alone() -> None:
    script = (
        "import gc, os, sys, atexit\n"
        "from ladder_export.__main__ import entry_point\n"
        "facts = lambda: (gc.get_threshold()[0], gc.get_freeze_count() > 1000, os.environ['PYDANTIC_DISABLE_PLUGINS'])\n"
        "atexit.register(lambda: print(*facts()))\n"
        "sys.argv[1:] = ['--version']\n"
        "entry_point()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == f"{GC_THRESHOLD} True __all__"


def test_loading_weasyprint_starts_no_program() -> None:
    script = (
        "import ctypes.util, sys\n"
        "search = ctypes.util.find_library\n"
        "sys.addaudithook(lambda event, arguments: event == 'subprocess.Popen' and print('starts', arguments[0]))\n"
        "import ladder_export.writers.pdf\n"
        "print(ctypes.util.find_library is search)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True"]
