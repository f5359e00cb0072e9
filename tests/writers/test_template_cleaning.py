"""What a company's template brings besides its look: none of it is in a deck, and what led outside is told."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openxml_audit
import pytest
from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck

from auditors import Audit
from ladder_export.core.problems import BadTheme, Severity
from ladder_export.theme import RenderSettings, open_theme, with_deck_template
from ladder_export.theme.pptx_template import Template, open_template
from ladder_export.theme.pptx_template.pictures import without_metadata
from ladder_export.writers import pptx as writer
from ladder_export.writers.pptx import validated_archive
from writers import deck_documents as sample
from writers import templates
from writers.templates import LINKS, Joint, R, joined, linked

SLATE = open_theme("slate")
OFFICE = "application/vnd.openxmlformats-officedocument."
MASTER, LAYOUT, MAIN = "ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout2.xml", "ppt/presentation.xml"
NAMES = f'xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
NAMES += 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
PERSON = "Wilhelmina Quist"  # in parts of a template that no deck may have


def stored(data: bytes, folder: Path, name: str = "brand.pptx") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def written(data: bytes, folder: Path, name: str = "short") -> bytes:
    """A deck in that template."""
    return writer.render(sample.ALL[name], RenderSettings(with_deck_template(SLATE, stored(data, folder)))).data


def template(data: bytes, folder: Path) -> Template:
    return open_template(stored(data, folder), {})


def opened(data: bytes) -> Deck:
    return Presentation(io.BytesIO(data))


def titles(data: bytes) -> list[str]:
    """What stands in the titles of a deck, found as PowerPoint finds them: by type."""
    found = [
        slide.element.xpath(".//p:sp[.//p:ph[@type='title' or @type='ctrTitle']]") for slide in opened(data).slides
    ]
    return ["".join(shape.xpath("string(.//a:p)") for shape in shapes) for shapes in found]


def outside(data: bytes) -> list[str]:
    """The targets of all relationships that lead out of a deck."""
    rels = [content for name, content in validated_archive.unzip(data).items() if name.endswith(".rels")]
    return [target.decode() for one in rels for target in re.findall(rb'Target="([^"]*)" TargetMode="External"', one)]


# ---- titles in titles, whatever placeholders are numbered


def unnumbered(deck: Deck) -> None:
    """Placeholders with a type and no number, or with neither, as LibreOffice writes them."""
    for layout in deck.slide_layouts:
        for holder in layout.element.iter(qn("p:ph")):
            if holder.get("type", "obj") not in ("dt", "ftr", "sldNum"):
                holder.attrib.pop("idx", None)


def one_number(deck: Deck) -> None:
    """The title, the content and the date share a number that is not 0."""
    for layout in deck.slide_layouts:
        for holder in layout.element.iter(qn("p:ph")):
            holder.set("idx", "7")


def two_titles(deck: Deck) -> None:
    """A second title on every layout that has one, after the content."""
    for layout in deck.slide_layouts:
        for shape in layout.element.xpath(".//p:sp[.//p:ph[@type='title' or @type='ctrTitle']]"):
            twin = parse_xml(etree.tostring(shape))
            layout.element.cSld.spTree.append(twin)


def last_titles(deck: Deck) -> None:
    """Content first, the title after it, with the content's number 0."""
    for layout in deck.slide_layouts:
        for shape in layout.element.xpath(".//p:sp[.//p:ph[@type='title' or @type='ctrTitle']]"):
            shape.xpath(".//p:ph")[0].set("idx", "1")
            layout.element.cSld.spTree.append(shape)
        for holder in layout.element.xpath(".//p:ph[not(@type) or @type='body' or @type='subTitle']"):
            holder.set("idx", "0")


@pytest.mark.parametrize("change", [unnumbered, one_number, two_titles, last_titles])
def test_titles_stand_in_titles_and_statements_in_the_content(change: Callable[[Deck], None], tmp_path: Path) -> None:
    deck = opened(templates.german())
    change(deck)
    usual, data = written(templates.german(), tmp_path, "rated"), written(templates.saved(deck), tmp_path, "rated")
    assert all(titles(data))
    assert titles(data) == titles(usual)
    for slide, expected in zip(opened(data).slides, opened(usual).slides, strict=True):
        inner = [shape for shape in slide.placeholders if shape.placeholder_format.type not in (13, 15, 16)]
        assert len(inner) == len(expected.placeholders) - 3  # none is left that asks to be clicked
        assert slide.shapes.title.text_frame.text == expected.shapes.title.text_frame.text
    (tmp_path / "deck.pptx").write_bytes(data)
    assert list(map(str, openxml_audit.validate_pptx(tmp_path / "deck.pptx").errors)) == []


