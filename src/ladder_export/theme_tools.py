"""List and copy themes, and inspect a company's PowerPoint or Word template: what it contains and how it is used."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from ladder_export.core.artefact_path import ArtefactPath, UnsafePath
from ladder_export.core.problems import BadTheme, Problem
from ladder_export.files.access import files_below, read_file
from ladder_export.files.resources import theme_names
from ladder_export.files.user_files import write_files, write_folder
from ladder_export.theme import Theme, open_theme, with_deck_template
from ladder_export.theme.docx_template import open_reference
from ladder_export.theme.docx_template.roles import STYLE_ROLES, StyleChoice
from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.layouts import Placeholder
from ladder_export.theme.pptx_template.roles import Choice, Role, content_placeholders, missing_for_role
from ladder_export.theme.pptx_template.sketch import sketch
from ladder_export.theme.short_theme import short_theme
from ladder_export.writers.png.libreoffice import find_libreoffice
from ladder_export.writers.pptx.custom_template.font_substitution import has_exact_metrics
from ladder_export.writers.pptx.custom_template.layout_samples import sample_decks
from ladder_export.writers.pptx.custom_template.placeholder_map import find_two_content

LIBREOFFICE_TIMEOUT_SECONDS = 120  # it takes about 2 s a slide

# What a layout of each role shows.
ROLE_DESCRIPTIONS: Mapping[Role, str] = {
    "title": "the first slide: code, title and summary",
    "content": "statements, examples, facts",
    "two-content": "statements with their examples beside them",
    "section": "a title alone, for a section without text",
    "title-only": "used when there is no section header",
    "blank": "for slides that people add",
}


@dataclass(frozen=True, slots=True)
class ThemeSummary:
    """A theme that can be used by name, as `theme list` shows it."""

    name: str
    title: str
    description: str
    folder: str


@dataclass(frozen=True, slots=True)
class LayoutUse:
    """The layout of a company's presentation for one kind of slide (`role`), and what is shown on it (`use`).

    `layout` is its name, empty where the template has none. `fallback_role`: the role that the layout was made for, if
    another one, else empty. `text_area` describes the size of the text, `missing` what the template lacks and what is
    done instead; `sketch` is a picture of the layout in lines of text.
    """

    role: Role
    layout: str
    fallback_role: str
    text_area: str
    use: str
    missing: str = ""
    sketch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """The report on a company's presentation as a template of decks; width and height of slides are in inches.

    `left_out` names what decks do not take over, besides sample slides; `warnings` are about links out of the file;
    `layouts` are all names. `fonts_without_metrics`: fonts whose text is measured with a wider font.
    """

    file: str
    width: float
    height: float
    sample_slides: int
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    layouts: tuple[str, ...]
    fonts: tuple[str, ...]
    fonts_without_metrics: tuple[str, ...]
    roles: tuple[LayoutUse, ...]

    def as_json(self) -> dict[str, object]:
        """Return the report as keys and values of a JSON object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class StyleUse:
    """The style of a Word document for one kind of text (`role`); `style` is empty where the document lacks it.

    `use` says which text that is. `fallback`: the style from which the missing one is made, else empty.
    """

    role: str
    style: str
    use: str
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceInspection:
    """The report on a company's Word document as a template; width and height of a page are in millimetres.

    `running` names what is repeated on every page; `left_out` names what documents do not take over, besides the text.
    """

    file: str
    width_mm: float
    height_mm: float
    running: tuple[str, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    styles: tuple[StyleUse, ...]

    def as_json(self) -> dict[str, object]:
        """Return the report as keys and values of a JSON object."""
        return asdict(self)


def themes() -> tuple[ThemeSummary, ...]:
    """Return every theme that can be used by name. Raises BadTheme or BadEnvironment if one is broken."""
    opened = [open_theme(name) for name in theme_names()]
    return tuple(
        ThemeSummary(theme.name, theme.info.title, theme.info.description, theme.folder.as_posix()) for theme in opened
    )


def copy_theme(name: str, target: Path, *, full: bool = False) -> tuple[str, ...]:
    """Write a theme into a folder that is new or empty; return the names of its files.

    It is a short theme that extends the theme `name` and shows in comments what can be changed. With `full`, or if
    `name` is a folder, it is a copy of that theme and of those it extends. Raises BadTheme for a theme that does not
    exist or is broken, BadOutput when the folder is not empty or cannot be written.
    """
    theme = open_theme(name)
    files = _theme_files(theme) if full or name not in theme_names() else short_theme(theme, target.name)
    write_folder(target, files)
    return tuple(sorted(files))


def _theme_files(theme: Theme) -> dict[ArtefactPath, bytes]:
    """Return a theme's files by name; the files of a theme that it extends are in a folder of the one that extends it."""
    files, home = _folder_files(theme.folder), ""
    for child, parent in pairwise((theme.folder, *theme.parents)):
        below = parent.relative_to(child).as_posix() if parent.is_relative_to(child) else parent.name
        home = f"{home}{below}/"
        files |= {ArtefactPath(f"{home}{file}"): data for file, data in _folder_files(parent).items()}
    return files


def _folder_files(folder: Path) -> dict[ArtefactPath, bytes]:
    """Return the bytes of a folder's files by name. Raises BadTheme for a file that cannot be read."""
    try:
        # The limit for fonts, the largest files of a theme.
        files = {file.relative_to(folder).as_posix(): read_file(file, "font", folder) for file in files_below(folder)}
        return {ArtefactPath(name): data for name, data in files.items()}
    except UnsafePath as error:
        message = f"a file of the theme {folder.as_posix()} {error}, so it cannot be copied"
        raise BadTheme(Problem("theme-unreadable", message, help="rename it")) from error
    except OSError as error:
        message = f"{error.filename} cannot be copied: {(error.strerror or str(error)).lower()}"
        raise BadTheme(Problem("theme-unreadable", message, help="remove it from the theme's folder")) from error


def inspect_template(file: Path, theme: str) -> tuple[Inspection, Template]:
    """Inspect a presentation as the template of decks: return the report, and the opened template.

    `theme` is the name or folder of the theme to use it with. Raises BadTheme when it cannot be a template.
    """
    themed = with_deck_template(open_theme(theme), file)
    template = themed.template
    if template is None:
        raise AssertionError("with_deck_template() always sets a template")
    fonts = _slide_fonts(template)
    inspection = Inspection(
        file=file.as_posix(),
        width=round(template.width / 72, 2),
        height=round(template.height / 72, 2),
        sample_slides=template.samples,
        left_out=template.left_out,
        warnings=tuple(problem.message for problem in template.warnings),
        layouts=tuple(layout.name for layout in template.layouts),
        fonts=fonts,
        fonts_without_metrics=tuple(font for font in fonts if not has_exact_metrics(themed, font)),
        roles=tuple(_layout_use(choice, template) for choice in template.choices),
    )
    return inspection, template


def inspect_reference(file: Path) -> ReferenceInspection:
    """Inspect a Word document as the template of Word output. Raises BadTheme when it cannot be one."""
    reference = open_reference(file)
    return ReferenceInspection(
        file=file.as_posix(),
        width_mm=reference.width_mm,
        height_mm=reference.height_mm,
        running=reference.running,
        left_out=reference.left_out,
        warnings=tuple(problem.message for problem in reference.warnings),
        styles=tuple(_style_use(choice) for choice in reference.styles),
    )


def _style_use(choice: StyleChoice) -> StyleUse:
    role = STYLE_ROLES[choice.role]
    is_there = bool(choice.style_id)
    return StyleUse(choice.role, choice.role if is_there else "", role.use, "" if is_there else role.fallback)


def write_thumbnails(template: Template, folder: Path) -> tuple[Path, ...]:
    """Write a picture (PNG) of the layout for each kind of slide, drawn by LibreOffice; return the pictures' paths.

    Empty when LibreOffice is not installed or fails. Raises BadOutput when the folder cannot be written.
    """
    office = find_libreoffice()
    if not office:
        return ()
    with tempfile.TemporaryDirectory() as scratch:
        decks = list(_write_sample_decks(Path(scratch), template))
        profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "png", "--outdir", scratch, *map(str, decks)]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, check=False, timeout=LIBREOFFICE_TIMEOUT_SECONDS)  # noqa: S603  # our own files
        pictures = filter(Path.is_file, (deck.with_suffix(".png") for deck in decks))
        files = {ArtefactPath(picture.name): picture.read_bytes() for picture in pictures}
        if files:
            write_files(folder, files, force=True)
        return tuple(folder / name for name in files)


