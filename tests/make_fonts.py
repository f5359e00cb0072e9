"""This file makes the fonts of templates/fonts anew from what fonts.toml says of each, and writes their digests there."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from fontTools.merge import Merger, Options
from fontTools.subset import Options as SubsetOptions
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parent.parent / "templates" / "fonts"
TABLE = FONTS / "fonts.toml"

# What people type: Latin, Greek, Cyrillic, Hebrew and Arabic with their marks, punctuation, currencies, and the shapes
# that programs put in the place of Arabic letters. Without U+FEFF, which PDF/UA-1 forbids.
TYPED = frozenset(
    chain(
        *(range(0x20, 0x7F), range(0xA0, 0x250), range(0x2B0, 0x400), range(0x400, 0x530), range(0x591, 0x5F5)),
        *(range(0x600, 0x700), range(0x1E00, 0x1F00), range(0x2010, 0x2045), range(0x20A0, 0x20C1)),
        *((0x2116, 0x2122), range(0xFE70, 0xFEFD)),
    )
)
UNUSED = (
    "GDEF",
    "GPOS",
    "GSUB",
    "kern",
    "gasp",
    "prep",
    "fpgm",
    "cvt ",
    "hdmx",
    "VDMX",
    "LTSH",
    "DSIG",
    "meta",
    "STAT",
)

FROM_FIRST = {
    "head": ("created", "modified"),
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent", "fsSelection"),
}


def main() -> None:
    """Fetches every source once, makes every font, and says which are others than before."""
    entries: list[dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["font"]
    table = TABLE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        for entry in entries:
            data = made(entry, Path(name))
            (FONTS / entry["file"]).write_bytes(data)
            digest = hashlib.sha256(data).hexdigest()
            place = re.compile(rf'(file = "{re.escape(entry["file"])}"\n(?:.+\n)*?sha256 = ")[0-9a-f]*"')
            table, count = place.subn(rf'\g<1>{digest}"', table)
            assert count == 1, f"fonts.toml has no sha256 of {entry['file']}"
            sys.stdout.write(f"{'same' if digest == entry['sha256'] else 'new '} {len(data):8,} {entry['file']}\n")
    TABLE.write_text(table, "utf-8")


def made(entry: Mapping[str, Any], downloads: Path) -> bytes:
    """The bytes of a font: as its source has it, at one weight, or put together for fields of forms."""
    if parts := entry.get("parts"):
        return field_font([FONTS / part for part in parts], entry["family"])
    members = fetched(entry["source"], downloads)
    (FONTS / entry["licence-file"]).write_bytes(members[entry["licence-path"]])
    data = members[entry["path"]]
    if weight := entry.get("weight"):
        font = TTFont(io.BytesIO(data), recalcTimestamp=False)
        return saved(instantiateVariableFont(font, {"wght": weight}, updateFontNames=True))
    return data


def fetched(source: str, downloads: Path) -> dict[str, bytes]:
    """The files of a package by path: `pypi:NAME==VERSION` or `npm:NAME@VERSION`."""
    registry, _, package = source.partition(":")
    folder = downloads / hashlib.sha256(source.encode()).hexdigest()
    if not folder.exists():
        folder.mkdir()
        if registry == "pypi":
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--only-binary",
                ":all:",
                package,
            ]
        else:
            command = [shutil.which("npm") or "npm", "pack", "--silent", package]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.iterdir()
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as packed:
        return {member.name: stream.read() for member in packed if (stream := packed.extractfile(member))}


def field_font(files: Iterable[Path], family: str) -> bytes:
    """The typed characters of several fonts in one, each from the first that has it, with the first one's measures."""
    left = TYPED
    with tempfile.TemporaryDirectory() as name:
        parts = []
        for number, file in enumerate(files):
            part = TTFont(file, recalcTimestamp=False)
            if number == 0:
                upem, lines = part["head"].unitsPerEm, {table: dict(vars(part[table])) for table in FROM_FIRST}
            own = left & frozenset(part.getBestCmap())
            left -= own
            cut(part, own)
            if part["head"].unitsPerEm != upem:
                scale_upem(part, upem)
            parts.append(Path(name) / f"{number}.ttf")
            part.save(parts[-1])
        merged = Merger(Options(drop_tables=list(UNUSED))).merge([str(part) for part in parts])
    for table, names in FROM_FIRST.items():
        vars(merged[table]).update({name: lines[table][name] for name in names})
    merged.recalcTimestamp = False
    for record in list(merged["name"].names):
        if record.nameID not in (0, 13, 14):
            merged["name"].removeNames(nameID=record.nameID)
    for number, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        merged["name"].setName(text, number, 3, 1, 0x409)
    return saved(merged)


def cut(font: TTFont, characters: frozenset[int]) -> None:
    """Leaves of a font the characters and what draws them."""
    options = SubsetOptions(
        layout_features=[],
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        drop_tables=list(UNUSED),
        name_IDs=["*"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def saved(font: TTFont) -> bytes:
    """The font's file."""
    target = io.BytesIO()
    font.save(target)
    return target.getvalue()


if __name__ == "__main__":
    main()