def test_a_master_that_keeps_its_styles_in_its_words_gets_them_back(tmp_path: Path) -> None:
    deck = opened(templates.german())
    master = deck.slide_master.element
    master.remove(master.find(qn("p:txStyles")))
    body = master.xpath(".//p:sp[.//p:ph[@type='body']]/p:txBody")[0]
    words = f'<p:txBody {NAMES}><a:bodyPr/><a:p><a:pPr marL="400000" indent="-400000"><a:buChar char="•"/></a:pPr><a:r>'
    words += '<a:rPr lang="de-DE" sz="2600"/><a:t>Eins</a:t></a:r></a:p><a:p><a:pPr lvl="1" marL="800000"/><a:r>'
    words += '<a:rPr lang="de-DE" sz="2200"/><a:t>Zwei</a:t></a:r></a:p></p:txBody>'
    body.getparent().replace(body, parse_xml(words))
    found = template(templates.saved(deck), tmp_path).layout("content")
    assert found
    first, second, *_ = next(one for one in found.placeholders if one.kind == "obj").levels
    assert (first.size_pt, first.has_bullets, second.size_pt, round(second.margin_pt)) == (26, True, 22, 63)


# ---- LibreOffice's dialect of the package


def test_core_properties_by_another_name_are_no_second_part(tmp_path: Path, audit: Audit) -> None:
    usual, other = LINKS, "http://schemas.openxmlformats.org/officedocument/2006/relationships"
    data = templates.changed(
        templates.german(),
        "^_rels",
        lambda xml: xml.replace(f"{usual}/metadata".encode(), f"{other}/metadata".encode()),
    )
    assert other.encode() in validated_archive.unzip(data)["_rels/.rels"]
    (tmp_path / "deck.pptx").write_bytes(written(data, tmp_path))
    assert audit(tmp_path / "deck.pptx") == []
    core = opened((tmp_path / "deck.pptx").read_bytes()).core_properties
    assert core.last_modified_by == "ladder-export"


@pytest.mark.parametrize("missing", ["viewProps", "tableStyles", "presProps", "printerSettings"])
def test_parts_that_other_programs_leave_out_are_not_missed(missing: str, tmp_path: Path) -> None:
    parts = validated_archive.unzip(templates.german())
    rels = "ppt/_rels/presentation.xml.rels"
    parts[rels] = re.sub(rf'<Relationship [^>]*/{missing}"[^>]*/>'.encode(), b"", parts[rels])
    kept = {name: content for name, content in parts.items() if missing not in name}
    types = rf'<Override PartName="[^"]*{missing}[^>]*/>'.encode()
    kept["[Content_Types].xml"] = re.sub(types, b"", kept["[Content_Types].xml"])
    (tmp_path / "deck.pptx").write_bytes(written(validated_archive.deterministic_zip(kept), tmp_path))
    assert list(map(str, openxml_audit.validate_pptx(tmp_path / "deck.pptx").errors)) == []


def test_a_presentation_under_another_name_is_one_too(tmp_path: Path, audit: Audit) -> None:
    parts = validated_archive.unzip(templates.german())
    moved = {"ppt/presentation.xml": "slides/show.xml", "ppt/_rels/presentation.xml.rels": "slides/_rels/show.xml.rels"}
    parts = {moved.get(name, name): content for name, content in parts.items()}
    rels = parts["slides/_rels/show.xml.rels"]
    parts["slides/_rels/show.xml.rels"] = rels.replace(b'Target="', b'Target="../ppt/')
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"ppt/presentation.xml", b"slides/show.xml")
    (tmp_path / "deck.pptx").write_bytes(written(validated_archive.deterministic_zip(parts), tmp_path))
    assert audit(tmp_path / "deck.pptx") == []


