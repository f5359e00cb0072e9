"""The state while a ladder is built from its YAML: content of ladder.yaml, ids in use, and problems so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from ladder_export.core.model import Passage, SourceFile
from ladder_export.core.problems import Problem, Severity, Span, did_you_mean
from ladder_export.core.text import Text, parse
from ladder_export.reading.nodes import Node
from ladder_export.reading.schema.models import LadderModel, LevelModel
from ladder_export.reading.text_checks import (
    empty_links,
    expand_shortcodes,
    has_stray_emphasis,
    linked_pictures,
    unprintable_links,
)

SharedKey = tuple[str, str, str]
"""The key of a passage that levels share: ("competencies", id, step) or ("blocks", id, section)."""

# Mappings of ladder.yaml whose ids levels refer to: group -> (noun, code of the problem for an unknown id).
GROUPS = {
    "facts": ("fact", "unknown-fact"),
    "sections": ("section", "unknown-section"),
    "scales": ("scale", "unknown-scale"),
    "competencies": ("competency", "unknown-competency"),
    "grades": ("grade", "unknown-grade"),
    "blocks": ("block", "unknown-block"),
    "tracks": ("track", "unknown-track"),
}


@dataclass(frozen=True, slots=True)
class LevelFile:
    """A level as parsed YAML, to be validated as `model`, a pydantic class.

    `node` is its mapping; `folder` is the name of its folder, empty for a file beside ladder.yaml.
    """

    id: str
    folder: str
    model: type[LevelModel]
    node: Node
    source: SourceFile


@dataclass(frozen=True, slots=True)
class ParsedLevel:
    """A level whose YAML is valid, but whose references to ladder.yaml are not looked up yet.

    `file_problems` are those of how the file is written; `key` is its key in the level cache, empty if it has none. The
    model is about five times as large as the file, so only one at a time is held.
    """

    file: LevelFile
    model: LevelModel
    file_problems: tuple[Problem, ...] = ()
    key: str = ""

    @property
    def node(self) -> Node:
        """Return the parsed YAML of the level, for the locations of problems."""
        return self.file.node


@dataclass(slots=True)
class ResolveContext:
    """The state while a ladder is built from its YAML.

    It has the content of ladder.yaml, the ids in use as (group, id), and the problems so far. `shared_passages` caches
    text of competencies and blocks that several levels share.
    """

    shared: LadderModel
    node: Node
    source: SourceFile
    translations: tuple[SourceFile, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    shared_passages: dict[SharedKey, Passage] = field(default_factory=dict)

    def add_error(self, code: str, message: str, span: Span, remedy: str) -> None:
        """Add an error at a location; `remedy` is the help that says what to do."""
        self.problems.append(Problem(code, message, span, help=remedy))

    def add_unknown_level(self, name: str, span: Span, suggestion: str) -> None:
        """Add an error for a name that no level has; `suggestion` may be empty."""
        remedy = suggestion or "write the id or the code of a level"
        self.add_error("unknown-level", f"there is no level '{name}'", span, remedy)

    def require_declared(self, group: str, id_: str, span: Span) -> bool:
        """Return whether ladder.yaml declares an id in a group, such as sections; mark it as used, or add an error."""
        declared = getattr(self.shared, group)
        if id_ in declared:
            self.used.add((group, id_))
            return True
        kind, code = GROUPS[group]
        remedy = did_you_mean(id_, list(declared)) or f"declare it under '{group}:' in ladder.yaml"
        self.add_error(code, f"'{id_}' is not a {kind} of ladder.yaml", span, remedy)
        return False

    def text(self, source: str, span: Span) -> Text:
        """Parse a text's inline Markdown; add warnings about links and emphasis that do not work."""
        text = parse(expand_shortcodes(source), self.shared.language)
        # Without these characters, text has no link, picture or emphasis, typed or as an entity.
        if "[" not in source and "*" not in source and "&" not in source:
            return text
        for target, is_picture in unprintable_links(text):
            message = f"'{target}' cannot be used as a {'picture' if is_picture else 'link'} in print"
            remedy = (
                "it is printed as typed; begin links with https://, http:// or mailto:, and leave pictures out of text"
            )
            self.problems.append(Problem("dead-link", message, span, Severity.WARNING, remedy))
        for target in linked_pictures(text):
            message = f"'{target}' cannot be used as a picture in print"
            remedy = "it is printed as a link after an exclamation mark: remove that mark, or type a space after it"
            self.problems.append(Problem("dead-link", message, span, Severity.WARNING, remedy))
        for target in empty_links(text):
            message = f"the link to '{target}' has no text, so it is not printed"
            remedy = f"write text between the brackets, or <{target}> to print the address itself"
            self.problems.append(Problem("empty-link", message, span, Severity.WARNING, remedy))
        if has_stray_emphasis(text):
            remedy = "close it with '**' right after a letter, or type '\\**' to print asterisks"
            message = "'**' has no partner here and is printed as typed"
            self.problems.append(Problem("loose-mark", message, span, Severity.WARNING, remedy))
        return text


def one_line(text: str) -> str:
    """Return a title on one line, with emoji for names such as `:owl:`."""
    return " ".join(expand_shortcodes(text).split())
