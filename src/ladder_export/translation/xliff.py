"""Translations as XLIFF 1.2, the exchange format of most translation programs (lxml is enough for it)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from ladder_export.core.problems import InvalidLadder, Problem, Span
from ladder_export.files.access import read_file
from ladder_export.translation.catalogue import Key, Message, level_name, tidy

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
X = f"{{{NAMESPACE}}}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ID_LENGTH = 16  # hexadecimal digits of a digest
TRANSLATED, STALE = "translated", "needs-review-translation"
UNFINISHED = ("needs-", "new")  # how the states of texts begin that are not finished
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)


def xliff(languages: tuple[str, str], all_messages: Sequence[Message], names: Mapping[str, str]) -> bytes:
    """Return an XLIFF file of texts to be translated.

    A text that occurs several times at one path is in it once. `languages` are the language tags of the original and of
    the translation, `names` the levels' names by id, for notes. The same ladder gives the same bytes.
    """
    root = etree.Element(f"{X}xliff", nsmap={None: NAMESPACE}, version="1.2")
    attributes = {"original": "ladder.yaml", "datatype": "plaintext"}
    attributes |= dict(zip(("source-language", "target-language"), languages, strict=True))
    body = etree.SubElement(etree.SubElement(root, f"{X}file", attributes), f"{X}body")
    for message in {message.key: message for message in all_messages}.values():
        _add_unit(body, message, level_name(message.key, names), languages)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _add_unit(body: etree._Element, message: Message, level: str, languages: tuple[str, str]) -> None:
    """Add a message; a former translation is to be reviewed, and its original stands beside it."""
    digest = hashlib.sha256("\0".join(message.key).encode()).hexdigest()[:ID_LENGTH]
    unit = etree.SubElement(body, f"{X}trans-unit", {"id": digest, "resname": message.key.path, SPACE: "preserve"})
    _add_text(unit, "source", message.key.original)
    was, text = message.former or ("", message.text)
    if text:
        _add_text(unit, "target", text).set("state", STALE if was else TRANSLATED)
    if level:
        _add_text(unit, "note", level).set("from", "developer")
    if was:
        former = etree.SubElement(unit, f"{X}alt-trans", {SPACE: "preserve"})
        for name, language, former_text in zip(("source", "target"), languages, (was, text), strict=True):
            _add_text(former, name, former_text).set(LANGUAGE, language)


def _add_text(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{X}{name}")
    element.text = text
    return element


def read_xliff(path: Path) -> dict[Key, str]:
    """Return the finished translations of an XLIFF file, by the texts that they translate.

    Texts that are empty, or marked as new or as needing work, are left out. Raises InvalidLadder for a file that cannot
    be read or is not XLIFF 1.2.
    """
    texts = dict[Key, str]()
    for unit in _parse(path).iter(f"{X}trans-unit"):
        source, target = unit.find(f"{X}source"), unit.find(f"{X}target")
        if source is None or target is None or target.get("state", TRANSLATED).startswith(UNFINISHED):
            continue
        if text := tidy("".join(target.itertext())):
            texts[Key(unit.get("resname", ""), tidy("".join(source.itertext())))] = text
    return texts


def _parse(path: Path) -> etree._Element:
    line, message, remedy = 1, "", "open it in a translation program and save it again as XLIFF 1.2"
    try:
        tree = etree.ElementTree(etree.fromstring(read_file(path, "source"), PARSER))
        if tree.docinfo.doctype:
            message = "it has a document type, which XLIFF has not"
        elif tree.getroot().tag != f"{X}xliff":
            message = "this is not XLIFF 1.2"
        else:
            return tree.getroot()
    except etree.XMLSyntaxError as fault:
        line, message = fault.lineno or 1, "this line is not valid XML"
    except OSError as fault:
        message, remedy = f"it cannot be read: {fault.strerror or fault}", "name an XLIFF file, such as de.xlf"
    raise InvalidLadder(Problem("bad-catalogue", message, Span(path.as_posix(), line), help=remedy))
