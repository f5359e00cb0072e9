"""Translations as gettext catalogues (PO files), which translation programs such as Poedit and Weblate open."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from typing_extensions import TypeIs

from ladder_export.core.problems import BadEnvironment, InvalidLadder, Problem, Span
from ladder_export.files.access import read_file
from ladder_export.importers.yaml_writer import Commented, YamlTree
from ladder_export.reading.anchors import OF, WAS
from ladder_export.reading.translation_overlay import PARAGRAPHS

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

TEXTS = ("text", "prose", "ask")
PARAGRAPH_BREAK = "\n\n"  # between paragraphs of one text
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: {title}\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
LINE_LENGTH = 100


class Key(NamedTuple):
    """The identity of a text to be translated: its path of YAML keys, without list positions, and the original."""

    path: str
    original: str


@dataclass(frozen=True, slots=True)
class Message:
    """A text to be translated; `text` is its translation, empty if there is none.

    `former` is an earlier wording of the original and the translation of that, None if there is none.
    """

    key: Key
    text: str
    former: tuple[str, str] | None


def messages(tree: YamlTree, path: tuple[str, ...] = ()) -> Iterator[Message]:
    """Yield every text of a translation with its original, in the order of the YAML, translated or not.

    `tree` is the content of the translation's YAML, or a part of it; then `path` is the path of keys to that part.
    """
    tree = tree.value if isinstance(tree, Commented) else tree
    if isinstance(tree, Mapping):
        if OF in tree:
            yield _message(tree, path, None)
        for key, value in _parts(tree).items():
            yield from messages(value, (*path, key))
    elif is_list(tree):
        yield from _list_messages(tree, path)


def _list_messages(items: Sequence[YamlTree], path: tuple[str, ...]) -> Iterator[Message]:
    """Yield the messages of a list."""
    former = _former_positions(items)
    for position, item in enumerate(items):
        if is_pair(item):
            yield _message(item, path, items[former[position]] if position in former else None)
            yield from messages(_parts(item), path)
        else:
            yield from messages(item, path)


def is_list(tree: YamlTree) -> TypeIs[Sequence[YamlTree]]:
    """Return whether YAML data is a list, not a text or a mapping."""
    return isinstance(tree, Sequence) and not isinstance(tree, str)


def is_pair(tree: YamlTree) -> TypeIs[Mapping[str, YamlTree]]:
    """Return whether YAML data is a mapping of an original text (key `of`) and its translation."""
    return isinstance(tree, Mapping) and OF in tree


def _parts(tree: Mapping[str, YamlTree]) -> dict[str, YamlTree]:
    """Return the entries of a mapping without an original and its translation."""
    return {key: value for key, value in tree.items() if key not in (OF, WAS, *TEXTS)}


def _former_positions(items: Sequence[YamlTree]) -> dict[int, int]:
    """Return for each untranslated text of a list the index of an adjacent former text: after it, else before it."""
    former = {position for position, item in enumerate(items) if isinstance(item, Mapping) and WAS in item}
    pairs = dict[int, int]()
    for position, item in enumerate(items):
        if is_pair(item) and not _translation_of(item):
            beside = next((neighbour for neighbour in (position + 1, position - 1) if neighbour in former), None)
            if beside is not None:
                pairs[position] = beside
                former.remove(beside)
    return pairs


def _translation_of(pair: Mapping[str, YamlTree]) -> str:
    """Return the translation of a pair; empty where there is none."""
    return next((message_text(pair[key]) for key in TEXTS if key in pair), "")


def _message(pair: Mapping[str, YamlTree], path: tuple[str, ...], former: YamlTree | None) -> Message:
    """Return the message of a pair."""
    was = (message_text(former[WAS]), message_text(former["text"])) if isinstance(former, Mapping) else None
    return Message(_key(pair, path), _translation_of(pair), was)


def message_text(tree: YamlTree) -> str:
    """Return a text of a translation as a gettext catalogue holds it; an empty line separates paragraphs."""
    if isinstance(tree, Commented):
        return message_text(tree.value)
    if is_list(tree):
        return PARAGRAPH_BREAK.join(map(message_text, tree))
    return str(tree)


def fill(tree: YamlTree, texts: Mapping[Key, str], path: tuple[str, ...] = (), *, is_item: bool = False) -> YamlTree:
    """Return a translation, or a part of it, with the texts of a gettext catalogue inserted.

    `path` is the path of keys to the part `tree`; with `is_item`, that is an item of the list there. The translation of
    an earlier original (an item with the key `was`) is removed when a text of the catalogue replaces it.
    """
    if isinstance(tree, Commented):
        return Commented(fill(tree.value, texts, path, is_item=is_item), tree.comment)
    if isinstance(tree, Mapping):
        return fill_mapping(tree, texts, path, is_item=is_item)
    return _fill_items(tree, texts, path) if is_list(tree) else tree


def fill_mapping(
    tree: Mapping[str, YamlTree], texts: Mapping[Key, str], path: tuple[str, ...] = (), *, is_item: bool = False
) -> dict[str, YamlTree]:
    """Return a mapping in a translation with the texts of a gettext catalogue inserted.

    `path` is the path of keys to that mapping; with `is_item`, it is an item of the list there.
    """
    text = texts.get(_key(tree, path)) if OF in tree else None
    splits = not is_item and bool(path) and path[-1] in PARAGRAPHS
    own = {key: _with_text(value, text, splits=splits) if key in TEXTS else value for key, value in tree.items()}
    return own | {key: fill(value, texts, (*path, key)) for key, value in _parts(tree).items()}


def _fill_items(items: Sequence[YamlTree], texts: Mapping[Key, str], path: tuple[str, ...]) -> list[YamlTree]:
    """Return a list with the texts of a catalogue."""
    replaced = {
        former
        for position, former in _former_positions(items).items()
        if is_pair(pair := items[position]) and _key(pair, path) in texts
    }
    return [fill(item, texts, path, is_item=True) for position, item in enumerate(items) if position not in replaced]


def _key(pair: Mapping[str, YamlTree], path: tuple[str, ...]) -> Key:
    """Return the identity of a pair's message."""
    return Key("/".join(path), message_text(pair[OF]))


