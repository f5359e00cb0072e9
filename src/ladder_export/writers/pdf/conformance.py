"""Check a finished PDF against the standards it claims, such as PDF/A; only this module imports page-validation."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ladder_export.core.problems import BadEnvironment, Problem, Span

VALIDATION_PROFILES = {"PDF/A-3a": "PDF_A_3A", "PDF/UA-1": "PDF_UA_1"}


def violations(data: bytes, standards: Iterable[str], span: Span) -> Iterator[Problem]:
    """Yield a problem, located at `span`, for every rule of the given PDF standards that a file breaks.

    `data` are the bytes of the PDF, `standards` are names of VALIDATION_PROFILES, such as "PDF/A-3a". Raises
    BadEnvironment when the extra `validate` is not installed.
    """
    try:
        import page  # noqa: PLC0415  # an extra, needed for --validate only
    except ImportError as error:
        raise BadEnvironment(
            Problem(
                "validator-missing",
                "--validate needs page-validation, which is not installed on this machine",
                help="run: python -m pip install 'ladder-export[validate]'",
            )
        ) from error
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(data)
        for name in standards:
            profile = getattr(page.ValidationProfile, VALIDATION_PROFILES[name])
            for failure in page.validate_pdf(str(file), profile=profile).failures:
                yield Problem("not-conformant", f"{name}, rule {failure.rule_id}: {failure.message}", span)
