"""This file opens PDFs again for tests: their text, their validity, their parts."""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

import page
import pikepdf
import pypdfium2

PROFILES = {"PDF/A-3a": page.ValidationProfile.PDF_A_3A, "PDF/UA-1": page.ValidationProfile.PDF_UA_1}


def text(data: bytes) -> str:
    """All text in content order, one space for any white space; a line break after a hyphen is none."""
    pdf = pypdfium2.PdfDocument(data)
    pages = [pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))]
    joined = "\n".join(pages).replace("\u00ad", "").replace("\ufffe", "-")
    return flat(re.sub(r"(?<=\w)-\r?\n(?=\w)", "-", joined))


def flat(text: str) -> str:
    """One space for any white space."""
    return " ".join(text.split())


def failures(data: bytes, *standards: str) -> list[str]:
    """Every rule of these standards that the file breaks; of all that there are, when none is named."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(data)
        reports = {
            name: page.validate_pdf(str(file), profile=profile)
            for name, profile in PROFILES.items()
            if name in (standards or PROFILES)
        }
    assert all(report.rules.total > 100 for report in reports.values()), "the validator looked at nothing"
    return [f"{name} {fault.rule_id}: {fault.message}" for name, report in reports.items() for fault in report.failures]


def opened(data: bytes) -> pikepdf.Pdf:
    """The file as objects."""
    return pikepdf.open(io.BytesIO(data))