def count_former(tree: YamlTree) -> int:
    """Return the number of texts in a translation that translate an earlier original (key `was`), and so need work."""
    if isinstance(tree, Commented):
        return count_former(tree.value)
    if isinstance(tree, Mapping):
        return (WAS in tree) + sum(map(count_former, tree.values()))
    return sum(map(count_former, tree)) if is_list(tree) else 0


def _with_text(value: YamlTree, text: str | None, *, splits: bool) -> YamlTree:
    """Return a translation with its text replaced, and its comment kept; unchanged where `text` is None.

    With `splits`, paragraphs become the items of a list.
    """
    if text is None or text == message_text(value):
        return value
    paragraphs = text.split(PARAGRAPH_BREAK) if splits else []
    new: YamlTree = paragraphs if len(paragraphs) > 1 else text
    return Commented(new, value.comment) if isinstance(value, Commented) else new


def catalogue(title: str, language: str, all_messages: Sequence[Message], names: Mapping[str, str]) -> bytes:
    """Return a gettext catalogue (PO file) of texts to be translated.

    A text that occurs several times at one path is in it once. `title` is the ladder's title, `language` the tag of the
    translation's language. `names` are the levels' names by id, for comments. There are no dates in it, so that the
    same ladder gives the same bytes. Raises BadEnvironment if Babel is not installed.
    """
    _require_babel()
    from babel.messages.catalog import Catalog  # noqa: PLC0415  # an extra
    from babel.messages.pofile import escape, write_po  # noqa: PLC0415  # as above

    messages_file = Catalog()
    for message in {message.key: message for message in all_messages}.values():
        level = level_name(message.key, names)
        was, text = message.former or ("", message.text)
        messages_file.add(
            message.key.original,
            text,
            flags=("fuzzy",) if was else (),
            auto_comments=(level,) if level else (),
            previous_id=was,
            context=message.key.path,
        )
    body = io.BytesIO()
    write_po(body, messages_file, width=LINE_LENGTH, omit_header=True, include_previous=True)
    header = HEADER.format(title=escape(title)[1:-1], language=language.replace("-", "_"))
    return header.encode() + body.getvalue()


def level_name(key: Key, names: Mapping[str, str]) -> str:
    """Return the name of the level that a text belongs to; `names` are the names of levels by id.

    Empty if it belongs to none.
    """
    folder, _, rest = key.path.partition("/")
    return names.get(rest.partition("/")[0], "") if folder == "levels" else ""


def read_catalogue(path: Path) -> dict[Key, str]:
    """Return the finished translations of a PO file, by the texts that they translate.

    Texts that are empty, fuzzy or obsolete are left out. Raises InvalidLadder for a file that cannot be read or is not
    a catalogue, BadEnvironment if Babel is not installed.
    """
    texts = {
        Key(message.context or "", message.id): tidy(message.string)
        for message in _parse_catalogue(path)
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and not message.fuzzy
    }
    return {key: text for key, text in texts.items() if text}


def _parse_catalogue(path: Path) -> Catalog:
    """Return the parsed PO file. Raises InvalidLadder."""
    _require_babel()
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415  # an extra

    name, data = path.as_posix(), b""
    try:
        data = read_file(path, "source")
        data.decode("utf-8-sig")
        return read_po(io.BytesIO(data), ignore_obsolete=True, charset="utf-8-sig", abort_invalid=True)
    except UnicodeDecodeError as fault:
        line, message, remedy = (
            data.count(b"\n", 0, fault.start) + 1,
            "this is not UTF-8 text",
            "save it again as UTF-8",
        )
    except PoFileError as fault:
        line, message = fault.lineno + 1, "this line is not valid in a gettext catalogue"
        remedy = "open it in a translation program such as Poedit and save it again"
    except OSError as fault:
        line, message, remedy = 1, f"it cannot be read: {fault.strerror or fault}", "name a catalogue, such as de.po"
    raise InvalidLadder(Problem("bad-catalogue", message, Span(name, line), help=remedy))


def _require_babel() -> None:
    """Raise BadEnvironment where Babel is missing."""
    if find_spec("babel") is None:
        remedy = "pip install 'ladder-export[translate]'"
        raise BadEnvironment(Problem("needs-translate", "catalogues need Babel, which is not installed", help=remedy))


def tidy(text: str) -> str:
    """Return a translated text with single spaces for runs of white space, and an empty line between paragraphs."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\t", " "))
    return PARAGRAPH_BREAK.join(joined for paragraph in paragraphs if (joined := " ".join(paragraph.split())))
