"""This file writes a laid-out document as bytes: tagged, marked with its standards, its source inside, no clock in it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pydyf

from ladder_export.core.document import Document
from ladder_export.core.document_files import Attachment
from ladder_export.core.problems import BadTheme, Problem
from ladder_export.theme import Press
from ladder_export.writers.fixed_date import fixed_date
from ladder_export.writers.fonts.ligatures import ligatures
from ladder_export.writers.pdf.engine import weasyprint
from ladder_export.writers.pdf.font_tags import rename_fonts
from ladder_export.writers.pdf.object_writer import whole
from ladder_export.writers.pdf.objects import of_layout
from ladder_export.writers.pdf.overflow import warn_of_overflow
from ladder_export.writers.pdf.weasyprint_patches.internals import pdf_bytes

BLEED = 3 / 25.4 * 72  # points; WeasyPrint caps what it writes at 10
RANDOM_ID = re.compile(rb"(?<=xmp\.did:)[0-9a-f-]{36}")  # uuid4 of WeasyPrint
AT_THE_RIGHT = 2  # how a field's text is aligned (ISO 32000-1 §12.7.3.3)
INKS = 4  # components of a CMYK profile
BLACK_RGB = re.compile(rb"\b0 0 0 (?:rg|RG)\b")  # the crop marks, which WeasyPrint always draws in RGB
SCREEN_COLOR = re.compile(rb"(?<![^\s])[\d.]+ [\d.]+ [\d.]+ (?:rg|RG)(?![^\s])")
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)  # the clock is never printed; ZIP knows no earlier day either

# PDF/UA's mark, and the schema that PDF/A wants for it (ISO 14289-1 §5, ISO 19005-3
# §6.6.2.3). WeasyPrint 70 writes one identification or the other
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


def archived(rendered: weasyprint.Document, files: Sequence[Attachment], emoji: Path) -> bytes:
    """The document as a PDF that is both PDF/A-3a and PDF/UA-1, with the files it was made from attached."""
    return whole(of_layout(unwritten(rendered, files, emoji)))


def unwritten(rendered: weasyprint.Document, files: Sequence[Attachment], emoji: Path) -> pydyf.PDF:
    """What `archived` writes, to be a part of another file."""

    def change(pdf: pydyf.PDF) -> None:
        _marked(pdf)
        _readable(pdf, emoji)

    attachments = [_attachment(file, rendered) for file in files]
    return _painted(rendered, change, pdf_variant="pdf/a-3a", attachments=attachments)


def _painted(rendered: weasyprint.Document, change: Callable[[pydyf.PDF], None], **options: object) -> pydyf.PDF:
    """The document's objects, changed and compressed, and its information among them."""
    made = pydyf.PDF()
    warn_of_overflow(rendered)

    def finish(_: weasyprint.Document, pdf: pydyf.PDF) -> None:
        change(pdf)
        rename_fonts(pdf.objects)
        for item in pdf.objects:
            _compress(item)
        made.objects, made.catalog, made.info = pdf.objects, pdf.catalog, pdf.info
        # WeasyPrint writes what is left: measured, it would compress half of a sheet twice.
        pdf.objects = pdf.objects[:1]

    with fixed_date():
        rendered.write_pdf(finisher=finish, **options)
    made.add_object(made.info)
    return made


