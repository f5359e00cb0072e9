"""No step is quadratic: ten times as much text takes about ten times as long, whatever it is made of."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import ladder_export
from ladder_export.core.alignment import TextEntry, align, word_diff
from ladder_export.core.problems import Problem, Span, did_you_mean, format_problem
from ladder_export.core.text import escape_unsupported, split_code
from ladder_export.importers import ImportOptions
from ladder_export.pipeline import import_ladder
from ladder_export.reading import text_checks
from ladder_export.reading.yaml.parser import parse_yaml

# What people may have typed again and again, with the pieces that patterns look for.
SHAPES = (
    *("x", "_", " ", "-", "*", "`", "[", "](", "[x](", "![x](", "[ ", "[x][", "[x]:", "(", "{", "}", "|", "|-", "| "),
    *(
        "<",
        "</",
        "<br",
        "<!--",
        "<details",
        "<details x",
        "<summary",
        "<b",
        "\n",
        "\n\n",
        " \n",
        "x\n",
        "# ",
        "#",
        "> ",
    ),
    *("a-", "a:", "x  ", "  x", "x \u00a0", "\t", "1.", "1. ", "- ", "**x", "*x", "_x_", "`x``", "\\", "\\\\", '\\"'),
    *(
        '"',
        "'",
        '"x',
        "'x",
        ":",
        ":x",
        "::",
        "&",
        "&#",
        "!",
        "=",
        "~~~",
        "/",
        "é",
        "å±",
        "好",
        "。",
        "”",
        "\u200d",
        "\x01",
    ),
    *("level ", "L1 ", "examples ", "https://", "[](https://", "0 ", "x. ", "-->", "x]", "]", "{a: ", "? ", "${", "%"),
)

SMALL, LARGE = 10_000, 100_000  # characters
WORST = 25  # times as long for ten times as much: a quadratic step takes a hundred times
FLOOR = 0.02  # seconds of the processor, below which noise is larger than what is measured

# Patterns over what engines and office programs write, never over text that somebody typed.
ENGINES = ("ladder_export.writers.pdf", "ladder_export.writers.pptx", "ladder_export.preview")


# Patterns that only ever see short or tidy text, and what holds that.
GUARDED = {
    "NUMERAL": "titles of at most 90 characters (level_names._numeral)",
    "TRAILING": "titles whose blanks are single (level_names.split_title)",
    "ENCLOSED_CODE": "as TRAILING",
}


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern of the source, and whether it is looked for everywhere in a text or only at its start."""

    pattern: re.Pattern[str]
    everywhere: bool

    def __call__(self, text: str) -> None:
        """Looks for it as the source does."""
        if not self.everywhere:
            self.pattern.match(text)
            self.pattern.fullmatch(text)
            return
        for _ in self.pattern.finditer(text):
            pass


def patterns() -> list[Used]:
    """Every pattern over text in the source."""
    found: dict[str, Used] = {}
    for module in pkgutil.walk_packages(ladder_export.__path__, "ladder_export."):
        if module.name.endswith("__main__") or module.name.startswith(ENGINES):
            continue
        loaded = importlib.import_module(module.name)
        source = Path(str(loaded.__file__)).read_text(encoding="utf-8")
        searched = set(re.findall(r"\b([A-Z_]+)\.(?:search|finditer|findall|sub|subn|split)\(", source))
        for name, value in vars(loaded).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str) and name not in GUARDED:
                found.setdefault(value.pattern, Used(value, name in searched))
    return [found[pattern] for pattern in sorted(found)]


def seconds(call: Callable[[str], object], text: str) -> float:
    """Processor time of a call, the better of two."""
    taken = []
    for _ in range(2):
        begin = time.process_time()
        call(text)
        taken.append(time.process_time() - begin)
        if taken[0] < FLOOR:
            break
    return min(taken)


def grows_steadily(call: Callable[[str], object], shape: str, tail: str = "x") -> bool:
    """Whether ten times as much of a shape takes about ten times as long."""
    small = seconds(call, (shape * SMALL)[:SMALL] + tail)
    # What takes a second of 10 kB is not worth waiting for ten times as much.
    return small < 1 and seconds(call, (shape * LARGE)[:LARGE] + tail) < WORST * max(small, FLOOR)


