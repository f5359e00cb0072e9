"""What programs that know Open XML say of a deck, measured with the same fonts on every machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ooxml_integrity
import openxml_audit
from pptx import Presentation

from ladder_export.files.resources import font_file

Audit = Callable[[Path], list[str]]

# What the samples and templates ask for; Arial is Arimo and Georgia Gelasio, of the same widths.
FONTS = (
    *("fonts/Arimo-Regular.ttf", "fonts/Arimo-Bold.ttf", "fonts/FiraSans-Regular.ttf", "fonts/FiraSans-SemiBold.ttf"),
    *(
        "fonts/Carlito-Regular.ttf",
        "fonts/Carlito-Bold.ttf",
        "fonts/Gelasio-Regular.ttf",
        "fonts/Gelasio-Bold.ttf",
        "fonts/IBMPlexSansArabic-Regular.ttf",
    ),
    *("fonts/NotoEmoji-Regular.ttf", "pylopdf_fonts_jp/NotoSansJP-Regular.otf"),
)
ESTIMATED = "outside basic Latin letters/digits is not modelled"  # the auditor on text without spaces


def audit(file: Path) -> list[str]:
    """Everything the auditors have against a deck. They remember fonts, so these have to be the readers' from the start."""
    findings = map(str, ooxml_integrity.check_pptx(_placed(file)))
    return [
        *map(str, openxml_audit.validate_pptx(file).errors),
        *(finding for finding in findings if ESTIMATED not in finding),
    ]


def _placed(file: Path) -> Path:
    """A copy whose placeholders say where they stand: an auditor takes the layout's first of the same type for theirs."""
    deck = Presentation(str(file))
    for slide in deck.slides:
        for holder in slide.placeholders:
            holder.left, holder.top, holder.width, holder.height = holder.left, holder.top, holder.width, holder.height
    copy = file.with_suffix(".placed.pptx")
    deck.save(str(copy))
    return copy


def reader_fonts(place: Path) -> Path:
    """A font configuration with the fonts that a deck's readers have, and no other."""
    for font in FONTS:
        file = font_file(place, font)
        (place / file.name).write_bytes(file.read_bytes())
    configuration = place / "fonts.conf"
    configuration.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{place}</dir><cachedir>{place}/cache</cachedir>'
        '<alias binding="same"><family>Arial</family><prefer><family>Arimo</family></prefer></alias>'
        '<alias binding="same"><family>Georgia</family><prefer><family>Gelasio</family></prefer></alias></fontconfig>',
        encoding="utf-8",
    )
    return configuration
