"""Documents in a company's Word file: its styles, page, header and footer, nothing of its text, nothing lost."""

from __future__ import annotations

import io
import json
import pickle
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

from ladder_export.cli import main
from ladder_export.core.problems import BadTheme
from ladder_export.documents import DOCUMENTS
from ladder_export.files.zip_archive import deterministic_zip
from ladder_export.reading import read
from ladder_export.theme import RenderSettings, open_theme, with_reference
from ladder_export.theme.docx_template import open_reference
from ladder_export.writers import docx as writer
from writers.test_docx import ROOT, counted, shown, texts

SLATE = open_theme("slate")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def brand() -> WordDocument:
    """A company's document: two styles of its own, a page of its own, a header, a footer, and text as a sample."""
    word = docx.Document()
    word.add_heading("Sample heading", 1)
    word.add_paragraph("Sample text")
    word.styles["Heading 1"].font.color.rgb = RGBColor(0x70, 0x30, 0xA0)
    word.styles["Normal"].font.name = "Calibri"
    word.styles["Normal"].font.size = Pt(11)
    section = word.sections[0]
    section.page_width, section.page_height, section.left_margin = Mm(200), Mm(250), Mm(40)
    section.header.paragraphs[0].text = "Our company"
    section.footer.paragraphs[0].text = "Confidential"
    word.core_properties.author = "Somebody"
    return word


def saved(word: WordDocument) -> bytes:
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the parts changed whose name matches."""
    parts = {name: change(content) if re.search(part, name) else content for name, content in unzipped(data).items()}
    return deterministic_zip(parts)


def bare(*names: str) -> bytes:
    """The company's document without some of its styles."""
    word = brand()
    for style in [style for style in word.styles if style.name in names]:
        style.delete()
    return saved(word)


def file_of(folder: Path, data: bytes, name: str = "brand.docx") -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def rendered(
    folder: Path, data: bytes, kind: str, name: str = "brand.docx"
) -> Iterator[tuple[WordDocument, bytes, str]]:
    """Every document of a kind in the reference, as bytes and opened again, with the words it should have."""
    ladder, _ = read(ROOT / "ladder")
    render_settings = RenderSettings(with_reference(SLATE, file_of(folder, data, name)))
    for spec in DOCUMENTS[kind].make_specs(ladder):
        document = spec.make_document()
        content = writer.render(document, render_settings).data
        word = docx.Document(io.BytesIO(content))
        text = "".join(shown(word).split())
        for sentence, times in counted(texts(document)).items():
            assert text.count(sentence) >= times, sentence
        yield word, content, text


@pytest.mark.parametrize("kind", ["sheet", "interview", "handbook"])
def test_page_header_footer_and_styles_are_the_company_s_and_its_text_is_not(tmp_path: Path, kind: str) -> None:
    for word, content, text in rendered(tmp_path, saved(brand()), kind):
        section = word.sections[0]
        assert (round(section.page_width.mm), round(section.left_margin.mm)) == (200, 40)  # type: ignore[union-attr]
        assert section.header.paragraphs[0].text == "Our company"
        assert section.footer.paragraphs[0].text == "Confidential"
        assert not section.different_first_page_header_footer
        assert word.styles["Heading 1"].font.color.rgb == RGBColor(0x70, 0x30, 0xA0)
        assert word.styles["Normal"].font.size == Pt(11)
        assert {table.style.name for table in word.tables} <= {"Table Grid"}
        assert "Sample" not in text
        assert b"Somebody" not in b"".join(unzipped(content).values())
        assert not any("customXml" in name for name in unzipped(content))
        assert [
            str(error) for error in OpenXmlValidator().validate(file_of(tmp_path, content, "made.docx")).errors
        ] == []