def test_names_with_backslashes_are_read(tmp_path: Path) -> None:
    parts = validated_archive.unzip(templates.german())
    data = validated_archive.deterministic_zip({name.replace("/", "\\"): content for name, content in parts.items()})
    assert titles(written(data, tmp_path)) == titles(written(templates.german(), tmp_path))


def test_names_are_the_same_in_any_case_and_escaped(tmp_path: Path) -> None:
    change = lambda xml: xml.replace(b"slideLayout2.xml", b"SlideLayout%32.XML")  # noqa: E731  # as short as that
    data = templates.changed(templates.german(), "slideMaster1.xml.rels$", change)
    assert titles(written(data, tmp_path)) == titles(written(templates.german(), tmp_path))


def test_of_two_footers_one_is_filled(tmp_path: Path, audit: Audit) -> None:
    deck = opened(templates.german())
    for layout in deck.slide_layouts:
        for shape in layout.element.xpath(".//p:sp[.//p:ph[@type='ftr']]"):
            layout.element.cSld.spTree.append(parse_xml(etree.tostring(shape)))
    (tmp_path / "deck.pptx").write_bytes(written(templates.saved(deck), tmp_path))
    assert audit(tmp_path / "deck.pptx") == []


ODD: dict[str, tuple[str, str, str]] = {  # what a part says that none should; decks are made, or it is refused in words
    "no width": (MAIN, 'cx="12192000"', 'cx="0"'),
    "no size": (MAIN, "<p:sldSz[^>]*>", ""),
    "text without a size": (MASTER, 'sz="3200"', 'sz="0"'),
    "a number that is none": (LAYOUT, 'idx="1"', 'idx="one"'),
    "a colour that is none": ("ppt/theme/theme1.xml", 'srgbClr val="9A3B52"', 'srgbClr val="puce"'),
    "a share that is none": ("ppt/theme/theme1.xml", 'lumMod val="[0-9]*"', 'lumMod val="NaN"'),
    "a ground that is none": (MASTER, "<p:bgRef idx=.1001.", '<p:bgRef idx="1009"'),
}


@pytest.mark.parametrize("what", ODD)
def test_odd_values_make_a_deck_or_are_refused_in_words(what: str, tmp_path: Path) -> None:
    part, pattern, words = ODD[what]
    data = templates.changed(templates.german(), part, lambda xml: re.sub(pattern.encode(), words.encode(), xml))
    with suppress(BadTheme):
        assert all(titles(written(data, tmp_path, "rated")))


# ---- nothing but the look

CUSTOM = f'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="Client"><vt:lpwstr xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{PERSON}</vt:lpwstr></property></Properties>'.encode()
XML = f"<data><person>{PERSON}</person></data>".encode()
PEOPLE: dict[str, tuple[str, str, str, str, str]] = {  # whose relationship, its kind, part, type, what inspect calls it
    "properties": ("", "custom-properties", "docProps/custom.xml", OFFICE + "custom-properties+xml", "custom properties"),
    "shared with": (MAIN, "customXml", "customXml/item1.xml", "", "custom XML data"),
    "of the package": ("", "customXml", "customXml/item2.xml", "", "custom XML data"),
    "of a layout": (LAYOUT, "customXml", "customXml/item3.xml", "", "custom XML data"),
    "tags": (MAIN, "tags", "ppt/tags/tag1.xml", OFFICE + "presentationml.tags+xml", "data of add-ins"),
    "tags of the master": (MASTER, "tags", "ppt/tags/tag2.xml", OFFICE + "presentationml.tags+xml", "data of add-ins"),
    "commenters": (MAIN, "commentAuthors", "ppt/commentAuthors.xml", OFFICE + "x+xml", "names of commenters"),
    "commenters today": (MAIN, "authors", "ppt/authors.xml", "application/vnd.ms-powerpoint.authors+xml", "names of commenters"),
    "history": (MAIN, "changesInfo", "ppt/changesInfos/changesInfo1.xml", "application/x+xml", "the history of changes"),
    "preview": ("", "thumbnail", "docProps/thumbnail2.jpeg", "", ""),
    "ribbon": ("", "ui/extensibility", "customUI/customUI.xml", "", "buttons of add-ins"),
    "macros": (MAIN, "vbaProject", "ppt/vbaProject.bin", "application/vnd.ms-office.vbaProject", "macros"),
    "what nobody knows": (MAIN, "whoKnows", "ppt/whoKnows.bin", "application/octet-stream", "other data"),
    "properties elsewhere": ("", "extended-properties", "docProps/app9.xml", OFFICE + "extended-properties+xml", ""),
}  # fmt: skip


