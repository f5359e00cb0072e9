"""This file lists themes, copies one, and looks into a company's template: what was found, and what each role takes."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ladder_export.core.artefact_path import ArtefactPath, UnsafePath
from ladder_export.core.problems import BadTheme, Problem
from ladder_export.files.access import files_below, read_file
from ladder_export.files.resources import theme_names
from ladder_export.files.user_files import write_files, write_folder
from ladder_export.theme import dressed, open_theme
from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.layouts import Placeholder
from ladder_export.theme.pptx_template.roles import Choice, Role, contents_of, lacks
from ladder_export.theme.pptx_template.sketch import sketch
from ladder_export.writers.pptx.custom_template.font_substitution import known
from ladder_export.writers.pptx.custom_template.layout_samples import specimens
from ladder_export.writers.pptx.custom_template.placeholder_map import find_halves

MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
PATIENCE = 120  # seconds for LibreOffice, which takes two a slide

# What stands on a layout of each role.
USES: Mapping[Role, str] = {
    "title": "the first slide: code and title, summary, lineage",
    "content": "statements, examples, facts",
    "two-content": "statements with their examples beside them",
    "section": "a section that says no more than its title",
    "title-only": "the next best where a section header is missing",
    "blank": "slides that people add",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A theme that can be asked for by name."""

    name: str
    title: str
    description: str
    folder: str


@dataclass(frozen=True, slots=True)
class Used:
    """A role, the layout it takes (empty: none), the role that layout was made for, and what will stand on it.

    `missing` says what the template lacks for it, and what happens instead; `sketch` is a picture of the layout in lines
    of text.
    """

    role: Role
    layout: str
    instead: str
    room: str
    use: str
    missing: str = ""
    sketch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a template. Width and height in inches; `guessed` are typefaces measured with wider ones.

    `left_out` names what no deck takes over besides sample slides, `warnings` say what led out of the file.
    """

    file: str
    width: float
    height: float
    samples: int
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    layouts: tuple[str, ...]
    fonts: tuple[str, ...]
    guessed: tuple[str, ...]
    roles: tuple[Used, ...]

    def as_json(self) -> dict[str, object]:
        """The inspection as JSON members."""
        return asdict(self)


def themes() -> tuple[Listed, ...]:
    """Every theme that can be asked for by name. Raises BadTheme or BadEnvironment for one that is broken."""
    opened = [open_theme(name) for name in theme_names()]
    return tuple(Listed(one.name, one.about.title, one.about.description, one.folder.as_posix()) for one in opened)


def copy_theme(name: str, target: Path) -> tuple[str, ...]:
    """Copies a theme into a folder that is new or empty; the names of its files.

    Raises BadTheme for a theme that does not exist or is broken, BadOutput where something is in the way.
    """
    files = _contents(open_theme(name).folder)
    write_folder(target, files)
    return tuple(sorted(files))


def _contents(theme: Path) -> dict[ArtefactPath, bytes]:
    """The bytes of a theme's files by name. Raises BadTheme for one that cannot be read."""
    try:
        # Fonts are the largest files that may lie there.
        files = {file.relative_to(theme).as_posix(): read_file(file, "font", theme) for file in files_below(theme)}
        return {ArtefactPath(name): data for name, data in files.items()}
    except UnsafePath as fault:
        message = f"a file of the theme {theme.as_posix()} {fault}, so it cannot be copied"
        raise BadTheme(Problem("theme-unreadable", message, help="give it another name")) from fault
    except OSError as fault:
        message = f"{fault.filename} cannot be copied: {(fault.strerror or str(fault)).lower()}"
        raise BadTheme(Problem("theme-unreadable", message, help="remove it from the theme's folder")) from fault


def inspect(file: Path, theme: str) -> tuple[Inspection, Template]:
    """What a presentation would be as the template of decks. Raises BadTheme when it cannot be one."""
    wearing = dressed(open_theme(theme), file)
    template = wearing.template
    if template is None:
        raise AssertionError("a theme that was dressed has a template")
    fonts = _fonts(template)
    found = Inspection(
        file=file.as_posix(),
        width=round(template.width / 72, 2),
        height=round(template.height / 72, 2),
        samples=template.samples,
        left_out=template.left_out,
        warnings=tuple(problem.message for problem in template.warnings),
        layouts=tuple(layout.name for layout in template.layouts),
        fonts=fonts,
        guessed=tuple(font for font in fonts if not known(wearing, font)),
        roles=tuple(_used(choice, template) for choice in template.choices),
    )
    return found, template


def thumbnails(template: Template, folder: Path) -> tuple[Path, ...]:
    """A picture of each role's layout, as LibreOffice shows it; none where it is not on this machine, or fails.

    Raises BadOutput when the folder cannot be written.
    """
    office = shutil.which("soffice") or (MAC.as_posix() if MAC.is_file() else "")
    if not office:
        return ()
    with tempfile.TemporaryDirectory() as place:
        decks = list(_written(Path(place), template))
        profile = f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "png", "--outdir", place, *map(str, decks)]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)  # noqa: S603  # our own files
        drawn = filter(Path.is_file, (deck.with_suffix(".png") for deck in decks))
        files = {ArtefactPath(picture.name): picture.read_bytes() for picture in drawn}
        if files:
            write_files(folder, files, force=True)
        return tuple(folder / name for name in files)


def _written(folder: Path, template: Template) -> Iterator[Path]:
    """Write a deck for each role into a folder; yield where it is."""
    for role, data in specimens(template).items():
        deck = folder / f"{role}.pptx"
        deck.write_bytes(data)
        yield deck


def _fonts(template: Template) -> tuple[str, ...]:
    """The typefaces of the slides that will be made, titles first."""
    layouts = [choice.layout for choice in template.choices if choice.layout]
    faces = [holder.levels[0].font for layout in layouts for holder in layout.placeholders if holder.upright]
    return tuple(dict.fromkeys(face for face in faces if face))


def _used(choice: Choice, template: Template) -> Used:
    layout = choice.layout
    room = contents_of(layout)[:1] if layout and choice.role == "content" else ()
    inside = "".join(_room(one) for one in room)
    missing = _missing(template) if choice.role == "two-content" else ""
    drawn = sketch(layout) if layout else ()
    return Used(
        choice.role, layout.name if layout else "", choice.instead or "", inside, USES[choice.role], missing, drawn
    )


def _missing(template: Template) -> str:
    """What keeps examples from standing beside their statements; empty where nothing does."""
    if find_halves(template, rtl=False):
        return ""
    layout = template.layout("two-content")
    lack = "its two boxes do not stand side by side" if layout else ""
    near = layout or max(template.layouts, key=lambda one: len(contents_of(one)))
    lack = lack or lacks("two-content", near)
    return f"'{near.name}' cannot be it, since {lack}; examples follow their statements on slides of their own"


def _room(one: Placeholder) -> str:
    """The room for text, and why it is not what PowerPoint shows."""
    cause = " as it grows" if one.grows else " clear of pictures" if one.moved and not one.clipped else ""
    return f"{one.box.width:.0f} × {one.box.height:.0f} pt{cause}, text of {one.levels[0].size:g} pt"
