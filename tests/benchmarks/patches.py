"""This file measures what each patch of WeasyPrint gains: processor time of sheets without it against those with all.

`python tests/benchmarks/patches.py` measures all of them, `… plain_lines 50` one of them in 50 rounds.
Sheets with and without a patch take turns, so that whatever else the machine does hits both alike.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from statistics import quantiles
from time import process_time

from ladder_export.documents import DOCUMENTS
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.writers import pdf
from ladder_export.writers.pdf import weasyprint_patches as patches

LADDER = Path(__file__).parents[2] / "ladder"
ROUNDS = 20


def main(names: list[str]) -> None:
    """Print a table of the modules in `names`, or of all and of all together; a number says how many rounds."""
    rounds = next((int(name) for name in names if name.isdigit()), ROUNDS)
    modules = [name for name in names if not name.isdigit()]
    every = dict.fromkeys(patch.module for patch in patches.PATCHES if patch.module not in patches.FIXES)
    for module in modules or [*every, ""]:
        gain = measured(module, sheets(), rounds)
        print(f"{module or 'all of them':<26} a sheet takes {gain:+6.1%} without", flush=True)  # noqa: T201  # for a terminal


def sheets() -> list[Callable[[], object]]:
    """What writes each sheet of `ladder/`."""
    ladder, settings = read(LADDER)[0], RenderSettings(open_theme("slate"))
    documents = [brief.make_document() for brief in DOCUMENTS["sheet"].make_specs(ladder)]
    return [lambda document=document: pdf.render(document, settings) for document in documents]  # type: ignore[misc]  # bound now


def measured(module: str, jobs: list[Callable[[], object]], rounds: int) -> float:
    """How much longer the jobs take without a module, as a share; of each side the fastest quarter counts."""
    seconds: list[list[float]] = [[], []]
    for number in range(rounds):
        for job in jobs:
            for way, context in enumerate((nullcontext(), patches.disabled(*[module] * bool(module)))):
                with context:
                    began = process_time()
                    job()
                    seconds[way].append((process_time() - began) if number else 9)
    with_it, without = (quantiles(taken)[0] for taken in seconds)
    return without / with_it - 1


if __name__ == "__main__":
    main(sys.argv[1:])