def _marked(pdf: pydyf.PDF) -> None:
    """Says in its metadata that it is PDF/UA, too."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    head, tail, rest = metadata.stream[0].rpartition(b"</rdf:RDF>")
    metadata.stream[0] = head + PDFUA_MARK + tail + rest
    metadata.compress = False  # PDF/A asks for metadata that any program can read


def printed(rendered: weasyprint.Document, document: Document, press: Press) -> bytes:
    """The document as PDF/X-4 for a press: boxes for sheet and bleed, marks outside, inks only, no clock or chance in it.

    Raises BadTheme when something on a page is in RGB all the same.
    """
    screen_colors = list[str]()

    def change(pdf: pydyf.PDF) -> None:
        name = str(uuid5(NAMESPACE_URL, f"{document.slug} {document.title} {document.footer}"))
        metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
        metadata.stream = [RANDOM_ID.sub(name.encode(), part) for part in metadata.stream]
        for item in pdf.objects:
            if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page":
                left, bottom, right, top = (float(side) for side in item["TrimBox"])
                item["BleedBox"] = pydyf.Array((left - BLEED, bottom - BLEED, right + BLEED, top + BLEED))
            elif isinstance(item, pydyf.Stream) and item.extra.get("N") == INKS:
                item.stream = [press.icc]  # what the colour engine writes differs from one time to the next
            elif isinstance(item, pydyf.Stream):
                item.stream = [_in_inks(part) for part in item.stream]
                screen_colors.extend(_screen_colors(item))

    data = whole(of_layout(_painted(rendered, change, pdf_variant="pdf/x-4")), "1.6")
    if screen_colors:
        message = f"{screen_colors[0]} of {document.code or document.title} is in RGB, which a press does not take"
        remedy = "in the theme, use the palette's colours only, and a font of a single colour for emoji"
        raise BadTheme(Problem("rgb-left", message, help=remedy))
    return data


def _screen_colors(stream: pydyf.Stream) -> Iterator[str]:
    """What of a stream is in RGB."""
    if stream.extra.get("Subtype") == "/Image":
        if "RGB" in str(stream.extra.get("ColorSpace")):
            yield "a picture"
    elif any(isinstance(part, bytes) and SCREEN_COLOR.search(part) for part in stream.stream):
        yield "a colour"


def _in_inks(part: object) -> object:
    """A piece of a stream in which black is black ink, whether it fills or strokes."""
    if not isinstance(part, bytes):
        return part
    return BLACK_RGB.sub(lambda found: b"0 0 0 1 k" if found[0].endswith(b"rg") else b"0 0 0 1 K", part)


def form(rendered: weasyprint.Document, emoji: Path, *, right_to_left: bool) -> bytes:
    """The document as a fillable PDF/UA-1; what is typed stands on the side where lines begin."""

    def change(pdf: pydyf.PDF) -> None:
        _readable(pdf, emoji)
        _join_fields(pdf)
        _group_fields(pdf)
        for item in pdf.objects if right_to_left else ():
            if isinstance(item, pydyf.Dictionary) and item.get("FT") == "/Tx":
                item["Q"] = AT_THE_RIGHT  # kids of a field have it from that

    return whole(of_layout(_painted(rendered, change, pdf_variant="pdf/ua-1", pdf_forms=True)))


def _join_fields(pdf: pydyf.PDF) -> None:
    """Make one field of those with the same name: what is typed into one stands in all (ISO 32000-1 §12.7.3.2)."""
    named = dict[str, list[pydyf.Dictionary]]()
    for item in list(pdf.objects):
        if isinstance(item, pydyf.Dictionary) and item.get("FT") == "/Tx":
            named.setdefault(item["T"].string, []).append(item)
    for same in named.values():
        if len(same) > 1:
            kids = pydyf.Array(item.reference for item in same)
            field = pydyf.Dictionary({key: same[0][key] for key in ("FT", "T", "TU", "V", "DA")} | {"Kids": kids})
            pdf.add_object(field)
            pdf.catalog["AcroForm"]["Fields"].append(field.reference)
            for item in same:
                del item["FT"], item["T"], item["V"]
                item["Parent"] = field.reference


def _group_fields(pdf: pydyf.PDF) -> None:
    """Leave the form with its outermost fields: WeasyPrint 70 lists each radio button beside its group (ISO 32000-1 §12.7.2)."""
    inner = {item.reference for item in pdf.objects if isinstance(item, pydyf.Dictionary) and "Parent" in item}
    pdf.catalog["AcroForm"]["Fields"] = pydyf.Array(
        field for field in pdf.catalog["AcroForm"]["Fields"] if field not in inner
    )


def _readable(pdf: pydyf.PDF, emoji: Path) -> None:
    """Gives glyphs their text back: WeasyPrint 70 leaves it empty where a font draws a keycap or the like as one."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and any(part == b"begincmap" for part in item.stream):
            item.stream = [
                _mapped(part, emoji) if isinstance(part, bytes) and part.endswith(b" <>") else part
                for part in item.stream
            ]


def _mapped(line: bytes, emoji: Path) -> bytes:
    from emoji import is_emoji  # noqa: PLC0415  # its table of names is large, and few ladders need it

    readings = ligatures(emoji).get(int(line[1:5], 16), ("\ufffd",))
    text = next((one for one in readings if is_emoji(one)), readings[0])
    return line.replace(b"<>", f"<{text.encode('utf-16-be').hex()}>".encode())


def _compress(item: pydyf.Object) -> None:
    if isinstance(item, pydyf.Stream) and item.compress:
        plain = b"\n".join(part if isinstance(part, bytes) else pdf_bytes(part) for part in item.stream)
        packed = zlib.compress(plain)
        # A stream that ends in a carriage return reads as one byte short to strict checkers, and is left as it is.
        if not packed.endswith(b"\r"):
            item.stream, item.extra["Filter"] = [packed], "/FlateDecode"
        item.compress = False


def _attachment(file: Attachment, rendered: weasyprint.Document) -> weasyprint.Attachment:
    return weasyprint.Attachment(
        string=file.data,
        url_fetcher=rendered.url_fetcher,  # it would make one for each
        name=file.name,
        description=file.name,
        created=EPOCH,
        modified=EPOCH,
        relationship="Source",
    )