def test_there_are_patterns() -> None:
    assert len(patterns()) > 30


@pytest.mark.parametrize("used", patterns(), ids=lambda used: used.pattern.pattern[:30])
def test_a_pattern_takes_as_long_as_the_text_is(used: Used) -> None:
    slow = [shape for shape in SHAPES if not grows_steadily(used, shape)]
    assert slow == []


WHOLE = {
    "split_code": split_code,
    "as_printed": escape_unsupported,
    "with_emoji": text_checks.expand_shortcodes,
    "doubled_spaces": lambda text: list(text_checks.doubled_spaces(text)),
    "garbled": lambda text: list(text_checks.find_mojibake(text)),
    "yaml": lambda text: parse_yaml("l1.yaml", f"title: {text}\n".encode()),
    "yaml in quotes": lambda text: parse_yaml("l1.yaml", f'title: "{text}\n'.encode()),
    "problem": lambda text: [
        format_problem(Problem("x", "x", Span("f", 1, column, 1, text))) for column in range(1, 500)
    ],
    "did_you_mean": lambda text: did_you_mean(text, text.split()),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_step_takes_as_long_as_the_text_is(name: str) -> None:
    slow = [shape for shape in SHAPES if not grows_steadily(WHOLE[name], shape)]
    assert slow == []


TEXTS = {
    "one word": lambda size: ("x " * size, "x " * (size - 1) + "y"),
    "one word in two": lambda size: ("a b " * size, "b c " * size),
    "no word": lambda size: (" ".join(map(str, range(size))), " ".join(f"n{n}" for n in range(size))),
    "every other word": lambda size: (
        " ".join(map(str, range(size))),
        " ".join(str(n) if n % 2 else "n" for n in range(size)),
    ),
    "no spaces": lambda size: ("漢字" * size, "字好" * size),
}


@pytest.mark.parametrize("name", TEXTS)
def test_two_texts_are_compared_in_time_with_their_length(name: str) -> None:
    """From 1,000 words, of which any two take a fraction of a second, to 10,000: as long as a text may be."""

    def compared(size: str) -> None:
        before, after = TEXTS[name](int(size))
        found = word_diff(before, after)
        assert "".join(one.text for one in found if one.kind != "added") == before
        assert "".join(one.text for one in found if one.kind != "removed") == after

    small = seconds(compared, "1000")
    assert small < 1
    assert seconds(compared, "10000") < WORST * max(small, FLOOR)


@pytest.mark.parametrize(
    "wording", ["We did the work {} well, with care for some of us.", "Somebody else {0} x{0} y{0}."]
)
def test_ladders_are_compared_in_time_with_their_statements(wording: str) -> None:
    """Thousands of statements that were reworded, and of which nothing stayed."""

    def compared(size: str) -> None:
        before, after = (
            [TextEntry("craft", "statement", ("Craft",), said.format(n)) for n in range(int(size))]
            for said in ("I do the work {} well, with care for all of us.", wording)
        )
        found = align(before, after)
        assert len(found.reworded) + len(found.removed) == int(size) == len(found.reworded) + len(found.added)

    small = seconds(compared, "250")
    assert small < 5
    assert seconds(compared, "2500") < WORST * max(small, FLOOR)


IMPORTED = {
    "the same level again.md": ("", "# L1: Engineer\n\n## Craft\n\n- I do.\n\n"),
    "another area again.csv": ("Area,L1,L2\n", "Area {},I do.,I am.\n"),
    "open details.md": ("# L1: Engineer\n\n## Craft\n\n", "<details>\n"),
}


@pytest.mark.parametrize("name", IMPORTED)
def test_an_import_takes_as_long_as_its_source_is(name: str, tmp_path: Path) -> None:
    """From 10 kB to 100 kB, to a ladder that can be built."""
    head, piece = IMPORTED[name]

    def imported(size: str) -> None:
        source = tmp_path / size / name
        source.parent.mkdir(exist_ok=True)
        source.write_text(head + "".join(map(piece.format, range(int(size) // len(piece)))), encoding="utf-8")
        import_ladder([source], source.parent / "new", ImportOptions(), force=True)

    small = seconds(imported, str(SMALL))
    assert small < 2
    assert seconds(imported, str(LARGE)) < 18 * max(small, FLOOR), "a quadratic step of names took 23 times as long"
