"""The manifest: the list of output files, with their sources and library versions; to and from manifest.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from sys import intern
from typing import Any

from ladder_export.core.artefact_path import ArtefactPath, UnsafePath
from ladder_export.core.formats import UNITS, Unit
from ladder_export.core.json_checks import (
    InvalidManifest,
    check,
    check_characters,
    check_types,
    count,
    each,
    text,
)
from ladder_export.core.layout_summary import LayoutSummary, layout_summary_from_json
from ladder_export.core.problems import Problem, Severity, Span

SCHEMA = 3  # 1 had no cache keys, 2 said `edition` for `document`

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CacheKey:
    """Digests of everything that decides an output file's bytes and the problems reported for it.

    A file is not made again if its key is the same as in the last build. `document` covers content and format, `theme`
    the theme's files and fonts, `options` the options of `build` (such as paper size), `engine` this program and its
    libraries. A digest is empty if it is unknown.
    """

    document: str = ""
    theme: str = ""
    options: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Artefact:
    """One output file, as the manifest lists it.

    `path` is below the output folder; `document` is the kind of document, such as sheet; `level` is an id, empty for
    none. `length` is counted in `unit` (pages, slides …). If each page of a document is a file, `first_page` is the
    path of page 1 for the files of all later pages; otherwise it is empty.
    """

    path: ArtefactPath
    document: str
    level: str
    format: str
    bytes: int
    sha256: str
    unit: Unit
    length: int
    sources: tuple[str, ...]
    theme: str
    layout: LayoutSummary | None = None
    problems: tuple[Problem, ...] = ()
    key: CacheKey = CacheKey()
    first_page: str = ""

    @property
    def document_path(self) -> str:
        """Return the path of the document: the file itself, or page 1 if each page of the document is a file."""
        return self.first_page or self.path


@dataclass(frozen=True, slots=True)
class LadderSummary:
    """The title, edition and language of a built ladder; a field is empty if an old manifest does not have it."""

    title: str = ""
    edition: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The digest of all inputs of a whole build, with the names of the theme and fonts needed to compute it again.

    If the next build computes the same digest, it makes nothing. If `digest` is empty, it checks every output file.
    """

    digest: str = ""
    theme: str = ""
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of all files in an output folder, in the order in which they were built.

    `tool` is the version of this program, `libraries` are versions by name, `problems` are those of the ladder.
    """

    tool: str
    ladder: LadderSummary
    libraries: Mapping[str, str]
    artefacts: tuple[Artefact, ...]
    problems: tuple[Problem, ...] = ()
    fingerprint: Fingerprint = Fingerprint()

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Return the errors and warnings of the ladder, then those of each output file, without duplicates."""
        every = (*self.problems, *(problem for artefact in self.artefacts for problem in artefact.problems))
        return tuple(dict.fromkeys(every))

    @property
    def is_clean(self) -> bool:
        """Return whether the build had no problems at all, not even warnings."""
        return not self.all_problems

    def to_json(self) -> str:
        """Return the text of manifest.json; equal builds give equal text on every machine."""
        return "".join(self.iter_json())

    def iter_json(self) -> Iterator[str]:
        """Yield the text of manifest.json in parts, one output file per part, since it can take tens of megabytes."""
        head = {
            "schema": SCHEMA,
            "tool": {"name": "ladder-export", "version": self.tool},
            "clean": self.is_clean,
            "ladder": asdict(self.ladder),
            "libraries": dict(sorted(self.libraries.items())),
            "fingerprint": asdict(self.fingerprint),
        }
        lists = {
            "problems": map(_problem_to_json, self.problems),
            "artefacts": map(_artefact_to_json, self.artefacts),
        }
        encode = json.JSONEncoder(ensure_ascii=False).encode  # `indent` takes more than twice as long
        yield "{" + ",".join(f"\n  {encode(name)}: {encode(value)}" for name, value in head.items())
        for name, rows in lists.items():
            yield f",\n  {encode(name)}: ["
            yield from (f"{',' if number else ''}\n    {encode(row)}" for number, row in enumerate(rows))
            yield "\n  ]"
        yield "\n}\n"