def test_styles_that_are_missing_are_made_and_told(tmp_path: Path) -> None:
    data = bare(
        "Title", "Heading 2", "Heading 3", "List Bullet", "List Bullet 2", "Table Grid", "Caption", "TOC Heading"
    )
    for word, content, _ in rendered(tmp_path, data, "handbook"):
        levels = {
            name: [level.get(qn("w:val")) for level in word.styles[name].element.iter(qn("w:outlineLvl"))]
            for name in ("Heading 2", "Heading 3", "Title", "TOC Heading")
        }
        assert levels == {"Heading 2": ["1"], "Heading 3": ["2"], "Title": ["9"], "TOC Heading": ["9"]}
        assert word.styles["Heading 2"].base_style.name == "Heading 1"
        assert word.styles["Heading 3"].font.size < word.styles["Heading 2"].font.size < Pt(14)
        (number,) = word.styles["List Bullet"].element.iter(qn("w:numId"))
        numbering = word.part.numbering_part.element
        (num,) = (one for one in numbering.iter(qn("w:num")) if one.get(qn("w:numId")) == number.get(qn("w:val")))
        abstract = num.find(qn("w:abstractNumId")).get(qn("w:val"))
        (shape,) = (one for one in numbering.iter(qn("w:abstractNum")) if one.get(qn("w:abstractNumId")) == abstract)
        assert next(shape.iter(qn("w:lvlText"))).get(qn("w:val")) == "•"
        assert next(word.element.body.iter(qn("w:tblBorders")), None) is not None
        assert [
            str(error) for error in OpenXmlValidator().validate(file_of(tmp_path, content, "made.docx")).errors
        ] == []
    (warning,) = open_reference(tmp_path / "brand.docx").warnings
    assert warning.code == "template-style"
    for name in ("Title", "Heading 2", "List Bullet", "Table Grid"):
        assert f"'{name}' (" in warning.message


def test_a_document_without_header_and_footer_gets_ours(tmp_path: Path) -> None:
    for word, _, _ in rendered(tmp_path, saved(docx.Document()), "sheet"):
        assert word.sections[0].header.paragraphs[0].text.startswith("L")
        assert word.sections[0].footer.paragraphs[0].text.startswith("Engineering ladder")


def test_a_header_that_a_later_section_inherits_stays(tmp_path: Path) -> None:
    word = brand()
    word.add_section()
    for made, _, _ in rendered(tmp_path, saved(word), "review"):
        assert len(made.sections) == 1
        assert made.sections[0].header.paragraphs[0].text == "Our company"


def test_dotx_is_a_template_too(tmp_path: Path) -> None:
    template = MAIN_TYPE.replace(b"document.main", b"template.main")
    data = changed(saved(brand()), "Content_Types", lambda xml: xml.replace(MAIN_TYPE, template))
    for _, content, _ in rendered(tmp_path, data, "sheet", "brand.dotx"):
        assert b"template.main" not in unzipped(content)["[Content_Types].xml"]


def test_protection_add_ins_and_outside_links_stay_behind_and_are_told(tmp_path: Path) -> None:
    word = brand()
    word.sections[0].header.part.relate_to(
        "file://server/logo.png", qn("r:image")[1:].replace("}", "/"), is_external=True
    )
    protected = b'<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:zoom'
    data = changed(saved(word), "settings.xml", lambda xml: xml.replace(b"<w:zoom", protected, 1))
    reference = open_reference(file_of(tmp_path, data))
    assert "protection against changes" in reference.left_out
    assert [problem.code for problem in reference.warnings] == ["template-link"]
    assert "file://server/logo.png" in reference.warnings[0].message
    everything = b"".join(unzipped(reference.data).values())
    assert b"documentProtection" not in everything
    assert b"file://server" not in everything


def test_the_same_bytes_also_after_a_journey_to_a_worker(tmp_path: Path) -> None:
    ladder, _ = read(ROOT / "ladder")
    document = next(iter(DOCUMENTS["sheet"].make_specs(ladder))).make_document()
    first = RenderSettings(with_reference(SLATE, file_of(tmp_path, saved(brand()))))
    second = pickle.loads(pickle.dumps(first))  # noqa: S301  # our own value
    assert writer.render(document, first).data == writer.render(document, second).data
    other = with_reference(SLATE, file_of(tmp_path, saved(docx.Document())))
    assert len({SLATE.digest, first.theme.digest, other.digest}) == 3
    assert " with brand.docx " in other.version_id


def test_a_build_takes_the_document_from_an_option_a_theme_or_a_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(tmp_path, saved(brand()))
    arguments = ["build", str(ROOT / "ladder"), "-d", "sheet", "-f", "docx", "-l", "L3"]

    def header(*more: str) -> str:
        done = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / "output"), *more])
        assert done.exit_code == 0, done.output
        (made,) = (tmp_path / "output").rglob("*.docx")
        return docx.Document(str(made)).sections[0].header.paragraphs[0].text

    assert header("--reference-doc", str(file)) == "Our company"
    again = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / "output"), "--reference-doc", str(file)])
    assert "Nothing to make" in again.output
    word = brand()
    word.sections[0].header.paragraphs[0].text = "Renamed company"
    file_of(tmp_path, saved(word))
    assert header("--reference-doc", str(file)) == "Renamed company"
    assert header() != "Renamed company"
    monkeypatch.setenv("LADDER_EXPORT_REFERENCE_DOC", str(file))
    assert header() == "Renamed company"
    monkeypatch.delenv("LADDER_EXPORT_REFERENCE_DOC")
    copied = CliRunner().invoke(main, ["theme", "copy", "slate", str(tmp_path / "mine")])
    assert copied.exit_code == 0, copied.output
    file.rename(tmp_path / "mine/reference.docx")
    assert header("--theme", str(tmp_path / "mine")) == "Renamed company"


