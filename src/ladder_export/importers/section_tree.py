"""Turn sections and points of an imported ladder into data to be written as YAML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ladder_export.importers.ir import (
    ImportedSection,
    Point,
    Prose,
)
from ladder_export.importers.yaml_writer import YamlTree


def without_empty(tree: Mapping[str, YamlTree | None]) -> dict[str, YamlTree]:
    """Return the entries of a mapping whose value is not empty."""
    return {key: value for key, value in tree.items() if value not in (None, "", {}, [])}


def heading_tree(title: str, icon: str) -> dict[str, YamlTree]:
    """Return the YAML keys `title` and `icon` of a section; a key without a value is left out."""
    return without_empty({"title": title, "icon": icon})


def content_tree(section: ImportedSection) -> dict[str, YamlTree]:
    """Return the YAML keys `intro`, `statements` and `examples` of a section; a key without a value is left out."""
    return without_empty(
        {
            "intro": paragraphs(section.intro),
            "statements": [_statement(point) for point in section.points],
            "examples": [_nested_point(point) for point in section.examples],
        }
    )


def _statement(point: Point | Prose) -> YamlTree:
    """Return a statement with its children and examples, or a paragraph."""
    if isinstance(point, Prose):
        return {"prose": point.text}
    children = [_nested_point(child) for child in point.children]
    examples = [_nested_point(example) for example in point.examples]
    return _text_or_mapping(point.text, children, examples)


def _nested_point(point: Point) -> YamlTree:
    """Return a nested point. Only statements have examples: below other points they become children."""
    return _text_or_mapping(point.text, [_nested_point(inner) for inner in (*point.children, *point.examples)], [])


def _text_or_mapping(text: str, children: Sequence[YamlTree], examples: Sequence[YamlTree]) -> YamlTree:
    """Return a text alone, or a mapping where it has children or examples."""
    below = without_empty({"children": children, "examples": examples})
    return {"text": text, **below} if below else text


def paragraphs(texts: Sequence[str]) -> YamlTree:
    """Return the YAML value for paragraphs: a single paragraph as a text, several as a list."""
    return texts[0] if len(texts) == 1 else list(texts)
