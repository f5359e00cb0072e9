"""The facts and ratings that a level has or may have, with their paths in the YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ladder_export.editing.ladder_nodes import Address, LadderNodes, items_of, node_text, values_of
from ladder_export.reading.nodes import Node
from ladder_export.reading.slugs import slug, title_from_id


@dataclass(frozen=True, slots=True)
class LevelValue:
    """A fact or rating of a level, to be edited; `text` is empty if the level lacks it.

    `address` is its path in the YAML. `choices` are the only texts that it may have; empty if any text is allowed.
    """

    address: Address
    label: str
    text: str
    choices: tuple[str, ...] = ()


def level_facts(nodes: LadderNodes, level: str) -> Iterator[LevelValue]:
    """Yield a value for each fact that ladder.yaml declares, with the text that the level with the id `level` gives it.

    If ladder.yaml declares no facts, yield the facts that the level has.
    """
    own, declared = values_of(nodes.node((level, "facts"))), values_of(nodes.node(("", "facts")))
    keys = {slug(key): key for key in own}
    for fact, node in declared.items():
        key = next((keys[name] for name in _fact_names(fact, node) if name in keys), fact)
        yield LevelValue((level, "facts", key), fact_label(fact, node), node_text(own.get(key)))
    if not declared:
        for key, node in own.items():
            yield LevelValue((level, "facts", key), title_from_id(key), node_text(node))


def level_ratings(nodes: LadderNodes, level: str) -> Iterator[LevelValue]:
    """Yield the rating of a level in each competency; its choices are the steps of the competency's scale.

    `level` is the level's id.
    """
    own = values_of(nodes.node((level, "ratings")))
    for name, node in values_of(nodes.node(("", "competencies"))).items():
        scale = node_text(values_of(node).get("scale"))
        steps = tuple(_step_name(step) for step in items_of(nodes.node(("", "scales", scale, "steps"))))
        title = node_text(values_of(node).get("title"))
        yield LevelValue((level, "ratings", name), title, node_text(own.get(name)), steps)


def fact_label(fact: str, node: Node) -> str:
    """Return the label of a fact that ladder.yaml declares: the one written in `node`, else one made from its id."""
    return node_text(node) or node_text(values_of(node).get("label")) or title_from_id(fact)


def _fact_names(fact: str, node: Node) -> Iterator[str]:
    """Yield the names by which levels may refer to a declared fact, as slugs."""
    aliases = map(node_text, items_of(values_of(node).get("aliases")))
    yield from map(slug, (fact, fact_label(fact, node), *aliases))


def _step_name(step: Node) -> str:
    """Return the name by which ratings refer to a step: its id, else its title."""
    values = values_of(step)
    return node_text(step) or node_text(values.get("id")) or node_text(values.get("title"))
