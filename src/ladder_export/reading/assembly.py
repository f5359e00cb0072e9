"""This file joins the files of a ladder into one model: references resolved, defaults filled in, order settled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ladder_export.model import ExportDefaults, Fact, Ladder, Level, Section, Statement, Track
from ladder_export.problems import Problem, did_you_mean
from ladder_export.reading.schema import LadderShape, LevelShape, SectionShape, StatementShape
from ladder_export.reading.shortcodes import expanded
from ladder_export.reading.tree import Place, Tree
from ladder_export.text import Text, literal, parse

SAFE_ID = re.compile(r"(?!\.)[\w.-]*[\w-]")
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # files that Windows cannot have
NUMBER = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class LevelFile:
    """A level as it was written: in a file of its own, or at `place` in the ladder's one file."""

    id: str
    folder: str
    shape: LevelShape
    tree: Tree
    place: Place = ()


@dataclass(slots=True)
class Assembly:
    """What a ladder is joined from, and everything found wrong on the way."""

    shared: LadderShape
    tree: Tree
    problems: list[Problem] = field(default_factory=list)

    def text(self, source: str) -> Text:
        """Inline text in the ladder's language."""
        return parse(expanded(source), self.shared.language)

    def title(self, source: str) -> str:
        """A title: one line, no markup."""
        return " ".join(expanded(source).split())


def listed_levels(shared: LadderShape, tree: Tree) -> Iterator[LevelFile]:
    """The levels of a one-file ladder."""
    for number, shape in enumerate(shared.levels):
        name = shape.id or _slug(f"{shape.code} {shape.title}")
        yield LevelFile(name, "", shape, tree, ("levels", number))


def own_level(shape: LevelShape, tree: Tree) -> LevelFile:
    """The level of a file: its id is the file's name, its folder the default of its track."""
    path = PurePosixPath(tree.source.path)
    return LevelFile(path.stem, path.parent.name, shape, tree)


def assemble(assembly: Assembly, files: Sequence[LevelFile]) -> Ladder:
    """The ladder. Everything that does not resolve is in the assembly's problems; then the model is not to be used."""
    shared = assembly.shared
    assembly.problems += _clashing_ids(files)
    tracks = _tracks(assembly, files)
    levels = tuple(_level(assembly, file, tracks) for file in files)
    order = {name: position for position, name in enumerate(tracks)}
    return Ladder(
        title=assembly.title(shared.title),
        organisation=assembly.title(shared.organisation),
        language=shared.language,
        edition=assembly.title(shared.edition),
        summary=assembly.text(shared.summary),
        tracks=tuple(tracks.values()),
        levels=tuple(sorted(levels, key=lambda lv: (order.get(lv.track, 0), lv.rank, lv.id))),
        export=_export(shared),
        sources=(assembly.tree.source,),
    )


def _export(shared: LadderShape) -> ExportDefaults:
    wish = shared.export
    return ExportDefaults(
        editions=tuple(wish.editions) if wish.editions else None,
        formats=tuple(wish.formats) if wish.formats else None,
        theme=wish.theme,
        paper=wish.paper,
        page_budget=wish.page_budget,
    )


def _clashing_ids(files: Iterable[LevelFile]) -> Iterator[Problem]:
    """Ids name files, so they must be safe and differ in more than case."""
    seen: dict[str, LevelFile] = {}
    for file in files:
        span = file.tree.value_span((*file.place, "id")) if file.place else file.tree.top
        if not SAFE_ID.fullmatch(file.id) or RESERVED.fullmatch(file.id):
            safe = _slug(file.id) or "level"
            remedy = f"call it '{f'level-{safe}' if RESERVED.fullmatch(safe) else safe}'"
            yield Problem("unsafe-id", f"'{file.id}' cannot name files on every system", span, help=remedy)
        first = seen.setdefault(file.id.casefold(), file)
        if first is not file:
            where = f"{first.tree.file}:{first.tree.value_span(first.place).line}"
            yield Problem(
                "duplicate-level",
                f"there is a level '{first.id}' already, in {where}",
                span,
                help="rename one of the two",
            )


