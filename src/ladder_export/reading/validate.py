"""This file checks nodes against the schema and says in plain words, at the right place, what does not hold."""

from __future__ import annotations

from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ladder_export.core.problems import Problem, Span, did_you_mean
from ladder_export.core.request import meant
from ladder_export.reading.nodes import Listing, Mapping, Node, Place, Scalar, child, data, follow, key_span
from ladder_export.reading.schema.field_types import MOST_IN_A_WORD, Part
from ladder_export.reading.schema.models import LevelPart
from ladder_export.reading.yaml.colons import is_key
from ladder_export.reading.yaml.syntax_errors import quoted

PartType = TypeVar("PartType", bound=Part)

EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "'key: value' lines",
    "model_type": "'key: value' lines",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "greater_than_equal": "{ge:g} or more",
    "less_than_equal": "{le:g} or less",
}

ITEMS = {
    "statements": "a statement",
    "examples": "an example",
    "children": "a point",
    "intro": "a paragraph",
    "steps": "a step",
    "aliases": "an alias",
    "includes": "the id of a block",
    "summary": "a paragraph",
    "levels": "a level",
    "documents": "a kind of document",
    "editions": "a kind of document",
    "formats": "a format",
}

EXAMPLES = {  # of keys below which each value has a name
    "facts": "{planning-horizon: Planning Horizon}",
    "sections": "{craft: Craft}",
    "scales": "{depth: {steps: [Learns, Knows]}}",
    "competencies": "{technology: {title: Technology, scale: depth}}",
    "grades": "{senior: {rank: 3}}",
    "tracks": "{engineering: Engineering}",
}
IN_LEVELS = {
    "facts": "{planning-horizon: This quarter.}",
    "ratings": "{technology: Knows}",
    "sections": "{craft: {statements: [I build.]}}",
}

REMEDIES = {
    "a list": "begin each item on a line of its own with '- '",
    "'key: value' lines": "write 'key: value' lines, indented below it",
    "a number": "for example 3 or 3.5",
    "a whole number": "for example 1",
    "1 or more": "for example 1",
    "0 or more": "for example 1",
    "4 or more": "for example 8",
    "20 or less": "for example 8",
}

# What needs no look at the value: code, message, help.
PLAIN = {
    "string_too_long": (
        "too-long",
        "{subject} has more than {max_length:,} characters",
        "shorten it, or divide it into several texts",
    ),
    "long-word": (
        "too-long",
        f"{{subject}} has a word of more than {MOST_IN_A_WORD:,} characters, which no line can hold",
        "put spaces into it",
    ),
    "prose-with-more": (
        "prose-with-more",
        "'prose' is a paragraph that stands alone",
        "write it as an item of its own: '- prose: …'",
    ),
    "bad-address": (
        "wrong-type",
        "{subject} is no address of a web page",
        "write it from https:// on, such as https://example.com/ladder/",
    ),
    "bad-inks": (
        "wrong-type",
        "{subject} needs four numbers from 0 to 100",
        "cyan, magenta, yellow and black in per cent: [95, 65, 35, 45]",
    ),
    "two-names": ("duplicate-key", "'editions' is the old name of 'documents', and both are here", "remove 'editions'"),
    "no-items": ("empty-value", "{subject} is empty", "write the first item on a line of its own with '- '"),
}

OLD_KEYS = ("editions",)  # accepted, but never suggested

MOST_PROBLEMS = 1_000  # of one file that are told

EMPTY = "write something after the colon, or remove the line; text that begins with # needs quotes"
EMPTY_ITEM = "write something after the dash, or remove the line; text that begins with # needs quotes"


def shaped(node: Node, part: type[PartType]) -> PartType | tuple[Problem, ...]:
    """The node as that part of a ladder, else everything that keeps it from being one."""
    try:
        return part.model_validate(data(node))
    except ValidationError as fault:
        found = tuple(_complaint(node, part, error) for error in fault.errors(include_url=False)[:MOST_PROBLEMS])
        left = fault.error_count() - len(found)
        message = f"there are {left:,} more problems in this file, which are not told"
        more = Problem("too-large", message, node.span, help="mend the first ones, and look again")
        return (*found, more) if left else found


def _complaint(node: Node, part: type[Part], error: ErrorDetails) -> Problem:
    place = error["loc"]
    if error["type"] == "extra_forbidden":
        return _unknown_key(node, _owner(part, place), place)
    found, real = follow(node, place)
    if error["type"] in ("missing", "missing-text"):
        lacking = place if error["type"] == "missing" else (*place, "text")
        return _missing_key(found.span, _owner(part, lacking), str(lacking[-1]))
    if error["type"] == "text-with-colon" and isinstance(found, Mapping):
        return _text_with_colon(found, _owner(part, (*place, "")))
    subject = _subject(part, real)
    if error["input"] is None or error["type"] in ("empty-value", "string_too_short"):
        remedy = EMPTY_ITEM if _is_item(real) else EMPTY
        return Problem("empty-value", f"{subject} is empty", _key_or_value(node, found, real), help=remedy)
    if error["type"] in PLAIN:
        code, message, remedy = PLAIN[error["type"]]
        return Problem(code, message.format(subject=subject, **error.get("ctx", {})), found.span, help=remedy)
    return _wrong_value(subject, found, error, _owner(part, (*place, "")))


def _is_item(place: Place) -> bool:
    return bool(place) and isinstance(place[-1], int)


def _key_or_value(node: Node, found: Node, place: Place) -> Span:
    """Where nothing was typed there is nothing to point at but the key."""
    return key_span(node, *place) if place and isinstance(found, Scalar) and not found.text else found.span


