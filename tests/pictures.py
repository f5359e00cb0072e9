"""This file makes the README's pictures from the project's own ladder: one sheet, and slides through LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
LEVEL = "l3-senior-cloud-security-engineer"
WIDTH = 1100  # pixels
SLIDES = {"deck-title": 0, "deck-statements": 2}


def main() -> None:
    """Builds the ladder in a folder of its own and paints what the README shows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        subprocess.run(
            [sys.executable, "-m", "ladder_export", "build", "ladder", "--output", folder, "--level", LEVEL],
            cwd=ROOT,
            check=True,
        )
        paint(made / f"sheets/{LEVEL}.pdf", 0, PICTURES / "sheet.png")
        slides = pdf_of(made / f"decks/{LEVEL}.pptx", made)
        for name, number in SLIDES.items():
            paint(slides, number, PICTURES / f"{name}.png")


def pdf_of(deck: Path, folder: Path) -> Path:
    """The deck as LibreOffice shows it."""
    profile = (folder / "profile").as_uri()
    soffice = shutil.which("soffice") or "soffice"
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", folder, deck],
        check=True,
        capture_output=True,
    )
    return folder / f"{deck.stem}.pdf"


def paint(file: Path, number: int, target: Path) -> None:
    """One page as PNG."""
    page = pypdfium2.PdfDocument(file)[number]
    page.render(scale=WIDTH / page.get_width()).to_pil().convert("P", palette=1, colors=128).save(target, optimize=True)


if __name__ == "__main__":
    main()
