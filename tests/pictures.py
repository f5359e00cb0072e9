"""Make the pictures of README and docs: sheets, slides through LibreOffice, pages in Chromium, of our ladder and the gallery's."""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import sync_playwright

from ladder_export.files.resources import font_file

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
LEVEL = "l3-senior-cloud-security-engineer"
FONTS = (  # Arial's metric twin, which decks are measured with, and what it lacks
    *(f"fonts/{name}.ttf" for name in ("Arimo-Regular", "Arimo-Bold", "NotoEmoji-Regular")),
    "pylopdf_fonts_jp/NotoSansJP-Regular.otf",
)
LOWER = "l2-cloud-security-engineer"
HIGHER = "l4-lead-cloud-security-engineer"
WIDTH = 1100  # pixels
SCREEN = {"width": 1000, "height": 860}
GAP = 24  # pixels between two pictures in one
RING = '<circle cx="30" cy="30" r="21" fill="none" stroke="#ffffff" stroke-width="9"/>'
BARS = '<path fill="#ffffff" d="M66 9h14v42H66zM90 23h14v28H90zM114 23h14v28h-14zM138 9h14v42h-14z"/>'
# Theme, primary and accent, and a logo: its width at a height of 60, and what it draws.
BRANDS = (
    ("slate", '{primary: "#5b1a8b", accent: "#b5179e"}', f"160 {RING}{BARS}"),
    ("slate", '{primary: "#ffd100", accent: "#7a5b00"}', '60 <path fill="#c1121f" d="M30 2 58 30 30 58 2 30z"/>'),
    (
        "folio",
        '{primary: "#0b6e4f"}',
        '150 <path fill="#0b6e4f" d="M4 56 40 6l36 50zM88 6h58v12H88zM88 28h40v12H88zM88 50h58v8H88z"/>',
    ),
)
PAGES = (0, 1, 4, 6)  # pages of the handbook, from 0: cover, contents, a level, index
SLIDES = {"deck-title": 0, "deck-statements": 3}  # page of the deck, from 0


