"""Write a laid-out document as a PDF: tagged, by its standards, with attachments, without times or random ids."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pydyf

from ladder_export.core.document import Document
from ladder_export.core.document_files import Attachment
from ladder_export.core.problems import BadTheme, Problem
from ladder_export.files.resources import font_file
from ladder_export.theme import PrintProfile, Theme
from ladder_export.writers.fixed_date import FIXED_DATE, fixed_date
from ladder_export.writers.fonts.ligatures import ligature_readings
from ladder_export.writers.pdf.engine import weasyprint
from ladder_export.writers.pdf.font_tags import rename_fonts
from ladder_export.writers.pdf.object_writer import write_pdf
from ladder_export.writers.pdf.objects import from_pydyf
from ladder_export.writers.pdf.overflow import warn_of_overflow
from ladder_export.writers.pdf.weasyprint_patches.internals import pdf_bytes

BLEED_PT = 3 / 25.4 * 72  # 3 mm; WeasyPrint's own BleedBox ends at 10 pt
RANDOM_ID = re.compile(rb"(?<=xmp\.did:)[0-9a-f-]{36}")  # WeasyPrint's uuid4
ALIGN_RIGHT = 2  # how a field's text is aligned (ISO 32000-1 §12.7.3.3)
MULTILINE = 1 << 12  # flag of a field (ISO 32000-1 table 228)
TEXT_SIZE = re.compile(rb" [\d.]+ Tf")
CMYK_COMPONENTS = 4
BLACK_RGB = re.compile(rb"\b0 0 0 (?:rg|RG)\b")  # WeasyPrint draws crop marks in RGB
RGB_OPERATOR = re.compile(rb"(?<![^\s])[\d.]+ [\d.]+ [\d.]+ (?:rg|RG)(?![^\s])")

# The identification of PDF/UA (ISO 14289-1 §5) and its schema, which PDF/A requires (ISO 19005-3 §6.6.2.3).
# WeasyPrint 70 writes the identification of only one of the two.
PDFUA_MARK = b"""
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>
<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>
<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def write_pdfa_ua(rendered: weasyprint.Document, files: Sequence[Attachment], emoji: Path) -> bytes:
    """Return a laid-out document as a PDF by the standards PDF/A-3a and PDF/UA-1, with `files` attached.

    `emoji` is the path of the emoji font, from which the text of emoji ligatures is read.
    """
    return write_pdf(from_pydyf(pdfa_ua_objects(rendered, files, emoji)))


def pdfa_ua_objects(rendered: weasyprint.Document, files: Sequence[Attachment], emoji: Path) -> pydyf.PDF:
    """Return a laid-out document as the pydyf objects of a PDF/A-3a and PDF/UA-1, to be merged into another PDF.

    `files` are attached. `emoji` is the path of the emoji font, from which the text of emoji ligatures is read.
    """

    def change(pdf: pydyf.PDF) -> None:
        _add_pdfua_mark(pdf)
        _repair_tounicode(pdf, emoji)

    attachments = [_attachment(file, rendered) for file in files]
    return _write_objects(rendered, change, pdf_variant="pdf/a-3a", attachments=attachments)


def emoji_font(theme: Theme) -> Path:
    """Return the path of a theme's emoji font."""
    return font_file(*theme.font_location(theme.sheet.emoji))


