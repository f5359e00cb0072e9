"""This file is the record of what was made, from what and with what: to and from manifest.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from sys import intern
from typing import cast

from ladder_export.problems import Problem, Severity, Span

SCHEMA = 1

UNITS = ("pages", "slides", "lines", "levels")  # what the length of an artefact is counted in

Json = Mapping[str, object]


class DamagedManifest(ValueError):
    """The text is not a manifest that this program wrote."""


ELSEWHERE = frozenset({"", ".", ".."})  # parts that no path below the output folder has


@dataclass(frozen=True, slots=True)
class Artefact:
    """One file that was made. `path` is below the output folder; `count` counts `unit`, one of UNITS.

    `recipe` is the digest of all that it is a function of: while that stays, it need not be
    made again; empty where that is not known. While its `basis` stays, so does its recipe.
    """

    path: str
    edition: str
    level: str
    format: str
    bytes: int
    sha256: str
    unit: str
    count: int
    sources: tuple[str, ...]
    theme: str
    layout: Mapping[str, float] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    recipe: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the whole build was a function of: a digest, and the theme and fonts one has to look at to make it again.

    Without a digest nothing can be said, and the next build looks at everything.
    """

    digest: str = ""
    theme: str = ""
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """All artefacts of an output folder, in plan order, with the versions that made them.

    `levels` are rows of what the next build need not read again (`reading.recall`).
    """

    tool: str
    ladder: Mapping[str, str]
    libraries: Mapping[str, str]
    artefacts: tuple[Artefact, ...]
    problems: tuple[Problem, ...] = ()
    inputs: Inputs = field(default_factory=Inputs)
    levels: tuple[Json, ...] = ()

    @property
    def every_problem(self) -> tuple[Problem, ...]:
        """The ladder's problems, then each artefact's; what several of them have in common once."""
        every = (*self.problems, *(problem for artefact in self.artefacts for problem in artefact.problems))
        return tuple(dict.fromkeys(every))

    @property
    def clean(self) -> bool:
        """Whether nothing at all is wrong; a file with a problem is never called clean."""
        return not self.every_problem

    def to_json(self) -> str:
        """The manifest as text, the same for the same build on every machine."""
        return "".join(self.pieces())

    def pieces(self) -> Iterator[str]:
        """The same text in pieces, an artefact a line: of thousands of levels it takes tens of megabytes."""
        head = {
            "schema": SCHEMA,
            "tool": {"name": "ladder-export", "version": self.tool},
            "clean": self.clean,
            "ladder": dict(self.ladder),
            "libraries": dict(sorted(self.libraries.items())),
            "inputs": {
                "digest": self.inputs.digest,
                "theme": self.inputs.theme,
                "fonts": list(self.inputs.fonts),
            },
        }
        lists = {
            "problems": map(_problem_to_json, self.problems),
            "artefacts": map(_artefact_to_json, self.artefacts),
            "levels": self.levels,
        }
        encode = json.JSONEncoder(ensure_ascii=False).encode  # with `indent`, it takes more than twice as long
        yield "{" + ",".join(f"\n  {encode(name)}: {encode(value)}" for name, value in head.items())
        for name, rows in lists.items():
            yield f",\n  {encode(name)}: ["
            yield from (f"{',' if number else ''}\n    {encode(row)}" for number, row in enumerate(rows))
            yield "\n  ]"
        yield "\n}\n"


@lru_cache(maxsize=1)  # a build reads what the last one left twice: to see whether all is as it was, and under its lock
def from_json(text: str) -> Manifest:
    """The manifest that `to_json` wrote. Raises DamagedManifest, since its paths will be replaced and removed."""
    try:
        content = cast("Json", json.loads(text))
        _require(content["schema"] == SCHEMA, f"its schema is {content['schema']}, this program knows {SCHEMA}")
        return Manifest(
            tool=str(cast("Json", content["tool"])["version"]),
            ladder=cast("Mapping[str, str]", content["ladder"]),
            libraries=cast("Mapping[str, str]", content["libraries"]),
            artefacts=tuple(_artefact_from_json(one) for one in cast("list[Json]", content["artefacts"])),
            problems=tuple(_problem_from_json(one) for one in cast("list[Json]", content["problems"])),
            inputs=_inputs_from_json(cast("Json", content.get("inputs", {}))),
            levels=tuple(cast("list[Json]", content.get("levels", []))),
        )
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError, StopIteration) as fault:
        raise DamagedManifest(f"{type(fault).__name__}: {fault}") from fault


def _artefact_to_json(artefact: Artefact) -> Json:
    return {
        "path": artefact.path,
        "edition": artefact.edition,
        "level": artefact.level,
        "format": artefact.format,
        "bytes": artefact.bytes,
        "sha256": artefact.sha256,
        artefact.unit: artefact.count,
        "sources": list(artefact.sources),
        "theme": artefact.theme,
        "layout": dict(artefact.layout),
        "problems": [_problem_to_json(problem) for problem in artefact.problems],
        "recipe": artefact.recipe,
        "basis": artefact.basis,
    }


def _artefact_from_json(content: Json) -> Artefact:
    path = str(content["path"])
    if "\\" in path or not ELSEWHERE.isdisjoint(path.split("/")):
        raise DamagedManifest(f"the path {path!r} leads out of the output folder")
    unit = next(filter(content.__contains__, UNITS), UNITS[0])
    return Artefact(
        path=path,
        edition=intern(str(content["edition"])),  # thousands say the same
        level=intern(str(content["level"])),
        format=intern(str(content["format"])),
        bytes=cast("int", content["bytes"]),
        sha256=str(content["sha256"]),
        unit=unit,
        count=cast("int", content[unit]),
        sources=tuple(map(intern, cast("list[str]", content["sources"]))),
        theme=intern(str(content["theme"])),
        layout=cast("Mapping[str, float]", content["layout"]),
        problems=tuple(map(_problem_from_json, cast("list[Json]", content["problems"]))),
        recipe=str(content.get("recipe", "")),
        basis=str(content.get("basis", "")),
    )


def _inputs_from_json(content: Json) -> Inputs:
    """A manifest of an earlier version has none."""
    fonts = cast("list[str]", content.get("fonts", []))
    return Inputs(str(content.get("digest", "")), str(content.get("theme", "")), tuple(fonts))


def _problem_to_json(problem: Problem) -> Json:
    """A problem with all that is needed to tell it again just as it was told first."""
    span = problem.span
    return {**problem.as_json(), **({"length": span.length, "excerpt": span.excerpt} if span else {})}


def _problem_from_json(content: Json) -> Problem:
    span = None
    if "file" in content:
        line, column, length = (cast("int", content.get(name, 1)) for name in ("line", "column", "length"))
        span = Span(str(content["file"]), line, column, length, str(content.get("excerpt", "")))
    return Problem(
        str(content["code"]), str(content["message"]), span, Severity(str(content["severity"])), str(content["help"])
    )


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as a sentence
    if not holds:
        raise DamagedManifest(otherwise)
