"""What programs that know Open XML say of a deck, measured with the same fonts on every machine."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import ooxml_integrity
import openxml_audit
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

Audit = Callable[[Path], list[str]]

# What the samples and templates ask for; Arial is Arimo, of the same widths.
FONTS = (
    ("fontpkg_arimo", "files/Arimo[wght].ttf"),
    ("fontpkg_fira_sans", "files/FiraSans-Regular.ttf"),
    ("fontpkg_fira_sans", "files/FiraSans-Bold.ttf"),
    ("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-Regular.ttf"),
    ("pylopdf_fonts_jp", "NotoSansJP-Regular.otf"),
)
ESTIMATED = "outside basic Latin letters/digits is not modelled"  # the auditor on text without spaces


def audit(file: Path) -> list[str]:
    """Everything the auditors have against a deck. They remember fonts, so these have to be the readers' from the start."""
    findings = map(str, ooxml_integrity.check_pptx(file))
    return [
        *map(str, openxml_audit.validate_pptx(file).errors),
        *(finding for finding in findings if ESTIMATED not in finding),
    ]


def reader_fonts(place: Path) -> Path:
    """A font configuration with the fonts that a deck's readers have, and no other."""
    for package, inside in FONTS:
        for name, data in _faces(package, inside):
            (place / name).write_bytes(data)
    configuration = place / "fonts.conf"
    configuration.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{place}</dir><cachedir>{place}/cache</cachedir>'
        '<alias binding="same"><family>Arial</family><prefer><family>Arimo</family></prefer></alias></fontconfig>',
        encoding="utf-8",
    )
    return configuration


def _faces(package: str, inside: str) -> Iterator[tuple[str, bytes]]:
    spec = find_spec(package)
    assert spec
    assert spec.origin
    file = Path(spec.origin).parent / inside
    if "[" not in inside:
        yield file.name, file.read_bytes()
    for weight in (400, 700) if "[" in inside else ():
        with TTFont(file) as font:
            for table in ("GPOS", "GSUB", "GDEF"):
                del font[table]  # widths are all that matters here
            instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
            target = io.BytesIO()
            font.save(target)
        yield f"{weight}.ttf", target.getvalue()