def _write_objects(rendered: weasyprint.Document, change: Callable[[pydyf.PDF], None], **options: object) -> pydyf.PDF:
    """Return the document's objects after `change`, with streams compressed."""
    result = pydyf.PDF()
    warn_of_overflow(rendered)

    def finish(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
        change(pdf)
        rename_fonts(pdf.objects)
        for item in pdf.objects:
            _compress_stream(item)
        result.objects, result.catalog, result.info = pdf.objects, pdf.catalog, pdf.info
        # WeasyPrint writes what is left, to nowhere: without this it would compress every stream again.
        pdf.objects = pdf.objects[:1]

    with fixed_date():
        rendered.write_pdf(finisher=finish, **options)
    result.add_object(result.info)
    return result


def _add_pdfua_mark(pdf: pydyf.PDF) -> None:
    """Add PDF/UA to the standards in the metadata."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    before, tail, rest = metadata.stream[0].rpartition(b"</rdf:RDF>")
    metadata.stream[0] = before + PDFUA_MARK + tail + rest
    metadata.compress = False  # PDF/A requires metadata that is not compressed


def write_pdfx(rendered: weasyprint.Document, document: Document, press: PrintProfile) -> bytes:
    """Return a laid-out document as a PDF/X-4 for a printing press: with trim and bleed boxes and CMYK colours only.

    `document` is the document that was laid out; its slug, title and footer decide the id in the metadata. Raises
    BadTheme when a colour or a picture on a page is still in RGB.
    """

    def change(pdf: pydyf.PDF) -> None:
        name = str(uuid5(NAMESPACE_URL, f"{document.slug} {document.title} {document.footer}"))
        metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
        metadata.stream = [RANDOM_ID.sub(name.encode(), operation) for operation in metadata.stream]
        if uses := [use for item in pdf.objects if (use := _prepare_for_press(item, press))]:
            message = f"{uses[0]} of {document.code or document.title} is in RGB, but a press needs CMYK"
            remedy = "in the theme, use only colours of the palette and a single-colour emoji font"
            raise BadTheme(Problem("rgb-left", message, help=remedy))

    return write_pdf(from_pydyf(_write_objects(rendered, change, pdf_variant="pdf/x-4")), "1.6")


def _prepare_for_press(item: pydyf.Object, press: PrintProfile) -> str:
    """Give a page its bleed and a stream black ink and the press's profile; return what of it is still in RGB, if anything."""
    if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page":
        left, bottom, right, top = map(float, item["TrimBox"])
        item["BleedBox"] = pydyf.Array((left - BLEED_PT, bottom - BLEED_PT, right + BLEED_PT, top + BLEED_PT))
    if not isinstance(item, pydyf.Stream):
        return ""
    if item.extra.get("N") == CMYK_COMPONENTS:
        item.stream = [press.icc]  # the copy that WeasyPrint writes differs from run to run
        return ""
    item.stream = [_black_as_cmyk(operation) for operation in item.stream]
    return _rgb_use(item)


def _rgb_use(stream: pydyf.Stream) -> str:
    """Return what in a stream uses RGB, in words; empty if nothing does."""
    if stream.extra.get("Subtype") == "/Image":
        return "a picture" if "RGB" in str(stream.extra.get("ColorSpace")) else ""
    uses_rgb = any(isinstance(operation, bytes) and RGB_OPERATOR.search(operation) for operation in stream.stream)
    return "a colour" if uses_rgb else ""


def _black_as_cmyk(operation: object) -> object:
    """Return a part of a stream with RGB black replaced by black ink, for fills and strokes."""
    if not isinstance(operation, bytes):
        return operation
    return BLACK_RGB.sub(lambda operator: b"0 0 0 1 k" if operator[0].endswith(b"rg") else b"0 0 0 1 K", operation)


def write_form(rendered: weasyprint.Document, emoji: Path, *, right_to_left: bool) -> bytes:
    """Return a laid-out form as a PDF/UA-1 with fields to fill in; `right_to_left` aligns typed text to the right.

    `emoji` is the path of the emoji font, from which the text of emoji ligatures is read.
    """

    def change(pdf: pydyf.PDF) -> None:
        _repair_tounicode(pdf, emoji)
        _fit_typed_text(pdf)
        _join_fields(pdf)
        _group_fields(pdf)
        for item in pdf.objects if right_to_left else ():
            if isinstance(item, pydyf.Dictionary) and item.get("FT") == "/Tx":
                item["Q"] = ALIGN_RIGHT  # inherited by the field's kids

    return write_pdf(from_pydyf(_write_objects(rendered, change, pdf_variant="pdf/ua-1", pdf_forms=True)))


def _fit_typed_text(pdf: pydyf.PDF) -> None:
    """Give boxes of several lines a text size of 0: readers choose one at which all that is typed fits (ISO 32000-1 §12.7.3.3)."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("FT") == "/Tx" and item.get("Ff") == MULTILINE:
            item["DA"] = pydyf.String(TEXT_SIZE.sub(b" 0 Tf", item["DA"].string))


def _join_fields(pdf: pydyf.PDF) -> None:
    """Join fields of one name: text typed into one appears in all (ISO 32000-1 §12.7.3.2)."""
    fields_by_name = dict[str, list[pydyf.Dictionary]]()
    for field in list(pdf.objects):
        if isinstance(field, pydyf.Dictionary) and field.get("FT") == "/Tx":
            fields_by_name.setdefault(field["T"].string, []).append(field)
    for fields in fields_by_name.values():
        if len(fields) > 1:
            kids = pydyf.Array(field.reference for field in fields)
            parent = pydyf.Dictionary({key: fields[0][key] for key in ("FT", "T", "TU", "V", "DA")} | {"Kids": kids})
            pdf.add_object(parent)
            pdf.catalog["AcroForm"]["Fields"].append(parent.reference)
            for field in fields:
                del field["FT"], field["T"], field["V"]
                field["Parent"] = parent.reference


def _group_fields(pdf: pydyf.PDF) -> None:
    """Keep only top-level fields in the form: WeasyPrint 70 also lists each radio button of a group (ISO 32000-1 §12.7.2)."""
    inner = {item.reference for item in pdf.objects if isinstance(item, pydyf.Dictionary) and "Parent" in item}
    pdf.catalog["AcroForm"]["Fields"] = pydyf.Array(
        field for field in pdf.catalog["AcroForm"]["Fields"] if field not in inner
    )


def _repair_tounicode(pdf: pydyf.PDF, emoji: Path) -> None:
    """Fill in the text of glyphs that have none: WeasyPrint 70 writes none for a ligature such as a keycap emoji."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and any(operation == b"begincmap" for operation in item.stream):
            item.stream = [
                _with_glyph_text(operation, emoji)
                if isinstance(operation, bytes) and operation.endswith(b" <>")
                else operation
                for operation in item.stream
            ]


def _with_glyph_text(line: bytes, emoji: Path) -> bytes:
    from emoji import is_emoji  # noqa: PLC0415  # a large module that few ladders need

    readings = ligature_readings(emoji).get(int(line[1:5], 16), ("\ufffd",))
    text = next((reading for reading in readings if is_emoji(reading)), readings[0])
    return line.replace(b"<>", f"<{text.encode('utf-16-be').hex()}>".encode())


def _compress_stream(item: pydyf.Object) -> None:
    if isinstance(item, pydyf.Stream) and item.compress:
        data = b"\n".join(
            operation if isinstance(operation, bytes) else pdf_bytes(operation) for operation in item.stream
        )
        compressed = zlib.compress(data)
        # Strict validators read a stream that ends in a carriage return as one byte short, so it stays uncompressed.
        if not compressed.endswith(b"\r"):
            item.stream, item.extra["Filter"] = [compressed], "/FlateDecode"
        item.compress = False


def _attachment(file: Attachment, rendered: weasyprint.Document) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=file.data,
        url_fetcher=rendered.url_fetcher,  # else WeasyPrint makes one for each
        name=file.name,
        description=file.name,
        created=FIXED_DATE,
        modified=FIXED_DATE,
        relationship="Source",
    )
