"""The law of same bytes on every machine: what `ladder/` gives has the digests that tests/golden/digests.txt lists.

After a change that shows, `UPDATE_GOLDEN=1 pytest tests/test_digests.py` writes them anew, as `make golden` does.
`cd OUTPUT && sha256sum --check …/digests.txt` compares them, too.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

from conftest import ROOT
from ladder_export.core.formats import FORMATS
from ladder_export.core.manifest import Manifest
from ladder_export.core.request import Request, Selection
from ladder_export.documents import DOCUMENTS
from ladder_export.pipeline import build

GOLDEN = ROOT / "tests" / "golden" / "digests.txt"
IN_OWN_PROCESS = FORMATS["png"].in_own_process  # slides, which LibreOffice draws: each version in its own way
SELECTIONS = (
    Selection(documents=tuple(DOCUMENTS), formats=tuple(name for name in FORMATS if name != "png")),
    Selection(documents=tuple(set(FORMATS["png"].documents).difference(IN_OWN_PROCESS)), formats=("png",)),
)


def test_every_artefact_has_the_same_bytes_on_every_machine(tmp_path: Path) -> None:
    files = {name: data for wanted in SELECTIONS for name, data in built(tmp_path / "output", wanted).items()}
    found = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    if "UPDATE_GOLDEN" in os.environ:
        GOLDEN.write_text(found, encoding="utf-8")
    assert found.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def built(output: Path, wanted: Selection) -> dict[str, bytes]:
    """All files of a build, by name."""
    manifest = build(Request(ROOT / "ladder", output, wanted), lambda _done, _jobs: None, time.perf_counter)
    assert isinstance(manifest, Manifest)
    assert manifest.is_clean
    return {artefact.path: (output / artefact.path).read_bytes() for artefact in manifest.artefacts}