def peopled(*whose: str) -> bytes:
    """A template with these of them."""
    data = templates.german()
    for number, (source, kind, part, content_type, _) in enumerate(PEOPLE[one] for one in whose):
        content = CUSTOM if kind == "custom-properties" else XML
        data = joined(data, Joint(source, kind, part, f"rId90{number}"), content, content_type)
    return data


@pytest.mark.parametrize("who", PEOPLE)
def test_names_and_data_of_the_template_are_told(who: str, tmp_path: Path) -> None:
    told = PEOPLE[who][-1]
    assert template(peopled(who), tmp_path).left_out == ((told,) if told else ())


def test_names_and_data_of_the_template_are_in_no_deck(tmp_path: Path, audit: Audit) -> None:
    data = peopled(*PEOPLE)
    deck = written(data, tmp_path)
    assert PERSON.encode() in b"".join(validated_archive.unzip(data).values())
    assert PERSON.encode() not in b"".join(validated_archive.unzip(deck).values())
    assert not validated_archive.unzip(deck).keys() & {part for _, _, part, _, _ in PEOPLE.values()}
    (tmp_path / "deck.pptx").write_bytes(deck)
    assert audit(tmp_path / "deck.pptx") == []


WORDS: dict[str, tuple[str, str, str]] = {  # part, pattern, what it becomes
    "comment in XML": (MASTER, "<p:cSld>", f"<!-- {PERSON} --><p:cSld>"),
    "path of a picture": (
        LAYOUT,
        '<p:cNvPr id="2" name',
        rf'<p:cNvPr id="2" descr="C:\\Users\\{PERSON}\\logo.png" name',
    ),
    "extension": (MAIN, "</p:presentation>", f'<p:extLst><p:ext uri="{{1}}"><x>{PERSON}</x></p:ext></p:extLst></p:presentation>'),
    "who may publish": ("ppt/presProps.xml", "(<p:presentationPr[^>]*>)", rf'\1<p:htmlPubPr title="{PERSON}"/>'),
}  # fmt: skip


@pytest.mark.parametrize("where", WORDS)
def test_names_within_parts_that_stay_are_taken_out(where: str, tmp_path: Path) -> None:
    part, pattern, words = WORDS[where]
    plain = Presentation()
    for extensions in plain.element.findall(qn("p:extLst")):
        plain.element.remove(extensions)
    before = templates.saved(plain)
    data = templates.changed(before, part, lambda xml: re.sub(pattern.encode(), words.encode(), xml, count=1))
    assert PERSON.encode() in validated_archive.unzip(data)[part]
    assert PERSON.encode() not in b"".join(validated_archive.unzip(written(data, tmp_path)).values())


def test_headers_of_handouts_and_notes_say_nothing(tmp_path: Path) -> None:
    deck = opened(templates.full())
    for number, holder in enumerate(deck.notes_master.placeholders):
        if holder.has_text_frame and holder.placeholder_format.type in (14, 15, 16):  # header, footer, date
            holder.text_frame.text = f"{PERSON} {number}"
    data = templates.saved(deck)
    assert PERSON.encode() in b"".join(validated_archive.unzip(data).values())
    assert PERSON.encode() not in b"".join(validated_archive.unzip(written(data, tmp_path)).values())


