"""This file makes ladders of any size for benchmarks: the same ones every time, as long as real levels are."""

from __future__ import annotations

import random  # noqa: TID251  # seeded: the same words every time
from pathlib import Path

WORDS = [
    "team",
    "design",
    "build",
    "review",
    "system",
    "deploy",
    "incident",
    "mentor",
    "write",
    "clear",
    "risk",
    "value",
    "customer",
    "plan",
    "deliver",
    "improve",
    "learn",
    "share",
    "measure",
    "secure",
    "service",
    "change",
    "trade",
    "decide",
    "explain",
    "document",
    "help",
    "support",
    "lead",
    "pair",
    "test",
    "automate",
    "reduce",
    "cost",
    "own",
    "drive",
    "partner",
    "goal",
    "quality",
    "scale",
    "understand",
    "simple",
]
AREAS = {
    "domain": ("Domain expertise", "🦉"),
    "mentoring": ("Mentoring", "🌱"),
    "leading": ("Leadership", "🧭"),
    "impact": ("Impact", "🏆"),
}
RUNGS = 6
SHARED = """\
title: Engineering ladder
organisation: Octopus
edition: "2026.1"
facts: {{planning-horizon: Planning Horizon, impact-radius: Impact Radius}}
sections:
{sections}
export: {{documents: [sheet, deck]}}
"""


def make(folder: Path, levels: int) -> None:
    """A ladder of so many levels, six to a track, a file each."""
    folder.mkdir(parents=True)
    sections = "\n".join(f"  {name}: {{title: {title}, icon: {icon}}}" for name, (title, icon) in AREAS.items())
    (folder / "ladder.yaml").write_text(SHARED.format(sections=sections), encoding="utf-8")
    for number in range(levels):
        track, rung = divmod(number, RUNGS)
        file = folder / f"track-{track:04d}/l{rung + 1}-{number:05d}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(_level(number, rung + 1), encoding="utf-8")


def _level(number: int, rung: int) -> str:
    chance = random.Random(number)  # noqa: S311  # see above
    lines = [f"code: L{rung}", f"title: Engineer {number}", f"summary: {_words(chance, 30)}", "facts:"]
    lines += [f"  planning-horizon: {_words(chance, 5)}", f"  impact-radius: {_words(chance, 4)}", "sections:"]
    for area in AREAS:
        lines += [f"  {area}:", "    statements:"]
        lines += [f"      - {_words(chance, chance.randint(6, 25))}" for _ in range(chance.randint(2, 8))]
        lines += ["    examples:"]
        lines += [f"      - {_words(chance, chance.randint(8, 25))}" for _ in range(chance.randint(2, 5))]
    return "\n".join(lines) + "\n"


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count)).capitalize() + "."
