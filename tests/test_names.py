"""Names and docstrings are of the field's words: a private language costs every newcomer a day."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from conftest import ROOT

SOURCE = ROOT / "src/ladder_export"
RETIRED = frozenset(
    [
        "made",
        "told",
        "said",
        "kept",
        "still",
        "standing",
        "lying",
        "begun",
        "bound",
        "brought",
        "loose",
        "fresh",
        "known",
        "place",
        "places",
        "room",
        "rooms",
        "hand",
        "desk",
        "stretch",
        "quicker",
        "dressed",
        "spoken",
        "doubt",
        "doubts",
        "look",
        "looks",
    ]
)
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
RIDDLES = re.compile(
    r"(What|Whether|That|Of|This (file|package|module)|Made|Told|Kept|Said|Begun|Bound|Brought|Laid)\b"
)

# A local variable of such a name says nothing about what it holds.
VAGUE = frozenset(["one", "found", "part", "thing", "things", "it"])
# A part is a thing of the field there: of an office package, of a book, of a page between two headings.
PARTS = (
    "importers/dialect_headings.py",
    "theme/docx_template/",
    "theme/office_package.py",
    "theme/pptx_template/",
    "writers/html/render.py",
    "writers/pdf/book/",
    "writers/pptx/",
)

# Words that are the field's own where they stand.
HONEST = {
    "cli/defaults.py:known_options": "the options that Click knows",
}


def functions_and_classes(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def names(tree: ast.Module) -> Iterator[str]:
    """Yield the names of types, functions, parameters, fields and constants."""
    for node in functions_and_classes(tree):
        yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (
                one.target.id
                for one in node.body
                if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
            )
        else:
            given = node.args
            every = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
            yield from (one.arg for one in every if one)
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else []
        yield from (target.id for target in targets if isinstance(target, ast.Name))
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            yield statement.target.id


def is_retired(name: str) -> bool:
    return any(word.lower() in RETIRED for word in WORD.findall(name))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kept", True),
        ("_is_in_place", True),
        ("GlyphPlaces", True),
        ("placeholder", False),
        ("MADE", True),
        ("handler", False),
    ],
)
def test_words_of_names_are_seen(name: str, expected: bool) -> None:  # noqa: FBT001  # a table's column
    assert is_retired(name) is expected


def test_no_name_has_a_retired_word() -> None:
    found = {
        f"{file.relative_to(SOURCE).as_posix()}:{name}"
        for file in SOURCE.rglob("*.py")
        for name in (file.stem, *names(ast.parse(file.read_bytes())))
        if is_retired(name)
    }
    assert found == found & HONEST.keys()


def test_docstrings_begin_with_what_a_thing_is_or_does() -> None:
    found = [
        f"{file.relative_to(SOURCE).as_posix()}: {text}"
        for file in sorted(SOURCE.rglob("*.py"))
        for tree in (ast.parse(file.read_bytes()),)
        for node in (tree, *functions_and_classes(tree))
        if (text := ast.get_docstring(node) or "") and RIDDLES.match(text)
    ]
    assert found == []


def variables(tree: ast.Module) -> Iterator[str]:
    """Yield the names of parameters, and of all else that a function binds: by assignments, loops, `with`, patterns."""
    functions = (
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    )
    for node in (node for function in functions for node in ast.walk(function)):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield name
            case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                yield name


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(one): ...", {"one"}),
        ("def f(): return [x for it in y for x in it]", {"it", "x"}),
        ("f = lambda found: found[0]", {"found"}),
        ("def f():\n    match y:\n        case [part, *things]: ...", {"part", "things"}),
        ("def f():\n    if thing := y: ...", {"thing"}),
        ("class C:\n    part: str", set()),
    ],
)
def test_variables_are_seen(source: str, expected: set[str]) -> None:
    assert set(variables(ast.parse(source))) == expected


def test_variables_are_named_after_what_they_hold() -> None:
    vague = {
        f"{file}:{name}"
        for path in SOURCE.rglob("*.py")
        for file in (path.relative_to(SOURCE).as_posix(),)
        for name in VAGUE.intersection(variables(ast.parse(path.read_bytes())))
        if not (name == "part" and file.startswith(PARTS))
    }
    assert vague == set()


def glossary() -> list[tuple[str, str]]:
    """Return the files and the names in them that the glossary of docs/architecture.md gives."""
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rows = page.partition("## Glossary")[2].partition("\n## ")[0].splitlines()
    found, file = list[tuple[str, str]](), ""
    for cell in (row.split(" | ")[-1] for row in rows if row.startswith("| ") and "`" in row):
        for code in re.findall(r"`([^`]+)`", cell):
            file, _, name = code.rpartition(":") if ":" in code else (file, "", code)
            found.append((file, name))
    return found


def test_the_glossary_names_what_there_is() -> None:
    assert len(glossary()) > 30
    for file, name in glossary():
        text = (SOURCE / file).read_text(encoding="utf-8")
        assert re.search(rf"^(class {name}\b|{name} = )", text, re.MULTILINE), f"{file}:{name}"