def test_a_handout_master_stays_and_says_nothing(tmp_path: Path, audit: Audit) -> None:
    handout = (
        f'<p:handoutMaster {NAMES}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/>'
        '</p:nvGrpSpPr><p:grpSpPr/><p:sp><p:nvSpPr><p:cNvPr id="2" name="Header"/><p:cNvSpPr/><p:nvPr>'
        f'<p:ph type="hdr"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>{PERSON}</a:t></a:r></a:p>'
        '</p:txBody></p:sp></p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" '
        'accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
        'folHlink="folHlink"/></p:handoutMaster>'
    ).encode()
    part, kind = "ppt/handoutMasters/handoutMaster1.xml", OFFICE + "presentationml.handoutMaster+xml"
    data = joined(templates.german(), Joint(MAIN, "handoutMaster", part), handout, kind)
    theme = validated_archive.unzip(data)["ppt/theme/theme1.xml"]
    data = joined(data, Joint(part, "theme", "ppt/theme/theme9.xml", "rId1"), theme, OFFICE + "theme+xml")
    listed = f'<p:handoutMasterIdLst {NAMES}><p:handoutMasterId r:id="rId900"/></p:handoutMasterIdLst><p:sldSz '
    data = templates.changed(data, MAIN, lambda xml: xml.replace(b"<p:sldSz ", listed.encode()))
    deck = written(data, tmp_path)
    assert part in validated_archive.unzip(deck)
    assert PERSON.encode() not in b"".join(validated_archive.unzip(deck).values())
    (tmp_path / "deck.pptx").write_bytes(deck)
    assert audit(tmp_path / "deck.pptx") == []


def told(kind: str) -> bytes:
    """A picture that says who made it."""
    from PIL import Image, PngImagePlugin  # noqa: PLC0415  # for these tests alone

    if kind == "SVG":
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
            f'inkscape:export-filename="/home/{PERSON}/logo.png"><!-- {PERSON} --><metadata>{PERSON}</metadata>'
            '<rect width="9" height="9" fill="#123456"/></svg>'
        ).encode()
    buffer, picture = io.BytesIO(), Image.new("RGB", (8, 8), (200, 90, 30))
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", PERSON)
        picture.save(buffer, "PNG", pnginfo=words)
    else:
        exif = Image.Exif()
        exif[0x013B] = PERSON  # artist
        picture.save(buffer, "JPEG", exif=exif, comment=PERSON.encode())
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "SVG"])
def test_pictures_tell_nothing_of_their_making_and_look_the_same(kind: str, tmp_path: Path) -> None:
    from PIL import Image  # noqa: PLC0415  # for these tests alone

    content, name = told(kind), f"ppt/media/logo.{kind.lower()}"
    data = joined(templates.german(), Joint(MASTER, "image", name), content, f"image/{kind.lower()}")
    picture = validated_archive.unzip(written(data, tmp_path))[name]
    assert PERSON.encode() in content
    assert PERSON.encode() not in picture
    if kind == "SVG":
        assert b'<rect width="9" height="9" fill="#123456"/>' in picture
    else:
        assert Image.open(io.BytesIO(picture)).tobytes() == Image.open(io.BytesIO(content)).tobytes()


def test_a_picture_that_is_to_be_turned_stays_turned() -> None:
    from PIL import Image  # noqa: PLC0415  # as above

    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # orientation
    Image.new("RGB", (8, 4)).save(buffer, "JPEG", exif=exif)
    assert Image.open(io.BytesIO(without_metadata(buffer.getvalue()))).getexif()[0x0112] == 6


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n\xff\xff", b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\x00\x00", b"<svg", b"GIF89a"]
)
def test_a_damaged_picture_is_no_fault(content: bytes) -> None:
    assert len(without_metadata(content)) <= len(content)


# ---- nothing leads out of the file