def _tracks(assembly: Assembly, files: Sequence[LevelFile]) -> Mapping[str, Track]:
    """The declared tracks; where none are, each folder of levels is one, and levels without a folder share one."""
    if shapes := assembly.shared.tracks:
        return {
            name: Track(name, assembly.title(shape.title), assembly.text(shape.summary))
            for name, shape in shapes.items()
        }
    names = dict.fromkeys(file.shape.track or file.folder for file in files)
    return {name: Track(name, name.replace("-", " ").replace("_", " ").capitalize(), literal("")) for name in names}


def _track_of(assembly: Assembly, file: LevelFile, tracks: Mapping[str, Track]) -> str:
    named = file.shape.track or file.folder
    if named in tracks:
        return named
    if not file.shape.track and len(tracks) == 1:
        return next(iter(tracks))
    if file.shape.track:
        span = file.tree.value_span((*file.place, "track"))
        problem = Problem("unknown-track", f"there is no track '{named}'", span, help=did_you_mean(named, list(tracks)))
    else:
        problem = Problem(
            "unknown-track",
            f"the folder '{named}' is no track" if named else "the level does not say its track",
            file.tree.value_span(file.place),
            help=f"add 'track: …' to the level or '{named or 'a-track'}' to the ladder's tracks ({', '.join(tracks)})",
        )
    assembly.problems.append(problem)
    return named


def _level(assembly: Assembly, file: LevelFile, tracks: Mapping[str, Track]) -> Level:
    shape = file.shape
    number = NUMBER.search(shape.code)
    return Level(
        id=file.id,
        code=assembly.title(shape.code),
        title=assembly.title(shape.title),
        track=_track_of(assembly, file, tracks),
        rank=shape.rank if shape.rank is not None else float(number[0]) if number else 0.0,
        summary=tuple(assembly.text(paragraph) for paragraph in shape.summary),
        facts=tuple(_facts(assembly, file)),
        sections=tuple(_sections(assembly, file)),
        span=file.tree.value_span((*file.place, "title")),
        source=file.tree.source,
    )


def _facts(assembly: Assembly, file: LevelFile) -> Iterator[Fact]:
    declared, given = assembly.shared.facts, file.shape.facts
    for name in given:
        if name not in declared:
            span = file.tree.key_span((*file.place, "facts", name))
            remedy = did_you_mean(name, list(declared)) or "declare it under 'facts:' in ladder.yaml"
            assembly.problems.append(Problem("unknown-fact", f"the ladder has no fact '{name}'", span, help=remedy))
    for name, shape in declared.items():
        if name in given:
            span = file.tree.value_span((*file.place, "facts", name))
            yield Fact(name, assembly.title(shape.label), assembly.text(given[name]), span)


def _sections(assembly: Assembly, file: LevelFile) -> Iterator[Section]:
    """Shared sections in the ladder's order, then the level's own in theirs."""
    shared, given = assembly.shared.sections, file.shape.sections
    own = [name for name in given if name not in shared]
    for name in (*(name for name in shared if name in given), *own):
        yield _section(assembly, file, name, given[name])


def _section(assembly: Assembly, file: LevelFile, name: str, shape: SectionShape) -> Section:
    place = (*file.place, "sections", name)
    common = assembly.shared.sections.get(name)
    if common is None and shape.title is None:
        remedy = did_you_mean(name, list(assembly.shared.sections)) if assembly.shared.sections else ""
        assembly.problems.append(
            Problem(
                "unknown-section",
                f"'{name}' is no shared section and has no title of its own",
                file.tree.key_span(place),
                help=remedy
                if "mean" in remedy
                else "give it a 'title:', or declare it under 'sections:' in ladder.yaml",
            )
        )
    title = shape.title or (common.title if common else name)
    icon = shape.icon if shape.icon is not None else common.icon if common else ""
    return Section(
        id=name,
        title=assembly.title(title),
        icon=assembly.title(icon),
        statements=_statements(assembly, file.tree, (*place, "statements"), shape.statements),
        examples=_statements(assembly, file.tree, (*place, "examples"), shape.examples),
        span=file.tree.key_span(place),
    )


def _statements(
    assembly: Assembly, tree: Tree, place: Place, shapes: Sequence[StatementShape]
) -> tuple[Statement, ...]:
    return tuple(
        Statement(assembly.text(shape.text), tree.value_span((*place, number))) for number, shape in enumerate(shapes)
    )


def _slug(text: str) -> str:
    return re.sub(r"[^\w.]+", "-", text.casefold()).strip("-.")