def main() -> None:
    """Builds the ladder in a folder of its own and paints what the README shows."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        build(made, "--theme", "folio")
        paint(made / f"sheets/{LEVEL}.pdf", 0, PICTURES / "sheet-folio.png")
        build(made, "--theme", "slate")
        paint(made / f"sheets/{LEVEL}.pdf", 0, PICTURES / "sheet.png")
        paint(made / f"scorecards/{LEVEL}.pdf", 0, PICTURES / "scorecard.png")
        build(made, "--theme", "slate", "--document", "promotion")
        paint(made / f"promotions/{LOWER}--{LEVEL}.pdf", 0, PICTURES / "promotion.png")
        abreast(made / "handbook.pdf", PAGES, PICTURES / "handbook.png")
        photograph(made / "index.html", PICTURES / "site.png")
        build(made, "--theme", "slate", "--document", "matrix", "--format", "pdf")
        paint(made / "matrix/cloud-security.pdf", 0, PICTURES / "matrix.png")
        slides = pdf_of(made / f"decks/{LEVEL}.pptx", made)
        for name, number in SLIDES.items():
            paint(slides, number, PICTURES / f"{name}.png")
        overview(made, slides, PICTURES / "overview.png")
    terminal(PICTURES / "terminal.png")
    in_brands(PICTURES / "brands.png")
    for ladder in sorted((ROOT / "docs/gallery").glob("*.yaml")):
        exhibit(ladder, PICTURES / f"gallery-{ladder.stem}.png")


def in_brands(target: Path) -> None:
    """The sheet of one level in three brands, side by side."""
    shots = []
    for theme, color, logo in BRANDS:
        with tempfile.TemporaryDirectory() as folder:
            ladder = Path(folder) / "ladder"
            shutil.copytree(ROOT / "ladder", ladder)
            box, _, drawn = logo.partition(" ")
            (ladder / "logo.svg").write_text(
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box} 60">{drawn}</svg>', encoding="utf-8"
            )
            with (ladder / "ladder.yaml").open("a", encoding="utf-8") as file:
                file.write(f"brand: {{color: {color}, logo: logo.svg}}\nurl: https://ladder.example.com/\n")
            build(Path(folder) / "out", "--theme", theme, "--document", "sheet", ladder=ladder)
            page = pypdfium2.PdfDocument(Path(folder) / f"out/sheets/{LEVEL}.pdf")[0]
            shots.append(page.render(scale=WIDTH / 1.5 / page.get_width()).to_pil())
    whole = Image.new("RGB", (sum(shot.width + GAP for shot in shots) - GAP, shots[0].height // 2), "#9aa5ad")
    for place, shot in enumerate(shots):
        whole.paste(shot, (place * (shot.width + GAP), 0))
    whole.quantize(colors=256, method=2).save(target, optimize=True)


def overview(made: Path, slides: Path, target: Path) -> None:
    """The source and what becomes of it: YAML on the left, then the sheet, a slide and the web page."""
    lines = (ROOT / f"ladder/cloud-security/{LEVEL}.yaml").read_text(encoding="utf-8").splitlines()[:49]
    source = typed("\n".join(line for line in lines), {"width": 560, "height": 930}, "#13324a", font="10px/18px")
    sheet = pypdfium2.PdfDocument(made / f"sheets/{LEVEL}.pdf")[0]
    page = sheet.render(scale=930 / sheet.get_height()).to_pil()
    slide = pypdfium2.PdfDocument(slides)[SLIDES["deck-statements"]]
    right = slide.render(scale=(930 - GAP) / 2 / slide.get_height()).to_pil()
    site = screenshot(made / "index.html", f"#/{LEVEL}", {"width": right.width, "height": 930 - GAP - right.height})
    whole = Image.new("RGB", (source.width + page.width + right.width + 2 * GAP, 930), "#9aa5ad")
    for shot, place in (
        (source, (0, 0)),
        (page, (source.width + GAP, 0)),
        (right, (source.width + page.width + 2 * GAP, 0)),
        (site, (source.width + page.width + 2 * GAP, right.height + GAP)),
    ):
        whole.paste(shot, place)
    whole.quantize(colors=256, method=2).save(target, optimize=True)


def terminal(target: Path) -> None:
    """What a mistake looks like in a terminal: a key that is misspelt."""
    with tempfile.TemporaryDirectory() as folder:
        ladder = Path(folder, "ladder")
        shutil.copytree(ROOT / "ladder", ladder)
        level = ladder / f"cloud-security/{LEVEL}.yaml"
        level.write_text(level.read_text(encoding="utf-8").replace("statements:", "stamements:", 1), encoding="utf-8")
        command = [sys.executable, "-m", "ladder_export", "check", "ladder"]
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "FORCE_COLOR": "1"}, check=False, capture_output=True, text=True
        )
    said = f"$ ladder-export check ladder\n{done.stderr}{done.stdout}"
    typed(said, {"width": 1180, "height": 44 + 24 * said.rstrip().count("\n") + 24}, "#16181d").save(
        target, optimize=True
    )


STYLES = {"31": "color:#ff7b72", "33": "color:#e3b341", "32": "color:#7ee787", "1": "font-weight:bold", "0": ""}


def typed(text: str, size: dict[str, int], ground: str, font: str = "15px/24px") -> Image.Image:
    """A text as an editor or a terminal shows it, with the colours that a terminal is asked for."""
    spans = re.sub(
        r"(?:\x1b\[[0-9;]*m)+",
        lambda codes: (
            f'</span><span style="{";".join(STYLES.get(one, "") for one in re.findall("[0-9]+", codes[0]))}">'
        ),
        html.escape(text, quote=False),
    )
    body = f"<pre style='margin:20px;font:{font} DejaVu Sans Mono,monospace;color:#e6edf3'><span>{spans}</span></pre>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        tab = browser.new_page(viewport=size)
        tab.set_content(f"<body style='margin:0;background:{ground};overflow:hidden'>{body}</body>")
        shot = Image.open(io.BytesIO(tab.screenshot())).convert("RGB")
        browser.close()
    return shot


def exhibit(ladder: Path, target: Path) -> None:
    """A ladder of the gallery in one picture: the sheet with most in it, two slides of that level, the web page."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        build(made, "--document", "sheet", "--document", "deck", "--document", "site", ladder=ladder)
        sheet = max((made / "sheets").iterdir(), key=lambda file: file.stat().st_size)
        deck = made / "decks" / f"{sheet.stem}.pptx"
        slides = pypdfium2.PdfDocument(pdf_of(deck, made))
        page = pypdfium2.PdfDocument(sheet)[0]
        left = page.render(scale=WIDTH / 1.5 / page.get_width()).to_pil()
        height = (left.height - 2 * GAP) // 3
        right = [slides[number].render(scale=height / slides[number].get_height()).to_pil() for number in (0, 2)]
        right.append(screenshot(made / "index.html", f"#/{sheet.stem}", {"width": right[0].width, "height": height}))
        whole = Image.new("RGB", (left.width + GAP + right[0].width, left.height), "#9aa5ad")
        whole.paste(left, (0, 0))
        for place, shot in enumerate(right):
            whole.paste(shot, (left.width + GAP, place * (height + GAP)))
        whole.quantize(colors=256, method=2).save(target, optimize=True)