CLICK = f'<a:hlinkClick {NAMES} r:id="rId900"/>'
PICTURE = (
    f'<p:pic {NAMES}><p:nvPicPr><p:cNvPr id="77" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
    '<a:blip r:link="rId900"/><a:stretch/></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
)
GROUND = f'<p:bg {NAMES}><p:bgPr><a:blipFill><a:blip r:link="rId900"/><a:stretch/></a:blipFill><a:effectLst/></p:bgPr></p:bg>'
OBJECT = (
    f'<p:graphicFrame {NAMES}><p:nvGraphicFramePr><p:cNvPr id="78" name="Sheet"/><p:cNvGraphicFramePr/><p:nvPr/>'
    '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/presentationml/2006/ole"><p:oleObj r:id="rId900" progId="Excel.Sheet.12" '
    'imgW="9" imgH="9"><p:link/></p:oleObj></a:graphicData></a:graphic></p:graphicFrame>'
)
OUTSIDE: dict[str, tuple[str, str, str, str, str]] = {  # part, kind, target, where it is named, what it becomes
    "picture": (MASTER, "image", "file:///C:/brand/logo.png", "</p:spTree>", f"{PICTURE}</p:spTree>"),
    "ground": (LAYOUT, "image", "https://brand.example/ground.jpg", "(<p:cSld[^>]*>)", rf"\1{GROUND}"),
    "hyperlink": (LAYOUT, "hyperlink", "file://server/share/brand.docx", r'<p:cNvPr id="2" name="([^"]*)"/>', rf'<p:cNvPr id="2" name="\1">{CLICK}</p:cNvPr>'),
    "address": (MASTER, "hyperlink", "https://brand.example/", r'<p:cNvPr id="2" name="([^"]*)"/>', rf'<p:cNvPr id="2" name="\1">{CLICK}</p:cNvPr>'),
    "object": (LAYOUT, "oleObject", "file:///C:/numbers.xlsx", "</p:spTree>", f"{OBJECT}</p:spTree>"),
    "theme": (MASTER, "oleObject", "file:///C:/brand.thmx", "", ""),
    "presentation": (MAIN, "attachedTemplate", "file:///C:/brand.potx", "", ""),
    "theme's picture": ("ppt/theme/theme1.xml", "image", "http://brand.example/tile.png", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("what", OUTSIDE)
def test_what_leads_out_of_the_template_is_left_out_and_told(what: str, tmp_path: Path) -> None:
    part, kind, target, pattern, words = OUTSIDE[what]
    data = linked(templates.german(), Joint(part, kind, target))
    if pattern:
        before = validated_archive.unzip(data)[part]
        data = templates.changed(data, f"^{part}$", lambda xml: re.sub(pattern.encode(), words.encode(), xml, count=1))
        assert validated_archive.unzip(data)[part] != before
    assert outside(data) == [target]
    deck = written(data, tmp_path)
    assert outside(deck) == []
    assert b"rId900" not in b"".join(validated_archive.unzip(deck).values())
    (problem,) = template(data, tmp_path).warnings
    assert (problem.code, problem.severity) == ("template-link", Severity.WARNING)
    assert part in problem.message
    assert part != LAYOUT or problem.message.startswith("the layout 'Titel und Inhalt' (")
    assert target in problem.message
    if what in ("picture", "ground", "object"):
        (tmp_path / "deck.pptx").write_bytes(deck)
        assert list(map(str, openxml_audit.validate_pptx(tmp_path / "deck.pptx").errors)) == []


def test_a_picture_that_is_embedded_and_linked_stays_embedded(tmp_path: Path) -> None:
    deck = opened(templates.german())
    picture = linked_logo(deck)
    data = linked(templates.saved(deck), Joint(MASTER, "image", "file:///C:/brand/logo.png"))
    assert picture in validated_archive.unzip(data)[MASTER]
    parts = validated_archive.unzip(written(data, tmp_path))
    assert b"r:link" not in parts[MASTER]
    assert b"r:embed" in parts[MASTER]


def linked_logo(deck: Deck) -> bytes:
    """A picture in the master that is in the file and remembers where it came from."""
    from PIL import Image  # noqa: PLC0415  # for this test alone

    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 90, 30)).save(buffer, "PNG")
    buffer.seek(0)
    _, number = deck.slide_master.part.get_or_add_image_part(buffer)
    picture = PICTURE.replace('r:link="rId900"', f'r:embed="{number}" r:link="rId900"')
    deck.slide_master.element.cSld.spTree.append(parse_xml(picture))
    return b'r:link="rId900"'


def test_links_of_sample_slides_are_nobodys_business(tmp_path: Path) -> None:
    data = linked(templates.full(), Joint("ppt/slides/slide1.xml", "hyperlink", "https://sample.example/"))
    assert template(data, tmp_path).warnings == ()
    assert outside(written(data, tmp_path)) == []


def test_a_title_that_would_stand_elsewhere_stops_the_deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ladder_export.theme.pptx_template import repair  # noqa: PLC0415  # as a program would be without it

    deck = opened(templates.german())
    unnumbered(deck)
    monkeypatch.setattr(repair, "_number_placeholders", lambda _: None)
    with pytest.raises(BadTheme, match="titles do not stand in the title of its layout"):
        written(templates.saved(deck), tmp_path)
