"""Validate parsed YAML against the schema, and explain each fault at its location in plain words."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ladder_export.core.problems import Problem, Span, did_you_mean
from ladder_export.core.request import canonical_name
from ladder_export.reading.nodes import (
    ListNode,
    MappingNode,
    Node,
    NodePath,
    ScalarNode,
    child,
    key_span,
    resolve_path,
    to_python,
)
from ladder_export.reading.schema.field_types import MAX_WORD_CHARACTERS, SchemaModel
from ladder_export.reading.schema.model_paths import model_at
from ladder_export.reading.schema.models import LevelModel
from ladder_export.reading.yaml.colons import is_key
from ladder_export.reading.yaml.syntax_errors import yaml_quote

Model = TypeVar("Model", bound=SchemaModel)

EXPECTED_TYPES = {
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

ITEM_NOUNS = {
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
    "promotions": "a pair of levels",
    "reviews": "a pair of levels",
}

MAPPING_EXAMPLES = {  # of keys below which each value has a name
    "facts": "{planning-horizon: Planning Horizon}",
    "sections": "{craft: Craft}",
    "scales": "{depth: {steps: [Learns, Knows]}}",
    "competencies": "{technology: {title: Technology, scale: depth}}",
    "grades": "{senior: {rank: 3}}",
    "tracks": "{engineering: Engineering}",
}
LEVEL_MAPPING_EXAMPLES = {
    "facts": "{planning-horizon: This quarter.}",
    "ratings": "{technology: Knows}",
    "sections": "{craft: {statements: [I build.]}}",
}

REMEDIES = {
    "a list": "begin each item on a line of its own with '- '",
    "'key: value' lines": "write 'key: value' lines, indented below it",
    "statements": "write 'statements:' on a line of its own above the texts, and each text below it after '- '",
    "a number": "for example 3 or 3.5",
    "a whole number": "for example 1",
    "1 or more": "for example 1",
    "0 or more": "for example 1",
    "4 or more": "for example 8",
    "20 or less": "for example 8",
    "600 or less": "for example 45",
}

# Problems whose message does not depend on the value: code, message, help.
FIXED_MESSAGES = {
    "string_too_long": (
        "too-long",
        "{subject} has more than {max_length:,} characters",
        "shorten it, or split it into several texts",
    ),
    "too_long": (
        "wrong-type",
        "{subject} has {actual_length} items, where {max_length} belong",
        "remove what is too much, or begin another item",
    ),
    "long-word": (
        "too-long",
        f"{{subject}} has a word of more than {MAX_WORD_CHARACTERS:,} characters, which does not fit on a line",
        "break it up with spaces",
    ),
    "prose-with-more": (
        "prose-with-more",
        "'prose' cannot have other keys beside it",
        "make it an item of its own: '- prose: …'",
    ),
    "bad-address": (
        "wrong-type",
        "{subject} is not the address of a web page",
        "write the whole address, such as https://example.com/ladder/",
    ),
    "bad-inks": (
        "wrong-type",
        "{subject} needs four numbers from 0 to 100",
        "cyan, magenta, yellow and black in per cent: [95, 65, 35, 45]",
    ),
    "two-names": ("duplicate-key", "'documents' and its old name 'editions' are both given", "remove 'editions'"),
    "no-items": ("empty-value", "{subject} is empty", "write the first item on a line of its own with '- '"),
}

OLD_KEYS = ("editions",)  # accepted, but never suggested

MAX_PROBLEMS_PER_FILE = 1_000  # that are shown

HELP_EMPTY_VALUE = "write something after the colon, or remove the line; text that begins with # needs quotes"
HELP_EMPTY_ITEM = "write something after the dash, or remove the line; text that begins with # needs quotes"


def validate(node: Node, model: type[Model]) -> Model | tuple[Problem, ...]:
    """Return parsed YAML as an instance of the pydantic class `model`, or all errors if it is not valid."""
    try:
        return model.model_validate(to_python(node))
    except ValidationError as error:
        details = error.errors(include_url=False)[:MAX_PROBLEMS_PER_FILE]
        problems = tuple(dict.fromkeys(_problem(node, model, detail) for detail in details))
        omitted_count = error.error_count() - len(details)
        message = f"there are {omitted_count:,} more problems in this file, which are not shown"
        more = Problem("too-large", message, node.span, help="fix these first, then run the command again")
        return (*problems, more) if omitted_count else problems


def _problem(node: Node, model: type[SchemaModel], error: ErrorDetails) -> Problem:
    path = error["loc"]
    if error["type"] == "extra_forbidden":
        return _unknown_key(node, model_at(model, path), path)
    target, real_path = resolve_path(node, path)
    if error["type"] in ("missing", "missing-text"):
        return _missing(model, path if error["type"] == "missing" else (*path, "text"), real_path, target.span)
    if error["type"] == "text-with-colon" and isinstance(target, MappingNode):
        return _text_with_colon(target, model_at(model, (*path, "")))
    subject = _subject(model, real_path)
    if error["input"] is None or error["type"] in ("empty-value", "string_too_short"):
        remedy = HELP_EMPTY_ITEM if _is_item(real_path) else HELP_EMPTY_VALUE
        return Problem("empty-value", f"{subject} is empty", _key_or_value(node, target, real_path), help=remedy)
    if error["type"] in FIXED_MESSAGES:
        code, message, remedy = FIXED_MESSAGES[error["type"]]
        return Problem(code, message.format(subject=subject, **error.get("ctx", {})), target.span, help=remedy)
    return _wrong_value(subject, target, error, model_at(model, (*path, "")))


def _missing(model: type[SchemaModel], path: NodePath, real_path: NodePath, span: Span) -> Problem:
    """Return the problem of a key that is not there, or of an item of a list that must have several."""
    if _is_item(path):
        return Problem(
            "wrong-type", f"{_subject(model, real_path)} has too few items", span, help="add what is missing"
        )
    noun, key = model_at(model, path).noun, path[-1]
    return Problem("missing-key", f"{noun} needs the key '{key}'", span, help=f"add a line '{key}: …'")


def _is_item(path: NodePath) -> bool:
    return bool(path) and isinstance(path[-1], int)


def _key_or_value(node: Node, target: Node, path: NodePath) -> Span:
    """Return the span of a value, or of its key if nothing was typed after the colon."""
    return key_span(node, *path) if path and isinstance(target, ScalarNode) and not target.text else target.span


def _unknown_key(node: Node, owner: type[SchemaModel], path: NodePath) -> Problem:
    key = str(path[-1])
    allowed = [name for name in owner.model_fields if name not in OLD_KEYS]
    remedy = did_you_mean(key, allowed)
    if owner is LevelModel and key == "id":
        remedy = "the id of a level is the name of its file"
    holder, _ = resolve_path(node, path[:-1])
    value = child(holder, key)
    if (
        owner.short_form_key == "text"
        and "mean" not in remedy
        and child(holder, "text") is None
        and isinstance(value, ScalarNode)
    ):
        remedy = f"if it is the item's text: text: {yaml_quote(f'{key}: {value.text or str()}'.strip())}"
    return Problem("unknown-key", f"'{key}' is not a key of {owner.noun}", key_span(node, *path), help=remedy)


def _text_with_colon(target: MappingNode, owner: type[SchemaModel]) -> Problem:
    """Return the problem of an item that YAML reads as a key with a value, and how to write it."""
    ((key, value),) = target.values.items()
    text = f"{key}: {value.text or ''}" if isinstance(value, ScalarNode) else ""
    in_quotes = f"put it in quotes: - {yaml_quote(text.strip())}" if text and "\n" not in text else "put it in quotes"
    near = did_you_mean(key, list(owner.model_fields))
    if "mean" in near or key in LevelModel.model_fields:
        remedy = f"{near} (if it is text, {in_quotes})"
        return Problem("unknown-key", f"'{key}' is not a key of {owner.noun}", target.keys[key], help=remedy)
    if isinstance(value, ListNode):
        remedy = f"if these are points below it: - text: {yaml_quote(f'{key}:')}, and on the next line 'children:' with the points"
    else:
        remedy = f"if it is text, {in_quotes}"
    message = f"YAML reads '{key}:' as a key, because a colon and a space follow"
    return Problem("wrong-type", message, target.keys[key], help=remedy)


def _wrong_value(subject: str, target: Node, error: ErrorDetails, model: type[SchemaModel]) -> Problem:
    typed = (target.text or "").strip() if isinstance(target, ScalarNode) else ""
    if error["type"] == "unknown-name":
        allowed = error["ctx"]["known"]
        synonym = canonical_name(typed, allowed)
        remedy = f"did you mean '{synonym}'?" if synonym else did_you_mean(typed, allowed)
        return Problem("unknown-name", f"{subject} cannot be '{typed}'", target.span, help=remedy)
    if error["type"] == "string_pattern_mismatch":
        message = f"'{typed}' is not a language tag"
        return Problem("bad-language", message, target.span, help="for example en, en-GB, de, pt-BR or ja")
    if problem := _not_a_mapping(subject, typed, target, error, model):
        return problem
    expected = EXPECTED_TYPES.get(error["type"], "something else").format(**error.get("ctx", {}))
    if error["type"] == "model_type" and model.short_form_key:
        expected = "text"
    verb = "needs" if "key:" in expected else "must be"
    message = f"{subject} {verb} {_expected_here(subject, expected)}, but {_describe_input(error['input'])}"
    return Problem("wrong-type", message, target.span, help=_remedy(subject, expected, error["input"]))


def _not_a_mapping(
    subject: str, typed: str, target: Node, error: ErrorDetails, model: type[SchemaModel]
) -> Problem | None:
    """Return the problem of a value that should be a mapping, if the likely cause is clear; else None."""
    if error["type"] not in ("dict_type", "model_type"):
        return None
    examples = LEVEL_MAPPING_EXAMPLES if issubclass(model, LevelModel) else MAPPING_EXAMPLES
    if error["type"] == "dict_type" and (example := examples.get(key := subject.strip("'"))):
        remedy = (
            f"for example {key}: {example}{', with ids of this ladder' if examples is LEVEL_MAPPING_EXAMPLES else ''}"
        )
        return Problem("wrong-type", f"{subject} needs a key before each value", target.span, help=remedy)
    if is_key(word := typed.partition(" ")[0]) and " - " in typed:
        return Problem("missing-space", f"a colon is missing after '{word}'", target.span, help=f"write '{word}:'")
    if error["type"] == "model_type" and "statements" in model.model_fields:
        return Problem("wrong-type", f"{subject} needs 'statements:' first", target.span, help=REMEDIES["statements"])
    return None


def _expected_here(subject: str, expected: str) -> str:
    return "text or a list of paragraphs" if subject in ("'summary'", "'intro'") and expected == "a list" else expected


def _describe_input(value: object) -> str:
    match value:
        case dict():
            return "these are 'key: value' lines"
        case list():
            return "this is a list"
        case str() if len(value) <= 40:  # noqa: PLR2004  # longer text would hide the message
            return f"this is '{value.strip()}'"
        case _:
            return "this is text"


def _remedy(subject: str, expected: str, value: object) -> str:
    if expected == "text" and isinstance(value, dict):
        pairs = [f"{key}: {text}" for key, text in value.items() if isinstance(text, str)]
        example = f": {yaml_quote(pairs[0])}" if len(pairs) == len(value) == 1 else ""
        return f"text that contains ': ' needs quotes{example}"
    if subject.startswith("a l"):
        return "begin the file with a line 'title: …'"
    if expected == "text":
        return "write it without '- '; text that begins with [ needs quotes"
    return REMEDIES.get(expected, "")


def _subject(model: type[SchemaModel], path: NodePath) -> str:
    """Return the name of a value in messages: a key in quotes, or a noun for an item of a list."""
    if not path:
        return model.noun
    if _is_item(path):
        return ITEM_NOUNS.get(str(path[-2]), "an item")
    return f"'{path[-1]}'"