def _write_sample_decks(folder: Path, template: Template) -> Iterator[Path]:
    """Write a deck for each role into a folder; yield its path."""
    for role, data in sample_decks(template).items():
        deck = folder / f"{role}.pptx"
        deck.write_bytes(data)
        yield deck


def _slide_fonts(template: Template) -> tuple[str, ...]:
    """Return the fonts of the slides that decks will have, those of titles first."""
    layouts = [choice.layout for choice in template.choices if choice.layout]
    fonts = [
        placeholder.levels[0].font
        for layout in layouts
        for placeholder in layout.placeholders
        if placeholder.is_horizontal
    ]
    return tuple(dict.fromkeys(font for font in fonts if font))


def _layout_use(choice: Choice, template: Template) -> LayoutUse:
    layout = choice.layout
    content = content_placeholders(layout)[:1] if layout and choice.role == "content" else ()
    text_area = "".join(_text_area(placeholder) for placeholder in content)
    missing = _missing_for_two_content(template) if choice.role == "two-content" else ""
    picture = sketch(layout) if layout else ()
    return LayoutUse(
        choice.role,
        layout.name if layout else "",
        choice.fallback_for or "",
        text_area,
        ROLE_DESCRIPTIONS[choice.role],
        missing,
        picture,
    )


def _missing_for_two_content(template: Template) -> str:
    """Return why examples cannot stand beside their statements; empty when they can."""
    if find_two_content(template, rtl=False):
        return ""
    layout = template.layout("two-content")
    reason = "its two boxes are not side by side" if layout else ""
    nearest = layout or max(template.layouts, key=lambda layout: len(content_placeholders(layout)))
    reason = reason or missing_for_role("two-content", nearest)
    return f"'{nearest.name}' is not suitable: {reason}; examples get slides of their own, after their statements"


def _text_area(placeholder: Placeholder) -> str:
    """Return the size of a placeholder's text, and why it differs from what PowerPoint shows."""
    cause = (
        " as it grows"
        if placeholder.growth_anchor
        else " clear of pictures"
        if placeholder.is_adjusted and not placeholder.is_clipped
        else ""
    )
    return f"{placeholder.box.width_pt:.0f} × {placeholder.box.height_pt:.0f} pt{cause}, text of {placeholder.levels[0].size_pt:g} pt"