def test_inspection_says_which_style_each_role_takes(tmp_path: Path) -> None:
    file = file_of(tmp_path, bare("Title"))
    told = CliRunner().invoke(main, ["theme", "inspect", str(file)])
    assert told.exit_code == 0, told.output
    assert "pages of 200 × 250 mm" in told.output
    assert "stays        header and footer" in told.output
    assert "Heading 1      Heading 1: areas" in told.output
    assert "Title          made from Heading 1: the name of a document" in told.output
    as_json = json.loads(CliRunner().invoke(main, ["theme", "inspect", str(file), "--json"]).output)
    assert as_json["left_out"] == ["custom XML data"]
    assert {"role": "Example", "style": "", "use": "examples", "fallback": "List Bullet"} in as_json["styles"]
    drawn = CliRunner().invoke(main, ["theme", "inspect", str(file), "-o", str(tmp_path)])
    assert drawn.exit_code == 2
    assert "a Word document has none" in drawn.output


def huge() -> bytes:
    """A small file that would be half a gigabyte."""
    buffer = io.BytesIO(saved(brand()))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package,
        package.open("media/film", "w") as film,
    ):
        for _ in range(501):
            film.write(bytes(1_000_000))
    return buffer.getvalue()


def macros(xml: bytes) -> bytes:
    return xml.replace(MAIN_TYPE, b"application/vnd.ms-word.document.macroEnabled.main+xml")


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&b;</w:styles>'
WRONG: dict[str, tuple[Callable[[], bytes], str]] = {
    "text": (lambda: b"Not a document.", "it is no Word file"),
    "empty": (lambda: b"", "it is no Word file"),
    "cut": (lambda: saved(brand())[:5000], "it is no Word file"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password"),
    "doc": (lambda: OLE + b" Word 97", "it is a file of the old Office"),
    "docm": (lambda: changed(saved(brand()), "Content_Types", macros), "it holds macros"),
    "other": (
        lambda: changed(saved(brand()), "Content_Types", lambda xml: xml.replace(MAIN_TYPE, b"a/b")),
        "no document",
    ),
    "cut part": (lambda: changed(saved(brand()), "styles.xml", lambda _: b"<w:styles"), "it is damaged: "),
    "other part": (lambda: changed(saved(brand()), "styles.xml", lambda _: b"<a/>"), "holds something else"),
    "huge": (huge, "unpacked it is larger than 500 MB"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_a_reference_is_refused_in_a_sentence(wrong: str, tmp_path: Path) -> None:
    make, told = WRONG[wrong]
    file = file_of(tmp_path, make())
    with pytest.raises(BadTheme) as stop:
        open_reference(file)
    (problem,) = stop.value.problems
    assert problem.code == "bad-template"
    assert told in problem.message
    assert problem.help
    done = CliRunner().invoke(main, ["theme", "inspect", str(file)])
    assert done.exit_code == 4
    assert "Traceback" not in done.output


def test_entities_are_not_replaced_and_a_page_without_room_is_refused(tmp_path: Path) -> None:
    narrow = brand()
    narrow.sections[0].left_margin = Mm(190)
    for data in (changed(saved(brand()), "word/styles.xml", lambda _: ENTITIES), saved(narrow)):
        with pytest.raises(BadTheme):
            list(rendered(tmp_path, data, "sheet"))


def test_a_file_that_is_not_there_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(BadTheme, match="No such file"):
        open_reference(tmp_path / "nowhere.docx")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=4))
def test_a_damaged_reference_is_used_or_refused_but_never_crashes(
    places: list[tuple[float, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    parts = unzipped(saved(brand()))
    names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    for where, byte in places:
        name = names[int(where * len(names))]
        at = int(where * 7919 % 1 * len(parts[name]))
        parts[name] = parts[name][:at] + bytes([byte]) + parts[name][at + 1 :]
    with suppress(BadTheme):
        next(rendered(tmp_path_factory.mktemp("damaged"), deterministic_zip(parts), "sheet"))
