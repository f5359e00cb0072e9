"""Open a theme: read its folder and those of the themes it extends, and check every setting."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from ladder_export.core.problems import BadEnvironment, BadTheme, Problem, Span, did_you_mean
from ladder_export.files.access import FileKind, OutsideFolder, file_digest, files_below, read_file
from ladder_export.files.resources import (
    BASE,
    THEME_FILE,
    font_file,
    font_home,
    outside_theme_problem,
    require_inside,
    theme_folder,
    theme_names,
)
from ladder_export.files.theme_folders import theme_chain
from ladder_export.theme.inheritance import ThemeFiles, ThemeFolder, join_files, merge_tokens
from ladder_export.theme.model import Theme
from ladder_export.theme.tokens import Font, ThemeFile, TokenSource, token_problems, toml_problem

DECK = "deck.pptx"  # a theme's own template of decks
REFERENCE = "reference.docx"  # a theme's own Word document to start from
EMOJI, FIELDS = "Emoji", "Fields"  # the families of the tokens of these names
PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")
TITLE_FONT = "var(--title-font)"
TEXT_FILES = (".j2", ".css", ".js", ".toml")


def open_theme(name: str, *, press: bool = False) -> Theme:
    """Open a theme by its name, or by the path of its folder.

    A theme in `templates/` of the working directory is preferred to one that ships with the package. `press` chooses
    the logo for a print shop. Raises BadTheme with every problem of the theme.toml files of the theme and of those it
    extends, BadEnvironment if a font is missing.
    """
    chain = _chain(_find(name))
    folders = [_read(folder, chain) for folder in chain]
    tokens = _tokens(folders)
    files, title = join_files(folders), tokens.sheet.title_font or tokens.fonts[0].family
    texts = {name: _with_title_font(name, text, title) for name, text in files.texts.items()}
    emoji = Font(family=EMOJI, file=tokens.sheet.emoji, weight=400)
    fields = Font(family=FIELDS, file=tokens.sheet.fields, weight=400)
    fonts = tuple(_installed(chain, (*tokens.fonts, emoji)))
    named = (tokens.sheet.emoji, tokens.sheet.fields, tokens.deck.regular, tokens.deck.bold)
    theme = Theme(
        name=chain[0].name,
        info=tokens.theme,
        colors=tokens.colors,
        dark=tokens.dark,
        sheet=tokens.sheet,
        deck=tokens.deck,
        press=tokens.press,
        fonts=fonts,
        files=texts,
        folder=chain[0],
        digest=_digest(texts, files, (*fonts, *_installed(chain, (fields,))), chain),
        pictures=files.pictures,
        parents=chain[1:],
        font_names=(*(font.file for font in tokens.fonts), *named),
        mark_font=fonts[0],
        origins=files.origins,
    )
    if tokens.logo:
        from ladder_export.theme.branding import with_theme_logo  # noqa: PLC0415  # it loads what opens pictures

        theme = with_theme_logo(theme, tokens.logo, lambda key: _source(folders).span(("logo", key)), press=press)
    for own_name, add in ((DECK, with_deck_template), (REFERENCE, with_reference)):
        own = font_home(chain, own_name) / own_name
        theme = add(theme, require_inside(own.parent, own)) if os.path.lexists(own) else theme
    return theme


def _chain(folder: Path) -> tuple[Path, ...]:
    """Return the folders of a theme and of those it extends. Raises BadTheme where one cannot be read."""
    try:
        return theme_chain(folder)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):  # reading its files says what is wrong
        return (folder,)


def _tokens(folders: Sequence[ThemeFolder]) -> ThemeFile:
    """Return the tokens of a theme with those it inherits. Raises BadTheme with everything that is wrong with them."""
    source = _source(folders)
    try:
        return ThemeFile.model_validate(merge_tokens(source.levels))
    except ValidationError as fault:
        raise BadTheme(*token_problems(fault, source)) from fault


def _source(folders: Sequence[ThemeFolder]) -> TokenSource:
    texts = [folder.texts[THEME_FILE] for folder in folders]
    files = [(folder.folder / THEME_FILE).as_posix() for folder in folders]
    return TokenSource(tuple(map(_toml, texts, files)), tuple(texts), tuple(files))


def _toml(text: str, file: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadTheme(toml_problem(fault, file)) from fault


def _read(folder: Path, chain: Sequence[Path]) -> ThemeFolder:
    """Return the files of a folder; those of a theme in it that it extends are not its own."""
    tokens = _text(folder, folder / THEME_FILE)
    parents = [parent for parent in chain if parent != folder and parent.is_relative_to(folder)]
    files = {
        file.relative_to(folder).as_posix(): file
        for file in _files(folder)
        if not any(map(file.is_relative_to, parents))
    }
    texts = {name: _text(folder, file) for name, file in files.items() if name.endswith(TEXT_FILES)}
    pictures = {name: _bytes(folder, file, "picture") for name, file in files.items() if name.endswith(PICTURES)}
    return ThemeFolder(folder, {**texts, THEME_FILE: tokens}, pictures)


def _with_title_font(name: str, text: str, family: str) -> str:
    """Return a style sheet with the family of titles in the place of its token: pages on screens have it as a name, too."""
    return text.replace(TITLE_FONT, f'"{family}"') if name.endswith(".css") else text


def with_deck_template(theme: Theme, file: Path) -> Theme:
    """Return the theme with a company's presentation as the template of its decks.

    Raises BadTheme if the file cannot be read or used as one.
    """
    from ladder_export.theme.pptx_template import open_template  # noqa: PLC0415  # our own design does without (measured: 11 ms)
    from ladder_export.theme.pptx_template.roles import ROLES  # noqa: PLC0415  # as above

    names = theme.deck.layouts.model_dump(by_alias=True)
    template = open_template(file, {role: names[role] for role in ROLES if names[role]})
    digest = hashlib.sha256(f"{theme.digest}{template.digest}".encode()).hexdigest()
    return replace(theme, template=template, digest=digest)


def with_reference(theme: Theme, file: Path) -> Theme:
    """Return the theme with a company's Word document as the template of Word output.

    Raises BadTheme if the file cannot be read or used as one.
    """
    from ladder_export.theme.docx_template import open_reference  # noqa: PLC0415  # as above

    reference = open_reference(file)
    digest = hashlib.sha256(f"{theme.digest}{reference.digest}".encode()).hexdigest()
    return replace(theme, reference=reference, digest=digest)


def _text(folder: Path, file: Path) -> str:
    try:
        return _bytes(folder, file, "theme file").decode("utf-8")
    except UnicodeDecodeError as fault:
        raise _unreadable(file, f"it is no text in UTF-8 ({fault.reason} at byte {fault.start})") from fault


def _bytes(folder: Path, file: Path, kind: FileKind) -> bytes:
    try:
        return read_file(file, kind, folder)
    except OutsideFolder as fault:
        raise BadTheme(outside_theme_problem(file, file.name)) from fault
    except OSError as fault:
        raise _unreadable(file, str(fault.strerror or fault).lower()) from fault


def _unreadable(file: Path, why: str) -> BadTheme:
    remedy = "copy it from a theme that has it: ladder-export theme copy slate FOLDER --full"
    return BadTheme(
        Problem("theme-unreadable", f"{file.name} cannot be read: {why}", Span(file.as_posix()), help=remedy)
    )


def _files(folder: Path) -> list[Path]:
    try:
        return files_below(folder)
    except OSError as fault:
        raise _unreadable(folder, str(fault.strerror or fault).lower()) from fault


def _find(name: str) -> Path:
    """Return the folder of a theme. Raises BadTheme where there is none, and for the one that only others extend."""
    folder = theme_folder(name)
    if folder is None:
        message = f"there is no theme '{name}' (no theme.toml found)"
        raise BadTheme(Problem("no-such-theme", message, help=did_you_mean(name, theme_names())))
    if name == BASE:
        message = f"'{BASE}' is what other themes extend: it has no colours and no fonts of its own"
        raise BadTheme(Problem("no-such-theme", message, help=f"choose one of: {', '.join(theme_names())}"))
    return folder


def _installed(chain: Sequence[Path], fonts: tuple[Font, ...]) -> Iterator[Font]:
    """Yield the faces that are there. Raises BadEnvironment for one that must be."""
    for font in fonts:
        try:
            font_file(font_home(chain, font.file), font.file)
        except BadEnvironment:
            if font.optional:
                continue
            raise
        yield font


def _digest(texts: Mapping[str, str], files: ThemeFiles, fonts: tuple[Font, ...], chain: Sequence[Path]) -> str:
    """Return the digest of all that a theme shows; the same for one folder wherever it lies."""
    digest = hashlib.sha256()
    for name, content in sorted(texts.items()):
        digest.update(f"{name}\0{content}\0".encode())
    for name, data in sorted(files.pictures.items()):
        digest.update(name.encode("utf-8", "surrogateescape") + hashlib.sha256(data).digest())
    for font in fonts:
        digest.update(bytes.fromhex(_font_digest(font_file(font_home(chain, font.file), font.file))))
    return digest.hexdigest()


def _font_digest(file: Path) -> str:
    try:
        return file_digest(file, "font")
    except OSError as fault:
        raise _unreadable(file, str(fault.strerror or fault).lower()) from fault
