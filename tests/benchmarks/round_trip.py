"""This file counts what ruamel.yaml's round trip changes in YAML files without any edit.

Run it where ruamel.yaml is installed: `uvx --with ruamel.yaml python tests/benchmarks/round_trip.py`. It is why
`editing/yaml_edit.py` changes ranges of a file instead.
"""

from __future__ import annotations

import difflib
import io
from pathlib import Path

from ruamel.yaml import YAML  # type: ignore[import-not-found]  # not among the project's own libraries

ROOT = Path(__file__).parents[2]
FOLDERS = ("ladder", "docs/gallery", "src/ladder_export/starter", "tests/transcripts/ladder")


def main() -> None:
    """Print how many files and lines come back changed, with the settings that fit these files best."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 88
    yaml.indent(mapping=2, sequence=4, offset=2)
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.yaml"))]
    changed_files = changed_lines = all_lines = 0
    for path in files:
        before, after = path.read_text(encoding="utf-8"), io.StringIO()
        yaml.dump(yaml.load(before), after)
        lines = list(difflib.ndiff(before.splitlines(), after.getvalue().splitlines()))
        changed_files += before != after.getvalue()
        changed_lines += sum(line.startswith("-") for line in lines)
        all_lines += before.count("\n")
    print(f"{changed_files} of {len(files)} files, {changed_lines} of {all_lines} lines")  # noqa: T201  # its output


if __name__ == "__main__":
    main()
