"""Word documents: every word of a document once, in styles, valid, the same bytes on every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document as WordDocument
from openxml_audit import OpenXmlValidator

from ladder_export.cli import main
from ladder_export.core.document import Item
from ladder_export.core.model import Ladder
from ladder_export.documents import DOCUMENTS
from ladder_export.reading import read

ROOT = Path(__file__).parent.parent.parent
ARABIC = """
title: سلم
language: ar
levels:
  - {id: l1, code: L1, title: مهندس, summary: أتعلم., sections: {craft: {title: صنعة, statements: ["**أكتب** و [أقرأ](https://example.org)"]}}}
"""


def built(folder: Path, ladder: Path, *options: str) -> Path:
    output = folder / "output"
    done = CliRunner().invoke(main, ["build", str(ladder), "-f", "docx", "-o", str(output), *options])
    assert done.exit_code == 0, done.output
    return output


def shown(word: WordDocument) -> str:
    """All that stands in the body, in one line."""
    return " ".join(" ".join(node.itertext()) for node in word.element.body if node.tag.endswith(("}p", "}tbl")))


def texts(ladder: Ladder, edition: str) -> Iterator[tuple[str, list[str]]]:
    """Every document's slug with the plain text of its statements, examples, facts and labels."""

    def nested(item: Item) -> Iterator[str]:
        yield item.text.plain
        for inner in (*item.children, *item.examples):
            yield from nested(inner)

    for brief in DOCUMENTS[edition].make_specs(ladder):
        document = brief.make_document()
        pieces = (*document.header_pieces, *(piece for section in document.sections for piece in section.pieces))
        found = [section.title for section in document.sections if section.title]
        for piece in pieces:
            for item in getattr(piece, "items", ()):
                found += nested(getattr(item, "item", item))
            for row in getattr(piece, "rows", ()) if not isinstance(getattr(piece, "rows", 0), int) else ():
                found += [cell if isinstance(cell, str) else cell.plain for cell in row]
            found += [text.plain for text in getattr(piece, "paragraphs", ())]
        yield brief.slug, found


@pytest.mark.parametrize("edition", ["sheet", "scorecard", "promotion"])
def test_every_word_stands_in_the_document_and_it_is_valid(tmp_path: Path, edition: str) -> None:
    output = built(tmp_path, ROOT / "ladder", "-d", edition)
    ladder, _ = read(ROOT / "ladder")
    for slug, expected in texts(ladder, edition):
        (file,) = output.rglob(f"{slug}.docx")
        text = "".join(shown(docx.Document(str(file))).split())
        for sentence, times in Counter("".join(one.split()) for one in expected).items():
            assert text.count(sentence) >= times, (slug, sentence)
        assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == []


def test_headings_lists_and_tables_are_real(tmp_path: Path) -> None:
    output = built(tmp_path, ROOT / "ladder", "-d", "sheet", "-l", "L3")
    (file,) = output.rglob("*.docx")
    word = docx.Document(str(file))
    styles = Counter(paragraph.style.name for paragraph in word.paragraphs if paragraph.style)
    assert styles["Title"] == 1
    assert styles["Heading 1"] == 4
    assert styles["List Bullet"] > 15
    assert styles["Example"] > 5
    assert word.tables[0].cell(0, 0).text == "Planning Horizon"
    assert word.core_properties.language == "en"
    assert word.sections[0].footer.paragraphs[0].text.startswith("Engineering ladder")


def test_the_same_bytes_on_every_run(tmp_path: Path) -> None:
    first, second = (
        {
            file.name: file.read_bytes()
            for file in built(tmp_path / name, ROOT / "ladder", "-d", "sheet").rglob("*.docx")
        }
        for name in ("a", "b")
    )
    assert first == second
    assert len(first) == 3


def test_right_to_left_text_runs_that_way_and_links_lead_on(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(ARABIC, encoding="utf-8")
    (file,) = built(tmp_path, tmp_path / "ladder.yaml", "-d", "sheet").rglob("*.docx")
    word = docx.Document(str(file))
    (point,) = (one for one in word.paragraphs if one.style and one.style.name == "List Bullet")
    assert point._p.find("{*}pPr/{*}bidi") is not None  # noqa: SLF001  # python-docx has no direction
    assert [link.address for link in point.hyperlinks] == ["https://example.org"]
    assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == []
