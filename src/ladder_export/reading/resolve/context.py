"""This file holds a ladder in the making: the parts that are being put together and the problems met on the way."""

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
"""Names a passage that levels share: ("competencies", id, step) or ("blocks", id, section)."""

# The mappings of ladder.yaml whose ids levels refer to, what one of them is called, and the code when it is not there.
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
    """A level as it was written, to be held to the schema of its `kind`.

    `node` is its mapping; `folder` is empty beside ladder.yaml.
    """

    id: str
    folder: str
    model: type[LevelModel]
    node: Node
    source: SourceFile


@dataclass(frozen=True, slots=True)
class ParsedLevel:
    """A level that is being assembled: its file, and what the schema makes of that, which is five times as large.

    `noted` are the problems of how the file is written; `key` is the file's in the level cache, empty where it has none.
    """

    file: LevelFile
    model: LevelModel
    file_problems: tuple[Problem, ...] = ()
    key: str = ""

    @property
    def node(self) -> Node:
        """Its mapping, for places."""
        return self.file.node


@dataclass(slots=True)
class ResolveContext:
    """What is shared, what of it is in use, and the problems so far; `brought` keeps passages that levels share."""

    shared: LadderModel
    node: Node
    source: SourceFile
    translations: tuple[SourceFile, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)
    shared_passages: dict[SharedKey, Passage] = field(default_factory=dict)

    def add_error(self, code: str, message: str, span: Span, remedy: str) -> None:
        """Notes an error."""
        self.problems.append(Problem(code, message, span, help=remedy))

    def require_declared(self, group: str, id_: str, span: Span) -> bool:
        """Whether ladder.yaml declares a name in one of its groups, which is then in use; notes an error if not."""
        declared = getattr(self.shared, group)
        if id_ in declared:
            self.used.add((group, id_))
            return True
        kind, code = GROUPS[group]
        remedy = did_you_mean(id_, list(declared)) or f"declare it under '{group}:' in ladder.yaml"
        self.add_error(code, f"'{id_}' is not a {kind} of ladder.yaml", span, remedy)
        return False

    def text(self, source: str, span: Span) -> Text:
        """Inline text in the ladder's language; warns of links that cannot be followed."""
        text = parse(expand_shortcodes(source), self.shared.language)
        # Most text has no link, picture or mark of strong text, typed or named as an entity, and needs no closer look.
        if "[" not in source and "*" not in source and "&" not in source:
            return text
        for target, is_picture in unprintable_links(text):
            message = f"'{target}' is a {'picture' if is_picture else 'link target'} that cannot be printed"
            remedy = (
                "it is shown as typed; links begin with https://, http:// or mailto:, pictures cannot be used in text"
            )
            self.problems.append(Problem("dead-link", message, span, Severity.WARNING, remedy))
        for target in linked_pictures(text):
            message = f"'{target}' is a picture that cannot be printed"
            remedy = "it is shown as a link behind an exclamation mark: remove that, or put a space behind it"
            self.problems.append(Problem("dead-link", message, span, Severity.WARNING, remedy))
        for target in empty_links(text):
            message = f"the link to '{target}' has no words, so nothing of it is printed"
            remedy = f"write some between the brackets, or <{target}> to print the address itself"
            self.problems.append(Problem("empty-link", message, span, Severity.WARNING, remedy))
        if has_stray_emphasis(text):
            remedy = "close it with '**' right after a letter, or write '\\**' for asterisks"
            message = "'**' stands alone here and is shown as typed"
            self.problems.append(Problem("loose-mark", message, span, Severity.WARNING, remedy))
        return text


def one_line(text: str) -> str:
    """A title in one line, with its emoji."""
    return " ".join(expand_shortcodes(text).split())