@lru_cache(maxsize=1)  # a build reads it twice: to see whether anything changed, and again under its lock
def from_json(text: str) -> Manifest:
    """Parse the text of a manifest.json that this program wrote.

    Raises InvalidManifest for any other text: a build replaces and removes the files that a manifest names.
    """
    try:
        content = json.loads(text)
        check_types(content, MANIFEST_TYPES)
        check(0 < content["schema"] <= SCHEMA, f"its schema is {content['schema']}, this program knows {SCHEMA}")
        content = content if content["schema"] == SCHEMA else _without_keys(content)
        if "\\u" in text:  # our own text has such escapes only for control characters, which are rare
            check_characters(content)
        check_types(content["tool"], {"version": str})
        each(content["ladder"], str)
        manifest = Manifest(
            tool=content["tool"]["version"],
            ladder=LadderSummary(*(content["ladder"].get(name, "") for name in LadderSummary.__slots__)),
            libraries=each(content["libraries"], str),
            artefacts=tuple(map(_artefact_from_json, content["artefacts"])),
            problems=tuple(map(_problem_from_json, content["problems"])),
            fingerprint=_fingerprint_from_json(content.get("fingerprint", {})),
        )
    # RecursionError: nested too deep; ValueError: no JSON, an unsafe path, a number too long to be read, no such severity.
    except (KeyError, TypeError, ValueError, RecursionError) as fault:
        raise InvalidManifest(str(fault) if isinstance(fault, InvalidManifest) else _fault_text(fault)) from fault
    paths = [artefact.path for artefact in manifest.artefacts]
    check(len(set(paths)) == len(paths), "it names a file twice")
    return manifest


def _without_keys(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content of an earlier schema's manifest in today's form, without keys, so that nothing is reused."""
    rows = [{**row, "document": row.get("edition"), "key": {}} for row in content["artefacts"]]
    return {**content, "artefacts": rows, "fingerprint": {}}


def _artefact_to_json(artefact: Artefact) -> Json:
    return {
        "path": artefact.path,
        **({"first_page": artefact.first_page} if artefact.first_page else {}),
        "document": artefact.document,
        "level": artefact.level,
        "format": artefact.format,
        "bytes": artefact.bytes,
        "sha256": artefact.sha256,
        artefact.unit: artefact.length,
        "sources": list(artefact.sources),
        "theme": artefact.theme,
        "layout": artefact.layout.as_json() if artefact.layout else {},
        "problems": [_problem_to_json(problem) for problem in artefact.problems],
        "key": {name: getattr(artefact.key, name) for name in CacheKey.__slots__},
    }


def _artefact_from_json(content: Any) -> Artefact:  # noqa: ANN401  # any JSON value
    check_types(content, ARTEFACT_TYPES)
    unit = next(filter(content.__contains__, UNITS), UNITS[0])
    return Artefact(
        path=ArtefactPath(content["path"]),
        document=intern(content["document"]),  # thousands of artefacts share it
        level=intern(content["level"]),
        format=intern(content["format"]),
        bytes=count(content["bytes"]),
        sha256=content["sha256"],
        unit=unit,
        length=count(content[unit]),
        sources=tuple(map(intern, content["sources"])),
        theme=intern(content["theme"]),
        layout=layout_summary_from_json(content["layout"]),
        problems=tuple(map(_problem_from_json, content["problems"])),
        key=_key_from_json(content.get("key", {})),
        first_page=text(content.get("first_page", "")),
    )


def _key_from_json(content: Any) -> CacheKey:  # noqa: ANN401  # any JSON value
    """Return the cache key; an empty one for a manifest of an earlier version."""
    check_types(content, {})
    document, *others = (text(content.get(name, "")) for name in CacheKey.__slots__)
    return CacheKey(document, *map(intern, others))  # thousands of artefacts share it


def _fingerprint_from_json(content: Any) -> Fingerprint:  # noqa: ANN401  # any JSON value
    """Return the fingerprint; an empty one for a manifest of an earlier version."""
    check_types(content, {"fonts": list} if "fonts" in content else {})
    fonts = each(content.get("fonts", []), str)
    return Fingerprint(text(content.get("digest", "")), text(content.get("theme", "")), tuple(fonts))


def _problem_to_json(problem: Problem) -> Json:
    """Return a problem with everything needed to show it again exactly."""
    span = problem.span
    return {**problem.as_json(), **({"length": span.length, "excerpt": span.excerpt} if span else {})}


def _problem_from_json(content: Any) -> Problem:  # noqa: ANN401  # any JSON value
    check_types(content, PROBLEM_TYPES)
    span = None
    if "file" in content:
        line, column, length = (count(content.get(name, 1)) for name in ("line", "column", "length"))
        span = Span(text(content["file"]), line, column, length, text(content.get("excerpt") or ""))
    return Problem(content["code"], content["message"], span, Severity(content["severity"]), content["help"])


MANIFEST_TYPES = {"schema": int, "tool": dict, "ladder": dict, "libraries": dict, "artefacts": list, "problems": list}
PROBLEM_TYPES = dict.fromkeys(("code", "message", "severity", "help"), str)
ARTEFACT_TYPES = {
    **dict.fromkeys(("path", "document", "level", "format", "sha256", "theme"), str),
    "sources": list,
    "layout": dict,
    "problems": list,
}


def _fault_text(fault: Exception) -> str:
    """Describe a fault for people who have never seen a manifest."""
    match fault:
        case KeyError():
            return f"it has no {fault}"
        case RecursionError():
            return "it is nested too deep"
        case UnsafePath():
            return f"the path of a file {fault}"
        case _:
            return f"{type(fault).__name__}: {str(fault)[:200]}"
