"""YAML as a person would write it: what it looks like, and that it reads back as what was meant."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ladder_export.importers.yaml_writer import Commented, YamlTree, to_yaml
from ladder_export.reading.nodes import Data, to_python
from ladder_export.reading.yaml.parser import parse_yaml

SIGNS = "abc XYZ019 :#-'\"\\&*!|>%@`,[]{}?~=<\n\u00a0\u3000é日🦉‑…\u200d\ufeff"

lines = st.text(SIGNS, min_size=1, max_size=140).map(str.strip).filter(bool)
texts = lines | st.sampled_from(["no", "null", "~", "1.10", "2026-01-01", "L1", "key: value", "a #b", "- a", "x:"])
keys = st.text("abcé-1.", min_size=1, max_size=12).filter(lambda key: not key.startswith("-")) | st.just("null")
trees = st.recursive(
    texts,
    lambda inner: (
        st.lists(texts | st.dictionaries(keys, inner, min_size=1, max_size=3), min_size=1, max_size=4)
        | st.dictionaries(keys, inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)


def read_back(text: str) -> Data:
    parsed = parse_yaml("it.yaml", text.encode())
    assert parsed.problems == ()
    assert parsed.node is not None
    return to_python(parsed.node)


@settings(deadline=None)
@given(st.dictionaries(keys, trees, min_size=1, max_size=5))
def test_whatever_is_written_reads_back(tree: dict[str, YamlTree]) -> None:
    assert read_back(to_yaml(tree, spaced_keys=tuple(tree)[:1])) == tree


def test_a_level_looks_as_if_somebody_had_typed_it() -> None:
    long = "I make appropriate scaling, reliability, and maintenance trade-offs as they occur in practice, every day."
    tree: dict[str, YamlTree] = {
        "code": "L3",
        "title": Commented("Senior Engineer", "guessed: from the name of the file"),
        "code-of-old": "1.10",
        "rank": 0.5,
        "sections": {
            "craft": {"statements": ["I build: things.", long, {"text": "I nest.", "children": ["Deeper."]}]},
            "team": {"intro": "One line\\\nand another."},
        },
    }
    assert to_yaml(tree, spaced_keys=("sections",)) == (
        "code: L3\n"
        "# guessed: from the name of the file\n"
        "title: Senior Engineer\n"
        'code-of-old: "1.10"\n'
        "rank: 0.5\n"
        "\n"
        "sections:\n"
        "  craft:\n"
        "    statements:\n"
        '      - "I build: things."\n'
        "      - >-\n"
        "        I make appropriate scaling, reliability, and maintenance trade-offs as they\n"
        "        occur in practice, every day.\n"
        "      - text: I nest.\n"
        "        children:\n"
        "          - Deeper.\n"
        "\n"
        "  team:\n"
        "    intro: |-\n"
        "      One line\\\n"
        "      and another.\n"
    )