def _unknown_key(node: Node, owner: type[Part], place: Place) -> Problem:
    key = str(place[-1])
    known = [name for name in owner.model_fields if name not in OLD_KEYS]
    remedy = did_you_mean(key, known)
    if owner is LevelPart and key == "id":
        remedy = "the id of a level is the name of its file"
    holder, _ = follow(node, place[:-1])
    value = child(holder, key)
    if owner.short == "text" and "mean" not in remedy and child(holder, "text") is None and isinstance(value, Scalar):
        remedy = f"if it is what the item says: text: {quoted(f'{key}: {value.text or str()}'.strip())}"
    return Problem("unknown-key", f"'{key}' is not a key of {owner.noun}", key_span(node, *place), help=remedy)


def _text_with_colon(found: Mapping, owner: type[Part]) -> Problem:
    """Return what to do with an item that YAML takes for a key with its value."""
    ((key, value),) = found.values.items()
    text = f"{key}: {value.text or ''}" if isinstance(value, Scalar) else ""
    in_quotes = f"put it in quotes: - {quoted(text.strip())}" if text and "\n" not in text else "put it in quotes"
    near = did_you_mean(key, list(owner.model_fields))
    if "mean" in near or key in LevelPart.model_fields:
        remedy = f"{near} (if it is text, {in_quotes})"
        return Problem("unknown-key", f"'{key}' is not a key of {owner.noun}", found.keys[key], help=remedy)
    if isinstance(value, Listing):
        remedy = f"if these are points below it: - text: {quoted(f'{key}:')}, and on the next line 'children:' with the points"
    else:
        remedy = f"if it is text, {in_quotes}"
    message = f"YAML takes '{key}:' for a key, because a colon and a space follow"
    return Problem("wrong-type", message, found.keys[key], help=remedy)


def _missing_key(span: Span, owner: type[Part], key: str) -> Problem:
    return Problem("missing-key", f"{owner.noun} needs '{key}'", span, help=f"add a line '{key}: …'")


def _wrong_value(subject: str, found: Node, error: ErrorDetails, part: type[Part]) -> Problem:
    typed = (found.text or "").strip() if isinstance(found, Scalar) else ""
    if error["type"] == "unknown-name":
        known = error["ctx"]["known"]
        synonym = meant(typed, known)
        remedy = f"did you mean '{synonym}'?" if synonym else did_you_mean(typed, known)
        return Problem("unknown-name", f"{subject} cannot be '{typed}'", found.span, help=remedy)
    if error["type"] == "string_pattern_mismatch":
        message = f"'{typed}' is not a language tag"
        return Problem("bad-language", message, found.span, help="for example en, en-GB, de, pt-BR or ja")
    if problem := _no_mapping(subject, typed, found, error, part):
        return problem
    expected = EXPECTED.get(error["type"], "something else").format(**error.get("ctx", {}))
    if error["type"] == "model_type" and part.short:
        expected = "text"
    verb = "needs" if "key:" in expected else "is"
    message = f"{subject} {verb} {_expected(subject, expected)}, {_kind(error['input'])}"
    return Problem("wrong-type", message, found.span, help=_remedy(subject, expected, error["input"]))


def _no_mapping(subject: str, typed: str, found: Node, error: ErrorDetails, part: type[Part]) -> Problem | None:
    """Return the problem of a value that should be 'key: value' lines, where it is clear what is lacking."""
    if error["type"] not in ("dict_type", "model_type"):
        return None
    examples = IN_LEVELS if issubclass(part, LevelPart) else EXAMPLES
    if error["type"] == "dict_type" and (example := examples.get(key := subject.strip("'"))):
        remedy = f"for example {key}: {example}{', with ids of this ladder' if examples is IN_LEVELS else ''}"
        return Problem("wrong-type", f"{subject} needs a name before each value", found.span, help=remedy)
    if is_key(word := typed.partition(" ")[0]) and " - " in typed:
        return Problem("missing-space", f"a colon is missing after '{word}'", found.span, help=f"write '{word}:'")
    return None


def _expected(subject: str, expected: str) -> str:
    return "text or a list of paragraphs" if subject in ("'summary'", "'intro'") and expected == "a list" else expected


def _kind(given: object) -> str:
    match given:
        case dict():
            return "these are 'key: value' lines"
        case list():
            return "this is a list"
        case str() if len(given) <= 40:  # noqa: PLR2004  # longer text would hide the message
            return f"this is '{given.strip()}'"
        case _:
            return "this is text"


def _remedy(subject: str, expected: str, given: object) -> str:
    if expected == "text" and isinstance(given, dict):
        pairs = [f"{key}: {value}" for key, value in given.items() if isinstance(value, str)]
        example = f": {quoted(pairs[0])}" if len(pairs) == len(given) == 1 else ""
        return f"text that contains ': ' needs quotes{example}"
    if subject.startswith("a l"):
        return "begin the file with a line 'title: …'"
    if expected == "text":
        return "write it without '- '; text that begins with [ needs quotes"
    return REMEDIES.get(expected, "")


def _subject(part: type[Part], place: Place) -> str:
    """What a value is called: a key by its name, an item by what its list holds."""
    if not place:
        return part.noun
    if _is_item(place):
        return ITEMS.get(str(place[-2]), "an item")
    return f"'{place[-1]}'"


def _owner(part: type[Part], place: Place) -> type[Part]:
    """The part that the last key of a place belongs to."""
    steps = iter(place[:-1])
    for step in steps:
        field = part.model_fields.get(str(step))
        inner = _part_in(field.annotation) if field else None
        if field and inner:
            part = inner
            if inner is not field.annotation:
                next(steps, None)  # the id or position inside the mapping or list
    return part


def _part_in(annotation: object) -> type[Part] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if issubclass(annotation, Part) else None
    return next((inner for argument in get_args(annotation) if (inner := _part_in(argument))), None)