def screenshot(page: Path, view: str, size: dict[str, int]) -> Image.Image:
    """A view of the web page on a bright screen, drawn at two thirds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        tab = browser.new_page(viewport={name: length * 3 // 2 for name, length in size.items()})
        tab.goto(f"{page.as_uri()}{view}")
        shot = Image.open(io.BytesIO(tab.screenshot()))
        browser.close()
    return shot.resize((size["width"], size["height"]), Image.Resampling.LANCZOS)


def build(output: Path, *options: str, ladder: Path = ROOT / "ladder") -> None:
    """A ladder in every edition, or those that options name."""
    command = [sys.executable, "-m", "ladder_export", "build", ladder, "--output", output, *options]
    subprocess.run(command, cwd=ROOT, check=True)


def photograph(page: Path, target: Path) -> None:
    """A level on a dark screen, and two of them side by side on a bright one."""
    shots = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for scheme, view in (("dark", f"#/{LEVEL}"), ("light", f"#/compare/{LEVEL}/{HIGHER}")):
            tab = browser.new_page(color_scheme=scheme, viewport=SCREEN)
            tab.goto(f"{page.as_uri()}{view}")
            shots.append(Image.open(io.BytesIO(tab.screenshot())))
        browser.close()
    both = Image.new("RGB", (sum(shot.width for shot in shots) + GAP, shots[0].height), "white")
    for shot, left in zip(shots, (0, shots[0].width + GAP), strict=True):
        both.paste(shot, (left, 0))
    both.quantize(colors=256, method=2).save(target, optimize=True)


def pdf_of(deck: Path, folder: Path) -> Path:
    """The deck as LibreOffice shows it, with the metric twins of the fonts that it names."""
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for name in FONTS:
        shutil.copy(font_file(folder, name), fonts)
    settings = folder / "fonts.conf"
    settings.write_text(
        f"<fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir>"
        "<alias binding='same'><family>Arial</family><prefer><family>Arimo</family></prefer></alias></fontconfig>",
        encoding="utf-8",
    )
    soffice = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, deck],
        env={**os.environ, "FONTCONFIG_FILE": str(settings)},
        check=True,
        capture_output=True,
    )
    return folder / f"{deck.stem}.pdf"


def paint(file: Path, number: int, target: Path) -> None:
    """One page as PNG."""
    page = pypdfium2.PdfDocument(file)[number]
    page.render(scale=WIDTH / page.get_width()).to_pil().quantize(colors=256, method=2).save(target, optimize=True)


def abreast(file: Path, numbers: tuple[int, ...], target: Path) -> None:
    """Some pages side by side as PNG."""
    pdf = pypdfium2.PdfDocument(file)
    shots = [pdf[number].render(scale=WIDTH / 2 / pdf[number].get_width()).to_pil() for number in numbers]
    together = Image.new("RGB", (sum(shot.width + GAP for shot in shots) - GAP, shots[0].height), "#9aa5ad")
    for place, shot in enumerate(shots):
        together.paste(shot, (place * (shot.width + GAP), 0))
    together.quantize(colors=256, method=2).save(target, optimize=True)


if __name__ == "__main__":
    main()
