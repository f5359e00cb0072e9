"""Create or update a translation's YAML, export it as a gettext catalogue or XLIFF file, or fill it from one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ladder_export.core.artefact_path import ArtefactPath, UnsafePath
from ladder_export.core.problems import BadRequest, InvalidLadder, Problem
from ladder_export.files.user_files import file_name, write_files
from ladder_export.reading import read_translation
from ladder_export.reading.files import LOCALES_FOLDER
from ladder_export.reading.locales import is_language, locales
from ladder_export.reading.nodes import MappingNode, Node, ScalarNode
from ladder_export.reading.slugs import id_fault
from ladder_export.translation.catalogue import Key, catalogue, messages, read_catalogue
from ladder_export.translation.renewal import TranslationRenewal
from ladder_export.translation.xliff import read_xliff, xliff

XLIFF_SUFFIXES = (".xlf", ".xliff")
DEFAULT_LANGUAGE = "en"  # of a ladder that names none


def renew(ladder: Path, tag: str, source: Path | None = None) -> tuple[tuple[Path, ...], int, int]:
    """Write the translation of a ladder into a language; return the changed files, and two counts of texts.

    The counts are of texts without a translation, and of translations whose original was changed or removed. `tag` is
    the language's BCP 47 tag, such as "de". An existing translation is updated. `source` is a gettext catalogue or
    XLIFF file whose texts replace those of the translation. All files are written, or none. Raises BadRequest for an
    invalid language tag, InvalidLadder for a ladder, translation or catalogue that cannot be read.
    """
    renewal, language = _open_renewal(ladder, tag, _read_texts(source) if source else {})
    root, translation = ladder if ladder.is_dir() else ladder.parent, renewal.source
    before = {file.source.path: file.source.data for _, file, _ in translation.overlays}
    is_folder = (root / LOCALES_FOLDER / language).is_dir()
    new = renewal.files(f"{LOCALES_FOLDER}/{language}", is_folder=is_folder)
    try:
        content = {ArtefactPath(path): text.encode() for path, text in new.items() if before.get(path) != text.encode()}
    except UnsafePath as fault:
        message = f"the name of a file of the translation {fault}"
        raise InvalidLadder(Problem("unsafe-id", message, help="rename the level that it is for")) from fault
    write_files(root, content, force=True)
    return tuple(root / path for path in content), renewal.untranslated, renewal.stale


def export_catalogue(ladder: Path, tag: str, file: Path) -> int:
    """Write the texts of a ladder for translators, with their translations; return how many texts have none.

    `tag` is the language's BCP 47 tag. The result is XLIFF if the name of `file` ends in .xlf or .xliff, else a gettext
    catalogue. A text whose original was changed has its former translation, marked as fuzzy or to be reviewed. Raises
    BadRequest for an invalid language tag or name of the file, InvalidLadder for a ladder or translation that cannot be read, BadOutput if
    the file cannot be written, BadEnvironment if Babel is not installed.
    """
    path = file_name(file, f"{tag}.po")
    renewal, language = _open_renewal(ladder, tag, {})
    shared, levels, _ = renewal.renew()
    all_messages = [*messages(shared), *messages({"levels": levels})]
    names = {name: _name_of(node) for name, node in renewal.source.levels.items()}
    title, own_language = (_text_of(renewal.source.shared, key) for key in ("title", "language"))
    if file.suffix.lower() in XLIFF_SUFFIXES:
        data = xliff((own_language or DEFAULT_LANGUAGE, language), all_messages, names)
    else:
        data = catalogue(title, language, all_messages, names)
    write_files(file.parent, {path: data}, force=True)
    return len({message.key for message in all_messages if not message.text})


def _read_texts(file: Path) -> dict[Key, str]:
    return read_xliff(file) if file.suffix.lower() in XLIFF_SUFFIXES else read_catalogue(file)


def _text_of(node: MappingNode, key: str) -> str:
    """Return the text of a key; empty if it has none."""
    value = node.values.get(key)
    return (value.text or "") if isinstance(value, ScalarNode) else ""


def _name_of(level: Node) -> str:
    """Return code and title of a level."""
    values = level.values if isinstance(level, MappingNode) else {}
    parts = (values.get(key) for key in ("code", "title"))
    return " ".join(node.text for node in parts if isinstance(node, ScalarNode) and node.text)


def _open_renewal(ladder: Path, tag: str, texts: Mapping[Key, str]) -> tuple[TranslationRenewal, str]:
    """Return the translation to be updated, and its language tag as spelled in existing file names."""
    if not is_language(tag) or id_fault(tag):  # such as nul, a device name on Windows
        help_ = "for example en-GB, de, pt-BR or ja: ladder-export translate LADDER de"
        raise BadRequest(Problem("bad-language", f"'{tag}' is not a language tag", help=help_))
    language = next((name for name in locales(ladder) if name.casefold() == tag.casefold()), tag)
    return TranslationRenewal(read_translation(ladder, language), texts), language
