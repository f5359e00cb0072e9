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
