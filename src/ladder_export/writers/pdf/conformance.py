"""This file has a finished PDF checked against the standards it claims (page-validation's only door)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ladder_export.core.problems import BadEnvironment, Problem, Span

PROFILES = {"PDF/A-3a": "PDF_A_3A", "PDF/UA-1": "PDF_UA_1"}


def faults(data: bytes, standards: Iterable[str], span: Span) -> Iterator[Problem]:
    """Every rule of these standards (names of PROFILES) that the file breaks; the rules are ISO 19005-3's and ISO 14289-1's.

    Raises BadEnvironment when page-validation, an extra, is not installed.
    """
    try:
        import page  # noqa: PLC0415  # an extra that most builds do without
    except ImportError as fault:
        raise BadEnvironment(
            Problem(
                "validator-missing",
                "--validate needs page-validation, which is not on this machine",
                help="run: python -m pip install 'ladder-export[validate]'",
            )
        ) from fault
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(data)
        for name in standards:
            profile = getattr(page.ValidationProfile, PROFILES[name])
            for broken in page.validate_pdf(str(file), profile=profile).failures:
                yield Problem("not-conformant", f"{name}, rule {broken.rule_id}: {broken.message}", span)
