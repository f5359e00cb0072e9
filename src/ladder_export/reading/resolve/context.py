"""The state while a ladder is built from its YAML: the content of ladder.yaml, used ids, problems found so far."""

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
    """A level as parsed YAML (`node`), not validated yet; `model` is the pydantic class to validate it with.

    `folder` is the name of the folder that the file is in, empty for the ladder's own folder.
    """

    id: str
    folder: str
    model: type[LevelModel]
    node: Node
    source: SourceFile


@dataclass(frozen=True, slots=True)
class ParsedLevel:
    """A level with valid YAML, whose references to names in ladder.yaml are not looked up yet.

    `file_problems` are warnings about how the file is written; `key` is the level's key in the level cache, empty for a
    level that is not cached. `model` takes about five times the memory of the file, so only one is kept at a time.
    """

    file: LevelFile
    model: LevelModel
    file_problems: tuple[Problem, ...] = ()
    key: str = ""

    @property
    def node(self) -> Node:
        """Return the parsed YAML of the level, which has the locations of its values."""
        return self.file.node


@dataclass(slots=True)
class ResolveContext:
    """The state while a ladder is built from its YAML.

    `shared` is the validated content of ladder.yaml, `node` its parsed YAML, `source` its bytes. `translations` are
    files of the translation that is read. `problems` are those found so far; `used` are ids that levels use, as (group,
    id) such as ("sections", "craft"). `shared_passages` caches texts of competencies and blocks that several levels
    share.
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
        """Add an error for a name that no level has; `suggestion` is help, empty for a general one."""
        remedy = suggestion or "write the id or the code of a level"
        self.add_error("unknown-level", f"there is no level '{name}'", span, remedy)

    def require_declared(self, group: str, id_: str, span: Span) -> bool:
        """Check that ladder.yaml declares an id in a group, such as "sections"; mark the id as used, or add an error.

        Returns whether it is declared.
        """
        declared = getattr(self.shared, group)
        if id_ in declared:
            self.used.add((group, id_))
            return True
        kind, code = GROUPS[group]
        remedy = did_you_mean(id_, list(declared)) or f"declare it under '{group}:' in ladder.yaml"
        self.add_error(code, f"'{id_}' is not a {kind} of ladder.yaml", span, remedy)
        return False

    def text(self, source: str, span: Span) -> Text:
        """Parse inline Markdown; add warnings about links, pictures and emphasis that cannot be printed as such."""
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
    """Return a title on one line, with emoji for shortcodes such as `:owl:`."""
    return " ".join(expand_shortcodes(text).split())
