"""What a print shop gets: PDF/X-4 with boxes, marks and inks, and nothing on the page in RGB."""

from __future__ import annotations

import re
import shutil
import struct
from pathlib import Path

import pikepdf
import pytest

from editions import sheet
from ladder_export.core.document import Document
from ladder_export.core.problems import BadTheme
from ladder_export.files.resources import theme_names
from ladder_export.theme import PAPERS, RenderSettings, open_theme, print_profile
from ladder_export.writers import pdf
from ladders import ladder, level, section
from writers.pdfs import flat, opened, text

MM = 72 / 25.4
RGB = {"rg", "RG", "g", "G"}


PICTURE = (  # a red pixel
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


def profile() -> bytes:
    """The smallest CMYK printer profile that a colour engine opens: a header, a name and a white point."""
    name = b"Test press\0"
    desc = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(12 + 67)
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    tags, at, body = b"", 128 + 4 + 3 * 12, b""
    for signature, data in ((b"desc", desc), (b"cprt", b"text\0\0\0\0none\0"), (b"wtpt", white)):
        tags += signature + struct.pack(">2I", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s", at + len(body), b"test", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", 3) + tags + body


@pytest.fixture
def icc(tmp_path: Path) -> Path:
    file = tmp_path / "press.icc"
    file.write_bytes(profile())
    return file


def document() -> Document:
    one = level("L3", "Senior", section("Craft", "I **build**.", icon="🦉"), facts=(("Horizon", "A cycle."),))
    return next(iter(sheet(ladder(one, level("L4", "Lead")))))


def render_settings(theme: str, paper: str, icc: Path) -> RenderSettings:
    opened_theme = open_theme(theme)
    return RenderSettings(opened_theme, PAPERS[paper], press=print_profile(opened_theme, icc))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("theme", theme_names())
def test_boxes_marks_and_inks(theme: str, paper: str, icc: Path) -> None:
    written = pdf.render(document(), render_settings(theme, paper, icc))
    assert written.problems == ()
    size = PAPERS[paper]
    with opened(written.data) as file:
        (page,) = file.pages
        trim, bleed, media = ([float(side) for side in page[box]] for box in ("/TrimBox", "/BleedBox", "/MediaBox"))
        assert trim == pytest.approx([0, 0, size.width * MM, size.height * MM], abs=0.01)
        assert bleed == pytest.approx(
            [trim[0] - 3 * MM, trim[1] - 3 * MM, trim[2] + 3 * MM, trim[3] + 3 * MM], abs=0.01
        )
        assert media == pytest.approx(
            [trim[0] - 10 * MM, trim[1] - 10 * MM, trim[2] + 10 * MM, trim[3] + 10 * MM], abs=0.01
        )
        (intent,) = file.Root.OutputIntents
        assert (intent.S, intent.DestOutputProfile.N) == ("/GTS_PDFX", 4)
        assert b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in file.Root.Metadata.read_bytes()
        assert str(file.docinfo["/CreationDate"]).startswith("D:19800101")
        streams = [item for item in file.objects if isinstance(item, pikepdf.Stream)]
        contents = [item for item in streams if item == page.Contents or item.get("/Subtype") == "/Form"]
        operators = {str(op) for item in contents for _, op in pikepdf.parse_content_stream(item)}
        assert "scn" in operators
        assert operators.isdisjoint(RGB)
        assert not [
            item for item in streams if re.search(rb"(?m)(?:^|\s)[\d.]+ [\d.]+ [\d.]+ (?:rg|RG)\s", item.read_bytes())
        ]
        painted = [tuple(map(float, ops)) for ops, op in pikepdf.parse_content_stream(page) if str(op) == "scn"]
        assert (0, 0, 0, 1) in painted


def test_marks_stand_outside_the_bleed(icc: Path) -> None:
    import pypdfium2  # noqa: PLC0415  # only here

    page = pypdfium2.PdfDocument(pdf.render(document(), render_settings("folio", "a4", icc)).data)[0]
    picture = page.render(scale=4, may_draw_forms=False).to_pil().convert("L")
    across = [picture.getpixel((x, int(10 * MM * 4))) for x in range(int(10 * MM * 4))]
    assert min(across[: int(4.9 * MM * 4)]) < 128, "no crop mark"
    assert min(across[int(5.2 * MM * 4) :]) > 200, "a mark inside the bleed or on the sheet"


def test_it_says_what_the_sheet_says(icc: Path) -> None:
    shown = text(pdf.render(document(), render_settings("slate", "a4", icc)).data)
    assert all(flat(words) in shown for words in ("L3 Senior", "I build.", "Horizon", "A cycle."))


def test_the_same_sheet_twice_is_the_same_bytes(icc: Path) -> None:
    assert (
        pdf.render(document(), render_settings("slate", "a4", icc)).data
        == pdf.render(document(), render_settings("slate", "a4", icc)).data
    )


def test_without_inks_or_profile_it_refuses(tmp_path: Path, icc: Path) -> None:
    slate = open_theme("slate")
    for file in slate.folder.iterdir():
        content = file.read_text(encoding="utf-8")
        before, _, after = content.partition("[press]")
        (tmp_path / file.name).write_text(before + after[after.find("\n#") :] if after else content, encoding="utf-8")
    cases = (
        (open_theme(str(tmp_path)), icc, "no-inks"),
        (slate, None, "no-profile"),
        (slate, tmp_path / "gone", "no-profile"),
    )
    (tmp_path / "rgb.icc").write_bytes(profile().replace(b"CMYK", b"RGB ", 1))
    for theme, given, code in (*cases, (slate, tmp_path / "rgb.icc", "no-profile")):
        with pytest.raises(BadTheme) as stop:
            print_profile(theme, given)
        assert stop.value.problems[0].code == code


def test_what_a_theme_has_in_rgb_all_the_same_is_refused(icc: Path, tmp_path: Path) -> None:
    for name, (rule, what) in enumerate(
        (("main { color: #123456 }", "a colour"), (f"main {{ background: url({PICTURE}) }}", "a picture"))
    ):
        folder = shutil.copytree(open_theme("slate").folder, tmp_path / f"theme{name}")
        with (folder / "print.css").open("a", encoding="utf-8") as css:
            css.write(rule)
        with pytest.raises(BadTheme, match=f"^{what} of L3 is in RGB"):
            pdf.render(document(), render_settings(str(folder), "a4", icc))
