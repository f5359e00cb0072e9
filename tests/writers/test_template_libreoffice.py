"""Templates that LibreOffice saved, from our decks and from others': titles in titles, statements in the content."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Pt

from auditors import Audit
from ladder_export.theme import RenderSettings, open_theme, with_deck_template
from ladder_export.writers import pptx as writer
from writers import deck_documents as sample
from writers import templates
from writers.test_foreign import convert, hyphenless, printed_in_place
from writers.test_pptx import texts_of

SLATE = open_theme("slate")
FILTERS = {"pptx": "pptx:Impress MS PowerPoint 2007 XML", "potx": "potx"}


def everywhere() -> bytes:
    """python-pptx's own template with a slide on most of its layouts, each of which becomes a master."""
    deck = templates.typeset(Presentation(), "Arial", "Arial")
    for layout in list(deck.slide_layouts)[:7]:
        for holder in deck.slides.add_slide(layout).placeholders:
            if holder.has_text_frame:
                holder.text_frame.text = holder.name
    return templates.saved(deck)


def wide() -> bytes:
    """16:9, its title at the foot of the slide, with one slide."""
    deck = templates.widescreen(templates.typeset(Presentation(), "Fira Sans", "Fira Sans"))
    title = deck.slide_master.placeholders[0]
    title.left, title.top, title.width, title.height = Pt(48), Pt(20), Pt(700), Pt(70)
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "One"
    return templates.saved(deck)


# Decks of ours are not among them: LibreOffice gives all layouts of a master the boxes of one.
SOURCES: Mapping[str, Callable[[], bytes]] = {
    "full": templates.full,
    "everywhere": everywhere,
    "wide": wide,
}


def resaved(folder: Path, ending: str) -> dict[str, Path]:
    """All of them as LibreOffice saves them."""
    soffice = shutil.which("soffice")
    if soffice is None and "CI" not in os.environ:
        pytest.skip("LibreOffice is not on this machine (apt-get install libreoffice-impress)")
    assert soffice, "CI must have LibreOffice"
    (folder / "sources").mkdir()
    for name, make in SOURCES.items():
        (folder / f"sources/{name}.pptx").write_bytes(make())
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    files = [folder / f"sources/{name}.pptx" for name in SOURCES]
    command += ["--convert-to", FILTERS[ending], "--outdir", str(folder / ending), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True)
    return {name: folder / f"{ending}/{name}.{ending}" for name in SOURCES}


@pytest.mark.libreoffice
@pytest.mark.parametrize(("ending", "document"), [("pptx", "seed"), ("potx", "rated")])
def test_what_libreoffice_saved_is_a_template_like_any(
    ending: str, document: str, tmp_path: Path, audit: Audit
) -> None:
    said, decks = sample.ALL[document], {}
    for name, file in resaved(tmp_path, ending).items():
        decks[name] = tmp_path / f"{name}.pptx"
        decks[name].write_bytes(writer.render(said, RenderSettings(with_deck_template(SLATE, file))).data)
        assert audit(decks[name]) == [], name
    convert(tmp_path, *decks.values())
    for name, deck in decks.items():
        titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(deck)).slides]
        assert all(titles), name
        assert titles[0] == "L3 · Senior Cloud Security Engineer"
        assert all(any(section.title in title for title in titles) for section in said.sections), name
        printed = printed_in_place(deck)  # nothing of it in titles, nothing outside its box
        assert all(hyphenless(text) in printed for text in texts_of(said)), name
