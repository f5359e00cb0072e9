"""Make sheets of small pictures of decks, kept in tests/golden/decks to be looked at: `python tests/deck_pictures.py`.

Slides are drawn by LibreOffice, so sheets differ a little from version to version; nothing compares their bytes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PIL import Image

import auditors
from editions import documents_of
from ladder_export.core.document import Document
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, Theme, open_theme, with_deck_template
from ladder_export.writers import pptx
from writers import deck_documents as sample
from writers import templates

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests/golden/decks"
WIDTH, GAP, COLUMNS, COLORS = 230, 6, 6, 64  # of a picture and between two, in pixels; pictures in a row; of a palette
EDGES = ("many-areas", "grand", "rated", "odd-places", "japanese", "arabic")


def looks(folder: Path) -> Iterator[tuple[str, Theme]]:
    """Every look that decks are kept in, by its name: both themes, 4:3, and the templates of strangers."""
    for name in ("slate", "folio"):
        theme = open_theme(name)
        yield name, theme
        yield f"{name}-4x3", replace(theme, deck=theme.deck.model_copy(update={"slide": "4:3"}))
    for name, template in templates.TEMPLATES.items():
        file = folder / f"{name}.pptx"
        file.write_bytes(template())
        yield f"template-{name}", with_deck_template(open_theme("slate"), file)


def documents() -> Iterator[tuple[str, Document]]:
    """Our ladder's second level in every edition that has slides."""
    ladder, _ = read(ROOT / "ladder")
    for edition in ("deck", "track-deck", "matrix", "promotion"):
        found = [one for one in documents_of(edition, ladder) if one.slug.startswith("l3-") or not one.level]
        yield edition, found[-1] if edition != "promotion" else next(documents_of(edition, ladder))


def main() -> None:
    """Draw every sheet anew."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        own, themes = dict(documents()), dict(looks(folder))
        for name, theme in themes.items():
            sheet(folder, f"{name}", [own["deck"]], theme)
        for edition in ("track-deck", "matrix", "promotion"):
            sheet(folder, f"slate-{edition}", [own[edition]], themes["slate"])
        sheet(folder, "edges", [sample.ALL[name] for name in EDGES], themes["slate"])


def sheet(folder: Path, name: str, found: list[Document], theme: Theme) -> None:
    """Draw the slides of some documents into one picture with few colours."""
    decks = []
    for number, document in enumerate(found):
        decks.append(folder / f"{name}-{number}.pptx")
        decks[-1].write_bytes(pptx.render(document, RenderSettings(theme)).data)
    draw(folder, decks)
    pictures = [picture for deck in decks for picture in pages(deck.with_suffix(".pdf"))]
    tall = max(picture.height for picture in pictures)
    rows = -(-len(pictures) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * (WIDTH + GAP) + GAP, rows * (tall + GAP) + GAP), "#808080")
    for place, picture in enumerate(pictures):
        row, column = divmod(place, COLUMNS)
        whole.paste(picture, (GAP + column * (WIDTH + GAP), GAP + row * (tall + GAP)))
    whole.quantize(COLORS).save(GOLDEN / f"{name}.png", optimize=True)


def draw(folder: Path, decks: list[Path]) -> None:
    """Turn decks into PDFs beside them. Raises RuntimeError without LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        raise RuntimeError("LibreOffice is not on this machine (apt-get install libreoffice-impress)")
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    environment = {**os.environ, "FONTCONFIG_FILE": str(auditors.reader_fonts(fonts))}
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *decks], check=True, capture_output=True, env=environment)


def pages(file: Path) -> Iterator[Image.Image]:
    """The pages of a PDF as small pictures."""
    with pypdfium2.PdfDocument(file) as document:
        for page in document:
            yield (
                page.render(scale=WIDTH / page.get_width())
                .to_pil()
                .convert("RGB")
                .resize((WIDTH, round(WIDTH * page.get_height() / page.get_width())))
            )


if __name__ == "__main__":
    main()
